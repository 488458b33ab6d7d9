//! One import of a table: rows that are split into cells already, each accepted or rejected.

use std::fmt;

use chrono::{DateTime, Utc};

use super::config::ImportConfig;
use super::csv::{CsvLimits, Record, RecordProblem};
use super::error::ImportError;
use super::options::ImportOptions;
use super::records::{RecordImport, Records};
use super::report::{ImportReport, RowOutcome};
use crate::customer::CustomFields;

/// Rows that are split into cells already: a data frame, a sheet, the answer to a query. Their columns are found by
/// their names, as a file's are by its header, and their cells are texts that are read as a file's are.
///
/// [`TextTable`] is one.
pub trait TableSource {
    /// The names of the columns.
    fn header(&self) -> Vec<String>;

    /// Writes the cells of the next row into `row`, which is empty; false where there is none.
    ///
    /// # Errors
    /// [`ImportError::Reading`] where the rows cannot be had.
    fn next_row(&mut self, row: &mut TableRow) -> Result<bool, ImportError>;

    /// Begins again with the first row: an import that may abort reads twice.
    ///
    /// # Errors
    /// [`ImportError::Reading`] where that is impossible.
    fn rewind(&mut self) -> Result<(), ImportError>;
}

/// The cells of one row of a [`TableSource`]. Room is kept from row to row. `Debug` shows no cell.
///
/// ```
/// use std::fmt::Write;
/// use scrm_core::import::TableRow;
/// let mut row = TableRow::default();
/// row.cell("Anna");
/// write!(row, "{}-{}", 50, 200).unwrap();
/// row.end_cell();
/// assert_eq!(row.len(), 2);
/// ```
#[derive(Clone, Default)]
pub struct TableRow {
    text: String,
    ends: Vec<usize>,
}

impl TableRow {
    /// Adds a cell; blank ones are empty.
    pub fn cell(&mut self, text: &str) {
        self.text.push_str(text);
        self.end_cell();
    }

    /// Ends the cell that was written piece by piece.
    pub fn end_cell(&mut self) {
        self.ends.push(self.text.len());
    }

    /// How many cells were added.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether none was added.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cells in their order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            cell
        })
    }

    /// Takes all cells out, and keeps their room.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// What breaks the bounds, if anything.
    fn problem(&self, limits: &CsvLimits) -> Option<RecordProblem> {
        if self.ends.len() > limits.columns {
            return Some(RecordProblem::TooManyColumns);
        }
        if self.text.len() > limits.field_bytes {
            let mut start = 0;
            let long = self.ends.iter().position(|end| {
                let length = end.saturating_sub(start);
                start = *end;
                length > limits.field_bytes
            });
            if let Some(column) = long {
                return Some(RecordProblem::FieldTooLong(column + 1));
            }
        }
        (self.text.len() > limits.record_bytes).then_some(RecordProblem::TooLong)
    }
}

/// Writes on in the cell that is open, until [`end_cell`](TableRow::end_cell).
impl fmt::Write for TableRow {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        Ok(())
    }
}

impl fmt::Debug for TableRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TableRow of {} cells", self.ends.len())
    }
}

/// Reads one table row by row: what [`CsvImport`](super::CsvImport) is for files. The line of a row is its number in
/// the table, counted from 1, blank rows included.
///
/// ```
/// use chrono::DateTime;
/// use scrm_core::import::{ImportConfig, ImportOptions, RowOutcome, TableImport, TextTable};
/// let mut table = TextTable::new(&["Name", "Phone"], &[&["Anna", "+447400123456"], &["", ""]]);
/// let options = ImportOptions::new("frame");
/// let mut import = TableImport::new(&table, &options, &ImportConfig::standard(), DateTime::UNIX_EPOCH)?;
/// let rows = import.next_batch(&mut table)?.unwrap();
/// let [RowOutcome::Accepted(row)] = rows.as_slice() else { panic!("one row, accepted") };
/// assert_eq!(row.draft.identifiers[0].value, "+447400123456");
/// assert!(import.next_batch(&mut table)?.is_none());
/// # Ok::<(), scrm_core::import::ImportError>(())
/// ```
pub struct TableImport {
    records: RecordImport,
    row: TableRow,
    line: u64,
    bytes: u64,
    has_ended: bool,
    /// Met after rows that had to be handed out first.
    fault: Option<ImportError>,
}

impl TableImport {
    /// An import of one table. `now` is when its facts were learned.
    ///
    /// # Errors
    /// An option or setting that cannot work.
    pub fn new(
        table: &dyn TableSource,
        options: &ImportOptions,
        config: &ImportConfig,
        now: DateTime<Utc>,
    ) -> Result<Self, ImportError> {
        Ok(Self {
            records: RecordImport::new(options, config, now)?.with_header(table.header()),
            row: TableRow::default(),
            line: 0,
            bytes: 0,
            has_ended: false,
            fault: None,
        })
    }

    /// The same import of a workspace with fields of its own: a column with the name of one, as headers are compared, is read as
    /// the field is declared. To be called before the first row is read.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::customer::{CustomFieldType, CustomFields, FieldName, FieldValue};
    /// use scrm_core::import::{ImportConfig, ImportOptions, RowOutcome, TableImport, TextTable};
    /// let mut table = TextTable::new(&["Name", "vip"], &[&["Anna", "да"]]);
    /// let own = CustomFields::from_iter([("vip", CustomFieldType::Flag)]);
    /// let options = ImportOptions::new("frame");
    /// let import = TableImport::new(&table, &options, &ImportConfig::standard(), DateTime::UNIX_EPOCH)?;
    /// let rows = import.with_custom_fields(&own).next_batch(&mut table)?.unwrap();
    /// let [RowOutcome::Accepted(row)] = rows.as_slice() else { panic!("one row, accepted") };
    /// assert_eq!(row.draft.value(&FieldName::from("vip")), Some(&FieldValue::Flag(true)));
    /// # Ok::<(), scrm_core::import::ImportError>(())
    /// ```
    #[must_use]
    pub fn with_custom_fields(mut self, custom_fields: &CustomFields) -> Self {
        self.records = self.records.with_custom_fields(custom_fields);
        self
    }

    /// Reads from `table` until a batch of rows is full or the end is reached; `None` when there are no more.
    ///
    /// # Errors
    /// No column for the name, or the table fails. Rows before the fault are handed out first; nothing comes after.
    pub fn next_batch(
        &mut self,
        table: &mut dyn TableSource,
    ) -> Result<Option<Vec<RowOutcome>>, ImportError> {
        if let Some(error) = self.fault.take() {
            return Err(error);
        }
        let size = self.records.config.batch_rows.max(1);
        let mut batch = Vec::with_capacity(size);
        let Self { records, row, line, bytes, has_ended, .. } = self;
        let limits = records.config.limits;
        let mut rows = TableRecords { table, row, line, bytes, has_ended, limits };
        while batch.len() < size {
            match records.next_row(&mut rows) {
                Ok(Some(row)) => batch.push(row),
                Ok(None) => break,
                Err(error) => {
                    self.has_ended = true;
                    if batch.is_empty() {
                        return Err(error);
                    }
                    self.fault = Some(error);
                    break;
                }
            }
        }
        Ok((!batch.is_empty()).then_some(batch))
    }

    /// The names of the columns.
    #[must_use]
    pub fn header(&self) -> &[String] {
        self.records.header()
    }

    /// Bytes of the cells read so far.
    #[must_use]
    pub const fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// The report so far. Rows created, merged and unchanged are counted by who stores them.
    #[must_use]
    pub fn report(&self) -> ImportReport {
        ImportReport { bytes: self.bytes, ..self.records.report() }
    }
}

impl fmt::Debug for TableImport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TableImport")
            .field("source", &self.records.source())
            .field("counts", &self.records.counts)
            .finish_non_exhaustive()
    }
}

/// The rows of a table as records.
struct TableRecords<'t> {
    table: &'t mut dyn TableSource,
    row: &'t mut TableRow,
    line: &'t mut u64,
    bytes: &'t mut u64,
    has_ended: &'t mut bool,
    limits: CsvLimits,
}

impl Records for TableRecords<'_> {
    fn next_record(&mut self) -> Result<Option<Record<'_>>, ImportError> {
        self.row.clear();
        if *self.has_ended || !self.table.next_row(self.row)? {
            *self.has_ended = true;
            return Ok(None);
        }
        *self.line = self.line.saturating_add(1);
        *self.bytes = self.bytes.saturating_add(self.row.text.len() as u64);
        let problem = self.row.problem(&self.limits);
        let ends = if problem.is_some() { &[] } else { self.row.ends.as_slice() };
        Ok(Some(Record::of_cells(*self.line, problem, &self.row.text, ends)))
    }

    fn has_ended(&self) -> bool {
        *self.has_ended
    }
}

/// A table of texts in memory. `Debug` shows no cell.
#[derive(Clone, Default)]
pub struct TextTable {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    next: usize,
}

impl TextTable {
    /// A table of a header and rows.
    #[must_use]
    pub fn new(header: &[&str], rows: &[&[&str]]) -> Self {
        let owned = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Self { header: owned(header), rows: rows.iter().map(|row| owned(row)).collect(), next: 0 }
    }
}

impl TableSource for TextTable {
    fn header(&self) -> Vec<String> {
        self.header.clone()
    }

    fn next_row(&mut self, row: &mut TableRow) -> Result<bool, ImportError> {
        let Some(cells) = self.rows.get(self.next) else { return Ok(false) };
        self.next += 1;
        cells.iter().for_each(|cell| row.cell(cell));
        Ok(true)
    }

    fn rewind(&mut self) -> Result<(), ImportError> {
        self.next = 0;
        Ok(())
    }
}

impl fmt::Debug for TextTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextTable of {} rows and {} columns", self.rows.len(), self.header.len())
    }
}
