//! What agreement is worth: the model of Fellegi and Sunter, learned without labels.
//!
//! Of each grade of each field the model holds how often it is met in pairs of one person (m) and in pairs of two (u).
//! A pair's weight is the sum of log2(m/u) over its fields, and the log2 of the odds that any two records are one
//! person (Fellegi and Sunter 1969). u comes from pairs drawn at random, of which hardly any is one person; m and the
//! odds come from expectation–maximisation over the candidate pairs (Winkler 1988), which counts all pairs that are
//! no candidates as two people. A field that one of the records leaves empty says nothing.
//!
//! Two people are not always strangers. Members of a household share an address, a number, a family name, and each field
//! adds its weight though they all say the same. So a pair is weighed against a third kind beside strangers: two people
//! of one household, or two companies at one address, or two branches of one company. Their grades are expected and not
//! learned; only how many there are of each is learned.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::expectation::Relation;
use super::field::{FieldKind, LinkField, RarityRule};
use super::pattern::Pattern;
use super::record::Records;
use super::value::Level;
use crate::dedupe::compare::Vocabulary;

/// Pairs drawn at random for u.
const SAMPLE: u64 = 150_000;
/// Steps of expectation–maximisation; it has settled long before.
const STEPS: usize = 40;
/// Pairs that are added to each grade, and to those of one person, before anything was seen: none is impossible.
const UNSEEN: f64 = 0.5;
/// What is expected of u before anything is counted counts like so many pairs.
const STRANGERS: f64 = 300.0;
/// The same for those who share what hardly anybody does.
const STRANGERS_WHO_SHARE: f64 = 100_000.0;
/// What is expected of m before anything is learned counts like this share of the pairs that are found, and so many more.
const EXPECTATION: f64 = 0.25;
const PAIRS_EXPECTED: f64 = 40.0;
/// What was concluded of m without labels counts like so many labelled pairs.
const CONCLUSION: f64 = 40.0;
/// Pairs below this probability teach nothing of m: a crowd of them, each nearly two people, would outvote those that
/// are one.
const LEAST_HEARD: f64 = 0.1;
/// One person contradicts itself in a field at most so many times as often as expected.
const MOST_CONTRADICTIONS: f64 = 2.0;
/// No field says more, however rare its agreement is: a table is a sample.
const MOST_BITS: f64 = 20.0;
/// Pairs of one household, or of two branches, for each pair of one person: as expected, at most, which is where learning
/// begins, and at least.
const RELATED_EXPECTED: f64 = 0.1;
const MOST_RELATED: f64 = 1.0;
const LEAST_RELATED: f64 = 0.005;
/// The least that is left of a grade among pairs of two people once those of one person are taken out.
const LEAST_LEFT: f64 = 0.02;

/// The learned model.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// By field, by grade.
    m: Vec<Vec<f64>>,
    u: Vec<Vec<f64>>,
    /// m as it was concluded without labels.
    concluded: Vec<Vec<f64>>,
    /// What is expected of m.
    expected: Vec<Vec<f64>>,
    /// The share of each grade among all pairs.
    at_random: Vec<Vec<f64>>,
    /// What each grade says, in bits.
    weights: Vec<Vec<f64>>,
    /// What else two may be that are no strangers.
    related: Vec<Related>,
    /// The places of fields.
    person_names: Vec<usize>,
    company_names: Vec<usize>,
    /// By field.
    of_an_address: Vec<bool>,
    /// The share of all pairs that are one person.
    lambda: f64,
}

/// What a model learned: all else follows from it and from the kinds of the fields.
pub(super) struct Learned {
    /// By field, by grade.
    pub(super) m: Vec<Vec<f64>>,
    pub(super) at_random: Vec<Vec<f64>>,
    pub(super) lambda: f64,
    /// Pairs of a relation for each pair of one person.
    pub(super) related: BTreeMap<Relation, f64>,
}

/// Pairs of two that are no strangers to each other.
#[derive(Clone, Debug)]
struct Related {
    relation: Relation,
    /// By field, by grade.
    expected: Vec<&'static [f64]>,
    /// What each grade says against them, in bits.
    against: Vec<Vec<f64>>,
    /// So many for each pair of one person.
    for_each_match: f64,
}

impl Model {
    /// What is expected before anything is learned but how alike two records at random are.
    pub(super) fn expected(fields: &[LinkField], vocabulary: &Vocabulary<'_>, records: &Records) -> Self {
        let at_random = at_random(fields, vocabulary, records);
        let m: Vec<Vec<f64>> = fields.iter().map(|field| field.kind.expected().to_vec()).collect();
        let count = records.len() as f64;
        let lambda = (0.3 * count / all_pairs(records.len())).min(0.5);
        let places = |kind| {
            let of_kind = fields.iter().enumerate().filter(move |(_, field)| field.kind == kind);
            of_kind.map(|(place, _)| place).collect::<Vec<usize>>()
        };
        let (person_names, company_names) = (places(FieldKind::PersonName), places(FieldKind::CompanyName));
        let mut relations = vec![Relation::Household];
        if !company_names.is_empty() {
            relations.push(Relation::Neighbours);
            if person_names.is_empty() {
                relations.push(Relation::Branches);
            }
        }
        let related = relations.into_iter().map(|relation| Related {
            relation,
            expected: fields.iter().map(|field| field.kind.expected_between(relation)).collect(),
            against: Vec::new(),
            for_each_match: MOST_RELATED,
        });
        let mut model = Self {
            expected: m.clone(),
            m,
            u: at_random.clone(),
            at_random,
            related: related.collect(),
            person_names,
            company_names,
            of_an_address: fields.iter().map(|field| field.kind.is_of_an_address()).collect(),
            lambda,
            ..Self::default()
        };
        model.weigh();
        model
    }

    /// What was learned.
    pub(super) fn learned(&self) -> Learned {
        let related = self.related.iter().map(|related| (related.relation, related.for_each_match));
        Learned {
            m: self.m.clone(),
            at_random: self.at_random.clone(),
            lambda: self.lambda,
            related: related.collect(),
        }
    }

    /// The model that learned this.
    pub(super) fn of_learned(fields: &[LinkField], learned: Learned) -> Self {
        let mut model = Self::expected(fields, &Vocabulary::default(), &Records::default());
        model.concluded.clone_from(&learned.m);
        model.m = learned.m;
        model.at_random = learned.at_random;
        model.lambda = learned.lambda;
        for related in &mut model.related {
            if let Some(pairs) = learned.related.get(&related.relation) {
                related.for_each_match = *pairs;
            }
        }
        model.weigh();
        model
    }

    /// Learns from the patterns of the candidates among so many records; each stands for `count` of them.
    pub(super) fn learn(&mut self, candidates: impl Iterator<Item = Pattern>, count: f64, records: usize) {
        let patterns = counted(candidates, count);
        for _ in 0..STEPS {
            let found = self.find_matches(&patterns, all_pairs(records));
            self.hear(found);
            self.weigh();
        }
        self.concluded.clone_from(&self.m);
    }

    /// Takes the shares of grades from pairs that are known to be one person, beside what was concluded without, and learns from the candidates how many
    /// there are.
    pub(super) fn learn_from_matches(
        &mut self,
        matches: impl Iterator<Item = Pattern>,
        candidates: impl Iterator<Item = Pattern>,
        records: usize,
    ) {
        let mut seen = self.unseen();
        matches.for_each(|pattern| count_grades(&mut seen, pattern, 1.0));
        for ((m, counts), concluded) in self.m.iter_mut().zip(seen).zip(&self.concluded) {
            *m = mixed(&counts, concluded, CONCLUSION);
        }
        self.weigh();
        let patterns = counted(candidates, 1.0);
        for _ in 0..STEPS {
            self.find_matches(&patterns, all_pairs(records));
            self.weigh();
        }
    }

    /// No pair of any grade, and yet none impossible.
    fn unseen(&self) -> Vec<Vec<f64>> {
        self.m.iter().map(|levels| vec![UNSEEN; levels.len()]).collect()
    }

    /// The step of expectation, which gives how often pairs of one person show each grade; and of maximisation, as far
    /// as it is about how many there are.
    fn find_matches(&mut self, patterns: &[(Pattern, f64)], all_pairs: f64) -> Vec<Vec<f64>> {
        let mut seen = self.unseen();
        let (mut matches, mut related) = (0.0, vec![0.0; self.related.len()]);
        for (pattern, count) in patterns {
            let probability = probability(self.odds(*pattern, |_, _| 0.0));
            for (pairs, related) in related.iter_mut().zip(&self.related) {
                if !self.may_be(related.relation, *pattern) {
                    continue;
                }
                *pairs += count * probability * (-self.odds_against(related, *pattern)).exp2();
            }
            if probability < LEAST_HEARD {
                continue;
            }
            let expected = probability * count;
            matches += expected;
            count_grades(&mut seen, *pattern, expected);
        }
        self.lambda = ((matches + UNSEEN) / all_pairs).min(0.5);
        for (related, pairs) in self.related.iter_mut().zip(related) {
            let share = (pairs + RELATED_EXPECTED * PAIRS_EXPECTED) / (matches + PAIRS_EXPECTED);
            related.for_each_match = share.clamp(LEAST_RELATED, MOST_RELATED);
        }
        seen
    }

    /// The step of maximisation, as far as it is about m.
    fn hear(&mut self, seen: Vec<Vec<f64>>) {
        for ((m, counts), expected) in self.m.iter_mut().zip(seen).zip(&self.expected) {
            let total: f64 = counts.iter().sum();
            *m = mixed(&counts, expected, EXPECTATION * total + PAIRS_EXPECTED);
            let limit = MOST_CONTRADICTIONS * expected.last().copied().unwrap_or(1.0);
            limit_last(m, limit.min(0.5));
        }
    }

    /// Works out what each grade says: never more than a closer one.
    fn weigh(&mut self) {
        self.take_out_matches();
        let of_field = |(m, u): (&Vec<f64>, &Vec<f64>)| {
            let mut most = MOST_BITS;
            let weight = |(m, u): (&f64, &f64)| {
                most = (m / u).log2().min(most);
                most
            };
            m.iter().zip(u).map(weight).collect()
        };
        self.weights = self.m.iter().zip(&self.u).map(of_field).collect();
        let against = |(m, other): (&Vec<f64>, &&'static [f64])| {
            m.iter().zip(*other).map(|(m, other)| (m / other).log2()).collect()
        };
        for related in &mut self.related {
            related.against = self.m.iter().zip(&related.expected).map(against).collect();
        }
    }

    /// Pairs drawn at random are two people but for a few; in a small table, or one of many duplicates, those few make
    /// most of the best grades.
    fn take_out_matches(&mut self) {
        for ((u, at_random), m) in self.u.iter_mut().zip(&self.at_random).zip(&self.m) {
            for ((u, all), m) in u.iter_mut().zip(at_random).zip(m) {
                *u = ((all - self.lambda * m) / (1.0 - self.lambda)).max(LEAST_LEFT * all);
            }
        }
    }

    /// What one field's grade says, in bits: for one person above 0, for two below.
    pub(super) fn field_weight(&self, field: usize, grade: Option<Level>) -> f64 {
        of_grade(&self.weights, field, grade)
    }

    /// The odds that a pair is one person, in bits, with what the rarity of its values adds to each field.
    pub(super) fn odds(&self, pattern: Pattern, rarity: impl Fn(usize, Level) -> f64) -> f64 {
        let weight = |field, grade: Option<Level>| {
            self.field_weight(field, grade) + grade.map_or(0.0, |level| rarity(field, level))
        };
        let against_strangers = self.sum(pattern, weight) + self.start();
        let related = self.related.iter().filter(|related| self.may_be(related.relation, pattern));
        let against_related = related.map(|related| (-self.odds_against(related, pattern)).exp2());
        -((-against_strangers).exp2() + against_related.sum::<f64>()).log2()
    }

    /// Whether two records may be of a relation: companies are compared by their names, and no people are.
    fn may_be(&self, relation: Relation, pattern: Pattern) -> bool {
        let says = |places: &[usize]| places.iter().any(|place| pattern.get(*place).is_some());
        let are_companies = says(&self.company_names) && !says(&self.person_names);
        match relation {
            Relation::Household => !are_companies,
            Relation::Neighbours | Relation::Branches => are_companies,
        }
    }

    /// The odds that a pair is one person and not two of a kind, in bits.
    fn odds_against(&self, related: &Related, pattern: Pattern) -> f64 {
        self.sum(pattern, |field, grade| of_grade(&related.against, field, grade))
            - related.for_each_match.log2()
    }

    /// What all fields say together. Those of an address say much the same: who moves changes street, town and postal
    /// code at once, and who lives in one house lives in one town. Of them the strongest counts for and the strongest
    /// against, the others half.
    fn sum(&self, pattern: Pattern, weight: impl Fn(usize, Option<Level>) -> f64) -> f64 {
        let (mut sum, mut address) = (0.0, Repeated::default());
        for (field, of_an_address) in self.of_an_address.iter().enumerate() {
            let weight = weight(field, pattern.get(field));
            if *of_an_address {
                address.add(weight);
            } else {
                sum += weight;
            }
        }
        sum + address.sum()
    }

    /// What each field says against strangers once what is said again is counted by half; the sum is what all say
    /// together.
    pub(super) fn shares(&self, weights: &[f64]) -> Vec<f64> {
        let of_address = |(place, _): &(usize, &f64)| self.of_an_address.get(*place) == Some(&true);
        let said = || weights.iter().enumerate().filter(of_address);
        let most_for = said().max_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, weight)| **weight > 0.0);
        let most_against = said().min_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, weight)| **weight < 0.0);
        let strongest = [most_for, most_against].map(|strongest| strongest.map(|(place, _)| place));
        let share = |(place, weight): (usize, &f64)| {
            let again = of_address(&(place, weight)) && !strongest.contains(&Some(place));
            if again { Repeated::SAID_AGAIN * weight } else { *weight }
        };
        weights.iter().enumerate().map(share).collect()
    }

    /// The odds that any two records are one person, in bits.
    pub(super) fn start(&self) -> f64 {
        bits_of(self.lambda)
    }

    /// What every grade of every field is worth, a line each.
    pub(super) fn text(&self, fields: &[LinkField]) -> String {
        let mut text = format!("odds of any two records: {:.2e}\n", self.lambda);
        for related in &self.related {
            text.push_str(&format!(
                "{}: {:.3} for each pair of one\n",
                related.relation.as_str(),
                related.for_each_match
            ));
        }
        for (place, field) in fields.iter().enumerate() {
            for (level, meaning) in (0_u8..).zip(field.kind.levels()) {
                let m = self.m.get(place).and_then(|levels| levels.get(usize::from(level))).copied();
                let line = format!(
                    "{:16} {meaning:36} m {:.4} u {:.6} {:+.1} bits\n",
                    field.kind.as_str(),
                    m.unwrap_or_default(),
                    self.strangers(place, level),
                    self.field_weight(place, Some(level)),
                );
                text.push_str(&line);
            }
        }
        text
    }

    /// The share of each grade among all pairs, those of one person included, as they are in counts of values.
    pub(super) fn at_random(&self, field: usize, grade: Level) -> f64 {
        self.at_random.get(field).and_then(|levels| levels.get(usize::from(grade))).copied().unwrap_or(1.0)
    }

    /// The share of each grade among pairs of two people.
    pub(super) fn strangers(&self, field: usize, grade: Level) -> f64 {
        self.u.get(field).and_then(|levels| levels.get(usize::from(grade))).copied().unwrap_or(1.0)
    }
}

/// Weights of fields that say much the same.
#[derive(Default)]
struct Repeated {
    strongest_for: f64,
    strongest_against: f64,
    all: f64,
}

impl Repeated {
    /// The part of a weight that is left where a stronger one says the same.
    const SAID_AGAIN: f64 = 0.5;

    fn add(&mut self, weight: f64) {
        self.strongest_for = self.strongest_for.max(weight);
        self.strongest_against = self.strongest_against.min(weight);
        self.all += weight;
    }

    fn sum(&self) -> f64 {
        let strongest = self.strongest_for + self.strongest_against;
        strongest + Self::SAID_AGAIN * (self.all - strongest)
    }
}

/// The probability that odds in bits stand for.
pub(super) fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp2())
}

/// The odds of a probability, in bits.
pub(super) fn bits_of(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}

fn all_pairs(records: usize) -> f64 {
    let count = records as f64;
    (count * (count - 1.0) / 2.0).max(1.0)
}

/// How often each pattern is met, in order: additions are the same on every run.
fn counted(patterns: impl Iterator<Item = Pattern>, count: f64) -> Vec<(Pattern, f64)> {
    let mut counts: FxHashMap<Pattern, f64> = FxHashMap::default();
    patterns.for_each(|pattern| *counts.entry(pattern).or_default() += count);
    let mut counts: Vec<(Pattern, f64)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(pattern, _)| *pattern);
    counts
}

/// Counts the grade of each field.
fn count_grades(seen: &mut [Vec<f64>], pattern: Pattern, count: f64) {
    for (field, counts) in seen.iter_mut().enumerate() {
        if let Some(slot) = pattern.get(field).and_then(|level| counts.get_mut(usize::from(level))) {
            *slot += count;
        }
    }
}

/// The shares of counts, with expected ones that count like so many.
fn mixed(counts: &[f64], expected: &[f64], prior: f64) -> Vec<f64> {
    let total: f64 = counts.iter().sum();
    let shares = counts.iter().zip(expected);
    shares.map(|(count, expected)| (count + prior * expected) / (total + prior)).collect()
}

/// Takes from the last grade what is beyond a limit, and gives it to the others as they stand.
fn limit_last(m: &mut [f64], limit: f64) {
    let Some((last, others)) = m.split_last_mut() else { return };
    if *last > limit {
        let scale = (1.0 - limit) / (1.0 - *last);
        others.iter_mut().for_each(|share| *share *= scale);
        *last = limit;
    }
}

fn of_grade(weights: &[Vec<f64>], field: usize, grade: Option<Level>) -> f64 {
    let weight = |grade: Level| weights.get(field)?.get(usize::from(grade)).copied();
    grade.and_then(weight).unwrap_or_default()
}

/// How often each grade is met in pairs drawn at random; all pairs where there are few.
fn at_random(fields: &[LinkField], vocabulary: &Vocabulary<'_>, records: &Records) -> Vec<Vec<f64>> {
    let strangers = |field: &LinkField| -> Vec<f64> {
        field.kind.expected_of_strangers().iter().map(|share| share * STRANGERS).collect()
    };
    let mut seen: Vec<Vec<f64>> = fields.iter().map(strangers).collect();
    let mut look = |left: u32, right: u32| {
        let pattern = Pattern::of(fields, vocabulary, records.get(left), records.get(right));
        for (field, counts) in seen.iter_mut().enumerate() {
            if let Some(slot) = pattern.get(field).and_then(|level| counts.get_mut(usize::from(level))) {
                *slot += 1.0;
            }
        }
    };
    // What is written down twice is no second person who says the same.
    let mut met: FxHashSet<u64> = FxHashSet::default();
    let distinct: Vec<u32> =
        (0..records.len() as u32).filter(|record| met.insert(records.fingerprint(*record))).collect();
    let count = distinct.len() as u64;
    if count * count / 2 <= SAMPLE {
        for (place, left) in distinct.iter().enumerate() {
            distinct.iter().skip(place + 1).for_each(|right| look(*left, *right));
        }
    } else {
        // A Weyl sequence: even, and the same on every run.
        let mut state = 0_u64;
        for _ in 0..SAMPLE {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let at = |place: u64| distinct.get((place % count) as usize).copied();
            if let (Some(left), Some(right)) = (at(mixed >> 33), at(mixed & 0x7FFF_FFFF))
                && left != right
            {
                look(left, right);
            }
        }
    }
    for (counts, field) in seen.iter_mut().zip(fields) {
        let total: f64 = counts.iter().sum();
        counts.iter_mut().for_each(|count| *count /= total);
        if field.kind.rarity() == RarityRule::Own {
            expect_own(counts, total, field.kind);
        }
    }
    seen
}

/// Of what hardly anybody shares, those who do are mostly one person: in a small table they are most of what is seen.
fn expect_own(shares: &mut [f64], seen: f64, kind: FieldKind) {
    let (Some((same, others)), Some(expected)) =
        (shares.split_first_mut(), kind.expected_of_strangers().first())
    else {
        return;
    };
    let share = (*same * seen + expected * STRANGERS_WHO_SHARE) / (seen + STRANGERS_WHO_SHARE);
    let scale = (1.0 - share) / (1.0 - *same).max(f64::MIN_POSITIVE);
    others.iter_mut().for_each(|other| *other *= scale);
    *same = share;
}
