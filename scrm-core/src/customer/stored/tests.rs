use chrono::{DateTime, NaiveDate, Utc};
use compact_str::CompactString;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::customer::{
    AppliedTag, Customer, Field, FieldName, FieldValue, HeadCount, Identifier, IdentifierKey, IdentifierKind,
    Position, PriorityState, Stage, TagPhase,
};
use crate::foundation::time::{LocalTime, WeekdaySet, WeeklyWindow};
use crate::foundation::{Budget, Currency, MergeId, Money, Reason, RuleId};
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
        prop_oneof![0_i32..40_000, -900_000_i32..4_000_000]
            .prop_map(|day| FieldValue::Date(NaiveDate::from_epoch_days(day).unwrap())),
        instants().prop_map(FieldValue::Instant),
        option::of(0_u32..500)
            .prop_map(|low| FieldValue::HeadCount(HeadCount { low, high: low.map(|low| low * 2) })),
        (option::of(any::<i64>()), option::of(any::<i64>())).prop_map(|(low, high)| {
            FieldValue::Budget(Budget { low, high, currency: Currency::parse("SAR").unwrap() })
        }),
        vec(windows(), 0..3).prop_map(FieldValue::Windows),
        Just(FieldValue::Position(Position::Influencer)),
        any::<bool>().prop_map(FieldValue::Flag),
        Just(FieldValue::Stage(Stage::SampleSent)),
        (0.0..1.0_f64).prop_map(FieldValue::Number),
        any::<i32>().prop_map(|minor| {
            FieldValue::Money(Money { minor: i64::from(minor), currency: Currency::parse("TWD").unwrap() })
        }),
    ]
}

fn windows() -> impl Strategy<Value = WeeklyWindow> {
    let days = vec(0_u8..7, 0..7).prop_map(|days| -> WeekdaySet {
        days.into_iter().map(|day| chrono::Weekday::try_from(day).unwrap()).collect()
    });
    let minutes = || (0_u16..=1_440).prop_map(|minutes| LocalTime::from_minutes(minutes).unwrap());
    (days, minutes(), minutes()).prop_map(|(days, from, to)| WeeklyWindow { days, from, to })
}

/// A field with a value of the kind that it usually has, which is kept in a form of its own.
fn usual_fields() -> impl Strategy<Value = (FieldName, FieldValue)> {
    (names(), values()).prop_map(|(name, value)| match value {
        FieldValue::List(_) => (FieldName::Products, value),
        FieldValue::Date(_) if name < FieldName::Company => (FieldName::Birthday, value),
        FieldValue::Date(_) => (FieldName::LastFollowUp, value),
        FieldValue::Instant(_) => (FieldName::FirstContact, value),
        FieldValue::Budget(_) => (FieldName::Budget, value),
        FieldValue::Windows(_) => (FieldName::PreferredTimes, value),
        FieldValue::HeadCount(_) => (FieldName::HeadCount, value),
        FieldValue::Position(_) => (FieldName::Position, value),
        FieldValue::Stage(_) => (FieldName::Stage, value),
        FieldValue::Number(_) => (FieldName::DealProbability, value),
        FieldValue::Money(_) => (FieldName::ExpectedAnnualPurchase, value),
        other => (name, other),
    })
}

fn reasons() -> impl Strategy<Value = Reason> {
    let numbers = prop_oneof![
        any::<i32>().prop_map(f64::from),
        -1.0e300..1.0e300_f64,
        Just(-0.0),
        Just(9_007_199_254_740_993.0),
        Just(f64::MAX),
        Just(0.1 + 0.2),
    ];
    (texts(), numbers, instants(), any::<bool>(), 0_usize..4).prop_map(|(text, number, at, sure, kept)| {
        let mut reason = Reason::new("priority.rest")
            .with("text", text)
            .with("number", number)
            .with("at", at)
            .with("sure", sure);
        reason.facts.truncate(kept);
        reason
    })
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
    let values = prop_oneof![(names(), values()), usual_fields()];
    let field = (values, sources(), instants());
    let lists = (vec(field, 0..12), vec(identifiers(), 0..4), vec(tags(), 0..4), vec(consents(), 0..3));
    let priority = option::of((0_u8..3, instants(), vec(reasons(), 0..4)));
    let rest = (instants(), instants(), option::of(instants()), priority, any::<bool>());
    (lists, rest).prop_map(|((fields, identifiers, tags, consents), rest)| {
        let (created_at, updated_at, archived_at, priority, merged) = rest;
        let mut customer = Customer::new("c_顾客".into(), created_at);
        for ((name, value), source, at) in fields {
            customer.set_field(name, Field { value, source, at });
        }
        customer.priority = priority.map(|(level, since, reasons)| PriorityState {
            level,
            score: f64::from(level) * 33.3,
            since,
            respond_by: updated_at,
            responded_at: archived_at,
            reasons,
        });
        customer.tags_taken = tags.iter().skip(1).map(|tag| tag.tag.clone()).collect();
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

/// A form is on disks: what was written once must be read for ever.
const FORM_OF_BEFORE: &str = r#"{"v":1,"id":"c_1","created_at":"2026-01-05T09:00:00Z","updated_at":"2026-01-06T09:00:00Z","origins":[["import:fair","2026-01-05T09:00:00Z"],["message","2026-01-06T09:00:00Z"]],"fields":{"name":"Anna Walker","budget":["budget",{"low":null,"high":1000,"currency":"TWD"}],"preferred_times":["windows",[{"days":["sat","sun"],"from":"09:00","to":"24:00"}]],"head_count":["head_count",{"low":20,"high":null}],"stage":["stage","quoted",1],"birthday":["text","in May"]},"identifiers":[{"kind":"phone","value":"+447400123456","raw":"07400 123456"},{"kind":"phone","value":"+5511987654321","key":"tel:+551187654321"}],"tags":[{"tag":"value.tier_a"},{"tag":"behaviour.quoted","set_at":"2026-01-06T09:00:00Z","by":"person","reason":{"code":"tag.set_by_person"},"phase":"overdue"}],"tags_due":"2026-01-12T09:00:00Z","priority":{"level":1,"score":57.5,"since":"2026-01-05T09:00:00Z","respond_by":"2026-01-05T11:00:00Z","reasons":[{"code":"priority.level","facts":[["level",{"kind":"number","value":1.0}]]},{"code":"priority.rule","facts":[["new_inquiry",{"kind":"flag","value":true}],["by",{"kind":"text","value":"till"}],["due",{"kind":"time","value":"2026-01-05T11:00:00Z"}],["share",{"kind":"number","value":0.25}]]}]}}"#;

const FORM_OF_TODAY: &str = r#"{"v":1,"id":"c_1","created_at":"2026-01-05T09:00:00Z","updated_at":"2026-01-06T09:00:00Z","origins":["import:fair",["message","2026-01-06T09:00:00Z"]],"fields":{"name":"Anna Walker","birthday":"in May","stage":["stage","quoted",1]},"values":{"budget":[null,1000,"TWD"],"preferred_times":["67 09:00-24:00"],"head_count":[20,null]},"identifiers":[["phone","+447400123456","07400 123456"],{"kind":"phone","value":"+5511987654321","key":"tel:+551187654321"}],"tags":["value.tier_a",{"tag":"behaviour.quoted","set_at":"2026-01-06T09:00:00Z","by":"person","reason":["tag.set_by_person"],"phase":"overdue"}],"tags_due":"2026-01-12T09:00:00Z","priority":{"level":1,"score":57.5,"respond_by":"2026-01-05T11:00:00Z","reasons":[["priority.level","level",1],["priority.rule","new_inquiry",true,"by","till","due",{"time":"2026-01-05T11:00:00Z"},"share",0.25]]}}"#;

#[test]
fn every_form_is_read_and_the_one_of_today_is_written() {
    let customer = Customer::read_stored(FORM_OF_BEFORE.as_bytes()).unwrap();
    assert_eq!(customer.text(&FieldName::Name), Some("Anna Walker"));
    assert_eq!(customer.text(&FieldName::Birthday), Some("in May"));
    assert_eq!(customer.field(&FieldName::Stage).unwrap().source, "message");
    assert_eq!(customer.tags[0].rule, Some("value.tier_a".into()));
    assert_eq!((customer.tags[1].rule.clone(), customer.tags[1].phase), (None, TagPhase::Overdue));
    let mut again = Vec::new();
    customer.write_stored(&mut again).unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), FORM_OF_TODAY);
    assert_eq!(Customer::read_stored(FORM_OF_TODAY.as_bytes()).unwrap(), customer);
}

#[test]
fn a_newer_version_may_add_keys_and_a_broken_one_is_refused() {
    let read = |text: &str| Customer::read_stored(text.as_bytes());
    let head = r#"{"v":1,"id":"c_1","created_at":"2026-01-05T09:00:00Z""#;
    assert!(read(&format!(r#"{head},"fields":{{}},"mood":"fine"}}"#)).is_ok());
    let origin = r#""origins":[["message","2026-01-05T09:00:00Z"]]"#;
    assert!(read(&format!(r#"{head},{origin},"fields":{{"name":["text","A",0,"more"]}}}}"#)).is_ok());
    assert!(read(&format!(r#"{head},{origin},"fields":{{}},"values":{{"mood":"fine"}}}}"#)).is_ok());
    assert!(
        read(&format!(r#"{head},{origin},"fields":{{}},"identifiers":[["phone","+1","1",0]]}}"#)).is_ok()
    );
    for broken in [
        format!(r#"{head},{origin},"fields":{{"name":["text","A",1]}}}}"#),
        format!(r#"{head},{origin},"fields":{{"name":["text"]}}}}"#),
        format!(r#"{head},{origin},"fields":{{"name":["colour","red"]}}}}"#),
        format!(r#"{head},"fields":{{"name":["text","A"]}}}}"#),
        format!(r#"{head},"fields":{{}},"values":{{"stage":"quoted"}}}}"#),
        format!(r#"{head},{origin},"fields":{{}},"values":{{"stage":"in love"}}}}"#),
        format!(r#"{head},{origin},"fields":{{}},"values":{{"preferred_times":["8 09:00-12:00"]}}}}"#),
        format!(r#"{head},{origin},"fields":{{}},"values":{{"preferred_times":["1 09:00-25:00"]}}}}"#),
        format!(r#"{head},{origin},"fields":{{}},"identifiers":[["phone"]]}}"#),
        format!(r#"{head},{origin},"fields":{{}},"identifiers":[["wecom_user_id","w"]]}}"#),
        format!(r#"{head},"fields":{{}},"tags":[7]}}"#),
        format!(r#"{head},"fields":{{}},"tags":[{{"tag":"a","reason":["code","name"]}}]}}"#),
        format!(r#"{head},"fields":{{}},"tags":[{{"tag":"a","reason":["code","name",{{"day":1}}]}}]}}"#),
        format!(r#"{head},"fields":{{"name":"A"}}}}"#),
        format!(r#"{head},{origin},"fields":{{"name":7}}}}"#),
        format!("{head}}}"),
        "null".to_owned(),
    ] {
        assert!(read(&broken).is_err(), "{broken}");
    }
}
