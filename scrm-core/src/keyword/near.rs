//! Companions: phrases that must stand near a term for it to count.

use std::ops::Range;

use super::collector::Hit;
use super::config::KeywordTerm;
use crate::foundation::text::words;

/// Where the companions of terms stand in a text.
#[derive(Debug, Default)]
pub(super) struct Companions(Vec<Companion>);

/// The rule and the number of its term, which companion of it, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Companion {
    of: (usize, usize, u16),
    start: usize,
    end: usize,
}

impl Companions {
    pub(super) fn add(&mut self, rule: usize, phrase: usize, companion: u16, place: Range<usize>) {
        self.0.push(Companion { of: (rule, phrase, companion), start: place.start, end: place.end });
    }

    /// Takes those of another text that was made from this one.
    pub(super) fn take(&mut self, others: Self, place: impl Fn(Range<usize>) -> (usize, usize)) {
        self.0.extend(others.0.into_iter().map(|companion| {
            let (start, end) = place(companion.start..companion.end);
            Companion { start, end, ..companion }
        }));
    }

    /// Once all are added, before any is asked for.
    pub(super) fn sort(&mut self) {
        self.0.sort_unstable();
    }

    /// The companions of a term that do not stand near a place of it, by their numbers.
    pub(super) fn missing<'c>(
        &'c self,
        hit: &'c Hit,
        term: &'c KeywordTerm,
        text: &'c str,
    ) -> impl Iterator<Item = usize> + 'c {
        (0..term.near.len()).filter(move |companion| {
            let of = (hit.rule, hit.phrase, u16::try_from(*companion).unwrap_or(u16::MAX));
            !self.stands_near(of, hit, usize::from(term.within), text)
        })
    }

    /// Whether a companion stands near a hit, which it must not touch. Of all that do the nearest on either side decide.
    fn stands_near(&self, of: (usize, usize, u16), hit: &Hit, within: usize, text: &str) -> bool {
        let from = self.0.partition_point(|companion| companion.of < of);
        let to = self.0.partition_point(|companion| companion.of <= of);
        let places = self.0.get(from..to).unwrap_or_default();
        let later = places.partition_point(|place| place.start < hit.end);
        let after = places.get(later).map(|place| hit.end..place.start);
        // Those that begin before the hit may still reach into it.
        let earlier = places.get(..later).unwrap_or_default().iter().rev();
        let before =
            earlier.take(REACHING_IN).find(|place| place.end <= hit.start).map(|place| place.end..hit.start);
        let is_near = |gap: Range<usize>| words_within(text.get(gap).unwrap_or_default(), within);
        after.is_some_and(is_near) || before.is_some_and(is_near)
    }
}

/// Companions that overlap a hit and are passed over to find one before it.
const REACHING_IN: usize = 64;

/// Whether a text has no more words than that.
fn words_within(text: &str, most: usize) -> bool {
    let mut left = most;
    words(text).all(|word| {
        let count = if word.unspaced { word.text.chars().count().div_ceil(2) } else { 1 };
        let fits = count <= left;
        left = left.saturating_sub(count);
        fits
    })
}
