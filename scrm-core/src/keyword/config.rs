//! Keyword rules as data.

use serde::{Deserialize, Serialize};

use crate::foundation::RuleId;

/// How a phrase has to stand in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MatchMode {
    /// As a word or phrase in scripts that write spaces between words, anywhere in scripts that do not.
    #[default]
    Auto,
    /// The phrase is the whole message, apart from punctuation, emoji and spaces around it.
    WholeMessage,
    /// As a word or phrase of its own; in a script without spaces, as a stretch of its own.
    Word,
    /// Anywhere, inside other words too.
    Substring,
    /// The phrase is a regular expression over the folded message (lower case, ASCII digits, simplified
    /// characters); letters in the expression are folded in the same way. No look-around, no back-references.
    Regex,
}

/// A topic and the phrases that people use for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordRule {
    /// The rule's name, once per document.
    pub id: RuleId,
    /// The topic, such as `price`. Several rules may share one.
    pub label: String,
    /// What people write, in any language; one is enough. Written as people read it: folding is done here.
    pub phrases: Vec<String>,
    /// How a phrase has to stand in the message.
    #[serde(default)]
    pub mode: MatchMode,
    /// Phrases that silence the rule wherever they stand in the message; always matched as `auto`.
    #[serde(default)]
    pub negative: Vec<String>,
    /// Of several rules that fire, the one with the highest number is the best.
    #[serde(default)]
    pub priority: i32,
}

/// Bounds that keep a set of keywords cheap to compile and to match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordLimits {
    /// Most rules in one set.
    pub max_rules: usize,
    /// Most phrases in one set, negative ones included.
    pub max_phrases: usize,
    /// Longest phrase or regular expression, in characters.
    pub max_phrase_characters: usize,
    /// Largest compiled form of one regular expression, in bytes.
    pub regex_bytes: usize,
    /// Largest compiled form of all regular expressions together, in bytes.
    pub regex_total_bytes: usize,
    /// Most hits listed for one message; finding the best hit is not limited.
    pub max_hits: usize,
    /// Sets whose folded phrases are at most this many bytes together get the fastest automaton, at about
    /// 250 to 1,000 bytes of memory per byte.
    pub fast_automaton_bytes: usize,
}

/// The keywords of a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordConfig {
    /// Bounds on the set.
    pub limits: KeywordLimits,
    /// The rules; of equals, the earlier wins.
    #[serde(default)]
    pub rules: Vec<KeywordRule>,
}

impl KeywordConfig {
    /// The standard set: price, delivery, appointment and return in six languages.
    ///
    /// ```
    /// let config = scrm_core::keyword::KeywordConfig::standard();
    /// assert!(config.rules.iter().any(|rule| rule.id.as_str() == "keyword.price"));
    /// ```
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(super::STANDARD)
    }
}
