//! The timer queue.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashSet;

use super::groups::Groups;
use crate::foundation::{CustomerId, TimerKey};
use crate::store::Timer;

/// A timer found by its key.
struct ByKey(Arc<Timer>);

impl Borrow<TimerKey> for ByKey {
    fn borrow(&self) -> &TimerKey {
        &self.0.key
    }
}

impl Hash for ByKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.key.hash(state);
    }
}

impl PartialEq for ByKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.key == other.0.key
    }
}

impl Eq for ByKey {}

/// A timer in its place in time: by due time, then key.
struct ByDue(Arc<Timer>);

impl Ord for ByDue {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0.due, &self.0.key).cmp(&(other.0.due, &other.0.key))
    }
}

impl PartialOrd for ByDue {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ByDue {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for ByDue {}

/// All timers, by key, by due time and by customer.
#[derive(Default)]
pub(super) struct TimerShelf {
    by_key: FxHashSet<ByKey>,
    by_due: BTreeSet<ByDue>,
    by_customer: Groups<CustomerId, TimerKey>,
}

impl TimerShelf {
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    pub(super) fn get(&self, key: &TimerKey) -> Option<&Timer> {
        self.by_key.get(key).map(|timer| &*timer.0)
    }

    pub(super) fn set(&mut self, timer: &Timer) {
        self.remove(&timer.key);
        let timer = Arc::new(timer.clone());
        self.by_customer.insert(&timer.customer, timer.key.clone());
        self.by_due.insert(ByDue(Arc::clone(&timer)));
        self.by_key.insert(ByKey(timer));
    }

    pub(super) fn remove(&mut self, key: &TimerKey) {
        if let Some(ByKey(timer)) = self.by_key.take(key) {
            self.by_customer.remove(&timer.customer, key);
            self.by_due.remove(&ByDue(timer));
        }
    }

    /// Takes a timer out of time without forgetting it: it is never due again, and its key stays known.
    pub(super) fn set_aside(&mut self, key: &TimerKey) {
        if let Some(ByKey(timer)) = self.by_key.get(key) {
            self.by_due.remove(&ByDue(Arc::clone(timer)));
        }
    }

    /// Timers by due time, then key.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &Timer> {
        self.by_due.iter().map(|timer| &*timer.0)
    }

    pub(super) fn next_due(&self) -> Option<DateTime<Utc>> {
        self.by_due.first().map(|timer| timer.0.due)
    }

    /// Timers of one customer, by key.
    pub(super) fn of<'a>(&'a self, customer: &CustomerId) -> impl Iterator<Item = &'a Timer> {
        self.by_customer.of(customer).iter().filter_map(|key| self.get(key))
    }
}
