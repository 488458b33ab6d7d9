//! A phrase of a rule.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a phrase has to stand in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MatchMode {
    /// As a word or phrase in scripts that write spaces between words, anywhere in scripts that do not.
    #[default]
    Auto,
    /// The phrase is the whole message.
    WholeMessage,
    /// As a word or phrase of its own.
    Word,
    /// Anywhere, inside other words too.
    Substring,
    /// Each word of the phrase by its stem.
    Stem,
    /// As a word or phrase, with an error of typing.
    Typo,
    /// A regular expression over the folded message.
    Regex,
}

/// A phrase with its mode, and companions that must stand near it. `Debug` hides the words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Phrase {
    /// What people write.
    pub text: String,
    /// How it has to stand in the message; nothing for the mode of its rule.
    pub mode: Option<MatchMode>,
    /// Companions that must each stand near, before or after, in the same mode.
    pub near: Vec<String>,
    /// Most words between the phrase and a companion.
    pub within: u8,
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phrase({:?}, {} companions within {})", self.mode, self.near.len(), self.within)
    }
}
