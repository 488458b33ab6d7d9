//! Data frames in: Arrow streams, and rows as dicts.

mod arrow;
mod asked;
mod column;
mod records;
mod stream;

use pyo3::prelude::*;
use scrm_core::import::{ImportOptions, TableSource};

pub(crate) use asked::AskedColumns;

/// The table of a frame.
pub(crate) fn table(
    frame: &Bound<'_, PyAny>,
    options: &ImportOptions,
) -> PyResult<Box<dyn TableSource + Send>> {
    open(frame, options.time_zone.is_some())
}

/// The table of a frame whose times are only compared as texts, so that no zone is needed.
pub(crate) fn table_of_texts(frame: &Bound<'_, PyAny>) -> PyResult<Box<dyn TableSource + Send>> {
    open(frame, true)
}

fn open(frame: &Bound<'_, PyAny>, naive_times_pass: bool) -> PyResult<Box<dyn TableSource + Send>> {
    if !frame.hasattr(pyo3::intern!(frame.py(), "__arrow_c_stream__"))? {
        return Ok(Box::new(records::RecordTable::new(frame, naive_times_pass)?));
    }
    match arrow::ArrowTable::new(frame, naive_times_pass) {
        Ok(table) => Ok(Box::new(table)),
        // pandas asks pyarrow for the stream. That may not be installed, and it has no type for a column of numbers and texts,
        // such as the phones of a spreadsheet.
        Err(error) => match frame.call_method1(pyo3::intern!(frame.py(), "to_dict"), ("records",)) {
            Ok(rows) => Ok(Box::new(records::RecordTable::new(&rows, naive_times_pass)?)),
            Err(_) => Err(error),
        },
    }
}
