//! Phrases that are found with slips.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::foundation::text::{Word, edits, words};

/// Letters from which on a word may have one slip, and two.
const ONE_SLIP: usize = 5;
const TWO_SLIPS: usize = 9;

/// The words of a phrase, each of which may have slips.
#[derive(Clone, Debug)]
pub(super) struct TypoPhrase {
    words: Vec<TypoWord>,
}

#[derive(Clone, Debug)]
struct TypoWord {
    letters: Vec<char>,
    /// Which letters are in it.
    set: u64,
    slips: usize,
}

impl TypoPhrase {
    /// The words of a folded phrase.
    pub(super) fn new(folded: &str) -> Self {
        Self { words: words(folded).map(|word| TypoWord::new(word.text)).collect() }
    }

    /// Whether one of its words is long enough to have slips.
    pub(super) fn has_slips(&self) -> bool {
        self.words.iter().any(|word| word.slips > 0)
    }
}

impl TypoWord {
    fn new(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let slips = match letters.len() {
            TWO_SLIPS.. => 2,
            ONE_SLIP.. => 1,
            _ => 0,
        };
        Self { set: letters.iter().fold(0, |set, letter| set | bit(*letter)), letters, slips }
    }

    /// Whether a word of a message is this one, with so many slips at most. The first letter is hardly ever wrong, and
    /// is what keeps `refund` and `defund` apart; another digit is another thing.
    fn is_met(&self, other: &ReadWord) -> bool {
        if self.letters.first() != other.letters.first() {
            return false;
        }
        // Each slip takes one letter away and brings another at most.
        if (self.set ^ other.set).count_ones() as usize > 2 * self.slips {
            return false;
        }
        let digits = |letters: &[char]| {
            letters.iter().filter(|letter| letter.is_ascii_digit()).copied().collect::<Vec<_>>()
        };
        edits(&self.letters, &other.letters, self.slips).is_some()
            && (self.slips == 0 || digits(&self.letters) == digits(&other.letters))
    }
}

fn bit(letter: char) -> u64 {
    1 << (u32::from(letter) % 64)
}

/// A word of a message, taken apart once for all phrases.
struct ReadWord {
    letters: Vec<char>,
    set: u64,
    start: usize,
    end: usize,
}

impl ReadWord {
    fn new(word: Word<'_>) -> Self {
        let letters: Vec<char> = word.text.chars().collect();
        let set = letters.iter().fold(0, |set, letter| set | bit(*letter));
        Self { letters, set, start: word.start, end: word.start + word.text.len() }
    }
}

/// All phrases of a set that may have slips, by the first letter of their first word.
#[derive(Clone, Debug, Default)]
pub(super) struct TypoPhrases {
    by_first: FxHashMap<char, Vec<(usize, TypoPhrase)>>,
}

impl TypoPhrases {
    /// Adds the phrase of a pattern. One without words is never found.
    pub(super) fn add(&mut self, pattern: usize, phrase: TypoPhrase) {
        let first = phrase.words.first().and_then(|word| word.letters.first()).copied();
        if let Some(first) = first {
            self.by_first.entry(first).or_default().push((pattern, phrase));
        }
    }

    /// Reports every place of every phrase: the number of its pattern, and where it stands. Linear in the text, for a
    /// given set.
    pub(super) fn scan(&self, text: &str, mut found: impl FnMut(usize, Range<usize>)) {
        if self.by_first.is_empty() {
            return;
        }
        let read: Vec<ReadWord> = words(text).map(ReadWord::new).collect();
        for (at, word) in read.iter().enumerate() {
            let Some(phrases) = word.letters.first().and_then(|first| self.by_first.get(first)) else {
                continue;
            };
            for (pattern, phrase) in phrases {
                let met = read.get(at..).unwrap_or_default();
                if met.len() >= phrase.words.len()
                    && phrase.words.iter().zip(met).all(|(word, met)| word.is_met(met))
                {
                    let end = met.get(phrase.words.len() - 1).map_or(word.end, |last| last.end);
                    found(*pattern, word.start..end);
                }
            }
        }
    }
}
