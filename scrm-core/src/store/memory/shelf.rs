//! Records of one kind under their ids, each with its version.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::sorted::Sorted;
use crate::store::{Collection, StoreError, StoreResult, Stored, Versioned};

/// Where a record lies on its shelf, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(usize);

/// A place for one record.
struct Slot<T> {
    /// `None` where a change set that was refused had claimed the place for a new record.
    stored: Option<Stored<T>>,
    /// The last claim that took the place.
    claim: u64,
}

/// Records of one kind. A record stays for ever: nothing is taken off a shelf.
///
/// A commit looks every record up once: [`claim`](Self::claim) checks what is to be written and finds its places,
/// [`put`](Self::put) writes there.
pub(super) struct Shelf<I, T> {
    collection: Collection,
    places: FxHashMap<I, Place>,
    slots: Vec<Slot<T>>,
    /// How many slots hold a record.
    records: usize,
    claims: u64,
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
        Self {
            collection,
            places: FxHashMap::default(),
            slots: Vec::new(),
            records: 0,
            claims: 0,
            order: None,
        }
    }

    pub(super) const fn collection(&self) -> Collection {
        self.collection
    }

    pub(super) const fn len(&self) -> usize {
        self.records
    }

    pub(super) fn contains(&self, id: &I) -> bool {
        self.get(id).is_some()
    }

    pub(super) fn get(&self, id: &I) -> Option<&Stored<T>> {
        self.at(*self.places.get(id)?)
    }

    /// The record at a place; `None` where one was to be written there and was refused.
    pub(super) fn at(&self, place: Place) -> Option<&Stored<T>> {
        self.slots.get(place.0)?.stored.as_ref()
    }

    /// Every record, in no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Stored<T>> {
        self.slots.iter().filter_map(|slot| slot.stored.as_ref())
    }

    /// Ids and records after `after`, in the order of the ids.
    pub(super) fn after<'a>(&'a self, after: Option<&I>) -> impl Iterator<Item = (&'a I, &'a Stored<T>)> {
        let after = after.cloned();
        let is_before = move |id: &I| after.as_ref().is_some_and(|after| id <= after);
        let ids = self.order.iter().flat_map(move |order| order.starting(is_before.clone()));
        ids.filter_map(|id| Some((id, self.get(id)?)))
    }

    /// Finds the places of what is to be written. Refuses unless every record has the version that was expected,
    /// and every id occurs once; no record changes either way.
    pub(super) fn claim(
        &mut self,
        changes: &[Versioned<T>],
        id_of: impl Fn(&T) -> I,
        name_of: impl Fn(&I) -> String,
    ) -> StoreResult<Vec<Place>> {
        let conflict = |id: &I| StoreError::Conflict { collection: self.collection, id: name_of(id) };
        self.claims += 1;
        let mut places = Vec::with_capacity(changes.len());
        for change in changes {
            let id = id_of(&change.value);
            let end = Place(self.slots.len());
            let place = *self.places.entry(id).or_insert(end);
            if place == end {
                self.slots.push(Slot { stored: None, claim: 0 });
            }
            let Some(slot) = self.slots.get_mut(place.0) else { continue };
            let is_first = std::mem::replace(&mut slot.claim, self.claims) != self.claims;
            let version = slot.stored.as_ref().map_or(0, |stored| stored.version);
            if version != change.expected || !is_first {
                return Err(conflict(&id_of(&change.value)));
            }
            places.push(place);
        }
        Ok(places)
    }

    /// Writes a record at the place that was claimed for it, and gives back what was there.
    pub(super) fn put(&mut self, place: Place, id: &I, change: &Versioned<T>) -> Option<Arc<T>> {
        let slot = self.slots.get_mut(place.0)?;
        let stored = Stored { version: change.expected.saturating_add(1), value: Arc::clone(&change.value) };
        let before = slot.stored.replace(stored);
        if before.is_none() {
            self.records += 1;
            if let Some(order) = &mut self.order {
                order.insert(id.clone());
            }
        }
        before.map(|before| before.value)
    }
}
