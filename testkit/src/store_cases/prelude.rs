//! What every case needs.

pub(super) use std::collections::BTreeSet;

pub(super) use chrono::{NaiveDate, TimeDelta};
pub(super) use scrm_core::customer::{
    AppliedTag, Customer, Field, FieldName, FieldValue, HeadCount, Position, PriorityState, Stage, TagPhase,
};
pub(super) use scrm_core::desk::{Author, Conversation, Holder, MessageRecord, PastQuestion, Turn};
pub(super) use scrm_core::foundation::{
    AccountId, Budget, ConversationId, Currency, CustomerId, Event, EventId, EventKind, MergeId, MessageId,
    MessageStatus, Money, NoteText, Notice, Order, OutboxId, ProposalId, Reason, fingerprint,
};
pub(super) use scrm_core::store::{
    ChangeSet, Collection, DuplicateReview, MergeRecord, Page, ProposalRecord, ProposalState, ReviewState,
    SearchHit, SearchQuery, Store, StoreError, StoreResult, Stored, Timer, TimerPurpose, Unreadable,
    Versioned,
};
pub(super) use scrm_core::transport::{
    Channel, Lease, MessageBody, OnUnknown, OutboxConfig, OutboxEngine, OutboxMessage, OutboxState,
    SendFailure,
};
pub(super) use scrm_core::trust::consent::{ConsentAction, ConsentEntry, Purpose};

pub(super) use super::{Corruption, StoreUnderTest};
pub(super) use crate::history::dump;
pub(super) use crate::samples::{
    at, conversation, conversation_at, customer, event, identifier, key, known_by, merge, message, named,
    notice, outgoing, proposal, reply, review, timer, waiting,
};

/// A record that must not exist yet.
pub(super) fn new<T>(value: T) -> Versioned<T> {
    Versioned::new(value)
}

/// Commits what `fill` puts into a set.
pub(super) fn write(store: &StoreUnderTest, fill: impl FnOnce(&mut ChangeSet)) {
    let mut set = ChangeSet::default();
    fill(&mut set);
    if let Err(error) = store.commit(&set) {
        panic!("a commit was refused: {error}");
    }
}

/// Commits what `fill` puts into a set, which must conflict, and tells where.
pub(super) fn refused(store: &StoreUnderTest, fill: impl FnOnce(&mut ChangeSet)) -> (Collection, String) {
    let mut set = ChangeSet::default();
    fill(&mut set);
    match store.commit(&set) {
        Err(StoreError::Conflict { collection, id }) => (collection, id),
        Err(other) => panic!("expected a conflict, got {other}"),
        Ok(()) => panic!("expected a conflict, but the set was written"),
    }
}

pub(super) fn customer_of(store: &StoreUnderTest, id: &str) -> Stored<Customer> {
    store.customers(&[id.into()]).unwrap().remove(0).unwrap()
}

pub(super) fn conversation_of(store: &StoreUnderTest, id: &str) -> Stored<Conversation> {
    store.conversations(&[id.into()]).unwrap().remove(0).unwrap()
}

pub(super) fn message_of(store: &StoreUnderTest, id: &str) -> Stored<MessageRecord> {
    store.messages(&[id.into()]).unwrap().remove(0).unwrap()
}

pub(super) fn outbox_of(store: &StoreUnderTest, id: &str) -> Stored<OutboxMessage> {
    store.outbox(&[id.into()]).unwrap().remove(0).unwrap()
}
