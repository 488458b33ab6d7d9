//! Records that an operation listed, as a table: its columns are made when somebody asks for them.

mod build;
mod column;
mod customer;
mod elements;

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, Schema};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyCapsule, PyDict, PyList};
use scrm_core::api::{Answer, read_argument};
use serde::{Serialize, Serializer};

pub(crate) use column::{Column, ColumnKind, Step};
pub(crate) use customer::COLUMNS as CUSTOMER_COLUMNS;

use crate::answers::{AnswerForm, REPORT_TABLES};
use crate::bridge::{BridgeError, Shape, given, write};
use crate::errors::raised;
use crate::guard::guard;

/// A list of records: what an operation answered, or a part of it that came back from Python.
pub(crate) enum Records {
    Answer(Answer),
    Values(Vec<serde_json::Value>),
}

impl Serialize for Records {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Answer(answer) => answer.serialize(serializer),
            Self::Values(values) => values.serialize(serializer),
        }
    }
}

/// What one call listed.
struct Page {
    answer: Mutex<Records>,
    len: usize,
}

impl Page {
    fn batch(&self, schema: &Arc<Schema>, columns: &'static [Column]) -> Result<RecordBatch, ArrowError> {
        let answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        build::batch(&answer, schema, columns, self.len)
    }
}

/// Records that an operation listed.
#[pyclass(module = "scrm._scrm", frozen, subclass)]
pub(crate) struct Table {
    pages: Vec<Arc<Page>>,
    shape: Option<&'static Shape>,
    columns: &'static [Column],
}

impl Table {
    /// The table of one answer.
    pub(crate) fn new(form: AnswerForm, answer: Records) -> PyResult<Self> {
        let mut len = 0;
        elements::each(&answer, &mut |_| {
            len += 1;
            Ok(())
        })
        .map_err(failed)?;
        let page = Page { answer: Mutex::new(answer), len };
        Ok(Self {
            pages: vec![Arc::new(page)],
            shape: form.shape.and_then(|shape| shape.item(0)),
            columns: form.columns,
        })
    }
}

fn failed(error: BridgeError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

#[pymethods]
impl Table {
    /// The pages of several tables of one kind, one after the other.
    #[new]
    #[pyo3(signature = (tables, /))]
    fn joined(py: Python<'_>, tables: Vec<PyRef<'_, Self>>) -> PyResult<Self> {
        guard(py, "Table", || {
            let first = tables.first().ok_or_else(|| PyRuntimeError::new_err("there is no table"))?;
            let pages = tables.iter().flat_map(|table| table.pages.iter().cloned()).collect();
            Ok(Self { pages, shape: first.shape, columns: first.columns })
        })
    }

    /// The ways to the lists of records in a report.
    #[staticmethod]
    fn report_parts(py: Python<'_>) -> PyResult<Vec<&'static str>> {
        guard(py, "Table.report_parts", || Ok(REPORT_TABLES.iter().map(|(path, _)| *path).collect()))
    }

    /// The table of one of these lists.
    #[staticmethod]
    #[pyo3(signature = (path, records, /))]
    fn of_report(py: Python<'_>, path: &str, records: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        guard(py, "Table.of_report", || {
            let Some((_, form)) = REPORT_TABLES.iter().find(|(known, _)| *known == path) else {
                return Ok(None);
            };
            let records = read_argument::<Vec<serde_json::Value>>(path, &given(records));
            Self::new(*form, Records::Values(raised(py, records)?)).map(Some)
        })
    }

    /// The id of the last record, where it has one: where the next page begins.
    fn last_id(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, "Table.last_id", || {
            let Some(page) = self.pages.last() else { return Ok(None) };
            let answer = page.answer.lock().unwrap_or_else(PoisonError::into_inner);
            let (mut id, mut left) = (None, page.len);
            elements::each(&answer, &mut |record| {
                left -= 1;
                if left == 0 {
                    let record = serde_json::to_value(record).unwrap_or_default();
                    id = record.get("id").and_then(serde_json::Value::as_str).map(str::to_owned);
                }
                Ok(())
            })
            .map_err(failed)?;
            Ok(id)
        })
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        guard(py, "Table.__len__", || Ok(self.pages.iter().map(|page| page.len).sum()))
    }

    /// How many pages there are.
    #[getter]
    fn page_count(&self, py: Python<'_>) -> PyResult<usize> {
        guard(py, "Table.page_count", || Ok(self.pages.len()))
    }

    /// The records of one page.
    #[pyo3(signature = (number, /))]
    fn page<'py>(&self, py: Python<'py>, number: usize) -> PyResult<Bound<'py, PyList>> {
        guard(py, "Table.page", || {
            let list = PyList::empty(py);
            let Some(page) = self.pages.get(number) else { return Ok(list) };
            // Objects are made while it is held, and making them may let another thread run.
            let answer = page.answer.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
            elements::each(&answer, &mut |record| {
                let record = write(py, record, self.shape)?;
                list.append(record).map_err(|error| BridgeError::raised(py, &error))
            })
            .map_err(failed)?;
            Ok(list)
        })
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self, py: Python<'_>) -> PyResult<Vec<&'static str>> {
        guard(py, "Table.columns", || Ok(self.columns.iter().map(|column| column.name).collect()))
    }

    /// The columns as lists, by name.
    fn to_columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        guard(py, "Table.to_columns", || {
            let schema = column::schema(self.columns);
            let lists: Vec<Bound<'py, PyList>> = self.columns.iter().map(|_| PyList::empty(py)).collect();
            for page in &self.pages {
                let batch = py
                    .detach(|| page.batch(&schema, self.columns))
                    .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
                for (list, column) in lists.iter().zip(batch.columns()) {
                    for row in 0..batch.num_rows() {
                        list.append(column::value(py, column, row)?)?;
                    }
                }
            }
            let dict = PyDict::new(py);
            for (column, list) in self.columns.iter().zip(lists) {
                dict.set_item(column.name, list)?;
            }
            Ok(dict)
        })
    }

    /// The columns as a stream of Arrow's C interface.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A table has one schema; who asks for another casts what comes.
        drop(requested_schema);
        guard(py, "Table.__arrow_c_stream__", || {
            let (pages, columns) = (self.pages.clone(), self.columns);
            let schema = column::schema(columns);
            let made = Arc::clone(&schema);
            let batches = pages.into_iter().map(move |page| page.batch(&made, columns));
            let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, schema)));
            PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
        })
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("pages", &self.pages.len()).finish_non_exhaustive()
    }
}
