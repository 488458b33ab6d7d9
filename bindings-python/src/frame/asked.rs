//! Columns of a frame as expressions of segments ask them.

use std::borrow::Cow;
use std::cell::Cell;

use arrow_array::cast::AsArray;
use arrow_array::types as of;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use chrono::{DateTime, NaiveTime, Utc};
use pyo3::prelude::*;
use scrm_core::segment::{Segment, SegmentCell, SegmentSchema, SegmentTable, SegmentTableError};

use super::column::{Column, Time, text, time};
use super::stream::{Batch, Stream};
use crate::errors::coded;

/// Columns of a frame, all of whose rows are at hand. Their values stay where the frame has them.
pub(crate) struct AskedColumns {
    header: Vec<String>,
    batches: Vec<Batch>,
}

impl AskedColumns {
    /// Reads the stream that a frame has handed over.
    pub(crate) fn read(capsule: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (mut stream, header) = Stream::in_capsule(capsule)?;
        let mut batches = Vec::new();
        while let Some(batch) = stream.next().map_err(|error| coded(capsule.py(), &error))? {
            batches.push(batch);
        }
        Ok(Self { header, batches })
    }

    /// For each row whether it belongs to a segment; nothing where a column has values of a kind that Arrow has and expressions
    /// have not.
    pub(crate) fn holds(
        &self,
        segment: &Segment,
        schema: &SegmentSchema,
        now: DateTime<Utc>,
    ) -> Result<Option<Vec<Option<bool>>>, SegmentTableError> {
        let mut table = SegmentTable::new(schema, self.batches.iter().map(|batch| batch.rows).sum());
        let asked = segment.columns();
        for (place, name) in self.header.iter().enumerate().filter(|(_, name)| asked.contains(name.as_str()))
        {
            let is_strange = &Cell::new(false);
            let pieces: Vec<Column> =
                self.batches.iter().filter_map(|batch| batch.columns.get(place)).map(Column::new).collect();
            let cells = pieces.iter().zip(&self.batches).flat_map(|(column, batch)| {
                (0..batch.rows).map(move |row| {
                    let value = cell(&column.values, column.place(row)?);
                    is_strange.set(is_strange.get() || value.is_none());
                    value
                })
            });
            table.add(name, cells)?;
            if is_strange.get() {
                return Ok(None);
            }
        }
        table.holds(segment, now).map(Some)
    }
}

/// A value as expressions take it; nothing where it is of another kind.
fn cell(values: &ArrayRef, place: usize) -> Option<SegmentCell<'_>> {
    match values.data_type() {
        DataType::Boolean => Some(SegmentCell::Flag(values.as_boolean().value(place))),
        DataType::List(_) => texts(&values.as_list::<i32>().value(place)).map(SegmentCell::Texts),
        DataType::LargeList(_) => texts(&values.as_list::<i64>().value(place)).map(SegmentCell::Texts),
        _ => {
            let written = text(values, place).map(|text| SegmentCell::Text(Cow::Borrowed(text)));
            let number = || number(values, place).map(SegmentCell::Number);
            written.or_else(number).or_else(|| time(values, place).map(day_or_instant))
        }
    }
}

fn texts(entries: &ArrayRef) -> Option<Vec<Cow<'static, str>>> {
    let column = Column::new(entries);
    let known = (0..entries.len()).filter_map(|row| column.place(row));
    known.map(|place| text(&column.values, place).map(|text| Cow::Owned(text.to_owned()))).collect()
}

macro_rules! number {
    ($values:expr, $place:expr, $kind:ty) => {
        Some($values.as_primitive::<$kind>().value($place) as f64)
    };
}

fn number(values: &ArrayRef, place: usize) -> Option<f64> {
    match values.data_type() {
        DataType::Int8 => number!(values, place, of::Int8Type),
        DataType::Int16 => number!(values, place, of::Int16Type),
        DataType::Int32 => number!(values, place, of::Int32Type),
        DataType::Int64 => number!(values, place, of::Int64Type),
        DataType::UInt8 => number!(values, place, of::UInt8Type),
        DataType::UInt16 => number!(values, place, of::UInt16Type),
        DataType::UInt32 => number!(values, place, of::UInt32Type),
        DataType::UInt64 => number!(values, place, of::UInt64Type),
        DataType::Float32 => number!(values, place, of::Float32Type),
        DataType::Float64 => Some(values.as_primitive::<of::Float64Type>().value(place)),
        DataType::Decimal128(..) => {
            values.as_primitive::<of::Decimal128Type>().value_as_string(place).parse().ok()
        }
        DataType::Decimal256(..) => {
            values.as_primitive::<of::Decimal256Type>().value_as_string(place).parse().ok()
        }
        _ => None,
    }
}

/// A time without a zone is a day where it is the beginning of one, and otherwise what nobody can tell the instant of.
fn day_or_instant(time: Time) -> SegmentCell<'static> {
    let Time { at, has_zone } = time;
    if has_zone {
        SegmentCell::Instant(at.and_utc())
    } else if at.time() == NaiveTime::MIN {
        SegmentCell::Date(at.date())
    } else {
        SegmentCell::Text(Cow::Owned(at.to_string()))
    }
}
