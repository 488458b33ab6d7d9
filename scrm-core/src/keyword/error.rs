//! What can be wrong with a set of keywords.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry, RuleId};

/// A set of keywords cannot be compiled. Places are counted from 0, as in the document's own path.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeywordError {
    /// Two rules have one id.
    #[error("rules[{rule}]: the id {id} is used twice")]
    DuplicateRule {
        /// The later rule.
        rule: usize,
        /// The id.
        id: RuleId,
    },
    /// A rule has nothing to look for.
    #[error("rules[{rule}] has no phrases")]
    NoPhrases {
        /// The rule.
        rule: usize,
    },
    /// A phrase has nothing to match: it is blank or holds only invisible characters.
    #[error("{field} is blank")]
    BlankPhrase {
        /// Where.
        field: String,
    },
    /// A phrase is longer than allowed.
    #[error("{field} has {characters} characters, {limit} are allowed")]
    LongPhrase {
        /// Where.
        field: String,
        /// How long it is.
        characters: usize,
        /// How long it may be.
        limit: usize,
    },
    /// The set has more rules than allowed.
    #[error("{count} rules, {limit} are allowed")]
    TooManyRules {
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The set has more phrases than allowed.
    #[error("{count} phrases, {limit} are allowed")]
    TooManyPhrases {
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The phrases together are too large for an automaton.
    #[error("the phrases are too large together")]
    TooLarge,
    /// A regular expression has a mistake.
    #[error("{field} is not a regular expression: {cause}")]
    InvalidRegex {
        /// Where.
        field: String,
        /// What is wrong with it.
        cause: String,
    },
    /// A regular expression would take too much memory.
    #[error("{field} compiles to more than {limit} bytes")]
    LargeRegex {
        /// Where.
        field: String,
        /// How large it may be.
        limit: usize,
    },
    /// An option of learning, linting or mining is out of its range.
    #[error("{field} {problem}")]
    Option {
        /// Which.
        field: &'static str,
        /// What it must be.
        problem: &'static str,
    },
    /// Messages are labelled, but not each of them.
    #[error("{labels} labels for {messages} messages")]
    LabelCount {
        /// How many messages there are.
        messages: usize,
        /// How many labels.
        labels: usize,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "keyword.rule.duplicate",
        message: "Two keyword rules have the same id.",
        help: "Give every rule an id of its own, or join the two rules.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.rule.no_phrases",
        message: "A keyword rule has no phrases.",
        help: "Add at least one phrase, or remove the rule.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.phrase.blank",
        message: "A phrase is blank or holds only invisible characters.",
        help: "Write the phrase, or remove it.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.phrase.too_long",
        message: "A phrase is longer than the limits allow.",
        help: "Shorten the phrase to its telling words, or raise limits.max_phrase_characters.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.rules.too_many",
        message: "There are more keyword rules than the limits allow.",
        help: "Join rules of one topic, or raise limits.max_rules.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.phrases.too_many",
        message: "There are more phrases than the limits allow.",
        help: "Remove phrases that never fire, or raise limits.max_phrases.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.phrases.too_large",
        message: "The phrases are too large together.",
        help: "Shorten phrases or split the set.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.regex.invalid",
        message: "A phrase of a regular-expression rule is not a regular expression.",
        help: "Mend it at the place named; look-around and back-references do not exist here.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.regex.too_large",
        message: "A regular expression compiles to more memory than the limits allow.",
        help: "Use smaller repetitions ({1,10} instead of {1,1000}), or raise limits.regex_bytes.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.option",
        message: "An option of learning, linting or mining is out of its range.",
        help: "The message names the option and what it must be; leave it out for the standard one.",
        retryable: false,
    },
    ErrorEntry {
        code: "keyword.labels.count",
        message: "There are not as many labels as messages.",
        help: "Give one label for each message; null for a message that no rule should answer.",
        retryable: false,
    },
];

impl Coded for KeywordError {
    fn code(&self) -> &'static str {
        match self {
            Self::DuplicateRule { .. } => "keyword.rule.duplicate",
            Self::NoPhrases { .. } => "keyword.rule.no_phrases",
            Self::BlankPhrase { .. } => "keyword.phrase.blank",
            Self::LongPhrase { .. } => "keyword.phrase.too_long",
            Self::TooManyRules { .. } => "keyword.rules.too_many",
            Self::TooManyPhrases { .. } => "keyword.phrases.too_many",
            Self::TooLarge => "keyword.phrases.too_large",
            Self::InvalidRegex { .. } => "keyword.regex.invalid",
            Self::LargeRegex { .. } => "keyword.regex.too_large",
            Self::Option { .. } => "keyword.option",
            Self::LabelCount { .. } => "keyword.labels.count",
        }
    }

    fn field(&self) -> Option<String> {
        Some(match self {
            Self::DuplicateRule { rule, .. } => format!("rules[{rule}].id"),
            Self::NoPhrases { rule } => format!("rules[{rule}].phrases"),
            Self::BlankPhrase { field }
            | Self::LongPhrase { field, .. }
            | Self::InvalidRegex { field, .. }
            | Self::LargeRegex { field, .. } => field.clone(),
            Self::Option { field, .. } => (*field).to_owned(),
            Self::LabelCount { .. } => "labels".to_owned(),
            Self::TooManyRules { .. } | Self::TooManyPhrases { .. } | Self::TooLarge => "rules".to_owned(),
        })
    }
}

/// Refuses a share that is not from 0 to 1.
pub(super) fn check_share(field: &'static str, share: f64) -> Result<(), KeywordError> {
    let problem = "must be a share from 0 to 1";
    if (0.0..=1.0).contains(&share) { Ok(()) } else { Err(KeywordError::Option { field, problem }) }
}

/// Refuses a number that leaves nothing.
pub(super) const fn check_some(field: &'static str, number: usize) -> Result<(), KeywordError> {
    if number == 0 { Err(KeywordError::Option { field, problem: "must be at least 1" }) } else { Ok(()) }
}
