//! Words that are drawn out: `sooo`, `привеееет`.
//!
//! Nobody writes a letter three times in a row but for emphasis, and whether one or two of it are meant only the keyword
//! tells: `so`, `cool`. So a message with such runs is looked at twice more, with one letter of each run and with two.

use std::ops::Range;

/// A text with shorter runs, and where each of its bytes stands in the text that it was made from.
pub(super) struct Shortened {
    pub(super) text: String,
    places: Vec<usize>,
}

/// So many equal letters are a run.
const RUN: usize = 3;
/// Letters of a run that may be meant.
pub(super) const MEANT: [usize; 2] = [1, 2];

/// Whether a folded text has a run of letters. Cheap where it has none, because every message is asked.
pub(super) fn has_runs(text: &str) -> bool {
    may_have_runs(text) && has_run_of_letters(text)
}

/// Whether a folded text may have a run: some that have none pass, none that has one fails.
fn may_have_runs(text: &str) -> bool {
    let bytes = text.as_bytes();
    // What begins a letter of two bytes, and of three.
    let has = |first: Range<u8>| bytes.iter().fold(false, |found, byte| found | first.contains(byte));
    comes_thrice(bytes, 1)
        || !text.is_ascii()
            && (has(0xC2..0xE0) && comes_thrice(bytes, 2) || has(0xE0..0xF0) && comes_thrice(bytes, 3))
}

/// Whether the first and the last byte of a letter of that length come three times at its distance. No branch depends on
/// what is found, so that many bytes are compared at once.
fn comes_thrice(bytes: &[u8], length: usize) -> bool {
    let from = |place: usize| bytes.get(place..).unwrap_or_default();
    let thrice = |offset: usize| {
        let first = from(offset).iter().zip(from(offset + length)).zip(from(offset + 2 * length));
        first.map(|((first, second), third)| (first == second) & (second == third))
    };
    thrice(0).zip(thrice(length - 1)).fold(false, |found, (head, tail)| found | (head & tail))
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
    /// The text with so many letters of each run; nothing where it has no run.
    pub(super) fn new(text: &str, meant: usize) -> Option<Self> {
        if !has_runs(text) {
            return None;
        }
        let mut shortened =
            Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len() + 1) };
        let mut rest = text.char_indices().peekable();
        while let Some((at, letter)) = rest.next() {
            let mut places = vec![at];
            while let Some((next, _)) = rest.next_if(|(_, next)| *next == letter && letter.is_alphabetic()) {
                places.push(next);
            }
            places.truncate(if places.len() >= RUN { meant } else { places.len() });
            for place in places {
                shortened.text.push(letter);
                shortened.places.resize(shortened.text.len(), place);
            }
        }
        shortened.places.push(text.len());
        Some(shortened)
    }

    /// Where a piece of it stands in the text that it was made from: the whole of a run that ends it.
    pub(super) fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let place =
            |at: usize| self.places.get(at).or_else(|| self.places.last()).copied().unwrap_or_default();
        (place(start), place(end))
    }
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
