//! Masking and opt-out words as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::foundation::text::Language;

/// How much of a value a mask shows. What is hidden is always three asterisks, whatever its length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MaskingConfig {
    /// Digits shown at the start of a phone number; with `phone_tail` at most seven.
    pub phone_head: usize,
    /// Digits shown at the end of a phone number.
    pub phone_tail: usize,
    /// Phone numbers with fewer digits show only `phone_short_tail`; at least three more than head and tail.
    pub phone_full_from: usize,
    /// Digits shown at the end of a short phone number.
    pub phone_short_tail: usize,
    /// Phone numbers with fewer digits are hidden whole; at least twice `phone_short_tail`.
    pub phone_short_from: usize,
    /// Characters shown at the end of an id number.
    pub id_tail: usize,
    /// Id numbers with fewer characters are hidden whole; at least twice `id_tail`.
    pub id_from: usize,
    /// In free text, digits in a row, spaces and hyphens among them, from which a number is hidden.
    pub text_digits: usize,
}

/// The words of one language by which a customer stops or resumes messages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptOutTexts {
    /// Stop, when the message says nothing else.
    #[serde(default)]
    pub stop_messages: Vec<String>,
    /// Stop, when it is a sentence of the message, or stands between commas.
    #[serde(default)]
    pub stop_sentences: Vec<String>,
    /// Stop, wherever it stands in the message: only what can mean nothing else.
    #[serde(default)]
    pub stop_phrases: Vec<String>,
    /// Resume, when the message says nothing else.
    #[serde(default)]
    pub resume_messages: Vec<String>,
    /// Resume, wherever it stands in the message.
    #[serde(default)]
    pub resume_phrases: Vec<String>,
    /// Phrases in which neither counts: "do not unsubscribe" is no wish to leave. A phrase that holds more than one of
    /// these counts all the same.
    #[serde(default)]
    pub except: Vec<String>,
    /// Words that may stand around a whole message or sentence without changing it: `please`, `thanks`.
    #[serde(default)]
    pub courtesies: Vec<String>,
}

/// The words by which a customer stops or resumes messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptOutConfig {
    /// Words by language. All languages are listened for, whatever the customer's own.
    pub words: BTreeMap<Language, OptOutTexts>,
}

/// Trust: masking and opt-out words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrustConfig {
    /// How much a mask shows.
    pub masking: MaskingConfig,
    /// How a customer stops messages.
    pub opt_out: OptOutConfig,
}

impl TrustConfig {
    /// The standard settings.
    ///
    /// ```
    /// let config = scrm_core::trust::TrustConfig::standard();
    /// assert_eq!(config.opt_out.words.len(), 6);
    /// ```
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(super::STANDARD)
    }
}
