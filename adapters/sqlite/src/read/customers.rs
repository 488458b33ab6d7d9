//! Customers.

use rusqlite::params;
use scrm_core::customer::{Customer, IdentifierKey};
use scrm_core::foundation::{CustomerId, Fingerprint};
use scrm_core::segment::StoreCondition;
use scrm_core::store::{Candidate, CustomerRepository, StoreResult, Stored, everybody};

use super::candidates::{Asked, candidates};
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

/// Ids sorted, each once.
fn customer_ids(mut ids: Vec<String>) -> Vec<CustomerId> {
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(CustomerId::from).collect()
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
            let mut young = prepare("SELECT id FROM customers WHERE row = ?1")?;
            let mut settled = prepare(
                "SELECT c.id FROM identifiers k JOIN customers c ON c.row = k.customer WHERE k.key = ?1",
            )?;
            let mut answers = vec![Vec::new(); keys.len()];
            for (key, answer) in keys.iter().zip(&mut answers) {
                for row in open.young.customers_with(key.as_str()) {
                    answer.extend(texts(&mut young, &row)?);
                }
            }
            let mut pairs: Vec<_> = keys.iter().zip(&mut answers).collect();
            pairs.retain(|(key, _)| known.is_none_or(|known| known.may_have_identifier(key.as_str())));
            // In the order of the table: neighbours share a page.
            pairs.sort_unstable_by_key(|(key, _)| *key);
            for (key, answer) in pairs {
                answer.extend(texts(&mut settled, &key.as_str())?);
            }
            Ok(answers.into_iter().map(customer_ids).collect())
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

    fn candidates(
        &self,
        condition: &StoreCondition,
        after: Option<&CustomerId>,
        limit: usize,
    ) -> StoreResult<Vec<Candidate>> {
        match self.with(|open| candidates(open, condition, after, limit))? {
            Asked::Answered(found) => Ok(found),
            Asked::Unreadable => everybody(self, after, limit),
        }
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
            let mut settled = prepare("SELECT 1 FROM imported_rows WHERE fingerprint = ?1")?;
            let mut answers = vec![false; rows.len()];
            let mut pairs = Vec::new();
            for (row, answer) in rows.iter().zip(&mut answers) {
                *answer = open.young.has_imported(row);
                if !*answer && known.is_none_or(|known| known.may_have_row(&row.0)) {
                    pairs.push((row, answer));
                }
            }
            pairs.sort_unstable_by_key(|(row, _)| *row);
            for (row, answer) in pairs {
                *answer = settled.exists([row.0]).or_medium()?;
            }
            Ok(answers)
        })
    }
}
