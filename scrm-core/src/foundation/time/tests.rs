use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::foundation::Coded;

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn window(days: WeekdaySet, from: &str, to: &str) -> WeeklyWindow {
    let time = |text: &str| LocalTime::try_from(text.to_owned()).unwrap();
    WeeklyWindow { days, from: time(from), to: time(to) }
}

fn calendar(zone: &str, hours: Vec<WeeklyWindow>) -> Calendar {
    let config = CalendarConfig {
        time_zone: zone.to_owned(),
        business_hours: hours,
        holidays: vec![Holiday { date: date("2026-10-01"), name: "国庆节".to_owned() }],
        working_weekends: vec![date("2026-10-10")],
    };
    Calendar::new(&config).unwrap()
}

fn office() -> Calendar {
    calendar("Asia/Shanghai", vec![window(WeekdaySet::WORKING, "09:00", "18:00")])
}

#[test]
fn the_standard_calendar_is_valid() {
    assert_eq!(Calendar::new(&CalendarConfig::standard()).unwrap().zone_name(), "Asia/Taipei");
}

#[test]
fn zones_come_from_the_bundled_database() {
    assert!(Calendar::utc().in_zone("Europe/Berlin").is_ok());
    let error = Calendar::utc().in_zone("Mars/Olympus").unwrap_err();
    assert_eq!((error.code(), error.field().as_deref()), ("time.zone.unknown", Some("time_zone")));
    // A path is no zone, even where the system has such a file.
    assert!(Calendar::utc().in_zone("../../etc/localtime").is_err());
}

#[test]
fn impossible_calendars_are_refused_with_their_place() {
    let standard = CalendarConfig::standard();
    let field = |config: CalendarConfig| Calendar::new(&config).unwrap_err().field().unwrap();
    assert_eq!(field(CalendarConfig { business_hours: vec![], ..standard.clone() }), "business_hours");
    let no_days = vec![window(WeekdaySet::default(), "09:00", "18:00")];
    assert_eq!(
        field(CalendarConfig { business_hours: no_days, ..standard.clone() }),
        "business_hours[0].days"
    );
    let at_end = vec![window(WeekdaySet::ALL, "24:00", "08:00")];
    assert_eq!(
        field(CalendarConfig { business_hours: at_end, ..standard.clone() }),
        "business_hours[0].from"
    );
    let both = CalendarConfig {
        holidays: vec![Holiday { date: date("2026-10-10"), name: "x".to_owned() }],
        working_weekends: vec![date("2026-10-10")],
        ..standard
    };
    assert_eq!(field(both), "working_weekends[0]");
}

#[test]
fn every_error_is_in_the_catalogue() {
    let errors = [
        TimeError::UnknownZone { name: String::new() },
        TimeError::NeverOpen,
        TimeError::WindowWithoutDays { index: 0 },
        TimeError::WindowBeginsAtEnd { index: 0 },
        TimeError::WorkingHoliday { date: date("2026-01-01"), index: 0 },
    ];
    let codes: Vec<_> = errors.iter().map(Coded::code).collect();
    assert_eq!(codes, ERRORS.iter().map(|entry| entry.code).collect::<Vec<_>>());
}

#[test]
fn open_and_closed_on_both_sides_of_each_edge() {
    let office = office();
    for (text, open) in [
        ("2026-09-28 08:59", false),
        ("2026-09-28 09:00", true),
        ("2026-09-28 17:59", true),
        ("2026-09-28 18:00", false),
        ("2026-10-01 10:00", false), // holiday
        ("2026-10-02 10:00", true),
        ("2026-10-03 10:00", false), // Saturday
        ("2026-10-10 08:59", false),
        ("2026-10-10 09:00", true), // a Saturday that is worked
        ("2026-10-10 18:00", false),
    ] {
        assert_eq!(office.is_open(office.to_utc(local(text))), open, "{text}");
    }
    assert!(office.is_holiday(date("2026-10-01")) && !office.is_holiday(date("2026-10-02")));
}

#[test]
fn next_open_and_next_close() {
    let office = office();
    for (at, open, close) in [
        ("2026-09-28 08:00", "2026-09-28 09:00", "2026-09-28 18:00"),
        ("2026-09-28 09:00", "2026-09-28 09:00", "2026-09-28 18:00"),
        ("2026-09-28 18:00", "2026-09-29 09:00", "2026-09-29 18:00"),
        ("2026-09-30 18:00", "2026-10-02 09:00", "2026-10-02 18:00"),
        ("2026-10-09 18:00", "2026-10-10 09:00", "2026-10-10 18:00"),
    ] {
        let instant = office.to_utc(local(at));
        assert_eq!(office.to_local(office.next_open(instant)), local(open), "{at}");
        assert_eq!(office.next_close(instant).map(|at| office.to_local(at)), Some(local(close)), "{at}");
    }
    assert_eq!(Calendar::utc().next_close(DateTime::UNIX_EPOCH), None);
    assert_eq!(Calendar::utc().next_open(DateTime::UNIX_EPOCH), DateTime::UNIX_EPOCH);
}

#[test]
fn business_time_is_counted_over_nights_weekends_and_holidays() {
    let office = office();
    for (from, span, to) in [
        ("2026-09-28 16:00", "2h", "2026-09-28 18:00"), // a deadline at closing time
        ("2026-09-28 16:00", "2h1m", "2026-09-29 09:01"),
        ("2026-09-25 17:00", "2h", "2026-09-28 10:00"), // over a weekend
        ("2026-09-30 17:00", "2h", "2026-10-02 10:00"), // over a holiday
        ("2026-10-09 17:00", "2h", "2026-10-10 10:00"), // a worked Saturday
        ("2026-09-27 12:00", "1m", "2026-09-28 09:01"),
        ("2026-09-28 12:00", "27h", "2026-10-02 12:00"),
        ("2026-09-25 12:00", "1d", "2026-09-28 12:00"),
        ("2026-09-25 12:00", "7d", "2026-10-07 12:00"),
        ("2026-09-28 20:00", "0s", "2026-09-28 20:00"),
        ("2026-08-31 12:00", "1mo", "2026-09-30 12:00"),
    ] {
        let due = office.add_business(office.to_utc(local(from)), span.parse().unwrap());
        assert_eq!(office.to_local(due), local(to), "{from} + {span}");
    }
    let seconds =
        |a: &str, b: &str| office.business_seconds(office.to_utc(local(a)), office.to_utc(local(b)));
    assert_eq!(seconds("2026-09-28 08:00", "2026-09-28 19:00"), 9 * 3_600);
    assert_eq!(seconds("2026-09-25 17:00", "2026-09-28 10:00"), 2 * 3_600);
    assert_eq!(seconds("2026-09-28 10:00", "2026-09-25 17:00"), -2 * 3_600);
    assert_eq!(seconds("2026-10-01 00:00", "2026-10-01 23:59"), 0);
}

#[test]
fn a_century_of_business_time_ends() {
    let office = office();
    let start = office.to_utc(local("2026-01-05 09:00"));
    assert!(office.add_business(start, Span::seconds(u64::MAX)) > start);
    assert!(office.add_business(start, Span { months: u32::MAX, days: u32::MAX, seconds: 1 }) > start);
    assert!(office.business_seconds(start, DateTime::<Utc>::MAX_UTC) > 0);
    assert_eq!(office.add(start, Span::seconds(u64::MAX)), DateTime::<Utc>::MAX_UTC);
    let _ = office.is_open(DateTime::<Utc>::MIN_UTC);
    let _ = office.subtract(start, Span { months: u32::MAX, days: 1, seconds: u64::MAX });
}

#[test]
fn windows_cross_midnight_and_join_their_neighbours() {
    let utc = Calendar::utc();
    let night = window(WeekdaySet::ALL, "22:00", "08:00");
    for (at, inside) in [
        ("2026-01-05 21:59", false),
        ("2026-01-05 22:00", true),
        ("2026-01-06 07:59", true),
        ("2026-01-06 08:00", false),
    ] {
        assert_eq!(utc.window_containing(&[night], local(at).and_utc()).is_some(), inside, "{at}");
    }
    let early = window(WeekdaySet::ALL, "08:00", "09:00");
    let joined = utc.window_containing(&[night, early], local("2026-01-06 08:30").and_utc());
    assert_eq!(joined, Some((local("2026-01-05 22:00").and_utc(), local("2026-01-06 09:00").and_utc())));
    // Friday 18:00 to Monday 09:00 out of three windows.
    let friday = window([chrono::Weekday::Fri].into_iter().collect(), "18:00", "24:00");
    let weekend = window(WeekdaySet::WEEKEND, "00:00", "24:00");
    let monday = window([chrono::Weekday::Mon].into_iter().collect(), "00:00", "09:00");
    let away = utc.window_containing(&[weekend, monday, friday], local("2026-01-10 12:00").and_utc());
    assert_eq!(away, Some((local("2026-01-09 18:00").and_utc(), local("2026-01-12 09:00").and_utc())));
    let always = window(WeekdaySet::ALL, "00:00", "24:00");
    let (start, end) = utc.window_containing(&[always], local("2026-01-10 12:00").and_utc()).unwrap();
    assert!(end - start > TimeDelta::days(14));
    assert_eq!(utc.next_window_start(&[always], local("2026-01-10 12:00").and_utc()), None);
}

#[test]
fn the_next_window_is_one_that_opens_after_a_closed_time() {
    let utc = Calendar::utc();
    let night = window(WeekdaySet::ALL, "22:00", "08:00");
    let early = window(WeekdaySet::ALL, "08:00", "09:00");
    let next = |at: &str| utc.next_window_start(&[night, early], local(at).and_utc());
    assert_eq!(next("2026-01-05 21:59"), Some(local("2026-01-05 22:00").and_utc()));
    assert_eq!(next("2026-01-05 22:00"), Some(local("2026-01-06 22:00").and_utc()));
    assert_eq!(next("2026-01-06 07:00"), Some(local("2026-01-06 22:00").and_utc()));
    assert_eq!(utc.next_window_start(&[], DateTime::UNIX_EPOCH), None);
}

#[test]
fn windows_across_a_clock_change_follow_the_clock_on_the_wall() {
    let berlin = Calendar::utc().in_zone("Europe/Berlin").unwrap();
    let night = [window(WeekdaySet::ALL, "22:00", "08:00")];
    let spring = berlin.window_containing(&night, berlin.to_utc(local("2026-03-29 01:00"))).unwrap();
    assert_eq!(spring.1 - spring.0, TimeDelta::hours(9));
    let autumn = berlin.window_containing(&night, berlin.to_utc(local("2026-10-25 01:00"))).unwrap();
    assert_eq!(autumn.1 - autumn.0, TimeDelta::hours(11));
    // An edge in the skipped hour is the moment of the change.
    let skipped = [window(WeekdaySet::ALL, "02:30", "04:00")];
    let (start, _) = berlin.window_containing(&skipped, berlin.to_utc(local("2026-03-29 03:10"))).unwrap();
    assert_eq!(start, Utc.with_ymd_and_hms(2026, 3, 29, 1, 0, 0).unwrap());
    // A window wholly inside the skipped hour does not happen.
    let gone = [window(WeekdaySet::ALL, "02:10", "02:50")];
    assert_eq!(berlin.window_containing(&gone, berlin.to_utc(local("2026-03-29 02:30"))), None);
}

const ZONES: [&str; 7] = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Pacific/Apia",
];

fn shifts() -> Vec<WeeklyWindow> {
    vec![
        window(WeekdaySet::WORKING, "09:00", "12:30"),
        window(WeekdaySet::WORKING, "13:30", "18:00"),
        window(WeekdaySet::WEEKEND, "22:00", "03:00"),
        window(WeekdaySet::ALL, "02:15", "02:45"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// The clock on the wall, the intervals and the counting agree with each other.
    #[test]
    fn open_time_is_counted_second_by_second(zone in 0..ZONES.len(), minute in 0_i64..2_600_000, length in 1_i64..4_000) {
        let calendar = calendar(ZONES[zone], shifts());
        let start = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap() + TimeDelta::minutes(minute);
        let end = start + TimeDelta::minutes(length);
        let counted = calendar.business_seconds(start, end);
        let stepped = (0..length).filter(|step| calendar.is_open(start + TimeDelta::minutes(*step))).count();
        prop_assert_eq!(counted, 60 * i64::try_from(stepped).unwrap());
        if counted > 0 {
            let due = calendar.add_business(start, Span::seconds(counted.unsigned_abs()));
            prop_assert!(due <= end);
            prop_assert_eq!(calendar.business_seconds(start, due), counted);
        }
        let open = calendar.next_open(start);
        prop_assert!(open >= start && calendar.is_open(open));
        prop_assert_eq!(calendar.business_seconds(start, open), 0);
        let close = calendar.next_close(start).unwrap();
        prop_assert!(close > start && !calendar.is_open(close));
    }

    #[test]
    fn local_times_come_back(zone in 0..ZONES.len(), second in 0_i64..300_000_000) {
        let calendar = Calendar::utc().in_zone(ZONES[zone]).unwrap();
        let at = Utc.with_ymd_and_hms(2024, 1, 1, 0, 0, 0).unwrap() + TimeDelta::seconds(second);
        let local = calendar.to_local(at);
        let back = calendar.to_utc(local);
        prop_assert!(back <= at, "the earlier instant");
        prop_assert_eq!(calendar.to_local(back), local);
    }
}

#[test]
fn a_window_from_an_hour_to_the_same_lasts_a_whole_day() {
    let monday = WeekdaySet::default().with(chrono::Weekday::Mon);
    let office = calendar("Asia/Shanghai", vec![window(monday, "09:00", "09:00")]);
    for (at, is_open) in [
        ("2026-01-05 08:59", false),
        ("2026-01-05 09:00", true),
        ("2026-01-06 08:59", true),
        ("2026-01-06 09:00", false),
    ] {
        assert_eq!(office.is_open(office.to_utc(local(at))), is_open, "{at}");
    }
}
