//! Numbers from 0 on for customers who are known by whole numbers of any kind.

use rustc_hash::FxHashMap;

/// How much wider than the number of lines ids may lie for a table of all of them to be made.
const SPREAD: u64 = 8;

/// Gives numbers from 0 on, in the ascending order of the ids: one for each line, and the ids in that order.
///
/// ```
/// use scrm_core::value::number_ids;
/// assert_eq!(number_ids(&[17_850, 12_346, 17_850]), (vec![1, 0, 1], vec![12_346, 17_850]));
/// ```
#[must_use]
pub fn number_ids(ids: &[i64]) -> (Vec<u32>, Vec<i64>) {
    let (Some(least), Some(most)) = (ids.iter().min(), ids.iter().max()) else {
        return (Vec::new(), Vec::new());
    };
    if most.abs_diff(*least) < SPREAD * ids.len() as u64 {
        return by_table(ids, *least, most.abs_diff(*least) as usize);
    }
    let mut different: Vec<i64> =
        ids.iter().copied().collect::<rustc_hash::FxHashSet<_>>().into_iter().collect();
    different.sort_unstable();
    let numbers: FxHashMap<i64, u32> = different.iter().copied().zip(0..).collect();
    (ids.iter().map(|id| numbers.get(id).copied().unwrap_or_default()).collect(), different)
}

/// Ids that lie close together: a table of all from the least on, which hashes nothing.
fn by_table(ids: &[i64], least: i64, last: usize) -> (Vec<u32>, Vec<i64>) {
    let place = |id: &i64| id.abs_diff(least) as usize;
    let mut present = vec![false; last + 1];
    ids.iter().for_each(|id| present[place(id)] = true);
    let mut next = 0;
    let numbers: Vec<u32> = present
        .iter()
        .map(|present| {
            let number = next;
            next += u32::from(*present);
            number
        })
        .collect();
    let known = present.iter().zip(0_i64..).filter(|(present, _)| **present);
    let different = known.map(|(_, past)| least + past).collect();
    (ids.iter().map(|id| numbers[place(id)]).collect(), different)
}

#[cfg(test)]
mod tests {
    use super::number_ids;

    #[test]
    fn close_and_scattered_ids_are_numbered_alike() {
        let close: Vec<i64> = (0..100).map(|id| (id * 37) % 50 - 20).collect();
        let scattered: Vec<i64> = close.iter().map(|id| id * 1_000_000_007).collect();
        let (numbers, ids) = number_ids(&close);
        assert_eq!(numbers, number_ids(&scattered).0);
        assert_eq!((ids.len(), ids[0], ids[49]), (50, -20, 29));
        assert!(close.iter().zip(&numbers).all(|(id, number)| ids[*number as usize] == *id));
        assert_eq!(number_ids(&[]), (vec![], vec![]));
        assert_eq!(number_ids(&[i64::MAX, i64::MIN, i64::MAX]), (vec![1, 0, 1], vec![i64::MIN, i64::MAX]));
        assert_eq!(number_ids(&[i64::MAX]), (vec![0], vec![i64::MAX]));
    }
}
