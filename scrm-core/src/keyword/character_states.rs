//! The states of an automaton over characters, and how they are laid out.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::alphabet::{Alphabet, FOREIGN, Letter};
use super::character_automaton::{Cell, Ending, FREE, NO_BASE, NO_ENDING, START, State, cell};
use super::error::KeywordError;

/// All states of some phrases.
pub(super) struct CharacterStates {
    pub(super) cells: Vec<Cell>,
    pub(super) endings: Vec<Ending>,
    /// The numbers of the phrases, those of the same beside one another.
    pub(super) phrases: Vec<u32>,
}

impl CharacterStates {
    /// Of phrases with their numbers. Takes about as long as sorting them does.
    pub(super) fn of(phrases: &[(u32, String)], alphabet: &Alphabet) -> Result<Self, KeywordError> {
        let mut spelled = Vec::with_capacity(phrases.len());
        for (number, phrase) in phrases {
            let letters = phrase.chars().map(|character| alphabet.letter(character)).collect();
            spelled.push(Spelled { letters, number: *number, bytes: small(phrase.len())? });
        }
        spelled.sort_by(|one, other| one.letters.cmp(&other.letters));
        let mut layout = Layout {
            spelled,
            cells: vec![FREE],
            endings: vec![Ending::default()],
            bases: FxHashSet::default(),
            free_from: [1; 2],
        };
        layout.add_all()?;
        let phrases = layout.spelled.into_iter().map(|phrase| phrase.number).collect();
        Ok(Self { cells: layout.cells, endings: layout.endings, phrases })
    }
}

/// A phrase in letters.
#[derive(Debug)]
struct Spelled {
    letters: Vec<Letter>,
    number: u32,
    bytes: u32,
}

/// Phrases that begin alike, and the state that this leads to.
#[derive(Debug)]
struct Alike {
    phrases: Range<usize>,
    /// Letters that are alike.
    depth: usize,
    state: State,
    /// The state without the last of these letters.
    before: State,
}

/// A letter that phrases go on with, and which they are.
type Follower = (Letter, Range<usize>);

/// States while they get their places.
struct Layout {
    spelled: Vec<Spelled>,
    cells: Vec<Cell>,
    endings: Vec<Ending>,
    /// The bases that states have.
    bases: FxHashSet<usize>,
    /// Where free cells are looked for: for a state that one follows, and for one that several do.
    free_from: [usize; 2],
}

impl Layout {
    /// Adds the states of all phrases, those of fewer letters first.
    fn add_all(&mut self) -> Result<(), KeywordError> {
        let all = Alike { phrases: 0..self.spelled.len(), depth: 0, state: START, before: START };
        let mut waiting = VecDeque::from([all]);
        while let Some(alike) = waiting.pop_front() {
            self.link(&alike);
            let longer = self.take_ending(&alike)?;
            let followers = self.followers(longer, alike.depth);
            let base = self.place(alike.state, &followers)?;
            waiting.extend(followers.into_iter().map(|(letter, phrases)| Alike {
                phrases,
                depth: alike.depth + 1,
                state: base ^ u32::from(letter),
                before: alike.state,
            }));
        }
        Ok(())
    }

    /// Finds where a state goes on with less of its beginning: one of fewer letters, which is known already.
    fn link(&mut self, alike: &Alike) {
        let (shorter, ending) = match alike.depth {
            0 => return,
            1 => (START, NO_ENDING),
            _ => {
                let letter = cell(&self.cells, alike.state).letter;
                let before = cell(&self.cells, cell(&self.cells, alike.before).shorter);
                let (shorter, reached) = before.step(&self.cells, letter);
                (shorter, reached.ending)
            }
        };
        if let Some(cell) = self.cells.get_mut(alike.state as usize) {
            (cell.shorter, cell.ending) = (shorter, ending);
        }
    }

    /// Notes the phrases that end in a state; which are longer.
    fn take_ending(&mut self, alike: &Alike) -> Result<Range<usize>, KeywordError> {
        let Range { start, end } = alike.phrases;
        let phrases = self.spelled.get(start..end).unwrap_or_default();
        let longer_from = start + phrases.partition_point(|phrase| phrase.letters.len() == alike.depth);
        if let Some(first) = phrases.first().filter(|_| longer_from > start)
            && let Some(cell) = self.cells.get_mut(alike.state as usize)
        {
            let shorter = std::mem::replace(&mut cell.ending, small(self.endings.len())?);
            let phrases = (small(start)?, small(longer_from)?);
            self.endings.push(Ending { phrases, length: first.bytes, shorter });
        }
        Ok(longer_from..end)
    }

    /// The letters that phrases go on with.
    fn followers(&self, longer: Range<usize>, depth: usize) -> Vec<Follower> {
        let mut from = longer.start;
        let letter = |phrase: &Spelled| phrase.letters.get(depth).copied().unwrap_or(FOREIGN);
        let phrases = self.spelled.get(longer).unwrap_or_default();
        let follower = |same: &[Spelled]| {
            let phrases = from..from + same.len();
            from = phrases.end;
            same.first().map(|first| (letter(first), phrases))
        };
        phrases.chunk_by(|one, next| letter(one) == letter(next)).filter_map(follower).collect()
    }

    /// Gives cells to the states that follow on one; its base.
    fn place(&mut self, state: State, followers: &[Follower]) -> Result<u32, KeywordError> {
        let [(first, _), others @ ..] = followers else { return Ok(NO_BASE) };
        let base = self.base(*first, others);
        self.bases.insert(base);
        for (letter, _) in followers {
            let place = base ^ usize::from(*letter);
            if self.cells.len() <= place {
                self.cells.resize(place + 1, FREE);
            }
            if let Some(cell) = self.cells.get_mut(place) {
                cell.letter = *letter;
            }
        }
        let base = small(base)?;
        if let Some(cell) = self.cells.get_mut(state as usize) {
            cell.base = base;
        }
        Ok(base)
    }

    /// A base that no state has, with free cells for all letters: between others where that is soon found, or after all.
    fn base(&mut self, first: Letter, others: &[Follower]) -> usize {
        let several = usize::from(!others.is_empty());
        let most_tried = if others.is_empty() { 1 } else { TRIED };
        let from = self.free_from[several];
        let (mut at, mut tried) = (from, 0);
        while at < self.cells.len() {
            if self.is_free(at) {
                let base = at ^ usize::from(first);
                let has_room = |(letter, _): &Follower| self.is_free(base ^ usize::from(*letter));
                if !self.bases.contains(&base) && others.iter().all(has_room) {
                    if at - from > FAR {
                        self.free_from[several] = at;
                    }
                    return base;
                }
                tried = (tried + 1) % most_tried;
            }
            at += 1;
            if tried == 0 {
                // What is before has no room, or too little: looking there again would take long.
                self.free_from[several] = at;
            }
        }
        let greatest = others.iter().map(|(letter, _)| *letter).fold(first, Letter::max);
        let width = (usize::from(greatest) + 1).next_power_of_two();
        let end = self.cells.len().next_multiple_of(width);
        (end..).step_by(width).find(|base| !self.bases.contains(base)).unwrap_or(end)
    }

    fn is_free(&self, place: usize) -> bool {
        place != START as usize && self.cells.get(place).is_none_or(|cell| cell.letter == FOREIGN)
    }
}

/// Free cells that are tried for several states before others are.
const TRIED: usize = 16;

/// Cells that are gone over for a base, so many that the next one is looked for after them: most of them are taken.
const FAR: usize = 256;

fn small(number: usize) -> Result<u32, KeywordError> {
    u32::try_from(number).map_err(|_: std::num::TryFromIntError| KeywordError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Phrases of two to five characters that follow no pattern, of which some are far more usual than others.
    fn phrases(count: u32) -> Vec<(u32, String)> {
        let mut state = 1_u64;
        let mut below = |limit: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % limit
        };
        let mut character = |usual: u32| {
            let number = below(4_000);
            let number = if usual == 0 { number.pow(3) / 4_000_u64.pow(2) } else { number };
            char::from_u32(0x4E00 + u32::try_from(number).unwrap()).unwrap()
        };
        let mut phrase = |number| (0..2 + number % 4).map(|_| character(number % 2)).collect();
        (0..count).map(|number| (number, phrase(number))).collect()
    }

    #[test]
    fn states_stand_close_together() {
        for count in [100, 1_000, 10_000] {
            let phrases = phrases(count);
            let alphabet = Alphabet::of(phrases.iter().flat_map(|(_, phrase)| phrase.chars())).unwrap();
            let cells = CharacterStates::of(&phrases, &alphabet).unwrap().cells;
            let states = cells.iter().filter(|cell| cell.letter != FOREIGN).count();
            assert!(cells.len() < 4 * states, "{} cells for {states} states", cells.len());
        }
    }
}
