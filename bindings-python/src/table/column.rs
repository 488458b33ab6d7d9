//! The columns of a table: their names, where each one's values stand in a record, and what they are.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use chrono::{DateTime, SecondsFormat};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::bridge::{Shape, text};

/// A column of a table.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: &'static str,
    /// The way from the record to the value.
    pub(crate) path: &'static [Step],
    /// What the values are.
    pub(crate) kind: ColumnKind,
}

/// A step on the way from a record to a value.
#[derive(Debug)]
pub(crate) enum Step {
    /// What stands under a key.
    Key(&'static str),
    /// The same part of each item of a list.
    Each,
    /// The first item of a list that says this under this key.
    First(&'static str, &'static str),
    /// An object without these keys; nothing where no other is left.
    Without(&'static [&'static str]),
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// Texts.
    Text,
    /// Lists of texts.
    Texts,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Yes or no.
    Flag,
    /// Instants.
    Instant,
    /// Days.
    Day,
    /// Anything else, as JSON text.
    Json,
}

/// The name of the zone in which Arrow shows instants.
const UTC: &str = "UTC";

impl ColumnKind {
    fn data_type(self) -> DataType {
        match self {
            Self::Text | Self::Json => DataType::Utf8,
            Self::Texts => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
            Self::Whole => DataType::Int64,
            Self::Number => DataType::Float64,
            Self::Flag => DataType::Boolean,
            Self::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into())),
            Self::Day => DataType::Date32,
        }
    }
}

/// The schema of a table with these columns.
pub(crate) fn schema(columns: &[Column]) -> Arc<Schema> {
    let fields = columns.iter().map(|column| Field::new(column.name, column.kind.data_type(), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// A value of a column as a Python object.
pub(crate) fn value<'py>(py: Python<'py>, column: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into_bound_py_any(py),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into_bound_py_any(py),
        DataType::Boolean => column.as_boolean().value(row).into_bound_py_any(py),
        DataType::Timestamp(..) => {
            let at =
                DateTime::from_timestamp_micros(column.as_primitive::<TimestampMicrosecondType>().value(row));
            let written = at.unwrap_or_default().to_rfc3339_opts(SecondsFormat::AutoSi, true);
            Ok(text(py, &written, Some(&Shape::Instant)))
        }
        DataType::Date32 => {
            let day = column.as_primitive::<Date32Type>().value_as_date(row).unwrap_or_default();
            Ok(text(py, &day.to_string(), Some(&Shape::Day)))
        }
        DataType::List(_) => {
            let entries = column.as_list::<i32>().value(row);
            let texts = entries.as_string::<i32>();
            Ok(PyList::new(py, texts.iter())?.into_any())
        }
        _ => column.as_string::<i32>().value(row).into_bound_py_any(py),
    }
}
