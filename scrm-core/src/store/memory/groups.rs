//! Small sorted groups of ids: one owner of most keys, few conversations of most customers.

use std::hash::Hash;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;

use crate::foundation::{ConversationId, CustomerId, EventId, MessageId, OutboxId};

/// Room for the values of most groups that have several.
const FEW: usize = 4;

/// A sorted group in which a value is at most once; the usual group of one needs no allocation.
#[derive(Default)]
pub(super) enum Group<V> {
    #[default]
    None,
    One(V),
    Many(Vec<V>),
}

impl<V> Group<V> {
    pub(super) fn as_slice(&self) -> &[V] {
        match self {
            Self::None => &[],
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }

    fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }
}

impl<V: Ord> Group<V> {
    pub(super) fn insert(&mut self, value: V) {
        match self {
            Self::None => *self = Self::One(value),
            Self::One(present) if *present == value => {}
            Self::One(_) => {
                let Self::One(present) = std::mem::take(self) else { return };
                let mut values = Vec::with_capacity(FEW);
                values.extend(if present < value { [present, value] } else { [value, present] });
                *self = Self::Many(values);
            }
            // New values are mostly the greatest: later messages, later ids.
            Self::Many(values) if values.last().is_none_or(|last| *last < value) => values.push(value),
            Self::Many(values) => {
                if let Err(place) = values.binary_search(&value) {
                    values.insert(place, value);
                }
            }
        }
    }

    pub(super) fn remove(&mut self, value: &V) {
        match self {
            Self::One(present) if present == value => *self = Self::None,
            Self::None | Self::One(_) => {}
            Self::Many(values) => {
                if let Ok(place) = values.binary_search(value) {
                    values.remove(place);
                }
            }
        }
    }
}

/// Sorted groups of values, by key.
pub(super) struct Groups<K, V> {
    by_key: FxHashMap<K, Group<V>>,
}

impl<K, V> Default for Groups<K, V> {
    fn default() -> Self {
        Self { by_key: FxHashMap::default() }
    }
}

impl<K: Clone + Eq + Hash, V: Ord> Groups<K, V> {
    /// The group of `key`, sorted.
    pub(super) fn of(&self, key: &K) -> &[V] {
        self.by_key.get(key).map_or(&[], Group::as_slice)
    }

    pub(super) fn insert(&mut self, key: &K, value: V) {
        match self.by_key.get_mut(key) {
            Some(group) => group.insert(value),
            None => drop(self.by_key.insert(key.clone(), Group::One(value))),
        }
    }

    pub(super) fn remove(&mut self, key: &K, value: &V) {
        let Some(group) = self.by_key.get_mut(key) else { return };
        group.remove(value);
        if group.is_empty() {
            self.by_key.remove(key);
        }
    }
}

/// What belongs to one customer, in one place: a commit touches several of these groups of the same customer.
#[derive(Default)]
pub(super) struct Belongings {
    pub(super) conversations: Group<ConversationId>,
    pub(super) messages: Group<(DateTime<Utc>, MessageId)>,
    pub(super) events: Group<(DateTime<Utc>, EventId)>,
    /// Outbox messages that are not final.
    pub(super) open_outbox: Group<OutboxId>,
}

/// What belongs to each customer.
#[derive(Default)]
pub(super) struct ByCustomer {
    belongings: FxHashMap<CustomerId, Belongings>,
}

impl ByCustomer {
    pub(super) fn of(&self, customer: &CustomerId) -> &Belongings {
        static NOTHING: Belongings = Belongings {
            conversations: Group::None,
            messages: Group::None,
            events: Group::None,
            open_outbox: Group::None,
        };
        self.belongings.get(customer).unwrap_or(&NOTHING)
    }

    pub(super) fn of_mut(&mut self, customer: &CustomerId) -> &mut Belongings {
        self.belongings.entry(customer.clone()).or_default()
    }
}
