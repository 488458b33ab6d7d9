//! A deduper that survives: what it learned and what its records say, in a file of its own.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};
use scrm_core::dedupe::DedupeError;
use scrm_core::dedupe::linkage::{
    ColumnKind, Deduper, DeduperConfig, LearnedModel, LinkedPair, Match, RecordTable,
};
use scrm_core::foundation::Coded;
use scrm_core::store::StoreError;
use serde::{Deserialize, Serialize};

use crate::SqliteOptions;
use crate::fault::OrMedium;
use crate::owner::OwnerLock;
use crate::store::prepare;

/// Says in the head of a SQLite file what it holds: `scrk`.
const KIND: u32 = 0x7363_726B;
/// The newest format this version knows.
const KNOWN: u32 = 1;

const FORMAT_1: &str = "
    -- Documents: what was learned, and how sure is sure enough.
    CREATE TABLE documents (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
    -- The cells of each record as a JSON array, in the order in which the records came.
    CREATE TABLE records (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, cells TEXT NOT NULL);
    CREATE TABLE apart (first TEXT NOT NULL, second TEXT NOT NULL, PRIMARY KEY (first, second)) WITHOUT ROWID;
    CREATE INDEX apart_second ON apart (second);
";

/// What can go wrong with a [`KeptDeduper`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeptError {
    /// The file: in use, broken, of another kind, of a newer version.
    Store(StoreError),
    /// The records, or what was learned.
    Dedupe(DedupeError),
}

impl fmt::Display for KeptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Dedupe(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for KeptError {}

impl Coded for KeptError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Dedupe(error) => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.field(),
            Self::Dedupe(error) => error.field(),
        }
    }

    fn row(&self) -> Option<u64> {
        match self {
            Self::Store(error) => error.row(),
            Self::Dedupe(error) => error.row(),
        }
    }
}

impl From<StoreError> for KeptError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<DedupeError> for KeptError {
    fn from(error: DedupeError) -> Self {
        Self::Dedupe(error)
    }
}

/// A [`Deduper`] whose records and model are in a SQLite file. Changes are on the medium before they are in memory, each
/// in one transaction; questions are answered from memory. After opening it answers as it did before.
///
/// The file is its own and not the store's: a store's file has one owner and one connection, and what was learned can be
/// learned again, so it needs no backup and may serve tables that are no customers. Like the store it has one owner at a
/// time, and deleted bytes are zeroed; [`scrub`](Self::scrub) clears the log too, after an erasure.
///
/// ```
/// use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, RecordTable};
/// use scrm_sqlite::{KeptDeduper, SqliteOptions};
/// # let folder = std::env::temp_dir().join(format!("scrm-kept-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder).unwrap();
/// # let path = folder.join("people.db");
/// let mut table = RecordTable::new(["name", "phone"]);
/// table.push("a", ["Anna Walker", "+44 7400 123456"]);
/// let deduper = Deduper::fit(&table, DeduperConfig::default())?;
/// let mut kept = KeptDeduper::create(&path, deduper, &table, &SqliteOptions::default())?;
/// kept.add("b", &[("name", "Omar Haddad"), ("phone", "+971 50 123 4567")])?;
/// drop(kept);
///
/// let kept = KeptDeduper::open(&path, &SqliteOptions::default())?;
/// assert_eq!(kept.query(&[("name", "haddad, omar"), ("phone", "0501234567")], None)[0].id, "b");
/// # drop(kept);
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), scrm_sqlite::KeptError>(())
/// ```
pub struct KeptDeduper {
    deduper: Deduper,
    /// Nothing once it was closed, which dropping does.
    file: Option<File>,
    /// The process that opened the file.
    process: u32,
}

/// A configuration as it is stored: what a later version adds is passed over.
#[derive(Serialize, Deserialize)]
struct StoredConfig {
    v: u32,
    merge: f64,
    review: f64,
    columns: BTreeMap<String, ColumnKind>,
}

impl StoredConfig {
    fn of(config: &DeduperConfig) -> Self {
        let DeduperConfig { merge, review, columns } = config.clone();
        Self { v: KNOWN, merge, review, columns }
    }

    fn read(self) -> Result<DeduperConfig, StoreError> {
        let Self { v: found, merge, review, columns } = self;
        if found > KNOWN {
            return Err(StoreError::NewerFormat { found, known: KNOWN });
        }
        Ok(DeduperConfig { merge, review, columns })
    }
}

struct File {
    connection: Connection,
    owner: OwnerLock,
}

impl fmt::Debug for KeptDeduper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptDeduper").field("deduper", &self.deduper).finish_non_exhaustive()
    }
}

impl KeptDeduper {
    /// Keeps a deduper in a new file. `table` has its records, in the order in which they came: a deduper does not give back
    /// what records say.
    ///
    /// # Errors
    /// [`DedupeError::OtherRecord`] where the table has other records; [`StoreError::Medium`] with `sqlite.already_there`
    /// where the file holds something, and where the medium fails; [`StoreError::OwnedElsewhere`].
    pub fn create(
        path: impl AsRef<Path>,
        deduper: Deduper,
        table: &RecordTable,
        options: &SqliteOptions,
    ) -> Result<Self, KeptError> {
        deduper.check_records(table)?;
        let owner = OwnerLock::take(path.as_ref())?;
        let mut connection = Connection::open(path).or_medium()?;
        let tables: u32 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).or_medium()?;
        if tables > 0 || number(&connection, "user_version")? > 0 {
            return Err(refused("sqlite.already_there"));
        }
        prepare(&connection, options)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).or_medium()?;
        transaction.execute_batch(FORMAT_1).or_medium()?;
        transaction.pragma_update(None, "application_id", KIND).or_medium()?;
        transaction.pragma_update(None, "user_version", KNOWN).or_medium()?;
        let documents = [
            ("learned", deduper.learned().to_json()),
            ("config", json(&StoredConfig::of(deduper.config()))?),
        ];
        for (name, body) in documents {
            let sql = "INSERT INTO documents VALUES (?1, ?2)";
            transaction.execute(sql, params![name, body]).or_medium()?;
        }
        for record in 0..table.len() {
            insert(&transaction, table, record)?;
        }
        for (first, second) in deduper.told_apart() {
            transaction.execute("INSERT INTO apart VALUES (?1, ?2)", [first, second]).or_medium()?;
        }
        transaction.commit().or_medium()?;
        Ok(Self { deduper, file: Some(File { connection, owner }), process: std::process::id() })
    }

    /// Opens the file and reads everything back. Nothing is learned again. Time and memory as for weighing that many
    /// records.
    ///
    /// # Errors
    /// [`StoreError::NewerFormat`] where a newer version wrote it; [`StoreError::Medium`] with `sqlite.another_kind` where
    /// the file keeps no deduper, with `sqlite.damaged` where a row cannot be read, and where the medium fails;
    /// [`StoreError::OwnedElsewhere`]; what [`LearnedModel::from_json`] refuses.
    pub fn open(path: impl AsRef<Path>, options: &SqliteOptions) -> Result<Self, KeptError> {
        if !path.as_ref().exists() {
            return Err(refused("sqlite.cannot_open"));
        }
        let owner = OwnerLock::take(path.as_ref())?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).or_medium()?;
        if number(&connection, "application_id")? != KIND {
            return Err(refused("sqlite.another_kind"));
        }
        let found = number(&connection, "user_version")?;
        if found > KNOWN {
            return Err(StoreError::NewerFormat { found, known: KNOWN }.into());
        }
        prepare(&connection, options)?;
        let document = |name: &str| -> Result<String, KeptError> {
            let sql = "SELECT body FROM documents WHERE name = ?1";
            Ok(connection.query_row(sql, [name], |row| row.get(0)).or_medium()?)
        };
        let learned = LearnedModel::from_json(&document("learned")?)?;
        let config: StoredConfig =
            serde_json::from_str(&document("config")?).map_err(|_| refused("sqlite.damaged"))?;
        let table = read(&connection, learned.all_columns())?;
        let mut deduper = Deduper::with_learned(&learned, &table, config.read()?)?;
        let pairs = apart(&connection)?;
        for (first, second) in pairs {
            deduper.tell_apart(&first, &second);
        }
        Ok(Self { deduper, file: Some(File { connection, owner }), process: std::process::id() })
    }

    /// The deduper, for all that it answers.
    #[must_use]
    pub const fn deduper(&self) -> &Deduper {
        &self.deduper
    }

    /// Takes a record in: see [`Deduper::add`].
    ///
    /// # Errors
    /// [`DedupeError::SameId`] where there is a record of this id; [`KeptError::Store`] where the medium fails: then nothing
    /// is changed.
    pub fn add(&mut self, id: &str, said: &[(&str, &str)]) -> Result<(), KeptError> {
        if self.deduper.contains(id) {
            return Err(DedupeError::SameId { record: self.deduper.len() }.into());
        }
        let mut table = RecordTable::new(self.deduper.columns().iter().cloned());
        table.push_said(id, said);
        self.write(|connection| insert(connection, &table, 0))?;
        Ok(self.deduper.add(id, said)?)
    }

    /// Takes a record out. Whether there was one.
    ///
    /// # Errors
    /// [`KeptError::Store`] where the medium fails: then nothing is changed.
    pub fn remove(&mut self, id: &str) -> Result<bool, KeptError> {
        if !self.deduper.contains(id) {
            return Ok(false);
        }
        self.write(|connection| {
            connection.execute("DELETE FROM apart WHERE first = ?1 OR second = ?1", [id]).or_medium()?;
            connection.execute("DELETE FROM records WHERE id = ?1", [id]).or_medium()?;
            Ok(())
        })?;
        Ok(self.deduper.remove(id))
    }

    /// Remembers that two records are two people: see [`Deduper::tell_apart`].
    ///
    /// # Errors
    /// [`KeptError::Store`] where the medium fails: then nothing is changed.
    pub fn tell_apart(&mut self, first: &str, second: &str) -> Result<(), KeptError> {
        if self.deduper.contains(first) && self.deduper.contains(second) {
            self.write(|connection| {
                let sql = "INSERT OR IGNORE INTO apart VALUES (?1, ?2)";
                connection.execute(sql, [first.min(second), first.max(second)]).or_medium()?;
                Ok(())
            })?;
            self.deduper.tell_apart(first, second);
        }
        Ok(())
    }

    /// The records that may be one with a record that is not among them: see [`Deduper::query`].
    #[must_use]
    pub fn query(&self, said: &[(&str, &str)], threshold: Option<f64>) -> Vec<Match> {
        self.deduper.query(said, threshold)
    }

    /// Pairs of at least a probability: see [`Deduper::pairs`].
    #[must_use]
    pub fn pairs(&self, threshold: Option<f64>) -> Vec<LinkedPair> {
        self.deduper.pairs(threshold)
    }

    /// The ids of the records of each person: see [`Deduper::clusters`].
    #[must_use]
    pub fn clusters(&self, threshold: Option<f64>) -> Vec<Vec<&str>> {
        self.deduper.clusters(threshold)
    }

    /// All records, in the order in which they came: to fit them anew.
    ///
    /// # Errors
    /// [`KeptError::Store`] where the medium fails.
    pub fn table(&self) -> Result<RecordTable, KeptError> {
        let connection = &self.file()?.connection;
        read(connection, self.deduper.columns())
    }

    /// Makes sure that nothing of removed records is left in the file's log. To be called after an erasure.
    ///
    /// # Errors
    /// [`KeptError::Store`] where the log could not be emptied.
    pub fn scrub(&self) -> Result<(), KeptError> {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: bool = self.file()?.connection.query_row(sql, [], |row| row.get(0)).or_medium()?;
        if busy {
            return Err(StoreError::Medium { cause: "sqlite.busy".to_owned(), retryable: true }.into());
        }
        Ok(())
    }

    fn file(&self) -> Result<&File, StoreError> {
        if self.process != std::process::id() {
            return Err(StoreError::Forked);
        }
        self.file.as_ref().ok_or(StoreError::Closed)
    }

    fn write(&mut self, work: impl FnOnce(&Connection) -> Result<(), KeptError>) -> Result<(), KeptError> {
        self.file()?;
        let file = self.file.as_mut().ok_or(StoreError::Closed)?;
        let transaction =
            file.connection.transaction_with_behavior(TransactionBehavior::Immediate).or_medium()?;
        work(&transaction)?;
        Ok(transaction.commit().or_medium()?)
    }
}

impl Drop for KeptDeduper {
    fn drop(&mut self) {
        let Some(file) = self.file.take() else { return };
        if self.process == std::process::id() {
            drop(file.connection.close());
            file.owner.release();
        } else {
            // Closing would work the parent's log into the file behind the parent's back.
            std::mem::forget(file);
        }
    }
}

fn insert(connection: &Connection, table: &RecordTable, record: usize) -> Result<(), KeptError> {
    let cells = json(&table.row(record).collect::<Vec<_>>())?;
    let id = table.id(record).unwrap_or_default();
    let mut statement =
        connection.prepare_cached("INSERT INTO records (id, cells) VALUES (?1, ?2)").or_medium()?;
    statement.execute([id, &cells]).or_medium()?;
    Ok(())
}

fn read(connection: &Connection, columns: &[String]) -> Result<RecordTable, KeptError> {
    let mut table = RecordTable::new(columns.iter().cloned());
    let mut statement = connection.prepare("SELECT id, cells FROM records ORDER BY row").or_medium()?;
    let mut rows = statement.query([]).or_medium()?;
    while let Some(row) = rows.next().or_medium()? {
        let (id, cells): (String, String) = (row.get(0).or_medium()?, row.get(1).or_medium()?);
        let cells: Vec<String> = serde_json::from_str(&cells).map_err(|_| refused("sqlite.damaged"))?;
        table.push(id, cells.iter().map(String::as_str));
    }
    Ok(table)
}

fn apart(connection: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = connection.prepare("SELECT first, second FROM apart").or_medium()?;
    let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).or_medium()?;
    pairs.collect::<Result<_, _>>().or_medium()
}

fn number(connection: &Connection, pragma: &str) -> Result<u32, StoreError> {
    connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).or_medium()
}

fn json(value: &impl Serialize) -> Result<String, KeptError> {
    serde_json::to_string(value).map_err(|_| refused("record.not_encodable"))
}

fn refused(cause: &str) -> KeptError {
    StoreError::Medium { cause: cause.to_owned(), retryable: false }.into()
}
