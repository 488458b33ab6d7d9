//! The words of a set's phrases, and which of them a word of a message may stand for.
//!
//! Every word that the phrases have is known beforehand with all that it may stand for, so that most words of a message
//! are looked up and no more. Another word can only be a form of one: it is brought to its stem where it begins as a form
//! of a known word does.

use std::collections::BTreeMap;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::roles::{Roles, RolesInTurn};
use super::stems::Stems;
use super::word_hash::{HEAD, Letters, WordKey};
use super::word_memo::WordMemo;
use super::word_phrase::{PhraseWord, WordForm, is_overlong};
use super::word_runs::Words;
use crate::foundation::text::StemLanguage;

/// What a word of a phrase asks for, by its number in the set.
pub(super) type Symbol = u32;

/// The words of a set. See the module.
#[derive(Clone, Debug)]
pub(super) struct Vocabulary {
    /// By the highest bits of a word's hash, or the next free place after it.
    slots: Vec<Slot>,
    shift: u32,
    words: Vec<Known>,
    /// The letters of all words.
    letters: String,
    symbols: Vec<Symbol>,
    stems: Vec<Stems>,
    /// What words are to phrases, by the highest bits of their hashes; several may share a place.
    roles: Vec<Roles>,
    roles_shift: u32,
}

/// The lowest bits of a word's hash, and its number.
#[derive(Clone, Copy, Debug)]
struct Slot {
    tag: u32,
    word: u32,
}

const EMPTY: Slot = Slot { tag: 0, word: u32::MAX };

#[derive(Clone, Copy, Debug)]
struct Known {
    head: u64,
    letters: u32,
    length: u32,
    symbols: (u32, u32),
    /// Which of the phrases that end somewhere are this word alone, as it is written.
    alone: (u32, u32),
}

impl Vocabulary {
    /// Adds what the words of a text may be to phrases. Some words are taken for more than they are, none for less.
    pub(super) fn add_to(
        &self,
        roles: &mut RolesInTurn,
        letters: &Letters<'_>,
        words: &Words,
        keys: &[WordKey],
    ) {
        roles.add(keys.iter().map(|key| self.roles(*key)));
        for stems in &self.stems {
            stems.add_to(roles, letters, words, keys);
        }
    }

    /// What a word may be to phrases, if it is one of theirs.
    #[inline]
    pub(super) fn roles(&self, key: WordKey) -> Roles {
        self.roles.get((key.hash >> self.roles_shift) as usize).copied().unwrap_or_default()
    }

    /// What a word may stand for, in no particular order.
    #[inline]
    pub(super) fn symbols<'r>(&'r self, key: WordKey, word: &str, memo: &'r mut WordMemo) -> &'r [Symbol] {
        match self.known(key, word.as_bytes()) {
            Some(known) => range(&self.symbols, known.symbols),
            None if self.stems.is_empty() => &[],
            None => self.of_form(key, word, memo),
        }
    }

    /// Which of the phrases that end somewhere are a word alone, as it is written.
    #[inline]
    pub(super) fn alone(&self, key: WordKey, word: &[u8]) -> (u32, u32) {
        self.known(key, word).map_or((0, 0), |known| known.alone)
    }

    /// Takes in which phrases are what a word stands for, where words stand for themselves alone.
    pub(super) fn set_alone(&mut self, phrases: impl Fn(Symbol) -> Option<(u32, u32)>) {
        let symbols = &self.symbols;
        for known in &mut self.words {
            let itself = symbols.get(known.symbols.0 as usize).filter(|_| known.symbols.0 < known.symbols.1);
            known.alone = itself.and_then(|itself| phrases(*itself)).unwrap_or_default();
        }
    }

    /// What a word stands for, where words stand for themselves alone.
    #[inline]
    pub(super) fn itself(&self, key: WordKey, word: &[u8]) -> Option<Symbol> {
        let known = self.known(key, word)?;
        self.symbols.get(known.symbols.0 as usize).copied()
    }

    #[inline]
    fn known(&self, key: WordKey, word: &[u8]) -> Option<&Known> {
        let mut place = (key.hash >> self.shift) as usize;
        loop {
            let slot = self.slots.get(place)?;
            if slot.word == EMPTY.word {
                return None;
            }
            if slot.tag == tag(key)
                && let Some(known) = self.words.get(slot.word as usize)
                && known.head == key.head
                && known.length as usize == word.len()
                && (word.len() <= HEAD || self.letters_of(known) == Some(word))
            {
                return Some(known);
            }
            place = (place + 1) % self.slots.len();
        }
    }

    fn letters_of(&self, known: &Known) -> Option<&[u8]> {
        let from = known.letters as usize;
        self.letters.as_bytes().get(from..from + known.length as usize)
    }

    /// What a word that no phrase has may be a form of.
    fn of_form<'r>(&'r self, key: WordKey, word: &str, memo: &'r mut WordMemo) -> &'r [Symbol] {
        if is_overlong(word) {
            return &[];
        }
        memo.symbols(key, word, |symbols| {
            for stems in &self.stems {
                stems.symbols(key, word, |symbol| symbols.push(symbol));
            }
        })
    }
}

const fn tag(key: WordKey) -> u32 {
    (key.hash & u32::MAX as u64) as u32
}

fn range<T>(list: &[T], (from, to): (u32, u32)) -> &[T] {
    list.get(from as usize..to as usize).unwrap_or_default()
}

/// A vocabulary while phrases are added.
#[derive(Debug, Default)]
pub(super) struct VocabularyBuilder {
    written: Vec<CompactString>,
    seen: FxHashSet<CompactString>,
    themselves: FxHashMap<CompactString, Symbol>,
    stems: BTreeMap<StemLanguage, FxHashMap<CompactString, Symbol>>,
    count: Symbol,
}

impl VocabularyBuilder {
    /// The number of what a word of a phrase asks for.
    pub(super) fn symbol(&mut self, word: &PhraseWord) -> Symbol {
        if !self.seen.contains(&word.written) {
            self.seen.insert(word.written.clone());
            self.written.push(word.written.clone());
        }
        let count = self.count;
        let symbol = match &word.form {
            WordForm::Itself(word) => *self.themselves.entry(word.clone()).or_insert(count),
            WordForm::Stem(language, stem) => {
                *self.stems.entry(*language).or_default().entry(stem.clone()).or_insert(count)
            }
        };
        self.count += Symbol::from(symbol == count);
        symbol
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.count as usize
    }

    /// With what each symbol is to phrases.
    pub(super) fn finish(self, roles: &[Roles]) -> Vocabulary {
        let stems =
            self.stems.into_iter().map(|(language, symbols)| Stems::new(language, symbols, roles)).collect();
        let count = self.written.len().max(1);
        let places = (SPARSE * count).next_power_of_two();
        let role_places = (SPARSE_ROLES * count).next_power_of_two();
        let mut vocabulary = Vocabulary {
            slots: vec![EMPTY; places],
            shift: u64::BITS - places.trailing_zeros(),
            words: Vec::with_capacity(count),
            letters: String::new(),
            symbols: Vec::with_capacity(count),
            stems,
            roles: vec![Roles::default(); role_places],
            roles_shift: u64::BITS - role_places.trailing_zeros(),
        };
        for word in &self.written {
            vocabulary.add(word, self.themselves.get(word).copied(), roles);
        }
        vocabulary
    }
}

/// Places for each word.
const SPARSE: usize = 2;
const SPARSE_ROLES: usize = 8;

impl Vocabulary {
    fn add(&mut self, word: &str, itself: Option<Symbol>, roles: &[Roles]) {
        let key = WordKey::of(word);
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let first_symbol = self.symbols.len();
        self.symbols.extend(itself);
        if !is_overlong(word) {
            for stems in &self.stems {
                stems.symbols(key, word, |symbol| self.symbols.push(symbol));
            }
        }
        let added = self.symbols.get(first_symbol..).unwrap_or_default();
        let roles = added.iter().filter_map(|symbol| roles.get(*symbol as usize));
        if let Some(there) = self.roles.get_mut((key.hash >> self.roles_shift) as usize) {
            *there = roles.fold(*there, |there, roles| there.and(*roles));
        }
        let mut place = (key.hash >> self.shift) as usize;
        while self.slots.get(place).is_some_and(|slot| slot.word != EMPTY.word) {
            place = (place + 1) % self.slots.len();
        }
        if let Some(free) = self.slots.get_mut(place) {
            *free = Slot { tag: tag(key), word: number(self.words.len()) };
        }
        self.words.push(Known {
            head: key.head,
            letters: number(self.letters.len()),
            length: number(word.len()),
            symbols: (number(first_symbol), number(self.symbols.len())),
            alone: (0, 0),
        });
        self.letters.push_str(word);
    }
}
