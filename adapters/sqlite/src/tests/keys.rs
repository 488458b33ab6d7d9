//! The index of keys, and records that are kept decoded.

use scrm_core::customer::IdentifierKey;
use scrm_core::foundation::{CustomerId, Fingerprint};
use scrm_core::store::{ChangeSet, CustomerRepository, Store, StoreError, Timer, TimerQueue, Versioned};

use super::{change, customer, now, timer, write_customers};
use crate::SqliteStore;
use crate::commit::Young;

fn owners(store: &SqliteStore, key: &str) -> Vec<String> {
    let found = store.customers_by_key(&[IdentifierKey::from_stored(key)]).unwrap();
    found[0].iter().map(CustomerId::to_string).collect()
}

#[test]
fn keys_follow_the_customer_before_and_after_they_settled() {
    for settled in [false, true] {
        let store = SqliteStore::in_memory().unwrap();
        let first = customer("c_1", "Аня", &["tel:+1", "email:a@example.com", "tel:+1"]);
        write_customers(
            &store,
            vec![Versioned::new(first), Versioned::new(customer("c_2", "Боря", &["tel:+1"]))],
        );
        if settled {
            change(&store, |open| open.young.settle_at_next_commit());
            store
                .commit(&ChangeSet { settings: vec![("a".into(), "b".into())], ..ChangeSet::default() })
                .unwrap();
            for young in [
                store.with(|open| Young::read(&open.connection)).unwrap(),
                store
                    .with(|open| Ok(std::mem::replace(&mut open.young, Young::read(&open.connection)?)))
                    .unwrap(),
            ] {
                assert!(young.is_empty());
            }
        }
        assert_eq!(owners(&store, "tel:+1"), ["c_1", "c_2"]);
        write_customers(
            &store,
            vec![Versioned::at(1, customer("c_1", "Аня", &["tel:+2", "email:a@example.com"]))],
        );
        assert_eq!(owners(&store, "tel:+1"), ["c_2"]);
        assert_eq!(owners(&store, "tel:+2"), ["c_1"]);
        let mut merged = customer("c_1", "Аня", &["tel:+2", "email:a@example.com"]);
        merged.merged_into = Some(("c_2".into(), "g_1".into()));
        write_customers(&store, vec![Versioned::at(2, merged)]);
        assert!(owners(&store, "email:a@example.com").is_empty());
        assert_eq!(store.count_customers().unwrap(), 1);
        write_customers(&store, vec![Versioned::at(3, customer("c_1", "Аня", &["email:a@example.com"]))]);
        assert_eq!(owners(&store, "email:a@example.com"), ["c_1"]);
    }
}

#[test]
fn import_rows_stay_known_before_and_after_they_settled() {
    let store = SqliteStore::in_memory().unwrap();
    let rows = |numbers: std::ops::Range<u8>| -> Vec<_> {
        numbers.map(|number| (Fingerprint([number; 16]), CustomerId::new("c_1"))).collect()
    };
    store.commit(&ChangeSet { imported_rows: rows(0..3), ..ChangeSet::default() }).unwrap();
    change(&store, |open| open.young.settle_at_next_commit());
    store.commit(&ChangeSet { imported_rows: rows(2..4), ..ChangeSet::default() }).unwrap();
    store.commit(&ChangeSet { imported_rows: rows(3..6), ..ChangeSet::default() }).unwrap();
    let asked: Vec<_> = [9, 0, 3, 5].iter().map(|number| Fingerprint([*number; 16])).collect();
    assert_eq!(store.imported_rows(&asked).unwrap(), [false, true, true, true]);
}

/// Numbers that follow from the ones before.
fn dice(state: &mut u64, sides: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % sides
}

#[test]
fn what_waits_is_found_again_after_a_restart() {
    for seed in 0..40 {
        let (mut state, store) = (seed, SqliteStore::in_memory().unwrap());
        let mut versions = [0_u64; 8];
        for step in 0..60_u8 {
            if dice(&mut state, 9) == 0 {
                change(&store, |open| open.young.settle_at_next_commit());
            }
            let number = dice(&mut state, versions.len());
            let id = format!("c_{number}");
            let keys: Vec<String> =
                (0..dice(&mut state, 4)).map(|_| format!("tel:+{}", dice(&mut state, 12))).collect();
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let mut written = customer(&id, "लता", &keys);
            if versions[number] > 0 && dice(&mut state, 5) == 0 {
                written.merged_into = Some(("c_9".into(), "g_1".into()));
            }
            let imported_rows = (0..dice(&mut state, 3) as u8)
                .map(|row| (Fingerprint([step.wrapping_mul(3) + row; 16]), CustomerId::new(&id)));
            let changes = ChangeSet {
                customers: vec![Versioned::at(versions[number], written)],
                imported_rows: imported_rows.collect(),
                ..ChangeSet::default()
            };
            store.commit(&changes).unwrap();
            versions[number] += 1;
            let listed = |young: &Young| (young.listed_keys(), young.listed_rows());
            let (kept, read) = store
                .with(|open| Ok((listed(&open.young), listed(&Young::read(&open.connection)?))))
                .unwrap();
            assert_eq!(kept, read, "seed {seed}, step {step}");
        }
    }
}

#[test]
fn a_failed_commit_changes_no_decoded_record() {
    let store = SqliteStore::in_memory().unwrap();
    write_customers(&store, vec![Versioned::new(customer("c_1", "नेहा", &[]))]);
    let wrong =
        vec![Versioned::at(1, customer("c_1", "राज", &[])), Versioned::at(7, customer("c_2", "x", &[]))];
    let refused = store.commit(&ChangeSet { customers: wrong, ..ChangeSet::default() }).unwrap_err();
    assert!(matches!(refused, StoreError::Conflict { ref id, .. } if id == "c_2"), "{refused:?}");
    let found = store.customers(&["c_1".into()]).unwrap();
    let stored = found[0].as_ref().unwrap();
    assert_eq!((stored.version, &*stored.value), (1, &customer("c_1", "नेहा", &[])));
}

#[test]
fn what_is_kept_decoded_is_what_the_file_says() {
    let store = SqliteStore::in_memory().unwrap();
    change(&store, |open| open.customers = crate::recent::Recent::new(8));
    let ids: Vec<CustomerId> = (0..40).map(|number| CustomerId::from(format!("c_{number:02}"))).collect();
    for id in &ids {
        write_customers(&store, vec![Versioned::new(customer(id.as_str(), "一", &[]))]);
    }
    for step in 0..200_usize {
        let id = ids[step * 7 % ids.len()].as_str();
        let version = store.customers(&[id.into()]).unwrap()[0].as_ref().unwrap().version;
        write_customers(&store, vec![Versioned::at(version, customer(id, &format!("名{step}"), &[]))]);
    }
    let listed = store.list_customers(None, 100).unwrap();
    let read: Vec<_> =
        ids.iter().map(|id| store.customers(std::slice::from_ref(id)).unwrap().remove(0)).collect();
    for (listed, read) in listed.iter().zip(read) {
        let read = read.unwrap();
        assert_eq!((listed.version, &listed.value), (read.version, &read.value));
    }
}

#[test]
fn a_large_lookup_finds_what_was_there_before_and_what_came_after() {
    let store = SqliteStore::in_memory().unwrap();
    let key = |number: usize| format!("tel:+{number:07}");
    let named = |number: usize| {
        let key = key(number);
        Versioned::new(customer(&format!("c_{number:07}"), "周", &[&key]))
    };
    let row = |number: usize| Fingerprint([number as u8; 16]);
    let write = |number: usize| {
        let imported_rows = vec![(row(number), "c_1".into())];
        store
            .commit(&ChangeSet { customers: vec![named(number)], imported_rows, ..ChangeSet::default() })
            .unwrap();
    };
    let keys: Vec<_> = (0..1_500).map(|number| IdentifierKey::from_stored(key(number))).collect();
    let rows: Vec<_> = (0..1_500).map(|number| row(number % 200)).collect();
    write(7);
    for expected in [vec![7], vec![7, 90]] {
        let found = store.customers_by_key(&keys).unwrap();
        let owned: Vec<_> = (0..keys.len()).filter(|number| !found[*number].is_empty()).collect();
        assert_eq!(owned, expected);
        let known = store.imported_rows(&rows).unwrap();
        let known: Vec<_> = (0..200).filter(|number| known[*number]).collect();
        assert_eq!(known, expected);
        if expected.len() == 1 {
            write(90);
        }
    }
}

/// Whoever a timer's key names, the timer is found under its own customer and under no other.
#[test]
fn a_customers_timers_are_found_whether_or_not_their_keys_name_it() {
    let store = SqliteStore::in_memory().unwrap();
    let timers = [
        timer("follow_up", "c_1", now()),
        timer("priority/c_1/greeting", "c_1", now()),
        timer("priority/c_1/response", "c_1", now()),
        timer("priority/c_10/response", "c_10", now()),
        timer("priority/c_1", "c_1", now()),
        timer("tag/c_1/due", "c_2", now()),
        timer("tag/c_2/due", "c_2", now()),
        timer("tag/客/1/due", "客/1", now()),
        timer("tag/客/due", "客", now()),
        timer("tag//due", "", now()),
        timer("tags/c_1/due", "c_1", now()),
    ];
    store.commit(&ChangeSet { timers: timers.to_vec(), ..ChangeSet::default() }).unwrap();
    for customer in ["c_1", "c_10", "c_2", "客", "客/1", "", "c_3"] {
        let mut own: Vec<Timer> =
            timers.iter().filter(|timer| timer.customer.as_str() == customer).cloned().collect();
        own.sort_by(|a, b| a.key.cmp(&b.key));
        assert_eq!(store.timers_of(&customer.into()).unwrap(), own, "{customer}");
    }
    let mut due = store.due_timers(now(), usize::MAX).unwrap().rows;
    due.sort_by(|a, b| a.key.cmp(&b.key));
    let mut all = timers.to_vec();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(due, all);
    let named = "SELECT count(*) FROM timers WHERE typeof(customer) = 'blob'";
    let short: i64 =
        store.with(|open| Ok(open.connection.query_row(named, [], |row| row.get(0)).unwrap())).unwrap();
    assert_eq!(short, 6);
}
