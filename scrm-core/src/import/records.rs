//! From records to rows, whoever split them: the header is settled first, then each record is read by it.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use compact_str::CompactString;

use super::config::ImportConfig;
use super::country::country;
use super::csv::{OwnedRecord, Record, restore};
use super::error::ImportError;
use super::header::{self, Column, Headers};
use super::options::{ImportOptions, Target};
use super::rejected::is_of_rejected_rows;
use super::report::{ColumnUse, ImportCounts, ImportReport, NoteTally, RejectedRow, RowOutcome};
use super::row::{ColumnReading, Constant, RowReader, day_in, is_blank};
use super::value::DateOrder;
use super::value::amount::{self, Unit};
use super::value::date_order::{ColumnOrder, order_of_column};
use crate::customer::{CustomFieldType, CustomFields, FieldName, IMPORTED, is_region};
use crate::foundation::CustomerId;

/// Records one after the other.
pub(super) trait Records {
    /// The next record; `None` when there is none yet, or none any more.
    fn next_record(&mut self) -> Result<Option<Record<'_>>, ImportError>;

    /// Whether nothing comes after what was handed out.
    fn has_ended(&self) -> bool;
}

/// One import, from its records on.
pub(super) struct RecordImport {
    options: ImportOptions,
    known: Headers,
    pub(super) config: ImportConfig,
    at: DateTime<Utc>,
    time_zone: jiff::tz::TimeZone,
    /// Rows read before the header was settled.
    waiting: VecDeque<OwnedRecord>,
    waiting_bytes: usize,
    rows: Option<RowReader>,
    header: Vec<String>,
    /// The header comes from the caller: no record holds it.
    header_given: bool,
    header_line: Option<u64>,
    pub(super) counts: ImportCounts,
    notes: NoteTally,
    rejected: Vec<RejectedRow>,
}

impl RecordImport {
    /// An import whose header is among its records.
    pub(super) fn new(
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
            known: Headers::default(),
            config: config.clone(),
            at: now,
            time_zone,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            rows: None,
            header: Vec::new(),
            header_given: false,
            header_line: None,
            counts: ImportCounts::default(),
            notes: NoteTally::new(config.rejected_sample),
            rejected: Vec::new(),
        })
    }

    /// The same with fields of the workspace's own, which are read as they are declared.
    pub(super) fn with_custom_fields(mut self, custom_fields: &CustomFields) -> Self {
        self.known = Headers::new(custom_fields);
        self
    }

    /// The same with a header that is known.
    pub(super) fn with_header(mut self, header: Vec<String>) -> Self {
        self.header = header;
        self.header_given = true;
        self
    }

    pub(super) fn source(&self) -> &str {
        &self.options.source
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// The report so far, without what only the reader of a file knows.
    pub(super) fn report(&self) -> ImportReport {
        let columns = self.rows.iter().flat_map(|rows| &rows.columns);
        ImportReport {
            source: self.options.source.clone(),
            counts: self.counts,
            header_line: self.header_line,
            columns: columns
                .map(|column| ColumnUse { header: column.header.to_string(), target: column.key.to_string() })
                .collect(),
            notes: self.notes.counts().collect(),
            rejected: self.rejected.clone(),
            dry_run: self.options.dry_run,
            ..ImportReport::default()
        }
    }

    /// The next row; `None` where the records have none yet, or none any more.
    pub(super) fn next_row(&mut self, records: &mut dyn Records) -> Result<Option<RowOutcome>, ImportError> {
        if self.rows.is_none() {
            self.gather(records)?;
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
            let Some(record) = records.next_record()? else { return Ok(None) };
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
                for note in &row.notes {
                    self.notes.add(note.column.clone(), note.code.clone(), row.row);
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
    fn gather(&mut self, records: &mut dyn Records) -> Result<(), ImportError> {
        let enough_rows = self.config.evidence_rows.max(self.config.header_search_rows).max(1);
        while self.waiting.len() < enough_rows && self.waiting_bytes < self.config.limits.record_bytes {
            let Some(record) = records.next_record()? else {
                if records.has_ended() {
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
        let (headers, line, has_header) = self.take_header()?;
        let keep_unmapped = self.options.keep_unmapped.unwrap_or(self.config.keep_unmapped);
        let mapping = &self.options.mapping;
        let own_ids = header::id_column(&headers, mapping, &self.known)
            .filter(|place| has_header && self.holds_own_ids(*place));
        let columns = header::columns(&headers, has_header, mapping, &self.known, own_ids, keep_unmapped)?;
        let constants = self.constants()?;
        let has_name = columns
            .iter()
            .map(|column| &column.target)
            .chain(constants.iter().map(|constant| &constant.target));
        if !has_name.into_iter().any(Target::is_name) {
            return Err(ImportError::NoNameColumn { columns: headers.len(), line });
        }
        if !self.header_given {
            self.header = headers.iter().map(CompactString::to_string).collect();
        }
        let readings = columns
            .iter()
            .map(|column| ColumnReading {
                order: self.date_order(column),
                unit: amount::unit_of_header(&column.header),
            })
            .collect();
        self.rows = Some(RowReader {
            width: headers.len(),
            readings,
            constant_reading: ColumnReading {
                order: ColumnOrder { order: self.standard_date_order(), is_year_proved: false },
                unit: Unit::default(),
            },
            is_date_order_given: self.options.mapping.date_order.is_some(),
            default_region: self.region_of_file(&constants),
            columns,
            constants,
            custom_fields: self.known.custom_fields().clone(),
            century_pivot: self.config.century_pivot,
            default_currency: self.options.default_currency,
            time_zone: self.time_zone.clone(),
            on_bad_value: self.options.on_bad_value.unwrap_or(self.config.on_bad_value),
            products_kept: self.config.products_kept,
            is_export: own_ids.is_some(),
            is_of_rejected_rows: has_header && is_of_rejected_rows(headers.iter().map(CompactString::as_str)),
            day_parts: self.config.day_parts,
            source: compact_str::format_compact!("{IMPORTED}{}", self.options.source),
            at: self.at,
            today: day_in(&self.time_zone, self.at),
        });
        Ok(())
    }

    /// Whether the first rows have ids in a column as workspaces give them, and nothing else: another system's ids are none.
    fn holds_own_ids(&self, place: usize) -> bool {
        let mut ids = self.waiting.iter().filter_map(|row| {
            let cell = row.as_record().get(place).map_or("", |cell| restore(cell).trim()).to_owned();
            (!cell.is_empty()).then_some(cell)
        });
        ids.next()
            .is_some_and(|first| CustomerId::is_minted(&first) && ids.all(|id| CustomerId::is_minted(&id)))
    }

    /// The header with its line, taken off the first records where it is one of them, and whether there is one:
    /// columns without a header go by their numbers.
    fn take_header(&mut self) -> Result<(Vec<CompactString>, u64, bool), ImportError> {
        if self.header_given {
            return Ok((self.header.iter().map(|name| CompactString::new(name.trim())).collect(), 1, true));
        }
        let (place, has_header) = self.find_header();
        if self.waiting.is_empty() {
            return Err(ImportError::Empty);
        }
        if !has_header {
            let width = self.waiting.iter().map(|row| row.as_record().len()).max().unwrap_or(0);
            let numbers = (1..=width).map(|number| compact_str::format_compact!("{number}"));
            return Ok((numbers.collect(), 1, false));
        }
        self.waiting.drain(..place);
        let Some(header) = self.waiting.pop_front() else { return Err(ImportError::Empty) };
        let record = header.as_record();
        if record.problem.is_some() {
            return Err(ImportError::UnreadableHeader { line: record.line });
        }
        self.header_line = Some(record.line);
        Ok((record.cells().map(|cell| CompactString::new(cell.trim())).collect(), record.line, true))
    }

    /// The country of phone numbers in rows that name none: what the mapping says of the whole file, else the option.
    fn region_of_file(&self, constants: &[Constant]) -> CompactString {
        let named = constants.iter().find(|constant| constant.target == Target::Field(FieldName::Region));
        let named = named.and_then(|constant| country(&constant.raw));
        named.or_else(|| self.options.default_region.as_deref().map(CompactString::new)).unwrap_or_default()
    }

    fn constants(&self) -> Result<Vec<Constant>, ImportError> {
        let constants = self.options.mapping.constants.iter();
        constants
            .map(|(target, raw)| {
                let target = self.known.declared(Target::parse(target)?);
                let (key, declared) = (target.key(), self.known.type_of(&target));
                Ok(Constant { target, key, declared, raw: raw.clone() })
            })
            .collect()
    }

    /// The row that reads most like a header among the first, and whether there is a header at all.
    fn find_header(&self) -> (usize, bool) {
        if self.waiting.front().is_some_and(|first| is_of_rejected_rows(first.as_record().cells())) {
            return (0, true);
        }
        if self.options.header == Some(false) {
            return (0, false);
        }
        let mut best = (0, 0);
        for (place, row) in self.waiting.iter().take(self.config.header_search_rows).enumerate() {
            let known = header::recognised_cells(&row.as_record(), &self.options.mapping, &self.known);
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

    fn standard_date_order(&self) -> DateOrder {
        self.options.mapping.date_order.unwrap_or(self.config.date_order)
    }

    /// Day, month or year first: the mapping's word, else what the first rows of the column prove, else the setting.
    fn date_order(&self, column: &Column) -> ColumnOrder {
        let is_date = matches!(
            column.target,
            Target::Field(FieldName::FirstContact | FieldName::LastFollowUp | FieldName::Birthday)
        ) || matches!(column.declared, Some(CustomFieldType::Date | CustomFieldType::Instant));
        let standard = self.standard_date_order();
        if !is_date || self.options.mapping.date_order.is_some() {
            return ColumnOrder { order: standard, is_year_proved: false };
        }
        let rows: Vec<Record<'_>> = self.waiting.iter().map(OwnedRecord::as_record).collect();
        order_of_column(rows.iter().filter_map(|record| record.get(column.index)), standard)
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
