//! What is wrong with a request, and where; and what can go wrong around a call in any binding.

use serde::de::DeserializeOwned;

use super::wording::{Complaint, complaint};
use crate::foundation::{Coded, ErrorEntry, ErrorInfo, Given, Misfit, spell};

pub(super) const UNREADABLE: &str = "api.request.unreadable";
pub(super) const UNKNOWN_FIELD: &str = "api.request.unknown_field";
pub(super) const MISSING_FIELD: &str = "api.request.missing_field";
pub(super) const WRONG_KIND: &str = "api.request.wrong_kind";
pub(super) const NAIVE_TIME: &str = "api.request.naive_time";
pub(super) const CLOSED: &str = "api.workspace.closed";
pub(super) const FORKED: &str = "api.workspace.forked";
pub(super) const UNKNOWN_OPERATION: &str = "api.operation.unknown";
pub(super) const NOT_FITTED: &str = "api.deduper.not_fitted";
pub(super) const UNREADABLE_FILE: &str = "api.file.unreadable";
pub(super) const DEFECT: &str = "api.defect";

/// The errors of this area. What an operation itself refuses has the code of its own area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: DEFECT,
        message: "The engine met a state that it does not know; the call changed nothing.",
        help: "The next call works. Report the defect with the operation and what led to it.",
        retryable: false,
    },
    ErrorEntry {
        code: NOT_FITTED,
        message: "The deduper has seen no records yet.",
        help: "Give it records with `fit` first.",
        retryable: false,
    },
    ErrorEntry {
        code: UNREADABLE_FILE,
        message: "A file cannot be read.",
        help: "Check that it is there and that this process may read it.",
        retryable: true,
    },
    ErrorEntry {
        code: UNKNOWN_OPERATION,
        message: "There is no operation of this name.",
        help: "Compare the name with the list of operations.",
        retryable: false,
    },
    ErrorEntry {
        code: MISSING_FIELD,
        message: "A request lacks a field that it must have.",
        help: "Give the field that is named.",
        retryable: false,
    },
    ErrorEntry {
        code: NAIVE_TIME,
        message: "A time has no offset, so nobody can know which instant is meant.",
        help: "Add an offset, such as 2026-01-05T09:00:00+03:00 or Z.",
        retryable: false,
    },
    ErrorEntry {
        code: UNKNOWN_FIELD,
        message: "A request has a field that nobody reads.",
        help: "Compare the field that is named with the operation's documentation; it may be a slip of the pen.",
        retryable: false,
    },
    ErrorEntry {
        code: UNREADABLE,
        message: "A request is no JSON text.",
        help: "Give one JSON object.",
        retryable: false,
    },
    ErrorEntry {
        code: WRONG_KIND,
        message: "A field of a request holds a value of a wrong kind.",
        help: "Compare the field that is named with the operation's documentation.",
        retryable: false,
    },
    ErrorEntry {
        code: CLOSED,
        message: "The workspace, the engines, the keywords or the deduper were closed.",
        help: "Open them again; what is closed takes no calls.",
        retryable: false,
    },
    ErrorEntry {
        code: FORKED,
        message: "The workspace was opened before this process was forked.",
        help: "Open the workspace in the process that uses it.",
        retryable: false,
    },
];

/// Reads a request, and names the field where that fails.
pub(super) fn read<T: DeserializeOwned>(given: &Given) -> Result<T, ErrorInfo> {
    given.read().map_err(|misfit| refused(&misfit))
}

/// JSON text as a value that is given.
///
/// ```
/// assert_eq!(scrm_core::api::given_json("{").unwrap_err().code, "api.request.unreadable");
/// ```
///
/// # Errors
/// `api.request.unreadable` where it is no JSON.
pub fn given_json(text: &str) -> Result<Given, ErrorInfo> {
    Given::from_json(text).map_err(|error| unreadable_json(&error))
}

/// Reads a request of JSON text, for what a binding adds to the operations.
///
/// ```
/// let rules: Result<Vec<scrm_core::keyword::KeywordRule>, _> = scrm_core::api::read_json(r#"[{"id": "price"}]"#);
/// assert_eq!(rules.unwrap_err().field.as_deref(), Some("[0].label"));
/// ```
///
/// # Errors
/// `api.request.…` names the field that is unknown, missing or of a wrong kind.
pub fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, ErrorInfo> {
    read(&given_json(text)?)
}

fn below(parent: &str, field: &str) -> String {
    if parent.is_empty() { field.to_owned() } else { format!("{parent}.{field}") }
}

/// The error for what is wrong with a request.
fn refused(misfit: &Misfit) -> ErrorInfo {
    let path = spell(&misfit.path);
    let Some(message) = &misfit.message else { return unknown_field(path) };
    let Complaint { code, text, field } = complaint(message);
    let field = field.map_or_else(|| path.clone(), |name| below(&path, &name));
    request_error(code, text, (!field.is_empty()).then_some(field))
}

fn request_error(code: &str, text: String, field: Option<String>) -> ErrorInfo {
    let message = match &field {
        Some(field) => format!("{field}: {text}"),
        None => text,
    };
    ErrorInfo { code: code.to_owned(), message, field, row: None }
}

fn unknown_field(field: String) -> ErrorInfo {
    request_error(UNKNOWN_FIELD, "nobody reads this field".to_owned(), Some(field))
}

/// The error for a field that is missing in a way the request's type cannot say.
pub(super) fn missing_field(field: &str) -> ErrorInfo {
    request_error(MISSING_FIELD, "the field is missing".to_owned(), Some(field.to_owned()))
}

/// The error for a value that the request's type lets pass.
pub(super) fn wrong_kind(field: &str, expected: &str) -> ErrorInfo {
    request_error(WRONG_KIND, format!("expected {expected}"), Some(field.to_owned()))
}

/// The error of the core as every binding shows it.
pub(super) fn info<E: Coded + std::fmt::Display>(error: E) -> ErrorInfo {
    ErrorInfo::from(&error)
}

/// The message of `serde_json` names a place, never a value, where the text is no JSON.
pub(super) fn unreadable_json(error: &serde_json::Error) -> ErrorInfo {
    ErrorInfo { code: UNREADABLE.to_owned(), message: error.to_string(), field: None, row: None }
}
