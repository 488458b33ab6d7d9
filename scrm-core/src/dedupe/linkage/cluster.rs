//! From pairs to people.

use rustc_hash::{FxHashMap, FxHashSet};

use super::blocking::Pair;

/// Bits with which one pair speaks for or against a union at most.
const MOST_HEARD: f64 = 12.0;
/// Members of a group that are heard about a union; of a larger group some are chosen evenly.
const MOST_ASKED: usize = 64;

/// Groups records, given the pairs that are one person by themselves, best first. Two groups become one where the pairs
/// between them, taken together, speak for it: one good pair does not chain strangers who are known to be apart.
/// `odds` says in bits how probably two records are one; minus infinity where that is ruled out, which no other pair
/// outvotes. A record is in one group; groups and members are in the order of the records.
///
/// Time O(pairs), and for each union of groups O(a × b), at most 4,096 comparisons.
pub(super) fn cluster(count: usize, best_first: &[Pair], odds: impl Fn(u32, u32) -> f64) -> Vec<Vec<u32>> {
    let mut group_of: Vec<u32> = (0..count as u32).collect();
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (left, right) in best_first {
        let group = |record: u32| group_of.get(record as usize).copied().unwrap_or(record);
        let (first, second) = (group(*left).min(group(*right)), group(*left).max(group(*right)));
        if first == second {
            continue;
        }
        let of_group = |members: &mut Vec<Vec<u32>>, group: u32| {
            let members = members.get_mut(group as usize).map(std::mem::take).unwrap_or_default();
            if members.is_empty() { vec![group] } else { members }
        };
        let (mut ours, theirs) = (of_group(&mut members, first), of_group(&mut members, second));
        let together = ours.len() * theirs.len() == 1 || belong_together(&ours, &theirs, &odds);
        if together {
            for record in &theirs {
                if let Some(slot) = group_of.get_mut(*record as usize) {
                    *slot = first;
                }
            }
            ours.extend(&theirs);
            ours.sort_unstable();
        } else if let Some(slot) = members.get_mut(second as usize) {
            *slot = theirs;
        }
        if let Some(slot) = members.get_mut(first as usize) {
            *slot = ours;
        }
    }
    (0_u32..)
        .zip(members)
        .filter(|(group, _)| group_of.get(*group as usize) == Some(group))
        .map(|(group, members)| if members.is_empty() { vec![group] } else { members })
        .collect()
}

/// A pair whose odds are so many bits better is the better one.
const BETTER: f64 = 3.0;
/// Partners of a record that are weighed against each other.
const MOST_PARTNERS: usize = 16;

/// Leaves out pairs, of which the best come first, that may as well be others: a record that could be either of two who are
/// two people is for a person to decide. `are_two` says who is known to be two.
pub(super) fn without_ambiguous(
    best_first: Vec<(Pair, f64)>,
    are_two: impl Fn(u32, u32) -> bool,
) -> Vec<(Pair, f64)> {
    let mut partners: FxHashMap<u32, Vec<(u32, f64)>> = FxHashMap::default();
    for ((left, right), odds) in &best_first {
        for (one, other) in [(*left, *right), (*right, *left)] {
            let partners = partners.entry(one).or_default();
            if partners.len() < MOST_PARTNERS {
                partners.push((other, *odds));
            }
        }
    }
    let mut ambiguous: FxHashSet<Pair> = FxHashSet::default();
    for (record, partners) in &partners {
        for (at, (one, odds)) in partners.iter().enumerate() {
            let rivals =
                partners.iter().skip(at + 1).take_while(|(_, other_odds)| odds - other_odds < BETTER);
            for (other, _) in rivals.filter(|(other, _)| are_two(*one, *other)) {
                ambiguous.extend([one, other].map(|partner| (*record.min(partner), *record.max(partner))));
            }
        }
    }
    best_first.into_iter().filter(|(pair, _)| !ambiguous.contains(pair)).collect()
}

/// Whether the pairs between two groups speak for one person in the mean.
fn belong_together(ours: &[u32], theirs: &[u32], odds: impl Fn(u32, u32) -> f64) -> bool {
    let mut sum = 0.0;
    for left in asked(ours) {
        for right in asked(theirs) {
            let heard = odds(left, right);
            if heard == f64::NEG_INFINITY {
                return false;
            }
            // A pair that is beyond doubt shall not outvote one that speaks against it.
            sum += heard.clamp(-MOST_HEARD, MOST_HEARD);
        }
    }
    sum >= 0.0
}

fn asked(group: &[u32]) -> impl Iterator<Item = u32> + '_ {
    group.iter().step_by(group.len().div_ceil(MOST_ASKED).max(1)).copied()
}
