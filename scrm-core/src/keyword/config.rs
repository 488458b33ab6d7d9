//! Keyword rules as data.

use serde::{Deserialize, Serialize};

use crate::foundation::RuleId;
use crate::foundation::text::StemLanguage;

/// How a phrase has to stand in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MatchMode {
    /// As its script and length ask: words of four letters or more (three in Arabic, Hebrew, Bengali and Devanagari, two in Hangul)
    /// by their stems, as for `stem`; what has no letters, anywhere; all else as it is written.
    #[default]
    Auto,
    /// As it is written: as a word or phrase in scripts that write spaces between words, anywhere in scripts that do not.
    AsWritten,
    /// The phrase is the whole message, apart from punctuation, emoji and spaces around it.
    WholeMessage,
    /// As a word or phrase of its own; in Chinese, Japanese and Thai by dictionaries (`价格` in `请问价格多少`, not in
    /// `评价格外好`), in other scripts without spaces as a stretch of its own.
    Word,
    /// Anywhere, inside other words too.
    Substring,
    /// As a word or phrase whose words may be inflected: `price` for `prices`, `скидка` for `скидку`, `سعر` for `والسعر`.
    /// In a script without spaces, as it is written.
    Stem,
    /// As a word or phrase with slips: a letter left out, added, mistaken or swapped with its neighbour, one in a word of
    /// five letters or more, two from nine letters on. The first letter has to be right, and a word that differs in a
    /// digit is another word. In a script without spaces, as it is written.
    Typo,
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
    /// What people write, in any language. Written as people read it: folding is done here.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// More phrases, of which there is more to say. A rule has one phrase or term at least.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<KeywordTerm>,
    /// How a phrase has to stand in the message.
    #[serde(default)]
    pub mode: MatchMode,
    /// The language by whose rules words are brought to their stems, where their script does not tell: words in Latin letters
    /// are of the set's [language](KeywordConfig::language) unless this says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<StemLanguage>,
    /// Whether phrases in Cyrillic, Arabic, Devanagari and Chinese characters are also found as people type them in Latin
    /// letters and digits: `skolko stoit`, `kam el se3r`, `kitne ka hai`, `duo shao qian`. Negative phrases and companions
    /// too. What is too short for that, or a usual English word, is not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub romanised: bool,
    /// Whether `й` in a phrase is also found as `и`, as people write who have no `й` on their keyboard: `чаи`, `какои`. Negative
    /// phrases and companions too. That `ё` is `е` needs no asking.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub short_i_as_i: bool,
    /// Phrases that silence the rule wherever they stand in the message; matched as `auto`, or by their stems where the
    /// rule's mode is `stem`.
    #[serde(default)]
    pub negative: Vec<String>,
    /// Of several rules that fire, the one with the highest number is the best.
    #[serde(default)]
    pub priority: i32,
}

/// A phrase with a mode of its own or with companions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordTerm {
    /// The phrase.
    pub text: String,
    /// How it has to stand in the message; as the rule says where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<MatchMode>,
    /// Whether it and its companions are also found in Latin letters; as the rule says where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub romanised: Option<bool>,
    /// Phrases that must all stand near it, before or after; matched as `auto`, or by their stems where the
    /// term or its rule is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// How near: at most so many words stand between the two. In a script without spaces two characters count as a word.
    #[serde(default = "usual_distance")]
    pub within: u8,
}

/// Words between a term and its companions, where nothing else is said.
pub(super) const fn usual_distance() -> u8 {
    5
}

impl KeywordTerm {
    /// A phrase that stands as its rule says, without companions.
    ///
    /// ```
    /// use scrm_core::keyword::{KeywordTerm, MatchMode};
    /// let typo = KeywordTerm { mode: Some(MatchMode::Typo), ..KeywordTerm::new("delivery") };
    /// assert_eq!((typo.near.len(), typo.within), (0, 5));
    /// ```
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), mode: None, romanised: None, near: Vec::new(), within: usual_distance() }
    }
}

impl KeywordRule {
    /// A rule of phrases that stand as their script and length ask.
    ///
    /// ```
    /// use scrm_core::foundation::RuleId;
    /// use scrm_core::keyword::KeywordRule;
    /// let rule = KeywordRule::new(RuleId::new("stock"), "stock", ["in stock", "есть в наличии"]);
    /// assert_eq!((rule.phrases.len(), rule.priority), (2, 0));
    /// ```
    #[must_use]
    pub fn new<P: Into<String>>(
        id: RuleId,
        label: impl Into<String>,
        phrases: impl IntoIterator<Item = P>,
    ) -> Self {
        Self {
            id,
            label: label.into(),
            phrases: phrases.into_iter().map(Into::into).collect(),
            terms: Vec::new(),
            mode: MatchMode::Auto,
            language: None,
            romanised: false,
            short_i_as_i: false,
            negative: Vec::new(),
            priority: 0,
        }
    }

    /// The phrases and then the texts of the terms: a hit's `phrase_index` counts them.
    ///
    /// ```
    /// use scrm_core::foundation::RuleId;
    /// use scrm_core::keyword::{KeywordRule, KeywordTerm};
    /// let rule = KeywordRule { terms: vec![KeywordTerm::new("b")], ..KeywordRule::new(RuleId::new("r"), "r", ["a"]) };
    /// assert_eq!(rule.texts().collect::<Vec<_>>(), ["a", "b"]);
    /// ```
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let terms = self.terms.iter().map(|term| &term.text);
        self.phrases.iter().chain(terms).map(String::as_str)
    }

    /// Whether a term is found in Latin letters too.
    pub(super) fn romanises(&self, term: &KeywordTerm) -> bool {
        term.romanised.unwrap_or(self.romanised)
    }

    /// A phrase, or the text of a term, by the number that hits have for it: the phrases come first.
    pub(super) fn text(&self, phrase: usize) -> Option<&str> {
        let term = || self.term(phrase).map(|term| term.text.as_str());
        self.phrases.get(phrase).map(String::as_str).or_else(term)
    }

    /// A term by the number that hits have for it.
    pub(super) fn term(&self, phrase: usize) -> Option<&KeywordTerm> {
        self.terms.get(phrase.checked_sub(self.phrases.len())?)
    }
}

/// Bounds that keep a set of keywords cheap to compile and to match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordLimits {
    /// Most rules in one set.
    pub max_rules: usize,
    /// Most phrases in one set, terms, companions and negative ones included.
    pub max_phrases: usize,
    /// Longest phrase or regular expression, in characters.
    pub max_phrase_characters: usize,
    /// Largest compiled form of one regular expression, in bytes.
    pub regex_bytes: usize,
    /// Largest compiled form of all regular expressions together, in bytes.
    pub regex_total_bytes: usize,
    /// Most hits listed for one message; finding the best hit is not limited.
    pub max_hits: usize,
    /// A set gets the fastest automaton where that takes at most so many bytes of memory; a larger set gets one that is
    /// smaller and, as long as both fit into the processor's cache, half as fast. Phrases in scripts whose characters take
    /// three bytes, as Chinese, have one of their own at any size.
    pub fast_automaton_bytes: usize,
}

/// The keywords of a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordConfig {
    /// Bounds on the set.
    pub limits: KeywordLimits,
    /// The language of words in Latin letters, in rules that name none and in what is mined and learned; English where nothing
    /// is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<StemLanguage>,
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

    /// The language of a rule's words in Latin letters.
    pub(super) fn language_of(&self, rule: &KeywordRule) -> Option<StemLanguage> {
        rule.language.or(self.language)
    }
}
