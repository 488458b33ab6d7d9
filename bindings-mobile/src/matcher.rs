//! Keywords, for loops over many messages.

use std::sync::Arc;

use scrm_core::api;
use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordRule};

use crate::closable::Closable;
use crate::error::{CallError, info};
use crate::guard::guarded;

/// A compiled set of keywords. Immutable; threads may share it.
#[derive(Debug, uniffi::Object)]
pub struct MatcherHandle {
    matcher: Closable<KeywordMatcher>,
}

impl MatcherHandle {
    pub(crate) fn over(matcher: KeywordMatcher) -> Self {
        Self { matcher: Closable::new(matcher) }
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
    /// `api.…` where the keywords are closed.
    pub fn find(&self, message: String) -> Result<String, CallError> {
        guarded(|| api::write_json(&self.matcher.get(api::closed)?.find(&message)))
    }

    /// Every hit in each of many messages: a JSON array of arrays, in the order of the messages.
    ///
    /// # Errors
    /// `api.…` where the keywords are closed.
    pub fn find_many(&self, messages: Vec<String>) -> Result<String, CallError> {
        guarded(|| {
            let matcher = self.matcher.get(api::closed)?;
            let hits: Vec<_> = messages.iter().map(|message| matcher.find(message)).collect();
            api::write_json(&hits)
        })
    }

    /// The topics of a message, in the order in which they turn up.
    ///
    /// # Errors
    /// `api.…` where the keywords are closed.
    pub fn labels(&self, message: String) -> Result<Vec<String>, CallError> {
        guarded(|| {
            let matcher = self.matcher.get(api::closed)?;
            Ok(matcher.labels(&message).into_iter().map(str::to_owned).collect())
        })
    }

    /// Lets the keywords go. Closing twice does nothing.
    ///
    /// # Errors
    /// None but an internal one.
    pub fn shut(&self) -> Result<(), CallError> {
        guarded(|| {
            self.matcher.close();
            Ok(())
        })
    }
}
