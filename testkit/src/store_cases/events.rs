//! The event log.

use super::prelude::*;

pub fn an_empty_log_knows_nothing(store: &StoreUnderTest) {
    assert_eq!(store.known_events(&["e_1".into()]).unwrap(), [false]);
    assert!(store.known_events(&[]).unwrap().is_empty());
    assert!(listed(store, 0, 99, &Page::first(9)).is_empty());
}

pub fn known_events_are_answered_in_the_order_asked(store: &StoreUnderTest) {
    write(store, |set| set.events.push(event("e_1", "c_1", 0)));
    let asked = ["e_0", "e_1", "e_1", "e_2"].map(EventId::new);
    assert_eq!(store.known_events(&asked).unwrap(), [false, true, true, false]);
}

pub fn every_part_of_an_event_comes_back(store: &StoreUnderTest) {
    let twd = Currency::parse("TWD").unwrap();
    let kinds = [
        EventKind::MessageReceived { message: "m_1".into() },
        EventKind::AgentReplied { agent: None, message: Some("m_2".into()), body: None },
        EventKind::QuoteSent { total: Some(Money::major(5, twd)) },
        EventKind::OrderPlaced {
            order: Order { number: "訂單-7".to_owned(), total: Money::major(1, twd) }
        },
        EventKind::NoteAdded { agent: Some("a_1".into()), text: NoteText("ملاحظة\n😀".to_owned()) },
        EventKind::ConsentWithdrawn { purpose: None, channel: Some(Channel::Sms) },
        EventKind::TagRemoved { tag: "quoted".into(), cause: "tag.expired".to_owned(), agent: None },
        EventKind::CustomerCreated {},
    ];
    let events: Vec<_> = kinds
        .into_iter()
        .enumerate()
        .map(|(n, kind)| Event {
            kind,
            conversation: Some("v_1".into()),
            ..event(&format!("e_{n}"), "c_1", 0)
        })
        .collect();
    write(store, |set| set.events.clone_from(&events));
    assert_eq!(store.events_of(&"c_1".into(), at(0), at(1)).unwrap(), events);
    assert_eq!(store.list_events(at(0), at(1), &Page::first(99)).unwrap(), events);
}

pub fn the_events_of_a_customer_are_in_order(store: &StoreUnderTest) {
    write(store, |set| {
        set.events.extend([
            event("e_3", "c_1", 5),
            event("e_1", "c_1", 9),
            event("e_2", "c_1", 5),
            event("e_4", "c_2", 1),
        ]);
    });
    assert_eq!(of(store, "c_1", 0, 99), ["e_2", "e_3", "e_1"]);
    assert_eq!(of(store, "c_2", 0, 99), ["e_4"]);
    assert!(of(store, "c_3", 0, 99).is_empty());
}

pub fn a_late_event_takes_its_place_in_time(store: &StoreUnderTest) {
    for (id, seconds) in [("e_1", 50), ("e_2", 10), ("e_3", 30)] {
        write(store, |set| set.events.push(event(id, "c_1", seconds)));
    }
    assert_eq!(of(store, "c_1", 0, 99), ["e_2", "e_3", "e_1"]);
    assert_eq!(listed(store, 0, 99, &Page::first(9)), ["e_2", "e_3", "e_1"]);
}

pub fn the_first_instant_of_events_counts_and_the_last_does_not(store: &StoreUnderTest) {
    write(store, |set| set.events.extend([9, 10, 19, 20].map(|at| event(&format!("e_{at}"), "c_1", at))));
    assert_eq!(of(store, "c_1", 10, 20), ["e_10", "e_19"]);
    assert_eq!(listed(store, 10, 20, &Page::first(9)), ["e_10", "e_19"]);
    assert!(of(store, "c_1", 20, 10).is_empty() && listed(store, 20, 10, &Page::first(9)).is_empty());
}

pub fn an_event_of_nobody_is_in_the_log(store: &StoreUnderTest) {
    write(store, |set| set.events.push(Event { customer: None, ..event("e_1", "c_1", 5) }));
    assert!(of(store, "c_1", 0, 99).is_empty());
    assert_eq!(listed(store, 0, 99, &Page::first(9)), ["e_1"]);
}

pub fn the_log_goes_on_after_time_and_id(store: &StoreUnderTest) {
    write(store, |set| {
        set.events
            .extend([("e_1", 7), ("e_2", 5), ("e_3", 5), ("e_0", 6)].map(|(id, at)| event(id, "c_1", at)));
    });
    assert_eq!(listed(store, 0, 99, &Page::first(2)), ["e_2", "e_3"]);
    let page = Page { after: Some((at(5), "e_3".to_owned())), limit: 2 };
    assert_eq!(listed(store, 0, 99, &page), ["e_0", "e_1"]);
    assert!(listed(store, 0, 99, &Page { after: Some((at(7), "e_1".to_owned())), limit: 2 }).is_empty());
    assert!(listed(store, 0, 99, &Page::first(0)).is_empty());
}

pub fn a_known_event_makes_the_set_conflict(store: &StoreUnderTest) {
    write(store, |set| set.events.push(event("e_1", "c_1", 5)));
    let conflict = refused(store, |set| set.events.extend([event("e_2", "c_1", 6), event("e_1", "c_1", 5)]));
    assert_eq!(conflict, (Collection::Events, "e_1".to_owned()));
    assert_eq!(listed(store, 0, 99, &Page::first(9)), ["e_1"]);
}

pub fn a_known_event_with_other_content_conflicts_too(store: &StoreUnderTest) {
    write(store, |set| set.events.push(event("e_1", "c_1", 5)));
    refused(store, |set| set.events.push(event("e_1", "c_2", 6)));
    assert_eq!(of(store, "c_1", 0, 99), ["e_1"]);
    assert!(of(store, "c_2", 0, 99).is_empty());
}

pub fn an_event_twice_in_a_set_conflicts(store: &StoreUnderTest) {
    refused(store, |set| set.events.extend([event("e_1", "c_1", 5), event("e_1", "c_1", 5)]));
    assert_eq!(store.known_events(&["e_1".into()]).unwrap(), [false]);
}

fn of(store: &StoreUnderTest, customer: &str, from: i64, to: i64) -> Vec<String> {
    let rows = store.events_of(&customer.into(), at(from), at(to)).unwrap();
    rows.iter().map(|event| event.id.to_string()).collect()
}

fn listed(store: &StoreUnderTest, from: i64, to: i64, page: &Page) -> Vec<String> {
    let rows = store.list_events(at(from), at(to), page).unwrap();
    rows.iter().map(|event| event.id.to_string()).collect()
}
