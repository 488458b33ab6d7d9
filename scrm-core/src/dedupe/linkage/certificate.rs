//! How good the deduper is on a table of one's own, measured on records whose truth is known.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::blocking::Pair;
use super::config::LinkVerdict;
use super::deduper::Deduper;
use super::labels::{Labels, Truth};
use super::model::probability;
use crate::dedupe::fingerprint;
use crate::foundation::interval;

/// A share and where it probably lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Estimate {
    /// What was measured, from 0 to 1; null where nothing could be counted.
    pub value: Option<f64>,
    /// With a confidence of 95 % it is no lower.
    pub low: f64,
    /// And no higher.
    pub high: f64,
}

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quality {
    /// Of what is merged, what is right.
    pub precision: Estimate,
    /// Of what is one person, what is merged.
    pub recall: Estimate,
    /// Their harmonic mean.
    pub f1: Estimate,
}

/// Precision and recall of the pairs of at least a probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurvePoint {
    /// The probability.
    pub threshold: f64,
    /// Of the pairs, the share that is right; 1 where there are none.
    pub precision: f64,
    /// Of the pairs of one person, the share that is found.
    pub recall: f64,
}

/// The threshold that reaches a wanted precision.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThresholdFor {
    /// What was wanted.
    pub precision: f64,
    /// The lowest probability that reaches it; null where none does.
    pub threshold: Option<CurvePoint>,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Certificate {
    /// Records that are labelled and known here.
    pub records: usize,
    /// Labels of records that are not known here.
    pub unknown: usize,
    /// Pairs of one person among them.
    pub matches: u64,
    /// Of the pairs within the clusters, at the threshold of merging.
    pub pairwise: Quality,
    /// The same by records: of each record's cluster, the share that is its person, and of its person the share that is in
    /// its cluster, in the mean (Bagga and Baldwin 1998). Null where pairs are labelled and not clusters.
    pub b_cubed: Option<Quality>,
    /// Of the pairs of one person, the share that was looked at, because they share a key: what no threshold can better.
    pub blocking_recall: Estimate,
    /// Pairs that are left to review, and how many of them are one person.
    pub review: u64,
    /// Of those, how many are one person.
    pub review_matches: u64,
    /// By pairs alone, from the surest on.
    pub curve: Vec<CurvePoint>,
    /// The threshold that reaches the wanted precision.
    pub threshold: ThresholdFor,
}

/// Probabilities at which the curve is drawn.
const CURVE: [f64; 14] = [0.999, 0.99, 0.98, 0.97, 0.95, 0.93, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.3, 0.1];
/// Draws of the bootstrap.
const DRAWS: u64 = 400;
/// How often an interval covers the true value.
const CONFIDENCE: f64 = 0.95;

impl Deduper {
    /// Measures precision and recall on records whose truth is known, and the threshold that reaches a wanted precision.
    ///
    /// Intervals are the wider of two: Wilson's (1927), as if pairs were independent, and a bootstrap over people (400
    /// draws, the same for the same labels), because the pairs of one person stand and fall together.
    ///
    /// ```
    /// use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, Labels, RecordTable};
    /// let mut table = RecordTable::new(["name", "email"]);
    /// table.push("a", ["Anna Walker", "anna@example.com"]);
    /// table.push("b", ["Ana Walker", "anna@example.com"]);
    /// table.push("c", ["Omar Haddad", "omar@example.com"]);
    /// let deduper = Deduper::fit(&table, DeduperConfig::default())?;
    /// let person = [("a", "1"), ("b", "1"), ("c", "2")].map(|(id, person)| (id.to_owned(), person.to_owned()));
    /// let certificate = deduper.certify(&Labels::Clusters(person.into()), 0.98);
    /// assert_eq!(certificate.pairwise.precision.value, Some(1.0));
    /// assert!(certificate.pairwise.precision.low < 0.5, "one pair proves little");
    /// # Ok::<(), scrm_core::dedupe::DedupeError>(())
    /// ```
    #[must_use]
    pub fn certify(&self, labels: &Labels, wanted_precision: f64) -> Certificate {
        let truth = Truth::of(self, labels);
        let outcomes = truth.outcomes(self);
        let known = truth.scored(self);
        let in_review =
            known.iter().filter(|(probability, _)| self.config.verdict(*probability) == LinkVerdict::Review);
        let in_review: Vec<bool> = in_review.map(|(_, same)| *same).collect();
        let looked_at = known.iter().filter(|(_, same)| *same).count() as u64;
        Certificate {
            records: truth.records,
            unknown: truth.unknown,
            matches: truth.matches,
            pairwise: pairwise(&outcomes),
            b_cubed: truth.b_cubed(self),
            blocking_recall: wilson(looked_at, truth.matches),
            review: in_review.len() as u64,
            review_matches: in_review.iter().filter(|same| **same).count() as u64,
            curve: CURVE.iter().map(|threshold| point(&known, truth.matches, *threshold)).collect(),
            threshold: threshold_for(&known, truth.matches, wanted_precision),
        }
    }
}

/// Pairs of one person that are merged, those that are not, and strangers that are: a person's share of each.
#[derive(Clone, Copy, Default)]
struct Outcome {
    right: f64,
    missed: f64,
    wrong: f64,
}

impl Truth {
    /// The candidates whose truth is known, with their probabilities, the surest first.
    fn scored(&self, deduper: &Deduper) -> Vec<(f64, bool)> {
        let known = |(pair, odds): (Pair, f64)| Some((probability(odds), self.same(pair)?));
        let mut known: Vec<(f64, bool)> = deduper.linked(0.0).into_iter().filter_map(known).collect();
        known.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        known
    }

    /// What happened to each person's pairs, or to each labelled pair.
    fn outcomes(&self, deduper: &Deduper) -> Vec<Outcome> {
        let groups = deduper.groups(deduper.config.merge);
        let members =
            (0_u32..).zip(&groups).flat_map(|(group, members)| members.iter().map(move |m| (*m, group)));
        let group_of: FxHashMap<u32, u32> = members.collect();
        let merged = |(first, second): Pair| group_of.get(&first) == group_of.get(&second);
        if let Some(pairs) = &self.pairs {
            let mut ordered: Vec<(Pair, bool)> = pairs.iter().map(|(pair, same)| (*pair, *same)).collect();
            ordered.sort_unstable();
            let outcome = |(pair, same): (Pair, bool)| match (same, merged(pair)) {
                (true, true) => Outcome { right: 1.0, ..Outcome::default() },
                (true, false) => Outcome { missed: 1.0, ..Outcome::default() },
                (false, true) => Outcome { wrong: 1.0, ..Outcome::default() },
                (false, false) => Outcome::default(),
            };
            return ordered.into_iter().map(outcome).collect();
        }
        let mut outcomes: Vec<Outcome> = vec![Outcome::default(); self.people.len()];
        for (records, outcome) in self.people.iter().zip(&mut outcomes) {
            let mut together: FxHashMap<Option<&u32>, f64> = FxHashMap::default();
            records.iter().for_each(|record| *together.entry(group_of.get(record)).or_default() += 1.0);
            let count = records.len() as f64;
            outcome.right = together.values().map(|count| count * (count - 1.0) / 2.0).sum();
            outcome.missed = count * (count - 1.0) / 2.0 - outcome.right;
        }
        for group in &groups {
            let mut persons: BTreeMap<u32, f64> = BTreeMap::new();
            let known = group.iter().filter_map(|record| self.person.get(record));
            known.for_each(|person| *persons.entry(*person).or_default() += 1.0);
            let all: f64 = persons.values().sum();
            // Each wrong pair belongs to two people, half to each.
            for (person, count) in persons {
                if let Some(outcome) = outcomes.get_mut(person as usize) {
                    outcome.wrong += count * (all - count) / 2.0;
                }
            }
        }
        outcomes
    }

    fn b_cubed(&self, deduper: &Deduper) -> Option<Quality> {
        if self.pairs.is_some() {
            return None;
        }
        let groups = deduper.groups(deduper.config.merge);
        // By person: the sums of its records' shares, and how many they are.
        let mut sums: Vec<[f64; 3]> = vec![[0.0; 3]; self.people.len()];
        for group in groups {
            let mut persons: FxHashMap<u32, f64> = FxHashMap::default();
            let known: Vec<u32> =
                group.iter().filter_map(|record| self.person.get(record).copied()).collect();
            known.iter().for_each(|person| *persons.entry(*person).or_default() += 1.0);
            for person in &known {
                let together = persons.get(person).copied().unwrap_or_default();
                let of_person = self.people.get(*person as usize).map_or(1, Vec::len) as f64;
                if let Some([precision, recall, count]) = sums.get_mut(*person as usize) {
                    *precision += together / known.len() as f64;
                    *recall += together / of_person;
                    *count += 1.0;
                }
            }
        }
        let measure = |drawn: &[[f64; 3]]| {
            let sum = |at: usize| drawn.iter().filter_map(|sums| sums.get(at)).sum::<f64>();
            let count = sum(2);
            let share = |sum: f64| (count > 0.0).then_some(sum / count);
            [share(sum(0)), share(sum(1)), harmonic(share(sum(0)), share(sum(1)))]
        };
        let [precision, recall, f1] = bootstrap(&sums, measure);
        Some(Quality { precision, recall, f1 })
    }
}

fn pairwise(outcomes: &[Outcome]) -> Quality {
    let measure = |drawn: &[Outcome]| {
        let sum = |part: fn(&Outcome) -> f64| drawn.iter().map(part).sum::<f64>();
        let (right, missed, wrong) =
            (sum(|outcome| outcome.right), sum(|outcome| outcome.missed), sum(|outcome| outcome.wrong));
        let share = |of: f64| (of > 0.0).then_some(right / of);
        let (precision, recall) = (share(right + wrong), share(right + missed));
        [precision, recall, harmonic(precision, recall)]
    };
    let [precision, recall, f1] = bootstrap(outcomes, measure);
    let sum = |part: fn(&Outcome) -> f64| outcomes.iter().map(part).sum::<f64>().round() as u64;
    let (right, missed, wrong) =
        (sum(|outcome| outcome.right), sum(|outcome| outcome.missed), sum(|outcome| outcome.wrong));
    let (precision, recall) =
        (wider(precision, wilson(right, right + wrong)), wider(recall, wilson(right, right + missed)));
    let ends = Estimate {
        value: f1.value,
        low: harmonic(Some(precision.low), Some(recall.low)).unwrap_or_default(),
        high: harmonic(Some(precision.high), Some(recall.high)).unwrap_or(1.0),
    };
    Quality { precision, recall, f1: wider(f1, ends) }
}

fn harmonic(precision: Option<f64>, recall: Option<f64>) -> Option<f64> {
    let (precision, recall) = (precision?, recall?);
    Some(if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 })
}

fn wider(one: Estimate, other: Estimate) -> Estimate {
    Estimate { value: one.value, low: one.low.min(other.low), high: one.high.max(other.high) }
}

/// A share with Wilson's interval.
fn wilson(right: u64, all: u64) -> Estimate {
    match interval::wilson(right as f64, all as f64, CONFIDENCE) {
        Some(interval) => {
            Estimate { value: Some(right as f64 / all as f64), low: interval.low, high: interval.high }
        }
        None => Estimate { value: None, low: 0.0, high: 1.0 },
    }
}

/// Three shares with the interval in which 95 % of draws with replacement lie.
fn bootstrap<T: Copy>(people: &[T], measure: impl Fn(&[T]) -> [Option<f64>; 3]) -> [Estimate; 3] {
    let mut draws: [Vec<f64>; 3] = Default::default();
    let mut drawn: Vec<T> = Vec::with_capacity(people.len());
    for draw in 0..if people.is_empty() { 0 } else { DRAWS } {
        drawn.clear();
        let count = people.len() as u64;
        let one = |place: u64| people.get((fingerprint::of_two(draw, place) % count) as usize).copied();
        drawn.extend((0..count).filter_map(one));
        for (values, value) in draws.iter_mut().zip(measure(&drawn)) {
            values.extend(value);
        }
    }
    let mut measured = measure(people).into_iter();
    draws.map(|mut values| {
        values.sort_unstable_by(f64::total_cmp);
        let at =
            |share: f64| values.get(((values.len().max(1) - 1) as f64 * share).round() as usize).copied();
        let value = measured.next().flatten();
        Estimate { value, low: at(0.025).unwrap_or(0.0), high: at(0.975).unwrap_or(1.0) }
    })
}

/// The pairs, of which the surest come first, at a threshold.
fn point(known: &[(f64, bool)], matches: u64, threshold: f64) -> CurvePoint {
    let found = known.iter().take_while(|(probability, _)| *probability >= threshold);
    let (right, all) =
        found.fold((0_u64, 0_u64), |(right, all), (_, same)| (right + u64::from(*same), all + 1));
    CurvePoint {
        threshold,
        precision: if all == 0 { 1.0 } else { right as f64 / all as f64 },
        recall: if matches == 0 { 0.0 } else { right as f64 / matches as f64 },
    }
}

/// The lowest threshold at which, and above which, the pairs are right often enough.
fn threshold_for(known: &[(f64, bool)], matches: u64, precision: f64) -> ThresholdFor {
    let (mut right, mut lowest) = (0_u64, None);
    for (place, (probability, same)) in known.iter().enumerate() {
        right += u64::from(*same);
        let next = known.get(place + 1).map(|(probability, _)| *probability);
        if next != Some(*probability) && right as f64 >= precision * (place + 1) as f64 {
            lowest = Some(*probability);
        }
    }
    ThresholdFor { precision, threshold: lowest.map(|threshold| point(known, matches, threshold)) }
}
