//! An automaton that takes one step for each character of a text, whatever the number of its bytes.
//!
//! It is that of Aho and Corasick ("Efficient string matching", 1975), kept in one array in which the states that follow on
//! one another stand interleaved (Aoe, "An efficient digital search algorithm by using a double-array structure", 1989): so
//! thousands of phrases in thousands of different characters take little more than a cell for each state.

use std::str::Chars;

use super::alphabet::{Alphabet, FOREIGN, Letter};
use super::character_states::CharacterStates;
use super::error::KeywordError;

/// Finds phrases by their characters.
#[derive(Clone, Debug)]
pub(super) struct CharacterAutomaton {
    alphabet: Alphabet,
    cells: Vec<Cell>,
    endings: Vec<Ending>,
    /// The numbers of phrases, those of the same beside one another.
    phrases: Vec<u32>,
}

/// A state, by the place of its cell.
pub(super) type State = u32;

/// The state in which no phrase has begun.
pub(super) const START: State = 0;
/// No state.
const NOWHERE: State = State::MAX;

/// What is known of a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// A number of its own. The states that follow stand where this leads to, once the bits of their letters are turned over
    /// in it.
    pub(super) base: u32,
    /// Where to go on without the letter that it begins with, or several: what is left begins a phrase too.
    pub(super) shorter: State,
    /// The longest phrase that ends in it, by its place among the endings.
    pub(super) ending: u32,
    /// The letter that leads to it; that of no phrase where no state is.
    pub(super) letter: Letter,
}

/// The base of states that none follows: no cells are there.
pub(super) const NO_BASE: u32 = 1 << 31;

/// The cell of no state.
pub(super) static FREE: Cell = Cell { base: NO_BASE, shorter: NOWHERE, ending: NO_ENDING, letter: FOREIGN };

/// A phrase that ends in a state, all that are the same together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ending {
    /// From which to which of the phrases.
    pub(super) phrases: (u32, u32),
    /// Bytes of the phrase.
    pub(super) length: u32,
    /// The longest of those that this one ends with, by its place among the endings.
    pub(super) shorter: u32,
}

/// The first of all endings stands for none.
pub(super) const NO_ENDING: u32 = 0;

impl CharacterAutomaton {
    /// Of phrases none of which is empty, with their numbers.
    pub(super) fn new(phrases: &[(u32, String)]) -> Result<Self, KeywordError> {
        let alphabet = Alphabet::of(phrases.iter().flat_map(|(_, phrase)| phrase.chars()))?;
        let CharacterStates { cells, endings, phrases } = CharacterStates::of(phrases, &alphabet)?;
        Ok(Self { alphabet, cells, endings, phrases })
    }

    /// Tells every place of every phrase, overlapping ones included, by where they end: the number of the phrase, and where
    /// it begins and ends. `hyphen` tells what a hyphen at a place stands for.
    #[inline]
    pub(super) fn scan(
        &self,
        text: &str,
        hyphen: impl Fn(usize) -> char,
        mut found: impl FnMut(u32, usize, usize),
    ) {
        let mut characters = text.chars();
        let mut here = cell(&self.cells, START);
        loop {
            here = self.next_ending(here, &mut characters, |rest| hyphen(text.len() - rest.len() - 1));
            if here.ending == NO_ENDING {
                return;
            }
            self.tell(here.ending, text.len() - characters.as_str().len(), &mut found);
        }
    }

    /// Goes on to the next place where a phrase ends; to the end, and back to the start, if there is none. Kept apart from
    /// what is done there, so that all that it needs stays at hand.
    #[inline(never)]
    fn next_ending<'c>(
        &'c self,
        mut here: &'c Cell,
        characters: &mut Chars<'_>,
        hyphen: impl Fn(&str) -> char,
    ) -> &'c Cell {
        let start = cell(&self.cells, START);
        let mut rest = characters.clone();
        while let Some(character) = rest.next() {
            let character = if character == '-' { hyphen(rest.as_str()) } else { character };
            let letter = self.alphabet.letter(character);
            here = if letter == FOREIGN { start } else { here.step(&self.cells, letter).1 };
            if here.ending != NO_ENDING {
                *characters = rest;
                return here;
            }
        }
        start
    }

    /// Tells what ends at a place.
    fn tell(&self, mut ending: u32, end: usize, found: &mut impl FnMut(u32, usize, usize)) {
        while ending != NO_ENDING {
            let Some(Ending { phrases, length, shorter }) = self.endings.get(ending as usize) else { return };
            let start = end.saturating_sub(*length as usize);
            let phrases = self.phrases.get(phrases.0 as usize..phrases.1 as usize).unwrap_or_default();
            phrases.iter().for_each(|phrase| found(*phrase, start, end));
            ending = *shorter;
        }
    }
}

/// The cell of a state.
#[inline]
pub(super) fn cell(cells: &[Cell], state: State) -> &Cell {
    cells.get(state as usize).unwrap_or(&FREE)
}

impl Cell {
    /// The state that follows with a letter, and its cell.
    #[inline]
    pub(super) fn step<'c>(&'c self, cells: &'c [Self], letter: Letter) -> (State, &'c Self) {
        let mut here = self;
        loop {
            let state = here.base ^ u32::from(letter);
            let next = cell(cells, state);
            if next.letter == letter {
                return (state, next);
            }
            if here.shorter == NOWHERE {
                return (START, here);
            }
            here = cell(cells, here.shorter);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(phrases: &[String], text: &str) -> Vec<(u32, usize, usize)> {
        let mut found = Vec::new();
        let numbered: Vec<(u32, String)> = (0..).zip(phrases.iter().cloned()).collect();
        let automaton = CharacterAutomaton::new(&numbered).unwrap();
        automaton.scan(text, |_| ' ', |phrase, start, end| found.push((phrase, start, end)));
        found.sort_unstable();
        found
    }

    #[test]
    fn phrases_within_phrases_are_found() {
        let phrases = ["多少", "多少钱", "少钱", "钱", "多少"].map(str::to_owned);
        let expected = [(0, 3, 9), (1, 3, 12), (2, 6, 12), (3, 9, 12), (4, 3, 9)];
        assert_eq!(found(&phrases, "要多少钱?"), expected);
        assert_eq!(found(&["a b".to_owned(), "?".to_owned()], "a-b?"), [(0, 0, 3), (1, 3, 4)]);
        assert_eq!(found(&phrases, "ab🙂"), []);
    }

    proptest! {
        #[test]
        fn every_place_of_every_phrase_is_found(
            phrases in prop::collection::vec("[我你aж🙂]{1,5}|\\PC{1,3}", 1..12),
            text in "[我你aж🙂]{0,30}|\\PC{0,20}",
            at in any::<prop::sample::Index>(),
        ) {
            let text = format!("{text}{}{text}", at.get(&phrases)).replace('-', " ");
            let phrases: Vec<String> = phrases.iter().map(|phrase| phrase.replace('-', " ")).collect();
            let mut plainly = Vec::new();
            for (number, phrase) in (0..).zip(&phrases) {
                let starts = text.char_indices().map(|(start, _)| start);
                plainly.extend(
                    starts
                        .filter(|start| text[*start..].starts_with(phrase))
                        .map(|start| (number, start, start + phrase.len())),
                );
            }
            prop_assert_eq!(found(&phrases, &text), plainly);
        }
    }
}
