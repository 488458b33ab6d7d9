//! SQLite store for scrm: one file, durable, searchable.
//!
//! [`SqliteStore`] implements [`scrm_core::store::Store`] on a bundled SQLite in WAL mode. Every commit is one
//! transaction, on the medium before it returns. One process owns a file at a time.

mod commit;
mod door;
mod fault;
mod known;
mod options;
mod owner;
mod parked;
mod read;
mod recent;
mod record;
mod schema;
mod search;
mod store;
#[cfg(test)]
mod tests;

pub use options::{SqliteOptions, Synchronous};
pub use store::SqliteStore;
