//! Arrow streams: what pandas, polars, pyarrow and DuckDB hand over without a copy.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types as of;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use chrono::NaiveTime;
use pyo3::prelude::*;
use scrm_core::import::{ImportError, TableRow, TableSource, cell};

use super::column::{Column, Time, text, time};
use super::stream::{Batch, Stream};

/// The rows of an Arrow stream, batch by batch.
pub(super) struct ArrowTable {
    header: Vec<String>,
    stream: Stream,
    /// Batches that were read, to be read again: an import that may abort reads twice.
    kept: Vec<Batch>,
    next_kept: usize,
    columns: Vec<Column>,
    rows: usize,
    row: usize,
    /// The number of rows handed out.
    count: u64,
    naive_times_pass: bool,
}

impl ArrowTable {
    pub(super) fn new(frame: &Bound<'_, PyAny>, naive_times_pass: bool) -> PyResult<Self> {
        let (stream, header) = Stream::of(frame)?;
        Ok(Self {
            header,
            stream,
            kept: Vec::new(),
            next_kept: 0,
            columns: Vec::new(),
            rows: 0,
            row: 0,
            count: 0,
            naive_times_pass,
        })
    }

    /// Turns to the next batch that holds rows; false where there is none.
    fn turn(&mut self) -> Result<bool, ImportError> {
        while self.row >= self.rows {
            let batch = match self.kept.get(self.next_kept) {
                Some(batch) => batch.clone(),
                None => match self.stream.next()? {
                    Some(batch) => {
                        // Batches share their memory with the frame.
                        self.kept.push(batch.clone());
                        batch
                    }
                    None => return Ok(false),
                },
            };
            self.next_kept += 1;
            self.columns = batch.columns.iter().map(Column::new).collect();
            (self.rows, self.row) = (batch.rows, 0);
        }
        Ok(true)
    }
}

impl TableSource for ArrowTable {
    fn header(&self) -> Vec<String> {
        self.header.clone()
    }

    fn next_row(&mut self, row: &mut TableRow) -> Result<bool, ImportError> {
        if !self.turn()? {
            return Ok(false);
        }
        self.count += 1;
        for (place, column) in self.columns.iter().enumerate() {
            let written = write_cell(column, self.row, self.naive_times_pass, row);
            let name = || self.header.get(place).cloned().unwrap_or_default();
            match written {
                Ok(()) => row.end_cell(),
                Err(Problem::Naive) => return Err(ImportError::NaiveTime { column: name() }),
                Err(Problem::Kind(kind)) => {
                    return Err(ImportError::Cell { column: name(), row: self.count, kind });
                }
            }
        }
        self.row += 1;
        Ok(true)
    }

    fn rewind(&mut self) -> Result<(), ImportError> {
        (self.next_kept, self.rows, self.row, self.count) = (0, 0, 0, 0);
        Ok(())
    }
}

/// Why a cell has no text.
enum Problem {
    Naive,
    Kind(String),
}

impl From<std::fmt::Error> for Problem {
    fn from(_: std::fmt::Error) -> Self {
        Self::Kind("value that cannot be written".to_owned())
    }
}

/// Writes a row's cell; nothing where the row has none.
fn write_cell(
    column: &Column,
    row: usize,
    naive_times_pass: bool,
    out: &mut TableRow,
) -> Result<(), Problem> {
    match column.place(row) {
        Some(place) => write_value(&column.values, place, naive_times_pass, out),
        None => Ok(()),
    }
}

macro_rules! display {
    ($array:expr, $place:expr, $out:expr, $kind:ty) => {
        Ok(write!($out, "{}", $array.as_primitive::<$kind>().value($place))?)
    };
}

fn write_value(
    array: &ArrayRef,
    place: usize,
    naive_times_pass: bool,
    out: &mut TableRow,
) -> Result<(), Problem> {
    if let Some(text) = text(array, place) {
        return Ok(out.write_str(text)?);
    }
    match array.data_type() {
        DataType::Int8 => display!(array, place, out, of::Int8Type),
        DataType::Int16 => display!(array, place, out, of::Int16Type),
        DataType::Int32 => display!(array, place, out, of::Int32Type),
        DataType::Int64 => display!(array, place, out, of::Int64Type),
        DataType::UInt8 => display!(array, place, out, of::UInt8Type),
        DataType::UInt16 => display!(array, place, out, of::UInt16Type),
        DataType::UInt32 => display!(array, place, out, of::UInt32Type),
        DataType::UInt64 => display!(array, place, out, of::UInt64Type),
        DataType::Float32 => {
            Ok(cell::number(f64::from(array.as_primitive::<of::Float32Type>().value(place)), out)?)
        }
        DataType::Float64 => Ok(cell::number(array.as_primitive::<of::Float64Type>().value(place), out)?),
        DataType::Boolean => Ok(out.write_str(cell::flag(array.as_boolean().value(place)))?),
        DataType::Decimal128(..) => {
            Ok(out.write_str(&array.as_primitive::<of::Decimal128Type>().value_as_string(place))?)
        }
        DataType::Decimal256(..) => {
            Ok(out.write_str(&array.as_primitive::<of::Decimal256Type>().value_as_string(place))?)
        }
        DataType::List(_) => write_list(&array.as_list::<i32>().value(place), naive_times_pass, out),
        DataType::LargeList(_) => write_list(&array.as_list::<i64>().value(place), naive_times_pass, out),
        // Nothing, as the stream reads it.
        DataType::Struct(fields) if fields.is_empty() => Ok(()),
        _ => write_time(array, place, naive_times_pass, out),
    }
}

fn write_list(entries: &ArrayRef, naive_times_pass: bool, out: &mut TableRow) -> Result<(), Problem> {
    // A list in a list has no text of its own.
    if matches!(entries.data_type(), DataType::List(_) | DataType::LargeList(_)) {
        return Err(Problem::Kind(entries.data_type().to_string()));
    }
    let column = Column::new(entries);
    for place in 0..entries.len() {
        if place > 0 {
            out.write_str(cell::BETWEEN)?;
        }
        write_cell(&column, place, naive_times_pass, out)?;
    }
    Ok(())
}

fn write_time(
    array: &ArrayRef,
    place: usize,
    naive_times_pass: bool,
    out: &mut TableRow,
) -> Result<(), Problem> {
    let Some(Time { at, has_zone }) = time(array, place) else {
        return Err(Problem::Kind(array.data_type().to_string()));
    };
    if has_zone {
        return Ok(cell::instant(at, out)?);
    }
    if !naive_times_pass && at.time() != NaiveTime::MIN {
        return Err(Problem::Naive);
    }
    Ok(cell::local(at, out)?)
}
