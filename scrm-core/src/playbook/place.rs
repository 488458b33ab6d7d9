//! Where in the user's document a path is: line and column for errors.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::foundation::Step;

/// A place in a document, counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: u64,
    /// Column.
    pub column: u64,
}

impl Place {
    pub(super) fn at_offset(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = text.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() as u64 + 1;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() as u64 + 1;
        Self { line, column }
    }
}

/// Finds the deepest part of `path` that a TOML document spells out.
pub(super) fn in_toml(text: &str, path: &[Step]) -> Option<Place> {
    use toml::de::{DeTable, DeValue};
    let document = DeTable::parse(text).ok()?;
    let mut found = None;
    let mut steps = path.iter();
    let Some(Step::Field(first)) = steps.next() else { return None };
    let (key, mut value) = document.get_ref().iter().find(|(key, _)| key.get_ref().as_ref() == first)?;
    found = found.or(Some(key.span().start));
    for step in steps {
        match (step, value.get_ref()) {
            (Step::Field(name), DeValue::Table(table)) => {
                let Some((key, next)) = table.iter().find(|(key, _)| key.get_ref().as_ref() == name) else {
                    break;
                };
                found = Some(key.span().start);
                value = next;
            }
            (Step::Entry(index), DeValue::Array(array)) => {
                let Some(next) = array.get(*index) else { break };
                found = Some(next.span().start);
                value = next;
            }
            _ => break,
        }
    }
    found.map(|offset| Place::at_offset(text, offset))
}

/// Finds the deepest part of `path` that a JSON document spells out.
pub(super) fn in_json(text: &str, path: &[Step]) -> Option<Place> {
    let offset_of = |raw: &RawValue| (raw.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let mut value: &RawValue = serde_json::from_str(text).ok()?;
    let mut found = None;
    for step in path {
        let next = match step {
            Step::Field(name) => serde_json::from_str::<BTreeMap<String, &RawValue>>(value.get())
                .ok()
                .and_then(|map| map.get(name).copied()),
            Step::Entry(index) => serde_json::from_str::<Vec<&RawValue>>(value.get())
                .ok()
                .and_then(|list| list.get(*index).copied()),
        };
        let Some(next) = next else { break };
        found = offset_of(next);
        value = next;
    }
    found.map(|offset| Place::at_offset(text, offset))
}
