//! Every case that a store must pass, and random histories beside the store in memory.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod spoilt;

use std::path::PathBuf;
use std::sync::Arc;

use scrm_core::store::Collection;
use scrm_sqlite::{SqliteOptions, SqliteStore, Synchronous};
use scrm_testkit::history::same_as_memory;
use scrm_testkit::{StoreUnderTest, store_conformance};
use spoilt::spoilt;

fn under_test() -> StoreUnderTest {
    let store = Arc::new(SqliteStore::in_memory().unwrap());
    let (corrupted, read) = (Arc::clone(&store), Arc::clone(&store));
    let bytes = move |collection: Collection, id: &str| read.row_bytes(collection, id).unwrap();
    StoreUnderTest::shared(
        &store,
        move |collection, id, corruption| {
            let bytes = corrupted.row_bytes(collection, id).unwrap().unwrap_or_default();
            corrupted.overwrite_row(collection, id, &spoilt(&bytes, corruption)).unwrap();
        },
        bytes,
    )
}

store_conformance!(sqlite, || under_test());

/// Commits that share a transaction are read, refused and undone one by one.
#[test]
fn histories_of_grouped_commits_end_as_in_memory() {
    let folder: PathBuf = std::env::temp_dir().join(format!("scrm-sqlite-grouped-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (seed, commits) in [(1, 2), (2, 7), (3, 1_000)] {
        let path = folder.join(format!("{seed}.db"));
        let options =
            SqliteOptions { synchronous: Synchronous::Grouped { commits }, ..SqliteOptions::default() };
        let store = SqliteStore::open(&path, &options).unwrap();
        same_as_memory(&store, seed, 200).unwrap();
        let rows = scrm_testkit::history::history_rows();
        let before = scrm_testkit::history::dump(&store, &rows);
        drop(store);
        let store = SqliteStore::open(&path, &options).unwrap();
        assert_eq!(scrm_testkit::history::dump(&store, &rows), before);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// TRUST C2: the same answers and the same dumps as the store in memory.
#[test]
fn trust_c2_random_histories_end_as_in_memory() {
    const HISTORIES: u64 = 200;
    for seed in 0..HISTORIES {
        same_as_memory(&SqliteStore::in_memory().unwrap(), seed, 100).unwrap();
    }
}

#[test]
fn trust_c2_a_history_survives_reopening_the_file() {
    let folder: PathBuf = std::env::temp_dir().join(format!("scrm-sqlite-history-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("store.db");
    let store = SqliteStore::open(&path, &SqliteOptions::default()).unwrap();
    same_as_memory(&store, 77, 200).unwrap();
    let rows = scrm_testkit::history::history_rows();
    let before = scrm_testkit::history::dump(&store, &rows);
    drop(store);
    let store = SqliteStore::open(&path, &SqliteOptions::default()).unwrap();
    assert_eq!(scrm_testkit::history::dump(&store, &rows), before);
    drop(store);
    std::fs::remove_dir_all(&folder).unwrap();
}
