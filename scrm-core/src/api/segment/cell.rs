//! Values of columns, as calls write them.

use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::segment::SegmentCell;

/// A value of a column, or nothing where it is not known.
pub(super) struct Cell(pub(super) Option<SegmentCell<'static>>);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;

        impl<'de> Visitor<'de> for Value {
            type Value = Cell;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, a text, true or false, a list of texts, or null")
            }

            fn visit_unit<E: Error>(self) -> Result<Cell, E> {
                Ok(Cell(None))
            }

            fn visit_none<E: Error>(self) -> Result<Cell, E> {
                Ok(Cell(None))
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Cell, E> {
                Ok(Cell(Some(SegmentCell::Flag(flag))))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Cell, E> {
                Ok(Cell(Some(SegmentCell::Number(number))))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Cell, E> {
                self.visit_f64(number as f64)
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Cell, E> {
                self.visit_f64(number as f64)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Cell, E> {
                self.visit_string(text.to_owned())
            }

            fn visit_string<E: Error>(self, text: String) -> Result<Cell, E> {
                Ok(Cell(Some(SegmentCell::Text(text.into()))))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<Cell, A::Error> {
                let mut list = Vec::with_capacity(texts.size_hint().unwrap_or_default().min(64));
                while let Some(text) = texts.next_element::<String>()? {
                    list.push(text.into());
                }
                Ok(Cell(Some(SegmentCell::Texts(list))))
            }
        }

        deserializer.deserialize_any(Value)
    }
}
