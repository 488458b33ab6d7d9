//! What can be wrong with the audit's settings.

use thiserror::Error;

use crate::customer::CustomerError;
use crate::foundation::{Coded, ErrorEntry};

/// An error in the audit section. It names the setting and what is wrong with it.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum AuditError {
    /// A number outside of its range.
    #[error("{field} is {found}, it must be {expected}")]
    OutOfRange {
        /// Path inside the section.
        field: String,
        /// What was given.
        found: f64,
        /// What is allowed.
        expected: &'static str,
    },
    /// A list or a name that must not be empty.
    #[error("{field} is empty")]
    Empty {
        /// Path inside the section.
        field: String,
    },
    /// The section on customers, which says what a complete record is.
    #[error("customers: {0}")]
    Customers(#[from] CustomerError),
    /// A schedule entry that never comes.
    #[error("{field} names no day: give `weekdays` or `days_of_month`")]
    NeverDue {
        /// Path inside the section.
        field: String,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "audit.setting.out_of_range",
        message: "A number of the audit section is outside of its range.",
        help: "Put the number named by the field into the range that the message states.",
        retryable: false,
    },
    ErrorEntry {
        code: "audit.setting.empty",
        message: "A list or a name of the audit section is empty.",
        help: "Give at least one value, or leave the setting out to get the standard one.",
        retryable: false,
    },
    ErrorEntry {
        code: "audit.schedule.never_due",
        message: "A scheduled audit has neither weekdays nor days of the month.",
        help: "Give `weekdays` such as [\"mon\"], or `days_of_month` such as [5].",
        retryable: false,
    },
];

impl Coded for AuditError {
    fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange { .. } => "audit.setting.out_of_range",
            Self::Empty { .. } => "audit.setting.empty",
            Self::NeverDue { .. } => "audit.schedule.never_due",
            Self::Customers(error) => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::OutOfRange { field, .. } | Self::Empty { field } | Self::NeverDue { field } => {
                Some(field.clone())
            }
            Self::Customers(error) => error.field(),
        }
    }
}
