use std::sync::Arc;

use chrono::{DateTime, Duration, TimeZone, Utc};

use super::{
    CUSTOMER_ERRORS, CompletenessEngine, CustomFieldType, CustomFields, Customer, CustomerConfig, Field,
    FieldName, FieldValue, HeadCount, Stage, TimelineEntry, follow_up_due, timeline,
};
use crate::desk::{Author, MessageRecord};
use crate::foundation::time::{Calendar, CalendarConfig, WeekdaySet};
use crate::foundation::{
    Budget, Coded, ConversationId, Currency, CustomerId, Event, EventId, EventKind, MessageId, Money,
    NoteText,
};
use crate::transport::MessageBody;

fn at(hours: i64) -> DateTime<Utc> {
    // A Monday.
    Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap() + Duration::hours(hours)
}

fn engine() -> CompletenessEngine {
    CompletenessEngine::new(&CustomerConfig::standard()).unwrap()
}

fn set(customer: &mut Customer, name: FieldName, value: FieldValue) {
    customer.set_field(name, Field { value, source: "import:fair".into(), at: at(0) });
}

fn person(id: &str, fields: Vec<(FieldName, FieldValue)>) -> Customer {
    let mut customer = Customer::new(CustomerId::new(id), at(0));
    fields.into_iter().for_each(|(name, value)| set(&mut customer, name, value));
    customer
}

fn text(words: &str) -> FieldValue {
    FieldValue::Text(words.into())
}

fn budget(low: Option<i64>, high: Option<i64>) -> FieldValue {
    FieldValue::Budget(Budget { low, high, currency: Currency::parse("TWD").unwrap() })
}

fn window(days: WeekdaySet) -> FieldValue {
    let time = |minutes| crate::foundation::time::LocalTime::from_minutes(minutes).unwrap();
    FieldValue::Windows(vec![crate::foundation::time::WeeklyWindow { days, from: time(60), to: time(120) }])
}

fn complete(id: &str) -> Customer {
    person(
        id,
        vec![
            (FieldName::Name, text("王小明")),
            (FieldName::Industry, text("ПРОИЗВОДСТВО")),
            (FieldName::Products, FieldValue::List(vec!["a".into(), "b".into()])),
            (FieldName::FirstContact, FieldValue::Instant(at(0))),
            (FieldName::LastFollowUp, FieldValue::Date(at(0).date_naive())),
            (FieldName::Budget, budget(None, Some(5))),
            (FieldName::PreferredTimes, window(WeekdaySet::WORKING)),
        ],
    )
}

#[test]
fn share_counts_present_and_valid_fields() {
    let whole = engine().evaluate(&complete("c_1"));
    assert_eq!((whole.share, whole.missing.len(), whole.invalid.len()), (1.0, 0, 0));
    let mut gaps = complete("c_1");
    set(&mut gaps, FieldName::Name, text("n/a"));
    set(&mut gaps, FieldName::Industry, text(" "));
    gaps.remove_field(&FieldName::Budget);
    let gaps = engine().evaluate(&gaps);
    assert!((gaps.share - 4.0 / 7.0).abs() < 1e-12);
    assert_eq!(gaps.missing, [FieldName::Industry, FieldName::Budget]);
    assert_eq!(gaps.invalid, [FieldName::Name]);
}

#[test]
fn values_are_valid_up_to_their_boundary() {
    let list = |count| FieldValue::List(vec!["x".into(); count]);
    let heads = |low, high| FieldValue::HeadCount(HeadCount { low, high });
    let money = |minor| FieldValue::Money(Money { minor, currency: Currency::parse("TWD").unwrap() });
    let cases = [
        (FieldName::Products, list(2), true),
        (FieldName::Products, list(3), false),
        (FieldName::Budget, budget(Some(5), Some(5)), true),
        (FieldName::Budget, budget(Some(6), Some(5)), false),
        (FieldName::Budget, budget(None, None), false),
        (FieldName::Budget, budget(Some(-1), None), false),
        (FieldName::HeadCount, heads(Some(1), None), true),
        (FieldName::HeadCount, heads(Some(0), Some(0)), false),
        (FieldName::DealProbability, FieldValue::Number(0.0), true),
        (FieldName::DealProbability, FieldValue::Number(1.0), true),
        (FieldName::DealProbability, FieldValue::Number(1.000_1), false),
        (FieldName::DealProbability, FieldValue::Number(f64::NAN), false),
        (FieldName::ExpectedAnnualPurchase, money(0), true),
        (FieldName::ExpectedAnnualPurchase, money(-1), false),
        (FieldName::Language, text("zh-Hant-TW"), true),
        (FieldName::Language, text("Русский"), false),
        (FieldName::TimeZone, text("America/Argentina/Ushuaia"), true),
        (FieldName::TimeZone, text("Taipei time"), false),
        (FieldName::Region, text("TW"), true),
        (FieldName::Region, text("Taiwan"), false),
        (FieldName::PreferredTimes, window(WeekdaySet::default()), false),
        (FieldName::Industry, text("alchemy"), false),
        (FieldName::Company, text("🙂"), true),
        (FieldName::Company, budget(Some(1), None), false),
        (FieldName::Stage, FieldValue::Stage(Stage::Lost), true),
        (FieldName::Custom("size".into()), text("L"), true),
    ];
    for (name, value, valid) in cases {
        assert_eq!(engine().is_valid(&name, &value), valid, "{name}");
    }
}

#[test]
fn summaries_of_parts_add_up() {
    let engine = engine();
    let mut people: Vec<Customer> = (0..40).map(|number| complete(&format!("c_{number:02}"))).collect();
    for (number, customer) in people.iter_mut().enumerate() {
        if number % 3 == 0 {
            customer.remove_field(&FieldName::Budget);
        }
        if number % 4 == 0 {
            set(customer, FieldName::Name, text("test"));
        }
        if number % 5 == 0 {
            set(customer, FieldName::Owner, text("ann"));
        }
    }
    people[7].archived_at = Some(at(0));
    let gather = |people: &[Customer]| {
        let mut summary = engine.summary();
        people.iter().for_each(|customer| summary.add(customer, &engine));
        summary
    };
    let whole = gather(&people);
    let (left, right) = people.split_at(13);
    let mut parts = gather(right);
    parts.merge(&gather(left));
    assert_eq!(parts, whole);
    assert_eq!((whole.customers, whole.slots), (39, 39 * 7));
    assert_eq!(whole.fields[&FieldName::Budget].missing, 14);
    assert_eq!(whole.fields[&FieldName::Name].invalid, 10);
    assert_eq!(whole.owners["ann"].customers, 8);
    assert_eq!(whole.sources["import:fair"].share(), whole.share());
    assert_eq!(whole.gaps.first().unwrap().customer, CustomerId::new("c_00"));
    assert_eq!(whole.gaps.len() as u64 + whole.complete, 39);
    let few = CustomerConfig {
        completeness: super::CompletenessConfig { most_gaps: 3, ..CustomerConfig::standard().completeness },
        ..CustomerConfig::standard()
    };
    let engine = CompletenessEngine::new(&few).unwrap();
    let mut backwards = engine.summary();
    people.iter().rev().for_each(|customer| backwards.add(customer, &engine));
    assert_eq!(backwards.gaps, whole.gaps[..3]);
}

#[test]
fn wrong_settings_name_their_field() {
    let refused = |change: &dyn Fn(&mut CustomerConfig)| {
        let mut config = CustomerConfig::standard();
        change(&mut config);
        let error = CompletenessEngine::new(&config).unwrap_err();
        assert_eq!(CUSTOMER_ERRORS.iter().filter(|entry| entry.code == error.code()).count(), 1);
        error.field().unwrap()
    };
    assert_eq!(refused(&|config| config.max_products = 0), "max_products");
    assert_eq!(refused(&|config| config.completeness.required.clear()), "completeness.required");
    assert_eq!(
        refused(&|config| config.completeness.required.push(FieldName::Name)),
        "completeness.required[7]"
    );
    assert_eq!(refused(&|config| config.industries[1].names.push("RETAIL".into())), "industries[1].names");
}

#[test]
fn follow_up_is_due_after_more_than_seven_days() {
    let config = CustomerConfig::standard().follow_up;
    let mut customer = Customer::new(CustomerId::new("c_1"), at(-1_000));
    set(&mut customer, FieldName::FirstContact, FieldValue::Instant(at(0)));
    let due = |customer: &Customer, activity, now| {
        follow_up_due(customer, activity, &config, &Calendar::utc(), now).value
    };
    let week = 7 * 24;
    assert!(!due(&customer, None, at(week)));
    assert!(due(&customer, None, at(week) + Duration::seconds(1)));
    assert!(!due(&customer, Some(at(1)), at(week + 1)));
    assert!(due(&customer, Some(at(1)), at(week + 1) + Duration::seconds(1)));
    // A date counts until the end of its day.
    set(&mut customer, FieldName::LastFollowUp, FieldValue::Date(at(0).date_naive()));
    let midnight = at(0).date_naive().succ_opt().unwrap().and_time(chrono::NaiveTime::MIN).and_utc();
    assert!(!due(&customer, None, midnight + Duration::days(7)));
    assert!(due(&customer, None, midnight + Duration::days(7) + Duration::seconds(1)));
    set(&mut customer, FieldName::Stage, FieldValue::Stage(Stage::Lost));
    assert!(!due(&customer, None, at(10_000)));
    customer.remove_field(&FieldName::Stage);
    customer.archived_at = Some(at(1));
    assert!(!due(&customer, None, at(10_000)));
}

#[test]
fn follow_up_counts_working_days_where_asked() {
    let mut config = CustomerConfig::standard().follow_up;
    config.working_days = true;
    let calendar = Calendar::new(&CalendarConfig::standard()).unwrap();
    let customer = Customer::new(CustomerId::new("c_1"), at(-6));
    let due = |now| follow_up_due(&customer, None, &config, &calendar, now).value;
    // Monday 11:00 in Taipei and seven working days: Wednesday of the next week.
    let end = at(-6) + Duration::days(9);
    assert!(!due(end));
    assert!(due(end + Duration::seconds(1)));
}

#[test]
fn the_timeline_is_one_order_without_echoes() {
    let message = |id: &str, hours| {
        Arc::new(MessageRecord {
            v: 1,
            id: MessageId::new(id),
            conversation: ConversationId::new("v"),
            customer: CustomerId::new("c_1"),
            author: Author::Customer,
            body: MessageBody::Text { text: "привет".into() },
            at: at(hours),
            external_id: None,
            status: None,
            answered_by: None,
            answerable: true,
            outbox: None,
            reception: None,
            reasons: Vec::new().into(),
        })
    };
    let event = |id: &str, hours, kind| Event {
        v: 1,
        id: EventId::new(id),
        at: at(hours),
        customer: Some(CustomerId::new("c_1")),
        conversation: None,
        kind,
    };
    let note = EventKind::NoteAdded { agent: None, text: NoteText("vip".into()) };
    let events = vec![
        event("e_2", 1, note),
        event("e_1", 1, EventKind::SampleSent {}),
        event("e_0", 2, EventKind::MessageReceived { message: MessageId::new("m_1") }),
        event("e_4", 0, EventKind::MessageReceived { message: MessageId::new("m_elsewhere") }),
    ];
    let messages = vec![message("m_2", 1), message("m_1", 2), message("m_2", 1)];
    let entries = timeline(messages, events, Vec::new(), &[]);
    let ids: Vec<&str> = entries.iter().map(TimelineEntry::id).collect();
    assert_eq!(ids, ["e_4", "m_2", "e_1", "e_2", "m_1"]);
    assert!(!format!("{entries:?}").contains("привет") && !format!("{entries:?}").contains("vip"));
}

#[test]
fn a_required_field_of_the_workspaces_own_has_values_of_its_type() {
    let mut config = CustomerConfig::standard();
    config.custom_fields = CustomFields::from_iter([("shoe_size", CustomFieldType::Number)]);
    let size = FieldName::from("shoe_size");
    config.completeness.required = vec![size.clone(), FieldName::from("colour")];
    let engine = CompletenessEngine::new(&config).unwrap();
    let colour = (FieldName::from("colour"), text("azul"));
    let right = person("c_1", vec![(size.clone(), FieldValue::Number(42.0)), colour.clone()]);
    assert_eq!(engine.evaluate(&right).share, 1.0);
    let wrong = person("c_2", vec![(size.clone(), text("42")), colour]);
    assert_eq!(engine.evaluate(&wrong).invalid, [size]);
}
