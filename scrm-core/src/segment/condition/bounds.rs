//! Which times compare with a fixed value as a condition asks.

use std::ops::Bound::{self, Excluded, Included, Unbounded};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::Between;
use crate::foundation::time::Calendar;
use crate::segment::syntax::Comparison;

const fn between<T>(from: Bound<T>, to: Bound<T>) -> Between<T> {
    Between { from, to }
}

/// Values that compare so with one value.
pub(super) fn compared_with<T: Copy>(operator: Comparison, value: T) -> Vec<Between<T>> {
    let (below, above) = (between(Unbounded, Excluded(value)), between(Excluded(value), Unbounded));
    match operator {
        Comparison::Equal => vec![between(Included(value), Included(value))],
        Comparison::NotEqual => vec![below, above],
        Comparison::Less => vec![below],
        Comparison::AtMost => vec![between(Unbounded, Included(value))],
        Comparison::Greater => vec![above],
        Comparison::AtLeast => vec![between(Included(value), Unbounded)],
    }
}

/// Instants whose day compares so with a day; nothing where clocks go back over a midnight, so that days do not follow each
/// other.
pub(super) fn of_day(
    calendar: &Calendar,
    operator: Comparison,
    day: NaiveDate,
) -> Option<Vec<Between<DateTime<Utc>>>> {
    let start = calendar.start_of_day(day)?;
    let next = calendar.start_of_day(day.checked_add_days(Days::new(1))?)?;
    let (before, after) = (between(Unbounded, Excluded(start)), between(Included(next), Unbounded));
    Some(match operator {
        Comparison::Equal => vec![between(Included(start), Excluded(next))],
        Comparison::NotEqual => vec![before, after],
        Comparison::Less => vec![before],
        Comparison::AtMost => vec![between(Unbounded, Excluded(next))],
        Comparison::Greater => vec![after],
        Comparison::AtLeast => vec![between(Included(start), Unbounded)],
    })
}

/// Instants that are so long ago, in a unit of so many seconds, that the number compares so.
pub(super) fn instants_since(
    operator: Comparison,
    number: f64,
    unit: f64,
    now: DateTime<Utc>,
) -> Vec<Between<DateTime<Utc>>> {
    let passed = |at: DateTime<Utc>| (now - at).num_milliseconds();
    let (least, most) = (passed(DateTime::<Utc>::MAX_UTC), passed(DateTime::<Utc>::MIN_UTC));
    let ago = |milliseconds: i64| {
        TimeDelta::try_milliseconds(milliseconds).and_then(|by| now.checked_sub_signed(by))
    };
    let runs = runs(operator, number, least, most, |milliseconds| milliseconds as f64 / 1_000.0 / unit);
    let range = |(fewest, highest): (i64, i64)| {
        // Parts of a millisecond are cut off: towards the present before it, and towards it after it.
        let to = match fewest {
            fewest if fewest == least => Unbounded,
            past @ 1.. => ago(past).map_or(Unbounded, Included),
            future => ago(future - 1).map_or(Unbounded, Excluded),
        };
        let from = match highest {
            highest if highest == most => Unbounded,
            past @ 0.. => ago(past + 1).map_or(Unbounded, Excluded),
            future => ago(future).map_or(Unbounded, Included),
        };
        between(from, to)
    };
    runs.into_iter().map(range).collect()
}

/// Days that are so long ago.
pub(super) fn days_since(
    operator: Comparison,
    number: f64,
    unit: f64,
    today: NaiveDate,
) -> Vec<Between<NaiveDate>> {
    const DAY: f64 = 86_400.0;
    let passed = |day: NaiveDate| (today - day).num_days();
    let (least, most) = (passed(NaiveDate::MAX), passed(NaiveDate::MIN));
    let ago = |days: i64| TimeDelta::try_days(days).and_then(|by| today.checked_sub_signed(by));
    let runs = runs(operator, number, least, most, |days| days as f64 * DAY / unit);
    let range = |(fewest, highest): (i64, i64)| {
        let from = if highest == most { None } else { ago(highest) };
        let to = if fewest == least { None } else { ago(fewest) };
        between(from.map_or(Unbounded, Included), to.map_or(Unbounded, Included))
    };
    runs.into_iter().map(range).collect()
}

/// The steps from `least` to `most` whose value compares so with a number, where no value is less than the one before it.
pub(super) fn runs(
    operator: Comparison,
    number: f64,
    least: i64,
    most: i64,
    value: impl Fn(i64) -> f64,
) -> Vec<(i64, i64)> {
    let equal = first(least, most, |step| value(step) >= number);
    let above = first(least, most, |step| value(step) > number);
    let run = |from: i128, to: i128| {
        let (from, to) = (i64::try_from(from).ok()?, i64::try_from(to).ok()?);
        (from <= to).then_some((from, to))
    };
    let (least, most) = (i128::from(least), i128::from(most));
    let (below, beyond) = (run(least, equal - 1), run(above, most));
    let found = match operator {
        Comparison::Equal => [run(equal, above - 1), None],
        Comparison::NotEqual => [below, beyond],
        Comparison::Less => [below, None],
        Comparison::AtMost => [run(least, above - 1), None],
        Comparison::Greater => [beyond, None],
        Comparison::AtLeast => [run(equal, most), None],
    };
    found.into_iter().flatten().collect()
}

/// The first step from which on something is true; one after the last where there is none.
fn first(least: i64, most: i64, is_true: impl Fn(i64) -> bool) -> i128 {
    let (mut low, mut high) = (i128::from(least), i128::from(most) + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        match i64::try_from(middle).is_ok_and(&is_true) {
            true => high = middle,
            false => low = middle + 1,
        }
    }
    low
}
