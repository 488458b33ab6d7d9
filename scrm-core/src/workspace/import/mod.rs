//! Files in: each row becomes a customer, completes one, changes nothing, or is rejected.
//!
//! An [`ImportReader`] makes of each row all that can be made of it alone, an [`ImportSession`] finds out
//! whose it is and commits. The two can run on threads of their own.

mod place;
mod reader;
#[cfg(test)]
mod reader_tests;
mod session;

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use reader::{ImportBatch, ImportReader};
pub use session::ImportSession;

use super::{Workspace, WorkspaceError};
use crate::import::{ImportCounts, ImportError, ImportOptions, ImportReport, OnRejected};

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
    /// Called after each batch; breaking stops the import, and what was committed stays.
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
        if options.on_rejected == OnRejected::Abort && !options.dry_run {
            let trial = ImportOptions { dry_run: true, ..options.clone() };
            let mut report = self.import_once(source, &trial, watcher, now)?;
            if report.counts.rejected > 0 {
                report.aborted = true;
                report.dry_run = false;
                return Ok(report);
            }
            source.seek(SeekFrom::Start(0)).map_err(|error| ImportError::reading(0, &error))?;
            return self.import_once(source, options, &mut (), now);
        }
        self.import_once(source, options, watcher, now)
    }

    fn import_once(
        &self,
        source: &mut dyn ImportSource,
        options: &ImportOptions,
        watcher: &mut dyn ImportWatcher,
        now: DateTime<Utc>,
    ) -> Result<ImportReport, WorkspaceError> {
        let mut reader = self.import_reader(options, now)?;
        let mut session = self.begin_import(options, now);
        let mut stopped = false;
        let mut fault = None;
        while !stopped {
            match reader.next_batch(source) {
                Ok(Some(batch)) => stopped = session.take(&batch, watcher)?.is_break(),
                Ok(None) => break,
                Err(error) => {
                    fault = Some(error);
                    break;
                }
            }
        }
        // What was committed before the fault is remembered even where the file fails.
        let mut report = session.finish(reader.report())?;
        if let Some(error) = fault {
            return Err(error.into());
        }
        report.aborted = stopped;
        Ok(report)
    }
}
