//! One import in progress: batch after batch, each one commit.

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::super::audit::IMPORTS;
use super::super::unit_of_work::UnitOfWork;
use super::super::{TRIES, Workspace, WorkspaceError};
use super::place::{Placements, Placing};
use super::{ImportBatch, ImportProgress, ImportWatcher};
use crate::audit::ImportFigures;
use crate::foundation::Fingerprint;
use crate::import::{
    CONFLICT, ImportCounts, ImportOptions, ImportReport, NoteCount, NoteTally, meant_by_unread,
};
use crate::store::StoreError;

/// A dry run keeps what it would have written, so that later rows meet it.
#[derive(Debug)]
struct DryRun<'w> {
    unit: UnitOfWork<'w>,
    seen: FxHashSet<Fingerprint>,
}

/// An import in progress: see [`ImportReader`](super::ImportReader).
#[derive(Debug)]
pub struct ImportSession<'w> {
    workspace: &'w Workspace,
    source: String,
    now: DateTime<Utc>,
    counts: ImportCounts,
    gave_way: NoteTally,
    dry_run: Option<DryRun<'w>>,
}

impl Workspace {
    /// Begins an import of the batches that [`import_reader`](Self::import_reader) reads with the same
    /// options, for instance on another thread.
    #[must_use]
    pub fn begin_import(&self, options: &ImportOptions, now: DateTime<Utc>) -> ImportSession<'_> {
        ImportSession {
            workspace: self,
            source: options.source.clone(),
            now,
            counts: ImportCounts::default(),
            gave_way: NoteTally::new(self.engines().import().rejected_sample),
            dry_run: options
                .dry_run
                .then(|| DryRun { unit: UnitOfWork::new(self.store.as_ref()), seen: FxHashSet::default() }),
        }
    }
}

impl ImportSession<'_> {
    /// Takes a batch of rows in, in one commit, or none in a dry run, and tells the watcher; a break is the
    /// watcher's.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails; the batch is not
    /// counted then.
    pub fn take(
        &mut self,
        batch: &ImportBatch,
        watcher: &mut dyn ImportWatcher,
    ) -> Result<ControlFlow<()>, WorkspaceError> {
        let placing = Placing { workspace: self.workspace, rows: &batch.prepared, now: self.now };
        let Placements { counts: placed, gave_way } = match &mut self.dry_run {
            Some(trial) => placing.decide(&mut trial.unit, &mut trial.seen)?,
            None => commit(&placing)?,
        };
        let counts = &mut self.counts;
        counts.read += batch.prepared.len() as u64 + batch.rejected;
        counts.created += placed.created;
        counts.merged += placed.merged;
        counts.unchanged += placed.unchanged;
        counts.rejected += batch.rejected;
        for (row, field) in gave_way {
            self.gave_way.add(field.as_str().into(), CompactString::const_new(CONFLICT), row);
        }
        if !batch.rejected_csv.is_empty() {
            watcher.rejected(&batch.rejected_csv);
        }
        Ok(watcher.progress(&ImportProgress { bytes: batch.bytes, counts: self.counts }))
    }

    /// What became of the rows so far.
    #[must_use]
    pub const fn counts(&self) -> ImportCounts {
        self.counts
    }

    /// Completes the reader's report and remembers the figures for the audit.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails.
    pub fn finish(self, mut report: ImportReport) -> Result<ImportReport, WorkspaceError> {
        report.counts = self.counts;
        note_conflicts(&mut report, &self.gave_way);
        if self.dry_run.is_none() && self.counts.read > 0 {
            let mut imports = self.workspace.remembered::<ImportFigures>(IMPORTS)?;
            imports.push(ImportFigures {
                source: self.source,
                at: self.now,
                rows: self.counts.read,
                created: self.counts.created,
                merged: self.counts.merged,
                unchanged: self.counts.unchanged,
                rejected: self.counts.rejected,
            });
            self.workspace.remember(IMPORTS, imports, self.now)?;
        }
        Ok(report)
    }
}

/// Adds to a report the conflicts between rows, which are counted by field: to those within rows, where a column has both.
fn note_conflicts(report: &mut ImportReport, between_rows: &NoteTally) {
    for mut conflict in between_rows.counts() {
        conflict.column = column_of(report, &conflict.column);
        let same = |note: &&mut NoteCount| note.column == conflict.column && note.code == conflict.code;
        match report.notes.iter_mut().find(same) {
            Some(note) => {
                note.rows += conflict.rows;
                note.first_rows.append(&mut conflict.first_rows);
                note.first_rows.sort_unstable();
                note.first_rows.truncate(between_rows.rows_named);
            }
            None => report.notes.push(conflict),
        }
    }
    report.notes.sort_by(|a, b| (&a.column, &a.code).cmp(&(&b.column, &b.code)));
}

/// The header of the column that a field was read from, or what the field is called where there is none.
fn column_of(report: &ImportReport, field: &str) -> CompactString {
    let meant = meant_by_unread(field).unwrap_or(field);
    let reads = |target: &str| target.strip_prefix("custom:").unwrap_or(target) == meant;
    let column = report.columns.iter().find(|column| reads(&column.target));
    column.map_or(meant.into(), |column| column.header.as_str().into())
}

/// Decides a batch and commits it; again from the start where somebody else wrote first.
fn commit(placing: &Placing<'_>) -> Result<Placements, WorkspaceError> {
    for _ in 0..TRIES {
        let mut unit = placing.workspace.begin();
        let placements = placing.decide(&mut unit, &mut FxHashSet::default())?;
        placing.workspace.settle_expressions(&mut unit, placing.now)?;
        match unit.commit() {
            Ok(()) => {
                placing.workspace.remember_segment_work(unit.segment_work());
                return Ok(placements);
            }
            Err(StoreError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(WorkspaceError::Contended { tries: TRIES })
}
