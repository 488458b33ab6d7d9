//! When nobody is there, and until when.

use chrono::{DateTime, NaiveTime, Utc};

use crate::foundation::time::{Calendar, WeeklyWindow};

/// Windows and holidays in which nobody is there.
#[derive(Clone, Debug)]
pub(super) struct Absences {
    calendar: Calendar,
    windows: Vec<WeeklyWindow>,
    holidays: bool,
}

/// A year of holidays, each ending in a window that ends in the next holiday, is still found the end of.
const LONGEST_CHAIN: usize = 800;

impl Absences {
    pub(super) const fn new(calendar: Calendar, windows: Vec<WeeklyWindow>, holidays: bool) -> Self {
        Self { calendar, windows, holidays }
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

    fn step(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let window = self.calendar.window_containing(&self.windows, at).map(|(_, end)| end);
        let holiday = if self.holidays { self.end_of_holiday(at) } else { None };
        window.max(holiday)
    }

    fn end_of_holiday(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let date = self.calendar.local_date(at);
        if !self.calendar.is_holiday(date) {
            return None;
        }
        Some(self.calendar.to_utc(date.succ_opt()?.and_time(NaiveTime::MIN)))
    }
}
