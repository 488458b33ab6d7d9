//! How errors speak: a stable code, the place, and what to do. Never a customer's data.

use serde::{Deserialize, Serialize};

/// One line of the error catalogue. Each area lists its own in `ERRORS`; docs and tests read the sum,
/// [`crate::playbook::error_catalogue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorEntry {
    /// `area.thing.what`, stable for ever.
    pub code: &'static str,
    /// What went wrong, in one sentence.
    pub message: &'static str,
    /// What to do about it.
    pub help: &'static str,
    /// Whether the same call may succeed later.
    pub retryable: bool,
}

/// An error with a place in the catalogue.
pub trait Coded {
    /// The stable code.
    fn code(&self) -> &'static str;

    /// The field concerned, where there is one.
    fn field(&self) -> Option<String> {
        None
    }

    /// The row or line concerned, counted from 1, where there is one.
    fn row(&self) -> Option<u64> {
        None
    }
}

/// An error as data: what every binding and report shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorInfo {
    /// The stable code.
    pub code: String,
    /// What went wrong, with the place.
    pub message: String,
    /// The field concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The row or line concerned, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}

impl<E: Coded + std::fmt::Display> From<&E> for ErrorInfo {
    fn from(error: &E) -> Self {
        Self {
            code: error.code().to_owned(),
            message: error.to_string(),
            field: error.field(),
            row: error.row(),
        }
    }
}
