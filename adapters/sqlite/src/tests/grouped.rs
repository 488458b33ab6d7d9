//! Commits that share a transaction.

use scrm_core::store::{ChangeSet, CustomerRepository, Store, StoreError, Versioned};

use super::{Folder, change, customer, open, write_customers};
use crate::{SqliteOptions, SqliteStore, Synchronous};

fn grouped(folder: &Folder, commits: u32) -> SqliteStore {
    let options = SqliteOptions { synchronous: Synchronous::Grouped { commits }, ..SqliteOptions::default() };
    SqliteStore::open(folder.database(), &options).unwrap()
}

fn one(id: &str) -> ChangeSet {
    let customers = vec![Versioned::new(customer(id, "مريم", &[]))];
    ChangeSet { customers, ..ChangeSet::default() }
}

/// As if the process had been lost: nothing that waits is written.
fn lose(store: SqliteStore) {
    change(&store, |open| open.connection.execute_batch("ROLLBACK").unwrap_or_default());
    drop(store);
}

#[test]
fn a_lost_process_takes_the_commits_that_waited_and_no_other() {
    for (commits, kept) in [(1, 0), (2, 0), (3, 3), (5, 3), (6, 6), (7, 6)] {
        let folder = Folder::new(&format!("grouped-lost-{commits}"));
        let store = grouped(&folder, 3);
        for number in 0..commits {
            store.commit(&one(&format!("c_{number}"))).unwrap();
        }
        assert_eq!(store.count_customers().unwrap(), commits, "whoever asks sees what waits");
        lose(store);
        assert_eq!(open(&folder.database()).count_customers().unwrap(), kept, "{commits}");
    }
}

#[test]
fn closing_dropping_and_scrubbing_leave_nothing_waiting() {
    let folder = Folder::new("grouped-ends");
    let store = grouped(&folder, 1_000);
    store.commit(&one("c_1")).unwrap();
    store.close().unwrap();
    let store = grouped(&folder, 1_000);
    assert_eq!(store.count_customers().unwrap(), 1);
    store.commit(&one("c_2")).unwrap();
    drop(store);
    let store = grouped(&folder, 1_000);
    assert_eq!(store.count_customers().unwrap(), 2);
    store.commit(&one("c_3")).unwrap();
    store.index_pending(10).unwrap();
    store.scrub().unwrap();
    lose(store);
    assert_eq!(open(&folder.database()).count_customers().unwrap(), 3);
}

#[test]
fn a_store_that_lets_commits_wait_calls_itself_durable_no_more() {
    for (commits, durable) in [(0, true), (1, true), (2, false)] {
        let folder = Folder::new(&format!("grouped-durable-{commits}"));
        assert_eq!(grouped(&folder, commits).capabilities().durable, durable, "{commits}");
    }
}

#[test]
fn a_refused_commit_takes_no_other_with_it() {
    let folder = Folder::new("grouped-refused");
    let store = grouped(&folder, 10);
    write_customers(&store, vec![Versioned::new(customer("c_1", "王芳", &["tel:+1"]))]);
    let both = vec![Versioned::new(customer("c_2", "王", &[])), Versioned::new(customer("c_1", "芳", &[]))];
    let refused = store.commit(&ChangeSet { customers: both, ..ChangeSet::default() });
    assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
    store.scrub().unwrap();
    assert!(matches!(store.commit(&one("c_1")), Err(StoreError::Conflict { .. })));
    // Nothing waits now, and nothing is in the way.
    store.scrub().unwrap();
    store.commit(&one("c_3")).unwrap();
    drop(store);
    let store = open(&folder.database());
    assert_eq!(store.count_customers().unwrap(), 2);
    assert!(store.customers(&["c_2".into()]).unwrap()[0].is_none());
}

/// The medium fails at statement k of the commit that fills the group, for every k.
#[test]
fn a_group_that_cannot_be_written_closes_the_store_and_is_not_half_there() {
    let mut statements = 0;
    let mut closed = 0;
    loop {
        let folder = Folder::new(&format!("grouped-fails-{statements}"));
        let store = grouped(&folder, 2);
        store.commit(&one("c_1")).unwrap();
        change(&store, |open| open.faults.fail_after(Some(statements)));
        let outcome = store.commit(&one("c_2"));
        if outcome.is_ok() {
            break;
        }
        let is_closed = matches!(store.count_customers(), Err(StoreError::Closed));
        if is_closed {
            closed += 1;
            drop(store);
            assert_eq!(open(&folder.database()).count_customers().unwrap(), 0, "{statements}");
        } else {
            change(&store, |open| open.faults.fail_after(None));
            assert_eq!(store.count_customers().unwrap(), 1, "{statements}");
            store.commit(&one("c_2")).unwrap();
            drop(store);
            assert_eq!(open(&folder.database()).count_customers().unwrap(), 2, "{statements}");
        }
        statements += 1;
    }
    assert_eq!(closed, 1, "only the write of the group itself leaves no way back");
    assert!(statements >= 3, "{statements}");
}
