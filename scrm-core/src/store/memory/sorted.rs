//! A sorted set that mostly grows at its end: rows come in the order of time.

/// More values than this are cut into two pieces: what is inserted between others moves no more than this.
const LONGEST_PIECE: usize = 128;

/// Values in order, each once. What belongs behind the last is added in constant time; what belongs between
/// takes time logarithmic in the number of values, and moves one piece of them.
pub(super) struct Sorted<V> {
    /// None is empty.
    pieces: Vec<Vec<V>>,
}

impl<V> Default for Sorted<V> {
    fn default() -> Self {
        Self { pieces: Vec::new() }
    }
}

impl<V: Ord> Sorted<V> {
    pub(super) fn insert(&mut self, value: V) {
        match self.pieces.last_mut() {
            Some(piece) if piece.last().is_some_and(|last| *last >= value) => self.insert_between(value),
            Some(piece) if piece.len() < LONGEST_PIECE => piece.push(value),
            // Most sets go on growing here: a piece gets all its room at once.
            Some(_) => {
                let mut piece = Vec::with_capacity(LONGEST_PIECE);
                piece.push(value);
                self.pieces.push(piece);
            }
            None => self.pieces.push(vec![value]),
        }
    }

    fn insert_between(&mut self, value: V) {
        let place = self.piece_of(&value);
        let Some(piece) = self.pieces.get_mut(place) else { return };
        let Err(at) = piece.binary_search(&value) else { return };
        piece.insert(at, value);
        if piece.len() > LONGEST_PIECE {
            let rest = piece.split_off(LONGEST_PIECE / 2);
            self.pieces.insert(place + 1, rest);
        }
    }

    pub(super) fn remove(&mut self, value: &V) {
        let place = self.piece_of(value);
        let Some(piece) = self.pieces.get_mut(place) else { return };
        let Ok(at) = piece.binary_search(value) else { return };
        piece.remove(at);
        if piece.is_empty() {
            self.pieces.remove(place);
        }
    }

    /// The piece in which a value stands, or would stand.
    fn piece_of(&self, value: &V) -> usize {
        self.pieces.partition_point(|piece| piece.last().is_some_and(|last| last < value))
    }

    pub(super) fn first(&self) -> Option<&V> {
        self.pieces.first()?.first()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &V> {
        self.pieces.iter().flatten()
    }

    /// The values from the first on that is not `before`, which must hold for a beginning of the order.
    pub(super) fn starting(&self, before: impl Fn(&V) -> bool) -> impl Iterator<Item = &V> {
        let place = self.pieces.partition_point(|piece| piece.last().is_some_and(&before));
        let start = self.pieces.get(place).map_or(0, |piece| piece.partition_point(before));
        self.pieces.iter().skip(place).flatten().skip(start)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Numbers in an order that looks like chance: 7,919 is prime to the count.
    fn scattered(count: u32) -> impl Iterator<Item = u32> {
        (0..count).map(move |number| (number * 7_919) % count)
    }

    #[test]
    fn agrees_with_a_tree_in_any_order() {
        for numbers in
            [(0..2_000).collect::<Vec<u32>>(), scattered(2_000).collect(), (0..900).rev().collect()]
        {
            let (mut sorted, mut tree) = (Sorted::default(), BTreeSet::new());
            for number in numbers.iter().chain(numbers.iter().take(50)) {
                sorted.insert(*number);
                tree.insert(*number);
                assert_eq!(sorted.first(), tree.first());
            }
            assert!(sorted.iter().eq(&tree));
            for number in numbers.iter().step_by(3).chain(&[5_000]) {
                sorted.remove(number);
                tree.remove(number);
            }
            assert!(sorted.iter().eq(&tree));
            for from in [0, 1, 127, 128, 129, 640, 1_999, 2_000] {
                assert!(sorted.starting(|number| *number < from).eq(tree.range(from..)), "{from}");
            }
            for number in &numbers {
                sorted.remove(number);
            }
            assert_eq!(sorted.first(), None);
        }
    }

    #[test]
    fn a_piece_that_is_full_is_cut_and_none_stays_empty() {
        let mut sorted = Sorted::default();
        scattered(10_000).for_each(|number| sorted.insert(number));
        assert!(sorted.pieces.iter().all(|piece| !piece.is_empty() && piece.len() <= LONGEST_PIECE));
    }
}
