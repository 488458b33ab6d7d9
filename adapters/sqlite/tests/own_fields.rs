//! Fields that a playbook declares, over SQLite.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use scrm_sqlite::SqliteStore;
use scrm_testkit::workspace_cases::own_fields;

#[test]
fn declared_fields_are_read_asked_and_exported_over_sqlite() {
    own_fields::declared_fields_are_read_asked_and_exported(|| SqliteStore::in_memory().unwrap());
}

#[test]
fn a_field_that_is_declared_later_takes_its_values_over_sqlite() {
    own_fields::a_field_that_is_declared_later_takes_its_values_from_the_same_file(|| {
        SqliteStore::in_memory().unwrap()
    });
}
