//! Customers, the keys they are known by, and import rows.

use rusqlite::{OptionalExtension, params};
use rustc_hash::FxHashMap;
use scrm_core::customer::Customer;
use scrm_core::foundation::{CustomerId, Fingerprint};
use scrm_core::store::{Collection, StoreResult, Versioned};

use super::Writer;
use super::young::{Growth, Young};
use crate::fault::{OrMedium, conflict};
use crate::record::{Body, Encoder, unreadable, version_key};

/// Refuses where a customer is not at the version that a decision relied on.
pub(super) fn check_unchanged(writer: Writer<'_>, guards: &[(CustomerId, u64)]) -> StoreResult<()> {
    if guards.is_empty() {
        return Ok(());
    }
    let mut version_of = writer.prepare("SELECT version FROM customers WHERE id = ?1")?;
    for (id, expected) in guards {
        let present: Option<i64> =
            version_of.query_row([id.as_str()], |row| row.get(0)).optional().or_medium()?;
        if present.unwrap_or(0) != version_key(*expected) {
            return Err(conflict(Collection::Customers, id.as_str()));
        }
    }
    Ok(())
}

/// The first of each customer's import rows: where the customer is new, the one that made it.
pub(super) fn first_rows(rows: &[(Fingerprint, CustomerId)]) -> FxHashMap<&str, &Fingerprint> {
    // The last to be collected stays.
    rows.iter().rev().map(|(row, customer)| (customer.as_str(), row)).collect()
}

/// Writes customers and keeps the index of keys in step.
pub(super) fn write_customers<'c>(
    writer: Writer<'_>,
    encoder: &mut Encoder,
    young: &Young,
    growth: &mut Growth<'c>,
    customers: &'c [Versioned<Customer>],
    made_by: &FxHashMap<&str, &Fingerprint>,
) -> StoreResult<()> {
    if customers.is_empty() {
        return Ok(());
    }
    let mut added = Vec::new();
    let mut insert = writer.prepare(
        "INSERT INTO customers (id, version, inactive, keys, made_by, body) VALUES (?1, 1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO NOTHING",
    )?;
    let mut update_body = writer.prepare(
        "UPDATE customers SET version = ?2 + 1, inactive = ?3, body = ?4
         WHERE id = ?1 AND version = ?2 AND keys = ?5",
    )?;
    for change in customers {
        let customer = &*change.value;
        let id = customer.id.as_str();
        let inactive = customer.merged_into.is_some() || customer.archived_at.is_some();
        let listed = index_keys(customer);
        let keys = list_of(id, &listed)?;
        let body = match &change.stored {
            Some(stored) => Body(stored.as_bytes()),
            None => encoder.encode(id, customer)?,
        };
        if change.expected == 0 {
            let made_by = made_by.get(id).map(|row| row.0);
            if writer.run(&mut insert, params![id, inactive, keys, made_by, body])? == 0 {
                return Err(conflict(Collection::Customers, id));
            }
            let row = writer.connection.last_insert_rowid();
            growth.new_customer(id, row, listed, made_by.map(Fingerprint));
            continue;
        }
        let version = version_key(change.expected);
        if writer.run(&mut update_body, params![id, version, inactive, body, keys])? == 0 {
            let (row, before) = move_keys(writer, id, version, &keys)?;
            writer.run(&mut update_body, params![id, version, inactive, body, keys])?;
            let gone = before.iter().map(String::as_str).filter(|key| !listed.contains(key));
            young.forget_keys(writer, growth, row, gone)?;
            let new = |key: &&str| !before.iter().any(|present| present == key);
            added.extend(listed.iter().copied().filter(new).map(|key| (key, row)));
        }
    }
    mark_stale(writer, customers)?;
    young.add_keys(writer, growth, added)
}

/// The keys under which a customer is found, sorted, each once. A customer that was merged away has none.
fn index_keys(customer: &Customer) -> Vec<&str> {
    if customer.merged_into.is_some() {
        return Vec::new();
    }
    let mut keys: Vec<&str> = customer.identifiers.iter().map(|identifier| identifier.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The keys as the customer's row lists them: JSON, because a key may contain anything.
fn list_of(id: &str, keys: &[&str]) -> StoreResult<String> {
    serde_json::to_string(keys).map_err(|_| unreadable::<Customer>(id, "record.not_encodable"))
}

/// Writes the customer's list of keys; gives back its row and the list it had.
fn move_keys(writer: Writer<'_>, id: &str, version: i64, keys: &str) -> StoreResult<(i64, Vec<String>)> {
    let mut present = writer.prepare("SELECT row, keys FROM customers WHERE id = ?1 AND version = ?2")?;
    let found: Option<(i64, String)> = present
        .query_row(params![id, version], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
        .or_medium()?;
    let (row, before) = found.ok_or_else(|| conflict(Collection::Customers, id))?;
    let mut write = writer.prepare("UPDATE customers SET keys = ?2 WHERE row = ?1")?;
    writer.run(&mut write, params![row, keys])?;
    let before =
        serde_json::from_str(&before).map_err(|_| unreadable::<Customer>(id, "record.keys_not_json"))?;
    Ok((row, before))
}

/// Notes customers whose words the search index has to read again.
fn mark_stale(writer: Writer<'_>, customers: &[Versioned<Customer>]) -> StoreResult<()> {
    if writer.indexed.customers == 0 {
        return Ok(());
    }
    let mut mark = writer.prepare(
        "INSERT OR IGNORE INTO search_stale
            SELECT 'customers', row FROM customers WHERE id = ?1 AND row <= ?2",
    )?;
    for change in customers.iter().filter(|change| change.expected > 0) {
        writer.run(&mut mark, params![change.value.id.as_str(), writer.indexed.customers])?;
    }
    Ok(())
}

/// Notes import rows as accounted for, but for those that new customers name as having made them.
pub(super) fn write_imported_rows(
    writer: Writer<'_>,
    young: &Young,
    growth: &mut Growth<'_>,
    rows: &[(Fingerprint, CustomerId)],
    made_by: &FxHashMap<&str, &Fingerprint>,
) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut customer_row = writer.prepare("SELECT row FROM customers WHERE id = ?1")?;
    for (fingerprint, customer) in rows {
        let row = match growth.row_of_new(customer.as_str()) {
            Some(_) if made_by.get(customer.as_str()) == Some(&fingerprint) => continue,
            Some(row) => row,
            None => {
                let found = customer_row.query_row([customer.as_str()], |row| row.get::<_, i64>(0));
                found.optional().or_medium()?.unwrap_or(0)
            }
        };
        young.add_imported(writer, growth, *fingerprint, row)?;
    }
    Ok(())
}
