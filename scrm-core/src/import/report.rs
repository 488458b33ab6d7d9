//! What comes out of an import: rows to store, rows to mend, and the figures.

use std::collections::BTreeMap;
use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::csv::{Dialect, TextEncoding};
use crate::customer::{Field, FieldName, FieldValue, Identifier};
use crate::foundation::{CustomerId, Fingerprint};
use crate::trust::consent::ConsentEntry;

/// What a row says about a customer: fields in the order of [`FieldName`], at most one per name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomerDraft {
    /// Whose row it is by the id of a workspace, where the file is an export.
    #[serde(default)]
    pub id: Option<CustomerId>,
    /// Fields with their provenance.
    pub fields: Vec<(FieldName, Field)>,
    /// Identifiers, each key at most once per kind.
    pub identifiers: Vec<Identifier>,
    /// Consents given or withdrawn.
    pub consents: Vec<ConsentEntry>,
}

impl CustomerDraft {
    /// A field's value.
    #[must_use]
    pub fn value(&self, name: &FieldName) -> Option<&FieldValue> {
        let place = self.fields.binary_search_by(|(present, _)| present.cmp(name)).ok()?;
        self.fields.get(place).map(|(_, field)| &field.value)
    }

    /// A text field's words.
    #[must_use]
    pub fn text(&self, name: &FieldName) -> Option<&str> {
        match self.value(name)? {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Something worth knowing about one value of an imported row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueNote {
    /// The column's header.
    pub column: CompactString,
    /// A code of the catalogue, such as `import.value.unreadable`.
    pub code: CompactString,
    /// What the column holds: `date`, `budget`, `phone`, ….
    pub kind: CompactString,
}

/// A row that can be stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Number among the data rows, counted from 1.
    pub row: u64,
    /// Line on which the row begins, counted from 1.
    pub line: u64,
    /// Stands for what the row says: the same for every encoding, dialect and order of columns.
    pub fingerprint: Fingerprint,
    /// What the row says.
    pub draft: CustomerDraft,
    /// What could not be read as meant.
    pub notes: Vec<ValueNote>,
}

/// A row that cannot be stored. `Debug` hides its cells.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RejectedRow {
    /// Number among the data rows, counted from 1.
    pub row: u64,
    /// Line on which the row begins, counted from 1.
    pub line: u64,
    /// The column at fault, where there is one.
    pub column: Option<String>,
    /// A code of the catalogue.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub code: CompactString,
    /// What the column should hold.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub value_kind: CompactString,
    /// What is wrong, in one sentence without the value.
    pub message: String,
    /// The row's cells, to mend.
    pub record: Vec<String>,
}

impl fmt::Debug for RejectedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RejectedRow")
            .field("row", &self.row)
            .field("line", &self.line)
            .field("column", &self.column)
            .field("code", &self.code)
            .field("value_kind", &self.value_kind)
            .finish_non_exhaustive()
    }
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RowOutcome {
    /// It can be stored.
    Accepted(ImportRow),
    /// It cannot.
    Rejected(RejectedRow),
}

/// The figures of an import; `read` is always the sum of the other four once all rows are stored. An import that aborted
/// before it stored any has rows read and rejected alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportCounts {
    /// Rows read, blank ones left out.
    pub read: u64,
    /// Rows that made a customer.
    pub created: u64,
    /// Rows that added to a customer.
    pub merged: u64,
    /// Rows that say nothing new.
    pub unchanged: u64,
    /// Rows that cannot be stored.
    pub rejected: u64,
}

impl ImportCounts {
    /// Whether every row read has exactly one outcome.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        let stored = self.created.saturating_add(self.merged).saturating_add(self.unchanged);
        self.read == stored.saturating_add(self.rejected)
    }

    /// The same where nothing was stored after all.
    pub(crate) const fn without_stored(self) -> Self {
        Self { created: 0, merged: 0, unchanged: 0, ..self }
    }
}

/// One column and what it feeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ColumnUse {
    /// The header.
    pub header: String,
    /// The target, as a mapping document writes it.
    pub target: String,
}

/// How often one note was made about one column, and about which rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoteCount {
    /// The header.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub column: CompactString,
    /// The note's code.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub code: CompactString,
    /// How many rows.
    pub rows: u64,
    /// The first of these rows among the data rows, counted from 1: as many as the report keeps rejected rows.
    #[serde(default)]
    pub first_rows: Vec<u64>,
}

/// The report of an import, as data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportReport {
    /// The source that the caller named.
    pub source: String,
    /// The figures. The reader counts rows read and rejected; who stores the rows counts the others.
    pub counts: ImportCounts,
    /// The file's encoding, once known.
    pub encoding: Option<TextEncoding>,
    /// The file's dialect, once known.
    pub dialect: Option<Dialect>,
    /// Line of the header, where there is one.
    pub header_line: Option<u64>,
    /// The columns in use and what they feed.
    pub columns: Vec<ColumnUse>,
    /// Notes by column and code.
    pub notes: Vec<NoteCount>,
    /// The first rejected rows.
    pub rejected: Vec<RejectedRow>,
    /// Bytes read.
    pub bytes: u64,
    /// Nothing was to be stored.
    pub dry_run: bool,
    /// The import was broken off: by who watched it, or by a rejected row where one is not to be stood for.
    pub aborted: bool,
}

/// The note that a row's value was left out: its customer has another one from the same file, and nothing says which is right.
pub(crate) const CONFLICT: &str = "import.value.conflict";

/// Notes counted while rows go by, by column and code.
#[derive(Debug)]
pub(crate) struct NoteTally {
    counts: BTreeMap<(CompactString, CompactString), Noted>,
    /// Rows that are named for one note.
    pub(crate) rows_named: usize,
}

/// The rows that one note was made about.
#[derive(Debug, Default)]
struct Noted {
    rows: u64,
    first_rows: Vec<u64>,
}

impl NoteTally {
    /// None yet; of each note the first `rows_named` rows will be named.
    pub(crate) const fn new(rows_named: usize) -> Self {
        Self { counts: BTreeMap::new(), rows_named }
    }

    /// Counts a note about a row.
    pub(crate) fn add(&mut self, column: CompactString, code: CompactString, row: u64) {
        let noted = self.counts.entry((column, code)).or_default();
        noted.rows = noted.rows.saturating_add(1);
        if noted.first_rows.len() < self.rows_named {
            noted.first_rows.push(row);
        }
    }

    /// What was counted.
    pub(crate) fn counts(&self) -> impl Iterator<Item = NoteCount> {
        self.counts.iter().map(|((column, code), Noted { rows, first_rows })| NoteCount {
            column: column.clone(),
            code: code.clone(),
            rows: *rows,
            first_rows: first_rows.clone(),
        })
    }
}
