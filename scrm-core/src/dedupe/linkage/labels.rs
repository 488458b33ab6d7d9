//! The truth about records, as somebody knows it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::blocking::Pair;
use super::deduper::Deduper;
use super::pattern::Pattern;
use crate::dedupe::DedupeError;

/// The truth about some records, or all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Labels {
    /// The person of each record, by the record's id. Records of one person have one name, whatever it is; two records
    /// that are both labelled with different ones are two people.
    Clusters(BTreeMap<String, String>),
    /// Pairs of ids, and whether they are one person. Nothing is concluded from them about other pairs.
    Pairs(Vec<LabelledPair>),
}

/// Two records of which somebody knows whether they are one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LabelledPair {
    /// The id of one.
    pub first: String,
    /// The id of the other.
    pub second: String,
    /// Whether they are one person.
    pub same: bool,
}

impl Deduper {
    /// Learns from records whose truth is known how often pairs of one person agree, to each grade. What was concluded
    /// without labels counts beside them like forty pairs, so that a handful does little. How often strangers agree, and
    /// how many pairs are one person, is learned from all records as before. All pairs are weighed again; which are looked
    /// at stays. Other labels replace those of an earlier call.
    ///
    /// Measured on the labels it learned from, [`certify`](Self::certify) flatters: keep others for it.
    ///
    /// ```
    /// use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, Labels, LabelledPair, RecordTable};
    /// let mut table = RecordTable::new(["name", "email"]);
    /// table.push("a", ["Anna Walker", "anna@example.com"]);
    /// table.push("b", ["Ana Walker", "anna@example.com"]);
    /// table.push("c", ["Omar Haddad", "omar@example.com"]);
    /// let mut deduper = Deduper::fit(&table, DeduperConfig::default())?;
    /// let pair = LabelledPair { first: "a".to_owned(), second: "b".to_owned(), same: true };
    /// deduper.learn(&Labels::Pairs(vec![pair]))?;
    /// assert_eq!(deduper.clusters(None).len(), 2);
    /// # Ok::<(), scrm_core::dedupe::DedupeError>(())
    /// ```
    ///
    /// # Errors
    /// [`DedupeError::NothingLabelled`] where no two known records are labelled as one person.
    pub fn learn(&mut self, labels: &Labels) -> Result<(), DedupeError> {
        let matches = Truth::of(self, labels).pairs_of_one();
        if matches.is_empty() {
            return Err(DedupeError::NothingLabelled);
        }
        let candidates = self.scale.blocking(&self.records).pairs_within(&self.limits);
        let patterns = |pairs: Vec<Pair>| -> Vec<Pattern> {
            pairs.into_iter().map(|pair| self.scale.weighing().pattern_of(&self.records, pair)).collect()
        };
        let (matches, candidates) = (patterns(matches), patterns(candidates));
        let records = self.by_id.len();
        self.scale.model.learn_from_matches(matches.into_iter(), candidates.into_iter(), records);
        self.scored.take();
        Ok(())
    }
}

/// Records of one person that are paired with each other; of a person who has more, the others teach nothing new.
const MOST_RECORDS: usize = 64;

/// What is known of the records here.
pub(super) struct Truth {
    pub(super) records: usize,
    pub(super) unknown: usize,
    pub(super) matches: u64,
    /// By record.
    pub(super) person: FxHashMap<u32, u32>,
    /// The records of each person.
    pub(super) people: Vec<Vec<u32>>,
    /// Where pairs are labelled.
    pub(super) pairs: Option<FxHashMap<Pair, bool>>,
}

impl Truth {
    pub(super) fn of(deduper: &Deduper, labels: &Labels) -> Self {
        match labels {
            Labels::Clusters(persons) => {
                let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
                let (mut person, mut people) = (FxHashMap::default(), Vec::<Vec<u32>>::new());
                let mut unknown = 0;
                for (id, name) in persons {
                    let Some(record) = deduper.record(id) else {
                        unknown += 1;
                        continue;
                    };
                    let next = people.len() as u32;
                    let number = *numbers.entry(name).or_insert(next);
                    if number == next {
                        people.push(Vec::new());
                    }
                    person.insert(record, number);
                    if let Some(records) = people.get_mut(number as usize) {
                        records.push(record);
                    }
                }
                let pairs_of = |records: &Vec<u32>| (records.len() as u64 * (records.len() as u64 - 1)) / 2;
                let matches = people.iter().map(pairs_of).sum();
                Self { records: person.len(), unknown, matches, person, people, pairs: None }
            }
            Labels::Pairs(labelled) => {
                let mut pairs: FxHashMap<Pair, bool> = FxHashMap::default();
                let mut unknown = 0;
                for pair in labelled {
                    match (deduper.record(&pair.first), deduper.record(&pair.second)) {
                        (Some(first), Some(second)) if first != second => {
                            pairs.insert((first.min(second), first.max(second)), pair.same);
                        }
                        _ => unknown += 1,
                    }
                }
                let mut records: Vec<u32> =
                    pairs.keys().flat_map(|(first, second)| [*first, *second]).collect();
                records.sort_unstable();
                records.dedup();
                let matches = pairs.values().filter(|same| **same).count() as u64;
                let (person, people) = (FxHashMap::default(), Vec::new());
                Self { records: records.len(), unknown, matches, person, people, pairs: Some(pairs) }
            }
        }
    }

    /// Whether a pair is one person, where that is known.
    pub(super) fn same(&self, (first, second): Pair) -> Option<bool> {
        match &self.pairs {
            Some(pairs) => pairs.get(&(first, second)).copied(),
            None => Some(self.person.get(&first)? == self.person.get(&second)?),
        }
    }

    /// Pairs that are one person, in order.
    pub(super) fn pairs_of_one(&self) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = match &self.pairs {
            Some(pairs) => pairs.iter().filter(|(_, same)| **same).map(|(pair, _)| *pair).collect(),
            None => self.people.iter().flat_map(|records| pairs_among(records)).collect(),
        };
        pairs.sort_unstable();
        pairs
    }
}

fn pairs_among(records: &[u32]) -> impl Iterator<Item = Pair> + '_ {
    let some = records.get(..records.len().min(MOST_RECORDS)).unwrap_or_default();
    let pairs_with = move |(place, first): (usize, &u32)| {
        let first = *first;
        some.iter().skip(place + 1).map(move |second| (first.min(*second), first.max(*second)))
    };
    some.iter().enumerate().flat_map(pairs_with)
}
