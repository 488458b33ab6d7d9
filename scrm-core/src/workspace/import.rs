//! Files in: each row becomes a customer, completes one, changes nothing, or is rejected.

use std::borrow::Cow;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::audit::IMPORTS;
use super::unit_of_work::UnitOfWork;
use super::{TRIES, Workspace, WorkspaceError};
use crate::audit::ImportFigures;
use crate::customer::{
    Customer, Field, FieldName, FieldValue, IdentifierKey, Stage, absorb_fields, would_absorb,
};
use crate::dedupe::{Newcomer, Resolution};
use crate::foundation::{CustomerId, Decision, Fingerprint};
use crate::import::{
    CsvImport, ImportCounts, ImportError, ImportOptions, ImportReport, ImportRow, OnRejected, RejectedCsv,
    RowOutcome,
};
use crate::priority::PriorityInput;
use crate::store::StoreError;
use crate::tag::TagTrigger;

/// What can be imported: bytes that can be read again from the start, because an import that may abort reads
/// them twice. Files, buffered files and in-memory cursors qualify.
pub trait ImportSource: Read + Seek {}

impl<T: Read + Seek> ImportSource for T {}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        let mut reader = self.csv_import(options, now)?;
        let mut session = self.begin_import(options, now);
        let mut stopped = false;
        let mut fault = None;
        while !stopped {
            match reader.next_batch(source) {
                Ok(Some(rows)) => {
                    session.apply(&rows)?;
                    stopped = session.tell(watcher, &rows, reader.header(), reader.bytes_read()).is_break();
                }
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

    /// The reader of this workspace's files: the playbook's settings, with the options over them.
    ///
    /// # Errors
    /// [`WorkspaceError::Import`] where the options contradict each other.
    pub fn csv_import(
        &self,
        options: &ImportOptions,
        now: DateTime<Utc>,
    ) -> Result<CsvImport, WorkspaceError> {
        let mut options = options.clone();
        options.default_region.get_or_insert_with(|| self.engines.region().to_owned());
        options.default_currency.get_or_insert(self.engines.currency().base);
        options.time_zone.get_or_insert_with(|| self.engines.calendar.zone_name().to_owned());
        Ok(CsvImport::new(&options, self.engines.import(), now)?)
    }

    /// Begins an import whose rows the caller reads, for instance on another thread.
    #[must_use]
    pub fn begin_import(&self, options: &ImportOptions, now: DateTime<Utc>) -> ImportSession<'_> {
        ImportSession {
            workspace: self,
            source: options.source.clone(),
            now,
            counts: ImportCounts::default(),
            dry_run: options
                .dry_run
                .then(|| DryRun { unit: UnitOfWork::new(self.store.as_ref()), seen: FxHashSet::default() }),
            ordinal: 0,
            rejected: None,
        }
    }
}

/// A dry run keeps what it would have written, so that later rows meet it.
#[derive(Debug)]
struct DryRun<'w> {
    unit: UnitOfWork<'w>,
    seen: FxHashSet<Fingerprint>,
}

/// An import in progress.
#[derive(Debug)]
pub struct ImportSession<'w> {
    workspace: &'w Workspace,
    source: String,
    now: DateTime<Utc>,
    counts: ImportCounts,
    dry_run: Option<DryRun<'w>>,
    /// Position of the next row in the whole import: part of the ids of new customers.
    ordinal: u32,
    rejected: Option<RejectedCsv>,
}

impl ImportSession<'_> {
    /// Takes a batch of rows in: one commit, or none in a dry run.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails; the batch is not
    /// counted then.
    pub fn apply(&mut self, rows: &[RowOutcome]) -> Result<(), WorkspaceError> {
        let accepted: Vec<&ImportRow> = rows
            .iter()
            .filter_map(|outcome| match outcome {
                RowOutcome::Accepted(row) => Some(row),
                RowOutcome::Rejected(_) => None,
            })
            .collect();
        let batch = Batch { workspace: self.workspace, rows: &accepted, first: self.ordinal, now: self.now };
        let mut counts = match &mut self.dry_run {
            Some(trial) => batch.decide(&mut trial.unit, &mut trial.seen)?,
            None => batch.commit()?,
        };
        counts.read = rows.len() as u64;
        counts.rejected = (rows.len() - accepted.len()) as u64;
        self.counts.read += counts.read;
        self.counts.created += counts.created;
        self.counts.merged += counts.merged;
        self.counts.unchanged += counts.unchanged;
        self.counts.rejected += counts.rejected;
        self.ordinal = self.ordinal.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        Ok(())
    }

    /// What became of the rows so far.
    #[must_use]
    pub const fn counts(&self) -> ImportCounts {
        self.counts
    }

    /// Tells a watcher of a batch that was applied.
    pub fn tell(
        &mut self,
        watcher: &mut dyn ImportWatcher,
        rows: &[RowOutcome],
        header: &[String],
        bytes: u64,
    ) -> ControlFlow<()> {
        let mut csv = String::new();
        for outcome in rows {
            if let RowOutcome::Rejected(row) = outcome {
                let file = self.rejected.get_or_insert_with(|| RejectedCsv::begin(header, &mut csv));
                file.row(row, &mut csv);
            }
        }
        if !csv.is_empty() {
            watcher.rejected(&csv);
        }
        watcher.progress(&ImportProgress { bytes, counts: self.counts })
    }

    /// Completes the reader's report and remembers the figures for the audit.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails.
    pub fn finish(self, mut report: ImportReport) -> Result<ImportReport, WorkspaceError> {
        report.counts = self.counts;
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
            self.workspace.remember(IMPORTS, imports)?;
        }
        Ok(report)
    }
}

/// One batch of good rows.
struct Batch<'b> {
    workspace: &'b Workspace,
    rows: &'b [&'b ImportRow],
    first: u32,
    now: DateTime<Utc>,
}

impl Batch<'_> {
    fn commit(&self) -> Result<ImportCounts, WorkspaceError> {
        for _ in 0..TRIES {
            let mut unit = UnitOfWork::new(self.workspace.store.as_ref());
            let counts = self.decide(&mut unit, &mut FxHashSet::default())?;
            match unit.commit() {
                Ok(()) => return Ok(counts),
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(WorkspaceError::Contended { tries: TRIES })
    }

    fn decide(
        &self,
        unit: &mut UnitOfWork<'_>,
        seen: &mut FxHashSet<Fingerprint>,
    ) -> Result<ImportCounts, WorkspaceError> {
        let fingerprints: Vec<Fingerprint> = self.rows.iter().map(|row| row.fingerprint).collect();
        let known = unit.store().imported_rows(&fingerprints)?;
        let new: Vec<(u32, &ImportRow)> = self
            .rows
            .iter()
            .zip(self.first..)
            .zip(known)
            .filter(|((row, _), known)| !known && seen.insert(row.fingerprint))
            .map(|((row, ordinal), _)| (ordinal, *row))
            .collect();
        let keys: Vec<IdentifierKey> =
            new.iter().flat_map(|(_, row)| &row.draft.identifiers).map(|id| id.key.clone()).collect();
        unit.load_keys(&keys)?;
        unit.load_customers(&unit.holders(&keys))?;
        let unchanged = (self.rows.len() - new.len()) as u64;
        let mut counts = ImportCounts { unchanged, ..ImportCounts::default() };
        for (ordinal, row) in new {
            match self.place(unit, row, ordinal)? {
                Placed::Created => counts.created += 1,
                Placed::Merged => counts.merged += 1,
                Placed::Unchanged => counts.unchanged += 1,
            }
        }
        Ok(counts)
    }

    /// Finds out whose row it is, and puts it there.
    fn place(
        &self,
        unit: &mut UnitOfWork<'_>,
        row: &ImportRow,
        ordinal: u32,
    ) -> Result<Placed, WorkspaceError> {
        let draft = &row.draft;
        let keys: Vec<IdentifierKey> = draft.identifiers.iter().map(|id| id.key.clone()).collect();
        let holders = unit.holders(&keys);
        if holders.is_empty() {
            let id = self.create(unit, row, ordinal)?;
            unit.add_imported_row(row.fingerprint, id);
            return Ok(Placed::Created);
        }
        let known: Vec<Arc<Customer>> =
            holders.iter().filter_map(|id| unit.customer(id).transpose()).collect::<Result<_, _>>()?;
        let references: Vec<&Customer> = known.iter().map(AsRef::as_ref).collect();
        let apart = unit.pairs_told_apart(&holders)?;
        let newcomer = Newcomer { fields: &draft.fields, identifiers: &draft.identifiers };
        let Decision { value, reasons, .. } =
            self.workspace.engines.dedupe.resolve(&newcomer, &references, &apart);
        let (id, changed) = match value.joined() {
            None => (self.create(unit, row, ordinal)?, None),
            Some(id) => (id.clone(), Some(self.absorb(unit, id, row)?)),
        };
        for pair in value.reviews(&id, &reasons, self.now) {
            unit.add_review(pair)?;
        }
        let absorbed = match value {
            Resolution::JoinAndMerge { absorb, .. } => absorb,
            _ => Vec::new(),
        };
        for other in &absorbed {
            self.workspace.merge_in(unit, &id, other, reasons.clone(), self.now)?;
        }
        unit.add_imported_row(row.fingerprint, id);
        Ok(match changed {
            None => Placed::Created,
            Some(changed) if changed || !absorbed.is_empty() => Placed::Merged,
            Some(_) => Placed::Unchanged,
        })
    }

    /// A row's fields, the industry by its name in the playbook's list where the list knows it.
    fn fields_of<'r>(&self, row: &'r ImportRow) -> Cow<'r, [(FieldName, Field)]> {
        let fields = &row.draft.fields;
        let place = fields.iter().position(|(name, _)| *name == FieldName::Industry);
        let Some((place, (_, field))) = place.and_then(|place| Some((place, fields.get(place)?))) else {
            return Cow::Borrowed(fields);
        };
        let known = match &field.value {
            FieldValue::Text(text) => self.workspace.engines.completeness.industry(text),
            _ => None,
        };
        let Some(industry) = known else { return Cow::Borrowed(fields) };
        let mut fields = fields.clone();
        if let Some((_, field)) = fields.get_mut(place) {
            field.value = FieldValue::Text(industry.into());
        }
        Cow::Owned(fields)
    }

    fn create(
        &self,
        unit: &mut UnitOfWork<'_>,
        row: &ImportRow,
        ordinal: u32,
    ) -> Result<CustomerId, WorkspaceError> {
        let id = CustomerId::derive(self.now, ordinal, &[&row.fingerprint.0]);
        let mut customer = Customer::new(id.clone(), self.now);
        customer.fields = self.fields_of(row).into_owned();
        customer.identifiers.clone_from(&row.draft.identifiers);
        customer.consents.clone_from(&row.draft.consents);
        let engines = &self.workspace.engines;
        let tags = engines.tag.refresh(&mut customer, TagTrigger::Imported, self.now);
        let mut effects = tags.effects;
        if matches!(customer.value(&FieldName::Stage), Some(FieldValue::Stage(Stage::NewInquiry))) {
            let input = PriorityInput {
                customer: &customer,
                new_inquiry: true,
                high_value_words: false,
                since: self.now,
                annual_spend: None,
            };
            let decision = engines.priority.evaluate(&input, self.now);
            effects.extend(decision.effects);
            customer.priority = Some(decision.value);
        }
        unit.put_customer(customer);
        self.workspace.settle(unit, effects, self.now)?;
        Ok(id)
    }

    /// Completes a known customer; whether anything was new.
    fn absorb(
        &self,
        unit: &mut UnitOfWork<'_>,
        id: &CustomerId,
        row: &ImportRow,
    ) -> Result<bool, WorkspaceError> {
        let draft = &row.draft;
        let policy = self.workspace.engines.survivorship();
        let Some(present) = unit.customer(id)? else { return Ok(false) };
        let fields = self.fields_of(row);
        if !would_absorb(&present, &fields, &draft.identifiers, &draft.consents, policy) {
            return Ok(false);
        }
        let mut changed = present.as_ref().clone();
        absorb_fields(&mut changed, &fields, &draft.identifiers, &draft.consents, policy, self.now);
        let completed = TagTrigger::Completed { before: &present };
        let decision = self.workspace.engines.tag.refresh(&mut changed, completed, self.now);
        unit.put_customer(changed);
        self.workspace.settle(unit, decision.effects, self.now)?;
        Ok(true)
    }
}

/// What became of a good row.
enum Placed {
    Created,
    Merged,
    Unchanged,
}
