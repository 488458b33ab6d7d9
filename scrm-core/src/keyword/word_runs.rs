//! Where the words of a folded text begin and end.

use crate::foundation::text::eights::{EIGHT, at_least, eights, high_bits};
use crate::foundation::text::traits;

/// What stands between two words that may belong to one phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A space, or a hyphen, which counts as one.
    Space,
    /// An apostrophe.
    Apostrophe,
}

impl Gap {
    /// The gap between the end of a word and the beginning of the next; nothing where more stands there, or something else.
    pub(super) fn between(text: &[u8], end: usize, start: usize) -> Option<Self> {
        if end.checked_add(1) != Some(start) {
            return None;
        }
        match text.get(end) {
            Some(b' ' | b'-') => Some(Self::Space),
            Some(b'\'') => Some(Self::Apostrophe),
            _ => None,
        }
    }
}

/// Words of a text that follow one another: where each begins and where it ends.
#[derive(Debug)]
pub(super) struct Words {
    starts: [usize; MOST_WORDS],
    ends: [usize; MOST_WORDS],
    /// How many there are. Of the last one more may have begun.
    pub(super) count: usize,
}

/// As many as a number has bits.
pub(super) const MOST_WORDS: usize = 64;

/// Bytes whose words are found together: as many as a number has bits. They have half as many words at most.
const BLOCK: usize = 64;

impl Default for Words {
    fn default() -> Self {
        Self { starts: [0; MOST_WORDS], ends: [0; MOST_WORDS], count: 0 }
    }
}

impl Words {
    /// Where each begins and ends.
    #[inline]
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.starts.iter().copied().zip(self.ends.iter().copied()).take(self.count)
    }

    /// Where a word begins and ends.
    #[inline]
    pub(super) fn place(&self, number: usize) -> (usize, usize) {
        let of = |list: &[usize; MOST_WORDS]| list.get(number % MOST_WORDS).copied().unwrap_or_default();
        (of(&self.starts), of(&self.ends))
    }

    #[inline]
    fn begin(&mut self, number: usize, at: usize) {
        if let Some(start) = self.starts.get_mut(number % MOST_WORDS) {
            *start = at;
        }
    }

    #[inline]
    fn end(&mut self, at: usize) {
        if let Some(end) = self.ends.get_mut(self.count % MOST_WORDS) {
            *end = at;
        }
        self.count += 1;
    }

    /// Gives all words of a text in scripts with spaces, some at a time, the last of them with `true`.
    #[inline]
    pub(super) fn read(&mut self, text: &str, mut read: impl FnMut(&Self, bool)) {
        self.count = 0;
        if text.is_ascii() {
            self.read_ascii(text.as_bytes(), &mut read);
        } else {
            self.read_any_script(text, &mut read);
        }
        read(self, true);
    }

    fn read_any_script(&mut self, text: &str, read: &mut impl FnMut(&Self, bool)) {
        let mut open = false;
        for (at, letter) in text.char_indices() {
            let within = if letter.is_ascii() {
                letter.is_ascii_alphanumeric()
            } else {
                traits(letter).is_in_spaced_word()
            };
            if within != open {
                if within {
                    self.begin(self.count, at);
                } else {
                    self.end(at);
                    if self.count == MOST_WORDS {
                        read(self, false);
                        self.count = 0;
                    }
                }
                open = within;
            }
        }
        if open {
            self.end(text.len());
        }
    }

    #[inline]
    fn read_ascii(&mut self, text: &[u8], read: &mut impl FnMut(&Self, bool)) {
        let (mut begun, mut last) = (0, 0);
        for (number, block) in text.chunks(BLOCK).enumerate() {
            let letters = letters_of(block);
            // A bit is set where a word begins, and where what is not a word begins.
            let before = letters << 1 | last;
            last = letters >> 63;
            let (mut starts, mut ends) = (letters & !before, before & !letters);
            while starts != 0 {
                self.begin(begun, number * BLOCK + starts.trailing_zeros() as usize);
                begun += 1;
                starts &= starts - 1;
            }
            while ends != 0 {
                self.end(number * BLOCK + ends.trailing_zeros() as usize);
                ends &= ends - 1;
            }
            if begun > MOST_WORDS - BLOCK / 2 {
                read(self, false);
                let open = self.place(self.count).0;
                self.begin(0, open);
                begun -= self.count;
                self.count = 0;
            }
        }
        if begun > self.count {
            self.end(text.len());
        }
    }
}

/// Which bytes of a block are ASCII letters or digits, the first as the lowest bit.
#[inline]
fn letters_of(block: &[u8]) -> u64 {
    let of_eights = eights(block, b' ').map(|eight| {
        let lower = eight | u64::from_le_bytes([0x20; EIGHT]);
        let letter = at_least(lower, b'a') & !at_least(lower, b'z' + 1);
        let digit = at_least(eight, b'0') & !at_least(eight, b'9' + 1);
        high_bits(letter | digit)
    });
    of_eights.enumerate().fold(0, |all, (number, letters)| all | letters << (number * EIGHT % BLOCK))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str, ascii: bool) -> Vec<&str> {
        let mut found = Vec::new();
        let mut words = Words::default();
        let mut take = |words: &Words, _: bool| {
            found.extend((0..words.count).map(|number| {
                let (start, end) = words.place(number);
                &text[start..end]
            }));
        };
        if ascii {
            words.read_ascii(text.as_bytes(), &mut take)
        } else {
            words.read_any_script(text, &mut take)
        }
        take(&words, true);
        found
    }

    #[test]
    fn a_word_ends_where_writing_without_spaces_begins() {
        assert_eq!(all("買iphone15吗? ok", false), ["iphone15", "ok"]);
        assert_eq!(all("сколько стоит-то", false), ["сколько", "стоит", "то"]);
        assert_eq!(all("price's", true), ["price", "s"]);
        assert_eq!(all("", true), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn ascii_is_read_as_all_else(text in "([ -~]{0,40}|[a-c -]{0,3}|[ab]{60,70}|(a ){0,100}){1,4}") {
            prop_assert_eq!(all(&text, true), all(&text, false));
            let plainly = text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            prop_assert_eq!(all(&text, true), plainly.collect::<Vec<_>>());
        }
    }
}
