//! Rows that nobody can read.

use std::collections::BTreeMap;

use scrm_core::store::{
    ChangeSet, Collection, CustomerRepository, Office, Outbox, Store, StoreError, TimerQueue, Unreadable,
    Versioned,
};
use scrm_core::transport::OutboxState;

use super::{change, customer, minute, now, outbox, timer, write_customers};
use crate::SqliteStore;

const ROWS: usize = 2_000;
const POISONED: usize = 50;

/// What a row can be spoilt by, and the cause that is reported.
const POISON: [(&str, &str); 3] = [
    ("{\"v\":1,\"message\":{\"id\":", "record.not_json"),
    ("{\"v\":1,\"kind\":\"carrier_pigeon\"}", "record.unknown_shape"),
    ("", "record.newer_format"),
];

fn poison(store: &SqliteStore, table: &str, id: &str, key: &str, which: usize) -> &'static str {
    let (bytes, cause) = POISON[which];
    let sql = if bytes.is_empty() {
        format!("UPDATE {table} SET body = json_set(body, '$.v', 2) WHERE {id} = ?1 AND ?2 = ''")
    } else {
        format!("UPDATE {table} SET body = ?2 WHERE {id} = ?1")
    };
    let changed = store.with(|open| Ok(open.connection.execute(&sql, [key, bytes]).unwrap())).unwrap();
    assert_eq!(changed, 1);
    cause
}

fn bodies(store: &SqliteStore, ids: &BTreeMap<String, &'static str>) -> Vec<String> {
    store
        .with(|open| {
            let mut statement = open.connection.prepare("SELECT body FROM outbox WHERE id = ?1").unwrap();
            Ok(ids.keys().map(|id| statement.query_row([id], |row| row.get(0)).unwrap()).collect())
        })
        .unwrap()
}

/// TRUST A9: undecodable rows among many; the others are done, the bad ones set aside with their bytes.
#[test]
fn trust_a9_poison_rows_do_not_block_the_outbox() {
    let store = SqliteStore::in_memory().unwrap();
    let id = |number: usize| format!("o_{number:05}");
    let rows = (0..ROWS).map(|number| Versioned::new(outbox(&id(number), "c_1", minute(number as i64 % 7))));
    store.commit(&ChangeSet { outbox: rows.collect(), ..ChangeSet::default() }).unwrap();
    let poisoned: BTreeMap<String, &'static str> = (0..POISONED)
        .map(|number| {
            let id = id(number * ROWS / POISONED + number % 11);
            let cause = poison(&store, "outbox", "id", &id, number % 3);
            (id, cause)
        })
        .collect();
    let before = bodies(&store, &poisoned);
    let mut done = 0;
    loop {
        let due = store.due_outbox(minute(60), 64).unwrap();
        if due.rows.is_empty() && due.unreadable.is_empty() {
            break;
        }
        done += due.rows.len();
        let sent = due.rows.iter().map(|stored| {
            let mut message = (*stored.value).clone();
            message.state = OutboxState::Sent { at: now(), external_id: None };
            message.due = None;
            Versioned::at(stored.version, message)
        });
        store
            .commit(&ChangeSet { outbox: sent.collect(), park: due.unreadable, ..ChangeSet::default() })
            .unwrap();
    }
    assert_eq!(done, ROWS - POISONED);
    let mut parked = store.parked_rows().unwrap();
    parked.sort_by(|a, b| a.id.cmp(&b.id));
    let expected = poisoned.iter().map(|(id, cause)| Unreadable {
        collection: Collection::Outbox,
        id: id.clone(),
        cause: (*cause).to_owned(),
    });
    assert_eq!(parked, expected.collect::<Vec<_>>());
    assert_eq!(bodies(&store, &poisoned), before, "bytes untouched");
    assert_eq!(store.list_outbox(None, ROWS).unwrap().len(), ROWS - POISONED);
    assert_eq!(store.next_outbox().unwrap(), None);
    let first = poisoned.keys().next().unwrap();
    assert!(matches!(store.outbox(&[first.as_str().into()]), Err(StoreError::Unreadable { .. })));
    let again =
        ChangeSet { outbox: vec![Versioned::new(outbox(first, "c_1", now()))], ..ChangeSet::default() };
    assert!(matches!(store.commit(&again), Err(StoreError::Conflict { .. })), "its id is still taken");
}

#[test]
fn trust_a9_poison_timers_do_not_block_the_others() {
    let store = SqliteStore::in_memory().unwrap();
    let timers = (0..20).map(|number| timer(&format!("t_{number:02}"), "c_1", minute(number))).collect();
    store.commit(&ChangeSet { timers, ..ChangeSet::default() }).unwrap();
    poison(&store, "timers", "key", "t_03", 0);
    poison(&store, "timers", "key", "t_04", 1);
    assert!(matches!(store.timers_of(&"c_1".into()), Err(StoreError::Unreadable { .. })));
    let due = store.due_timers(minute(9), 6).unwrap();
    assert_eq!((due.rows.len(), due.unreadable.len()), (4, 2), "the limit counts both");
    store.commit(&ChangeSet { park: due.unreadable, ..ChangeSet::default() }).unwrap();
    assert_eq!(store.due_timers(minute(30), 50).unwrap().rows.len(), 18);
    assert_eq!(store.timers_of(&"c_1".into()).unwrap().len(), 18);
    assert_eq!(store.parked_rows().unwrap().len(), 2);
    let again = ChangeSet { timers: vec![timer("t_03", "c_1", minute(3))], ..ChangeSet::default() };
    store.commit(&again).unwrap();
    assert_eq!(store.due_timers(minute(30), 50).unwrap().rows.len(), 19, "written anew, it can be read");
    assert_eq!(store.parked_rows().unwrap().len(), 1);
}

#[test]
fn an_unreadable_record_is_named_and_a_parked_one_left_out_of_listings() {
    let store = SqliteStore::in_memory().unwrap();
    let customers = ["c_1", "c_2", "c_3"].map(|id| Versioned::new(customer(id, "Лена", &["tel:+1"])));
    write_customers(&store, customers.into());
    poison(&store, "customers", "id", "c_2", 2);
    change(&store, |open| open.customers.forget("c_2"));
    let expected = StoreError::Unreadable {
        collection: Collection::Customers,
        id: "c_2".to_owned(),
        cause: "record.newer_format".to_owned(),
    };
    assert_eq!(store.customers(&["c_1".into(), "c_2".into()]).unwrap_err(), expected);
    assert_eq!(store.list_customers(None, 10).unwrap_err(), expected);
    assert!(store.customers(&["c_1".into(), "c_3".into()]).unwrap().iter().all(Option::is_some));
    let park = Unreadable {
        collection: Collection::Customers,
        id: "c_2".into(),
        cause: "record.newer_format".into(),
    };
    store.commit(&ChangeSet { park: vec![park], ..ChangeSet::default() }).unwrap();
    let listed = store.list_customers(None, 2).unwrap();
    assert_eq!(listed.iter().map(|stored| stored.value.id.as_str()).collect::<Vec<_>>(), ["c_1", "c_3"]);
    assert_eq!(store.customers(&["c_2".into()]).unwrap_err(), expected);
}
