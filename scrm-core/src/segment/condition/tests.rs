use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Included, Unbounded};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{StoreCondition, StoredNumber, StoredTime, TextLook, bounds};
use crate::foundation::time::Calendar;
use crate::foundation::{CurrencyTable, Money};
use crate::segment::syntax::Comparison;
use crate::segment::{Segment, SegmentSchema};

const OPERATORS: [Comparison; 6] = [
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::AtMost,
    Comparison::Greater,
    Comparison::AtLeast,
];

fn now() -> DateTime<Utc> {
    "2026-03-31T10:00:00.25Z".parse().unwrap()
}

fn asked(text: &str) -> StoreCondition {
    Segment::parse(text, &SegmentSchema::standard()).unwrap().store_condition(now())
}

fn lies_within<T: PartialOrd>(value: &T, ranges: &[super::Between<T>]) -> bool {
    use std::ops::RangeBounds;
    ranges.iter().any(|range| (range.from.as_ref(), range.to.as_ref()).contains(value))
}

#[test]
fn a_negation_reaches_the_leaves() {
    let tag = |has| StoreCondition::Tag { tag: "value.strategic".into(), has };
    let people = |operator, number| StoreCondition::Number {
        of: StoredNumber::People("head_count".into(), super::RangeEnd::High),
        operator,
        number,
    };
    assert_eq!(
        asked(r#"!(has_tag("value.strategic") || !(company_size > 200))"#),
        StoreCondition::All(vec![tag(false), people(Comparison::Greater, 200.0)])
    );
    assert_eq!(
        asked(r#"!(has_tag("value.strategic") && 200 < company_size)"#),
        StoreCondition::Any(vec![tag(false), people(Comparison::AtMost, 200.0)])
    );
    assert_eq!(asked(r#"has_tag("value.strategic") == false"#), tag(false));
}

#[test]
fn what_a_store_cannot_say_is_open_and_what_is_fixed_is_decided() {
    assert_eq!(asked(r#"consent("marketing")"#), StoreCondition::Open);
    assert_eq!(asked("total_spent > 5"), StoreCondition::Open);
    assert_eq!(
        asked(r#"!name.matches("^a")"#),
        StoreCondition::All(vec![
            StoreCondition::Known { field: "name".into(), is_known: true },
            StoreCondition::Open
        ])
    );
    assert_eq!(asked("now - days(1) < now"), StoreCondition::everybody());
    assert_eq!(asked("archived && 1 > 2"), StoreCondition::nobody());
    assert_eq!(asked("archived || 1 < 2"), StoreCondition::everybody());
    assert_eq!(asked(r#""Tea".contains("EA") && archived"#), StoreCondition::Archived(true));
    assert!(asked(r#"tier in ["A", "b"] && !(tier == "C")"#).is_exact());
}

#[test]
fn a_text_is_looked_at_folded() {
    let text =
        |look, holds, others_open| StoreCondition::Text { field: "region".into(), look, holds, others_open };
    let known = StoreCondition::Known { field: "region".into(), is_known: true };
    let one_of = || TextLook::OneOf(vec!["tw".to_owned(), "香港".to_owned()]);
    assert_eq!(asked(r#"region in ["TW", "香港"]"#), text(one_of(), true, false));
    let none = StoreCondition::All(vec![known, text(one_of(), false, true)]);
    assert_eq!(asked(r#"!(region in ["TW", "香港"])"#), none);
    assert!(!none.is_exact(), "a day that stands there is none of them, which the record has to say");
    let different = text(TextLook::OneOf(vec!["елка".to_owned()]), false, false);
    assert_eq!(asked(r#"region != "ЁЛКА""#), different);
    assert!(different.is_exact());
    let contains = text(TextLook::Contains("cafe".to_owned()), false, false);
    assert_eq!(asked(r#"!region.contains("Café")"#), contains);
    assert_eq!(format!("{contains:?}"), "StoreCondition { is_exact: true, .. }");
}

#[test]
fn a_relative_time_is_an_instant() {
    let StoreCondition::Time { of, instants, .. } = asked("last_inbound < now - hours(24)") else { panic!() };
    assert_eq!(of, StoredTime::Last("message_received"));
    let at = now() - TimeDelta::hours(24);
    assert_eq!(instants, vec![super::Between { from: Unbounded, to: Excluded(at) }]);
    let StoreCondition::Number { of, .. } = asked(r#"count("page_viewed", hours(1)) > 3"#) else { panic!() };
    let (after, until) = (Some(now() - TimeDelta::hours(1)), Some(now()));
    assert_eq!(of, StoredNumber::Events { event: "page_viewed", after, until });
}

/// Parts of a millisecond are cut off on either side of the present.
#[test]
fn days_since_a_time_are_bounds_of_it() {
    let numbers = [0.0, 1.0, -1.0, 0.25, 7.5 / 86_400.0, 0.001, -0.001, 1e-9, 90.0, 1e21, -1e21, 739_000.5];
    for unit in [1.0, 3_600.0, 86_400.0] {
        for (number, operator) in
            numbers.iter().flat_map(|number| OPERATORS.map(|operator| (*number, operator)))
        {
            let ranges = bounds::instants_since(operator, number, unit, now());
            let edge =
                TimeDelta::try_milliseconds((number * unit * 1_000.0).clamp(-1e15, 1e15) as i64).unwrap();
            for nanoseconds in
                [0, 1, -1, 999_999, -999_999, 1_000_000, -1_000_000, 1_000_001, -1_000_001, 5_000_000]
            {
                let Some(at) = now().checked_sub_signed(edge + TimeDelta::nanoseconds(nanoseconds)) else {
                    continue;
                };
                let since = (now() - at).num_milliseconds() as f64 / 1_000.0 / unit;
                let expected = operator.accepts(since.partial_cmp(&number).unwrap());
                assert_eq!(lies_within(&at, &ranges), expected, "{at} {operator:?} {number} {unit}");
            }
        }
    }
}

#[test]
fn whole_days_since_a_day_are_bounds_of_it() {
    let today: NaiveDate = "2026-03-31".parse().unwrap();
    for number in [0.0, 1.0, 0.5, -1.0, 24.0, 90.0, 1e21, -1e21] {
        for (operator, unit) in
            OPERATORS.into_iter().flat_map(|operator| [(operator, 3_600.0), (operator, 86_400.0)])
        {
            let ranges = bounds::days_since(operator, number, unit, today);
            for days in -100..100 {
                let day = today - TimeDelta::days(days);
                let since = days as f64 * 86_400.0 / unit;
                let expected = operator.accepts(since.partial_cmp(&number).unwrap());
                assert_eq!(lies_within(&day, &ranges), expected, "{day} {operator:?} {number} {unit}");
            }
        }
    }
}

/// Clocks in St. John's went back at one past midnight until 2011, in São Paulo at midnight; in Apia a day was left out.
#[test]
fn the_day_of_an_instant_is_two_bounds_of_it() {
    let zones = [
        "UTC",
        "Asia/Taipei",
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "America/Sao_Paulo",
        "Pacific/Apia",
    ];
    let mut refused = BTreeSet::new();
    for zone in zones {
        let calendar = Calendar::utc().in_zone(zone).unwrap();
        let days = [
            "2010-11-07",
            "2010-11-08",
            "2018-02-17",
            "2018-02-18",
            "2018-11-04",
            "2011-12-29",
            "2011-12-30",
            "2011-12-31",
            "2026-03-29",
            "2026-10-25",
            "2026-06-01",
            "9999-01-01",
            "9998-12-31",
        ];
        for day in days {
            let day: NaiveDate = day.parse().unwrap();
            let ranges = OPERATORS.map(|operator| (operator, bounds::of_day(&calendar, operator, day)));
            let noon = day.and_hms_opt(12, 0, 0).unwrap().and_utc();
            for minutes in -3_000..3_000_i64 {
                let at = noon + TimeDelta::minutes(minutes) - TimeDelta::nanoseconds(minutes % 2);
                let order = calendar.local_date(at).cmp(&day);
                for (operator, ranges) in &ranges {
                    let Some(ranges) = ranges else {
                        refused.insert(format!("{zone} {day}"));
                        continue;
                    };
                    let lies = lies_within(&at, ranges);
                    assert_eq!(lies, operator.accepts(order), "{zone} {at} {operator:?} {day}");
                }
            }
        }
    }
    let twice = "America/St_Johns 2010-11-07";
    assert!(refused.contains(twice), "{refused:?}");
    assert!(refused.iter().all(|day| day == twice || day.contains(" 999")), "{refused:?}");
}

#[test]
fn an_amount_is_a_range_in_each_currency() {
    let table: CurrencyTable = serde_json::from_str(
        r#"{"base": "TWD", "rates": {"USD": 32.0, "JPY": 0.21, "KWD": 104.3, "RUB": 0.0, "EUR": 1e300}}"#,
    )
    .unwrap();
    for base in [0.0, 21.0, 3_200.0, 3_200.5, -5.0, 1e15, 9.3e18, 1e300] {
        for operator in OPERATORS {
            let ranges = super::amounts::amounts(&table, operator, base);
            for code in ["TWD", "USD", "JPY", "KWD", "RUB", "EUR", "ISK"] {
                let currency = crate::foundation::Currency::parse(code).unwrap();
                for minor in (-50..4_000).chain([i64::MIN, i64::MAX, 100_000_000_000_000_000]) {
                    let converted = table.to_base(Money { minor, currency });
                    let order = converted.and_then(|money| (money.minor as f64).partial_cmp(&base));
                    let expected = order.is_some_and(|order| operator.accepts(order));
                    let lies = ranges
                        .iter()
                        .any(|range| range.currency == currency && (range.from..=range.to).contains(&minor));
                    assert_eq!(lies, expected, "{minor} {code} {operator:?} {base}");
                }
            }
        }
    }
}

#[test]
fn compared_values_are_ranges() {
    for operator in OPERATORS {
        for value in 0..5 {
            let expected = operator.accepts(value.cmp(&2));
            assert_eq!(
                lies_within(&value, &bounds::compared_with(operator, 2)),
                expected,
                "{operator:?} {value}"
            );
        }
    }
    let closed = super::Between { from: Included(1), to: Included(1) };
    assert_eq!(bounds::compared_with(Comparison::Equal, 1), vec![closed]);
}
