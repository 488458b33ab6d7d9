//! Rows that cannot be decoded: they hide no other, and are set aside with the reason, their bytes untouched.

use super::prelude::*;

pub fn an_unreadable_timer_hides_no_other(store: &StoreUnderTest) {
    write(store, |set| set.timers.extend((0..3).map(|n| timer(&format!("t_{n}"), "c_1", n))));
    store.corrupt(Collection::Timers, "t_1", Corruption::BadJson);
    let due = store.due_timers(at(9), 9).unwrap();
    let keys: Vec<_> = due.rows.iter().map(|timer| timer.key.to_string()).collect();
    assert_eq!(keys, ["t_0", "t_2"]);
    names(&due.unreadable, Collection::Timers, &["t_1"]);
}

pub fn an_unreadable_outbox_row_hides_no_other(store: &StoreUnderTest) {
    write(store, |set| set.outbox.extend((0..3).map(|n| new(waiting(&format!("o_{n}"), "c_1", n)))));
    store.corrupt(Collection::Outbox, "o_1", Corruption::UnknownKind);
    let due = store.due_outbox(at(9), 9).unwrap();
    let ids: Vec<_> = due.rows.iter().map(|row| row.value.message.id.to_string()).collect();
    assert_eq!(ids, ["o_0", "o_2"]);
    names(&due.unreadable, Collection::Outbox, &["o_1"]);
}

pub fn readable_and_unreadable_rows_share_the_limit(store: &StoreUnderTest) {
    write(store, |set| {
        set.timers.extend((0..6).map(|n| timer(&format!("t_{n}"), "c_1", n)));
        set.outbox.extend((0..6).map(|n| new(waiting(&format!("o_{n}"), "c_1", n))));
    });
    for n in [0, 1, 3] {
        store.corrupt(Collection::Timers, &format!("t_{n}"), Corruption::BadJson);
        store.corrupt(Collection::Outbox, &format!("o_{n}"), Corruption::BadJson);
    }
    let timers = store.due_timers(at(9), 3).unwrap();
    assert_eq!((timers.rows.len(), timers.unreadable.len()), (1, 2));
    let outbox = store.due_outbox(at(9), 3).unwrap();
    assert_eq!((outbox.rows.len(), outbox.unreadable.len()), (1, 2));
}

pub fn a_parked_row_is_no_longer_due(store: &StoreUnderTest) {
    write(store, |set| {
        set.timers.push(timer("t_1", "c_1", 1));
        set.outbox.push(new(waiting("o_1", "c_1", 1)));
    });
    store.corrupt(Collection::Timers, "t_1", Corruption::FutureVersion);
    store.corrupt(Collection::Outbox, "o_1", Corruption::FutureVersion);
    let (timers, outbox) = (store.due_timers(at(9), 9).unwrap(), store.due_outbox(at(9), 9).unwrap());
    write(store, |set| set.park.extend(timers.unreadable.iter().chain(&outbox.unreadable).cloned()));
    let (timers, outbox) = (store.due_timers(at(9), 9).unwrap(), store.due_outbox(at(9), 9).unwrap());
    assert!(timers.rows.is_empty() && timers.unreadable.is_empty());
    assert!(outbox.rows.is_empty() && outbox.unreadable.is_empty());
    assert_eq!((store.next_timer().unwrap(), store.next_outbox().unwrap()), (None, None));
    assert!(store.open_outbox_of(&"c_1".into()).unwrap().is_empty());
    assert!(store.timers_of(&"c_1".into()).unwrap().is_empty());
    assert!(store.list_outbox(None, 9).unwrap().is_empty());
}

pub fn parked_rows_are_listed_with_their_cause(store: &StoreUnderTest) {
    write(store, |set| set.timers.extend([timer("t_2", "c_1", 1), timer("t_1", "c_1", 2)]));
    for key in ["t_2", "t_1"] {
        store.corrupt(Collection::Timers, key, Corruption::BadJson);
    }
    assert!(store.parked_rows().unwrap().is_empty());
    let due = store.due_timers(at(9), 9).unwrap();
    for _ in 0..2 {
        write(store, |set| set.park.clone_from(&due.unreadable));
    }
    assert_eq!(store.parked_rows().unwrap(), due.unreadable);
    names(&due.unreadable, Collection::Timers, &["t_2", "t_1"]);
}

pub fn parking_leaves_the_bytes_alone(store: &StoreUnderTest) {
    write(store, |set| set.outbox.push(new(waiting("o_1", "c_1", 1))));
    store.corrupt(Collection::Outbox, "o_1", Corruption::UnknownKind);
    let before = store.bytes(Collection::Outbox, "o_1");
    assert!(before.is_some());
    let due = store.due_outbox(at(9), 9).unwrap();
    write(store, |set| set.park.clone_from(&due.unreadable));
    assert_eq!(store.bytes(Collection::Outbox, "o_1"), before);
}

pub fn a_refused_commit_parks_nothing(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 1)));
    store.corrupt(Collection::Timers, "t_1", Corruption::BadJson);
    let due = store.due_timers(at(9), 9).unwrap();
    refused(store, |set| {
        set.park.clone_from(&due.unreadable);
        set.customers.push(Versioned::at(9, customer("c_1")));
    });
    assert!(store.parked_rows().unwrap().is_empty());
    assert_eq!(store.due_timers(at(9), 9).unwrap().unreadable.len(), 1);
}

pub fn an_unreadable_record_is_an_error_and_not_absent(store: &StoreUnderTest) {
    write(store, |set| {
        set.customers.push(new(customer("c_1")));
        set.conversations.push(new(conversation("v_1", "c_1")));
        set.messages.push(new(message("m_1", "c_1", 0, "hi")));
        set.outbox.push(new(waiting("o_1", "c_1", 5)));
    });
    for (collection, id) in [
        (Collection::Customers, "c_1"),
        (Collection::Conversations, "v_1"),
        (Collection::Messages, "m_1"),
        (Collection::Outbox, "o_1"),
    ] {
        store.corrupt(collection, id, Corruption::BadJson);
    }
    unreadable(store.customers(&["c_1".into()]), Collection::Customers, "c_1");
    unreadable(store.conversations(&["v_1".into()]), Collection::Conversations, "v_1");
    unreadable(store.messages(&["m_1".into()]), Collection::Messages, "m_1");
    unreadable(store.outbox(&["o_1".into()]), Collection::Outbox, "o_1");
    assert_eq!(store.known_messages(&["m_1".into()]).unwrap(), [true]);
}

pub fn an_unreadable_record_is_never_overwritten_as_new(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(customer("c_1"))));
    store.corrupt(Collection::Customers, "c_1", Corruption::FutureVersion);
    refused(store, |set| set.customers.push(new(customer("c_1"))));
}

pub fn an_unreadable_record_names_itself_in_a_list(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend(["c_1", "c_2", "c_3"].map(|id| new(customer(id)))));
    store.corrupt(Collection::Customers, "c_2", Corruption::BadJson);
    unreadable(store.list_customers(None, 9), Collection::Customers, "c_2");
}

pub fn a_parked_record_is_left_out_of_lists(store: &StoreUnderTest) {
    write(store, |set| {
        set.customers.extend(["c_1", "c_2", "c_3"].map(|id| new(customer(id))));
        set.messages.extend(["m_1", "m_2"].map(|id| new(message(id, "c_1", 0, "hi"))));
    });
    for (collection, id) in [(Collection::Customers, "c_2"), (Collection::Messages, "m_1")] {
        store.corrupt(collection, id, Corruption::BadJson);
        write(store, |set| {
            set.park.push(Unreadable { collection, id: id.to_owned(), cause: "bad_json".to_owned() });
        });
    }
    let left: Vec<_> =
        store.list_customers(None, 2).unwrap().iter().map(|row| row.value.id.to_string()).collect();
    assert_eq!(left, ["c_1", "c_3"]);
    assert_eq!(store.messages_of(&"c_1".into(), at(0), at(9)).unwrap().len(), 1);
    assert_eq!(store.list_messages(at(0), at(9), &Page::first(1)).unwrap()[0].value.id.as_str(), "m_2");
    unreadable(store.customers(&["c_2".into()]), Collection::Customers, "c_2");
}

pub fn a_row_that_is_written_anew_is_readable_and_no_longer_parked(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 1)));
    store.corrupt(Collection::Timers, "t_1", Corruption::BadJson);
    let due = store.due_timers(at(9), 9).unwrap();
    write(store, |set| set.park.clone_from(&due.unreadable));
    write(store, |set| set.timers.push(timer("t_1", "c_1", 5)));
    assert_eq!(store.due_timers(at(9), 9).unwrap().rows, [timer("t_1", "c_1", 5)]);
    assert!(store.parked_rows().unwrap().is_empty());
}

pub fn fifty_unreadable_rows_stop_nobody(store: &StoreUnderTest) {
    let id = |n: usize| format!("o_{n:05}");
    for start in (0..10_000).step_by(1_000) {
        write(store, |set| {
            set.outbox.extend((start..start + 1_000).map(|n| new(waiting(&id(n), "c_1", 1))));
        });
    }
    let kinds = [Corruption::BadJson, Corruption::UnknownKind, Corruption::FutureVersion];
    // Some together at the start, where they fill whole batches, and others in between.
    let poisoned: Vec<_> = (0..20).chain((1..=30).map(|n| n * 300)).map(id).collect();
    for (row, kind) in poisoned.iter().zip(kinds.into_iter().cycle()) {
        store.corrupt(Collection::Outbox, row, kind);
    }
    let bytes: Vec<_> = poisoned.iter().map(|row| store.bytes(Collection::Outbox, row)).collect();
    let mut done = 0;
    loop {
        let due = store.due_outbox(at(9), 10).unwrap();
        if due.rows.is_empty() && due.unreadable.is_empty() {
            break;
        }
        write(store, |set| {
            for row in &due.rows {
                let sent = OutboxState::Sent { at: at(9), external_id: None };
                let sent = OutboxMessage { state: sent, due: None, ..(*row.value).clone() };
                set.outbox.push(Versioned::at(row.version, sent));
            }
            set.park.clone_from(&due.unreadable);
        });
        done += due.rows.len();
    }
    assert_eq!(done, 9_950);
    let parked = store.parked_rows().unwrap();
    let ids: BTreeSet<_> = parked.iter().map(|row| row.id.clone()).collect();
    assert_eq!(ids, poisoned.iter().cloned().collect());
    assert!(parked.iter().all(|row| row.collection == Collection::Outbox && !row.cause.is_empty()));
    let after: Vec<_> = poisoned.iter().map(|row| store.bytes(Collection::Outbox, row)).collect();
    assert_eq!(after, bytes);
}

fn names(rows: &[Unreadable], collection: Collection, ids: &[&str]) {
    let found: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(found, ids);
    assert!(rows.iter().all(|row| row.collection == collection && !row.cause.is_empty()));
}

fn unreadable<T>(answer: StoreResult<T>, collection: Collection, id: &str) {
    match answer {
        Err(StoreError::Unreadable { collection: where_, id: which, cause }) => {
            assert_eq!((where_, which.as_str()), (collection, id));
            assert!(!cause.is_empty());
        }
        Err(other) => panic!("expected an unreadable {collection:?} {id}, got {other}"),
        Ok(_) => panic!("expected an unreadable {collection:?} {id}, got an answer"),
    }
}
