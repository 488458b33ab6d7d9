//! Keyword matching without a request's cost.

use std::sync::OnceLock;

use napi::Either;
use napi::bindgen_prelude::Uint32Array;
use napi_derive::napi;
use scrm_core::api::{defect, explain_keywords, given_json, read_argument};
use scrm_core::foundation::ErrorInfo;
use scrm_core::keyword::{KeywordConfig, KeywordMatcher as Matcher, KeywordPlace};

use crate::guard::guarded;
use crate::text::{refusal, reply};

/// Stands between the messages of one text.
const SEPARATOR: char = '\0';

/// The standard set, read once.
static STANDARD: OnceLock<KeywordConfig> = OnceLock::new();

/// A compiled set of keywords.
#[napi]
#[derive(Debug)]
pub struct KeywordMatcher {
    matcher: Matcher,
}

#[napi]
impl KeywordMatcher {
    /// Compiles a JSON list of rules, the standard ones where there is none.
    #[napi]
    pub fn compile(rules: Option<String>) -> Either<KeywordMatcher, String> {
        let compiled = guarded("KeywordMatcher.compile", || {
            let standard = STANDARD.get_or_init(KeywordConfig::standard);
            let config = match rules {
                Some(rules) => KeywordConfig {
                    rules: read_argument("rules", &given_json(&rules)?)?,
                    limits: standard.limits.clone(),
                    language: standard.language,
                },
                None => standard.clone(),
            };
            let matcher = Matcher::new(&config).map_err(|error| ErrorInfo::from(&error))?;
            Ok(Self { matcher })
        });
        match compiled {
            Ok(matcher) => Either::A(matcher),
            Err(error) => Either::B(refusal(&error)),
        }
    }

    /// The rules, as JSON text.
    #[napi]
    pub fn rules(&self) -> String {
        reply(guarded("KeywordMatcher.rules", || {
            serde_json::to_string(self.matcher.rules()).map_err(|_| defect())
        }))
    }

    /// What a message holds: four numbers a hit, the rule, the phrase, and where in UTF-16 units it begins and
    /// ends. Nothing where there is no hit.
    #[napi]
    pub fn find(&self, message: String) -> Either<Option<Vec<u32>>, String> {
        let found = guarded("KeywordMatcher.find", || {
            let mut numbers = Vec::new();
            self.matcher.find_many([message.as_str()], |_, place| push(&mut numbers, &place));
            Ok((!numbers.is_empty()).then_some(numbers))
        });
        found.map_or_else(|error| Either::B(refusal(&error)), Either::A)
    }

    /// What each of `count` messages holds that are joined by U+0000: first `count` numbers, where the hits of each
    /// message end, and then the hits as [`find`](Self::find) gives them. An empty list where there are not
    /// `count` messages, because one of them holds a U+0000 itself.
    #[napi]
    pub fn find_many(&self, messages: String, count: u32) -> Either<Uint32Array, String> {
        let found = guarded("KeywordMatcher.findMany", || Ok(self.numbers(&messages, count as usize)));
        match found {
            Ok(numbers) => Either::A(Uint32Array::new(numbers)),
            Err(error) => Either::B(refusal(&error)),
        }
    }

    /// Every phrase that stands in a message and what came of it, as JSON text.
    #[napi]
    pub fn explain(&self, message: String) -> String {
        reply(guarded("KeywordMatcher.explain", || {
            serde_json::to_string(&explain_keywords(&self.matcher, &message)).map_err(|_| defect())
        }))
    }

    /// The topics of a message.
    #[napi]
    pub fn labels(&self, message: String) -> Either<Vec<&str>, String> {
        let labels = guarded("KeywordMatcher.labels", || Ok(self.matcher.labels(&message)));
        labels.map_or_else(|error| Either::B(refusal(&error)), Either::A)
    }
}

impl KeywordMatcher {
    fn numbers(&self, messages: &str, count: usize) -> Vec<u32> {
        if messages.split(SEPARATOR).count() != count {
            return Vec::new();
        }
        let mut numbers = vec![0; count];
        self.matcher.find_many(messages.split(SEPARATOR), |message, place| {
            push(&mut numbers, &place);
            if let Some(hits) = numbers.get_mut(message) {
                *hits += 1;
            }
        });
        let mut end = 0;
        for hits in numbers.iter_mut().take(count) {
            end += *hits;
            *hits = end;
        }
        numbers
    }
}

fn push(numbers: &mut Vec<u32>, place: &KeywordPlace) {
    let KeywordPlace { rule_index, phrase_index, span } = place;
    numbers.extend([*rule_index, *phrase_index, span.utf16.start, span.utf16.end].map(number));
}

/// No text or set of rules that fits into memory has more of anything: JavaScript's strings are shorter.
fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
