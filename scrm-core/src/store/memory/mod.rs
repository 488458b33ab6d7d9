//! A store in memory: the fastest one, and the model that other stores are compared with.

mod groups;
mod search;
mod shelf;
mod sorted;
mod state;
#[cfg(test)]
mod tests;
mod timers;

use std::fmt;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::Serialize;

use self::search::Needle;
use self::shelf::Shelf;
use self::state::State;
use super::records::{
    Capabilities, Collection, Due, DuplicateReview, MergeRecord, Page, ProposalRecord, SearchHit,
    SearchQuery, Stored, Timer, Unreadable,
};
use super::{
    ChangeSet, ConversationRepository, CustomerRepository, EventLog, MergeLedger, MessageRepository, Office,
    Outbox, ProposalLedger, SearchIndex, Store, StoreError, StoreResult, Thread, TimerQueue,
};
use crate::customer::{Customer, IdentifierKey};
use crate::desk::{Conversation, MessageRecord};
use crate::foundation::{
    ConversationId, CustomerId, Event, EventId, ExternalId, Fingerprint, MergeId, MessageId, Notice,
    OutboxId, ProposalId,
};
use crate::transport::OutboxMessage;

/// Keeps everything in memory, behind one lock. Reading shares the records with the store; a commit is
/// checked as a whole before the first record changes.
///
/// Reads by id and single changes take constant time; listings, due rows and a customer's rows take time
/// logarithmic in what is kept plus what they return; [`search`](SearchIndex::search) reads everything.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::customer::Customer;
/// use scrm_core::foundation::CustomerId;
/// use scrm_core::store::{ChangeSet, CustomerRepository, MemoryStore, Store, Versioned};
///
/// let store = MemoryStore::new();
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let id = CustomerId::new("c_1");
/// let created =
///     ChangeSet { customers: vec![Versioned::new(Customer::new(id.clone(), now))], ..ChangeSet::default() };
/// store.commit(&created).unwrap();
/// assert!(store.commit(&created).is_err(), "the customer exists now");
/// assert_eq!(store.customers(&[id]).unwrap()[0].as_ref().unwrap().version, 1);
/// ```
#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A thread that panicked while holding the lock can only have been reading, or applying changes that
    /// were checked: the state behind the lock is whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a row unreadable, as a foreign byte in a file would. For tests of what happens then.
    #[doc(hidden)]
    pub fn make_unreadable(&self, collection: Collection, id: &str, cause: &str) {
        self.state().unreadable.insert((collection, id.to_owned()), cause.to_owned());
    }

    /// What stands for a row's bytes: the record as JSON, readable or not. For the same tests.
    #[doc(hidden)]
    #[must_use]
    pub fn bytes(&self, collection: Collection, id: &str) -> Option<Vec<u8>> {
        fn json<T: Serialize>(record: Option<&T>) -> Option<Vec<u8>> {
            serde_json::to_vec(record?).ok()
        }
        let state = self.state();
        match collection {
            Collection::Customers => json(state.customers.get(&id.into()).map(|stored| &*stored.value)),
            Collection::Conversations => {
                json(state.conversations.get(&id.into()).map(|stored| &*stored.value))
            }
            Collection::Messages => json(state.messages.get(&id.into()).map(|stored| &*stored.value)),
            Collection::Outbox => json(state.outbox.get(&id.into()).map(|stored| &*stored.value)),
            Collection::Timers => json(state.timers.get(&id.into())),
            Collection::Events => json(state.events.get(&EventId::new(id))),
            Collection::Merges => json(state.merges.get(&id.into()).map(|stored| &*stored.value)),
            Collection::Reviews => json(state.reviews.get(&id.to_owned()).map(|stored| &*stored.value)),
            Collection::Proposals => json(state.proposals.get(&id.into()).map(|stored| &*stored.value)),
        }
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("MemoryStore")
            .field("customers", &state.customers.len())
            .field("conversations", &state.conversations.len())
            .field("messages", &state.messages.len())
            .field("outbox", &state.outbox.len())
            .field("timers", &state.timers.len())
            .field("events", &state.events.len())
            .finish_non_exhaustive()
    }
}

impl From<Unreadable> for StoreError {
    fn from(row: Unreadable) -> Self {
        Self::Unreadable { collection: row.collection, id: row.id, cause: row.cause }
    }
}

impl State {
    fn readable(&self, collection: Collection, id: &str) -> StoreResult<()> {
        self.unreadable(collection, id).map_or(Ok(()), |row| Err(row.into()))
    }

    /// One record by its id; an unreadable one is an error.
    fn load<I: Clone + Eq + Hash + Ord, T>(
        &self,
        shelf: &Shelf<I, T>,
        id: &I,
        name: &str,
    ) -> StoreResult<Option<Stored<T>>> {
        self.readable(shelf.collection(), name)?;
        Ok(shelf.get(id).cloned())
    }

    /// Records by id in their order; rows set aside are left out, other unreadable ones are an error.
    fn list<I: Clone + Eq + Hash + Ord, T>(
        &self,
        shelf: &Shelf<I, T>,
        after: Option<&I>,
        limit: usize,
        name: impl Fn(&I) -> &str,
    ) -> StoreResult<Vec<Stored<T>>> {
        shelf
            .after(after)
            .filter(|(id, _)| !self.is_parked(shelf.collection(), name(id)))
            .take(limit)
            .map(|(id, stored)| {
                self.readable(shelf.collection(), name(id))?;
                Ok(stored.clone())
            })
            .collect()
    }

    /// The records at `places`, in their order, with the same rule.
    fn gather<'a>(
        &'a self,
        places: impl Iterator<Item = &'a (DateTime<Utc>, MessageId)>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<MessageRecord>>> {
        places
            .filter(|(_, id)| !self.is_parked(Collection::Messages, id.as_str()))
            .take(limit)
            .filter_map(|(_, id)| self.load(&self.messages, id, id.as_str()).transpose())
            .collect()
    }

    fn gather_events<'a>(
        &'a self,
        places: impl Iterator<Item = &'a (DateTime<Utc>, EventId)>,
        limit: usize,
    ) -> StoreResult<Vec<Event>> {
        places
            .filter(|(_, id)| !self.is_parked(Collection::Events, id.as_str()))
            .take(limit)
            .filter_map(|(_, id)| {
                let event = self.events.get(id)?;
                Some(self.readable(Collection::Events, id.as_str()).map(|()| event.clone()))
            })
            .collect()
    }
}

/// The part of a sorted group with `from <= at < to`.
fn between<I>(
    places: &[(DateTime<Utc>, I)],
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> &[(DateTime<Utc>, I)] {
    let start = places.partition_point(|(at, _)| *at < from);
    let end = places.partition_point(|(at, _)| *at < to).max(start);
    places.get(start..end).unwrap_or_default()
}

/// What stands before a page in an index by time and id.
fn before_page<I: for<'a> From<&'a str> + Ord>(
    from: DateTime<Utc>,
    page: &Page,
) -> impl Fn(&(DateTime<Utc>, I)) -> bool {
    let after = page.after.as_ref().filter(|(at, _)| *at >= from).map(|(at, id)| (*at, I::from(id)));
    move |place| match &after {
        Some(after) => place <= after,
        None => place.0 < from,
    }
}

impl CustomerRepository for MemoryStore {
    fn customers(&self, ids: &[CustomerId]) -> StoreResult<Vec<Option<Stored<Customer>>>> {
        let state = self.state();
        ids.iter().map(|id| state.load(&state.customers, id, id.as_str())).collect()
    }

    fn customers_by_key(&self, keys: &[IdentifierKey]) -> StoreResult<Vec<Vec<CustomerId>>> {
        let state = self.state();
        Ok(keys.iter().map(|key| state.customers_by_key.of(key).to_vec()).collect())
    }

    fn list_customers(&self, after: Option<&CustomerId>, limit: usize) -> StoreResult<Vec<Stored<Customer>>> {
        let state = self.state();
        state.list(&state.customers, after, limit, CustomerId::as_str)
    }

    fn count_customers(&self) -> StoreResult<u64> {
        let state = self.state();
        Ok((state.customers.len() as u64).saturating_sub(state.closed_customers))
    }

    fn imported_rows(&self, rows: &[Fingerprint]) -> StoreResult<Vec<bool>> {
        let state = self.state();
        Ok(rows.iter().map(|row| state.imported_rows.contains_key(row)).collect())
    }
}

impl ConversationRepository for MemoryStore {
    fn conversations(&self, ids: &[ConversationId]) -> StoreResult<Vec<Option<Stored<Conversation>>>> {
        let state = self.state();
        ids.iter().map(|id| state.load(&state.conversations, id, id.as_str())).collect()
    }

    fn conversations_by_thread(&self, threads: &[Thread]) -> StoreResult<Vec<Option<Stored<Conversation>>>> {
        let state = self.state();
        threads
            .iter()
            .map(|thread| {
                let place = state.conversation_by_thread.get(thread);
                let stored = place.and_then(|place| state.conversations.at(*place));
                stored
                    .map(|stored| {
                        state.readable(Collection::Conversations, stored.value.id.as_str())?;
                        Ok(stored.clone())
                    })
                    .transpose()
            })
            .collect()
    }

    fn conversations_of(&self, customer: &CustomerId) -> StoreResult<Vec<Stored<Conversation>>> {
        let state = self.state();
        let ids = state.by_customer.of(customer).conversations.as_slice().iter();
        ids.filter(|id| !state.is_parked(Collection::Conversations, id.as_str()))
            .filter_map(|id| state.load(&state.conversations, id, id.as_str()).transpose())
            .collect()
    }

    fn list_conversations(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<Conversation>>> {
        let state = self.state();
        state.list(&state.conversations, after, limit, ConversationId::as_str)
    }
}

impl MessageRepository for MemoryStore {
    fn messages(&self, ids: &[MessageId]) -> StoreResult<Vec<Option<Stored<MessageRecord>>>> {
        let state = self.state();
        ids.iter().map(|id| state.load(&state.messages, id, id.as_str())).collect()
    }

    fn known_messages(&self, ids: &[MessageId]) -> StoreResult<Vec<bool>> {
        let state = self.state();
        Ok(ids.iter().map(|id| state.messages.contains(id)).collect())
    }

    fn messages_by_external(&self, ids: &[ExternalId]) -> StoreResult<Vec<Option<MessageId>>> {
        let state = self.state();
        Ok(ids.iter().map(|id| state.message_by_external.get(id).cloned()).collect())
    }

    fn messages_of(
        &self,
        customer: &CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> StoreResult<Vec<Stored<MessageRecord>>> {
        let state = self.state();
        state.gather(between(state.by_customer.of(customer).messages.as_slice(), from, to).iter(), usize::MAX)
    }

    fn list_messages(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        page: &Page,
    ) -> StoreResult<Vec<Stored<MessageRecord>>> {
        let state = self.state();
        let places = state.messages_by_time.starting(before_page(from, page));
        state.gather(places.take_while(|(at, _)| *at < to), page.limit)
    }
}

impl EventLog for MemoryStore {
    fn known_events(&self, ids: &[EventId]) -> StoreResult<Vec<bool>> {
        let state = self.state();
        Ok(ids.iter().map(|id| state.events.contains_key(id)).collect())
    }

    fn events_of(
        &self,
        customer: &CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> StoreResult<Vec<Event>> {
        let state = self.state();
        state.gather_events(
            between(state.by_customer.of(customer).events.as_slice(), from, to).iter(),
            usize::MAX,
        )
    }

    fn list_events(&self, from: DateTime<Utc>, to: DateTime<Utc>, page: &Page) -> StoreResult<Vec<Event>> {
        let state = self.state();
        let places = state.events_by_time.starting(before_page(from, page));
        state.gather_events(places.take_while(|(at, _)| *at < to), page.limit)
    }
}

impl TimerQueue for MemoryStore {
    fn due_timers(&self, now: DateTime<Utc>, limit: usize) -> StoreResult<Due<Timer>> {
        let state = self.state();
        let mut due = Due::default();
        for timer in state.timers.in_order().take_while(|timer| timer.due <= now).take(limit) {
            match state.unreadable(Collection::Timers, timer.key.as_str()) {
                Some(row) => due.unreadable.push(row),
                None => due.rows.push(timer.clone()),
            }
        }
        Ok(due)
    }

    fn next_timer(&self) -> StoreResult<Option<DateTime<Utc>>> {
        Ok(self.state().timers.next_due())
    }

    fn timers_of(&self, customer: &CustomerId) -> StoreResult<Vec<Timer>> {
        let state = self.state();
        state
            .timers
            .of(customer)
            .filter(|timer| !state.is_parked(Collection::Timers, timer.key.as_str()))
            .map(|timer| {
                state.readable(Collection::Timers, timer.key.as_str())?;
                Ok(timer.clone())
            })
            .collect()
    }
}

impl Outbox for MemoryStore {
    fn outbox(&self, ids: &[OutboxId]) -> StoreResult<Vec<Option<Stored<OutboxMessage>>>> {
        let state = self.state();
        ids.iter().map(|id| state.load(&state.outbox, id, id.as_str())).collect()
    }

    fn due_outbox(&self, now: DateTime<Utc>, limit: usize) -> StoreResult<Due<Stored<OutboxMessage>>> {
        let state = self.state();
        let mut due = Due::default();
        for (_, id) in state.outbox_by_due.iter().take_while(|(at, _)| *at <= now).take(limit) {
            match state.unreadable(Collection::Outbox, id.as_str()) {
                #[cfg(plant)]
                Some(row) if crate::foundation::plant::is_active("a9") => return Err(row.into()),
                Some(row) => due.unreadable.push(row),
                None => due.rows.extend(state.outbox.get(id).cloned()),
            }
        }
        Ok(due)
    }

    fn next_outbox(&self) -> StoreResult<Option<DateTime<Utc>>> {
        Ok(self.state().outbox_by_due.first().map(|(at, _)| *at))
    }

    fn open_outbox_of(&self, customer: &CustomerId) -> StoreResult<Vec<Stored<OutboxMessage>>> {
        let state = self.state();
        let ids = state.by_customer.of(customer).open_outbox.as_slice().iter();
        ids.filter_map(|id| state.load(&state.outbox, id, id.as_str()).transpose()).collect()
    }

    fn list_outbox(&self, after: Option<&OutboxId>, limit: usize) -> StoreResult<Vec<Stored<OutboxMessage>>> {
        let state = self.state();
        state.list(&state.outbox, after, limit, OutboxId::as_str)
    }
}

impl MergeLedger for MemoryStore {
    fn merge(&self, id: &MergeId) -> StoreResult<Option<Stored<MergeRecord>>> {
        let state = self.state();
        state.load(&state.merges, id, id.as_str())
    }

    fn list_merges(&self, after: Option<&MergeId>, limit: usize) -> StoreResult<Vec<Stored<MergeRecord>>> {
        let state = self.state();
        state.list(&state.merges, after, limit, MergeId::as_str)
    }

    fn reviews(&self, keys: &[String]) -> StoreResult<Vec<Option<Stored<DuplicateReview>>>> {
        let state = self.state();
        keys.iter().map(|key| state.load(&state.reviews, key, key)).collect()
    }

    fn list_reviews(&self, after: Option<&str>, limit: usize) -> StoreResult<Vec<Stored<DuplicateReview>>> {
        let state = self.state();
        let after = after.map(str::to_owned);
        state.list(&state.reviews, after.as_ref(), limit, String::as_str)
    }
}

impl ProposalLedger for MemoryStore {
    fn proposals(&self, ids: &[ProposalId]) -> StoreResult<Vec<Option<Stored<ProposalRecord>>>> {
        let state = self.state();
        ids.iter().map(|id| state.load(&state.proposals, id, id.as_str())).collect()
    }

    fn list_proposals(
        &self,
        after: Option<&ProposalId>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<ProposalRecord>>> {
        let state = self.state();
        state.list(&state.proposals, after, limit, ProposalId::as_str)
    }
}

impl Office for MemoryStore {
    fn list_notices(&self, from: DateTime<Utc>, to: DateTime<Utc>, limit: usize) -> StoreResult<Vec<Notice>> {
        let state = self.state();
        let notices = state.notices_by_time.range((from, String::new())..);
        Ok(notices
            .take_while(|((at, _), _)| *at < to)
            .take(limit)
            .map(|(_, notice)| notice.clone())
            .collect())
    }

    fn setting(&self, key: &str) -> StoreResult<Option<String>> {
        Ok(self.state().settings.get(key).cloned())
    }

    fn parked_rows(&self) -> StoreResult<Vec<Unreadable>> {
        Ok(self.state().parked.clone())
    }
}

impl SearchIndex for MemoryStore {
    fn search(&self, query: &SearchQuery) -> StoreResult<Vec<SearchHit>> {
        let needle = Needle::new(&query.text);
        if needle.is_empty() || query.limit == 0 {
            return Ok(Vec::new());
        }
        let state = self.state();
        let customers = state.customers.iter().filter_map(|stored| {
            let customer = &*stored.value;
            let score = needle.score_customer(customer)?;
            Some((score, SearchHit::Customer { id: customer.id.clone(), score }))
        });
        let messages = state.messages.iter().filter_map(|stored| {
            let message = &*stored.value;
            let (id, customer) = (message.id.clone(), message.customer.clone());
            let score = needle.score_message(message)?;
            Some((score, SearchHit::Message { id, customer, score }))
        });
        let mut hits: Vec<_> = customers.chain(messages).collect();
        hits.sort_by(|(a, first), (b, second)| {
            b.total_cmp(a).then_with(|| identity(first).cmp(&identity(second)))
        });
        Ok(hits.into_iter().take(query.limit).map(|(_, hit)| hit).collect())
    }
}

/// Orders hits of one score: customers first, then by id.
fn identity(hit: &SearchHit) -> (bool, &str) {
    match hit {
        SearchHit::Customer { id, .. } => (false, id.as_str()),
        SearchHit::Message { id, .. } => (true, id.as_str()),
    }
}

impl Store for MemoryStore {
    fn capabilities(&self) -> Capabilities {
        Capabilities { name: "memory", durable: false, shared: false }
    }

    fn commit(&self, changes: &ChangeSet) -> StoreResult<()> {
        let mut state = self.state();
        #[cfg(plant)]
        if crate::foundation::plant::is_active("c1") {
            let early = ChangeSet { outbox: changes.outbox.clone(), ..ChangeSet::default() };
            let claims = state.claim(&early)?;
            state.apply(&early, &claims);
        }
        let claims = state.claim(changes)?;
        state.apply(changes, &claims);
        Ok(())
    }
}
