//! Errors as Kotlin and Swift see them.

use std::fmt;

use scrm_core::foundation::{Coded, ErrorInfo};

/// What an exported function answers instead of a result. The first part of the code names the area, by which
/// the Kotlin and Swift layers choose the class of the exception.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Error)]
pub enum CallError {
    /// The engine refused the call, or could not carry it out.
    Refused {
        /// The stable code, as docs/errors.md lists it.
        code: String,
        /// What went wrong, with the place. Never a customer's data.
        problem: String,
        /// The field concerned.
        field: Option<String>,
        /// The row or line concerned, counted from 1.
        row: Option<u64>,
    },
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Refused { code, problem, .. } = self;
        write!(f, "{code}: {problem}")
    }
}

impl std::error::Error for CallError {}

impl From<ErrorInfo> for CallError {
    fn from(info: ErrorInfo) -> Self {
        Self::Refused { code: info.code, problem: info.message, field: info.field, row: info.row }
    }
}

/// An error of the core, as data.
pub(crate) fn info<E: Coded + fmt::Display>(error: E) -> ErrorInfo {
    ErrorInfo::from(&error)
}
