//! Where the words of a folded text begin and end.

use std::sync::LazyLock;

use crate::foundation::text::block::{
    BLOCK, Block, Lane, begins_long, begins_two, beyond_ascii, equal_to, follows, within,
};
use crate::foundation::text::character_set::CharacterSet;
use crate::foundation::text::{LAST_OF_HAN, traits};

/// What stands between two words that may belong to one phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A space, or a hyphen, which counts as one.
    Space,
    /// An apostrophe.
    Apostrophe,
}

impl Gap {
    /// A bit that tells which it is.
    pub(super) const fn bit(self) -> u32 {
        matches!(self, Self::Apostrophe) as u32
    }

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
    /// Where a word begins, where it ends, where the next one begins, and so on.
    edges: [usize; MOST_EDGES + AT_ONCE],
    edge_count: usize,
    /// How many there are. Of the last one more may have begun.
    pub(super) count: usize,
}

/// As many as a number has bits.
pub(super) const MOST_WORDS: usize = 64;
const MOST_EDGES: usize = 2 * MOST_WORDS;
/// Edges that are taken together, whether there are as many or not.
const AT_ONCE: usize = 8;

impl Default for Words {
    fn default() -> Self {
        Self { edges: [0; MOST_EDGES + AT_ONCE], edge_count: 0, count: 0 }
    }
}

impl Words {
    /// Where each begins and ends.
    #[inline]
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let (places, _) = self.edges.as_chunks::<2>();
        places.iter().map(|[start, end]| (*start, *end)).take(self.count)
    }

    /// Where a word begins and ends.
    #[inline]
    pub(super) fn place(&self, number: usize) -> (usize, usize) {
        let (places, _) = self.edges.as_chunks::<2>();
        places.get(number).map_or((0, 0), |[start, end]| (*start, *end))
    }

    /// Gives all words of a text in scripts with spaces, some at a time, the last of them with `true`.
    #[inline]
    pub(super) fn read(&mut self, text: &str, mut read: impl FnMut(&Self, bool)) {
        self.edge_count = 0;
        let (mut from, mut last) = (0, 0);
        while from < text.len() {
            let letters = letters_of(text, from, last);
            // A bit is set where a word begins, and where what is not a word begins.
            self.add(from, letters ^ (letters << 1 | last));
            last = letters >> (BLOCK - 1);
            from += BLOCK;
            if self.edge_count > MOST_EDGES - BLOCK {
                self.give(&mut read);
            }
        }
        if !self.edge_count.is_multiple_of(2) {
            self.add(text.len(), 1);
        }
        self.count = self.edge_count / 2;
        read(self, true);
    }

    /// Gives what is there, and keeps the word that has begun.
    fn give(&mut self, read: &mut impl FnMut(&Self, bool)) {
        self.count = self.edge_count / 2;
        read(self, false);
        let open = self.edges.get(2 * self.count).copied().unwrap_or_default();
        self.edge_count %= 2;
        if let Some(first) = self.edges.first_mut() {
            *first = open;
        }
    }

    /// Adds edges, of which each bit is one.
    #[inline]
    fn add(&mut self, from: usize, mut bits: u64) {
        let count = bits.count_ones() as usize;
        let places = self.edges.get_mut(self.edge_count..).unwrap_or_default();
        let (eights, _) = places.as_chunks_mut::<AT_ONCE>();
        for eight in eights.iter_mut().take(count.div_ceil(AT_ONCE)) {
            for place in eight {
                *place = from + bits.trailing_zeros() as usize;
                bits &= bits.wrapping_sub(1);
            }
        }
        self.edge_count += count;
    }
}

/// Which bytes of a block belong to words, the first as the lowest bit; `last` tells whether the byte before it does.
#[inline]
fn letters_of(text: &str, from: usize, last: u64) -> u64 {
    let block = Block::of(text.as_bytes(), from);
    if !block.any(beyond_ascii) {
        return block.bits(is_letter_of_ascii);
    }
    if block.any(begins_long) {
        if !has_only_han_and_kana(text.as_bytes(), from, &block) {
            return letter_by_letter(text, from, last);
        }
        if !block.any(begins_two) {
            let letters = block.bits(is_letter_of_ascii);
            return if letters | last == 0 { 0 } else { whole_letters(letters, last, &block) };
        }
    }
    whole_letters(IN_WORDS.among(text.as_bytes().get(from..).unwrap_or_default()), last, &block)
}

/// Letters with all their bytes, where it is known which of them begin in a block: the others are as the first one, which may
/// stand in the block before.
#[inline]
fn whole_letters(mut letters: u64, last: u64, block: &Block) -> u64 {
    let following = block.bits(follows);
    for _ in 1..LONGEST_LETTER {
        letters |= (letters << 1 | last) & following;
    }
    letters
}

/// The first byte of kana, after which one of three bytes follows. After it others begin punctuation and letters of other
/// scripts.
const BEGINS_KANA: u8 = 0xE3;

/// The first bytes of characters of three bytes and four that are neither Han nor may be kana: the first byte of Han follows on
/// the one of kana. Both are in no word with spaces around it.
#[inline]
fn begins_others(bytes: Lane) -> Lane {
    within(bytes, 0xE0, BEGINS_KANA - 1) | within(bytes, LAST_OF_HAN + 1, 0xFF)
}

/// Whether all characters of three bytes and four that begin in a block are Han or kana: these too are in no word that has
/// spaces around it.
#[inline]
fn has_only_han_and_kana(text: &[u8], from: usize, block: &Block) -> bool {
    if block.any(begins_others) {
        return false;
    }
    let kana = block.bits(|bytes| equal_to(bytes, BEGINS_KANA));
    if kana == 0 {
        return true;
    }
    let goes_on = Block::of(text.get(1..).unwrap_or_default(), from).bits(|bytes| within(bytes, 0x81, 0x83));
    kana & !goes_on == 0
}

/// Bytes of a letter at most.
const LONGEST_LETTER: usize = 4;

/// The same where characters have any length.
fn letter_by_letter(text: &str, from: usize, last: u64) -> u64 {
    let begins = (from..).find(|at| text.is_char_boundary(*at)).unwrap_or(from);
    let mut letters = if begins > from { last * ((1 << (begins - from)) - 1) } else { 0 };
    let rest = text.get(begins..).unwrap_or_default();
    for (offset, letter) in rest.char_indices() {
        let at = begins - from + offset;
        if at >= BLOCK {
            break;
        }
        let within = if letter.is_ascii() {
            letter.is_ascii_alphanumeric()
        } else {
            traits(letter).is_in_spaced_word()
        };
        letters |= (u64::from(within) * ((1 << letter.len_utf8()) - 1)) << at;
    }
    letters
}

/// Letters and digits of words in scripts with spaces, without those of three bytes and four.
static IN_WORDS: LazyLock<Box<CharacterSet>> = LazyLock::new(|| {
    let is_within = |letter: char| match letter {
        ..='\u{7F}' => letter.is_ascii_alphanumeric(),
        _ => traits(letter).is_in_spaced_word(),
    };
    Box::new(CharacterSet::new(is_within, false))
});

/// Letters and digits of ASCII.
#[inline]
fn is_letter_of_ascii(bytes: Lane) -> Lane {
    within(bytes | Lane::splat(0x20), b'a', b'z') | within(bytes, b'0', b'9')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Words::default().read(text, |words, _| {
            found.extend(words.places().map(|(start, end)| &text[start..end]));
        });
        found
    }

    #[test]
    fn a_word_ends_where_writing_without_spaces_begins() {
        assert_eq!(all("買iphone15吗? ok"), ["iphone15", "ok"]);
        assert_eq!(all("сколько стоит-то"), ["сколько", "стоит", "то"]);
        assert_eq!(all("price's"), ["price", "s"]);
        assert_eq!(all(""), Vec::<&str>::new());
    }

    #[test]
    fn han_and_kana_are_in_no_word_with_spaces_around_it() {
        let begins = |letter: char| letter.encode_utf8(&mut [0; 4]).as_bytes().first().copied().unwrap();
        for letter in ('\u{3040}'..='\u{30FF}').chain('\u{4000}'..='\u{9FFF}') {
            assert!((BEGINS_KANA..=LAST_OF_HAN).contains(&begins(letter)));
            assert!(!traits(letter).is_in_spaced_word(), "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn words_are_what_stands_between_other_characters(
            text in "([ -~]{0,40}|[a-c -]{0,3}|[ab]{60,70}|(a ){0,100}|[жسéग्我🙂𐐀،, ]{0,40}|[a我价あン]{0,40}|[我あ「ㄅㅎ〱éa]{0,30}){1,4}"
        ) {
            let is_within = |letter: char| traits(letter).is_in_spaced_word();
            let plainly = text.split(|letter: char| !is_within(letter)).filter(|word| !word.is_empty());
            prop_assert_eq!(all(&text), plainly.collect::<Vec<_>>());
        }
    }
}
