//! What can go wrong around a call, in any binding: said once, so that every language says the same.

use std::io::ErrorKind;

use super::error::{CLOSED, DEFECT, ERRORS, FORKED, NOT_FITTED, UNKNOWN_OPERATION, UNREADABLE_FILE};
use crate::foundation::ErrorInfo;

/// The error of the catalogue, in its own words.
fn fault(code: &str) -> ErrorInfo {
    let message = ERRORS.iter().find(|entry| entry.code == code).map_or("", |entry| entry.message);
    ErrorInfo { code: code.to_owned(), message: message.to_owned(), field: None, row: None }
}

/// A call of a workspace, engines or keywords that were closed.
///
/// ```
/// assert_eq!(scrm_core::api::closed().code, "api.workspace.closed");
/// ```
#[must_use]
pub fn closed() -> ErrorInfo {
    fault(CLOSED)
}

/// A call of a workspace that another process opened.
#[must_use]
pub fn forked() -> ErrorInfo {
    fault(FORKED)
}

/// A call of a deduper before it was fitted.
pub(super) fn not_fitted() -> ErrorInfo {
    fault(NOT_FITTED)
}

/// A panic that a binding caught. Its message may hold anything, so it is not repeated.
#[must_use]
pub fn defect() -> ErrorInfo {
    fault(DEFECT)
}

/// A name that no operation has.
#[must_use]
pub fn unknown_operation() -> ErrorInfo {
    fault(UNKNOWN_OPERATION)
}

/// A file that cannot be opened or read, given in the argument `field`.
///
/// ```
/// use std::io::{Error, ErrorKind};
/// let error = scrm_core::api::unreadable_file("path", &Error::from(ErrorKind::NotFound));
/// assert_eq!((error.code.as_str(), error.field.as_deref()), ("api.file.unreadable", Some("path")));
/// ```
#[must_use]
pub fn unreadable_file(field: &str, error: &std::io::Error) -> ErrorInfo {
    let cause = match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "this process may not read the file".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        other => other.to_string(),
    };
    let message = format!("{field}: {cause}");
    ErrorInfo { message, field: Some(field.to_owned()), ..fault(UNREADABLE_FILE) }
}
