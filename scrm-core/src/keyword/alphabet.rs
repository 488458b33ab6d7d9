//! The characters that a set of phrases consists of, numbered.

use std::cmp::Reverse;

use super::error::KeywordError;

/// The number of a character in an alphabet, from one on; [`FOREIGN`] of all that are not in it.
pub(super) type Letter = u16;

/// The number of a character that no phrase has.
pub(super) const FOREIGN: Letter = 0;

/// Characters that stand together in the table: those that differ in the last six bits of their numbers.
const BLOCK: usize = 64;

/// The characters of phrases, those that most phrases have first.
#[derive(Clone, Debug)]
pub(super) struct Alphabet {
    /// By a block of characters, up to the last that has letters: which of the blocks of letters it is.
    places: Vec<u16>,
    /// The first has none.
    letters: Vec<[Letter; BLOCK]>,
}

impl Alphabet {
    /// All characters of some text.
    pub(super) fn of(text: impl Iterator<Item = char>) -> Result<Self, KeywordError> {
        let mut met: Vec<char> = text.collect();
        met.sort_unstable();
        let mut counted: Vec<(Reverse<usize>, char)> = met
            .chunk_by(|one, next| one == next)
            .filter_map(|same| same.first().map(|first| (Reverse(same.len()), *first)))
            .collect();
        counted.sort_unstable();
        let mut alphabet = Self { places: Vec::new(), letters: vec![[FOREIGN; BLOCK]] };
        for (number, (_, character)) in (1_usize..).zip(counted) {
            alphabet.add(character, small(number)?)?;
        }
        Ok(alphabet)
    }

    fn add(&mut self, character: char, letter: Letter) -> Result<(), KeywordError> {
        let (block, within) = place_of(character);
        let places = self.places.len().max(block + 1);
        self.places.resize(places, 0);
        if let Some(place) = self.places.get_mut(block).filter(|place| **place == 0) {
            *place = small(self.letters.len())?;
            self.letters.push([FOREIGN; BLOCK]);
        }
        let place = self.places.get(block).copied().unwrap_or_default();
        if let Some(letters) = self.letters.get_mut(usize::from(place)) {
            letters[within] = letter;
        }
        Ok(())
    }

    /// Which letter a character is.
    #[inline]
    pub(super) fn letter(&self, character: char) -> Letter {
        let (block, within) = place_of(character);
        let place = self.places.get(block).copied().unwrap_or_default();
        self.letters.get(usize::from(place)).map_or(FOREIGN, |letters| letters[within])
    }
}

#[inline]
const fn place_of(character: char) -> (usize, usize) {
    let number = character as usize;
    (number / BLOCK, number % BLOCK)
}

fn small(number: usize) -> Result<u16, KeywordError> {
    u16::try_from(number).map_err(|_: std::num::TryFromIntError| KeywordError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_usual_characters_come_first() {
        let alphabet = Alphabet::of("价格价🙂".chars()).unwrap();
        assert_eq!(['价', '格', '🙂'].map(|character| alphabet.letter(character)), [1, 2, 3]);
        assert_eq!(['栽', 'a', '\u{10FFFF}'].map(|character| alphabet.letter(character)), [FOREIGN; 3]);
    }
}
