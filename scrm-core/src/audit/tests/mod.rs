//! Tests of the audit.

mod intervals;
mod pages;
mod runs;
mod value;
mod verdicts;

use chrono::{DateTime, TimeZone, Utc};

use super::{Audit, AuditConfig};
use crate::customer::{Customer, CustomerConfig, Field, FieldName, FieldValue, TagPhase};
use crate::desk::{Author, MessageRecord};
use crate::foundation::time::Calendar;
use crate::foundation::{ConversationId, CustomerId, MessageId, Reason, RuleId, TagId};
use crate::transport::MessageBody;

fn at(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, day, hour, minute, 0).unwrap()
}

fn audit() -> Audit {
    audit_with(|_, _| {})
}

fn audit_with(change: impl FnOnce(&mut AuditConfig, &mut CustomerConfig)) -> Audit {
    let (mut config, mut customers) = (AuditConfig::standard(), CustomerConfig::standard());
    change(&mut config, &mut customers);
    Audit::new(&config, &customers, Calendar::utc()).unwrap()
}

/// A customer with these fields.
fn customer(id: &str, values: &[(FieldName, FieldValue)]) -> Customer {
    let mut customer = Customer::new(CustomerId::new(id), at(1, 9, 0));
    for (name, value) in values {
        let field = Field { value: value.clone(), source: "import:list.csv".into(), at: at(1, 9, 0) };
        customer.set_field(name.clone(), field);
    }
    customer
}

fn named(id: &str, name: &str) -> Customer {
    customer(id, &[(FieldName::Name, FieldValue::Text(name.into()))])
}

fn tagged(mut customer: Customer, tag: &str) -> Customer {
    customer.tags.push(crate::customer::AppliedTag {
        tag: TagId::new(tag),
        set_at: at(1, 9, 0),
        confirmed_at: at(1, 9, 0),
        rule: None,
        reason: Reason::new("tag.by_hand"),
        phase: TagPhase::Active,
        expires_at: None,
    });
    customer
}

fn message(id: &str, thread: &str, author: Author, words: &str, at: DateTime<Utc>) -> MessageRecord {
    MessageRecord {
        v: 1,
        id: MessageId::new(id),
        conversation: ConversationId::new(thread),
        customer: CustomerId::new(thread),
        author,
        body: MessageBody::text(words),
        at,
        external_id: None,
        status: None,
        answered_by: None,
        answerable: false,
        outbox: None,
        reception: None,
        reasons: Vec::new().into(),
    }
}

/// A message that a rule may answer, and the rule that did.
fn asked(id: &str, thread: &str, words: &str, rule: Option<&str>, at: DateTime<Utc>) -> MessageRecord {
    MessageRecord {
        answerable: true,
        outbox: None,
        reception: None,
        answered_by: rule.map(RuleId::new),
        ..message(id, thread, Author::Customer, words, at)
    }
}

fn replied(id: &str, thread: &str, rule: Option<&str>, at: DateTime<Utc>) -> MessageRecord {
    let author =
        rule.map_or(Author::Agent { agent: None }, |rule| Author::Engine { rule: RuleId::new(rule) });
    message(id, thread, author, "…", at)
}
