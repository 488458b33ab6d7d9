//! One import of a file: bytes in, rows out, each accepted or rejected.

use std::fmt;
use std::io::Read;
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};

use super::config::ImportConfig;
use super::csv::RecordReader;
use super::error::ImportError;
use super::options::ImportOptions;
use super::records::{RecordImport, Records};
use super::report::{ImportReport, RowOutcome};
use crate::customer::CustomFields;

/// Bytes read from the host's reader at a time.
const READ_AT_ONCE: usize = 64 * 1024;

/// Reads one file row by row. Opens nothing: the host feeds bytes and pulls rows, or hands over a reader.
///
/// Rows read are always rows accepted and rows rejected together; blank rows are not read. Memory does not
/// grow with the file.
///
/// ```
/// use chrono::DateTime;
/// use scrm_core::import::{CsvImport, ImportConfig, ImportOptions, RowOutcome};
/// let options = ImportOptions::new("fair");
/// let mut import = CsvImport::new(&options, &ImportConfig::standard(), DateTime::UNIX_EPOCH)?;
/// import.feed("姓名,电话,预算\n王小明,+886912000456,5萬-8萬\n,+886912000457,\n".as_bytes())?;
/// import.finish()?;
/// let Some(RowOutcome::Accepted(row)) = import.next_row()? else { panic!("accepted") };
/// assert_eq!(row.draft.identifiers[0].value, "+886912000456");
/// let Some(RowOutcome::Rejected(row)) = import.next_row()? else { panic!("rejected") };
/// assert_eq!((row.line, row.code.as_str()), (3, "customer.name.blank"));
/// assert!(import.next_row()?.is_none());
/// # Ok::<(), scrm_core::import::ImportError>(())
/// ```
pub struct CsvImport {
    reader: RecordReader,
    records: RecordImport,
    finished: bool,
    failed: bool,
    /// Met after rows that had to be handed out first.
    fault: Option<ImportError>,
}

impl Records for RecordReader {
    fn next_record(&mut self) -> Result<Option<super::csv::Record<'_>>, ImportError> {
        Self::next_record(self)
    }

    fn has_ended(&self) -> bool {
        self.is_finished()
    }
}

impl CsvImport {
    /// An import of one file. `now` is when its facts were learned.
    ///
    /// # Errors
    /// An option or setting that cannot work.
    pub fn new(
        options: &ImportOptions,
        config: &ImportConfig,
        now: DateTime<Utc>,
    ) -> Result<Self, ImportError> {
        Ok(Self {
            records: RecordImport::new(options, config, now)?,
            reader: RecordReader::new(&options.csv, &config.limits)?,
            finished: false,
            failed: false,
            fault: None,
        })
    }

    /// Takes the next bytes of the file. Pull rows until `None` before feeding more.
    ///
    /// # Errors
    /// The file is compressed or a workbook.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        self.reader.feed(bytes)
    }

    /// Says that the file ends here.
    ///
    /// # Errors
    /// As [`feed`](Self::feed).
    pub fn finish(&mut self) -> Result<(), ImportError> {
        self.finished = true;
        self.reader.finish()
    }

    /// The next row; `None` when more bytes are needed or the file is at its end.
    ///
    /// # Errors
    /// The file cannot be read on: no column for the name, an unclosed quote. Rows handed out before stay
    /// good; nothing comes after.
    pub fn next_row(&mut self) -> Result<Option<RowOutcome>, ImportError> {
        if self.failed {
            return Ok(None);
        }
        let outcome = self.records.next_row(&mut self.reader);
        self.failed = outcome.is_err();
        outcome
    }

    /// Reads from `source` until a batch of rows is full or the end is reached; `None` when there are no more.
    ///
    /// # Errors
    /// As [`feed`](Self::feed) and [`next_row`](Self::next_row), or the source fails. Rows before the fault
    /// are handed out first.
    pub fn next_batch(&mut self, source: &mut dyn Read) -> Result<Option<Vec<RowOutcome>>, ImportError> {
        if let Some(error) = self.fault.take() {
            return Err(error);
        }
        let size = self.records.config.batch_rows.max(1);
        let mut batch = Vec::with_capacity(size);
        let mut buffer = vec![0_u8; READ_AT_ONCE];
        loop {
            while batch.len() < size {
                match self.next_row() {
                    Ok(Some(row)) => batch.push(row),
                    Ok(None) => break,
                    Err(error) => return self.batch_before(batch, error),
                }
            }
            if batch.len() >= size || self.finished {
                return Ok((!batch.is_empty()).then_some(batch));
            }
            let fed = match source.read(&mut buffer) {
                Ok(read) => match buffer.get(..read) {
                    Some(bytes) if read > 0 => self.feed(bytes),
                    _ => self.finish(),
                },
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => Ok(()),
                Err(error) => Err(ImportError::reading(self.bytes_read(), &error)),
            };
            if let Err(error) = fed {
                return self.batch_before(batch, error);
            }
        }
    }

    /// Hands out the rows before a fault; the fault itself comes with the next call.
    fn batch_before(
        &mut self,
        batch: Vec<RowOutcome>,
        error: ImportError,
    ) -> Result<Option<Vec<RowOutcome>>, ImportError> {
        #[cfg(plant)]
        if crate::foundation::plant::is_active("f1") {
            return Err(error);
        }
        if batch.is_empty() {
            return Err(error);
        }
        self.fault = Some(error);
        Ok(Some(batch))
    }

    /// Reads everything from `source` and hands rows out in batches, until the end or until told to stop.
    /// Gives whether the end was reached.
    ///
    /// # Errors
    /// As [`feed`](Self::feed) and [`next_row`](Self::next_row), or the source fails.
    pub fn read_rows(
        &mut self,
        source: &mut dyn Read,
        on_rows: &mut dyn FnMut(Vec<RowOutcome>) -> ControlFlow<()>,
    ) -> Result<bool, ImportError> {
        while let Some(rows) = self.next_batch(source)? {
            if on_rows(rows).is_break() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The same import of a workspace with fields of its own: a column with the name of one, as headers are compared, is read as
    /// the field is declared. To be called before the first row is read.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::customer::{CustomFieldType, CustomFields, FieldName, FieldValue};
    /// use scrm_core::import::{CsvImport, ImportConfig, ImportOptions, RowOutcome};
    /// let own = CustomFields::from_iter([("shoe_size", CustomFieldType::Number)]);
    /// let import = CsvImport::new(&ImportOptions::new("fair"), &ImportConfig::standard(), DateTime::UNIX_EPOCH)?;
    /// let mut import = import.with_custom_fields(&own);
    /// import.feed("Name,Shoe size\nAnna,４２\n".as_bytes())?;
    /// import.finish()?;
    /// let Some(RowOutcome::Accepted(row)) = import.next_row()? else { panic!("accepted") };
    /// assert_eq!(row.draft.value(&FieldName::from("shoe_size")), Some(&FieldValue::Number(42.0)));
    /// # Ok::<(), scrm_core::import::ImportError>(())
    /// ```
    #[must_use]
    pub fn with_custom_fields(mut self, custom_fields: &CustomFields) -> Self {
        self.records = self.records.with_custom_fields(custom_fields);
        self
    }

    /// The header as the file writes it, or column numbers where there is none.
    #[must_use]
    pub fn header(&self) -> &[String] {
        self.records.header()
    }

    /// Bytes read so far: what a progress bar shows.
    #[must_use]
    pub const fn bytes_read(&self) -> u64 {
        self.reader.bytes_fed()
    }

    /// The report so far. Rows created, merged and unchanged are counted by who stores them.
    #[must_use]
    pub fn report(&self) -> ImportReport {
        let layout = self.reader.layout();
        ImportReport {
            encoding: layout.map(|(encoding, _)| encoding),
            dialect: layout.map(|(_, dialect)| dialect),
            bytes: self.bytes_read(),
            ..self.records.report()
        }
    }
}

impl fmt::Debug for CsvImport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsvImport")
            .field("source", &self.records.source())
            .field("counts", &self.records.counts)
            .field("reader", &self.reader)
            .finish_non_exhaustive()
    }
}
