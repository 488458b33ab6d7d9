//! Keywords, for loops over many messages.

use std::sync::Arc;

use scrm_core::api;
use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordRule};

use crate::error::{CallError, info};
use crate::guard::guarded;

/// A compiled set of keywords. Immutable; threads may share it.
#[derive(Debug, uniffi::Object)]
pub struct MatcherHandle {
    matcher: KeywordMatcher,
}

impl MatcherHandle {
    pub(crate) const fn over(matcher: KeywordMatcher) -> Self {
        Self { matcher }
    }
}

#[uniffi::export]
impl MatcherHandle {
    /// Compiles rules: a JSON array of keyword rules, within the standard limits.
    ///
    /// # Errors
    /// `api.…` where the rules cannot be read, `keyword.…` where one of them is refused.
    #[uniffi::constructor]
    pub fn new(rules: String) -> Result<Arc<Self>, CallError> {
        guarded(|| {
            let rules: Vec<KeywordRule> = api::read_json(&rules)?;
            let config = KeywordConfig { rules, ..KeywordConfig::standard() };
            Ok(Arc::new(Self::over(KeywordMatcher::new(&config).map_err(info)?)))
        })
    }

    /// Every hit in a message: a JSON array.
    ///
    /// # Errors
    /// None but an internal one.
    pub fn find(&self, message: String) -> Result<String, CallError> {
        guarded(|| api::write_json(&self.matcher.find(&message)))
    }

    /// Every hit in each of many messages: a JSON array of arrays, in the order of the messages.
    ///
    /// # Errors
    /// None but an internal one.
    pub fn find_many(&self, messages: Vec<String>) -> Result<String, CallError> {
        guarded(|| {
            let hits: Vec<_> = messages.iter().map(|message| self.matcher.find(message)).collect();
            api::write_json(&hits)
        })
    }

    /// The topics of a message, in the order in which they turn up.
    ///
    /// # Errors
    /// None but an internal one.
    pub fn labels(&self, message: String) -> Result<Vec<String>, CallError> {
        guarded(|| Ok(self.matcher.labels(&message).into_iter().map(str::to_owned).collect()))
    }
}
