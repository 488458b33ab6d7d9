use std::sync::Arc;

use chrono::TimeZone;

use super::*;
use crate::store::Versioned;

fn nine() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap()
}

fn with_customer(id: &str) -> ChangeSet {
    let customer = Customer::new(CustomerId::new(id), nine());
    ChangeSet { customers: vec![Versioned::new(customer)], ..ChangeSet::default() }
}

#[test]
fn a_poisoned_lock_is_not_the_end() {
    let store = Arc::new(MemoryStore::new());
    store.commit(&with_customer("c_1")).unwrap();
    let held = Arc::clone(&store);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _guard = held.state.lock().unwrap();
        panic!("a reader went away");
    }));
    assert!(panicked.is_err());
    assert_eq!(store.count_customers().unwrap(), 1);
    store.commit(&with_customer("c_2")).unwrap();
    assert_eq!(store.count_customers().unwrap(), 2);
}

#[test]
fn readers_share_the_record_instead_of_copying_it() {
    let store = MemoryStore::new();
    let changes = with_customer("c_1");
    store.commit(&changes).unwrap();
    let read = store.customers(&[CustomerId::new("c_1")]).unwrap();
    assert!(Arc::ptr_eq(&read[0].as_ref().unwrap().value, &changes.customers[0].value));
}

#[test]
fn debug_counts_and_shows_nothing() {
    let store = MemoryStore::new();
    store.commit(&with_customer("c_secret")).unwrap();
    let shown = format!("{store:?}");
    assert!(shown.contains("customers: 1") && !shown.contains("secret"), "{shown}");
}
