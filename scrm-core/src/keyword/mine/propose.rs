//! Proposals from groups: counted, worded, confronted.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::answer::draft;
use super::documents::{Document, SlotNames, Terms};
use super::groups::{Group, Wanted, find_groups};
use super::proposal::{KeywordProposal, ProposalConflict};
use super::rules::fires;
use super::vectors::scramble;
use super::wording::{TermFinder, Wordings};
use super::{Answered, ExistingRules, KeywordMiner, Unanswered};
use crate::foundation::text::{Folded, sketch, sketch_similarity};

/// Slots of a message that are looked at.
const MOST_SLOTS: usize = 96;
/// Of the answered, so many are compared for each unanswered one.
const ANSWERED_COMPARED: usize = 2;
/// What a message in conflict costs in the ranking: the rule in force may be asked first, so it is seldom lost.
const CONFLICT: f64 = 0.3;
/// Samples more alike than this are one.
const ALIKE: f64 = 0.7;

/// Distinct messages, and which of those kept say each.
struct Distinct {
    documents: Vec<Document>,
    kept: Vec<Vec<u32>>,
}

fn distinct<'m>(texts: impl Iterator<Item = &'m str>, names: &mut SlotNames) -> Distinct {
    let mut known: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
    let mut found = Distinct { documents: Vec::new(), kept: Vec::new() };
    for (number, text) in (0_u32..).zip(texts) {
        let slots = names.slots(&Folded::new(text), MOST_SLOTS);
        if slots.is_empty() {
            continue;
        }
        let next = found.documents.len();
        let key: Vec<u32> = slots.iter().map(|slot| slot.id).collect();
        let index = *known.entry(key).or_insert(next);
        if index == next {
            found.documents.push(Document { slots, places: Vec::new(), weight: 0 });
            found.kept.push(Vec::new());
        }
        if let (Some(document), Some(kept)) = (found.documents.get_mut(index), found.kept.get_mut(index)) {
            document.weight += 1;
            kept.push(number);
        }
    }
    found
}

/// Which of the documents are compared: all, or those said most and then whose hash is lowest. In order.
fn compared(documents: &[Document], most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    if order.len() > most {
        let weight = |index: usize| documents.get(index).map_or(0, |document| document.weight);
        order.sort_by_key(|index| (std::cmp::Reverse(weight(*index)), scramble(*index as u64)));
        order.truncate(most);
        order.sort_unstable();
    }
    order
}

/// What a group selects of everything kept.
#[derive(Default)]
struct Selected {
    /// Distinct unanswered messages, and answered ones.
    unanswered: Vec<usize>,
    answered: Vec<usize>,
}

pub(super) fn propose(miner: &KeywordMiner, existing: &ExistingRules<'_>) -> Vec<KeywordProposal> {
    let mut names = SlotNames::new(miner.config.language);
    // The same is proposed in whatever order the messages were added.
    let mut unanswered = miner.unanswered.in_order();
    unanswered.sort_by(|one, other| one.text.cmp(&other.text));
    let mut answered = miner.answered.in_order();
    answered.sort_by(|one, other| one.text.cmp(&other.text));
    let asked = distinct(unanswered.iter().map(|message| message.text.as_ref()), &mut names);
    let told = distinct(answered.iter().map(|message| message.text.as_ref()), &mut names);
    let chosen = compared(&asked.documents, miner.config.most_compared);
    let background = compared(&told.documents, miner.config.most_compared * ANSWERED_COMPARED);
    let copy = |documents: &[Document], chosen: &[usize]| -> Vec<Document> {
        let found = chosen.iter().filter_map(|index| documents.get(*index));
        found
            .map(|found| Document { slots: found.slots.clone(), places: Vec::new(), weight: found.weight })
            .collect()
    };
    let mut ground = copy(&asked.documents, &chosen);
    ground.extend(copy(&told.documents, &background));
    let wanted = Wanted {
        least_messages: miner.config.least_messages,
        most_phrases: miner.config.most_phrases,
        within: usize::from(miner.config.within),
    };
    let (terms, groups) = find_groups(&mut ground, chosen.len(), &names, &wanted);
    let compared: u32 = ground.iter().map(Document::counted).sum();
    drop(ground);
    let used = groups.iter().flat_map(|group| group.rules.iter().flat_map(|rule| rule.terms.iter().copied()));
    let finder = TermFinder::new(&terms.all, used);
    let selections = select(&groups, &finder, &terms, &asked, &told, wanted.within);
    let view = View {
        miner,
        existing,
        unanswered: &unanswered,
        answered: &answered,
        asked: &asked,
        told: &told,
        chosen: &chosen,
        terms: &terms,
        finder: &finder,
        compared,
    };
    let mut ranked: Vec<(f64, KeywordProposal)> = groups
        .iter()
        .zip(&selections)
        .filter_map(|(group, selected)| view.proposal(group, selected, &mut names))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    ranked.truncate(miner.config.most_proposals);
    ranked.into_iter().map(|(_, proposal)| proposal).collect()
}

/// What each group's phrases select of everything kept.
fn select(
    groups: &[Group],
    finder: &TermFinder<'_>,
    terms: &Terms,
    asked: &Distinct,
    told: &Distinct,
    within: usize,
) -> Vec<Selected> {
    let mut by_term: BTreeMap<u32, Vec<(usize, usize)>> = BTreeMap::new();
    for (group_number, group) in groups.iter().enumerate() {
        for (rule_number, rule) in group.rules.iter().enumerate() {
            if let Some(first) = rule.terms.first() {
                by_term.entry(*first).or_default().push((group_number, rule_number));
            }
        }
    }
    let mut selections: Vec<Selected> = groups.iter().map(|_| Selected::default()).collect();
    for (distinct, is_asked) in [(asked, true), (told, false)] {
        for (number, document) in distinct.documents.iter().enumerate() {
            let places = finder.places(&document.slots);
            let found = Document { slots: Vec::new(), places, weight: document.weight };
            for (group, rule) in found.terms().filter_map(|term| by_term.get(&term)).flatten() {
                let Some(rule) = groups.get(*group).and_then(|group| group.rules.get(*rule)) else {
                    continue;
                };
                let Some(selected) = selections.get_mut(*group) else { continue };
                let list = if is_asked { &mut selected.unanswered } else { &mut selected.answered };
                if list.last() != Some(&number) && fires(rule, &found, &terms.all, within) {
                    list.push(number);
                }
            }
        }
    }
    selections
}

/// What proposals are made from.
struct View<'v> {
    miner: &'v KeywordMiner,
    existing: &'v ExistingRules<'v>,
    unanswered: &'v [&'v Unanswered],
    answered: &'v [&'v Answered],
    asked: &'v Distinct,
    told: &'v Distinct,
    /// Of the unanswered documents that were compared, which they are.
    chosen: &'v [usize],
    terms: &'v Terms,
    finder: &'v TermFinder<'v>,
    compared: u32,
}

impl View<'_> {
    /// A group as a proposal with its rank; nothing where it answers too few.
    fn proposal(
        &self,
        group: &Group,
        selected: &Selected,
        names: &mut SlotNames,
    ) -> Option<(f64, KeywordProposal)> {
        let miner = self.miner;
        let kept: Vec<u32> = selected
            .unanswered
            .iter()
            .filter_map(|number| self.asked.kept.get(*number))
            .flatten()
            .copied()
            .collect();
        let messages = (kept.len() as f64 * miner.unanswered.scale()).round();
        if messages < miner.config.least_messages as f64 {
            return None;
        }
        let message = |number: &u32| self.unanswered.get(*number as usize).copied();
        let wordings = Wordings::read(
            kept.iter().filter_map(message).map(|message| message.text.as_ref()),
            self.finder,
            names,
            &self.terms.all,
            MOST_SLOTS,
        );
        let within = miner.config.within;
        let terms: Vec<_> = group
            .rules
            .iter()
            .filter_map(|rule| wordings.phrase(rule, &self.terms.all, names, within))
            .collect();
        if terms.is_empty() {
            return None;
        }
        let typical = self.typical(group);
        let first_texts = typical
            .iter()
            .filter_map(|number| self.asked.kept.get(*number)?.first())
            .filter_map(message)
            .map(|message| message.text.as_ref());
        let samples = different(first_texts, miner.config.samples);
        let all = miner.total().max(1) as f64;
        let points = |messages: f64| 100.0 * messages / all;
        let conflicts = self.conflicts(selected);
        let replies = kept.iter().filter_map(message).filter_map(|message| message.reply.as_deref());
        let cohesion = f64::from(group.purity);
        let lost: u64 = conflicts.iter().map(|conflict| conflict.taken + conflict.shared).sum();
        let proposal = KeywordProposal {
            name: wordings.name(&group.rules, &self.terms.all, f64::from(self.compared)),
            terms,
            samples,
            messages: messages as u64,
            coverage_gain: points(messages),
            cohesion,
            conflicts,
            draft_answer: draft(replies, miner.config.least_replies),
        };
        Some((points(messages) * cohesion.powi(4) - CONFLICT * points(lost as f64), proposal))
    }

    /// Distinct messages of a group, the most typical first: those said most of those nearest to its centre.
    fn typical(&self, group: &Group) -> Vec<usize> {
        let mut numbers: Vec<(f32, u32, usize)> = group
            .selected
            .iter()
            .filter_map(|(number, belongs)| {
                let index = *self.chosen.get(*number as usize)?;
                Some((*belongs, self.asked.documents.get(index)?.weight, index))
            })
            .collect();
        numbers.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        numbers.into_iter().map(|(_, _, index)| index).collect()
    }

    /// Which rules in force the phrases meet.
    fn conflicts(&self, selected: &Selected) -> Vec<ProposalConflict> {
        let miner = self.miner;
        // Taken, shared, samples.
        let mut found: BTreeMap<String, (u64, u64, Vec<String>)> = BTreeMap::new();
        let most = miner.config.samples;
        for number in &selected.answered {
            for kept in self.told.kept.get(*number).into_iter().flatten() {
                let Some(message) = self.answered.get(*kept as usize) else { continue };
                let entry = found.entry(message.rule.as_ref().to_owned()).or_default();
                entry.0 += 1;
                sample(&mut entry.2, &message.text, most);
            }
        }
        for number in &selected.unanswered {
            let Some(kept) = self.asked.kept.get(*number) else { continue };
            let Some(message) = kept.first().and_then(|first| self.unanswered.get(*first as usize)) else {
                continue;
            };
            for rule in (self.existing)(&Folded::new(&message.text)) {
                let entry = found.entry(rule).or_default();
                entry.1 += kept.len() as u64;
                sample(&mut entry.2, &message.text, most);
            }
        }
        let scaled = |count: u64, scale: f64| (count as f64 * scale).round() as u64;
        let mut conflicts: Vec<ProposalConflict> = found
            .into_iter()
            .map(|(rule, (taken, shared, samples))| ProposalConflict {
                rule,
                taken: scaled(taken, miner.answered.scale()),
                shared: scaled(shared, miner.unanswered.scale()),
                samples,
            })
            .collect();
        conflicts.sort_by_key(|conflict| std::cmp::Reverse(conflict.taken + conflict.shared));
        conflicts
    }
}

fn sample(samples: &mut Vec<String>, text: &str, most: usize) {
    if samples.len() < most && !samples.iter().any(|known| known == text) {
        samples.push(text.to_owned());
    }
}

/// The first texts that are not much alike.
fn different<'t>(texts: impl Iterator<Item = &'t str>, most: usize) -> Vec<String> {
    let mut chosen: Vec<(Vec<u32>, String)> = Vec::new();
    for text in texts {
        if chosen.len() >= most {
            break;
        }
        let own = sketch(&Folded::new(text));
        if chosen.iter().all(|(other, _)| sketch_similarity(&own, other) < ALIKE) {
            chosen.push((own, text.to_owned()));
        }
    }
    chosen.into_iter().map(|(_, text)| text).collect()
}
