//! The playbook: one document with every rule and number.

use std::sync::Arc;

use pyo3::prelude::*;
use scrm_core::playbook::{Playbook as Document, PlaybookError};

use crate::bridge::{given, write};
use crate::errors::coded;
use crate::guard::guard;

/// Every rule and number of a workspace.
#[pyclass(module = "scrm._scrm", frozen, subclass)]
#[derive(Debug)]
pub(crate) struct Playbook(Arc<Document>);

impl Playbook {
    /// The document of a playbook, the standard one where there is none.
    pub(crate) fn document(playbook: Option<&Bound<'_, Self>>) -> Arc<Document> {
        playbook.map_or_else(|| Arc::new(Document::standard()), |playbook| Arc::clone(&playbook.get().0))
    }
}

#[pymethods]
impl Playbook {
    /// A text (TOML or JSON) or a dict, laid over the standard document.
    #[new]
    #[pyo3(signature = (document = None, /))]
    fn new(py: Python<'_>, document: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(py, "Playbook", || {
            let Some(document) = document else { return Ok(Self(Arc::new(Document::standard()))) };
            let text = match document.extract::<String>() {
                Ok(text) => text,
                Err(_) => json(document)?,
            };
            let read = py.detach(|| Document::read(&text));
            read.map(|document| Self(Arc::new(document))).map_err(|error| coded(py, &error))
        })
    }

    /// The whole document.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, "Playbook.to_dict", || {
            write(py, self.0.as_ref(), None)
                .map_err(|error| pyo3::exceptions::PyValueError::new_err(error.to_string()))
        })
    }

    /// Stands for the content: equal playbooks have equal fingerprints.
    #[getter]
    fn fingerprint(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, "Playbook.fingerprint", || Ok(self.0.fingerprint().to_string()))
    }
}

/// A dict as a JSON document: playbooks are read from text, so that what is wrong with one is said the same way in
/// every language.
fn json(document: &Bound<'_, PyAny>) -> PyResult<String> {
    type Object = serde_json::Map<String, serde_json::Value>;
    given(document)
        .read::<Object>()
        .map(|object| serde_json::Value::Object(object).to_string())
        .map_err(|misfit| coded(document.py(), &PlaybookError::from(misfit)))
}
