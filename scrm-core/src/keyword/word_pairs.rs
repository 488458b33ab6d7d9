//! The phrases that stand as they are written, by their first two words: these are looked up together, not one after the
//! other.

use compact_str::CompactString;

use super::word_hash::{HEAD, WordKey, mixed_pair};
use super::word_runs::Gap;

/// The first two words of a phrase, and the node of a trie that they lead to.
#[derive(Clone, Debug)]
pub(super) struct FirstTwo {
    pub(super) words: [CompactString; 2],
    pub(super) gap: Gap,
    pub(super) node: u32,
}

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyedWord<'t> {
    pub(super) key: WordKey,
    pub(super) letters: &'t [u8],
}

/// Nodes by two words.
#[derive(Clone, Debug)]
pub(super) struct WordPairs {
    /// By the highest bits of a number that both words give, or the next free place after it: which of the pairs.
    places: Vec<u32>,
    shift: u32,
    pairs: Vec<Pair>,
    /// The letters of all words, one after the other.
    letters: Vec<u8>,
}

/// What is compared before the letters are: of short words these are all. Two of them take one line of the processor's cache.
#[derive(Clone, Debug)]
struct Pair {
    heads: [u64; 2],
    lengths: [u32; 2],
    letters: u32,
    reached: NodeAfterGap,
}

/// A node, and the gap between the words that lead to it.
#[derive(Clone, Copy, Debug)]
struct NodeAfterGap(u32);

impl NodeAfterGap {
    const fn new(node: u32, gap: Gap) -> Self {
        Self(node << 1 | gap.bit())
    }

    const fn after(self, gap: Gap) -> Option<u32> {
        if self.0 & 1 == gap.bit() { Some(self.0 >> 1) } else { None }
    }
}

const FREE: u32 = u32::MAX;
/// Places for each pair.
const SPARSE: usize = 2;

impl WordPairs {
    pub(super) fn of(first_two: &[FirstTwo]) -> Self {
        let count = (SPARSE * first_two.len().max(1)).next_power_of_two();
        let mut made = Self {
            places: vec![FREE; count],
            shift: u64::BITS - count.trailing_zeros(),
            pairs: Vec::with_capacity(first_two.len()),
            letters: Vec::new(),
        };
        first_two.iter().for_each(|two| made.add(two));
        made
    }

    fn add(&mut self, two: &FirstTwo) {
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let [first, second] = [&two.words[0], &two.words[1]].map(|word| WordKey::of(word));
        let mut at = self.first_place(first, second);
        while self.places.get(at).is_some_and(|place| *place != FREE) {
            at = (at + 1) % self.places.len();
        }
        if let Some(place) = self.places.get_mut(at) {
            *place = number(self.pairs.len());
        }
        self.pairs.push(Pair {
            heads: [first.head, second.head],
            lengths: [number(two.words[0].len()), number(two.words[1].len())],
            letters: number(self.letters.len()),
            reached: NodeAfterGap::new(two.node, two.gap),
        });
        two.words.iter().for_each(|word| self.letters.extend(word.bytes()));
    }

    /// The node that two words lead to.
    #[inline]
    pub(super) fn node(&self, first: KeyedWord<'_>, second: KeyedWord<'_>, gap: Gap) -> Option<u32> {
        let mut at = self.first_place(first.key, second.key);
        loop {
            let pair = self.pairs.get(*self.places.get(at)? as usize)?;
            if pair.heads == [first.key.head, second.key.head]
                && pair.lengths.map(|length| length as usize) == [first.letters.len(), second.letters.len()]
                && let Some(node) = pair.reached.after(gap)
                && self.has_letters(pair, first.letters, second.letters)
            {
                return Some(node);
            }
            at = (at + 1) % self.places.len();
        }
    }

    /// Whether the words of a pair have these letters, of which the heads and lengths are known to be theirs.
    #[inline]
    fn has_letters(&self, pair: &Pair, first: &[u8], second: &[u8]) -> bool {
        let from = pair.letters as usize;
        let is_at = |from: usize, word: &[u8]| {
            word.len() <= HEAD || self.letters.get(from..from + word.len()) == Some(word)
        };
        is_at(from, first) && is_at(from + first.len(), second)
    }

    #[inline]
    const fn first_place(&self, first: WordKey, second: WordKey) -> usize {
        (mixed_pair(first, second) >> self.shift) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_lead_to_the_node_of_their_phrase_alone() {
        let two = |first: &str, second: &str, gap, node| FirstTwo {
            words: [first.into(), second.into()],
            gap,
            node,
        };
        let pairs = WordPairs::of(&[
            two("top", "up", Gap::Space, 1),
            two("top", "up", Gap::Apostrophe, 2),
            two("identification", "numbers", Gap::Space, 3),
        ]);
        let node = |first: &str, second: &str, gap| {
            let keyed = [first, second].map(|word| (WordKey::of(word), word.as_bytes()));
            let [first, second] = keyed.map(|(key, letters)| KeyedWord { key, letters });
            pairs.node(first, second, gap)
        };
        assert_eq!(node("top", "up", Gap::Space), Some(1));
        assert_eq!(node("top", "up", Gap::Apostrophe), Some(2));
        assert_eq!(node("up", "top", Gap::Space), None);
        assert_eq!(node("identification", "numbers", Gap::Space), Some(3));
        assert_eq!(node("identification", "numbers", Gap::Apostrophe), None);
        assert_eq!(size_of::<Pair>(), 32);
    }
}
