//! What a workspace keeps to, over SQLite.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod spoilt;

use std::sync::Arc;

use scrm_core::store::Collection;
use scrm_sqlite::SqliteStore;
use scrm_testkit::Corruption;
use scrm_testkit::workspace_cases::{faults, inbound, merges, opt_out_race, poison, size};
use spoilt::spoilt;

const SEED: u64 = 20_260_106;
const WEBHOOKS: usize = 4_000;
const RUNS: usize = 1_000;
const ROWS: usize = 10_000;
const HISTORIES: usize = 1_000;

fn store() -> Arc<SqliteStore> {
    Arc::new(SqliteStore::in_memory().unwrap())
}

fn corrupt(store: &SqliteStore, collection: Collection, id: &str, corruption: Corruption) {
    let bytes = store.row_bytes(collection, id).unwrap().unwrap_or_default();
    store.overwrite_row(collection, id, &spoilt(&bytes, corruption)).unwrap();
}

#[test]
fn trust_a2_a_workspace_leaves_the_old_state_or_the_new_over_sqlite() {
    let make = || SqliteStore::in_memory().unwrap();
    let operations = faults::a_fault_at_any_operation_leaves_the_old_state_or_the_new(make);
    assert!(operations >= 100, "{operations} operations");
}

#[test]
fn trust_a5_no_marketing_is_marked_after_an_opt_out_over_sqlite() {
    opt_out_race::no_marketing_is_marked_after_an_opt_out(&store(), SEED, size(RUNS, 10 * RUNS));
}

#[test]
fn trust_a9_unreadable_rows_stop_no_worker_over_sqlite() {
    let store = store();
    poison::unreadable_rows_stop_nobody(
        &store,
        SEED,
        ROWS,
        &|collection, id, corruption| corrupt(&store, collection, id, corruption),
        &|collection, id| store.row_bytes(collection, id).unwrap(),
    );
}

#[test]
fn trust_a9_an_unreadable_row_harms_nobody_else_over_sqlite() {
    let store = store();
    poison::an_unreadable_row_harms_nobody_else(&store, &|collection, id, corruption| {
        corrupt(&store, collection, id, corruption);
    });
}

#[test]
fn trust_a11_webhooks_have_their_effect_once_over_sqlite() {
    inbound::webhooks_have_their_effect_once(&store(), SEED, size(WEBHOOKS, 10 * WEBHOOKS));
}

#[test]
fn trust_d4_merges_leave_nothing_orphaned_over_sqlite() {
    let make = || SqliteStore::in_memory().unwrap();
    let made = merges::merges_leave_nothing_orphaned(make, SEED, size(HISTORIES / 5, HISTORIES));
    assert!(made >= 100, "{made} merges");
}
