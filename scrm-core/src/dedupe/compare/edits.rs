//! How many slips of the pen lie between two words.

/// Words longer than this are compared by their first so many characters.
const LONGEST: usize = 64;

/// The number of characters that were left out, added, mistaken or swapped with their neighbour (optimal string
/// alignment: Damerau 1964, no character touched twice); nothing where there are more than `limit`.
///
/// Time O(length × limit), no allocation.
pub(super) fn edits(left: &[char], right: &[char], limit: usize) -> Option<usize> {
    let (left, right) = (left.get(..LONGEST).unwrap_or(left), right.get(..LONGEST).unwrap_or(right));
    let (left, right) = if left.len() > right.len() { (right, left) } else { (left, right) };
    if right.len() - left.len() > limit {
        return None;
    }
    // Rows of the table of distances between beginnings: the one before the last, the last, and the present one.
    let mut rows = [[usize::MAX / 2; LONGEST + 1]; 3];
    let [_, last, _] = &mut rows;
    last.iter_mut().take(left.len() + 1).enumerate().for_each(|(at, cell)| *cell = at);
    for (row, letter) in right.iter().enumerate() {
        let [before_last, last, present] = &mut rows;
        let mut least = row + 1;
        put(present, 0, row + 1);
        for (column, other) in left.iter().enumerate() {
            let mistaken = at(last, column) + usize::from(letter != other);
            let mut distance = mistaken.min(at(last, column + 1) + 1).min(at(present, column) + 1);
            let swapped = column.checked_sub(1).zip(row.checked_sub(1)).is_some_and(|(column, row)| {
                left.get(column) == Some(letter) && right.get(row) == Some(other)
            });
            if swapped {
                distance = distance.min(at(before_last, column - 1) + 1);
            }
            put(present, column + 1, distance);
            least = least.min(distance);
        }
        if least > limit {
            return None;
        }
        rows.rotate_left(1);
    }
    let [_, last, _] = &rows;
    Some(at(last, left.len())).filter(|distance| *distance <= limit)
}

fn at(row: &[usize; LONGEST + 1], column: usize) -> usize {
    row.get(column).copied().unwrap_or(usize::MAX / 2)
}

fn put(row: &mut [usize; LONGEST + 1], column: usize, distance: usize) {
    if let Some(cell) = row.get_mut(column) {
        *cell = distance;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::edits;

    fn distance(left: &str, right: &str, limit: usize) -> Option<usize> {
        let characters = |word: &str| word.chars().collect::<Vec<_>>();
        edits(&characters(left), &characters(right), limit)
    }

    #[test]
    fn slips_are_counted() {
        for (left, right, count) in [
            ("", "", 0),
            ("anna", "anna", 0),
            ("anna", "ana", 1),
            ("angela", "anglea", 1),
            ("иванов", "иванова", 1),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(left, right, 3), Some(count), "{left} {right}");
            assert_eq!(distance(right, left, 3), Some(count), "{right} {left}");
        }
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("a", "abcd", 2), None);
    }

    proptest! {
        #[test]
        fn distances_are_symmetric_and_small_for_one_slip(word in "[a-e]{1,70}", at in 0_usize..70, letter in "[a-e]") {
            let mut slipped: Vec<char> = word.chars().collect();
            let at = at % slipped.len();
            slipped[at] = letter.chars().next().unwrap();
            let slipped: String = slipped.into_iter().collect();
            let found = distance(&word, &slipped, 2);
            prop_assert_eq!(found, distance(&slipped, &word, 2));
            prop_assert!(found.is_some_and(|found| found <= 1));
        }

        #[test]
        fn a_limit_only_cuts_off(left in "[abc]{0,8}", right in "[abc]{0,8}", limit in 0_usize..4) {
            let whole = distance(&left, &right, 8);
            prop_assert_eq!(distance(&left, &right, limit), whole.filter(|whole| *whole <= limit));
        }
    }
}
