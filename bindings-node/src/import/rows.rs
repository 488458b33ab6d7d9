//! Rows as JSON objects.

use std::fmt::{self, Write};

use rustc_hash::FxHashMap;
use scrm_core::api::{given_json, read_argument};
use scrm_core::foundation::ErrorInfo;
use scrm_core::import::cell::{self, BETWEEN};
use scrm_core::import::{ImportError, TableRow, TableSource};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A cell that is filled: its column, and its place in the text.
#[derive(Clone, Copy)]
struct Cell {
    column: usize,
    start: usize,
    end: usize,
}

/// Rows whose columns are the fields that any of them names, in the order in which they turn up. `Debug` shows no
/// cell.
#[derive(Default)]
pub(crate) struct Rows {
    header: Vec<String>,
    columns: FxHashMap<String, usize>,
    /// All cells, one after the other.
    text: String,
    cells: Vec<Cell>,
    /// Where each row's cells end.
    rows: Vec<usize>,
    next: usize,
    /// What cannot be in a cell.
    fault: Option<ImportError>,
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows of {} columns", self.header.len())
    }
}

impl Rows {
    /// Reads a list of objects, given as the argument `name`.
    pub(crate) fn read(name: &str, json: &str) -> Result<Self, ErrorInfo> {
        let mut rows = Self::default();
        let read = List(&mut rows).deserialize(&mut serde_json::Deserializer::from_str(json));
        match (read, rows.fault.take()) {
            (_, Some(fault)) => Err(ErrorInfo::from(&fault)),
            (Ok(()), None) => Ok(rows),
            // What is no list of objects is refused as every argument is.
            (Err(_), None) => {
                read_argument::<Vec<serde_json::Map<_, _>>>(name, &given_json(json)?).and(Ok(rows))
            }
        }
    }

    /// The column of a name. Rows mostly name the same columns in the same order.
    fn column(&mut self, name: &str, place: usize) -> usize {
        if self.header.get(place).is_some_and(|column| column == name) {
            return place;
        }
        if let Some(column) = self.columns.get(name) {
            return *column;
        }
        let column = self.header.len();
        self.header.push(name.to_owned());
        self.columns.insert(name.to_owned(), column);
        column
    }

    /// Refuses a value that has no text.
    fn refuse<E: Error>(&mut self, column: usize, kind: &str) -> E {
        let column = self.header.get(column).cloned().unwrap_or_default();
        let row = self.rows.len() as u64 + 1;
        self.fault = Some(ImportError::Cell { column, row, kind: kind.to_owned() });
        E::custom("no value of a cell")
    }
}

impl TableSource for Rows {
    fn header(&self) -> Vec<String> {
        self.header.clone()
    }

    fn next_row(&mut self, row: &mut TableRow) -> Result<bool, ImportError> {
        let Some(end) = self.rows.get(self.next).copied() else { return Ok(false) };
        let start = self.next.checked_sub(1).and_then(|before| self.rows.get(before).copied()).unwrap_or(0);
        self.next += 1;
        let cells = self.cells.get(start..end).unwrap_or_default();
        let is_in_order = cells.iter().enumerate().all(|(place, cell)| cell.column == place);
        for column in 0..self.header.len() {
            // Of a name that an object holds twice, the later value counts, as everywhere in JSON.
            let cell = if is_in_order {
                cells.get(column)
            } else {
                cells.iter().rfind(|cell| cell.column == column)
            };
            row.cell(cell.and_then(|cell| self.text.get(cell.start..cell.end)).unwrap_or_default());
        }
        Ok(true)
    }

    fn rewind(&mut self) -> Result<(), ImportError> {
        self.next = 0;
        Ok(())
    }
}

/// Reads the list.
struct List<'r>(&'r mut Rows);

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Row(self.0))?.is_some() {}
        Ok(())
    }
}

/// Reads one object.
struct Row<'r>(&'r mut Rows);

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut row: A) -> Result<(), A::Error> {
        let rows = self.0;
        let mut place = 0;
        while let Some(column) = row.next_key_seed(Name { rows: &mut *rows, place })? {
            let start = rows.text.len();
            row.next_value_seed(Value { rows: &mut *rows, column, in_list: false })?;
            rows.cells.push(Cell { column, start, end: rows.text.len() });
            place += 1;
        }
        rows.rows.push(rows.cells.len());
        Ok(())
    }
}

/// Reads the name of a field: which column it is.
struct Name<'r> {
    rows: &'r mut Rows,
    place: usize,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        Ok(self.rows.column(name, self.place))
    }
}

/// Writes a value's text.
struct Value<'r> {
    rows: &'r mut Rows,
    column: usize,
    in_list: bool,
}

impl Value<'_> {
    #[allow(clippy::unnecessary_wraps, reason = "what visitors give")]
    fn write<E: Error>(self, text: impl fmt::Display) -> Result<(), E> {
        // Writing to a text cannot fail.
        let _ = write!(self.rows.text, "{text}");
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a cell")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.rows.text.push_str(text);
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.write(number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.write(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        // Writing to a text cannot fail.
        let _ = cell::number(number, &mut self.rows.text);
        Ok(())
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        self.visit_str(cell::flag(flag))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { rows, column, in_list } = self;
        if in_list {
            return Err(rows.refuse(column, "list inside a list"));
        }
        let first = rows.text.len();
        let mut start = first;
        while list.next_element_seed(Value { rows: &mut *rows, column, in_list: true })?.is_some() {
            if start < rows.text.len() {
                rows.text.push_str(BETWEEN);
                start = rows.text.len();
            }
        }
        if rows.text.len() > first {
            rows.text.truncate(rows.text.len() - BETWEEN.len());
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(self.rows.refuse(self.column, "object"))
    }
}
