//! Business time: opening hours, holidays, and counting in them.

use chrono::{DateTime, Datelike, Days, NaiveDate, Timelike, Utc};

use super::calendar::{Calendar, DayHours, MINUTES_PER_DAY, add_seconds, add_to_date};
use super::span::Span;
use super::zone::Reading;

/// Counting in business time ends after a century.
const LONGEST_COUNT_DAYS: usize = 36_525;

impl Calendar {
    /// Whether a day is a holiday.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, CalendarConfig};
    /// let taipei = Calendar::new(&CalendarConfig::standard())?; // Monday to Friday, 09:00 to 18:00
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 0, 0).unwrap(); // 17:00 in Taipei
    /// assert!(!taipei.is_holiday(taipei.local_date(friday)));
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn is_holiday(&self, date: NaiveDate) -> bool {
        self.rules.holidays.contains(&date)
    }

    /// Whether business hours begin on a day: its weekday has hours and it is no holiday, or it is a working
    /// weekend.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, CalendarConfig};
    /// let taipei = Calendar::new(&CalendarConfig::standard())?; // Monday to Friday, 09:00 to 18:00
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 0, 0).unwrap(); // 17:00 in Taipei
    /// assert!(taipei.is_working_day(taipei.local_date(friday)));
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.hours_on(date).is_empty()
    }

    /// Whether the workspace is open at an instant.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, CalendarConfig};
    /// let taipei = Calendar::new(&CalendarConfig::standard())?; // Monday to Friday, 09:00 to 18:00
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 0, 0).unwrap(); // 17:00 in Taipei
    /// assert!(taipei.is_open(friday));
    /// assert!(!taipei.is_open(friday + chrono::TimeDelta::hours(1))); // 18:00 is closed
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        let local = self.to_local(at);
        if let Reading::Twice(_) = self.rules.zone.reading(local) {
            return self.openings_until(local.date(), 1).any(|(start, end)| start <= at && at < end);
        }
        let minute = u16::try_from(local.num_seconds_from_midnight() / 60).unwrap_or(MINUTES_PER_DAY);
        let contains =
            |hours: &DayHours, minute: u16| hours.iter().any(|(from, to)| *from <= minute && minute < *to);
        contains(self.hours_on(local.date()), minute)
            || local
                .date()
                .pred_opt()
                .is_some_and(|before| contains(self.hours_on(before), minute + MINUTES_PER_DAY))
    }

    /// The first open instant at or after `at`.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, CalendarConfig};
    /// let taipei = Calendar::new(&CalendarConfig::standard())?; // Monday to Friday, 09:00 to 18:00
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 0, 0).unwrap(); // 17:00 in Taipei
    /// assert_eq!(taipei.next_open(friday), friday);
    /// let evening = friday + chrono::TimeDelta::hours(3);
    /// assert_eq!(taipei.to_local(taipei.next_open(evening)).to_string(), "2026-01-12 09:00:00");
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn next_open(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.openings_until(self.local_date(at), self.search_days())
            .find(|(_, end)| *end > at)
            .map_or(at, |(start, _)| start.max(at))
    }

    /// The instant at which the workspace closes next: the end of the opening that contains `at`, or of the
    /// first one after it. `None` where it stays open for longer than every holiday could interrupt.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, CalendarConfig};
    /// let taipei = Calendar::new(&CalendarConfig::standard())?; // Monday to Friday, 09:00 to 18:00
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 0, 0).unwrap(); // 17:00 in Taipei
    /// assert_eq!(taipei.next_close(friday), Some(friday + chrono::TimeDelta::hours(1)));
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn next_close(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut close: Option<DateTime<Utc>> = None;
        for (start, end) in self.openings_until(self.local_date(at), self.search_days()) {
            match close {
                None if end > at => close = Some(end),
                Some(known) if start > known => return Some(known),
                Some(known) => close = Some(end.max(known)),
                None => {}
            }
        }
        None
    }

    /// Adds a span of business time: months as calendar months; days as working days, at the same local time;
    /// hours and less as open time, so that a deadline at closing time is that closing time.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, CalendarConfig, Span};
    /// let taipei = Calendar::new(&CalendarConfig::standard())?; // Monday to Friday, 09:00 to 18:00
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 0, 0).unwrap(); // 17:00 in Taipei
    /// let due = taipei.add_business(friday, Span::hours(2));
    /// assert_eq!(taipei.to_local(due).to_string(), "2026-01-12 10:00:00");
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn add_business(&self, at: DateTime<Utc>, span: Span) -> DateTime<Utc> {
        let mut moved = at;
        if span.months > 0 || span.days > 0 {
            let local = self.to_local(at);
            let date = self.later_working_day(add_to_date(local.date(), span.months, 0), span.days);
            moved = self.to_utc(date.and_time(local.time()));
        }
        if span.seconds == 0 {
            return moved;
        }
        let mut left = i64::try_from(span.seconds).unwrap_or(i64::MAX);
        let mut counted_to = moved;
        for (start, end) in self.openings_until(self.local_date(moved), LONGEST_COUNT_DAYS) {
            let start = start.max(counted_to);
            let open = (end - start).num_seconds().max(0);
            if open >= left {
                return add_seconds(start, left.unsigned_abs());
            }
            left -= open;
            counted_to = counted_to.max(end);
        }
        add_seconds(counted_to, left.unsigned_abs())
    }

    /// Open seconds from `a` to `b`; negative where `b` is before `a`. Counts the first century; linear in the days.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, CalendarConfig};
    /// let taipei = Calendar::new(&CalendarConfig::standard())?; // Monday to Friday, 09:00 to 18:00
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 0, 0).unwrap(); // 17:00 in Taipei
    /// let monday = friday + chrono::TimeDelta::days(3);
    /// assert_eq!(taipei.business_seconds(friday, monday), 9 * 3_600);
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn business_seconds(&self, a: DateTime<Utc>, b: DateTime<Utc>) -> i64 {
        if b < a {
            return -self.business_seconds(b, a);
        }
        let mut seconds = 0;
        let mut counted_to = a;
        for (start, end) in self.openings_until(self.local_date(a), LONGEST_COUNT_DAYS) {
            if start >= b {
                break;
            }
            let (start, end) = (start.max(counted_to), end.min(b));
            seconds += (end - start).num_seconds().max(0);
            counted_to = counted_to.max(end);
        }
        seconds
    }

    fn hours_on(&self, date: NaiveDate) -> &DayHours {
        static CLOSED: DayHours = DayHours::new();
        let weekday = date.weekday().num_days_from_monday() as usize;
        let rules = &self.rules;
        if rules.holidays.contains(&date) {
            return &CLOSED;
        }
        let hours = if rules.working_weekends.contains(&date) { &rules.make_up_hours } else { &rules.hours };
        hours.get(weekday).unwrap_or(&CLOSED)
    }

    fn later_working_day(&self, date: NaiveDate, days: u32) -> NaiveDate {
        let mut left = days;
        let mut reached = date;
        for _ in 0..LONGEST_COUNT_DAYS {
            let Some(next) = reached.succ_opt().filter(|_| left > 0) else { break };
            reached = next;
            left -= u32::from(self.is_working_day(next));
        }
        reached
    }

    /// Days within which a calendar that opens at all must open or close: every holiday may cost a week.
    fn search_days(&self) -> usize {
        self.rules.holidays.len().saturating_add(4).saturating_mul(7).min(LONGEST_COUNT_DAYS)
    }

    /// Openings in order of their start, from two days before a day on.
    fn openings_until(
        &self,
        date: NaiveDate,
        days: usize,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        // A zone may skip a whole day, so two days back.
        let first = date.checked_sub_days(Days::new(2)).unwrap_or(date);
        first.iter_days().take(days.saturating_add(3)).flat_map(move |date| {
            self.hours_on(date)
                .iter()
                .map(move |(from, to)| (self.edge(date, *from), self.edge(date, *to)))
                .filter(|(start, end)| end > start)
        })
    }
}
