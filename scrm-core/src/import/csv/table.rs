//! A CSV file as a table: its first record names the columns, every other one is a row.

use std::fmt;
use std::io::Read;

use super::{CsvLimits, CsvOptions, Record, RecordReader};
use crate::import::{ImportError, TableRow, TableSource};

/// Bytes that are asked for at a time.
const AT_ONCE: usize = 64 * 1024;

/// The rows of a CSV file whose first record names the columns, with nothing read into them: what
/// [`CsvImport`](crate::import::CsvImport) is for customers, this is for any table. `Debug` shows no cell.
///
/// ```
/// use scrm_core::import::csv::{CsvOptions, CsvTable};
/// use scrm_core::import::{ImportConfig, TableRow, TableSource};
/// let mut file = "name;city\nAnna;Leeds\n".as_bytes();
/// let mut table = CsvTable::open(&mut file, &CsvOptions::default(), &ImportConfig::standard().limits)?;
/// assert_eq!(table.header(), ["name", "city"]);
/// let mut row = TableRow::default();
/// assert!(table.next_row(&mut row)?);
/// assert_eq!(row.cells().collect::<Vec<_>>(), ["Anna", "Leeds"]);
/// # Ok::<(), scrm_core::import::ImportError>(())
/// ```
pub struct CsvTable<'f> {
    records: Records<'f>,
    header: Vec<String>,
    rows: u64,
}

/// Records of a file, read as far as they are wanted.
struct Records<'f> {
    file: &'f mut dyn Read,
    reader: RecordReader,
    buffer: Vec<u8>,
    bytes: u64,
    has_ended: bool,
}

impl fmt::Debug for CsvTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CsvTable of {} columns", self.header.len())
    }
}

impl<'f> CsvTable<'f> {
    /// Reads as far as the names of the columns.
    ///
    /// # Errors
    /// [`ImportError::Empty`] where there is no record, [`ImportError::UnreadableHeader`] where the first one cannot be read,
    /// and those of [`RecordReader`].
    pub fn open(
        file: &'f mut dyn Read,
        options: &CsvOptions,
        limits: &CsvLimits,
    ) -> Result<Self, ImportError> {
        let reader = RecordReader::new(options, limits)?;
        let mut records = Records { file, reader, buffer: vec![0; AT_ONCE], bytes: 0, has_ended: false };
        let header = records.next(|record| match record.problem {
            None => Ok(record.cells().map(|name| name.trim().to_owned()).collect()),
            Some(_) => Err(ImportError::UnreadableHeader { line: record.line }),
        });
        let header = header?.ok_or(ImportError::Empty)??;
        Ok(Self { records, header, rows: 0 })
    }
}

impl Records<'_> {
    /// Does something with the next record, where there is one.
    fn next<T>(&mut self, mut then: impl FnMut(Record<'_>) -> T) -> Result<Option<T>, ImportError> {
        loop {
            if let Some(record) = self.reader.next_record()? {
                return Ok(Some(then(record)));
            }
            if self.has_ended {
                return Ok(None);
            }
            let read = self.file.read(&mut self.buffer);
            let count = read.map_err(|error| ImportError::reading(self.bytes, &error))?;
            self.bytes = self.bytes.saturating_add(count as u64);
            if count == 0 {
                self.has_ended = true;
                self.reader.finish()?;
            } else {
                self.reader.feed(self.buffer.get(..count).unwrap_or_default())?;
            }
        }
    }
}

impl TableSource for CsvTable<'_> {
    fn header(&self) -> Vec<String> {
        self.header.clone()
    }

    /// A row that cannot be read — too long, or not of the file's encoding — is refused with its number.
    fn next_row(&mut self, row: &mut TableRow) -> Result<bool, ImportError> {
        let number = self.rows + 1;
        let read = self.records.next(|record| {
            if record.problem.is_some() {
                let (column, kind) = (String::new(), "row that is too long or cannot be decoded".to_owned());
                return Err(ImportError::Cell { column, row: number, kind });
            }
            record.cells().for_each(|cell| row.cell(cell));
            Ok(())
        })?;
        self.rows = number;
        read.transpose().map(|read| read.is_some())
    }

    fn rewind(&mut self) -> Result<(), ImportError> {
        let kind = "the file is read once".to_owned();
        Err(ImportError::Reading { bytes: self.records.bytes, kind })
    }
}
