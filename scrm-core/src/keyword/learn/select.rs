//! Choosing the terms of one rule, given what the other rules answer.

use rustc_hash::FxHashMap;

use super::corpus::Corpus;
use super::pairs::{Candidate, implied};

/// How many messages' worth of doubt a term starts with: what it is expected to mean counts as much as these.
const DOUBT: f64 = 6.0;
/// What a silencing word is expected to do, in right answers for each message it stands in: harm.
const NEGATIVE_EXPECTED: f64 = -1.0;
/// Doubt of a silencing word, in messages.
const NEGATIVE_DOUBT: f64 = 2.0;
/// Least gain for which a phrase is taken, in right answers: just less than what a word gains that is all of one message, where
/// nine answers in ten are to be right.
const LEAST_GAIN: f64 = 0.71;
/// Least gain for which a silencing word is taken: more, because every one makes the rule harder to read.
const LEAST_NEGATIVE_GAIN: f64 = 2.0;
/// What a message counts that the rule covers already, for each time: to cover it again is a little good, because
/// messages like it may say only one of the two.
const AGAIN: f64 = 0.2;
/// What the gain of a part of a word counts, beside that of words: it stands in words nobody has seen yet.
const PART_WEIGHT: f64 = 0.8;
/// Longest silencing phrase, in words.
const LONGEST_NEGATIVE: usize = 2;
/// Gains closer than this are equal, and the earlier term is taken.
const EQUAL: f64 = 1e-9;

/// The value at a place, or nothing's.
pub(super) fn at<T: Copy + Default>(values: &[T], place: usize) -> T {
    values.get(place).copied().unwrap_or_default()
}

/// Which candidates of a label fire in each message.
#[derive(Debug)]
pub(super) struct Inverted {
    /// Messages with where their terms begin, in order.
    lines: Vec<(u32, u32)>,
    terms: Vec<u32>,
}

impl Inverted {
    /// Turns the lists of `messages` messages around: linear.
    pub(super) fn new(candidates: &[Candidate], messages: usize) -> Self {
        let mut ends = vec![0_u32; messages];
        for line in candidates.iter().flat_map(|candidate| candidate.lines.iter()) {
            if let Some(count) = ends.get_mut(*line as usize) {
                *count += 1;
            }
        }
        let (mut lines, mut place) = (Vec::new(), 0);
        for (end, line) in ends.iter_mut().zip(0..) {
            if *end > 0 {
                lines.push((line, place));
            }
            // From here on, where the next term of the message goes.
            place += std::mem::replace(end, place);
        }
        let mut terms = vec![0; place as usize];
        for (candidate, term) in candidates.iter().zip(0_u32..) {
            for line in candidate.lines.iter() {
                let Some(next) = ends.get_mut(*line as usize) else { continue };
                if let Some(slot) = terms.get_mut(*next as usize) {
                    *slot = term;
                    *next += 1;
                }
            }
        }
        Self { lines, terms }
    }

    /// The terms of the message at a place among the messages.
    fn terms_at(&self, place: usize) -> &[u32] {
        let start = self.lines.get(place).map_or(0, |(_, start)| *start as usize);
        let end = self.lines.get(place + 1).map_or(self.terms.len(), |(_, start)| *start as usize);
        self.terms.get(start..end).unwrap_or_default()
    }

    fn terms(&self, line: u32) -> &[u32] {
        self.lines.binary_search_by_key(&line, |(line, _)| *line).map_or(&[], |place| self.terms_at(place))
    }
}

/// What a term would add to a rule.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// The gain, messages weighed by how often they are covered.
    gain: f64,
    /// The weights.
    weight: f64,
}

/// The terms of a rule while they are chosen.
pub(super) struct Choice<'c> {
    corpus: &'c Corpus,
    candidates: &'c [Candidate],
    /// How probable the label is where each candidate's words stand; nothing for one that may not be taken.
    expected: &'c [Option<f64>],
    inverted: &'c Inverted,
    /// What each message gains by the rule firing in it.
    gains: Vec<f64>,
    /// What a wrong answer costs.
    cost: f64,
    tallies: Vec<Tally>,
    /// How many phrases fire in each message, and how many silencing words stand in it.
    covered: Vec<u16>,
    silenced: Vec<u16>,
    /// Phrases by their places among the candidates, in the order in which they were taken.
    pub(super) terms: Vec<usize>,
    /// Silencing words by their numbers.
    pub(super) negatives: Vec<u32>,
}

impl<'c> Choice<'c> {
    pub(super) fn new(
        corpus: &'c Corpus,
        candidates: &'c [Candidate],
        expected: &'c [Option<f64>],
        inverted: &'c Inverted,
        gains: Vec<f64>,
        cost: f64,
    ) -> Self {
        let mut tallies = vec![Tally::default(); candidates.len()];
        for (place, (line, _)) in inverted.lines.iter().enumerate() {
            let gain = at(&gains, *line as usize);
            if gain == 0.0 {
                continue;
            }
            for term in inverted.terms_at(place) {
                if let Some(tally) = tallies.get_mut(*term as usize) {
                    tally.gain += gain;
                    tally.weight += 1.0;
                }
            }
        }
        let (covered, silenced) = (vec![0; gains.len()], vec![0; gains.len()]);
        Self {
            corpus,
            candidates,
            expected,
            inverted,
            gains,
            cost,
            tallies,
            covered,
            silenced,
            terms: Vec::new(),
            negatives: Vec::new(),
        }
    }

    /// The messages in which the rule fires, in order.
    pub(super) fn fires(&self) -> Vec<u32> {
        let lines = self.covered.iter().zip(&self.silenced).zip(0_u32..);
        lines
            .filter(|((covered, silenced), _)| **covered > 0 && **silenced == 0)
            .map(|(_, line)| line)
            .collect()
    }

    /// Takes terms while they gain, the best first.
    pub(super) fn fill(&mut self, budget: usize) {
        while self.terms.len() + self.negatives.len() < budget {
            let term = self.best_term().filter(|(_, gain)| *gain >= LEAST_GAIN);
            let negative = self.best_negative().filter(|(_, gain)| *gain >= LEAST_NEGATIVE_GAIN);
            match (term, negative) {
                (Some((_, gain)), Some((gram, most))) if most > gain => self.take_negative(gram),
                (Some((term, _)), _) => self.take(term),
                (None, Some((gram, _))) => self.take_negative(gram),
                (None, None) => break,
            }
        }
    }

    /// Chooses each phrase anew, given the others; then the silencing words, and whatever gains besides.
    pub(super) fn improve(&mut self, budget: usize) {
        for term in self.terms.clone() {
            if !self.terms.contains(&term) {
                continue;
            }
            self.drop(term);
            if let Some((better, _)) = self.best_term().filter(|(_, gain)| *gain >= LEAST_GAIN) {
                self.take(better);
            }
        }
        for gram in std::mem::take(&mut self.negatives) {
            self.silence(gram, -1);
        }
        self.fill(budget);
    }

    fn take(&mut self, term: usize) {
        // What fires only where the new one fires has become needless.
        if let Some(new) = self.candidates.get(term).map(|candidate| candidate.term) {
            let needless = |other: &usize| {
                self.candidates.get(*other).is_some_and(|old| implied(self.corpus, new, old.term))
            };
            let needless: Vec<usize> = self.terms.iter().copied().filter(needless).collect();
            needless.into_iter().for_each(|old| self.drop(old));
        }
        self.terms.push(term);
        self.cover(term, 1);
    }

    fn drop(&mut self, term: usize) {
        if let Some(place) = self.terms.iter().position(|taken| *taken == term) {
            self.terms.remove(place);
            self.cover(term, -1);
        }
    }

    fn take_negative(&mut self, gram: u32) {
        self.negatives.push(gram);
        self.silence(gram, 1);
    }

    fn cover(&mut self, term: usize, change: i16) {
        if let Some(candidate) = self.candidates.get(term) {
            for line in candidate.lines.iter() {
                self.recount(*line, change, 0);
            }
        }
    }

    fn silence(&mut self, gram: u32, change: i16) {
        if let Some(gram) = self.corpus.gram(gram) {
            for line in &gram.lines {
                self.recount(*line, 0, change);
            }
        }
    }

    /// Changes how often a message is covered and silenced, and what it adds to the terms that fire in it.
    fn recount(&mut self, line: u32, cover: i16, silence: i16) {
        let place = line as usize;
        let (Some(covered), Some(silenced)) = (self.covered.get_mut(place), self.silenced.get_mut(place))
        else {
            return;
        };
        let weight = |covered: u16, silenced: u16| {
            if silenced == 0 { AGAIN.powi(i32::from(covered.min(8))) } else { 0.0 }
        };
        let before = weight(*covered, *silenced);
        *covered = covered.saturating_add_signed(cover);
        *silenced = silenced.saturating_add_signed(silence);
        let after = weight(*covered, *silenced);
        let gain = at(&self.gains, place);
        if gain == 0.0 || before == after {
            return;
        }
        let weight = after - before;
        for term in self.inverted.terms(line) {
            if let Some(tally) = self.tallies.get_mut(*term as usize) {
                tally.gain += gain * weight;
                tally.weight += weight;
            }
        }
    }

    /// The phrase that gains most, and what it gains.
    fn best_term(&self) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        let terms = self.candidates.iter().zip(&self.tallies).zip(self.expected).enumerate();
        for (index, ((candidate, tally), expected)) in terms {
            let Some(expected) = expected.filter(|_| tally.weight >= EQUAL) else { continue };
            let expected = expected - (1.0 - expected) * self.cost;
            let doubted = (tally.gain + DOUBT * expected) / (tally.weight + DOUBT);
            let part = self.corpus.gram(candidate.term.phrase).is_some_and(|gram| gram.part);
            let gain = tally.weight * doubted * if part { PART_WEIGHT } else { 1.0 };
            if gain <= best.map_or(0.0, |(_, best)| best) + EQUAL {
                continue;
            }
            let needless = self.terms.iter().any(|taken| {
                let taken = self.candidates.get(*taken);
                taken.is_some_and(|taken| implied(self.corpus, taken.term, candidate.term))
            });
            if !needless {
                best = Some((index, gain));
            }
        }
        best
    }

    /// The word or two that gain most by silencing the rule, and what they gain.
    fn best_negative(&self) -> Option<(u32, f64)> {
        let fires = |line: &usize| at(&self.covered, *line) > 0 && at(&self.silenced, *line) == 0;
        let (wrong, right): (Vec<usize>, Vec<usize>) = (0..self.gains.len())
            .filter(|line| at(&self.gains, *line) != 0.0)
            .filter(fires)
            .partition(|line| at(&self.gains, *line) < 0.0);
        let mut tallies: FxHashMap<u32, (f64, f64)> = FxHashMap::default();
        let grams = |line: &usize| self.corpus.line_grams.get(*line).map(Vec::as_slice).unwrap_or_default();
        for line in &wrong {
            for gram in grams(line) {
                let (gain, messages) = tallies.entry(*gram).or_default();
                *gain -= at(&self.gains, *line);
                *messages += 1.0;
            }
        }
        for line in &right {
            for gram in grams(line) {
                if let Some((gain, messages)) = tallies.get_mut(gram) {
                    *gain -= at(&self.gains, *line);
                    *messages += 1.0;
                }
            }
        }
        let short = |gram: u32| {
            self.corpus.gram(gram).is_some_and(|gram| gram.length <= LONGEST_NEGATIVE && !gram.part)
        };
        tallies
            .into_iter()
            .map(|(gram, (gain, messages))| {
                let doubted = (gain + NEGATIVE_DOUBT * NEGATIVE_EXPECTED) / (messages + NEGATIVE_DOUBT);
                (gram, messages * doubted)
            })
            .filter(|(gram, gain)| *gain > 0.0 && short(*gram))
            .max_by(|one, other| one.1.total_cmp(&other.1).then_with(|| other.0.cmp(&one.0)))
    }
}
