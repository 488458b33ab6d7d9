//! Messages as miners see them: slots, and the terms that recur.
//!
//! A slot is a stem in scripts that write spaces between words, and a character in those that do not. A term is a
//! stretch of slots that recurs: up to three stems, up to four characters. One notion serves every script; which
//! stretches are words is told by how often they recur.

use std::iter;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::foundation::text::{
    Folded, StemLanguage, cuts, is_function_word, is_unspaced_script, marked_characters, words,
};

/// The slot that stands for any number: which number it is says nothing of the topic.
const NUMBER: &str = "0";

/// Characters of a piece of a word, and the fewest of a word that is cut.
const PIECE: usize = 3;
const SHORTEST_IN_PIECES: usize = 4;

/// One place of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// Of which stem or character.
    pub(super) id: u32,
    /// Whether a term may run on from the slot before: nothing but a space or a hyphen is between them.
    pub(super) joined: bool,
    /// Whether a word ends here; within a script without spaces its dictionary says so.
    pub(super) ends_word: bool,
}

/// A term at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Which term.
    pub(super) term: u32,
    /// Its first slot.
    pub(super) start: u16,
}

/// A distinct message.
pub(super) struct Document {
    /// What it says, in order.
    pub(super) slots: Vec<Slot>,
    /// Terms and where they stand, by term.
    pub(super) places: Vec<Place>,
    /// How many messages say just this.
    pub(super) weight: u32,
}

impl Document {
    /// As how many messages it counts where terms are counted.
    pub(super) fn counted(&self) -> u32 {
        self.weight.min(COUNTED)
    }

    /// Whether a term of so many slots at a place is made of whole words.
    pub(super) fn is_of_words(&self, start: u16, length: usize) -> bool {
        let ends = |slot: usize| self.slots.get(slot).is_none_or(|slot| slot.ends_word);
        let start = usize::from(start);
        start.checked_sub(1).is_none_or(ends) && (start + length).checked_sub(1).is_none_or(ends)
    }

    /// The distinct terms.
    pub(super) fn terms(&self) -> impl Iterator<Item = u32> + '_ {
        let mut last = None;
        self.places.iter().filter_map(move |place| {
            let new = last != Some(place.term);
            last = Some(place.term);
            new.then_some(place.term)
        })
    }
}

/// Names of slots, and the forms in which they were met.
#[derive(Default)]
pub(super) struct SlotNames {
    ids: FxHashMap<Box<str>, u32>,
    /// Of a folded word, its slot: a word is stemmed once.
    words: FxHashMap<Box<str>, u32>,
    unspaced: Vec<bool>,
    /// Whether a slot is that of a word that says nothing of what a message is about.
    function_words: Vec<bool>,
    names: Vec<Box<str>>,
    /// Of words in Latin letters.
    language: Option<StemLanguage>,
}

impl SlotNames {
    pub(super) fn new(language: Option<StemLanguage>) -> Self {
        Self { language, ..Self::default() }
    }

    fn id(&mut self, name: &str, unspaced: bool) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = u32::try_from(self.unspaced.len()).unwrap_or(u32::MAX);
        self.ids.insert(name.into(), id);
        self.unspaced.push(unspaced);
        self.function_words.push(false);
        self.names.push(name.into());
        id
    }

    fn of_word(&mut self, word: &str) -> u32 {
        if let Some(id) = self.words.get(word) {
            return *id;
        }
        let id = if word.chars().all(|character| character.is_ascii_digit()) {
            self.id(NUMBER, false)
        } else {
            let stem = StemLanguage::for_word(word, self.language)
                .map_or(word.into(), |language| language.stem(word));
            let id = self.id(&stem, false);
            if let Some(known) = self.function_words.get_mut(id as usize) {
                *known |= is_function_word(word, self.language);
            }
            id
        };
        self.words.insert(word.into(), id);
        id
    }

    /// The stem or character of a slot.
    pub(super) fn name(&self, slot: u32) -> &str {
        self.names.get(slot as usize).map(AsRef::as_ref).unwrap_or_default()
    }

    /// Whether a term of these slots says nothing of what a message is about. Three words of that kind may: `how are you`.
    pub(super) fn are_function_words(&self, slots: &[u32]) -> bool {
        slots.len() < 3
            && slots.iter().all(|slot| self.function_words.get(*slot as usize).is_some_and(|known| *known))
    }

    /// Whether a slot is a character of a script without spaces.
    pub(super) fn is_unspaced(&self, slot: u32) -> bool {
        self.unspaced.get(slot as usize).copied().unwrap_or_default()
    }

    /// Whether a stretch of slots can be a phrase: a single character is part of too many words, and which number it was
    /// is not known.
    pub(super) fn can_be_phrase(&self, slots: &[u32]) -> bool {
        let single = slots.len() == 1 && slots.first().is_some_and(|slot| self.is_unspaced(*slot));
        !single && slots.iter().all(|slot| self.name(*slot) != NUMBER)
    }

    /// Whether a stretch is what messages are made of: a word, or two characters of a script without spaces.
    pub(super) fn is_basic(&self, slots: &[u32]) -> bool {
        let unspaced = slots.first().is_some_and(|slot| self.is_unspaced(*slot));
        slots.len() == if unspaced { 2 } else { 1 }
    }

    /// Of every slot, the pieces of its stem: three characters each, its beginning and its end included; none of a short
    /// one. Numbered as they are met.
    pub(super) fn pieces(&self) -> Vec<Vec<u32>> {
        let mut ids: FxHashMap<[char; PIECE], u32> = FxHashMap::default();
        self.names
            .iter()
            .map(|name| {
                let characters: Vec<char> =
                    iter::once('_').chain(name.chars()).chain(iter::once('_')).collect();
                if characters.len() < SHORTEST_IN_PIECES + 2 {
                    return Vec::new();
                }
                let pieces =
                    characters.windows(PIECE).filter_map(|piece| <[char; PIECE]>::try_from(piece).ok());
                let mut found = Vec::with_capacity(characters.len());
                for piece in pieces {
                    let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
                    found.push(*ids.entry(piece).or_insert(next));
                }
                found
            })
            .collect()
    }

    /// The slots of a message, at most `most`.
    pub(super) fn slots(&mut self, message: &Folded<'_>, most: usize) -> Vec<Slot> {
        self.slots_with_ranges(message, most).0
    }

    /// The slots of a message, at most `most`, and where each stands in the folded text, in bytes.
    pub(super) fn slots_with_ranges(
        &mut self,
        message: &Folded<'_>,
        most: usize,
    ) -> (Vec<Slot>, Vec<Range<usize>>) {
        let text = message.text();
        let (mut slots, mut ranges) = (Vec::new(), Vec::new());
        let cuts = if text.contains(is_unspaced_script) { cuts(text) } else { Vec::new() };
        let mut end = None;
        for word in words(text) {
            let between = end.and_then(|end| text.get(end..word.start)).unwrap_or(".");
            let joined = between.chars().all(|character| matches!(character, ' ' | '-' | '\''));
            let word_end = word.start + word.text.len();
            end = Some(word_end);
            if word.unspaced {
                for (offset, character) in marked_characters(word.text) {
                    let range = word.start + offset..word.start + offset + character.len();
                    slots.push(Slot {
                        id: self.id(character, true),
                        joined: offset > 0 || between.is_empty(),
                        ends_word: cuts.binary_search(&range.end).is_ok(),
                    });
                    ranges.push(range);
                }
            } else {
                slots.push(Slot { id: self.of_word(word.text), joined, ends_word: true });
                ranges.push(word.start..word_end);
            }
            if slots.len() >= most {
                slots.truncate(most);
                ranges.truncate(most);
                break;
            }
        }
        (slots, ranges)
    }
}

/// What is known of a term.
#[derive(Clone)]
pub(super) struct Term {
    /// Its slots.
    pub(super) slots: Vec<u32>,
    /// In how many messages it stands, each distinct one counted a few times at most.
    pub(super) documents: u32,
}

/// The terms that recur, in a fixed order.
pub(super) struct Terms {
    /// Each term.
    pub(super) all: Vec<Term>,
}

/// How often one text counts, at most: said again and again, it is a text that recurs by itself.
const COUNTED: u32 = 3;
/// Longest terms, in slots.
const LONGEST_SPACED: usize = 3;
const LONGEST_UNSPACED: usize = 4;

/// Finds the terms that stand in at least `least` messages and notes in each message where.
///
/// Level by level, as in Agrawal and Srikant (1994): a stretch can only recur where both its shorter halves do. Linear
/// in the length of all messages.
pub(super) fn find_terms(documents: &mut [Document], names: &SlotNames, least: u32) -> Terms {
    let mut all: Vec<Term> = Vec::new();
    // For each document and slot, the term of the level before that begins there.
    let mut before: Vec<Vec<Option<u32>>> =
        documents.iter().map(|document| vec![None; document.slots.len()]).collect();
    for length in 1..=LONGEST_UNSPACED {
        let mut counts: FxHashMap<(u32, u32), (u32, u32)> = FxHashMap::default();
        let mut order: Vec<(u32, u32)> = Vec::new();
        for (number, (document, starts)) in documents.iter().zip(&before).enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            for key in stretches(document, starts, names, length).map(|(_, key)| key) {
                let entry = counts.entry(key).or_insert_with(|| {
                    order.push(key);
                    (0, u32::MAX)
                });
                if entry.1 != number {
                    *entry = (entry.0 + document.counted(), number);
                }
            }
        }
        let mut ids: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for key in order {
            let count = counts.get(&key).map_or(0, |entry| entry.0);
            if count < least {
                continue;
            }
            let mut slots = if length == 1 {
                Vec::new()
            } else {
                all.get(key.0 as usize).map(|term: &Term| term.slots.clone()).unwrap_or_default()
            };
            slots.push(key.1);
            ids.insert(key, u32::try_from(all.len()).unwrap_or(u32::MAX));
            all.push(Term { slots, documents: count });
        }
        if ids.is_empty() {
            break;
        }
        for (document, starts) in documents.iter_mut().zip(&mut before) {
            let found: Vec<(usize, (u32, u32))> = stretches(document, starts, names, length).collect();
            let mut now = vec![None; document.slots.len()];
            for (start, key) in found {
                if let (Some(id), Some(slot)) = (ids.get(&key), now.get_mut(start)) {
                    *slot = Some(*id);
                    document
                        .places
                        .push(Place { term: *id, start: u16::try_from(start).unwrap_or(u16::MAX) });
                }
            }
            *starts = now;
        }
    }
    for document in documents {
        document.places.sort_unstable();
        document.places.shrink_to_fit();
    }
    Terms { all }
}

/// Stretches of `length` slots in a document: where each begins, the term of all but its last slot (its own slot where
/// it has one), and its last slot.
fn stretches<'d>(
    document: &'d Document,
    before: &'d [Option<u32>],
    names: &'d SlotNames,
    length: usize,
) -> impl Iterator<Item = (usize, (u32, u32))> + 'd {
    let slots = &document.slots;
    (0..(slots.len() + 1).saturating_sub(length)).filter_map(move |start| {
        let last = slots.get(start + length - 1)?;
        if length == 1 {
            return Some((start, (u32::MAX, last.id)));
        }
        let first = slots.get(start)?;
        let unspaced = names.is_unspaced(first.id);
        let fits =
            last.joined && unspaced == names.is_unspaced(last.id) && (unspaced || length <= LONGEST_SPACED);
        let prefix = (*before.get(start)?)?;
        // The last slot must recur in its own right, or the stretch cannot.
        (fits && before.get(start + 1).copied().flatten().is_some()).then_some((start, (prefix, last.id)))
    })
}
