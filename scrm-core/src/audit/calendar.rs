//! When which audit runs.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::config::{AuditKind, ScheduledAudit};
use crate::foundation::time::Calendar;

/// Longer than any month: every entry that names a day comes within.
const LOOK_AHEAD_DAYS: u64 = 62;

/// The next time of each scheduled entry strictly after `after`, soonest first.
pub(crate) fn next_audits(
    schedule: &[ScheduledAudit],
    calendar: &Calendar,
    after: DateTime<Utc>,
) -> Vec<(AuditKind, DateTime<Utc>)> {
    let today = calendar.local_date(after);
    let mut next: Vec<_> = schedule
        .iter()
        .filter_map(|entry| {
            (0..=LOOK_AHEAD_DAYS)
                .filter_map(|ahead| today.checked_add_days(Days::new(ahead)))
                .filter(|date| falls_on(entry, *date))
                .map(|date| start_on(entry, calendar, date))
                .find(|at| *at > after)
                .map(|at| (entry.kind, at))
        })
        .collect();
    next.sort_by_key(|(kind, at)| (*at, *kind));
    next
}

fn falls_on(entry: &ScheduledAudit, date: NaiveDate) -> bool {
    let is_last = date.succ_opt().is_none_or(|next| next.month() != date.month());
    entry.weekdays.contains(date.weekday())
        || entry.days_of_month.iter().any(|day| *day == date.day() || (is_last && *day > date.day()))
}

fn start_on(entry: &ScheduledAudit, calendar: &Calendar, date: NaiveDate) -> DateTime<Utc> {
    // "24:00" is the midnight that ends the day.
    let date = if entry.at.minutes() == 1_440 { date.succ_opt().unwrap_or(date) } else { date };
    calendar.to_utc(date.and_time(entry.at.to_naive()))
}
