//! Terms worth a look: phrases, alone or with a companion, that stand in several messages of one label, words that are all
//! that a message says, and words in two pieces.

use std::cmp::Reverse;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::corpus::{Corpus, Gram, Place};

/// Fewest messages of a label that a term has to stand in.
const SUPPORT: usize = 2;
/// Fewest messages for a term none of whose words says what a message is about: in two of a label it stands by chance.
const FUNCTION_WORD_SUPPORT: usize = 4;
/// Most terms of one label that are kept.
const KEPT: usize = 3_000;

/// A phrase, and the companion that has to stand near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Term {
    pub(super) phrase: u32,
    pub(super) near: Option<u32>,
}

/// A term, and the messages that it fires in, in order.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) term: Term,
    pub(super) lines: Rc<[u32]>,
}

impl Candidate {
    /// Whether it stands in enough messages of a label among those that are learned from. What it says of the others must
    /// not be known, or they could not tell how good the rules are.
    pub(super) fn is_supported(&self, corpus: &Corpus, learned: &[bool], label: u32) -> bool {
        let own = |line: &&u32| {
            corpus.label(**line) == Some(label)
                && learned.get(**line as usize).is_some_and(|learned| *learned)
        };
        let is_enough = |gram: &Gram| self.term.near.is_none() && gram.says_enough().any(|line| own(&line));
        if corpus.gram(self.term.phrase).is_some_and(is_enough) {
            return true;
        }
        let support = if self.is_of_function_words(corpus) { FUNCTION_WORD_SUPPORT } else { SUPPORT };
        self.lines.iter().filter(own).take(support).count() == support
    }

    /// Whether none of its words says what a message is about.
    fn is_of_function_words(&self, corpus: &Corpus) -> bool {
        let is_function_word = |gram| corpus.gram(gram).is_some_and(|gram| gram.is_function_word);
        is_function_word(self.term.phrase) && self.term.near.is_none_or(is_function_word)
    }
}

/// How many words stand between two places; nothing where they overlap.
fn between(one: Place, other: Place) -> Option<u16> {
    other.start.checked_sub(one.end).or_else(|| one.start.checked_sub(other.end))
}

/// What is asked of each sequence while pairs are looked for.
struct Pairing {
    /// Whether it may be a phrase with a companion.
    phrase: Vec<bool>,
    companion: Vec<bool>,
    /// The rarer, the lower: of two single words the rarer is the phrase, because it says more.
    rank: Vec<u32>,
    within: u16,
}

impl Pairing {
    fn new(corpus: &Corpus, within: u8) -> Self {
        let mut order: Vec<u32> = (0..corpus.grams.len() as u32).collect();
        order.sort_by_key(|gram| (corpus.gram(*gram).map(|gram| gram.lines.len()), *gram));
        let mut rank = vec![0; order.len()];
        for (place, gram) in order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*gram as usize) {
                *rank = place as u32;
            }
        }
        Self {
            phrase: corpus.grams.iter().map(|gram| gram.takes_companion()).collect(),
            companion: corpus.grams.iter().map(|gram| gram.is_companion()).collect(),
            rank,
            within: u16::from(within),
        }
    }

    fn is_companion(&self, gram: u32) -> bool {
        self.companion.get(gram as usize).is_some_and(|companion| *companion)
    }

    fn is_phrase(&self, gram: u32) -> bool {
        self.phrase.get(gram as usize).is_some_and(|phrase| *phrase)
    }

    /// The distinct pairs in a message.
    fn pairs(&self, corpus: &Corpus, line: u32, into: &mut Vec<Term>) {
        into.clear();
        let places = corpus.places.get(line as usize).map(Vec::as_slice).unwrap_or_default();
        let companions: Vec<Place> =
            places.iter().filter(|place| self.is_companion(place.gram)).copied().collect();
        for phrase in places.iter().filter(|place| self.is_phrase(place.gram)) {
            let single = self.is_companion(phrase.gram);
            let rank = self.rank.get(phrase.gram as usize);
            let first = companions.partition_point(|near| near.end + self.within < phrase.start);
            for near in companions.iter().skip(first) {
                if near.start > phrase.end + self.within {
                    break;
                }
                let rarer = single && self.rank.get(near.gram as usize) <= rank;
                if rarer || between(*phrase, *near).is_none_or(|words| words > self.within) {
                    continue;
                }
                into.push(Term { phrase: phrase.gram, near: Some(near.gram) });
            }
        }
        into.sort_unstable();
        into.dedup();
    }
}

/// The terms of each label, the most promising first.
pub(super) fn candidates(corpus: &Corpus, within: u8) -> Vec<Vec<Candidate>> {
    let mut of_label: Vec<Vec<u32>> = vec![Vec::new(); corpus.label_count];
    for (line, label) in corpus.labels.iter().enumerate() {
        if let Some(lines) = label.and_then(|label| of_label.get_mut(label as usize)) {
            lines.push(line as u32);
        }
    }
    let pairing = Pairing::new(corpus, within);
    // Which pairs stand often enough in the messages of one label …
    let mut numbers: FxHashMap<Term, usize> = FxHashMap::default();
    let mut wanted: Vec<(Term, Vec<u32>, Vec<u32>)> = Vec::new();
    let mut here = Vec::new();
    for (label, lines) in of_label.iter().enumerate() {
        let mut counts: FxHashMap<Term, usize> = FxHashMap::default();
        for line in lines {
            pairing.pairs(corpus, *line, &mut here);
            for pair in &here {
                *counts.entry(*pair).or_default() += 1;
            }
        }
        for (pair, _) in counts.into_iter().filter(|(_, count)| *count >= SUPPORT) {
            let number = *numbers.entry(pair).or_insert_with(|| {
                wanted.push((pair, Vec::new(), Vec::new()));
                wanted.len() - 1
            });
            if let Some((_, _, labels)) = wanted.get_mut(number) {
                labels.push(label as u32);
            }
        }
    }
    // … and in which of all messages they stand.
    for line in 0..corpus.labels.len() as u32 {
        pairing.pairs(corpus, line, &mut here);
        for pair in &here {
            if let Some((_, lines, _)) = numbers.get(pair).and_then(|number| wanted.get_mut(*number)) {
                lines.push(line);
            }
        }
    }
    let singles = corpus.grams.iter().enumerate().map(|(gram, seen)| {
        let term = Term { phrase: gram as u32, near: None };
        (term, seen.lines.clone(), likely(corpus, seen))
    });
    let mut all: Vec<Vec<Candidate>> = vec![Vec::new(); corpus.label_count];
    for (term, lines, labels) in singles.chain(wanted) {
        let lines: Rc<[u32]> = lines.into();
        for label in labels {
            if let Some(candidates) = all.get_mut(label as usize) {
                candidates.push(Candidate { term, lines: Rc::clone(&lines) });
            }
        }
    }
    all.into_iter().zip(0..).map(|(candidates, label)| distinct(corpus, candidates, label)).collect()
}

/// The labels in enough of whose messages a sequence stands, and those of messages of which one is enough.
fn likely(corpus: &Corpus, gram: &Gram) -> Vec<u32> {
    let mut labels: Vec<u32> = gram.lines.iter().filter_map(|line| corpus.label(*line)).collect();
    labels.sort_unstable();
    let same = labels.chunk_by(|one, other| one == other).filter(|same| same.len() >= SUPPORT);
    let mut likely: Vec<u32> = same.filter_map(|same| same.first().copied()).collect();
    likely.extend(gram.says_enough().filter_map(|line| corpus.label(*line)));
    likely.sort_unstable();
    likely.dedup();
    likely
}

/// Of terms that fire in the same messages keeps the one that reads best, and of all the most promising.
fn distinct(corpus: &Corpus, candidates: Vec<Candidate>, label: u32) -> Vec<Candidate> {
    let reads = |term: &Term| {
        let phrase = corpus.gram(term.phrase);
        let part = phrase.is_some_and(|gram| gram.part);
        (term.near.is_some(), part, phrase.map(|gram| gram.length), *term)
    };
    let mut best: FxHashMap<Rc<[u32]>, Term> = FxHashMap::default();
    for candidate in candidates {
        let kept = best.entry(candidate.lines).or_insert(candidate.term);
        if reads(&candidate.term) < reads(kept) {
            *kept = candidate.term;
        }
    }
    let mut scored: Vec<(f64, Candidate)> = best
        .into_iter()
        .map(|(lines, term)| {
            let right = lines.iter().filter(|line| corpus.label(**line) == Some(label)).count() as f64;
            (right * right / (lines.len() as f64 + 1.0), Candidate { term, lines })
        })
        .collect();
    scored.sort_unstable_by_key(|(_, candidate)| candidate.term);
    scored.sort_by_key(|(score, _)| Reverse((score * 1e6) as u64));
    scored.truncate(KEPT);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Whether a term fires wherever another does, by how they are made.
pub(super) fn implied(corpus: &Corpus, term: Term, by: Term) -> bool {
    let stands = |one: u32, other: u32| {
        let grams = corpus.gram(one).zip(corpus.gram(other));
        one == other || grams.is_some_and(|(one, other)| one.stands_in(other))
    };
    // Two that stand side by side in a longer sequence.
    let both = |one: u32, other: u32| {
        let length = |gram: u32| corpus.gram(gram).filter(|gram| !gram.part).map(|gram| gram.length);
        let fits = length(one).zip(length(other)).map(|(one, other)| one + other) <= length(by.phrase);
        fits && length(one).is_some() && stands(one, by.phrase) && stands(other, by.phrase)
    };
    match (term.near, by.near) {
        (None, near) => stands(term.phrase, by.phrase) || near.is_some_and(|near| stands(term.phrase, near)),
        (Some(near), None) => both(term.phrase, near),
        (Some(near), Some(other)) => {
            (stands(term.phrase, by.phrase) && stands(near, other))
                || (stands(term.phrase, other) && stands(near, by.phrase))
                || both(term.phrase, near)
        }
    }
}
