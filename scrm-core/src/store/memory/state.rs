//! The records and their indices, and how one change set is checked and applied.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rustc_hash::{FxHashMap, FxHashSet};

use super::groups::{ByCustomer, Groups};
use super::shelf::{Place, Shelf};
use super::sorted::Sorted;
use super::timers::TimerShelf;
use crate::customer::{Customer, IdentifierKey};
use crate::desk::{Author, Conversation, MessageRecord};
use crate::foundation::{
    ConversationId, CustomerId, Event, EventId, ExternalId, Fingerprint, MergeId, MessageId, Notice,
    OutboxId, ProposalId, TimerKey,
};
use crate::store::{
    ChangeSet, Collection, DuplicateReview, MergeRecord, ProposalRecord, StoreError, StoreResult, Thread,
    Unreadable, Versioned,
};
use crate::transport::OutboxMessage;

/// Everything the store keeps.
pub(super) struct State {
    pub(super) closed_customers: u64,
    pub(super) customers: Shelf<CustomerId, Customer>,
    pub(super) customers_by_key: Groups<IdentifierKey, CustomerId>,
    pub(super) by_customer: ByCustomer,
    pub(super) imported_rows: FxHashMap<Fingerprint, CustomerId>,
    pub(super) conversations: Shelf<ConversationId, Conversation>,
    pub(super) conversation_by_thread: FxHashMap<Thread, Place>,
    pub(super) messages: Shelf<MessageId, MessageRecord>,
    pub(super) messages_by_time: Sorted<(DateTime<Utc>, MessageId)>,
    pub(super) message_by_external: FxHashMap<ExternalId, MessageId>,
    pub(super) outbox: Shelf<OutboxId, OutboxMessage>,
    pub(super) outbox_by_due: Sorted<(DateTime<Utc>, OutboxId)>,
    pub(super) timers: TimerShelf,
    pub(super) events: FxHashMap<EventId, Event>,
    pub(super) events_by_time: Sorted<(DateTime<Utc>, EventId)>,
    pub(super) notice_keys: FxHashSet<String>,
    pub(super) notices_by_time: BTreeMap<(DateTime<Utc>, String), Notice>,
    pub(super) merges: Shelf<MergeId, MergeRecord>,
    pub(super) reviews: Shelf<String, DuplicateReview>,
    pub(super) proposals: Shelf<ProposalId, ProposalRecord>,
    pub(super) settings: FxHashMap<String, String>,
    pub(super) parked: Vec<Unreadable>,
    pub(super) parked_ids: FxHashSet<(Collection, String)>,
    /// Rows that a test made unreadable, with the cause.
    pub(super) unreadable: FxHashMap<(Collection, String), String>,
}

/// Where the records of a change set are to be written.
pub(super) struct Claims {
    customers: Vec<Place>,
    conversations: Vec<Place>,
    messages: Vec<Place>,
    outbox: Vec<Place>,
    merges: Vec<Place>,
    reviews: Vec<Place>,
    proposals: Vec<Place>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            closed_customers: 0,
            customers: Shelf::listed(Collection::Customers),
            customers_by_key: Groups::default(),
            by_customer: ByCustomer::default(),
            imported_rows: FxHashMap::default(),
            conversations: Shelf::listed(Collection::Conversations),
            conversation_by_thread: FxHashMap::default(),
            messages: Shelf::unlisted(Collection::Messages),
            messages_by_time: Sorted::default(),
            message_by_external: FxHashMap::default(),
            outbox: Shelf::listed(Collection::Outbox),
            outbox_by_due: Sorted::default(),
            timers: TimerShelf::default(),
            events: FxHashMap::default(),
            events_by_time: Sorted::default(),
            notice_keys: FxHashSet::default(),
            notices_by_time: BTreeMap::new(),
            merges: Shelf::listed(Collection::Merges),
            reviews: Shelf::listed(Collection::Reviews),
            proposals: Shelf::listed(Collection::Proposals),
            settings: FxHashMap::default(),
            parked: Vec::new(),
            parked_ids: FxHashSet::default(),
            unreadable: FxHashMap::default(),
        }
    }
}

impl State {
    /// Checks all of `changes`, and finds the places of its records; no record changes.
    pub(super) fn claim(&mut self, changes: &ChangeSet) -> StoreResult<Claims> {
        for (id, version) in &changes.unchanged_customers {
            if self.customers.get(id).map_or(0, |stored| stored.version) != *version {
                return Err(StoreError::Conflict { collection: Collection::Customers, id: id.to_string() });
            }
        }
        let customers = self.customers.claim(&changes.customers, |c| c.id.clone(), ToString::to_string)?;
        let conversations =
            self.conversations.claim(&changes.conversations, |c| c.id.clone(), ToString::to_string)?;
        self.check_threads(&changes.conversations, &conversations)?;
        let messages = self.messages.claim(&changes.messages, |m| m.id.clone(), ToString::to_string)?;
        let outbox = self.outbox.claim(&changes.outbox, |o| o.message.id.clone(), ToString::to_string)?;
        self.check_fired(&changes.fired_timers)?;
        self.check_events(&changes.events)?;
        Ok(Claims {
            customers,
            conversations,
            messages,
            outbox,
            merges: self.merges.claim(&changes.merges, |m| m.id.clone(), ToString::to_string)?,
            reviews: self.reviews.claim(&changes.reviews, DuplicateReview::key, Clone::clone)?,
            proposals: self.proposals.claim(&changes.proposals, |p| p.id.clone(), ToString::to_string)?,
        })
    }

    /// A thread has one conversation: of two workers that saw a new customer at once, one must look again.
    fn check_threads(&self, changes: &[Versioned<Conversation>], places: &[Place]) -> StoreResult<()> {
        let mut taken = FxHashMap::default();
        for (change, place) in changes.iter().zip(places) {
            let conversation = &*change.value;
            let before = self.conversations.at(*place);
            if before.is_some_and(|before| is_same_thread(&before.value, conversation)) {
                // Its own already, and whoever else claims it is refused for that.
                continue;
            }
            let thread = thread_of(conversation);
            let moves_away = |owner: Place| {
                let mut written = changes.iter().zip(places);
                written.any(|(change, place)| *place == owner && thread_of(&change.value) != thread)
            };
            let owner = self.conversation_by_thread.get(&thread).copied();
            let lost = owner.is_some_and(|owner| owner != *place && !moves_away(owner));
            let twice = changes.len() > 1 && taken.insert(thread, *place).is_some();
            if lost || twice {
                return Err(StoreError::Conflict {
                    collection: Collection::Conversations,
                    id: conversation.id.to_string(),
                });
            }
        }
        Ok(())
    }

    fn check_fired(&self, fired: &[(TimerKey, DateTime<Utc>)]) -> StoreResult<()> {
        let mut seen = FxHashSet::default();
        for (key, due) in fired {
            let present = self.timers.get(key).is_some_and(|timer| timer.due == *due);
            if !present || (fired.len() > 1 && !seen.insert(key)) {
                return Err(StoreError::Conflict { collection: Collection::Timers, id: key.to_string() });
            }
        }
        Ok(())
    }

    fn check_events(&self, events: &[Event]) -> StoreResult<()> {
        let mut seen = FxHashSet::default();
        for event in events {
            if self.events.contains_key(&event.id) || (events.len() > 1 && !seen.insert(&event.id)) {
                return Err(StoreError::Conflict {
                    collection: Collection::Events,
                    id: event.id.to_string(),
                });
            }
        }
        Ok(())
    }

    /// Writes all of `changes` at the places that were claimed for them.
    pub(super) fn apply(&mut self, changes: &ChangeSet, claims: &Claims) {
        for (change, place) in changes.customers.iter().zip(&claims.customers) {
            self.put_customer(*place, change);
        }
        for (row, customer) in &changes.imported_rows {
            self.imported_rows.entry(*row).or_insert_with(|| customer.clone());
        }
        for (change, place) in changes.conversations.iter().zip(&claims.conversations) {
            self.put_conversation(*place, change);
        }
        for (change, place) in changes.messages.iter().zip(&claims.messages) {
            self.put_message(*place, change);
        }
        for (change, place) in changes.outbox.iter().zip(&claims.outbox) {
            self.put_outbox(*place, change);
        }
        changes.fired_timers.iter().for_each(|(key, _)| self.remove_timer(key));
        changes.cancelled_timers.iter().for_each(|key| self.remove_timer(key));
        for timer in &changes.timers {
            self.mend(Collection::Timers, timer.key.as_str());
            self.timers.set(timer);
        }
        changes.events.iter().for_each(|event| self.append_event(event));
        changes.notices.iter().for_each(|notice| self.add_notice(notice));
        for (change, place) in changes.merges.iter().zip(&claims.merges) {
            self.mend(Collection::Merges, change.value.id.as_str());
            self.merges.put(*place, &change.value.id, change);
        }
        for (change, place) in changes.reviews.iter().zip(&claims.reviews) {
            let key = change.value.key();
            self.mend(Collection::Reviews, &key);
            self.reviews.put(*place, &key, change);
        }
        for (change, place) in changes.proposals.iter().zip(&claims.proposals) {
            self.mend(Collection::Proposals, change.value.id.as_str());
            self.proposals.put(*place, &change.value.id, change);
        }
        self.settings.extend(changes.settings.iter().cloned());
        changes.park.iter().for_each(|row| self.park(row));
    }

    fn put_customer(&mut self, place: Place, change: &Versioned<Customer>) {
        let customer = &*change.value;
        self.mend(Collection::Customers, customer.id.as_str());
        let before = self.customers.put(place, &customer.id, change);
        let same_keys = before.as_deref().is_some_and(|before| {
            before.merged_into.is_some() == customer.merged_into.is_some()
                && before.identifiers.iter().map(|i| &i.key).eq(customer.identifiers.iter().map(|i| &i.key))
        });
        if !same_keys {
            for identifier in before.iter().flat_map(|before| &before.identifiers) {
                self.customers_by_key.remove(&identifier.key, &customer.id);
            }
            if customer.merged_into.is_none() {
                for identifier in &customer.identifiers {
                    self.customers_by_key.insert(&identifier.key, customer.id.clone());
                }
            }
        }
        let closed = |c: &Customer| u64::from(c.merged_into.is_some() || c.archived_at.is_some());
        self.closed_customers = self
            .closed_customers
            .saturating_add(closed(customer))
            .saturating_sub(before.as_deref().map_or(0, closed));
    }

    fn put_conversation(&mut self, place: Place, change: &Versioned<Conversation>) {
        let conversation = &*change.value;
        self.mend(Collection::Conversations, conversation.id.as_str());
        let before = self.conversations.put(place, &conversation.id, change);
        match before.as_deref() {
            Some(before)
                if is_same_thread(before, conversation) && before.customer == conversation.customer =>
            {
                return;
            }
            Some(before) => {
                let old_thread = thread_of(before);
                if self.conversation_by_thread.get(&old_thread) == Some(&place) {
                    self.conversation_by_thread.remove(&old_thread);
                }
                self.by_customer.of_mut(&before.customer).conversations.remove(&conversation.id);
            }
            None => {}
        }
        self.conversation_by_thread.insert(thread_of(conversation), place);
        self.by_customer.of_mut(&conversation.customer).conversations.insert(conversation.id.clone());
    }

    fn put_message(&mut self, place: Place, change: &Versioned<MessageRecord>) {
        let message = &*change.value;
        self.mend(Collection::Messages, message.id.as_str());
        let before = self.messages.put(place, &message.id, change);
        if let Some(before) = before.as_deref().filter(|before| before.external_id != message.external_id)
            && let Some(external) = &before.external_id
            && self.message_by_external.get(external) == Some(&message.id)
        {
            self.message_by_external.remove(external);
        }
        if let Some(external) = &message.external_id
            && message.author != Author::Customer
        {
            self.message_by_external.insert(external.clone(), message.id.clone());
        }
        if let Some(before) = before.as_deref() {
            if before.at == message.at && before.customer == message.customer {
                return;
            }
            let old = (before.at, message.id.clone());
            self.messages_by_time.remove(&old);
            self.by_customer.of_mut(&before.customer).messages.remove(&old);
        }
        let sent = (message.at, message.id.clone());
        self.by_customer.of_mut(&message.customer).messages.insert(sent.clone());
        self.messages_by_time.insert(sent);
    }

    fn put_outbox(&mut self, place: Place, change: &Versioned<OutboxMessage>) {
        let entry = &*change.value;
        let id = &entry.message.id;
        self.mend(Collection::Outbox, id.as_str());
        let before = self.outbox.put(place, id, change);
        let before = before.as_deref();
        let before_due = before.and_then(|before| before.due);
        if let Some(due) = before_due.filter(|due| entry.due != Some(*due)) {
            self.outbox_by_due.remove(&(due, id.clone()));
        }
        if let Some(due) = entry.due {
            self.outbox_by_due.insert((due, id.clone()));
        }
        let open_for =
            |entry: &OutboxMessage| (!entry.state.is_final()).then(|| entry.message.customer.clone());
        let (old_owner, new_owner) = (before.and_then(open_for), open_for(entry));
        if let Some(owner) = old_owner.filter(|owner| new_owner.as_ref() != Some(owner)) {
            self.by_customer.of_mut(&owner).open_outbox.remove(id);
        }
        if let Some(owner) = new_owner {
            self.by_customer.of_mut(&owner).open_outbox.insert(id.clone());
        }
    }

    fn remove_timer(&mut self, key: &TimerKey) {
        self.mend(Collection::Timers, key.as_str());
        self.timers.remove(key);
    }

    fn append_event(&mut self, event: &Event) {
        let place = (event.at, event.id.clone());
        if let Some(customer) = &event.customer {
            self.by_customer.of_mut(customer).events.insert(place.clone());
        }
        self.events_by_time.insert(place);
        self.events.insert(event.id.clone(), event.clone());
    }

    fn add_notice(&mut self, notice: &Notice) {
        if self.notice_keys.insert(notice.key.clone()) {
            self.notices_by_time.insert((notice.at, notice.key.clone()), notice.clone());
        }
    }

    /// Sets a row aside: it stays as it is and is no longer due, open or listed.
    fn park(&mut self, row: &Unreadable) {
        if !self.parked_ids.insert((row.collection, row.id.clone())) {
            return;
        }
        self.parked.push(row.clone());
        match row.collection {
            Collection::Timers => self.timers.set_aside(&TimerKey::new(&row.id)),
            Collection::Outbox => {
                let id = OutboxId::new(&row.id);
                if let Some(entry) = self.outbox.get(&id).map(|stored| &stored.value) {
                    if let Some(due) = entry.due {
                        self.outbox_by_due.remove(&(due, id.clone()));
                    }
                    self.by_customer.of_mut(&entry.message.customer).open_outbox.remove(&id);
                }
            }
            _ => {}
        }
    }

    /// A row that is written anew can be read again.
    fn mend(&mut self, collection: Collection, id: &str) {
        if self.unreadable.is_empty() && self.parked_ids.is_empty() {
            return;
        }
        let row = (collection, id.to_owned());
        self.unreadable.remove(&row);
        if self.parked_ids.remove(&row) {
            self.parked.retain(|parked| parked.collection != collection || parked.id != id);
        }
    }

    /// Why a row cannot be read, if it cannot.
    pub(super) fn unreadable(&self, collection: Collection, id: &str) -> Option<Unreadable> {
        if self.unreadable.is_empty() {
            return None;
        }
        let cause = self.unreadable.get(&(collection, id.to_owned()))?;
        Some(Unreadable { collection, id: id.to_owned(), cause: cause.clone() })
    }

    /// Whether a row was set aside.
    pub(super) fn is_parked(&self, collection: Collection, id: &str) -> bool {
        !self.parked_ids.is_empty() && self.parked_ids.contains(&(collection, id.to_owned()))
    }
}

fn thread_of(conversation: &Conversation) -> Thread {
    (conversation.channel, conversation.account.clone(), conversation.address.clone())
}

/// Whether two states are of the same thread.
fn is_same_thread(one: &Conversation, other: &Conversation) -> bool {
    one.channel == other.channel && one.account == other.account && one.address == other.address
}
