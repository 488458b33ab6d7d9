//! Comparing an answer with what a case expects.

use chrono::DateTime;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

use crate::case::Match;

/// Values that earlier steps saved, by alias.
pub(crate) type Aliases = BTreeMap<String, Value>;

/// Relative difference below which two numbers are the same: one rounding, not one digit.
const ROUNDING: f64 = 1e-9;

/// Replaces every `{"$ref": "alias"}` by what was saved under that alias.
pub(crate) fn resolve(value: &Value, aliases: &Aliases) -> Result<Value, String> {
    match value {
        Value::Object(map) => {
            if let (1, Some(Value::String(alias))) = (map.len(), map.get("$ref")) {
                return aliases.get(alias).cloned().ok_or_else(|| format!("nothing is saved as {alias:?}"));
            }
            let entries = map.iter().map(|(key, value)| Ok((key.clone(), resolve(value, aliases)?)));
            entries.collect::<Result<Map<_, _>, String>>().map(Value::Object)
        }
        Value::Array(list) => list.iter().map(|value| resolve(value, aliases)).collect(),
        other => Ok(other.clone()),
    }
}

/// Where and how `found` differs from `expected`, or `None` where it does not.
///
/// Instants are compared as instants, whatever their offset. Four forms match more than themselves:
/// `{"$any": true}` any present value, `{"$length": n}` a list of n elements, `{"$contains": […]}` a list
/// with an element for each of these, and `{"$excludes": […]}` a list without any of these.
#[must_use]
pub fn mismatch(expected: &Value, found: &Value, compare: Match) -> Option<String> {
    differ(expected, found, compare, &mut String::from("$"))
}

fn differ(expected: &Value, found: &Value, compare: Match, path: &mut String) -> Option<String> {
    match (expected, found) {
        (Value::Object(wanted), _) if wanted.keys().any(|key| key.starts_with('$')) => {
            differ_by_form(wanted, found, compare, path)
        }
        (Value::Object(wanted), Value::Object(present)) => differ_in_keys(wanted, present, compare, path),
        (Value::Array(wanted), Value::Array(present)) if wanted.len() == present.len() => {
            wanted.iter().zip(present).enumerate().find_map(|(index, (wanted, present))| {
                within(path, &format!("[{index}]"), |path| differ(wanted, present, compare, path))
            })
        }
        (Value::Array(wanted), Value::Array(present)) => {
            Some(format!("{path}: {} elements expected, {} found: {found}", wanted.len(), present.len()))
        }
        _ if same_scalar(expected, found) => None,
        _ => Some(format!("{path}: expected {expected}, found {found}")),
    }
}

fn differ_in_keys(
    wanted: &Map<String, Value>,
    present: &Map<String, Value>,
    compare: Match,
    path: &mut String,
) -> Option<String> {
    let missing = wanted.iter().find_map(|(key, value)| match present.get(key) {
        Some(found) => within(path, &format!(".{key}"), |path| differ(value, found, compare, path)),
        // A value that is left out and one that is null are the same nothing.
        None if value.is_null() => None,
        None => Some(format!("{path}.{key}: expected {value}, found nothing")),
    });
    if missing.is_some() || compare == Match::Subset {
        return missing;
    }
    let extra = present.iter().find(|(key, value)| !wanted.contains_key(*key) && !value.is_null());
    extra.map(|(key, value)| format!("{path}.{key}: expected nothing, found {value}"))
}

fn differ_by_form(
    form: &Map<String, Value>,
    found: &Value,
    compare: Match,
    path: &mut String,
) -> Option<String> {
    let elements = found.as_array().map_or(&[] as &[Value], Vec::as_slice);
    let has = |wanted: &Value| elements.iter().any(|element| mismatch(wanted, element, compare).is_none());
    form.iter().find_map(|(name, value)| {
        let listed = value.as_array().map_or(&[] as &[Value], Vec::as_slice);
        match name.as_str() {
            "$any" => found.is_null().then(|| format!("{path}: expected a value, found null")),
            "$length" => {
                let length = found.as_array().map(|list| list.len() as u64);
                (length != value.as_u64())
                    .then(|| format!("{path}: expected {value} elements, found {found}"))
            }
            "$contains" => {
                let missing = listed.iter().find(|wanted| !has(wanted));
                missing.map(|wanted| format!("{path}: expected to contain {wanted}, found {found}"))
            }
            "$excludes" if found.is_array() => {
                let present = listed.iter().find(|unwanted| has(unwanted));
                present.map(|unwanted| format!("{path}: expected not to contain {unwanted}, found {found}"))
            }
            "$excludes" => Some(format!("{path}: expected a list, found {found}")),
            other => Some(format!("{path}: {other} is no form of expectation")),
        }
    })
}

fn within<T>(path: &mut String, step: &str, inside: impl FnOnce(&mut String) -> T) -> T {
    let length = path.len();
    path.push_str(step);
    let answer = inside(path);
    path.truncate(length);
    answer
}

fn same_scalar(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(_), Value::Number(_)) if expected == found => true,
        (Value::Number(expected), Value::Number(found)) => match (expected.as_f64(), found.as_f64()) {
            (Some(expected), Some(found)) => {
                (expected - found).abs() <= ROUNDING * expected.abs().max(found.abs()).max(1.0)
            }
            _ => false,
        },
        (Value::String(expected), Value::String(found)) => {
            let instant = |text: &str| DateTime::parse_from_rfc3339(text).ok();
            expected == found || matches!((instant(expected), instant(found)), (Some(a), Some(b)) if a == b)
        }
        _ => expected == found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_exact_match_allows_nothing_more_and_a_subset_does() {
        let (wanted, found) = (json!({"a": 1}), json!({"a": 1, "b": 2}));
        assert!(mismatch(&wanted, &found, Match::Exact).is_some());
        assert_eq!(mismatch(&wanted, &found, Match::Subset), None);
        assert!(mismatch(&json!([1]), &json!([1, 2]), Match::Subset).is_some());
        assert!(
            mismatch(&json!({"a": 2}), &found, Match::Subset).is_some_and(|text| text.starts_with("$.a"))
        );
    }

    #[test]
    fn instants_are_compared_as_instants() {
        let (local, utc) = (json!("2026-01-05T09:00:00+08:00"), json!("2026-01-05T01:00:00Z"));
        assert_eq!(mismatch(&local, &utc, Match::Exact), None);
        assert!(mismatch(&local, &json!("2026-01-05T01:00:01Z"), Match::Exact).is_some());
    }

    #[test]
    fn forms_look_into_lists() {
        let found = json!([{"id": "a", "x": 1}, {"id": "b"}]);
        for (form, holds) in [
            (json!({"$contains": [{"id": "a"}]}), true),
            (json!({"$contains": [{"id": "c"}]}), false),
            (json!({"$excludes": [{"id": "c"}]}), true),
            (json!({"$excludes": [{"id": "b"}]}), false),
            (json!({"$length": 2}), true),
            (json!({"$length": 1}), false),
            (json!({"$any": true}), true),
            (json!({"$typo": true}), false),
        ] {
            assert_eq!(mismatch(&form, &found, Match::Subset).is_none(), holds, "{form}");
        }
    }

    #[test]
    fn references_are_replaced_everywhere() {
        let aliases = Aliases::from([("one".to_owned(), json!("c_1"))]);
        let input = json!({"ids": [{"$ref": "one"}], "n": 1});
        assert_eq!(resolve(&input, &aliases), Ok(json!({"ids": ["c_1"], "n": 1})));
        assert!(resolve(&json!({"$ref": "two"}), &aliases).is_err());
    }
}
