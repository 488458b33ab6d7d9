//! Small sorted groups of ids under a key: one owner of most keys, few conversations of most customers.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// A sorted group; the usual group of one needs no allocation.
enum Group<V> {
    One(V),
    Many(Vec<V>),
}

/// Sorted groups of values, by key. A value is in a group at most once.
pub(super) struct Groups<K, V> {
    by_key: FxHashMap<K, Group<V>>,
}

impl<K, V> Default for Groups<K, V> {
    fn default() -> Self {
        Self { by_key: FxHashMap::default() }
    }
}

impl<K: Clone + Eq + Hash, V: Clone + Ord> Groups<K, V> {
    /// The group of `key`, sorted.
    pub(super) fn of(&self, key: &K) -> &[V] {
        match self.by_key.get(key) {
            None => &[],
            Some(Group::One(value)) => std::slice::from_ref(value),
            Some(Group::Many(values)) => values,
        }
    }

    pub(super) fn insert(&mut self, key: &K, value: V) {
        let Some(group) = self.by_key.get_mut(key) else {
            self.by_key.insert(key.clone(), Group::One(value));
            return;
        };
        match group {
            Group::One(present) if *present == value => {}
            Group::One(present) => {
                let mut both = vec![present.clone(), value];
                both.sort_unstable();
                *group = Group::Many(both);
            }
            // New values are mostly the greatest: later messages, later ids.
            Group::Many(values) if values.last().is_none_or(|last| *last < value) => values.push(value),
            Group::Many(values) => {
                if let Err(place) = values.binary_search(&value) {
                    values.insert(place, value);
                }
            }
        }
    }

    pub(super) fn remove(&mut self, key: &K, value: &V) {
        let emptied = match self.by_key.get_mut(key) {
            None => false,
            Some(Group::One(present)) => present == value,
            Some(Group::Many(values)) => {
                if let Ok(place) = values.binary_search(value) {
                    values.remove(place);
                }
                values.is_empty()
            }
        };
        if emptied {
            self.by_key.remove(key);
        }
    }
}
