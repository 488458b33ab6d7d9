//! Messages by id, provider's id, customer and time.

use super::prelude::*;

pub fn an_unknown_message_is_none(store: &StoreUnderTest) {
    assert!(store.messages(&["m_1".into()]).unwrap()[0].is_none());
    assert!(store.messages(&[]).unwrap().is_empty());
    assert_eq!(store.known_messages(&["m_1".into()]).unwrap(), [false]);
    assert_eq!(store.messages_by_external(&["wamid.A".into()]).unwrap(), [None]);
}

pub fn every_body_comes_back(store: &StoreUnderTest) {
    let bodies = [
        MessageBody::text("नमस्ते, भाव क्या है?\r\n\t\u{0}\u{200d}"),
        MessageBody::text(""),
        MessageBody::Media { media: "image".to_owned(), caption: Some("صورة".to_owned()) },
        MessageBody::Media { media: "audio".to_owned(), caption: None },
        MessageBody::Other { what: "reaction".to_owned() },
    ];
    for (number, body) in bodies.into_iter().enumerate() {
        let kept = MessageRecord { body, ..message(&format!("m_{number}"), "c_1", 0, "") };
        write(store, |set| set.messages.push(new(kept.clone())));
        assert_eq!(*message_of(store, kept.id.as_str()).value, kept);
    }
}

pub fn author_status_and_reasons_come_back(store: &StoreUnderTest) {
    let mut kept = reply("m_1", "c_1", 0, "wamid.A");
    kept.status = Some(MessageStatus::Read);
    kept.answered_by = Some("price".into());
    kept.reasons = vec![Reason::new("reply.keyword").with("rule", "price").with("at", at(3))].into();
    let by_hand = MessageRecord { author: Author::Agent { agent: None }, ..message("m_2", "c_1", 0, "ok") };
    write(store, |set| set.messages.extend([kept.clone(), by_hand.clone()].map(new)));
    assert_eq!(*message_of(store, "m_1").value, kept);
    assert_eq!(*message_of(store, "m_2").value, by_hand);
}

pub fn known_messages_are_answered_in_the_order_asked(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 0, "hi"))));
    let asked = ["m_0", "m_1", "m_2", "m_1"].map(MessageId::new);
    assert_eq!(store.known_messages(&asked).unwrap(), [false, true, false, true]);
    assert!(store.known_messages(&[]).unwrap().is_empty());
}

pub fn messages_count_their_versions(store: &StoreUnderTest) {
    for version in 0..5 {
        write(store, |set| set.messages.push(Versioned::at(version, message("m_1", "c_1", 0, "hi"))));
        assert_eq!(message_of(store, "m_1").version, version + 1);
    }
}

pub fn an_outgoing_message_is_found_by_the_providers_id(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(reply("m_1", "c_1", 0, "wamid.A"))));
    let found = store.messages_by_external(&["wamid.B".into(), "wamid.A".into()]).unwrap();
    assert_eq!(found, [None, Some("m_1".into())]);
}

pub fn the_providers_id_may_come_later(store: &StoreUnderTest) {
    let sent = reply("m_1", "c_1", 0, "wamid.A");
    write(store, |set| set.messages.push(new(MessageRecord { external_id: None, ..sent.clone() })));
    assert_eq!(store.messages_by_external(&["wamid.A".into()]).unwrap(), [None]);
    write(store, |set| set.messages.push(Versioned::at(1, sent)));
    assert_eq!(store.messages_by_external(&["wamid.A".into()]).unwrap(), [Some("m_1".into())]);
}

pub fn a_providers_id_that_changed_finds_by_the_new_one(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(reply("m_1", "c_1", 0, "wamid.A"))));
    write(store, |set| set.messages.push(Versioned::at(1, reply("m_1", "c_1", 0, "wamid.B"))));
    let found = store.messages_by_external(&["wamid.A".into(), "wamid.B".into()]).unwrap();
    assert_eq!(found, [None, Some("m_1".into())]);
}

pub fn an_incoming_message_is_not_an_outgoing_one(store: &StoreUnderTest) {
    let incoming = MessageRecord { external_id: Some("wamid.A".into()), ..message("m_1", "c_1", 0, "hi") };
    write(store, |set| set.messages.push(new(incoming)));
    assert_eq!(store.messages_by_external(&["wamid.A".into()]).unwrap(), [None]);
}

pub fn the_messages_of_a_customer_are_oldest_first(store: &StoreUnderTest) {
    for (id, seconds) in [("m_1", 30), ("m_2", 10), ("m_3", 20)] {
        write(store, |set| set.messages.push(new(message(id, "c_1", seconds, "hi"))));
    }
    write(store, |set| set.messages.push(new(message("m_4", "c_2", 15, "hi"))));
    assert_eq!(of(store, "c_1", 0, 99), ["m_2", "m_3", "m_1"]);
    assert_eq!(of(store, "c_2", 0, 99), ["m_4"]);
    assert!(of(store, "c_3", 0, 99).is_empty());
}

pub fn the_first_instant_counts_and_the_last_does_not(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.extend([9, 10, 19, 20].map(|at| new(message(&format!("m_{at}"), "c_1", at, "hi"))));
    });
    assert_eq!(of(store, "c_1", 10, 20), ["m_10", "m_19"]);
    assert_eq!(listed(store, 10, 20, &Page::first(9)), ["m_10", "m_19"]);
}

pub fn an_empty_or_backward_window_has_no_messages(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 10, "hi"))));
    for (from, to) in [(10, 10), (20, 0), (11, 10)] {
        assert!(of(store, "c_1", from, to).is_empty());
        assert!(listed(store, from, to, &Page::first(9)).is_empty());
    }
}

pub fn messages_of_one_instant_are_in_the_order_of_their_ids(store: &StoreUnderTest) {
    for id in ["m_2", "m_3", "m_1"] {
        write(store, |set| set.messages.push(new(message(id, "c_1", 5, "hi"))));
    }
    assert_eq!(of(store, "c_1", 0, 9), ["m_1", "m_2", "m_3"]);
    assert_eq!(listed(store, 0, 9, &Page::first(9)), ["m_1", "m_2", "m_3"]);
}

pub fn milliseconds_are_told_apart(store: &StoreUnderTest) {
    let fine = |id: &str, millis| MessageRecord {
        at: at(5) + TimeDelta::milliseconds(millis),
        ..message(id, "c_1", 5, "hi")
    };
    write(store, |set| set.messages.extend([fine("m_1", 2), fine("m_2", 1), fine("m_3", 0)].map(new)));
    assert_eq!(of(store, "c_1", 0, 9), ["m_3", "m_2", "m_1"]);
    let from = at(5) + TimeDelta::milliseconds(1);
    let rows = store.messages_of(&"c_1".into(), from, from + TimeDelta::milliseconds(1)).unwrap();
    assert_eq!(rows.len(), 1);
}

pub fn instants_long_ago_are_in_order(store: &StoreUnderTest) {
    let years = TimeDelta::days(365 * 100);
    let old = MessageRecord { at: at(0) - years, ..message("m_2", "c_1", 0, "hi") };
    let new_one = MessageRecord { at: at(0) + years, ..message("m_1", "c_1", 0, "hi") };
    write(store, |set| set.messages.extend([new_one, old].map(new)));
    let rows = store.list_messages(at(0) - years, at(1) + years, &Page::first(9)).unwrap();
    let ids: Vec<_> = rows.iter().map(|row| row.value.id.to_string()).collect();
    assert_eq!(ids, ["m_2", "m_1"]);
}

pub fn a_message_may_move_to_another_customer(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 5, "hi"))));
    write(store, |set| set.messages.push(Versioned::at(1, message("m_1", "c_2", 5, "hi"))));
    assert!(of(store, "c_1", 0, 9).is_empty());
    assert_eq!(of(store, "c_2", 0, 9), ["m_1"]);
    assert_eq!(listed(store, 0, 9, &Page::first(9)), ["m_1"]);
}

pub fn a_message_may_change_its_time(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 5, "hi"))));
    write(store, |set| set.messages.push(Versioned::at(1, message("m_1", "c_1", 50, "hi"))));
    assert!(of(store, "c_1", 0, 9).is_empty() && listed(store, 0, 9, &Page::first(9)).is_empty());
    assert_eq!(of(store, "c_1", 50, 51), ["m_1"]);
    assert_eq!(listed(store, 0, 99, &Page::first(9)), ["m_1"]);
}

pub fn a_list_of_messages_goes_on_after_time_and_id(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.extend(
            [("m_1", 7), ("m_2", 5), ("m_3", 5), ("m_4", 5), ("m_0", 6)]
                .map(|(id, at)| new(message(id, "c_1", at, "hi"))),
        );
    });
    assert_eq!(listed(store, 0, 99, &Page::first(2)), ["m_2", "m_3"]);
    let after = |seconds, id: &str| Page { after: Some((at(seconds), id.to_owned())), limit: 2 };
    assert_eq!(listed(store, 0, 99, &after(5, "m_3")), ["m_4", "m_0"]);
    assert_eq!(listed(store, 0, 99, &after(6, "m_0")), ["m_1"]);
    assert!(listed(store, 0, 99, &after(7, "m_1")).is_empty());
    assert!(listed(store, 0, 99, &Page::first(0)).is_empty());
}

pub fn a_page_from_before_the_window_begins_at_the_window(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.extend([1, 5, 9].map(|at| new(message(&format!("m_{at}"), "c_1", at, "hi"))));
    });
    let page = Page { after: Some((at(1), "m_1".to_owned())), limit: 9 };
    assert_eq!(listed(store, 5, 99, &page), ["m_5", "m_9"]);
}

pub fn a_page_from_behind_the_window_is_empty(store: &StoreUnderTest) {
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 5, "hi"))));
    let page = Page { after: Some((at(50), "m_1".to_owned())), limit: 9 };
    assert!(listed(store, 0, 9, &page).is_empty());
}

pub fn pages_of_messages_show_each_once(store: &StoreUnderTest) {
    write(store, |set| {
        set.messages.extend((0..89).map(|n| new(message(&format!("m_{n}"), "c_1", n % 7, "hi"))));
    });
    let (mut seen, mut page) = (BTreeSet::new(), Page::first(10));
    loop {
        let rows = store.list_messages(at(0), at(99), &page).unwrap();
        let Some(last) = rows.last() else { break };
        page.after = Some((last.value.at, last.value.id.to_string()));
        for row in &rows {
            assert!(seen.insert(row.value.id.clone()));
        }
    }
    assert_eq!(seen.len(), 89);
}

fn of(store: &StoreUnderTest, customer: &str, from: i64, to: i64) -> Vec<String> {
    let rows = store.messages_of(&customer.into(), at(from), at(to)).unwrap();
    rows.iter().map(|row| row.value.id.to_string()).collect()
}

fn listed(store: &StoreUnderTest, from: i64, to: i64, page: &Page) -> Vec<String> {
    let rows = store.list_messages(at(from), at(to), page).unwrap();
    rows.iter().map(|row| row.value.id.to_string()).collect()
}
