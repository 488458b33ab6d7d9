//! The two calls of steps that no line of the table is: a file, and a worker that never fails.

use std::io::Cursor;

use chrono::{DateTime, Utc};
use scrm_core::api::{self, workspace_operation};
use scrm_core::foundation::ErrorInfo;
use scrm_core::workspace::Workspace;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::playbooks::info;

/// The names of these calls.
pub(crate) const CALLS: [&str; 2] = ["deliver", "import_csv"];

/// The fields of a call's request.
pub(crate) fn fields(call: &str) -> Option<&'static [&'static str]> {
    match call {
        "deliver" => Some(&["now"]),
        "import_csv" => Some(&["file", "hex", "options", "now"]),
        _ => None,
    }
}

/// Makes the call; `None` where it is no such call.
pub(crate) fn run(call: &str, workspace: &Workspace, request: &Value) -> Option<Result<Value, ErrorInfo>> {
    match call {
        "deliver" => Some(deliver(workspace, request)),
        "import_csv" => Some(import_csv(workspace, request)),
        _ => None,
    }
}

/// A mistake in the case, in the words of the request that it would have been.
fn unreadable(error: impl ToString) -> ErrorInfo {
    ErrorInfo { code: "conformance.request".to_owned(), message: error.to_string(), field: None, row: None }
}

fn import_csv(workspace: &Workspace, request: &Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[serde(default)]
        file: Option<String>,
        #[serde(default)]
        hex: Option<String>,
        options: Map<String, Value>,
        now: DateTime<Utc>,
    }
    let File { file, hex, options, now } = serde_json::from_value(request.clone()).map_err(unreadable)?;
    let bytes = match (file, hex) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(hex)) => bytes_of(&hex),
        _ => return Err(unreadable("a file is given as `file` or as `hex`")),
    };
    let options = api::read_import_options(&Value::Object(options).into())?;
    let report = workspace.import_csv(&mut Cursor::new(bytes), &options, now).map_err(info)?;
    serde_json::to_value(report).map_err(unreadable)
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.chars().filter_map(|c| c.to_digit(16)).filter_map(|digit| u8::try_from(digit).ok()).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
}

/// Leases, attempts and acknowledges everything that is due: what a worker does that never fails.
fn deliver(workspace: &Workspace, request: &Value) -> Result<Value, ErrorInfo> {
    let now = &request["now"];
    let leased = call(workspace, "lease", &json!({"worker": "worker", "limit": 100, "now": now}))?;
    let mut sent = Vec::new();
    for lease in leased.as_array().into_iter().flatten() {
        let (message, id) = (&lease["message"], &lease["message"]["id"]);
        let held = json!({"id": id, "generation": lease["generation"], "now": now});
        if call(workspace, "attempt", &held)?["send"] == true {
            let mut report = held;
            report["external_id"] = id.clone();
            let acknowledged = call(workspace, "acknowledge", &report)?;
            let body = &message["body"];
            let words = body.get("text").or_else(|| body.get("caption"));
            sent.push(json!({
                "id": id,
                "message": acknowledged["message"],
                "rule": message["rule"],
                "to": message["to"],
                "text": words,
            }));
        }
    }
    Ok(Value::Array(sent))
}

/// Makes a call of the table.
pub(crate) fn call(workspace: &Workspace, name: &str, request: &Value) -> Result<Value, ErrorInfo> {
    let operation = workspace_operation(name).ok_or_else(api::unknown_operation)?;
    let answer = operation.read_json(&request.to_string())?.run(workspace)?;
    serde_json::to_value(answer).map_err(unreadable)
}
