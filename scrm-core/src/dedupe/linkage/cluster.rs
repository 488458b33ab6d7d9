//! From pairs to people.

use rustc_hash::FxHashMap;

use super::blocking::Pair;

/// Groups records, best pairs first. Two groups become one where the pairs between them, taken together, speak for it:
/// one good pair does not chain strangers who are known to be apart. A record is in one group; groups and members are in
/// the order of the records.
///
/// Time O(p log p) for p pairs, and the pairs between two groups for each union.
pub(super) fn cluster(count: usize, scored: &[(Pair, f64)], threshold: f64) -> Vec<Vec<u32>> {
    let mut order: Vec<usize> = (0..scored.len()).collect();
    order.sort_by(|a, b| {
        let of = |place: &usize| scored.get(*place).copied().unwrap_or(((0, 0), 0.0));
        of(b).1.total_cmp(&of(a).1).then_with(|| of(a).0.cmp(&of(b).0))
    });
    let weights: FxHashMap<Pair, f64> = scored.iter().copied().collect();
    let mut group_of: Vec<u32> = (0..count as u32).collect();
    let mut members: Vec<Vec<u32>> = group_of.iter().map(|record| vec![*record]).collect();
    for place in order {
        let Some(((left, right), weight)) = scored.get(place).copied() else { continue };
        if weight < threshold {
            break;
        }
        let group = |record: u32| group_of.get(record as usize).copied().unwrap_or(record) as usize;
        let (first, second) = (group(left).min(group(right)), group(left).max(group(right)));
        if first == second || !belong_together(&members, first, second, &weights, threshold) {
            continue;
        }
        let moved = members.get_mut(second).map(std::mem::take).unwrap_or_default();
        for record in &moved {
            if let Some(slot) = group_of.get_mut(*record as usize) {
                *slot = first as u32;
            }
        }
        if let Some(members) = members.get_mut(first) {
            members.extend(moved);
        }
    }
    let mut groups: Vec<Vec<u32>> = members.into_iter().filter(|members| !members.is_empty()).collect();
    groups.iter_mut().for_each(|members| members.sort_unstable());
    groups.sort_unstable();
    groups
}

/// Bits with which one pair speaks for or against a union at most.
const MOST_HEARD: f64 = 12.0;

/// Whether the pairs between two groups that were looked at speak for one person in the mean.
fn belong_together(
    members: &[Vec<u32>],
    first: usize,
    second: usize,
    weights: &FxHashMap<Pair, f64>,
    threshold: f64,
) -> bool {
    let (Some(first), Some(second)) = (members.get(first), members.get(second)) else { return false };
    if first.len() * second.len() == 1 {
        return true;
    }
    let (mut sum, mut count) = (0.0, 0.0);
    for left in first {
        for right in second {
            if let Some(weight) = weights.get(&((*left).min(*right), (*left).max(*right))) {
                // A pair that is beyond doubt shall not outvote one that speaks against it.
                sum += (weight - threshold).clamp(-MOST_HEARD, MOST_HEARD);
                count += 1.0;
            }
        }
    }
    count > 0.0 && sum >= 0.0
}
