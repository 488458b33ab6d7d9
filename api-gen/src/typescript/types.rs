//! `lib/types.d.ts`: what goes in and comes out.

use super::{GENERATED, Names, Way, comment};
use crate::model::{Field, Model, Name, TypeDefinition, TypeKind, Variant};

/// What every type is made of.
const INSTANTS: &str = "
/** An instant as answers hold it: RFC 3339 text in UTC, `2026-01-05T09:00:00Z`. `new Date(instant)` makes a date of it. */
export type Instant = string;

/** An instant as requests take it: a `Date`, or RFC 3339 text with an offset. Text without an offset is refused. */
export type InstantInput = Date | string;
";

pub(super) fn declarations(model: &Model) -> String {
    let names = Names::new(model);
    let mut text = format!("{GENERATED}{INSTANTS}");
    let requests: Vec<&str> = model.operations().map(|operation| operation.request.as_str()).collect();
    for definition in &model.types {
        // The request of an operation is the arguments of its method.
        if requests.contains(&definition.name.as_str()) && !definition.in_answers {
            continue;
        }
        if definition.in_answers {
            text.push_str(&declaration(&names, definition, Way::Out));
        }
        if definition.in_requests && (!definition.in_answers || names.has_two_forms(&definition.name)) {
            text.push_str(&declaration(&names, definition, Way::In));
        }
    }
    text.push_str(&error_codes(model));
    text
}

fn declaration(names: &Names<'_>, definition: &TypeDefinition, way: Way) -> String {
    let name = names.name(&definition.name, way);
    let doc = if name == definition.name {
        definition.doc.clone()
    } else {
        format!(
            "{}\nAs a request takes it; {{@link {}}} is what comes back.",
            definition.doc, definition.name
        )
    };
    let doc = comment(&doc, "");
    match &definition.kind {
        TypeKind::Record { fields } => {
            let fields: String = fields.iter().map(|field| field_lines(names, field, way, "  ")).collect();
            format!("\n{doc}export interface {name} {{\n{fields}}}\n")
        }
        TypeKind::Choice { tag, shared, variants } => {
            let variants: String =
                variants.iter().map(|variant| variant_lines(names, tag, shared, variant, way)).collect();
            format!("\n{doc}export type {name} =\n{};\n", variants.trim_end())
        }
        TypeKind::Names { names } => format!("\n{doc}export type {name} ={};\n", words(names)),
        TypeKind::NamesOrObject { names: plain, objects } => {
            let objects: String = objects
                .iter()
                .map(|field| format!("{}  | {{ {} }}\n", comment(&field.doc, "  "), names.field(field, way)))
                .collect();
            format!("\n{doc}export type {name} ={}\n{};\n", words(plain), objects.trim_end())
        }
        TypeKind::Alias { of } => format!("\n{doc}export type {name} = {};\n", names.spell(of, way)),
    }
}

fn field_lines(names: &Names<'_>, field: &Field, way: Way, indent: &str) -> String {
    format!("{}{indent}{}\n", comment(&field.doc, indent), names.field(field, way))
}

fn variant_lines(names: &Names<'_>, tag: &str, shared: &[Field], variant: &Variant, way: Way) -> String {
    let fields = shared.iter().chain(&variant.fields);
    let fields: String = fields.map(|field| field_lines(names, field, way, "      ")).collect();
    let doc = comment(&variant.doc, "  ");
    if fields.is_empty() {
        return format!("{doc}  | {{ {tag}: \"{}\" }}\n", variant.name);
    }
    format!("{doc}  | {{\n      {tag}: \"{}\";\n{fields}    }}\n", variant.name)
}

/// Words as a union, each on a line of its own with what it means.
fn words(names: &[Name]) -> String {
    names.iter().map(|name| format!("\n{}  | \"{}\"", comment(&name.doc, "  "), name.name)).collect()
}

fn error_codes(model: &Model) -> String {
    let codes = model.errors.values().flatten();
    let codes: String =
        codes.map(|error| format!("\n{}  | \"{}\"", comment(error.message, "  "), error.code)).collect();
    let areas: String = model.errors.keys().map(|area| format!("\n  | \"{area}\"")).collect();
    format!(
        "\n/** Every code of an error. */\nexport type ErrorCode ={codes};\n\n/** The first part of a code. */\nexport type ErrorArea ={areas};\n"
    )
}
