//! Arguments of calls that are no operation of the table: an import's time, a matcher's rules.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error;
use crate::foundation::time::Instant;
use crate::foundation::{ErrorInfo, Given};

/// Reads one argument of a call.
///
/// ```
/// use scrm_core::api::read_argument;
/// let levels = serde_json::json!([1, "two"]).into();
/// let wrong = read_argument::<Vec<u8>>("levels", &levels).unwrap_err();
/// assert_eq!((wrong.code.as_str(), wrong.field.as_deref()), ("api.request.wrong_kind", Some("levels[1]")));
/// assert_eq!(wrong.message, "levels[1]: expected a whole number from 0, found text");
/// ```
///
/// # Errors
/// `api.request.…` names the argument, and the part of it that is unknown, missing or of a wrong kind.
pub fn read_argument<T: DeserializeOwned>(name: &str, value: &Given) -> Result<T, ErrorInfo> {
    error::read(value).map_err(|inner| {
        let path = inner.field.unwrap_or_default();
        let text = inner.message.strip_prefix(&format!("{path}: ")).unwrap_or(&inner.message);
        let joint = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        let field = format!("{name}{joint}{path}");
        ErrorInfo { code: inner.code, message: format!("{field}: {text}"), field: Some(field), row: None }
    })
}

/// Reads the time of a call.
///
/// ```
/// use scrm_core::api::read_time;
/// let naive = read_time("now", &serde_json::json!("2026-01-05T09:00:00").into()).unwrap_err();
/// assert_eq!((naive.code.as_str(), naive.field.as_deref()), ("api.request.naive_time", Some("now")));
/// ```
///
/// # Errors
/// `api.request.…` names the argument where it is no time or has no offset.
pub fn read_time(name: &str, value: &Given) -> Result<DateTime<Utc>, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Time(#[serde(with = "Instant")] DateTime<Utc>);

    read_argument::<Time>(name, value).map(|time| time.0)
}
