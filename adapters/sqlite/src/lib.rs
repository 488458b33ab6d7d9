//! SQLite store for scrm: one file, durable, searchable.
//!
//! [`SqliteStore`] implements [`scrm_core::store::Store`] on a bundled SQLite in WAL mode.
//!
//! - **Durable**: every commit is one transaction, on the medium before it returns ([`Synchronous::Full`]);
//!   after any error nothing of it was written.
//! - **Owned**: one process has the file, by a lock on `<file>.owner` that no second SQLite library can
//!   lose; a second owner, and a process that was forked off, get an error. Threads share the store; their
//!   calls run one after the other.
//! - **Forgetting**: deleted bytes are zeroed; [`SqliteStore::scrub`] clears what older pages in the log and
//!   the search index still hold. Call it after an erasure.
//! - **Searchable**: words are folded and cut by the core, so that search knows every script. The index
//!   follows late, when somebody searches or in portions by [`SqliteStore::index_pending`].
//! - **Asked for segments** in SQL, as far as SQL can say who is in one; [`SegmentSql`] shows how.
//! - **Forgiving**: a row that cannot be decoded hides no other, and its bytes stay as they are.
//!
//! Instants are ordered and compared by the microsecond; records keep them to the nanosecond.
//!
//! ```
//! use scrm_core::customer::Customer;
//! use scrm_core::store::{ChangeSet, CustomerRepository, Store, Versioned};
//! use scrm_sqlite::{SqliteOptions, SqliteStore};
//! # let folder = std::env::temp_dir().join(format!("scrm-sqlite-lib-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).unwrap();
//! # let path = folder.join("shop.db");
//!
//! let store = SqliteStore::open(&path, &SqliteOptions::default())?;
//! let now = chrono::DateTime::from_timestamp(1_767_600_000, 0).unwrap_or_default();
//! let customers = vec![Versioned::new(Customer::new("c_1".into(), now))];
//! store.commit(&ChangeSet { customers, ..ChangeSet::default() })?;
//! drop(store);
//!
//! let store = SqliteStore::open(&path, &SqliteOptions::default())?;
//! assert_eq!(store.count_customers()?, 1);
//! # drop(store);
//! # std::fs::remove_dir_all(&folder).unwrap();
//! # Ok::<(), scrm_core::store::StoreError>(())
//! ```

mod commit;
mod door;
mod fault;
mod group;
mod import;
mod kept;
mod known;
mod options;
mod owner;
mod parked;
mod read;
mod recent;
mod record;
mod schema;
mod search;
mod segment;
mod store;
#[cfg(test)]
mod tests;

pub use import::import_file;
pub use kept::{KeptDeduper, KeptError};
pub use options::{SqliteOptions, Synchronous};
pub use segment::{SegmentSql, SqlParameter};
pub use store::SqliteStore;
