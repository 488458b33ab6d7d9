//! Between Python's objects and serde: requests are read from whatever Python has, answers are written as dicts.
//! No JSON text is made on the way.

mod argument;
mod kind;
mod read;
mod shape;
mod write;

use std::fmt;

pub(crate) use argument::{plain_text, refused, text_of};
pub(crate) use kind::{Kind, is_missing, kind};
pub(crate) use read::given;
pub(crate) use shape::Shape;
pub(crate) use write::{text, write};

/// Objects nested deeper than this are refused: they may contain themselves.
pub(crate) const DEEPEST: u32 = 100;

/// Why an object cannot be read or written. Never holds a value.
#[derive(Debug)]
pub(crate) struct BridgeError(String);

impl BridgeError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Python code ran on the way, and failed.
    pub(crate) fn raised(py: pyo3::Python<'_>, error: &pyo3::PyErr) -> Self {
        use pyo3::types::PyTypeMethods;
        let name =
            error.get_type(py).name().map_or_else(|_| "an exception".to_owned(), |name| name.to_string());
        Self(format!("reading the object raised {name}"))
    }
}

impl fmt::Display for BridgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BridgeError {}

impl serde::ser::Error for BridgeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}
