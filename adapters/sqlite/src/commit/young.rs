//! Keys in no order, written twice in order instead of many times at random.
//!
//! Identifier keys and row fingerprints arrive in no order, so each new one would land on a page of its own
//! in a large table, and an import would write that table many times over. They gather in a small table
//! first and move to the large one in a single sorted sweep when there are enough of them. Reads look into
//! both.

use rusqlite::Connection;
use scrm_core::store::StoreResult;

use super::Writer;
use crate::fault::OrMedium;

/// A sweep costs about one pass over the large table, so it should move many rows; a small table should stay
/// within the page cache.
const SETTLE_AT: u64 = 200_000;

/// How many rows wait in the small tables: at most, for a key may be written twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Young {
    identifiers: u64,
    imported_rows: u64,
}

impl Young {
    /// Counts what an earlier process left.
    pub(crate) fn count(connection: &Connection) -> StoreResult<Self> {
        connection
            .query_row(
                "SELECT (SELECT count(*) FROM identifiers_young),
                        (SELECT count(*) FROM imported_rows_young)",
                [],
                |row| {
                    let [identifiers, imported_rows] = [row.get::<_, i64>(0)?, row.get(1)?];
                    Ok(Self {
                        identifiers: identifiers.unsigned_abs(),
                        imported_rows: imported_rows.unsigned_abs(),
                    })
                },
            )
            .or_medium()
    }

    /// As if both small tables were full.
    #[cfg(test)]
    pub(crate) const fn settled_at_next_commit() -> Self {
        Self { identifiers: SETTLE_AT, imported_rows: SETTLE_AT }
    }

    /// With so many more rows.
    pub(super) const fn grown(self, identifiers: u64, imported_rows: u64) -> Self {
        Self {
            identifiers: self.identifiers.saturating_add(identifiers),
            imported_rows: self.imported_rows.saturating_add(imported_rows),
        }
    }

    /// Moves the rows of each small table that has enough of them.
    pub(super) fn settle(mut self, writer: Writer<'_>) -> StoreResult<Self> {
        if self.identifiers >= SETTLE_AT {
            sweep(
                writer,
                "INSERT OR IGNORE INTO identifiers SELECT key, customer FROM identifiers_young ORDER BY 1, 2",
                "DELETE FROM identifiers_young",
            )?;
            self.identifiers = 0;
        }
        if self.imported_rows >= SETTLE_AT {
            sweep(
                writer,
                "INSERT OR IGNORE INTO imported_rows
                    SELECT fingerprint, customer FROM imported_rows_young ORDER BY 1",
                "DELETE FROM imported_rows_young",
            )?;
            self.imported_rows = 0;
        }
        Ok(self)
    }
}

fn sweep(writer: Writer<'_>, copy: &'static str, clear: &'static str) -> StoreResult<()> {
    writer.run(&mut writer.prepare(copy)?, [])?;
    writer.run(&mut writer.prepare(clear)?, [])?;
    Ok(())
}
