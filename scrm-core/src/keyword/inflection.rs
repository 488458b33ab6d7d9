//! Phrases whose words may be inflected.
//!
//! Stemming every word of every message would take longer than all else. So the automaton looks for the beginning
//! that all forms of a word have in common, and only a word that has it is brought to its stem.

use std::ops::Range;

use compact_str::CompactString;

use super::standing::is_free;
use crate::foundation::text::{StemLanguage, is_unspaced_script, is_word_character, words};

/// Words of a phrase, each by its stem.
#[derive(Clone, Debug)]
pub(super) struct InflectedPhrase {
    words: Box<[InflectedWord]>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct InflectedWord {
    /// The stem; the word itself where it has none.
    stem: CompactString,
    language: Option<StemLanguage>,
    /// How many bytes of the stem every form has.
    common: usize,
}

/// Whether a folded phrase is one of words in scripts with spaces, and one of them is long enough to take endings.
pub(super) fn is_inflectable(folded: &str, language: Option<StemLanguage>) -> bool {
    let long = |word: &str| {
        let least = match stem_language(word, language) {
            Some(StemLanguage::Ar | StemLanguage::Hi) => 3,
            Some(_) => 4,
            None => return false,
        };
        word.chars().filter(|letter| letter.is_alphabetic()).count() >= least
            && !word.contains(|letter: char| letter.is_ascii_digit())
    };
    consists_of_words(folded) && words(folded).any(|word| long(word.text))
}

/// Whether nothing but a space, a hyphen or an apostrophe stands between the words.
fn consists_of_words(folded: &str) -> bool {
    let within = |letter: char| is_word_character(letter) && !is_unspaced_script(letter);
    folded.chars().all(|letter| within(letter) || is_gap(letter))
        && folded.starts_with(within)
        && folded.ends_with(within)
}

/// What may stand between two words of a phrase.
const fn is_gap(letter: char) -> bool {
    matches!(letter, ' ' | '-' | '\'')
}

/// The language of a word: that of its script, if the one that is asked for is written in another.
fn stem_language(word: &str, asked: Option<StemLanguage>) -> Option<StemLanguage> {
    match StemLanguage::of_word(word) {
        Some(StemLanguage::En) => Some(asked.filter(|language| language.is_latin()).unwrap_or(StemLanguage::En)),
        of_script => of_script,
    }
}

impl InflectedPhrase {
    /// The words of a folded phrase; nothing where it has other characters than words.
    pub(super) fn new(folded: &str, language: Option<StemLanguage>) -> Option<Self> {
        if !consists_of_words(folded) {
            return None;
        }
        let words: Box<[InflectedWord]> =
            words(folded).map(|word| InflectedWord::new(word.text, stem_language(word.text, language))).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// What every form of the first word has in common.
    pub(super) fn beginning(&self) -> &str {
        self.words.first().and_then(|word| word.stem.get(..word.common)).unwrap_or_default()
    }

    /// Where the phrase stands, if the beginning of its first word stands at `start`, after `previous`.
    pub(super) fn place(
        &self,
        text: &str,
        start: usize,
        previous: Option<char>,
        last: &mut LastStem,
    ) -> Option<Range<usize>> {
        let first = self.words.first()?;
        let start = if first.takes_beginnings() { word_start(text, start) } else { start };
        let opening = text.get(start..)?.chars().next()?;
        if !first.takes_beginnings() && !is_free(opening, previous) {
            return None;
        }
        let mut at = start;
        for (number, word) in self.words.iter().enumerate() {
            if number > 0 {
                let gap = text.get(at..)?.chars().next().filter(|gap| is_gap(*gap))?;
                at += gap.len_utf8();
            }
            let end = word_end(text, at);
            if !word.is_form(text.get(at..end)?, at, last) {
                return None;
            }
            at = end;
        }
        Some(start..at)
    }
}

impl InflectedWord {
    fn new(word: &str, language: Option<StemLanguage>) -> Self {
        // Digits are no endings, and a name with a number has no forms.
        let language = language.filter(|_| !word.contains(|letter: char| letter.is_ascii_digit()));
        let stem = language.map_or_else(|| word.into(), |language| CompactString::from(language.stem(word)));
        let common = language.map_or(stem.len(), |language| common_length(&stem, language));
        Self { stem, language, common }
    }

    /// Whether its forms may have more letters before the stem: the Arabic article and what is written before it.
    fn takes_beginnings(&self) -> bool {
        self.language == Some(StemLanguage::Ar)
    }

    fn is_form(&self, word: &str, at: usize, last: &mut LastStem) -> bool {
        match self.language {
            None => word == self.stem,
            Some(language) => word == self.stem || last.stem(word, at, language) == self.stem,
        }
    }
}

/// How many bytes at the beginning of a stem all forms have: endings change the last letters before them, as in
/// `happy` and `happier`, by no more than this. Two letters are left at least, if there are as many.
fn common_length(stem: &str, language: StemLanguage) -> usize {
    let changed = match language {
        StemLanguage::Ar | StemLanguage::Hi | StemLanguage::Ru => 0,
        StemLanguage::En => 1,
        _ => 2,
    };
    let letters = stem.chars().count();
    let kept = letters.saturating_sub(changed).max(2);
    stem.char_indices().nth(kept).map_or(stem.len(), |(at, _)| at)
}

/// The stem that was asked for last: several phrases often begin alike.
#[derive(Debug, Default)]
pub(super) struct LastStem {
    at: Option<(usize, StemLanguage)>,
    stem: CompactString,
}

impl LastStem {
    fn stem(&mut self, word: &str, at: usize, language: StemLanguage) -> &str {
        if self.at != Some((at, language)) {
            self.stem = CompactString::from(language.stem(word));
            self.at = Some((at, language));
        }
        &self.stem
    }
}

/// Where the word begins that a place lies in.
fn word_start(text: &str, place: usize) -> usize {
    let before = text.get(..place).unwrap_or_default();
    let word = before.char_indices().rev().take_while(|(_, letter)| is_within(*letter));
    word.last().map_or(place, |(at, _)| at)
}

/// Where the word ends that begins at a place.
fn word_end(text: &str, place: usize) -> usize {
    let rest = text.get(place..).unwrap_or_default();
    place + rest.find(|letter| !is_within(letter)).unwrap_or(rest.len())
}

fn is_within(letter: char) -> bool {
    is_word_character(letter) && !is_unspaced_script(letter)
}
