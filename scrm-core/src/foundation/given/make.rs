//! From any format to the form of values that are given.

use std::fmt;

use compact_str::CompactString;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Given;

impl Given {
    /// Reads JSON text.
    ///
    /// ```
    /// use scrm_core::foundation::Given;
    /// assert_eq!(Given::from_json("[true, null]")?, Given::List(vec![Given::Flag(true), Given::Nothing]));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the text is no JSON.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Reads TOML text. Its dates become text: they are written as in JSON.
    ///
    /// # Errors
    /// Where the text is no TOML.
    pub(crate) fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        text.parse::<toml::Table>().map(|table| toml::Value::Table(table).into())
    }
}

impl From<toml::Value> for Given {
    fn from(value: toml::Value) -> Self {
        match value {
            toml::Value::String(text) => Self::Text(text.into()),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => Self::Number(number),
            toml::Value::Boolean(flag) => Self::Flag(flag),
            toml::Value::Datetime(date) => Self::Text(compact_str::format_compact!("{date}")),
            toml::Value::Array(list) => Self::List(list.into_iter().map(Self::from).collect()),
            toml::Value::Table(table) => {
                Self::Object(table.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
            }
        }
    }
}

impl From<serde_json::Value> for Given {
    fn from(value: serde_json::Value) -> Self {
        Self::deserialize(value).unwrap_or_else(|error| Self::Refused(error.to_string()))
    }
}

impl From<i64> for Given {
    fn from(number: i64) -> Self {
        u64::try_from(number).map_or(Self::Negative(number), Self::Natural)
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Given;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E: Error>(self) -> Result<Given, E> {
                Ok(Given::Nothing)
            }

            fn visit_none<E: Error>(self) -> Result<Given, E> {
                Ok(Given::Nothing)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Given, D::Error> {
                deserializer.deserialize_any(Self)
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Given, E> {
                Ok(Given::Flag(flag))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Given, E> {
                Ok(Given::Natural(number))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Given, E> {
                Ok(number.into())
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Given, E> {
                Ok(Given::Number(number))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Given, E> {
                Ok(Given::Text(text.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Given, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = list.next_element()? {
                    entries.push(entry);
                }
                Ok(Given::List(entries))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Given, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = object.next_entry::<CompactString, Given>()? {
                    fields.push(field);
                }
                Ok(Given::Object(fields))
            }
        }

        deserializer.deserialize_any(Any)
    }
}
