//! The working set of one call: records are loaded once, changed in place, and written in one commit.

mod earlier_names;
mod reviews;
mod touched;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustc_hash::{FxHashMap, FxHashSet};

use super::record::INSTANT;
use super::segments::TouchedCustomers;
use super::shelf::{Place, Shelf};
use crate::customer::{Customer, Identifier, IdentifierKey};
use crate::desk::{Conversation, MessageRecord};
use crate::foundation::{
    ConversationId, CustomerId, Event, EventId, EventKind, Fingerprint, MessageId, Notice, OutboxId,
    ProposalId, TimerKey,
};
use crate::store::{
    ChangeSet, DuplicateReview, MergeRecord, ProposalRecord, Store, StoreError, StoreResult, Stored,
    StoredForm, Thread, Timer, Unreadable, Versioned,
};
use crate::transport::OutboxMessage;

/// A thread that a unit was asked for, whether it has a conversation yet or not.
#[derive(Clone, Copy, Debug)]
pub(super) struct ThreadPlace(usize);

/// A timer's fate within the unit.
#[derive(Debug)]
enum TimerChange {
    Set(Timer),
    Cancelled,
}

/// Loads what a call needs, remembers what it changed, and turns that into one [`ChangeSet`].
#[derive(Debug)]
pub(super) struct UnitOfWork<'s> {
    store: &'s dyn Store,
    customers: Shelf<CustomerId, Customer>,
    conversations: Shelf<ConversationId, Conversation>,
    threads: FxHashMap<Thread, ThreadPlace>,
    /// The conversation of each thread.
    thread_conversations: Vec<Option<Place>>,
    messages: Shelf<MessageId, MessageRecord>,
    known_messages: FxHashSet<MessageId>,
    outbox: Shelf<OutboxId, OutboxMessage>,
    /// The outbox message that is about to be put in and is new.
    expected_outbox: Option<OutboxId>,
    keys: FxHashMap<IdentifierKey, Vec<CustomerId>>,
    known_events: FxHashSet<EventId>,
    timers: FxHashMap<TimerKey, TimerChange>,
    reviews: Shelf<String, DuplicateReview>,
    proposals: Shelf<ProposalId, ProposalRecord>,
    /// Pairs that were told apart, by the ids they had then, as the store has them.
    told_apart: Option<Vec<(CustomerId, CustomerId)>>,
    merges: Vec<Versioned<MergeRecord>>,
    /// Who is told whom a commit touched.
    told: Option<&'s TouchedCustomers>,
    rest: ChangeSet,
    settled: touched::Settled,
}

impl<'s> UnitOfWork<'s> {
    pub(super) fn new(store: &'s dyn Store) -> Self {
        Self {
            store,
            customers: Shelf::default(),
            conversations: Shelf::default(),
            threads: FxHashMap::default(),
            thread_conversations: Vec::new(),
            messages: Shelf::default(),
            known_messages: FxHashSet::default(),
            outbox: Shelf::default(),
            expected_outbox: None,
            keys: FxHashMap::default(),
            known_events: FxHashSet::default(),
            timers: FxHashMap::default(),
            reviews: Shelf::default(),
            proposals: Shelf::default(),
            told_apart: None,
            merges: Vec::new(),
            told: None,
            rest: ChangeSet::default(),
            settled: touched::Settled::default(),
        }
    }

    /// Tells of the customers whom a commit touches.
    pub(super) const fn tell(&mut self, told: &'s TouchedCustomers) {
        self.told = Some(told);
    }

    /// Loads customers ahead of their use, in one call to the store.
    pub(super) fn load_customers(&mut self, ids: &[CustomerId]) -> StoreResult<()> {
        let missing: Vec<CustomerId> = ids.iter().filter(|id| !self.customers.knows(id)).cloned().collect();
        if missing.is_empty() {
            return Ok(());
        }
        let loaded = self.store.customers(&missing)?;
        self.customers.reserve(missing.len());
        for (id, stored) in missing.into_iter().zip(loaded) {
            self.customers.put_loaded(id, stored);
        }
        Ok(())
    }

    /// A customer, following merges to the survivor.
    pub(super) fn customer(&mut self, id: &CustomerId) -> StoreResult<Option<Arc<Customer>>> {
        let mut found = match self.customers.known(id) {
            Some(found) => found.cloned(),
            None => {
                self.load_customers(std::slice::from_ref(id))?;
                self.customers.get(id).cloned()
            }
        };
        // A chain of merges is finite; the bound protects against a damaged store.
        for _ in 0..64 {
            let Some(customer) = found else { return Ok(None) };
            let Some((survivor, _)) = &customer.merged_into else { return Ok(Some(customer)) };
            self.load_customers(std::slice::from_ref(survivor))?;
            found = self.customers.get(survivor).cloned();
        }
        Ok(None)
    }

    /// A loaded customer to change. Loading and following merges is the caller's business.
    pub(super) fn customer_mut(&mut self, id: &CustomerId) -> Option<&mut Customer> {
        self.customers.get_mut(id)
    }

    /// Writes a loaded customer as it is, so that whoever decides about it at the same time decides again.
    pub(super) fn touch_customer(&mut self, id: &CustomerId) {
        self.customers.get_mut(id);
    }

    pub(super) fn put_customer(&mut self, customer: Customer) {
        self.put_prepared_customer(Arc::new(customer), None);
    }

    /// A customer that comes with the form in which stores keep it.
    pub(super) fn put_prepared_customer(&mut self, customer: Arc<Customer>, stored: Option<StoredForm>) {
        for identifier in &customer.identifiers {
            self.link_key(identifier, &customer.id);
        }
        self.customers.put_stored(customer.id.clone(), customer, stored);
    }

    /// A customer whose identifiers lead nobody to it any more.
    pub(super) fn put_customer_without_keys(&mut self, customer: Customer) {
        self.customers.put(customer.id.clone(), customer);
    }

    /// A customer's conversations, with what this unit changed of them, by id.
    pub(super) fn conversations_of(&mut self, customer: &CustomerId) -> StoreResult<Vec<Conversation>> {
        let mut ids: Vec<ConversationId> = Vec::new();
        for stored in self.store.conversations_of(customer)? {
            let id = stored.value.id.clone();
            self.conversations.put_loaded(id.clone(), Some(stored));
            ids.push(id);
        }
        ids.extend(self.conversations.changed().map(|state| state.id.clone()));
        ids.sort();
        ids.dedup();
        let present = ids.iter().filter_map(|id| self.conversations.get(id));
        Ok(present.filter(|state| state.customer == *customer).map(|state| state.as_ref().clone()).collect())
    }

    /// A customer's timers, with what this unit changed of them, by key.
    pub(super) fn timers_of(&self, customer: &CustomerId) -> StoreResult<Vec<Timer>> {
        let mut timers: Vec<Timer> = self.store.timers_of(customer)?;
        timers.retain(|timer| !self.timers.contains_key(&timer.key));
        timers.extend(self.timers.values().filter_map(|change| match change {
            TimerChange::Set(timer) if timer.customer == *customer => Some(timer.clone()),
            _ => None,
        }));
        timers.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(timers)
    }

    /// Makes an identifier findable within this unit before it is committed.
    pub(super) fn link_key(&mut self, identifier: &Identifier, customer: &CustomerId) {
        if let Some(holders) = self.keys.get_mut(&identifier.key) {
            if let Err(position) = holders.binary_search(customer) {
                holders.insert(position, customer.clone());
            }
        } else {
            self.keys.insert(identifier.key.clone(), vec![customer.clone()]);
        }
    }

    /// Looks up who carries `keys`, in one call to the store.
    pub(super) fn load_keys<'k>(
        &mut self,
        keys: impl IntoIterator<Item = &'k IdentifierKey>,
    ) -> StoreResult<()> {
        let mut missing: Vec<IdentifierKey> =
            keys.into_iter().filter(|key| !self.keys.contains_key(*key)).cloned().collect();
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            return Ok(());
        }
        let holders = self.store.customers_by_key(&missing)?;
        self.keys.extend(missing.into_iter().zip(holders));
        Ok(())
    }

    /// Who carries any of `keys` (loaded before), without merged-away customers, sorted by id.
    pub(super) fn holders<'k>(&self, keys: impl IntoIterator<Item = &'k IdentifierKey>) -> Vec<CustomerId> {
        let found = keys.into_iter().filter_map(|key| self.keys.get(key));
        let mut holders: Vec<CustomerId> = found.flatten().cloned().collect();
        holders.sort();
        holders.dedup();
        holders
    }

    /// Forgets a customer as the holder of its keys: it was merged away.
    pub(super) fn unlink_keys(&mut self, customer: &CustomerId) {
        for holders in self.keys.values_mut() {
            holders.retain(|holder| holder != customer);
        }
    }

    pub(super) fn load_conversations(&mut self, ids: &[ConversationId]) -> StoreResult<()> {
        let missing: Vec<ConversationId> =
            ids.iter().filter(|id| !self.conversations.knows(id)).cloned().collect();
        if missing.is_empty() {
            return Ok(());
        }
        let loaded = self.store.conversations(&missing)?;
        self.conversations.reserve(missing.len());
        for (id, stored) in missing.into_iter().zip(loaded) {
            self.conversations.put_loaded(id, stored);
        }
        Ok(())
    }

    /// Looks up the conversations of `threads`, in one call to the store; gives the place of each thread.
    pub(super) fn load_threads(&mut self, threads: &[Thread]) -> StoreResult<Vec<ThreadPlace>> {
        self.threads.reserve(threads.len());
        let mut places = Vec::with_capacity(threads.len());
        let mut missing = Vec::with_capacity(threads.len());
        let first_missing = self.thread_conversations.len();
        for thread in threads {
            let place = *self.threads.entry(thread.clone()).or_insert_with(|| {
                missing.push(thread.clone());
                self.thread_conversations.push(None);
                ThreadPlace(self.thread_conversations.len() - 1)
            });
            places.push(place);
        }
        if missing.is_empty() {
            return Ok(places);
        }
        let loaded = self.store.conversations_by_thread(&missing)?;
        self.conversations.reserve(missing.len());
        let waiting = self.thread_conversations.iter_mut().skip(first_missing);
        for (conversation, stored) in waiting.zip(loaded) {
            *conversation =
                stored.map(|stored| self.conversations.put_loaded(stored.value.id.clone(), Some(stored)));
        }
        Ok(places)
    }

    /// The conversation of a thread, where it has one.
    pub(super) fn thread(&self, thread: ThreadPlace) -> Option<Place> {
        *self.thread_conversations.get(thread.0)?
    }

    /// A conversation at its place.
    pub(super) fn conversation_at(&self, place: Place) -> Option<&Arc<Conversation>> {
        self.conversations.at(place)
    }

    /// A conversation at its place, to change.
    pub(super) fn conversation_at_mut(&mut self, place: Place) -> Option<&mut Conversation> {
        self.conversations.at_mut(place)
    }

    pub(super) fn conversation(&mut self, id: &ConversationId) -> StoreResult<Option<Arc<Conversation>>> {
        self.load_conversations(std::slice::from_ref(id))?;
        Ok(self.conversations.get(id).cloned())
    }

    pub(super) fn conversation_mut(&mut self, id: &ConversationId) -> Option<&mut Conversation> {
        self.conversations.get_mut(id)
    }

    pub(super) fn put_conversation(&mut self, conversation: Conversation) -> Place {
        let thread = (conversation.channel, conversation.account.clone(), conversation.address.clone());
        let place = self.conversations.put(conversation.id.clone(), conversation);
        let thread = *self.threads.entry(thread).or_insert_with(|| {
            self.thread_conversations.push(None);
            ThreadPlace(self.thread_conversations.len() - 1)
        });
        if let Some(known) = self.thread_conversations.get_mut(thread.0) {
            known.get_or_insert(place);
        }
        place
    }

    pub(super) fn load_known_messages(&mut self, ids: &[MessageId]) -> StoreResult<()> {
        let known = self.store.known_messages(ids)?;
        self.known_messages
            .extend(ids.iter().zip(known).filter(|(_, known)| *known).map(|(id, _)| id.clone()));
        self.messages.reserve(ids.len());
        // Most messages are answered.
        self.outbox.reserve(ids.len());
        Ok(())
    }

    /// The place of a message that is to be added; nothing where it is stored already, or was added in this unit.
    pub(super) fn begin_message(&mut self, id: &MessageId) -> Option<Place> {
        #[cfg(plant)]
        if crate::foundation::plant::is_active("a11") {
            return Some(self.messages.put_loaded(id.clone(), None));
        }
        if self.known_messages.contains(id) { None } else { self.messages.vacant_place(id.clone()) }
    }

    pub(super) fn add_message_at(&mut self, place: Place, message: MessageRecord) {
        self.messages.put_at(place, Arc::new(message), None);
    }

    pub(super) fn add_message(&mut self, message: MessageRecord) {
        self.messages.put(message.id.clone(), message);
    }

    pub(super) fn message(&mut self, id: &MessageId) -> StoreResult<Option<Arc<MessageRecord>>> {
        if let Some(known) = self.messages.known(id) {
            return Ok(known.cloned());
        }
        let stored = self.store.messages(std::slice::from_ref(id))?.pop().flatten();
        let place = self.messages.put_loaded(id.clone(), stored);
        Ok(self.messages.at(place).cloned())
    }

    /// A customer's messages after an instant and up to another, with those added in this unit, in no order.
    pub(super) fn messages_since(
        &self,
        customer: &CustomerId,
        after: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> StoreResult<Vec<Arc<MessageRecord>>> {
        let stored = self.store.messages_of(customer, after + INSTANT, to + INSTANT)?;
        let added = self.messages.changed().filter(|message| message.customer == *customer);
        let added = added.filter(|message| message.at > after);
        Ok(stored.into_iter().map(|stored| stored.value).chain(added.cloned()).collect())
    }

    /// A loaded message to change.
    pub(super) fn message_mut(&mut self, id: &MessageId) -> Option<&mut MessageRecord> {
        self.messages.get_mut(id)
    }

    pub(super) fn outbox(&mut self, id: &OutboxId) -> StoreResult<Option<Arc<OutboxMessage>>> {
        if self.expected_outbox.as_ref() == Some(id) {
            return Ok(None);
        }
        if let Some(known) = self.outbox.known(id) {
            return Ok(known.cloned());
        }
        let stored = self.store.outbox(std::slice::from_ref(id))?.pop().flatten();
        let place = self.outbox.put_loaded(id.clone(), stored);
        Ok(self.outbox.at(place).cloned())
    }

    /// The store has no outbox message of this id, because it is made of something that begins in this unit: it is
    /// not asked. Were it there after all, the commit would be refused.
    pub(super) fn expect_no_outbox(&mut self, id: &OutboxId) {
        self.expected_outbox = Some(id.clone());
    }

    /// An outbox message; one that cannot be read is set aside and counts as none.
    pub(super) fn readable_outbox(&mut self, id: &OutboxId) -> StoreResult<Option<Arc<OutboxMessage>>> {
        match self.outbox(id) {
            Err(error) => self.set_aside(error).map(|()| None),
            found => found,
        }
    }

    /// Sets the row aside that an error names; any other error comes back.
    pub(super) fn set_aside(&mut self, error: StoreError) -> StoreResult<()> {
        match error {
            StoreError::Unreadable { collection, id, cause } => {
                self.rest.park.push(Unreadable { collection, id, cause });
                Ok(())
            }
            other => Err(other),
        }
    }

    pub(super) fn put_loaded_outbox(&mut self, stored: Stored<OutboxMessage>) {
        self.outbox.put_loaded(stored.value.message.id.clone(), Some(stored));
    }

    pub(super) fn put_outbox(&mut self, message: OutboxMessage) {
        self.expected_outbox.take_if(|expected| *expected == message.message.id);
        self.outbox.put(message.message.id.clone(), message);
    }

    /// Whether an event was seen before, in the store or in this unit.
    pub(super) fn is_known_event(&mut self, id: &EventId) -> StoreResult<bool> {
        if self.known_events.contains(id) {
            return Ok(true);
        }
        Ok(self.store.known_events(std::slice::from_ref(id))?.pop().unwrap_or(false))
    }

    pub(super) fn add_event(&mut self, event: Event) {
        self.known_events.insert(event.id.clone());
        self.rest.events.push(event);
    }

    /// Adds an event of the engine's own, under an id that nothing else has.
    pub(super) fn note(
        &mut self,
        at: DateTime<Utc>,
        customer: &CustomerId,
        conversation: Option<&ConversationId>,
        kind: EventKind,
    ) -> StoreResult<()> {
        let content = serde_json::to_vec(&kind).unwrap_or_default();
        let mut ordinal = self.rest.events.len() as u32;
        let id = loop {
            let id = EventId::derive(at, ordinal, &[customer.as_str().as_bytes(), &content]);
            if !self.is_known_event(&id)? {
                break id;
            }
            ordinal += 1;
        };
        let conversation = conversation.cloned();
        self.add_event(Event { v: 1, id, at, customer: Some(customer.clone()), conversation, kind });
        Ok(())
    }

    /// What happened to a customer from an instant on until now, and what this commit adds of then or later.
    pub(super) fn events_of(
        &self,
        customer: &CustomerId,
        from: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> StoreResult<Vec<Event>> {
        let mut events = self.store.events_of(customer, from, now + INSTANT)?;
        let of_customer = |event: &&Event| event.customer.as_ref() == Some(customer) && event.at >= from;
        events.extend(self.rest.events.iter().filter(of_customer).cloned());
        Ok(events)
    }

    /// Events added in this unit: they are not in the store yet.
    pub(super) fn added_events(&self) -> &[Event] {
        &self.rest.events
    }

    pub(super) fn set_timer(&mut self, timer: Timer) {
        self.timers.insert(timer.key.clone(), TimerChange::Set(timer));
    }

    pub(super) fn cancel_timer(&mut self, key: TimerKey) {
        self.timers.insert(key, TimerChange::Cancelled);
    }

    /// Takes a timer off the queue because it fired; the commit fails if somebody else took it.
    pub(super) fn fire_timer(&mut self, key: TimerKey, due: DateTime<Utc>) {
        self.rest.fired_timers.push((key, due));
    }

    /// Whether this unit moved or cancelled a timer since it was read.
    pub(super) fn has_changed_timer(&self, key: &TimerKey) -> bool {
        self.timers.contains_key(key)
    }

    pub(super) fn add_notice(&mut self, notice: Notice) {
        if !self.rest.notices.iter().any(|present| present.key == notice.key) {
            self.rest.notices.push(notice);
        }
    }

    /// Notices added in this unit.
    pub(super) fn added_notices(&self) -> &[Notice] {
        &self.rest.notices
    }

    pub(super) fn add_merge(&mut self, merge: Versioned<MergeRecord>) {
        self.merges.push(merge);
    }

    /// A proposal, by its id.
    pub(super) fn proposal(&mut self, id: &ProposalId) -> StoreResult<Option<Arc<ProposalRecord>>> {
        if let Some(known) = self.proposals.known(id) {
            return Ok(known.cloned());
        }
        let stored = self.store.proposals(std::slice::from_ref(id))?.pop().flatten();
        let place = self.proposals.put_loaded(id.clone(), stored);
        Ok(self.proposals.at(place).cloned())
    }

    /// Writes a proposal, over the one that was loaded.
    pub(super) fn put_proposal(&mut self, proposal: ProposalRecord) {
        self.proposals.put(proposal.id.clone(), proposal);
    }

    pub(super) fn add_imported_row(&mut self, row: Fingerprint, customer: CustomerId) {
        self.rest.imported_rows.push((row, customer));
    }

    pub(super) fn set_setting(&mut self, key: &str, value: String) {
        self.rest.settings.retain(|(present, _)| present != key);
        self.rest.settings.push((key.to_owned(), value));
    }

    pub(super) fn park(&mut self, unreadable: Vec<Unreadable>) {
        self.rest.park.extend(unreadable);
    }

    /// The commit demands that this customer is unchanged since it was read, without writing it.
    pub(super) fn guard_customer(&mut self, id: &CustomerId) {
        if let Some(version) = self.customers.unchanged_version(id) {
            self.rest.unchanged_customers.push((id.clone(), version));
        }
    }

    /// What this unit would write. The unit goes on with the versions that the commit will make.
    pub(super) fn take_changes(&mut self) -> ChangeSet {
        let mut changes = std::mem::take(&mut self.rest);
        changes.customers = self.customers.take_changes();
        changes.conversations = self.conversations.take_changes();
        changes.messages = self.messages.take_changes();
        changes.outbox = self.outbox.take_changes();
        changes.reviews = self.reviews.take_changes();
        changes.proposals = self.proposals.take_changes();
        changes.merges = std::mem::take(&mut self.merges);
        for (key, change) in std::mem::take(&mut self.timers) {
            match change {
                TimerChange::Set(timer) => changes.timers.push(timer),
                TimerChange::Cancelled => changes.cancelled_timers.push(key),
            }
        }
        changes.timers.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        changes.cancelled_timers.sort_unstable();
        changes
    }

    /// Commits what this unit changed.
    pub(super) fn commit(&mut self) -> Result<(), StoreError> {
        #[cfg(not(plant))]
        let changes = self.take_changes();
        #[cfg(plant)]
        let mut changes = self.take_changes();
        #[cfg(plant)]
        if crate::foundation::plant::is_active("a2_workspace") && !changes.outbox.is_empty() {
            let outbox = std::mem::take(&mut changes.outbox);
            self.store.commit(&ChangeSet { outbox, ..ChangeSet::default() })?;
        }
        if changes.is_empty() {
            return Ok(());
        }
        let committed = self.store.commit(&changes);
        // Told of a commit that failed as well: nobody knows how far a broken store came.
        if let Some(told) = self.told {
            told.note(&changes);
        }
        committed
    }

    pub(super) fn store(&self) -> &'s dyn Store {
        self.store
    }
}
