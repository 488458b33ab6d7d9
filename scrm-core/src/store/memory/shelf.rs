//! Records of one kind under their ids, each with its version.

use std::borrow::Borrow;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::sorted::Sorted;
use crate::store::{Collection, StoreError, StoreResult, Stored, Versioned};

/// Records of one kind. A record stays for ever: nothing is taken off a shelf.
pub(super) struct Shelf<I, T> {
    collection: Collection,
    records: FxHashMap<I, Stored<T>>,
    /// Ids in order, on the shelves that are listed by id.
    order: Option<Sorted<I>>,
}

impl<I: Clone + Eq + Hash + Ord, T> Shelf<I, T> {
    /// A shelf that is listed by id.
    pub(super) fn listed(collection: Collection) -> Self {
        Self { order: Some(Sorted::default()), ..Self::unlisted(collection) }
    }

    /// A shelf that is only asked for single ids.
    pub(super) fn unlisted(collection: Collection) -> Self {
        Self { collection, records: FxHashMap::default(), order: None }
    }

    pub(super) const fn collection(&self) -> Collection {
        self.collection
    }

    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    pub(super) fn contains(&self, id: &I) -> bool {
        self.records.contains_key(id)
    }

    pub(super) fn get(&self, id: &I) -> Option<&Stored<T>> {
        self.records.get(id)
    }

    /// Every record, in no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Stored<T>> {
        self.records.values()
    }

    /// Ids and records after `after`, in the order of the ids.
    pub(super) fn after<'a>(&'a self, after: Option<&I>) -> impl Iterator<Item = (&'a I, &'a Stored<T>)> {
        let after = after.cloned();
        let is_before = move |id: &I| after.as_ref().is_some_and(|after| id <= after);
        let ids = self.order.iter().flat_map(move |order| order.starting(is_before.clone()));
        ids.filter_map(|id| Some((id, self.records.get(id)?)))
    }

    /// Refuses unless every record has the version that was expected, and every id occurs once.
    pub(super) fn check<'c, B: Borrow<I> + Eq + Hash>(
        &self,
        changes: &'c [Versioned<T>],
        id_of: impl Fn(&'c T) -> B,
        name_of: impl Fn(&I) -> String,
    ) -> StoreResult<()> {
        let conflict = |id: &I| StoreError::Conflict { collection: self.collection, id: name_of(id) };
        let several = changes.len() > 1;
        let mut seen =
            FxHashSet::with_capacity_and_hasher(if several { changes.len() } else { 0 }, FxBuildHasher);
        for change in changes {
            let id = id_of(&change.value);
            if self.get(id.borrow()).map_or(0, |stored| stored.version) != change.expected {
                return Err(conflict(id.borrow()));
            }
            if several && let Some(twice) = seen.replace(id) {
                return Err(conflict(twice.borrow()));
            }
        }
        Ok(())
    }

    /// Writes a record and gives back what was there.
    pub(super) fn put(&mut self, id: &I, change: &Versioned<T>) -> Option<Arc<T>> {
        let stored = Stored { version: change.expected.saturating_add(1), value: Arc::clone(&change.value) };
        match self.records.entry(id.clone()) {
            Entry::Occupied(mut present) => Some(present.insert(stored).value),
            Entry::Vacant(place) => {
                place.insert(stored);
                if let Some(order) = &mut self.order {
                    order.insert(id.clone());
                }
                None
            }
        }
    }
}
