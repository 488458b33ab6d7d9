//! Keys in no order, held in memory when they come and written in order later.
//!
//! Identifier keys and row fingerprints arrive in no order, so each new one would land on a page of its own
//! in a large table, and an import would write that table many times over. They move to the large tables in a
//! single sorted sweep when there are enough of them. Until then they are held in memory, and found again
//! after a restart: a new customer's row lists its keys and the import row that made it, and what other customers
//! got since stands in a small table. Reads look into both.

use std::borrow::Cow;

use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use scrm_core::foundation::Fingerprint;
use scrm_core::store::StoreResult;

use super::Writer;
use super::waiting::{Waiting, WaitingKeys};
use crate::fault::OrMedium;
use crate::known::KnownKeys;

/// A sweep costs about one pass over the large table, so it should move many rows; what waits is held in
/// memory, about 100 bytes a key, and read when the store is opened.
const SETTLE_AT: usize = 300_000;

/// The keys that wait. It follows a transaction only once that is committed. Keys are customers' numbers and
/// addresses: neither this nor [`Growth`] can be printed.
pub(crate) struct Young {
    identifiers: WaitingKeys,
    /// Import rows with the customers' rows.
    imported_rows: FxHashMap<Fingerprint, i64>,
    /// The keys of customers up to this row have settled, but for those in the small table.
    identifiers_upto: i64,
    settle_at: usize,
}

/// What a transaction changed of the keys that wait.
#[derive(Default)]
pub(crate) struct Growth<'c> {
    identifiers: Vec<(&'c str, Waiting)>,
    forgotten: Vec<(String, i64)>,
    imported_rows: Vec<(Fingerprint, i64)>,
    /// Where the keys settled: up to which customer's row.
    settled_identifiers: Option<i64>,
    settled_rows: bool,
    new_customers: FxHashMap<&'c str, i64>,
}

impl<'c> Growth<'c> {
    /// Notes a new customer, whose row lists its keys and the import row that made it.
    pub(super) fn new_customer(
        &mut self,
        id: &'c str,
        row: i64,
        keys: Vec<&'c str>,
        made_by: Option<Fingerprint>,
    ) {
        self.new_customers.insert(id, row);
        let waiting = Waiting { customer: row, place: None };
        self.identifiers.extend(keys.into_iter().map(|key| (key, waiting)));
        self.imported_rows.extend(made_by.map(|fingerprint| (fingerprint, row)));
    }

    /// The row of a customer that this transaction made.
    pub(super) fn row_of_new(&self, id: &str) -> Option<i64> {
        self.new_customers.get(id).copied()
    }
}

impl Young {
    /// What an earlier process left.
    pub(crate) fn read(connection: &Connection) -> StoreResult<Self> {
        let mut young = Self {
            identifiers: WaitingKeys::default(),
            imported_rows: FxHashMap::default(),
            identifiers_upto: settled_upto(connection, "identifiers")?,
            settle_at: SETTLE_AT,
        };
        young.read_customers(connection)?;
        young.read_small_tables(connection)?;
        Ok(young)
    }

    /// What customers' own rows list that has not settled.
    fn read_customers(&mut self, connection: &Connection) -> StoreResult<()> {
        let rows_upto = settled_upto(connection, "imported_rows")?;
        let mut customers =
            connection.prepare("SELECT row, keys, made_by FROM customers WHERE row > ?1").or_medium()?;
        let mut rows = customers.query([self.identifiers_upto.min(rows_upto)]).or_medium()?;
        while let Some(row) = rows.next().or_medium()? {
            let customer: i64 = row.get(0).or_medium()?;
            if customer > self.identifiers_upto {
                let keys: Vec<Cow<'_, str>> =
                    serde_json::from_str(row.get_ref(1).or_medium()?.as_str().unwrap_or_default())
                        .unwrap_or_default();
                for key in keys {
                    self.identifiers.add(&key, Waiting { customer, place: None });
                }
            }
            let made_by: Option<[u8; 16]> = row.get(2).or_medium()?;
            if let Some(made_by) = made_by.filter(|_| customer > rows_upto) {
                self.imported_rows.insert(Fingerprint(made_by), customer);
            }
        }
        Ok(())
    }

    fn read_small_tables(&mut self, connection: &Connection) -> StoreResult<()> {
        let mut keys =
            connection.prepare("SELECT key, customer, place FROM identifiers_young").or_medium()?;
        let mut rows = keys.query([]).or_medium()?;
        while let Some(row) = rows.next().or_medium()? {
            let waiting = Waiting { customer: row.get(1).or_medium()?, place: row.get(2).or_medium()? };
            let key = row.get_ref(0).or_medium()?.as_str().unwrap_or_default();
            self.identifiers.add(key, waiting);
        }
        let mut fingerprints =
            connection.prepare("SELECT fingerprint, customer FROM imported_rows_young").or_medium()?;
        let rows =
            fingerprints.query_map([], |row| Ok((Fingerprint(row.get(0)?), row.get(1)?))).or_medium()?;
        for row in rows {
            let (fingerprint, customer) = row.or_medium()?;
            self.imported_rows.insert(fingerprint, customer);
        }
        Ok(())
    }

    /// Lets the next commit settle whatever waits.
    #[cfg(test)]
    pub(crate) const fn settle_at_next_commit(&mut self) {
        self.settle_at = 0;
    }

    /// Whether nothing waits.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.identifiers.len() == 0 && self.imported_rows.is_empty()
    }

    /// All keys that wait with the rows of their customers, in order.
    #[cfg(test)]
    pub(crate) fn listed_keys(&self) -> Vec<(String, i64)> {
        let mut keys: Vec<_> =
            self.identifiers.all().map(|(key, customer)| (key.to_owned(), customer)).collect();
        keys.sort_unstable();
        keys
    }

    /// All import rows that wait with the rows of their customers, in order.
    #[cfg(test)]
    pub(crate) fn listed_rows(&self) -> Vec<([u8; 16], i64)> {
        let mut rows: Vec<_> = self.imported_rows.iter().map(|(row, customer)| (row.0, *customer)).collect();
        rows.sort_unstable();
        rows
    }

    /// The rows of the customers with this key, as far as it waits here.
    pub(crate) fn customers_with<'k>(&'k self, key: &'k str) -> impl Iterator<Item = i64> + 'k {
        self.identifiers.holders(key).map(|waiting| waiting.customer)
    }

    /// Whether this import row waits here.
    pub(crate) fn has_imported(&self, row: &Fingerprint) -> bool {
        self.imported_rows.contains_key(row)
    }

    /// Moves what waits, where it is enough, in the order of the large tables.
    pub(super) fn settle(&self, writer: Writer<'_>, growth: &mut Growth<'_>) -> StoreResult<()> {
        if self.identifiers.len() >= self.settle_at {
            let mut keys: Vec<(&str, i64)> = self.identifiers.all().collect();
            keys.sort_unstable();
            let mut insert = writer.prepare("INSERT OR IGNORE INTO identifiers VALUES (?1, ?2)")?;
            for (key, customer) in keys {
                writer.run(&mut insert, params![key, customer])?;
            }
            writer.run(&mut writer.prepare("DELETE FROM identifiers_young")?, [])?;
            growth.settled_identifiers = Some(note_settled(writer, "identifiers")?);
        }
        if self.imported_rows.len() >= self.settle_at {
            let mut rows: Vec<(&Fingerprint, &i64)> = self.imported_rows.iter().collect();
            rows.sort_unstable();
            let mut insert = writer.prepare("INSERT OR IGNORE INTO imported_rows VALUES (?1, ?2)")?;
            for (fingerprint, customer) in rows {
                writer.run(&mut insert, params![fingerprint.0, customer])?;
            }
            writer.run(&mut writer.prepare("DELETE FROM imported_rows_young")?, [])?;
            note_settled(writer, "imported_rows")?;
            growth.settled_rows = true;
        }
        Ok(())
    }

    /// Notes keys that known customers have from now on.
    pub(super) fn add_keys<'c>(
        &self,
        writer: Writer<'_>,
        growth: &mut Growth<'c>,
        keys: Vec<(&'c str, i64)>,
    ) -> StoreResult<()> {
        let upto = growth.settled_identifiers.unwrap_or(self.identifiers_upto);
        let mut insert = writer.prepare("INSERT INTO identifiers_young (key, customer) VALUES (?1, ?2)")?;
        for (key, customer) in keys {
            let place = if customer > upto {
                None
            } else {
                writer.run(&mut insert, params![key, customer])?;
                Some(writer.connection.last_insert_rowid())
            };
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
            let holders = self.identifiers.holders(key);
            for place in
                holders.filter(|waiting| waiting.customer == customer).filter_map(|waiting| waiting.place)
            {
                writer.run(&mut young, [place])?;
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
            growth.imported_rows.push((row, customer));
        }
        Ok(())
    }

    /// Follows a transaction that was committed. What settled is told to `known`.
    pub(crate) fn follow(&mut self, growth: Growth<'_>, known: Option<&mut KnownKeys>) {
        if let Some(known) = known {
            if growth.settled_identifiers.is_some() {
                self.identifiers.all().for_each(|(key, _)| known.add_identifier(key));
            }
            if growth.settled_rows {
                self.imported_rows.keys().for_each(|row| known.add_row(row));
            }
        }
        if let Some(upto) = growth.settled_identifiers {
            self.identifiers.clear();
            self.identifiers_upto = upto;
            self.settle_at = SETTLE_AT;
        }
        if growth.settled_rows {
            self.imported_rows.clear();
            self.settle_at = SETTLE_AT;
        }
        for (key, customer) in growth.forgotten {
            self.identifiers.forget(&key, customer);
        }
        for (key, waiting) in growth.identifiers {
            self.identifiers.add(key, waiting);
        }
        self.imported_rows.extend(growth.imported_rows);
    }
}

/// Up to which customer's row the keys of a kind have settled.
fn settled_upto(connection: &Connection, kind: &str) -> StoreResult<i64> {
    connection.query_row("SELECT upto FROM settled WHERE kind = ?1", [kind], |row| row.get(0)).or_medium()
}

/// Notes that the keys of every customer there is have settled; gives the last one's row.
fn note_settled(writer: Writer<'_>, kind: &str) -> StoreResult<i64> {
    let upto = writer
        .connection
        .query_row("SELECT ifnull(max(row), 0) FROM customers", [], |row| row.get(0))
        .or_medium()?;
    writer.run(&mut writer.prepare("UPDATE settled SET upto = ?2 WHERE kind = ?1")?, params![kind, upto])?;
    Ok(upto)
}
