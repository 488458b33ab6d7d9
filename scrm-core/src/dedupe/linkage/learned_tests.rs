//! What was learned, kept and taken up again.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::tests::{COLUMNS, PEOPLE, fit, link, table};
use super::{ColumnKind, Deduper, DeduperConfig, LearnedModel, LinkedPair, RecordTable};
use crate::dedupe::DedupeError;

fn with_learned(learned: &LearnedModel, table: &RecordTable) -> Deduper {
    Deduper::with_learned(learned, table, DeduperConfig::default()).unwrap()
}

/// As if it had been written into a file and read from it.
fn kept(deduper: &Deduper) -> LearnedModel {
    LearnedModel::from_json(&deduper.learned().to_json()).unwrap()
}

fn clusters(deduper: &Deduper) -> Vec<Vec<String>> {
    deduper.clusters(None).into_iter().map(|ids| ids.into_iter().map(str::to_owned).collect()).collect()
}

/// Pairs with their probabilities in bits of memory, and clusters.
type Found = (Vec<(String, String, u64)>, Vec<Vec<String>>);

/// Pairs and clusters as sets: nothing of the order in which the records came.
fn unordered(deduper: &Deduper) -> Found {
    let pair = |LinkedPair { first, second, probability, .. }: LinkedPair| {
        let (first, second) = if first < second { (first, second) } else { (second, first) };
        (first, second, probability.to_bits())
    };
    let mut pairs: Vec<_> = deduper.pairs(Some(0.0)).into_iter().map(pair).collect();
    let mut clusters = clusters(deduper);
    clusters.iter_mut().for_each(|cluster| cluster.sort());
    pairs.sort();
    clusters.sort();
    (pairs, clusters)
}

#[test]
fn what_was_learned_of_one_table_weighs_another() {
    let learned = kept(&link(&PEOPLE));
    assert_eq!(learned.columns(), COLUMNS);
    // The same columns at other places, one that is not compared, and other people.
    let mut other = RecordTable::new(["notes", "email", "city", "surname", "date of birth", "first name"]);
    other.push("x", ["regular", "peter@example.com", "Leeds", "Miller", "1970-02-03", "Peter"]);
    other.push("y", ["", "peter@example.com", "", "Miller", "1970-02-03", "Pete"]);
    other.push("z", ["", "", "Leeds", "Brown", "1955-12-24", "Charles"]);
    let deduper = with_learned(&learned, &other);
    assert_eq!(deduper.clusters(None), [vec!["x", "y"], vec!["z"]]);
    assert_eq!(deduper.learned().columns(), ["email", "city", "surname", "date of birth", "first name"]);
    let short = RecordTable::new(["email", "city", "surname", "first name"]);
    let refused = Deduper::with_learned(&learned, &short, DeduperConfig::default()).unwrap_err();
    assert_eq!(refused, DedupeError::UnknownColumn { column: "date of birth".to_owned() });
    let config = DeduperConfig { merge: 2.0, ..DeduperConfig::default() };
    assert!(matches!(Deduper::with_learned(&learned, &other, config), Err(DedupeError::Config { .. })));
    let mut twice = RecordTable::new(COLUMNS);
    ["a", "a"].into_iter().for_each(|id| twice.push(id, ["Anna"]));
    let refused = Deduper::with_learned(&learned, &twice, DeduperConfig::default()).unwrap_err();
    assert_eq!(refused, DedupeError::SameId { record: 1 });
}

#[test]
fn columns_of_one_name_and_columns_with_given_kinds_stay_what_they_are() {
    let columns = BTreeMap::from([("erp".to_owned(), ColumnKind::SystemId)]);
    let config = DeduperConfig { columns, ..DeduperConfig::default() };
    let rows = [
        ["Anna Walker", "+44 7400 123456", "+44 20 7946 0001", "17"],
        ["Ana Walker", "", "+44 7400 123456", "17"],
        ["Anna Walker", "+44 7400 123456", "", "18"],
    ];
    let table = table(["name", "phone", "phone", "erp"], &rows);
    let fitted = Deduper::fit(&table, config).unwrap();
    let again = with_learned(&kept(&fitted), &table);
    assert_eq!(again.fields(), fitted.fields());
    assert_eq!(again.model_text(), fitted.model_text());
    assert_eq!(again.pairs(Some(0.0)), fitted.pairs(Some(0.0)));
}

#[test]
fn a_document_of_another_kind_or_a_broken_one_is_refused() {
    let learned = link(&PEOPLE).learned();
    let document = learned.to_json();
    assert!(document.starts_with(r#"{"v":1,"#), "{document}");
    assert!(!document.contains("Walker"), "it holds no record");
    for foreign in ["", "null", "[]", "{}", "7", r#"{"v":"1"}"#, r#"{"v":1}"#, r#"{"v":-1}"#, &document[1..]]
    {
        let refused = LearnedModel::from_json(foreign).unwrap_err();
        assert!(matches!(refused, DedupeError::NoModel { .. }), "{foreign}: {refused}");
    }
    for end in 0..document.len() {
        assert!(LearnedModel::from_json(&document[..end]).is_err());
    }
    let changed = |path: &str, value: Value| {
        let mut document: Value = serde_json::from_str(&document).unwrap();
        *document.pointer_mut(path).unwrap() = value;
        LearnedModel::from_json(&document.to_string())
    };
    let newer = DedupeError::NewerModel { found: 2, known: 1 };
    assert_eq!(changed("/v", json!(2)).unwrap_err(), newer);
    for (path, value, field) in [
        ("/v", json!(0), "v"),
        ("/lambda", json!(0.0), "lambda"),
        ("/lambda", json!(1.0), "lambda"),
        ("/lambda", json!("much"), "learned"),
        ("/fields/0/kind", json!("shoe_size"), "learned"),
        ("/fields/0/values", json!([[99]]), "fields[0].values"),
        ("/fields/0/values", json!([[]]), "fields[0].values"),
        ("/fields/0/m", json!([1.0]), "fields[0].m"),
        ("/fields/0/m/0", json!(-0.5), "fields[0].m"),
        ("/fields/1/at_random/0", json!(0.9), "fields[1].at_random"),
        ("/related/household", json!(0.0), "related"),
        ("/limits", json!({"mail": 1_000_000}), "limits"),
        ("/limits", json!({"mail": 1}), "limits"),
        ("/limits", json!({"shoe_size": 2}), "learned"),
    ] {
        let refused = changed(path, value.clone()).unwrap_err();
        assert!(
            matches!(&refused, DedupeError::NoModel { field: named, .. } if named == field),
            "{path} {value}: {refused:?}"
        );
    }
    let field = serde_json::from_str::<Value>(&document).unwrap()["fields"][0].clone();
    let many = changed("/fields", Value::Array(vec![field; 17])).unwrap_err();
    assert!(matches!(many, DedupeError::NoModel { field, .. } if field == "fields"));
    let later = document.replacen(r#""v":1,"#, r#""v":1,"later":{"a":[1]},"#, 1);
    assert_eq!(LearnedModel::from_json(&later).unwrap(), learned);
}

#[test]
fn poor_tables_can_be_kept() {
    for table in [table(COLUMNS, &[]), table(COLUMNS, &[[""; 5]; 3]), RecordTable::new(["notes"])] {
        let fitted = fit(&table);
        let again = with_learned(&kept(&fitted), &table);
        assert_eq!(again.pairs(Some(0.0)), fitted.pairs(Some(0.0)));
        assert_eq!(clusters(&again), clusters(&fitted));
    }
}

#[test]
fn a_table_of_other_records_is_noticed() {
    let records = table(COLUMNS, &PEOPLE);
    let mut deduper = fit(&records);
    assert_eq!(deduper.check_records(&records), Ok(()));
    let mut swapped = PEOPLE;
    swapped.swap(2, 3);
    let other = |record| Err(DedupeError::OtherRecord { record });
    assert_eq!(deduper.check_records(&table(COLUMNS, &swapped)), other(2));
    assert_eq!(deduper.check_records(&table(COLUMNS, &PEOPLE[..7])), other(7));
    let mut more = records.clone();
    more.push("8", ["Charles"]);
    assert_eq!(deduper.check_records(&more), other(8));
    deduper.add("8", &[("first name", "Charles")]).unwrap();
    assert_eq!(deduper.check_records(&more), Ok(()));
    let mut moved = RecordTable::new(COLUMNS);
    moved.push("8", ["Charles"]);
    PEOPLE.iter().enumerate().for_each(|(id, row)| moved.push(id.to_string(), row.iter().copied()));
    assert_eq!(deduper.check_records(&moved), other(1));
    let renamed = table(["first name", "surname", "date of birth", "town", "email"], &PEOPLE);
    assert_eq!(deduper.check_records(&renamed), other(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_same_records_in_any_order_give_the_same_result(
        rows in proptest::collection::vec(proptest::sample::select(PEOPLE.to_vec()), 0..16),
        seed in any::<u64>(),
    ) {
        let records = table(COLUMNS, &rows);
        let fitted = fit(&records);
        let learned = kept(&fitted);
        prop_assert_eq!(&learned, &fitted.learned());
        let again = with_learned(&learned, &records);
        prop_assert_eq!(again.pairs(Some(0.0)), fitted.pairs(Some(0.0)));
        prop_assert_eq!(clusters(&again), clusters(&fitted));
        prop_assert_eq!(again.model_text(), fitted.model_text());
        prop_assert_eq!(again.blocks_left_out(), fitted.blocks_left_out());
        prop_assert_eq!(again.learned(), learned.clone());
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|place| (*place as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mut shuffled = RecordTable::new(COLUMNS);
        for place in order {
            shuffled.push(place.to_string(), rows[place].iter().copied());
        }
        prop_assert_eq!(unordered(&with_learned(&learned, &shuffled)), unordered(&fitted));
    }
}
