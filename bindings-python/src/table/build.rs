//! From records to columns.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_array::types::Date32Type;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, Schema};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::Records;
use super::column::{Column, ColumnKind, Step};
use super::elements::each;
use crate::bridge::BridgeError;

/// The columns of a page of so many records.
pub(super) fn batch(
    answer: &Records,
    schema: &Arc<Schema>,
    columns: &'static [Column],
    len: usize,
) -> Result<RecordBatch, ArrowError> {
    let mut builders: Vec<Builder> = columns.iter().map(|column| Builder::new(column.kind, len)).collect();
    each(answer, &mut |record| {
        let record = serde_json::to_value(record).map_err(|error| BridgeError::new(error.to_string()))?;
        for (column, builder) in columns.iter().zip(&mut builders) {
            builder.push(follow(&record, column.path).as_ref());
        }
        Ok(())
    })
    .map_err(|error| ArrowError::ExternalError(Box::new(error)))?;
    let arrays = builders.into_iter().map(Builder::finish).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(len));
    RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)
}

/// The value at the end of a way.
fn follow(record: &Value, path: &'static [Step]) -> Option<Value> {
    let mut value = record;
    for (place, step) in path.iter().enumerate() {
        value = match step {
            Step::Key(key) => value.get(key)?,
            Step::First(key, text) => {
                value.as_array()?.iter().find(|item| item.get(key).and_then(Value::as_str) == Some(text))?
            }
            Step::Each => {
                let rest = path.get(place + 1..).unwrap_or_default();
                return Some(value.as_array()?.iter().filter_map(|item| follow(item, rest)).collect());
            }
            Step::Without(keys) => {
                let others = value.as_object()?.iter().filter(|(key, _)| !keys.contains(&key.as_str()));
                let others: serde_json::Map<String, Value> =
                    others.map(|(key, value)| (key.clone(), value.clone())).collect();
                return (!others.is_empty()).then_some(Value::Object(others));
            }
        };
    }
    Some(value.clone())
}

/// A column being built. What is no value of its kind is a gap.
enum Builder {
    Text(StringBuilder),
    Texts(ListBuilder<StringBuilder>),
    Whole(Int64Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
    Instant(TimestampMicrosecondBuilder),
    Day(Date32Builder),
    Json(StringBuilder),
}

impl Builder {
    fn new(kind: ColumnKind, room: usize) -> Self {
        match kind {
            ColumnKind::Text => Self::Text(StringBuilder::new()),
            ColumnKind::Texts => Self::Texts(ListBuilder::new(StringBuilder::new())),
            ColumnKind::Whole => Self::Whole(Int64Builder::with_capacity(room)),
            ColumnKind::Number => Self::Number(Float64Builder::with_capacity(room)),
            ColumnKind::Flag => Self::Flag(BooleanBuilder::with_capacity(room)),
            ColumnKind::Instant => {
                let builder = TimestampMicrosecondBuilder::with_capacity(room);
                Self::Instant(builder.with_timezone("UTC"))
            }
            ColumnKind::Day => Self::Day(Date32Builder::with_capacity(room)),
            ColumnKind::Json => Self::Json(StringBuilder::new()),
        }
    }

    fn push(&mut self, value: Option<&Value>) {
        let value = value.filter(|value| !value.is_null());
        match self {
            Self::Text(builder) => builder.append_option(value.and_then(Value::as_str)),
            Self::Whole(builder) => builder.append_option(value.and_then(Value::as_i64)),
            Self::Number(builder) => builder.append_option(value.and_then(Value::as_f64)),
            Self::Flag(builder) => builder.append_option(value.and_then(Value::as_bool)),
            Self::Json(builder) => builder.append_option(value.map(Value::to_string)),
            Self::Instant(builder) => {
                let at = value.and_then(Value::as_str).and_then(|text| text.parse::<DateTime<Utc>>().ok());
                builder.append_option(at.map(|at| at.timestamp_micros()));
            }
            Self::Day(builder) => {
                let day = value.and_then(Value::as_str).and_then(|text| text.parse::<NaiveDate>().ok());
                builder.append_option(day.map(Date32Type::from_naive_date));
            }
            Self::Texts(builder) => {
                let items = value.and_then(Value::as_array);
                for item in items.into_iter().flatten() {
                    builder.values().append_option(item.as_str());
                }
                builder.append(items.is_some());
            }
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut builder) | Self::Json(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Texts(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Whole(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Number(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Flag(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Instant(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Day(mut builder) => ArrayBuilder::finish(&mut builder),
        }
    }
}
