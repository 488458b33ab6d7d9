//! Words that are drawn out: `sooo`, `привеееет`.
//!
//! Nobody writes a letter three times in a row but for emphasis, and whether one or two of it are meant only the keyword
//! tells: `so`, `cool`. So a message with such runs is looked at twice more, with one letter of each run and with two; and with
//! three for a keyword that is drawn out itself, `hmmm`. Sizes and Roman numerals, `XXXL` and `VIII`, are as they are.

use std::iter::from_fn;

use crate::foundation::text::MayHave;
use crate::foundation::text::block::{
    BLOCK, Block, Lane, begins_four, begins_long, begins_two, beyond_ascii, blocks, within,
};

/// A text with shorter runs, and where each of its bytes stands in the text that it was made from.
pub(super) struct Shortened {
    pub(super) text: String,
    places: Vec<usize>,
}

/// So many equal letters are a run.
pub(super) const RUN: usize = 3;
/// Letters of a run that may be meant.
pub(super) const MEANT: [usize; 3] = [1, 2, RUN];

/// Whether a folded text has a run of letters. Cheap where it has none, because every message is asked.
pub(super) fn has_runs(text: &str, may_have: MayHave) -> bool {
    may_have.runs() && may_have_runs(text) && has_run_of_letters(text)
}

/// Whether a folded text may have a run: some that have none pass, none that has one fails.
fn may_have_runs(text: &str) -> bool {
    let bytes = text.as_bytes();
    let lengths = Lengths::of(bytes);
    lengths.has_one && comes_thrice::<1>(bytes)
        || lengths.has_two && comes_thrice::<2>(bytes)
        || lengths.has_three && comes_thrice::<3>(bytes)
}

/// Whether a text may have letters of one byte, of two, and of three; those of four count with the first.
#[derive(Default)]
struct Lengths {
    has_one: bool,
    has_two: bool,
    has_three: bool,
}

impl Lengths {
    fn of(text: &[u8]) -> Self {
        let mut lengths = Self::default();
        for block in blocks(text) {
            if block.any(beyond_ascii) {
                let has_long = block.any(begins_long);
                lengths.has_one |= !has_long || block.any(is_of_one_or_four);
                lengths.has_two |= block.any(begins_two);
                lengths.has_three |= has_long;
            } else {
                lengths.has_one = true;
            }
        }
        lengths
    }
}

/// Letters of ASCII; and the first bytes of characters of four bytes, whose runs nothing else tells.
fn is_of_one_or_four(bytes: Lane) -> Lane {
    within(bytes | Lane::splat(0x20), b'a', b'z') | begins_four(bytes)
}

/// Whether a letter of so many bytes comes three times in a row, or as many other bytes do.
fn comes_thrice<const LENGTH: usize>(text: &[u8]) -> bool {
    // Each byte of the first letter and of the second comes again after the length of a letter.
    let repeated = 2 * LENGTH;
    let Some(again) = text.get(LENGTH..) else { return false };
    let first = text.get(..again.len()).unwrap_or_default();
    let step = BLOCK + 1 - repeated;
    (0..first.len().div_ceil(step)).any(|number| {
        let from = number * step;
        let same = Block::of(first, from).same_as(&Block::of(again, from));
        (1..repeated).fold(same, |run, at| run & same >> at) != 0
    })
}

fn has_run_of_letters(text: &str) -> bool {
    let mut run = ('\0', 0);
    text.chars().any(|letter| {
        run = (letter, if letter == run.0 { run.1 + 1 } else { 1 });
        run.1 == RUN && letter.is_alphabetic()
    })
}

/// What a text may have been before its words were drawn out: nothing where none is.
pub(crate) fn shortened_texts(text: &str) -> impl Iterator<Item = String> {
    MEANT.into_iter().filter_map(|meant| Shortened::new(text, meant)).map(|shortened| shortened.text)
}

impl Shortened {
    /// The text with so many letters of each run; nothing where it has no longer one.
    pub(super) fn new(text: &str, meant: usize) -> Option<Self> {
        if !has_runs(text, MayHave::ANYTHING) {
            return None;
        }
        let mut shortened =
            Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len() + 1) };
        for (at, piece) in pieces(text) {
            shortened.add(at, piece, if is_meant(piece, meant) { usize::MAX } else { meant });
        }
        shortened.places.push(text.len());
        (shortened.text.len() < text.len()).then_some(shortened)
    }

    /// Adds a piece of the text with so many letters of each run at most.
    fn add(&mut self, at: usize, piece: &str, meant: usize) {
        let mut rest = piece.char_indices().peekable();
        while let Some((offset, letter)) = rest.next() {
            let mut places = vec![at + offset];
            while let Some((next, _)) = rest.next_if(|(_, next)| *next == letter && letter.is_alphabetic()) {
                places.push(at + next);
            }
            if places.len() >= RUN {
                places.truncate(meant);
            }
            for place in places {
                self.text.push(letter);
                self.places.resize(self.text.len(), place);
            }
        }
    }

    /// Where a piece of it stands in the text that it was made from: the whole of a run that ends it.
    pub(super) fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let place =
            |at: usize| self.places.get(at).or_else(|| self.places.last()).copied().unwrap_or_default();
        (place(start), place(end))
    }
}

/// The words of a text and what stands between them, each with its place.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    from_fn(move || {
        let (start, rest) = (at, text.get(at..)?);
        let is_word = rest.chars().next()?.is_alphanumeric();
        let length = rest.find(|next: char| next.is_alphanumeric() != is_word).unwrap_or(rest.len());
        at += length;
        Some((start, rest.get(..length)?))
    })
}

/// Whether the runs of a word are no emphasis: a size begins with one and has no vowel, a Roman numeral has three letters
/// alone, and a word that is one letter, as `www` and `ООО` are, has no shorter one behind it.
fn is_meant(word: &str, meant: usize) -> bool {
    let Some(first) = word.chars().next().filter(|letter| matches!(letter, 'a'..='z' | 'а'..='я')) else {
        return false;
    };
    if word.chars().all(|letter| letter == first) {
        return meant < RUN;
    }
    let begins_with_run = word.chars().take(RUN).all(|letter| letter == first);
    begins_with_run && !word.contains(is_vowel)
        || word.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x'))
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Shortened, may_have_runs};

    #[test]
    fn runs_are_shortened_and_places_lead_back() {
        let one = Shortened::new("привеееет sooo", 1).unwrap();
        assert_eq!(one.text, "привет so");
        assert_eq!(one.original(0, one.text.len()), (0, "привеееет sooo".len()));
        let at = one.text.find("so").unwrap();
        assert_eq!(one.original(at, at + 2), ("привеееет ".len(), "привеееет sooo".len()));
        assert_eq!(Shortened::new("coooool", 2).unwrap().text, "cool");
        assert!(Shortened::new("bookkeeper 1000 ... !!!", 1).is_none());
        assert_eq!(Shortened::new("我我我要", 1).unwrap().text, "我要");
        assert_eq!(Shortened::new("hmmmmm www", 3).unwrap().text, "hmmm www");
    }

    #[test]
    fn sizes_numerals_and_words_of_one_letter_stay() {
        for text in ["xxxl", "size xxxxl", "viii xiii iii", "www", "ооо", "kkkk"] {
            assert!(Shortened::new(text, 1).is_none(), "{text}");
            assert!(Shortened::new(text, 2).is_none(), "{text}");
        }
        assert!(Shortened::new("xxxxl", 3).is_none());
        assert_eq!(Shortened::new("kkkkk", 3).unwrap().text, "kkk");
    }

    proptest! {
        #[test]
        fn no_run_is_missed(text in "[aбж我 🙂.1]{0,12}") {
            if Shortened::new(&text, 1).is_some() {
                prop_assert!(may_have_runs(&text), "{}", text);
            }
        }
    }
}
