//! answers.rs of the binding: where instants and days stand in answers, and the columns of what they list.

use std::collections::BTreeSet;

use super::operations::listed;
use super::WRITTEN;
use crate::model::{Field, Model, Operation, Type, TypeDefinition, TypeKind};

const HEAD: &str = "\
use crate::bridge::Shape::{self, Day, Instant, List, Map, Record, Tagged};
use crate::table::ColumnKind::{Day as Days, Flag, Instant as Instants, Json, Number, Text, Texts, Whole};
use crate::table::Step::Key;
use crate::table::{CUSTOMER as CUSTOMER_COLUMNS, Column};

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
    let mut out = format!("//! What is worth knowing of the answers of operations.\n//!\n//! {WRITTEN}\n\n{HEAD}");
    for definition in model.types.iter().filter(|definition| shaped.contains(&definition.name)) {
        if let Some(shape) = definition_shape(definition, &shaped) {
            out.push_str(&format!("\nstatic {}: Shape = {shape};\n", screaming(&definition.name)));
        }
    }
    let mut records: BTreeSet<String> = model.operations().filter_map(listed).map(str::to_owned).collect();
    records.extend(parts(model).into_iter().map(|(_, _, record)| record));
    for record in records.iter().filter(|record| *record != "Customer") {
        out.push_str(&columns(model, record));
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
        TypeKind::Record { fields } | TypeKind::NamesOrObject { objects: fields, .. } => record(fields, shaped),
        TypeKind::Choice { tag, shared, variants } => {
            let forms: Vec<String> = variants
                .iter()
                .filter_map(|variant| {
                    let fields: Vec<Field> = shared.iter().chain(&variant.fields).cloned().collect();
                    Some(format!("(\"{}\", &{})", variant.name, record(&fields, shaped)?))
                })
                .collect();
            let shared = entries(shared, shaped);
            (!forms.is_empty()).then(|| {
                format!("Tagged {{ tag: \"{tag}\", shared: &[{}], forms: &[{}] }}", shared.join(", "), forms.join(", "))
            })
        }
        TypeKind::Alias { of } => shape(of, shaped).map(|shape| shape.trim_start_matches('&').to_owned()),
        TypeKind::Names { .. } => None,
    }
}

fn record(fields: &[Field], shaped: &BTreeSet<String>) -> Option<String> {
    let entries = entries(fields, shaped);
    (!entries.is_empty()).then(|| format!("Record(&[{}])", entries.join(", ")))
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
        Type::Ref(name) => shaped.contains(name).then(|| format!("&{}", screaming(name))),
        _ => None,
    }
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
    format!(
        "\nstatic {}_COLUMNS: &[Column] = &[\n{}];\n",
        screaming(record),
        lines.concat()
    )
}

fn gather(model: &Model, record: &str, above: &[String], lines: &mut Vec<String>) {
    let Some(TypeDefinition { kind: TypeKind::Record { fields }, .. }) = model.definition(record) else { return };
    for field in fields {
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

/// The lists of records inside the records that operations answer: operation, field, record.
fn parts(model: &Model) -> Vec<(String, String, String)> {
    let mut parts = Vec::new();
    for definition in &model.types {
        let is_answer = model.operations().any(|operation| operation.answer == Type::Ref(definition.name.clone()));
        let TypeKind::Record { fields } = &definition.kind else { continue };
        for field in fields.iter().filter(|_| is_answer) {
            if let Type::List(of) = plain(model, &field.holds)
                && let Type::Ref(record) = plain(model, &of)
                && matches!(model.definition(&record), Some(TypeDefinition { kind: TypeKind::Record { .. }, .. }))
            {
                parts.push((definition.name.clone(), field.name.clone(), record));
            }
        }
    }
    parts
}

fn forms(model: &Model, shaped: &BTreeSet<String>) -> String {
    let mut arms = String::new();
    for operation in model.operations() {
        let (shape, columns) = (answer_shape(operation, shaped), answer_columns(operation));
        if shape.is_none() && columns.is_none() {
            continue;
        }
        let shape = shape.map_or_else(|| "None".to_owned(), |shape| format!("Some({shape})"));
        let columns = columns.unwrap_or_else(|| "&[]".to_owned());
        arms.push_str(&format!("        \"{}\" => form({shape}, {columns}),\n", operation.name));
    }
    let mut part_arms = String::new();
    for (answer, field, record) in parts(model) {
        let shape = shape(&Type::Ref(record.clone()), shaped);
        let shape = shape.map_or_else(|| "None".to_owned(), |shape| format!("Some({shape})"));
        part_arms.push_str(&format!(
            "        (\"{answer}\", \"{field}\") => Some(form({shape}, {}_COLUMNS)),\n",
            screaming(&record)
        ));
    }
    format!(
        "\n/// What is known of an operation's answer.\npub(crate) fn form_of(operation: &str) -> AnswerForm {{\n    match operation {{\n{arms}        _ => form(None, &[]),\n    }}\n}}\n\n/// What is known of the records in a list that an answer holds.\npub(crate) fn form_of_part(answer: &str, field: &str) -> Option<AnswerForm> {{\n    match (answer, field) {{\n{part_arms}        _ => None,\n    }}\n}}\n"
    )
}

fn answer_shape(operation: &Operation, shaped: &BTreeSet<String>) -> Option<String> {
    shape(&operation.answer, shaped)
}

fn answer_columns(operation: &Operation) -> Option<String> {
    listed(operation).map(|record| format!("{}_COLUMNS", screaming(record)))
}

