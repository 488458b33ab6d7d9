//! Arguments that native code takes as they are, outside the operations table, and how they are refused.

use pyo3::prelude::*;
use pyo3::types::PyString;
use scrm_core::api::{Given, read_argument};
use serde::de::DeserializeOwned;

use super::read::given;
use crate::errors::raise;

/// The text of an argument.
///
/// # Errors
/// As a request is refused, with the place of the argument.
pub(crate) fn text_of<'t>(name: &str, object: &'t Bound<'_, PyAny>) -> PyResult<&'t str> {
    plain_text(object).ok_or_else(|| refused::<String>(name, object))
}

/// The text that an object is, where it is one and has no halves of characters.
pub(crate) fn plain_text<'t>(object: &'t Bound<'_, PyAny>) -> Option<&'t str> {
    object.cast::<PyString>().ok()?.to_str().ok()
}

/// Why an argument is not what it should be, as the engine says it of requests.
pub(crate) fn refused<T: DeserializeOwned>(name: &str, object: &Bound<'_, PyAny>) -> PyErr {
    // An object that only stands for what is asked for, such as a member of an enumeration, is none.
    let stands_in =
        || read_argument::<T>(name, &Given::Refused("a plain value of that kind is needed".to_owned())).err();
    let info = read_argument::<T>(name, &given(object)).err().or_else(stands_in);
    info.map_or_else(
        || pyo3::exceptions::PyTypeError::new_err(name.to_owned()),
        |info| raise(object.py(), info),
    )
}
