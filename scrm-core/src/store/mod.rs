//! What the engine asks of a store: narrow, synchronous, object-safe traits with batches first, and one
//! write door, [`Store::commit`], that is atomic and checks expected versions.
//!
//! A store is dumb on purpose: leases, caps and order of decision are the engine's. It keeps records under
//! ids with a version that grows by one with every write, and refuses a whole [`ChangeSet`] when one
//! expected version is not the present one. A conflict means: load again, decide again.
//!
//! A row that cannot be decoded hides no other: what is due comes with a list of such rows, and a read by
//! id or a listing fails with [`StoreError::Unreadable`], which names it. Once it is
//! [parked](ChangeSet::park), due rows and listings leave it out and a read by id still names it.

mod change;
mod error;
mod memory;
mod number;
mod records;

pub(crate) use change::StoredFormWriter;
pub use change::{ChangeSet, StoredForm, Versioned};
pub use error::{ERRORS, StoreError};
pub use memory::MemoryStore;
pub use number::{searched_last_digits, searched_number};
pub use records::{
    Candidate, Capabilities, Collection, Due, DuplicateReview, MergeRecord, Page, PriorImage, ProposalRecord,
    ProposalState, ReviewState, SearchHit, SearchQuery, Stored, Timer, TimerPurpose, Unreadable,
};

use chrono::{DateTime, Utc};

use crate::customer::{Customer, IdentifierKey};
use crate::desk::{Conversation, MessageRecord};
use crate::foundation::{
    AccountId, ConversationId, CustomerId, Event, EventId, ExternalId, Fingerprint, MergeId, MessageId,
    Notice, OutboxId, ProposalId,
};
use crate::segment::StoreCondition;
use crate::transport::{Channel, OutboxMessage};

/// Result of a store's work.
pub type StoreResult<T> = Result<T, StoreError>;

/// Customers, by id and by what they are known by.
pub trait CustomerRepository {
    /// Customers in the order of `ids`; `None` where there is none.
    fn customers(&self, ids: &[CustomerId]) -> StoreResult<Vec<Option<Stored<Customer>>>>;

    /// Who carries each key, in the order of `keys`, each list sorted by id. Merged-away customers are not
    /// listed.
    fn customers_by_key(&self, keys: &[IdentifierKey]) -> StoreResult<Vec<Vec<CustomerId>>>;

    /// Customers in the order of their ids, after `after`, at most `limit`. Merged-away ones are included.
    fn list_customers(&self, after: Option<&CustomerId>, limit: usize) -> StoreResult<Vec<Stored<Customer>>>;

    /// Customers of whom a condition holds or may hold, in the order of their ids, after `after`, at most `limit`. Nobody of
    /// whom it holds is left out; who was merged away is. A row that cannot be decoded may be left out too, as it may be
    /// somebody of whom the condition does not hold.
    ///
    /// A store that has no language of its own to ask in gives everybody and is certain of nobody, as this does where it is
    /// not replaced: it would save nothing by answering what whoever asks has compiled already.
    fn candidates(
        &self,
        condition: &StoreCondition,
        after: Option<&CustomerId>,
        limit: usize,
    ) -> StoreResult<Vec<Candidate>> {
        let _ = condition;
        everybody(self, after, limit)
    }

    /// Customers that are neither merged away nor archived.
    fn count_customers(&self) -> StoreResult<u64>;

    /// Which rows were imported before, in the order of `rows`.
    fn imported_rows(&self, rows: &[Fingerprint]) -> StoreResult<Vec<bool>>;
}

/// Customers that were not merged away, as candidates of whom nothing is certain: an answer to
/// [`candidates`](CustomerRepository::candidates) that every store may give.
///
/// # Errors
/// As [`list_customers`](CustomerRepository::list_customers).
///
/// ```
/// use scrm_core::customer::Customer;
/// use scrm_core::store::{ChangeSet, MemoryStore, Store, Versioned, everybody};
/// let store = MemoryStore::new();
/// let customers = vec![Versioned::new(Customer::new("c_1".into(), chrono::DateTime::UNIX_EPOCH))];
/// store.commit(&ChangeSet { customers, ..ChangeSet::default() })?;
/// assert!(!everybody(&store, None, 10)?[0].is_certain);
/// # Ok::<(), scrm_core::store::StoreError>(())
/// ```
pub fn everybody<S: CustomerRepository + ?Sized>(
    store: &S,
    after: Option<&CustomerId>,
    limit: usize,
) -> StoreResult<Vec<Candidate>> {
    let mut found = Vec::new();
    let mut after = after.cloned();
    while found.len() < limit {
        let asked = limit - found.len();
        let page = store.list_customers(after.as_ref(), asked)?;
        let is_last = page.len() < asked;
        after = page.last().map(|last| last.value.id.clone());
        let present = page.into_iter().filter(|customer| customer.value.merged_into.is_none());
        found.extend(present.map(|customer| Candidate { customer, is_certain: false }));
        if is_last {
            break;
        }
    }
    Ok(found)
}

/// One thread: channel, number of the workspace, address of the customer.
pub type Thread = (Channel, AccountId, IdentifierKey);

/// Conversations.
pub trait ConversationRepository {
    /// Conversations in the order of `ids`.
    fn conversations(&self, ids: &[ConversationId]) -> StoreResult<Vec<Option<Stored<Conversation>>>>;

    /// The conversation of each thread, in the order of `threads`.
    fn conversations_by_thread(&self, threads: &[Thread]) -> StoreResult<Vec<Option<Stored<Conversation>>>>;

    /// All conversations of one customer, by id.
    fn conversations_of(&self, customer: &CustomerId) -> StoreResult<Vec<Stored<Conversation>>>;

    /// Conversations in the order of their ids, after `after`, at most `limit`.
    fn list_conversations(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<Conversation>>>;
}

/// Messages.
pub trait MessageRepository {
    /// Messages in the order of `ids`.
    fn messages(&self, ids: &[MessageId]) -> StoreResult<Vec<Option<Stored<MessageRecord>>>>;

    /// Which of `ids` are known, in their order: cheaper than loading.
    fn known_messages(&self, ids: &[MessageId]) -> StoreResult<Vec<bool>>;

    /// Outgoing messages by the provider's id, in the order of `ids`.
    fn messages_by_external(&self, ids: &[ExternalId]) -> StoreResult<Vec<Option<MessageId>>>;

    /// Messages of one customer with `from <= at < to`, oldest first.
    fn messages_of(
        &self,
        customer: &CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> StoreResult<Vec<Stored<MessageRecord>>>;

    /// Messages with `from <= at < to`, ordered by time then id, starting after the page's end.
    fn list_messages(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        page: &Page,
    ) -> StoreResult<Vec<Stored<MessageRecord>>>;
}

/// What happened, in order.
pub trait EventLog {
    /// Which of `ids` are known, in their order.
    fn known_events(&self, ids: &[EventId]) -> StoreResult<Vec<bool>>;

    /// Events of one customer with `from <= at < to`, ordered by time then id.
    fn events_of(
        &self,
        customer: &CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> StoreResult<Vec<Event>>;

    /// Events with `from <= at < to`, ordered by time then id, starting after the page's end.
    fn list_events(&self, from: DateTime<Utc>, to: DateTime<Utc>, page: &Page) -> StoreResult<Vec<Event>>;
}

/// Timers, ordered by due time then key.
pub trait TimerQueue {
    /// Timers due at or before `now`, at most `limit` in all, with the rows that cannot be read.
    fn due_timers(&self, now: DateTime<Utc>, limit: usize) -> StoreResult<Due<Timer>>;

    /// When the next timer is due.
    fn next_timer(&self) -> StoreResult<Option<DateTime<Utc>>>;

    /// All timers of one customer, by key.
    fn timers_of(&self, customer: &CustomerId) -> StoreResult<Vec<Timer>>;
}

/// Messages waiting to leave, ordered by due time then id.
pub trait Outbox {
    /// Outbox messages in the order of `ids`.
    fn outbox(&self, ids: &[OutboxId]) -> StoreResult<Vec<Option<Stored<OutboxMessage>>>>;

    /// Messages whose `due` is at or before `now`, at most `limit`, with the rows that cannot be read.
    fn due_outbox(&self, now: DateTime<Utc>, limit: usize) -> StoreResult<Due<Stored<OutboxMessage>>>;

    /// When the next message is due.
    fn next_outbox(&self) -> StoreResult<Option<DateTime<Utc>>>;

    /// All messages of one customer that are not final, by id.
    fn open_outbox_of(&self, customer: &CustomerId) -> StoreResult<Vec<Stored<OutboxMessage>>>;

    /// Every message, in the order of ids, after `after`, at most `limit`: for reports and repairs.
    fn list_outbox(&self, after: Option<&OutboxId>, limit: usize) -> StoreResult<Vec<Stored<OutboxMessage>>>;
}

/// Merges and pairs that wait for a person.
pub trait MergeLedger {
    /// One merge.
    fn merge(&self, id: &MergeId) -> StoreResult<Option<Stored<MergeRecord>>>;

    /// Merges in the order of their ids, after `after`, at most `limit`.
    fn list_merges(&self, after: Option<&MergeId>, limit: usize) -> StoreResult<Vec<Stored<MergeRecord>>>;

    /// Pairs by their keys, in the order of `keys`.
    fn reviews(&self, keys: &[String]) -> StoreResult<Vec<Option<Stored<DuplicateReview>>>>;

    /// Pairs for review in the order of their keys, after `after`, at most `limit`.
    fn list_reviews(&self, after: Option<&str>, limit: usize) -> StoreResult<Vec<Stored<DuplicateReview>>>;
}

/// Keyword groups that mining proposed, and what people decided of them.
pub trait ProposalLedger {
    /// Proposals in the order of `ids`.
    fn proposals(&self, ids: &[ProposalId]) -> StoreResult<Vec<Option<Stored<ProposalRecord>>>>;

    /// Proposals in the order of their ids, after `after`, at most `limit`.
    fn list_proposals(
        &self,
        after: Option<&ProposalId>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<ProposalRecord>>>;
}

/// Notices for people, and small settings.
pub trait Office {
    /// Notices raised with `from <= at < to`, ordered by time then key, at most `limit`.
    fn list_notices(&self, from: DateTime<Utc>, to: DateTime<Utc>, limit: usize) -> StoreResult<Vec<Notice>>;

    /// A setting: the playbook's fingerprint, the time of the last audit.
    fn setting(&self, key: &str) -> StoreResult<Option<String>>;

    /// Rows that were set aside by [`ChangeSet::park`] and not written since, in the order in which they
    /// were parked. Parking a row again changes nothing.
    fn parked_rows(&self) -> StoreResult<Vec<Unreadable>>;
}

/// Full-text search over customers and messages, in any script.
pub trait SearchIndex {
    /// Best matches first; every word of the query must occur, folded, at the start of a word — or anywhere
    /// in scripts without spaces. A number finds whose number begins or ends so, however either is written: the
    /// query's digits by [`searched_number`] and [`searched_last_digits`], a customer's by
    /// [`Identifier::searched_digits`](crate::customer::Identifier::searched_digits) and, for its end, by the first of these.
    /// Who was merged into another is found under the id of before: the name that gave way is the one that somebody
    /// remembers. A workspace's search leads on to the survivor.
    fn search(&self, query: &SearchQuery) -> StoreResult<Vec<SearchHit>>;
}

/// A whole store.
pub trait Store:
    CustomerRepository
    + ConversationRepository
    + MessageRepository
    + EventLog
    + TimerQueue
    + Outbox
    + MergeLedger
    + ProposalLedger
    + Office
    + SearchIndex
    + Send
    + Sync
    + std::fmt::Debug
{
    /// What the store can do.
    fn capabilities(&self) -> Capabilities;

    /// Writes everything or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when an expected version, or a timer that should fire, is not the present
    /// one, when an event is known, or when another conversation has the thread of a conversation; anything
    /// else when the store is broken. After any error nothing was written.
    fn commit(&self, changes: &ChangeSet) -> StoreResult<()>;
}
