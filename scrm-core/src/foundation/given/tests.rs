use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::path::spell;
use super::{Given, Misfit, Step};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Body {
    Text { text: String },
    Media { url: String, bytes: Option<u64> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Choice {
    Plain,
    Wrapped(i32),
    Pair(bool, String),
    Named { share: f64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Number(u16);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    bodies: Vec<Body>,
    choices: Vec<Choice>,
    levels: BTreeMap<Number, Option<i8>>,
    pair: (u64, char),
    #[serde(default)]
    note: Option<Box<Everything>>,
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,8}", Just("مريم \u{200f}👩‍👧".to_owned()), Just("张\"\\\n伟".to_owned())]
}

fn everything() -> impl Strategy<Value = Everything> {
    let bodies = prop_oneof![
        texts().prop_map(|text| Body::Text { text }),
        (texts(), any::<Option<u64>>()).prop_map(|(url, bytes)| Body::Media { url, bytes }),
    ];
    let choices = prop_oneof![
        Just(Choice::Plain),
        any::<i32>().prop_map(Choice::Wrapped),
        (any::<bool>(), texts()).prop_map(|(flag, text)| Choice::Pair(flag, text)),
        (-1e9..1e9_f64).prop_map(|share| Choice::Named { share }),
    ];
    let levels = proptest::collection::btree_map(any::<u16>().prop_map(Number), any::<Option<i8>>(), 0..4);
    let parts = (
        proptest::collection::vec(bodies, 0..3),
        proptest::collection::vec(choices, 0..4),
        levels,
        any::<(u64, char)>(),
    );
    let one = parts.prop_map(|(bodies, choices, levels, pair)| Everything {
        bodies,
        choices,
        levels,
        pair,
        note: None,
    });
    (one.clone(), proptest::option::of(one))
        .prop_map(|(one, inner)| Everything { note: inner.map(Box::new), ..one })
}

proptest! {
    #[test]
    fn what_was_written_is_read_again(everything in everything()) {
        let text = serde_json::to_string(&everything).unwrap();
        prop_assert_eq!(Given::from_json(&text).unwrap().read::<Everything>(), Ok(everything));
    }

    #[test]
    fn any_json_reads_as_itself(text in "\\PC{0,40}", number in any::<f64>(), whole in any::<i64>()) {
        let value = json!({"text": text, "number": number, "list": [whole, null, true, {"a": {}}]});
        prop_assert_eq!(Given::from(value.clone()).read::<Value>(), Ok(value));
    }
}

fn misfit(value: Value) -> (String, Option<String>) {
    let Misfit { path, message } = Given::from(value).read::<Everything>().unwrap_err();
    (spell(&path), message)
}

fn good() -> Value {
    json!({"bodies": [], "choices": [], "levels": {}, "pair": [1, "x"]})
}

/// The value with another in the place of one field.
fn with(field: &str, value: Value) -> Value {
    let mut all = good();
    all[field] = value;
    all
}

#[test]
fn the_path_leads_to_what_is_wrong() {
    let cases = [
        (with("choices", json!(["plain", {"wrapped": "x"}])), "choices[1].wrapped"),
        (with("choices", json!([{"pair": [true, 5]}])), "choices[0].pair[1]"),
        (with("levels", json!({"3": 1000})), "levels.3"),
        (with("pair", json!([1, "x", 2])), "pair"),
        (with("note", json!({"bodies": 3})), "note.bodies"),
        (with("bodies", json!([{"kind": "text", "text": 5}])), "bodies[0]"),
        (json!([]), ""),
    ];
    for (value, path) in cases {
        assert_eq!(misfit(value.clone()).0, path, "{value}");
    }
}

#[test]
fn a_field_that_is_missing_is_named_at_its_object() {
    let (path, message) = misfit(with("note", json!({"bodies": []})));
    assert_eq!((path.as_str(), message.as_deref()), ("note", Some("missing field `choices`")));
}

#[test]
fn a_field_that_nobody_reads_is_found_and_what_is_wrong_comes_first() {
    assert_eq!(misfit(with("nwo", json!(1))), ("nwo".to_owned(), None));
    assert_eq!(misfit(with("note", with("x", json!({})))), ("note.x".to_owned(), None));
    let mut both = with("nwo", json!(1));
    both["pair"] = json!(1);
    assert_eq!(misfit(both).0, "pair");
}

#[test]
fn a_refused_value_says_why_where_it_is_read() {
    let refused = || Given::Refused("a `Socket` cannot be passed".to_owned());
    let list = Given::List(vec![Given::Flag(true), refused()]);
    let misfit = list.read::<Vec<bool>>().unwrap_err();
    assert_eq!(misfit.path, [Step::Entry(1)]);
    assert_eq!(misfit.to_string(), "[1]: a `Socket` cannot be passed");
    assert!(refused().read::<Value>().is_err() && refused().read::<Option<u8>>().is_err());
}

#[test]
fn whole_numbers_may_be_written_with_a_point_and_others_may_not() {
    let read = |value: Value| Given::from(value).read::<i32>();
    assert_eq!((read(json!(5.0)), read(json!(-5.0)), read(json!(-0.0))), (Ok(5), Ok(-5), Ok(0)));
    for wrong in [json!(5.5), json!(1e300), json!("5"), json!(true), json!(3_000_000_000_i64)] {
        assert!(read(wrong.clone()).is_err(), "{wrong}");
    }
    assert_eq!(Given::from(json!(5)).read::<f64>(), Ok(5.0));
}

#[test]
fn the_kind_is_shown_and_the_value_is_not() {
    let given = Given::from(json!({"name": "Anna Walker"}));
    assert_eq!(format!("{given:?} {:?}", Given::from(json!("Anna"))), "Object(…) Text(…)");
    assert_eq!(given.field("name"), Some(&Given::Text("Anna Walker".into())));
    assert_eq!(given.field("nmae"), None);
}

#[test]
fn dates_of_toml_are_text() {
    let given = Given::from_toml("day = 2026-01-05\nat = 2026-01-05T09:00:00Z").unwrap();
    assert_eq!(given.field("day"), Some(&Given::Text("2026-01-05".into())));
    assert_eq!(given.field("at"), Some(&Given::Text("2026-01-05T09:00:00Z".into())));
}
