//! Import: rows of a file, one value of a cell, mappings; and what every binding's `import_csv` shares.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::error::{self, info};
use super::operation::operations;
use crate::customer::{FieldName, FieldValue, IdentifierKey};
use crate::foundation::time::Instant;
use crate::foundation::{ErrorInfo, Given};
use crate::import::csv::{TextEncoding, write_record};
use crate::import::{CsvImport, ImportOptions, Mapping, RowOutcome};
use crate::workspace::Engines;

operations! { Engines;
    /// Reads the rows of a CSV file that is at hand as text, and stores nothing.
    "import.rows"("file") = rows: RowsRequest => ImportedRows;
    /// Reads a mapping document and checks its targets.
    "mapping.read"("document") = mapping: MappingRequest => Mapping;
    /// Reads one cell as an import would.
    "value.read"("field", "raw") = value: CellRequest => CellValue;
}

/// Reads the options of an import.
///
/// ```
/// use scrm_core::api::read_import_options;
/// let options = serde_json::json!({"source": "fair", "dry_run": true});
/// assert!(read_import_options(&options.into()).unwrap().dry_run);
/// let wrong = serde_json::json!({"source": "fair", "dryrun": true});
/// let wrong = read_import_options(&wrong.into()).unwrap_err();
/// assert_eq!((wrong.code.as_str(), wrong.field.as_deref()), ("api.request.unknown_field", Some("dryrun")));
/// ```
///
/// # Errors
/// `api.request.…` names the option that is unknown, missing or of a wrong kind.
pub fn read_import_options(options: &Given) -> Result<ImportOptions, ErrorInfo> {
    error::read(options)
}

/// The schema of an import's options, for the generators of bindings: the file itself is no part of any request.
#[cfg(feature = "schema")]
pub fn import_options_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<ImportOptions>()
}

/// The schemas of an import's progress and of its report.
#[cfg(feature = "schema")]
pub fn import_answer_schemas(generator: &mut schemars::SchemaGenerator) -> [schemars::Schema; 2] {
    [
        generator.subschema_for::<crate::workspace::ImportProgress>(),
        generator.subschema_for::<crate::import::ImportReport>(),
    ]
}

/// A file at hand. Exactly one of `file` and `hex` is given.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RowsRequest {
    /// The file as text.
    #[serde(default)]
    file: Option<String>,
    /// The file as bytes in hexadecimal, where its encoding matters.
    #[serde(default)]
    hex: Option<String>,
    /// What is known of the file.
    options: ImportOptions,
    /// When its facts were learned.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// The rows of a file.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ImportedRows {
    /// In the order of the file, without blank ones.
    rows: Vec<ImportedRow>,
    /// The file's encoding, once known.
    encoding: Option<TextEncoding>,
    /// What each column feeds, as a mapping document writes it.
    columns: Vec<String>,
}

/// A row: accepted with its values, or rejected with the reason.
#[derive(Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ImportedRow {
    /// Values by field.
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<BTreeMap<FieldName, FieldValue>>,
    /// Keys of the identifiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    keys: Option<Vec<IdentifierKey>>,
    /// Codes of what could not be read as meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
    notes: Option<Vec<CompactString>>,
    /// Code of why the row cannot be stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    rejected: Option<CompactString>,
    /// Line on which a rejected row begins, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// The column at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    /// What that column should hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    value_kind: Option<CompactString>,
}

fn rows(engines: &Engines, request: RowsRequest) -> Result<ImportedRows, ErrorInfo> {
    let bytes = match (request.file, request.hex) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(hex)) => {
            bytes_of(&hex).ok_or_else(|| error::wrong_kind("hex", "pairs of hexadecimal digits"))?
        }
        (None, None) => return Err(error::missing_field("file")),
        (Some(_), Some(_)) => return Err(error::wrong_kind("hex", "nothing where `file` is given")),
    };
    let mut import = begin(engines, request.options, request.now)?;
    let rows = read_all(&mut import, &bytes)?.into_iter().map(ImportedRow::from).collect();
    let report = import.report();
    Ok(ImportedRows {
        rows,
        encoding: report.encoding,
        columns: report.columns.into_iter().map(|column| column.target).collect(),
    })
}

/// White space between digits does not matter.
fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = hex
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| character.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    pairs.remainder().is_empty().then(|| {
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
    })
}

/// An import with what a workspace would take from its playbook.
fn begin(engines: &Engines, options: ImportOptions, now: DateTime<Utc>) -> Result<CsvImport, ErrorInfo> {
    engines.csv_import(&options, now).map_err(info)
}

fn read_all(import: &mut CsvImport, mut bytes: &[u8]) -> Result<Vec<RowOutcome>, ErrorInfo> {
    let mut outcomes = Vec::new();
    while let Some(batch) = import.next_batch(&mut bytes).map_err(info)? {
        outcomes.extend(batch);
    }
    Ok(outcomes)
}

impl From<RowOutcome> for ImportedRow {
    fn from(outcome: RowOutcome) -> Self {
        match outcome {
            RowOutcome::Accepted(row) => Self {
                fields: Some(row.draft.fields.into_iter().map(|(name, field)| (name, field.value)).collect()),
                keys: Some(row.draft.identifiers.into_iter().map(|identifier| identifier.key).collect()),
                notes: Some(row.notes.into_iter().map(|note| note.code).collect()),
                ..Self::default()
            },
            RowOutcome::Rejected(row) => Self {
                rejected: Some(row.code),
                line: Some(row.line),
                column: row.column,
                value_kind: Some(row.value_kind),
                ..Self::default()
            },
        }
    }
}

/// A cell.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CellRequest {
    /// What the column feeds, as a mapping document writes it.
    field: String,
    /// The text of the cell.
    raw: String,
    /// What is known of the file.
    options: ImportOptions,
    /// When its facts were learned.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// What a cell says.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CellValue {
    /// The value; null where it cannot be read, or the row is rejected.
    value: Option<FieldValue>,
    /// Codes of what could not be read as meant.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
    notes: Option<Vec<CompactString>>,
    /// Code of why the row is rejected.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    rejected: Option<CompactString>,
    /// The column at fault.
    column: Option<String>,
}

/// The header of the cell that is read.
const CELL: &str = "Cell";

/// A name that every row must have, and one that can be one.
const NAME: (&str, &str) = ("Full name", "Anna Walker");

fn value(engines: &Engines, request: CellRequest) -> Result<CellValue, ErrorInfo> {
    let CellRequest { field, raw, mut options, now } = request;
    let name = FieldName::from(field.strip_prefix("custom:").unwrap_or(&field));
    options.header = Some(true);
    options.csv.delimiter = Some(',');
    options.mapping.columns.insert(NAME.0.to_owned(), FieldName::Name.as_str().to_owned());
    options.mapping.columns.insert(CELL.to_owned(), field.clone());
    let mut file = String::new();
    write_record(&mut file, [NAME.0, CELL]);
    write_record(&mut file, [NAME.1, &raw]);
    let mut import = begin(engines, options, now)?;
    let row = read_all(&mut import, file.as_bytes())?.into_iter().next().map(ImportedRow::from);
    let row = row.unwrap_or_default();
    Ok(CellValue {
        value: row.fields.and_then(|mut fields| fields.remove(&name)),
        notes: row.notes,
        rejected: row.rejected,
        column: row.column,
    })
}

/// A mapping document.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct MappingRequest {
    /// TOML, or JSON where it begins with `{`.
    document: String,
}

fn mapping(_: &Engines, request: MappingRequest) -> Result<Mapping, ErrorInfo> {
    Mapping::read(&request.document).map_err(info)
}
