//! Where in the user's document a path is: line and column for errors.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::foundation::{Step, TextPlace};

/// Finds the deepest part of `path` that a TOML document spells out.
pub(super) fn in_toml(text: &str, path: &[Step]) -> Option<TextPlace> {
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
    found.map(|offset| TextPlace::at_offset(text, offset))
}

/// Finds the deepest part of `path` that a JSON document spells out.
pub(super) fn in_json(text: &str, path: &[Step]) -> Option<TextPlace> {
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
    found.map(|offset| TextPlace::at_offset(text, offset))
}
