//! Imports, beside the store that keeps records as they are.

use std::io::Cursor;

use scrm_core::import::ImportOptions;
use scrm_core::playbook::Playbook;
use scrm_core::store::{MemoryStore, Store};
use scrm_core::workspace::Workspace;
use scrm_testkit::generator::{CUSTOMER_HEADER, CustomerRows};

use super::now;
use crate::SqliteStore;

fn imported(store: Box<dyn Store>, file: &str) -> Workspace {
    let workspace = Workspace::new(store, &Playbook::standard()).unwrap();
    let report = workspace.import_csv(&mut Cursor::new(file), &ImportOptions::new("fair"), now()).unwrap();
    assert!(report.counts.created > 0 && report.counts.merged > 0, "{:?}", report.counts);
    workspace
}

/// Customers come to the store in the form in which it keeps them, written before it was known whether a later
/// row of the batch completes them.
#[test]
fn an_import_leaves_the_same_customers_and_timers_in_every_store() {
    let mut file = format!("{CUSTOMER_HEADER}\n");
    CustomerRows::new(11, 3_000, now()).for_each(|row| row.write_csv(&mut file));
    let memory = imported(Box::new(MemoryStore::default()), &file);
    let sqlite = imported(Box::new(SqliteStore::in_memory().unwrap()), &file);
    let customers = |workspace: &Workspace| {
        let listed = workspace.store().list_customers(None, usize::MAX).unwrap();
        listed.into_iter().map(|stored| (stored.version, stored.value)).collect::<Vec<_>>()
    };
    assert!(customers(&memory) == customers(&sqlite));
    let far = now() + chrono::TimeDelta::days(400);
    let timers = |workspace: &Workspace| workspace.store().due_timers(far, usize::MAX).unwrap().rows;
    assert!(!timers(&memory).is_empty());
    assert_eq!(timers(&memory), timers(&sqlite));
    for (_, customer) in customers(&memory) {
        let own = |workspace: &Workspace| workspace.store().timers_of(&customer.id).unwrap();
        assert_eq!(own(&memory), own(&sqlite));
    }
}
