//! A method for each operation.

use std::fmt::Write;

use super::text::{GENERATED, documentation, in_order, name, parameter, quoted, type_name};
use crate::model::{Model, Operation, Type, TypeKind};

/// Longest line of a method's parameters.
const LINE: usize = 100;

/// The protocols with their methods.
pub(super) fn emit(model: &Model) -> String {
    let mut text = GENERATED.to_owned();
    let engines = "What engines answer without a store. Each method is an operation of the table.";
    text.push_str(&protocol(model, "EngineOperations", engines, "", &model.engine_operations));
    let workspace = "What a workspace does. Each method is an operation of the table.";
    text.push_str(&protocol(model, "WorkspaceOperations", workspace, "async ", &model.workspace_operations));
    let deduper = "What a deduper does. Each method is an operation of the table.";
    text.push_str(&protocol(model, "DeduperOperations", deduper, "async ", &model.deduper_operations));
    text
}

fn protocol(
    model: &Model,
    name_of_protocol: &str,
    doc: &str,
    asynchronous: &str,
    operations: &[Operation],
) -> String {
    let called = "Calls an operation by its name, with JSON text in and out: what the typed methods do.";
    let mut text = format!(
        "
/// {doc}
public protocol {name_of_protocol} {{
    /// {called}
    func call(_ operation: String, _ request: String) {asynchronous}throws -> String
}}

extension {name_of_protocol} {{
"
    );
    for (place, operation) in operations.iter().enumerate() {
        if place > 0 {
            text.push('\n');
        }
        text.push_str(&method(operation, &request_fields(model, operation), asynchronous));
    }
    text + "}\n"
}

/// The fields of the request in the order in which its initialiser takes them.
fn request_fields(model: &Model, operation: &Operation) -> Vec<String> {
    match model.definition(&operation.request).map(|definition| &definition.kind) {
        Some(TypeKind::Record { fields }) => {
            in_order(fields).into_iter().map(|field| name(&field.name)).collect()
        }
        _ => Vec::new(),
    }
}

fn method(operation: &Operation, request_fields: &[String], asynchronous: &str) -> String {
    let fields = in_order(&operation.fields);
    let mut doc = operation.doc.trim().to_owned();
    if !fields.is_empty() {
        doc.push_str("\n\n- Parameters:");
    }
    for field in &fields {
        let _ = write!(doc, "\n  - {}: {}", name(&field.name), field.doc.replace('\n', "\n    "));
    }
    let mut text = documentation(&doc, "    ");
    let parameters: Vec<String> = fields.iter().map(|field| parameter(field, &[])).collect();
    let mut list = format!("({})", parameters.join(", "));
    if list.len() > LINE - operation.name.len() {
        list = format!("(\n        {}\n    )", parameters.join(",\n        "));
    }
    let request = if fields.is_empty() {
        "\"{}\"".to_owned()
    } else {
        let given: Vec<String> = request_fields.iter().map(|name| format!("{name}: {name}")).collect();
        format!("writeJson({}({}))", operation.request, given.join(", "))
    };
    let called = format!("call({}, {request})", quoted(&operation.name));
    let trying = if asynchronous.is_empty() { "try" } else { "try await" };
    let method = name(&operation.name);
    if operation.answer == Type::Nothing {
        let _ = writeln!(
            text,
            "    public func {method}{list} {asynchronous}throws {{\n        _ = {trying} {called}\n    }}"
        );
    } else {
        let answer = type_name(&operation.answer, &[]);
        if !asynchronous.is_empty() {
            text.push_str("    @discardableResult\n");
        }
        let _ = writeln!(
            text,
            "    public func {method}{list} {asynchronous}throws -> {answer} {{\n        {trying} readJson({answer}.self, {called})\n    }}"
        );
    }
    text
}
