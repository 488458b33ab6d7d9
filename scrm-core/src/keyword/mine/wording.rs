//! From terms back to what people write.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::documents::{Place, Slot, SlotNames, Term};
use super::rules::Rule;
use crate::foundation::text::Folded;
use crate::keyword::{KeywordTerm, MatchMode};

/// Messages that are read for wordings of one group, at most.
const READ: usize = 300;

/// Finds given terms in messages of which they were not learnt.
pub(super) struct TermFinder<'t> {
    ids: FxHashMap<&'t [u32], u32>,
    longest: usize,
}

impl<'t> TermFinder<'t> {
    /// Of the terms that rules use.
    pub(super) fn new(terms: &'t [Term], used: impl Iterator<Item = u32>) -> Self {
        let ids: FxHashMap<&[u32], u32> =
            used.filter_map(|id| Some((terms.get(id as usize)?.slots.as_slice(), id))).collect();
        let longest = ids.keys().map(|slots| slots.len()).max().unwrap_or_default();
        Self { ids, longest }
    }

    /// Where they stand, by term. Linear in the length of the message.
    pub(super) fn places(&self, slots: &[Slot]) -> Vec<Place> {
        let mut places = Vec::new();
        let mut stretch: Vec<u32> = Vec::with_capacity(self.longest);
        for start in 0..slots.len() {
            stretch.clear();
            for slot in slots.iter().skip(start).take(self.longest) {
                if !stretch.is_empty() && !slot.joined {
                    break;
                }
                stretch.push(slot.id);
                if let Some(term) = self.ids.get(stretch.as_slice()) {
                    places.push(Place { term: *term, start: u16::try_from(start).unwrap_or(u16::MAX) });
                }
            }
        }
        places.sort_unstable();
        places
    }
}

/// How terms are written in some messages, and where in them.
pub(super) struct Wordings {
    /// Of each term its wordings with their counts.
    found: BTreeMap<u32, BTreeMap<String, u32>>,
    /// Of each term how often it was met, and the sum of its places.
    places: BTreeMap<u32, (u32, u32)>,
}

impl Wordings {
    /// Reads messages.
    pub(super) fn read<'m>(
        messages: impl Iterator<Item = &'m str>,
        finder: &TermFinder<'_>,
        names: &mut SlotNames,
        terms: &[Term],
        most_slots: usize,
    ) -> Self {
        let mut wordings = Self { found: BTreeMap::new(), places: BTreeMap::new() };
        for message in messages.take(READ) {
            let folded = Folded::new(message);
            let (slots, ranges) = names.slots_with_ranges(&folded, most_slots);
            for place in finder.places(&slots) {
                let start = usize::from(place.start);
                let length = terms.get(place.term as usize).map_or(1, |term| term.slots.len());
                let (Some(first), Some(last)) = (ranges.get(start), ranges.get(start + length - 1)) else {
                    continue;
                };
                let span = folded.original_span(first.start..last.end);
                let Some(written) = message.get(span.bytes) else { continue };
                let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
                *wordings.found.entry(place.term).or_default().entry(written).or_default() += 1;
                let entry = wordings.places.entry(place.term).or_default();
                *entry = (entry.0 + 1, entry.1 + u32::from(place.start));
            }
        }
        wordings
    }

    /// The most usual wording of a term; of equals the last in order, which prefers small letters.
    pub(super) fn of(&self, term: u32) -> Option<&str> {
        let wordings = self.found.get(&term)?;
        wordings.iter().max_by_key(|(_, count)| **count).map(|(written, _)| written.as_str())
    }

    fn place(&self, term: u32) -> f64 {
        self.places.get(&term).map_or(0.0, |(count, sum)| f64::from(*sum) / f64::from(*count))
    }

    fn count(&self, term: u32) -> u32 {
        self.places.get(&term).map_or(0, |(count, _)| *count)
    }

    /// A rule as a phrase; nothing where a term was not met.
    pub(super) fn phrase(
        &self,
        rule: &Rule,
        terms: &[Term],
        names: &SlotNames,
        within: u8,
    ) -> Option<KeywordTerm> {
        let (first, companions) = rule.terms.split_first()?;
        let text = self.of(*first)?.to_owned();
        let near: Vec<String> =
            companions.iter().map(|term| self.of(*term).map(str::to_owned)).collect::<Option<_>>()?;
        let unspaced = rule
            .terms
            .iter()
            .filter_map(|term| terms.get(*term as usize)?.slots.first())
            .any(|slot| names.is_unspaced(*slot));
        let mode = if unspaced { MatchMode::Substring } else { MatchMode::Stem };
        // A matcher counts two characters as a word.
        let within = if unspaced { within.div_ceil(2) } else { within };
        Some(KeywordTerm { mode: Some(mode), near, within, ..KeywordTerm::new(text) })
    }

    /// The most telling words of a group, in the order in which they mostly stand. `common` says in how many of all
    /// messages that were compared a term stands.
    pub(super) fn name(&self, rules: &[Rule], terms: &[Term], all: f64) -> String {
        let mut seen: Vec<u32> = rules.iter().flat_map(|rule| rule.terms.iter().copied()).collect();
        seen.sort_unstable();
        seen.dedup();
        let telling = |term: u32| {
            let common = terms.get(term as usize).map_or(1.0, |term| f64::from(term.documents));
            // A term that every message has tells little, and still more than no name.
            f64::from(self.count(term)) * (all / common).ln_1p()
        };
        seen.sort_by(|a, b| telling(*b).total_cmp(&telling(*a)).then(a.cmp(b)));
        let slots =
            |term: u32| terms.get(term as usize).map(|term| term.slots.as_slice()).unwrap_or_default();
        let mut chosen: Vec<u32> = Vec::new();
        let mut words = 0;
        let strongest = seen.first().map_or(0.0, |term| telling(*term));
        for term in seen {
            let overlaps =
                chosen.iter().any(|other| slots(term).iter().any(|slot| slots(*other).contains(slot)));
            if overlaps || telling(term) < 0.25 * strongest || words >= NAME_WORDS {
                continue;
            }
            words += slots(term).len();
            chosen.push(term);
        }
        chosen.sort_by(|a, b| self.place(*a).total_cmp(&self.place(*b)).then(a.cmp(b)));
        chosen.into_iter().filter_map(|term| self.of(term)).collect::<Vec<_>>().join(" ")
    }
}

/// A name has about so many words.
const NAME_WORDS: usize = 3;
