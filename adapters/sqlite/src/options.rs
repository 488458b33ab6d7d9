//! How a store is opened.

use std::time::Duration;

/// When SQLite waits for the medium.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Synchronous {
    /// Each commit is on the medium before it returns: it survives a loss of power.
    #[default]
    Full,
    /// Commits survive the process, but a loss of power may take the latest ones; none is ever half there.
    Normal,
    /// Up to `commits` commits reach the file together, by one transaction: whoever replays a month writes each
    /// page once for many of its messages. The loss of the process takes those that still wait, all of them or
    /// none; a failure to write them closes the store, and it is not durable as its capabilities have it. For what
    /// can be begun again from its start.
    /// [`SqliteStore::scrub`](crate::SqliteStore::scrub) and
    /// [`SqliteStore::close`](crate::SqliteStore::close) leave nothing waiting.
    Grouped {
        /// How many commits may wait. 0 and 1 are [`Synchronous::Normal`].
        commits: u32,
    },
}

/// How to open a [`SqliteStore`](crate::SqliteStore).
///
/// ```
/// use scrm_sqlite::{SqliteOptions, Synchronous};
/// let options = SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() };
/// assert_eq!(options.cache_bytes, 64 * 1024 * 1024);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqliteOptions {
    /// When to wait for the medium.
    pub synchronous: Synchronous,
    /// Memory for pages of the file, in bytes. It does not grow with the file.
    pub cache_bytes: u64,
    /// Size in bytes that the write-ahead log may reach before it is worked into the file.
    pub log_bytes: u64,
    /// How long to wait while another program that ignores the owner file holds a lock on the database.
    pub busy_timeout: Duration,
    /// How many customers and how many conversations are kept decoded; 0 switches this off.
    pub decoded_records: usize,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            synchronous: Synchronous::Full,
            cache_bytes: 64 * 1024 * 1024,
            log_bytes: 64 * 1024 * 1024,
            busy_timeout: Duration::from_secs(5),
            decoded_records: 4_096,
        }
    }
}
