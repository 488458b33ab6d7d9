//! Python objects as values that are given.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyString};
use scrm_core::api::Given;

use super::kind::{Kind, kind, type_name};
use super::{BridgeError, DEEPEST};

/// Values that one object may hold: few objects that contain each other again and again are more than any memory.
const MOST_VALUES: usize = 5_000_000;

/// An object with what is in it. What has no form is refused in its place, and matters where somebody reads it; an
/// object without end is refused as a whole.
pub(crate) fn given(object: &Bound<'_, PyAny>) -> Given {
    let read = Reading { values_left: MOST_VALUES }.read(object, 0);
    read.unwrap_or_else(|Endless(why)| Given::Refused(why))
}

/// Why the reading of an object was given up.
struct Endless(String);

/// An object that is being read.
struct Reading {
    values_left: usize,
}

impl Reading {
    fn read(&mut self, object: &Bound<'_, PyAny>, depth: u32) -> Result<Given, Endless> {
        if depth > DEEPEST {
            let why = format!("the object is nested deeper than {DEEPEST} levels, or contains itself");
            return Err(Endless(why));
        }
        let Some(left) = self.values_left.checked_sub(1) else {
            return Err(Endless(format!("the object holds more than {MOST_VALUES} values")));
        };
        self.values_left = left;
        let refused = |error: BridgeError| Given::Refused(error.to_string());
        Ok(match kind(object) {
            Ok(Kind::Nothing) => Given::Nothing,
            Ok(Kind::Flag(flag)) => Given::Flag(flag),
            Ok(Kind::Whole(number)) => whole(&number).unwrap_or_else(refused),
            Ok(Kind::Number(number)) => Given::Number(number),
            Ok(Kind::Text(string)) => text(&string).map_or_else(refused, |text| Given::Text(text.into())),
            Ok(Kind::List(list)) => self.entries(list.iter(), depth)?,
            Ok(Kind::Tuple(tuple)) => self.entries(tuple.iter(), depth)?,
            Ok(Kind::Dict(dict)) => self.fields(&dict, depth)?,
            Err(error) => refused(error),
        })
    }

    fn entries<'py>(
        &mut self,
        list: impl Iterator<Item = Bound<'py, PyAny>>,
        depth: u32,
    ) -> Result<Given, Endless> {
        list.map(|entry| self.read(&entry, depth + 1)).collect::<Result<_, _>>().map(Given::List)
    }

    fn fields(&mut self, dict: &Bound<'_, PyDict>, depth: u32) -> Result<Given, Endless> {
        // Reading values may run Python code, which may change the dict.
        let dict = match dict.copy() {
            Ok(dict) => dict,
            Err(error) => return Ok(Given::Refused(BridgeError::raised(dict.py(), &error).to_string())),
        };
        let mut fields = Vec::with_capacity(dict.len());
        for (name, value) in dict.iter() {
            match field_name(&name) {
                Ok(name) => fields.push((name.into(), self.read(&value, depth + 1)?)),
                Err(error) => return Ok(Given::Refused(error.to_string())),
            }
        }
        Ok(Given::Object(fields))
    }
}

fn field_name(name: &Bound<'_, PyAny>) -> Result<String, BridgeError> {
    match kind(name)? {
        Kind::Text(name) => text(&name).map(str::to_owned),
        _ => Err(BridgeError::new(format!("a key is `{}`, not a text", type_name(name)))),
    }
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
