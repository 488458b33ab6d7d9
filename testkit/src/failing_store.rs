//! A store that fails when it is told to.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use scrm_core::customer::{Customer, IdentifierKey};
use scrm_core::desk::{Conversation, MessageRecord};
use scrm_core::foundation::{
    ConversationId, CustomerId, Event, EventId, ExternalId, Fingerprint, MergeId, MessageId, Notice,
    OutboxId, ProposalId,
};
use scrm_core::segment::StoreCondition;
use scrm_core::store::{
    Candidate, Capabilities, ChangeSet, ConversationRepository, CustomerRepository, Due, DuplicateReview,
    EventLog, MergeLedger, MergeRecord, MessageRepository, Office, Outbox, Page, ProposalLedger,
    ProposalRecord, SearchHit, SearchIndex, SearchQuery, Store, StoreError, StoreResult, Stored, Thread,
    Timer, TimerQueue, Unreadable,
};
use scrm_core::transport::OutboxMessage;

/// When a [`FailingStore`] fails. Operations are counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Never.
    #[default]
    None,
    /// At one operation, before anything is done.
    Once(u64),
    /// From one operation on, until [`FailingStore::repair`].
    From(u64),
    /// A commit at this operation is carried out, and then reported as failed: the answer was lost.
    AnswerLost(u64),
}

/// Looks on while commits are made through a [`FailingStore`], and may do something of its own just before:
/// that is then between a call's reading and its writing, where races live. It must not use the store that it
/// watches; another wrapper around the same store will do.
pub trait CommitWatcher: fmt::Debug + Send {
    /// A commit is about to be made.
    fn before(&mut self, changes: &ChangeSet) {
        let _ = changes;
    }

    /// A commit was made or refused.
    fn after(&mut self, changes: &ChangeSet, outcome: &StoreResult<()>) {
        let _ = (changes, outcome);
    }
}

/// Passes every call to a store and fails as planned: for tests of what happens then. Without a plan it only
/// counts, and so shares a store between a test and the code it tests.
///
/// ```
/// use scrm_core::store::{CustomerRepository, MemoryStore};
/// use scrm_testkit::{FailingStore, Fault};
/// let store = FailingStore::new(MemoryStore::new());
/// store.plan(Fault::Once(2));
/// assert!(store.count_customers().is_ok());
/// assert!(store.count_customers().is_err());
/// assert!(store.count_customers().is_ok());
/// ```
#[derive(Debug)]
pub struct FailingStore<S> {
    inner: Arc<S>,
    fault: Mutex<Fault>,
    operations: AtomicU64,
    watcher: Mutex<Option<Box<dyn CommitWatcher>>>,
}

impl<S> FailingStore<S> {
    /// A wrapper around `store` that does not fail yet.
    #[must_use]
    pub fn new(store: S) -> Self {
        Self::shared(Arc::new(store))
    }

    /// A wrapper around a store that others hold too.
    #[must_use]
    pub fn shared(store: Arc<S>) -> Self {
        Self {
            inner: store,
            fault: Mutex::default(),
            operations: AtomicU64::new(0),
            watcher: Mutex::default(),
        }
    }

    /// The same store with somebody who watches its commits.
    #[must_use]
    pub fn watched(self, watcher: impl CommitWatcher + 'static) -> Self {
        Self { watcher: Mutex::new(Some(Box::new(watcher))), ..self }
    }

    /// The store inside, which never fails.
    #[must_use]
    pub const fn inner(&self) -> &Arc<S> {
        &self.inner
    }

    /// Sets when to fail, counting operations from now.
    pub fn plan(&self, fault: Fault) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
        self.operations.store(0, Ordering::SeqCst);
    }

    /// Fails no more.
    pub fn repair(&self) {
        self.plan(Fault::None);
    }

    /// Operations since the last plan.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.operations.load(Ordering::SeqCst)
    }

    /// Counts an operation: whether to fail before it, and whether to fail after it.
    fn next(&self) -> (bool, bool) {
        let number = self.operations.fetch_add(1, Ordering::SeqCst) + 1;
        match *self.fault.lock().unwrap_or_else(PoisonError::into_inner) {
            Fault::None => (false, false),
            Fault::Once(at) => (number == at, false),
            Fault::From(at) => (number >= at, false),
            Fault::AnswerLost(at) => (false, number == at),
        }
    }

    fn tell(&self, what: impl FnOnce(&mut dyn CommitWatcher)) {
        if let Some(watcher) = self.watcher.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            what(watcher.as_mut());
        }
    }

    fn read<T>(&self, work: impl FnOnce(&S) -> StoreResult<T>) -> StoreResult<T> {
        let (before, after) = self.next();
        if before || after { Err(fault()) } else { work(&self.inner) }
    }
}

fn fault() -> StoreError {
    StoreError::Medium { cause: "planned_fault".to_owned(), retryable: true }
}

impl<S: Store> Store for FailingStore<S> {
    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    fn commit(&self, changes: &ChangeSet) -> StoreResult<()> {
        let (before, after) = self.next();
        if before {
            return Err(fault());
        }
        self.tell(|watcher| watcher.before(changes));
        let outcome = self.inner.commit(changes);
        self.tell(|watcher| watcher.after(changes, &outcome));
        outcome?;
        if after { Err(fault()) } else { Ok(()) }
    }
}

impl<S: Store> CustomerRepository for FailingStore<S> {
    fn customers(&self, ids: &[CustomerId]) -> StoreResult<Vec<Option<Stored<Customer>>>> {
        self.read(|store| store.customers(ids))
    }

    fn customers_by_key(&self, keys: &[IdentifierKey]) -> StoreResult<Vec<Vec<CustomerId>>> {
        self.read(|store| store.customers_by_key(keys))
    }

    fn list_customers(&self, after: Option<&CustomerId>, limit: usize) -> StoreResult<Vec<Stored<Customer>>> {
        self.read(|store| store.list_customers(after, limit))
    }

    fn candidates(
        &self,
        condition: &StoreCondition,
        after: Option<&CustomerId>,
        limit: usize,
    ) -> StoreResult<Vec<Candidate>> {
        self.read(|store| store.candidates(condition, after, limit))
    }

    fn count_customers(&self) -> StoreResult<u64> {
        self.read(|store| store.count_customers())
    }

    fn imported_rows(&self, rows: &[Fingerprint]) -> StoreResult<Vec<bool>> {
        self.read(|store| store.imported_rows(rows))
    }
}

impl<S: Store> ConversationRepository for FailingStore<S> {
    fn conversations(&self, ids: &[ConversationId]) -> StoreResult<Vec<Option<Stored<Conversation>>>> {
        self.read(|store| store.conversations(ids))
    }

    fn conversations_by_thread(&self, threads: &[Thread]) -> StoreResult<Vec<Option<Stored<Conversation>>>> {
        self.read(|store| store.conversations_by_thread(threads))
    }

    fn conversations_of(&self, customer: &CustomerId) -> StoreResult<Vec<Stored<Conversation>>> {
        self.read(|store| store.conversations_of(customer))
    }

    fn list_conversations(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<Conversation>>> {
        self.read(|store| store.list_conversations(after, limit))
    }
}

impl<S: Store> MessageRepository for FailingStore<S> {
    fn messages(&self, ids: &[MessageId]) -> StoreResult<Vec<Option<Stored<MessageRecord>>>> {
        self.read(|store| store.messages(ids))
    }

    fn known_messages(&self, ids: &[MessageId]) -> StoreResult<Vec<bool>> {
        self.read(|store| store.known_messages(ids))
    }

    fn messages_by_external(&self, ids: &[ExternalId]) -> StoreResult<Vec<Option<MessageId>>> {
        self.read(|store| store.messages_by_external(ids))
    }

    fn messages_of(
        &self,
        customer: &CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> StoreResult<Vec<Stored<MessageRecord>>> {
        self.read(|store| store.messages_of(customer, from, to))
    }

    fn list_messages(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        page: &Page,
    ) -> StoreResult<Vec<Stored<MessageRecord>>> {
        self.read(|store| store.list_messages(from, to, page))
    }
}

impl<S: Store> EventLog for FailingStore<S> {
    fn known_events(&self, ids: &[EventId]) -> StoreResult<Vec<bool>> {
        self.read(|store| store.known_events(ids))
    }

    fn events_of(
        &self,
        customer: &CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> StoreResult<Vec<Event>> {
        self.read(|store| store.events_of(customer, from, to))
    }

    fn list_events(&self, from: DateTime<Utc>, to: DateTime<Utc>, page: &Page) -> StoreResult<Vec<Event>> {
        self.read(|store| store.list_events(from, to, page))
    }
}

impl<S: Store> TimerQueue for FailingStore<S> {
    fn due_timers(&self, now: DateTime<Utc>, limit: usize) -> StoreResult<Due<Timer>> {
        self.read(|store| store.due_timers(now, limit))
    }

    fn next_timer(&self) -> StoreResult<Option<DateTime<Utc>>> {
        self.read(|store| store.next_timer())
    }

    fn timers_of(&self, customer: &CustomerId) -> StoreResult<Vec<Timer>> {
        self.read(|store| store.timers_of(customer))
    }
}

impl<S: Store> Outbox for FailingStore<S> {
    fn outbox(&self, ids: &[OutboxId]) -> StoreResult<Vec<Option<Stored<OutboxMessage>>>> {
        self.read(|store| store.outbox(ids))
    }

    fn due_outbox(&self, now: DateTime<Utc>, limit: usize) -> StoreResult<Due<Stored<OutboxMessage>>> {
        self.read(|store| store.due_outbox(now, limit))
    }

    fn next_outbox(&self) -> StoreResult<Option<DateTime<Utc>>> {
        self.read(|store| store.next_outbox())
    }

    fn open_outbox_of(&self, customer: &CustomerId) -> StoreResult<Vec<Stored<OutboxMessage>>> {
        self.read(|store| store.open_outbox_of(customer))
    }

    fn list_outbox(&self, after: Option<&OutboxId>, limit: usize) -> StoreResult<Vec<Stored<OutboxMessage>>> {
        self.read(|store| store.list_outbox(after, limit))
    }
}

impl<S: Store> MergeLedger for FailingStore<S> {
    fn merge(&self, id: &MergeId) -> StoreResult<Option<Stored<MergeRecord>>> {
        self.read(|store| store.merge(id))
    }

    fn list_merges(&self, after: Option<&MergeId>, limit: usize) -> StoreResult<Vec<Stored<MergeRecord>>> {
        self.read(|store| store.list_merges(after, limit))
    }

    fn reviews(&self, keys: &[String]) -> StoreResult<Vec<Option<Stored<DuplicateReview>>>> {
        self.read(|store| store.reviews(keys))
    }

    fn list_reviews(&self, after: Option<&str>, limit: usize) -> StoreResult<Vec<Stored<DuplicateReview>>> {
        self.read(|store| store.list_reviews(after, limit))
    }
}

impl<S: Store> ProposalLedger for FailingStore<S> {
    fn proposals(&self, ids: &[ProposalId]) -> StoreResult<Vec<Option<Stored<ProposalRecord>>>> {
        self.read(|store| store.proposals(ids))
    }

    fn list_proposals(
        &self,
        after: Option<&ProposalId>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<ProposalRecord>>> {
        self.read(|store| store.list_proposals(after, limit))
    }
}

impl<S: Store> Office for FailingStore<S> {
    fn list_notices(&self, from: DateTime<Utc>, to: DateTime<Utc>, limit: usize) -> StoreResult<Vec<Notice>> {
        self.read(|store| store.list_notices(from, to, limit))
    }

    fn setting(&self, key: &str) -> StoreResult<Option<String>> {
        self.read(|store| store.setting(key))
    }

    fn parked_rows(&self) -> StoreResult<Vec<Unreadable>> {
        self.read(|store| store.parked_rows())
    }
}

impl<S: Store> SearchIndex for FailingStore<S> {
    fn search(&self, query: &SearchQuery) -> StoreResult<Vec<SearchHit>> {
        self.read(|store| store.search(query))
    }
}
