//! Tests of the store as a whole.

mod atomic;
mod grouped;
mod import;
mod kept;
mod keys;
mod opening;
mod poison;
mod privacy;
mod search;
mod segments;

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use scrm_core::customer::{
    Customer, Field, FieldName, FieldValue, Identifier, IdentifierKey, IdentifierKind,
};
use scrm_core::desk::{Author, Conversation, MessageRecord};
use scrm_core::foundation::{CustomerId, TimerKey};
use scrm_core::keyword::KeywordTerm;
use scrm_core::store::{ChangeSet, ProposalRecord, ProposalState, Store, Timer, TimerPurpose, Versioned};
use scrm_core::transport::{Channel, MessageBody, OnUnknown, OutboxMessage, OutboxState, OutgoingMessage};
use scrm_core::trust::consent::Purpose;

use crate::store::Open;
use crate::{SqliteOptions, SqliteStore};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("scrm-sqlite-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn database(&self) -> PathBuf {
        self.0.join("store.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, &SqliteOptions::default()).unwrap()
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_600_000, 0).unwrap()
}

fn minute(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

fn customer(id: &str, name: &str, keys: &[&str]) -> Customer {
    let mut customer = Customer::new(id.into(), now());
    let value = FieldValue::Text(name.into());
    customer.set_field(FieldName::Name, Field { value, source: "message".into(), at: now() });
    customer.identifiers = keys.iter().map(|key| identifier(key)).collect();
    customer
}

fn identifier(key: &str) -> Identifier {
    Identifier {
        kind: IdentifierKind::Phone,
        value: key.split_once(':').unwrap().1.into(),
        raw: None,
        key: IdentifierKey::from_stored(key),
        source: "message".into(),
        at: now(),
        undeliverable: false,
    }
}

fn conversation(id: &str, customer: &str) -> Conversation {
    let address = IdentifierKey::from_stored(format!("tel:+{id}"));
    Conversation::new(id.into(), customer.into(), Channel::Whatsapp, "main".into(), address, now())
}

fn message(id: &str, customer: &str, text: &str) -> MessageRecord {
    MessageRecord {
        v: 1,
        id: id.into(),
        conversation: "v_1".into(),
        customer: customer.into(),
        author: Author::Customer,
        body: MessageBody::text(text),
        at: now(),
        external_id: None,
        status: None,
        answered_by: None,
        answerable: true,
        outbox: None,
        reception: None,
        reasons: Vec::new().into(),
    }
}

fn outbox(id: &str, customer: &str, due: DateTime<Utc>) -> OutboxMessage {
    OutboxMessage {
        v: 1,
        message: OutgoingMessage {
            id: id.into(),
            customer: customer.into(),
            conversation: "v_1".into(),
            channel: Channel::Whatsapp,
            account: "main".into(),
            to: IdentifierKey::from_stored("tel:+886912000456"),
            body: MessageBody::text("Thank you"),
            purpose: Purpose::Service,
            rule: "welcome".into(),
            not_before: due,
            expires_at: None,
            on_unknown: OnUnknown::Park,
            answers: Vec::new(),
        },
        state: OutboxState::Pending,
        created_at: now(),
        due: Some(due),
        attempts: 0,
        generation: 0,
        message_record: None,
        taken_back: None,
    }
}

fn proposal(id: &str) -> ProposalRecord {
    ProposalRecord {
        v: 1,
        id: id.into(),
        at: now(),
        name: "ремонт".to_owned(),
        terms: vec![KeywordTerm::new("ремонт")],
        state: ProposalState::Open,
        decided_at: None,
        answer: None,
    }
}

fn timer(key: &str, customer: &str, due: DateTime<Utc>) -> Timer {
    Timer {
        key: TimerKey::new(key),
        due,
        customer: CustomerId::new(customer),
        conversation: None,
        purpose: TimerPurpose::FollowUp {},
    }
}

fn write_customers(store: &SqliteStore, customers: Vec<Versioned<Customer>>) {
    store.commit(&ChangeSet { customers, ..ChangeSet::default() }).unwrap();
}

fn write_messages(store: &SqliteStore, messages: Vec<Versioned<MessageRecord>>) {
    store.commit(&ChangeSet { messages, ..ChangeSet::default() }).unwrap();
}

/// Reaches behind the store.
fn change(store: &SqliteStore, work: impl FnOnce(&mut Open)) {
    store
        .with(|open| {
            work(open);
            Ok(())
        })
        .unwrap();
}
