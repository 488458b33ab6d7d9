//! A stream of Arrow's C interface, as Python objects hand it over.

use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, StructArray};
use arrow_schema::{DataType, FieldRef, Fields};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods};
use scrm_core::import::ImportError;

/// Some rows of a stream.
#[derive(Clone)]
pub(super) struct Batch {
    pub(super) columns: Vec<ArrayRef>,
    pub(super) rows: usize,
}

/// A stream and its columns.
pub(super) struct Stream {
    stream: FFI_ArrowArrayStream,
    /// What a row is.
    row: DataType,
}

impl Stream {
    /// The stream of a frame, and the names of its columns.
    pub(super) fn of(frame: &Bound<'_, PyAny>) -> PyResult<(Self, Vec<String>)> {
        Self::in_capsule(&frame.call_method0(pyo3::intern!(frame.py(), "__arrow_c_stream__"))?)
    }

    /// The stream that a frame has handed over, and the names of its columns.
    pub(super) fn in_capsule(capsule: &Bound<'_, PyAny>) -> PyResult<(Self, Vec<String>)> {
        let mut stream = take(capsule)?;
        let fields = fields(&mut stream)?;
        let header = fields.iter().map(|field| field.name().clone()).collect();
        Ok((Self { stream, row: without_nothing(&DataType::Struct(fields)) }, header))
    }

    /// The next rows; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Batch>, ImportError> {
        // What a producer says of its failure may hold a customer's data.
        let failed = |kind: String| ImportError::Reading { bytes: 0, kind };
        let Some(get_next) = self.stream.get_next() else {
            return Err(failed("the frame's stream has no rows to give".to_owned()));
        };
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the stream was handed over by its producer and is used by nobody else.
        #[allow(unsafe_code)]
        let code = unsafe { get_next(&raw mut self.stream, &raw mut array) };
        if code != 0 {
            return Err(failed(format!("the frame's stream failed with code {code}")));
        }
        if array.is_released() {
            return Ok(None);
        }
        // SAFETY: the producer's array has the fields of the producer's schema; a column of nothing may carry a
        // bitmap or not, and neither is looked at.
        #[allow(unsafe_code)]
        let data = unsafe { from_ffi_and_data_type(array, self.row.clone()) };
        let data = data.map_err(|error| failed(error.to_string()))?;
        let rows = data.len();
        Ok(Some(Batch { columns: StructArray::from(data).into_parts().1, rows }))
    }
}

/// Takes the stream out of the frame's capsule.
fn take(capsule: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    let pointer = capsule.cast::<PyCapsule>()?.pointer_checked(Some(c"arrow_array_stream"))?;
    // SAFETY: a capsule of this name holds a stream of Arrow's C interface. It is moved out, and what stays behind
    // is marked as released.
    #[allow(unsafe_code)]
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.cast().as_ptr()) };
    Ok(stream)
}

/// The columns of a stream.
fn fields(stream: &mut FFI_ArrowArrayStream) -> PyResult<Fields> {
    let no_table = |reason: &str| PyValueError::new_err(format!("the frame is no table: {reason}"));
    let Some(get_schema) = stream.get_schema() else { return Err(no_table("its stream is used up")) };
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: the stream was handed over by its producer and is used by nobody else.
    #[allow(unsafe_code)]
    let code = unsafe { get_schema(&raw mut *stream, &raw mut schema) };
    if code != 0 {
        return Err(no_table(&format!("its stream failed with code {code}")));
    }
    match DataType::try_from(&schema) {
        Ok(DataType::Struct(fields)) => Ok(fields),
        Ok(other) => Err(no_table(&format!("it is one column of {other}"))),
        Err(error) => Err(no_table(&error.to_string())),
    }
}

/// A column of nothing as one of structs without fields. Neither has values; but producers differ in whether the
/// first has a bitmap, and of the second that may be so.
fn without_nothing(data_type: &DataType) -> DataType {
    let inner = |field: &FieldRef| {
        Arc::new(field.as_ref().clone().with_data_type(without_nothing(field.data_type())))
    };
    match data_type {
        DataType::Null => DataType::Struct(Fields::empty()),
        DataType::List(field) => DataType::List(inner(field)),
        DataType::LargeList(field) => DataType::LargeList(inner(field)),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(inner).collect()),
        other => other.clone(),
    }
}
