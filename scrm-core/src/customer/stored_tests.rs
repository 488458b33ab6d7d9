use chrono::{DateTime, NaiveDate, Utc};
use compact_str::CompactString;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{
    AppliedTag, Customer, Field, FieldName, FieldValue, HeadCount, Identifier, IdentifierKey, IdentifierKind,
    Position, PriorityState, Stage, TagPhase,
};
use crate::foundation::{Currency, MergeId, Money, Reason, RuleId};
use crate::trust::consent::{ConsentAction, ConsentEntry, Purpose};

/// One of few, so that origins repeat.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    prop_oneof![
        4 => (0_i64..3).prop_map(|day| DateTime::from_timestamp(1_767_600_000 + day * 86_400, 0).unwrap()),
        1 => (0_i64..4_000_000_000, 0_u32..1_000_000_000)
            .prop_map(|(second, nanosecond)| DateTime::from_timestamp(second, nanosecond).unwrap()),
    ]
}

fn sources() -> impl Strategy<Value = CompactString> {
    prop_oneof![Just("import:fair".into()), Just("message".into()), Just("agent:a_1".into())]
}

fn texts() -> impl Strategy<Value = CompactString> {
    prop_oneof!["\\PC{0,12}", Just("مريم \u{200f}البلوشي".to_owned()), Just("张\"\\\n伟👩‍👧".to_owned())]
        .prop_map(CompactString::from)
}

fn values() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        texts().prop_map(FieldValue::Text),
        vec(texts(), 0..3).prop_map(FieldValue::List),
        (0_i32..40_000).prop_map(|day| FieldValue::Date(NaiveDate::from_epoch_days(day).unwrap())),
        instants().prop_map(FieldValue::Instant),
        option::of(0_u32..500)
            .prop_map(|low| FieldValue::HeadCount(HeadCount { low, high: low.map(|low| low * 2) })),
        Just(FieldValue::Position(Position::Influencer)),
        Just(FieldValue::Stage(Stage::SampleSent)),
        (0.0..1.0_f64).prop_map(FieldValue::Number),
        any::<i32>().prop_map(|minor| {
            FieldValue::Money(Money { minor: i64::from(minor), currency: Currency::parse("TWD").unwrap() })
        }),
    ]
}

fn names() -> impl Strategy<Value = FieldName> {
    prop_oneof![
        4 => proptest::sample::select(FieldName::BUILT_IN),
        1 => "[a-z_]{1,8}".prop_map(|name| FieldName::Custom(name.into())),
    ]
}

fn identifiers() -> impl Strategy<Value = Identifier> {
    let kinds = prop_oneof![
        Just(IdentifierKind::Phone),
        Just(IdentifierKind::Email),
        Just(IdentifierKind::System("till".into())),
    ];
    let namespaces = prop_oneof![Just("tel"), Just("email"), Just("till"), Just("phone")];
    let key = (kinds, texts(), namespaces);
    (key, option::of(texts()), sources(), instants(), any::<bool>()).prop_map(
        |((kind, value, namespace), raw, source, at, undeliverable)| Identifier {
            key: IdentifierKey::from_stored(format!("{namespace}:{value}")),
            kind,
            value,
            raw,
            source,
            at,
            undeliverable,
        },
    )
}

fn tags() -> impl Strategy<Value = AppliedTag> {
    let rules = option::of(prop_oneof![3 => Just("value.tier_a"), 1 => Just("elsewhere")]);
    let phases = prop_oneof![Just(TagPhase::Active), Just(TagPhase::Overdue)];
    let reasons = prop_oneof![
        Just(AppliedTag::because_rule_holds(&"value.tier_a".into())),
        Just(AppliedTag::because_rule_holds(&"elsewhere".into())),
        Just(Reason::new("tag.rule_holds")),
        Just(Reason::new("tag.set_by_person").with("agent", "a_1").with("sure", true)),
    ];
    (rules, reasons, phases, instants(), instants(), option::of(instants())).prop_map(
        |(rule, reason, phase, set_at, confirmed_at, expires_at)| AppliedTag {
            tag: "value.tier_a".into(),
            set_at,
            confirmed_at,
            rule: rule.map(RuleId::new),
            reason,
            phase,
            expires_at,
        },
    )
}

fn consents() -> impl Strategy<Value = ConsentEntry> {
    (instants(), any::<bool>(), option::of(Just("2026-01".to_owned()))).prop_map(
        |(at, given, text_version)| ConsentEntry {
            at,
            action: if given { ConsentAction::Given } else { ConsentAction::Withdrawn },
            purpose: given.then_some(Purpose::Marketing),
            channel: None,
            source: "import:fair".to_owned(),
            text_version,
        },
    )
}

fn customers() -> impl Strategy<Value = Customer> {
    let field = (names(), values(), sources(), instants());
    let lists = (vec(field, 0..12), vec(identifiers(), 0..4), vec(tags(), 0..4), vec(consents(), 0..3));
    let rest = (instants(), instants(), option::of(instants()), option::of(0_u8..3), any::<bool>());
    (lists, rest).prop_map(|((fields, identifiers, tags, consents), rest)| {
        let (created_at, updated_at, archived_at, level, merged) = rest;
        let mut customer = Customer::new("c_顾客".into(), created_at);
        for (name, value, source, at) in fields {
            customer.set_field(name, Field { value, source, at });
        }
        customer.priority = level.map(|level| PriorityState {
            level,
            score: f64::from(level) * 33.3,
            since: created_at,
            respond_by: updated_at,
            responded_at: archived_at,
            reasons: vec![Reason::new("priority.rest")],
        });
        customer.merged_into = merged.then(|| ("c_2".into(), MergeId::from("m_1")));
        Customer { updated_at, identifiers, tags, consents, archived_at, ..customer }
    })
}

proptest! {
    #[test]
    fn what_is_stored_comes_back(customer in customers()) {
        let mut kept = b"before".to_vec();
        customer.write_stored(&mut kept).unwrap();
        let kept = kept.strip_prefix(b"before").unwrap();
        prop_assert!(Customer::read_stored(kept).unwrap() == customer);
    }
}

/// The form is on disks: what was written once must be read for ever.
#[test]
fn the_form_of_today() {
    let kept = r#"{"v":1,"id":"c_1","created_at":"2026-01-05T09:00:00Z","updated_at":"2026-01-06T09:00:00Z","origins":[["import:fair","2026-01-05T09:00:00Z"],["message","2026-01-06T09:00:00Z"]],"fields":{"name":"Anna Walker","stage":["stage","quoted",1]},"identifiers":[{"kind":"phone","value":"+447400123456","raw":"07400 123456"},{"kind":"phone","value":"+5511987654321","key":"tel:+551187654321"}],"tags":[{"tag":"value.tier_a"},{"tag":"behaviour.quoted","set_at":"2026-01-06T09:00:00Z","by":"person","reason":{"code":"tag.set_by_person"},"phase":"overdue"}]}"#;
    let customer = Customer::read_stored(kept.as_bytes()).unwrap();
    assert_eq!(customer.text(&FieldName::Name), Some("Anna Walker"));
    assert_eq!(customer.field(&FieldName::Stage).unwrap().source, "message");
    assert_eq!(customer.tags[0].rule, Some("value.tier_a".into()));
    assert_eq!((customer.tags[1].rule.clone(), customer.tags[1].phase), (None, TagPhase::Overdue));
    let mut again = Vec::new();
    customer.write_stored(&mut again).unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), kept);
}

#[test]
fn a_newer_version_may_add_keys_and_a_broken_one_is_refused() {
    let read = |text: &str| Customer::read_stored(text.as_bytes());
    let head = r#"{"v":1,"id":"c_1","created_at":"2026-01-05T09:00:00Z""#;
    assert!(read(&format!(r#"{head},"fields":{{}},"mood":"fine"}}"#)).is_ok());
    let origin = r#""origins":[["message","2026-01-05T09:00:00Z"]]"#;
    assert!(read(&format!(r#"{head},{origin},"fields":{{"name":["text","A",0,"more"]}}}}"#)).is_ok());
    for broken in [
        format!(r#"{head},{origin},"fields":{{"name":["text","A",1]}}}}"#),
        format!(r#"{head},{origin},"fields":{{"name":["text"]}}}}"#),
        format!(r#"{head},{origin},"fields":{{"name":["colour","red"]}}}}"#),
        format!(r#"{head},"fields":{{"name":["text","A"]}}}}"#),
        format!(r#"{head},"fields":{{"name":"A"}}}}"#),
        format!(r#"{head},{origin},"fields":{{"name":7}}}}"#),
        format!("{head}}}"),
        "null".to_owned(),
    ] {
        assert!(read(&broken).is_err(), "{broken}");
    }
}
