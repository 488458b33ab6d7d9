//! Everything one decision writes, in one piece.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::records::{DuplicateReview, MergeRecord, ProposalRecord, Timer, Unreadable};
use crate::customer::Customer;
use crate::desk::{Conversation, MessageRecord};
use crate::foundation::{CustomerId, Event, Fingerprint, Notice, TimerKey};
use crate::transport::OutboxMessage;

/// A record to write and the version it must have now; 0 means that it must not exist.
#[derive(Clone, Debug)]
pub struct Versioned<T> {
    /// The version that was read.
    pub expected: u64,
    /// What to write.
    pub value: Arc<T>,
    /// The same in the form in which stores keep it ([`Customer::write_stored`]), where whoever made the record
    /// had the time to write it: an import does on its reading thread. A store may take it or leave it.
    pub stored: Option<StoredForm>,
}

/// A record as stores keep it. `Debug` tells its length, never what it says.
#[derive(Clone)]
pub struct StoredForm(Arc<[u8]>);

impl StoredForm {
    /// A customer's; `None` where it cannot be written.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// use scrm_core::store::StoredForm;
    /// let customer = Customer::new("c_1".into(), chrono::DateTime::UNIX_EPOCH);
    /// let form = StoredForm::of(&customer).unwrap();
    /// assert_eq!(Customer::read_stored(form.as_bytes()).unwrap(), customer);
    /// ```
    #[must_use]
    pub fn of(customer: &Customer) -> Option<Self> {
        StoredFormWriter::default().write(customer)
    }

    /// What a store writes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Writes stored forms one after the other, in room that is made once. `Debug` hides what was written last.
#[derive(Default)]
pub(crate) struct StoredFormWriter {
    room: Vec<u8>,
}

impl StoredFormWriter {
    pub(crate) fn write(&mut self, customer: &Customer) -> Option<StoredForm> {
        self.room.clear();
        customer.write_stored(&mut self.room).ok().map(|()| StoredForm(self.room.as_slice().into()))
    }
}

impl fmt::Debug for StoredFormWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredFormWriter").finish_non_exhaustive()
    }
}

impl fmt::Debug for StoredForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

impl<T> Versioned<T> {
    /// A new record.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { expected: 0, value: Arc::new(value), stored: None }
    }

    /// A record that was read at `expected`.
    #[must_use]
    pub fn at(expected: u64, value: T) -> Self {
        Self { expected, value: Arc::new(value), stored: None }
    }
}

/// One atomic write. Lists are applied in the order of the fields; within one list every id occurs once.
#[derive(Clone, Debug, Default)]
pub struct ChangeSet {
    /// Customers that must still have the version they were read at, though this set does not write them: a
    /// hand-off is only committed while the consent it relied on stands.
    pub unchanged_customers: Vec<(CustomerId, u64)>,
    /// Customers with their identifiers: the store keeps its own index of keys in step, and drops a customer
    /// with `merged_into` from it.
    pub customers: Vec<Versioned<Customer>>,
    /// Import rows now accounted for, with the customer they went to. Known ones are skipped.
    pub imported_rows: Vec<(Fingerprint, CustomerId)>,
    /// Conversations.
    pub conversations: Vec<Versioned<Conversation>>,
    /// Messages.
    pub messages: Vec<Versioned<MessageRecord>>,
    /// Outbox messages.
    pub outbox: Vec<Versioned<OutboxMessage>>,
    /// Timers that fired, with the due time they had: each must be present with it, and goes.
    pub fired_timers: Vec<(TimerKey, DateTime<Utc>)>,
    /// Timers to cancel, present or not.
    pub cancelled_timers: Vec<TimerKey>,
    /// Timers to set; one with the same key is replaced.
    pub timers: Vec<Timer>,
    /// Events to append. An id that is known makes the whole set conflict.
    pub events: Vec<Event>,
    /// Notices to add; a known key is left as it was.
    pub notices: Vec<Notice>,
    /// Merges.
    pub merges: Vec<Versioned<MergeRecord>>,
    /// Pairs for review.
    pub reviews: Vec<Versioned<DuplicateReview>>,
    /// Keyword groups that were proposed.
    pub proposals: Vec<Versioned<ProposalRecord>>,
    /// Settings to write.
    pub settings: Vec<(String, String)>,
    /// Rows that cannot be read: set aside with the cause, their bytes untouched, no longer due.
    pub park: Vec<Unreadable>,
}

impl ChangeSet {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unchanged_customers.is_empty()
            && self.customers.is_empty()
            && self.imported_rows.is_empty()
            && self.conversations.is_empty()
            && self.messages.is_empty()
            && self.outbox.is_empty()
            && self.fired_timers.is_empty()
            && self.cancelled_timers.is_empty()
            && self.timers.is_empty()
            && self.events.is_empty()
            && self.notices.is_empty()
            && self.merges.is_empty()
            && self.reviews.is_empty()
            && self.proposals.is_empty()
            && self.settings.is_empty()
            && self.park.is_empty()
    }
}
