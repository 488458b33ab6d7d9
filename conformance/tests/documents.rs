//! The examples of the documents are taken as they stand.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that reads a document"
)]

use std::path::Path;

use scrm_core::api::workspace_operation;
use scrm_core::playbook::Playbook;
use scrm_core::store::MemoryStore;
use scrm_core::workspace::Workspace;
use serde_json::{Value, json};

const NOW: &str = "2026-01-06T12:10:00+08:00";

/// The JSON examples of docs/events.md.
fn examples() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/events.md");
    let document = std::fs::read_to_string(path).unwrap();
    let blocks = document.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(|block| serde_json::from_str(block).unwrap()).collect()
}

fn call(workspace: &Workspace, operation: &str, request: &Value) -> Value {
    let answer = workspace_operation(operation).unwrap().call_json(workspace, &request.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{operation} {request}: {error:?}"))).unwrap()
}

/// A workspace in which a customer was answered, with the ids that examples leave open.
fn answered() -> (Workspace, [(&'static str, Value); 3]) {
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    let message = json!({
        "external_id": "wamid.1", "channel": "whatsapp", "account": "shop", "sent_at": "2026-01-06T11:00:00+08:00",
        "sender": {"identifiers": [{"kind": "whatsapp_id", "value": "447400123456"}]},
        "body": {"kind": "text", "text": "how much is it?"}
    });
    let now = "2026-01-06T11:00:00+08:00";
    let received = call(&workspace, "receive", &json!({"messages": [message], "now": now}));
    let now = "2026-01-06T11:00:03+08:00";
    let leased = call(&workspace, "lease", &json!({"worker": "w", "now": now}));
    let (id, generation) = (&leased[0]["message"]["id"], &leased[0]["generation"]);
    let held = json!({"id": id, "generation": generation, "now": now});
    call(&workspace, "attempt", &held);
    let sent = call(&workspace, "acknowledge", &held);
    let ids = [
        ("customer", received[0]["customer"].clone()),
        ("conversation", received[0]["conversation"].clone()),
        ("message", sent["message"].clone()),
    ];
    (workspace, ids)
}

/// The names of all kinds of event, as the reader of events says them.
fn kinds() -> Vec<String> {
    let unknown = serde_json::from_value::<scrm_core::foundation::EventKind>(json!({"kind": "?"}));
    let message = unknown.unwrap_err().to_string();
    let names = message.split('`').skip(1).step_by(2).skip(1);
    names.map(str::to_owned).collect()
}

#[test]
fn every_event_of_the_document_is_recorded() {
    let (workspace, ids) = answered();
    let mut recorded = Vec::new();
    for mut event in examples().into_iter().filter(|example| example.get("kind").is_some()) {
        for (field, id) in &ids {
            if let Some(open) = event.get_mut(*field) {
                *open = id.clone();
            }
        }
        let answer = call(&workspace, "record", &json!({"events": [event], "now": NOW}));
        assert_eq!(answer[0]["new"], true, "{event}");
        recorded.push(event["kind"].as_str().unwrap().to_owned());
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/events.md");
    let document = std::fs::read_to_string(path).unwrap();
    let (_, own) = document.split_once("What the engine writes itself").unwrap();
    let kinds = kinds();
    assert!(kinds.len() > 20, "{kinds:?}");
    for kind in kinds {
        assert!(recorded.contains(&kind) || own.contains(&format!("`{kind}`")), "{kind} is in no document");
    }
}

#[test]
fn the_failure_of_the_document_is_taken() {
    let failure = examples().into_iter().find(|example| example.get("retryable").is_some()).unwrap();
    let (workspace, _) = answered();
    let message = json!({
        "external_id": "wamid.2", "channel": "whatsapp", "account": "shop", "sent_at": NOW,
        "sender": {"identifiers": [{"kind": "whatsapp_id", "value": "447400123457"}]},
        "body": {"kind": "text", "text": "hello"}
    });
    call(&workspace, "receive", &json!({"messages": [message], "now": NOW}));
    let now = "2026-01-06T12:10:03+08:00";
    let leased = call(&workspace, "lease", &json!({"worker": "w", "now": now}));
    let held = json!({"id": leased[0]["message"]["id"], "generation": leased[0]["generation"], "now": now});
    call(&workspace, "attempt", &held);
    let mut failed = held;
    failed["failure"] = failure;
    call(&workspace, "fail", &failed);
}
