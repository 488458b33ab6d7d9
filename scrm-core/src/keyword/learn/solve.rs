//! All rules together: each chosen given the others, and their order.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::corpus::Corpus;
use super::pairs::Candidate;
use super::prior::Expectation;
use super::select::{Choice, Inverted, at};

/// How often all rules are chosen anew, at first and after the cost has changed.
const ROUNDS: usize = 4;
const FURTHER_ROUNDS: usize = 2;
/// How often each rule is moved to the best place in the order.
const MOVES: usize = 3;

/// What does not change from one search to the next.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) corpus: Corpus,
    pub(super) candidates: Vec<Vec<Candidate>>,
    inverted: Vec<Inverted>,
}

impl Ground {
    pub(super) fn new(corpus: Corpus, candidates: Vec<Vec<Candidate>>) -> Self {
        let messages = corpus.labels.len();
        let inverted = candidates.iter().map(|candidates| Inverted::new(candidates, messages)).collect();
        Self { corpus, candidates, inverted }
    }
}

/// A rule while it is made.
#[derive(Clone, Debug, Default)]
pub(super) struct Rule {
    /// Phrases by their places among the label's candidates.
    pub(super) terms: Vec<usize>,
    /// Silencing sequences.
    pub(super) negatives: Vec<u32>,
    /// The messages it fires in, in order.
    pub(super) fires: Vec<u32>,
    /// Its place in the order of decision: the highest answers.
    pub(super) rank: u32,
}

/// The rules of all labels, one for each.
pub(super) struct Solver<'g> {
    ground: &'g Ground,
    /// Which messages are learned from.
    learned: Vec<bool>,
    expected: Vec<Vec<Option<f64>>>,
    /// Most terms of a rule.
    terms: usize,
    /// What a wrong answer costs, where a right one is worth 1.
    cost: f64,
    pub(super) rules: Vec<Rule>,
    /// The rules that fire in each message.
    firing: Vec<Vec<u32>>,
}

impl<'g> Solver<'g> {
    /// Learns rules from some of the messages.
    pub(super) fn solve(ground: &'g Ground, learned: Vec<bool>, terms: usize, cost: f64) -> Self {
        let expected = Expectation::new(&ground.corpus, &learned);
        let expected = expected.of(&ground.corpus, &ground.candidates, &learned);
        let count = ground.corpus.label_count as u32;
        let rules = (0..count).map(|label| Rule { rank: count - label, ..Rule::default() }).collect();
        let firing = vec![Vec::new(); ground.corpus.labels.len()];
        let mut solver = Self { ground, learned, expected, terms, cost, rules, firing };
        solver.improve(ROUNDS);
        solver
    }

    /// Goes on from the rules as they are, with another cost.
    pub(super) fn change_cost(&mut self, cost: f64) {
        self.cost = cost;
        self.improve(FURTHER_ROUNDS);
    }

    fn improve(&mut self, rounds: usize) {
        for _ in 0..rounds {
            (0..self.rules.len() as u32).for_each(|label| self.choose(label));
            self.reorder();
        }
    }

    /// The label that the rules give to a message.
    pub(super) fn answer(&self, line: u32) -> Option<u32> {
        self.firing.get(line as usize)?.iter().copied().max_by_key(|label| self.rank(*label))
    }

    fn rank(&self, label: u32) -> u32 {
        self.rules.get(label as usize).map_or(0, |rule| rule.rank)
    }

    pub(super) fn is_learned(&self, line: u32) -> bool {
        at(&self.learned, line as usize)
    }

    /// What each message that is learned from gains by the rule of a label firing in it.
    fn gains(&self, label: u32) -> Vec<f64> {
        let rank = self.rank(label);
        let corpus = &self.ground.corpus;
        let lines = self.firing.iter().zip(&corpus.labels).zip(&self.learned);
        let gain = |((firing, truth), learned): ((&Vec<u32>, &Option<u32>), &bool)| {
            if !learned {
                return 0.0;
            }
            let worth = |label: u32| if *truth == Some(label) { 1.0 } else { -self.cost };
            let others = firing.iter().copied().filter(|other| *other != label);
            match others.max_by_key(|other| self.rank(*other)) {
                Some(best) if self.rank(best) > rank => 0.0,
                Some(best) => worth(label) - worth(best),
                None => worth(label),
            }
        };
        lines.map(gain).collect()
    }

    /// Chooses the rule of a label anew.
    fn choose(&mut self, label: u32) {
        let place = label as usize;
        let (Some(candidates), Some(expected), Some(inverted)) =
            (self.ground.candidates.get(place), self.expected.get(place), self.ground.inverted.get(place))
        else {
            return;
        };
        let gains = self.gains(label);
        let mut choice = Choice::new(&self.ground.corpus, candidates, expected, inverted, gains, self.cost);
        choice.fill(self.terms);
        choice.improve(self.terms);
        let Some(rule) = self.rules.get_mut(place) else { return };
        for line in &rule.fires {
            if let Some(firing) = self.firing.get_mut(*line as usize) {
                firing.retain(|other| *other != label);
            }
        }
        rule.fires = choice.fires();
        for line in &rule.fires {
            if let Some(firing) = self.firing.get_mut(*line as usize) {
                firing.push(label);
            }
        }
        rule.terms = choice.terms;
        rule.negatives = choice.negatives;
    }

    /// The share of right answers of each rule by itself.
    fn shares(&self) -> Vec<f64> {
        let share = |(rule, label): (&Rule, u32)| {
            let fired: Vec<u32> = rule.fires.iter().copied().filter(|line| self.is_learned(*line)).collect();
            let right = fired.iter().filter(|line| self.ground.corpus.label(**line) == Some(label)).count();
            (right as f64 + 1.0) / (fired.len() as f64 + 2.0)
        };
        self.rules.iter().zip(0..).map(share).collect()
    }

    /// Orders the rules: the more precise first, and then each to where, of two that fire together, the one that is right
    /// more often stands first (a local search for a linear ordering).
    fn reorder(&mut self) {
        let mut wins: FxHashMap<(u32, u32), i32> = FxHashMap::default();
        for (firing, line) in self.firing.iter().zip(0_u32..) {
            let truth = self.ground.corpus.label(line).filter(|_| self.is_learned(line));
            let Some(right) = truth.filter(|truth| firing.contains(truth)) else { continue };
            for wrong in firing.iter().filter(|other| **other != right) {
                *wins.entry((right, *wrong)).or_default() += 1;
            }
        }
        let shares = self.shares();
        let mut order: Vec<u32> = (0..self.rules.len() as u32).collect();
        order.sort_by_key(|label| Reverse((at(&shares, *label as usize) * 1e9) as u64));
        let ahead = |one: u32, other: u32| {
            wins.get(&(one, other)).unwrap_or(&0) - wins.get(&(other, one)).unwrap_or(&0)
        };
        for _ in 0..MOVES {
            let before = order.clone();
            for label in 0..self.rules.len() as u32 {
                let Some(place) = order.iter().position(|other| *other == label) else { continue };
                let (mut most, mut target) = (0, place);
                let mut gain = 0;
                for (to, other) in order.iter().enumerate().take(place).rev() {
                    gain += ahead(label, *other);
                    if gain > most {
                        (most, target) = (gain, to);
                    }
                }
                gain = 0;
                for (to, other) in order.iter().enumerate().skip(place + 1) {
                    gain += ahead(*other, label);
                    if gain > most {
                        (most, target) = (gain, to);
                    }
                }
                order.remove(place);
                order.insert(target, label);
            }
            if order == before {
                break;
            }
        }
        for (label, rank) in order.iter().rev().zip(1..) {
            if let Some(rule) = self.rules.get_mut(*label as usize) {
                rule.rank = rank;
            }
        }
    }
}
