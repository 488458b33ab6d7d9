//! Duplicates of any table.

use std::fs::File;
use std::path::PathBuf;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use scrm_core::api::{
    DeduperHandle, Given, deduper_operation, read_id_column, unknown_operation, unreadable_file,
};
use scrm_core::import::TableRow;

use crate::bridge::{Kind, given, kind, write};
use crate::errors::{coded, raised};
use crate::frame;
use crate::guard::{guard, panic_if_asked};

/// The fields of requests that hold what a record says.
const RECORDS: [&str; 3] = ["a", "b", "record"];

/// Finds the records of a table that are one person.
#[pyclass(module = "scrm._scrm", frozen, subclass)]
#[derive(Debug)]
pub(crate) struct Deduper(DeduperHandle);

#[pymethods]
impl Deduper {
    #[new]
    #[pyo3(signature = (config, /))]
    fn new(py: Python<'_>, config: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(py, "Deduper", || raised(py, DeduperHandle::new(&given(config))).map(Self))
    }

    /// Runs an operation of the table.
    #[pyo3(signature = (operation, request, /))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        request: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(py, "Deduper.call", || {
            let found = raised(py, deduper_operation(operation).ok_or_else(unknown_operation))?;
            let call = raised(py, found.read(&request_of(request)?))?;
            let run = move || {
                panic_if_asked("Deduper.call, detached");
                call.run(&self.0)
            };
            let answer = raised(py, py.detach(run))?;
            // No answer holds an instant, and a workspace has operations of the same names.
            write(py, &answer, None).map_err(|error| PyRuntimeError::new_err(error.to_string()))
        })
    }

    /// Looks at the records of a data frame, of a list, or of a CSV file.
    #[pyo3(signature = (records, id, /))]
    fn fit_records(&self, py: Python<'_>, records: &Bound<'_, PyAny>, id: &Bound<'_, PyAny>) -> PyResult<()> {
        guard(py, "Deduper.fit_records", || {
            let id = raised(py, read_id_column(&given(id)))?;
            if let Some(path) = path_of(records)? {
                let fitted = py.detach(|| {
                    let mut file = File::open(&path).map_err(|error| unreadable_file("records", &error))?;
                    self.0.fit_csv(&mut file, id.as_deref())
                });
                return raised(py, fitted).map(drop);
            }
            let mut table = frame::table_of_texts(records)?;
            let fitted = py.detach(|| self.0.fit(table.as_mut(), id.as_deref()));
            raised(py, fitted).map(drop)
        })
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        guard(py, "Deduper.__len__", || Ok(py.detach(|| self.0.records()).unwrap_or_default()))
    }
}

/// The path of a file, where this is one.
fn path_of(records: &Bound<'_, PyAny>) -> PyResult<Option<PathBuf>> {
    let is_path =
        records.is_instance_of::<PyString>() || records.hasattr(pyo3::intern!(records.py(), "__fspath__"))?;
    if is_path { records.extract().map(Some) } else { Ok(None) }
}

/// A request; the values of records become text as those of a frame do.
fn request_of(request: &Bound<'_, PyDict>) -> PyResult<Given> {
    let mut fields = Vec::with_capacity(request.len());
    for (name, value) in request.iter() {
        let name = name.extract::<String>()?;
        let is_id = value.is_instance_of::<PyString>();
        let read = if RECORDS.contains(&name.as_str()) && !is_id { said(&value)? } else { given(&value) };
        fields.push((name.into(), read));
    }
    Ok(Given::Object(fields))
}

/// What a record says. What is no record stays what it is, for the engine to refuse.
fn said(record: &Bound<'_, PyAny>) -> PyResult<Given> {
    if !matches!(kind(record), Ok(Kind::Dict(_))) {
        return Ok(given(record));
    }
    let py = record.py();
    let mut table = frame::table_of_texts(PyList::new(py, [record])?.as_any())?;
    let mut row = TableRow::default();
    table.next_row(&mut row).map_err(|error| coded(py, &error))?;
    let cells = table.header().into_iter().zip(row.cells());
    Ok(Given::Object(cells.map(|(column, cell)| (column.into(), Given::Text(cell.into()))).collect()))
}
