//! When passing time changes an answer: held against a scan, minute by minute, across changes of clocks and months.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::people::{Person, person};
use super::*;
use crate::customer::{FieldName, FieldValue};
use crate::foundation::time::Calendar;
use crate::playbook::Playbook;
use crate::value::{RfmEngine, ScoreBy};

fn schema(zone: &str) -> SegmentSchema {
    let playbook = Playbook::standard();
    let calendar = Calendar::utc().in_zone(zone).unwrap();
    let mut rfm = playbook.value.rfm;
    rfm.score_by = ScoreBy::Thresholds;
    rfm.thresholds.recency_days = [0, 1, 29, 364];
    rfm.thresholds.frequency = [0, 0, 0, 1];
    rfm.thresholds.monetary = [50.0, 100.0, 150.0, 250.0];
    let rfm = RfmEngine::new(&rfm).unwrap();
    SegmentSchema::new(&playbook.tags, &Default::default(), &calendar, &playbook.currency).with_rfm(&rfm)
}

/// Splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len() as u64) as usize]
    }
}

const SPANS: [&str; 8] =
    ["days(1)", "days(2)", "days(30)", "weeks(1)", "months(1)", "years(1)", "hours(24)", "minutes(90)"];

fn time(chance: &mut Chance) -> &'static str {
    chance.one(&[
        "last_inbound",
        "last_order",
        "first_order",
        "created_at",
        "last_follow_up",
        "birthday",
        "first_contact",
        "tagged_at(\"behaviour.quoted\")",
        "respond_by",
    ])
}

fn leaf(chance: &mut Chance) -> String {
    let operator = chance.one(&["<", "<=", ">", ">=", "==", "!="]);
    let span = chance.one(&SPANS);
    let time = time(chance);
    match chance.below(13) {
        0 => format!("{time} {operator} now - {span}"),
        1 => format!("now - {span} {operator} {time}"),
        2 => format!("now - {span} + {} {operator} {time}", chance.one(&SPANS)),
        3 => format!(
            "days_since({time}) {operator} {}",
            chance.one(&["1", "1.5", "30", "31", "0", "365", "-1"])
        ),
        4 => format!("hours_since({time}) {operator} {}", chance.one(&["24", "24.1", "0.1", "720"])),
        5 => {
            let event = chance.one(&["page_viewed", "order_placed"]);
            format!("count(\"{event}\", {span}) {operator} {}", chance.below(4))
        }
        6 => format!("count(\"page_viewed\") {operator} {}", 2 + chance.below(4)),
        7 => format!("days_since({time}) in [0, 1, 30]"),
        8 => format!("{time} {operator} now"),
        10 | 11 => value_class(chance),
        9 => format!("days_since(now - {span}) {operator} {}", chance.one(&["1", "30", "31", "365"])),
        _ => chance.one(&["archived", "has(last_order)", "order_count > 1", "budget > 5"]).to_owned(),
    }
}

fn value_class(chance: &mut Chance) -> String {
    let class = chance.one(&["high_value", "potential", "ordinary", "churn_risk"]);
    match chance.below(5) {
        0 => "has(rfm_class)".to_owned(),
        1 => format!("rfm_class in [\"{class}\", \"ordinary\"]"),
        2 => "rfm_class.contains(\"r\")".to_owned(),
        3 => format!("rfm_class != \"{class}\""),
        _ => format!("rfm_class == \"{class}\""),
    }
}

fn expression(chance: &mut Chance, depth: u64) -> String {
    match if depth == 0 { 9 } else { chance.below(6) } {
        0 => format!("({} && {})", expression(chance, depth - 1), expression(chance, depth - 1)),
        1 => format!("({} || {})", expression(chance, depth - 1), expression(chance, depth - 1)),
        2 => format!("!({})", expression(chance, depth - 1)),
        _ => leaf(chance),
    }
}

/// A customer to whom things happened a usual length of time before the minutes around an instant.
fn somebody(chance: &mut Chance, calendar: &Calendar, around: DateTime<Utc>) -> Person {
    let long_ago = |chance: &mut Chance| {
        let minute = around + TimeDelta::minutes(chance.below(3_000) as i64 - 500);
        let minute = minute + TimeDelta::microseconds(chance.below(3) as i64 * 500);
        let span = chance.one(&["1d", "2d", "30d", "7d", "1mo", "12mo", "24h", "90m", "0s"]);
        calendar.subtract(minute, span.parse().unwrap())
    };
    let mut somebody = person("Anna");
    somebody.customer.created_at = long_ago(chance);
    let before = |at: DateTime<Utc>| super::people::now() - at;
    for _ in 0..chance.below(5) {
        somebody = somebody.viewed(before(long_ago(chance)));
    }
    for _ in 0..chance.below(3) {
        somebody = somebody.ordered(100, before(long_ago(chance)));
    }
    if chance.below(2) == 0 {
        somebody = somebody.wrote(before(long_ago(chance)));
    }
    if chance.below(2) == 0 {
        somebody = somebody.tag("behaviour.quoted");
        somebody.customer.tags[0].set_at = long_ago(chance);
    }
    if chance.below(2) == 0 {
        let at = FieldValue::Instant(long_ago(chance));
        somebody = somebody.with(FieldName::FirstContact, at);
    }
    for field in [FieldName::LastFollowUp, FieldName::Birthday] {
        let day = calendar.local_date(long_ago(chance)).to_string();
        somebody = somebody.day(field, &day);
    }
    somebody
}

/// Every change that a scan finds is one that the chain of next changes finds, and between two of them nothing changes.
fn check(
    segment: &Segment,
    somebody: &Person,
    from: DateTime<Utc>,
    minutes: i64,
    chance: &mut Chance,
) -> usize {
    let end = from + TimeDelta::minutes(minutes);
    let answer = |at| segment.holds(&somebody.customer, &somebody.history, at);
    let mut changes = vec![(from, answer(from))];
    while let Some(next) =
        segment.next_change(&somebody.customer, &somebody.history, changes.last().unwrap().0)
    {
        let (last, _) = *changes.last().unwrap();
        assert!(next > last, "{segment}: {last} {next}");
        if next >= end {
            break;
        }
        changes.push((next, answer(next)));
        assert!(changes.len() < 10_000, "{segment}");
    }
    let mut at = from;
    let mut place = 0;
    while at < end {
        while changes.get(place + 1).is_some_and(|(next, _)| *next <= at) {
            place += 1;
        }
        assert_eq!(answer(at), changes[place].1, "{segment} at {at}, since {}", changes[place].0);
        at += match chance.below(20) {
            0 => TimeDelta::nanoseconds(1 + chance.below(60_000_000_000) as i64),
            _ => TimeDelta::minutes(1),
        };
    }
    // Just before a change the answer is still the one before it.
    for pair in changes.windows(2) {
        let [(_, before), (next, _)] = pair else { panic!() };
        assert_eq!(answer(*next - TimeDelta::nanoseconds(1)), *before, "{segment} before {next}");
    }
    changes.len() - 1
}

#[test]
fn the_next_change_is_never_later_than_a_change() {
    let seasons = [
        ("Europe/Berlin", Utc.with_ymd_and_hms(2026, 3, 28, 12, 0, 0).unwrap()),
        ("Europe/Berlin", Utc.with_ymd_and_hms(2026, 10, 24, 12, 0, 0).unwrap()),
        ("America/St_Johns", Utc.with_ymd_and_hms(2006, 10, 28, 12, 0, 0).unwrap()),
        ("Asia/Taipei", Utc.with_ymd_and_hms(2028, 2, 28, 6, 0, 0).unwrap()),
        ("America/New_York", Utc.with_ymd_and_hms(2027, 3, 30, 1, 0, 0).unwrap()),
    ];
    let mut chance = Chance(6);
    let mut found = 0;
    for (zone, from) in seasons {
        let schema = schema(zone);
        for _ in 0..150 {
            let text = expression(&mut chance, 2);
            let segment = Segment::parse(&text, &schema).unwrap_or_else(|error| panic!("{text}: {error}"));
            let somebody = somebody(&mut chance, &schema.calendar, from);
            found += check(&segment, &somebody, from, 2_200, &mut chance);
        }
    }
    assert!(found > 150, "only {found} changes in all");
}

#[test]
fn what_time_cannot_change_has_no_next_change() {
    let anna = person("Anna").text(FieldName::Region, "TW").ordered(5, TimeDelta::days(3));
    for text in [
        "region == \"TW\"",
        "order_count > 0 && has_tag(\"value.strategic\")",
        "consent(\"service\")",
        "last_order > timestamp(\"2026-01-01T00:00:00Z\")",
        "days_since(last_quote) > 3",
        "archived && days_since(last_order) > 90",
        "!archived || days_since(last_order) > 90",
        "days_since(last_order) > 2",
        "last_order < now - days(1)",
        "count(\"order_placed\") == 1",
        "now - days(7) < now - days(3)",
        "days_since(last_order) < days_since(created_at)",
    ] {
        let next = segment(text).next_change(&anna.customer, &anna.history, people::now());
        assert_eq!(next, None, "{text}");
    }
}

#[test]
fn the_next_change_is_exact() {
    let schema = schema("Europe/Berlin");
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let from = at("2026-03-28T11:00:00Z");
    let before = |instant: &str| people::now() - at(instant);
    let anna = person("Anna")
        .wrote(before("2026-03-27T11:30:00Z"))
        .ordered(5, before("2026-02-28T10:00:00Z"))
        .viewed(before("2026-03-20T08:00:00Z"))
        .viewed(before("2026-03-21T09:00:00Z"))
        .day(FieldName::LastFollowUp, "2026-03-27");
    for (text, expected) in [
        // Two days later the clocks show an hour more.
        ("last_inbound <= now - days(2)", "2026-03-29T10:30:00Z"),
        ("last_inbound < now - days(2)", "2026-03-29T10:30:00.000000001Z"),
        ("hours_since(last_inbound) > 48", "2026-03-29T11:30:00.001Z"),
        // A month before the 29th of March begins the 28th of February, at midnight again.
        ("last_order <= now - months(1)", "2026-03-28T23:00:00Z"),
        ("last_order <= now - months(1) && archived", ""),
        ("count(\"page_viewed\", days(8)) < 1", "2026-03-29T08:00:00Z"),
        ("last_follow_up == now - days(2)", "2026-03-28T23:00:00Z"),
        ("days_since(last_follow_up) > 2", "2026-03-29T22:00:00Z"),
        ("last_follow_up < now - days(7)", "2026-04-03T22:00:00Z"),
        // The order of the 28th of February is 30 days old at midnight of the 30th of March, and 365 a year later.
        ("rfm_class == \"potential\"", "2026-03-29T22:00:00Z"),
        ("rfm_class != \"ordinary\"", "2026-03-29T22:00:00Z"),
        ("!has(rfm_class)", ""),
        ("rfm_class == \"churn_risk\"", ""),
    ] {
        let segment = Segment::parse(text, &schema).unwrap();
        let next = segment.next_change(&anna.customer, &anna.history, from);
        assert_eq!(next, (!expected.is_empty()).then(|| at(expected)), "{text}");
    }
}

/// An order that is dated later counts from its day on.
#[test]
fn an_order_of_a_later_day_changes_the_class_on_that_day() {
    let schema = schema("Asia/Taipei");
    let later = people::now() + TimeDelta::days(3);
    let anna = person("Anna").ordered(5, TimeDelta::days(-3));
    let day = schema.calendar.local_date(later).to_string();
    let begins: DateTime<Utc> = format!("{day}T00:00:00+08:00").parse().unwrap();
    for text in ["has(rfm_class)", "rfm_class == \"potential\"", "rfm_class in []"] {
        let segment = Segment::parse(text, &schema).unwrap();
        let next = segment.next_change(&anna.customer, &anna.history, people::now());
        assert_eq!(next, Some(begins), "{text}");
    }
}
