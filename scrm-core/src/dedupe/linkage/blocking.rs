//! Which records are looked at together: those that share a key. Comparing all with all would take years.
//!
//! There are many rules, each a kind of key; a pair has to share one key of any rule. A key that many records share says
//! little, and its pairs are many: each rule has a limit of records for a block, chosen by what the pairs of such blocks
//! promise on the table. What is left out is counted.

use super::field::LinkField;
use super::keys::{Parts, Rule};
use super::record::Records;
use crate::dedupe::compare::Vocabulary;

/// Two records, the earlier first.
pub(super) type Pair = (u32, u32);

/// Blocks are judged by their size: those of at most so many records together. A block of more than the last is left out:
/// its key says too little, and other keys find its pairs.
pub(super) const BANDS: [usize; 9] = [2, 3, 4, 6, 9, 14, 22, 36, 64];
/// Pairs that a rule may bring whatever they promise.
const PAIRS_OF_ANY_TABLE: usize = 50_000;
/// Beyond them, so many pairs of a rule have to be one person and found by no rule before.
const LEAST_YIELD: f64 = 0.02;
/// In a table of more records a rule is tried on a part of its keys first, one in so many.
const LARGE_TABLE: usize = 20_000;
const PROBED: u64 = 8;
/// Blocks of each band that are looked at to know it.
const SAMPLED_BLOCKS: usize = 1_000;

/// The candidates of a table.
#[derive(Default)]
pub(super) struct Candidates {
    /// Each once, in order.
    pub(super) pairs: Vec<Pair>,
    /// By rule: blocks of more records are left out.
    pub(super) limits: Limits,
    /// Keys that too many records share.
    pub(super) blocks_left_out: usize,
}

/// By rule, how many records a block may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits([usize; Rule::ALL.len()]);

impl Default for Limits {
    fn default() -> Self {
        Self([1; Rule::ALL.len()])
    }
}

impl Limits {
    pub(super) fn of(&self, rule: Rule) -> usize {
        self.0.get(rule as usize).copied().unwrap_or(1)
    }

    pub(super) fn set(&mut self, rule: Rule, limit: usize) {
        if let Some(slot) = self.0.get_mut(rule as usize) {
            *slot = limit;
        }
    }

    /// Those of the rules that are in use.
    pub(super) fn above_one(&self) -> impl Iterator<Item = (Rule, usize)> + '_ {
        Rule::ALL.into_iter().map(|rule| (rule, self.of(rule))).filter(|(_, limit)| *limit > 1)
    }
}

/// What is read to find candidates.
#[derive(Clone, Copy)]
pub(super) struct Blocking<'b> {
    pub(super) fields: &'b [LinkField],
    pub(super) vocabulary: &'b Vocabulary<'b>,
    pub(super) records: &'b Records,
}

impl Blocking<'_> {
    /// Adds the pairs that share a key of some rules. `promise` says how probably a pair is one person.
    pub(super) fn add(self, rules: &[Rule], found: &mut Candidates, promise: impl Fn(Pair) -> f64) {
        let rules: Vec<Rule> = rules.iter().copied().filter(|rule| rule.has_keys(self.fields)).collect();
        let mut probes =
            if self.records.len() > LARGE_TABLE { self.probes(&rules) } else { Vec::new() }.into_iter();
        for rule in rules {
            if let Some(some) = probes.next()
                && largest_worthwhile(&some, 0, &found.pairs, &promise) == 1
            {
                found.blocks_left_out += some.chunk_by(|a, b| a.0 == b.0).count() * PROBED as usize;
                continue;
            }
            let keyed = self.shared_keys(rule);
            let limit = largest_worthwhile(&keyed, PAIRS_OF_ANY_TABLE, &found.pairs, &promise);
            found.limits.set(rule, limit);
            let mut pairs = Vec::new();
            for block in keyed.chunk_by(|a, b| a.0 == b.0) {
                if block.len() > limit {
                    found.blocks_left_out += 1;
                } else {
                    pairs.extend(pairs_of(block));
                }
            }
            pairs.sort_unstable();
            found.pairs = merged(&found.pairs, &pairs);
        }
    }

    /// Each record that says the same as an earlier one, with the first of these: they may be too many to be compared with
    /// each other.
    pub(super) fn repeated(self) -> Vec<Pair> {
        let first_with = self.records.first_with();
        let of = |record: u32| first_with.get(&self.records.fingerprint(record)).copied();
        let said =
            (0..self.records.len() as u32).filter(|record| !self.records.get(*record).values.is_empty());
        let mut pairs: Vec<Pair> = said
            .filter_map(|record| Some((of(record)?, record)))
            .filter(|(first, record)| first < record)
            .collect();
        pairs.sort_unstable();
        pairs
    }

    /// The pairs that share a key within limits that are known.
    pub(super) fn pairs_within(self, limits: &Limits) -> Vec<Pair> {
        let mut found = self.repeated();
        for rule in Rule::ALL.into_iter().filter(|rule| limits.of(*rule) > 1) {
            let keyed = self.shared_keys(rule);
            let small = keyed.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() <= limits.of(rule));
            let mut pairs: Vec<Pair> = small.flat_map(pairs_of).collect();
            pairs.sort_unstable();
            found = merged(&found, &pairs);
        }
        found
    }

    /// The keys of a rule that several records have, with the records, in order.
    fn shared_keys(self, rule: Rule) -> Vec<(u64, u32)> {
        let mut keyed: Vec<(u64, u32)> = Vec::new();
        let (mut parts, mut keys) = (Parts::default(), Vec::new());
        for record in 0..self.records.len() as u32 {
            parts.read(self.fields, self.vocabulary, self.records.get(record));
            parts.keys_of(rule, &mut keys);
            keyed.extend(keys.drain(..).map(|key| (key, record)));
        }
        shared(keyed)
    }

    /// A part of the keys of each rule, as [`shared_keys`](Self::shared_keys).
    fn probes(self, rules: &[Rule]) -> Vec<Vec<(u64, u32)>> {
        let mut probes: Vec<Vec<(u64, u32)>> = vec![Vec::new(); rules.len()];
        let (mut parts, mut keys) = (Parts::default(), Vec::new());
        for record in 0..self.records.len() as u32 {
            parts.read(self.fields, self.vocabulary, self.records.get(record));
            for (rule, probe) in rules.iter().zip(&mut probes) {
                parts.keys_of(*rule, &mut keys);
                probe.extend(keys.drain(..).filter(|key| key % PROBED == 0).map(|key| (key, record)));
            }
        }
        probes.into_iter().map(shared).collect()
    }
}

/// The keys that several records have, in order.
fn shared(mut keyed: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    // A key whose slot was met once only is nobody else's: there is no need to sort it.
    let slots = (keyed.len() * 4).next_power_of_two().max(64);
    let slot = |key: u64| (key >> 20) as usize & (slots - 1);
    let mut met = vec![0_u8; slots];
    for (key, _) in &keyed {
        if let Some(times) = met.get_mut(slot(*key)) {
            *times = times.saturating_add(1);
        }
    }
    keyed.retain(|(key, _)| met.get(slot(*key)).is_some_and(|times| *times > 1));
    keyed.sort_unstable();
    keyed
}

/// The most records that a block of a rule may have: as many as bring the pairs that it may have anyway, and more where the
/// pairs of larger blocks, of which some are looked at, promise to be worth it.
fn largest_worthwhile(
    keyed: &[(u64, u32)],
    anyway: usize,
    found: &[Pair],
    promise: impl Fn(Pair) -> f64,
) -> usize {
    let mut bands: [Vec<&[(u64, u32)]>; BANDS.len()] = Default::default();
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        let band = BANDS.iter().position(|most| block.len() <= *most);
        if let Some(blocks) = band.and_then(|band| bands.get_mut(band)) {
            blocks.push(block);
        }
    }
    let (mut pairs, mut limit) = (0, 1);
    for (blocks, most) in bands.iter().zip(BANDS) {
        pairs += blocks.iter().map(|block| block.len() * (block.len() - 1) / 2).sum::<usize>();
        if pairs > anyway && !blocks.is_empty() && yield_of(blocks, found, &promise) < LEAST_YIELD {
            return limit;
        }
        limit = most;
    }
    limit
}

/// The share of pairs in some blocks that are one person and are not found yet, as a sample promises.
fn yield_of(blocks: &[&[(u64, u32)]], found: &[Pair], promise: impl Fn(Pair) -> f64) -> f64 {
    let step = blocks.len().div_ceil(SAMPLED_BLOCKS).max(1);
    let (mut looked_at, mut promised) = (0.0, 0.0);
    for block in blocks.iter().step_by(step) {
        let Some(pair) = any_pair_of(block) else { continue };
        looked_at += 1.0;
        if found.binary_search(&pair).is_err() {
            promised += promise(pair);
        }
    }
    if looked_at > 0.0 { promised / looked_at } else { 0.0 }
}

/// One pair of a block, chosen by its key.
fn any_pair_of(block: &[(u64, u32)]) -> Option<Pair> {
    let (key, _) = block.first()?;
    let (at, others) = (*key as usize % block.len(), block.len() - 1);
    let other_at = (at + 1 + (*key >> 32) as usize % others.max(1)) % block.len();
    let (one, other) = (block.get(at)?.1, block.get(other_at)?.1);
    Some((one.min(other), one.max(other)))
}

/// Two sorted lists as one, each pair once.
fn merged(left: &[Pair], right: &[Pair]) -> Vec<Pair> {
    let mut all: Vec<Pair> = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.iter().copied().peekable(), right.iter().copied().peekable());
    while let Some(next) = match (left.peek(), right.peek()) {
        (Some(one), Some(other)) if one <= other => left.next(),
        (Some(_), None) => left.next(),
        _ => right.next(),
    } {
        if all.last() != Some(&next) {
            all.push(next);
        }
    }
    all
}

/// All pairs within a block.
fn pairs_of(block: &[(u64, u32)]) -> impl Iterator<Item = Pair> + '_ {
    let first = block.iter().enumerate();
    first.flat_map(|(place, (_, first))| block.iter().skip(place + 1).map(|(_, second)| (*first, *second)))
}
