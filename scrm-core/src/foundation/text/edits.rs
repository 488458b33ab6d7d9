//! How many slips of the pen lie between two words.

/// Words longer than this are compared by their first so many letters.
const LONGEST: usize = 64;

/// The number of letters that were left out, added, mistaken or swapped with their neighbour (optimal string
/// alignment: Damerau 1964, no letter touched twice); nothing where there are more than `limit`.
///
/// What both begin and end with alike is passed over; time O(length + rest × limit), no allocation.
pub(crate) fn edits<L: Copy + Eq>(left: &[L], right: &[L], limit: usize) -> Option<usize> {
    let (left, right) = (left.get(..LONGEST).unwrap_or(left), right.get(..LONGEST).unwrap_or(right));
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let (left, right) = without_common_ends(left, right);
    let longer = left.len().max(right.len());
    let swapped = || left.len() == 2 && right.len() == 2 && left.iter().eq(right.iter().rev());
    let distance = match longer {
        0 => Some(0),
        1 => Some(1),
        2 if swapped() => Some(1),
        _ if limit < 2 => None,
        _ => by_table(left, right, limit),
    };
    distance.filter(|distance| *distance <= limit)
}

/// Whether at most `limit` slips lie between two texts.
pub(crate) fn edits_within(left: &str, right: &str, limit: usize) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return edits(left.as_bytes(), right.as_bytes(), limit).is_some();
    }
    let letters = |text: &str| text.chars().take(LONGEST).collect::<Vec<_>>();
    edits(&letters(left), &letters(right), limit).is_some()
}

fn without_common_ends<'w, L: Eq>(left: &'w [L], right: &'w [L]) -> (&'w [L], &'w [L]) {
    let start = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    let (left, right) = (left.get(start..).unwrap_or_default(), right.get(start..).unwrap_or_default());
    let same_end =
        left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count();
    let head = |word: &'w [L]| word.get(..word.len() - same_end).unwrap_or_default();
    (head(left), head(right))
}

type Row = [u8; LONGEST + 1];

/// The table of distances between beginnings, three rows of it at a time.
fn by_table<L: Copy + Eq>(left: &[L], right: &[L], limit: usize) -> Option<usize> {
    let (left, right) = if left.len() > right.len() { (right, left) } else { (left, right) };
    let mut rows: [Row; 3] = [[u8::MAX; LONGEST + 1]; 3];
    let [_, last, _] = &mut rows;
    last.iter_mut().zip(0..).take(left.len() + 1).for_each(|(cell, at)| *cell = at);
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
    Some(at(last, left.len()))
}

fn at(row: &Row, column: usize) -> usize {
    row.get(column).copied().map_or(usize::from(u8::MAX), usize::from)
}

fn put(row: &mut Row, column: usize, distance: usize) {
    if let Some(cell) = row.get_mut(column) {
        *cell = u8::try_from(distance).unwrap_or(u8::MAX);
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
