//! How much of a phrase has to be there in Latin letters for it to be taken for the phrase.
//!
//! Latin letters are those of other languages too: `main` is a word of English and of Hindi, and `km` may be كم. So what
//! is short, and what consists of usual English words, is not taken.

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

    /// Whether there is enough in a piece of text, in which so many consonants of the phrase are written. Words of
    /// usual English do not count.
    pub(super) fn is_enough(self, text: &str, consonants: u8) -> bool {
        let mut words = text.split([' ', '-']).filter(|word| !is_english(word));
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

/// Whether it is a usual English word.
fn is_english(word: &str) -> bool {
    ENGLISH.contains(word)
}
