//! Short forms: cases leave out what does not matter to them. Here they become whole requests.

use chrono::{DateTime, Utc};
use scrm_core::api::{engine_operation, workspace_operation};
use scrm_core::customer::{
    AppliedTag, Customer, Field, FieldName, FieldValue, Identifier, IdentifierKind, PriorityState, TagPhase,
};
use scrm_core::foundation::{CustomerId, Reason, TagId};
use scrm_core::trust::consent::ConsentEntry;
use scrm_core::workspace::Engines;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::composite;

/// Where the values of a short form come from.
const SOURCE: &str = "case";

/// Or why a short form cannot be read: a mistake in the case.
type Outcome<T> = Result<T, String>;

/// What short forms are filled in with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'e> {
    pub(crate) engines: &'e Engines,
    pub(crate) now: DateTime<Utc>,
}

/// The whole request of an engine operation.
pub(crate) fn engine_request(operation: &str, input: Value, around: Surroundings<'_>) -> Outcome<Value> {
    let fields = engine_operation(operation).ok_or_else(|| no_operation(operation))?.fields();
    let mut request = object(input)?;
    for name in ["customer", "newcomer"] {
        if fields.contains(&name) {
            let given = request.remove(name).unwrap_or_else(|| json!({}));
            request.insert(name.to_owned(), customer(given, around)?);
        }
    }
    for name in ["holders", "records"] {
        if let Some(given) = request.remove(name) {
            request.insert(name.to_owned(), each(given, |one| customer(one, around))?);
        }
    }
    if let Some(given) = request.remove("events") {
        request.insert("events".to_owned(), each(given, |one| event(one, around.now))?);
    }
    if let Some(Value::Array(customers)) = request.get_mut("customers") {
        customers.iter_mut().try_for_each(|one| fill_person(one, around))?;
    }
    if let Some(Value::Object(trigger)) = request.get_mut("trigger") {
        fill_trigger(trigger, around)?;
    }
    Ok(Value::Object(complete(request, fields, around.now)))
}

/// The whole request of a call on a workspace. References to what earlier steps saved stay.
pub(crate) fn workspace_request(call: &str, input: Value, around: Surroundings<'_>) -> Outcome<Value> {
    let fields = match composite::fields(call) {
        Some(fields) => fields,
        None => workspace_operation(call).ok_or_else(|| no_operation(call))?.fields(),
    };
    let mut request = match (call, input) {
        ("receive", Value::Array(list)) => Map::from_iter([("messages".to_owned(), Value::Array(list))]),
        ("record", Value::Array(list)) => Map::from_iter([("events".to_owned(), Value::Array(list))]),
        (_, input) => object(input)?,
    };
    if let Some(given) = request.remove("message") {
        request.insert("message".to_owned(), message(given, around.now)?);
    }
    if let Some(messages) = request.remove("messages") {
        request.insert("messages".to_owned(), each(messages, |one| message(one, around.now))?);
    }
    if let (true, Some(one)) = (fields.contains(&"message"), request.remove("message")) {
        request.insert("message".to_owned(), message(one, around.now)?);
    }
    if let Some(events) = request.remove("events") {
        request.insert("events".to_owned(), each(events, |one| event(one, around.now))?);
    }
    Ok(Value::Object(complete(request, fields, around.now)))
}

fn no_operation(name: &str) -> String {
    format!("no operation {name:?}")
}

fn object(input: Value) -> Outcome<Map<String, Value>> {
    match input {
        Value::Null => Ok(Map::new()),
        Value::Object(map) => Ok(map),
        _ => Err("the input is no object".to_owned()),
    }
}

fn each(list: Value, whole: impl Fn(Value) -> Outcome<Value>) -> Outcome<Value> {
    match list {
        Value::Array(list) => list.into_iter().map(whole).collect::<Outcome<_>>().map(Value::Array),
        other => Ok(other),
    }
}

/// Puts in what every request of the operation has: the time of the call, the source of a file.
fn complete(mut request: Map<String, Value>, fields: &[&str], now: DateTime<Utc>) -> Map<String, Value> {
    if fields.contains(&"options") {
        let options = request.entry("options").or_insert_with(|| json!({}));
        if let Value::Object(options) = options {
            options.entry("source").or_insert_with(|| SOURCE.into());
        }
    }
    if fields.contains(&"now") {
        request.entry("now").or_insert_with(|| json!(now));
    }
    request
}

/// A customer with what happened to them.
fn fill_person(person: &mut Value, around: Surroundings<'_>) -> Outcome<()> {
    let Value::Object(person) = person else { return Ok(()) };
    if let Some(given) = person.remove("customer") {
        person.insert("customer".to_owned(), customer(given, around)?);
    }
    if let Some(given) = person.remove("events") {
        person.insert("events".to_owned(), each(given, |one| event(one, around.now))?);
    }
    Ok(())
}

fn fill_trigger(trigger: &mut Map<String, Value>, around: Surroundings<'_>) -> Outcome<()> {
    for (name, given) in trigger.iter_mut() {
        let brief = given.take();
        *given = match name.as_str() {
            "event" => event(brief, around.now)?,
            "past" => each(brief, |one| event(one, around.now))?,
            _ => brief,
        };
    }
    Ok(())
}

/// A customer: fields as bare values, identifiers as they are written, tags by id.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BriefCustomer {
    #[serde(default = "first_id")]
    id: CustomerId,
    #[serde(default)]
    created_at: Option<DateTime<Utc>>,
    #[serde(default)]
    fields: Map<String, Value>,
    #[serde(default)]
    identifiers: Vec<BriefIdentifier>,
    #[serde(default)]
    tags: Vec<BriefTag>,
    #[serde(default)]
    consents: Vec<ConsentEntry>,
    #[serde(default)]
    priority: Option<PriorityState>,
    #[serde(default)]
    archived_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BriefIdentifier {
    kind: IdentifierKind,
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BriefTag {
    tag: TagId,
    set_at: DateTime<Utc>,
    #[serde(default)]
    expires_at: Option<DateTime<Utc>>,
    /// Set by a person where false.
    #[serde(default = "yes")]
    by_rule: bool,
}

fn first_id() -> CustomerId {
    CustomerId::new("c_1")
}

const fn yes() -> bool {
    true
}

/// The whole record of a customer, as data.
fn customer(given: Value, around: Surroundings<'_>) -> Outcome<Value> {
    let brief: BriefCustomer = read(given)?;
    serde_json::to_value(record(brief, around)?).map_err(|error| error.to_string())
}

fn record(brief: BriefCustomer, around: Surroundings<'_>) -> Outcome<Customer> {
    let at = brief.created_at.unwrap_or(around.now);
    let mut customer = Customer::new(brief.id, at);
    for (name, value) in brief.fields {
        let value: FieldValue = read(value)?;
        customer.set_field(FieldName::from(name.as_str()), Field { value, source: SOURCE.into(), at });
    }
    let region = around.engines.region();
    customer.identifiers = brief
        .identifiers
        .iter()
        .map(|one| Identifier::from_raw(&one.kind, &one.value, region, SOURCE, at))
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    customer.tags = brief.tags.into_iter().map(applied).collect();
    customer.consents = brief.consents;
    customer.priority = brief.priority;
    customer.archived_at = brief.archived_at;
    Ok(customer)
}

fn applied(brief: BriefTag) -> AppliedTag {
    AppliedTag {
        rule: brief.by_rule.then(|| brief.tag.as_str().into()),
        tag: brief.tag,
        set_at: brief.set_at,
        confirmed_at: brief.set_at,
        reason: Reason::new("case"),
        phase: TagPhase::Active,
        expires_at: brief.expires_at,
    }
}

fn read<T: serde::de::DeserializeOwned>(given: Value) -> Outcome<T> {
    serde_json::from_value(given).map_err(|error| error.to_string())
}

/// A message: `{"id", "from", "text"}` from a WhatsApp number, now, or the whole form.
fn message(given: Value, now: DateTime<Utc>) -> Outcome<Value> {
    const BRIEF: [&str; 6] = ["id", "from", "text", "name", "history", "sent_at"];
    let Value::Object(brief) = given else { return Err("a message is an object".to_owned()) };
    let Some(from) = brief.get("from") else { return Ok(Value::Object(brief)) };
    if let Some(stray) = brief.keys().find(|key| !BRIEF.contains(&key.as_str())) {
        return Err(format!("a message's short form has no {stray}"));
    }
    let given = |name: &str| brief.get(name).cloned().ok_or_else(|| format!("a message has no {name}"));
    Ok(json!({
        "external_id": given("id")?,
        "channel": "whatsapp",
        "account": "shop",
        "sender": {
            "identifiers": [{"kind": "whatsapp_id", "value": from}],
            "display_name": brief.get("name"),
        },
        "body": {"kind": "text", "text": given("text")?},
        "sent_at": brief.get("sent_at").cloned().unwrap_or_else(|| json!(now)),
        "history": brief.get("history").cloned().unwrap_or(Value::Bool(false)),
    }))
}

/// An event: version 1 and now unless it says otherwise.
fn event(given: Value, now: DateTime<Utc>) -> Outcome<Value> {
    let Value::Object(mut event) = given else { return Err("an event is an object".to_owned()) };
    event.entry("v").or_insert_with(|| 1.into());
    event.entry("at").or_insert_with(|| json!(now));
    Ok(Value::Object(event))
}
