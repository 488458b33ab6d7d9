//! Records of one kind under their ids, each with its version.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::ops::Bound;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::store::{Collection, StoreError, StoreResult, Stored, Versioned};

/// Records of one kind. A record keeps its place for ever: nothing is taken off a shelf.
pub(super) struct Shelf<I, T> {
    collection: Collection,
    places: FxHashMap<I, usize>,
    slots: Vec<Stored<T>>,
    /// Ids in order, on the shelves that are listed by id.
    order: Option<BTreeMap<I, usize>>,
}

impl<I: Clone + Eq + Hash + Ord, T> Shelf<I, T> {
    /// A shelf that is listed by id.
    pub(super) fn listed(collection: Collection) -> Self {
        Self { order: Some(BTreeMap::new()), ..Self::unlisted(collection) }
    }

    /// A shelf that is only asked for single ids.
    pub(super) fn unlisted(collection: Collection) -> Self {
        Self { collection, places: FxHashMap::default(), slots: Vec::new(), order: None }
    }

    pub(super) const fn collection(&self) -> Collection {
        self.collection
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn contains(&self, id: &I) -> bool {
        self.places.contains_key(id)
    }

    pub(super) fn get(&self, id: &I) -> Option<&Stored<T>> {
        self.slots.get(*self.places.get(id)?)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Stored<T>> {
        self.slots.iter()
    }

    /// Ids and records after `after`, in the order of the ids.
    pub(super) fn after<'a>(&'a self, after: Option<&I>) -> impl Iterator<Item = (&'a I, &'a Stored<T>)> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.order
            .iter()
            .flat_map(move |order| order.range::<I, _>((from, Bound::Unbounded)))
            .filter_map(|(id, place)| Some((id, self.slots.get(*place)?)))
    }

    /// Refuses unless every record has the version that was expected, and every id occurs once.
    pub(super) fn check<'c>(
        &self,
        changes: &'c [Versioned<T>],
        id_of: impl Fn(&'c T) -> I,
        name_of: impl Fn(&I) -> String,
    ) -> StoreResult<()> {
        let conflict = |id: &I| StoreError::Conflict { collection: self.collection, id: name_of(id) };
        let mut seen = FxHashSet::default();
        for change in changes {
            let id = id_of(&change.value);
            if self.get(&id).map_or(0, |stored| stored.version) != change.expected {
                return Err(conflict(&id));
            }
            if changes.len() > 1 && !seen.insert(id.clone()) {
                return Err(conflict(&id));
            }
        }
        Ok(())
    }

    /// Writes a record and gives back what was there.
    pub(super) fn put(&mut self, id: &I, change: &Versioned<T>) -> Option<Arc<T>> {
        let stored = Stored { version: change.expected.saturating_add(1), value: Arc::clone(&change.value) };
        if let Some(slot) = self.places.get(id).and_then(|place| self.slots.get_mut(*place)) {
            return Some(std::mem::replace(slot, stored).value);
        }
        let place = self.slots.len();
        self.slots.push(stored);
        self.places.insert(id.clone(), place);
        if let Some(order) = &mut self.order {
            order.insert(id.clone(), place);
        }
        None
    }
}
