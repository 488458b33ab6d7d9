//! For the conformance runner: the typed method of an operation's name, with the request and the answer as JSON.

use std::fmt::Write;

use super::text::{GENERATED, in_order, name, quoted};
use crate::model::{Model, Operation, Type};

const HEAD: &str = "
package scrm

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.encodeToJsonElement

private val strict = Json(scrmJson) { ignoreUnknownKeys = false }

private inline fun <reified T> JsonElement.read(): T = strict.decodeFromJsonElement(this)

private inline fun <reified T> written(answer: T): JsonElement = strict.encodeToJsonElement(answer)
";

/// The functions.
pub(super) fn emit(model: &Model) -> String {
    let mut text = format!("{GENERATED}{HEAD}");
    text.push_str(&function("", "EngineOperations", &model.engine_operations));
    text.push_str(&function("suspend ", "WorkspaceOperations", &model.workspace_operations));
    text.push_str(&function("suspend ", "DeduperOperations", &model.deduper_operations));
    text
}

fn function(suspend: &str, subject: &str, operations: &[Operation]) -> String {
    let mut text = format!(
        "
/** Calls the method that stands for an operation; null where there is no such operation. */
internal {suspend}fun {subject}.dispatch(operation: String, request: JsonElement): JsonElement? = when (operation) {{
"
    );
    for operation in operations {
        let fields = in_order(&operation.fields);
        let given: Vec<String> =
            fields.iter().map(|field| format!("{0} = it.{0}", name(&field.name))).collect();
        let called = format!("{}({})", name(&operation.name), given.join(", "));
        let answered = if operation.answer == Type::Nothing {
            format!("{{ {called}; JsonNull }}")
        } else {
            format!("{{ written({called}) }}")
        };
        let branch = if fields.is_empty() {
            format!("run {answered}")
        } else {
            format!("request.read<{}>().let {}", operation.request, answered)
        };
        let _ = writeln!(text, "    {} -> {branch}", quoted(&operation.name));
    }
    text + "    else -> null\n}\n"
}
