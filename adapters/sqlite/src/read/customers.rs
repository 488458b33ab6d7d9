//! Customers.

use rusqlite::params;
use scrm_core::customer::{Customer, IdentifierKey};
use scrm_core::foundation::{CustomerId, Fingerprint};
use scrm_core::store::{CustomerRepository, StoreResult, Stored};

use super::{all_through, listing, texts};
use crate::SqliteStore;
use crate::fault::OrMedium;
use crate::known::KnownKeys;
use crate::store::Open;

/// Gathers the known keys when an import begins to ask for them.
fn know_keys(open: &mut Open, asked: usize) -> StoreResult<()> {
    if open.known.is_none() && asked >= KnownKeys::WORTH_BUILDING {
        open.known = Some(KnownKeys::build(&open.connection)?);
    }
    Ok(())
}

impl CustomerRepository for SqliteStore {
    fn customers(&self, ids: &[CustomerId]) -> StoreResult<Vec<Option<Stored<Customer>>>> {
        self.with(|open| {
            all_through(
                &open.connection,
                &mut open.customers,
                "SELECT version, body FROM customers WHERE id = ?1",
                ids.iter().map(CustomerId::as_str),
            )
        })
    }

    fn customers_by_key(&self, keys: &[IdentifierKey]) -> StoreResult<Vec<Vec<CustomerId>>> {
        self.with(|open| {
            know_keys(open, keys.len())?;
            let known = open.known.as_ref();
            let prepare = |sql| open.connection.prepare_cached(sql).or_medium();
            let mut young = prepare(
                "SELECT c.id FROM identifiers_young k JOIN customers c ON c.row = k.customer
                 WHERE k.key = ?1",
            )?;
            let mut settled = prepare(
                "SELECT c.id FROM identifiers k JOIN customers c ON c.row = k.customer WHERE k.key = ?1",
            )?;
            let mut answers = vec![Vec::new(); keys.len()];
            let mut pairs: Vec<_> = keys.iter().zip(&mut answers).collect();
            pairs.retain(|(key, _)| known.is_none_or(|known| known.may_have_identifier(key.as_str())));
            // In the order of the tables: neighbours share a page.
            pairs.sort_unstable_by_key(|(key, _)| *key);
            for (key, answer) in pairs {
                let mut ids = texts(&mut young, &key.as_str())?;
                ids.extend(texts(&mut settled, &key.as_str())?);
                ids.sort_unstable();
                ids.dedup();
                *answer = ids.into_iter().map(CustomerId::from).collect();
            }
            Ok(answers)
        })
    }

    fn list_customers(&self, after: Option<&CustomerId>, limit: usize) -> StoreResult<Vec<Stored<Customer>>> {
        self.with(|open| {
            listing(
                open,
                "SELECT id, version, body FROM customers WHERE id > ?1 ORDER BY id",
                params![after.map_or("", CustomerId::as_str)],
                limit,
            )
        })
    }

    fn count_customers(&self) -> StoreResult<u64> {
        self.with(|open| {
            open.connection
                .query_row(
                    "SELECT (SELECT count(*) FROM customers)
                          - (SELECT count(*) FROM customers WHERE inactive)",
                    [],
                    |row| row.get::<_, i64>(0).map(i64::unsigned_abs),
                )
                .or_medium()
        })
    }

    fn imported_rows(&self, rows: &[Fingerprint]) -> StoreResult<Vec<bool>> {
        self.with(|open| {
            know_keys(open, rows.len())?;
            let known = open.known.as_ref();
            let prepare = |sql| open.connection.prepare_cached(sql).or_medium();
            let mut young = prepare("SELECT 1 FROM imported_rows_young WHERE fingerprint = ?1")?;
            let mut settled = prepare("SELECT 1 FROM imported_rows WHERE fingerprint = ?1")?;
            let mut answers = vec![false; rows.len()];
            let mut pairs: Vec<_> = rows.iter().zip(&mut answers).collect();
            pairs.retain(|(row, _)| known.is_none_or(|known| known.may_have_row(&row.0)));
            pairs.sort_unstable_by_key(|(row, _)| *row);
            for (row, answer) in pairs {
                *answer = young.exists([row.0]).or_medium()? || settled.exists([row.0]).or_medium()?;
            }
            Ok(answers)
        })
    }
}
