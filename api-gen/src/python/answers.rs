//! answers.rs of the binding: where instants and days stand in answers, and the columns of what they list.

use std::collections::BTreeSet;

use super::WRITTEN;
use super::operations::listed;
use crate::model::{Field, Model, Operation, Type, TypeDefinition, TypeKind};

const HEAD: &str = "\
use crate::bridge::Shape::{self, Day, Instant, List, Map, Record, Tagged, Tuple};
#[allow(unused_imports, reason = \"not every kind of column need be there\")]
use crate::table::ColumnKind::{Day as Days, Flag, Instant as Instants, Json, Number, Text, Texts, Whole};
use crate::table::Step::Key;
use crate::table::{CUSTOMER_COLUMNS, Column};

/// What is worth knowing of one operation's answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnswerForm {
    /// Where instants and days stand in it.
    pub(crate) shape: Option<&'static Shape>,
    /// The columns of its records, where it lists any.
    pub(crate) columns: &'static [Column],
}

const fn form(shape: Option<&'static Shape>, columns: &'static [Column]) -> AnswerForm {
    AnswerForm { shape, columns }
}
";

pub(super) fn write(model: &Model) -> String {
    let shaped = shaped(model);
    let mut out =
        format!("//! What is worth knowing of the answers of operations.\n//!\n//! {WRITTEN}\n\n{HEAD}");
    for definition in model.types.iter().filter(|definition| shaped.contains(&definition.name)) {
        if let Some(shape) = definition_shape(definition, &shaped) {
            out.push_str(&format!("\nstatic {}: Shape = {shape};\n", screaming(&definition.name)));
        }
    }
    let tables: BTreeSet<String> = model
        .operations()
        .filter_map(listed)
        .map(str::to_owned)
        .chain(parts(model).into_iter().map(|(_, record)| record))
        .collect();
    tables
        .iter()
        .filter(|record| *record != "Customer")
        .for_each(|record| out.push_str(&columns(model, record)));
    let answered = model.operations().filter_map(|operation| list_of(&operation.answer)).map(str::to_owned);
    let lists: BTreeSet<String> = answered.chain(tables).filter(|record| shaped.contains(record)).collect();
    for record in lists {
        out.push_str(&format!("\nstatic {0}_LIST: Shape = List(&{0});\n", screaming(&record)));
    }
    out.push_str(&forms(model, &shaped));
    out
}

/// Types that hold an instant or a day somewhere.
fn shaped(model: &Model) -> BTreeSet<String> {
    let mut shaped = BTreeSet::new();
    loop {
        let known = shaped.len();
        for definition in model.types.iter().filter(|definition| definition.in_answers) {
            if definition_shape(definition, &shaped).is_some() {
                shaped.insert(definition.name.clone());
            }
        }
        if shaped.len() == known {
            return shaped;
        }
    }
}

fn definition_shape(definition: &TypeDefinition, shaped: &BTreeSet<String>) -> Option<String> {
    match &definition.kind {
        TypeKind::Record { fields } | TypeKind::NamesOrObject { objects: fields, .. } => {
            record(fields, shaped)
        }
        TypeKind::Choice { tag, shared, variants } => {
            let shared_entries = entries(shared, shaped);
            // A form without instants of its own has those that all forms share.
            let forms: Vec<String> = variants
                .iter()
                .filter(|variant| !entries(&variant.fields, shaped).is_empty())
                .filter_map(|variant| {
                    let fields: Vec<Field> = shared.iter().chain(&variant.fields).cloned().collect();
                    Some(format!("(\"{}\", &{})", variant.name, record(&fields, shaped)?))
                })
                .collect();
            let is_shaped = !forms.is_empty() || !shared_entries.is_empty();
            is_shaped.then(|| {
                let (shared, forms) = (listing(&shared_entries), listing(&forms));
                format!("Tagged {{ tag: \"{tag}\", shared: &{shared}, forms: &{forms} }}")
            })
        }
        TypeKind::Alias { of } => shape(of, shaped).map(|shape| shape.trim_start_matches('&').to_owned()),
        TypeKind::Names { .. } => None,
    }
}

fn record(fields: &[Field], shaped: &BTreeSet<String>) -> Option<String> {
    let entries = entries(fields, shaped);
    (!entries.is_empty()).then(|| format!("Record(&{})", listing(&entries)))
}

/// Some of it on one line, more on lines of their own.
fn listing(entries: &[String]) -> String {
    let line = entries.join(", ");
    if line.len() <= 60 { format!("[{line}]") } else { format!("[\n    {},\n]", entries.join(",\n    ")) }
}

fn entries(fields: &[Field], shaped: &BTreeSet<String>) -> Vec<String> {
    let entry = |field: &Field| Some(format!("(\"{}\", {})", field.name, shape(&field.holds, shaped)?));
    fields.iter().filter_map(entry).collect()
}

/// A reference to the shape of a type, where it has one.
fn shape(holds: &Type, shaped: &BTreeSet<String>) -> Option<String> {
    match holds {
        Type::Instant => Some("&Instant".to_owned()),
        Type::Date => Some("&Day".to_owned()),
        Type::List(of) => shape(of, shaped).map(|of| format!("&List({of})")),
        Type::Map(of) => shape(of, shaped).map(|of| format!("&Map({of})")),
        Type::Optional(of) => shape(of, shaped),
        Type::Tuple(of) => {
            let places: Vec<Option<String>> = of.iter().map(|of| shape(of, shaped)).collect();
            places.iter().any(Option::is_some).then(|| {
                let spelt: Vec<String> = places.into_iter().map(spell).collect();
                format!("&Tuple(&[{}])", spelt.join(", "))
            })
        }
        Type::Ref(name) => shaped.contains(name).then(|| format!("&{}", screaming(name))),
        _ => None,
    }
}

/// A shape that may be missing, as Rust spells it.
fn spell(shape: Option<String>) -> String {
    shape.map_or_else(|| "None".to_owned(), |shape| format!("Some({shape})"))
}

fn screaming(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_uppercase());
    }
    out
}

/// The columns of a record: one per plain field, those of records inside it under both names.
fn columns(model: &Model, record: &str) -> String {
    let mut lines = Vec::new();
    gather(model, record, &[], &mut lines);
    format!("\nstatic {}_COLUMNS: &[Column] = &[\n{}];\n", screaming(record), lines.concat())
}

fn gather(model: &Model, record: &str, above: &[String], lines: &mut Vec<String>) {
    for field in columns_of(model, record) {
        let path: Vec<String> = above.iter().chain([&field.name]).cloned().collect();
        let holds = plain(model, &field.holds);
        if let Type::Ref(inner) = &holds
            && above.is_empty()
            && matches!(model.definition(inner), Some(TypeDefinition { kind: TypeKind::Record { .. }, .. }))
        {
            gather(model, inner, &path, lines);
            continue;
        }
        let steps: Vec<String> = path.iter().map(|key| format!("Key(\"{key}\")")).collect();
        let line = format!(
            "    Column {{ name: \"{}\", path: &[{}], kind: {} }},\n",
            path.join("_"),
            steps.join(", "),
            kind(model, &holds)
        );
        lines.push(line);
    }
}

/// The fields that every record of a type has: of a choice, its tag and what its forms share.
fn columns_of(model: &Model, record: &str) -> Vec<Field> {
    match model.definition(record).map(|definition| &definition.kind) {
        Some(TypeKind::Record { fields }) => fields.clone(),
        Some(TypeKind::Choice { tag, shared, .. }) => {
            let tag = Field {
                name: tag.clone(),
                doc: String::new(),
                holds: Type::Text,
                required_in_requests: true,
                always_in_answers: true,
            };
            std::iter::once(tag).chain(shared.iter().cloned()).collect()
        }
        _ => Vec::new(),
    }
}

/// What a type is behind optional values and other names.
fn plain(model: &Model, holds: &Type) -> Type {
    match holds {
        Type::Optional(of) => plain(model, of),
        Type::Ref(name) => match model.definition(name).map(|definition| &definition.kind) {
            Some(TypeKind::Alias { of }) => plain(model, of),
            Some(TypeKind::Names { .. }) => Type::Text,
            _ => holds.clone(),
        },
        _ => holds.clone(),
    }
}

fn kind(model: &Model, holds: &Type) -> &'static str {
    match holds {
        Type::Text | Type::LocalDateTime => "Text",
        Type::Integer { .. } => "Whole",
        Type::Number => "Number",
        Type::Boolean => "Flag",
        Type::Instant => "Instants",
        Type::Date => "Days",
        Type::List(of) if plain(model, of) == Type::Text => "Texts",
        _ => "Json",
    }
}

/// The answer whose lists are tables too.
const REPORT: &str = "Report";

/// The lists of records in a report, and in the records right inside it: the way to each, and what it holds.
fn parts(model: &Model) -> Vec<(String, String)> {
    let mut parts = Vec::new();
    for field in columns_of(model, REPORT) {
        if let Some(record) = records_of(model, &field.holds) {
            parts.push((field.name, record));
        } else if let Type::Ref(inner) = plain(model, &field.holds) {
            let lists = columns_of(model, &inner).into_iter().filter_map(|below| {
                Some((format!("{}.{}", field.name, below.name), records_of(model, &below.holds)?))
            });
            parts.extend(lists);
        }
    }
    parts
}

/// The records in a list, where it holds any.
fn records_of(model: &Model, holds: &Type) -> Option<String> {
    match plain(model, holds) {
        Type::List(of) => match plain(model, &of) {
            Type::Ref(record) if !columns_of(model, &record).is_empty() => Some(record),
            _ => None,
        },
        _ => None,
    }
}

fn forms(model: &Model, shaped: &BTreeSet<String>) -> String {
    let mut arms = String::new();
    for operation in model.operations() {
        let (shape, columns) = (answer_shape(operation, shaped), listed(operation).map(columns_name));
        if shape.is_none() && columns.is_none() {
            continue;
        }
        let columns = columns.unwrap_or_else(|| "&[]".to_owned());
        arms.push_str(&format!("        \"{}\" => form({}, {columns}),\n", operation.name, spell(shape)));
    }
    let mut tables = String::new();
    for (path, record) in parts(model) {
        let shape = list_shape(&record, shaped);
        tables.push_str(&format!("    (\"{path}\", form({}, {})),\n", spell(shape), columns_name(&record)));
    }
    format!(
        "
/// What is known of an operation's answer.
pub(crate) fn form_of(operation: &str) -> AnswerForm {{
    match operation {{
{arms}        _ => form(None, &[]),
    }}
}}

/// The lists of records in a report, by the way to each.
pub(crate) static REPORT_TABLES: &[(&str, AnswerForm)] = &[
{tables}];
"
    )
}

fn columns_name(record: &str) -> String {
    format!("{}_COLUMNS", screaming(record))
}

/// The shape of a list of records.
fn list_shape(record: &str, shaped: &BTreeSet<String>) -> Option<String> {
    shaped.contains(record).then(|| format!("&{}_LIST", screaming(record)))
}

fn answer_shape(operation: &Operation, shaped: &BTreeSet<String>) -> Option<String> {
    match list_of(&operation.answer) {
        Some(record) => list_shape(record, shaped),
        None => shape(&operation.answer, shaped),
    }
}

/// What a list holds, where that has a name.
fn list_of(answer: &Type) -> Option<&str> {
    match answer {
        Type::List(of) => match of.as_ref() {
            Type::Ref(record) => Some(record),
            _ => None,
        },
        _ => None,
    }
}
