//! What can be wrong with a calendar.

use chrono::NaiveDate;
use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};

/// Why a calendar cannot be built.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeError {
    /// The bundled zone database has no such zone.
    #[error("there is no time zone {name:?}")]
    UnknownZone {
        /// The name that was given.
        name: String,
    },
    /// No weekday has business hours.
    #[error("the calendar has no business hours")]
    NeverOpen,
    /// A window names no weekday.
    #[error("business_hours[{index}] names no weekday")]
    WindowWithoutDays {
        /// Its position, from 0.
        index: usize,
    },
    /// A window begins at the end of the day.
    #[error("business_hours[{index}] begins at 24:00")]
    WindowBeginsAtEnd {
        /// Its position, from 0.
        index: usize,
    },
    /// A day is both a holiday and a working weekend.
    #[error("{date} is both a holiday and a working weekend")]
    WorkingHoliday {
        /// The day.
        date: NaiveDate,
        /// Its position in `working_weekends`, from 0.
        index: usize,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "time.zone.unknown",
        message: "The time zone is not in the zone database.",
        help: "Write an IANA name such as \"Asia/Taipei\" or \"Europe/Berlin\".",
        retryable: false,
    },
    ErrorEntry {
        code: "time.business_hours.empty",
        message: "The calendar has no business hours at all.",
        help: "Give at least one window; for a workspace that never closes, all days from \"00:00\" to \"24:00\".",
        retryable: false,
    },
    ErrorEntry {
        code: "time.business_hours.no_days",
        message: "A window of business hours names no weekday.",
        help: "Name the days on which it begins, such as [\"mon\", \"tue\"], or remove it.",
        retryable: false,
    },
    ErrorEntry {
        code: "time.business_hours.begins_at_end",
        message: "A window of business hours begins at 24:00.",
        help: "Write \"00:00\" and the following day.",
        retryable: false,
    },
    ErrorEntry {
        code: "time.working_weekends.holiday",
        message: "A day is listed both as a holiday and as a working weekend.",
        help: "Remove it from one of the two lists.",
        retryable: false,
    },
];

impl Coded for TimeError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownZone { .. } => "time.zone.unknown",
            Self::NeverOpen => "time.business_hours.empty",
            Self::WindowWithoutDays { .. } => "time.business_hours.no_days",
            Self::WindowBeginsAtEnd { .. } => "time.business_hours.begins_at_end",
            Self::WorkingHoliday { .. } => "time.working_weekends.holiday",
        }
    }

    fn field(&self) -> Option<String> {
        Some(match self {
            Self::UnknownZone { .. } => "time_zone".to_owned(),
            Self::NeverOpen => "business_hours".to_owned(),
            Self::WindowWithoutDays { index } => format!("business_hours[{index}].days"),
            Self::WindowBeginsAtEnd { index } => format!("business_hours[{index}].from"),
            Self::WorkingHoliday { index, .. } => format!("working_weekends[{index}]"),
        })
    }
}
