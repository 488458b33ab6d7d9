//! How long calendar arithmetic goes on at the same pace: between changes of clocks and of months, moving an instant by a
//! span moves it by one length.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::calendar::{Calendar, add_to_date};
use super::span::Span;

/// The earlier of two instants that may not come.
pub(crate) fn earlier(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    one.into_iter().chain(other).min()
}

impl Calendar {
    /// The first instant after `at` at which the day may be another: the end of the day by the clocks of `at`, or an earlier
    /// change of clocks.
    pub(crate) fn day_lasts_until(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = self.to_local(at);
        let midnight = local.date().succ_opt().map(|day| day.and_time(NaiveTime::MIN));
        let end = midnight.and_then(|midnight| at.checked_add_signed(midnight - local));
        earlier(end, self.rules.zone.change_after(at))
    }

    /// The first instant after `at` for which [`add`](Self::add), or [`subtract`](Self::subtract) where it is not `later`,
    /// may move by another length than for `at`; nothing where it never does.
    pub(crate) fn moves_evenly_until(
        &self,
        at: DateTime<Utc>,
        later: bool,
        span: Span,
    ) -> Option<DateTime<Utc>> {
        if span.months == 0 && span.days == 0 {
            return None;
        }
        let zone = &self.rules.zone;
        // Days of the month that a month does not have are its last day: the next day may be moved by a day more.
        let here = if span.months > 0 { self.day_lasts_until(at) } else { zone.change_after(at) };
        let local = self.to_local(at);
        let date = match later {
            true => Some(add_to_date(local.date(), span.months, span.days)),
            false => super::calendar::take_from_date(local.date(), span.months, span.days),
        };
        let there = date.map(|date| date.and_time(local.time())).and_then(|moved| {
            let change = zone.reading_changes_after(moved)?;
            at.checked_add_signed(change.signed_duration_since(moved))
        });
        earlier(here, there)
    }

    /// Bounds of how far [`subtract`](Self::subtract) moves, whatever the instant and the zone.
    pub(crate) fn bounds_of(span: Span) -> (TimeDelta, TimeDelta) {
        /// The days of the Gregorian calendar in 400 years, by months.
        const DAYS_PER_MONTH: f64 = 146_097.0 / 4_800.0;
        /// Months in a row differ from their mean by at most this, the last day of a short month included.
        const MONTHS_DIFFER_BY: i64 = 6;
        /// Clocks are changed by at most this in all: zones lie within 26 hours of UTC.
        const CLOCKS_DIFFER_BY: i64 = 3;
        let mut days = i64::from(span.days);
        let mut slack = 0;
        if span.months > 0 {
            days += (f64::from(span.months) * DAYS_PER_MONTH).round() as i64;
            slack += MONTHS_DIFFER_BY;
        }
        if days > 0 {
            slack += CLOCKS_DIFFER_BY;
        }
        let seconds = i64::try_from(span.seconds).ok().and_then(TimeDelta::try_seconds);
        let nominal = TimeDelta::days(days) + seconds.unwrap_or(TimeDelta::MAX / 4);
        (nominal - TimeDelta::days(slack), nominal + TimeDelta::days(slack))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    /// Whether every minute until what is said moves by the same length, from many beginnings.
    fn check(zone: &str, span: Span, from: DateTime<Utc>, hours: i64) {
        let calendar = Calendar::utc().in_zone(zone).unwrap();
        let (least, most) = Calendar::bounds_of(span);
        for later in [false, true] {
            let moved =
                |at| if later { calendar.add(at, span) - at } else { at - calendar.subtract(at, span) };
            for start in (0..hours).step_by(3).map(|hour| from + TimeDelta::minutes(hour * 60 + 17)) {
                let length = moved(start);
                assert!(later || (least..=most).contains(&length), "{zone} {span} {start}");
                let until = calendar.moves_evenly_until(start, later, span);
                let until = until.unwrap_or(DateTime::<Utc>::MAX_UTC);
                assert!(until > start);
                let mut at = start;
                while at < until && at < from + TimeDelta::hours(hours) {
                    assert_eq!(moved(at), length, "{zone} {span} later {later}: {start} {at} {until}");
                    at += TimeDelta::minutes(10);
                }
            }
        }
    }

    #[test]
    fn moves_are_even_until_clocks_or_months_change() {
        let spring = Utc.with_ymd_and_hms(2026, 3, 26, 0, 0, 0).unwrap();
        let autumn = Utc.with_ymd_and_hms(2026, 10, 23, 0, 0, 0).unwrap();
        let leap = Utc.with_ymd_and_hms(2028, 2, 26, 0, 0, 0).unwrap();
        for span in [Span::days(1), Span::days(2), Span::months(1), Span::hours(5)] {
            check("Europe/Berlin", span, spring, 120);
            check("Europe/Berlin", span, autumn, 120);
            check("Asia/Taipei", span, leap, 120);
        }
        // Clocks went back over midnight, and a day was left out.
        check("America/St_Johns", Span::days(1), Utc.with_ymd_and_hms(2006, 10, 27, 0, 0, 0).unwrap(), 120);
        check("Pacific/Apia", Span::days(1), Utc.with_ymd_and_hms(2011, 12, 28, 0, 0, 0).unwrap(), 120);
    }

    #[test]
    fn a_day_lasts_until_midnight_or_a_change_of_clocks() {
        let calendar = Calendar::utc().in_zone("America/St_Johns").unwrap();
        let mut at = Utc.with_ymd_and_hms(2006, 10, 27, 0, 0, 0).unwrap();
        let end = at + TimeDelta::days(4);
        while at < end {
            let until = calendar.day_lasts_until(at).unwrap();
            let day = calendar.local_date(at);
            let mut minute = at;
            while minute < until {
                assert_eq!(calendar.local_date(minute), day, "{at} {minute}");
                minute += TimeDelta::minutes(1);
            }
            assert!(until - at <= TimeDelta::days(1));
            at += TimeDelta::minutes(37);
        }
    }
}
