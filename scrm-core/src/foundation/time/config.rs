//! The calendar section of the playbook.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::window::WeeklyWindow;

pub(crate) const STANDARD: &str = include_str!("standard.toml");

/// A day on which the workspace is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a holiday such as {date = \"2026-10-10\", name = \"National Day\"}"
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Holiday {
    /// The local day.
    pub date: NaiveDate,
    /// What people call it; shown in plans and reports.
    pub name: String,
}

/// When the workspace works: its zone, its hours, and the days that are different.
///
/// ```
/// use scrm_core::foundation::time::CalendarConfig;
/// assert_eq!(CalendarConfig::standard().time_zone, "Asia/Taipei");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarConfig {
    /// IANA name of the workspace's time zone, such as `"Asia/Taipei"`.
    pub time_zone: String,
    /// Opening hours. A window belongs to the day on which it begins; where `to` is not after `from` it ends on the next day, so
    /// `09:00` to `09:00` lasts a whole day.
    pub business_hours: Vec<WeeklyWindow>,
    /// Days on which no window begins, each with its name: `{date = "2026-10-10", name = "National Day"}`.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Days off that are worked all the same (make-up days). They have the hours of the nearest earlier
    /// weekday that has any, which is Friday's for a week from Monday to Friday.
    #[serde(default)]
    pub working_weekends: Vec<NaiveDate>,
}

impl CalendarConfig {
    /// The built-in calendar.
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }
}
