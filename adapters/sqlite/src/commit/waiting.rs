//! Keys of customers that wait to be written in order, found by hash.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

/// Where a customer's key waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) customer: i64,
    /// In the small table; `None` where the customer's own row lists it.
    pub(super) place: Option<i64>,
}

/// A key of one customer. Keys with the same hash form a chain, the latest first.
struct Entry {
    start: usize,
    length: usize,
    waiting: Waiting,
    before: Option<usize>,
}

/// Keys with their holders. An import brings hundreds of thousands, so none has memory of its own: the texts lie
/// one after the other. They are customers' numbers and addresses, so this cannot be printed.
#[derive(Default)]
pub(super) struct WaitingKeys {
    texts: String,
    entries: Vec<Entry>,
    latest: FxHashMap<u64, usize>,
}

impl WaitingKeys {
    /// How many keys take room: one that two customers hold counts twice, and one that was forgotten counts until all
    /// are cleared.
    pub(super) const fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn add(&mut self, key: &str, waiting: Waiting) {
        let before = self.latest.insert(hash_of(key), self.entries.len());
        self.entries.push(Entry { start: self.texts.len(), length: key.len(), waiting, before });
        self.texts.push_str(key);
    }

    /// Who holds a key, the latest first.
    pub(super) fn holders<'k>(&'k self, key: &'k str) -> impl Iterator<Item = Waiting> + 'k {
        let found = self.chain(self.latest.get(&hash_of(key)).copied());
        found.filter(move |entry| self.text(entry) == key).map(|entry| entry.waiting)
    }

    /// Takes a key from a customer.
    pub(super) fn forget(&mut self, key: &str, customer: i64) {
        let hash = hash_of(key);
        let mut next = self.latest.get(&hash).copied();
        let mut kept = Vec::new();
        while let Some((position, entry)) = next.and_then(|position| Some((position, self.entry(position)?)))
        {
            if entry.waiting.customer != customer || self.text(entry) != key {
                kept.push(position);
            }
            next = entry.before;
        }
        self.latest.remove(&hash);
        for position in kept.into_iter().rev() {
            let before = self.latest.insert(hash, position);
            if let Some(entry) = self.entries.get_mut(position) {
                entry.before = before;
            }
        }
    }

    /// Every key with its customer's row, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, i64)> {
        let chains = self.latest.values().flat_map(|latest| self.chain(Some(*latest)));
        chains.map(|entry| (self.text(entry), entry.waiting.customer))
    }

    /// Forgets everything; what was used stays at hand for what comes next.
    pub(super) fn clear(&mut self) {
        self.texts.clear();
        self.entries.clear();
        self.latest.clear();
    }

    fn chain(&self, latest: Option<usize>) -> impl Iterator<Item = &Entry> {
        std::iter::successors(latest.and_then(|position| self.entry(position)), |entry| {
            self.entry(entry.before?)
        })
    }

    fn entry(&self, position: usize) -> Option<&Entry> {
        self.entries.get(position)
    }

    fn text(&self, entry: &Entry) -> &str {
        self.texts.get(entry.start..entry.start + entry.length).unwrap_or_default()
    }
}

fn hash_of(key: &str) -> u64 {
    FxBuildHasher.hash_one(key)
}

#[cfg(test)]
mod tests {
    use super::{Waiting, WaitingKeys};

    fn waiting(customer: i64) -> Waiting {
        Waiting { customer, place: None }
    }

    fn customers(keys: &WaitingKeys, key: &str) -> Vec<i64> {
        keys.holders(key).map(|waiting| waiting.customer).collect()
    }

    #[test]
    fn keys_are_found_forgotten_and_listed() {
        let mut keys = WaitingKeys::default();
        for customer in 0..1_000 {
            keys.add(&format!("tel:+{customer}"), waiting(customer));
            keys.add("email:все@пример.рф", waiting(customer));
        }
        assert_eq!(keys.len(), 2_000);
        assert_eq!(customers(&keys, "tel:+7"), [7]);
        assert_eq!(customers(&keys, "email:все@пример.рф").len(), 1_000);
        keys.forget("email:все@пример.рф", 999);
        keys.forget("email:все@пример.рф", 0);
        keys.forget("tel:+7", 8);
        keys.forget("tel:+8", 8);
        keys.forget("tel:+unknown", 8);
        assert_eq!(customers(&keys, "email:все@пример.рф"), (1..999).rev().collect::<Vec<_>>());
        assert_eq!((customers(&keys, "tel:+7"), customers(&keys, "tel:+8")), (vec![7], vec![]));
        assert_eq!((keys.len(), keys.all().count()), (2_000, 1_997));
        keys.add("tel:+8", waiting(3));
        assert_eq!(customers(&keys, "tel:+8"), [3]);
        keys.clear();
        assert_eq!((keys.len(), keys.all().count(), keys.holders("tel:+7").count()), (0, 0, 0));
    }
}
