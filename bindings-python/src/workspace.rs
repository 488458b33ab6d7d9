//! A workspace: one business, in a file or in memory.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use scrm_core::api;
use scrm_core::store::{MemoryStore, Store};
use scrm_core::workspace::Workspace as Business;
use scrm_sqlite::{SqliteOptions, SqliteStore};

use crate::answers::form_of;
use crate::errors::{coded, raise, raised};
use crate::guard::{guard, panic_if_asked};
use crate::import::{self, Order, Watcher};
use crate::operations::{read_of_workspace, write_answer};
use crate::playbook::Playbook;
use crate::table::{Records, Table};

/// What opens a workspace that lives as long as the object.
const IN_MEMORY: &str = ":memory:";

/// One business.
#[pyclass(module = "scrm._scrm", frozen, subclass)]
#[derive(Debug)]
pub(crate) struct Workspace {
    open: Mutex<Option<Arc<Business>>>,
    /// The process that opened it.
    process: u32,
}

impl Workspace {
    /// The workspace, where this process opened it and nobody has closed it. A call that runs keeps it open.
    fn business(&self, py: Python<'_>) -> PyResult<Arc<Business>> {
        // A lock that another thread held while the process was forked stays locked in the child.
        if self.process != std::process::id() {
            return Err(raise(py, api::forked()));
        }
        // Given back before Python runs: who waits for it may keep Python from running.
        let open = self.open.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).clone();
        open.ok_or_else(|| raise(py, api::closed()))
    }
}

#[pymethods]
impl Workspace {
    #[new]
    #[pyo3(signature = (path, playbook = None, /))]
    fn new(py: Python<'_>, path: PathBuf, playbook: Option<&Bound<'_, Playbook>>) -> PyResult<Self> {
        guard(py, "Workspace", || {
            let document = Playbook::document(playbook);
            let opened = py.detach(|| {
                let store: Box<dyn Store> = if path.as_os_str() == IN_MEMORY {
                    Box::new(MemoryStore::default())
                } else {
                    Box::new(SqliteStore::open(&path, &SqliteOptions::default())?)
                };
                Business::new(store, &document)
            });
            let business = opened.map_err(|error| coded(py, &error))?;
            Ok(Self { open: Mutex::new(Some(Arc::new(business))), process: std::process::id() })
        })
    }

    /// Runs an operation of the table.
    #[pyo3(signature = (operation, request, /))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        request: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(py, "Workspace.call", || {
            let business = self.business(py)?;
            let call = read_of_workspace(operation, request)?;
            // The last call of a closed workspace closes the store, which may take its time.
            let run = move || {
                panic_if_asked("Workspace.call, detached");
                call.run(&business)
            };
            write_answer(py, operation, &raised(py, py.detach(run))?)
        })
    }

    /// Runs an operation that lists records, and keeps them for a table.
    #[pyo3(signature = (operation, request, /))]
    fn list(&self, py: Python<'_>, operation: &str, request: &Bound<'_, PyAny>) -> PyResult<Table> {
        guard(py, "Workspace.list", || {
            let business = self.business(py)?;
            let call = read_of_workspace(operation, request)?;
            let answer = raised(py, py.detach(move || call.run(&business)))?;
            Table::new(form_of(operation), Records::Answer(answer))
        })
    }

    /// Imports a CSV file: a path, bytes, or a file object.
    #[pyo3(signature = (source, options, encoding, now, progress, rejected, /))]
    #[allow(clippy::too_many_arguments)]
    fn import_file<'py>(
        &self,
        py: Python<'py>,
        source: &Bound<'py, PyAny>,
        options: &Bound<'py, PyAny>,
        encoding: Option<Bound<'py, PyAny>>,
        now: &Bound<'py, PyAny>,
        progress: Option<Py<PyAny>>,
        rejected: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(py, "Workspace.import_file", || {
            let business = self.business(py)?;
            let order = Order::read(options, encoding.as_ref(), now)?;
            import::csv(py, &business, source, order, Watcher::new(progress, rejected))
        })
    }

    /// Imports a data frame: anything with `__arrow_c_stream__`, or rows as dicts.
    #[pyo3(signature = (frame, options, now, progress, rejected, /))]
    fn import_table<'py>(
        &self,
        py: Python<'py>,
        frame: &Bound<'py, PyAny>,
        options: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
        progress: Option<Py<PyAny>>,
        rejected: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(py, "Workspace.import_table", || {
            let business = self.business(py)?;
            let order = Order::read(options, None, now)?;
            import::frame(py, &business, frame, order, Watcher::new(progress, rejected))
        })
    }

    /// Closes it. Calls that run in other threads finish first, then the file is free; closing twice does nothing.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        guard(py, "Workspace.close", || {
            if self.process != std::process::id() {
                return Err(raise(py, api::forked()));
            }
            let taken = self.open.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).take();
            py.detach(|| drop(taken));
            Ok(())
        })
    }

    /// Whether it was closed.
    #[getter]
    fn closed(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, "Workspace.closed", || {
            if self.process != std::process::id() {
                return Err(raise(py, api::forked()));
            }
            Ok(self.open.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).is_none())
        })
    }
}
