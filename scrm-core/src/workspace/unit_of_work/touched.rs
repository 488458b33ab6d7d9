//! Whom a unit of work has touched: whose record it changed, or to what happened to whom it added.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::UnitOfWork;
use crate::customer::Customer;
use crate::desk::MessageRecord;
use crate::foundation::CustomerId;
use crate::segment::{FactSet, SegmentChanges};
use crate::workspace::segments::SegmentWork;

/// How far what a unit holds was settled.
#[derive(Debug, Default)]
pub(super) struct Settled {
    events: usize,
    messages: usize,
    work: SegmentWork,
}

impl UnitOfWork<'_> {
    /// From now on, remembers what customers were before the unit changed them.
    pub(in crate::workspace) fn keep_what_was_before(&mut self) {
        self.customers.keep_before();
    }

    /// A loaded customer as it was before the unit changed it, or when it was settled last; nothing where it is new.
    pub(in crate::workspace) fn customer_before(&self, id: &CustomerId) -> Option<Arc<Customer>> {
        self.customers.before(id).cloned()
    }

    /// What was changed of a customer so far is settled.
    pub(in crate::workspace) fn settled_customer(&mut self, id: &CustomerId) {
        self.customers.settled(id);
    }

    /// Customers that were changed, and those to whom something happened, since this was last asked; with what happened.
    pub(in crate::workspace) fn take_touched(&mut self) -> Vec<(CustomerId, FactSet)> {
        let mut touched = Touched::default();
        for customer in self.customers.changed_since_settled() {
            touched.facts(&customer.id);
        }
        for event in self.rest.events.iter().skip(self.settled.events) {
            if let Some(customer) = &event.customer {
                touched.facts(customer).add_event(&event.kind);
            }
        }
        for message in self.messages.changed().skip(self.settled.messages) {
            touched.facts(&message.customer).add_message(message);
        }
        self.settled.events = self.rest.events.len();
        self.settled.messages = self.messages.changed().count();
        touched.customers
    }

    /// Messages that the unit adds or changes.
    pub(in crate::workspace) fn changed_messages(&self) -> impl Iterator<Item = &MessageRecord> {
        self.messages.changed().map(AsRef::as_ref)
    }

    /// Counts how often saved segments were asked.
    pub(in crate::workspace) const fn count_segments(&mut self, changes: &SegmentChanges) {
        self.settled.work.add(changes);
    }

    /// How often saved segments were asked.
    pub(in crate::workspace) const fn segment_work(&self) -> SegmentWork {
        self.settled.work
    }
}

/// Customers in the order in which they were touched first.
#[derive(Default)]
struct Touched {
    places: FxHashMap<CustomerId, usize>,
    customers: Vec<(CustomerId, FactSet)>,
    nobody: FactSet,
}

impl Touched {
    fn facts(&mut self, customer: &CustomerId) -> &mut FactSet {
        let place = match self.places.get(customer) {
            Some(place) => *place,
            None => {
                self.places.insert(customer.clone(), self.customers.len());
                self.customers.push((customer.clone(), FactSet::default()));
                self.customers.len() - 1
            }
        };
        self.customers.get_mut(place).map_or(&mut self.nobody, |(_, facts)| facts)
    }
}
