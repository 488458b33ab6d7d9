//! Texts, each kept once and named by a number.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Texts of a group, whose ends are counted from one place so that they take four bytes.
const GROUP: usize = 64;

/// Texts in the order in which they came; their numbers begin at 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    written: String,
    /// Where each text ends, from where its group begins.
    ends: Vec<u32>,
    /// Where each group begins.
    groups: Vec<usize>,
    /// The numbers of texts, each at the place that its hash gives or the next free one, with bits of the hash in front of it;
    /// 0 where a place is free.
    places: Vec<u32>,
}

impl Texts {
    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text with a number.
    pub(super) fn get(&self, number: u64) -> Option<&str> {
        let index = (number as usize).checked_sub(1)?;
        let start =
            if index.is_multiple_of(GROUP) { *self.groups.get(index / GROUP)? } else { self.end(index - 1)? };
        self.written.get(start..self.end(index)?)
    }

    fn end(&self, index: usize) -> Option<usize> {
        Some(*self.groups.get(index / GROUP)? + *self.ends.get(index)? as usize)
    }

    /// The number of a text; nothing where it was never taken in.
    pub(super) fn number(&self, text: &str) -> Option<u64> {
        let taken = *self.places.get(self.place(text)?)?;
        (taken != 0).then_some(u64::from(taken & number_bits(self.places.len())))
    }

    /// The number of a text, which is taken in where it is new.
    pub(super) fn take_in(&mut self, text: &str) -> u64 {
        if let Some(known) = self.number(text) {
            return known;
        }
        if (self.len() + 1) * 8 > self.places.len() * 7 {
            self.spread(self.places.len() * 2);
        }
        if self.len().is_multiple_of(GROUP) {
            self.groups.push(self.written.len());
        }
        self.written.push_str(text);
        let begin = self.groups.last().copied().unwrap_or_default();
        self.ends.push((self.written.len() - begin) as u32);
        let number = self.len() as u32;
        let bits = Mark::of(text, self.places.len()).bits;
        if let Some(place) = self.place(text).and_then(|place| self.places.get_mut(place)) {
            *place = bits | number;
        }
        number.into()
    }

    /// Every text with its number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &str)> {
        (1..=self.len() as u64).filter_map(|number| Some((number, self.get(number)?)))
    }

    /// Where the number of a text stands, or would. Texts whose hashes differ are told apart without a look at them.
    fn place(&self, text: &str) -> Option<usize> {
        let Mark { mut place, bits } = Mark::of(text, self.places.len());
        let number_bits = number_bits(self.places.len());
        loop {
            let taken = *self.places.get(place)?;
            let may_be_it = taken & !number_bits == bits;
            if taken == 0 || may_be_it && self.get(u64::from(taken & number_bits)) == Some(text) {
                return Some(place);
            }
            place = (place + 1) % self.places.len();
        }
    }

    /// Gives the numbers so many places, or as many as they need.
    fn spread(&mut self, length: usize) {
        let length = length.max(self.len() * 8 / 7 + 8);
        let mut places = vec![0_u32; length];
        for (number, text) in self.iter() {
            let Mark { mut place, bits } = Mark::of(text, length);
            while places.get(place).is_some_and(|taken| *taken != 0) {
                place = (place + 1) % length;
            }
            if let Some(free) = places.get_mut(place) {
                *free = bits | number as u32;
            }
        }
        self.places = places;
    }

    pub(super) fn shrink(&mut self) {
        self.written.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.groups.shrink_to_fit();
        self.spread(self.len() * 5 / 4);
    }

    /// Bytes that it takes.
    pub(super) const fn bytes(&self) -> usize {
        self.written.capacity()
            + self.ends.capacity() * size_of::<u32>()
            + self.groups.capacity() * size_of::<usize>()
            + self.places.capacity() * size_of::<u32>()
    }
}

/// What the hash of a text says.
struct Mark {
    /// The place where the number of the text stands if nothing stands there before it.
    place: usize,
    /// Bits of the hash, where numbers have none.
    bits: u32,
}

impl Mark {
    /// For so many places.
    fn of(text: &str, places: usize) -> Self {
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        let hash = hasher.finish().wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // The upper half of the product: as a division would spread them, without one.
        let place = (u128::from(hash) * places as u128) >> 64;
        Self { place: place as usize, bits: hash as u32 & !number_bits(places) }
    }
}

/// The lowest bits, which the numbers of texts with so many places may have.
fn number_bits(places: usize) -> u32 {
    let places = u32::try_from(places).unwrap_or(u32::MAX);
    u32::MAX.checked_shr(places.leading_zeros()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_text_has_a_number_of_its_own(
            written in proptest::collection::vec("[a-cя我🙂]{0,3}", 0..300),
            others in proptest::collection::vec("[a-cя我🙂]{0,3}", 0..50),
            shrinks_after in 0_usize..300,
        ) {
            let (mut texts, mut numbers) = (Texts::default(), HashMap::new());
            for (place, text) in written.iter().enumerate() {
                let next = numbers.len() as u64 + 1;
                prop_assert_eq!(texts.take_in(text), *numbers.entry(text).or_insert(next));
                if place == shrinks_after {
                    texts.shrink();
                }
            }
            for text in written.iter().chain(&others) {
                prop_assert_eq!(texts.number(text), numbers.get(text).copied());
            }
            for (text, number) in numbers {
                prop_assert_eq!(texts.get(number), Some(text.as_str()));
            }
        }
    }
}
