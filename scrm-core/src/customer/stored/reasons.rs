//! Reasons and the place in the queue as they are kept.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeSeq, SerializeStruct};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::pen::Pen;
use super::values::part;
use crate::customer::record::PriorityState;
use crate::foundation::time::instant;
use crate::foundation::{FactValue, Reason};

/// Writes a place in the queue.
pub(super) fn write_priority(
    pen: &mut Pen<'_>,
    priority: &PriorityState,
    created_at: DateTime<Utc>,
) -> Result<(), serde_json::Error> {
    let PriorityState { level, score, since, respond_by, responded_at, reasons } = priority;
    pen.open(b'{');
    pen.key("level");
    pen.value(level)?;
    pen.key("score");
    pen.value(score)?;
    if *since != created_at {
        pen.key("since");
        pen.instant(*since)?;
    }
    pen.key("respond_by");
    pen.instant(*respond_by)?;
    if let Some(at) = responded_at {
        pen.key("responded_at");
        pen.instant(*at)?;
    }
    pen.key("reasons");
    pen.open(b'[');
    for reason in reasons {
        write_reason(pen, reason)?;
    }
    pen.close(b']');
    pen.close(b'}');
    Ok(())
}

fn write_reason(pen: &mut Pen<'_>, reason: &Reason) -> Result<(), serde_json::Error> {
    pen.open(b'[');
    pen.text(&reason.code)?;
    for (name, value) in &reason.facts {
        pen.text(name)?;
        match value {
            FactValue::Text(text) => pen.text(text)?,
            value => pen.value(&Fact(value))?,
        }
    }
    pen.close(b']');
    Ok(())
}

/// A place in the queue that was read.
#[derive(Deserialize)]
pub(super) struct PriorityForm {
    level: u8,
    score: f64,
    #[serde(default, with = "instant::optional")]
    since: Option<DateTime<Utc>>,
    #[serde(with = "instant")]
    respond_by: DateTime<Utc>,
    #[serde(default, with = "instant::optional")]
    responded_at: Option<DateTime<Utc>>,
    reasons: Vec<ReasonForm<'static>>,
}

impl PriorityForm {
    pub(super) fn into_state(self, created_at: DateTime<Utc>) -> PriorityState {
        PriorityState {
            level: self.level,
            score: self.score,
            since: self.since.unwrap_or(created_at),
            respond_by: self.respond_by,
            responded_at: self.responded_at,
            reasons: self.reasons.into_iter().map(|ReasonForm(reason)| reason.into_owned()).collect(),
        }
    }
}

/// `[code, name, value, name, value, …]`. A text, a number and a flag are the JSON of their kind, an instant is
/// `{"time":"2026-01-05T09:00:00Z"}`.
#[derive(Clone)]
pub(super) struct ReasonForm<'c>(pub(super) Cow<'c, Reason>);

struct Fact<'c>(&'c FactValue);

#[derive(Serialize, Deserialize)]
struct Time(#[serde(with = "instant")] DateTime<Utc>);

impl Serialize for ReasonForm<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = serializer.serialize_seq(None)?;
        parts.serialize_element(&self.0.code)?;
        for (name, value) in &self.0.facts {
            parts.serialize_element(name)?;
            parts.serialize_element(&Fact(value))?;
        }
        parts.end()
    }
}

/// A number that a 64-bit float holds exactly.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

impl Serialize for Fact<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            FactValue::Text(text) => serializer.serialize_str(text),
            // "2", not "2.0"; a negative zero stays one.
            FactValue::Number(number)
                if number.fract() == 0.0
                    && number.abs() < LARGEST_WHOLE
                    && (*number != 0.0 || number.is_sign_positive()) =>
            {
                serializer.serialize_i64(*number as i64)
            }
            FactValue::Number(number) => serializer.serialize_f64(*number),
            FactValue::Flag(flag) => serializer.serialize_bool(*flag),
            FactValue::Time(at) => {
                let mut parts = serializer.serialize_struct("Time", 1)?;
                parts.serialize_field("time", &Time(*at))?;
                parts.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for ReasonForm<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = Reason;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a reason's code and facts, or an object")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Reason, A::Error> {
                let code: String = part(&mut parts)?;
                let mut facts = Vec::new();
                while let Some(name) = parts.next_element::<String>()? {
                    let ReadFact(value) = part(&mut parts)?;
                    facts.push((Cow::Owned(name), value));
                }
                Ok(Reason { code: Cow::Owned(code), facts })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Reason, A::Error> {
                Reason::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_any(Parts).map(|reason| Self(Cow::Owned(reason)))
    }
}

struct ReadFact(FactValue);

impl<'de> Deserialize<'de> for ReadFact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;
        impl<'de> Visitor<'de> for Value {
            type Value = FactValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a number, a flag or a time")
            }

            fn visit_str<E>(self, text: &str) -> Result<FactValue, E> {
                Ok(FactValue::Text(CompactString::new(text)))
            }

            fn visit_bool<E>(self, flag: bool) -> Result<FactValue, E> {
                Ok(FactValue::Flag(flag))
            }

            fn visit_f64<E>(self, number: f64) -> Result<FactValue, E> {
                Ok(FactValue::Number(number))
            }

            fn visit_i64<E>(self, number: i64) -> Result<FactValue, E> {
                Ok(FactValue::Number(number as f64))
            }

            fn visit_u64<E>(self, number: u64) -> Result<FactValue, E> {
                Ok(FactValue::Number(number as f64))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FactValue, A::Error> {
                let Some("time") = map.next_key::<CompactString>()?.as_deref() else {
                    return Err(A::Error::custom("a fact of a kind that is not known"));
                };
                let Time(at) = map.next_value()?;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(FactValue::Time(at))
            }
        }
        deserializer.deserialize_any(Value).map(Self)
    }
}
