//! Events as hosts report them: strictly read, although stored ones are read with patience.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::foundation::time::Instant;
use crate::foundation::{Channel, Event, EventKind, MessageBody, MessageStatus, Money, Order, Purpose};

/// An [`Event`] of a request. Stored events of a later version may hold keys that this one does not know;
/// a key that a host writes and nobody reads is a slip of the pen, and refused.
pub(super) struct RecordedEvent(pub(super) Event);

/// The present format.
const VERSION: u32 = 1;

/// The keys that every event may have.
const EVERY_KIND: [&str; 5] = ["v", "id", "at", "customer", "conversation"];

impl<'de> Deserialize<'de> for RecordedEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut given = deserializer.deserialize_map(FieldsOfEvent)?;
        given.entry("v").or_insert_with(|| VERSION.into());
        let keys: Vec<String> =
            given.iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.clone()).collect();
        let event: Event = serde_json::from_value(Value::Object(given)).map_err(D::Error::custom)?;
        match keys.iter().find(|key| !EVERY_KIND.contains(&key.as_str()) && !has_key(&event.kind, key)) {
            None => Ok(Self(event)),
            Some(key) => {
                Err(D::Error::custom(format_args!("unknown field `{key}`, expected those of the kind")))
            }
        }
    }
}

/// Reads the fields of an event one by one. What is in a field is read as what it is, whatever the kind of the event: once the kind has
/// chosen, nobody knows any more in which field something was wrong.
struct FieldsOfEvent;

impl<'de> Visitor<'de> for FieldsOfEvent {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut given = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let value = match name.as_str() {
                "at" => field::<Time, A>(&mut fields)?,
                "kind" => field::<KindName, A>(&mut fields)?,
                "order" => field::<Order, A>(&mut fields)?,
                "total" => field::<Money, A>(&mut fields)?,
                "body" => field::<MessageBody, A>(&mut fields)?,
                "status" => field::<MessageStatus, A>(&mut fields)?,
                "purpose" => field::<Purpose, A>(&mut fields)?,
                "channel" => field::<Channel, A>(&mut fields)?,
                "stars" => field::<u8, A>(&mut fields)?,
                "resolved" => field::<bool, A>(&mut fields)?,
                _ => fields.next_value()?,
            };
            given.insert(name, value);
        }
        Ok(given)
    }
}

/// When something happened.
#[derive(serde::Deserialize, Serialize)]
#[serde(transparent)]
struct Time(#[serde(with = "Instant")] DateTime<Utc>);

/// The name of a kind of event.
#[derive(Serialize)]
#[serde(transparent)]
struct KindName(String);

impl<'de> Deserialize<'de> for KindName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let alone = Map::from_iter([("kind".to_owned(), Value::String(name.clone()))]);
        match serde_json::from_value::<EventKind>(Value::Object(alone)) {
            Err(error) if error.to_string().starts_with("unknown variant") => Err(D::Error::custom(error)),
            // What else the kind needs stands in other fields.
            _ => Ok(Self(name)),
        }
    }
}

fn field<'de, T: Deserialize<'de> + Serialize, A: MapAccess<'de>>(fields: &mut A) -> Result<Value, A::Error> {
    serde_json::to_value(fields.next_value::<Option<T>>()?).map_err(A::Error::custom)
}

fn has_key(kind: &EventKind, key: &str) -> bool {
    serde_json::to_value(kind).is_ok_and(|written| written.get(key).is_some())
}

/// The schema of an event, whose version may be left out.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for RecordedEvent {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RecordedEvent".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = Event::json_schema(generator);
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            required.retain(|field| field != "v");
        }
        schema
    }
}
