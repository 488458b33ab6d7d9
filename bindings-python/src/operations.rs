//! The operations table by name, each with the shape of its answer.

use std::sync::LazyLock;

use pyo3::prelude::*;
use rustc_hash::FxHashMap;
use scrm_core::api::{self, Answer, Call, ENGINE_OPERATIONS, Operation, WORKSPACE_OPERATIONS};
use scrm_core::workspace::{Engines, Workspace};

use crate::answers::{AnswerForm, form_of};
use crate::bridge::{Reader, write};
use crate::errors::{raise, raised};

/// An operation with what is known of its answer.
pub(crate) struct Line<S: 'static> {
    operation: &'static Operation<S>,
    form: AnswerForm,
}

type Lines<S> = LazyLock<FxHashMap<&'static str, Line<S>>>;

static ENGINES: Lines<Engines> = LazyLock::new(|| lines(ENGINE_OPERATIONS));
static WORKSPACE: Lines<Workspace> = LazyLock::new(|| lines(WORKSPACE_OPERATIONS));

fn lines<S>(table: &'static [&'static [Operation<S>]]) -> FxHashMap<&'static str, Line<S>> {
    let operations = table.iter().copied().flatten();
    operations.map(|operation| (operation.name, Line { operation, form: form_of(operation.name) })).collect()
}

/// The engine operation of a name.
pub(crate) fn of_engines(py: Python<'_>, name: &str) -> PyResult<&'static Line<Engines>> {
    ENGINES.get(name).ok_or_else(|| raise(py, api::unknown_operation()))
}

/// The workspace operation of a name.
pub(crate) fn of_workspace(py: Python<'_>, name: &str) -> PyResult<&'static Line<Workspace>> {
    WORKSPACE.get(name).ok_or_else(|| raise(py, api::unknown_operation()))
}

impl<S> Line<S> {
    /// What is known of the answer.
    pub(crate) const fn form(&self) -> AnswerForm {
        self.form
    }

    /// Reads a request from a Python object.
    pub(crate) fn read(&self, request: &Bound<'_, PyAny>) -> PyResult<Call<S>> {
        raised(request.py(), self.operation.read(Reader::new(request)))
    }

    /// Writes an answer as a Python object.
    pub(crate) fn write<'py>(&self, py: Python<'py>, answer: &Answer) -> PyResult<Bound<'py, PyAny>> {
        write(py, answer, self.form.shape).map_err(|error| {
            let defect = api::defect();
            raise(py, scrm_core::foundation::ErrorInfo { message: error.to_string(), ..defect })
        })
    }
}
