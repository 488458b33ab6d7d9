//! Columns of Arrow's, and the values in them that are read in one way whoever asks: texts and times.

use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions as temporal;
use arrow_array::types as of;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use chrono::NaiveDateTime;

/// A column of a batch.
pub(super) struct Column {
    pub(super) values: ArrayRef,
    /// Where each row's value stands, in a column that says each value once.
    places: Option<Vec<usize>>,
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

/// The text at a place of an array of texts.
pub(super) fn text(array: &ArrayRef, place: usize) -> Option<&str> {
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(place)),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().value(place)),
        DataType::Utf8View => Some(array.as_string_view().value(place)),
        _ => None,
    }
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
