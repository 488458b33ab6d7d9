//! A method for each operation.

use std::fmt::Write;

use super::text::{GENERATED, Scope, declared, documentation, in_order, name, quoted, type_name};
use crate::model::{Model, Operation, Type};

const IMPORTS: &str = "\
import java.time.Instant
import java.time.LocalDateTime
import kotlinx.serialization.encodeToString
import kotlinx.serialization.json.JsonElement
";

/// Longest line of a method's parameters.
const LINE: usize = 110;

/// The classes of methods.
pub(super) fn emit(model: &Model) -> String {
    let mut text = format!("{GENERATED}\npackage scrm\n\n{IMPORTS}");
    let engines = "What engines answer without a store. Each method is an operation of the table.";
    text.push_str(&class("EngineOperations", engines, "", &model.engine_operations));
    let workspace = "What a workspace does. Each method is an operation of the table.";
    text.push_str(&class("WorkspaceOperations", workspace, "suspend ", &model.workspace_operations));
    let deduper = "What a deduper does. Each method is an operation of the table.";
    text.push_str(&class("DeduperOperations", deduper, "suspend ", &model.deduper_operations));
    text
}

fn class(name_of_class: &str, doc: &str, suspend: &str, operations: &[Operation]) -> String {
    let mut text =
        format!("\n/** {doc} */\npublic abstract class {name_of_class} internal constructor() {{\n");
    let doc = "Calls an operation by its name, with JSON text in and out: what the typed methods do.";
    let _ = writeln!(
        text,
        "    /** {doc} */\n    public abstract {suspend}fun call(operation: String, request: String): String"
    );
    for operation in operations {
        text.push('\n');
        text.push_str(&method(operation, suspend));
    }
    text + "}\n"
}

fn method(operation: &Operation, suspend: &str) -> String {
    let fields = in_order(&operation.fields);
    let mut doc = operation.doc.trim().to_owned();
    if !fields.is_empty() {
        doc.push('\n');
    }
    for field in &fields {
        let _ = write!(doc, "\n@param {} {}", name(&field.name), field.doc.replace('\n', "\n  "));
    }
    let mut text = documentation(&doc, "    ");
    let parameters: Vec<String> = fields.iter().map(|field| declared(field, Scope::File)).collect();
    let mut list = format!("({})", parameters.join(", "));
    if list.len() > LINE - operation.name.len() {
        list = format!("(\n        {},\n    )", parameters.join(",\n        "));
    }
    let request = if fields.is_empty() {
        "\"{}\"".to_owned()
    } else {
        let given: Vec<String> = fields.iter().map(|field| format!("{0} = {0}", name(&field.name))).collect();
        format!("scrmJson.encodeToString({}({}))", operation.request, given.join(", "))
    };
    let called = format!("call({}, {request})", quoted(&operation.name));
    let answer = type_name(&operation.answer, Scope::File);
    let method = name(&operation.name);
    if operation.answer == Type::Nothing {
        let _ = writeln!(text, "    public {suspend}fun {method}{list} {{\n        {called}\n    }}");
    } else {
        let _ = writeln!(
            text,
            "    public {suspend}fun {method}{list}: {answer} =\n        scrmJson.decodeFromString({called})"
        );
    }
    text
}
