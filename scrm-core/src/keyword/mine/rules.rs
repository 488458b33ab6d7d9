//! Phrases that select a group: terms, alone or near each other, learnt one after another.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::documents::{Document, Term};

/// Terms that must stand near the first: at most this many.
const MOST_COMPANIONS: usize = 2;
/// How many single terms, and how many pairs, are tried with companions.
const BEAM: usize = 6;

/// A phrase as terms: the first with its companions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rule {
    pub(super) terms: Vec<u32>,
}

/// Which documents hold each term.
pub(super) struct Postings {
    documents: Vec<Vec<u32>>,
    /// What rules of several terms select: groups within groups ask for the same ones.
    known: RefCell<FxHashMap<Vec<u32>, Rc<[u32]>>>,
}

impl Postings {
    /// Of documents in order.
    pub(super) fn new(documents: &[Document], terms: usize) -> Self {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); terms];
        for (number, document) in documents.iter().enumerate() {
            for term in document.terms() {
                if let Some(list) = lists.get_mut(term as usize) {
                    list.push(u32::try_from(number).unwrap_or(u32::MAX));
                }
            }
        }
        Self { documents: lists, known: RefCell::default() }
    }

    /// The documents with a term, in order.
    pub(super) fn of(&self, term: u32) -> &[u32] {
        self.documents.get(term as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// The documents that a rule selects, in order.
    pub(super) fn select(
        &self,
        rule: &Rule,
        documents: &[Document],
        terms: &[Term],
        within: usize,
    ) -> Rc<[u32]> {
        if let Some(known) = self.known.borrow().get(&rule.terms) {
            return Rc::clone(known);
        }
        let rarest =
            rule.terms.iter().map(|term| self.of(*term)).min_by_key(|list| list.len()).unwrap_or_default();
        let selected: Rc<[u32]> = rarest
            .iter()
            .copied()
            .filter(|number| {
                documents.get(*number as usize).is_some_and(|document| fires(rule, document, terms, within))
            })
            .collect();
        self.known.borrow_mut().insert(rule.terms.clone(), Rc::clone(&selected));
        selected
    }
}

/// Whether a rule fires in a document: its first term stands there, and each companion near one and the same place.
pub(super) fn fires(rule: &Rule, document: &Document, terms: &[Term], within: usize) -> bool {
    let Some((first, companions)) = rule.terms.split_first() else { return false };
    let length = |term: u32| terms.get(term as usize).map_or(1, |term| term.slots.len());
    starts(document, *first).any(|at| {
        companions.iter().all(|companion| {
            starts(document, *companion)
                .any(|other| near(at, length(*first), other, length(*companion), within))
        })
    })
}

fn starts(document: &Document, term: u32) -> impl Iterator<Item = usize> + '_ {
    let from = document.places.partition_point(|place| place.term < term);
    let rest = document.places.get(from..).unwrap_or_default();
    rest.iter().take_while(move |place| place.term == term).map(|place| usize::from(place.start))
}

/// Whether two stretches do not overlap and at most `within` slots are between them.
const fn near(one: usize, one_length: usize, other: usize, other_length: usize, within: usize) -> bool {
    if one < other {
        other >= one + one_length && other - (one + one_length) <= within
    } else {
        one >= other + other_length && one - (other + other_length) <= within
    }
}

/// What rules are learnt against.
pub(super) struct Ground<'g> {
    pub(super) documents: &'g [Document],
    pub(super) terms: &'g [Term],
    /// Whether a term may be part of a phrase.
    pub(super) usable: &'g [bool],
    /// Whether a term says nothing of what a message is about, and needs another that does.
    pub(super) function_words: &'g [bool],
    pub(super) postings: &'g Postings,
    /// How many of the documents, from the first on, are unanswered; the others were answered.
    pub(super) unanswered: usize,
    pub(super) within: usize,
    /// What each document counts.
    pub(super) weights: &'g [f32],
}

/// How rules are judged.
pub(super) struct Judge {
    /// What a wrong message costs, in right ones.
    pub(super) wrong: f32,
    /// What a message that was answered already costs.
    pub(super) answered: f32,
    /// What a phrase costs.
    pub(super) phrase: f32,
    /// Fewest messages for which a phrase is worth having.
    pub(super) least: f32,
    pub(super) most_phrases: usize,
}

/// Phrases of a group with what they select.
pub(super) struct Learnt {
    pub(super) rules: Vec<Rule>,
    /// Of the unanswered, in order.
    pub(super) selected: Vec<u32>,
    /// Right ones less the cost of wrong ones.
    pub(super) gain: f32,
    /// Expected share of right ones.
    pub(super) purity: f32,
}

/// Learns phrases for a group. `belongs` says of each unanswered document how likely it is one of the group (0 to 1).
///
/// Sequential covering as in FOIL and RIPPER (Quinlan 1990, Cohen 1995), with companions in place of further literals.
pub(super) fn learn(ground: &Ground<'_>, judge: &Judge, members: &[u32], belongs: &[f32]) -> Learnt {
    let mut covered: FxHashSet<u32> = FxHashSet::default();
    let mut learnt = Learnt { rules: Vec::new(), selected: Vec::new(), gain: 0.0, purity: 0.0 };
    while learnt.rules.len() < judge.most_phrases {
        let Some((gain, rule)) = best_rule(ground, judge, members, belongs, &covered) else { break };
        if gain <= 0.0 {
            break;
        }
        for number in
            ground.postings.select(&rule, ground.documents, ground.terms, ground.within).iter().copied()
        {
            if (number as usize) < ground.unanswered {
                covered.insert(number);
            }
        }
        learnt.gain += gain;
        learnt.rules.push(rule);
    }
    learnt.selected = covered.into_iter().collect();
    learnt.selected.sort_unstable();
    let mass: f32 = learnt.selected.iter().map(|number| at(ground.weights, *number)).sum();
    let right: f32 =
        learnt.selected.iter().map(|number| at(belongs, *number) * at(ground.weights, *number)).sum();
    learnt.purity = right / mass.max(1.0);
    learnt
}

fn at(values: &[f32], number: u32) -> f32 {
    values.get(number as usize).copied().unwrap_or_default()
}

/// The best phrase for what is not covered yet.
fn best_rule(
    ground: &Ground<'_>,
    judge: &Judge,
    members: &[u32],
    belongs: &[f32],
    covered: &FxHashSet<u32>,
) -> Option<(f32, Rule)> {
    let open: Vec<u32> = members.iter().copied().filter(|member| !covered.contains(member)).collect();
    let mut counts: FxHashMap<u32, f32> = FxHashMap::default();
    for member in &open {
        for term in ground.documents.get(*member as usize).into_iter().flat_map(Document::terms) {
            if ground.usable.get(term as usize).copied().unwrap_or_default() {
                *counts.entry(term).or_default() += at(ground.weights, *member);
            }
        }
    }
    let mut frequent: Vec<(u32, f32)> =
        counts.into_iter().filter(|(_, count)| *count >= judge.least).collect();
    frequent.sort_unstable_by_key(|(term, _)| *term);
    let value = |rule: &Rule| -> (f32, f32) {
        let selected = ground.postings.select(rule, ground.documents, ground.terms, ground.within);
        gain(ground, judge, &selected, belongs, covered)
    };
    let mut best: Option<(f32, Rule)> = None;
    let mut take = |gain: f32, rule: &Rule| {
        let is_function_word =
            |term: &u32| ground.function_words.get(*term as usize).is_some_and(|known| *known);
        if rule.terms.iter().all(is_function_word) {
            return;
        }
        if best.as_ref().is_none_or(|(found, _)| gain > *found) {
            best = Some((gain, rule.clone()));
        }
    };
    let mut level: Vec<(f32, Rule)> = Vec::new();
    for (term, _) in &frequent {
        let rule = Rule { terms: vec![*term] };
        let (gain, promise) = value(&rule);
        take(gain, &rule);
        level.push((promise, rule));
    }
    let mut tried: FxHashSet<Vec<u32>> = FxHashSet::default();
    for _ in 0..MOST_COMPANIONS {
        level.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.terms.cmp(&b.1.terms)));
        level.truncate(BEAM);
        let mut next = Vec::new();
        for (_, rule) in &level {
            for companion in companions(ground, judge, rule, &open) {
                let mut longer = rule.clone();
                longer.terms.push(companion);
                let mut key = longer.terms.clone();
                key.sort_unstable();
                if !tried.insert(key) {
                    continue;
                }
                let (gain, promise) = value(&longer);
                // A companion has to earn its keep.
                take(gain - judge.phrase * 0.5, &longer);
                next.push((promise, longer));
            }
        }
        level = next;
    }
    best
}

/// Terms that stand near the rule's first in enough of the open documents.
fn companions(ground: &Ground<'_>, judge: &Judge, rule: &Rule, open: &[u32]) -> Vec<u32> {
    let mut counts: FxHashMap<u32, f32> = FxHashMap::default();
    for number in open {
        let Some(document) = ground.documents.get(*number as usize) else { continue };
        if !fires(rule, document, ground.terms, ground.within) {
            continue;
        }
        for term in document.terms() {
            let single =
                ground.usable.get(term as usize).copied().unwrap_or_default() && !rule.terms.contains(&term);
            if single {
                *counts.entry(term).or_default() += at(ground.weights, *number);
            }
        }
    }
    let mut found: Vec<(u32, f32)> = counts.into_iter().filter(|(_, count)| *count >= judge.least).collect();
    found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(16);
    found.into_iter().map(|(term, _)| term).collect()
}

/// What a selection is worth, and what it promises should companions make it pure.
fn gain(
    ground: &Ground<'_>,
    judge: &Judge,
    selected: &[u32],
    belongs: &[f32],
    covered: &FxHashSet<u32>,
) -> (f32, f32) {
    let (mut right, mut wrong, mut answered) = (0.0, 0.0, 0.0);
    for number in selected {
        if *number as usize >= ground.unanswered {
            answered += at(ground.weights, *number);
        } else if !covered.contains(number) {
            let (share, weight) = (at(belongs, *number), at(ground.weights, *number));
            right += share * weight;
            wrong += (1.0 - share) * weight;
        }
    }
    let cost = judge.wrong * wrong + judge.answered * answered;
    let precision = right / (right + wrong + 0.5 * answered + 1.0);
    if right < judge.least {
        return (f32::MIN, f32::MIN);
    }
    (right - cost - judge.phrase, right * precision)
}
