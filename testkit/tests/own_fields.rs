//! Fields that a playbook declares, over the store in memory.

use scrm_core::store::MemoryStore;
use scrm_testkit::workspace_cases::own_fields;

#[test]
fn declared_fields_are_read_asked_and_exported_in_memory() {
    own_fields::declared_fields_are_read_asked_and_exported(MemoryStore::default);
}

#[test]
fn a_field_that_is_declared_later_takes_its_values_in_memory() {
    own_fields::a_field_that_is_declared_later_takes_its_values_from_the_same_file(MemoryStore::default);
}
