//! The stems of one language that phrases ask for.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::roles::{Roles, RolesInTurn};
use super::vocabulary::Symbol;
use super::word_hash::{HEAD, Letters, WordKey, first_of_head, mixed};
use super::word_phrase::{common_length, may_be_form, places_of_stem};
use super::word_runs::Words;
use crate::foundation::text::StemLanguage;

/// The stems of one language, each with its number.
///
/// Bringing every word of every message to its stem would take longer than all else, so words are refused by how they
/// begin: all forms of a word have the beginning of its stem in common.
#[derive(Clone, Debug)]
pub(super) struct Stems {
    language: StemLanguage,
    /// At how many places of a word a stem may begin.
    places: usize,
    symbols: FxHashMap<CompactString, Symbol>,
    beginnings: Beginnings,
}

impl Stems {
    /// The stems with their numbers, and for each of these what it is to phrases.
    pub(super) fn new(
        language: StemLanguage,
        symbols: FxHashMap<CompactString, Symbol>,
        roles: &[Roles],
    ) -> Self {
        let mut beginnings = Beginnings::for_count(symbols.len());
        for (stem, symbol) in &symbols {
            let beginning = stem.get(..common_length(stem, language)).unwrap_or_default();
            beginnings.add(beginning, roles.get(*symbol as usize).copied().unwrap_or_default());
        }
        Self { language, places: places_of_stem(language), symbols, beginnings }
    }

    /// Adds what the words of a text may be to phrases, as far as their beginnings tell; nothing to most that are no forms.
    /// Cheap, because every word is asked.
    pub(super) fn add_to(
        &self,
        roles: &mut RolesInTurn,
        letters: &Letters<'_>,
        words: &Words,
        keys: &[WordKey],
    ) {
        match self.places {
            1 => roles.add(keys.iter().map(|key| self.beginnings.roles(key.head))),
            _ => {
                roles.add(
                    keys.iter().zip(words.places()).map(|(key, place)| self.roles(letters, *key, place)),
                );
            }
        }
    }

    fn roles(&self, letters: &Letters<'_>, key: WordKey, (start, end): (usize, usize)) -> Roles {
        if self.places == 1 {
            return self.beginnings.roles(key.head);
        }
        if matches!(self.language, StemLanguage::Ar | StemLanguage::He)
            && key.head.to_le_bytes().first().is_some_and(u8::is_ascii)
        {
            return Roles::default();
        }
        (start..end)
            .step_by(2)
            .take(self.places)
            .fold(Roles::default(), |roles, at| roles.and(self.beginnings.roles(letters.head(at, end))))
    }

    /// The numbers of the stems that a word may have, of those that phrases ask for.
    pub(super) fn symbols(&self, key: WordKey, word: &str, mut each: impl FnMut(Symbol)) {
        if self.roles(&Letters::of(word.as_bytes()), key, (0, word.len())).is_empty() {
            return;
        }
        let symbol_of = |stem: &str| {
            let symbol = self.symbols.get(stem).copied();
            symbol.filter(|_| may_be_form(word, stem, self.language))
        };
        let stem = self.language.stem(word);
        let own = symbol_of(&stem);
        own.into_iter().for_each(&mut each);
        let others = self.language.other_stems(word, &stem);
        let mut others: Vec<Symbol> = others.iter().filter_map(|other| symbol_of(other)).collect();
        others.sort_unstable();
        others.dedup();
        others.into_iter().filter(|other| own != Some(*other)).for_each(each);
    }
}

/// Beginnings of words with what these are to phrases, found by their first bytes, of which nothing but a number is kept:
/// what is not there may be taken for what is, never the other way round.
#[derive(Clone, Debug)]
struct Beginnings {
    roles: Vec<Roles>,
    shift: u32,
    /// The lengths that are read, in bytes: a bit for each.
    lengths: u16,
    /// The first bytes that there are, a bit for each: those of other scripts tell that much at once.
    firsts: [u64; 4],
}

/// How many bytes of a beginning are read: few different numbers, because each is looked for.
const fn read_of(length: usize) -> usize {
    match length {
        0..4 => length,
        4..8 => 4,
        _ => HEAD,
    }
}

/// Places for each beginning.
const SPARSE: usize = 8;

impl Beginnings {
    fn for_count(count: usize) -> Self {
        let places = (SPARSE * count.max(1)).next_power_of_two();
        Self {
            roles: vec![Roles::default(); places],
            shift: u64::BITS - places.trailing_zeros(),
            lengths: 0,
            firsts: [0; 4],
        }
    }

    fn add(&mut self, beginning: &str, roles: Roles) {
        let length = read_of(beginning.len());
        self.lengths |= 1 << length;
        let first = usize::from(beginning.bytes().next().unwrap_or(0));
        if let Some(block) = self.firsts.get_mut(first / 64) {
            *block |= 1 << (first % 64);
        }
        let place = self.place(WordKey::of(beginning).head & first_of_head(length), length);
        if let Some(there) = self.roles.get_mut(place) {
            *there = there.and(roles);
        }
    }

    #[inline]
    fn roles(&self, head: u64) -> Roles {
        let mut found = Roles::default();
        let [first, ..] = head.to_le_bytes().map(usize::from);
        if self.firsts.get(first / 64).is_none_or(|block| block >> (first % 64) & 1 == 0) {
            return found;
        }
        let mut lengths = self.lengths;
        while lengths != 0 {
            let length = lengths.trailing_zeros() as usize;
            lengths &= lengths - 1;
            let place = self.place(head & first_of_head(length), length);
            found = found.and(self.roles.get(place).copied().unwrap_or_default());
        }
        found
    }

    #[inline]
    fn place(&self, head: u64, length: usize) -> usize {
        (mixed(head, length as u64) >> self.shift) as usize
    }
}
