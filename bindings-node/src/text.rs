//! Answers and errors as text.

use scrm_core::foundation::ErrorInfo;

/// Stands before the text of an error. No JSON text begins with it.
const ERROR: char = '!';

/// A call's outcome as `lib/` reads it: the answer's JSON text, or the error's behind a `!`.
pub(crate) fn reply(outcome: Result<String, ErrorInfo>) -> String {
    outcome.unwrap_or_else(|error| refusal(&error))
}

/// An error as `lib/` reads it.
pub(crate) fn refusal(error: &ErrorInfo) -> String {
    // An error is two strings, a name and a number: its text can always be written.
    format!("{ERROR}{}", serde_json::to_string(error).unwrap_or_default())
}
