//! From the cells of one record to what it says about a customer.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, Utc};
use compact_str::CompactString;

use super::cell;
use super::config::{DayParts, OnBadValue};
use super::csv::{Record, RecordProblem, restore};
use super::header::Column;
use super::options::Target;
use super::report::{CONFLICT, CustomerDraft, ImportRow, RejectedRow, RowOutcome, ValueNote};
use super::value::amount::{self, Unit};
use super::value::date::{self, DateSettings, ReadDate};
use super::value::{DateOrder, choice, week};
use crate::customer::{
    self, CustomFieldType, CustomFields, Field, FieldName, FieldValue, Identifier, IdentifierKind,
    check_name, is_dashes, is_read_by_region, is_region, may_be_of_another_region, same_value, text_digit,
    tidy,
};
use crate::foundation::{Coded, Currency, CustomerId, fingerprint};
use crate::trust::HIDDEN;
use crate::trust::consent::{ConsentAction, ConsentEntry, Purpose};

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
    pub(super) default_region: String,
    pub(super) default_currency: Option<Currency>,
    pub(super) time_zone: jiff::tz::TimeZone,
    pub(super) on_bad_value: OnBadValue,
    pub(super) products_kept: usize,
    /// The file is an export of a workspace: its cells are written in one way.
    pub(super) is_export: bool,
    pub(super) day_parts: DayParts,
    pub(super) source: CompactString,
    pub(super) at: DateTime<Utc>,
    /// The day of `at` where the workspace is.
    pub(super) today: Option<NaiveDate>,
}

/// How the cells of one column are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnReading {
    pub(super) order: DateOrder,
    pub(super) unit: Unit,
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

/// Nothing that a business keeps is dated before, or so far ahead: such a year is of another calendar, as 1445 of the Hijra, 1403 of
/// Iran and 2567 of Thailand.
const EARLIEST_YEAR: i32 = 1_600;
const YEARS_AHEAD: i32 = 200;

/// Nobody who was born before is a customer; such a year is a slip or of another calendar.
const EARLIEST_YEAR_OF_BIRTH: i32 = 1_850;

const MONTHS_OF_A_CENTURY: u32 = 1_200;

/// Why a row is rejected, before its cells are copied.
struct Rejection {
    column: Option<CompactString>,
    code: &'static str,
    kind: &'static str,
    message: String,
}

#[derive(Default)]
struct NameParts<'a> {
    whole: Vec<&'a str>,
    given: Vec<&'a str>,
    middle: Vec<&'a str>,
    family: Vec<&'a str>,
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
}

/// What the cell at hand left open, and was read by instead.
#[derive(Clone, Copy, Default)]
struct Assumed {
    region: bool,
    currency: bool,
    unit: bool,
    time_zone: bool,
    month_first: bool,
}

/// Whether a row holds nothing at all.
pub(super) fn is_blank(record: &Record<'_>) -> bool {
    record.problem.is_none() && record.cells().all(|cell| cell.trim().is_empty())
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
        check_record(record, self.width)?;
        let named_region = self.named_region(record);
        let region = named_region.unwrap_or(&self.default_region);
        let mut parts: Vec<&[u8]> = Vec::with_capacity(self.columns.len() * 2 + 2);
        let mut building = Building {
            draft: CustomerDraft::default(),
            notes: Vec::new(),
            name: NameParts::default(),
            name_column: None,
            identifiers_given: 0,
            first_bad_identifier: None,
            assumed: Assumed::default(),
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
            self.cell(&mut building, column, raw, reading, region)?;
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
                self.target(&mut building, target, key, raw, self.constant_reading, region)?;
                self.add_assumed(&mut parts, &mut building, key, named_region.is_none());
            }
        }
        self.check_not_masked(&building)?;
        self.settle_name(&mut building)?;
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

    /// The country of the row's phone numbers, where its region column names one.
    fn named_region<'a>(&self, record: &Record<'a>) -> Option<&'a str> {
        let named = self.columns.iter().find(|column| column.target == Target::Field(FieldName::Region));
        let cell = named.and_then(|column| record.get(column.index)).map(str::trim);
        cell.filter(|code| code.len() == 2 && is_region(code))
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
        if assumed.month_first {
            parts.push(b"month first");
        }
    }

    fn cell<'a>(
        &self,
        building: &mut Building<'a>,
        column: &'a Column,
        raw: &'a str,
        reading: ColumnReading,
        region: &str,
    ) -> Result<(), Rejection> {
        match &column.target {
            Target::Field(FieldName::Name) => building.name.whole.push(raw),
            Target::GivenName => building.name.given.push(raw),
            Target::MiddleName => building.name.middle.push(raw),
            Target::FamilyName => building.name.family.push(raw),
            target => return self.target(building, target, &column.header, raw, reading, region),
        }
        building.name_column.get_or_insert(&column.header);
        Ok(())
    }

    fn target<'a>(
        &self,
        building: &mut Building<'a>,
        target: &'a Target,
        header: &'a CompactString,
        raw: &'a str,
        reading: ColumnReading,
        region: &str,
    ) -> Result<(), Rejection> {
        match target {
            Target::Identifier(kind) => self.identifier(building, kind, header, raw, region),
            Target::Consent(purpose) => return self.consent(building, *purpose, header, raw),
            Target::Field(FieldName::Name) => building.name.whole.push(raw),
            Target::Field(name) => return self.field(building, name, header, raw, reading),
            Target::CustomerId if CustomerId::is_minted(raw) => building.draft.id = Some(raw.into()),
            Target::CustomerId => note(building, header, "import.value.unreadable", "id"),
            Target::GivenName | Target::MiddleName | Target::FamilyName | Target::State | Target::Ignore => {}
        }
        Ok(())
    }

    fn identifier(
        &self,
        building: &mut Building<'_>,
        kind: &IdentifierKind,
        header: &CompactString,
        raw: &str,
        region: &str,
    ) {
        let may_be_several =
            matches!(kind, IdentifierKind::Phone | IdentifierKind::WhatsappId | IdentifierKind::Email);
        let pieces = if may_be_several { pieces(raw) } else { Vec::new() };
        // "030/123456" is one number: pieces must be able to stand alone.
        let stands_alone =
            |piece: &&str| piece.contains('@') || piece.chars().filter(|c| c.is_numeric()).count() >= 7;
        if pieces.len() > 1 && pieces.iter().all(stands_alone) {
            for piece in pieces {
                self.one_identifier(building, kind, header, piece, region);
            }
        } else {
            self.one_identifier(building, kind, header, raw, region);
        }
    }

    fn one_identifier(
        &self,
        building: &mut Building<'_>,
        kind: &IdentifierKind,
        header: &CompactString,
        raw: &str,
        region: &str,
    ) {
        building.identifiers_given += 1;
        building.assumed.region |= *kind == IdentifierKind::Phone && is_read_by_region(raw);
        match Identifier::from_raw(kind, raw, region, &self.source, self.at) {
            Ok(identifier) => {
                let present = &building.draft.identifiers;
                let known = present.iter().any(|other| other.kind == *kind && other.key == identifier.key);
                let second_of_system = matches!(kind, IdentifierKind::System(_))
                    && present.iter().any(|other| other.kind == *kind && other.key != identifier.key);
                if second_of_system {
                    note(building, header, "import.value.two_ids_of_one_system", "identifier");
                } else if !known {
                    if *kind == IdentifierKind::Phone && may_be_of_another_region(raw, &identifier.value) {
                        note(building, header, "import.value.doubtful_region", "phone");
                    }
                    building.draft.identifiers.push(identifier);
                }
            }
            Err(error) => {
                let kind = identifier_kind(kind);
                note(building, header, "import.value.identifier_dropped", kind);
                building.first_bad_identifier.get_or_insert_with(|| Rejection {
                    column: Some(header.clone()),
                    code: error.code(),
                    kind,
                    message: error.to_string(),
                });
                self.keep(building, unread_field(kind), raw);
            }
        }
    }

    fn consent(
        &self,
        building: &mut Building<'_>,
        purpose: Purpose,
        header: &CompactString,
        raw: &str,
    ) -> Result<(), Rejection> {
        let Some(given) = choice::answer(raw) else {
            return self.unreadable(building, "consent", "consent", header, raw);
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

    fn field(
        &self,
        building: &mut Building<'_>,
        name: &FieldName,
        header: &CompactString,
        raw: &str,
        reading: ColumnReading,
    ) -> Result<(), Rejection> {
        let place = building.draft.fields.iter().position(|(present, _)| present == name);
        let joins = matches!(name, FieldName::Address | FieldName::Remark);
        if let Some((_, Field { value: FieldValue::Text(text), .. })) =
            place.filter(|_| joins).and_then(|place| building.draft.fields.get_mut(place))
        {
            text.push_str(", ");
            text.push_str(&tidy(raw));
            return Ok(());
        }
        let notes = building.notes.len();
        let Some(value) = self.value(building, name, header, raw, reading) else {
            return self.unreadable(building, name.as_str(), self.value_kind(name), header, raw);
        };
        match (place.and_then(|place| building.draft.fields.get_mut(place)), value) {
            (None, value) => {
                let field = Field { value, source: self.source.clone(), at: self.at };
                building.draft.fields.push((name.clone(), field));
            }
            (Some((_, Field { value: FieldValue::List(present), .. })), FieldValue::List(entries)) => {
                present.extend(entries);
                self.settle_list(building, name, header);
            }
            // Of two columns for one value the first that is filled counts.
            (Some((_, present)), value) => {
                let is_conflict = !same_value(&present.value, &value);
                building.notes.truncate(notes);
                if is_conflict {
                    note(building, header, CONFLICT, self.value_kind(name));
                }
            }
        }
        Ok(())
    }

    /// What several columns say of one list: each entry once, and of products as many as are kept.
    fn settle_list(&self, building: &mut Building<'_>, name: &FieldName, header: &CompactString) {
        let field = building.draft.fields.iter_mut().find(|(present, _)| present == name);
        let Some((_, Field { value: FieldValue::List(entries), .. })) = field else { return };
        let mut seen = Vec::with_capacity(entries.len());
        entries.retain(|entry| {
            let is_new = !seen.contains(entry);
            seen.push(entry.clone());
            is_new
        });
        if *name == FieldName::Products && entries.len() > self.products_kept {
            entries.truncate(self.products_kept);
            note(building, header, "import.value.too_many_products", "list");
        }
    }

    fn value(
        &self,
        building: &mut Building<'_>,
        name: &FieldName,
        header: &CompactString,
        raw: &str,
        reading: ColumnReading,
    ) -> Option<FieldValue> {
        Some(match name {
            FieldName::FirstContact => FieldValue::Instant(self.instant(building, header, raw, reading)?),
            FieldName::LastFollowUp => FieldValue::Date(self.date(building, header, raw, reading)?.date),
            FieldName::Birthday => FieldValue::Date(self.birthday(building, header, raw, reading)?),
            FieldName::Budget => {
                let (budget, written) = amount::budget(raw, reading.unit, self.default_currency)?;
                building.assumed.unit |= reading.unit != Unit::default();
                self.note_currency(building, header, written, "budget");
                FieldValue::Budget(budget)
            }
            FieldName::ExpectedAnnualPurchase => {
                let (money, written) = amount::money(raw, reading.unit, self.default_currency)?;
                building.assumed.unit |= reading.unit != Unit::default();
                self.note_currency(building, header, written, "money");
                FieldValue::Money(money)
            }
            FieldName::PreferredTimes => FieldValue::Windows(week::windows(raw, &self.day_parts)?),
            FieldName::HeadCount => FieldValue::HeadCount(amount::head_count(raw)?),
            FieldName::Position => FieldValue::Position(choice::position(raw)?),
            FieldName::Stage => FieldValue::Stage(choice::stage(raw)?),
            FieldName::DealProbability => FieldValue::Number(amount::probability(raw)?),
            FieldName::Language => FieldValue::Text(choice::language(raw)?),
            FieldName::Products => {
                let mut products = self.list(raw);
                if products.len() > self.products_kept {
                    products.truncate(self.products_kept);
                    note(building, header, "import.value.too_many_products", "list");
                }
                FieldValue::List(products)
            }
            FieldName::TimeZone => {
                let zone = tidy(raw);
                jiff::tz::TimeZoneDatabase::bundled().get(&zone).ok()?;
                FieldValue::Text(zone)
            }
            FieldName::Remark => FieldValue::Text(CompactString::new(raw)),
            FieldName::Custom(_) => {
                return match self.custom_fields.type_of(name) {
                    Some(declared) => self.declared(building, declared, header, raw, reading),
                    None => Some(FieldValue::Text(tidy(raw))),
                };
            }
            _ => FieldValue::Text(tidy(raw)),
        })
    }

    /// A value of a field of the workspace's own, as it is declared.
    fn declared(
        &self,
        building: &mut Building<'_>,
        declared: CustomFieldType,
        header: &CompactString,
        raw: &str,
        reading: ColumnReading,
    ) -> Option<FieldValue> {
        Some(match declared {
            CustomFieldType::Text => FieldValue::Text(tidy(raw)),
            CustomFieldType::List => FieldValue::List(self.list(raw)),
            CustomFieldType::Number => FieldValue::Number(amount::plain_number(raw)?),
            CustomFieldType::Money => {
                let (money, written) = amount::signed_money(raw, reading.unit, self.default_currency)?;
                building.assumed.unit |= reading.unit != Unit::default();
                self.note_currency(building, header, written, "money");
                FieldValue::Money(money)
            }
            CustomFieldType::Flag => FieldValue::Flag(choice::answer(raw)?),
            CustomFieldType::Date => FieldValue::Date(self.date(building, header, raw, reading)?.date),
            CustomFieldType::Instant => FieldValue::Instant(self.instant(building, header, raw, reading)?),
        })
    }

    /// The entries of a list: as people part them, or in an export as that does.
    fn list(&self, raw: &str) -> Vec<CompactString> {
        if !self.is_export {
            return choice::list(raw);
        }
        raw.split(cell::BETWEEN.trim_end()).map(tidy).filter(|entry| !entry.is_empty()).collect()
    }

    fn instant(
        &self,
        building: &mut Building<'_>,
        header: &CompactString,
        raw: &str,
        reading: ColumnReading,
    ) -> Option<DateTime<Utc>> {
        let read = self.date(building, header, raw, reading)?;
        if read.offset.is_some() {
            return read.instant();
        }
        building.assumed.time_zone = true;
        self.to_utc(read.local())
    }

    fn date(
        &self,
        building: &mut Building<'_>,
        header: &CompactString,
        raw: &str,
        reading: ColumnReading,
    ) -> Option<ReadDate> {
        let read = date::read(raw, self.date_settings(reading))?;
        let this_year = self.today?.year();
        let is_of_this_calendar =
            (EARLIEST_YEAR..=this_year.saturating_add(YEARS_AHEAD)).contains(&read.date.year());
        self.note_order(building, header, read, reading);
        is_of_this_calendar.then_some(read)
    }

    /// What a date that can be read in two ways was taken for; the caller knows where they said which it is.
    fn note_order(
        &self,
        building: &mut Building<'_>,
        header: &CompactString,
        read: ReadDate,
        reading: ColumnReading,
    ) {
        if !read.ambiguous {
            return;
        }
        building.assumed.month_first = reading.order == DateOrder::MonthFirst;
        if !self.is_date_order_given {
            note(building, header, "import.value.ambiguous_date", "date");
        }
    }

    const fn date_settings(&self, reading: ColumnReading) -> DateSettings {
        DateSettings { order: reading.order, century_pivot: self.century_pivot }
    }

    /// A day on which somebody was born: it has been, and not in another age. A year of two digits is of the last century
    /// where this one has not come to the day.
    fn birthday(
        &self,
        building: &mut Building<'_>,
        header: &CompactString,
        raw: &str,
        reading: ColumnReading,
    ) -> Option<NaiveDate> {
        let read = date::read(raw, self.date_settings(reading))?;
        let today = self.today?;
        let day = if read.short_year && read.date > today {
            read.date.checked_sub_months(Months::new(MONTHS_OF_A_CENTURY))?
        } else {
            read.date
        };
        if day > today || day.year() < EARLIEST_YEAR_OF_BIRTH {
            return None;
        }
        self.note_order(building, header, read, reading);
        Some(day)
    }

    /// Local time to an instant: what a clock change skips moves later, what it repeats is the earlier one.
    fn to_utc(&self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        use chrono::Timelike;
        let small = |value: u32| i8::try_from(value).ok();
        let civil = jiff::civil::DateTime::new(
            i16::try_from(local.year()).ok()?,
            small(local.month())?,
            small(local.day())?,
            small(local.hour())?,
            small(local.minute())?,
            small(local.second())?,
            0,
        )
        .ok()?;
        let instant = self.time_zone.to_ambiguous_timestamp(civil).compatible().ok()?;
        DateTime::from_timestamp(instant.as_second(), 0)
    }

    fn note_currency(
        &self,
        building: &mut Building<'_>,
        header: &CompactString,
        written: bool,
        kind: &'static str,
    ) {
        if !written {
            building.assumed.currency = true;
            note(building, header, "import.value.assumed_currency", kind);
        }
    }

    /// A value that cannot be read: kept as text or the end of the row, as the setting says.
    fn unreadable(
        &self,
        building: &mut Building<'_>,
        field: &str,
        kind: &'static str,
        header: &CompactString,
        raw: &str,
    ) -> Result<(), Rejection> {
        if self.on_bad_value == OnBadValue::Reject {
            return Err(Rejection {
                column: Some(header.clone()),
                code: "import.row.bad_value",
                kind,
                message: format!("the text cannot be read as {kind}"),
            });
        }
        note(building, header, "import.value.unreadable", kind);
        self.keep(building, unread_field(field), raw);
        Ok(())
    }

    /// What the cells of a field's column should hold.
    fn value_kind(&self, name: &FieldName) -> &'static str {
        self.custom_fields.type_of(name).map_or(value_kind(name), CustomFieldType::as_str)
    }

    fn keep(&self, building: &mut Building<'_>, name: FieldName, raw: &str) {
        if let Some((_, present)) = building.draft.fields.iter_mut().find(|(present, _)| *present == name) {
            if let FieldValue::Text(text) = &mut present.value {
                text.push_str(", ");
                text.push_str(raw);
            }
            return;
        }
        let value = FieldValue::Text(CompactString::new(raw));
        building.draft.fields.push((name, Field { value, source: self.source.clone(), at: self.at }));
    }

    /// Refuses a row of an export that hides what it says: in its place would stand what is left of it.
    fn check_not_masked(&self, building: &Building<'_>) -> Result<(), Rejection> {
        let is_masked = building.name.whole.iter().any(|name| name.contains(HIDDEN));
        if building.draft.id.is_none() || !is_masked {
            return Ok(());
        }
        Err(Rejection {
            column: building.name_column.cloned(),
            code: "import.row.masked",
            kind: "name",
            message: "the row is of an export that hides names, numbers and addresses".to_owned(),
        })
    }

    fn settle_name(&self, building: &mut Building<'_>) -> Result<(), Rejection> {
        let joined;
        let raw = match building.name.whole.as_slice() {
            [one] => *one,
            _ => {
                joined = building.name.join();
                joined.as_str()
            }
        };
        // Who wrote without a name has none in an export either, and is known by an identifier.
        if raw.is_empty() && building.draft.id.is_some() && !building.draft.identifiers.is_empty() {
            return Ok(());
        }
        let name = check_name(raw).map_err(|problem| Rejection {
            column: building.name_column.cloned().or_else(|| self.name_header()),
            code: problem.code(),
            kind: "name",
            message: problem.to_string(),
        })?;
        let field = Field { value: FieldValue::Text(name), source: self.source.clone(), at: self.at };
        building.draft.fields.push((FieldName::Name, field));
        Ok(())
    }

    fn name_header(&self) -> Option<CompactString> {
        self.columns.iter().find(|column| column.target.is_name()).map(|column| column.header.clone())
    }
}

impl NameParts<'_> {
    /// A whole name, else its parts: Chinese names family first and without spaces.
    fn join(&self) -> String {
        if !self.whole.is_empty() {
            return self.whole.join(" ");
        }
        let parts = || self.given.iter().chain(&self.middle).chain(&self.family);
        let is_chinese = |part: &&str| part.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
        if parts().next().is_some() && parts().all(is_chinese) {
            return self.family.iter().chain(&self.middle).chain(&self.given).copied().collect();
        }
        parts().copied().collect::<Vec<_>>().join(" ")
    }
}

/// The parts of a cell that holds several numbers or addresses.
fn pieces(raw: &str) -> Vec<&str> {
    const SEPARATORS: [char; 11] = [',', ';', '|', '/', '\n', '&', '、', '，', '；', '／', '،'];
    let parts = raw.split(SEPARATORS).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" – "));
    let mut pieces = Vec::new();
    for mut part in parts {
        // "+90 532 … +90 533 …": every plus begins a number.
        while let Some(place) = part.rfind(" +") {
            let (before, number) = part.split_at(place);
            pieces.push(number.trim());
            part = before;
        }
        pieces.push(part.trim());
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn note(building: &mut Building<'_>, header: &CompactString, code: &'static str, kind: &'static str) {
    building.notes.push(ValueNote {
        column: header.clone(),
        code: CompactString::const_new(code),
        kind: CompactString::const_new(kind),
    });
}

const fn identifier_kind(kind: &IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Phone => "phone",
        IdentifierKind::WhatsappId => "whatsapp_id",
        IdentifierKind::Email => "email",
        _ => "identifier",
    }
}

/// The day of an instant in a time zone.
pub(super) fn day_in(zone: &jiff::tz::TimeZone, at: DateTime<Utc>) -> Option<NaiveDate> {
    let day = zone.to_datetime(jiff::Timestamp::from_second(at.timestamp()).ok()?).date();
    NaiveDate::from_ymd_opt(day.year().into(), day.month().try_into().ok()?, day.day().try_into().ok()?)
}

/// Whether a cell says that there is nothing to say, and is as good as blank. Names keep their own check; where a no is
/// an answer, the word for it is one.
fn says_nothing(target: &Target, declared: Option<CustomFieldType>, raw: &str) -> bool {
    match target {
        Target::Field(FieldName::Name)
        | Target::Consent(_)
        | Target::CustomerId
        | Target::State
        | Target::Ignore => false,
        Target::GivenName | Target::MiddleName | Target::FamilyName | Target::Field(FieldName::Products) => {
            is_dashes(raw)
        }
        Target::Identifier(IdentifierKind::Phone | IdentifierKind::WhatsappId) => {
            customer::says_nothing(raw) || is_zero(raw)
        }
        Target::Identifier(_) => customer::says_nothing(raw),
        // NA is a country.
        Target::Field(FieldName::Region) => customer::says_nothing(raw) && !is_region(raw),
        Target::Field(FieldName::Custom(_)) => match declared {
            Some(CustomFieldType::Flag) => false,
            Some(CustomFieldType::List) => is_dashes(raw),
            // Nobody says whether the column asks a question.
            None | Some(CustomFieldType::Text) => {
                customer::says_nothing(raw) && choice::answer(raw).is_none()
            }
            Some(_) => customer::says_nothing(raw),
        },
        Target::Field(_) => customer::says_nothing(raw),
    }
}

/// Whether a cell is a nought, as a spreadsheet writes it where there is no number.
fn is_zero(raw: &str) -> bool {
    let mut characters = raw.chars();
    characters.next().and_then(text_digit) == Some(0)
        && characters.next().is_none_or(|point| matches!(point, '.' | ','))
        && characters.all(|c| text_digit(c) == Some(0))
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

const fn value_kind(name: &FieldName) -> &'static str {
    match name {
        FieldName::FirstContact | FieldName::LastFollowUp | FieldName::Birthday => "date",
        FieldName::Budget => "budget",
        FieldName::PreferredTimes => "weekly times",
        FieldName::HeadCount => "head count",
        FieldName::Position => "position",
        FieldName::Stage => "stage",
        FieldName::DealProbability => "probability",
        FieldName::ExpectedAnnualPurchase => "money",
        FieldName::Language => "language",
        FieldName::TimeZone => "time zone",
        _ => "text",
    }
}

fn check_record(record: &Record<'_>, width: usize) -> Result<(), Rejection> {
    let reject = |code, message: String| Err(Rejection { column: None, code, kind: "row", message });
    match record.problem {
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

/// Ends the name of a field that keeps what could not be read.
const UNREAD: &str = "_raw";

/// The field that keeps what could not be read as `meant`.
fn unread_field(meant: &str) -> FieldName {
    FieldName::Custom(compact_str::format_compact!("{meant}{UNREAD}"))
}

/// Whether a field keeps what could not be read.
pub(crate) fn is_unread_field(name: &FieldName) -> bool {
    matches!(name, FieldName::Custom(name) if meant_by_unread(name).is_some())
}

/// What was meant by the text that a field of this name keeps unread.
pub(crate) fn meant_by_unread(field: &str) -> Option<&str> {
    field.strip_suffix(UNREAD)
}
