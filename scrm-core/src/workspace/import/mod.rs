//! Files and tables in: each row becomes a customer, completes one, changes nothing, or is rejected.
//!
//! An [`ImportReader`] or a [`TableReader`] makes of each row all that can be made of it alone, an [`ImportSession`] finds out
//! whose it is and commits. The two can run on threads of their own.

#[cfg(test)]
mod export_tests;
mod place;
mod reader;
#[cfg(test)]
mod reader_tests;
mod session;

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use reader::{ImportBatch, ImportReader, TableReader};
pub use session::ImportSession;

use super::{Workspace, WorkspaceError};
use crate::import::{ImportCounts, ImportError, ImportOptions, ImportReport, OnRejected, TableSource};

/// What can be imported: bytes that can be read again from the start, because an import that may abort reads
/// them twice. Files, buffered files and in-memory cursors qualify.
pub trait ImportSource: Read + Seek {}

impl<T: Read + Seek> ImportSource for T {}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportProgress {
    /// Bytes of the source read.
    pub bytes: u64,
    /// What became of the rows so far.
    pub counts: ImportCounts,
}

/// Who watches an import. `()` watches nothing.
pub trait ImportWatcher {
    /// Called after each batch; breaking stops the import, and what was committed stays. An import that aborts on a
    /// rejected row reads all rows before it commits any, and calls while it reads: broken off, it commits nothing.
    fn progress(&mut self, progress: &ImportProgress) -> ControlFlow<()> {
        let _ = progress;
        ControlFlow::Continue(())
    }

    /// Called with the next piece of the CSV of rejected rows, header first: to be mended and fed again.
    fn rejected(&mut self, csv: &str) {
        let _ = csv;
    }
}

impl ImportWatcher for () {}

impl Workspace {
    /// Imports a CSV file. See [`import_csv_watched`](Self::import_csv_watched).
    ///
    /// # Errors
    /// As [`import_csv_watched`](Self::import_csv_watched).
    pub fn import_csv(
        &self,
        source: &mut dyn ImportSource,
        options: &ImportOptions,
        now: DateTime<Utc>,
    ) -> Result<ImportReport, WorkspaceError> {
        self.import_csv_watched(source, options, &mut (), now)
    }

    /// Imports a CSV file in batches, each one commit. Memory does not grow with the file, except for a dry
    /// run, which remembers the customers it would have made.
    ///
    /// A row imported before is unchanged whatever happened to the customer since, so importing a file again,
    /// also after a failure half-way, is safe.
    ///
    /// # Errors
    /// [`WorkspaceError::Import`] where the file as a whole cannot be read (the rows before the fault are
    /// imported); [`WorkspaceError::Store`] where the store fails.
    pub fn import_csv_watched(
        &self,
        source: &mut dyn ImportSource,
        options: &ImportOptions,
        watcher: &mut dyn ImportWatcher,
        now: DateTime<Utc>,
    ) -> Result<ImportReport, WorkspaceError> {
        self.import_watched(&mut Origin::File(source), options, watcher, now)
    }

    /// Imports a table as [`import_csv_watched`](Self::import_csv_watched) does a file: the columns are found by
    /// their names, and a row that says the same as one of a file is known from there.
    ///
    /// ```
    /// use scrm_core::import::{ImportOptions, TextTable};
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// let (options, now) = (ImportOptions::new("shop"), chrono::DateTime::UNIX_EPOCH);
    /// let mut table = TextTable::new(&["Name", "Phone"], &[&["Anna Walker", "+447400123456"]]);
    /// let report = workspace.import_table(&mut table, &options, &mut (), now)?;
    /// assert_eq!(report.counts.created, 1);
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// As [`import_csv_watched`](Self::import_csv_watched).
    pub fn import_table(
        &self,
        table: &mut dyn TableSource,
        options: &ImportOptions,
        watcher: &mut dyn ImportWatcher,
        now: DateTime<Utc>,
    ) -> Result<ImportReport, WorkspaceError> {
        self.import_watched(&mut Origin::Table(table), options, watcher, now)
    }

    fn import_watched(
        &self,
        origin: &mut Origin<'_>,
        options: &ImportOptions,
        watcher: &mut dyn ImportWatcher,
        now: DateTime<Utc>,
    ) -> Result<ImportReport, WorkspaceError> {
        if options.on_rejected == OnRejected::Abort {
            let trial = ImportOptions { dry_run: true, ..options.clone() };
            let mut report = self.import_once(origin, &trial, watcher, now)?;
            report.aborted |= report.counts.rejected > 0;
            if report.aborted || options.dry_run {
                report.dry_run = options.dry_run;
                if report.aborted {
                    report.counts = report.counts.without_stored();
                }
                return Ok(report);
            }
            origin.rewind()?;
            return self.import_once(origin, options, &mut (), now);
        }
        self.import_once(origin, options, watcher, now)
    }

    fn import_once(
        &self,
        origin: &mut Origin<'_>,
        options: &ImportOptions,
        watcher: &mut dyn ImportWatcher,
        now: DateTime<Utc>,
    ) -> Result<ImportReport, WorkspaceError> {
        let mut batches = origin.batches(self, options, now)?;
        let mut session = self.begin_import(options, now);
        let mut stopped = false;
        let mut fault = None;
        while !stopped {
            match batches.next() {
                Ok(Some(batch)) => stopped = session.take(&batch, watcher)?.is_break(),
                Ok(None) => break,
                Err(error) => {
                    fault = Some(error);
                    break;
                }
            }
        }
        // What was committed before the fault is remembered even where the file fails.
        let mut report = session.finish(batches.report())?;
        if let Some(error) = fault {
            return Err(error.into());
        }
        report.aborted = stopped;
        Ok(report)
    }
}

/// Where the rows of an import come from.
enum Origin<'s> {
    File(&'s mut dyn ImportSource),
    Table(&'s mut dyn TableSource),
}

impl Origin<'_> {
    fn batches<'o>(
        &'o mut self,
        workspace: &'o Workspace,
        options: &ImportOptions,
        now: DateTime<Utc>,
    ) -> Result<Box<dyn Batches + 'o>, WorkspaceError> {
        Ok(match self {
            Self::File(file) => Box::new((workspace.import_reader(options, now)?, &mut **file)),
            Self::Table(table) => Box::new((workspace.table_reader(*table, options, now)?, &mut **table)),
        })
    }

    fn rewind(&mut self) -> Result<(), ImportError> {
        match self {
            Self::File(file) => {
                file.seek(SeekFrom::Start(0)).map(drop).map_err(|error| ImportError::reading(0, &error))
            }
            Self::Table(table) => table.rewind(),
        }
    }
}

/// A reader with what it reads.
trait Batches {
    fn next(&mut self) -> Result<Option<ImportBatch>, ImportError>;

    fn report(&self) -> ImportReport;
}

impl Batches for (ImportReader<'_>, &mut (dyn ImportSource + '_)) {
    fn next(&mut self) -> Result<Option<ImportBatch>, ImportError> {
        self.0.next_batch(self.1)
    }

    fn report(&self) -> ImportReport {
        self.0.report()
    }
}

impl Batches for (TableReader<'_>, &mut (dyn TableSource + '_)) {
    fn next(&mut self) -> Result<Option<ImportBatch>, ImportError> {
        self.0.next_batch(self.1)
    }

    fn report(&self) -> ImportReport {
        self.0.report()
    }
}
