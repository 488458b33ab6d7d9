//! Tags whose rule is an expression: about fields alone it is asked as a typed rule is, about more it waits for a history.

use proptest::prelude::*;

use super::*;
use crate::customer::{CustomFieldType, CustomFields, HeadCount, Position, Stage};
use crate::foundation::{Effect, Money, Reason};
use crate::segment::{CustomerHistory, FactSet, SegmentSchema};
use crate::trust::consent::{ConsentAction, ConsentEntry, Purpose};
use crate::value::{RfmEngine, ScoreBy, ValueConfig};

const LARGE: &str = "company_size > 200";

fn people(count: u32) -> FieldValue {
    FieldValue::HeadCount(HeadCount { low: Some(count), high: None })
}

/// Carries an edit out, and tells the engine of it.
fn edit(
    engine: &TagEngine,
    customer: &mut Customer,
    name: FieldName,
    value: Option<FieldValue>,
) -> TagChanges {
    match value {
        Some(value) => put(customer, name.clone(), value),
        None => drop(customer.remove_field(&name)),
    }
    let fields = [name];
    engine.refresh(customer, TagTrigger::Edited { fields: &fields }, at(2, 9, 0)).value
}

/// Tells the engine of every fact that is another one than before, with what happened.
fn tell(
    engine: &TagEngine,
    before: &Customer,
    customer: &mut Customer,
    history: &CustomerHistory,
) -> Vec<Reason> {
    let facts = FactSet::between(before, customer);
    let trigger = TagTrigger::Changed { facts: &facts };
    engine.refresh_knowing(customer, trigger, history, at(2, 9, 0)).reasons
}

fn viewed_once() -> CustomerHistory {
    let viewed = event(EventKind::PageViewed { page: "prices".to_owned() }, at(1, 9, 0));
    CustomerHistory::from_events([&viewed])
}

#[test]
fn an_expression_about_fields_sets_and_takes_away_with_an_edit() {
    let engine = engine_of(vec![when("large", None, LARGE)], "UTC");
    assert!(!engine.has_expressions() && !engine.expressions_read_events(), "nobody loads a history for it");
    let mut customer = customer();
    let changes = edit(&engine, &mut customer, FieldName::HeadCount, Some(people(201)));
    assert_eq!(names(&changes.set), ["large"]);
    let tag = customer.tags[0].clone();
    assert_eq!(
        (tag.set_at, tag.rule, tag.reason.code.as_ref()),
        (at(2, 9, 0), Some(RuleId::new("large")), "tag.rule_holds")
    );
    assert_eq!(customer.tags_due, None, "time asks nothing of it");
    assert!(edit(&engine, &mut customer, FieldName::HeadCount, Some(people(202))).is_empty());
    let changes = edit(&engine, &mut customer, FieldName::HeadCount, Some(people(200)));
    assert_eq!(changes.removed[0].cause, "tag.rule_ended");
    edit(&engine, &mut customer, FieldName::HeadCount, Some(people(201)));
    let changes = edit(&engine, &mut customer, FieldName::HeadCount, None);
    assert_eq!(changes.removed[0].cause, "tag.rule_ended", "where nobody knows, the customer is not");
    put(&mut customer, FieldName::HeadCount, people(201));
    let decision = engine.refresh(&mut customer, TagTrigger::Imported, at(2, 9, 0));
    assert_eq!(names(&decision.value.set), ["large"]);
}

#[test]
fn a_tag_that_still_holds_is_confirmed_by_an_edit() {
    let engine = engine_of(vec![when("large", None, LARGE)], "UTC");
    let mut customer = customer();
    put(&mut customer, FieldName::HeadCount, people(300));
    let _ = engine.refresh(&mut customer, TagTrigger::Imported, at(1, 9, 0));
    edit(&engine, &mut customer, FieldName::HeadCount, Some(people(301)));
    assert_eq!((customer.tags[0].set_at, customer.tags[0].confirmed_at), (at(1, 9, 0), at(2, 9, 0)));
}

#[test]
fn nothing_but_its_fields_asks_an_expression_about_fields() {
    let engine = engine_of(vec![when("large", None, LARGE)], "UTC");
    let mut customer = customer();
    put(&mut customer, FieldName::HeadCount, people(300));
    assert!(edit(&engine, &mut customer, FieldName::Remark, Some(FieldValue::Text("tea".into()))).is_empty());
    let own = FieldName::Custom("vip".into());
    assert!(edit(&engine, &mut customer, own, Some(FieldValue::Flag(true))).is_empty());
    let viewed = event(EventKind::PageViewed { page: "prices".to_owned() }, at(2, 9, 0));
    assert!(engine.refresh(&mut customer, happened(&viewed, None), at(2, 9, 0)).value.is_empty());
    assert!(engine.refresh(&mut customer, TagTrigger::TimePassed, at(2, 9, 0)).value.is_empty());
    let before = super::customer();
    assert!(!engine.asks_expressions(&customer, &FactSet::between(&before, &customer), at(2, 9, 0)));
    let asked = Reason::new("tag.expressions_asked").with("asked", 0_usize).with("skipped", 0_usize);
    assert_eq!(tell(&engine, &before, &mut customer, &viewed_once()), [asked]);
    assert!(customer.tags.is_empty());
}

#[test]
fn a_group_of_both_kinds_of_rule_is_looked_at_as_one() {
    let lost = || rule("lost", Some("group"), Condition::Stage { is: vec![Stage::Lost] });
    let large = || when("large", Some("group"), LARGE);
    let stage = |stage| Some(FieldValue::Stage(stage));
    for tags in [vec![lost(), large()], vec![large(), lost()]] {
        let first = tags[0].id.clone();
        let engine = engine_of(tags, "UTC");
        let mut customer = customer();
        put(&mut customer, FieldName::HeadCount, people(300));
        put(&mut customer, FieldName::Stage, FieldValue::Stage(Stage::Lost));
        let _ = engine.refresh(&mut customer, TagTrigger::Imported, at(1, 9, 0));
        assert_eq!(carried(&customer), [first]);
        edit(&engine, &mut customer, FieldName::Stage, stage(Stage::Quoted));
        assert_eq!(carried(&customer), ["large"], "what was held back comes");
        edit(&engine, &mut customer, FieldName::Stage, stage(Stage::Lost));
        edit(&engine, &mut customer, FieldName::HeadCount, Some(people(20)));
        assert_eq!(carried(&customer), ["lost"]);
    }
}

#[test]
fn in_a_group_a_tag_that_goes_lets_another_come_whatever_either_asks() {
    let large = when("large", Some("group"), LARGE);
    let engine =
        engine_of(vec![large.clone(), when("curious", Some("group"), "count('page_viewed') > 0")], "UTC");
    let mut customer = customer();
    put(&mut customer, FieldName::HeadCount, people(300));
    let _ = engine.refresh_knowing(&mut customer, TagTrigger::Imported, &viewed_once(), at(1, 9, 0));
    assert_eq!(carried(&customer), ["large"]);
    let before = customer.clone();
    edit(&engine, &mut customer, FieldName::HeadCount, Some(people(20)));
    let changed = FactSet::between(&before, &customer);
    assert!(customer.tags.is_empty() && engine.asks_expressions(&customer, &changed, at(2, 9, 0)));
    tell(&engine, &before, &mut customer, &viewed_once());
    assert_eq!(carried(&customer), ["curious"]);

    let engine = engine_of(vec![when("welcome", Some("group"), "consent('marketing')"), large], "UTC");
    let mut customer = super::customer();
    put(&mut customer, FieldName::HeadCount, people(300));
    customer.consents.push(consent(ConsentAction::Given));
    let _ = engine.refresh_knowing(&mut customer, TagTrigger::Imported, &viewed_once(), at(1, 9, 0));
    assert_eq!(carried(&customer), ["welcome"]);
    let before = customer.clone();
    customer.consents.push(consent(ConsentAction::Withdrawn));
    tell(&engine, &before, &mut customer, &viewed_once());
    assert_eq!(carried(&customer), ["large"]);
}

#[test]
fn in_a_group_a_tag_that_time_ends_lets_another_come_whatever_it_asks() {
    for held_back in
        [when("other", Some("group"), LARGE), when("other", Some("group"), "count('page_viewed') > 0")]
    {
        let recent = when("recent", Some("group"), "days_since(created_at) < 9");
        let engine = engine_of(vec![recent, held_back], "UTC");
        let mut customer = customer();
        put(&mut customer, FieldName::HeadCount, people(300));
        let decision =
            engine.refresh_knowing(&mut customer, TagTrigger::Imported, &viewed_once(), at(1, 9, 0));
        assert_eq!(carried(&customer), ["recent"]);
        let mut swept = customer.clone();
        let [Effect::SetTimer { timer }] = decision.effects.as_slice() else { panic!("{decision:?}") };
        let decision = engine.on_timer_knowing(&mut customer, timer, &viewed_once(), timer.due);
        assert_eq!((carried(&customer), names(&decision.value.set)), (vec!["other"], vec!["other"]));
        let _ = engine.refresh_knowing(&mut swept, TagTrigger::TimePassed, &viewed_once(), timer.due);
        assert_eq!(carried(&swept), ["other"]);
    }
}

#[test]
fn an_expression_that_is_asked_twice_counts_once() {
    let lost = when("lost", Some("group"), "stage == 'lost' && order_count == 0");
    let buyer = when("buyer", Some("group"), "order_count == 0");
    let engine = engine_of(vec![lost, buyer], "UTC");
    let mut customer = customer();
    put(&mut customer, FieldName::Stage, FieldValue::Stage(Stage::Lost));
    let history = CustomerHistory::default();
    let _ = engine.refresh_knowing(&mut customer, TagTrigger::Imported, &history, at(1, 9, 0));
    let before = customer.clone();
    put(&mut customer, FieldName::Stage, FieldValue::Stage(Stage::Quoted));
    let reasons = tell(&engine, &before, &mut customer, &history);
    let asked = Reason::new("tag.expressions_asked").with("asked", 2_usize).with("skipped", 0_usize);
    assert_eq!((carried(&customer), reasons.last()), (vec!["buyer"], Some(&asked)));
}

fn consent(action: ConsentAction) -> ConsentEntry {
    let purpose = Some(Purpose::Marketing);
    let minute = if action == ConsentAction::Given { 0 } else { 1 };
    ConsentEntry {
        at: at(1, 9, minute),
        action,
        purpose,
        channel: None,
        source: "form".into(),
        text_version: None,
    }
}

#[test]
fn an_expression_may_read_fields_of_the_workspaces_own() {
    let mut config = TagConfig::standard();
    config.dimensions[0].tags = vec![when("big_feet", None, "shoe_size > 42 && !has(vip)")];
    let own =
        CustomFields::from_iter([("shoe_size", CustomFieldType::Number), ("vip", CustomFieldType::Flag)]);
    let currencies = CurrencyTable { base: twd(), rates: [].into() };
    let schema = SegmentSchema::new(&config, &own, &Calendar::utc(), &currencies);
    let engine = TagEngine::with_schema(&config, &schema).unwrap();
    let mut customer = customer();
    let field = |name: &str| FieldName::Custom(name.into());
    assert!(edit(&engine, &mut customer, FieldName::HeadCount, Some(people(43))).is_empty());
    let changes = edit(&engine, &mut customer, field("shoe_size"), Some(FieldValue::Number(43.0)));
    assert_eq!(names(&changes.set), ["big_feet"]);
    let changes = edit(&engine, &mut customer, field("vip"), Some(FieldValue::Flag(false)));
    assert_eq!(changes.removed[0].cause, "tag.rule_ended");
}

#[test]
fn an_expression_about_more_than_fields_waits_for_a_history() {
    let mut rfm = ValueConfig::standard().rfm;
    rfm.score_by = ScoreBy::Thresholds;
    let rfm = RfmEngine::new(&rfm).unwrap();
    let currencies = CurrencyTable { base: twd(), rates: [].into() };
    for expression in [
        "company_size > 200 && days_since(created_at) >= 0",
        "company_size > 200 || count('page_viewed', days(30)) == 0",
        "company_size > 200 && order_count == 0",
        "company_size > 200 && !has(last_order)",
        "company_size > 200 && !has(rfm_class)",
        "company_size > 200 && (first_contact < now || true)",
        "company_size > 200 && created_at < timestamp('2026-01-31T00:00:00Z')",
        "company_size > 200 && !has(respond_by)",
        "company_size > 200 && !archived",
        "company_size > 200 && !consent('marketing')",
        "company_size > 200 && !has_identifier('phone')",
    ] {
        let mut config = TagConfig::standard();
        config.dimensions.truncate(1);
        config.dimensions[0].tags = vec![when("large", None, expression)];
        let schema = SegmentSchema::new(&config, &CustomFields::default(), &Calendar::utc(), &currencies);
        let engine = TagEngine::with_schema(&config, &schema.with_rfm(&rfm)).unwrap();
        assert!(engine.has_expressions(), "{expression}");
        let mut customer = customer();
        assert!(
            edit(&engine, &mut customer, FieldName::HeadCount, Some(people(300))).is_empty(),
            "{expression}"
        );
        let decision = engine.refresh(&mut customer, TagTrigger::Imported, at(2, 9, 0));
        assert!(decision.value.is_empty(), "{expression}");
        let before = super::customer();
        let asked = Reason::new("tag.expressions_asked").with("asked", 1_usize).with("skipped", 0_usize);
        let reasons = tell(&engine, &before, &mut customer, &CustomerHistory::default());
        assert_eq!((carried(&customer), reasons.last()), (vec!["large"], Some(&asked)), "{expression}");
    }
}

#[test]
fn the_standard_taxonomy_asks_for_no_history() {
    let engine = engine();
    assert!(!engine.has_expressions() && !engine.expressions_read_events());
    assert!(TagConfig::standard().tags().any(|tag| tag.when.is_some()));
}

/// The standard taxonomy with the typed conditions that its expressions stand for.
fn typed_standard() -> TagConfig {
    let range = |above, at_least, at_most, below| Range { above, at_least, at_most, below };
    let head_count = |range| Condition::HeadCount { range };
    let position = |is| Condition::Position { is };
    let typed = [
        ("attribute.head_count_below_50", head_count(range(None, None, None, Some(50)))),
        ("attribute.head_count_50_200", head_count(range(None, Some(50), Some(200), None))),
        ("attribute.head_count_above_200", head_count(range(Some(200), None, None, None))),
        ("attribute.decision_maker", position(Position::DecisionMaker)),
        ("attribute.influencer", position(Position::Influencer)),
        ("attribute.executor", position(Position::Executor)),
    ];
    let mut config = TagConfig::standard();
    for (id, condition) in typed {
        let mut tags = config.dimensions.iter_mut().flat_map(|dimension| &mut dimension.tags);
        let tag = tags.find(|tag| tag.id == id).unwrap();
        assert!(tag.when.take().is_some() && tag.rule.replace(condition).is_none(), "{id}");
    }
    assert!(config.tags().all(|tag| tag.when.is_none()), "every expression has its condition");
    config
}

fn any_count() -> impl Strategy<Value = Option<u32>> {
    let near = proptest::sample::select(vec![0, 1, 49, 50, 51, 199, 200, 201, u32::MAX]);
    proptest::option::of(prop_oneof![near, 0_u32..300, any::<u32>()])
}

/// Head counts and positions, and values of other kinds in their place.
fn any_edit() -> impl Strategy<Value = (FieldName, Option<FieldValue>)> {
    let other = prop_oneof![
        (0_u32..300).prop_map(|number| FieldValue::Number(number.into())),
        (0_i64..300).prop_map(|amount| FieldValue::Money(Money::major(amount, twd()))),
        Just(FieldValue::Stage(Stage::Quoted)),
        Just(FieldValue::List(vec!["executor".into()])),
    ];
    let count =
        (any_count(), any_count()).prop_map(|(low, high)| FieldValue::HeadCount(HeadCount { low, high }));
    let position = proptest::sample::select(Position::ALL.to_vec()).prop_map(FieldValue::Position);
    let value = prop_oneof![4 => count, 3 => position, 1 => other];
    let name = proptest::sample::select(vec![FieldName::HeadCount, FieldName::Position, FieldName::Remark]);
    let fitting = |(name, value): (FieldName, Option<FieldValue>)| {
        let name = match &value {
            Some(FieldValue::HeadCount(_)) => FieldName::HeadCount,
            Some(FieldValue::Position(_)) => FieldName::Position,
            _ => name,
        };
        (name, value)
    };
    (name, proptest::option::weighted(0.8, value)).prop_map(fitting)
}

proptest! {
    /// An expression of the standard taxonomy means what the typed condition in its place meant.
    #[test]
    fn standard_expressions_mean_what_typed_conditions_did(
        edits in proptest::collection::vec(any_edit(), 1..20),
    ) {
        let currencies = CurrencyTable { base: twd(), rates: [].into() };
        let typed = TagEngine::new(&typed_standard(), Calendar::utc(), currencies.clone()).unwrap();
        let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies).unwrap();
        let (mut by_expressions, mut by_conditions) = (customer(), customer());
        for (name, value) in edits {
            let changes = edit(&engine, &mut by_expressions, name.clone(), value.clone());
            prop_assert_eq!(changes, edit(&typed, &mut by_conditions, name, value));
            prop_assert_eq!(&by_expressions, &by_conditions);
            let fresh = |engine: &TagEngine| {
                let mut fresh = Customer { tags: Vec::new(), ..by_expressions.clone() };
                let decision = engine.refresh(&mut fresh, TagTrigger::Imported, at(2, 9, 0));
                (fresh, decision)
            };
            prop_assert_eq!(fresh(&engine), fresh(&typed));
        }
    }
}
