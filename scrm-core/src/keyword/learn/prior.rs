//! What a term may be expected to mean before it is counted: naive Bayes over its words.
//!
//! A pair of words that stood together twice says little by itself. But where each of its words mostly stands in
//! messages of one label, so will the pair.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::corpus::Corpus;
use super::pairs::Candidate;

/// How many messages' worth of the language at large smooths what was counted in a label (Dirichlet smoothing).
const SMOOTHING: f64 = 0.5;
/// Nothing is expected to be surer than this.
const SUREST: f64 = 0.9;
/// Where no message is labelled as being about nothing, such messages come all the same: so many are reckoned with, for
/// each message there is.
const UNSEEN: f64 = 1.0;

/// The words that say nothing of what a message is about, each once.
fn function_words(corpus: &Corpus) -> BTreeSet<u32> {
    let words = corpus.grams.iter().filter(|gram| gram.is_function_word);
    words.filter_map(|gram| gram.units().first().copied()).collect()
}

/// In how many messages of each label each word stands.
#[derive(Debug)]
pub(super) struct Expectation {
    /// Of each label, the last being that of messages without one: how probable it is, and how many messages it has.
    labels: Vec<(f64, f64)>,
    /// Of each word: the share of all messages it stands in, and the messages of each label.
    words: FxHashMap<u32, (f64, Vec<(u32, f64)>)>,
}

impl Expectation {
    /// Counts the messages that are learned from.
    pub(super) fn new(corpus: &Corpus, learned: &[bool]) -> Self {
        let outside = corpus.label_count as u32;
        let mut sizes = vec![0.0; corpus.label_count + 1];
        let mut counts: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let lines = corpus.labels.iter().zip(&corpus.line_units).zip(learned);
        for ((label, units), _) in lines.filter(|(_, learned)| **learned) {
            let label = label.unwrap_or(outside);
            if let Some(size) = sizes.get_mut(label as usize) {
                *size += 1.0;
            }
            for unit in units {
                *counts.entry((*unit, label)).or_default() += 1;
            }
        }
        let seen: f64 = sizes.iter().sum();
        let mut counts: Vec<((u32, u32), u32)> = counts.into_iter().collect();
        counts.sort_unstable();
        let mut words: FxHashMap<u32, (f64, Vec<(u32, f64)>)> = FxHashMap::default();
        for ((unit, label), count) in counts {
            let (share, labels) = words.entry(unit).or_default();
            *share += f64::from(count) / seen;
            labels.push((label, f64::from(count)));
        }
        if corpus.labels.iter().all(Option::is_some) {
            let unseen = UNSEEN * seen;
            if let Some(size) = sizes.get_mut(outside as usize) {
                *size += unseen;
            }
            // What they are about is not known, only that words that say nothing stand in them as they do in these.
            for unit in function_words(corpus) {
                if let Some((share, labels)) = words.get_mut(&unit) {
                    labels.push((outside, unseen * *share));
                }
            }
        }
        let all: f64 = sizes.iter().sum();
        let smooth = all + 0.5 * sizes.len() as f64;
        Self { labels: sizes.into_iter().map(|size| ((size + 0.5) / smooth, size)).collect(), words }
    }

    /// How probable each candidate's label is where its words stand; nothing for one that stands in too few of the
    /// messages that are learned from.
    pub(super) fn of(
        &self,
        corpus: &Corpus,
        candidates: &[Vec<Candidate>],
        learned: &[bool],
    ) -> Vec<Vec<Option<f64>>> {
        let mut weights = vec![0.0; self.labels.len()];
        let label_of = candidates.iter().zip(0_u32..);
        label_of
            .map(|(candidates, label)| {
                candidates
                    .iter()
                    .map(|candidate| {
                        let supported = candidate.is_supported(corpus, learned, label);
                        supported
                            .then(|| self.probability(corpus, candidate, label, &mut weights).min(SUREST))
                    })
                    .collect()
            })
            .collect()
    }

    fn probability(&self, corpus: &Corpus, candidate: &Candidate, label: u32, weights: &mut [f64]) -> f64 {
        for (weight, (probable, _)) in weights.iter_mut().zip(&self.labels) {
            *weight = *probable;
        }
        let grams = [Some(candidate.term.phrase), candidate.term.near].into_iter().flatten();
        for unit in grams.filter_map(|gram| corpus.gram(gram)).flat_map(|gram| gram.meaning()) {
            let Some((share, labels)) = self.words.get(unit) else { continue };
            // What the word has in every label, and then what it has more in those that it stands in.
            let everywhere = SMOOTHING * share;
            for (weight, (_, size)) in weights.iter_mut().zip(&self.labels) {
                *weight *= everywhere / (size + SMOOTHING);
            }
            for (label, count) in labels {
                if let Some(weight) = weights.get_mut(*label as usize) {
                    *weight *= 1.0 + count / everywhere;
                }
            }
        }
        let all: f64 = weights.iter().sum();
        let own = weights.get(label as usize).copied().unwrap_or_default();
        if all > 0.0 { own / all } else { 0.0 }
    }
}
