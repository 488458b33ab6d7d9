//! An answer that was not sent answered nobody.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::tests::incoming;
use super::*;
use crate::audit::{CheckId, RemedyAction, Report};
use crate::customer::{IdentifierKind, TimelineEntry};
use crate::desk::{Author, IncomingMessage, Sender, SenderIdentifier};
use crate::foundation::{Event, EventKind, MessageId, MessageStatus};
use crate::store::MemoryStore;
use crate::transport::{Channel, MessageBody, SendFailure};

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap()
}

fn later(seconds: i64) -> DateTime<Utc> {
    noon() + TimeDelta::seconds(seconds)
}

/// A workspace in which a customer asks what a keyword rule answers, and the answer is with a worker.
struct Asked {
    workspace: Workspace,
    message: MessageId,
    lease: LeasedMessage,
}

impl Asked {
    fn new() -> Self {
        let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
        let sender = SenderIdentifier { kind: IdentifierKind::WhatsappId, value: "447400123456".into() };
        let message = IncomingMessage {
            external_id: "wamid.1".into(),
            channel: Channel::Whatsapp,
            account: "shop".into(),
            sender: Sender { identifiers: vec![sender], display_name: None },
            body: MessageBody::text("What is the price of the blue one?"),
            sent_at: noon(),
            history: false,
        };
        let received = workspace.receive(&[message], noon()).unwrap().remove(0);
        let lease = workspace.lease("worker", 1, later(3)).unwrap().remove(0);
        Self { workspace, message: received.message, lease }
    }

    fn attempt(&self) {
        let answer = self.workspace.attempt(&self.lease.message.id, self.lease.generation, later(3)).unwrap();
        assert_eq!(answer, Attempt::Send {});
    }

    fn acknowledge(&self) -> MessageId {
        let Self { workspace, lease, .. } = self;
        workspace.acknowledge(&lease.message.id, lease.generation, None, later(4)).unwrap()
    }

    fn report_status(&self, message: &MessageId, status: MessageStatus) {
        let event = Event {
            v: 1,
            id: format!("status {status:?}").as_str().into(),
            customer: None,
            conversation: None,
            at: later(5),
            kind: EventKind::MessageStatusChanged { message: message.clone(), status },
        };
        self.workspace.record(&[event], later(5)).unwrap();
    }

    fn person_replies(&self) {
        let event = Event {
            v: 1,
            id: "e_1".into(),
            customer: Some(self.lease.message.customer.clone()),
            conversation: None,
            at: later(3),
            kind: EventKind::AgentReplied { agent: None, message: None, body: None },
        };
        self.workspace.record(&[event], later(3)).unwrap();
    }

    /// Messages answered by a rule: as the audit's check and its waits, and as the rules' health count them.
    fn answered(&self) -> (u64, u64, u64) {
        let report = self.report();
        let health = self.workspace.keyword_health(None, later(60)).unwrap();
        let triggered = report.questions.rules.iter().map(|rule| rule.messages).sum();
        let share = report.check(CheckId::TriggerRate).and_then(|check| check.value);
        assert_eq!(share, Some(triggered as f64 * 100.0), "one message, which a rule may answer");
        (triggered, report.conversations.answered_by.rule, health.answered)
    }

    fn report(&self) -> Report {
        self.workspace.audit(later(60)).unwrap()
    }

    fn explained(&self) -> String {
        self.workspace.explain(self.message.as_str()).unwrap().to_text()
    }

    fn assert_unanswered(&self, why: &str) {
        assert_eq!(self.answered(), (0, 0, 0), "{why}");
        let explained = self.explained();
        assert!(explained.contains("was not sent"), "{explained}");
        assert!(explained.contains(&format!("state {why}")), "{explained}");
        let report = self.report();
        assert_eq!(report.outbox.not_sent.get(why), Some(&1), "{:?}", report.outbox);
        let settle = report.remedies.iter().find_map(|remedy| match &remedy.action {
            RemedyAction::SettleOutbox { not_sent } => Some(not_sent),
            _ => None,
        });
        assert_eq!(settle, Some(&report.outbox.not_sent));
    }
}

fn refused() -> SendFailure {
    SendFailure { code: "131026".to_owned(), retryable: false, retry_after: None, opted_out: false }
}

#[test]
fn an_answer_on_its_way_stands_and_one_that_was_sent_ends_the_wait() {
    let asked = Asked::new();
    assert_eq!(asked.answered(), (1, 0, 1));
    asked.attempt();
    assert_eq!(asked.answered(), (1, 0, 1));
    asked.acknowledge();
    assert_eq!(asked.answered(), (1, 1, 1));
    assert!(asked.explained().contains("answered by"), "{}", asked.explained());
    assert!(asked.report().outbox.not_sent.is_empty());
}

#[test]
fn an_answer_that_the_provider_refused_is_none() {
    let asked = Asked::new();
    asked.attempt();
    asked.workspace.fail(&asked.lease.message.id, asked.lease.generation, &refused(), later(4)).unwrap();
    asked.assert_unanswered("failed");
    let covered = asked.report().questions.covered;
    assert_eq!(covered, 1, "a rule knows the question all the same");
}

#[test]
fn an_unknown_answer_is_none_until_it_is_settled() {
    let asked = Asked::new();
    asked.attempt();
    asked.workspace.lose(&asked.lease.message.id, asked.lease.generation, later(4)).unwrap();
    asked.assert_unanswered("unknown");
    asked.acknowledge();
    assert_eq!(asked.answered(), (1, 1, 1));
}

#[test]
fn an_answer_that_could_not_be_delivered_is_none_unless_it_arrives_after_all() {
    let asked = Asked::new();
    asked.attempt();
    let sent = asked.acknowledge();
    let before = asked.workspace.explain(asked.lease.message.id.as_str()).unwrap();
    asked.report_status(&sent, MessageStatus::Failed);
    asked.assert_unanswered("failed");
    asked.report_status(&sent, MessageStatus::Delivered);
    assert_eq!(asked.answered(), (1, 1, 1));
    assert_eq!(asked.workspace.explain(asked.lease.message.id.as_str()).unwrap(), before);
}

#[test]
fn an_answer_that_a_person_overtook_while_it_was_sent_is_not_tried_again() {
    let asked = Asked::new();
    asked.attempt();
    asked.person_replies();
    let busy = SendFailure { code: "500".to_owned(), retryable: true, retry_after: None, opted_out: false };
    asked.workspace.fail(&asked.lease.message.id, asked.lease.generation, &busy, later(4)).unwrap();
    assert!(asked.workspace.lease("worker", 1, later(60)).unwrap().is_empty());
    let explained = asked.workspace.explain(asked.lease.message.id.as_str()).unwrap().to_text();
    assert!(explained.contains("taken back"), "{explained}");
    assert_eq!(asked.answered(), (0, 0, 0));
    assert_eq!(asked.report().conversations.answered_by.person, 1);
}

#[test]
fn an_answer_that_was_taken_back_for_a_person_asks_nothing_of_anybody() {
    let asked = Asked::new();
    asked.person_replies();
    assert_eq!(asked.answered(), (0, 0, 0));
    let report = asked.report();
    assert_eq!(report.conversations.answered_by.person, 1);
    assert_eq!(report.outbox.not_sent.get("cancelled"), Some(&1));
    assert!(!report.remedies.iter().any(|r| matches!(r.action, RemedyAction::SettleOutbox { .. })));
}

#[test]
fn messages_of_ours_are_explained_as_ours() {
    let asked = Asked::new();
    asked.attempt();
    let sent = asked.acknowledge();
    asked.person_replies();
    let text = |id: &MessageId| asked.workspace.explain(id.as_str()).unwrap().to_text();
    assert!(text(&sent).starts_with("message — sent by reply.welcome"), "{}", text(&sent));
    assert!(text(&sent).contains(asked.lease.message.id.as_str()), "{}", text(&sent));
    let customer = &asked.lease.message.customer;
    let view = asked.workspace.customer_view(customer, noon(), later(60)).unwrap();
    let written = view.timeline.iter().find_map(|entry| match entry {
        TimelineEntry::Message { message } if matches!(message.author, Author::Agent { .. }) => {
            Some(&message.id)
        }
        _ => None,
    });
    let explained = text(written.unwrap());
    assert!(explained.starts_with("message — written by a person"), "{explained}");
}

#[test]
fn history_and_thanks_are_explained_as_what_they_are() {
    let asked = Asked::new();
    let says = |id: &str, text: &str, history| {
        let message = IncomingMessage {
            external_id: id.into(),
            body: MessageBody::text(text),
            sent_at: later(60),
            history,
            ..incoming("wamid.1", "447400123456", MessageBody::text(""), noon())
        };
        let received = asked.workspace.receive(&[message], later(60)).unwrap().remove(0);
        asked.workspace.explain(received.message.as_str()).unwrap().to_text()
    };
    assert!(says("wamid.2", "What is the price?", true).contains("history, which nothing answers"));
    assert!(says("wamid.3", "Thank you!", false).contains("needs no answer"));
}
