//! The follow-up flag: nobody has been in touch for too long.

use chrono::{DateTime, Utc};

use super::config::FollowUpConfig;
use super::field::{FieldName, FieldValue, Stage};
use super::record::Customer;
use crate::foundation::time::Calendar;
use crate::foundation::{Decision, Reason};

/// Whether a customer is due for a follow-up.
///
/// Counted from the latest of the last follow-up and `last_activity` (the latest message or call from the
/// workspace, where the caller knows of one); for a customer nobody has followed up yet, from the first contact
/// or else from when the record was made. A follow-up that is only a date counts as the end of that day in
/// the calendar's zone. The flag is raised after *more* than `after`: at exactly seven days not yet, a second later
/// it is. Archived and merged-away customers and those in an excepted stage are never due.
///
/// ```
/// use chrono::{Duration, TimeZone, Utc};
/// use scrm_core::customer::{Customer, CustomerConfig, follow_up_due};
/// use scrm_core::foundation::{CustomerId, time::Calendar};
///
/// let config = CustomerConfig::standard().follow_up;
/// let made = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let customer = Customer::new(CustomerId::new("c_1"), made);
/// let due = |now| follow_up_due(&customer, None, &config, &Calendar::utc(), now).value;
/// assert!(!due(made + Duration::days(7)));
/// assert!(due(made + Duration::days(7) + Duration::seconds(1)));
/// ```
pub fn follow_up_due(
    customer: &Customer,
    last_activity: Option<DateTime<Utc>>,
    config: &FollowUpConfig,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Decision<bool> {
    if let Some(reason) = exemption(customer, &config.except_stages) {
        return Decision::because(false, reason);
    }
    let since = last_touch(customer, last_activity, calendar);
    let deadline = follow_up_deadline(customer, last_activity, config, calendar);
    let due = now > deadline;
    let code = if due { "customer.follow_up.due" } else { "customer.follow_up.not_yet" };
    Decision::because(due, Reason::new(code).with("since", since).with("deadline", deadline))
}

/// The last instant at which a customer is not yet due, for a timer: the flag is raised right after it.
#[must_use]
pub fn follow_up_deadline(
    customer: &Customer,
    last_activity: Option<DateTime<Utc>>,
    config: &FollowUpConfig,
    calendar: &Calendar,
) -> DateTime<Utc> {
    let since = last_touch(customer, last_activity, calendar);
    if config.working_days {
        calendar.add_business(since, config.after)
    } else {
        calendar.add(since, config.after)
    }
}

fn exemption(customer: &Customer, except_stages: &[Stage]) -> Option<Reason> {
    if customer.merged_into.is_some() {
        return Some(Reason::new("customer.follow_up.merged_away"));
    }
    if customer.archived_at.is_some() {
        return Some(Reason::new("customer.follow_up.archived"));
    }
    match customer.value(&FieldName::Stage) {
        Some(FieldValue::Stage(stage)) if except_stages.contains(stage) => {
            Some(Reason::new("customer.follow_up.stage_excepted"))
        }
        _ => None,
    }
}

fn last_touch(
    customer: &Customer,
    last_activity: Option<DateTime<Utc>>,
    calendar: &Calendar,
) -> DateTime<Utc> {
    let instant = |name: &FieldName| match customer.value(name)? {
        FieldValue::Instant(at) => Some(*at),
        FieldValue::Date(day) => {
            let next_day = day.succ_opt().unwrap_or(*day);
            Some(calendar.to_utc(next_day.and_time(chrono::NaiveTime::MIN)))
        }
        _ => None,
    };
    let touched = instant(&FieldName::LastFollowUp).max(last_activity);
    touched.or_else(|| instant(&FieldName::FirstContact)).unwrap_or(customer.created_at)
}
