//! TRUST B1: every zone of the bundled database, every change of offset from 2024 to 2032, and a table of dates.

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use scrm_core::foundation::time::{Calendar, Span};

fn offset(calendar: &Calendar, at: DateTime<Utc>) -> TimeDelta {
    calendar.to_local(at) - at.naive_utc()
}

/// Every change of offset, found by looking at local times only.
fn changes(calendar: &Calendar) -> Vec<DateTime<Utc>> {
    let mut found = Vec::new();
    let mut at = Utc.with_ymd_and_hms(2024, 1, 1, 0, 0, 0).unwrap();
    let end = Utc.with_ymd_and_hms(2033, 1, 1, 0, 0, 0).unwrap();
    let step = TimeDelta::days(2);
    while at < end {
        let next = at + step;
        if offset(calendar, at) != offset(calendar, next) {
            let (mut before, mut after) = (at, next);
            while after - before > TimeDelta::seconds(1) {
                let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
                if offset(calendar, middle) == offset(calendar, at) {
                    before = middle;
                } else {
                    after = middle;
                }
            }
            found.push(after);
        }
        at = next;
    }
    found
}

fn check_gap(zone: &str, calendar: &Calendar, change: DateTime<Utc>, gap: TimeDelta) {
    let first_skipped = change.naive_utc() + offset(calendar, change) - gap;
    for into in [TimeDelta::zero(), gap / 2, gap - TimeDelta::seconds(1)] {
        let skipped: NaiveDateTime = first_skipped + into;
        let at = calendar.to_utc(skipped);
        assert_eq!(at, change + into, "{zone}: {skipped} moves later by what was skipped");
        assert_eq!(calendar.to_local(at), skipped + gap, "{zone}: {skipped}");
        let day_before = calendar.to_utc(skipped - TimeDelta::days(1));
        assert_eq!(calendar.add(day_before, Span::days(1)), at, "{zone}: a day to {skipped}");
    }
    assert_eq!(calendar.to_utc(first_skipped + gap), change, "{zone}: the first local time after the gap");
}

fn check_fold(zone: &str, calendar: &Calendar, change: DateTime<Utc>, fold: TimeDelta) {
    let first_repeated = change.naive_utc() + offset(calendar, change);
    for into in [TimeDelta::zero(), fold / 2, fold - TimeDelta::seconds(1)] {
        let repeated = first_repeated + into;
        let at = calendar.to_utc(repeated);
        assert_eq!(at, change - fold + into, "{zone}: {repeated} is the earlier instant");
        assert_eq!(calendar.to_local(at), repeated, "{zone}: {repeated}");
        assert_eq!(calendar.to_local(at + fold), repeated, "{zone}: {repeated} is shown twice");
    }
    assert_eq!(calendar.to_utc(first_repeated + fold), change + fold, "{zone}: after the fold");
}

fn check_spans(zone: &str, calendar: &Calendar, change: DateTime<Utc>) {
    for hours in [-30, -25, -24, -12, -1, 0, 1, 12] {
        let at = change + TimeDelta::hours(hours) + TimeDelta::minutes(7);
        assert_eq!(calendar.add(at, Span::hours(24)), at + TimeDelta::hours(24), "{zone}");
        let mut before = at;
        for days in [1, 6, 7, 14, 15, 60] {
            let later = calendar.add(at, Span::days(days));
            let wanted = calendar.to_local(at) + TimeDelta::days(i64::from(days));
            assert_eq!(later, calendar.to_utc(wanted), "{zone}: {days} days keep the local time");
            assert!(later > before, "{zone}: more days are later");
            before = later;
        }
    }
}

#[test]
fn trust_b1_every_zone_and_every_change() {
    let database = jiff::tz::TimeZoneDatabase::bundled();
    let (mut zones, mut gaps, mut folds) = (0, 0, 0);
    for name in database.available() {
        let zone = name.as_str();
        let calendar = Calendar::utc().in_zone(zone).unwrap();
        zones += 1;
        for change in changes(&calendar) {
            let moved = offset(&calendar, change) - offset(&calendar, change - TimeDelta::seconds(1));
            if moved > TimeDelta::zero() {
                gaps += 1;
                check_gap(zone, &calendar, change, moved);
            } else {
                folds += 1;
                check_fold(zone, &calendar, change, -moved);
            }
            check_spans(zone, &calendar, change);
        }
    }
    println!("{zones} zones, {gaps} gaps, {folds} folds");
    assert!(zones > 550, "{zones} zones");
    assert!(gaps > 1_500 && folds > 1_500, "{gaps} gaps, {folds} folds");
}

#[test]
fn trust_b1_calendar_table() {
    let mut cases = 0;
    for line in include_str!("time/calendar.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [zone, start, span, expected] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let calendar = Calendar::utc().in_zone(zone).unwrap();
        let start: DateTime<Utc> = start.parse().unwrap();
        let expected: DateTime<Utc> = expected.parse().unwrap();
        assert_eq!(calendar.add(start, span.parse().unwrap()), expected, "{line}");
        cases += 1;
    }
    assert!(cases >= 200, "{cases} cases");
}
