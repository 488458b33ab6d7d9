//! Import: rows of a file, and one value of a one-row file.

use scrm_core::foundation::ErrorInfo;
use scrm_core::import::csv::write_record;
use scrm_core::import::{CsvImport, ImportOptions, Mapping, RowOutcome};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Operation, operation};
use crate::context::{Context, info, input, unreadable};

pub(super) const OPERATIONS: &[Operation] = &[
    operation("import.rows", rows),
    operation("value.read", read_value),
    operation("mapping.read", mapping),
];

/// A file as text, or as bytes in hexadecimal where its encoding matters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    file: Option<String>,
    #[serde(default)]
    hex: Option<String>,
    #[serde(default)]
    options: Map<String, Value>,
}

/// The file's bytes from either form.
pub(crate) fn bytes(file: Option<String>, hex: Option<&str>) -> Result<Vec<u8>, ErrorInfo> {
    match (file, hex) {
        (Some(text), None) => Ok(text.into_bytes()),
        (None, Some(hex)) => {
            let digits: Vec<u32> =
                hex.chars().filter(|c| !c.is_whitespace()).filter_map(|c| c.to_digit(16)).collect();
            Ok(digits
                .chunks(2)
                .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | *digit as u8))
                .collect())
        }
        _ => Err(unreadable("a file is given as `file` or as `hex`")),
    }
}

/// The options, from a source called `case` unless they name one.
pub(crate) fn options(mut options: Map<String, Value>) -> Result<ImportOptions, ErrorInfo> {
    options.entry("source").or_insert(json!("case"));
    input(Value::Object(options))
}

fn rows(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let File { file, hex, options: given } = input(value)?;
    let bytes = bytes(file, hex.as_deref())?;
    let mut import = begin(context, options(given)?)?;
    let outcomes = read_all(&mut import, &bytes)?;
    let report = import.report();
    Ok(json!({
        "rows": outcomes.iter().map(row).collect::<Vec<_>>(),
        "encoding": report.encoding,
        "columns": report.columns.iter().map(|column| &column.target).collect::<Vec<_>>(),
    }))
}

/// What a workspace would default, taken from the playbook in the same way.
fn begin(context: &Context, mut options: ImportOptions) -> Result<CsvImport, ErrorInfo> {
    let engines = &context.compiled.engines;
    options.default_region.get_or_insert_with(|| engines.region().to_owned());
    options.default_currency.get_or_insert(engines.currency().base);
    options.time_zone.get_or_insert_with(|| engines.calendar.zone_name().to_owned());
    CsvImport::new(&options, &context.compiled.playbook.import, context.now).map_err(info)
}

fn read_all(import: &mut CsvImport, mut bytes: &[u8]) -> Result<Vec<RowOutcome>, ErrorInfo> {
    let mut outcomes = Vec::new();
    while let Some(batch) = import.next_batch(&mut bytes).map_err(info)? {
        outcomes.extend(batch);
    }
    Ok(outcomes)
}

fn row(outcome: &RowOutcome) -> Value {
    match outcome {
        RowOutcome::Accepted(row) => {
            let fields: Map<String, Value> = row
                .draft
                .fields
                .iter()
                .map(|(name, field)| (name.as_str().to_owned(), json!(field.value)))
                .collect();
            json!({
                "fields": fields,
                "keys": row.draft.identifiers.iter().map(|identifier| &identifier.key).collect::<Vec<_>>(),
                "notes": row.notes.iter().map(|note| &note.code).collect::<Vec<_>>(),
            })
        }
        RowOutcome::Rejected(row) => json!({
            "rejected": row.code,
            "line": row.line,
            "column": row.column,
            "value_kind": row.value_kind,
        }),
    }
}

fn read_value(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Cell {
        field: String,
        raw: String,
        #[serde(default)]
        options: Map<String, Value>,
    }
    let Cell { field, raw, options: given } = input(value)?;
    let mut options = options(given)?;
    options.header = Some(true);
    options.csv.delimiter = Some(',');
    options.mapping.columns.insert("Full name".to_owned(), "name".to_owned());
    options.mapping.columns.insert("Cell".to_owned(), field.clone());
    let mut file = String::new();
    write_record(&mut file, ["Full name", "Cell"]);
    write_record(&mut file, ["Anna Walker", &raw]);
    let mut import = begin(context, options)?;
    let outcomes = read_all(&mut import, file.as_bytes())?;
    let outcome = outcomes.first().ok_or_else(|| unreadable("the row was not read"))?;
    let read = row(outcome);
    if read.get("rejected").is_some() {
        return Ok(json!({"rejected": read["rejected"], "column": read["column"]}));
    }
    let value = read["fields"].get(&field).cloned().unwrap_or_default();
    Ok(json!({"value": value, "notes": read["notes"]}))
}

fn mapping(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Document {
        document: String,
    }
    let Document { document } = input(value)?;
    let mapping = Mapping::read(&document).map_err(info)?;
    Ok(json!({"columns": mapping.columns, "constants": mapping.constants}))
}
