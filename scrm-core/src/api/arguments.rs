//! What bindings take beside the requests of the table, read in the same way.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::error;
use crate::foundation::ErrorInfo;
use crate::foundation::time::Instant;
use crate::keyword::{KeywordConfig, KeywordRule};

/// Reads the time of a call: an object with the one field `now`.
///
/// ```
/// use scrm_core::api::read_now;
/// assert!(read_now(serde_json::json!({"now": "2026-01-05T09:00:00+03:00"})).is_ok());
/// let naive = read_now(serde_json::json!({"now": "2026-01-05T09:00:00"})).unwrap_err();
/// assert_eq!((naive.code.as_str(), naive.field.as_deref()), ("api.request.naive_time", Some("now")));
/// ```
///
/// # Errors
/// `api.request.…` where there is no time or none that can be read.
pub fn read_now<'de>(call: impl serde::Deserializer<'de>) -> Result<DateTime<Utc>, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Call {
        #[serde(with = "Instant")]
        now: DateTime<Utc>,
    }
    let call: Call = error::read(&mut <dyn erased_serde::Deserializer<'_>>::erase(call))?;
    Ok(call.now)
}

/// Reads a set of keywords: an object with the one field `rules`. Its bounds are the standard ones.
///
/// ```
/// use scrm_core::api::read_keywords;
/// let rules = |mode| serde_json::json!({"rules": [{"id": "tea", "label": "tea", "phrases": ["tea"], "mode": mode}]});
/// assert_eq!(read_keywords(rules("word")).unwrap().rules.len(), 1);
/// assert_eq!(read_keywords(rules("wrod")).unwrap_err().field.as_deref(), Some("rules[0].mode"));
/// ```
///
/// # Errors
/// `api.request.…` names the field that is unknown, missing or of a wrong kind.
pub fn read_keywords<'de>(keywords: impl serde::Deserializer<'de>) -> Result<KeywordConfig, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Keywords {
        rules: Vec<KeywordRule>,
    }
    let Keywords { rules } = error::read(&mut <dyn erased_serde::Deserializer<'_>>::erase(keywords))?;
    Ok(KeywordConfig { rules, ..KeywordConfig::standard() })
}
