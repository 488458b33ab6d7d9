//! types.py: what goes in and what comes out, as types for editors and checkers.

use super::{Names, WRITTEN, Way, docstring, is_keyword, python_words};
use crate::model::{Field, Model, Name, Type, TypeDefinition, TypeKind, Variant};

const HEAD: &str = "\
from __future__ import annotations

import datetime as dt
from collections import abc
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypeAlias, TypedDict, Union

if TYPE_CHECKING:
    from typing_extensions import ReadOnly

Instant: TypeAlias = \"dt.datetime | str\"
\"\"\"An instant: an aware `datetime`, or RFC 3339 text with an offset.\"\"\"

Day: TypeAlias = \"dt.date | str\"
\"\"\"A day: a `date`, or text such as `2026-01-05`.\"\"\"
";

pub(super) fn write(model: &Model) -> String {
    let names = Names::of(model);
    let mut out = format!("\"\"\"What requests take and answers hold.\n\n{WRITTEN}\n\"\"\"\n\n{HEAD}");
    for definition in &model.types {
        let is_request = model.operations().any(|operation| operation.request == definition.name);
        // What operations are asked are their arguments.
        if is_request && !is_held(model, &definition.name) {
            continue;
        }
        for way in ways(definition, &names) {
            out.push('\n');
            write_type(definition, way, &names, &mut out);
        }
    }
    out
}

/// Whether another type, or an answer, holds a type.
fn is_held(model: &Model, name: &str) -> bool {
    let fields = model.types.iter().flat_map(|definition| match &definition.kind {
        TypeKind::Record { fields } | TypeKind::NamesOrObject { objects: fields, .. } => fields.clone(),
        TypeKind::Choice { shared, variants, .. } => {
            let own = variants.iter().flat_map(|variant| &variant.fields);
            shared.iter().chain(own).cloned().collect()
        }
        TypeKind::Names { .. } | TypeKind::Alias { .. } => Vec::new(),
    });
    let aliased = model.types.iter().filter_map(|definition| match &definition.kind {
        TypeKind::Alias { of } => Some(of.clone()),
        _ => None,
    });
    let answers = model.operations().map(|operation| operation.answer.clone());
    fields.map(|field| field.holds).chain(aliased).chain(answers).any(|holds| holds_name(&holds, name))
}

/// Whether a type is spelt by the name of one that is written here.
fn names_a_type(holds: &Type) -> bool {
    match holds {
        Type::Ref(_) | Type::Instant | Type::Date => true,
        Type::List(of) | Type::Map(of) | Type::Optional(of) => names_a_type(of),
        Type::Tuple(of) | Type::Either(of) => of.iter().any(names_a_type),
        _ => false,
    }
}

fn holds_name(holds: &Type, name: &str) -> bool {
    match holds {
        Type::Ref(held) => held == name,
        Type::List(of) | Type::Map(of) | Type::Optional(of) => holds_name(of, name),
        Type::Tuple(of) | Type::Either(of) => of.iter().any(|of| holds_name(of, name)),
        _ => false,
    }
}

fn ways(definition: &TypeDefinition, names: &Names) -> Vec<Way> {
    match (definition.in_requests, definition.in_answers) {
        (true, true) if names.twofold.contains(&definition.name) => vec![Way::Out, Way::In],
        (true, false) => vec![Way::In],
        _ => vec![Way::Out],
    }
}

fn write_type(definition: &TypeDefinition, way: Way, names: &Names, out: &mut String) {
    let name = names.name(&definition.name, way);
    match &definition.kind {
        TypeKind::Record { fields } => record(&name, &definition.doc, None, fields, way, names, out),
        TypeKind::Choice { tag, shared, variants } => {
            let parts: Vec<String> = variants
                .iter()
                .map(|variant| variant_record(&name, tag, shared, variant, way, names, out))
                .collect();
            alias(&name, &format!("\"{}\"", parts.join(" | ")), &definition.doc, out);
        }
        TypeKind::Names { names: words } => alias(&name, &literal(words), &definition.doc, out),
        TypeKind::NamesOrObject { names: words, objects } => {
            let mut parts: Vec<String> = Vec::new();
            for object in objects {
                let part = format!("{name}{}", camel(&object.name));
                let required =
                    Field { required_in_requests: true, always_in_answers: true, ..object.clone() };
                record(&part, &object.doc, None, &[required], way, names, out);
                out.push('\n');
                parts.push(part);
            }
            if !words.is_empty() {
                parts.insert(0, literal(words));
            }
            alias(&name, &format!("\"{}\"", parts.join(" | ").replace('"', "'")), &definition.doc, out);
        }
        TypeKind::Alias { of } => {
            let spelt = names.spell(of, way, "");
            // Names of types that come later must be text; everything else is there at run time.
            let of = if names_a_type(of) { format!("\"{spelt}\"") } else { spelt };
            alias(&name, &of, &definition.doc, out);
        }
    }
}

/// One of several records, with its tag; gives its name.
fn variant_record(
    choice: &str,
    tag: &str,
    shared: &[Field],
    variant: &Variant,
    way: Way,
    names: &Names,
    out: &mut String,
) -> String {
    let name = format!("{choice}{}", camel(&variant.name));
    let fields: Vec<Field> = shared.iter().chain(&variant.fields).cloned().collect();
    record(&name, &variant.doc, Some((tag, &variant.name)), &fields, way, names, out);
    out.push('\n');
    name
}

fn record(
    name: &str,
    doc: &str,
    tag: Option<(&str, &str)>,
    fields: &[Field],
    way: Way,
    names: &Names,
    out: &mut String,
) {
    let tagged = tag
        .map(|(tag, word)| (tag.to_owned(), read_only(&format!("Literal[\"{word}\"]"), way), String::new()));
    let spelt = fields.iter().map(|field| {
        let is_given = if way == Way::In { field.required_in_requests } else { field.always_in_answers };
        let holds = read_only(&names.spell(&field.holds, way, ""), way);
        let holds = if is_given { holds } else { format!("NotRequired[{holds}]") };
        (field.name.clone(), holds, field.doc.clone())
    });
    let entries: Vec<(String, String, String)> = tagged.into_iter().chain(spelt).collect();
    if entries.iter().any(|(field, ..)| is_keyword(field)) {
        let entries: Vec<String> =
            entries.iter().map(|(field, holds, _)| format!("    \"{field}\": {}", quoted(holds))).collect();
        out.push_str(&format!("{name} = TypedDict(\"{name}\", {{\n{},\n}})\n", entries.join(",\n")));
        docstring(doc, 0, out);
        return;
    }
    out.push_str(&format!("\nclass {name}(TypedDict):\n"));
    let before = out.len();
    docstring(doc, 1, out);
    for (field, holds, doc) in &entries {
        if out.len() > before {
            out.push('\n');
        }
        out.push_str(&format!("    {field}: {holds}\n"));
        docstring(doc, 1, out);
    }
    if out.len() == before {
        out.push_str("    pass\n");
    }
}

/// What goes in is only read, so that an answer fits where a request holds the same.
fn read_only(holds: &str, way: Way) -> String {
    if way == Way::In { format!("ReadOnly[{holds}]") } else { holds.to_owned() }
}

/// A type as text, for places where Python would evaluate it.
fn quoted(holds: &str) -> String {
    format!("\"{}\"", holds.replace('"', "'"))
}

fn literal(words: &[Name]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.name)).collect();
    format!("Literal[{}]", words.join(", "))
}

fn alias(name: &str, of: &str, doc: &str, out: &mut String) {
    let line = format!("{name}: TypeAlias = {of}\n");
    if line.chars().count() > super::WIDTH && of.starts_with("Literal[") {
        let words = of.trim_start_matches("Literal[").trim_end_matches(']').replace(", ", ",\n    ");
        out.push_str(&format!("{name}: TypeAlias = Literal[\n    {words},\n]\n"));
    } else if line.chars().count() > super::WIDTH {
        let parts = of.trim_matches('"').replace(" | ", "\",\n    \"");
        out.push_str(&format!("{name}: TypeAlias = Union[\n    \"{parts}\",\n]\n"));
    } else {
        out.push_str(&line);
    }
    if !python_words(doc).is_empty() {
        docstring(doc, 0, out);
    }
}

fn camel(name: &str) -> String {
    name.split(['_', '.', '-']).map(capitalised).collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
