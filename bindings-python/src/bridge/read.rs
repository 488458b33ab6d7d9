//! Python objects as values that are given.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyString};
use scrm_core::api::Given;

use super::kind::{Kind, kind, type_name};
use super::{BridgeError, DEEPEST};

/// An object with what is in it. What has no form is refused in its place, and matters where somebody reads it.
pub(crate) fn given(object: &Bound<'_, PyAny>) -> Given {
    at_depth(object, 0)
}

fn at_depth(object: &Bound<'_, PyAny>, depth: u32) -> Given {
    if depth > DEEPEST {
        let why = format!("the object is nested deeper than {DEEPEST} levels, or contains itself");
        return Given::Refused(why);
    }
    let read = kind(object).and_then(|kind| match kind {
        Kind::Nothing => Ok(Given::Nothing),
        Kind::Flag(flag) => Ok(Given::Flag(flag)),
        Kind::Whole(number) => whole(&number),
        Kind::Number(number) => Ok(Given::Number(number)),
        Kind::Text(string) => text(&string).map(|text| Given::Text(text.into())),
        Kind::List(list) => Ok(entries(list.iter(), depth)),
        Kind::Tuple(tuple) => Ok(entries(tuple.iter(), depth)),
        Kind::Dict(dict) => fields(&dict, depth),
    });
    read.unwrap_or_else(|error| Given::Refused(error.to_string()))
}

fn whole(number: &Bound<'_, PyInt>) -> Result<Given, BridgeError> {
    if let Ok(number) = number.extract::<i64>() {
        return Ok(number.into());
    }
    let natural = number.extract::<u64>().map(Given::Natural);
    natural.map_err(|_| BridgeError::new("the whole number is beyond 64 bits"))
}

fn text<'t>(text: &'t Bound<'_, PyString>) -> Result<&'t str, BridgeError> {
    text.to_str().map_err(|_| BridgeError::new("the text holds half of a character (a lone surrogate)"))
}

fn entries<'py>(list: impl Iterator<Item = Bound<'py, PyAny>>, depth: u32) -> Given {
    Given::List(list.map(|entry| at_depth(&entry, depth + 1)).collect())
}

fn fields(dict: &Bound<'_, PyDict>, depth: u32) -> Result<Given, BridgeError> {
    // Reading values may run Python code, which may change the dict.
    let dict = dict.copy().map_err(|error| BridgeError::raised(dict.py(), &error))?;
    let field = |(name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| match kind(&name)? {
        Kind::Text(name) => Ok((text(&name)?.into(), at_depth(&value, depth + 1))),
        _ => Err(BridgeError::new(format!("a key is `{}`, not a text", type_name(&name)))),
    };
    dict.iter().map(field).collect::<Result<_, _>>().map(Given::Object)
}
