//! What can go wrong with the section on customers.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};

/// An error of the playbook's section on customers.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum CustomerError {
    /// A setting is wrong.
    #[error("{field}: {problem}")]
    Config {
        /// Path inside the section.
        field: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// The catalogue lines of the section on customers.
pub const CUSTOMER_ERRORS: &[ErrorEntry] = &[ErrorEntry {
    code: "customer.config.invalid",
    message: "A setting of the section on customers is wrong.",
    help: "Correct the field that is named; the playbook's reference lists what it may hold.",
    retryable: false,
}];

impl Coded for CustomerError {
    fn code(&self) -> &'static str {
        match self {
            Self::Config { .. } => "customer.config.invalid",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Config { field, .. } => Some(field.clone()),
        }
    }
}
