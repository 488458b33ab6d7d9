//! What messages are made of, as numbers: words by their stems, characters of scripts without spaces one by one.

use std::borrow::Cow;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::foundation::text::{StemLanguage, Word, fold, marked_characters, words};

/// What fills up sequences.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// Longest message that is read, in words: one letter must not cost more than a mailbox.
const LONGEST_LINE: usize = 200;

/// A word of a message, or one character of a script without spaces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Which stem or character.
    pub(super) unit: u32,
    /// Where it begins in the folded message, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Whether it follows the token before it directly: within a stretch of a script without spaces, or with no more
    /// than a space, a hyphen or an apostrophe between.
    pub(super) joined: bool,
    /// Whether it is a character of a script without spaces.
    pub(super) unspaced: bool,
}

/// A message that was read.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) folded: String,
    pub(super) tokens: Vec<Token>,
}

impl Line {
    /// The text of so many tokens from a place on, with what stands between them.
    pub(super) fn slice(&self, start: usize, length: usize) -> Option<&str> {
        let last = self.tokens.get((start + length).checked_sub(1)?)?;
        self.folded.get(self.tokens.get(start)?.start..last.end)
    }
}

/// Units, numbered in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    numbers: FxHashMap<CompactString, u32>,
}

impl Lexicon {
    /// Reads a message and numbers what is new.
    pub(super) fn learn(&mut self, text: &str, language: Option<StemLanguage>) -> Line {
        read(text, language, |unit| {
            let next = self.numbers.len() as u32;
            if let Some(known) = self.numbers.get(unit) {
                return *known;
            }
            self.numbers.insert(CompactString::new(unit), next);
            next
        })
    }
}

fn stem(word: &str, language: Option<StemLanguage>) -> Cow<'_, str> {
    StemLanguage::for_word(word, language).map_or(Cow::Borrowed(word), |language| language.stem(word))
}

/// What English leaves of a word after an apostrophe.
const CONTRACTED: [&str; 7] = ["t", "s", "m", "d", "ll", "re", "ve"];

/// The word that a piece after an apostrophe makes with the word before it, without the apostrophe.
fn contraction(folded: &str, last: Option<&Token>, word: &Word<'_>) -> Option<String> {
    let last = last.filter(|last| !last.unspaced && CONTRACTED.contains(&word.text))?;
    let before = folded.get(last.start..last.end)?;
    let once = folded.get(last.end..word.start)? == "'" && !before.contains('\'');
    once.then(|| format!("{before}{}", word.text))
}

fn read(text: &str, language: Option<StemLanguage>, mut number: impl FnMut(&str) -> u32) -> Line {
    let folded = fold(text);
    let mut tokens: Vec<Token> = Vec::new();
    for word in words(&folded) {
        if tokens.len() >= LONGEST_LINE {
            break;
        }
        let (start, end) = (word.start, word.start + word.text.len());
        if word.unspaced {
            for (offset, character) in marked_characters(word.text) {
                let start = start + offset;
                let unit = number(character);
                let end = start + character.len();
                tokens.push(Token { unit, start, end, joined: offset > 0, unspaced: true });
            }
        } else if let Some(whole) = contraction(&folded, tokens.last(), &word) {
            // One word, however it is written: `haven't`, `havent`.
            if let Some(last) = tokens.last_mut() {
                last.unit = number(&stem(&whole, language));
                last.end = end;
            }
        } else {
            let between =
                tokens.last().filter(|last| !last.unspaced).and_then(|last| folded.get(last.end..start));
            let joined = between.is_some_and(|between| matches!(between, " " | "-" | "'"));
            let unit = number(&stem(word.text, language));
            tokens.push(Token { unit, start, end, joined, unspaced: false });
        }
    }
    tokens.truncate(LONGEST_LINE);
    Line { folded, tokens }
}
