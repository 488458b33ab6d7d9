//! What is found, and how it is said.

use serde::Serialize;

use crate::foundation::RuleId;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum KeywordSeverity {
    /// A phrase does not do what it was written for.
    Error,
    /// Messages are answered wrongly, or go without an answer.
    Warning,
    /// Nothing is answered wrongly, but something could be left out or is worth a look.
    Note,
}

/// A place in the rules: a phrase, or a rule as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordLintPlace {
    /// The rule.
    pub rule: RuleId,
    /// Where in the document: `rules[3].phrases[1]`, or `rules[3]` for the rule as a whole.
    pub field: String,
    /// The phrase, as it is written there; null for the rule as a whole.
    pub phrase: Option<String>,
}

/// Something about a phrase or a rule that its owner should know.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordFinding {
    /// What it is, such as `keyword.lint.shadowed`. Codes stay what they are.
    pub code: &'static str,
    /// How much it matters.
    pub severity: KeywordSeverity,
    /// Where it is.
    pub place: KeywordLintPlace,
    /// The other phrase or rule that has to do with it.
    pub other: Option<KeywordLintPlace>,
    /// In how many of the messages it shows; null where it shows without any.
    pub count: Option<usize>,
    /// Some of those messages, by their numbers, counted from 0.
    pub samples: Vec<usize>,
    /// What else it is about: the characters, the forms of a word, the companions, or the topics.
    pub details: Vec<String>,
    /// What it is, in a sentence for people.
    pub message: String,
    /// What to do.
    pub advice: &'static str,
}

/// A line of the catalogue of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeywordFindingEntry {
    /// The code.
    pub code: &'static str,
    /// How much it matters, unless the finding says that it matters less.
    pub severity: KeywordSeverity,
    /// What it is. `{phrase}`, `{rule}`, `{other}`, `{count}` and `{details}` stand for what is found.
    pub message: &'static str,
    /// What to do.
    pub advice: &'static str,
}

use KeywordSeverity::{Error, Note, Warning};

macro_rules! catalogue {
    ($($name:ident = $code:literal, $severity:ident, $message:literal, $advice:literal;)*) => {
        $(pub(super) static $name: KeywordFindingEntry = KeywordFindingEntry {
            code: $code,
            severity: $severity,
            message: $message,
            advice: $advice,
        };)*

        /// Every finding there can be, in the order of their codes.
        ///
        /// ```
        /// use scrm_core::keyword::KEYWORD_FINDINGS;
        /// assert!(KEYWORD_FINDINGS.iter().any(|entry| entry.code == "keyword.lint.shadowed"));
        /// assert!(KEYWORD_FINDINGS.is_sorted_by_key(|entry| entry.code));
        /// ```
        pub static KEYWORD_FINDINGS: &[&KeywordFindingEntry] = &[$(&$name),*];
    };
}

catalogue! {
    BIDIRECTIONAL_CONTROL = "keyword.lint.bidirectional_control", Error,
        "{phrase} holds characters that turn the direction of writing and are not seen: {details}. It may read differently from what it matches.",
        "Type the phrase anew instead of pasting it.";
    COMPANION_NEVER_NEAR = "keyword.lint.companion_never_near", Warning,
        "{phrase} stands in {count} messages, but never with its companions near: {details}. So it never fires.",
        "Change the companions, or remove them.";
    COMPANION_TOO_FAR = "keyword.lint.companion_too_far", Warning,
        "{phrase} stands in {count} messages, but never with its companions as near as `within` asks: {details}. They are there, further away.",
        "Raise `within`.";
    CONFUSABLE_CHARACTERS = "keyword.lint.confusable_characters", Warning,
        "{phrase} mixes letters of different alphabets that look alike: {details}. Customers who type it in one alphabet are not understood.",
        "Type the word anew on one keyboard.";
    CONFUSABLE_PAIR = "keyword.lint.confusable_pair", Warning,
        "{phrase} and {other} look the same but are written with different letters: what customers see as one word finds one rule or the other.",
        "Decide to which topic the word belongs, and remove it from the other rule.";
    CONTRADICTORY = "keyword.lint.contradictory", Error,
        "{phrase} of rule {rule} finds the same as {other}, which is about another topic. Only one of them can answer.",
        "Decide to which topic the phrase belongs, and remove it from the other rule.";
    DUPLICATE = "keyword.lint.duplicate", Note,
        "{phrase} is there twice: {other} finds the same.",
        "Remove one of the two.";
    HIDDEN_CHARACTER = "keyword.lint.hidden_character", Warning,
        "{phrase} holds characters that are not seen: {details}.",
        "Type the phrase anew instead of pasting it.";
    IDLE_NEGATIVE = "keyword.lint.idle_negative", Note,
        "The negative phrase {phrase} has kept rule {rule} from answering none of the messages; it stands in {count}.",
        "Remove it, unless you know of messages that need it.";
    IMPRECISE = "keyword.lint.imprecise", Warning,
        "Rule {rule} fires in {count} messages of other topics, most often because of {details}. Its precision is below what is asked.",
        "Look at the phrases that are wrong most often: add companions or negative phrases to them, or remove them.";
    MANY_TOPICS = "keyword.lint.many_topics", Warning,
        "{phrase} fires in messages of many topics ({details}) and does not tell them apart.",
        "Make the phrase longer, give it companions, or remove it.";
    MISSING_FORMS = "keyword.lint.missing_forms", Warning,
        "{count} messages have {phrase} in other forms, which rule {rule} does not know: {details}.",
        "Let the phrase match as `stem`, or add the forms.";
    NEVER_FIRED = "keyword.lint.never_fired", Note,
        "{phrase} fires in none of the messages.",
        "Check its spelling against what customers write, or remove it.";
    OVERLAPPING = "keyword.lint.overlapping", Note,
        "Wherever {phrase} fires, {other} fires too, which is about another topic: such messages have both topics.",
        "Leave it if both topics are meant; otherwise add the phrase to the negative phrases of the other rule.";
    PLAIN_REGEX = "keyword.lint.plain_regex", Note,
        "The regular expression {phrase} looks for nothing but plain text: {details}.",
        "Write it as plain phrases: they are faster, and understood in all their spellings.";
    ROMANISED_WITHOUT_EFFECT = "keyword.lint.romanised_without_effect", Note,
        "{phrase} is to be found in Latin letters too, but it is too short for that: other words would be taken for it.",
        "Make the phrase longer, or add the spellings that you see.";
    SHADOWED = "keyword.lint.shadowed", Warning,
        "{phrase} of rule {rule} never decides: wherever it fires, {other} fires too and goes first.",
        "Give its rule a higher priority, add the phrase to the negative phrases of the other rule, or remove it.";
    SHORT_SUBSTRING = "keyword.lint.short_substring", Warning,
        "{phrase} is so short that it fires inside other words, here in {count} messages.",
        "Let it match as `word`, or write the words that are meant.";
    SILENCED = "keyword.lint.silenced", Error,
        "{phrase} never fires: {other} is a negative phrase of the same rule and stands wherever it does.",
        "Remove the phrase or the negative phrase, or make the negative phrase longer.";
    STOP_WORD = "keyword.lint.stop_word", Warning,
        "{phrase} is a word that stands in messages about anything.",
        "Make the phrase longer, or remove it.";
    TOO_BROAD = "keyword.lint.too_broad", Warning,
        "{phrase} fires in {count} messages, which is {details} of all.",
        "Make the phrase longer, give it companions, or remove it.";
    TYPO_WITHOUT_EFFECT = "keyword.lint.typo_without_effect", Note,
        "{phrase} is to be found with slips, but its words are too short for that, or its script has none.",
        "Let it match as `auto`, or add the wrong spellings that you see.";
}

/// What a finding says, with what was found in the places of its text.
pub(super) fn worded(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, later)) => {
                out.push_str(&value(name));
                rest = later;
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_with_braces_is_said_as_it_is() {
        let value = |name: &str| if name == "phrase" { "“{count}”".to_owned() } else { "7".to_owned() };
        assert_eq!(worded("{phrase} in {count}.", value), "“{count}” in 7.");
        assert_eq!(worded("plain", |_| unreachable!()), "plain");
    }
}
