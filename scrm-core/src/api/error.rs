//! What is wrong with a request, and where.

use serde::de::DeserializeOwned;

use crate::foundation::{Coded, ErrorEntry, ErrorInfo};

const UNREADABLE: &str = "api.request.unreadable";
const UNKNOWN_OPERATION: &str = "api.operation.unknown";
const CLOSED: &str = "api.handle.closed";
const INTERNAL: &str = "api.internal";

/// The errors of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: UNREADABLE,
        message: "A request has an unknown or missing field, or a value of a wrong kind.",
        help: "Compare the field that is named with the operation's documentation.",
        retryable: false,
    },
    ErrorEntry {
        code: UNKNOWN_OPERATION,
        message: "There is no operation of that name.",
        help: "Call an operation of the table, or the method that stands for it.",
        retryable: false,
    },
    ErrorEntry {
        code: CLOSED,
        message: "The object was closed before the call.",
        help: "Make another one, or close it after its last call.",
        retryable: false,
    },
    ErrorEntry {
        code: INTERNAL,
        message: "The engine failed in a way that it should not. Nothing of the call was written.",
        help: "Report it with the call that led to it; later calls work.",
        retryable: false,
    },
];

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

/// The error of an operation that is not in the table.
#[must_use]
pub fn unknown_operation(name: &str) -> ErrorInfo {
    ErrorInfo {
        code: UNKNOWN_OPERATION.to_owned(),
        message: format!("there is no operation `{name}`"),
        field: None,
        row: None,
    }
}

/// The error of a call on engines or keywords that were closed before.
#[must_use]
pub fn closed() -> ErrorInfo {
    ErrorInfo { code: CLOSED.to_owned(), message: "the object is closed".to_owned(), field: None, row: None }
}

/// The error of a call that panicked: what a binding answers when it has caught one.
#[must_use]
pub fn internal() -> ErrorInfo {
    let message = "the engine failed in a way that it should not".to_owned();
    ErrorInfo { code: INTERNAL.to_owned(), message, field: None, row: None }
}

/// Reads a value of JSON text, and names the field where that fails.
///
/// # Errors
/// `api.request.…`.
pub fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, ErrorInfo> {
    let mut source = serde_json::Deserializer::from_str(text);
    let value = read(&mut <dyn erased_serde::Deserializer<'_>>::erase(&mut source))?;
    source.end().map_err(unreadable_json)?;
    Ok(value)
}

/// Writes a value as JSON text.
///
/// # Errors
/// `api.request.…` where a value has no form in JSON.
pub fn write_json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, ErrorInfo> {
    serde_json::to_string(value).map_err(unreadable_json)
}
