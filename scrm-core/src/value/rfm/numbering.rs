//! Numbers for customers who are known by whole numbers of any kind.

use rustc_hash::{FxHashMap, FxHashSet};

use super::lines::MOST_NUMBERS_PER_LINE;

/// Customers by numbers as the columns of lines want them, in the ascending order of their ids.
///
/// ```
/// use scrm_core::value::NumberedIds;
/// let numbered = NumberedIds::new(&[17_850, 12_346, 17_850]);
/// let numbers = numbered.numbers();
/// assert!(numbers[1] < numbers[0] && numbers[0] == numbers[2]);
/// assert_eq!(numbered.id(numbers[1]), Some(12_346));
/// ```
#[derive(Clone, Debug)]
pub struct NumberedIds {
    numbers: Vec<u32>,
    ids: Ids,
}

/// Which id a number stands for.
#[derive(Clone, Debug)]
enum Ids {
    /// Ids that lie close together are counted from the least.
    From(i64),
    /// Others are listed.
    Listed(Vec<i64>),
}

impl NumberedIds {
    /// Gives every line's customer a number.
    #[must_use]
    pub fn new(ids: &[i64]) -> Self {
        let least = ids.iter().min().copied().unwrap_or_default();
        let most = ids.iter().max().copied().unwrap_or_default();
        if most.abs_diff(least) < MOST_NUMBERS_PER_LINE * ids.len() as u64 {
            let numbers = ids.iter().map(|id| id.abs_diff(least) as u32).collect();
            return Self { numbers, ids: Ids::From(least) };
        }
        let mut different: Vec<i64> = ids.iter().copied().collect::<FxHashSet<_>>().into_iter().collect();
        different.sort_unstable();
        let numbers: FxHashMap<i64, u32> = different.iter().copied().zip(0..).collect();
        let numbers = ids.iter().map(|id| numbers.get(id).copied().unwrap_or_default()).collect();
        Self { numbers, ids: Ids::Listed(different) }
    }

    /// One number for each line.
    #[must_use]
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The id that a number of a line stands for.
    #[must_use]
    pub fn id(&self, number: u32) -> Option<i64> {
        match &self.ids {
            Ids::From(least) => least.checked_add(i64::from(number)),
            Ids::Listed(ids) => ids.get(number as usize).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NumberedIds;

    #[test]
    fn numbers_stand_for_their_ids_in_their_order() {
        let close: Vec<i64> = (0..100).map(|id| (id * 37) % 50 - 20).collect();
        let scattered: Vec<i64> = close.iter().map(|id| id * 1_000_000_007).collect();
        for ids in [&close[..], &scattered, &[i64::MAX, i64::MIN, i64::MAX, 0], &[i64::MAX], &[]] {
            let numbered = NumberedIds::new(ids);
            assert_eq!(numbered.numbers().len(), ids.len());
            for (id, number) in ids.iter().zip(numbered.numbers()) {
                assert_eq!(numbered.id(*number), Some(*id));
            }
            for (one, first) in ids.iter().zip(numbered.numbers()) {
                for (other, second) in ids.iter().zip(numbered.numbers()) {
                    assert_eq!(one.cmp(other), first.cmp(second));
                }
            }
        }
    }
}
