use chrono::{TimeZone, Utc};

use super::*;
use crate::foundation::Coded;

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

fn texts(column: &[&'static str]) -> Vec<Option<SegmentCell<'static>>> {
    column.iter().map(|text| (!text.is_empty()).then(|| SegmentCell::Text((*text).into()))).collect()
}

fn numbers(column: &[f64]) -> Vec<Option<SegmentCell<'static>>> {
    column.iter().map(|number| Some(SegmentCell::Number(*number))).collect()
}

fn table() -> SegmentTable {
    let mut table = SegmentTable::new(&SegmentSchema::standard(), 3);
    table.add("name", texts(&["Анна Ёлкина", "山田", ""])).unwrap();
    table.add("tier", texts(&["A", "b", ""])).unwrap();
    table.add("budget.max", numbers(&[100_000.0, 50.5, f64::NAN])).unwrap();
    table.add("last_order", texts(&["2026-05-01T10:00:00+08:00", "2026-05-02", ""])).unwrap();
    table.add("stage", texts(&["quoted", "lost", "quoted"])).unwrap();
    let list =
        |texts: &[&'static str]| Some(SegmentCell::Texts(texts.iter().map(|text| (*text).into()).collect()));
    table.add("products", [list(&["Чай", "кофе"]), list(&[]), None]).unwrap();
    table
        .add("tags", [list(&["value.strategic"]), list(&["value.strategic", "behaviour.quoted"]), None])
        .unwrap();
    table
}

fn holds(table: &SegmentTable, text: &str) -> Result<Vec<Option<bool>>, SegmentTableError> {
    let segment = Segment::parse(text, &SegmentSchema::standard()).unwrap();
    table.holds(&segment, Utc.with_ymd_and_hms(2026, 6, 1, 2, 0, 0).unwrap())
}

#[test]
fn columns_answer_as_records_do() {
    let table = table();
    for (text, expected) in [
        ("name == \"анна елкина\"", [YES, NO, None]),
        ("tier == \"A\"", [YES, NO, None]),
        ("tier == \"b\" || !has(tier)", [NO, YES, YES]),
        ("budget.max >= money(100000, \"TWD\")", [YES, NO, None]),
        ("budget > 50.4", [YES, YES, None]),
        ("last_order < date(\"2026-05-02\")", [YES, NO, None]),
        ("days_since(last_order) == 30", [NO, YES, None]),
        ("stage == \"quoted\" && !has_tag(\"value.strategic\")", [NO, NO, YES]),
        ("\"ЧАЙ\" in products", [YES, NO, None]),
        ("has_tag(\"behaviour.quoted\")", [NO, YES, NO]),
    ] {
        assert_eq!(holds(&table, text).unwrap(), expected, "{text}");
    }
}

#[test]
fn what_no_column_has_is_not_guessed() {
    let table = table();
    for (text, what) in [
        ("order_count == 0", "order_count"),
        ("tier == \"a\" || company_size > 3", "company_size"),
        ("count(\"order_placed\") == 0", "how often order_placed happened"),
        ("consent(\"marketing\")", "consents"),
        ("has_identifier(\"phone\")", "identifiers"),
        ("days_since(tagged_at(\"behaviour.quoted\")) > 2", "when a tag was set"),
        ("has(owner)", "owner"),
        ("last(\"page_viewed\") < now", "when page_viewed happened"),
    ] {
        match holds(&table, text).unwrap_err() {
            SegmentTableError::Missing { what: found } => assert!(found.starts_with(what), "{text}: {found}"),
            other => panic!("{text}: {other}"),
        }
    }
}

#[test]
fn columns_that_do_not_fit_are_refused_with_their_place() {
    let mut table = SegmentTable::new(&SegmentSchema::standard(), 2);
    let refused = |result: Result<(), SegmentTableError>| {
        let error = result.unwrap_err();
        (error.to_string(), error.field().unwrap(), error.row())
    };
    assert_eq!(
        refused(table.add("tires", texts(&["a", "b"]))),
        (
            "column tires: expressions have no such name; did you mean tier?".into(),
            "columns.tires".into(),
            None
        )
    );
    assert_eq!(
        refused(table.add("company_size", [None, Some(SegmentCell::Text("7".into()))])),
        (
            "column company_size, row 2: a number is wanted here, and this is a text".into(),
            "columns.company_size".into(),
            Some(2)
        )
    );
    assert_eq!(refused(table.add("name", texts(&["x"]))).0, "column name has 1 values for 2 customers");
    assert_eq!(
        refused(table.add("name", texts(&["x", "y", "z"]))).0,
        "column name has 3 values for 2 customers"
    );
    let tier = refused(table.add("tier", texts(&["a", "z"])));
    assert_eq!(tier.0, "column tier, row 2: one of a, b, c is wanted here, and this is a text");
    let when = refused(table.add("last_order", texts(&["yesterday", ""])));
    assert_eq!(when.0, "column last_order, row 1: an instant is wanted here, and this is a text");
}
