//! Records of one collection in the working set of a call.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::store::{Stored, StoredForm, Versioned};

/// Where a record lies in the working set: found once, it needs no search again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(usize);

/// A record in the working set.
#[derive(Debug)]
struct Entry<T> {
    version: u64,
    value: Arc<T>,
    changed: bool,
    /// The value before its first change, or when it was settled last, where the shelf keeps it.
    before: Option<Arc<T>>,
    /// The value as stores keep it, where it came with that form and was not changed since.
    stored: Option<StoredForm>,
}

/// Records of one collection by id.
#[derive(Debug)]
pub(super) struct Shelf<K, T> {
    places: FxHashMap<K, Place>,
    /// `None` where the store has no such record.
    entries: Vec<Option<Entry<T>>>,
    /// Places in the order of their first change: the commit is the same for the same input.
    changed: Vec<Place>,
    keeps_before: bool,
}

impl<K, T> Default for Shelf<K, T> {
    fn default() -> Self {
        Self { places: FxHashMap::default(), entries: Vec::new(), changed: Vec::new(), keeps_before: false }
    }
}

impl<K: Eq + std::hash::Hash, T: Clone> Shelf<K, T> {
    /// Makes room for so many records more.
    pub(super) fn reserve(&mut self, count: usize) {
        self.places.reserve(count);
        self.entries.reserve(count);
    }

    pub(super) fn knows(&self, id: &K) -> bool {
        self.places.contains_key(id)
    }

    /// Keeps what the store has of a record; one that is here already stays as it is.
    pub(super) fn put_loaded(&mut self, id: K, stored: Option<Stored<T>>) -> Place {
        *self.places.entry(id).or_insert_with(|| {
            self.entries.push(stored.map(|stored| Entry {
                version: stored.version,
                value: stored.value,
                changed: false,
                before: None,
                stored: None,
            }));
            Place(self.entries.len() - 1)
        })
    }

    /// What is known of a record: `None` where it was not loaded, `Some(None)` where the store has none.
    pub(super) fn known(&self, id: &K) -> Option<Option<&Arc<T>>> {
        self.places.get(id).map(|place| self.at(*place))
    }

    /// The record at a place.
    pub(super) fn at(&self, place: Place) -> Option<&Arc<T>> {
        self.entries.get(place.0)?.as_ref().map(|entry| &entry.value)
    }

    /// The record at a place, to change.
    pub(super) fn at_mut(&mut self, place: Place) -> Option<&mut T> {
        let entry = self.entries.get_mut(place.0)?.as_mut()?;
        if !entry.changed {
            entry.changed = true;
            self.changed.push(place);
            entry.before = self.keeps_before.then(|| Arc::clone(&entry.value));
        }
        entry.stored = None;
        Some(Arc::make_mut(&mut entry.value))
    }

    fn entry(&self, id: &K) -> Option<&Entry<T>> {
        self.entries.get(self.places.get(id)?.0)?.as_ref()
    }

    /// The version at which a record was read that was not changed since.
    pub(super) fn unchanged_version(&self, id: &K) -> Option<u64> {
        self.entry(id).filter(|entry| !entry.changed).map(|entry| entry.version)
    }

    pub(super) fn get(&self, id: &K) -> Option<&Arc<T>> {
        self.entry(id).map(|entry| &entry.value)
    }

    pub(super) fn get_mut(&mut self, id: &K) -> Option<&mut T> {
        self.at_mut(*self.places.get(id)?)
    }

    pub(super) fn put(&mut self, id: K, value: impl Into<Arc<T>>) -> Place {
        self.put_stored(id, value.into(), None)
    }

    /// Puts a record that comes with the form in which stores keep it.
    pub(super) fn put_stored(&mut self, id: K, value: Arc<T>, stored: Option<StoredForm>) -> Place {
        let place = self.place_for(id);
        self.put_at(place, value, stored);
        place
    }

    /// The place of a record that there is to be, unless it is there.
    pub(super) fn vacant_place(&mut self, id: K) -> Option<Place> {
        let place = self.place_for(id);
        self.at(place).is_none().then_some(place)
    }

    fn place_for(&mut self, id: K) -> Place {
        let place = *self.places.entry(id).or_insert(Place(self.entries.len()));
        if place.0 == self.entries.len() {
            self.entries.push(None);
        }
        place
    }

    /// Puts a record at its place.
    pub(super) fn put_at(&mut self, place: Place, value: Arc<T>, stored: Option<StoredForm>) {
        let Some(entry) = self.entries.get_mut(place.0) else { return };
        let (version, changed) = entry.as_ref().map_or((0, false), |entry| (entry.version, entry.changed));
        let before = match entry.take() {
            Some(entry) if entry.changed => entry.before,
            Some(entry) => self.keeps_before.then_some(entry.value),
            None => None,
        };
        *entry = Some(Entry { version, value, changed: true, before, stored });
        if !changed {
            self.changed.push(place);
        }
    }

    /// From now on, keeps what records were before they are changed.
    pub(super) const fn keep_before(&mut self) {
        self.keeps_before = true;
    }

    /// What a record was before it was changed, or when it was settled last; nothing where it is new.
    pub(super) fn before(&self, id: &K) -> Option<&Arc<T>> {
        let entry = self.entry(id)?;
        if entry.changed { entry.before.as_ref() } else { Some(&entry.value) }
    }

    /// What was changed of a record so far is settled.
    pub(super) fn settled(&mut self, id: &K) {
        let place = self.places.get(id).copied();
        if let Some(Some(entry)) = place.and_then(|place| self.entries.get_mut(place.0)) {
            entry.before = (self.keeps_before && entry.changed).then(|| Arc::clone(&entry.value));
        }
    }

    /// The records that were changed since they were settled, in the order of their first change.
    pub(super) fn changed_since_settled(&self) -> impl Iterator<Item = &Arc<T>> {
        let entries = self.changed.iter().filter_map(|place| self.entries.get(place.0)?.as_ref());
        let is_settled =
            |entry: &&Entry<T>| entry.before.as_ref().is_some_and(|before| Arc::ptr_eq(before, &entry.value));
        entries.filter(move |entry| !is_settled(entry)).map(|entry| &entry.value)
    }

    /// The records that were changed, in the order of their first change.
    pub(super) fn changed(&self) -> impl Iterator<Item = &Arc<T>> {
        let entries = self.changed.iter().filter_map(|place| self.entries.get(place.0)?.as_ref());
        entries.map(|entry| &entry.value)
    }

    pub(super) fn take_changes(&mut self) -> Vec<Versioned<T>> {
        let mut changes = Vec::with_capacity(self.changed.len());
        for place in self.changed.drain(..) {
            if let Some(Some(entry)) = self.entries.get_mut(place.0) {
                changes.push(Versioned {
                    expected: entry.version,
                    value: Arc::clone(&entry.value),
                    stored: entry.stored.take(),
                });
                // After the commit the store holds the next version.
                entry.version += 1;
                entry.changed = false;
                entry.before = None;
            }
        }
        changes
    }
}
