//! Messages that wait for a person are listed, and settled by what their listing says.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::*;
use crate::customer::IdentifierKind;
use crate::desk::{IncomingMessage, Sender, SenderIdentifier};
use crate::store::{ChangeSet, Collection, MemoryStore, Unreadable, Versioned};
use crate::transport::{Channel, MessageBody, OutboxState, SendFailure};

fn later(seconds: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap() + TimeDelta::seconds(seconds)
}

fn workspace() -> Workspace {
    Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap()
}

fn greet(workspace: &Workspace, number: u32) {
    let value = format!("4474001234{number:02}").into();
    let message = IncomingMessage {
        external_id: format!("wamid.{number}").as_str().into(),
        channel: Channel::Whatsapp,
        account: "shop".into(),
        sender: Sender {
            identifiers: vec![SenderIdentifier { kind: IdentifierKind::WhatsappId, value }],
            display_name: None,
        },
        body: MessageBody::text("hello"),
        sent_at: later(0),
        history: false,
    };
    workspace.receive(&[message], later(0)).unwrap();
}

fn failure(retryable: bool) -> SendFailure {
    SendFailure { code: "by_hand".to_owned(), retryable, retry_after: None, opted_out: false }
}

/// Sets the only message of the outbox aside, as a customer who cannot be read does.
fn park(workspace: &Workspace) {
    let stored = workspace.store().list_outbox(None, 10).unwrap().remove(0);
    let mut parked = stored.value.as_ref().clone();
    parked.state = OutboxState::Parked { at: later(3), cause: "outbox.customer_unreadable".to_owned() };
    parked.due = None;
    let change = Versioned { expected: stored.version, ..Versioned::new(parked) };
    workspace.store().commit(&ChangeSet { outbox: vec![change], ..ChangeSet::default() }).unwrap();
}

#[test]
fn unknown_messages_are_listed_page_by_page_until_they_are_settled() {
    let workspace = workspace();
    (0..3).for_each(|number| greet(&workspace, number));
    for lease in workspace.lease("worker", 10, later(3)).unwrap() {
        workspace.attempt(&lease.message.id, lease.generation, later(3)).unwrap();
        workspace.lose(&lease.message.id, lease.generation, later(4)).unwrap();
    }
    let all = workspace.unsettled(None, 10).unwrap();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|one| one.state == UnsettledState::Unknown && one.since == later(4)));
    let page = workspace.unsettled(None, 2).unwrap();
    let rest = workspace.unsettled(Some(&page[1].message.id), 2).unwrap();
    assert_eq!([page, rest].concat(), all);
    let [sent, refused, open] = all.as_slice() else { panic!("three") };
    workspace.acknowledge(&sent.message.id, sent.generation, None, later(60)).unwrap();
    workspace.fail(&refused.message.id, refused.generation, &failure(false), later(60)).unwrap();
    assert_eq!(workspace.unsettled(None, 10).unwrap(), std::slice::from_ref(open));
}

#[test]
fn a_message_set_aside_is_given_up_or_due_again() {
    for retryable in [true, false] {
        let workspace = workspace();
        greet(&workspace, 1);
        park(&workspace);
        let listed = workspace.unsettled(None, 10).unwrap();
        let [parked] = listed.as_slice() else { panic!("{listed:?}") };
        assert_eq!(parked.state, UnsettledState::Parked);
        assert_eq!(parked.cause.as_deref(), Some("outbox.customer_unreadable"));
        let acknowledged = workspace.acknowledge(&parked.message.id, parked.generation, None, later(60));
        assert!(acknowledged.is_err(), "it was not sent");
        workspace.fail(&parked.message.id, parked.generation, &failure(retryable), later(60)).unwrap();
        assert!(workspace.unsettled(None, 10).unwrap().is_empty());
        assert_eq!(workspace.lease("worker", 10, later(120)).unwrap().len(), usize::from(retryable));
    }
}

#[test]
fn rows_set_aside_are_listed_by_id() {
    let workspace = workspace();
    let row =
        |id: &str| Unreadable { collection: Collection::Timers, id: id.to_owned(), cause: "json".to_owned() };
    let park = ["t_2", "t_3", "t_1"].map(row).to_vec();
    workspace.store().commit(&ChangeSet { park, ..ChangeSet::default() }).unwrap();
    assert_eq!(workspace.parked_rows(None, 2).unwrap(), [row("t_1"), row("t_2")]);
    assert_eq!(workspace.parked_rows(Some("t_2"), 2).unwrap(), [row("t_3")]);
}
