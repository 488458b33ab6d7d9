//! One write door: everything or nothing, under expected versions.

use super::prelude::*;

pub fn an_empty_set_changes_nothing(store: &StoreUnderTest) {
    let before = dump(&**store, &[]);
    write(store, |_| {});
    assert_eq!(dump(&**store, &[]), before);
}

pub fn a_new_record_must_not_exist(store: &StoreUnderTest) {
    write(store, fill);
    let collisions: [fn(&mut ChangeSet); 7] = [
        |set| set.customers.push(new(customer("c_1"))),
        |set| set.conversations.push(new(conversation("v_1", "c_1"))),
        |set| set.messages.push(new(message("m_1", "c_1", 0, "hi"))),
        |set| set.outbox.push(new(waiting("o_1", "c_1", 5))),
        |set| set.merges.push(new(merge("g_1", "c_1", "c_2"))),
        |set| set.reviews.push(new(review("c_1", "c_2"))),
        |set| set.proposals.push(new(proposal("p_1"))),
    ];
    for collide in collisions {
        refused(store, collide);
    }
}

pub fn a_record_that_is_not_there_has_no_version(store: &StoreUnderTest) {
    let missing: [fn(&mut ChangeSet); 7] = [
        |set| set.customers.push(Versioned::at(1, customer("c_1"))),
        |set| set.conversations.push(Versioned::at(1, conversation("v_1", "c_1"))),
        |set| set.messages.push(Versioned::at(1, message("m_1", "c_1", 0, "hi"))),
        |set| set.outbox.push(Versioned::at(1, waiting("o_1", "c_1", 5))),
        |set| set.merges.push(Versioned::at(1, merge("g_1", "c_1", "c_2"))),
        |set| set.reviews.push(Versioned::at(1, review("c_1", "c_2"))),
        |set| set.proposals.push(Versioned::at(1, proposal("p_1"))),
    ];
    for update in missing {
        refused(store, update);
    }
}

pub fn an_old_version_is_refused(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(customer("c_1"))));
    write(store, |set| set.customers.push(Versioned::at(1, customer("c_1"))));
    let conflict = refused(store, |set| set.customers.push(Versioned::at(1, named("c_1", "late"))));
    assert_eq!(conflict, (Collection::Customers, "c_1".to_owned()));
    assert_eq!(*customer_of(store, "c_1").value, customer("c_1"));
}

pub fn a_version_from_the_future_is_refused(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(customer("c_1"))));
    for version in [2, 3, u64::from(u32::MAX)] {
        refused(store, |set| set.customers.push(Versioned::at(version, customer("c_1"))));
    }
    assert_eq!(customer_of(store, "c_1").version, 1);
}

pub fn a_conflict_names_the_record(store: &StoreUnderTest) {
    write(store, fill);
    let collide = |fill: fn(&mut ChangeSet)| refused(store, fill);
    assert_eq!(
        collide(|set| set.conversations.push(Versioned::at(9, conversation("v_1", "c_1")))),
        (Collection::Conversations, "v_1".to_owned())
    );
    assert_eq!(
        collide(|set| set.messages.push(Versioned::at(9, message("m_1", "c_1", 0, "hi")))),
        (Collection::Messages, "m_1".to_owned())
    );
    assert_eq!(
        collide(|set| set.outbox.push(Versioned::at(9, waiting("o_1", "c_1", 5)))),
        (Collection::Outbox, "o_1".to_owned())
    );
}

pub fn a_conflict_may_be_tried_again(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(customer("c_1"))));
    write(store, |set| set.customers.push(Versioned::at(1, named("c_1", "first"))));
    refused(store, |set| set.customers.push(Versioned::at(1, named("c_1", "second"))));
    let read = customer_of(store, "c_1");
    write(store, |set| set.customers.push(Versioned::at(read.version, named("c_1", "second"))));
    assert_eq!(*customer_of(store, "c_1").value, named("c_1", "second"));
}

pub fn a_record_twice_in_a_set_conflicts(store: &StoreUnderTest) {
    let twice: [fn(&mut ChangeSet); 4] = [
        |set| set.customers.extend([customer("c_9"), customer("c_9")].map(new)),
        |set| set.conversations.extend([conversation("v_9", "c_1"), conversation("v_9", "c_1")].map(new)),
        |set| set.messages.extend([message("m_9", "c_1", 0, "a"), message("m_9", "c_1", 0, "b")].map(new)),
        |set| set.outbox.extend([waiting("o_9", "c_1", 5), waiting("o_9", "c_1", 5)].map(new)),
    ];
    let before = dump(&**store, &[]);
    for fill in twice {
        refused(store, fill);
    }
    assert_eq!(dump(&**store, &[]), before);
}

/// A full set with one conflict must leave the store as it was.
fn nothing_remains(store: &StoreUnderTest, conflict: fn(&mut ChangeSet)) {
    write(store, |set| {
        set.customers.push(new(known_by("c_0", &["tel:+0"])));
        set.conversations.push(new(conversation("v_0", "c_0")));
        set.messages.push(new(reply("m_0", "c_0", 0, "wamid.0")));
        set.outbox.push(new(waiting("o_0", "c_0", 5)));
        set.timers.push(timer("t_0", "c_0", 5));
        set.events.push(event("e_0", "c_0", 0));
        set.merges.push(new(merge("g_0", "c_0", "c_9")));
        set.reviews.push(new(review("c_0", "c_9")));
        set.proposals.push(new(proposal("p_0")));
        set.settings.push(("s".to_owned(), "0".to_owned()));
    });
    let rows = [fingerprint(&[b"1"])];
    let before = dump(&**store, &rows);
    refused(store, |set| {
        fill(set);
        set.cancelled_timers.push("t_0".into());
        set.imported_rows.push((rows[0], "c_1".into()));
        conflict(set);
    });
    assert_eq!(dump(&**store, &rows), before);
    assert_eq!(store.next_timer().unwrap(), Some(at(5)));
    assert!(store.search(&SearchQuery { text: "hello".to_owned(), limit: 9 }).unwrap().is_empty());
    write(store, fill);
}

pub fn a_conflict_of_customers_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.customers.push(Versioned::at(7, customer("c_0"))));
}

pub fn a_conflict_of_conversations_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.conversations.push(Versioned::at(7, conversation("v_0", "c_0"))));
}

pub fn a_conflict_of_threads_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.conversations.push(new(conversation_at("v_8", "c_0", "tel:v_0"))));
}

pub fn a_conflict_of_messages_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.messages.push(Versioned::at(7, message("m_0", "c_0", 0, "hi"))));
}

pub fn a_conflict_of_the_outbox_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.outbox.push(Versioned::at(7, waiting("o_0", "c_0", 5))));
}

pub fn a_conflict_of_timers_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.fired_timers.push(("t_0".into(), at(6))));
}

pub fn a_conflict_of_events_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.events.push(event("e_0", "c_0", 0)));
}

pub fn a_conflict_of_merges_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.merges.push(Versioned::at(7, merge("g_0", "c_0", "c_9"))));
}

pub fn a_conflict_of_reviews_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.reviews.push(Versioned::at(7, review("c_0", "c_9"))));
}

pub fn a_conflict_of_proposals_leaves_nothing(store: &StoreUnderTest) {
    nothing_remains(store, |set| set.proposals.push(Versioned::at(7, proposal("p_0"))));
}

pub fn a_customer_that_should_be_unchanged_is_checked_and_not_written(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(named("c_1", "Анна"))));
    write(store, |set| {
        set.unchanged_customers.push(("c_1".into(), 1));
        set.messages.push(new(message("m_1", "c_1", 0, "hi")));
    });
    assert_eq!(customer_of(store, "c_1").version, 1);
    write(store, |set| set.customers.push(Versioned::at(1, named("c_1", "Анна Иванова"))));
    let conflict = refused(store, |set| {
        set.unchanged_customers.push(("c_1".into(), 1));
        set.messages.push(new(message("m_2", "c_1", 0, "hi")));
    });
    assert_eq!(conflict, (Collection::Customers, "c_1".to_owned()));
    assert_eq!(store.known_messages(&["m_1".into(), "m_2".into()]).unwrap(), [true, false]);
}

pub fn a_customer_that_should_be_absent_is_checked_too(store: &StoreUnderTest) {
    write(store, |set| set.unchanged_customers.push(("c_1".into(), 0)));
    write(store, |set| set.customers.push(new(customer("c_1"))));
    refused(store, |set| set.unchanged_customers.push(("c_1".into(), 0)));
    refused(store, |set| set.unchanged_customers.push(("c_2".into(), 1)));
}

pub fn one_set_may_write_everything(store: &StoreUnderTest) {
    write(store, fill);
    assert_eq!(customer_of(store, "c_1").version, 1);
    assert_eq!(conversation_of(store, "v_1").version, 1);
    assert_eq!(message_of(store, "m_1").version, 1);
    assert_eq!(outbox_of(store, "o_1").version, 1);
    assert_eq!(store.next_timer().unwrap(), Some(at(5)));
    assert_eq!(store.known_events(&["e_1".into()]).unwrap(), [true]);
    assert_eq!(store.list_notices(at(0), at(9), 9).unwrap().len(), 1);
    assert_eq!(store.setting("s").unwrap().as_deref(), Some("1"));
}

pub fn versions_are_counted_apart(store: &StoreUnderTest) {
    write(store, fill);
    for version in 1..4 {
        write(store, |set| set.customers.push(Versioned::at(version, customer("c_1"))));
    }
    assert_eq!((customer_of(store, "c_1").version, conversation_of(store, "v_1").version), (4, 1));
}

pub fn a_reader_keeps_what_it_read(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(named("c_1", "before"))));
    let read = customer_of(store, "c_1");
    write(store, |set| set.customers.push(Versioned::at(1, named("c_1", "after"))));
    assert_eq!(*read.value, named("c_1", "before"));
}

pub fn one_of_many_threads_wins_each_version(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(customer("c_1"))));
    let store: &dyn Store = &**store;
    let wins: u64 = std::thread::scope(|scope| {
        let work = |worker: usize| {
            let mut wins = 0;
            while wins < 10 {
                let read = store.customers(&["c_1".into()]).unwrap()[0].clone().unwrap();
                let change = Versioned::at(read.version, named("c_1", &format!("{worker}")));
                match store.commit(&ChangeSet { customers: vec![change], ..ChangeSet::default() }) {
                    Ok(()) => wins += 1,
                    Err(StoreError::Conflict { .. }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            wins
        };
        let workers: Vec<_> = (0..4).map(|worker| scope.spawn(move || work(worker))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    let read = store.customers(&["c_1".into()]).unwrap()[0].clone().unwrap();
    assert_eq!(read.version, 1 + wins);
}

pub fn readers_never_see_half_a_commit(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend(["c_1", "c_2"].map(|id| new(customer(id)))));
    let store: &dyn Store = &**store;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for version in 1..40 {
                let both = ["c_1", "c_2"].map(|id| Versioned::at(version, customer(id)));
                store.commit(&ChangeSet { customers: both.to_vec(), ..ChangeSet::default() }).unwrap();
            }
        });
        for _ in 0..200 {
            let read = store.customers(&["c_1".into(), "c_2".into()]).unwrap();
            let versions: Vec<_> = read.iter().flatten().map(|row| row.version).collect();
            assert_eq!(versions[0], versions[1]);
        }
    });
}

pub fn a_large_set_is_one_commit(store: &StoreUnderTest) {
    write(store, |set| {
        for n in 0..2_000 {
            set.customers.push(new(known_by(&format!("c_{n}"), &[&format!("tel:+{n}")])));
            set.imported_rows.push((fingerprint(&[format!("{n}").as_bytes()]), "c_1".into()));
            set.timers.push(timer(&format!("t_{n}"), &format!("c_{n}"), n % 9));
        }
    });
    assert_eq!(store.count_customers().unwrap(), 2_000);
    assert_eq!(store.due_timers(at(99), usize::MAX).unwrap().rows.len(), 2_000);
    refused(store, |set| {
        set.customers.extend((1_999..3_000).map(|n| new(customer(&format!("c_{n}")))));
    });
    assert_eq!(store.count_customers().unwrap(), 2_000);
}

pub fn a_large_question_has_a_large_answer(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(known_by("c_1500", &["tel:+1500"]))));
    let ids: Vec<_> = (0..40_000).map(|n| CustomerId::new(format!("c_{n}"))).collect();
    let found = store.customers(&ids).unwrap();
    assert_eq!(found.len(), 40_000);
    assert!(found.iter().enumerate().all(|(n, row)| row.is_some() == (n == 1_500)));
    let keys: Vec<_> = (0..40_000).map(|n| key(&format!("tel:+{n}"))).collect();
    assert_eq!(store.customers_by_key(&keys).unwrap().iter().filter(|ids| !ids.is_empty()).count(), 1);
}

pub fn a_long_text_comes_back(store: &StoreUnderTest) {
    let long = "門鎖 🔒 مرحبا ".repeat(20_000);
    write(store, |set| set.messages.push(new(message("m_1", "c_1", 0, &long))));
    assert_eq!(message_of(store, "m_1").value.body.words(), Some(long.as_str()));
}

pub fn ids_may_be_in_any_script_and_length(store: &StoreUnderTest) {
    let long = "長".repeat(300);
    let ids = ["", " ", "客戶-一", "Клиент", "عميل", "ग्राहक", "a'b\"c\\d%e_f", "\u{202e}x", "c\u{0}d", &long];
    for id in ids {
        write(store, |set| {
            set.customers.push(new(customer(id)));
            set.conversations.push(new(conversation(id, id)));
            set.messages.push(new(message(id, id, 0, "hi")));
            set.outbox.push(new(waiting(id, id, 5)));
            set.timers.push(timer(id, id, 5));
            set.events.push(event(id, id, 0));
            set.notices.push(notice(id, id, 0));
            set.settings.push((id.to_owned(), id.to_owned()));
        });
    }
    for id in ids {
        assert_eq!(customer_of(store, id).value.id.as_str(), id);
        assert_eq!(conversation_of(store, id).value.id.as_str(), id);
        assert_eq!(outbox_of(store, id).value.message.id.as_str(), id);
        assert_eq!(store.messages_of(&id.into(), at(0), at(1)).unwrap().len(), 1);
        assert_eq!(store.events_of(&id.into(), at(0), at(1)).unwrap().len(), 1);
        assert_eq!(store.timers_of(&id.into()).unwrap().len(), 1);
        assert_eq!(store.open_outbox_of(&id.into()).unwrap().len(), 1);
        assert_eq!(store.setting(id).unwrap().as_deref(), Some(id));
    }
    assert_eq!(store.list_events(at(0), at(1), &Page::first(99)).unwrap().len(), ids.len());
    assert_eq!(store.list_messages(at(0), at(1), &Page::first(99)).unwrap().len(), ids.len());
}

pub fn letters_that_look_alike_are_different_ids(store: &StoreUnderTest) {
    let ids = ["é", "e\u{301}", "E", "e", "е", "ｅ", "e\u{200b}"];
    write(store, |set| set.customers.extend(ids.map(|id| new(customer(id)))));
    assert_eq!(store.count_customers().unwrap(), ids.len() as u64);
    for id in ids {
        assert_eq!(customer_of(store, id).value.id.as_str(), id);
    }
}

/// One record in every collection.
fn fill(set: &mut ChangeSet) {
    set.customers.push(new(known_by("c_1", &["tel:+1"])));
    set.conversations.push(new(conversation("v_1", "c_1")));
    set.messages.push(new(message("m_1", "c_1", 0, "hello")));
    set.outbox.push(new(waiting("o_1", "c_1", 5)));
    set.timers.push(timer("t_1", "c_1", 5));
    set.events.push(event("e_1", "c_1", 0));
    set.notices.push(notice("n_1", "c_1", 0));
    set.merges.push(new(merge("g_1", "c_1", "c_2")));
    set.reviews.push(new(review("c_1", "c_2")));
    set.proposals.push(new(proposal("p_1")));
    set.settings.push(("s".to_owned(), "1".to_owned()));
}
