//! Files and frames in, with progress, and stopped by Ctrl-C.

use std::fs::File;
use std::io::{Cursor, Error as IoError, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBool, PyBytes, PyString};
use scrm_core::api::{read_argument, read_import_options, read_time, unreadable_file};
use scrm_core::import::csv::TextEncoding;
use scrm_core::import::{ImportOptions, ImportReport};
use scrm_core::workspace::{ImportProgress, ImportWatcher, Workspace, WorkspaceError};
use scrm_sqlite::import_file;

use crate::bridge::{given, write};
use crate::errors::{coded, raise, raised};
use crate::frame;

/// What every import is told.
pub(crate) struct Order {
    options: ImportOptions,
    now: DateTime<Utc>,
}

impl Order {
    pub(crate) fn read(
        options: &Bound<'_, PyAny>,
        encoding: Option<&Bound<'_, PyAny>>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let py = options.py();
        let mut options = raised(py, read_import_options(&given(options)))?;
        if let Some(encoding) = encoding {
            // Any name in use for an encoding; what has none is refused with the names that have.
            let known = encoding.extract::<String>().ok().and_then(|name| TextEncoding::from_name(&name));
            options.csv.encoding = match known {
                Some(known) => Some(known),
                None => Some(raised(py, read_argument("encoding", &given(encoding)))?),
            };
        }
        Ok(Self { options, now: raised(py, read_time("now", &given(now)))? })
    }
}

/// Imports a CSV file.
pub(crate) fn csv<'py>(
    py: Python<'py>,
    business: &Workspace,
    source: &Bound<'py, PyAny>,
    order: Order,
    mut watcher: Watcher,
) -> PyResult<Bound<'py, PyAny>> {
    let Order { mut options, now } = order;
    if let Ok(bytes) = source.extract::<PyBackedBytes>() {
        let done = py.detach(|| {
            business.import_csv_watched(&mut Cursor::new(bytes.as_ref()), &options, &mut watcher, now)
        });
        return finish(py, done, watcher.raised);
    }
    if source.hasattr(pyo3::intern!(py, "read"))? {
        let mut file = PythonFile::new(source)?;
        if file.is_text {
            options.csv.encoding = Some(TextEncoding::Utf8);
        }
        let done = py.detach(|| business.import_csv_watched(&mut file, &options, &mut watcher, now));
        return finish(py, done, watcher.raised.or(file.raised));
    }
    let path: PathBuf = source.extract()?;
    let done = py.detach(|| {
        // Said of the argument, before the import says anything of the file.
        File::open(&path)?;
        Ok(import_file(business, &path, &options, &mut watcher, now))
    });
    match done {
        Ok(done) => finish(py, done, watcher.raised),
        Err(error) => Err(raise(py, unreadable_file("source", &error))),
    }
}

/// Imports a data frame.
pub(crate) fn frame<'py>(
    py: Python<'py>,
    business: &Workspace,
    frame: &Bound<'py, PyAny>,
    order: Order,
    mut watcher: Watcher,
) -> PyResult<Bound<'py, PyAny>> {
    let Order { options, now } = order;
    let mut table = frame::table(frame, &options)?;
    let done = py.detach(|| business.import_table(table.as_mut(), &options, &mut watcher, now));
    finish(py, done, watcher.raised)
}

/// The report, or what stopped the import.
fn finish<'py>(
    py: Python<'py>,
    done: Result<ImportReport, WorkspaceError>,
    raised: Option<PyErr>,
) -> PyResult<Bound<'py, PyAny>> {
    if let Some(error) = raised {
        return Err(error);
    }
    let report = done.map_err(|error| coded(py, &error))?;
    write(py, &report, None).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

/// Calls back into Python after each batch.
pub(crate) struct Watcher {
    progress: Option<Py<PyAny>>,
    rejected: Option<Py<PyAny>>,
    /// What a callback raised, or Ctrl-C.
    raised: Option<PyErr>,
}

impl Watcher {
    pub(crate) const fn new(progress: Option<Py<PyAny>>, rejected: Option<Py<PyAny>>) -> Self {
        Self { progress, rejected, raised: None }
    }

    fn report(&self, py: Python<'_>, progress: &ImportProgress) -> PyResult<ControlFlow<()>> {
        py.check_signals()?;
        let Some(callback) = &self.progress else { return Ok(ControlFlow::Continue(())) };
        let shown = write(py, progress, None).map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        let answer = callback.bind(py).call1((shown,))?;
        let stop = answer.is_exact_instance_of::<PyBool>() && !answer.is_truthy()?;
        Ok(if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

impl ImportWatcher for Watcher {
    fn progress(&mut self, progress: &ImportProgress) -> ControlFlow<()> {
        if self.raised.is_some() {
            return ControlFlow::Break(());
        }
        Python::attach(|py| self.report(py, progress)).unwrap_or_else(|error| {
            self.raised = Some(error);
            ControlFlow::Break(())
        })
    }

    fn rejected(&mut self, csv: &str) {
        let Some(callback) = &self.rejected else { return };
        if self.raised.is_none() {
            self.raised = Python::attach(|py| callback.bind(py).call1((csv,)).err());
        }
    }
}

/// A file object of Python's, binary or text.
struct PythonFile {
    file: Py<PyAny>,
    /// Where it stood when the import began.
    start: Option<Py<PyAny>>,
    is_text: bool,
    /// Read, and not taken yet: Python may give more bytes than were asked for.
    pending: Cursor<Vec<u8>>,
    raised: Option<PyErr>,
}

impl PythonFile {
    fn new(file: &Bound<'_, PyAny>) -> PyResult<Self> {
        let nothing = file.call_method1(pyo3::intern!(file.py(), "read"), (0,))?;
        Ok(Self {
            file: file.clone().unbind(),
            start: file.call_method0(pyo3::intern!(file.py(), "tell")).ok().map(Bound::unbind),
            is_text: nothing.is_instance_of::<PyString>(),
            pending: Cursor::default(),
            raised: None,
        })
    }

    fn fetch(&self, py: Python<'_>, at_most: usize) -> PyResult<Vec<u8>> {
        let piece = self.file.bind(py).call_method1(pyo3::intern!(py, "read"), (at_most,))?;
        match piece.cast::<PyString>() {
            Ok(text) => bytes_of(text),
            Err(_) => Ok(piece.cast::<PyBytes>()?.as_bytes().to_vec()),
        }
    }

    /// Keeps what Python raised; the import sees a file that cannot be read.
    fn keep<T>(&mut self, outcome: PyResult<T>) -> std::io::Result<T> {
        outcome.map_err(|error| {
            self.raised = Some(error);
            IoError::other("the file object raised an exception")
        })
    }
}

/// The bytes of a text that was read. Half of a character has none that are text, so its row is refused, and no other.
fn bytes_of(text: &Bound<'_, PyString>) -> PyResult<Vec<u8>> {
    if let Ok(text) = text.to_str() {
        return Ok(text.as_bytes().to_vec());
    }
    let encode = pyo3::intern!(text.py(), "encode");
    let bytes = text.call_method1(encode, ("utf-8", "surrogatepass"))?;
    Ok(bytes.cast::<PyBytes>()?.as_bytes().to_vec())
}

impl Read for PythonFile {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let taken = self.pending.read(buffer)?;
        if taken > 0 || buffer.is_empty() {
            return Ok(taken);
        }
        let piece = Python::attach(|py| self.fetch(py, buffer.len()));
        self.pending = Cursor::new(self.keep(piece)?);
        self.pending.read(buffer)
    }
}

impl Seek for PythonFile {
    /// Only ever to where the import began.
    fn seek(&mut self, _: SeekFrom) -> std::io::Result<u64> {
        let sought = Python::attach(|py| {
            let Some(start) = &self.start else {
                return Err(PyRuntimeError::new_err("an import that may abort needs a file that can seek"));
            };
            self.file.bind(py).call_method1(pyo3::intern!(py, "seek"), (start,)).map(drop)
        });
        self.pending = Cursor::default();
        self.keep(sought).map(|()| 0)
    }
}
