//! Rules learned from labelled messages: a short list of keywords for each label, as a person would write it.
//!
//! [`learn_rules`] takes messages of which somebody said what they are about and gives back one rule for each label:
//! phrases (by their stems, or parts of words), phrases with a companion that has to stand near, and words that silence
//! the rule, with how often the rule is right. Nothing else is kept: what is learned can be read, corrected and used as
//! keyword rules like any others.
//!
//! # How the rules are chosen
//!
//! 1. Every sequence of up to four words, every pair of words that stand near each other, and every part that several
//!    words share is a candidate for the labels in whose messages it stands at least twice. One message is enough for a
//!    word that is all that the message says, and for a word in two pieces that others write in one: `pin code`.
//! 2. The rules together are a decision list: of those that fire, the one of the highest priority answers. A rule is
//!    filled greedily, given the other rules, with the phrase or silencing word that gains most: a right answer counts 1,
//!    a wrong one costs as much as is needed for the wanted precision, messages that the rule covers already count less
//!    each time (as in the weighted covering of Lavrač et al. 2004). Rules are chosen anew in turn until all have been
//!    chosen given each other, which is coordinate descent, and ordered in between by who is right where two fire.
//! 3. What was seen of a term is doubted (an m-estimate, Cestnik 1990): before it counts, it is taken for as reliable as
//!    naive Bayes says from its words. A pair that stood twice in the right place is believed if its words speak for it, and
//!    `pin code` means what `pincode` does.
//! 4. What a wrong answer costs is found by cross-validation: the least that reaches the wanted precision on messages
//!    that were not learned from. The precision of each rule is estimated on the same messages.
//!
//! The result does not depend on the order of the messages.

mod corpus;
mod pairs;
mod parts;
mod prior;
mod select;
mod solve;
mod units;
mod validate;

use serde::{Deserialize, Serialize};

use super::error::{KeywordError, check_share, check_some};
use super::{KeywordConfig, KeywordRule, KeywordTerm, MatchMode};
use crate::foundation::RuleId;
use crate::foundation::interval::Interval;
use crate::foundation::text::StemLanguage;

/// A message to learn from, and its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelledMessage<'m> {
    /// The message as it was written.
    pub text: &'m str,
    /// What it is about; `None` where it is about nothing that has a label, which teaches every rule to be silent.
    pub label: Option<&'m str>,
}

/// What is asked of learning.
///
/// ```
/// use scrm_core::keyword::learn::LearnOptions;
/// let options = LearnOptions { precision: 0.95, ..LearnOptions::default() };
/// assert_eq!(options.terms, 12);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearnOptions {
    /// Most terms of a label: its phrases and its negatives together, a phrase with its companion being one term.
    pub terms: usize,
    /// The share of right answers, 0 to 1, that is wanted of the answers to messages that were not learned from. More
    /// means fewer answers.
    pub precision: f64,
    /// Most words between a phrase and its companion.
    pub within: u8,
    /// The language of words in Latin letters; English where nothing is said. Other scripts say it themselves.
    pub language: Option<StemLanguage>,
}

impl Default for LearnOptions {
    fn default() -> Self {
        Self { terms: 12, precision: 0.9, within: 12, language: None }
    }
}

impl LearnOptions {
    /// Whether rules can be learned so; what came from outside is asked first.
    ///
    /// ```
    /// use scrm_core::foundation::Coded;
    /// use scrm_core::keyword::learn::LearnOptions;
    /// let wrong = LearnOptions { precision: 1.5, ..LearnOptions::default() }.check().unwrap_err();
    /// assert_eq!((wrong.code(), wrong.field().as_deref()), ("keyword.option", Some("precision")));
    /// assert!(LearnOptions::default().check().is_ok());
    /// ```
    ///
    /// # Errors
    /// [`KeywordError::Option`]: a precision that is no share, no terms.
    pub fn check(&self) -> Result<(), KeywordError> {
        check_some("terms", self.terms)?;
        check_share("precision", self.precision)
    }
}

/// A phrase of a learned rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearnedPhrase {
    /// The phrase as it is written most often, folded: by its stems, or a part of words, as its mode says; with what has to
    /// stand near it.
    pub term: KeywordTerm,
    /// In how many of the messages learned from it stands.
    pub fired: u32,
    /// How many of these have the rule's label.
    pub right: u32,
}

/// A learned rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearnedRule {
    /// What messages in which it fires are about.
    pub label: String,
    /// One is enough. Those that say most come first.
    pub phrases: Vec<LearnedPhrase>,
    /// Phrases of one or two words that silence the rule wherever they stand, by their stems.
    pub negative: Vec<String>,
    /// Of the rules that fire, the one with the highest number answers. No two rules have the same.
    pub priority: i32,
    /// How many messages the rule for this label answered in cross-validation: messages that it was not learned from.
    pub fired: u32,
    /// How many of these answers were right.
    pub right: u32,
    /// The share of right answers among them, 0 to 1; 0 where there was no answer.
    pub precision: f64,
    /// Wilson's 95 % interval for it; null where there was no answer.
    pub interval: Option<Interval>,
}

/// What was learned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearnedRules {
    /// The rules, the highest priority first; none for a label of which nothing reliable could be said.
    pub rules: Vec<LearnedRule>,
    /// The rules as keywords have them, in the same order: a set that answers as was learned, to be used as it is or
    /// corrected. A rule's id is `learned.` and its label.
    pub keywords: Vec<KeywordRule>,
    /// Labels without a rule, in order.
    pub unlearned: Vec<String>,
    /// Messages that were learned from.
    pub messages: u32,
    /// How many of them were answered in cross-validation.
    pub fired: u32,
    /// How many of these answers were right.
    pub right: u32,
    /// The language whose stems words in Latin letters were brought to, as it was asked for.
    pub language: Option<StemLanguage>,
}

/// Learns keyword rules from labelled messages.
///
/// A label needs at least two messages, or one of a single word, and rules worth having about ten. Time and memory grow
/// with the number of messages times their length in words; nothing is read beyond the first 200 words of a message.
///
/// ```
/// use scrm_core::keyword::KeywordMatcher;
/// use scrm_core::keyword::learn::{LabelledMessage, LearnOptions, learn_rules};
/// let about = |label, texts: [&'static str; 4]| texts.map(|text| LabelledMessage { text, label: Some(label) });
/// let messages = [
///     about("refund", ["I want a refund", "refund please", "when is my money refunded?", "need the refund now"]),
///     about("hours", ["when do you open", "opening hours?", "are you open now", "is the shop open on Sunday"]),
/// ];
/// let learned = learn_rules(messages.as_flattened(), &LearnOptions::default());
/// let matcher = KeywordMatcher::new(&learned.keywords())?;
/// assert_eq!(matcher.labels("You never refunded me"), ["refund"]);
/// assert_eq!(matcher.labels("Do you open tomorrow?"), ["hours"]);
/// assert!(matcher.labels("Hello there").is_empty());
/// # Ok::<(), scrm_core::keyword::KeywordError>(())
/// ```
#[must_use]
pub fn learn_rules(messages: &[LabelledMessage<'_>], options: &LearnOptions) -> LearnedRules {
    let mut sorted = messages.to_vec();
    // The same rules for the same messages, in whatever order they come.
    sorted.sort_unstable();
    let mut labels: Vec<&str> = sorted.iter().filter_map(|message| message.label).collect();
    labels.sort_unstable();
    labels.dedup();
    validate::learn(&sorted, &labels, options)
}

impl LearnedRule {
    /// The rule as keywords have it, under an id.
    #[must_use]
    pub fn keyword_rule(&self, id: RuleId, language: Option<StemLanguage>) -> KeywordRule {
        KeywordRule {
            terms: self.phrases.iter().map(|phrase| phrase.term.clone()).collect(),
            negative: self.negative.clone(),
            // What stands beside its phrases was counted by stems too.
            mode: MatchMode::Stem,
            priority: self.priority,
            language,
            ..KeywordRule::new(id, self.label.clone(), [""; 0])
        }
    }
}

impl LearnedRules {
    /// A set of keywords that answers as was learned, within the standard limits.
    ///
    /// ```
    /// use scrm_core::keyword::learn::{LearnOptions, learn_rules};
    /// assert!(learn_rules(&[], &LearnOptions::default()).keywords().rules.is_empty());
    /// ```
    #[must_use]
    pub fn keywords(&self) -> KeywordConfig {
        KeywordConfig { rules: self.keywords.clone(), ..KeywordConfig::standard() }
    }
}

#[cfg(test)]
mod tests;
