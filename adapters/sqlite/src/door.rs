//! The door behind the store that tests of damaged rows need.

use rusqlite::{OptionalExtension, params};
use scrm_core::store::{Collection, StoreResult};

use crate::SqliteStore;
use crate::fault::OrMedium;

const fn table_and_id(collection: Collection) -> (&'static str, &'static str) {
    match collection {
        Collection::Timers => ("timers", "key"),
        other => (crate::parked::collection_name(other), "id"),
    }
}

impl SqliteStore {
    /// Overwrites the bytes of one row, as a broken disk or a newer version would. For tests only.
    ///
    /// # Errors
    /// [`StoreError::Medium`](scrm_core::store::StoreError::Medium) where the medium fails.
    #[doc(hidden)]
    pub fn overwrite_row(&self, collection: Collection, id: &str, bytes: &[u8]) -> StoreResult<()> {
        let (table, key) = table_and_id(collection);
        self.with(|open| {
            open.customers.forget(id);
            open.conversations.forget(id);
            let text = String::from_utf8_lossy(bytes);
            open.connection
                .execute(&format!("UPDATE {table} SET body = ?2 WHERE {key} = ?1"), params![id, text])
                .or_medium()?;
            Ok(())
        })
    }

    /// The bytes of one row. For tests only.
    ///
    /// # Errors
    /// [`StoreError::Medium`](scrm_core::store::StoreError::Medium) where the medium fails.
    #[doc(hidden)]
    pub fn row_bytes(&self, collection: Collection, id: &str) -> StoreResult<Option<Vec<u8>>> {
        let (table, key) = table_and_id(collection);
        self.with(|open| {
            let sql = format!("SELECT CAST(body AS BLOB) FROM {table} WHERE {key} = ?1");
            open.connection.query_row(&sql, [id], |row| row.get(0)).optional().or_medium()
        })
    }
}
