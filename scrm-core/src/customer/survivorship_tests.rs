use chrono::{DateTime, Duration, TimeZone, Utc};

use super::survivorship::SurvivorshipConfig;
use super::{
    Customer, Field, FieldName, FieldPolicy, FieldValue, Identifier, IdentifierKey, IdentifierKind,
    absorb_fields, would_absorb,
};
use crate::dedupe::DedupeConfig;
use crate::foundation::CustomerId;
use crate::trust::consent::{ConsentAction, ConsentEntry};

fn day(number: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap() + Duration::days(number)
}

fn company(name: &str, source: &str, at: i64) -> (FieldName, Field) {
    (FieldName::Company, Field { value: FieldValue::Text(name.into()), source: source.into(), at: day(at) })
}

fn config(policy: FieldPolicy) -> SurvivorshipConfig {
    SurvivorshipConfig { default: policy, ..DedupeConfig::standard().survivorship }
}

fn after(policy: FieldPolicy, there: (FieldName, Field), incoming: (FieldName, Field)) -> (String, bool) {
    let mut customer = Customer::new(CustomerId::new("c_1"), day(0));
    customer.set_field(there.0, there.1);
    let (config, incoming) = (config(policy), [incoming]);
    let would = would_absorb(&customer, &incoming, &[], &[], &config);
    let changes = absorb_fields(&mut customer, &incoming, &[], &[], &config, day(9));
    assert_eq!(changes.changed, would);
    assert_eq!(customer.updated_at, if would { day(9) } else { day(0) });
    (customer.text(&FieldName::Company).unwrap().to_owned(), would)
}

#[test]
fn the_newer_value_wins_and_the_older_never_does() {
    let newest = |there, incoming| after(FieldPolicy::Newest, there, incoming);
    assert_eq!(newest(company("A", "x", 1), company("B", "x", 2)), ("B".to_owned(), true));
    assert_eq!(newest(company("A", "x", 2), company("B", "x", 1)), ("A".to_owned(), false));
    assert_eq!(
        newest(company("A", "x", 1), company("B", "x", 1)),
        ("A".to_owned(), false),
        "a tie keeps what is there"
    );
    assert_eq!(
        newest(company("A", "x", 1), company("A", "y", 2)),
        ("A".to_owned(), false),
        "equal is no change"
    );
    assert_eq!(
        newest(company("A", "x", 1), company("  ", "x", 2)),
        ("A".to_owned(), false),
        "empty never wins"
    );
    assert_eq!(
        newest(company(" ", "x", 2), company("B", "x", 1)),
        ("B".to_owned(), true),
        "empty always gives way"
    );
}

#[test]
fn the_other_policies_choose_by_their_own_measure() {
    let most = |there, incoming| after(FieldPolicy::MostComplete, there, incoming).0;
    assert_eq!(most(company("北京 贸易", "x", 1), company("北京", "x", 2)), "北京 贸易");
    assert_eq!(most(company("A", "x", 1), company("A B", "x", 0)), "A B");
    let order = |there, incoming| after(FieldPolicy::SourceOrder, there, incoming).0;
    assert_eq!(order(company("A", "agent:ann", 1), company("B", "import:fair", 2)), "A");
    assert_eq!(order(company("A", "import:fair", 2), company("B", "agent:ann", 1)), "B");
    assert_eq!(
        order(company("A", "importer", 2), company("B", "import", 1)),
        "B",
        "a name is no prefix of another"
    );
    assert_eq!(after(FieldPolicy::MostFrequent, company("A", "x", 1), company("B", "x", 2)).0, "B");
}

#[test]
fn first_contact_keeps_the_earliest_and_follow_up_the_latest() {
    let mut customer = Customer::new(CustomerId::new("c_1"), day(0));
    let config = DedupeConfig::standard().survivorship;
    let field = |name, value| (name, Field { value, source: "import:x".into(), at: day(0) });
    for offset in [3, 1, 2] {
        let fields = [
            field(FieldName::FirstContact, FieldValue::Instant(day(offset))),
            field(FieldName::LastFollowUp, FieldValue::Date(day(offset).date_naive())),
        ];
        absorb_fields(&mut customer, &fields, &[], &[], &config, day(9));
    }
    assert_eq!(customer.value(&FieldName::FirstContact), Some(&FieldValue::Instant(day(1))));
    assert_eq!(customer.value(&FieldName::LastFollowUp), Some(&FieldValue::Date(day(3).date_naive())));
}

#[test]
fn not_a_number_is_no_endless_change() {
    let mut customer = Customer::new(CustomerId::new("c_1"), day(0));
    let field = Field { value: FieldValue::Number(f64::NAN), source: "x".into(), at: day(0) };
    customer.set_field(FieldName::DealProbability, field.clone());
    let later = [(FieldName::DealProbability, Field { at: day(1), ..field })];
    assert!(!would_absorb(&customer, &later, &[], &[], &config(FieldPolicy::Newest)));
}

#[test]
fn identifiers_and_consents_are_united_once() {
    let mut customer = Customer::new(CustomerId::new("c_1"), day(0));
    let phone = |raw: &str| Identifier {
        kind: IdentifierKind::Phone,
        value: "+79160000001".into(),
        raw: Some(raw.into()),
        key: IdentifierKey::from_stored("tel:+79160000001"),
        source: "import:x".into(),
        at: day(0),
        undeliverable: false,
    };
    let consent = |at| ConsentEntry {
        at: day(at),
        action: ConsentAction::Given,
        purpose: None,
        channel: None,
        source: "import:x".into(),
        text_version: None,
    };
    let config = config(FieldPolicy::Newest);
    let both = [phone("8 916"), phone("+7 916")];
    let changes = absorb_fields(&mut customer, &[], &both, &[consent(2), consent(1)], &config, day(9));
    assert_eq!((changes.identifiers, changes.consents, customer.identifiers.len()), (1, 2, 1));
    assert_eq!(customer.consents, [consent(1), consent(2)], "oldest first");
    assert!(!absorb_fields(&mut customer, &[], &both, &[consent(1)], &config, day(10)).changed);
}
