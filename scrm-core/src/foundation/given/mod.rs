//! Values as they are given, before anybody knows what they should be.
//!
//! Requests, playbooks and mappings come as JSON, as TOML and as objects of other languages. Each becomes this one form
//! first, and the types of the engine are read from it. So a type is compiled for one format instead of for each of
//! them, and what is wrong with a value is said in the same words, with its path, wherever it came from.

mod make;
mod path;
mod read;
#[cfg(test)]
mod tests;

use std::fmt;

use compact_str::CompactString;

pub(crate) use path::spell;
pub use path::{Misfit, Step};

/// The largest whole number up to which every one has a floating-point form of its own.
pub(crate) const EXACT_WHOLE: f64 = 9_007_199_254_740_992.0;

/// A value of any kind. `Debug` tells the kind alone: values may be a customer's.
#[derive(Clone, PartialEq)]
pub enum Given {
    /// Null, None.
    Nothing,
    /// True or false.
    Flag(bool),
    /// A whole number from 0.
    Natural(u64),
    /// A whole number below 0.
    Negative(i64),
    /// Any other number.
    Number(f64),
    /// Text.
    Text(CompactString),
    /// A list.
    List(Vec<Given>),
    /// An object: its fields in the order in which they were given.
    Object(Vec<(CompactString, Given)>),
    /// Something that has no form here, with what to say of it to whoever reads it. Never holds a value.
    Refused(String),
}

impl Given {
    /// The value of a field, where this is an object that has it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// The value of a field, to be changed.
    pub(crate) fn field_mut(&mut self, name: &str) -> Option<&mut Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter_mut().find(|(field, _)| field == name).map(|(_, value)| value)
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Flag(_) => "Flag(…)",
            Self::Natural(_) => "Natural(…)",
            Self::Negative(_) => "Negative(…)",
            Self::Number(_) => "Number(…)",
            Self::Text(_) => "Text(…)",
            Self::List(_) => "List(…)",
            Self::Object(_) => "Object(…)",
            Self::Refused(_) => "Refused(…)",
        })
    }
}
