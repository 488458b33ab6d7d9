//! Records by the keys they are looked up by.

use std::num::NonZeroU32;

use rustc_hash::FxHashMap;

use super::blocking::Limits;
use super::keys::{Parts, Rule};
use super::record::{Record, Records};
use super::scale::{Scale, Weighing};

/// The records of each key: those that were there when it was made, and those that came later.
pub(super) struct KeyIndex {
    sorted: Sorted,
    added: Added,
}

impl KeyIndex {
    /// All records by all their keys, some 25 for each record. Time O(n) in the number of keys; each is read twice, so that
    /// no memory is needed but that of the index.
    pub(super) fn of(scale: &Scale, records: &Records, limits: &Limits) -> Self {
        Self { sorted: Sorted::of(scale, records, limits), added: Added::default() }
    }

    /// Takes in a record that came later.
    pub(super) fn add(&mut self, scale: &Scale, record: u32, said: Record<'_>, limits: &Limits) {
        keys_of(scale.weighing(), said, limits, &mut Parts::default(), |_, key| self.added.add(key, record));
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
        keys_of(weighing, said, limits, &mut Parts::default(), |rule, key| {
            let start = found.len();
            let limit = limits.of(rule);
            let block = self.sorted.of_key(key).chain(self.added.of_key(key));
            found.extend(block.filter(|record| is_present(*record)).take(limit));
            if found.len() - start >= limit {
                found.truncate(start);
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Buckets for each record; a bucket holds three keys in the mean then, which are in one line of the processor's cache.
const BUCKETS_OF_A_RECORD: usize = 8;

/// Keys in buckets by their first bits: one is found by a look at the directory and one at its bucket.
struct Sorted {
    /// How many bits of a key say its bucket.
    bits: u32,
    /// Where each bucket begins, and where the last one ends.
    directory: Vec<u32>,
    /// In each bucket in order: the next 32 bits of each key, with a record. Two keys that differ in later bits alone are
    /// met once in a billion queries of a million records, and bring a candidate that is weighed for nothing.
    entries: Vec<(u32, u32)>,
}

impl Sorted {
    fn of(scale: &Scale, records: &Records, limits: &Limits) -> Self {
        let for_each_key = |found: &mut dyn FnMut(u64, u32)| {
            let mut parts = Parts::default();
            for record in 0..records.len() as u32 {
                let said = records.get(record);
                keys_of(scale.weighing(), said, limits, &mut parts, |_, key| found(key, record));
            }
        };
        let bits = (records.len() * BUCKETS_OF_A_RECORD).max(2).ilog2();
        let mut sorted = Self { bits, directory: vec![0; (1 << bits) + 2], entries: Vec::new() };
        // Each bucket is counted two places on, and filled from one place on: what it was filled up to is where the next
        // one begins.
        for_each_key(&mut |key, _| {
            let bucket = sorted.bucket(key);
            if let Some(count) = sorted.directory.get_mut(bucket + 2) {
                *count += 1;
            }
        });
        let mut end = 0;
        for place in &mut sorted.directory {
            end += *place;
            *place = end;
        }
        sorted.entries.resize(end as usize, (0, 0));
        for_each_key(&mut |key, record| {
            let (bucket, entry) = (sorted.bucket(key), (sorted.rest(key), record));
            let Some(place) = sorted.directory.get_mut(bucket + 1) else { return };
            if let Some(slot) = sorted.entries.get_mut(*place as usize) {
                *slot = entry;
                *place += 1;
            }
        });
        for ends in sorted.directory.windows(2) {
            if let [start, end] = ends
                && let Some(bucket) = sorted.entries.get_mut(*start as usize..*end as usize)
            {
                bucket.sort_unstable();
            }
        }
        sorted
    }

    const fn bucket(&self, key: u64) -> usize {
        (key >> (u64::BITS - self.bits)) as usize
    }

    const fn rest(&self, key: u64) -> u32 {
        ((key << self.bits) >> 32) as u32
    }

    fn of_key(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let place = |bucket: usize| self.directory.get(bucket).map_or(0, |place| *place as usize);
        let bucket = self.bucket(key);
        let entries = self.entries.get(place(bucket)..place(bucket + 1)).unwrap_or_default();
        let rest = self.rest(key);
        let start = entries.partition_point(|(other, _)| *other < rest);
        let same =
            entries.get(start..).unwrap_or_default().iter().take_while(move |(other, _)| *other == rest);
        same.map(|(_, record)| *record)
    }
}

/// The records that came later: of each key the last one, and from each to the one before.
#[derive(Default)]
struct Added {
    /// Positions in `links`, counted from 1.
    last: FxHashMap<u64, NonZeroU32>,
    /// A record, and the position before it of one that has the key.
    links: Vec<(u32, Option<NonZeroU32>)>,
}

impl Added {
    fn add(&mut self, key: u64, record: u32) {
        self.links.push((record, self.last.get(&key).copied()));
        if let Some(place) = NonZeroU32::new(self.links.len() as u32) {
            self.last.insert(key, place);
        }
    }

    fn of_key(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.last.get(&key).copied();
        std::iter::from_fn(move || {
            let (record, before) = self.links.get(next?.get() as usize - 1)?;
            next = *before;
            Some(*record)
        })
    }
}

/// The keys of a record by the rules that are in use.
fn keys_of<'r>(
    weighing: Weighing<'r>,
    record: Record<'r>,
    limits: &Limits,
    parts: &mut Parts<'r>,
    mut found: impl FnMut(Rule, u64),
) {
    let mut keys = Vec::new();
    parts.read(&weighing.scale.fields, weighing.vocabulary, record);
    for (rule, _) in limits.above_one() {
        parts.keys_of(rule, &mut keys);
        keys.drain(..).for_each(|key| found(rule, key));
    }
}
