//! Fields of a workspace's own, read as the playbook declares them.

use chrono::{DateTime, Utc};

use super::tests::{accepted, read, rejected};
use super::*;
use crate::customer::{CustomFieldType, CustomFields, FieldName, FieldValue};

/// One field of every type, as a playbook declares them.
fn own_fields() -> CustomFields {
    CustomFields::from_iter([
        ("shoe_size", CustomFieldType::Number),
        ("vip", CustomFieldType::Flag),
        ("renewal", CustomFieldType::Date),
        ("last_visit", CustomFieldType::Instant),
        ("credit", CustomFieldType::Money),
        ("nickname", CustomFieldType::Text),
        ("сорта", CustomFieldType::List),
        ("स्थायी", CustomFieldType::Flag),
        ("status", CustomFieldType::Text),
    ])
}

pub(super) fn read_own(options: &ImportOptions, text: &str) -> (Vec<RowOutcome>, ImportReport) {
    let now: DateTime<Utc> = "2026-01-05T09:00:00Z".parse().unwrap();
    let import = CsvImport::new(options, &ImportConfig::standard(), now).unwrap();
    let mut import = import.with_custom_fields(&own_fields());
    let rows = import.next_batch(&mut text.as_bytes()).unwrap().unwrap_or_default();
    (rows, import.report())
}

pub(super) fn own(row: &ImportRow, name: &str) -> Option<FieldValue> {
    row.draft.value(&FieldName::from(name)).cloned()
}

#[test]
fn declared_fields_are_read_by_their_types() {
    let options = ImportOptions {
        default_currency: crate::foundation::Currency::parse("TWD"),
        time_zone: Some("Asia/Taipei".to_owned()),
        ..ImportOptions::new("test")
    };
    let (rows, report) = read_own(
        &options,
        "Name,Shoe size,VIP,Renewal,last_visit,custom:Credit,Nickname,Сорта,स्थायी,Status,Colour\n\
         Anna,４२,да,2026年3月15日,2026-01-05 09:30,-1.5万 元,  Ann  Lee ,улун; пуэр,हाँ,quoted,azul\n\
         Omar,٤٣٫٥,لا,15/03/2026,2026-01-05T09:30:00Z,500 USD,,,,,\n",
    );
    let rows = accepted(&rows);
    let day = FieldValue::Date(chrono::NaiveDate::from_ymd_opt(2026, 3, 15).unwrap());
    let instant = |text: &str| FieldValue::Instant(text.parse().unwrap());
    let money = |minor, code| {
        let currency = crate::foundation::Currency::parse(code).unwrap();
        FieldValue::Money(crate::foundation::Money { minor, currency })
    };
    for (name, first, second) in [
        ("shoe_size", Some(FieldValue::Number(42.0)), Some(FieldValue::Number(43.5))),
        ("vip", Some(FieldValue::Flag(true)), Some(FieldValue::Flag(false))),
        ("renewal", Some(day.clone()), Some(day)),
        ("last_visit", Some(instant("2026-01-05T01:30:00Z")), Some(instant("2026-01-05T09:30:00Z"))),
        ("credit", Some(money(-1_500_000, "TWD")), Some(money(50_000, "USD"))),
        ("nickname", Some(FieldValue::Text("Ann Lee".into())), None),
        ("сорта", Some(FieldValue::List(vec!["улун".into(), "пуэр".into()])), None),
        ("स्थायी", Some(FieldValue::Flag(true)), None),
        // Without the declaration this would be the stage.
        ("status", Some(FieldValue::Text("quoted".into())), None),
        ("Colour", Some(FieldValue::Text("azul".into())), None),
    ] {
        assert!(own(rows[0], name) == first && own(rows[1], name) == second, "{name}");
    }
    assert!(report.columns.iter().any(|column| column.target == "custom:shoe_size"), "{:?}", report.columns);
    assert_eq!(
        rows[0].notes.iter().map(|note| note.code.as_str()).collect::<Vec<_>>(),
        ["import.value.assumed_currency"]
    );
}

#[test]
fn what_a_declared_field_cannot_take_is_kept_and_told_and_the_row_stays() {
    let text = "Name,Shoe size,VIP,Renewal\nAnna,large,perhaps,someday\nOmar,43,yes,2026-03-15\n";
    let (rows, report) = read_own(&ImportOptions::new("test"), text);
    let rows = accepted(&rows);
    for (name, kept, kind, right) in [
        ("shoe_size", "large", "number", FieldValue::Number(43.0)),
        ("vip", "perhaps", "flag", FieldValue::Flag(true)),
    ] {
        assert_eq!(own(rows[0], name), None);
        assert!(own(rows[0], &format!("{name}_raw")) == Some(FieldValue::Text(kept.into())), "{name}");
        assert!(rows[0].notes.iter().any(|note| note.code == "import.value.unreadable" && note.kind == kind));
        assert!(own(rows[1], name) == Some(right), "{name}");
    }
    assert_eq!((rows.len(), rows[0].notes.len(), report.counts.rejected), (2, 3, 0));

    let strict = ImportOptions { on_bad_value: Some(OnBadValue::Reject), ..ImportOptions::new("test") };
    let (rows, _) = read_own(&strict, text);
    let row = rejected(&rows)[0];
    assert_eq!((row.code.as_str(), row.value_kind.as_str()), ("import.row.bad_value", "date"));
    assert_eq!(accepted(&rows).len(), 1);
}

#[test]
fn a_mapping_and_a_constant_lead_to_a_declared_field_however_it_is_spelled() {
    let mut options = ImportOptions::new("test");
    options.mapping.columns.insert("Größe".to_owned(), "custom:Shoe Size".to_owned());
    options.mapping.constants.insert("custom:VIP".to_owned(), "yes".to_owned());
    let (rows, _) = read_own(&options, "Name,Größe\nAnna,42\n");
    let rows = accepted(&rows);
    assert!(own(rows[0], "shoe_size") == Some(FieldValue::Number(42.0)));
    assert!(own(rows[0], "vip") == Some(FieldValue::Flag(true)));
}

/// A row that was seen is told by what it says: it says something else once a column has a type, so that a field that is
/// declared later takes what the same file has for it.
#[test]
fn a_declared_column_makes_another_row_of_the_same_cells() {
    let text = "Name,shoe_size,nickname\nAnna,42,Ann\n";
    let first = |rows: &[RowOutcome]| accepted(rows)[0].fingerprint;
    let (undeclared, _) = read(text);
    let (declared, _) = read_own(&ImportOptions::new("test"), text);
    assert_ne!(first(&undeclared), first(&declared));
    let (again, _) = read_own(&ImportOptions::new("test"), text);
    assert_eq!(first(&again), first(&declared));
    // A declared text is read as it was.
    let text = "Name,nickname\nAnna,Ann\n";
    assert_eq!(first(&read(text).0), first(&read_own(&ImportOptions::new("test"), text).0));
}

/// The header of a declared field tells where the table begins, as a word that is known everywhere does.
#[test]
fn declared_fields_are_looked_for_when_the_header_is() {
    let mut options = ImportOptions::new("test");
    options.mapping.columns.insert("Wer".to_owned(), "name".to_owned());
    let (rows, report) = read_own(&options, "Report of March,,\n,,\nWer,Shoe size,VIP\nAnna,42,no\n");
    assert_eq!(report.header_line, Some(3));
    assert!(own(accepted(&rows)[0], "vip") == Some(FieldValue::Flag(false)));
}
