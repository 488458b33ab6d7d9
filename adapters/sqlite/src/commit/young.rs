//! Keys in no order, appended when they come and written in order later.
//!
//! Identifier keys and row fingerprints arrive in no order, so each new one would land on a page of its own
//! in a large table, and an import would write that table many times over. They are appended to a small
//! table first, which is held in memory by key, and move to the large one in a single sorted sweep when
//! there are enough of them. Reads look into both.

use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};
use scrm_core::foundation::Fingerprint;
use scrm_core::store::StoreResult;

use super::Writer;
use crate::fault::OrMedium;
use crate::known::KnownKeys;

/// A sweep costs about one pass over the large table, so it should move many rows; what waits is held in
/// memory, about 100 bytes a key.
const SETTLE_AT: usize = 300_000;

/// Where a customer's key waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Waiting {
    customer: i64,
    place: i64,
}

/// What the small tables hold, by key. It follows a transaction only once that is committed. Keys
/// are customers' numbers and addresses: neither this nor [`Growth`] can be printed.
pub(crate) struct Young {
    identifiers: FxHashMap<Box<str>, Vec<Waiting>>,
    imported_rows: FxHashSet<Fingerprint>,
    settle_at: usize,
}

/// What a transaction changed of the small tables.
#[derive(Default)]
pub(crate) struct Growth<'c> {
    identifiers: Vec<(&'c str, Waiting)>,
    forgotten: Vec<(String, i64)>,
    imported_rows: Vec<Fingerprint>,
    settled_identifiers: bool,
    settled_rows: bool,
    /// The rows of the customers that this transaction made.
    pub(super) new_customers: FxHashMap<&'c str, i64>,
}

impl Young {
    /// What an earlier process left.
    pub(crate) fn read(connection: &Connection) -> StoreResult<Self> {
        let mut young = Self {
            identifiers: FxHashMap::default(),
            imported_rows: FxHashSet::default(),
            settle_at: SETTLE_AT,
        };
        let mut keys =
            connection.prepare("SELECT key, customer, place FROM identifiers_young").or_medium()?;
        let mut rows = keys.query([]).or_medium()?;
        while let Some(row) = rows.next().or_medium()? {
            let waiting = Waiting { customer: row.get(1).or_medium()?, place: row.get(2).or_medium()? };
            young.identifiers.entry(row.get::<_, Box<str>>(0).or_medium()?).or_default().push(waiting);
        }
        let mut fingerprints =
            connection.prepare("SELECT fingerprint FROM imported_rows_young").or_medium()?;
        let rows = fingerprints.query_map([], |row| row.get(0).map(Fingerprint)).or_medium()?;
        young.imported_rows = rows.collect::<rusqlite::Result<_>>().or_medium()?;
        Ok(young)
    }

    /// Lets the next commit settle whatever waits.
    #[cfg(test)]
    pub(crate) const fn settle_at_next_commit(&mut self) {
        self.settle_at = 0;
    }

    /// Whether nothing waits.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.identifiers.is_empty() && self.imported_rows.is_empty()
    }

    /// The rows of the customers with this key, as far as it waits here.
    pub(crate) fn customers_with(&self, key: &str) -> impl Iterator<Item = i64> {
        self.identifiers.get(key).into_iter().flatten().map(|waiting| waiting.customer)
    }

    /// Whether this import row waits here.
    pub(crate) fn has_imported(&self, row: &Fingerprint) -> bool {
        self.imported_rows.contains(row)
    }

    /// Moves what waits in each small table, where it is enough, in the order of the large one.
    pub(super) fn settle(&self, writer: Writer<'_>, growth: &mut Growth<'_>) -> StoreResult<()> {
        if self.identifiers.len() >= self.settle_at {
            let mut keys: Vec<(&str, i64)> = self
                .identifiers
                .iter()
                .flat_map(|(key, holders)| holders.iter().map(|waiting| (&**key, waiting.customer)))
                .collect();
            keys.sort_unstable();
            let mut insert = writer.prepare("INSERT OR IGNORE INTO identifiers VALUES (?1, ?2)")?;
            for (key, customer) in keys {
                writer.run(&mut insert, params![key, customer])?;
            }
            writer.run(&mut writer.prepare("DELETE FROM identifiers_young")?, [])?;
            growth.settled_identifiers = true;
        }
        if self.imported_rows.len() >= self.settle_at {
            let copy = "INSERT OR IGNORE INTO imported_rows
                            SELECT fingerprint, customer FROM imported_rows_young ORDER BY 1";
            writer.run(&mut writer.prepare(copy)?, [])?;
            writer.run(&mut writer.prepare("DELETE FROM imported_rows_young")?, [])?;
            growth.settled_rows = true;
        }
        Ok(())
    }

    /// Notes keys that customers have from now on.
    pub(super) fn add_keys<'c>(
        writer: Writer<'_>,
        growth: &mut Growth<'c>,
        keys: Vec<(&'c str, i64)>,
    ) -> StoreResult<()> {
        let mut insert = writer.prepare("INSERT INTO identifiers_young (key, customer) VALUES (?1, ?2)")?;
        for (key, customer) in keys {
            writer.run(&mut insert, params![key, customer])?;
            let place = writer.connection.last_insert_rowid();
            growth.identifiers.push((key, Waiting { customer, place }));
        }
        Ok(())
    }

    /// Takes keys from a customer, wherever they are.
    pub(super) fn forget_keys<'k>(
        &self,
        writer: Writer<'_>,
        growth: &mut Growth<'_>,
        customer: i64,
        keys: impl Iterator<Item = &'k str>,
    ) -> StoreResult<()> {
        let mut young = writer.prepare("DELETE FROM identifiers_young WHERE place = ?1")?;
        let mut settled = writer.prepare("DELETE FROM identifiers WHERE key = ?1 AND customer = ?2")?;
        for key in keys {
            let holders = self.identifiers.get(key).into_iter().flatten();
            for waiting in holders.filter(|waiting| waiting.customer == customer) {
                writer.run(&mut young, [waiting.place])?;
            }
            writer.run(&mut settled, params![key, customer])?;
            growth.forgotten.push((key.to_owned(), customer));
        }
        Ok(())
    }

    /// Notes an import row, unless it waits here already.
    pub(super) fn add_imported(
        &self,
        writer: Writer<'_>,
        growth: &mut Growth<'_>,
        row: Fingerprint,
        customer: i64,
    ) -> StoreResult<()> {
        if !self.has_imported(&row) {
            let mut insert =
                writer.prepare("INSERT INTO imported_rows_young (fingerprint, customer) VALUES (?1, ?2)")?;
            writer.run(&mut insert, params![row.0, customer])?;
            growth.imported_rows.push(row);
        }
        Ok(())
    }

    /// Follows a transaction that was committed. What settled is told to `known`.
    pub(crate) fn follow(&mut self, growth: Growth<'_>, known: Option<&mut KnownKeys>) {
        if let Some(known) = known {
            if growth.settled_identifiers {
                self.identifiers.keys().for_each(|key| known.add_identifier(key));
            }
            if growth.settled_rows {
                self.imported_rows.iter().for_each(|row| known.add_row(row));
            }
        }
        if growth.settled_identifiers {
            self.identifiers.clear();
            self.settle_at = SETTLE_AT;
        }
        if growth.settled_rows {
            self.imported_rows.clear();
            self.settle_at = SETTLE_AT;
        }
        for (key, customer) in growth.forgotten {
            if let Some(holders) = self.identifiers.get_mut(key.as_str()) {
                holders.retain(|waiting| waiting.customer != customer);
                if holders.is_empty() {
                    self.identifiers.remove(key.as_str());
                }
            }
        }
        for (key, waiting) in growth.identifiers {
            match self.identifiers.get_mut(key) {
                Some(holders) => holders.push(waiting),
                None => {
                    self.identifiers.insert(key.into(), vec![waiting]);
                }
            }
        }
        self.imported_rows.extend(growth.imported_rows);
    }
}
