//! Keywords: which topics a message is about, found in one pass over its folded text.
//!
//! A [`KeywordRule`] names a topic and the phrases that people use for it. [`KeywordMatcher`] compiles any
//! number of rules into one search and finds every phrase of every rule in a message, in time linear in
//! its length, however the words were typed: case, width, accents, Arabic and Devanagari variants and
//! traditional or simplified characters make no difference (see [`foundation::text`](crate::foundation::text)).
//!
//! [`lint()`] says what is wrong with a set, and how good each of its rules is on a shop's own messages.
//!
//! A rule may ask for its phrases in Latin letters too: `skolko stoit`, `kitne ka hai` ([`KeywordRule::romanised`]).
//!
//! A hyphen between two words of the message counts as a space, and an apostrophe in a phrase may be left out; so may that of an
//! English word such as `don't` in the phrase.
//!
//! ```
//! use scrm_core::foundation::text::Folded;
//! use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
//!
//! let matcher = KeywordMatcher::new(&KeywordConfig::standard())?;
//! assert_eq!(matcher.labels("Сколько СТОИТ доставка?"), ["price", "delivery"]);
//! let best = matcher.best(&Folded::new("請問這個多少錢")).unwrap();
//! assert_eq!(best.rule.as_str(), "keyword.price");
//! # Ok::<(), scrm_core::keyword::KeywordError>(())
//! ```

mod alphabet;
mod automaton;
mod byte_automaton;
mod character_automaton;
mod character_states;
mod collector;
mod compile;
mod config;
mod contraction;
mod elongation;
mod error;
mod exceptions;
mod explanation;
mod expression;
mod finder;
mod joint;
pub mod learn;
mod lint;
mod matcher;
pub mod mine;
mod mode;
mod near;
mod roles;
mod romanised;
mod standing;
mod stems;
mod typo;
mod vocabulary;
mod word_hash;
mod word_memo;
mod word_pairs;
mod word_phrase;
mod word_runs;
mod word_trie;

pub(crate) use collector::{Hits, Wanted};
pub use config::{KeywordConfig, KeywordLimits, KeywordRule, KeywordTerm, MatchMode};
pub(crate) use elongation::shortened_texts;
pub use error::{ERRORS, KeywordError};
pub use explanation::{KeywordExplanation, KeywordOutcome};
pub(crate) use expression::folded_expression;
pub(crate) use joint::JointMatcher;
pub use lint::{
    KEYWORD_FINDINGS, KeywordFinding, KeywordFindingEntry, KeywordLint, KeywordLintConfig, KeywordLintPlace,
    KeywordQuality, KeywordSeverity, KeywordShare, KeywordVerdict, LabelMeasure, PhraseMeasure, RuleMeasure,
    lint,
};
pub use matcher::{KeywordHit, KeywordMatcher, KeywordPlace};
pub(crate) use word_trie::WordRoom;

/// The standard section of this area.
pub(crate) const STANDARD: &str = include_str!("standard.toml");

#[cfg(test)]
mod tests;
