//! Identifiers as they are kept.

use std::fmt;

use chrono::{DateTime, Utc};
use compact_str::{CompactString, format_compact};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::pen::Pen;
use super::values::part;
use super::{Origins, Place};
use crate::customer::identifier::{Identifier, IdentifierKey, IdentifierKind};

/// What comes before an identifier's value in its key, for kinds that are nearly always found under their
/// value.
const fn usual_namespace(kind: &IdentifierKind) -> Option<&'static str> {
    match kind {
        IdentifierKind::Phone => Some("tel:"),
        IdentifierKind::WhatsappId => Some("tel:+"),
        IdentifierKind::Email => Some("email:"),
        _ => None,
    }
}

fn usual_key(kind: &IdentifierKind, value: &str) -> Option<IdentifierKey> {
    let namespace = usual_namespace(kind)?;
    Some(IdentifierKey::from_stored(format_compact!("{namespace}{value}")))
}

fn has_usual_key(identifier: &Identifier) -> bool {
    let value = usual_namespace(&identifier.kind)
        .and_then(|namespace| identifier.key.as_str().strip_prefix(namespace));
    value == Some(identifier.value.as_str())
}

/// Writes `[kind, value]` or `[kind, value, raw]` where nothing else is to say, else an object.
pub(super) fn write(
    pen: &mut Pen<'_>,
    identifier: &Identifier,
    origins: &Origins<'_>,
) -> Result<(), serde_json::Error> {
    let Identifier { kind, value, raw, key, source, at, undeliverable } = identifier;
    let origin = origins.place(source, *at);
    let usual_key = has_usual_key(identifier);
    if usual_key && origin.is_first() && !undeliverable {
        pen.open(b'[');
        pen.text(kind.as_str())?;
        pen.text(value)?;
        if let Some(raw) = raw {
            pen.text(raw)?;
        }
        pen.close(b']');
        return Ok(());
    }
    pen.open(b'{');
    pen.key("kind");
    pen.value(kind)?;
    pen.key("value");
    pen.text(value)?;
    if let Some(raw) = raw {
        pen.key("raw");
        pen.text(raw)?;
    }
    if !usual_key {
        pen.key("key");
        pen.text(key.as_str())?;
    }
    if !origin.is_first() {
        pen.key("origin");
        pen.value(&origin)?;
    }
    if *undeliverable {
        pen.key("undeliverable");
        pen.value(undeliverable)?;
    }
    pen.close(b'}');
    Ok(())
}

/// An identifier that was read.
pub(super) struct ReadIdentifier {
    kind: IdentifierKind,
    value: CompactString,
    raw: Option<CompactString>,
    key: Option<IdentifierKey>,
    pub(super) origin: Place,
    undeliverable: bool,
}

impl ReadIdentifier {
    pub(super) fn into_identifier(
        self,
        source: CompactString,
        at: DateTime<Utc>,
    ) -> Result<Identifier, serde_json::Error> {
        let key = match self.key {
            Some(key) => key,
            None => usual_key(&self.kind, &self.value)
                .ok_or_else(|| serde_json::Error::custom("an identifier of this kind needs a key"))?,
        };
        let Self { kind, value, raw, undeliverable, .. } = self;
        Ok(Identifier { kind, value, raw, key, source, at, undeliverable })
    }
}

impl<'de> Deserialize<'de> for ReadIdentifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Whole {
            kind: IdentifierKind,
            value: CompactString,
            #[serde(default)]
            raw: Option<CompactString>,
            #[serde(default)]
            key: Option<IdentifierKey>,
            #[serde(default)]
            origin: Place,
            #[serde(default)]
            undeliverable: bool,
        }

        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = ReadIdentifier;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identifier's kind and value, or an object")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let (kind, value) = (part(&mut parts)?, part(&mut parts)?);
                let raw = parts.next_element()?;
                while parts.next_element::<IgnoredAny>()?.is_some() {}
                let (key, origin, undeliverable) = (None, Place::default(), false);
                Ok(ReadIdentifier { kind, value, raw, key, origin, undeliverable })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let Whole { kind, value, raw, key, origin, undeliverable } =
                    Whole::deserialize(MapAccessDeserializer::new(map))?;
                Ok(ReadIdentifier { kind, value, raw, key, origin, undeliverable })
            }
        }
        deserializer.deserialize_any(Parts)
    }
}
