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
    /// The numbers of texts, each at the place that its hash gives or the next free one; 0 where a place is free.
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
        let place = self.place(text)?;
        self.places.get(place).filter(|number| **number != 0).map(|number| u64::from(*number))
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
        if let Some(place) = self.place(text).and_then(|place| self.places.get_mut(place)) {
            *place = number;
        }
        number.into()
    }

    /// Every text with its number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &str)> {
        (1..=self.len() as u64).filter_map(|number| Some((number, self.get(number)?)))
    }

    /// Where the number of a text stands, or would.
    fn place(&self, text: &str) -> Option<usize> {
        let mut place = first_place(text, self.places.len())?;
        loop {
            match *self.places.get(place)? {
                0 => return Some(place),
                number if self.get(number.into()) == Some(text) => return Some(place),
                _ => place = (place + 1) % self.places.len(),
            }
        }
    }

    /// Gives the numbers so many places, or as many as they need.
    fn spread(&mut self, length: usize) {
        let length = length.max(self.len() * 8 / 7 + 8);
        let mut places = vec![0_u32; length];
        for (number, text) in self.iter() {
            let mut place = first_place(text, length).unwrap_or_default();
            while places.get(place).is_some_and(|taken| *taken != 0) {
                place = (place + 1) % length;
            }
            if let Some(free) = places.get_mut(place) {
                *free = number as u32;
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

/// The place where the number of a text stands if nothing stands there before it; nothing where there are no places.
fn first_place(text: &str, places: usize) -> Option<usize> {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    // The upper half of the product: as a division would spread them, without one.
    let spread = u128::from(hasher.finish().wrapping_mul(0x9E37_79B9_7F4A_7C15)) * places as u128;
    (places > 0).then_some((spread >> 64) as usize)
}
