//! _operations.py: one method per operation.

use super::{Names, WRITTEN, Way, docstring, is_keyword};
use crate::model::{Field, Model, Operation, Type};

const HEAD: &str = "\
from __future__ import annotations

from collections import abc
from typing import TYPE_CHECKING, Any

from . import _scrm
from ._table import Table

if TYPE_CHECKING:
    from . import types
";

pub(super) fn write(model: &Model) -> String {
    let names = Names::of(model);
    let mut out = format!("\"\"\"What engines and workspaces do.\n\n{WRITTEN}\n\"\"\"\n\n{HEAD}");
    let tables = [
        ("Engine", "Engines", "What engines answer without a workspace.", &model.engine_operations),
        ("Workspace", "Workspace", "What a workspace does.", &model.workspace_operations),
        (
            "Deduper",
            "Deduper",
            "What a deduper does with the records that it was fitted with.",
            &model.deduper_operations,
        ),
    ];
    for (name, native, doc, operations) in tables {
        out.push_str(&format!("\n\nclass {name}Operations(_scrm.{native}):\n    \"\"\"{doc}\"\"\"\n"));
        for operation in operations.iter().filter(|operation| !is_by_hand(name, operation)) {
            method(operation, &names, &mut out);
        }
    }
    out
}

/// What takes more than the table says: a deduper is fitted with data frames and files too.
fn is_by_hand(owner: &str, operation: &Operation) -> bool {
    (owner, operation.name.as_str()) == ("Deduper", "fit")
}

fn method(operation: &Operation, names: &Names, out: &mut String) {
    let name = operation.name.replace('.', "_");
    let (fields, positional) = arguments(operation);
    let mut parameters = vec!["self".to_owned()];
    for (place, field) in fields.iter().enumerate() {
        if place == positional {
            parameters.push("*".to_owned());
        }
        parameters.push(parameter(field, names));
    }
    let answer = answer(operation, names);
    let line = format!("    def {name}({}) -> {answer}:\n", parameters.join(", "));
    out.push('\n');
    if line.chars().count() <= super::WIDTH {
        out.push_str(&line);
    } else {
        let parameters: Vec<String> = parameters.iter().map(|one| format!("        {one},\n")).collect();
        out.push_str(&format!("    def {name}(\n{}    ) -> {answer}:\n", parameters.concat()));
    }
    docstring(&documentation(operation), 2, out);
    body(operation, out);
}

/// The fields as arguments, and how many of them may go without their names: those that the table says, or else the
/// only one that must be given.
fn arguments(operation: &Operation) -> (Vec<&Field>, usize) {
    let mut fields: Vec<&Field> = operation.fields.iter().collect();
    let is_required = |field: &&Field| field.required_in_requests;
    if operation.positional == 0 && fields.iter().copied().filter(is_required).count() == 1 {
        fields.sort_by_key(|field| !field.required_in_requests);
        return (fields, 1);
    }
    (fields, operation.positional)
}

fn argument(field: &Field) -> String {
    if is_keyword(&field.name) { format!("{}_", field.name) } else { field.name.clone() }
}

fn parameter(field: &Field, names: &Names) -> String {
    let name = argument(field);
    let holds = names.spell(&field.holds, Way::In, "types.");
    if field.required_in_requests {
        return format!("{name}: {holds}");
    }
    let or_none = if matches!(field.holds, Type::Optional(_)) { "" } else { " | None" };
    format!("{name}: {holds}{or_none} = None")
}

fn answer(operation: &Operation, names: &Names) -> String {
    match listed(operation) {
        Some(record) => format!("Table[types.{record}]"),
        None => names.spell(&operation.answer, Way::Out, "types."),
    }
}

/// The records of an operation that lists some of many.
pub(super) fn listed(operation: &Operation) -> Option<&str> {
    let is_page = operation.fields.iter().any(|field| field.name == "limit");
    match &operation.answer {
        Type::List(of) if is_page => match of.as_ref() {
            Type::Ref(record) => Some(record),
            _ => None,
        },
        _ => None,
    }
}

fn documentation(operation: &Operation) -> String {
    let arguments: Vec<String> = arguments(operation)
        .0
        .iter()
        .filter(|field| !field.doc.is_empty())
        .map(|field| format!("    {}: {}", argument(field), field.doc.replace('\n', " ")))
        .collect();
    let what = operation.doc.replace('\n', " ");
    if arguments.is_empty() { what } else { format!("{what}\n\nArgs:\n{}", arguments.join("\n")) }
}

fn body(operation: &Operation, out: &mut String) {
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        operation.fields.iter().partition(|field| field.required_in_requests);
    let entries: Vec<String> =
        required.iter().map(|field| format!("\"{}\": {}", field.name, argument(field))).collect();
    let request = format!("{{{}}}", entries.join(", "));
    let call = |request: &str| match listed(operation) {
        Some(_) => format!("        return Table(self.list(\"{}\", {request}))\n", operation.name),
        None => format!("        return self.call(\"{}\", {request})\n", operation.name),
    };
    if optional.is_empty() {
        out.push_str(&call(&request));
        return;
    }
    out.push_str(&format!("        request: dict[str, Any] = {request}\n"));
    for field in optional {
        let argument = argument(field);
        out.push_str(&format!(
            "        if {argument} is not None:\n            request[\"{}\"] = {argument}\n",
            field.name
        ));
    }
    out.push_str(&call("request"));
}
