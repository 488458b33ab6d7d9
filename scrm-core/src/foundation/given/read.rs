//! Reading a type from a value that was given.

use std::cell::RefCell;

use compact_str::CompactString;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IgnoredAny,
    IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Error;

use super::path::{Misfit, Step, Way};
use super::{EXACT_WHOLE, Given};

impl Given {
    /// Reads a type. A field that nobody reads is a misfit too, also in types that pass over fields they do not know.
    ///
    /// ```
    /// use scrm_core::foundation::{Given, Step};
    /// let levels = Given::from(serde_json::json!({"levels": [1, 2.0, "three"]}));
    /// let misfit = levels.read::<std::collections::BTreeMap<String, Vec<u8>>>().unwrap_err();
    /// assert_eq!(misfit.path, [Step::Field("levels".into()), Step::Entry(2)]);
    /// ```
    ///
    /// # Errors
    /// The place of what is wrong, and what it is.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Misfit> {
        let findings = RefCell::new(Findings::default());
        let read = T::deserialize(Reading { given: self, way: &Way::Start, findings: &findings });
        let Findings { wrong, stray } = findings.into_inner();
        match (read, stray) {
            (Ok(read), None) => Ok(read),
            (Ok(_), Some(path)) => Err(Misfit { path, message: None }),
            (Err(error), _) => {
                Err(Misfit { path: wrong.unwrap_or_default(), message: Some(error.to_string()) })
            }
        }
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Nothing | Self::Refused(_) => Unexpected::Unit,
            Self::Flag(flag) => Unexpected::Bool(*flag),
            Self::Natural(number) => Unexpected::Unsigned(*number),
            Self::Negative(number) => Unexpected::Signed(*number),
            Self::Number(number) => Unexpected::Float(*number),
            Self::Text(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        }
    }
}

/// Where the first thing of each kind was found.
#[derive(Default)]
struct Findings {
    wrong: Option<Vec<Step>>,
    stray: Option<Vec<Step>>,
}

/// A value that is read, and the way to it.
#[derive(Clone, Copy)]
struct Reading<'r> {
    given: &'r Given,
    way: &'r Way<'r>,
    findings: &'r RefCell<Findings>,
}

type Outcome<T> = Result<T, Error>;

impl<'r> Reading<'r> {
    /// Remembers the way to what went wrong; what is deepest comes first.
    fn noting<T>(self, outcome: Outcome<T>) -> Outcome<T> {
        if outcome.is_err() {
            self.findings.borrow_mut().wrong.get_or_insert_with(|| self.way.steps());
        }
        outcome
    }

    /// Reads what is in something. A choice by its kind is read after it was looked at: what is wrong then is noted
    /// here.
    fn read<'de, T: DeserializeSeed<'de>>(self, seed: T) -> Outcome<T::Value> {
        self.noting(seed.deserialize(self))
    }

    fn misfit<T>(self, expected: &dyn Expected) -> Outcome<T> {
        self.noting(Err(match self.given {
            Given::Refused(why) => Error::custom(why),
            given => Error::invalid_type(given.unexpected(), expected),
        }))
    }

    fn entries(self, list: &'r [Given]) -> Entries<'r> {
        Entries { list: list.iter().enumerate(), of: self }
    }

    fn fields(self, fields: &'r [(CompactString, Given)]) -> Fields<'r> {
        Fields { fields: fields.iter(), field: None, of: self }
    }
}

impl Reading<'_> {
    /// A number. Data frames and some languages have whole numbers as others, which say the same.
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.noting(match self.given {
            Given::Natural(number) => visitor.visit_u64(*number),
            Given::Negative(number) => visitor.visit_i64(*number),
            Given::Number(number) => visitor.visit_f64(*number),
            _ => return self.misfit(&visitor),
        })
    }

    /// A whole number, which data frames and some languages write as another kind of number.
    fn whole<'de, V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.given {
            #[allow(clippy::cast_possible_truncation, reason = "it is whole, and small enough to be exact")]
            Given::Number(number) if number.fract() == 0.0 && number.abs() <= EXACT_WHOLE => {
                self.noting(match Given::from(*number as i64) {
                    Given::Natural(number) => visitor.visit_u64(number),
                    _ => visitor.visit_i64(*number as i64),
                })
            }
            _ => self.number(visitor),
        }
    }
}

/// What serde asks for numbers, by their widths.
macro_rules! numbers {
    ($through:ident: $($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            self.$through(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Reading<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.given {
            Given::Nothing => self.noting(visitor.visit_unit()),
            Given::Flag(_) => self.deserialize_bool(visitor),
            Given::Natural(_) | Given::Negative(_) | Given::Number(_) => self.number(visitor),
            Given::Text(_) => self.deserialize_str(visitor),
            Given::List(_) => self.deserialize_seq(visitor),
            Given::Object(_) => self.deserialize_map(visitor),
            Given::Refused(_) => self.misfit(&visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.given {
            Given::Flag(flag) => self.noting(visitor.visit_bool(*flag)),
            _ => self.misfit(&visitor),
        }
    }

    numbers! {
        whole: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    numbers! { number: deserialize_f32 deserialize_f64 }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.given {
            Given::Text(text) => self.noting(visitor.visit_str(text)),
            _ => self.misfit(&visitor),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.misfit(&visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.misfit(&visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.given {
            Given::Nothing => self.noting(visitor.visit_none()),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.given {
            Given::Nothing => self.noting(visitor.visit_unit()),
            _ => self.misfit(&visitor),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        self.noting(visitor.visit_newtype_struct(self))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.given {
            Given::List(list) => self.noting(visitor.visit_seq(self.entries(list))),
            _ => self.misfit(&visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Outcome<V::Value> {
        match self.given {
            Given::List(list) if list.len() > length => {
                self.noting(Err(Error::invalid_length(list.len(), &visitor)))
            }
            _ => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Outcome<V::Value> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.given {
            Given::Object(fields) => self.noting(visitor.visit_map(self.fields(fields))),
            _ => self.misfit(&visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        match self.given {
            Given::Text(name) => self.noting(visitor.visit_enum(name.as_str().into_deserializer())),
            Given::Object(fields) => match fields.as_slice() {
                [(name, content)] => {
                    let way = Way::Field(self.way, name);
                    let content = Reading { given: content, way: &way, findings: self.findings };
                    self.noting(visitor.visit_enum(Variant { name, content }))
                }
                _ => self.misfit(&visitor),
            },
            _ => self.misfit(&visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.findings.borrow_mut().stray.get_or_insert_with(|| self.way.steps());
        visitor.visit_unit()
    }
}

/// The entries of a list.
struct Entries<'r> {
    list: std::iter::Enumerate<std::slice::Iter<'r, Given>>,
    of: Reading<'r>,
}

impl<'de> SeqAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<Option<T::Value>> {
        let Some((index, given)) = self.list.next() else { return Ok(None) };
        let way = Way::Entry(self.of.way, index);
        Reading { given, way: &way, findings: self.of.findings }.read(seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.list.len())
    }
}

/// The fields of an object.
struct Fields<'r> {
    fields: std::slice::Iter<'r, (CompactString, Given)>,
    /// The one whose value comes next.
    field: Option<&'r (CompactString, Given)>,
    of: Reading<'r>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        self.field = self.fields.next();
        self.field.map(|(name, _)| seed.deserialize(Name(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Outcome<V::Value> {
        let Some((name, given)) = self.field.take() else {
            return Err(Error::custom("a value was asked for before its name"));
        };
        let way = Way::Field(self.of.way, name);
        Reading { given, way: &way, findings: self.of.findings }.read(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.fields.len())
    }
}

/// The name of a field, which may stand for a number or a choice.
struct Name<'r>(&'r str);

macro_rules! named_numbers {
    ($($method:ident: $visit:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            match self.0.parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => visitor.visit_str(self.0),
            }
        }
    )+};
}

impl<'de> Deserializer<'de> for Name<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_str(self.0)
    }

    named_numbers! {
        deserialize_i8: visit_i64 deserialize_i16: visit_i64 deserialize_i32: visit_i64
        deserialize_i64: visit_i64 deserialize_u8: visit_u64 deserialize_u16: visit_u64
        deserialize_u32: visit_u64 deserialize_u64: visit_u64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

/// One of several forms, by its name.
struct Variant<'r> {
    name: &'r str,
    content: Reading<'r>,
}

impl<'de, 'r> EnumAccess<'de> for Variant<'r> {
    type Error = Error;
    type Variant = Reading<'r>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Outcome<(V::Value, Reading<'r>)> {
        let name: StrDeserializer<'_, Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.content))
    }
}

impl<'de> VariantAccess<'de> for Reading<'_> {
    type Error = Error;

    fn unit_variant(self) -> Outcome<()> {
        self.deserialize_unit(IgnoredAny).map(drop)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Outcome<T::Value> {
        self.read(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Outcome<V::Value> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Outcome<V::Value> {
        self.deserialize_map(visitor)
    }
}
