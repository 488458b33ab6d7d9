//! Rows, and the customer that each makes where nobody is known by its identifiers.

use std::fmt;
use std::io::Read;
use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::{Engines, Workspace, WorkspaceError};
use crate::customer::{Customer, FieldName, FieldValue, Stage};
use crate::foundation::{CustomerId, Effect, Fingerprint};
use crate::import::{
    CsvImport, CustomerDraft, ImportError, ImportOptions, ImportReport, ImportRow, RejectedCsv, RowOutcome,
    TableImport, TableSource,
};
use crate::priority::{Awaited, PriorityInput};
use crate::store::{StoredForm, StoredFormWriter};

/// A good row with all that can be made of it alone.
#[derive(Clone, Debug)]
pub(super) struct PreparedRow {
    /// Number among the data rows, counted from 1.
    pub(super) row: u64,
    /// Stands for what the row says.
    pub(super) fingerprint: Fingerprint,
    /// Whose row it is, where the file is an export.
    pub(super) id: Option<CustomerId>,
    /// The customer it makes where nobody is known by its identifiers, tagged and in its place in the queue.
    pub(super) newcomer: Arc<Customer>,
    /// That customer as stores keep it.
    pub(super) stored: Option<StoredForm>,
    /// What follows where that customer is made.
    pub(super) effects: Vec<Effect>,
}

/// Some rows of a file, read and prepared, for [`ImportSession::take`](super::ImportSession::take). `Debug`
/// counts them and hides what they say.
#[derive(Clone)]
pub struct ImportBatch {
    pub(super) prepared: Vec<PreparedRow>,
    pub(super) rejected: u64,
    pub(super) rejected_csv: String,
    pub(super) bytes: u64,
}

impl fmt::Debug for ImportBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportBatch")
            .field("accepted", &self.prepared.len())
            .field("rejected", &self.rejected)
            .finish_non_exhaustive()
    }
}

/// Makes of each row of one import what does not depend on who is known already: fields, identifiers, tags,
/// priority. It only reads the workspace's playbook.
#[derive(Debug)]
struct Preparation<'w> {
    engines: Arc<Engines>,
    /// The rows are this workspace's.
    workspace: PhantomData<&'w Workspace>,
    now: DateTime<Utc>,
    /// Position of the next row in the whole import: part of the ids of new customers.
    ordinal: u32,
    rejected: Option<RejectedCsv>,
    forms: StoredFormWriter,
}

/// Reads the rows of a file, and makes of each what does not depend on who is known already: fields,
/// identifiers, tags, priority. It only reads the workspace's playbook and can run on a thread of its own.
///
/// ```
/// use scrm_core::import::ImportOptions;
/// use scrm_core::playbook::Playbook;
/// use scrm_core::store::MemoryStore;
/// use scrm_core::workspace::Workspace;
///
/// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
/// let (options, now) = (ImportOptions::new("shop"), chrono::DateTime::UNIX_EPOCH);
/// let mut file = "Name,Phone\nAnna Walker,+447400123456\n".as_bytes();
/// let mut reader = workspace.import_reader(&options, now)?;
/// let mut session = workspace.begin_import(&options, now);
/// while let Some(batch) = reader.next_batch(&mut file)? {
///     session.take(&batch, &mut ())?;
/// }
/// assert_eq!(session.finish(reader.report())?.counts.created, 1);
/// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
/// ```
#[derive(Debug)]
pub struct ImportReader<'w> {
    rows: CsvImport,
    preparation: Preparation<'w>,
}

/// Reads the rows of a table as [`ImportReader`] does those of a file.
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
/// let mut reader = workspace.table_reader(&table, &options, now)?;
/// let mut session = workspace.begin_import(&options, now);
/// while let Some(batch) = reader.next_batch(&mut table)? {
///     session.take(&batch, &mut ())?;
/// }
/// assert_eq!(session.finish(reader.report())?.counts.created, 1);
/// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
/// ```
#[derive(Debug)]
pub struct TableReader<'w> {
    rows: TableImport,
    preparation: Preparation<'w>,
}

impl Workspace {
    /// The reader of this workspace's files: the playbook's settings, with the options over them.
    ///
    /// # Errors
    /// [`WorkspaceError::Import`] where the options contradict each other.
    pub fn import_reader(
        &self,
        options: &ImportOptions,
        now: DateTime<Utc>,
    ) -> Result<ImportReader<'_>, WorkspaceError> {
        let engines = self.engines();
        let rows = engines.csv_import(options, now)?;
        Ok(ImportReader { rows, preparation: Preparation::new(self, now) })
    }

    /// The reader of a table: the playbook's settings, with the options over them.
    ///
    /// # Errors
    /// [`WorkspaceError::Import`] where the options contradict each other.
    pub fn table_reader(
        &self,
        table: &dyn TableSource,
        options: &ImportOptions,
        now: DateTime<Utc>,
    ) -> Result<TableReader<'_>, WorkspaceError> {
        let engines = self.engines();
        let rows = engines.table_import(table, options, now)?;
        Ok(TableReader { rows, preparation: Preparation::new(self, now) })
    }
}

impl ImportReader<'_> {
    /// Reads until a batch is full or the file ends; `None` where there are no more rows.
    ///
    /// # Errors
    /// Where the file cannot be read on. The rows before the fault come first.
    pub fn next_batch(&mut self, source: &mut dyn Read) -> Result<Option<ImportBatch>, ImportError> {
        let Some(rows) = self.rows.next_batch(source)? else { return Ok(None) };
        Ok(Some(self.preparation.batch(rows, self.rows.header(), self.rows.bytes_read())))
    }

    /// The report so far. Rows created, merged and unchanged are counted by the session.
    #[must_use]
    pub fn report(&self) -> ImportReport {
        self.rows.report()
    }
}

impl TableReader<'_> {
    /// Reads until a batch is full or the table ends; `None` where there are no more rows.
    ///
    /// # Errors
    /// Where the table cannot be read on. The rows before the fault come first.
    pub fn next_batch(&mut self, table: &mut dyn TableSource) -> Result<Option<ImportBatch>, ImportError> {
        let Some(rows) = self.rows.next_batch(table)? else { return Ok(None) };
        Ok(Some(self.preparation.batch(rows, self.rows.header(), self.rows.bytes_read())))
    }

    /// The report so far. Rows created, merged and unchanged are counted by the session.
    #[must_use]
    pub fn report(&self) -> ImportReport {
        self.rows.report()
    }
}

impl<'w> Preparation<'w> {
    fn new(workspace: &'w Workspace, now: DateTime<Utc>) -> Self {
        Self {
            engines: workspace.engines(),
            workspace: PhantomData,
            now,
            ordinal: 0,
            rejected: None,
            forms: StoredFormWriter::default(),
        }
    }

    fn batch(&mut self, rows: Vec<RowOutcome>, header: &[String], bytes: u64) -> ImportBatch {
        let mut batch = ImportBatch {
            prepared: Vec::with_capacity(rows.len()),
            rejected: 0,
            rejected_csv: String::new(),
            bytes,
        };
        for row in rows {
            match row {
                RowOutcome::Accepted(row) => batch.prepared.push(self.prepare(row)),
                RowOutcome::Rejected(row) => {
                    let file = self
                        .rejected
                        .get_or_insert_with(|| RejectedCsv::begin(header, &mut batch.rejected_csv));
                    file.row(&row, &mut batch.rejected_csv);
                    batch.rejected += 1;
                }
            }
            self.ordinal = self.ordinal.saturating_add(1);
        }
        batch
    }

    fn prepare(&mut self, row: ImportRow) -> PreparedRow {
        let engines = &self.engines;
        let CustomerDraft { id: known_id, fields, identifiers, consents } = row.draft;
        let id = CustomerId::derive(self.now, self.ordinal, &[&row.fingerprint.0]);
        let mut newcomer = Customer { fields, identifiers, consents, ..Customer::new(id, self.now) };
        self.name_industry(&mut newcomer);
        let mut effects = engines.tag.tag_imported(&mut newcomer, self.now);
        if matches!(newcomer.value(&FieldName::Stage), Some(FieldValue::Stage(Stage::NewInquiry))) {
            let input = PriorityInput {
                customer: &newcomer,
                new_inquiry: true,
                high_value_words: false,
                since: self.now,
                annual_spend: None,
            };
            let (state, due) = engines.priority.decide(&input, Awaited::First, self.now);
            effects.extend(due);
            newcomer.priority = Some(state);
        }
        let stored = self.forms.write(&newcomer);
        PreparedRow {
            row: row.row,
            fingerprint: row.fingerprint,
            id: known_id,
            newcomer: Arc::new(newcomer),
            stored,
            effects,
        }
    }

    /// The industry by its name in the playbook's list, where the list knows it.
    fn name_industry(&self, customer: &mut Customer) {
        let written = customer.fields.iter_mut().find(|(name, _)| *name == FieldName::Industry);
        if let Some((_, field)) = written
            && let FieldValue::Text(text) = &field.value
            && let Some(industry) = self.engines.completeness.industry(text)
        {
            field.value = FieldValue::Text(industry.into());
        }
    }
}
