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
//! of one household, whose grades are expected and not learned; only how many there are is learned.

use rustc_hash::FxHashMap;

use super::field::LinkField;
use super::value::{Level, Value, Values};

/// Pairs drawn at random for u.
const SAMPLE: u64 = 400_000;
/// Steps of expectation–maximisation; it has settled long before.
const STEPS: usize = 40;
/// Pairs that are added to each grade before anything was seen: none is impossible.
const UNSEEN: f64 = 0.5;
/// What is expected of u before anything is counted counts like so many pairs.
const STRANGERS: f64 = 300.0;
/// What is expected of m before anything is learned counts like this share of the pairs that are found.
const EXPECTATION: f64 = 0.25;
/// Pairs below this probability teach nothing of m: a crowd of them, each nearly two people, would outvote those that
/// are one.
const LEAST_HEARD: f64 = 0.1;
/// One person contradicts itself in a field at most so many times as often as expected.
const MOST_CONTRADICTIONS: f64 = 2.0;
/// No field says more, however rare its agreement is: a table is a sample.
const MOST_BITS: f64 = 20.0;
/// Pairs of one household for each pair of one person: at most, which is where learning begins, and at least.
const MOST_HOUSEHOLDS: f64 = 1.0;
const LEAST_HOUSEHOLDS: f64 = 0.05;
/// The least that is left of a grade among pairs of two people once those of one person are taken out.
const LEAST_LEFT: f64 = 0.02;

/// The grades of a pair, by field; nothing where one of the two says nothing.
pub(super) type Grades = Vec<Option<Level>>;

/// The learned model.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// By field, by grade.
    m: Vec<Vec<f64>>,
    u: Vec<Vec<f64>>,
    /// What is expected of m.
    expected: Vec<Vec<f64>>,
    /// The share of each grade among all pairs.
    at_random: Vec<Vec<f64>>,
    /// What each grade says, in bits.
    weights: Vec<Vec<f64>>,
    /// What each grade says against a household, in bits.
    against_household: Vec<Vec<f64>>,
    household: Vec<Vec<f64>>,
    /// The share of all pairs that are one person.
    lambda: f64,
    /// Pairs of one household for each pair of one person.
    households: f64,
}

impl Model {
    pub(super) fn learn(fields: &[LinkField], records: &[Vec<Values>], candidates: &[Grades]) -> Self {
        let at_random = at_random(fields, records);
        let m: Vec<Vec<f64>> = fields.iter().map(|field| field.kind.expected().to_vec()).collect();
        let count = records.len() as f64;
        let all_pairs = (count * (count - 1.0) / 2.0).max(1.0);
        let lambda = (0.3 * count / all_pairs).min(0.5);
        let household = fields.iter().map(|field| field.kind.expected_of_a_household().to_vec());
        let mut model = Self {
            expected: m.clone(),
            m,
            u: at_random.clone(),
            at_random,
            household: household.collect(),
            lambda,
            households: MOST_HOUSEHOLDS,
            ..Self::default()
        };
        model.weigh();
        let mut patterns: FxHashMap<&Grades, f64> = FxHashMap::default();
        for grades in candidates {
            *patterns.entry(grades).or_default() += 1.0;
        }
        // The same order of addition on every run.
        let mut patterns: Vec<(&Grades, f64)> = patterns.into_iter().collect();
        patterns.sort_by(|a, b| a.0.cmp(b.0));
        for _ in 0..STEPS {
            model.step(&patterns, all_pairs);
        }
        model
    }

    /// One step of expectation and maximisation.
    fn step(&mut self, patterns: &[(&Grades, f64)], all_pairs: f64) {
        let mut seen: Vec<Vec<f64>> = self.m.iter().map(|levels| vec![UNSEEN; levels.len()]).collect();
        let (mut matches, mut households) = (0.0, 0.0);
        for (grades, count) in patterns {
            let probability = probability(self.odds(grades, 0.0));
            households += count * probability * (-self.odds_against_household(grades)).exp2();
            if probability < LEAST_HEARD {
                continue;
            }
            let expected = probability * count;
            matches += expected;
            for (counts, grade) in seen.iter_mut().zip(*grades) {
                if let Some(slot) = grade.and_then(|grade| counts.get_mut(usize::from(grade))) {
                    *slot += expected;
                }
            }
        }
        self.lambda = (matches / all_pairs).clamp(1e-12, 0.5);
        self.households = (households / f64::max(matches, 1e-9)).clamp(LEAST_HOUSEHOLDS, MOST_HOUSEHOLDS);
        for ((m, counts), expected) in self.m.iter_mut().zip(seen).zip(&self.expected) {
            let total: f64 = counts.iter().sum();
            let prior = EXPECTATION * total;
            let counts = counts.into_iter().zip(expected);
            *m = counts.map(|(count, expected)| (count + prior * expected) / (total + prior)).collect();
            let limit = MOST_CONTRADICTIONS * expected.last().copied().unwrap_or(1.0);
            limit_last(m, limit.min(0.5));
        }
        self.weigh();
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
        let against = |(m, h): (&Vec<f64>, &Vec<f64>)| m.iter().zip(h).map(|(m, h)| (m / h).log2()).collect();
        self.against_household = self.m.iter().zip(&self.household).map(against).collect();
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
        let of_grade = |grade: Level| self.weights.get(field)?.get(usize::from(grade)).copied();
        grade.and_then(of_grade).unwrap_or_default()
    }

    /// The odds that a pair is one person, in bits, with what the rarity of its values adds.
    pub(super) fn odds(&self, grades: &Grades, rarity: f64) -> f64 {
        let weight: f64 =
            grades.iter().enumerate().map(|(field, grade)| self.field_weight(field, *grade)).sum();
        let against_strangers = weight + rarity + (self.lambda / (1.0 - self.lambda)).log2();
        -((-against_strangers).exp2() + (-self.odds_against_household(grades)).exp2()).log2()
    }

    /// The odds that a pair is one person and not two of one household, in bits.
    pub(super) fn odds_against_household(&self, grades: &Grades) -> f64 {
        let of_field = |(weights, grade): (&Vec<f64>, &Option<Level>)| {
            grade.and_then(|grade| weights.get(usize::from(grade)).copied()).unwrap_or_default()
        };
        self.against_household.iter().zip(grades).map(of_field).sum::<f64>() - self.households.log2()
    }

    /// What every grade of every field is worth, a line each.
    pub(super) fn text(&self, fields: &[LinkField]) -> String {
        let mut text = format!("odds of any two records: {:.2e}\n", self.lambda);
        for (place, field) in fields.iter().enumerate() {
            for (level, meaning) in (0_u8..).zip(field.kind.levels()) {
                let m = self.m.get(place).and_then(|levels| levels.get(usize::from(level))).copied();
                let line = format!(
                    "{:16} {meaning:36} m {:.4} u {:.6} {:+.1} bits\n",
                    field.kind.as_str(),
                    m.unwrap_or_default(),
                    self.u(place, level),
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
    fn u(&self, field: usize, grade: Level) -> f64 {
        self.u.get(field).and_then(|levels| levels.get(usize::from(grade))).copied().unwrap_or(1.0)
    }
}

/// The probability that odds in bits stand for.
pub(super) fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp2())
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

/// How often each grade is met in pairs drawn at random; all pairs where there are few.
fn at_random(fields: &[LinkField], records: &[Vec<Values>]) -> Vec<Vec<f64>> {
    let strangers = |field: &LinkField| -> Vec<f64> {
        field.kind.expected_of_strangers().iter().map(|share| share * STRANGERS).collect()
    };
    let mut seen: Vec<Vec<f64>> = fields.iter().map(strangers).collect();
    let mut look = |left: usize, right: usize| {
        let (Some(left), Some(right)) = (records.get(left), records.get(right)) else { return };
        for (counts, grade) in seen.iter_mut().zip(grades(fields, left, right)) {
            if let Some(slot) = grade.and_then(|grade| counts.get_mut(usize::from(grade))) {
                *slot += 1.0;
            }
        }
    };
    let count = records.len();
    if (count as u64) * (count as u64) / 2 <= SAMPLE {
        (0..count).for_each(|left| (left + 1..count).for_each(|right| look(left, right)));
    } else {
        // A Weyl sequence: even, and the same on every run.
        let (mut state, size) = (0_u64, count as u64);
        for _ in 0..SAMPLE {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let (left, right) = ((mixed >> 33) % size, (mixed & 0x7FFF_FFFF) % size);
            if left != right {
                look(left as usize, right as usize);
            }
        }
    }
    for counts in &mut seen {
        let total: f64 = counts.iter().sum();
        counts.iter_mut().for_each(|count| *count /= total);
    }
    seen
}

/// The grades of a pair.
pub(super) fn grades(fields: &[LinkField], left: &[Values], right: &[Values]) -> Grades {
    let sides = left.iter().zip(right);
    fields
        .iter()
        .zip(sides)
        .map(|(field, (left, right))| Value::best_level(left, right, field.kind))
        .collect()
}
