//! What is told late of earlier undoes nothing of later, and what comes in one call is taken by its times.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::tests::incoming;
use super::*;
use crate::desk::{Holder, IncomingMessage};
use crate::foundation::{AgentId, Coded, Event, EventKind, Money, NoticeKind, Order};
use crate::reply::ReplyKind;
use crate::store::MemoryStore;
use crate::transport::MessageBody;

fn at(minutes: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 2, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

const NOW: i64 = 300;

fn message(id: &str, text: &str, sent_at: DateTime<Utc>) -> IncomingMessage {
    incoming(id, "447400123456", MessageBody::text(text), sent_at)
}

/// A customer who was welcomed.
struct Told {
    workspace: Workspace,
    customer: Received,
}

impl Told {
    fn new() -> Self {
        let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
        let customer = workspace.receive(&[message("m_1", "hello", at(0))], at(0)).unwrap().remove(0);
        Self { workspace, customer }
    }

    fn event(&self, kind: &EventKind, minutes: i64) -> Event {
        let id = format!("{minutes} {kind:?}").as_str().into();
        let customer = self.customer.customer.clone();
        Event { v: 1, id, at: at(minutes), customer, conversation: None, kind: kind.clone() }
    }

    /// The same events in both orders, in one call and one call after another; each time `seen` is what is expected.
    fn in_any_order<T: PartialEq + std::fmt::Debug>(
        events: &[(EventKind, i64)],
        expected: &T,
        seen: impl Fn(&Self) -> T,
    ) {
        let mut backwards = events.to_vec();
        backwards.reverse();
        for order in [events, backwards.as_slice()] {
            let (together, apart) = (Self::new(), Self::new());
            let batch: Vec<Event> =
                order.iter().map(|(kind, minutes)| together.event(kind, *minutes)).collect();
            let recorded = together.workspace.record(&batch, at(NOW)).unwrap();
            assert!(recorded.iter().zip(&batch).all(|(recorded, event)| recorded.event == event.id));
            for event in &batch {
                apart.workspace.record(std::slice::from_ref(event), at(NOW)).unwrap();
            }
            assert_eq!((&seen(&together), &seen(&apart)), (expected, expected), "{order:?}");
        }
    }

    fn holder(&self) -> Holder {
        let id = self.customer.conversation.clone().unwrap();
        self.workspace.store().conversations(&[id]).unwrap()[0].clone().unwrap().value.holder.clone()
    }

    /// Who holds the thread, where a person does.
    fn agent(&self) -> Option<String> {
        match self.holder() {
            Holder::Human { agent, .. } => agent.map(|agent| agent.to_string()),
            _ => None,
        }
    }

    fn tags(&self) -> Vec<String> {
        let customer = self.workspace.customer(self.customer.customer.as_ref().unwrap()).unwrap();
        let mut tags: Vec<String> = customer.tags.iter().map(|tag| tag.tag.to_string()).collect();
        tags.sort();
        tags
    }
}

fn replied(agent: &str) -> EventKind {
    EventKind::AgentReplied { agent: Some(AgentId::new(agent)), message: None, body: None }
}

fn taken(agent: &str) -> EventKind {
    EventKind::ConversationTaken { agent: AgentId::new(agent) }
}

fn closed() -> EventKind {
    EventKind::ConversationClosed { resolved: true }
}

fn set(tag: &str) -> EventKind {
    EventKind::TagSet { tag: tag.into(), agent: None }
}

fn removed(tag: &str) -> EventKind {
    EventKind::TagRemoved { tag: tag.into(), cause: "by_hand".to_owned(), agent: None }
}

#[test]
fn who_holds_a_conversation_follows_the_times() {
    for (events, agent) in [
        ([(replied("lin"), 60), (closed(), 120)], None),
        ([(taken("lin"), 60), (closed(), 120)], None),
        ([(closed(), 60), (taken("lin"), 120)], Some("lin")),
        ([(closed(), 60), (replied("lin"), 120)], Some("lin")),
        ([(taken("lin"), 60), (taken("wu"), 120)], Some("wu")),
        ([(replied("lin"), 60), (taken("wu"), 120)], Some("wu")),
        ([(taken("lin"), 60), (replied("wu"), 120)], Some("wu")),
    ] {
        let kind = if agent.is_some() { ReplyKind::Silent } else { ReplyKind::Keyword };
        Told::in_any_order(&events, &agent.map(str::to_owned), Told::agent);
        Told::in_any_order(&events, &Some(kind), |told| {
            let later = at(NOW + 1);
            told.workspace.receive(&[message("m_2", "how much is it?", later)], later).unwrap()[0].reply
        });
    }
}

#[test]
fn tags_follow_the_times() {
    const SAMPLE: &str = "behaviour.sample_sent";
    for (events, left) in [
        (vec![(set(SAMPLE), 60), (removed(SAMPLE), 120)], None),
        (vec![(EventKind::SampleSent {}, 60), (removed(SAMPLE), 120)], None),
        (vec![(removed(SAMPLE), 60), (EventKind::SampleSent {}, 120)], Some(SAMPLE)),
        (vec![(removed("value.strategic"), 60), (set("value.strategic"), 120)], Some("value.strategic")),
        (vec![(set("value.tier_a"), 60), (set("value.tier_b"), 120)], Some("value.tier_b")),
        (
            vec![(set("value.tier_a"), 60), (removed("value.tier_a"), 90), (set("value.tier_a"), 120)],
            Some("value.tier_a"),
        ),
    ] {
        let left: Vec<String> = left.map(str::to_owned).into_iter().collect();
        Told::in_any_order(&events, &left, Told::tags);
    }
}

#[test]
fn messages_of_one_call_are_read_as_they_were_written() {
    let told = Told::new();
    let second = message("m_3", "стоит чай", at(60) + TimeDelta::seconds(1));
    let first = message("m_2", "сколько", at(60));
    let received = told.workspace.receive(&[second.clone(), first.clone()], at(61)).unwrap();
    assert_eq!(received[0].reply, Some(ReplyKind::Keyword), "the whole turn is known with the later one");
    let again = told.workspace.receive(&[first, second], at(61)).unwrap();
    assert_eq!(received[0].message, again[1].message);
}

#[test]
fn a_thread_is_found_by_its_customer() {
    let told = Told::new();
    told.workspace.record(&[told.event(&taken("lin"), 60)], at(60)).unwrap();
    assert!(matches!(told.holder(), Holder::Human { .. }));
    told.workspace.record(&[told.event(&closed(), 70)], at(70)).unwrap();
    assert_eq!(told.holder(), Holder::Bot);
    // Who never wrote has no thread that could be taken.
    let file = "name,phone\nOmar Haddad,+971501234567\n";
    let options = crate::import::ImportOptions::new("test");
    told.workspace.import_csv(&mut std::io::Cursor::new(file), &options, at(71)).unwrap();
    let customers = told.workspace.customers(None, 10).unwrap();
    let silent = customers.iter().find(|other| Some(&other.id) != told.customer.customer.as_ref()).unwrap();
    let event = Event { customer: Some(silent.id.clone()), ..told.event(&closed(), 72) };
    let refused = told.workspace.record(&[event], at(72)).unwrap_err();
    assert_eq!(refused.code(), "workspace.event_without");
    assert_eq!(refused.field().as_deref(), Some("events[0].conversation"));
}

#[test]
fn an_order_of_years_ago_asks_for_no_greeting() {
    let told = Told::new();
    let currency = told.workspace.engines().currency().base;
    let greetings = |days: i64, number: &str| {
        let order = Order { number: number.to_owned(), total: Money::major(600_000, currency) };
        let event = Event {
            at: at(NOW) - TimeDelta::days(days),
            ..told.event(&EventKind::OrderPlaced { order }, NOW + days)
        };
        told.workspace.record(&[event], at(NOW)).unwrap();
        let notices = told.workspace.store().list_notices(at(0), at(2 * NOW), 100).unwrap();
        notices.iter().filter(|notice| notice.kind == NoticeKind::GreetingDue).count()
    };
    assert_eq!(greetings(366, "A-1"), 0);
    assert_eq!(greetings(364, "A-2"), 1);
}
