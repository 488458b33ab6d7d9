//! Keywords, for loops over many messages.

use std::sync::Arc;

use scrm_core::api;
use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordPlace, KeywordRule};

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

/// What a rule is called.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RuleName {
    /// Its id, once per set.
    pub id: String,
    /// Its topic.
    pub label: String,
}

/// A phrase of a rule and its place in a message, in UTF-16 units: those of Kotlin's strings and of Swift's
/// `NSRange`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Place {
    /// Which rule, by its place in the set.
    pub rule: i32,
    /// Which of the rule's phrases, by its place.
    pub phrase: i32,
    /// Where it begins.
    pub start: i32,
    /// Where it ends; the unit there is no part of it.
    pub end: i32,
}

impl From<KeywordPlace> for Place {
    fn from(place: KeywordPlace) -> Self {
        // Strings of both languages are shorter than the largest number, and so are sets of rules.
        let number = |value: usize| i32::try_from(value).unwrap_or(i32::MAX);
        Self {
            rule: number(place.rule_index),
            phrase: number(place.phrase_index),
            start: number(place.span.utf16.start),
            end: number(place.span.utf16.end),
        }
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

    /// The rules of the set, in their order.
    ///
    /// # Errors
    /// `api.…` where the keywords are closed.
    pub fn rules(&self) -> Result<Vec<RuleName>, CallError> {
        guarded(|| {
            let matcher = self.matcher.get()?;
            let name = |rule: &KeywordRule| RuleName { id: rule.id.to_string(), label: rule.label.clone() };
            Ok(matcher.rules().iter().map(name).collect())
        })
    }

    /// Every hit in a message, in the order of where they begin.
    ///
    /// # Errors
    /// `api.…` where the keywords are closed.
    pub fn find(&self, message: String) -> Result<Vec<Place>, CallError> {
        guarded(|| Ok(places(self.matcher.get()?.as_ref(), &message)))
    }

    /// Every hit in each of many messages, in the order of the messages.
    ///
    /// # Errors
    /// `api.…` where the keywords are closed.
    pub fn find_many(&self, messages: Vec<String>) -> Result<Vec<Vec<Place>>, CallError> {
        guarded(|| {
            let matcher = self.matcher.get()?;
            let mut found = vec![Vec::new(); messages.len()];
            matcher.find_many(messages.iter().map(String::as_str), |message, place| {
                if let Some(places) = found.get_mut(message) {
                    places.push(Place::from(place));
                }
            });
            Ok(found)
        })
    }

    /// The topics of a message, in the order in which they turn up.
    ///
    /// # Errors
    /// `api.…` where the keywords are closed.
    pub fn labels(&self, message: String) -> Result<Vec<String>, CallError> {
        guarded(|| Ok(self.matcher.get()?.labels(&message).into_iter().map(str::to_owned).collect()))
    }

    /// Every phrase that stands in a message and what came of it, as JSON text.
    ///
    /// # Errors
    /// `api.…` where the keywords are closed.
    pub fn explain(&self, message: String) -> Result<String, CallError> {
        guarded(|| {
            let explained = api::explain_keywords(self.matcher.get()?.as_ref(), &message);
            serde_json::to_string(&explained).map_err(|_| api::defect())
        })
    }

    /// Lets the keywords go. Closing twice does nothing.
    ///
    /// # Errors
    /// None but a defect's.
    pub fn shut(&self) -> Result<(), CallError> {
        guarded(|| {
            self.matcher.close();
            Ok(())
        })
    }
}

fn places(matcher: &KeywordMatcher, message: &str) -> Vec<Place> {
    let mut places = Vec::new();
    matcher.find_many([message], |_, place| places.push(Place::from(place)));
    places
}
