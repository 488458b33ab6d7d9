//! A deduper that is kept in a file.

use proptest::prelude::*;
use scrm_core::dedupe::DedupeError;
use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, RecordTable};
use scrm_core::foundation::Coded;
use scrm_core::store::StoreError;
use scrm_testkit::generator::{CONTACT_HEADER, ContactRows};

use super::Folder;
use crate::{KeptDeduper, KeptError, SqliteOptions, SqliteStore, Synchronous};

fn options() -> SqliteOptions {
    SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() }
}

fn contacts(count: u64) -> Vec<Vec<String>> {
    ContactRows::new(7, count).map(|row| row.cells).collect()
}

fn table_of<'r>(rows: impl IntoIterator<Item = (String, &'r Vec<String>)>) -> RecordTable {
    let mut table = RecordTable::new(CONTACT_HEADER);
    rows.into_iter().for_each(|(id, row)| table.push(id, row.iter().map(String::as_str)));
    table
}

fn numbered(rows: &[Vec<String>]) -> RecordTable {
    table_of(rows.iter().enumerate().map(|(id, row)| (id.to_string(), row)))
}

fn said(row: &[String]) -> Vec<(&str, &str)> {
    CONTACT_HEADER.into_iter().zip(row.iter().map(String::as_str)).collect()
}

fn kept(folder: &Folder, table: &RecordTable) -> KeptDeduper {
    let deduper = Deduper::fit(table, DeduperConfig::default()).unwrap();
    KeptDeduper::create(folder.database(), deduper, table, &options()).unwrap()
}

fn open(folder: &Folder) -> KeptDeduper {
    KeptDeduper::open(folder.database(), &options()).unwrap()
}

#[test]
fn it_answers_after_opening_as_before() {
    let folder = Folder::new("kept-again");
    let rows = contacts(400);
    let mut before = kept(&folder, &numbered(&rows[..300]));
    for (id, row) in rows.iter().enumerate().skip(300) {
        before.add(&id.to_string(), &said(row)).unwrap();
    }
    assert!(before.remove("17").unwrap());
    assert!(!before.remove("17").unwrap());
    let pair = before.pairs(None).swap_remove(0);
    before.tell_apart(&pair.second, &pair.first).unwrap();
    before.tell_apart("nobody", &pair.first).unwrap();
    let asked = before.query(&said(&rows[17]), Some(0.01));
    let (pairs, told_apart) = (before.pairs(Some(0.0)), before.deduper().told_apart().len());
    let clusters: Vec<Vec<String>> =
        before.clusters(None).iter().map(|ids| ids.iter().map(|id| (*id).to_owned()).collect()).collect();
    assert_eq!(told_apart, 1);
    drop(before);
    let after = open(&folder);
    assert_eq!(after.clusters(None), clusters);
    assert_eq!(after.pairs(Some(0.0)), pairs);
    assert_eq!(after.query(&said(&rows[17]), Some(0.01)), asked);
    assert_eq!(after.deduper().told_apart().len(), 1);
    assert_eq!(after.deduper().check_records(&after.table().unwrap()), Ok(()));
}

#[test]
fn a_process_that_is_killed_loses_nothing() {
    let (folder, copy) = (Folder::new("kept-killed"), Folder::new("kept-copy"));
    let rows = contacts(60);
    let mut before = kept(&folder, &numbered(&rows[..50]));
    before.add("50", &said(&rows[50])).unwrap();
    before.remove("3").unwrap();
    // What is on the medium while it is open is what a killed process leaves.
    for end in ["", "-wal"] {
        let path = |folder: &Folder| format!("{}{end}", folder.database().display());
        std::fs::copy(path(&folder), path(&copy)).unwrap();
    }
    let after = open(&copy);
    assert_eq!(after.pairs(Some(0.0)), before.pairs(Some(0.0)));
    assert_eq!(after.clusters(None), before.clusters(None));
}

#[test]
fn what_it_cannot_be_is_refused() {
    let folder = Folder::new("kept-refused");
    let table = numbered(&contacts(20));
    let cause = |error: KeptError| match error {
        KeptError::Store(StoreError::Medium { cause, .. }) => cause,
        other => panic!("{other}"),
    };
    assert_eq!(cause(KeptDeduper::open(folder.database(), &options()).unwrap_err()), "sqlite.cannot_open");
    let store = SqliteStore::open(folder.database(), &options()).unwrap();
    let owned = KeptDeduper::open(folder.database(), &options()).unwrap_err();
    assert_eq!(owned.code(), "store.owned_elsewhere");
    drop(store);
    assert_eq!(cause(KeptDeduper::open(folder.database(), &options()).unwrap_err()), "sqlite.another_kind");
    let fitted = || Deduper::fit(&table, DeduperConfig::default()).unwrap();
    let refused = KeptDeduper::create(folder.database(), fitted(), &table, &options()).unwrap_err();
    assert_eq!(cause(refused), "sqlite.already_there");

    let folder = Folder::new("kept-spoilt");
    let other = numbered(&contacts(19));
    let refused = KeptDeduper::create(folder.database(), fitted(), &other, &options()).unwrap_err();
    assert_eq!(refused.code(), "dedupe.linkage.other_record");
    let mut kept = kept(&folder, &table);
    let same = kept.add("3", &[]).unwrap_err();
    assert_eq!(same, KeptError::Dedupe(DedupeError::SameId { record: 20 }));
    drop(kept);
    for (spoil, code) in [
        ("PRAGMA user_version = 2", "store.newer_format"),
        ("PRAGMA user_version = 1; UPDATE records SET cells = '[' WHERE row = 3", "store.unusable"),
        (
            "UPDATE records SET cells = '[]'; UPDATE documents SET body = '{\"v\":9}' WHERE name = 'learned'",
            "dedupe.linkage.newer_model",
        ),
        ("UPDATE documents SET body = '{}' WHERE name = 'learned'", "dedupe.linkage.no_model"),
    ] {
        let connection = rusqlite::Connection::open(folder.database()).unwrap();
        connection.execute_batch(spoil).unwrap();
        drop(connection);
        assert_eq!(KeptDeduper::open(folder.database(), &options()).unwrap_err().code(), code, "{spoil}");
    }
}

#[test]
fn removed_records_leave_no_bytes() {
    let folder = Folder::new("kept-erased");
    let mut kept = kept(&folder, &numbered(&contacts(30)));
    kept.add("x", &[("name", "Canarywren Example")]).unwrap();
    let found = || {
        let files = std::fs::read_dir(&folder.0).unwrap();
        let files = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        files.into_iter().any(|bytes| bytes.windows(10).any(|window| window == b"Canarywren"))
    };
    assert!(found(), "the scan must be able to find it");
    kept.remove("x").unwrap();
    kept.scrub().unwrap();
    assert!(!found());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_history_is_like_a_table_of_what_is_left(
        steps in proptest::collection::vec((0_u8..8, 0_usize..60), 0..30),
    ) {
        let folder = Folder::new("kept-history");
        let rows = contacts(60);
        let mut kept = kept(&folder, &numbered(&rows[..30]));
        let learned = kept.deduper().learned();
        let mut left: Vec<usize> = (0..30).collect();
        for (step, row) in steps {
            let id = row.to_string();
            match step {
                0..=2 => prop_assert_eq!(kept.add(&id, &said(&rows[row])).is_ok(), !left.contains(&row)),
                3..=5 => prop_assert_eq!(kept.remove(&id).unwrap(), left.contains(&row)),
                6 => { let _ = kept.query(&said(&rows[row]), None); }
                _ => { drop(kept); kept = open(&folder); }
            }
            match step {
                0..=2 if !left.contains(&row) => left.push(row),
                3..=5 => left.retain(|other| *other != row),
                _ => {}
            }
        }
        let table = table_of(left.iter().map(|row| (row.to_string(), &rows[*row])));
        let batch = Deduper::with_learned(&learned, &table, DeduperConfig::default()).unwrap();
        prop_assert_eq!(kept.pairs(Some(0.0)), batch.pairs(Some(0.0)));
        prop_assert_eq!(kept.clusters(None), batch.clusters(None));
        prop_assert_eq!(kept.query(&said(&rows[59]), Some(0.001)), batch.query(&said(&rows[59]), Some(0.001)));
        prop_assert_eq!(kept.deduper().check_records(&table), Ok(()));
        drop(kept);
    }
}
