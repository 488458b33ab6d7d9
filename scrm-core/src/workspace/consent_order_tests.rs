//! Consent follows when customers said it, in whatever order their messages come in.

use std::io::Cursor;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::tests::incoming;
use super::*;
use crate::desk::IncomingMessage;
use crate::foundation::{CustomerId, Event, EventKind};
use crate::import::ImportOptions;
use crate::reply::ReplyKind;
use crate::store::MemoryStore;
use crate::transport::{Channel, MessageBody};
use crate::trust::consent::Purpose;
use crate::trust::standing;

/// So many minutes after ten.
fn at(minutes: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 10, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

fn said(text: &str, minutes: i64) -> IncomingMessage {
    incoming(&format!("wamid.{text}.{minutes}"), "447400123456", MessageBody::text(text), at(minutes))
}

/// A workspace whose only customer has written, and agreed to marketing at ten.
fn subscribed() -> (Workspace, CustomerId) {
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    let hello = workspace.receive(&[said("hello", -60)], at(-60)).unwrap().remove(0);
    let customer = hello.customer.unwrap();
    consent(
        &workspace,
        &customer,
        EventKind::ConsentGiven { purpose: Purpose::Marketing, channel: None },
        0,
        0,
    );
    (workspace, customer)
}

fn consent(workspace: &Workspace, customer: &CustomerId, kind: EventKind, minutes: i64, now: i64) {
    let (id, customer) = (format!("e_{minutes}_{now}"), Some(customer.clone()));
    let event = Event { v: 1, id: id.as_str().into(), customer, conversation: None, at: at(minutes), kind };
    workspace.record(&[event], at(now)).unwrap();
}

fn agrees(workspace: &Workspace, customer: &CustomerId) -> bool {
    let customer = workspace.customer(customer).unwrap();
    standing(&customer.consents, Purpose::Marketing, Channel::Whatsapp).allowed
}

#[test]
fn every_order_of_stop_and_start_ends_with_what_was_said_last() {
    let orders = [
        (vec![("STOP", 10), ("START", 20)], true),
        (vec![("START", 10), ("STOP", 20)], false),
        (vec![("STOP", 10), ("START", 20), ("STOP", 30)], false),
        (vec![("STOP", 10), ("START", 10)], false),
    ];
    for (words, expected) in orders {
        for turned in 0..words.len() {
            for together in [false, true] {
                let (workspace, customer) = subscribed();
                let mut messages: Vec<IncomingMessage> =
                    words.iter().map(|(word, minutes)| said(word, *minutes)).collect();
                messages.rotate_left(turned);
                if together {
                    workspace.receive(&messages, at(60)).unwrap();
                } else {
                    for (message, minutes) in messages.iter().zip(60..) {
                        workspace.receive(std::slice::from_ref(message), at(minutes)).unwrap();
                    }
                }
                let case = format!("{words:?} turned by {turned}, together {together}");
                assert_eq!(agrees(&workspace, &customer), expected, "{case}");
            }
        }
    }
}

#[test]
fn a_late_stop_is_answered_by_what_holds() {
    let (workspace, customer) = subscribed();
    workspace.receive(&[said("START", 5)], at(6)).unwrap();
    let late = workspace.receive(&[said("STOP", 1)], at(7)).unwrap().remove(0);
    assert_eq!(late.reply, Some(ReplyKind::OptIn));
    assert!(agrees(&workspace, &customer));
    let ledger = workspace.customer(&customer).unwrap().consents;
    assert_eq!(ledger.iter().map(|entry| entry.at).collect::<Vec<_>>(), [at(0), at(1), at(5)]);
}

#[test]
fn a_late_start_takes_no_later_stop_back() {
    let (workspace, customer) = subscribed();
    workspace.receive(&[said("STOP", 10)], at(11)).unwrap();
    let late = workspace.receive(&[said("START", 5)], at(12)).unwrap().remove(0);
    assert_ne!(late.reply, Some(ReplyKind::OptIn));
    assert!(!agrees(&workspace, &customer));
}

#[test]
fn what_is_said_in_the_future_is_said_now() {
    let (workspace, customer) = subscribed();
    workspace.receive(&[said("STOP", 600)], at(10)).unwrap();
    assert!(!agrees(&workspace, &customer));
    workspace.receive(&[said("START", 20)], at(20)).unwrap();
    assert!(agrees(&workspace, &customer));
    let given = EventKind::ConsentGiven { purpose: Purpose::Marketing, channel: None };
    consent(&workspace, &customer, given, 900, 30);
    let withdrawn = EventKind::ConsentWithdrawn { purpose: None, channel: None };
    consent(&workspace, &customer, withdrawn, 40, 40);
    assert!(!agrees(&workspace, &customer));
}

#[test]
fn a_list_imported_before_a_late_stop_comes_in_gives_nothing_back() {
    let file = "Name,Phone,Consent\nAnna Walker,+44 7400 123456,yes\n";
    for by_event in [false, true] {
        let (workspace, customer) = subscribed();
        let options = ImportOptions::new("fair");
        workspace.import_csv(&mut Cursor::new(file), &options, at(20)).unwrap();
        assert!(agrees(&workspace, &customer));
        if by_event {
            let withdrawn = EventKind::ConsentWithdrawn { purpose: None, channel: None };
            consent(&workspace, &customer, withdrawn, 10, 30);
        } else {
            workspace.receive(&[said("STOP", 10)], at(30)).unwrap();
        }
        assert!(!agrees(&workspace, &customer), "by event: {by_event}");
        workspace.receive(&[said("START", 40)], at(40)).unwrap();
        assert!(agrees(&workspace, &customer), "the customer may");
    }
}

#[test]
fn a_stop_in_imported_history_holds_and_fires_nothing() {
    let history = |text: &str, minutes| IncomingMessage { history: true, ..said(text, minutes) };
    let cases = [
        (vec![history("STOP", 10)], false),
        (vec![history("STOP", 10), history("START", 20)], true),
        (vec![history("START", 20), history("STOP", 10)], true),
        (vec![history("STOP", 20), said("START", 30)], true),
        (vec![history("STOP", -10)], true),
    ];
    for (messages, expected) in cases {
        let (workspace, customer) = subscribed();
        for (message, minutes) in messages.iter().zip(60..) {
            let received = workspace.receive(std::slice::from_ref(message), at(minutes)).unwrap().remove(0);
            assert_eq!(received.outbox.is_none(), message.history);
        }
        assert_eq!(agrees(&workspace, &customer), expected, "{messages:?}");
    }
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    let unasked = workspace.receive(&[history("START", 0)], at(1)).unwrap().remove(0).customer.unwrap();
    assert!(
        workspace.customer(&unasked).unwrap().consents.is_empty(),
        "nobody who has not stopped starts again"
    );
}

#[test]
fn of_what_one_turn_says_the_later_word_counts() {
    let body = |text: &str| match text {
        "" => MessageBody::Media { media: "image".to_owned(), caption: None },
        words => MessageBody::text(words),
    };
    let second = |text: &str, seconds: i64| IncomingMessage {
        sent_at: at(10) + TimeDelta::seconds(seconds),
        ..incoming(&format!("wamid.{text}.{seconds}"), "447400123456", body(text), at(10))
    };
    let cases = [
        (&["STOP", "START"][..], true, Some(ReplyKind::OptIn)),
        (&["START", "STOP"], false, Some(ReplyKind::OptOut)),
        (&["STOP", "START", "STOP"], false, Some(ReplyKind::OptOut)),
        (&["STOP", "START", "how much is it?"], true, Some(ReplyKind::Keyword)),
        (&["STOP", "START", ""], true, Some(ReplyKind::Fallback)),
        (&["STOP", "how much is it?"], false, Some(ReplyKind::OptOut)),
        (&["STOP\nSTART"], false, Some(ReplyKind::OptOut)),
    ];
    for (words, expected, reply) in cases {
        let (workspace, customer) = subscribed();
        let mut last = None;
        for (text, seconds) in words.iter().zip(0..) {
            let message = second(text, seconds);
            last =
                workspace.receive(std::slice::from_ref(&message), message.sent_at).unwrap().remove(0).reply;
        }
        assert_eq!((agrees(&workspace, &customer), last), (expected, reply), "{words:?}");
    }
}

/// The sources of the ledger, in the order of time, without the agreement of the beginning.
fn proofs(workspace: &Workspace, customer: &CustomerId) -> Vec<String> {
    let customer = workspace.customer(customer).unwrap();
    customer.consents.into_iter().skip(1).map(|entry| entry.source).collect()
}

/// The proof that a message is, as it came in.
fn proof_by(workspace: &Workspace, message: IncomingMessage) -> String {
    let now = message.sent_at;
    let received = workspace.receive(&[message], now).unwrap().remove(0);
    format!("message:{}", received.message)
}

#[test]
fn the_proof_of_a_word_is_its_message() {
    let (workspace, customer) = subscribed();
    let stop = proof_by(&workspace, said("STOP", 10));
    let start = proof_by(&workspace, said("START", 20));
    assert_eq!(proofs(&workspace, &customer), [stop, start]);
}

#[test]
fn what_comes_after_a_stop_in_its_turn_is_no_proof_of_it() {
    let (workspace, customer) = subscribed();
    let stop = proof_by(&workspace, said("STOP", 10));
    let mut photo = incoming("wamid.photo", "447400123456", MessageBody::text("thank you"), at(10));
    photo.sent_at += TimeDelta::seconds(2);
    proof_by(&workspace, photo);
    assert_eq!(proofs(&workspace, &customer), [stop]);
    assert!(!agrees(&workspace, &customer));
}

#[test]
fn a_stop_in_two_messages_is_proved_by_the_one_that_completes_it() {
    let (workspace, customer) = subscribed();
    proof_by(&workspace, said("stop", 9));
    proof_by(&workspace, said("START", 10));
    let mut first = said("no more", 20);
    first.sent_at = at(20);
    proof_by(&workspace, first);
    let mut second = said("messages", 20);
    second.sent_at += TimeDelta::seconds(2);
    let second = proof_by(&workspace, second);
    assert_eq!(proofs(&workspace, &customer).last(), Some(&second));
}

#[test]
fn a_start_that_was_heard_before_its_stop_is_the_proof_of_itself() {
    let (workspace, customer) = subscribed();
    let start = proof_by(&workspace, said("START", 20));
    let late = workspace.receive(&[said("STOP", 10)], at(30)).unwrap().remove(0);
    assert_eq!(proofs(&workspace, &customer), [format!("message:{}", late.message), start]);
}
