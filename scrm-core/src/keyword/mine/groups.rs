//! Groups: which messages are about one thing, and which phrases say so.

use super::documents::{Document, SlotNames, Terms, find_terms};
use super::rules::{Ground, Judge, Learnt, Postings, Rule, learn};
use super::tree::{Join, join_all};
use super::vectors::{Rows, dot, embed, mean, weigh};

/// What is asked of groups.
pub(super) struct Wanted {
    pub(super) least_messages: usize,
    pub(super) most_phrases: usize,
    pub(super) within: usize,
}

/// A group, with the phrases that select it.
pub(super) struct Group {
    /// Phrases, the best first.
    pub(super) rules: Vec<Rule>,
    /// Documents that they select among the unanswered, and how much each belongs.
    pub(super) selected: Vec<(u32, f32)>,
    /// Expected share of right ones.
    pub(super) purity: f32,
}

/// Dimensions in which messages are compared.
const WIDTH: usize = 400;
/// Rounds of subspace iteration.
const ROUNDS: usize = 3;
/// A term of several words weighs so much of what its rarity says: its words are counted too.
const LONGER: f32 = 0.3;
/// What pieces of words weigh beside words. They bring together what no stem does: errors, dialects, compounds.
const PIECES: f32 = 0.8;
/// A message is of a group for certain from this cosine with its centre on, and for certain not below the other.
const BELONGS: f32 = 0.65;
const FOREIGN: f32 = 0.45;
/// A group whose members belong to it less than this on average is several.
const LEAST_TOGETHER: f32 = 0.4;
/// Larger groups are topics of topics, but among few messages one topic may be nearly all.
const LARGEST_SHARE: f32 = 0.25;
const FEW: usize = 400;
/// How much a group's worth depends on how pure it is: as this power.
const PURITY_POWER: i32 = 8;
/// Two groups that are worth so much of what they are together are two: each has its own phrases.
const AS_GOOD_APART: f32 = 0.98;
/// Of what a group selects, at least this share must be new.
const LEAST_NEW: f32 = 0.5;
/// A phrase's terms stand in at least so many distinct messages.
const LEAST_DOCUMENTS: u32 = 3;

/// Finds groups among the first `unanswered` documents; the others were answered. Best first.
pub(super) fn find_groups(
    documents: &mut [Document],
    unanswered: usize,
    names: &SlotNames,
    wanted: &Wanted,
) -> (Terms, Vec<Group>) {
    let terms = find_terms(documents, names, 2);
    let documents = &*documents;
    let (sparse, columns) = weigh(documents, &terms, names, LONGER, PIECES);
    let mut points = embed(&sparse, columns, WIDTH, ROUNDS);
    drop(sparse);
    points.truncate(unanswered);
    let joins = join_all(&points);
    let weights: Vec<f32> = documents.iter().map(|document| (document.weight as f32).sqrt()).collect();
    let of_words = mostly_of_words(documents, &terms);
    let usable: Vec<bool> = terms
        .all
        .iter()
        .zip(&of_words)
        .map(|(term, of_words)| {
            *of_words && term.documents >= LEAST_DOCUMENTS && names.can_be_phrase(&term.slots)
        })
        .collect();
    let function_words: Vec<bool> =
        terms.all.iter().map(|term| names.are_function_words(&term.slots)).collect();
    let postings = Postings::new(documents, terms.all.len());
    let ground = Ground {
        documents,
        terms: &terms.all,
        usable: &usable,
        function_words: &function_words,
        postings: &postings,
        unanswered,
        within: wanted.within,
        weights: &weights,
    };
    let judge =
        Judge { wrong: 2.0, answered: 0.5, phrase: 1.0, least: 3.0, most_phrases: wanted.most_phrases };
    let found = judge_nodes(&ground, &judge, &points, &joins, wanted.least_messages as f32 * 1.5);
    let chosen = without_repeats(cut(found, &joins, unanswered), unanswered);
    (terms, chosen)
}

/// Of each term, whether it is made of whole words in most of its places: a stretch of characters that only recurs may be a
/// piece of a word, which nobody would write down as a keyword.
fn mostly_of_words(documents: &[Document], terms: &Terms) -> Vec<bool> {
    let mut balance = vec![0_i64; terms.all.len()];
    for document in documents {
        for place in &document.places {
            let length = terms.all.get(place.term as usize).map_or(1, |term| term.slots.len());
            if let Some(balance) = balance.get_mut(place.term as usize) {
                *balance += if document.is_of_words(place.start, length) { 1 } else { -1 };
            }
        }
    }
    balance.into_iter().map(|balance| balance >= 0).collect()
}

/// A node of the tree with its phrases.
struct Candidate {
    value: f32,
    group: Group,
}

/// Learns phrases for every node of the tree that may be a topic. By node; nothing where there is none.
fn judge_nodes(
    ground: &Ground<'_>,
    judge: &Judge,
    points: &Rows,
    joins: &[Join],
    least_mass: f32,
) -> Vec<Option<Candidate>> {
    let leaves = ground.unanswered;
    let largest = ((leaves as f32 * LARGEST_SHARE) as usize).max(FEW);
    let mut members: Vec<Vec<u32>> =
        (0..u32::try_from(leaves).unwrap_or(u32::MAX)).map(|leaf| vec![leaf]).collect();
    let mut out: Vec<Option<Candidate>> = Vec::with_capacity(leaves + joins.len());
    for node in 0..leaves + joins.len() {
        if let Some(join) = node.checked_sub(leaves).and_then(|join| joins.get(join)) {
            let mut both = members.get_mut(join.left).map(std::mem::take).unwrap_or_default();
            let right = members.get_mut(join.right).map(std::mem::take).unwrap_or_default();
            // One that grew too large stays empty, and so does all above it.
            let fits = !both.is_empty() && !right.is_empty() && both.len() + right.len() <= largest;
            both.extend(right);
            members.push(if fits { both } else { Vec::new() });
        }
        let of_node = members.get(node).map(Vec::as_slice).unwrap_or_default();
        out.push(judge_node(ground, judge, points, of_node, least_mass));
    }
    out
}

fn judge_node(
    ground: &Ground<'_>,
    judge: &Judge,
    points: &Rows,
    members: &[u32],
    least_mass: f32,
) -> Option<Candidate> {
    let of = |member: &u32| ground.documents.get(*member as usize);
    let mass: f32 = members.iter().filter_map(of).map(|document| document.weight as f32).sum();
    if mass < least_mass {
        return None;
    }
    let centre = mean(points, members);
    let belong = |row: &[f32]| ((dot(&centre, row) - FOREIGN) / (BELONGS - FOREIGN)).clamp(0.0, 1.0);
    let together: f32 = members.iter().map(|member| belong(points.row(*member as usize))).sum();
    if together < LEAST_TOGETHER * members.len() as f32 {
        return None;
    }
    let belongs: Vec<f32> = points.rows().map(belong).collect();
    let Learnt { rules, selected, gain, purity } = learn(ground, judge, members, &belongs);
    if rules.is_empty() {
        return None;
    }
    let selected = selected
        .into_iter()
        .map(|number| (number, belongs.get(number as usize).copied().unwrap_or_default()))
        .collect();
    Some(Candidate { value: gain * purity.powi(PURITY_POWER), group: Group { rules, selected, purity } })
}

/// Of the groups within groups, those that are together worth most: a group stays where it is worth more than the best
/// of what is in it. What is in such a group is kept too where it stands for itself: `without_repeats` takes it only if the
/// group does not select it.
fn cut(mut found: Vec<Option<Candidate>>, joins: &[Join], leaves: usize) -> Vec<Candidate> {
    let mut best: Vec<f32> =
        found.iter().map(|candidate| candidate.as_ref().map_or(0.0, |candidate| candidate.value)).collect();
    let mut whole = vec![true; best.len()];
    for (join, node) in joins.iter().zip(leaves..) {
        let [left, right] = [join.left, join.right].map(|part| best.get(part).copied().unwrap_or_default());
        let parts = left + right;
        if let (Some(own), Some(whole)) = (best.get_mut(node), whole.get_mut(node)) {
            let are_two = left > 0.0 && right > 0.0 && parts >= *own * AS_GOOD_APART;
            if parts > *own || are_two {
                *own = parts;
                *whole = false;
            }
        }
    }
    let mut open = vec![false; best.len()];
    if let Some(root) = open.last_mut() {
        *root = true;
    }
    let mut kept = Vec::new();
    for node in (0..best.len()).rev() {
        if !open.get(node).copied().unwrap_or_default() {
            continue;
        }
        if whole.get(node).copied().unwrap_or(true) {
            kept.extend(found.get_mut(node).and_then(Option::take));
        }
        // What is in a whole group may still be about something else, which its phrases do not select.
        if let Some(join) = node.checked_sub(leaves).and_then(|join| joins.get(join)) {
            for part in [join.left, join.right] {
                if let Some(slot) = open.get_mut(part) {
                    *slot = true;
                }
            }
        }
    }
    kept.reverse();
    kept
}

/// Takes the best again and again, and leaves out what mostly selects the same as those taken before.
fn without_repeats(mut candidates: Vec<Candidate>, documents: usize) -> Vec<Group> {
    let mut taken = vec![false; documents];
    let mut chosen = Vec::new();
    loop {
        let mut best: Option<(f32, usize)> = None;
        candidates.retain(|candidate| new_share(candidate, &taken) >= LEAST_NEW);
        for (index, candidate) in candidates.iter().enumerate() {
            let value = candidate.value * new_share(candidate, &taken);
            if value > 0.0 && best.is_none_or(|(found, _)| value > found) {
                best = Some((value, index));
            }
        }
        let Some((_, index)) = best else { return chosen };
        let group = candidates.remove(index).group;
        for (number, _) in &group.selected {
            if let Some(slot) = taken.get_mut(*number as usize) {
                *slot = true;
            }
        }
        chosen.push(group);
    }
}

fn new_share(candidate: &Candidate, taken: &[bool]) -> f32 {
    let selected = &candidate.group.selected;
    let new = selected
        .iter()
        .filter(|(number, _)| !taken.get(*number as usize).copied().unwrap_or_default())
        .count();
    new as f32 / selected.len().max(1) as f32
}
