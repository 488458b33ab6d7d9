//! Phrases that consist of words in scripts with spaces.

use compact_str::CompactString;

use super::word_runs::Gap;
use crate::foundation::text::{StemLanguage, traits, words};

/// What a word of a phrase asks of a word of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum WordForm {
    /// To be this word.
    Itself(CompactString),
    /// To have this stem.
    Stem(StemLanguage, CompactString),
}

/// A word of a phrase.
#[derive(Clone, Debug)]
pub(super) struct PhraseWord {
    pub(super) written: CompactString,
    pub(super) form: WordForm,
    /// What stands before it; nothing before the first.
    pub(super) gap: Option<Gap>,
}

/// Whether a folded phrase is one of words in scripts with spaces, and one of them is long enough to take endings.
pub(super) fn is_inflectable(folded: &str, language: Option<StemLanguage>) -> bool {
    let long = |word: &str| {
        let least = match StemLanguage::for_word(word, language) {
            Some(StemLanguage::Ko) => 2,
            Some(StemLanguage::Ar | StemLanguage::Bn | StemLanguage::He | StemLanguage::Hi) => 3,
            Some(_) => 4,
            None => return false,
        };
        word.chars().filter(|letter| letter.is_alphabetic()).count() >= least && !has_digit(word)
    };
    has_forms(folded) && words(folded).any(|word| long(word.text))
}

/// Whether a folded phrase consists of words none of which is too long to have forms.
pub(super) fn has_forms(folded: &str) -> bool {
    consists_of_words(folded) && !words(folded).any(|word| is_overlong(word.text))
}

/// The words of such a phrase, whatever stands between them.
pub(super) fn inflected(folded: &str, language: Option<StemLanguage>) -> Vec<PhraseWord> {
    let mut gap = None;
    let word = |word: &str| PhraseWord {
        written: word.into(),
        form: form_of(word, StemLanguage::for_word(word, language)),
        gap: gap.replace(Gap::Space),
    };
    words(folded).map(|found| found.text).map(word).collect()
}

/// The words of a folded phrase that stands as it is written; nothing where it has other characters than words, or more
/// than one between two.
pub(super) fn as_written(folded: &str) -> Option<Vec<PhraseWord>> {
    if !consists_of_words(folded) {
        return None;
    }
    let mut phrase = Vec::new();
    let mut last = None;
    // A phrase has no other characters than those of words and what may stand between them.
    for word in words(folded) {
        let gap = last.map(|last| Gap::between(folded.as_bytes(), last, word.start));
        if gap == Some(None) {
            return None;
        }
        last = Some(word.start + word.text.len());
        let written = CompactString::from(word.text);
        phrase.push(PhraseWord { form: WordForm::Itself(written.clone()), written, gap: gap.flatten() });
    }
    (!phrase.is_empty()).then_some(phrase)
}

fn form_of(word: &str, language: Option<StemLanguage>) -> WordForm {
    // Digits are no endings, and a name with a number has no forms.
    let stem = |language: StemLanguage| (language, CompactString::from(language.stem(word)));
    match language.filter(|_| !has_digit(word)).map(stem) {
        // What comes from a list of exceptions, as `die` of `dying` does, is not found by its beginning.
        Some((language, stem)) if may_be_form(word, &stem, language) => WordForm::Stem(language, stem),
        _ => WordForm::Itself(word.into()),
    }
}

/// Whether nothing but a space, a hyphen or an apostrophe stands between the words.
fn consists_of_words(folded: &str) -> bool {
    let is_within = |letter: char| traits(letter).is_in_spaced_word();
    folded.chars().all(|letter| is_within(letter) || matches!(letter, ' ' | '-' | '\''))
        && folded.starts_with(is_within)
        && folded.ends_with(is_within)
}

fn has_digit(word: &str) -> bool {
    word.contains(|letter: char| letter.is_ascii_digit())
}

/// Letters of a word that has forms, at most.
const LONGEST: usize = 64;

/// Whether a word is too long to have forms: a message that is one word of a million letters must not be brought to a stem.
pub(super) fn is_overlong(word: &str) -> bool {
    word.len() > LONGEST && word.chars().nth(LONGEST).is_some()
}

/// How many bytes at the beginning of a stem all forms have.
pub(super) fn common_length(stem: &str, language: StemLanguage) -> usize {
    let kept = language.common_letters(stem);
    stem.char_indices().nth(kept).map_or(stem.len(), |(at, _)| at)
}

/// How many places of a word a stem may begin at, two bytes from one to the next: after the article and the like of Arabic, of
/// four letters at most, after those of Hebrew, of three, and after the `ge` of Dutch participles.
pub(super) const fn places_of_stem(language: StemLanguage) -> usize {
    match language {
        StemLanguage::Ar => 5,
        StemLanguage::He => 4,
        StemLanguage::Nl => 2,
        _ => 1,
    }
}

/// Whether a word may have a stem, as far as the beginning of the stem tells.
pub(super) fn may_be_form(word: &str, stem: &str, language: StemLanguage) -> bool {
    let beginning = stem.get(..common_length(stem, language)).unwrap_or_default();
    let begins = |at: usize| word.get(at..).is_some_and(|rest| rest.starts_with(beginning));
    (0..word.len()).step_by(2).take(places_of_stem(language)).any(begins)
}
