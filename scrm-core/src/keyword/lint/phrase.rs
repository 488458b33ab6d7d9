//! The phrases of a set in one list, each with its place and what makes two of them the same.

use super::finding::KeywordLintPlace;
use crate::foundation::text::{StemLanguage, fold, is_unspaced_script, words};
use crate::keyword::config::{KeywordConfig, KeywordRule, MatchMode};
use crate::keyword::matcher::KeywordMatcher;
use crate::keyword::mode::beside;
use crate::keyword::word_phrase::is_inflectable;

/// What a phrase is to its rule, with its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A phrase or the text of a term, as hits count them.
    Keyword(usize),
    /// A companion of a term: the number of the term, and of the companion.
    Companion(usize, usize),
    /// A negative phrase.
    Negative(usize),
}

/// A phrase of a rule.
#[derive(Clone, Debug)]
pub(super) struct Phrase<'c> {
    pub(super) rule: usize,
    pub(super) part: Part,
    pub(super) text: &'c str,
    /// The phrase in the form that messages are compared in; of a regular expression, itself.
    pub(super) folded: String,
    /// How it stands: never `auto`.
    pub(super) mode: MatchMode,
    pub(super) language: Option<StemLanguage>,
    /// Whether it is found in Latin letters too.
    pub(super) romanised: bool,
    /// Whether it counts only beside companions.
    pub(super) has_companions: bool,
}

/// Every phrase of every rule: those that make it fire first, then companions and negative ones.
pub(super) fn phrases<'c>(config: &'c KeywordConfig, matcher: &KeywordMatcher) -> Vec<Phrase<'c>> {
    let mut all = Vec::new();
    for (number, rule) in config.rules.iter().enumerate() {
        let phrase = |part, text, mode| {
            let folded = if mode == MatchMode::Regex { String::from(text) } else { fold(text) };
            let (language, romanised) = (config.language_of(rule), rule.romanised);
            Phrase { rule: number, part, text, folded, mode, language, romanised, has_companions: false }
        };
        for (index, text) in rule.texts().enumerate() {
            let mode = matcher.mode(number, index).unwrap_or_default();
            let term = rule.term(index);
            let has_companions = term.is_some_and(|term| !term.near.is_empty());
            let romanised = term.map_or(rule.romanised, |term| rule.romanises(term));
            all.push(Phrase { has_companions, romanised, ..phrase(Part::Keyword(index), text, mode) });
        }
        for (number, term) in rule.terms.iter().enumerate() {
            let romanised = rule.romanises(term);
            let companion =
                |(near, text)| phrase(Part::Companion(number, near), text, beside(rule, Some(term), text));
            let companions = term.near.iter().map(String::as_str).enumerate().map(companion);
            all.extend(companions.map(|companion| Phrase { romanised, ..companion }));
        }
        let negatives = rule.negative.iter().enumerate();
        all.extend(
            negatives.map(|(index, text)| phrase(Part::Negative(index), text, beside(rule, None, text))),
        );
    }
    all
}

impl Phrase<'_> {
    /// The number that hits have for it, if it makes its rule fire.
    pub(super) const fn keyword(&self) -> Option<usize> {
        match self.part {
            Part::Keyword(index) => Some(index),
            Part::Companion(..) | Part::Negative(_) => None,
        }
    }

    pub(super) const fn is_companion(&self) -> bool {
        matches!(self.part, Part::Companion(..))
    }

    /// Whether it is found in all forms of its words.
    pub(super) fn inflects(&self) -> bool {
        match self.mode {
            MatchMode::Stem => !self.folded.contains(is_unspaced_script),
            MatchMode::Auto => is_inflectable(&self.folded, self.language),
            _ => false,
        }
    }

    /// Where it is.
    pub(super) fn place(&self, rules: &[KeywordRule]) -> KeywordLintPlace {
        let mut place = rule_place(self.rule, rules);
        let of_rule = rules.get(self.rule).map_or(0, |rule| rule.phrases.len());
        place.field.push_str(&match self.part {
            Part::Keyword(index) => match index.checked_sub(of_rule) {
                Some(term) => format!(".terms[{term}].text"),
                None => format!(".phrases[{index}]"),
            },
            Part::Companion(term, near) => format!(".terms[{term}].near[{near}]"),
            Part::Negative(index) => format!(".negative[{index}]"),
        });
        place.phrase = Some(self.text.to_owned());
        place
    }

    /// What two phrases have in common that find the same text: hyphens count as spaces, and apostrophes are left out.
    /// What has to be the whole message is another thing.
    pub(super) fn text_key(&self) -> (bool, String) {
        let whole = self.mode == MatchMode::WholeMessage;
        let plain: String = match self.mode {
            MatchMode::Regex => format!("\u{0}{}", self.folded),
            _ => self.folded.chars().filter(|letter| *letter != '\'').map(bridged).collect(),
        };
        (whole, plain)
    }

    /// The stems of its words, where they are looked for.
    pub(super) fn stem_key(&self) -> Option<String> {
        self.inflects().then(|| stems_of(&self.folded, self.language))
    }

    /// Whether another finds the same text, or the same forms of it.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.text_key() == other.text_key()
            || self.stem_key().is_some_and(|key| other.stem_key() == Some(key))
    }

    /// Whether it finds all that another does which is the same as it: in its mode, in Latin letters, and without the apostrophe
    /// that people leave out.
    pub(super) fn finds_all_of(&self, other: &Self) -> bool {
        use MatchMode::{AsWritten, Stem, Substring, Typo, Word};
        let is_as_wide = match (self.mode, other.mode) {
            (Stem, Stem) => self.language == other.language,
            (mode, narrower) if mode == narrower => true,
            (Substring | Stem | Typo, AsWritten | Word) | (AsWritten, Word) => true,
            _ => false,
        };
        let signs = |it: &Self| it.folded.matches('\'').count();
        let has_signs = signs(self) >= signs(other) || self.text_key() != other.text_key();
        is_as_wide && has_signs && (self.romanised || !other.romanised)
    }

    /// Whether it stands as it is written, although its words have other forms.
    pub(super) fn leaves_forms_out(&self) -> bool {
        matches!(self.mode, MatchMode::AsWritten | MatchMode::Word)
            && is_inflectable(&self.folded, self.language)
    }
}

const fn bridged(letter: char) -> char {
    if letter == '-' { ' ' } else { letter }
}

/// The stems of the words of a folded phrase, with spaces between.
pub(super) fn stems_of(folded: &str, language: Option<StemLanguage>) -> String {
    let stems = words(folded).map(|word| match StemLanguage::for_word(word.text, language) {
        Some(language) if !word.text.contains(|letter: char| letter.is_ascii_digit()) => {
            language.stem(word.text).into_owned()
        }
        _ => word.text.to_owned(),
    });
    stems.collect::<Vec<_>>().join(" ")
}

/// A rule as a whole.
pub(super) fn rule_place(rule: usize, rules: &[KeywordRule]) -> KeywordLintPlace {
    KeywordLintPlace {
        rule: rules.get(rule).map_or_else(|| crate::foundation::RuleId::new(""), |rule| rule.id.clone()),
        field: format!("rules[{rule}]"),
        phrase: None,
    }
}
