//! Rows as dicts, dataclasses or models. They are read to the end first: what is wrong with one is said before
//! anything is imported, and the import itself runs while Python does other things.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyString, PyTime};
use rustc_hash::FxHashMap;
use scrm_core::import::{ImportError, TableRow, TableSource, cell};

use crate::bridge::{Kind, is_missing, kind, text_of};
use crate::errors::coded;

/// How many rows are read between two looks at Ctrl-C.
const ROWS_AT_ONCE: usize = 4_096;

/// Rows in one piece of text.
pub(super) struct RecordTable {
    header: Vec<String>,
    text: String,
    cells: Vec<Cell>,
    /// Where each row's cells end.
    rows: Vec<usize>,
    next: usize,
    /// The cells of one row by column.
    spread: Vec<Option<(usize, usize)>>,
}

/// A cell that is filled: its column, and where its text ends.
struct Cell {
    column: u32,
    start: usize,
    end: usize,
}

impl RecordTable {
    pub(super) fn new(rows: &Bound<'_, PyAny>, naive_times_pass: bool) -> PyResult<Self> {
        let mut reading = Reading { table: Self::empty(), columns: FxHashMap::default(), naive_times_pass };
        for (number, row) in rows.try_iter().map_err(|_| no_rows(rows))?.enumerate() {
            if number % ROWS_AT_ONCE == 0 {
                rows.py().check_signals()?;
            }
            reading.row(&row?, number as u64 + 1)?;
        }
        reading.table.spread = vec![None; reading.table.header.len()];
        Ok(reading.table)
    }

    const fn empty() -> Self {
        Self {
            header: Vec::new(),
            text: String::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            next: 0,
            spread: Vec::new(),
        }
    }
}

fn no_rows(rows: &Bound<'_, PyAny>) -> PyErr {
    let name = rows.get_type().name().map_or_else(|_| String::new(), |name| name.to_string());
    PyTypeError::new_err(format!(
        "`{name}` is no frame: give something with `__arrow_c_stream__` (polars, pyarrow, pandas, DuckDB) or a list of dicts"
    ))
}

impl TableSource for RecordTable {
    fn header(&self) -> Vec<String> {
        self.header.clone()
    }

    fn next_row(&mut self, row: &mut TableRow) -> Result<bool, ImportError> {
        let Some(end) = self.rows.get(self.next).copied() else { return Ok(false) };
        let start = self.next.checked_sub(1).and_then(|before| self.rows.get(before).copied()).unwrap_or(0);
        self.next += 1;
        self.spread.fill(None);
        for cell in self.cells.get(start..end).unwrap_or_default() {
            if let Some(place) = self.spread.get_mut(cell.column as usize) {
                *place = Some((cell.start, cell.end));
            }
        }
        for place in &self.spread {
            row.cell(place.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default());
        }
        Ok(true)
    }

    fn rewind(&mut self) -> Result<(), ImportError> {
        self.next = 0;
        Ok(())
    }
}

/// The rows while they are read.
struct Reading {
    table: RecordTable,
    columns: FxHashMap<String, u32>,
    naive_times_pass: bool,
}

impl Reading {
    fn row(&mut self, row: &Bound<'_, PyAny>, number: u64) -> PyResult<()> {
        let Ok(Kind::Dict(dict)) = kind(row) else { return Err(no_rows(row)) };
        // Reading a value may run Python code, which may change the dict.
        let dict = if dict.is(row) { dict.copy()? } else { dict };
        for (place, (key, value)) in dict.iter().enumerate() {
            if value.is_none() {
                self.column(&key, place)?;
                continue;
            }
            let column = self.column(&key, place)?;
            let start = self.table.text.len();
            self.cell(&value, column, number)?;
            self.table.cells.push(Cell { column, start, end: self.table.text.len() });
        }
        self.table.rows.push(self.table.cells.len());
        Ok(())
    }

    /// The column of a key. Rows mostly name the same columns in the same order.
    fn column(&mut self, key: &Bound<'_, PyAny>, place: usize) -> PyResult<u32> {
        let Ok(key) = key.cast::<PyString>() else {
            return Err(PyTypeError::new_err("the keys of a row must be texts: the names of its columns"));
        };
        let name = text_of("a column", key.as_any())?;
        if self.table.header.get(place).is_some_and(|column| column == name) {
            return Ok(u32::try_from(place).unwrap_or(u32::MAX));
        }
        if let Some(column) = self.columns.get(name) {
            return Ok(*column);
        }
        let column = u32::try_from(self.table.header.len()).unwrap_or(u32::MAX);
        self.table.header.push(name.to_owned());
        self.columns.insert(name.to_owned(), column);
        Ok(column)
    }

    fn cell(&mut self, value: &Bound<'_, PyAny>, column: u32, row: u64) -> PyResult<()> {
        if let Ok(text) = value.cast_exact::<PyString>() {
            let Ok(text) = text.to_str() else {
                let kind = "str with half of a character".to_owned();
                return Err(coded(value.py(), &ImportError::Cell { column: self.name(column), row, kind }));
            };
            self.table.text.push_str(text);
            return Ok(());
        }
        if is_missing(value)? {
            return Ok(());
        }
        if self.naive(value)? {
            return Err(coded(value.py(), &ImportError::NaiveTime { column: self.name(column) }));
        }
        let is_list = matches!(kind(value), Ok(Kind::List(_) | Kind::Tuple(_)));
        let written = if is_list { self.list(value)? } else { self.scalar(value)? };
        if written {
            return Ok(());
        }
        let kind = value.get_type().name()?.to_string();
        Err(coded(value.py(), &ImportError::Cell { column: self.name(column), row, kind }))
    }

    fn name(&self, column: u32) -> String {
        self.table.header.get(column as usize).cloned().unwrap_or_default()
    }

    /// Whether a value is a time of day of no known place. A day alone is none.
    fn naive(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        if self.naive_times_pass || !value.is_instance_of::<PyDateTime>() {
            return Ok(false);
        }
        let py = value.py();
        Ok(value.call_method0(pyo3::intern!(py, "utcoffset"))?.is_none() && !is_midnight(value)?)
    }

    fn list(&mut self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        for (place, entry) in value.try_iter()?.enumerate() {
            if place > 0 {
                self.table.text.push_str(cell::BETWEEN);
            }
            if !self.scalar(&entry?)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Writes one value; false where it has no text.
    fn scalar(&mut self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        if is_missing(value)? {
            return Ok(true);
        }
        let out = &mut self.table.text;
        let is_decimal = value.get_type().name()? == "Decimal";
        if is_decimal {
            out.push_str(value.str()?.to_str()?);
            return Ok(true);
        }
        if value.is_instance_of::<PyDateTime>() {
            // A day is often written as its midnight.
            let is_day = value.call_method0("utcoffset")?.is_none() && is_midnight(value)?;
            let text = if is_day {
                value.call_method0("date")?.call_method0("isoformat")?
            } else {
                value.call_method1("isoformat", (" ", "seconds"))?
            };
            out.push_str(text.cast::<PyString>()?.to_str()?);
            return Ok(true);
        }
        let Ok(kind) = kind(value) else { return Ok(false) };
        match kind {
            Kind::Nothing => {}
            Kind::Flag(flag) => out.push_str(cell::flag(flag)),
            Kind::Whole(number) => out.push_str(number.str()?.to_str()?),
            Kind::Number(number) => drop(cell::number(number, out)),
            Kind::Text(text) => match text.to_str() {
                Ok(text) => out.push_str(text),
                Err(_) => return Ok(false),
            },
            Kind::List(_) | Kind::Tuple(_) | Kind::Dict(_) => return Ok(false),
        }
        Ok(true)
    }
}

/// Whether a `datetime` stands at the beginning of its day.
fn is_midnight(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = value.py();
    let midnight = PyTime::new(py, 0, 0, 0, 0, None)?;
    value.call_method0(pyo3::intern!(py, "time"))?.eq(midnight)
}
