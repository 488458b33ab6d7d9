//! Records by the keys they are looked up by.

use rustc_hash::FxHashMap;

use super::blocking::Limits;
use super::keys::{Parts, Rule};
use super::record::{Record, Records};
use super::scale::{Scale, Weighing};

/// The records of each key: those that were there when it was made, sorted, and those that came later.
pub(super) struct KeyIndex {
    keys: Vec<u64>,
    records: Vec<u32>,
    added: FxHashMap<u64, Vec<u32>>,
}

impl KeyIndex {
    /// All records by all their keys. Time O(n log n) in the number of keys, some 30 for each record.
    pub(super) fn of(scale: &Scale, records: &Records, limits: &Limits) -> Self {
        let mut keyed: Vec<(u64, u32)> = Vec::new();
        for record in 0..records.len() as u32 {
            keys_of(scale.weighing(), records.get(record), limits, |_, key| keyed.push((key, record)));
        }
        keyed.sort_unstable();
        let (keys, records) = keyed.into_iter().unzip();
        Self { keys, records, added: FxHashMap::default() }
    }

    /// Takes in a record that came later.
    pub(super) fn add(&mut self, scale: &Scale, record: u32, said: Record<'_>, limits: &Limits) {
        keys_of(scale.weighing(), said, limits, |_, key| self.added.entry(key).or_default().push(record));
    }

    /// The records that share a key with one that may not be among them, in order; blocks that it would make too large are
    /// left out. `is_present` says which count.
    pub(super) fn candidates(
        &self,
        weighing: Weighing<'_>,
        said: Record<'_>,
        limits: &Limits,
        is_present: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        keys_of(weighing, said, limits, |rule, key| {
            let start = found.len();
            let limit = limits.of(rule);
            found.extend(self.of_key(key).filter(|record| is_present(*record)).take(limit));
            if found.len() - start >= limit {
                found.truncate(start);
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }

    fn of_key(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let start = self.keys.partition_point(|other| *other < key);
        let count = self.keys.iter().skip(start).take_while(|other| **other == key).count();
        let known = self.records.get(start..start + count).unwrap_or_default().iter().copied();
        known.chain(self.added.get(&key).into_iter().flatten().copied())
    }
}

/// The keys of a record by the rules that are in use.
fn keys_of(weighing: Weighing<'_>, record: Record<'_>, limits: &Limits, mut found: impl FnMut(Rule, u64)) {
    let (mut parts, mut keys) = (Parts::default(), Vec::new());
    parts.read(&weighing.scale.fields, weighing.vocabulary, record);
    for rule in Rule::ALL.into_iter().filter(|rule| limits.of(*rule) > 1) {
        parts.keys_of(rule, &mut keys);
        keys.drain(..).for_each(|key| found(rule, key));
    }
}
