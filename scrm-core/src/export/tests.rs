use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use compact_str::CompactString;
use proptest::prelude::*;

use super::*;
use crate::customer::{
    CustomFieldType, CustomFields, Customer, Field, FieldName, FieldValue, HeadCount, Identifier,
    IdentifierKind, Position, Stage,
};
use crate::foundation::time::{LocalTime, WeekdaySet, WeeklyWindow};
use crate::foundation::{Budget, Coded, Currency, Money};
use crate::import::{CsvImport, ImportConfig, ImportOptions, RowOutcome};
use crate::transport::Channel;
use crate::trust::consent::{ConsentAction, ConsentEntry, Purpose};
use crate::trust::{Masker, TrustConfig};

fn at(second: i64) -> DateTime<Utc> {
    Utc.timestamp_opt(1_767_600_000 + second, 0).unwrap()
}

fn customer(fields: Vec<(FieldName, FieldValue)>) -> Customer {
    let mut customer = Customer::new("c_1".into(), at(0));
    for (name, value) in fields {
        customer.set_field(name, Field { value, source: "import:a".into(), at: at(0) });
    }
    customer
}

fn known_by(mut customer: Customer, kind: &IdentifierKind, raw: &str) -> Customer {
    customer.identifiers.push(Identifier::from_raw(kind, raw, "TW", "import:a", at(0)).unwrap());
    customer
}

fn masker() -> Masker {
    Masker::new(&TrustConfig::standard().masking).unwrap()
}

fn text_of(format: ExportFormat, columns: &[&str], masker: Option<Masker>, customers: &[Customer]) -> String {
    let columns = columns.iter().map(|name| ExportColumn::parse(name).unwrap()).collect();
    let exporter = Exporter::new(format, columns, masker).unwrap();
    let mut text = String::new();
    exporter.write_header(&mut text);
    customers.iter().for_each(|customer| exporter.write(customer, &mut text));
    text
}

fn text(value: &str) -> FieldValue {
    FieldValue::Text(value.into())
}

fn anna() -> Customer {
    let anna = customer(vec![
        (FieldName::Name, text("Анна Петрова")),
        (FieldName::Company, text("=HYPERLINK(\"x\")")),
        (FieldName::Address, text("12 Long Lane")),
        (FieldName::Birthday, FieldValue::Date(NaiveDate::from_ymd_opt(1990, 2, 3).unwrap())),
        (FieldName::Remark, text("call 0912 345 678, or anna@example.com")),
        (FieldName::Products, FieldValue::List(vec!["lamp".into(), "bulb, 5 W".into()])),
        (FieldName::DealProbability, FieldValue::Number(0.25)),
        (FieldName::Custom("colour".into()), text("azul")),
    ]);
    let anna = known_by(anna, &IdentifierKind::Phone, "+886 912 345 678");
    known_by(anna, &IdentifierKind::Email, "anna@example.com")
}

const SOME: &[&str] = &[
    "id",
    "name",
    "phone",
    "email",
    "company",
    "address",
    "birthday",
    "remark",
    "products",
    "custom:colour",
];

#[test]
fn an_export_is_masked_unless_said_otherwise() {
    let masked = text_of(ExportFormat::Csv, SOME, Some(masker()), &[anna()]);
    assert_eq!(
        masked,
        "id,name,phone,email,company,address,birthday,remark,products,custom:colour\r\n\
         c_1,А***,'+8869***678,a***@e***.com,'=***,***,***,\"call 0912***678, or a***@e***.com\",\"lamp; bulb, 5 W\",azul\r\n"
    );
    let unread = customer(vec![(FieldName::Custom("email_raw".into()), text("anna at example"))]);
    let unread = text_of(ExportFormat::JsonLines, &["custom:email_raw"], Some(masker()), &[unread]);
    assert_eq!(unread, "{\"custom:email_raw\":\"***\"}\n");
    let open = text_of(ExportFormat::Csv, &["phone", "company"], None, &[anna()]);
    assert_eq!(open, "phone,company\r\n'+886912345678,\"'=HYPERLINK(\"\"x\"\")\"\r\n");
}

#[test]
fn json_lines_have_what_a_customer_has_in_the_order_of_the_columns() {
    let columns = ["tags", "name", "phone", "deal_probability", "products", "archived_at"];
    let lines = text_of(ExportFormat::JsonLines, &columns, None, &[anna(), customer(Vec::new())]);
    assert_eq!(
        lines,
        "{\"name\":\"Анна Петрова\",\"phone\":[\"+886912345678\"],\"deal_probability\":0.25,\
         \"products\":[\"lamp\",\"bulb, 5 W\"]}\n{}\n"
    );
}

#[test]
fn consent_is_given_where_no_channel_was_withdrawn_and_empty_where_nothing_was_said() {
    let through = |channel, action, seconds, purpose| ConsentEntry {
        at: at(seconds),
        action,
        purpose,
        channel,
        source: "message:m_1".to_owned(),
        text_version: None,
    };
    let entry = |action, seconds, purpose| through(None, action, seconds, purpose);
    let mut customer = customer(Vec::new());
    let told = |customer: &Customer| {
        text_of(ExportFormat::Csv, &["id", "consent:marketing"], None, std::slice::from_ref(customer))
    };
    assert!(told(&customer).ends_with("c_1,\r\n"));
    customer.consents.push(entry(ConsentAction::Given, 0, Some(Purpose::Marketing)));
    assert!(told(&customer).ends_with("c_1,yes\r\n"));
    // At the same instant the withdrawal counts, and one without a purpose is about marketing too.
    customer.consents.insert(0, entry(ConsentAction::Withdrawn, 0, None));
    assert!(told(&customer).ends_with("c_1,no\r\n"));
    // Agreeing to one channel later does not bring the others back; agreeing to all does.
    customer.consents.push(through(Some(Channel::Email), ConsentAction::Given, 1, Some(Purpose::Marketing)));
    assert!(told(&customer).ends_with("c_1,no\r\n"));
    customer.consents.push(entry(ConsentAction::Given, 2, Some(Purpose::Marketing)));
    assert!(told(&customer).ends_with("c_1,yes\r\n"));
    customer.consents.push(through(Some(Channel::Whatsapp), ConsentAction::Withdrawn, 3, None));
    assert!(told(&customer).ends_with("c_1,no\r\n"));
}

#[test]
fn every_usual_column_has_a_name_that_is_read_back() {
    for column in ExportColumn::usual() {
        assert_eq!(ExportColumn::parse(&column.to_string()), Ok(column));
    }
    let unknown = ExportColumn::parse("given_name").unwrap_err();
    assert_eq!((unknown.code(), unknown.field().as_deref()), ("export.column.unknown", Some("columns")));
    let twice = vec![ExportColumn::parse("id").unwrap(); 2];
    let twice = Exporter::new(ExportFormat::Csv, twice, None).unwrap_err();
    assert_eq!(twice.code(), "export.column.duplicate");
    for error in [unknown, twice] {
        assert_eq!(ERRORS.iter().filter(|entry| entry.code == error.code()).count(), 1);
    }
}

/// Texts that keep their letters when they are tidied: an import tidies what people typed.
fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "=1+1",
        "+4",
        "-x",
        "@you",
        "'quoted",
        "a, b",
        "a;b",
        "say \"hi\"",
        "Анна",
        "علي",
        "王小明",
        "ｆｕｌｌ",
        "👩‍👧",
        "#1",
        "O'Brien",
        "a|b",
        "क्षेत्र",
    ])
    .prop_map(str::to_owned)
}

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![0..1_000_000_i64, (0..1_000_000_i64).prop_map(|whole| whole * 100)]
}

fn ends() -> impl Strategy<Value = (Option<i64>, Option<i64>)> {
    prop_oneof![
        amount().prop_map(|low| (Some(low), None)),
        amount().prop_map(|high| (None, Some(high))),
        (amount(), amount()).prop_map(|(one, other)| (Some(one.min(other)), Some(one.max(other)))),
    ]
}

fn currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["TWD", "USD", "EUR", "KWD", "JPY", "RUB", "INR"])
        .prop_map(|code| Currency::parse(code).unwrap())
}

fn window() -> impl Strategy<Value = WeeklyWindow> {
    let days = prop::collection::btree_set(0_u8..7, 1..=7);
    (days, 0_u16..23, 1_u16..24).prop_map(|(days, from, longer)| WeeklyWindow {
        days: days
            .into_iter()
            .fold(WeekdaySet::default(), |set, day| set.with(chrono::Weekday::try_from(day).unwrap())),
        from: LocalTime::from_minutes(from * 60).unwrap(),
        to: LocalTime::from_minutes((from + longer).min(24) * 60).unwrap(),
    })
}

fn value() -> impl Strategy<Value = (FieldName, FieldValue)> {
    let day = (0_i32..36_000).prop_map(|day| NaiveDate::from_epoch_days(day).unwrap());
    prop_oneof![
        words().prop_map(|words| (FieldName::Company, FieldValue::Text(words.into()))),
        words().prop_map(|words| (FieldName::Remark, FieldValue::Text(words.into()))),
        words().prop_map(|words| (FieldName::Custom("colour".into()), FieldValue::Text(words.into()))),
        day.prop_map(|day| (FieldName::LastFollowUp, FieldValue::Date(day))),
        (0_i64..40_000_000)
            .prop_map(|second| (FieldName::FirstContact, FieldValue::Instant(at(second / 60 * 60)))),
        (ends(), currency()).prop_map(|((low, high), currency)| {
            (FieldName::Budget, FieldValue::Budget(Budget { low, high, currency }))
        }),
        (amount(), currency()).prop_map(|(minor, currency)| {
            (FieldName::ExpectedAnnualPurchase, FieldValue::Money(Money { minor, currency }))
        }),
        ends().prop_map(|(low, high)| {
            let count = |end: Option<i64>| end.map(|end| (end % 100_000) as u32);
            let (low, high) = match (count(low), count(high)) {
                (Some(low), Some(high)) => (Some(low.min(high)), Some(low.max(high))),
                ends => ends,
            };
            (FieldName::HeadCount, FieldValue::HeadCount(HeadCount { low, high }))
        }),
        prop::sample::select(Position::ALL.to_vec())
            .prop_map(|position| (FieldName::Position, FieldValue::Position(position))),
        prop::sample::select(Stage::ALL.to_vec())
            .prop_map(|stage| (FieldName::Stage, FieldValue::Stage(stage))),
        (0_u32..=100)
            .prop_map(|share| { (FieldName::DealProbability, FieldValue::Number(f64::from(share) / 100.0)) }),
        prop::collection::vec(window(), 1..=2)
            .prop_map(|windows| (FieldName::PreferredTimes, FieldValue::Windows(windows))),
        own_value(),
    ]
}

/// Fields that a playbook declares.
fn own_fields() -> CustomFields {
    CustomFields::from_iter([
        ("shoe_size", CustomFieldType::Number),
        ("vip", CustomFieldType::Flag),
        ("renewal", CustomFieldType::Date),
        ("last_visit", CustomFieldType::Instant),
        ("credit", CustomFieldType::Money),
        ("сорта", CustomFieldType::List),
    ])
}

fn own_value() -> impl Strategy<Value = (FieldName, FieldValue)> {
    let own = |name: &str, value| (FieldName::from(name), value);
    let day = (0_i32..36_000).prop_map(|day| NaiveDate::from_epoch_days(day).unwrap());
    let sorts: Vec<CompactString> =
        ["улун", "पुएर", "白毫", "شاي", "-x", "=1"].map(CompactString::new).to_vec();
    prop_oneof![
        prop::num::f64::NORMAL.prop_map(move |number| own("shoe_size", FieldValue::Number(number))),
        (-1_000_000_i32..1_000_000)
            .prop_map(move |number| own("shoe_size", FieldValue::Number(f64::from(number) / 1_000.0))),
        any::<bool>().prop_map(move |flag| own("vip", FieldValue::Flag(flag))),
        day.prop_map(move |day| own("renewal", FieldValue::Date(day))),
        (0_i64..40_000_000)
            .prop_map(move |second| own("last_visit", FieldValue::Instant(at(second / 60 * 60)))),
        (amount(), any::<bool>(), currency()).prop_map(move |(minor, owed, currency)| {
            let minor = if owed { -minor } else { minor };
            own("credit", FieldValue::Money(Money { minor, currency }))
        }),
        prop::sample::subsequence(sorts, 1..=4).prop_map(move |sorts| own("сорта", FieldValue::List(sorts))),
    ]
}

proptest! {
    #[test]
    fn what_is_exported_unmasked_is_imported_again(values in prop::collection::vec(value(), 0..6)) {
        let mut fields = vec![(FieldName::Name, text("Somebody"))];
        fields.extend(values);
        let exported = known_by(customer(fields), &IdentifierKind::Phone, "+886912345678");
        let mut columns: Vec<String> = FieldName::BUILT_IN.iter().map(ToString::to_string).collect();
        columns.extend(["phone".to_owned(), "custom:colour".to_owned()]);
        columns.extend(own_fields().iter().map(|(name, _)| format!("custom:{name}")));
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let csv = text_of(ExportFormat::Csv, &names, None, std::slice::from_ref(&exported));

        let options = ImportOptions { time_zone: Some("UTC".to_owned()), ..ImportOptions::new("a") };
        // By then every follow-up has been.
        let later = at(0) + chrono::TimeDelta::days(36_500);
        let import = CsvImport::new(&options, &ImportConfig::standard(), later).unwrap();
        let mut import = import.with_custom_fields(&own_fields());
        let mut rows = Vec::new();
        let taken = import.read_rows(&mut csv.as_bytes(), &mut |batch| {
            rows.extend(batch);
            std::ops::ControlFlow::Continue(())
        });
        prop_assert!(taken.is_ok(), "{}", csv);
        prop_assert_eq!(rows.len(), 1);
        let RowOutcome::Accepted(row) = &rows[0] else { panic!("{csv}: {rows:?}") };
        for (name, field) in &exported.fields {
            let read = row.draft.fields.iter().find(|(read, _)| read == name).map(|(_, read)| &read.value);
            prop_assert!(read == Some(&field.value), "{}: {}", name, csv);
        }
        prop_assert_eq!(row.draft.identifiers.len(), 1);
    }
}
