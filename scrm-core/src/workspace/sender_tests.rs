//! What later messages tell of who writes.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::tests::incoming;
use super::*;
use crate::customer::{FieldName, IdentifierKind};
use crate::desk::SenderIdentifier;
use crate::foundation::CustomerId;
use crate::store::MemoryStore;
use crate::transport::MessageBody;

const NUMBER: &str = "905321234567";

fn at(minutes: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 2, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

fn number(value: &str) -> SenderIdentifier {
    SenderIdentifier { kind: IdentifierKind::WhatsappId, value: value.into() }
}

fn scoped(value: &str) -> SenderIdentifier {
    SenderIdentifier { kind: IdentifierKind::ScopedUserId, value: value.into() }
}

/// Takes in a message of each sender, a minute after the one before; gives whose they are.
fn receive(workspace: &Workspace, senders: &[(&[SenderIdentifier], Option<&str>)]) -> Vec<CustomerId> {
    let write = |(minutes, (identifiers, name)): (i64, &(&[SenderIdentifier], Option<&str>))| {
        let id = format!("wamid.{minutes}");
        let mut message = incoming(&id, NUMBER, MessageBody::text("hello"), at(minutes));
        message.sender.identifiers = identifiers.to_vec();
        message.sender.display_name = name.map(str::to_owned);
        workspace.receive(&[message], at(minutes)).unwrap().remove(0).customer.unwrap()
    };
    (0..).zip(senders).map(write).collect()
}

fn workspace() -> Workspace {
    Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap()
}

#[test]
fn whoever_hides_the_number_later_stays_the_same_customer() {
    let workspace = workspace();
    let both = [number(NUMBER), scoped("U77")];
    let owners = receive(&workspace, &[(&both[..1], None), (&both, None), (&both[1..], None)]);
    assert_eq!(owners[0], owners[1]);
    assert_eq!(owners[0], owners[2]);
}

#[test]
fn an_id_that_another_customer_carries_stays_theirs() {
    let workspace = workspace();
    let (mine, theirs) = ([number(NUMBER)], [scoped("U77")]);
    let both = [number(NUMBER), scoped("U77")];
    let owners = receive(&workspace, &[(&mine, None), (&theirs, None), (&both, None), (&theirs, None)]);
    assert_eq!((&owners[0], &owners[1]), (&owners[2], &owners[3]));
    assert_ne!(owners[0], owners[1]);
    assert_eq!(workspace.customer(&owners[0]).unwrap().identifiers.len(), 1);
}

#[test]
fn a_name_that_is_shown_later_is_kept_and_a_known_one_stays() {
    let workspace = workspace();
    let sender = [number(NUMBER)];
    let shown = [None, Some("~"), Some("Ayşe Yılmaz"), Some("Ayşe at work")];
    let messages: Vec<(&[SenderIdentifier], Option<&str>)> = shown.map(|name| (&sender[..], name)).to_vec();
    let owners = receive(&workspace, &messages);
    let customer = workspace.customer(&owners[0]).unwrap();
    assert_eq!(customer.text(&FieldName::Name), Some("Ayşe Yılmaz"));
    assert_eq!(workspace.search("yilmaz", 10).unwrap().len(), 1);
}
