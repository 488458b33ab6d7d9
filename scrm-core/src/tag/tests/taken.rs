//! What a person took away stays away until what its rule reads has changed.

use chrono::TimeDelta;

use super::*;
use crate::customer::Stage;
use crate::foundation::{AgentId, Money};
use crate::segment::{CustomerHistory, FactSet};

const LONG_TERM: &str = "behaviour.long_term";

/// Somebody who has been known for longer than sixty days, with the tag that says so.
fn long_known(engine: &TagEngine) -> (Customer, DateTime<Utc>) {
    let mut customer = customer();
    let _ = engine.refresh(&mut customer, TagTrigger::Imported, at(1, 9, 0));
    let due = customer.tags_due.unwrap();
    let now = due + TimeDelta::minutes(1);
    let _ = engine.refresh(&mut customer, TagTrigger::TimePassed, now);
    assert_eq!(carried(&customer), [LONG_TERM]);
    (customer, now)
}

fn take_away(engine: &TagEngine, customer: &mut Customer, tag: &str, now: DateTime<Utc>) {
    let (agent, tag) = (AgentId::new("lin"), TagId::new(tag));
    let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Remove };
    let _ = engine.refresh(customer, person, now);
    assert!(customer.tag(&tag).is_none());
}

#[test]
fn neither_time_nor_what_happens_besides_brings_it_back() {
    let engine = engine();
    let (mut customer, now) = long_known(&engine);
    take_away(&engine, &mut customer, LONG_TERM, now);
    for day in 1..40 {
        let later = now + TimeDelta::days(day);
        let _ = engine.refresh(&mut customer, TagTrigger::TimePassed, later);
        let viewed = event(EventKind::PageViewed { page: "prices".to_owned() }, later);
        let _ = engine.refresh(&mut customer, happened(&viewed, None), later);
        let edited = TagTrigger::Edited { fields: &[FieldName::Company] };
        let _ = engine.refresh(&mut customer, edited, later);
        assert!(!carried(&customer).contains(&LONG_TERM), "day {day}");
    }
}

#[test]
fn it_comes_back_once_what_its_rule_reads_has_changed() {
    let engine = engine();
    let (mut customer, now) = long_known(&engine);
    take_away(&engine, &mut customer, LONG_TERM, now);
    put(&mut customer, FieldName::Stage, FieldValue::Stage(Stage::LongTermFollowUp));
    let edited = TagTrigger::Edited { fields: &[FieldName::Stage] };
    let _ = engine.refresh(&mut customer, edited, now);
    assert_eq!(carried(&customer), [LONG_TERM]);
    assert!(customer.tags_taken.is_empty());
}

#[test]
fn it_comes_back_where_its_rule_did_not_hold_between() {
    let engine = engine();
    let (mut customer, now) = long_known(&engine);
    take_away(&engine, &mut customer, LONG_TERM, now);
    for stage in [Stage::Lost, Stage::Quoted] {
        put(&mut customer, FieldName::Stage, FieldValue::Stage(stage));
        let edited = TagTrigger::Edited { fields: &[FieldName::Stage] };
        let _ = engine.refresh(&mut customer, edited, now);
    }
    assert_eq!(carried(&customer), [LONG_TERM]);
}

#[test]
fn a_tag_taken_before_its_rule_held_waits_for_its_rule() {
    let engine = engine();
    let mut customer = customer();
    let _ = engine.refresh(&mut customer, TagTrigger::Imported, at(1, 9, 0));
    let (agent, tag) = (AgentId::new("lin"), TagId::new(LONG_TERM));
    let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Set };
    let _ = engine.refresh(&mut customer, person, at(1, 9, 0));
    take_away(&engine, &mut customer, LONG_TERM, at(1, 9, 0));
    let due = customer.tags_due.unwrap();
    let _ = engine.refresh(&mut customer, TagTrigger::TimePassed, due);
    assert_eq!(carried(&customer), [LONG_TERM], "nobody took it away since its rule holds");
}

#[test]
fn an_expression_of_time_stays_away_until_something_that_it_reads_happens() {
    let engine = engine_of(vec![when("quiet", None, "!archived && days_since(created_at) >= 9")], "UTC");
    let mut customer = customer();
    let (all, history) = (FactSet::all(), CustomerHistory::default());
    let changed = TagTrigger::Changed { facts: &all };
    let _ = engine.refresh_knowing(&mut customer, changed, &history, at(20, 9, 0));
    assert_eq!(carried(&customer), ["quiet"]);
    let (agent, tag) = (AgentId::new("lin"), TagId::new("quiet"));
    let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Remove };
    let _ = engine.refresh_knowing(&mut customer, person, &history, at(20, 9, 0));
    let _ = engine.refresh_knowing(&mut customer, TagTrigger::TimePassed, &history, at(25, 9, 0));
    assert!(carried(&customer).is_empty());
    let _ = engine.refresh_knowing(&mut customer, changed, &history, at(26, 9, 0));
    assert_eq!(carried(&customer), ["quiet"]);
}

#[test]
fn what_gave_way_to_a_persons_tag_comes_back_once_that_is_taken_away() {
    let engine = engine();
    let mut customer = customer();
    let amount = Money { minor: 60_000_000, currency: twd() };
    put(&mut customer, FieldName::ExpectedAnnualPurchase, FieldValue::Money(amount));
    let now = at(1, 9, 0);
    let _ = engine.refresh(&mut customer, TagTrigger::Imported, now);
    assert_eq!(carried(&customer), ["value.tier_a"]);
    let (agent, tier_b) = (AgentId::new("lin"), TagId::new("value.tier_b"));
    let person = TagTrigger::Person { agent: &agent, tag: &tier_b, action: TagAction::Set };
    let _ = engine.refresh(&mut customer, person, now);
    assert_eq!(carried(&customer), ["value.tier_b"]);
    take_away(&engine, &mut customer, "value.tier_b", now);
    assert_eq!(carried(&customer), ["value.tier_a"]);
    take_away(&engine, &mut customer, "value.tier_a", now);
    assert!(carried(&customer).is_empty(), "its rule holds, and somebody took it away");
}
