//! What a workspace keeps to, over the store in memory.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use scrm_core::store::{Collection, MemoryStore};
use scrm_testkit::Corruption;
use scrm_testkit::workspace_cases::{faults, inbound, merges, opt_out_race, poison, size};

const SEED: u64 = 20_260_105;
const WEBHOOKS: usize = 10_000;
const RUNS: usize = 10_000;
const ROWS: usize = 2_000;
const HISTORIES: usize = 10_000;

fn corrupt(store: &MemoryStore, collection: Collection, id: &str, corruption: Corruption) {
    let cause = match corruption {
        Corruption::BadJson => "bad_json",
        Corruption::UnknownKind => "unknown_kind",
        Corruption::FutureVersion => "future_version",
    };
    store.make_unreadable(collection, id, cause);
}

#[test]
fn trust_a2_a_workspace_leaves_the_old_state_or_the_new_in_memory() {
    let operations = faults::a_fault_at_any_operation_leaves_the_old_state_or_the_new(MemoryStore::new);
    assert!(operations >= 100, "{operations} operations");
}

#[test]
fn trust_a5_no_marketing_is_marked_after_an_opt_out_in_memory() {
    opt_out_race::no_marketing_is_marked_after_an_opt_out(
        &Arc::new(MemoryStore::new()),
        SEED,
        size(RUNS, 10 * RUNS),
    );
}

#[test]
fn trust_a9_unreadable_rows_stop_no_worker_in_memory() {
    let store = Arc::new(MemoryStore::new());
    poison::unreadable_rows_stop_nobody(
        &store,
        SEED,
        ROWS,
        &|collection, id, corruption| corrupt(&store, collection, id, corruption),
        &|collection, id| store.bytes(collection, id),
    );
}

#[test]
fn trust_a9_an_unreadable_row_harms_nobody_else_in_memory() {
    let store = Arc::new(MemoryStore::new());
    poison::an_unreadable_row_harms_nobody_else(&store, &|collection, id, corruption| {
        corrupt(&store, collection, id, corruption);
    });
}

#[test]
fn trust_a11_webhooks_have_their_effect_once_in_memory() {
    inbound::webhooks_have_their_effect_once(
        &Arc::new(MemoryStore::new()),
        SEED,
        size(WEBHOOKS, 10 * WEBHOOKS),
    );
}

#[test]
fn trust_d4_merges_leave_nothing_orphaned_in_memory() {
    let made = merges::merges_leave_nothing_orphaned(MemoryStore::new, SEED, size(HISTORIES / 50, HISTORIES));
    assert!(made >= 200, "{made} merges");
}
