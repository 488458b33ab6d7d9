//! Python objects as a serde data format.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyString};
use serde::Deserializer;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::kind::{Kind, kind, type_name};
use super::{BridgeError, DEEPEST};

type Result<T> = std::result::Result<T, BridgeError>;

/// Reads one object, and what is in it.
pub(crate) struct Reader<'o, 'py> {
    object: &'o Bound<'py, PyAny>,
    depth: u32,
}

impl<'o, 'py> Reader<'o, 'py> {
    pub(crate) const fn new(object: &'o Bound<'py, PyAny>) -> Self {
        Self { object, depth: 0 }
    }

    fn wrong<T>(&self, expected: &str) -> Result<T> {
        Err(BridgeError::new(format!("expected {expected}, not `{}`", type_name(self.object))))
    }

    /// How deep the things in this one are.
    fn deeper(&self) -> Result<u32> {
        if self.depth >= DEEPEST {
            return Err(BridgeError::new(format!(
                "the object is nested deeper than {DEEPEST} levels, or contains itself"
            )));
        }
        Ok(self.depth + 1)
    }

    fn list<'de, V: Visitor<'de>>(&self, items: Vec<Bound<'py, PyAny>>, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(Items { items: items.into_iter(), depth: self.deeper()? })
    }

    fn dict<'de, V: Visitor<'de>>(&self, dict: &Bound<'py, PyDict>, visitor: V) -> Result<V::Value> {
        let depth = self.deeper()?;
        // Reading values may run Python code, which may change the dict.
        let dict = dict.copy().map_err(|error| BridgeError::raised(dict.py(), &error))?;
        visitor.visit_map(Entries { entries: dict.iter(), value: None, depth })
    }
}

fn whole<'de, V: Visitor<'de>>(number: &Bound<'_, PyInt>, visitor: V) -> Result<V::Value> {
    if let Ok(number) = number.extract::<i64>() {
        return visitor.visit_i64(number);
    }
    match number.extract::<u64>() {
        Ok(number) => visitor.visit_u64(number),
        Err(_) => Err(BridgeError::new("the whole number is beyond 64 bits")),
    }
}

fn text<'t>(text: &'t Bound<'_, PyString>) -> Result<&'t str> {
    text.to_str().map_err(|_| BridgeError::new("the text holds half of a character (a lone surrogate)"))
}

/// The largest whole number up to which every one has a floating-point form of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What serde asks for whole numbers and for numbers, by their widths.
macro_rules! numbers {
    (whole: $($whole:ident)+, any: $($any:ident)+) => {
        $(
            fn $whole<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match kind(self.object)? {
                    Kind::Whole(number) => whole(&number, visitor),
                    // Data frames write whole numbers so where a column has gaps.
                    #[allow(clippy::cast_possible_truncation)]
                    Kind::Number(number) if number.fract() == 0.0 && number.abs() <= EXACT => {
                        visitor.visit_i64(number as i64)
                    }
                    _ => self.wrong("a whole number"),
                }
            }
        )+
        $(
            fn $any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match kind(self.object)? {
                    Kind::Whole(number) => whole(&number, visitor),
                    Kind::Number(number) => visitor.visit_f64(number),
                    _ => self.wrong("a number"),
                }
            }
        )+
    };
}

impl<'de> Deserializer<'de> for Reader<'_, '_> {
    type Error = BridgeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match kind(self.object)? {
            Kind::Nothing => visitor.visit_unit(),
            Kind::Flag(flag) => visitor.visit_bool(flag),
            Kind::Whole(number) => whole(&number, visitor),
            Kind::Number(number) => visitor.visit_f64(number),
            Kind::Text(string) => visitor.visit_str(text(&string)?),
            Kind::List(list) => self.list(list.iter().collect(), visitor),
            Kind::Tuple(tuple) => self.list(tuple.iter().collect(), visitor),
            Kind::Dict(dict) => self.dict(&dict, visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match kind(self.object)? {
            Kind::Flag(flag) => visitor.visit_bool(flag),
            _ => self.wrong("True or False"),
        }
    }

    numbers! {
        whole: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128,
        any: deserialize_f32 deserialize_f64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match kind(self.object)? {
            Kind::Text(string) => visitor.visit_str(text(&string)?),
            _ => self.wrong("a text"),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_any(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match kind(self.object)? {
            Kind::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match kind(self.object)? {
            Kind::Nothing => visitor.visit_unit(),
            _ => self.wrong("None"),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match kind(self.object)? {
            Kind::List(list) => self.list(list.iter().collect(), visitor),
            Kind::Tuple(tuple) => self.list(tuple.iter().collect(), visitor),
            _ => self.wrong("a list"),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match kind(self.object)? {
            Kind::Dict(dict) => self.dict(&dict, visitor),
            _ => self.wrong("a dict, a dataclass or a model"),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match kind(self.object)? {
            Kind::Text(string) => {
                let name: StrDeserializer<'_, BridgeError> = text(&string)?.into_deserializer();
                visitor.visit_enum(name)
            }
            Kind::Dict(dict) if dict.len() == 1 => {
                let depth = self.deeper()?;
                let Some((name, content)) = dict.iter().next() else { return self.wrong("a name") };
                visitor.visit_enum(Variant { name, content, depth })
            }
            _ => self.wrong("a name"),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }
}

/// The items of a list.
struct Items<'py> {
    items: std::vec::IntoIter<Bound<'py, PyAny>>,
    depth: u32,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = BridgeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(item) = self.items.next() else { return Ok(None) };
        seed.deserialize(Reader { object: &item, depth: self.depth }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a dict.
struct Entries<'py> {
    entries: pyo3::types::dict::BoundDictIterator<'py>,
    value: Option<Bound<'py, PyAny>>,
    depth: u32,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = BridgeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        let Kind::Text(key) = kind(&key)? else {
            return Err(BridgeError::new(format!("a key is `{}`, not a text", type_name(&key))));
        };
        let key: StrDeserializer<'_, BridgeError> = text(&key)?.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let Some(value) = self.value.take() else { return Err(BridgeError::new("a key has no value")) };
        seed.deserialize(Reader { object: &value, depth: self.depth })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// `{"name": content}`: one of several forms.
struct Variant<'py> {
    name: Bound<'py, PyAny>,
    content: Bound<'py, PyAny>,
    depth: u32,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = BridgeError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let name = seed.deserialize(Reader { object: &self.name, depth: self.depth })?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = BridgeError;

    fn unit_variant(self) -> Result<()> {
        Reader { object: &self.content, depth: self.depth }.deserialize_unit(serde::de::IgnoredAny).map(drop)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(Reader { object: &self.content, depth: self.depth })
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        Reader { object: &self.content, depth: self.depth }.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value> {
        Reader { object: &self.content, depth: self.depth }.deserialize_map(visitor)
    }
}
