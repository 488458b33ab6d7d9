//! The settings of the import.

use serde::{Deserialize, Serialize};

use super::csv::CsvLimits;
use super::value::{DateOrder, DayPart};
use crate::foundation::time::LocalTime;

pub(crate) const STANDARD: &str = include_str!("standard.toml");

/// What to do with a row when a value beside name and identifiers cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum OnBadValue {
    /// Import the row, keep the text as a custom field, and note it.
    Keep,
    /// Reject the row.
    Reject,
}

/// Local hours of one part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayHours {
    /// First minute inside.
    pub from: LocalTime,
    /// First minute outside.
    pub to: LocalTime,
}

/// What people mean by the parts of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayParts {
    /// "In the morning"; also where "before 11:00" begins.
    pub morning: DayHours,
    /// "At noon".
    pub noon: DayHours,
    /// "In the afternoon".
    pub afternoon: DayHours,
    /// "In the evening"; also where "after 16:00" ends.
    pub evening: DayHours,
    /// "At night".
    pub night: DayHours,
    /// "By day", and days named without hours.
    pub day: DayHours,
}

impl DayParts {
    pub(crate) const fn hours(&self, part: DayPart) -> (LocalTime, LocalTime) {
        let hours = match part {
            DayPart::Morning => self.morning,
            DayPart::Noon => self.noon,
            DayPart::Afternoon => self.afternoon,
            DayPart::Evening => self.evening,
            DayPart::Night => self.night,
            DayPart::Day => self.day,
        };
        (hours.from, hours.to)
    }
}

/// The settings of the import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportConfig {
    /// Bounds that keep memory constant.
    pub limits: CsvLimits,
    /// Which number of `03/04/2024` is the day, and of `24-12-31` the year, where neither the mapping nor the column itself tells.
    pub date_order: DateOrder,
    /// Two-digit years up to this one belong to the 2000s, later ones to the 1900s.
    pub century_pivot: i32,
    /// What to do with a row whose optional value cannot be read.
    pub on_bad_value: OnBadValue,
    /// Whether columns without a target become custom fields.
    pub keep_unmapped: bool,
    /// Products of interest kept per customer.
    pub products_kept: usize,
    /// Rows at the beginning of a file among which the header is looked for.
    pub header_search_rows: usize,
    /// Rows whose dates are looked at to find the order of day, month and year.
    pub evidence_rows: usize,
    /// Rejected rows kept in the report, and rows named for each of its notes; all are handed out one by one besides.
    pub rejected_sample: usize,
    /// Rows handed out at a time; an import commits as many together.
    pub batch_rows: usize,
    /// What people mean by the parts of a day.
    pub day_parts: DayParts,
}

impl ImportConfig {
    /// The standard settings.
    ///
    /// ```
    /// let config = scrm_core::import::ImportConfig::standard();
    /// assert_eq!(config.limits.columns, 4_096);
    /// ```
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }
}
