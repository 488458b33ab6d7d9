//! What happened to a customer, as expressions count it: also to those who were merged into it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::unit_of_work::UnitOfWork;
use crate::desk::MessageRecord;
use crate::foundation::{CustomerId, Event, EventKind, MessageId};
use crate::segment::CustomerHistory;
use crate::store::{Store, StoreResult};

/// A customer's history before a unit of work, and with what it adds.
#[derive(Debug, Default)]
pub(super) struct Histories {
    /// As the store has it.
    pub(super) before: CustomerHistory,
    /// With what the unit adds.
    pub(super) after: CustomerHistory,
}

/// All that a store has of what happened to a customer, and to those who were merged into it.
pub(in crate::workspace) fn stored_history(
    store: &dyn Store,
    customer: &CustomerId,
) -> StoreResult<CustomerHistory> {
    Histories::load(&UnitOfWork::new(store), customer, false).map(|histories| histories.before)
}

/// What the records of one customer, and of all who were merged into it, say.
#[derive(Default)]
struct Records {
    stored: Vec<Event>,
    added: Vec<Event>,
    messages_before: BTreeMap<MessageId, MessageRecord>,
    messages_after: BTreeMap<MessageId, MessageRecord>,
}

impl Histories {
    /// Reads all that happened to a customer; of one who is new, only what the unit holds.
    pub(super) fn load(unit: &UnitOfWork<'_>, customer: &CustomerId, is_new: bool) -> StoreResult<Self> {
        let mut records = Records::default();
        let mut known = vec![customer.clone()];
        let mut place = 0;
        while let Some(id) = known.get(place).cloned() {
            place += 1;
            let events = records.add(unit, &id, is_new)?;
            for absorbed in absorbed(&events) {
                if !known.contains(&absorbed) {
                    known.push(absorbed);
                }
            }
        }
        let before =
            CustomerHistory::from_events(&records.stored).with_messages(records.messages_before.values());
        let all = records.stored.iter().chain(&records.added);
        let after = CustomerHistory::from_events(all).with_messages(records.messages_after.values());
        Ok(Self { before, after })
    }
}

impl Records {
    /// Adds the records that are kept under one id, and gives its events.
    fn add(&mut self, unit: &UnitOfWork<'_>, id: &CustomerId, is_new: bool) -> StoreResult<Vec<Event>> {
        let (from, to) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        let added = unit.added_events().iter().filter(|event| event.customer.as_ref() == Some(id));
        let added: Vec<Event> = added.cloned().collect();
        let mut stored = Vec::new();
        if !is_new {
            stored = unit.store().events_of(id, from, to)?;
            let messages = unit.store().messages_of(id, from, to)?;
            let messages = messages.into_iter().map(|message| message.value.as_ref().clone());
            self.messages_before.extend(messages.map(|message| (message.id.clone(), message)));
        }
        self.messages_after.extend(self.messages_before.clone());
        let changed = unit.changed_messages().filter(|message| message.customer == *id);
        self.messages_after.extend(changed.map(|message| (message.id.clone(), message.clone())));
        let events: Vec<Event> = stored.iter().chain(&added).cloned().collect();
        self.stored.extend(stored);
        self.added.extend(added);
        Ok(events)
    }
}

/// Whom a customer has absorbed, by its events: merged, and not taken back.
fn absorbed(events: &[Event]) -> Vec<CustomerId> {
    let mut standing: BTreeMap<&CustomerId, i64> = BTreeMap::new();
    for event in events {
        match &event.kind {
            EventKind::CustomerMerged { absorbed } => *standing.entry(absorbed).or_default() += 1,
            EventKind::MergeUndone { restored } => *standing.entry(restored).or_default() -= 1,
            _ => {}
        }
    }
    standing.into_iter().filter(|(_, merges)| *merges > 0).map(|(customer, _)| customer.clone()).collect()
}
