//! For the conformance runner: the typed method of an operation's name, with the request and the answer as JSON.

use std::fmt::Write;

use super::text::{GENERATED, in_order, name, quoted};
use crate::model::{Model, Operation, Type};

/// The functions.
pub(super) fn emit(model: &Model) -> String {
    let mut text = GENERATED.to_owned();
    text.push_str(&function("EngineOperations", "", &model.engine_operations));
    text.push_str(&function("WorkspaceOperations", "async ", &model.workspace_operations));
    text.push_str(&function("DeduperOperations", "async ", &model.deduper_operations));
    text
}

fn function(subject: &str, asynchronous: &str, operations: &[Operation]) -> String {
    let trying = if asynchronous.is_empty() { "try" } else { "try await" };
    let mut text = format!(
        "
extension {subject} {{
    /// Calls the method that stands for an operation; nil where there is no such operation.
    func dispatch(_ operation: String, _ request: JsonValue) {asynchronous}throws -> String? {{
        switch operation {{
"
    );
    for operation in operations {
        let _ = writeln!(text, "        case {}:", quoted(&operation.name));
        let fields = in_order(&operation.fields);
        if !fields.is_empty() {
            let _ =
                writeln!(text, "            let given = try strictly({}.self, request)", operation.request);
        }
        let given: Vec<String> =
            fields.iter().map(|field| format!("{0}: given.{0}", name(&field.name))).collect();
        let called = format!("{}({})", name(&operation.name), given.join(", "));
        if operation.answer == Type::Nothing {
            let _ = writeln!(text, "            {trying} {called}\n            return \"null\"");
        } else {
            let _ = writeln!(text, "            return {trying} writeJson({called})");
        }
    }
    text + "        default: return nil\n        }\n    }\n}\n"
}
