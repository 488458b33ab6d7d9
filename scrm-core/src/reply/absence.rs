//! When nobody is there, and until when.

use chrono::{DateTime, Datelike, NaiveDateTime, NaiveTime, Timelike, Utc, Weekday};

use crate::foundation::time::{Calendar, WeeklyWindow};

/// Windows and holidays in which nobody is there.
#[derive(Clone, Debug)]
pub(super) struct Absences {
    calendar: Calendar,
    windows: Vec<WeeklyWindow>,
    holidays: bool,
    /// The hours of the week, from Monday midnight, that are in a window or near one.
    near: [bool; HOURS_OF_WEEK],
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
const HOURS_OF_WEEK: usize = 168;
/// More than clocks are ever put forward or back: farther from every window than this nobody is away, and
/// the exact ends need not be looked up.
const NEAR_HOURS: usize = 3;

/// A year of holidays, each ending in a window that ends in the next holiday, is still found the end of.
const LONGEST_CHAIN: usize = 800;

impl Absences {
    pub(super) fn new(calendar: Calendar, windows: Vec<WeeklyWindow>, holidays: bool) -> Self {
        let mut near = [false; HOURS_OF_WEEK];
        for window in &windows {
            let from = usize::from(window.from.minutes() / 60);
            let to = usize::from(window.to.minutes().div_ceil(60));
            let length = (if window.crosses_midnight() { to + 24 } else { to }).saturating_sub(from);
            for day in WEEK.into_iter().filter(|day| window.days.contains(*day)) {
                let start = day.num_days_from_monday() as usize * 24 + from + HOURS_OF_WEEK - NEAR_HOURS;
                for hour in start..start + length + 2 * NEAR_HOURS {
                    if let Some(near) = near.get_mut(hour % HOURS_OF_WEEK) {
                        *near = true;
                    }
                }
            }
        }
        Self { calendar, windows, holidays, near }
    }

    fn is_near_window(&self, local: NaiveDateTime) -> bool {
        let hour = local.weekday().num_days_from_monday() * 24 + local.hour();
        self.near.get(hour as usize).copied().unwrap_or(true)
    }

    /// The end of the absence that contains `at`, with what touches or overlaps it; `None` while somebody
    /// is there. The first instant of a window is inside, its end is not.
    pub(super) fn end(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut end = self.step(at)?;
        for _ in 0..LONGEST_CHAIN {
            match self.step(end) {
                Some(later) if later > end => end = later,
                _ => break,
            }
        }
        Some(end)
    }

    /// When somebody is there again after an absence that ends then: at its end where the workspace is open by its business hours, and
    /// otherwise at the next opening that no absence covers. The end itself where no opening is free of absences.
    pub(super) fn back_at(&self, end: DateTime<Utc>) -> DateTime<Utc> {
        let mut at = end;
        for _ in 0..LONGEST_CHAIN {
            let open = self.calendar.next_open(at);
            match self.end(open) {
                Some(later) if later > open => at = later,
                _ => return open,
            }
        }
        end
    }

    fn step(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = self.calendar.to_local(at);
        let window = if self.is_near_window(local) {
            self.calendar.window_containing(&self.windows, at).map(|(_, end)| end)
        } else {
            None
        };
        if !self.holidays || !self.calendar.is_holiday(local.date()) {
            return window;
        }
        let midnight = local.date().succ_opt().map(|day| self.calendar.to_utc(day.and_time(NaiveTime::MIN)));
        window.max(midnight)
    }
}
