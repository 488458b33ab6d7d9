//! How much of a phrase has to be there in Latin letters for it to be taken for the phrase.
//!
//! Latin letters are those of other languages too: `main` is a word of English and of Hindi, and `km` may be كم. So what
//! is short, and what consists of usual English words, is not taken.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::foundation::text::{carries_vowel, is_devanagari_consonant, reading, spellings};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evidence {
    /// Letters, of scripts that write vowels.
    Letters,
    /// Letters of syllables.
    Syllables,
    /// Consonants of a script that does not: those of the phrase that are written.
    Consonants,
}

impl Evidence {
    pub(super) const fn is_syllables(self) -> bool {
        matches!(self, Self::Syllables)
    }

    /// How much there has to be.
    pub(super) const fn least(self) -> usize {
        match self {
            Self::Letters | Self::Syllables => 4,
            Self::Consonants => 3,
        }
    }

    /// Whether there is enough in a piece of a text, in which so many consonants of the phrase are written. Words of
    /// usual English do not count, of which the piece may be a part: `chang` of `change`.
    pub(super) fn is_enough(self, text: &str, place: &Range<usize>, consonants: u8) -> bool {
        let Some(piece) = text.get(place.clone()) else { return false };
        let before = text.get(..place.start).unwrap_or_default().bytes().rev().take_while(is_of_word).count();
        let after = text.get(place.end..).unwrap_or_default().bytes().take_while(is_of_word).count();
        let whole = text.get(place.start - before..place.end + after).unwrap_or_default();
        let mut words = words_of(piece)
            .zip(words_of(whole))
            .filter(|(_, whole)| !is_english(whole))
            .map(|(word, _)| word);
        match self {
            Self::Consonants => {
                usize::from(consonants) >= self.least()
                    && words.any(|word| word.bytes().any(|byte| byte.is_ascii_alphabetic()))
            }
            Self::Letters | Self::Syllables => words.map(letters_in).sum::<usize>() >= self.least(),
        }
    }

    /// How much the longest spelling of a folded word has.
    pub(super) fn most_of(self, word: &str) -> usize {
        let mut letters = word.chars().peekable();
        let mut most = 0;
        while let Some(letter) = letters.next() {
            let of_letter = spellings(letter).iter().map(|spelling| match self {
                Self::Consonants => usize::from(consonants_in(spelling)),
                Self::Letters | Self::Syllables => letters_in(spelling),
            });
            most += match letter {
                'a'..='z' | '0'..='9' => 1,
                _ => reading(letter).map_or_else(
                    || of_letter.max().unwrap_or(0),
                    |reading| reading.in_words().map(str::len).max().unwrap_or(0),
                ),
            };
            let has_vowel = letters.peek().copied().is_some_and(carries_vowel);
            most += usize::from(is_devanagari_consonant(letter) && has_vowel);
        }
        most
    }
}

/// Digits that stand for letters are worth two: nothing else is written so.
fn letters_in(word: &str) -> usize {
    let has_letters = word.bytes().any(|byte| byte.is_ascii_alphabetic());
    let worth = |byte: u8| match byte {
        b'0'..=b'9' => 2 * usize::from(has_letters),
        b'\'' => 0,
        _ => 1,
    };
    word.bytes().map(worth).sum()
}

/// The consonants in the spelling of an Arabic letter, of which it has one; none where it is a vowel or left out.
pub(super) fn consonants_in(spelling: &str) -> u8 {
    match spelling.bytes().next() {
        None | Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'\'') => 0,
        Some(b'0'..=b'9' | b'$') => 2,
        Some(_) => 1,
    }
}

static ENGLISH: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| include_str!("english.txt").split_ascii_whitespace().collect());

/// Endings of English words that leave the word before them as it is.
const ENDINGS: [&str; 4] = ["s", "d", "ed", "ing"];

/// Whether it is a usual English word, or a form of one.
fn is_english(word: &str) -> bool {
    let is_known = |word: &str| ENGLISH.contains(word);
    let before = |ending: &&str| word.strip_suffix(ending).filter(|rest| rest.len() > 2);
    is_known(word) || ENDINGS.iter().filter_map(before).any(is_known)
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '-'])
}

const fn is_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric()
}
