//! Which tags are set and taken away, on both sides of every boundary.

use proptest::prelude::*;

use super::*;
use crate::customer::{HeadCount, Position, Stage};
use crate::foundation::{AgentId, Coded, Effect, Money, Order};

fn imported(fields: &[(FieldName, FieldValue)]) -> Customer {
    let mut customer = customer();
    for (name, value) in fields {
        put(&mut customer, name.clone(), value.clone());
    }
    let _ = engine().refresh(&mut customer, TagTrigger::Imported, at(1, 9, 0));
    customer
}

fn people(low: Option<u32>, high: Option<u32>) -> FieldValue {
    FieldValue::HeadCount(HeadCount { low, high })
}

#[test]
fn head_counts_fall_into_their_bands() {
    for (low, high, tag) in [
        (Some(49), Some(49), "attribute.head_count_below_50"),
        (Some(50), Some(50), "attribute.head_count_50_200"),
        (Some(200), Some(200), "attribute.head_count_50_200"),
        (Some(201), Some(201), "attribute.head_count_above_200"),
        (Some(30), Some(60), "attribute.head_count_50_200"), // the upper end counts
        (Some(200), None, "attribute.head_count_50_200"),
        (None, Some(40), "attribute.head_count_below_50"),
    ] {
        assert_eq!(
            carried(&imported(&[(FieldName::HeadCount, people(low, high))])),
            [tag],
            "{low:?} {high:?}"
        );
    }
    assert!(imported(&[(FieldName::HeadCount, people(None, None))]).tags.is_empty());
}

#[test]
fn tiers_by_expected_annual_purchase() {
    let money = |minor, currency: &str| Money { minor, currency: Currency::parse(currency).unwrap() };
    for (money, tag) in [
        (money(9_999_999, "TWD"), "value.tier_c"),
        (money(10_000_000, "TWD"), "value.tier_b"),
        (money(50_000_000, "TWD"), "value.tier_b"),
        (money(50_000_001, "TWD"), "value.tier_a"),
        (money(312_500, "USD"), "value.tier_b"), // 3,125 × 32 = 100,000
        (money(312_499, "USD"), "value.tier_c"),
        (money(i64::MAX, "TWD"), "value.tier_a"),
        (money(i64::MIN, "TWD"), "value.tier_c"),
    ] {
        let customer = imported(&[(FieldName::ExpectedAnnualPurchase, FieldValue::Money(money))]);
        assert_eq!(carried(&customer), [tag], "{money:?}");
    }
}

#[test]
fn an_amount_without_a_rate_decides_nothing() {
    let mut customer =
        imported(&[(FieldName::ExpectedAnnualPurchase, FieldValue::Money(Money::major(600_000, twd())))]);
    let euros = Money::major(1, Currency::parse("EUR").unwrap());
    put(&mut customer, FieldName::ExpectedAnnualPurchase, FieldValue::Money(euros));
    let fields = [FieldName::ExpectedAnnualPurchase];
    let decision = engine().refresh(&mut customer, TagTrigger::Edited { fields: &fields }, at(2, 9, 0));
    assert!(decision.value.is_empty());
    assert_eq!(decision.reasons[0].code, "tag.rate_missing");
    assert_eq!(carried(&customer), ["value.tier_a"]);
}

#[test]
fn positions_and_industry() {
    let customer = imported(&[
        (FieldName::Industry, FieldValue::Text("retail".into())),
        (FieldName::Position, FieldValue::Position(Position::Influencer)),
    ]);
    assert_eq!(carried(&customer), ["attribute.influencer", "industry.retail"]);
}

#[test]
fn an_edit_moves_a_customer_from_tier_to_tier() {
    let engine = engine();
    let mut customer =
        imported(&[(FieldName::ExpectedAnnualPurchase, FieldValue::Money(Money::major(600_000, twd())))]);
    put(&mut customer, FieldName::ExpectedAnnualPurchase, FieldValue::Money(Money::major(500_000, twd())));
    let fields = [FieldName::ExpectedAnnualPurchase];
    let decision = engine.refresh(&mut customer, TagTrigger::Edited { fields: &fields }, at(2, 9, 0));
    assert_eq!(names(&decision.value.set), ["value.tier_b"]);
    assert_eq!(decision.value.removed[0].tag.as_str(), "value.tier_a");
    assert_eq!(decision.value.removed[0].cause, "tag.rule_ended");
    assert!(
        decision.effects.is_empty(),
        "the timer stands for an earlier instant than the new tier's review"
    );
    let tag = customer.tag(&TagId::new("value.tier_b")).unwrap();
    assert_eq!(tag.rule, Some(RuleId::new("value.tier_b")));
    assert_eq!((tag.set_at, tag.reason.code.as_ref()), (at(2, 9, 0), "tag.rule_holds"));
}

#[test]
fn an_edit_elsewhere_touches_nothing() {
    let engine = engine();
    let mut customer = customer();
    put(&mut customer, FieldName::HeadCount, people(Some(10), Some(10)));
    let fields = [FieldName::Remark, FieldName::Custom("vip".into())];
    let decision = engine.refresh(&mut customer, TagTrigger::Edited { fields: &fields }, at(2, 9, 0));
    assert!(decision.value.is_empty() && decision.reasons.is_empty() && decision.effects.is_empty());
}

#[test]
fn what_a_follow_up_writes_asks_the_rules_about_it() {
    let typed = Condition::FieldPresent { field: FieldName::LastFollowUp };
    let tags = vec![when("spoken_to", None, "has(last_follow_up)"), rule("followed_up", None, typed)];
    let engine = engine_of(tags, "UTC");
    for kind in [
        EventKind::FollowedUp { agent: None },
        EventKind::AgentReplied { agent: None, message: None, body: None },
    ] {
        let mut customer = customer();
        put(&mut customer, FieldName::LastFollowUp, FieldValue::Date(at(2, 9, 0).date_naive()));
        let event = event(kind, at(2, 9, 0));
        let _ = engine.refresh(&mut customer, happened(&event, None), at(2, 9, 0));
        assert_eq!(carried(&customer), ["spoken_to", "followed_up"]);
    }
}

#[test]
fn a_new_customer_is_one_whose_first_reply_this_is() {
    let engine = engine();
    let reply = event(reply(), at(1, 9, 5));
    let later = TagTrigger::Event { event: &reply, activity: None, first_reply: false };
    assert!(engine.refresh(&mut customer(), later, at(1, 9, 5)).value.is_empty());
    let mut new = customer();
    let decision = engine.refresh(&mut new, happened(&reply, None), at(1, 9, 5));
    assert_eq!(names(&decision.value.set), ["behaviour.new_customer_24h"]);
    assert!(
        engine.refresh(&mut new, happened(&reply, None), at(1, 9, 6)).value.is_empty(),
        "the same event twice"
    );
    assert_eq!(new.tags[0].expires_at, Some(at(2, 9, 5)));
    let mut agent = customer();
    let by_agent = event(EventKind::AgentReplied { agent: None, message: None, body: None }, at(1, 9, 5));
    assert_eq!(engine.refresh(&mut agent, happened(&by_agent, None), at(1, 9, 5)).value.set.len(), 1);
    let mut quoted = customer();
    put(&mut quoted, FieldName::Stage, FieldValue::Stage(Stage::Quoted));
    assert!(engine.refresh(&mut quoted, happened(&reply, None), at(1, 9, 5)).value.is_empty());
}

#[test]
fn long_term_begins_after_sixty_days() {
    let engine = engine();
    let edge = engine_edge();
    for (now, long) in [(edge, false), (edge + chrono::TimeDelta::seconds(1), true)] {
        let mut customer = customer();
        let decision = engine.refresh(&mut customer, TagTrigger::TimePassed, now);
        assert_eq!(!decision.value.set.is_empty(), long, "{now}");
    }
    for (stage, long) in [(Stage::Customer, false), (Stage::Lost, false), (Stage::Quoted, true)] {
        let mut customer = customer();
        put(&mut customer, FieldName::Stage, FieldValue::Stage(stage));
        let _ = engine.refresh(&mut customer, TagTrigger::Imported, edge + chrono::TimeDelta::days(1));
        assert_eq!(!customer.tags.is_empty(), long, "{stage:?}");
    }
    let mut by_stage = customer();
    put(&mut by_stage, FieldName::Stage, FieldValue::Stage(Stage::LongTermFollowUp));
    let _ = engine.refresh(&mut by_stage, TagTrigger::Imported, at(1, 9, 0));
    assert_eq!(carried(&by_stage), ["behaviour.long_term"]);
    // The first contact counts before the date of the record.
    let mut known = customer();
    put(&mut known, FieldName::FirstContact, FieldValue::Instant(at(1, 9, 0) - chrono::TimeDelta::days(61)));
    let _ = engine.refresh(&mut known, TagTrigger::Imported, at(1, 9, 0));
    assert_eq!(carried(&known), ["behaviour.long_term"]);
}

fn engine_edge() -> DateTime<Utc> {
    at(1, 9, 0) + chrono::TimeDelta::days(60)
}

#[test]
fn a_created_customer_gets_a_timer_for_day_sixty() {
    let engine = engine();
    let mut customer = customer();
    let created = event(EventKind::CustomerCreated {}, at(1, 9, 0));
    let decision = engine.refresh(&mut customer, happened(&created, None), at(1, 9, 0));
    let [Effect::SetTimer { timer }] = decision.effects.as_slice() else { panic!("{:?}", decision.effects) };
    let begins = engine_edge() + chrono::TimeDelta::seconds(1);
    assert_eq!((timer.key.as_str(), timer.due), ("tag/c1/due", begins));
    let decision = engine.on_timer(&mut customer, &timer.clone(), begins);
    assert_eq!(names(&decision.value.set), ["behaviour.long_term"]);
    assert!(engine.on_timer(&mut customer, &timer.clone(), begins).value.is_empty());
}

#[test]
fn activity_sets_a_tag_at_its_count() {
    let engine = engine();
    let viewed = |hour| event(EventKind::PageViewed { page: "/価格".to_owned() }, at(2, hour, 0));
    let events: Vec<_> = (1..=3).map(viewed).collect();
    let mut customer = customer();
    for (count, event) in (1..=3).zip(&events) {
        let activity = engine.activity(&events[..count], event.at);
        let decision = engine.refresh(&mut customer, happened(event, Some(&activity)), event.at);
        assert_eq!(decision.value.set.len(), usize::from(count == 3), "{count}");
    }
    let bought = event(
        EventKind::OrderPlaced { order: Order { number: "1".to_owned(), total: Money::major(1, twd()) } },
        at(2, 9, 0),
    );
    let activity = engine.activity(std::slice::from_ref(&bought), at(2, 9, 0));
    let decision = engine.refresh(&mut customer, happened(&bought, Some(&activity)), at(2, 9, 0));
    assert_eq!(names(&decision.value.set), ["value.active_buyer"]);
}

#[test]
fn the_activity_window_leaves_its_first_instant_out() {
    let bought = event(EventKind::EventVisited { name: "展覽".to_owned() }, at(1, 9, 0));
    let engine = engine();
    let visits = |now| engine.activity(std::slice::from_ref(&bought), now).event_visits;
    assert_eq!(visits(at(31, 9, 0)), 0);
    assert_eq!(visits(at(31, 8, 59)), 1);
    assert_eq!(visits(at(1, 8, 59)), 0);
}

#[test]
fn a_person_sets_and_rules_do_not_take_away() {
    let engine = engine();
    let (agent, tier) = (AgentId::new("lin"), TagId::new("value.tier_a"));
    let person = |tag, action| TagTrigger::Person { agent: &agent, tag, action };
    let mut customer =
        imported(&[(FieldName::ExpectedAnnualPurchase, FieldValue::Money(Money::major(1, twd())))]);
    let decision = engine.refresh(&mut customer, person(&tier, TagAction::Set), at(2, 9, 0));
    assert_eq!(decision.value.removed[0].cause, "tag.replaced");
    let fields = [FieldName::ExpectedAnnualPurchase];
    let decision = engine.refresh(&mut customer, TagTrigger::Edited { fields: &fields }, at(3, 9, 0));
    assert!(decision.value.is_empty());
    assert_eq!(decision.reasons[0].code, "tag.group_taken");
    assert_eq!((carried(&customer), customer.tags[0].rule.clone()), (vec!["value.tier_a"], None));
    let decision = engine.refresh(&mut customer, person(&tier, TagAction::Remove), at(4, 9, 0));
    assert_eq!(decision.value.removed[0].cause, "tag.removed_by_person");
    for (tag, action, code) in [
        (TagId::new("no.such"), TagAction::Set, "tag.unknown"),
        (tier.clone(), TagAction::Close, "tag.not_set"),
    ] {
        let trigger = TagTrigger::Person { agent: &agent, tag: &tag, action };
        let decision = engine.refresh(&mut customer, trigger, at(4, 9, 0));
        assert_eq!(decision.reasons[0].code, code);
    }
    let strategic = TagId::new("value.strategic");
    let _ = engine.refresh(&mut customer, person(&strategic, TagAction::Set), at(4, 9, 0));
    let decision = engine.refresh(&mut customer, person(&strategic, TagAction::Set), at(5, 9, 0));
    assert_eq!(decision.reasons[0].code, "tag.already_set");
}

#[test]
fn broken_taxonomies_are_refused_with_their_place() {
    let refused = |change: fn(&mut TagDefinition)| {
        let mut config = TagConfig::standard();
        change(&mut config.dimensions[1].tags[1]);
        let currencies = CurrencyTable { base: twd(), rates: [].into() };
        let error = TagEngine::new(&config, Calendar::utc(), currencies).unwrap_err();
        (error.code(), error.field().unwrap().replace("dimensions[1].tags[1]", "…"))
    };
    let place = |code, field: &str| (code, field.to_owned());
    assert_eq!(refused(|tag| tag.id = "Ñ".to_owned()), place("tag.id.bad", "….id"));
    assert_eq!(refused(|tag| tag.id = "attribute.influencer".to_owned()), place("tag.id.duplicate", "….id"));
    assert_eq!(
        refused(|tag| tag.lifecycle.close_by_hand = true),
        place("tag.lifecycle.contradiction", "….lifecycle.close_by_hand")
    );
    assert_eq!(
        refused(|tag| tag.lifecycle.task_every = Some("0d".parse().unwrap())),
        place("tag.span.zero", "….lifecycle.task_every")
    );
    assert_eq!(
        refused(|tag| tag.rule = Some(Condition::All { of: vec![Condition::Any { of: vec![] }] })),
        place("tag.rule.impossible", "….rule.of[0]")
    );
    let backwards = Range { above: Some(5), below: Some(4), ..Range::default() };
    assert_eq!(backwards.defect(), Some("the range ends before it begins"));
    for (range, is_wrong) in [
        (Range { above: Some(5), below: Some(5), ..Range::default() }, true),
        (Range { at_least: Some(5), below: Some(5), ..Range::default() }, true),
        (Range { above: Some(5), at_least: Some(4), at_most: Some(5), ..Range::default() }, true),
        (Range { at_least: Some(5), at_most: Some(5), ..Range::default() }, false),
        (Range { above: Some(5), below: Some(6), ..Range::default() }, false),
    ] {
        assert_eq!(range.defect().is_some(), is_wrong, "{range:?}");
    }
    let codes: Vec<_> = ERRORS.iter().map(|entry| entry.code).collect();
    assert_eq!(
        codes,
        [
            "tag.id.bad",
            "tag.id.duplicate",
            "tag.lifecycle.contradiction",
            "tag.rule.impossible",
            "tag.span.zero"
        ]
    );
}

#[test]
fn the_standard_taxonomy_is_named_in_six_languages() {
    for tag in TagConfig::standard().tags() {
        let languages: Vec<_> = tag.names.keys().map(String::as_str).collect();
        assert_eq!(languages, ["ar", "en", "hi", "ru", "zh-hans", "zh-hant"], "{}", tag.id);
    }
    let mut small = TagConfig::standard();
    small.dimensions[2].tags.truncate(4);
    assert_eq!(small.lint()[0].code, "tag.dimension_size");
}

fn any_field() -> impl Strategy<Value = (FieldName, Option<FieldValue>)> {
    let stage = proptest::sample::select(vec![
        Stage::NewInquiry,
        Stage::Customer,
        Stage::LongTermFollowUp,
        Stage::Lost,
    ]);
    let position =
        proptest::sample::select(vec![Position::DecisionMaker, Position::Influencer, Position::Executor]);
    prop_oneof![
        proptest::option::of(stage).prop_map(|stage| (FieldName::Stage, stage.map(FieldValue::Stage))),
        proptest::option::of(position)
            .prop_map(|position| (FieldName::Position, position.map(FieldValue::Position))),
        proptest::option::of(0_u32..300)
            .prop_map(|count| (FieldName::HeadCount, count.map(|count| people(Some(count), None)))),
        proptest::option::of(0_i64..700_000).prop_map(|amount| {
            (
                FieldName::ExpectedAnnualPurchase,
                amount.map(|amount| FieldValue::Money(Money::major(amount, twd()))),
            )
        }),
        proptest::option::of(0_i64..100).prop_map(|days| {
            let since = |days| at(1, 9, 0) - chrono::TimeDelta::days(days);
            (FieldName::FirstContact, days.map(|days| FieldValue::Instant(since(days))))
        }),
        proptest::option::of("[a-zа-я市]{1,4}")
            .prop_map(|text| (FieldName::Industry, text.map(|text| FieldValue::Text(text.into())))),
    ]
}

proptest! {
    /// Looking only at the rules that can change gives the same tags as looking at all of them.
    #[test]
    fn incremental_is_full(edits in proptest::collection::vec(any_field(), 1..20)) {
        let engine = engine();
        let mut customer = customer();
        let _ = engine.refresh(&mut customer, TagTrigger::Imported, at(1, 9, 0));
        for (name, value) in edits {
            match value {
                Some(value) => put(&mut customer, name.clone(), value),
                None => { customer.remove_field(&name); }
            }
            let _ = engine.refresh(&mut customer, TagTrigger::Edited { fields: &[name] }, at(1, 9, 0));
            let mut fresh = customer.clone();
            fresh.tags.clear();
            let _ = engine.refresh(&mut fresh, TagTrigger::Imported, at(1, 9, 0));
            let (mut incremental, mut full) = (carried(&customer), carried(&fresh));
            incremental.sort_unstable();
            full.sort_unstable();
            prop_assert_eq!(incremental, full);
            let before = customer.clone();
            let again = engine.refresh(&mut customer, TagTrigger::Imported, at(1, 9, 0));
            prop_assert!(again.value.is_empty() && customer == before, "importing again changes nothing");
        }
    }

    /// What an import leaves out is what nobody reads: the customer and what follows are the same.
    #[test]
    fn an_import_tags_as_a_refresh_does(
        fields in proptest::collection::vec(any_field(), 0..8),
        more in proptest::collection::vec(any_field(), 0..3),
        days in 0_u32..28,
    ) {
        let engine = engine();
        let (mut imported, mut refreshed) = (customer(), customer());
        for (fields, now) in [(fields, at(1, 9, 0)), (more, at(1 + days, 9, 0))] {
            for (name, value) in fields {
                for customer in [&mut imported, &mut refreshed] {
                    value.iter().for_each(|value| put(customer, name.clone(), value.clone()));
                }
            }
            let effects = engine.tag_imported(&mut imported, now);
            let decision = engine.refresh(&mut refreshed, TagTrigger::Imported, now);
            prop_assert_eq!(&imported, &refreshed);
            prop_assert_eq!(effects, decision.effects);
        }
    }
}
