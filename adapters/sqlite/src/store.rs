//! The store itself: opening, closing, and who may use it.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use scrm_core::customer::Customer;
use scrm_core::desk::Conversation;
use scrm_core::store::{Capabilities, ChangeSet, Store, StoreError, StoreResult};

use crate::commit::{self, Faults, Young};
use crate::fault::OrMedium;
use crate::group::Group;
use crate::known::KnownKeys;
use crate::options::{SqliteOptions, Synchronous};
use crate::owner::OwnerLock;
use crate::parked::Parked;
use crate::recent::Recent;
use crate::record::Encoder;
use crate::schema;
use crate::search::Indexed;

/// The unit in which the file is written. Larger pages would write more for each message received, whose
/// rows lie scattered; smaller ones would cut bodies up.
const PAGE_BYTES: u64 = 4_096;
const PREPARED_STATEMENTS: usize = 128;

/// A store in one SQLite file, with its write-ahead log beside it while it is open.
///
/// One process owns the file (see [`SqliteStore::open`]); its threads may share the store. Calls run one
/// after the other.
///
/// ```
/// use scrm_core::store::{ChangeSet, CustomerRepository, Store, Versioned};
/// use scrm_core::customer::Customer;
/// use scrm_sqlite::SqliteStore;
///
/// let store = SqliteStore::in_memory()?;
/// let now = chrono::DateTime::from_timestamp(1_767_600_000, 0).unwrap_or_default();
/// let customers = vec![Versioned::new(Customer::new("c_1".into(), now))];
/// store.commit(&ChangeSet { customers, ..ChangeSet::default() })?;
/// assert_eq!(store.count_customers()?, 1);
/// # Ok::<(), scrm_core::store::StoreError>(())
/// ```
pub struct SqliteStore {
    open: Mutex<Option<Open>>,
    /// The process that opened the store.
    process: u32,
    durable: bool,
}

/// What an open store works with.
pub(crate) struct Open {
    pub(crate) connection: Connection,
    pub(crate) customers: Recent<Customer>,
    pub(crate) conversations: Recent<Conversation>,
    pub(crate) encoder: Encoder,
    pub(crate) young: Young,
    pub(crate) known: Option<KnownKeys>,
    pub(crate) indexed: Indexed,
    pub(crate) faults: Faults,
    pub(crate) parked: Parked,
    pub(crate) group: Group,
    owner: Option<OwnerLock>,
}

impl SqliteStore {
    /// Opens the store in `path`, making or upgrading the file where needed, and becomes its only owner.
    ///
    /// Beside the file stand its write-ahead log (`-wal`) while it is open, and `<path>.owner`, an empty
    /// file whose lock says that somebody owns the store.
    ///
    /// # Errors
    /// [`StoreError::OwnedElsewhere`] while another process, or another store in this one, has it open;
    /// [`StoreError::NewerFormat`] where a newer version wrote it; [`StoreError::Medium`] otherwise.
    ///
    /// ```
    /// use scrm_sqlite::{SqliteOptions, SqliteStore};
    /// # let folder = std::env::temp_dir().join(format!("scrm-open-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder).unwrap();
    /// # let path = folder.join("workspace.db");
    /// let store = SqliteStore::open(&path, &SqliteOptions::default())?;
    /// assert!(SqliteStore::open(&path, &SqliteOptions::default()).is_err());
    /// store.close()?;
    /// assert!(SqliteStore::open(&path, &SqliteOptions::default()).is_ok());
    /// # std::fs::remove_dir_all(&folder).unwrap();
    /// # Ok::<(), scrm_core::store::StoreError>(())
    /// ```
    pub fn open(path: impl AsRef<Path>, options: &SqliteOptions) -> StoreResult<Self> {
        // SQLite would open a file without a name and delete it when it is closed, with all that was taken in.
        if path.as_ref().as_os_str().is_empty() {
            return Err(StoreError::Medium { cause: "sqlite.blank_path".to_owned(), retryable: false });
        }
        let owner = OwnerLock::take(path.as_ref())?;
        let connection = Connection::open(path).or_medium()?;
        Self::start(connection, Some(owner), options)
    }

    /// A store that lives as long as the value: for tests and trials.
    ///
    /// # Errors
    /// [`StoreError::Medium`] where SQLite has no memory.
    pub fn in_memory() -> StoreResult<Self> {
        let connection = Connection::open_in_memory().or_medium()?;
        Self::start(connection, None, &SqliteOptions::default())
    }

    fn start(
        mut connection: Connection,
        owner: Option<OwnerLock>,
        options: &SqliteOptions,
    ) -> StoreResult<Self> {
        prepare(&connection, options)?;
        schema::migrate(&mut connection)?;
        let open = Open {
            customers: Recent::new(options.decoded_records),
            conversations: Recent::new(options.decoded_records),
            encoder: Encoder::default(),
            young: Young::read(&connection)?,
            known: None,
            indexed: Indexed::read(&connection)?,
            faults: Faults::default(),
            parked: Parked::read(&connection)?,
            group: Group::new(options.synchronous),
            connection,
            owner,
        };
        let durable = open.owner.is_some() && !open.group.may_wait();
        Ok(Self { open: Mutex::new(Some(open)), process: std::process::id(), durable })
    }

    /// Closes the store and gives the file up. Later calls answer [`StoreError::Closed`].
    ///
    /// # Errors
    /// [`StoreError::Medium`] where the log could not be worked into the file; what was committed is safe.
    pub fn close(&self) -> StoreResult<()> {
        self.check_process()?;
        let taken = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.map_or(Err(StoreError::Closed), Open::close)
    }

    /// Makes sure that nothing that was deleted or overwritten is left in the file, its log or the search
    /// index. To be called after an erasure, and now and then.
    ///
    /// Deleted bytes are zeroed in the file at once, but an older state of a page stays in the log until the
    /// log is emptied, and the search index follows changes late.
    ///
    /// # Errors
    /// [`StoreError::Medium`] where the log could not be emptied.
    ///
    /// ```
    /// let store = scrm_sqlite::SqliteStore::in_memory()?;
    /// store.scrub()?;
    /// # Ok::<(), scrm_core::store::StoreError>(())
    /// ```
    pub fn scrub(&self) -> StoreResult<()> {
        self.with(|open| {
            crate::search::refresh_stale(open)?;
            open.group.end(&open.connection, &open.faults)?;
            let busy: bool = open
                .connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
                .or_medium()?;
            if busy {
                return Err(StoreError::Medium { cause: "sqlite.busy".to_owned(), retryable: true });
            }
            Ok(())
        })
    }

    /// Runs `work` with the open store, where this process may use it.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Open) -> StoreResult<T>) -> StoreResult<T> {
        self.check_process()?;
        // A panic elsewhere cannot leave a transaction behind: it rolls back when it is dropped.
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let used = open.as_mut().ok_or(StoreError::Closed)?;
        let outcome = work(used);
        if used.group.is_lost() {
            // What the store knows beside the file is ahead of it now.
            drop(open.take().map(Open::close));
        }
        outcome
    }

    fn check_process(&self) -> StoreResult<()> {
        if self.process == std::process::id() { Ok(()) } else { Err(StoreError::Forked) }
    }

    /// Makes the store believe that it was opened before a fork.
    #[cfg(test)]
    pub(crate) fn pretend_forked(&mut self) {
        self.process = self.process.wrapping_add(1);
    }
}

/// Settings of the connection.
pub(crate) fn prepare(connection: &Connection, options: &SqliteOptions) -> StoreResult<()> {
    connection.busy_timeout(options.busy_timeout).or_medium()?;
    connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    let synchronous = match options.synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Normal | Synchronous::Grouped { .. } => "NORMAL",
    };
    // Exclusive locking keeps the log's index in this process's memory: no third file, no lock calls per
    // read. The page size comes first: it only takes effect in a file that is still empty.
    let settings = format!(
        "PRAGMA page_size = {PAGE_BYTES};
         PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = {synchronous};
         PRAGMA foreign_keys = OFF;
         PRAGMA secure_delete = {};
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA cache_size = -{};
         PRAGMA wal_autocheckpoint = {};
         PRAGMA journal_size_limit = {};",
        if keeps_deleted_bytes() { "OFF" } else { "ON" },
        options.cache_bytes / 1_024,
        (options.log_bytes / PAGE_BYTES).max(1),
        options.log_bytes,
    );
    connection.execute_batch(&settings).or_medium()
}

/// The defect that the erasure test must notice; never true in a normal build.
fn keeps_deleted_bytes() -> bool {
    #[cfg(plant)]
    if scrm_core::foundation::plant::is_active("e1") {
        return true;
    }
    false
}

impl Open {
    fn close(mut self) -> StoreResult<()> {
        let ended =
            if self.group.is_lost() { Ok(()) } else { self.group.end(&self.connection, &self.faults) };
        let closed = self.connection.close();
        if let Some(owner) = self.owner {
            owner.release();
        }
        ended.and(closed.map_err(|(_, error)| crate::fault::medium(&error)))
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        let open = self.open.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let Some(open) = open else { return };
        if self.check_process().is_ok() {
            // Whoever wants to know calls `close`.
            drop(open.close());
        } else {
            // Closing would work the parent's log into the file behind the parent's back.
            std::mem::forget(open);
        }
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("durable", &self.durable).finish_non_exhaustive()
    }
}

impl Store for SqliteStore {
    fn capabilities(&self) -> Capabilities {
        Capabilities { name: "sqlite", durable: self.durable, shared: false }
    }

    fn commit(&self, changes: &ChangeSet) -> StoreResult<()> {
        if changes.is_empty() && changes.unchanged_customers.is_empty() {
            return self.check_process();
        }
        self.with(|open| {
            let Open { connection, encoder, young, known, indexed, faults, parked, group, .. } = open;
            let mended = parked.mended_by(changes);
            let growth = group.write(connection, |connection| {
                let growth = commit::write(connection, faults, encoder, young, *indexed, changes, &mended)?;
                faults.before_statement()?;
                Ok(growth)
            })?;
            young.follow(growth, known.as_mut());
            parked.follow(&mended, &changes.park);
            commit::remember(open, changes);
            open.group.end_when_full(&open.connection, &open.faults)
        })
    }
}
