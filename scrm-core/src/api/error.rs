//! What is wrong with a request, and where.

use serde::de::DeserializeOwned;

use crate::foundation::{Coded, ErrorEntry, ErrorInfo};

const UNREADABLE: &str = "api.request.unreadable";

/// The errors of this area.
pub const ERRORS: &[ErrorEntry] = &[ErrorEntry {
    code: UNREADABLE,
    message: "a request has an unknown or missing field, or a value of a wrong kind",
    help: "compare the field that is named with the operation's documentation",
    retryable: false,
}];

/// Reads a request, and names the field where that fails.
pub(super) fn read<T: DeserializeOwned>(
    source: &mut dyn erased_serde::Deserializer<'_>,
) -> Result<T, ErrorInfo> {
    serde_path_to_error::deserialize(source).map_err(|error| {
        let path = error.path().to_string();
        let field = (path != ".").then_some(path);
        let message = error.inner().to_string();
        ErrorInfo { code: UNREADABLE.to_owned(), message, field, row: None }
    })
}

/// The error of the core as every binding shows it.
pub(super) fn info<E: Coded + std::fmt::Display>(error: E) -> ErrorInfo {
    ErrorInfo::from(&error)
}

pub(super) fn unreadable_json(error: serde_json::Error) -> ErrorInfo {
    ErrorInfo { code: UNREADABLE.to_owned(), message: error.to_string(), field: None, row: None }
}
