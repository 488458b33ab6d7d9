//! A number for each word of a text, cheap enough to be asked of every word of every message.

/// A word by its first eight bytes and a number that its letters give it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WordKey {
    /// The first eight bytes, the first as the lowest; zero where there are none. It is the whole of a shorter word.
    pub(super) head: u64,
    pub(super) hash: u64,
}

/// Bytes of a word that its key holds as they are.
pub(super) const HEAD: usize = 8;

impl WordKey {
    /// The key of a word alone.
    pub(super) fn of(word: &str) -> Self {
        Letters::of(word.as_bytes()).key(0, word.len())
    }
}

/// Bytes that are read together.
const WIDTH: usize = 16;

/// The bytes of a text, so many of which can be read together at every place: zeros follow its end.
#[derive(Debug)]
pub(super) struct Letters<'t> {
    text: &'t [u8],
    /// The last of them with the zeros.
    tail: [u8; 2 * WIDTH],
    tail_at: usize,
}

impl<'t> Letters<'t> {
    pub(super) fn of(text: &'t [u8]) -> Self {
        let tail_at = text.len().saturating_sub(WIDTH);
        let mut tail = [0; 2 * WIDTH];
        let last = text.get(tail_at..).unwrap_or_default();
        if let Some(place) = tail.get_mut(..last.len()) {
            place.copy_from_slice(last);
        }
        Self { text, tail, tail_at }
    }

    /// Bytes from a place on, the first as the lowest.
    #[inline]
    fn at(&self, place: usize) -> u128 {
        let whole = place + WIDTH <= self.text.len();
        let (bytes, from) = if whole {
            (self.text, place)
        } else {
            (self.tail.as_slice(), place.saturating_sub(self.tail_at))
        };
        bytes
            .get(from..)
            .and_then(|rest| rest.first_chunk::<WIDTH>())
            .map_or(0, |bytes| u128::from_le_bytes(*bytes))
    }

    /// The key of the word between two places. Of words up to sixteen bytes none takes longer than another.
    #[inline]
    pub(super) fn key(&self, start: usize, end: usize) -> WordKey {
        let length = end.saturating_sub(start);
        let (head, next) = halves(self.at(start) & first(length));
        let mut hash = mixed(head, next.wrapping_add(length as u64));
        let mut at = start + WIDTH;
        while at < end {
            let (low, high) = halves(self.at(at) & first(end - at));
            hash = mixed(hash ^ low, high);
            at += WIDTH;
        }
        WordKey { head, hash }
    }

    /// The first eight bytes of what stands between two places.
    #[inline]
    pub(super) fn head(&self, start: usize, end: usize) -> u64 {
        halves(self.at(start) & first(end.saturating_sub(start))).0
    }
}

/// What keeps so many bytes of a number, the lowest.
#[inline]
fn first(bytes: usize) -> u128 {
    const KEPT: [u128; WIDTH + 1] = {
        let mut kept = [u128::MAX; WIDTH + 1];
        let mut bytes = 0;
        while bytes < WIDTH {
            kept[bytes] = (1 << (8 * bytes)) - 1;
            bytes += 1;
        }
        kept
    };
    KEPT.get(bytes).copied().unwrap_or(u128::MAX)
}

/// What keeps so many bytes of half of such a number.
#[inline]
pub(super) const fn first_of_head(bytes: usize) -> u64 {
    if bytes >= HEAD { u64::MAX } else { (1 << (8 * bytes)) - 1 }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "each half is wanted")]
const fn halves(number: u128) -> (u64, u64) {
    (number as u64, (number >> 64) as u64)
}

/// Numbers without a pattern: the fractions of the golden ratio and of the square root of two.
const PATTERNLESS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0x6A09_E667_F3BC_C909];

/// One number of two, in which what differs in either is spread over all bits: both halves of a product.
#[inline]
pub(super) const fn mixed(one: u64, other: u64) -> u64 {
    let (low, high) = halves((one ^ PATTERNLESS[0]) as u128 * (other ^ PATTERNLESS[1]) as u128);
    low ^ high
}

/// A number of two words in turn.
#[inline]
pub(super) const fn mixed_pair(first: WordKey, second: WordKey) -> u64 {
    first.hash.rotate_left(32) ^ second.hash
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Letters, WordKey};

    proptest! {
        #[test]
        fn a_key_depends_on_the_word_alone(before in "[ -~]{0,9}", word in "[a-zа-я]{1,40}", after in "[ -~]{0,9}") {
            let text = format!("{before}{word}{after}");
            let found = Letters::of(text.as_bytes()).key(before.len(), before.len() + word.len());
            prop_assert_eq!(found, WordKey::of(&word));
        }

        #[test]
        fn words_that_differ_have_other_keys(one in "[ab]{1,12}", other in "[ab]{1,12}") {
            prop_assert_eq!(one == other, WordKey::of(&one) == WordKey::of(&other));
        }
    }
}
