//! Conversations by id, thread and customer.

use super::prelude::*;

pub fn an_unknown_conversation_is_none(store: &StoreUnderTest) {
    assert!(store.conversations(&["v_1".into()]).unwrap()[0].is_none());
    assert!(by_thread(store, "tel:+1").is_none());
    assert!(store.conversations(&[]).unwrap().is_empty());
    assert!(store.conversations_by_thread(&[]).unwrap().is_empty());
}

pub fn every_holder_comes_back(store: &StoreUnderTest) {
    let holders = [
        Holder::Bot,
        Holder::Queue { since: at(1), level: 3 },
        Holder::Human { agent: Some("a_1".into()), since: at(2) },
        Holder::Human { agent: None, since: at(2) },
    ];
    for (number, holder) in holders.into_iter().enumerate() {
        let kept = Conversation { holder, ..conversation(&format!("v_{number}"), "c_1") };
        write(store, |set| set.conversations.push(new(kept.clone())));
        assert_eq!(*conversation_of(store, kept.id.as_str()).value, kept);
    }
}

pub fn a_turn_and_past_questions_come_back(store: &StoreUnderTest) {
    let mut kept = conversation("v_1", "c_1");
    kept.turn = Turn {
        number: 3,
        started_at: Some(at(1)),
        last_at: Some(at(2)),
        text: "多少錢？\nПривет\n\u{202e}مرحبا".into(),
        last_message: Some("m_1".into()),
        reply: Some("o_1".into()),
    };
    kept.questions = [PastQuestion { turn: 1, at: at(0), sketch: [0, 7, u32::MAX].into() }].into();
    kept.away_announced = Some((at(9), 2));
    kept.welcomed_turn = Some(1);
    kept.person_offered_turn = Some(2);
    kept.waiting_since = Some(at(1));
    kept.last_inbound_at = Some(at(2));
    write(store, |set| set.conversations.push(new(kept.clone())));
    assert_eq!(*conversation_of(store, "v_1").value, kept);
}

pub fn conversations_count_their_versions(store: &StoreUnderTest) {
    for version in 0..5 {
        write(store, |set| set.conversations.push(Versioned::at(version, conversation("v_1", "c_1"))));
        assert_eq!(conversation_of(store, "v_1").version, version + 1);
    }
}

pub fn conversations_come_in_the_order_asked(store: &StoreUnderTest) {
    write(store, |set| set.conversations.extend(["v_1", "v_2"].map(|id| new(conversation(id, "c_1")))));
    let read = store.conversations(&["v_2".into(), "v_9".into(), "v_1".into()]).unwrap();
    let found: Vec<_> = read.iter().map(|row| row.as_ref().map(|row| row.value.id.to_string())).collect();
    assert_eq!(found, [Some("v_2".to_owned()), None, Some("v_1".to_owned())]);
}

pub fn a_conversation_is_found_by_its_thread(store: &StoreUnderTest) {
    write(store, |set| set.conversations.push(new(conversation_at("v_1", "c_1", "tel:+1"))));
    assert_eq!(by_thread(store, "tel:+1").as_deref(), Some("v_1"));
}

pub fn a_thread_is_channel_account_and_address(store: &StoreUnderTest) {
    write(store, |set| set.conversations.push(new(conversation_at("v_1", "c_1", "tel:+1"))));
    let threads = [
        (Channel::Sms, AccountId::new("main"), key("tel:+1")),
        (Channel::Whatsapp, AccountId::new("other"), key("tel:+1")),
        (Channel::Whatsapp, AccountId::new("main"), key("tel:+2")),
    ];
    assert!(store.conversations_by_thread(&threads).unwrap().iter().all(Option::is_none));
}

pub fn one_address_may_have_threads_on_several_channels_and_accounts(store: &StoreUnderTest) {
    let first = conversation_at("v_1", "c_1", "tel:+1");
    let second = Conversation { id: "v_2".into(), channel: Channel::Sms, ..first.clone() };
    let third = Conversation { id: "v_3".into(), account: "other".into(), ..first.clone() };
    write(store, |set| set.conversations.extend([&first, &second, &third].map(|c| new(c.clone()))));
    let threads = [&third, &first, &second].map(|c| (c.channel, c.account.clone(), c.address.clone()));
    let found = store.conversations_by_thread(&threads).unwrap();
    let ids: Vec<_> = found.iter().flatten().map(|row| row.value.id.to_string()).collect();
    assert_eq!(ids, ["v_3", "v_1", "v_2"]);
}

pub fn a_thread_has_one_conversation(store: &StoreUnderTest) {
    write(store, |set| set.conversations.push(new(conversation_at("v_1", "c_1", "tel:+1"))));
    let (collection, _) =
        refused(store, |set| set.conversations.push(new(conversation_at("v_2", "c_2", "tel:+1"))));
    assert_eq!(collection, Collection::Conversations);
    assert!(store.conversations(&["v_2".into()]).unwrap()[0].is_none());
}

pub fn a_thread_that_was_left_is_free(store: &StoreUnderTest) {
    write(store, |set| set.conversations.push(new(conversation_at("v_1", "c_1", "tel:+1"))));
    write(store, |set| set.conversations.push(Versioned::at(1, conversation_at("v_1", "c_1", "tel:+2"))));
    assert!(by_thread(store, "tel:+1").is_none());
    assert_eq!(by_thread(store, "tel:+2").as_deref(), Some("v_1"));
    write(store, |set| set.conversations.push(new(conversation_at("v_2", "c_2", "tel:+1"))));
    assert_eq!(by_thread(store, "tel:+1").as_deref(), Some("v_2"));
}

pub fn the_conversations_of_a_customer_are_sorted(store: &StoreUnderTest) {
    for id in ["v_3", "v_1", "v_2"] {
        write(store, |set| set.conversations.push(new(conversation(id, "c_1"))));
    }
    write(store, |set| set.conversations.push(new(conversation("v_4", "c_2"))));
    assert_eq!(held_by(store, "c_1"), ["v_1", "v_2", "v_3"]);
    assert_eq!(held_by(store, "c_2"), ["v_4"]);
    assert!(held_by(store, "c_3").is_empty());
}

pub fn a_conversation_may_move_to_another_customer(store: &StoreUnderTest) {
    write(store, |set| set.conversations.push(new(conversation("v_1", "c_1"))));
    write(store, |set| set.conversations.push(Versioned::at(1, conversation("v_1", "c_2"))));
    assert!(held_by(store, "c_1").is_empty());
    assert_eq!(held_by(store, "c_2"), ["v_1"]);
    assert_eq!(by_thread(store, "tel:v_1").as_deref(), Some("v_1"));
}

pub fn conversations_are_listed_in_pages(store: &StoreUnderTest) {
    write(store, |set| {
        set.conversations.extend(["v_3", "v_1", "v_2"].map(|id| new(conversation(id, "c_1"))));
    });
    let list = |after: Option<&str>, limit| {
        let rows = store.list_conversations(after.map(ConversationId::new).as_ref(), limit).unwrap();
        rows.iter().map(|row| row.value.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(list(None, 2), ["v_1", "v_2"]);
    assert_eq!(list(Some("v_2"), 2), ["v_3"]);
    assert!(list(Some("v_3"), 2).is_empty() && list(None, 0).is_empty());
}

fn by_thread(store: &StoreUnderTest, address: &str) -> Option<String> {
    let thread = (Channel::Whatsapp, AccountId::new("main"), key(address));
    let found = store.conversations_by_thread(&[thread]).unwrap();
    found[0].as_ref().map(|row| row.value.id.to_string())
}

fn held_by(store: &StoreUnderTest, customer: &str) -> Vec<String> {
    let rows = store.conversations_of(&customer.into()).unwrap();
    rows.iter().map(|row| row.value.id.to_string()).collect()
}
