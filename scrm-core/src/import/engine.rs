//! One import: bytes in, rows out, each accepted or rejected.

use std::collections::VecDeque;
use std::fmt;
use std::io::Read;
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use compact_str::CompactString;

use super::config::ImportConfig;
use super::csv::{OwnedRecord, Record, RecordReader};
use super::error::ImportError;
use super::header::{self, Column};
use super::options::{ImportOptions, Target};
use super::report::{ColumnUse, ImportCounts, ImportReport, NoteTally, RejectedRow, RowOutcome};
use super::row::{RowReader, is_blank};
use super::value::{DateOrder, date};
use crate::customer::{FieldName, is_region};

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
    options: ImportOptions,
    config: ImportConfig,
    reader: RecordReader,
    at: DateTime<Utc>,
    time_zone: jiff::tz::TimeZone,
    /// Rows read before the header was settled.
    waiting: VecDeque<OwnedRecord>,
    waiting_bytes: usize,
    rows: Option<RowReader>,
    header: Vec<String>,
    header_line: Option<u64>,
    counts: ImportCounts,
    notes: NoteTally,
    rejected: Vec<RejectedRow>,
    finished: bool,
    failed: bool,
    /// Met after rows that had to be handed out first.
    fault: Option<ImportError>,
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
        check(options, config)?;
        let zone = options.time_zone.as_deref().unwrap_or("UTC");
        let time_zone =
            jiff::tz::TimeZoneDatabase::bundled().get(zone).map_err(|_| ImportError::Setting {
                field: "time_zone".to_owned(),
                problem: "must be an IANA zone such as \"Asia/Taipei\"",
            })?;
        Ok(Self {
            options: options.clone(),
            config: config.clone(),
            reader: RecordReader::new(&options.csv, &config.limits)?,
            at: now,
            time_zone,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            rows: None,
            header: Vec::new(),
            header_line: None,
            counts: ImportCounts::default(),
            notes: NoteTally::default(),
            rejected: Vec::new(),
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
        let outcome = self.advance();
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
        let size = self.config.batch_rows.max(1);
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

    /// The header as the file writes it, or column numbers where there is none.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
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
        let columns = self.rows.iter().flat_map(|rows| &rows.columns);
        ImportReport {
            source: self.options.source.clone(),
            counts: self.counts,
            encoding: layout.map(|(encoding, _)| encoding),
            dialect: layout.map(|(_, dialect)| dialect),
            header_line: self.header_line,
            columns: columns
                .map(|column| ColumnUse { header: column.header.to_string(), target: column.key.to_string() })
                .collect(),
            notes: self.notes.counts(),
            rejected: self.rejected.clone(),
            bytes: self.bytes_read(),
            dry_run: self.options.dry_run,
            aborted: false,
        }
    }

    fn advance(&mut self) -> Result<Option<RowOutcome>, ImportError> {
        if self.rows.is_none() {
            self.gather()?;
            if self.rows.is_none() {
                return Ok(None);
            }
        }
        let Some(rows) = self.rows.as_ref() else { return Ok(None) };
        while let Some(waiting) = self.waiting.pop_front() {
            let record = waiting.as_record();
            if !is_blank(&record) {
                self.counts.read = self.counts.read.saturating_add(1);
                let outcome = rows.read(&record, self.counts.read);
                return Ok(Some(self.tally(outcome)));
            }
        }
        loop {
            let Some(record) = self.reader.next_record()? else { return Ok(None) };
            if is_blank(&record) {
                continue;
            }
            self.counts.read = self.counts.read.saturating_add(1);
            let outcome = rows.read(&record, self.counts.read);
            return Ok(Some(self.tally(outcome)));
        }
    }

    fn tally(&mut self, outcome: RowOutcome) -> RowOutcome {
        match &outcome {
            RowOutcome::Accepted(row) => {
                if !row.notes.is_empty() {
                    self.notes.add(&row.notes);
                }
            }
            RowOutcome::Rejected(row) => {
                #[cfg(plant)]
                if crate::foundation::plant::is_active("f2") {
                    return outcome;
                }
                self.counts.rejected = self.counts.rejected.saturating_add(1);
                if self.rejected.len() < self.config.rejected_sample {
                    self.rejected.push(row.clone());
                }
            }
        }
        outcome
    }

    /// Collects the first rows until there are enough to find the header and the order of dates.
    fn gather(&mut self) -> Result<(), ImportError> {
        let enough_rows = self.config.evidence_rows.max(self.config.header_search_rows).max(1);
        while self.waiting.len() < enough_rows && self.waiting_bytes < self.config.limits.record_bytes {
            let Some(record) = self.reader.next_record()? else {
                if self.finished {
                    return self.settle();
                }
                return Ok(());
            };
            let owned = OwnedRecord::new(&record);
            self.waiting_bytes = self.waiting_bytes.saturating_add(owned.size());
            self.waiting.push_back(owned);
        }
        self.settle()
    }

    fn settle(&mut self) -> Result<(), ImportError> {
        let (place, has_header) = self.find_header();
        if self.waiting.is_empty() {
            return Err(ImportError::Empty);
        }
        let (headers, line) = if has_header {
            self.waiting.drain(..place);
            let header = self.waiting.pop_front();
            let Some(header) = header else { return Err(ImportError::Empty) };
            let record = header.as_record();
            if record.problem.is_some() {
                return Err(ImportError::UnreadableHeader { line: record.line });
            }
            self.header_line = Some(record.line);
            (record.cells().map(|cell| CompactString::new(cell.trim())).collect::<Vec<_>>(), record.line)
        } else {
            let width = self.waiting.iter().map(|row| row.as_record().len()).max().unwrap_or(0);
            ((1..=width).map(|number| compact_str::format_compact!("{number}")).collect(), 1)
        };
        let keep_unmapped = self.options.keep_unmapped.unwrap_or(self.config.keep_unmapped);
        let columns = header::columns(&headers, has_header, &self.options.mapping, keep_unmapped)?;
        let constants = self.constants()?;
        let has_name =
            columns.iter().map(|column| &column.target).chain(constants.iter().map(|(target, ..)| target));
        if !has_name.into_iter().any(Target::is_name) {
            return Err(ImportError::NoNameColumn { columns: headers.len(), line });
        }
        self.header = headers.iter().map(CompactString::to_string).collect();
        let date_orders = columns.iter().map(|column| self.date_order(column)).collect();
        self.rows = Some(RowReader {
            width: headers.len(),
            date_orders,
            columns,
            constants,
            century_pivot: self.config.century_pivot,
            default_region: self.default_region().to_owned(),
            default_currency: self.options.default_currency,
            time_zone: self.time_zone.clone(),
            on_bad_value: self.options.on_bad_value.unwrap_or(self.config.on_bad_value),
            products_kept: self.config.products_kept,
            day_parts: self.config.day_parts,
            source: compact_str::format_compact!("import:{}", self.options.source),
            at: self.at,
        });
        Ok(())
    }

    fn default_region(&self) -> &str {
        self.options.default_region.as_deref().unwrap_or_default()
    }

    fn constants(&self) -> Result<Vec<(Target, CompactString, String)>, ImportError> {
        let constants = self.options.mapping.constants.iter();
        constants
            .map(|(target, raw)| {
                let target = Target::parse(target)?;
                let key = target.key();
                Ok((target, key, raw.clone()))
            })
            .collect()
    }

    /// The row that reads most like a header among the first, and whether there is a header at all.
    fn find_header(&self) -> (usize, bool) {
        if self.options.header == Some(false) {
            return (0, false);
        }
        let mut best = (0, 0);
        for (place, row) in self.waiting.iter().take(self.config.header_search_rows).enumerate() {
            let known = header::recognised_cells(&row.as_record(), &self.options.mapping);
            if known > best.1 {
                best = (place, known);
            }
        }
        if best.1 > 0 {
            return (best.0, true);
        }
        let by_number = self.options.mapping.columns.keys().any(|key| key.trim().parse::<usize>().is_ok());
        let first_filled = self.waiting.iter().position(|row| !is_blank(&row.as_record())).unwrap_or(0);
        (first_filled, self.options.header == Some(true) || !by_number)
    }

    /// Day or month first: the mapping's word, else what the first rows of the column prove, else the setting.
    fn date_order(&self, column: &Column) -> DateOrder {
        let is_date = matches!(
            column.target,
            Target::Field(FieldName::FirstContact | FieldName::LastFollowUp | FieldName::Birthday)
        );
        let standard = self.options.mapping.date_order.unwrap_or(self.config.date_order);
        if !is_date || self.options.mapping.date_order.is_some() {
            return standard;
        }
        let (mut day_first, mut month_first) = (0_usize, 0_usize);
        for row in &self.waiting {
            let record: Record<'_> = row.as_record();
            match record.get(column.index).and_then(date::evidence) {
                Some(DateOrder::DayFirst) => day_first += 1,
                Some(DateOrder::MonthFirst) => month_first += 1,
                None => {}
            }
        }
        match day_first.cmp(&month_first) {
            std::cmp::Ordering::Greater => DateOrder::DayFirst,
            std::cmp::Ordering::Less => DateOrder::MonthFirst,
            std::cmp::Ordering::Equal => standard,
        }
    }
}

impl fmt::Debug for CsvImport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsvImport")
            .field("source", &self.options.source)
            .field("counts", &self.counts)
            .field("reader", &self.reader)
            .finish_non_exhaustive()
    }
}

fn check(options: &ImportOptions, config: &ImportConfig) -> Result<(), ImportError> {
    let setting = |field: &str, problem| Err(ImportError::Setting { field: field.to_owned(), problem });
    let source_ok = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if options.source.is_empty() || options.source.len() > 64 || !options.source.chars().all(source_ok) {
        return setting("source", "must be a short name of letters, digits, `_`, `-` and `.`");
    }
    let region = options.default_region.as_deref().unwrap_or_default();
    if !region.is_empty() && !is_region(region) {
        return setting("default_region", "must be a country such as \"TW\", or empty");
    }
    let limits = &config.limits;
    if limits.sample_bytes < 16 {
        return setting("limits.sample_bytes", "must be at least 16");
    }
    if limits.field_bytes == 0 || limits.field_bytes > limits.record_bytes {
        return setting("limits.field_bytes", "must be at least 1 and at most limits.record_bytes");
    }
    if limits.columns == 0 {
        return setting("limits.columns", "must be at least 1");
    }
    if !(0..=99).contains(&config.century_pivot) {
        return setting("century_pivot", "must be 0 to 99");
    }
    options.mapping.clone().checked().map(drop)
}
