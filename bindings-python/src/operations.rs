//! Calls of the operations table: a request is read, run, and its answer written.

use pyo3::prelude::*;
use scrm_core::api::{self, Answer, Call, engine_operation, unknown_operation, workspace_operation};
use scrm_core::foundation::ErrorInfo;
use scrm_core::workspace::{Engines, Workspace};

use crate::answers::form_of;
use crate::bridge::{given, write};
use crate::errors::{raise, raised};

/// Reads a request of an engine operation.
pub(crate) fn read_of_engines(operation: &str, request: &Bound<'_, PyAny>) -> PyResult<Call<Engines>> {
    let operation = engine_operation(operation).ok_or_else(unknown_operation);
    raised(request.py(), operation.and_then(|operation| operation.read(&given(request))))
}

/// Reads a request of a workspace operation.
pub(crate) fn read_of_workspace(operation: &str, request: &Bound<'_, PyAny>) -> PyResult<Call<Workspace>> {
    let operation = workspace_operation(operation).ok_or_else(unknown_operation);
    raised(request.py(), operation.and_then(|operation| operation.read(&given(request))))
}

/// Writes the answer of an operation as a Python object.
pub(crate) fn write_answer<'py>(
    py: Python<'py>,
    operation: &str,
    answer: &Answer,
) -> PyResult<Bound<'py, PyAny>> {
    write(py, answer, form_of(operation).shape).map_err(|error| {
        let defect = api::defect();
        raise(py, ErrorInfo { message: error.to_string(), ..defect })
    })
}
