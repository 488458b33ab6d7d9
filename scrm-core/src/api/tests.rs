use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::foundation::ErrorInfo;
use crate::playbook::{Playbook, error_catalogue};
use crate::store::MemoryStore;

const NOW: &str = "2026-01-05T09:00:00Z";

fn engines() -> Engines {
    Engines::new(&Playbook::standard()).unwrap()
}

fn workspace() -> Workspace {
    Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap()
}

fn answer<S>(operation: &Operation<S>, subject: &S, request: &Value) -> Result<Value, ErrorInfo> {
    operation.read_json(&request.to_string())?.run(subject).map(|answer| {
        let written = serde_json::to_value(&answer).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&answer.to_json().unwrap()).unwrap(), written);
        written
    })
}

fn ask(name: &str, request: Value) -> Result<Value, ErrorInfo> {
    answer(engine_operation(name).expect(name), &engines(), &request)
}

fn on(workspace: &Workspace, name: &str, request: Value) -> Result<Value, ErrorInfo> {
    answer(workspace_operation(name).expect(name), workspace, &request)
}

/// The code, the field and the message of a refusal.
fn refusal(name: &str, request: Value) -> (String, String, String) {
    let error = ask(name, request).unwrap_err();
    (error.code, error.field.unwrap_or_default(), error.message)
}

#[test]
fn names_are_unique_and_sorted_within_their_area() {
    fn check<S>(areas: &[&[Operation<S>]]) {
        let mut seen = BTreeSet::new();
        for area in areas {
            assert!(area.is_sorted_by(|a, b| a.name < b.name), "{area:?}");
            for operation in *area {
                assert!(seen.insert(operation.name), "{} is in the table twice", operation.name);
                assert!(
                    operation.doc.trim().ends_with(['.', ')']),
                    "{} has no whole sentence",
                    operation.name
                );
            }
        }
    }
    check(ENGINE_OPERATIONS);
    check(WORKSPACE_OPERATIONS);
}

#[test]
fn every_code_is_in_the_catalogue() {
    let catalogue = error_catalogue();
    for entry in ERRORS {
        assert!(catalogue.contains(entry), "{}", entry.code);
    }
    for fault in [closed(), forked(), defect(), unknown_operation()] {
        assert!(catalogue.iter().any(|entry| entry.code == fault.code && !fault.message.is_empty()));
    }
}

#[test]
fn a_name_that_no_operation_has_is_not_found() {
    assert!(engine_operation("text.sing").is_none() && workspace_operation("text.fold").is_none());
}

#[test]
fn a_field_that_nobody_reads_is_refused_and_named() {
    let (code, field, message) = refusal("text.fold", json!({"text": "a", "txet": "b"}));
    assert_eq!((code.as_str(), field.as_str()), ("api.request.unknown_field", "txet"));
    assert!(message.contains("`text`"), "{message}");

    let customer = json!({"v": 1, "id": "c_1", "created_at": NOW, "updated_at": NOW, "identifers": []});
    let (code, field, _) = refusal("completeness.evaluate", json!({"customer": customer}));
    assert_eq!((code.as_str(), field.as_str()), ("api.request.unknown_field", "customer.identifers"));

    let event = json!({"id": "e_1", "at": NOW, "customer": "c_1", "kind": "quote_sent", "totl": 5});
    let error = on(&workspace(), "record", json!({"events": [event], "now": NOW})).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.field.as_deref()),
        ("api.request.unknown_field", Some("events[0].totl"))
    );
}

#[test]
fn what_is_wrong_in_an_event_has_its_field() {
    for (at, kind, code, field) in [
        ("2026-01-05T09:00:00", "quote_sent", "api.request.naive_time", "events[0].at"),
        (NOW, "quote_snet", "api.request.wrong_kind", "events[0].kind"),
    ] {
        let event = json!({"id": "e_1", "at": at, "customer": "c_1", "kind": kind});
        let error = on(&workspace(), "record", json!({"events": [event], "now": NOW})).unwrap_err();
        assert_eq!((error.code.as_str(), error.field.as_deref()), (code, Some(field)));
    }
}

#[test]
fn numbers_and_times_that_cannot_be_meant_are_refused_with_their_field() {
    for (operation, request, wrong) in [
        ("audit.wilson", json!({"successes": 6, "trials": 5, "confidence": 0.95}), "successes"),
        ("audit.wilson", json!({"successes": -1, "trials": 5, "confidence": 0.95}), "successes"),
        ("audit.wilson", json!({"successes": 1, "trials": 5, "confidence": 95}), "confidence"),
        ("audit.median_ranks", json!({"count": 10, "confidence": 95}), "confidence"),
        ("audit.judge", json!({"check": "completeness", "value": 140}), "value"),
        ("audit.judge", json!({"check": "response_time", "value": -1}), "value"),
        ("priority.deadlines", json!({"level": 0, "since": NOW}), "level"),
        ("priority.deadlines", json!({"level": 4, "since": NOW}), "level"),
        (
            "priority.deadlines",
            json!({"level": 1, "since": NOW, "pauses": [{"from": "2026-01-05T10:00:00Z", "to": "2026-01-05T09:00:00Z"}]}),
            "pauses[0].to",
        ),
    ] {
        let (code, field, _) = refusal(operation, request);
        assert_eq!((code.as_str(), field.as_str()), ("api.request.wrong_kind", wrong), "{operation}");
    }
    let later = json!({"since": "2100-01-01T00:00:00Z", "now": NOW});
    for operation in ["keyword_health", "proposals"] {
        let error = on(&workspace(), operation, later.clone()).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("since"), "{operation}");
    }
}

#[test]
fn a_missing_field_is_named() {
    let (code, field, _) = refusal("text.fold", json!({}));
    assert_eq!((code.as_str(), field.as_str()), ("api.request.missing_field", "text"));

    let message = json!({"external_id": "1", "channel": "sms", "account": "a", "body": {"kind": "text", "text": "x"}, "sent_at": NOW});
    let error = on(&workspace(), "receive", json!({"messages": [message], "now": NOW})).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.field.as_deref()),
        ("api.request.missing_field", Some("messages[0].sender"))
    );
}

#[test]
fn a_value_of_a_wrong_kind_is_named_and_not_repeated() {
    let (code, field, message) = refusal("priority.deadlines", json!({"level": "Anna Walker", "since": NOW}));
    assert_eq!((code.as_str(), field.as_str()), ("api.request.wrong_kind", "level"));
    assert_eq!(message, "level: expected a whole number from 0, found text");

    let (code, field, message) = refusal("text.language", json!({"text": 5}));
    assert_eq!((code.as_str(), field.as_str()), ("api.request.wrong_kind", "text"));
    assert_eq!(message, "text: expected text, found a whole number");

    let (code, field, message) = refusal("mask", json!({"kind": "Anna Walker", "value": "x"}));
    assert_eq!((code.as_str(), field.as_str()), ("api.request.wrong_kind", "kind"));
    assert!(message.contains("`phone`") && !message.contains("Anna"), "{message}");
}

#[test]
fn a_time_without_an_offset_is_refused_with_the_mend() {
    for time in ["2026-01-05T09:00:00", "2026-01-05 09:00", "2026-01-05"] {
        let (code, field, message) = refusal("calendar.is_open", json!({"at": time}));
        assert_eq!((code.as_str(), field.as_str()), ("api.request.naive_time", "at"), "{time}");
        assert!(message.contains("add an offset, such as 2026-01-05T09:00:00+03:00 or Z"), "{message}");
    }
    let consents = json!([{"at": "2026-01-05T09:00:00", "action": "given", "source": "x"}]);
    let (code, field, _) =
        refusal("consent.standing", json!({"ledger": consents, "purpose": "marketing", "channel": "sms"}));
    assert_eq!((code.as_str(), field.as_str()), ("api.request.naive_time", "ledger[0].at"));

    let (code, ..) = refusal("calendar.is_open", json!({"at": "tomorrow"}));
    assert_eq!(code, "api.request.wrong_kind");
    assert!(ask("calendar.is_open", json!({"at": "2026-01-05T09:00:00+08:00"})).is_ok());
}

#[test]
fn text_that_is_no_json_is_refused() {
    let fold = engine_operation("text.fold").unwrap();
    for text in ["", "{", "{\"text\": \"a\"} x", "[", "nul"] {
        let error = fold.call_json(&engines(), text).unwrap_err();
        assert_eq!(error.code, "api.request.unreadable", "{text}");
    }
}

#[test]
fn a_customer_and_a_message_are_made_in_one_call() {
    let customer = ask(
        "customer.new",
        json!({
            "id": "c_1",
            "created_at": NOW,
            "fields": {"name": {"kind": "text", "value": "Anna Walker"}, "shoe_size": {"kind": "number", "value": 38}},
            "identifiers": [{"kind": "phone", "value": "0912 345 456"}],
        }),
    )
    .unwrap();
    assert_eq!(customer["identifiers"][0]["key"], "tel:+886912345456");
    assert_eq!(customer["fields"]["name"]["source"], "host");
    assert!(ask("completeness.evaluate", json!({"customer": customer})).is_ok());

    let wrong =
        json!({"id": "c_1", "created_at": NOW, "identifiers": [{"kind": "phone", "value": "call me"}]});
    let (code, field, _) = refusal("customer.new", wrong);
    assert_eq!((code.as_str(), field.as_str()), ("identifier.phone.unreadable", "identifiers[0].value"));

    let message = ask(
        "message.text",
        json!({"id": "wamid.1", "from": "+44 7400 123456", "text": "how much is it?", "sent_at": NOW}),
    )
    .unwrap();
    let workspace = workspace();
    let received = on(&workspace, "receive", json!({"messages": [message], "now": NOW})).unwrap();
    assert_eq!(received[0]["kind"], "new");
    let customers = on(&workspace, "customers", json!({})).unwrap();
    assert_eq!(customers[0]["id"], received[0]["customer"]);
}

#[test]
fn pages_of_customers_hold_no_one_twice_and_no_one_who_was_merged() {
    let workspace = workspace();
    let ids: Vec<Value> = (0..5)
        .map(|number| {
            let from = format!("44740012345{number}");
            let message = json!({"id": format!("m{number}"), "from": from, "text": "hello", "sent_at": NOW});
            let message = ask("message.text", message).unwrap();
            let received = on(&workspace, "receive", json!({"messages": [message], "now": NOW})).unwrap();
            received[0]["customer"].clone()
        })
        .collect();
    on(&workspace, "merge", json!({"survivor": ids[0], "absorbed": ids[1], "now": NOW})).unwrap();
    let mut seen = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = on(&workspace, "customers", json!({"after": after, "limit": 3})).unwrap();
        let page = page.as_array().unwrap();
        seen.extend(page.iter().map(|customer| customer["id"].clone()));
        if page.len() < 3 {
            break;
        }
        after = seen.last().cloned().unwrap();
    }
    let all = on(&workspace, "customers", json!({})).unwrap();
    let all: Vec<_> = all.as_array().unwrap().iter().map(|customer| customer["id"].clone()).collect();
    assert_eq!((seen.len(), &seen), (4, &all));
}

#[test]
fn a_report_comes_with_the_pages_that_were_asked_for() {
    let workspace = workspace();
    let report = on(&workspace, "report", json!({"now": NOW, "pages": ["markdown", "html"]})).unwrap();
    assert!(report["html"].as_str().unwrap().starts_with("<!doctype html>"), "{}", report["html"]);
    assert!(report["markdown"].is_string() && report.get("terminal").is_none());
    let audit = on(&workspace, "audit", json!({"now": NOW})).unwrap();
    assert_eq!(report["report"]["checks"], audit["checks"]);
}

#[cfg(feature = "schema")]
#[path = "schema_tests.rs"]
mod schema;

#[test]
fn labels_that_are_too_few_are_refused_alike_by_learning_and_lint() {
    for operation in ["keyword.learn", "keyword.lint"] {
        let request = json!({"messages": ["how much?", "hello"], "labels": ["price"]});
        let (code, field, _) = refusal(operation, request);
        assert_eq!((code.as_str(), field.as_str()), ("keyword.labels.count", "labels"), "{operation}");
    }
}
