//! From the cells of one record to what it says about a customer.

mod blank;
mod field;
mod identifier;
mod name;
mod time;
mod unread;

use chrono::{DateTime, NaiveDate, Utc};
use compact_str::CompactString;

use self::blank::says_nothing;
use self::name::NameParts;
use super::config::{DayParts, OnBadValue};
use super::country::country;
use super::csv::{Record, RecordProblem, restore};
use super::header::Column;
use super::options::Target;
use super::report::{CustomerDraft, ImportRow, RejectedRow, RowOutcome, ValueNote};
use super::value::amount::Unit;
use super::value::date_order::ColumnOrder;
use super::value::{DateOrder, choice};
use crate::customer::{CustomFieldType, CustomFields, FieldName};
use crate::foundation::{Currency, CustomerId, fingerprint};
use crate::trust::consent::{ConsentAction, ConsentEntry, Purpose};

pub(super) use self::blank::is_blank;
pub(super) use self::time::day_in;
pub(crate) use self::unread::{is_unread_field, meant_by_unread};

/// Everything that reading rows of one file needs, settled once its header is known.
#[derive(Debug)]
pub(super) struct RowReader {
    pub(super) columns: Vec<Column>,
    /// Columns of the header.
    pub(super) width: usize,
    /// How cells are read, by place in `columns`.
    pub(super) readings: Vec<ColumnReading>,
    /// How a constant is read.
    pub(super) constant_reading: ColumnReading,
    /// The caller says which is the day: no column has to be asked.
    pub(super) is_date_order_given: bool,
    pub(super) constants: Vec<Constant>,
    pub(super) custom_fields: CustomFields,
    pub(super) century_pivot: i32,
    pub(super) default_region: CompactString,
    pub(super) default_currency: Option<Currency>,
    pub(super) time_zone: jiff::tz::TimeZone,
    pub(super) on_bad_value: OnBadValue,
    pub(super) products_kept: usize,
    /// The file is an export of a workspace: its cells are written in one way.
    pub(super) is_export: bool,
    /// The file holds rows that were rejected before, and may not be mended yet.
    pub(super) is_of_rejected_rows: bool,
    pub(super) day_parts: DayParts,
    pub(super) source: CompactString,
    pub(super) at: DateTime<Utc>,
    /// The day of `at` where the workspace is.
    pub(super) today: Option<NaiveDate>,
}

/// How the cells of one column are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnReading {
    pub(super) order: ColumnOrder,
    pub(super) unit: Unit,
}

/// A cell that says something, or a constant in its place.
#[derive(Clone, Copy)]
struct Cell<'a> {
    header: &'a CompactString,
    raw: &'a str,
    reading: ColumnReading,
}

/// A text that every row gets where its own cell is blank.
#[derive(Debug)]
pub(super) struct Constant {
    pub(super) target: Target,
    /// The target in words.
    pub(super) key: CompactString,
    /// What it is read as, where the workspace declares that of its field.
    pub(super) declared: Option<CustomFieldType>,
    pub(super) raw: String,
}

/// Why a row is rejected, before its cells are copied.
struct Rejection {
    column: Option<CompactString>,
    code: &'static str,
    kind: &'static str,
    message: String,
}

/// The row being built.
struct Building<'a> {
    draft: CustomerDraft,
    notes: Vec<ValueNote>,
    name: NameParts<'a>,
    name_column: Option<&'a CompactString>,
    identifiers_given: usize,
    first_bad_identifier: Option<Rejection>,
    assumed: Assumed,
    /// The row names a place that is no country we know, so that its numbers are read by another region than it may mean.
    is_region_unread: bool,
}

/// What the cell at hand left open, and was read by instead.
#[derive(Clone, Copy, Default)]
struct Assumed {
    region: bool,
    currency: bool,
    unit: bool,
    time_zone: bool,
    order: Option<DateOrder>,
}

impl RowReader {
    /// Reads one record as data row number `row`.
    pub(super) fn read(&self, record: &Record<'_>, row: u64) -> RowOutcome {
        match self.build(record, row) {
            Ok(imported) => RowOutcome::Accepted(imported),
            Err(rejection) => RowOutcome::Rejected(RejectedRow {
                row,
                line: record.line,
                column: rejection.column.map(String::from),
                code: CompactString::const_new(rejection.code),
                value_kind: CompactString::const_new(rejection.kind),
                message: rejection.message,
                record: record.cells().map(|cell| restore(cell).to_owned()).collect(),
            }),
        }
    }

    fn build(&self, record: &Record<'_>, row: u64) -> Result<ImportRow, Rejection> {
        check_record(record, self.width, self.is_of_rejected_rows)?;
        let named_region = self.named_region(record);
        let region = named_region.as_deref().unwrap_or(&self.default_region);
        let mut parts: Vec<&[u8]> = Vec::with_capacity(self.columns.len() * 2 + 2);
        let mut building = Building {
            draft: CustomerDraft::default(),
            notes: Vec::new(),
            name: NameParts::default(),
            name_column: None,
            identifiers_given: 0,
            first_bad_identifier: None,
            assumed: Assumed::default(),
            is_region_unread: named_region.is_none() && self.has_region(record),
        };
        building.draft.fields.reserve(self.columns.len());
        for (place, column) in self.columns.iter().enumerate() {
            let raw = record.get(column.index).map_or("", |cell| restore(cell).trim());
            if raw.is_empty() {
                continue;
            }
            if column.target != Target::State {
                add_to_fingerprint(&mut parts, &column.key, column.declared, raw);
            }
            if says_nothing(&column.target, column.declared, raw) {
                continue;
            }
            if column.target == Target::State {
                note(&mut building, &column.header, "import.value.not_told_by_files", "state");
                continue;
            }
            let reading = self.readings.get(place).copied().unwrap_or(self.constant_reading);
            let cell = Cell { header: &column.header, raw, reading };
            self.cell(&mut building, &column.target, cell, region)?;
            self.add_assumed(&mut parts, &mut building, &column.header, named_region.is_none());
        }
        for Constant { target, key, declared, raw } in &self.constants {
            let filled = self.columns.iter().any(|column| {
                let raw = record.get(column.index).map_or("", |cell| restore(cell).trim());
                column.target == *target
                    && !raw.is_empty()
                    && !says_nothing(&column.target, column.declared, raw)
            });
            if !filled {
                add_to_fingerprint(&mut parts, key, *declared, raw);
                let cell = Cell { header: key, raw, reading: self.constant_reading };
                self.target(&mut building, target, cell, region)?;
                self.add_assumed(&mut parts, &mut building, key, named_region.is_none());
            }
        }
        self.check_not_masked(&building)?;
        // One that was stored with another name, as one column alone has it, is mended by importing it again.
        if self.settle_name(&mut building)? {
            parts.push(b"name of several columns");
        }
        if building.identifiers_given > 0 && building.draft.identifiers.is_empty() {
            let cause = building.first_bad_identifier.take();
            return Err(Rejection {
                column: cause.as_ref().and_then(|cause| cause.column.clone()),
                code: "import.row.no_identifier",
                kind: cause.as_ref().map_or("identifier", |cause| cause.kind),
                message: cause.map_or_else(String::new, |cause| cause.message),
            });
        }
        building.draft.fields.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(ImportRow {
            row,
            line: record.line,
            fingerprint: fingerprint(&parts),
            draft: building.draft,
            notes: building.notes,
        })
    }

    /// The country of the row's phone numbers, where a region column names one.
    fn named_region(&self, record: &Record<'_>) -> Option<CompactString> {
        self.regions(record).find_map(country)
    }

    /// Whether the row says where it is from, and nobody has said it of the whole file.
    fn has_region(&self, record: &Record<'_>) -> bool {
        let region = Target::Field(FieldName::Region);
        self.constants.iter().all(|constant| constant.target != region)
            && self.regions(record).any(|raw| !raw.is_empty() && !says_nothing(&region, None, raw))
    }

    /// What the region columns of a row say.
    fn regions<'a>(&self, record: &Record<'a>) -> impl Iterator<Item = &'a str> {
        let columns = self.columns.iter().filter(|column| column.target == Target::Field(FieldName::Region));
        columns.filter_map(|column| record.get(column.index).map(str::trim))
    }

    /// Adds what the last cell left open to what stands for its row: read by another region, currency, zone or order of
    /// dates, the same text says something else. A cell that leaves nothing open is told by its text alone, and so is
    /// one that is read as an import reads it that was told nothing.
    fn add_assumed<'a>(
        &'a self,
        parts: &mut Vec<&'a [u8]>,
        building: &mut Building<'_>,
        header: &'a str,
        by_default: bool,
    ) {
        let assumed = std::mem::take(&mut building.assumed);
        if assumed.region && by_default && !self.default_region.is_empty() {
            parts.extend([b"assumed region".as_slice(), self.default_region.as_bytes()]);
        }
        if let Some(currency) = self.default_currency.as_ref().filter(|_| assumed.currency) {
            parts.extend([b"assumed currency".as_slice(), currency.as_str().as_bytes()]);
        }
        if assumed.unit {
            parts.extend([b"unit of".as_slice(), header.as_bytes()]);
        }
        if let Some(zone) = self.time_zone.iana_name().filter(|zone| assumed.time_zone && *zone != "UTC") {
            parts.extend([b"assumed time zone".as_slice(), zone.as_bytes()]);
        }
        match assumed.order {
            None | Some(DateOrder::DayFirst) => {}
            Some(DateOrder::MonthFirst) => parts.push(b"month first"),
            Some(DateOrder::YearFirst) => parts.push(b"year first"),
        }
    }

    fn cell<'a>(
        &self,
        building: &mut Building<'a>,
        target: &Target,
        cell: Cell<'a>,
        region: &str,
    ) -> Result<(), Rejection> {
        let name = &mut building.name;
        match target {
            Target::Field(FieldName::Name) => name.whole.push(cell),
            Target::GivenName => name.given.push(cell),
            Target::MiddleName => name.middle.push(cell),
            Target::FamilyName => name.family.push(cell),
            target => return self.target(building, target, cell, region),
        }
        building.name_column.get_or_insert(cell.header);
        Ok(())
    }

    fn target<'a>(
        &self,
        building: &mut Building<'a>,
        target: &Target,
        cell: Cell<'a>,
        region: &str,
    ) -> Result<(), Rejection> {
        match target {
            Target::Identifier(kind) => self.identifier(building, kind, cell, region),
            Target::Consent(purpose) => return self.consent(building, *purpose, cell),
            Target::Field(FieldName::Name) => building.name.whole.push(cell),
            Target::Field(name) => return self.field(building, name, cell),
            Target::CustomerId if CustomerId::is_minted(cell.raw) => {
                building.draft.id = Some(cell.raw.into())
            }
            Target::CustomerId => note(building, cell.header, "import.value.unreadable", "id"),
            Target::GivenName | Target::MiddleName | Target::FamilyName | Target::State | Target::Ignore => {}
        }
        Ok(())
    }

    fn consent(
        &self,
        building: &mut Building<'_>,
        purpose: Purpose,
        cell: Cell<'_>,
    ) -> Result<(), Rejection> {
        let Some(given) = choice::answer(cell.raw) else {
            return self.unreadable(building, "consent", "consent", cell);
        };
        let action = if given { ConsentAction::Given } else { ConsentAction::Withdrawn };
        building.draft.consents.push(ConsentEntry {
            at: self.at,
            action,
            purpose: Some(purpose),
            channel: None,
            source: self.source.to_string(),
            text_version: None,
        });
        Ok(())
    }
}

fn note(building: &mut Building<'_>, header: &CompactString, code: &'static str, kind: &'static str) {
    building.notes.push(ValueNote {
        column: header.clone(),
        code: CompactString::const_new(code),
        kind: CompactString::const_new(kind),
    });
}

/// Adds what a cell says to what stands for its row. A cell that is read as something else than before says something else.
fn add_to_fingerprint<'a>(
    parts: &mut Vec<&'a [u8]>,
    key: &'a CompactString,
    declared: Option<CustomFieldType>,
    raw: &'a str,
) {
    parts.push(key.as_bytes());
    parts.extend(declared.map(|kind| kind.as_str().as_bytes()));
    parts.push(raw.as_bytes());
}

fn check_record(record: &Record<'_>, width: usize, is_of_rejected_rows: bool) -> Result<(), Rejection> {
    let reject = |code, message: String| Err(Rejection { column: None, code, kind: "row", message });
    // Bytes that could not be decoded come back as this character until somebody writes what they mean.
    let is_unmended = is_of_rejected_rows && record.cells().any(|cell| cell.contains('\u{fffd}'));
    match record.problem.or_else(|| is_unmended.then_some(RecordProblem::Undecodable)) {
        Some(RecordProblem::Undecodable) => {
            return reject(
                "import.row.undecodable",
                "bytes that mean nothing in the file's encoding".to_owned(),
            );
        }
        Some(RecordProblem::FieldTooLong(column)) => {
            return reject("import.row.field_too_long", format!("the field in column {column} is too long"));
        }
        Some(RecordProblem::TooLong) => {
            return reject("import.row.too_long", "the row is too long".to_owned());
        }
        Some(RecordProblem::TooManyColumns) => {
            return reject("import.row.too_many_columns", "the row has too many columns".to_owned());
        }
        None => {}
    }
    let extra =
        (width..record.len()).any(|index| record.get(index).is_some_and(|cell| !cell.trim().is_empty()));
    if extra {
        let message = format!("{} cells under a header of {width} columns", record.len());
        return reject("import.row.extra_cells", message);
    }
    Ok(())
}
