//! Formats, ownership, closing.

use std::process::Command;
use std::time::Duration;

use scrm_core::foundation::Coded;
use scrm_core::store::{
    ChangeSet, CustomerRepository, Office, ProposalLedger, SearchIndex, SearchQuery, Store, StoreError,
    TimerQueue, Versioned,
};

use super::{Folder, change, customer, minute, now, open, proposal, timer, write_customers};
use crate::{SqliteOptions, SqliteStore, Synchronous, schema};

#[test]
fn an_empty_file_gets_the_present_format_and_keeps_what_is_written() {
    let folder = Folder::new("formats");
    let store = open(&folder.database());
    let format: u32 = store
        .with(|open| Ok(open.connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()))
        .unwrap();
    assert_eq!(format, schema::KNOWN);
    write_customers(&store, vec![Versioned::new(customer("c_1", "Мария", &["tel:+1"]))]);
    drop(store);
    let names: Vec<_> =
        std::fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "one file and its owner file: {names:?}");
    let store = open(&folder.database());
    assert_eq!(store.count_customers().unwrap(), 1);
    let found = store.customers(&["c_1".into()]).unwrap();
    assert_eq!(*found[0].as_ref().unwrap().value, customer("c_1", "Мария", &["tel:+1"]));
}

#[test]
fn what_is_no_store_is_refused_for_good() {
    let folder = Folder::new("no-store");
    std::fs::write(folder.database(), "Name,Phone\nAnna Walker,+44 7400 123456\n".repeat(50)).unwrap();
    let refused = SqliteStore::open(folder.database(), &SqliteOptions::default()).unwrap_err();
    assert_eq!(refused.code(), "store.unusable");
    let entry = scrm_core::store::ERRORS.iter().find(|entry| entry.code == refused.code()).unwrap();
    assert!(!entry.retryable, "trying again changes nothing");
    let busy = StoreError::Medium { cause: "sqlite.busy".to_owned(), retryable: true };
    assert_eq!(busy.code(), "store.medium");
}

#[test]
fn a_blank_path_is_no_store() {
    let refused = SqliteStore::open("", &SqliteOptions::default()).unwrap_err();
    assert_eq!(refused.code(), "store.unusable");
}

/// What a file of the present format lacks of the first, and has beyond it.
const BACK_TO_THE_FIRST_FORMAT: &str = "
    DROP TABLE proposals;
    DROP INDEX timers_customer;
    CREATE INDEX timers_customer ON timers (customer);
    UPDATE timers SET customer = 'c_1';
    DELETE FROM search_stale;
    UPDATE search_customers SET words = 'мария';
    PRAGMA user_version = 1;
";

/// A file of the first format is brought to the present one, keeps what it holds, and takes what is new.
#[test]
fn an_older_file_becomes_one_of_the_present_format() {
    let folder = Folder::new("older");
    let store = open(&folder.database());
    write_customers(&store, vec![Versioned::new(customer("c_1", "Мария", &["tel:+79161234567"]))]);
    let last_digits = SearchQuery { text: "4567".to_owned(), limit: 9 };
    assert_eq!(store.search(&last_digits).unwrap().len(), 1);
    let old = [timer("follow_up", "c_1", now()), timer("tag/c_1/due", "c_1", now())];
    store.commit(&ChangeSet { timers: old.to_vec(), ..ChangeSet::default() }).unwrap();
    change(&store, |open| open.connection.execute_batch(BACK_TO_THE_FIRST_FORMAT).unwrap());
    store.close().unwrap();
    let store = open(&folder.database());
    assert_eq!(store.count_customers().unwrap(), 1);
    assert_eq!(store.search(&last_digits).unwrap().len(), 1, "customers go into the search index anew");
    let new = timer("priority/c_1/response", "c_1", now());
    let again = timer("tag/c_1/due", "c_1", minute(3));
    let timers = vec![new.clone(), again.clone()];
    assert_eq!(store.timers_of(&"c_1".into()).unwrap(), old);
    store.commit(&ChangeSet { timers, ..ChangeSet::default() }).unwrap();
    assert_eq!(store.timers_of(&"c_1".into()).unwrap(), [old[0].clone(), new, again]);
    let proposals = vec![Versioned::new(proposal("p_1"))];
    store.commit(&ChangeSet { proposals, ..ChangeSet::default() }).unwrap();
    drop(store);
    let store = open(&folder.database());
    assert_eq!(*store.list_proposals(None, 9).unwrap()[0].value, proposal("p_1"));
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let folder = Folder::new("newer");
    let store = open(&folder.database());
    change(&store, |open| open.connection.execute_batch("PRAGMA user_version = 99").unwrap());
    store.close().unwrap();
    let before = std::fs::read(folder.database()).unwrap();
    let refused = SqliteStore::open(folder.database(), &SqliteOptions::default()).unwrap_err();
    assert_eq!(refused, StoreError::NewerFormat { found: 99, known: schema::KNOWN });
    assert_eq!(std::fs::read(folder.database()).unwrap(), before);
}

#[test]
fn something_else_than_a_database_is_refused() {
    let folder = Folder::new("other");
    std::fs::write(folder.database(), "Имя;Телефон\n".repeat(200)).unwrap();
    let refused = SqliteStore::open(folder.database(), &SqliteOptions::default()).unwrap_err();
    assert_eq!(refused, StoreError::Medium { cause: "sqlite.not_a_database".to_owned(), retryable: false });
}

#[test]
fn a_closed_store_says_so() {
    let folder = Folder::new("closed");
    let store = open(&folder.database());
    store.close().unwrap();
    assert_eq!(store.count_customers().unwrap_err(), StoreError::Closed);
    assert_eq!(store.close().unwrap_err(), StoreError::Closed);
    assert_eq!(open(&folder.database()).count_customers().unwrap(), 0, "the file is free again");
}

#[test]
fn options_are_applied() {
    let folder = Folder::new("options");
    let options = SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() };
    for (options, level) in [(options, 1), (SqliteOptions::default(), 2)] {
        let store = SqliteStore::open(folder.database(), &options).unwrap();
        let pragma = |name: &str| {
            let sql = format!("PRAGMA {name}");
            store.with(|open| Ok(open.connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap()))
        };
        assert_eq!(pragma("synchronous").unwrap(), level);
        assert_eq!(pragma("secure_delete").unwrap(), 1);
        assert_eq!(pragma("cache_size").unwrap(), -65_536);
    }
}

#[test]
fn a_path_that_cannot_be_opened_is_an_error_of_the_medium() {
    let folder = Folder::new("missing");
    let refused = SqliteStore::open(folder.0.join("no/such/folder/s.db"), &SqliteOptions::default());
    assert!(matches!(refused, Err(StoreError::Medium { retryable: false, .. })));
}

const TRIES: u32 = 200;
const ROLE: &str = "SCRM_SQLITE_SECOND_OWNER";

/// What the second process of the test below does; in the first one there is nothing to do.
#[test]
fn second_owner() {
    let Some(path) = std::env::var_os(ROLE) else { return };
    let options = SqliteOptions { busy_timeout: Duration::ZERO, ..SqliteOptions::default() };
    for attempt in 0..TRIES {
        let refused = SqliteStore::open(&path, &options).err();
        assert_eq!(refused, Some(StoreError::OwnedElsewhere), "attempt {attempt}");
    }
}

/// TRUST C4: a second SQLite library in the owner's process loses SQLite's own locks by closing the file;
/// the owner stays the owner.
#[test]
fn trust_c4_a_second_process_is_refused_even_when_sqlites_own_locks_are_gone() {
    let folder = Folder::new("owner");
    let store = open(&folder.database());
    write_customers(&store, vec![Versioned::new(customer("c_1", "王小明", &[]))]);
    // POSIX: closing any handle of the file gives up all of the process's record locks on it.
    drop(std::fs::File::open(folder.database()).unwrap());
    let other = Command::new(std::env::current_exe().unwrap())
        .args(["tests::opening::second_owner", "--exact"])
        .env(ROLE, folder.database())
        .output()
        .unwrap();
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stdout));
    let second = SqliteStore::open(folder.database(), &SqliteOptions::default()).err();
    assert_eq!(second, Some(StoreError::OwnedElsewhere), "nor twice in one process");
    assert_eq!(store.count_customers().unwrap(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_store_has_the_same_owner() {
    let folder = Folder::new("link");
    let _store = open(&folder.database());
    let link = folder.0.join("link.db");
    std::os::unix::fs::symlink(folder.database(), &link).unwrap();
    let second = SqliteStore::open(&link, &SqliteOptions::default()).err();
    assert_eq!(second, Some(StoreError::OwnedElsewhere));
}

#[test]
fn trust_c4_use_after_a_fork_is_refused_and_harms_nothing() {
    let folder = Folder::new("fork");
    let mut store = open(&folder.database());
    write_customers(&store, vec![Versioned::new(customer("c_1", "أحمد", &[]))]);
    let log = folder.database().with_extension("db-wal");
    store.pretend_forked();
    let query = SearchQuery { text: "x".to_owned(), limit: 1 };
    assert_eq!(store.count_customers().unwrap_err(), StoreError::Forked);
    assert_eq!(store.setting("x").unwrap_err(), StoreError::Forked);
    assert_eq!(store.search(&query).unwrap_err(), StoreError::Forked);
    assert_eq!(store.commit(&ChangeSet::default()).unwrap_err(), StoreError::Forked);
    assert_eq!(store.close().unwrap_err(), StoreError::Forked);
    let before = std::fs::read(&log).unwrap();
    drop(store);
    assert_eq!(std::fs::read(&log).unwrap(), before, "the parent's log was touched");
}
