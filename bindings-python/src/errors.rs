//! Errors as Python sees them: one class per area, with code, field, row and what to do.

use std::sync::LazyLock;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use rustc_hash::FxHashMap;
use scrm_core::foundation::{Coded, ErrorEntry, ErrorInfo};

static CATALOGUE: LazyLock<FxHashMap<&'static str, ErrorEntry>> = LazyLock::new(|| {
    scrm_core::playbook::error_catalogue().into_iter().map(|entry| (entry.code, entry)).collect()
});

/// The exception of an error of the engine's.
pub(crate) fn raise(py: Python<'_>, info: ErrorInfo) -> PyErr {
    let entry = CATALOGUE.get(info.code.as_str());
    let help = entry.map(|entry| entry.help);
    let retryable = entry.is_some_and(|entry| entry.retryable);
    let made = maker(py)
        .and_then(|make| make.call1((info.code, info.message, info.field, info.row, help, retryable)));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// The exception of an error of an engine's.
pub(crate) fn raised<T>(py: Python<'_>, outcome: Result<T, ErrorInfo>) -> PyResult<T> {
    outcome.map_err(|info| raise(py, info))
}

/// The exception of an error that knows its place in the catalogue.
pub(crate) fn coded<E: Coded + std::fmt::Display>(py: Python<'_>, error: &E) -> PyErr {
    raise(py, ErrorInfo::from(error))
}

fn maker(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make =
        MAKE.get_or_try_init(py, || py.import("scrm._errors")?.getattr("error_of").map(Bound::unbind))?;
    Ok(make.bind(py))
}
