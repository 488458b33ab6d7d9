//! What a word may be to the phrases of a set: enough to pass over most words of a message without knowing them.

use super::word_hash::{WordKey, mixed_pair};
use super::word_runs::MOST_WORDS;
use crate::foundation::text::block::{Block, first_bits, with_bits};

/// What a word is to phrases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u8);

impl Roles {
    /// It is a phrase.
    pub(super) const ALONE: Self = Self(1 << 0);
    /// In a phrase whose words have forms another word comes after it.
    pub(super) const GOES_ON: Self = Self(1 << 1);
    /// In a phrase whose words have forms another word comes before it.
    pub(super) const FOLLOWS: Self = Self(1 << 2);
    /// In a phrase that stands as it is written it comes after the word before it.
    const IN_TURN: Self = Self(1 << 3);

    /// Both.
    #[inline]
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it is a phrase.
    #[inline]
    pub(super) const fn is_alone(self) -> bool {
        self.0 & Self::ALONE.0 != 0
    }

    /// Whether it comes after the word before it in a phrase that stands as it is written.
    #[inline]
    pub(super) const fn is_in_turn(self) -> bool {
        self.0 & Self::IN_TURN.0 != 0
    }

    /// Whether it is nothing to them.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The roles of words that follow one another in a text, of as many as a number has bits.
#[derive(Debug)]
pub(super) struct RolesInTurn([u8; MOST_WORDS]);

const FOLLOWING: u8 = Roles::IN_TURN.0 | Roles::FOLLOWS.0;

impl Default for RolesInTurn {
    fn default() -> Self {
        Self([0; MOST_WORDS])
    }
}

impl RolesInTurn {
    /// For so many words that have no roles yet.
    #[inline]
    pub(super) fn clear(&mut self, count: usize) {
        self.0.iter_mut().take(count).for_each(|roles| *roles = 0);
    }

    /// Adds roles of each word.
    #[inline]
    pub(super) fn add(&mut self, roles: impl Iterator<Item = Roles>) {
        for (place, roles) in self.0.iter_mut().zip(roles) {
            *place |= roles.0;
        }
    }

    /// Whether a word may come after the one before it in a phrase.
    #[inline]
    pub(super) fn may_follow(&self, number: usize) -> bool {
        self.0.get(number % MOST_WORDS).is_some_and(|roles| roles & FOLLOWING != 0)
    }

    /// The words that matter, a bit for each: those that are a phrase, or stand beside one with which they may be. Of
    /// words that come before or after nothing is known but whether there are any.
    #[inline]
    pub(super) fn wanted(&self, count: usize, is_first: bool, is_last: bool) -> u64 {
        let words = Block::of(self.0.get(..count).unwrap_or(&self.0), 0);
        let with = |role: Roles| words.bits(|roles| with_bits(roles, role.0));
        let [alone, in_turn] = [Roles::ALONE, Roles::IN_TURN].map(with);
        let [goes_on, follows] = [Roles::GOES_ON, Roles::FOLLOWS].map(with);
        let wanted = alone | in_turn | in_turn >> 1 | goes_on & follows >> 1 | follows & goes_on << 1;
        let words = first_bits(count);
        let (first, last) = (words & 1, words ^ words >> 1);
        wanted | if is_first { 0 } else { first } | if is_last { 0 } else { last }
    }
}

/// Which words stand beside one another in phrases that stand as they are written, by their hashes.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    roles: Vec<Roles>,
    shift: u32,
}

const NO_WORD: WordKey = WordKey { head: 0, hash: 0 };
/// Places for each pair.
const SPARSE: usize = 8;

impl Pairs {
    pub(super) fn of(pairs: &[(WordKey, WordKey)]) -> Self {
        let places = (SPARSE * pairs.len().max(1)).next_power_of_two();
        let mut made =
            Self { roles: vec![Roles::default(); places], shift: u64::BITS - places.trailing_zeros() };
        for (first, second) in pairs {
            let place = made.place(*first, *second);
            if let Some(roles) = made.roles.get_mut(place) {
                *roles = Roles::IN_TURN;
            }
        }
        made
    }

    /// Adds what words may be after the ones before them. Some pairs are taken for more than they are, none for less.
    pub(super) fn add_to(&self, roles: &mut RolesInTurn, keys: &[WordKey]) {
        let before = std::iter::once(&NO_WORD).chain(keys);
        roles.add(before.zip(keys).map(|(first, second)| self.roles(*first, *second)));
    }

    /// What a word may be after another.
    #[inline]
    pub(super) fn roles(&self, first: WordKey, second: WordKey) -> Roles {
        self.roles.get(self.place(first, second)).copied().unwrap_or_default()
    }

    #[inline]
    const fn place(&self, first: WordKey, second: WordKey) -> usize {
        (mixed_pair(first, second) >> self.shift) as usize
    }
}
