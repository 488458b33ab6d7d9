//! A bounded, repeatable sample of a stream.

use std::collections::BinaryHeap;

use super::vectors::scramble;

/// What was kept, with the hash by which it was.
struct Kept<T> {
    hash: u64,
    number: u64,
    value: T,
}

impl<T> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.hash, self.number) == (other.hash, other.number)
    }
}

impl<T> Eq for Kept<T> {}

impl<T> PartialOrd for Kept<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Kept<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.hash, self.number).cmp(&(other.hash, other.number))
    }
}

/// Keeps those with the lowest hash of their number in the stream: a sample without replacement in which every item had
/// the same chance (bottom-k, Cohen and Kaplan 2007), and the same however the stream was cut into batches.
pub(super) struct Keep<T> {
    most: usize,
    seen: u64,
    heap: BinaryHeap<Kept<T>>,
}

impl<T> Keep<T> {
    pub(super) const fn new(most: usize) -> Self {
        Self { most, seen: 0, heap: BinaryHeap::new() }
    }

    /// Adds one; `make` is called only where it is kept. Logarithmic in `most`.
    pub(super) fn add(&mut self, make: impl FnOnce() -> T) {
        let (number, hash) = (self.seen, scramble(self.seen));
        self.seen += 1;
        if self.heap.len() >= self.most {
            if self.heap.peek().is_none_or(|highest| highest.hash <= hash) {
                return;
            }
            self.heap.pop();
        }
        self.heap.push(Kept { hash, number, value: make() });
    }

    /// How many were added.
    pub(super) const fn seen(&self) -> u64 {
        self.seen
    }

    /// What one that is kept stands for.
    pub(super) fn scale(&self) -> f64 {
        self.seen as f64 / self.heap.len().max(1) as f64
    }

    /// What is kept, in the order in which it came.
    pub(super) fn in_order(&self) -> Vec<&T> {
        let mut kept: Vec<&Kept<T>> = self.heap.iter().collect();
        kept.sort_unstable_by_key(|kept| kept.number);
        kept.into_iter().map(|kept| &kept.value).collect()
    }
}
