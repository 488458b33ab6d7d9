//! Arrow streams: what pandas, polars, pyarrow and DuckDB hand over without a copy.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions as temporal;
use arrow_array::types as of;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use chrono::{NaiveDateTime, NaiveTime};
use pyo3::prelude::*;
use scrm_core::import::{ImportError, TableRow, TableSource, cell};

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

/// A column of a batch.
pub(super) struct Column {
    pub(super) values: ArrayRef,
    /// Where each row's value stands, in a column that says each value once.
    places: Option<Vec<usize>>,
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
            let written = column.write(self.row, self.naive_times_pass, row);
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

impl Column {
    pub(super) fn new(column: &ArrayRef) -> Self {
        match column.as_any_dictionary_opt() {
            Some(dictionary) => Self {
                values: dictionary.values().clone(),
                places: Some(dictionary_places(column, dictionary)),
            },
            None => Self { values: column.clone(), places: None },
        }
    }

    /// Where a row's value stands among the values; nothing where the row has none.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        let place = match &self.places {
            Some(places) => places.get(row).copied().unwrap_or(usize::MAX),
            None => row,
        };
        (place < self.values.len() && !self.values.is_null(place)).then_some(place)
    }

    fn write(&self, row: usize, naive_times_pass: bool, out: &mut TableRow) -> Result<(), Problem> {
        match self.place(row) {
            Some(place) => write_value(&self.values, place, naive_times_pass, out),
            None => Ok(()),
        }
    }
}

/// The place of each row's value; one beyond all of them where the row has none.
fn dictionary_places(column: &ArrayRef, dictionary: &dyn arrow_array::AnyDictionaryArray) -> Vec<usize> {
    let mut places = if dictionary.values().is_empty() {
        vec![usize::MAX; column.len()]
    } else {
        dictionary.normalized_keys()
    };
    for (row, place) in places.iter_mut().enumerate() {
        if column.is_null(row) {
            *place = usize::MAX;
        }
    }
    places
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
    match array.data_type() {
        DataType::Utf8 => Ok(out.write_str(array.as_string::<i32>().value(place))?),
        DataType::LargeUtf8 => Ok(out.write_str(array.as_string::<i64>().value(place))?),
        DataType::Utf8View => Ok(out.write_str(array.as_string_view().value(place))?),
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
        column.write(place, naive_times_pass, out)?;
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

/// A day, or a time of a day: of the world's clock where it has a zone.
pub(super) struct Time {
    pub(super) at: NaiveDateTime,
    pub(super) has_zone: bool,
}

/// The time at a place of an array of times.
pub(super) fn time(array: &ArrayRef, place: usize) -> Option<Time> {
    let (at, has_zone) = match array.data_type() {
        DataType::Date32 => {
            let days = array.as_primitive::<of::Date32Type>().value(place);
            (temporal::date32_to_datetime(days), false)
        }
        DataType::Date64 => {
            let milliseconds = array.as_primitive::<of::Date64Type>().value(place);
            (temporal::date64_to_datetime(milliseconds), false)
        }
        DataType::Timestamp(unit, zone) => {
            let count = match unit {
                TimeUnit::Second => array.as_primitive::<of::TimestampSecondType>().value(place),
                TimeUnit::Millisecond => array.as_primitive::<of::TimestampMillisecondType>().value(place),
                TimeUnit::Microsecond => array.as_primitive::<of::TimestampMicrosecondType>().value(place),
                TimeUnit::Nanosecond => array.as_primitive::<of::TimestampNanosecondType>().value(place),
            };
            let at = match unit {
                TimeUnit::Second => temporal::timestamp_s_to_datetime(count),
                TimeUnit::Millisecond => temporal::timestamp_ms_to_datetime(count),
                TimeUnit::Microsecond => temporal::timestamp_us_to_datetime(count),
                TimeUnit::Nanosecond => temporal::timestamp_ns_to_datetime(count),
            };
            (at, zone.is_some())
        }
        _ => return None,
    };
    Some(Time { at: at?, has_zone })
}
