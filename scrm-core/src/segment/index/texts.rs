//! Texts, each kept once and named by a number.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Texts in the order in which they came; their numbers begin at 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    written: String,
    /// Where each text ends.
    ends: Vec<usize>,
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
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.written.get(start..*self.ends.get(index)?)
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
        if (self.len() + 1) * 4 > self.places.len() * 3 {
            self.spread();
        }
        self.written.push_str(text);
        self.ends.push(self.written.len());
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
        let last = self.places.len().checked_sub(1)?;
        let mut place = hash(text) as usize & last;
        loop {
            match *self.places.get(place)? {
                0 => return Some(place),
                number if self.get(number.into()) == Some(text) => return Some(place),
                _ => place = (place + 1) & last,
            }
        }
    }

    /// Doubles the places.
    fn spread(&mut self) {
        let length = (self.places.len() * 2).max(16);
        let mut places = vec![0_u32; length];
        for (number, text) in self.iter() {
            let mut place = hash(text) as usize & (length - 1);
            while places.get(place).is_some_and(|taken| *taken != 0) {
                place = (place + 1) & (length - 1);
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
    }

    /// Bytes that it takes.
    pub(super) const fn bytes(&self) -> usize {
        self.written.capacity()
            + self.ends.capacity() * size_of::<usize>()
            + self.places.capacity() * size_of::<u32>()
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}
