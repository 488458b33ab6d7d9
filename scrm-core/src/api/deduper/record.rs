//! Records as calls write them.

#[cfg(feature = "schema")]
use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashMap;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::dedupe::linkage::Subject;
use crate::import::{ImportError, TableRow, TableSource, cell};

/// Cells by the names of their columns.
pub(super) struct Said(Vec<(String, String)>);

/// What a record says, as bindings write it.
#[cfg(feature = "schema")]
pub(super) type SaidSchema = BTreeMap<String, serde_json::Value>;

/// A cell's text.
pub(super) struct Text(pub(super) String);

impl Said {
    pub(super) fn cells(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(column, cell)| (column.as_str(), cell.as_str())).collect()
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Record;

        impl<'de> Visitor<'de> for Record {
            type Value = Said;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record: values by the names of their columns")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Said, A::Error> {
                let mut said = Vec::with_capacity(fields.size_hint().unwrap_or_default());
                while let Some((column, Text(cell))) = fields.next_entry()? {
                    said.push((column, cell));
                }
                Ok(Said(said))
            }
        }

        deserializer.deserialize_map(Record)
    }
}

/// Values that are no text become text as an import writes them.
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;

        impl<'de> Visitor<'de> for Value {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, a number, true or false, or a list of these")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Text, E> {
                self.visit_str(cell::flag(flag))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Text, E> {
                let mut text = String::new();
                // Writing to a text cannot fail.
                let _ = cell::number(number, &mut text);
                Ok(Text(text))
            }

            fn visit_unit<E: Error>(self) -> Result<Text, E> {
                self.visit_str("")
            }

            fn visit_none<E: Error>(self) -> Result<Text, E> {
                self.visit_str("")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Text, A::Error> {
                let mut text = String::new();
                while let Some(Text(entry)) = list.next_element()? {
                    if !text.is_empty() && !entry.is_empty() {
                        text.push_str(cell::BETWEEN);
                    }
                    text.push_str(&entry);
                }
                Ok(Text(text))
            }
        }

        deserializer.deserialize_any(Value)
    }
}

/// A record that is known, by its id, or what any record says.
pub(super) enum Side {
    Known(String),
    Said(Said),
}

/// The id of a record, or what a record says: values by the names of their columns.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(untagged, rename = "IdOrRecord")]
#[allow(dead_code, reason = "only its schema is of use")]
pub(super) enum SideSchema {
    Known(String),
    Said(SaidSchema),
}

impl<'de> Deserialize<'de> for Side {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Side;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id of a record, or a record")
            }

            fn visit_str<E: Error>(self, id: &str) -> Result<Side, E> {
                Ok(Side::Known(id.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, record: A) -> Result<Side, A::Error> {
                Said::deserialize(serde::de::value::MapAccessDeserializer::new(record)).map(Side::Said)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl Side {
    /// As the deduper takes it, given the cells of its record.
    pub(super) fn subject<'s>(&'s self, cells: &'s [(&'s str, &'s str)]) -> Subject<'s> {
        match self {
            Self::Known(id) => Subject::Known(id),
            Self::Said(_) => Subject::Said(cells),
        }
    }
}

/// Records whose columns are those that any of them names, in the order in which they turn up.
pub(super) struct Rows {
    header: Vec<String>,
    columns: FxHashMap<String, usize>,
    records: std::vec::IntoIter<Said>,
}

impl Rows {
    pub(super) fn of(records: Vec<Said>) -> Self {
        let mut rows =
            Self { header: Vec::new(), columns: FxHashMap::default(), records: Vec::new().into_iter() };
        for (column, _) in records.iter().flat_map(|record| &record.0) {
            if !rows.columns.contains_key(column) {
                rows.columns.insert(column.clone(), rows.header.len());
                rows.header.push(column.clone());
            }
        }
        Self { records: records.into_iter(), ..rows }
    }
}

impl TableSource for Rows {
    fn header(&self) -> Vec<String> {
        self.header.clone()
    }

    fn next_row(&mut self, row: &mut TableRow) -> Result<bool, ImportError> {
        let Some(Said(said)) = self.records.next() else { return Ok(false) };
        let mut cells = vec![""; self.header.len()];
        for (column, cell) in &said {
            let place = self.columns.get(column).and_then(|column| cells.get_mut(*column));
            place.into_iter().for_each(|place| *place = cell);
        }
        cells.into_iter().for_each(|cell| row.cell(cell));
        Ok(true)
    }

    fn rewind(&mut self) -> Result<(), ImportError> {
        Err(ImportError::Reading { bytes: 0, kind: "the records are read once".to_owned() })
    }
}
