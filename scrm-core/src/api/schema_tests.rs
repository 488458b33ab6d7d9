//! The schemas say what serde writes: real answers are held against them.

use std::collections::BTreeSet;
use std::io::Cursor;

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::{NOW, ask, on, workspace};
use crate::api::{ENGINE_OPERATIONS, Operation, WORKSPACE_OPERATIONS, engine_operation, workspace_operation};
use crate::import::ImportOptions;
use crate::workspace::Workspace;

/// What a value has that its schema does not say, or lacks that it does.
fn departure(value: &Value, schema: &Value, definitions: &Map<String, Value>, place: &str) -> Option<String> {
    if schema.is_boolean() {
        return (schema == false).then(|| format!("{place}: nothing may stand here"));
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return departure(value, &definitions[name], definitions, place);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = any.iter().any(|schema| departure(value, schema, definitions, place).is_none());
        return (!fits).then(|| format!("{place}: {value} is none of {}", schema["anyOf"]));
    }
    if let Some(constant) = schema.get("const") {
        return (value != constant).then(|| format!("{place}: {value} is not {constant}"));
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        return departure_from_choices(value, schema, choices, definitions, place);
    }
    if !types(schema).is_empty() && !types(schema).iter().any(|name| is_of_type(value, name)) {
        return Some(format!("{place}: {value} is no {:?}", types(schema)));
    }
    match value {
        Value::Object(fields) => departure_in_fields(fields, schema, definitions, place),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
            let of_place = schema["prefixItems"].get(index);
            let item_schema = of_place.or_else(|| schema.get("items"))?;
            departure(item, item_schema, definitions, &format!("{place}[{index}]"))
        }),
        Value::String(text) if schema["format"] == "date-time" => {
            let instant = text.parse::<chrono::DateTime<chrono::Utc>>();
            instant.err().map(|error| format!("{place}: {error}"))
        }
        _ => None,
    }
}

/// A choice by kind: the fields that all kinds have stand beside it.
fn departure_from_choices(
    value: &Value,
    schema: &Value,
    choices: &[Value],
    definitions: &Map<String, Value>,
    place: &str,
) -> Option<String> {
    let whole = |choice: &Value| {
        let mut whole = choice.clone();
        for key in ["properties", "required"] {
            match (whole.get_mut(key), schema.get(key)) {
                (Some(Value::Object(own)), Some(Value::Object(shared))) => own.extend(shared.clone()),
                (Some(Value::Array(own)), Some(Value::Array(shared))) => own.extend(shared.clone()),
                _ => {}
            }
        }
        whole
    };
    let departures: Vec<_> =
        choices.iter().map(|choice| departure(value, &whole(choice), definitions, place)).collect();
    let fitting = departures.iter().filter(|departure| departure.is_none()).count();
    (fitting != 1).then(|| format!("{place}: {fitting} choices fit {value}: {departures:?}"))
}

fn departure_in_fields(
    fields: &Map<String, Value>,
    schema: &Value,
    definitions: &Map<String, Value>,
    place: &str,
) -> Option<String> {
    let required = schema["required"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    if let Some(missing) = required.iter().find(|name| !fields.contains_key(name.as_str().unwrap())) {
        return Some(format!("{place}: {missing} is missing"));
    }
    fields.iter().find_map(|(name, value)| {
        let place = format!("{place}.{name}");
        let known = schema["properties"].get(name);
        match known.or_else(|| schema.get("additionalProperties")) {
            Some(schema) => departure(value, schema, definitions, &place),
            None => Some(format!("{place}: the schema does not know it")),
        }
    })
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

fn holds(value: &Value, make: impl FnOnce(&mut SchemaGenerator) -> Schema, settings: SchemaSettings) {
    let mut generator = settings.into_generator();
    let schema = make(&mut generator).to_value();
    let departure = departure(value, &schema, generator.definitions(), "$");
    assert_eq!(departure, None);
}

/// Asks an engine, and holds both the request and the answer against their schemas.
fn asked(name: &str, request: Value) -> Value {
    let operation = engine_operation(name).expect(name);
    holds(&request, operation.request, SchemaSettings::default());
    let answer = ask(name, request).unwrap();
    holds(&answer, operation.answer, SchemaSettings::default().for_serialize());
    answer
}

/// The same on a workspace.
fn called(workspace: &Workspace, name: &str, request: Value) -> Value {
    let operation = workspace_operation(name).expect(name);
    holds(&request, operation.request, SchemaSettings::default());
    let answer = on(workspace, name, request).unwrap();
    holds(&answer, operation.answer, SchemaSettings::default().for_serialize());
    answer
}

const FILE: &str = "Name,Phone,Company,Budget,Stage,First contact,Preferred time,Birthday,Head count,CRM id,Consent\n\
    Anna Walker,+447400123456,Walker Ltd,50000-80000,new inquiry,2026-01-02 10:00,Mon 9-12,1990-02-03,50-200,17,yes\n\
    Omar Haddad,+971501234567,,120000,quoted,,,,,18,\n\
    ,+971507654321,,,,,,,,,\n";

/// A workspace after a file, a conversation and some events.
fn lived_in() -> Workspace {
    let workspace = workspace();
    let mut options = ImportOptions::new("fair");
    options.mapping.columns.insert("CRM id".to_owned(), "system:crm".to_owned());
    let report = workspace.import_csv(&mut Cursor::new(FILE), &options, NOW.parse().unwrap()).unwrap();
    assert_eq!((report.counts.created, report.counts.rejected), (2, 1));
    holds(
        &serde_json::to_value(&report).unwrap(),
        |generator| generator.subschema_for::<crate::import::ImportReport>(),
        SchemaSettings::default().for_serialize(),
    );
    holds(
        &serde_json::to_value(&options).unwrap(),
        |generator| generator.subschema_for::<ImportOptions>(),
        SchemaSettings::default(),
    );
    workspace
}

#[test]
fn a_workspace_answers_by_its_schemas() {
    let workspace = lived_in();
    let message = |id: &str, text: &str| {
        asked(
            "message.text",
            json!({"id": id, "from": "447400123456", "text": text, "name": "Anna", "sent_at": NOW}),
        )
    };
    let messages = [message("1", "hello"), message("2", "how much is the lamp?")];
    let received = called(&workspace, "receive", json!({"messages": messages, "now": NOW}));
    let customer = received[0]["customer"].clone();

    let later = "2026-01-05T09:01:00Z";
    let leased = called(&workspace, "lease", json!({"worker": "w", "limit": 10, "now": later}));
    let held = json!({"id": leased[0]["message"]["id"], "generation": leased[0]["generation"], "now": later});
    called(&workspace, "attempt", held.clone());
    called(&workspace, "renew", held.clone());
    called(&workspace, "acknowledge", held.clone());
    called(&workspace, "explain", json!({"id": held["id"]}));

    let events = json!([
        {"id": "e_1", "at": later, "customer": customer, "kind": "quote_sent", "total": {"minor": 5, "currency": "TWD"}},
        {"id": "e_2", "at": later, "customer": customer, "kind": "note_added", "text": "calls back", "agent": "anna"},
        {"id": "e_3", "at": later, "customer": customer, "kind": "consent_given", "purpose": "marketing", "channel": "whatsapp"},
        {"v": 1, "id": "e_4", "at": later, "customer": customer, "kind": "order_placed", "order": {"number": "A", "total": {"minor": 100, "currency": "USD"}}},
        {"id": "e_5", "at": later, "customer": customer, "kind": "agent_replied", "agent": "anna", "body": {"kind": "text", "text": "yes"}},
    ]);
    called(&workspace, "record", json!({"events": events, "now": later}));

    let next_week = "2026-01-13T09:00:00Z";
    called(&workspace, "next_wakeup", json!({}));
    called(&workspace, "tick", json!({"now": next_week}));
    called(&workspace, "queue", json!({"now": next_week}));
    called(&workspace, "search", json!({"text": "anna"}));
    called(&workspace, "follow_ups_due", json!({"now": next_week}));
    called(&workspace, "customer", json!({"id": customer}));
    called(&workspace, "explain", json!({"id": customer}));
    called(&workspace, "unsettled", json!({}));
    called(&workspace, "parked_rows", json!({}));
    called(&workspace, "find_duplicates", json!({"now": next_week}));
    called(&workspace, "review_queue", json!({}));
    let all = called(&workspace, "customers", json!({"limit": 10}));
    let two = json!({"first": all[0]["id"], "second": all[1]["id"], "now": next_week});
    assert!(on(&workspace, "accept_duplicate", two).is_err(), "they are not up for review");
    let pair = json!({"survivor": all[0]["id"], "absorbed": all[1]["id"], "now": next_week});
    if let Ok(merged) = on(&workspace, "merge", pair) {
        called(&workspace, "undo_merge", json!({"merge": merged["merge"], "now": next_week}));
    }
    let view = json!({"id": customer, "from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"});
    let view = called(&workspace, "customer_view", view);
    let entries: Vec<&str> =
        view["timeline"].as_array().unwrap().iter().filter_map(|entry| entry["entry"].as_str()).collect();
    assert!(entries.contains(&"message") && entries.contains(&"note"), "{entries:?}");
    let report = called(&workspace, "report", json!({"now": next_week, "pages": ["html", "terminal"]}));
    assert!(report["report"]["remedies"].as_array().is_some_and(|remedies| !remedies.is_empty()));
    called(&workspace, "audit", json!({"now": next_week}));
}

#[test]
fn engines_answer_by_their_schemas() {
    let customer = asked(
        "customer.new",
        json!({
            "id": "c_1",
            "created_at": NOW,
            "fields": {
                "name": {"kind": "text", "value": "Anna"},
                "budget": {"kind": "budget", "value": {"low": 1, "high": null, "currency": "TWD"}},
                "birthday": {"kind": "date", "value": "1990-02-03"},
                "stage": {"kind": "stage", "value": "new_inquiry"},
            },
            "identifiers": [{"kind": {"system": "crm"}, "value": "17"}, {"kind": "email", "value": "a@example.com"}],
        }),
    );
    let priority = asked("priority.evaluate", json!({"customer": customer, "new_inquiry": true, "now": NOW}));
    assert_eq!(priority["level"], 3);
    for trigger in [
        json!({"kind": "imported"}),
        json!({"kind": "edited", "fields": ["budget"]}),
        json!({"kind": "event", "first_reply": true, "event": {"id": "e", "at": NOW, "customer": "c_1", "kind": "quote_sent"}}),
        json!({"kind": "person", "agent": "a", "tag": "behaviour.quoted", "action": "set"}),
    ] {
        asked("tag.refresh", json!({"customer": customer, "trigger": trigger, "now": NOW}));
    }
    asked("follow_up.due", json!({"customer": customer, "now": NOW}));
    asked("completeness.evaluate", json!({"customer": customer}));
    asked("dedupe.clusters", json!({"records": [customer], "apart": [["c_1", "c_2"]]}));
    asked("dedupe.resolve", json!({"newcomer": customer, "holders": []}));
    asked("keyword.find", json!({"message": "how much is it?"}));
    asked("keyword.explain", json!({"message": "how much is it?"}));
    asked(
        "keyword.learn",
        json!({"messages": ["price?", "the price", "ship it"], "labels": ["a", "a", null], "config": {"terms": 3}}),
    );
    let asking: Vec<String> =
        (0..40).map(|number| format!("do you repair watches, number {}", number % 2)).collect();
    asked("keyword.mine", json!({"messages": asking, "replies": vec!["Bring it in."; 40]}));
    asked("keyword.lint", json!({"messages": ["how much is it?", "a parcel"], "labels": ["price", null]}));
    asked("text.language", json!({"text": "..."}));
    asked("calendar.to_local", json!({"at": NOW}));
    asked("reply.complete", json!({"prefix": "/", "language": "ru"}));
    asked("priority.deadlines", json!({"level": 1, "since": NOW, "pauses": [{"from": NOW}]}));
    asked("import.rows", json!({"file": FILE, "options": {"source": "fair"}, "now": NOW}));
    asked("value.read", json!({"field": "budget", "raw": "5-8", "options": {"source": "x"}, "now": NOW}));
    asked("audit.next", json!({"after": NOW}));
    asked("playbook.read", json!({"document": ""}));
}

/// The schema of a request has the fields that serde reads, and the names of types mean one type each.
#[test]
fn the_table_and_the_schemas_agree() {
    fn check<S>(areas: &[&[Operation<S>]], generator: &mut SchemaGenerator) {
        for operation in areas.iter().copied().flatten() {
            let schema = (operation.request)(generator).to_value();
            let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()).unwrap();
            let request = &generator.definitions()[name];
            let properties = request.get("properties").and_then(Value::as_object);
            let known: BTreeSet<&str> =
                properties.into_iter().flatten().map(|(field, _)| field.as_str()).collect();
            assert_eq!(known, operation.fields().iter().copied().collect(), "{}", operation.name);
            let _ = (operation.answer)(generator);
        }
    }
    let mut generator = SchemaGenerator::default();
    check(ENGINE_OPERATIONS, &mut generator);
    check(WORKSPACE_OPERATIONS, &mut generator);
    let _ = crate::api::import_options_schema(&mut generator);
    let _ = crate::api::import_answer_schemas(&mut generator);
    for (name, schema) in generator.definitions() {
        assert!(!name.ends_with(|last: char| last.is_ascii_digit()), "two types are called {name}");
        assert!(schema.get("description").is_some(), "{name} has no documentation");
        let fields = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let mut names = BTreeSet::new();
        for (field, _) in fields {
            // To the JVM, fields that differ in case alone are one.
            assert!(names.insert(field.to_lowercase()), "{name} has two fields called {field}");
        }
    }
}

#[test]
fn the_check_itself_can_fail() {
    let operation = engine_operation("message.text").unwrap();
    let mut generator = SchemaSettings::default().for_serialize().into_generator();
    let schema = (operation.answer)(&mut generator).to_value();
    let message =
        ask("message.text", json!({"id": "1", "from": "447400123456", "text": "a", "sent_at": NOW}));
    let good = message.unwrap();
    let with = |pointer: &str, value: Value| {
        let mut changed = good.clone();
        changed.pointer_mut(pointer).unwrap().clone_from(&value);
        departure(&changed, &schema, generator.definitions(), "$")
    };
    assert_eq!(with("/channel", json!("sms")), None);
    assert!(with("/channel", json!("pigeon")).is_some());
    assert!(with("/body", json!({"kind": "text"})).is_some(), "a missing field");
    assert!(with("/body", json!({"kind": "text", "text": "a", "colour": "red"})).is_some(), "a stray field");
    assert!(with("/sent_at", json!("2026-01-05T09:00:00")).is_some(), "a time without an offset");
    assert!(with("/sender/identifiers", json!({})).is_some(), "an object for a list");
}
