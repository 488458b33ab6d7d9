//! R3: when nobody is there, and until when.

use proptest::prelude::*;

use super::*;
use crate::foundation::time::{Holiday, LocalTime, WeekdaySet, WeeklyWindow};

fn window(from: u16, to: u16) -> WeeklyWindow {
    let time = |hours: u16| LocalTime::from_minutes(hours * 60).unwrap();
    WeeklyWindow { days: WeekdaySet::ALL, from: time(from), to: time(to) }
}

#[test]
fn away_begins_at_ten_and_ends_at_eight() {
    for (at, expected) in [
        ("2026-01-05 21:59:59", ReplyKind::Keyword),
        ("2026-01-05 22:00:00", ReplyKind::Away),
        ("2026-01-06 00:00:00", ReplyKind::Away),
        ("2026-01-06 07:59:59", ReplyKind::Away),
        ("2026-01-06 08:00:00", ReplyKind::Keyword),
    ] {
        assert_eq!(Chat::new().kind("price", at), expected, "{at}");
    }
}

#[test]
fn it_says_when_people_are_back_the_hotline_and_the_wait() {
    let mut config = ReplyConfig::standard();
    config.hotline = Some("+886 2 1234 5678".to_owned());
    let mut chat = Chat::with(&config);
    chat.average_wait = Some(TimeDelta::seconds(61));
    let evening = chat.say("do you like turtles", local("2026-01-05 23:00:00"));
    assert_eq!(
        text(&evening),
        "Thank you for your message. We are away right now and will be back tomorrow at 09:00; then we will \
         answer you here. If it is urgent, please call +886 2 1234 5678. Average wait at the moment: 2 min."
    );
    let mut chat = Chat::new();
    let morning = chat.say("do you like turtles", local("2026-01-06 03:00:00"));
    assert!(text(&morning).contains("back today at 09:00; then we will answer you here."));
    assert!(!text(&morning).contains("call") && !text(&morning).contains("wait"));
}

#[test]
fn a_number_keeps_its_order_inside_arabic() {
    let mut config = ReplyConfig::standard();
    config.hotline = Some("+886 2 1234 5678".to_owned());
    let mut chat = Chat::with(&config);
    let said = chat.say("أين طلبي الأخير", local("2026-01-05 23:00:00"));
    assert!(text(&said).contains("\u{2068}+886 2 1234 5678\u{2069}"), "{}", text(&said));
    assert!(text(&said).contains("وسنعود غدًا الساعة 09:00"), "{}", text(&said));
}

#[test]
fn it_is_said_once_per_absence() {
    let mut chat = Chat::new();
    assert_eq!(chat.kind("do you like turtles", "2026-01-05 22:30:00"), ReplyKind::Away);
    let again = chat.say("my cat sleeps all day", local("2026-01-06 02:00:00"));
    assert_eq!((again.value.kind, codes(&again)[0]), (ReplyKind::Silent, "reply.away_already_announced"));
    assert_eq!(chat.kind("price", "2026-01-06 02:10:00"), ReplyKind::Keyword);
    assert_eq!(chat.kind("my dog sleeps all day", "2026-01-06 22:00:00"), ReplyKind::Away);
}

#[test]
fn an_answer_joins_the_announcement() {
    let mut chat = Chat::new();
    let decision = chat.say("price", local("2026-01-05 23:00:00"));
    assert_eq!(decision.value.keyword.as_ref().unwrap().as_str(), "keyword.price");
    assert!(text(&decision).contains("away right now") && text(&decision).contains("quote"));
}

#[test]
fn a_welcome_at_night_announces_the_absence() {
    let mut chat = Chat::new();
    chat.first_contact = true;
    let decision = chat.say("hello", local("2026-01-05 23:00:00"));
    assert_eq!(decision.value.kind, ReplyKind::Welcome);
    assert!(
        text(&decision).contains("welcome to Blue Lamp") && text(&decision).contains("tomorrow at 09:00")
    );
    assert_eq!(chat.kind("are you there my friends", "2026-01-05 23:10:00"), ReplyKind::Silent);
}

#[test]
fn a_request_for_a_person_at_night_says_when() {
    let mut chat = Chat::new();
    let decision = chat.say("operator", local("2026-01-05 23:00:00"));
    assert_eq!(hand_over_level(&decision), Some(1));
    assert!(text(&decision).contains("tomorrow at 09:00"));
}

#[test]
fn several_windows_a_day_are_absences_of_their_own() {
    let mut config = ReplyConfig::standard();
    config.away.windows = vec![window(12, 13), window(18, 9)];
    let mut chat = Chat::with(&config);
    for (words, at, expected) in [
        ("do you like turtles", "2026-01-05 11:59:59", ReplyKind::Fallback),
        ("my cat sleeps all day", "2026-01-05 12:00:00", ReplyKind::Away),
        ("a bird sang outside", "2026-01-05 12:59:59", ReplyKind::Silent),
        ("rain again tonight", "2026-01-05 18:00:00", ReplyKind::Away),
        ("we went swimming", "2026-01-06 08:59:59", ReplyKind::Silent),
        ("lunch tasted lovely", "2026-01-06 12:30:00", ReplyKind::Away),
    ] {
        assert_eq!(chat.kind(words, at), expected, "{at}");
    }
}

#[test]
fn a_holiday_joins_the_nights_around_it() {
    let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 7).unwrap();
    let holidays = vec![Holiday { date, name: "Founders' day".to_owned() }];
    let calendar = Calendar::new(&CalendarConfig {
        time_zone: "Asia/Taipei".to_owned(),
        holidays,
        working_weekends: Vec::new(),
        ..CalendarConfig::standard()
    })
    .unwrap();
    let engine = engine_of(&ReplyConfig::standard(), calendar.clone());
    let back = local("2026-01-08 08:00:00");
    for at in ["2026-01-06 22:00:00", "2026-01-07 00:00:00", "2026-01-07 15:00:00", "2026-01-08 07:59:59"] {
        assert_eq!(engine.absence_end(local(at)), Some(back), "{at}");
    }
    assert_eq!(engine.absence_end(local("2026-01-06 21:59:59")), None);
    assert_eq!(engine.absence_end(back), None);
    let mut config = ReplyConfig::standard();
    config.away.holidays = false;
    assert_eq!(engine_of(&config, calendar).absence_end(local("2026-01-07 15:00:00")), None);
}

#[test]
fn a_night_in_which_clocks_change_ends_at_eight_by_the_clocks() {
    let berlin = Calendar::utc().in_zone("Europe/Berlin").unwrap();
    let engine = engine_of(&ReplyConfig::standard(), berlin.clone());
    for (evening, morning, hours) in [("2026-03-28", "2026-03-29", 9), ("2026-10-24", "2026-10-25", 11)] {
        let instant =
            |day: &str, time: &str| berlin.to_utc(format!("{day}T{time}").parse::<NaiveDateTime>().unwrap());
        let (from, to) = (instant(evening, "22:00:00"), instant(morning, "08:00:00"));
        assert_eq!(to - from, TimeDelta::hours(hours));
        assert_eq!(engine.absence_end(from), Some(to));
        assert_eq!(engine.absence_end(to - TimeDelta::seconds(1)), Some(to));
        assert_eq!(engine.absence_end(to), None);
        assert_eq!(engine.absence_end(from - TimeDelta::seconds(1)), None);
    }
}

#[test]
fn a_window_from_an_hour_to_the_same_lasts_a_whole_day() {
    let mut config = ReplyConfig::standard();
    let sunday = WeekdaySet::default().with(chrono::Weekday::Sun);
    config.away.windows = vec![WeeklyWindow { days: sunday, ..window(9, 9) }];
    let engine = engine_of(&config, business_hours());
    let monday = local("2026-01-05 09:00:00");
    for (at, expected) in [
        ("2026-01-04 08:59:59", None),
        ("2026-01-04 09:00:00", Some(monday)),
        ("2026-01-05 08:59:59", Some(monday)),
        ("2026-01-05 09:00:00", None),
    ] {
        assert_eq!(engine.absence_end(local(at)), expected, "{at}");
    }
}

/// The standard hours of business, Monday to Friday from 9, in a week with a holiday on Monday the 12th.
fn business_hours() -> Calendar {
    let monday = chrono::NaiveDate::from_ymd_opt(2026, 1, 12).unwrap();
    Calendar::new(&CalendarConfig {
        time_zone: "Asia/Taipei".to_owned(),
        holidays: vec![Holiday { date: monday, name: "Holiday".to_owned() }],
        ..CalendarConfig::standard()
    })
    .unwrap()
}

#[test]
fn people_are_back_when_the_workspace_opens() {
    let mut early = ReplyConfig::standard();
    early.away.windows = vec![window(18, 8), window(9, 10)];
    let mut late = ReplyConfig::standard();
    late.away.windows = vec![window(22, 11)];
    for (config, at, expected) in [
        (ReplyConfig::standard(), "2026-01-06 03:00:00", "today at 09:00"),
        (ReplyConfig::standard(), "2026-01-05 23:00:00", "tomorrow at 09:00"),
        // Over the weekend and a holiday behind it.
        (ReplyConfig::standard(), "2026-01-09 23:00:00", "on 13 January at 09:00"),
        (ReplyConfig::standard(), "2026-01-12 12:00:00", "tomorrow at 09:00"),
        // An opening in another absence is none.
        (early, "2026-01-05 23:00:00", "tomorrow at 10:00"),
        // The absence ends after the opening.
        (late, "2026-01-05 23:00:00", "tomorrow at 11:00"),
    ] {
        let mut chat = Chat::new();
        chat.engine = engine_of(&config, business_hours());
        for words in ["do you like turtles", "operator"] {
            let said = text(&chat.say(words, local(at))).to_owned();
            assert!(said.contains(expected), "{at}: {said}");
        }
    }
}

#[test]
fn where_no_opening_is_free_of_absences_their_end_is_said() {
    let mut config = ReplyConfig::standard();
    config.away.windows = vec![window(8, 19)];
    let mut chat = Chat::new();
    chat.engine = engine_of(&config, business_hours());
    let said = chat.say("do you like turtles", local("2026-01-06 12:00:00"));
    assert!(text(&said).contains("today at 19:00"), "{}", text(&said));
}

#[test]
fn a_far_return_is_said_with_its_day() {
    let date = |day| chrono::NaiveDate::from_ymd_opt(2026, 2, day).unwrap();
    let holidays = (16..=20).map(|day| Holiday { date: date(day), name: "New Year".to_owned() }).collect();
    let calendar = Calendar::new(&CalendarConfig {
        time_zone: "Asia/Taipei".to_owned(),
        holidays,
        working_weekends: Vec::new(),
        ..CalendarConfig::standard()
    })
    .unwrap();
    for (words, expected) in [
        ("do you like turtles", "on 23 February at 09:00"),
        ("я просто хотел рассказать", "23 февраля в 09:00"),
        ("我只是想說個故事給您聽", "2月23日09:00"),
    ] {
        let mut chat = Chat::new();
        chat.engine = engine_of(&ReplyConfig::standard(), calendar.clone());
        let said = chat.say(words, local("2026-02-16 12:00:00"));
        assert!(text(&said).contains(expected), "{}", text(&said));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    /// The short cut for hours far from every window never changes the answer.
    #[test]
    fn an_absence_is_what_the_calendar_says(
        days in proptest::collection::vec((0_u8..7, 0_u16..1_440, 0_u16..=1_440), 1..4),
        minute in 0_i64..525_600,
        zone in prop::sample::select(vec!["Asia/Taipei", "Europe/Berlin", "Australia/Lord_Howe", "Antarctica/Troll"]),
    ) {
        let calendar = Calendar::utc().in_zone(zone).unwrap();
        let windows: Vec<WeeklyWindow> = days
            .into_iter()
            .map(|(day, from, to)| WeeklyWindow {
                days: WeekdaySet::default().with(chrono::Weekday::try_from(day).unwrap()),
                from: LocalTime::from_minutes(from).unwrap(),
                to: LocalTime::from_minutes(to).unwrap(),
            })
            .collect();
        let at = local("2026-01-01 00:00:00") + TimeDelta::minutes(minute);
        let expected = calendar.window_containing(&windows, at).is_some();
        let absences = crate::reply::absence::Absences::new(calendar, windows, true);
        prop_assert_eq!(absences.end(at).is_some(), expected);
    }
}

#[test]
fn windows_that_never_end_still_answer() {
    let mut config = ReplyConfig::standard();
    config.away.windows = vec![window(0, 24)];
    let engine = engine_of(&config, calendar());
    let now = local("2026-01-05 12:00:00");
    assert!(engine.absence_end(now).unwrap() > now);
}
