//! Small records to write tests with: one line each, every field that matters an argument.

use chrono::{DateTime, TimeDelta, Utc};
use scrm_core::customer::{
    Customer, Field, FieldName, FieldValue, Identifier, IdentifierKey, IdentifierKind,
};
use scrm_core::desk::{Author, Conversation, MessageRecord};
use scrm_core::foundation::{
    AccountId, ConversationId, CustomerId, Event, EventId, EventKind, ExternalId, MergeId, MessageId, Notice,
    NoticeKind, OutboxId, ProposalId, Reason, RuleId, TimerKey,
};
use scrm_core::keyword::KeywordTerm;
use scrm_core::store::{
    DuplicateReview, MergeRecord, PriorImage, ProposalRecord, ProposalState, ReviewState, Timer, TimerPurpose,
};
use scrm_core::transport::{Channel, MessageBody, OnUnknown, OutboxMessage, OutboxState, OutgoingMessage};
use scrm_core::trust::consent::Purpose;

use crate::VirtualClock;

/// So many seconds after 9:00 UTC on Monday, 5 January 2026.
#[must_use]
pub fn at(seconds: i64) -> DateTime<Utc> {
    VirtualClock::new().now() + TimeDelta::seconds(seconds)
}

/// A customer without fields.
#[must_use]
pub fn customer(id: &str) -> Customer {
    Customer::new(CustomerId::new(id), at(0))
}

/// A customer with a name.
#[must_use]
pub fn named(id: &str, name: &str) -> Customer {
    let mut customer = customer(id);
    let value = FieldValue::Text(name.into());
    customer.set_field(FieldName::Name, Field { value, source: "message".into(), at: at(0) });
    customer
}

/// An identifier with this key.
#[must_use]
pub fn identifier(key: &str) -> Identifier {
    let key = IdentifierKey::from_stored(key);
    let kind = match key.namespace() {
        "email" => IdentifierKind::Email,
        "tel" => IdentifierKind::Phone,
        other => IdentifierKind::System(other.into()),
    };
    let value = key.value().into();
    Identifier { kind, value, raw: None, key, source: "message".into(), at: at(0), undeliverable: false }
}

/// A customer who is known by these keys.
#[must_use]
pub fn known_by(id: &str, keys: &[&str]) -> Customer {
    Customer { identifiers: keys.iter().map(|key| identifier(key)).collect(), ..customer(id) }
}

/// A key, as it is looked up.
#[must_use]
pub fn key(text: &str) -> IdentifierKey {
    IdentifierKey::from_stored(text)
}

/// A conversation on WhatsApp with the account `main`, at an address of its own.
#[must_use]
pub fn conversation(id: &str, customer: &str) -> Conversation {
    conversation_at(id, customer, &format!("tel:{id}"))
}

/// A conversation on WhatsApp with the account `main`.
#[must_use]
pub fn conversation_at(id: &str, customer: &str, address: &str) -> Conversation {
    let (id, customer) = (ConversationId::new(id), CustomerId::new(customer));
    Conversation::new(id, customer, Channel::Whatsapp, AccountId::new("main"), key(address), at(0))
}

/// A message from a customer, in the conversation `v_` and their id.
#[must_use]
pub fn message(id: &str, customer: &str, seconds: i64, text: &str) -> MessageRecord {
    MessageRecord {
        v: 1,
        id: MessageId::new(id),
        conversation: ConversationId::new(format!("v_{customer}")),
        customer: CustomerId::new(customer),
        author: Author::Customer,
        body: MessageBody::text(text),
        at: at(seconds),
        external_id: None,
        status: None,
        answered_by: None,
        answerable: true,
        outbox: None,
        reception: None,
        reasons: Vec::new().into(),
    }
}

/// A message of the engine's that the provider knows under an id.
#[must_use]
pub fn reply(id: &str, customer: &str, seconds: i64, external: &str) -> MessageRecord {
    MessageRecord {
        author: Author::Engine { rule: RuleId::new("welcome") },
        external_id: Some(ExternalId::new(external)),
        answerable: false,
        outbox: None,
        reception: None,
        ..message(id, customer, seconds, "您好")
    }
}

/// A message that waits in the outbox.
#[must_use]
pub fn waiting(id: &str, customer: &str, due: i64) -> OutboxMessage {
    OutboxMessage {
        v: 1,
        message: outgoing(id, customer, due),
        state: OutboxState::Pending,
        created_at: at(0),
        due: Some(at(due)),
        attempts: 0,
        generation: 0,
        message_record: None,
        taken_back: None,
    }
}

/// A message to be sent, of which an interrupted attempt is set aside.
#[must_use]
pub fn outgoing(id: &str, customer: &str, not_before: i64) -> OutgoingMessage {
    OutgoingMessage {
        id: OutboxId::new(id),
        customer: CustomerId::new(customer),
        conversation: ConversationId::new(format!("v_{customer}")),
        channel: Channel::Whatsapp,
        account: AccountId::new("main"),
        to: key("tel:+886912000456"),
        body: MessageBody::text("您好"),
        purpose: Purpose::Service,
        rule: RuleId::new("welcome"),
        not_before: at(not_before),
        expires_at: None,
        on_unknown: OnUnknown::Park,
        answers: Vec::new(),
    }
}

/// A follow-up timer.
#[must_use]
pub fn timer(key: &str, customer: &str, due: i64) -> Timer {
    Timer {
        key: TimerKey::new(key),
        due: at(due),
        customer: CustomerId::new(customer),
        conversation: None,
        purpose: TimerPurpose::FollowUp {},
    }
}

/// An event of a customer's.
#[must_use]
pub fn event(id: &str, customer: &str, seconds: i64) -> Event {
    Event {
        v: 1,
        id: EventId::new(id),
        at: at(seconds),
        customer: Some(CustomerId::new(customer)),
        conversation: None,
        kind: EventKind::SampleSent {},
    }
}

/// A notice.
#[must_use]
pub fn notice(key: &str, customer: &str, seconds: i64) -> Notice {
    Notice {
        key: key.to_owned(),
        kind: NoticeKind::FollowUpDue,
        customer: CustomerId::new(customer),
        audience: "owner".to_owned(),
        at: at(seconds),
        deadline: None,
        reason: Reason::new("follow_up.due"),
    }
}

/// A merge of `absorbed` into `survivor`.
#[must_use]
pub fn merge(id: &str, survivor: &str, absorbed: &str) -> MergeRecord {
    let image = |id: &str| PriorImage {
        customer: customer(id),
        conversations: vec![ConversationId::new(format!("v_{id}"))],
        timers: vec![timer(&format!("t_{id}"), id, 60)],
    };
    MergeRecord {
        v: 1,
        id: MergeId::new(id),
        at: at(0),
        survivor: image(survivor),
        absorbed: image(absorbed),
        result: customer(survivor),
        reasons: vec![Reason::new("dedupe.same_phone")],
        undone_at: None,
    }
}

/// A pair that waits for a person.
#[must_use]
pub fn review(first: &str, second: &str) -> DuplicateReview {
    DuplicateReview {
        v: 1,
        first: CustomerId::new(first),
        second: CustomerId::new(second),
        at: at(0),
        reasons: vec![Reason::new("dedupe.similar_name").with("score", 0.7)],
        state: ReviewState::Open,
    }
}

/// A keyword group that nobody has decided about.
#[must_use]
pub fn proposal(id: &str) -> ProposalRecord {
    ProposalRecord {
        v: 1,
        id: ProposalId::new(id),
        at: at(0),
        name: "ремонт часов".to_owned(),
        terms: vec![
            KeywordTerm::new("ремонт"),
            KeywordTerm { near: vec!["часы".to_owned()], ..KeywordTerm::new("修理") },
        ],
        state: ProposalState::Open,
        decided_at: None,
        answer: None,
    }
}
