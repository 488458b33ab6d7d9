//! Records that were used lately, decoded.

use std::collections::HashMap;

use scrm_core::store::Stored;

/// At most twice `capacity` records in two generations: what was not used during a whole generation goes.
/// It never disagrees with the file, because the owner lock makes this process the only writer.
#[derive(Debug)]
pub(crate) struct Recent<T> {
    capacity: usize,
    young: HashMap<String, Stored<T>>,
    old: HashMap<String, Stored<T>>,
}

impl<T> Recent<T> {
    /// Keeps nothing where `capacity` is 0.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, young: HashMap::new(), old: HashMap::new() }
    }

    /// How many records one generation holds.
    pub(crate) const fn capacity(&self) -> usize {
        self.capacity
    }

    /// A record used lately.
    pub(crate) fn get(&mut self, id: &str) -> Option<Stored<T>> {
        if let Some(found) = self.young.get(id) {
            return Some(found.clone());
        }
        let (id, found) = self.old.remove_entry(id)?;
        self.keep(id, found.clone());
        Some(found)
    }

    /// Remembers what was read or written.
    pub(crate) fn put(&mut self, id: &str, stored: Stored<T>) {
        if self.capacity > 0 {
            self.old.remove(id);
            self.keep(id.to_owned(), stored);
        }
    }

    /// Forgets one record.
    pub(crate) fn forget(&mut self, id: &str) {
        self.young.remove(id);
        self.old.remove(id);
    }

    /// Whether nothing is kept, so that there is nothing to forget.
    pub(crate) fn is_empty(&self) -> bool {
        self.young.is_empty() && self.old.is_empty()
    }

    fn keep(&mut self, id: String, stored: Stored<T>) {
        if self.young.len() >= self.capacity {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, stored);
    }
}
