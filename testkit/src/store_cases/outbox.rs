//! The outbox.

use super::prelude::*;

pub fn an_empty_outbox_has_nothing_due(store: &StoreUnderTest) {
    assert!(due(store, 99, 9).is_empty() && open(store, "c_1").is_empty());
    assert_eq!(store.next_outbox().unwrap(), None);
    assert!(store.outbox(&["o_1".into()]).unwrap()[0].is_none());
    assert!(store.outbox(&[]).unwrap().is_empty());
}

pub fn every_state_comes_back(store: &StoreUnderTest) {
    let lease = Lease { worker: "工作機 1".to_owned(), generation: 3, until: at(30) };
    let failure = SendFailure {
        code: "131026".to_owned(),
        retryable: false,
        retry_after: Some(at(9)),
        opted_out: true,
    };
    let states = [
        OutboxState::Pending,
        OutboxState::Claimed { lease: lease.clone() },
        OutboxState::Attempting { lease },
        OutboxState::Sent { at: at(1), external_id: Some("wamid.A".into()) },
        OutboxState::Failed { at: at(1), failure },
        OutboxState::Unknown { since: at(1) },
        OutboxState::Cancelled { at: at(1), cause: "reply.answered".to_owned() },
        OutboxState::Parked { at: at(1), cause: "store.unreadable".to_owned() },
    ];
    for (number, state) in states.into_iter().enumerate() {
        let mut kept = OutboxMessage { state, ..waiting(&format!("o_{number}"), "c_1", 5) };
        kept.message.expires_at = Some(at(99));
        kept.message.on_unknown = OnUnknown::Resend;
        kept.message_record = Some("m_1".into());
        (kept.attempts, kept.generation) = (u32::MAX, 3);
        write(store, |set| set.outbox.push(new(kept.clone())));
        assert_eq!(*outbox_of(store, kept.message.id.as_str()).value, kept);
    }
}

pub fn outbox_messages_count_their_versions(store: &StoreUnderTest) {
    for version in 0..5 {
        write(store, |set| set.outbox.push(Versioned::at(version, waiting("o_1", "c_1", 5))));
        assert_eq!(outbox_of(store, "o_1").version, version + 1);
    }
}

pub fn outbox_messages_come_in_the_order_asked(store: &StoreUnderTest) {
    write(store, |set| set.outbox.extend(["o_1", "o_2"].map(|id| new(waiting(id, "c_1", 5)))));
    let read = store.outbox(&["o_2".into(), "o_9".into(), "o_1".into()]).unwrap();
    let ids: Vec<_> =
        read.iter().map(|row| row.as_ref().map(|row| row.value.message.id.to_string())).collect();
    assert_eq!(ids, [Some("o_2".to_owned()), None, Some("o_1".to_owned())]);
}

pub fn a_message_is_due_at_its_instant_and_not_before(store: &StoreUnderTest) {
    write(store, |set| set.outbox.push(new(waiting("o_1", "c_1", 10))));
    assert!(due(store, 9, 9).is_empty());
    assert_eq!(due(store, 10, 9), ["o_1"]);
    assert_eq!(store.next_outbox().unwrap(), Some(at(10)));
}

pub fn due_messages_are_in_the_order_of_time_then_id(store: &StoreUnderTest) {
    write(store, |set| {
        set.outbox.extend(
            [("o_3", 5), ("o_1", 9), ("o_2", 5), ("o_4", 20)].map(|(id, at)| new(waiting(id, "c_1", at))),
        );
    });
    assert_eq!(due(store, 10, 9), ["o_2", "o_3", "o_1"]);
    assert_eq!(due(store, 10, 2), ["o_2", "o_3"]);
    assert!(due(store, 10, 0).is_empty());
}

pub fn due_messages_carry_their_versions(store: &StoreUnderTest) {
    write(store, |set| set.outbox.push(new(waiting("o_1", "c_1", 5))));
    write(store, |set| set.outbox.push(Versioned::at(1, waiting("o_1", "c_1", 6))));
    assert_eq!(store.due_outbox(at(9), 9).unwrap().rows[0].version, 2);
}

pub fn a_message_moves_when_its_due_time_does(store: &StoreUnderTest) {
    write(store, |set| set.outbox.push(new(waiting("o_1", "c_1", 10))));
    write(store, |set| set.outbox.push(Versioned::at(1, waiting("o_1", "c_1", 50))));
    assert!(due(store, 49, 9).is_empty());
    assert_eq!(due(store, 50, 9), ["o_1"]);
    assert_eq!(store.next_outbox().unwrap(), Some(at(50)));
}

pub fn a_message_without_due_time_is_never_due(store: &StoreUnderTest) {
    write(store, |set| set.outbox.push(new(waiting("o_1", "c_1", 10))));
    let sent = OutboxMessage {
        state: OutboxState::Sent { at: at(11), external_id: None },
        due: None,
        ..waiting("o_1", "c_1", 10)
    };
    write(store, |set| set.outbox.push(Versioned::at(1, sent)));
    assert!(due(store, 99, 9).is_empty());
    assert_eq!(store.next_outbox().unwrap(), None);
}

pub fn the_end_of_a_lease_is_due(store: &StoreUnderTest) {
    let lease = Lease { worker: "w1".to_owned(), generation: 1, until: at(30) };
    let claimed = OutboxMessage { state: OutboxState::Claimed { lease }, ..waiting("o_1", "c_1", 30) };
    write(store, |set| set.outbox.push(new(claimed)));
    assert!(due(store, 29, 9).is_empty());
    assert_eq!(due(store, 30, 9), ["o_1"]);
}

pub fn open_messages_are_those_that_are_not_final(store: &StoreUnderTest) {
    let lease = Lease { worker: "w1".to_owned(), generation: 1, until: at(30) };
    let states = [
        ("o_5", OutboxState::Pending),
        ("o_4", OutboxState::Claimed { lease: lease.clone() }),
        ("o_3", OutboxState::Attempting { lease }),
        ("o_2", OutboxState::Unknown { since: at(1) }),
        ("o_1", OutboxState::Cancelled { at: at(1), cause: "x".to_owned() }),
    ];
    write(store, |set| {
        set.outbox.extend(states.map(|(id, state)| new(OutboxMessage { state, ..waiting(id, "c_1", 5) })));
        set.outbox.push(new(waiting("o_6", "c_2", 5)));
    });
    assert_eq!(open(store, "c_1"), ["o_3", "o_4", "o_5"]);
    assert_eq!(open(store, "c_2"), ["o_6"]);
}

pub fn a_message_that_ends_is_no_longer_open(store: &StoreUnderTest) {
    write(store, |set| set.outbox.push(new(waiting("o_1", "c_1", 5))));
    let cancelled = OutboxMessage {
        state: OutboxState::Cancelled { at: at(1), cause: "x".to_owned() },
        due: None,
        ..waiting("o_1", "c_1", 5)
    };
    write(store, |set| set.outbox.push(Versioned::at(1, cancelled)));
    assert!(open(store, "c_1").is_empty());
    write(store, |set| set.outbox.push(Versioned::at(2, waiting("o_1", "c_1", 5))));
    assert_eq!(open(store, "c_1"), ["o_1"]);
}

pub fn an_open_message_may_move_to_another_customer(store: &StoreUnderTest) {
    write(store, |set| set.outbox.push(new(waiting("o_1", "c_1", 5))));
    write(store, |set| set.outbox.push(Versioned::at(1, waiting("o_1", "c_2", 5))));
    assert!(open(store, "c_1").is_empty());
    assert_eq!(open(store, "c_2"), ["o_1"]);
}

pub fn the_outbox_is_listed_in_pages(store: &StoreUnderTest) {
    write(store, |set| set.outbox.extend(["o_3", "o_1", "o_2"].map(|id| new(waiting(id, "c_1", 5)))));
    let list = |after: Option<&str>, limit| {
        let rows = store.list_outbox(after.map(OutboxId::new).as_ref(), limit).unwrap();
        rows.iter().map(|row| row.value.message.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(list(None, 2), ["o_1", "o_2"]);
    assert_eq!(list(Some("o_2"), 2), ["o_3"]);
    assert!(list(None, 0).is_empty());
}

pub fn only_one_of_two_claims_succeeds(store: &StoreUnderTest) {
    let outbox = OutboxEngine::new(&OutboxConfig::standard()).unwrap();
    write(store, |set| set.outbox.push(new(outbox.enqueue(outgoing("o_1", "c_1", 0), at(0)))));
    let read = outbox_of(store, "o_1");
    let claims = ["w1", "w2"].map(|worker| outbox.claim(&read.value, worker, at(1)).unwrap());
    write(store, |set| set.outbox.push(Versioned::at(read.version, claims[0].clone())));
    refused(store, |set| set.outbox.push(Versioned::at(read.version, claims[1].clone())));
    assert_eq!(*outbox_of(store, "o_1").value, claims[0]);
}

fn due(store: &StoreUnderTest, now: i64, limit: usize) -> Vec<String> {
    let due = store.due_outbox(at(now), limit).unwrap();
    assert!(due.unreadable.is_empty());
    due.rows.iter().map(|row| row.value.message.id.to_string()).collect()
}

fn open(store: &StoreUnderTest, customer: &str) -> Vec<String> {
    let rows = store.open_outbox_of(&customer.into()).unwrap();
    rows.iter().map(|row| row.value.message.id.to_string()).collect()
}
