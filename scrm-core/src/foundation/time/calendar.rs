//! The workspace's calendar: local time, calendar arithmetic, and weekly windows.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};

use super::config::CalendarConfig;
use super::error::TimeError;
use super::span::Span;
use super::window::{LocalTime, WeekdaySet, WeeklyWindow};
use super::zone::{Reading, Zone};

/// The hours of one weekday, in minutes after its midnight: sorted, apart, at most 2,880.
pub(super) type DayHours = Vec<(u16, u16)>;

#[derive(Debug)]
pub(super) struct Rules {
    pub(super) zone: Zone,
    /// From Monday.
    pub(super) hours: [DayHours; 7],
    /// The hours of a working weekend, by its weekday.
    pub(super) make_up_hours: [DayHours; 7],
    pub(super) holidays: BTreeSet<NaiveDate>,
    pub(super) working_weekends: BTreeSet<NaiveDate>,
}

/// Local time, calendar arithmetic and business hours of one zone. Immutable, cheap to clone.
///
/// A local time that clocks skip (spring forward) moves later by what was skipped; one that clocks show
/// twice is the earlier instant. Zone rules come from the database built into the program, so every machine
/// gives the same answer.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::foundation::time::{Calendar, CalendarConfig, Span};
/// let calendar = Calendar::new(&CalendarConfig::standard())?;
/// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 30, 0).unwrap(); // 17:30 in Taipei
/// assert!(calendar.is_open(friday));
/// let due = calendar.add_business(friday, Span::hours(2)); // half an hour on Friday, the rest on Monday
/// assert_eq!(calendar.to_local(due).to_string(), "2026-01-12 10:30:00");
/// # Ok::<(), scrm_core::foundation::time::TimeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Calendar {
    pub(super) rules: Arc<Rules>,
}

impl Calendar {
    /// Compiles a calendar.
    ///
    /// # Errors
    /// [`TimeError`] for an unknown zone, for hours that never open or make no sense, and for a day that is
    /// both off and worked.
    pub fn new(config: &CalendarConfig) -> Result<Self, TimeError> {
        let zone = Zone::named(&config.time_zone)
            .ok_or_else(|| TimeError::UnknownZone { name: config.time_zone.clone() })?;
        check_windows(&config.business_hours)?;
        let holidays: BTreeSet<NaiveDate> = config.holidays.iter().map(|holiday| holiday.date).collect();
        if let Some((index, date)) =
            config.working_weekends.iter().enumerate().find(|(_, date)| holidays.contains(date))
        {
            return Err(TimeError::WorkingHoliday { date: *date, index });
        }
        let hours = WEEK.map(|day| day_hours(&config.business_hours, day));
        let make_up_hours = WEEK.map(|day| hours_of_day_before(&hours, day));
        let working_weekends = config.working_weekends.iter().copied().collect();
        Ok(Self { rules: Arc::new(Rules { zone, hours, make_up_hours, holidays, working_weekends }) })
    }

    /// UTC, always open, without holidays.
    ///
    /// ```
    /// use scrm_core::foundation::time::Calendar;
    /// assert_eq!(Calendar::utc().zone_name(), "UTC");
    /// ```
    #[must_use]
    pub fn utc() -> Self {
        let hours = WEEK.map(|_| vec![(0, MINUTES_PER_DAY)]);
        Self {
            rules: Arc::new(Rules {
                zone: Zone::utc(),
                make_up_hours: hours.clone(),
                hours,
                holidays: BTreeSet::new(),
                working_weekends: BTreeSet::new(),
            }),
        }
    }

    /// The same hours and holidays on the clocks of another zone: for a customer abroad.
    ///
    /// # Errors
    /// [`TimeError::UnknownZone`].
    ///
    /// ```
    /// use scrm_core::foundation::time::Calendar;
    /// let moscow = Calendar::utc().in_zone("Europe/Moscow")?;
    /// assert_eq!(moscow.zone_name(), "Europe/Moscow");
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    pub fn in_zone(&self, name: &str) -> Result<Self, TimeError> {
        let zone = Zone::named(name).ok_or_else(|| TimeError::UnknownZone { name: name.to_owned() })?;
        Ok(Self {
            rules: Arc::new(Rules {
                zone,
                hours: self.rules.hours.clone(),
                make_up_hours: self.rules.make_up_hours.clone(),
                holidays: self.rules.holidays.clone(),
                working_weekends: self.rules.working_weekends.clone(),
            }),
        })
    }

    /// The zone's IANA name.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        self.rules.zone.name()
    }

    /// What clocks show at an instant.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, CalendarConfig};
    /// let taipei = Calendar::new(&CalendarConfig::standard())?; // Monday to Friday, 09:00 to 18:00
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 0, 0).unwrap(); // 17:00 in Taipei
    /// assert_eq!(taipei.to_local(friday).to_string(), "2026-01-09 17:00:00");
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn to_local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        self.rules.zone.to_local(at)
    }

    /// The instant at which clocks show a local time: a skipped time moves later by what was skipped, a
    /// repeated one is the earlier instant.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use scrm_core::foundation::time::Calendar;
    /// let berlin = Calendar::utc().in_zone("Europe/Berlin")?;
    /// let skipped = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap().and_hms_opt(2, 30, 0).unwrap();
    /// assert_eq!(berlin.to_local(berlin.to_utc(skipped)).to_string(), "2026-03-29 03:30:00");
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn to_utc(&self, local: NaiveDateTime) -> DateTime<Utc> {
        match self.rules.zone.reading(local) {
            Reading::Once(at) | Reading::Twice(at) => at,
            #[cfg(plant)]
            Reading::Skipped(at) if crate::foundation::plant::is_active("b1") => at - TimeDelta::hours(1),
            Reading::Skipped(at) => at,
        }
    }

    /// The day on which an instant falls.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, CalendarConfig};
    /// let taipei = Calendar::new(&CalendarConfig::standard())?; // Monday to Friday, 09:00 to 18:00
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 9, 0, 0).unwrap(); // 17:00 in Taipei
    /// let evening = friday + chrono::TimeDelta::hours(8);
    /// assert_eq!(taipei.local_date(evening).to_string(), "2026-01-10");
    /// # Ok::<(), scrm_core::foundation::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        self.to_local(at).date()
    }

    /// The instant from which on clocks show a day or later ones, and before which they show earlier days; nothing where there
    /// is no such instant, because clocks go back over the midnight, and for days at the ends of the calendar.
    pub(crate) fn start_of_day(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        const LOOKED_AT: TimeDelta = TimeDelta::days(2);
        // At the ends of the years that zones have rules for, clocks jump without a change that is listed.
        if !(-9_998..=9_998).contains(&day.year()) {
            return None;
        }
        let start = self.edge(day, 0);
        let mut from = start.checked_add_signed(LOOKED_AT)?;
        while let Some(change) = self.rules.zone.change_before(from).filter(|change| *change > start) {
            if self.local_date(change) < day {
                return None;
            }
            from = change.checked_sub_signed(TimeDelta::seconds(1))?;
        }
        Some(start)
    }

    /// Adds a span: months keep the day of the month or end on the last day, months and days keep the local
    /// time, hours and less are clock time. Ends at the last instant that can be written.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, Span};
    /// let january = Utc.with_ymd_and_hms(2026, 1, 31, 10, 0, 0).unwrap();
    /// let february = Utc.with_ymd_and_hms(2026, 2, 28, 10, 0, 0).unwrap();
    /// assert_eq!(Calendar::utc().add(january, Span::months(1)), february);
    /// ```
    #[must_use]
    pub fn add(&self, at: DateTime<Utc>, span: Span) -> DateTime<Utc> {
        let mut moved = at;
        if span.months > 0 || span.days > 0 {
            let local = self.to_local(at);
            let date = add_to_date(local.date(), span.months, span.days);
            moved = self.to_utc(date.and_time(local.time()));
        }
        add_seconds(moved, span.seconds)
    }

    /// Takes a span away, by the rules of [`add`](Self::add): for "remind one day before the end".
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, Span};
    /// let end = Utc.with_ymd_and_hms(2026, 3, 31, 10, 0, 0).unwrap();
    /// let before = Utc.with_ymd_and_hms(2026, 2, 28, 10, 0, 0).unwrap();
    /// assert_eq!(Calendar::utc().subtract(end, Span::months(1)), before);
    /// ```
    #[must_use]
    pub fn subtract(&self, at: DateTime<Utc>, span: Span) -> DateTime<Utc> {
        let mut moved = at;
        if span.months > 0 || span.days > 0 {
            let local = self.to_local(at);
            let date = take_from_date(local.date(), span.months, span.days);
            moved = self.to_utc(date.unwrap_or(NaiveDate::MIN).and_time(local.time()));
        }
        let delta = i64::try_from(span.seconds).ok().and_then(TimeDelta::try_seconds);
        delta.and_then(|delta| moved.checked_sub_signed(delta)).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }

    /// The instance of a weekly window that contains an instant, with the instances that touch or overlap
    /// it: `(start, end)`, the start inside and the end outside. Windows that leave no minute of the week
    /// out answer with at least a week in either direction. Holidays play no part.
    ///
    /// An edge in a skipped hour is the moment of the change: a window is open while clocks show a time in it.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, LocalTime, WeekdaySet, WeeklyWindow};
    /// let time = |hour: u16| LocalTime::from_minutes(hour * 60).unwrap();
    /// let night = WeeklyWindow { days: WeekdaySet::ALL, from: time(22), to: time(8) };
    /// let at = Utc.with_ymd_and_hms(2026, 1, 6, 3, 0, 0).unwrap();
    /// let (start, end) = Calendar::utc().window_containing(&[night], at).unwrap();
    /// assert_eq!(start, Utc.with_ymd_and_hms(2026, 1, 5, 22, 0, 0).unwrap());
    /// assert_eq!(end, Utc.with_ymd_and_hms(2026, 1, 6, 8, 0, 0).unwrap());
    /// ```
    #[must_use]
    pub fn window_containing(
        &self,
        windows: &[WeeklyWindow],
        at: DateTime<Utc>,
    ) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let (mut start, mut end) =
            self.instances_around(windows, at).find(|(start, end)| *start <= at && at < *end)?;
        let week = TimeDelta::days(8);
        while at - start < week {
            let earlier = self
                .instances_around(windows, start)
                .filter(|(from, to)| *from < start && *to >= start)
                .map(|(from, _)| from)
                .min();
            let Some(earlier) = earlier else { break };
            start = earlier;
        }
        while end - at < week {
            let later = self
                .instances_around(windows, end)
                .filter(|(from, to)| *from <= end && *to > end)
                .map(|(_, to)| to)
                .max();
            let Some(later) = later else { break };
            end = later;
        }
        Some((start, end))
    }

    /// The first instant after `at` at which one of the windows opens while none was open; `None` where
    /// there is no such instant in the next nine days.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::foundation::time::{Calendar, LocalTime, WeekdaySet, WeeklyWindow};
    /// let time = |hour: u16| LocalTime::from_minutes(hour * 60).unwrap();
    /// let lunch = WeeklyWindow { days: WeekdaySet::WORKING, from: time(12), to: time(13) };
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 12, 0, 0).unwrap();
    /// let monday = Utc.with_ymd_and_hms(2026, 1, 12, 12, 0, 0).unwrap();
    /// assert_eq!(Calendar::utc().next_window_start(&[lunch], friday), Some(monday));
    /// ```
    #[must_use]
    pub fn next_window_start(&self, windows: &[WeeklyWindow], at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let first = self.local_date(at);
        let days = (0..=9).filter_map(|ahead| first.checked_add_days(Days::new(ahead)));
        let mut starts: Vec<DateTime<Utc>> = days
            .flat_map(|date| self.instances_on(windows, date))
            .map(|(start, _)| start)
            .filter(|start| *start > at)
            .collect();
        starts.sort_unstable();
        starts.into_iter().find(|start| {
            !self.instances_around(windows, *start).any(|(from, to)| from < *start && *start <= to)
        })
    }

    /// Instances that may contain or touch an instant.
    fn instances_around<'a>(
        &'a self,
        windows: &'a [WeeklyWindow],
        at: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + 'a {
        // A zone may skip a whole day, so two days back and one ahead.
        let date = self.local_date(at);
        let days = [date.checked_sub_days(Days::new(2)), date.pred_opt(), Some(date), date.succ_opt()];
        days.into_iter().flatten().flat_map(|date| self.instances_on(windows, date))
    }

    /// Instances that begin on a day.
    fn instances_on<'a>(
        &'a self,
        windows: &'a [WeeklyWindow],
        date: NaiveDate,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + 'a {
        let weekday = date.weekday();
        windows
            .iter()
            .filter(move |window| window.days.contains(weekday))
            .map(move |window| {
                let (from, to) = window_minutes(window);
                (self.edge(date, from), self.edge(date, to))
            })
            .filter(|(start, end)| start < end)
    }

    /// The instant so many minutes after a day's midnight, as clocks count them. Unlike
    /// [`to_utc`](Self::to_utc), never later for an earlier local time.
    pub(super) fn edge(&self, date: NaiveDate, minutes: u16) -> DateTime<Utc> {
        let local = date.and_time(chrono::NaiveTime::MIN);
        let local = local.checked_add_signed(TimeDelta::minutes(i64::from(minutes))).unwrap_or(local);
        match self.rules.zone.reading(local) {
            Reading::Once(at) | Reading::Twice(at) => at,
            Reading::Skipped(at) => self.rules.zone.change_before(at).unwrap_or(at),
        }
    }
}

pub(super) const MINUTES_PER_DAY: u16 = 1_440;

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

fn check_windows(windows: &[WeeklyWindow]) -> Result<(), TimeError> {
    if windows.is_empty() {
        return Err(TimeError::NeverOpen);
    }
    for (index, window) in windows.iter().enumerate() {
        if window.days == WeekdaySet::default() {
            return Err(TimeError::WindowWithoutDays { index });
        }
        if window.from.minutes() >= MINUTES_PER_DAY {
            return Err(TimeError::WindowBeginsAtEnd { index });
        }
    }
    Ok(())
}

fn window_minutes(window: &WeeklyWindow) -> (u16, u16) {
    let (from, to) = (LocalTime::minutes(window.from), LocalTime::minutes(window.to));
    if window.crosses_midnight() { (from, to + MINUTES_PER_DAY) } else { (from, to) }
}

/// The windows that begin on a weekday, sorted and merged.
fn day_hours(windows: &[WeeklyWindow], day: Weekday) -> DayHours {
    let mut hours: DayHours =
        windows.iter().filter(|window| window.days.contains(day)).map(window_minutes).collect();
    hours.sort_unstable();
    let mut merged = DayHours::new();
    for (from, to) in hours {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => merged.push((from, to)),
        }
    }
    merged
}

fn hours_of_day_before(hours: &[DayHours; 7], day: Weekday) -> DayHours {
    let today = day.num_days_from_monday() as usize;
    (1..=7)
        .filter_map(|back| hours.get((today + 7 - back) % 7))
        .find(|hours| !hours.is_empty())
        .cloned()
        .unwrap_or_default()
}

pub(super) fn add_to_date(date: NaiveDate, months: u32, days: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months))
        .and_then(|date| date.checked_add_days(Days::new(u64::from(days))))
        .unwrap_or(NaiveDate::MAX)
}

pub(super) fn take_from_date(date: NaiveDate, months: u32, days: u32) -> Option<NaiveDate> {
    let date = date.checked_sub_months(Months::new(months))?;
    date.checked_sub_days(Days::new(u64::from(days)))
}

pub(super) fn add_seconds(at: DateTime<Utc>, seconds: u64) -> DateTime<Utc> {
    let delta = i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds);
    delta.and_then(|delta| at.checked_add_signed(delta)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
