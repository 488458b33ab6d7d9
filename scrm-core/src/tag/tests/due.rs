//! One timer per customer for rules that time changes: at its minute, not before, and none in vain.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::customer::{HeadCount, Stage};
use crate::foundation::time::Span;
use crate::foundation::{AgentId, Effect, Money};
use crate::store::{Timer, TimerPurpose};

const LONG_TERM: &str = "behaviour.long_term";

/// The timer that the effects set; panics where they set two.
fn due(effects: &[Effect]) -> Option<Timer> {
    let mut set = effects.iter().filter_map(|effect| match effect {
        Effect::SetTimer { timer } if timer.purpose == (TimerPurpose::TagsDue {}) => Some(timer.clone()),
        _ => None,
    });
    let timer = set.next();
    assert!(set.next().is_none(), "one timer for each customer");
    timer
}

fn cancels(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::CancelTimer { key } if key.as_str() == "tag/c1/due"))
}

fn known_since(at: DateTime<Utc>) -> Customer {
    let mut customer = customer();
    put(&mut customer, FieldName::FirstContact, FieldValue::Instant(at));
    customer
}

fn in_stage(mut customer: Customer, stage: Stage) -> Customer {
    put(&mut customer, FieldName::Stage, FieldValue::Stage(stage));
    customer
}

#[test]
fn long_term_begins_at_its_minute_whatever_the_clock_does() {
    for (since, passed, offset) in [
        ("2027-01-27 02:30", "2027-03-28 03:30", 2), // 02:30 is skipped
        ("2026-08-26 02:30", "2026-10-25 02:30", 2), // 02:30 comes twice: the earlier
        ("2027-12-31 09:00", "2028-02-29 09:00", 1),
        ("2026-12-31 09:00", "2027-03-01 09:00", 1),
    ] {
        let calendar = Calendar::utc().in_zone("Europe/Berlin").unwrap();
        let engine = engine_in("Europe/Berlin");
        let since = local(&calendar, since);
        let passed = local(&calendar, passed);
        assert_eq!((calendar.to_local(passed) - passed.naive_utc()).num_hours(), offset);
        let mut customer = known_since(since);
        let decision = engine.refresh(&mut customer, TagTrigger::Imported, since + TimeDelta::days(30));
        let timer = due(&decision.effects).unwrap();
        assert_eq!((timer.key.as_str(), timer.due), ("tag/c1/due", passed + TimeDelta::seconds(1)));
        for before in [passed - TimeDelta::minutes(1), passed] {
            let mut early = customer.clone();
            assert!(engine.refresh(&mut early, TagTrigger::TimePassed, before).value.is_empty());
            let put_back = engine.on_timer(&mut early, &timer, before);
            assert!(put_back.value.is_empty());
            assert_eq!(put_back.effects, [Effect::SetTimer { timer: timer.clone() }]);
        }
        for now in [timer.due, passed + TimeDelta::minutes(1)] {
            let mut due_now = customer.clone();
            let decision = engine.on_timer(&mut due_now, &timer, now);
            assert_eq!(names(&decision.value.set), [LONG_TERM]);
            assert_eq!(due_now.tags[0].set_at, timer.due, "since when it is so, not when somebody looked");
            let next = due(&decision.effects).unwrap();
            assert_eq!(
                calendar.to_local(next.due),
                calendar.to_local(timer.due) + TimeDelta::days(7),
                "a task"
            );
            let again = engine.on_timer(&mut due_now, &timer, now);
            assert!(again.value.is_empty(), "not twice");
            assert_eq!(due(&again.effects), Some(next), "the next one stays");
        }
    }
}

#[test]
fn no_timer_where_time_changes_nothing() {
    let engine = engine();
    let now = at(20, 9, 0);
    let recent = known_since(now - TimeDelta::days(30));
    for (name, mut customer) in [
        ("known for long", known_since(now - TimeDelta::days(61))),
        ("known for years", known_since(now - TimeDelta::days(4_000))),
        ("a customer", in_stage(recent.clone(), Stage::Customer)),
        ("lost", in_stage(recent.clone(), Stage::Lost)),
    ] {
        let effects = engine.refresh(&mut customer, TagTrigger::Imported, now).effects;
        let contact_weekly = customer.tag(&TagId::new(LONG_TERM)).map(|_| now + TimeDelta::days(7));
        assert_eq!(due(&effects).map(|timer| timer.due), contact_weekly, "{name}");
        assert_eq!(customer.tags_due, contact_weekly, "{name}");
        assert!(!cancels(&effects), "{name}");
    }
    let effects = engine.refresh(&mut recent.clone(), TagTrigger::Imported, now).effects;
    assert_eq!(due(&effects).unwrap().due, now + TimeDelta::days(30) + TimeDelta::seconds(1));
}

#[test]
fn the_timer_moves_and_goes_with_what_it_depends_on() {
    let engine = engine();
    let now = at(20, 9, 0);
    let mut customer = known_since(at(10, 9, 0));
    let _ = engine.refresh(&mut customer, TagTrigger::Imported, now);
    let edited = |customer: &mut Customer, field: FieldName| {
        engine.refresh(customer, TagTrigger::Edited { fields: &[field] }, now).effects
    };
    put(&mut customer, FieldName::Remark, FieldValue::Text("…".into()));
    assert!(edited(&mut customer, FieldName::Remark).is_empty());
    put(&mut customer, FieldName::FirstContact, FieldValue::Instant(at(15, 9, 0)));
    let moved = due(&edited(&mut customer, FieldName::FirstContact)).unwrap().due;
    assert_eq!(moved, at(15, 9, 0) + TimeDelta::days(60) + TimeDelta::seconds(1));
    let mut buys = in_stage(customer.clone(), Stage::Customer);
    let effects = edited(&mut buys, FieldName::Stage);
    assert!(cancels(&effects) && due(&effects).is_none());
    let mut completed = in_stage(customer.clone(), Stage::Lost);
    assert!(cancels(&engine.refresh(&mut completed, TagTrigger::Imported, now).effects));
    let mut quoted = in_stage(customer.clone(), Stage::Quoted);
    let effects = engine.refresh(&mut quoted, TagTrigger::Imported, now).effects;
    assert!(effects.is_empty(), "the timer stands where it should");
    let visited = event(EventKind::FollowedUp { agent: None }, now);
    assert!(engine.refresh(&mut customer, happened(&visited, None), now).effects.is_empty());
}

#[test]
fn a_field_that_events_write_moves_the_timer() {
    let unless_followed_up = Condition::All {
        of: vec![
            Condition::Not { of: Box::new(Condition::FieldPresent { field: FieldName::LastFollowUp }) },
            Condition::KnownLonger { than: Span::days(3) },
        ],
    };
    let engine = engine_of(vec![rule("forgotten", None, unless_followed_up)], "UTC");
    let mut customer = customer();
    let now = at(2, 9, 0);
    assert!(due(&engine.refresh(&mut customer, TagTrigger::Imported, now).effects).is_some());
    let reply = event(EventKind::AgentReplied { agent: None, message: None, body: None }, now);
    put(&mut customer, FieldName::LastFollowUp, FieldValue::Date(now.date_naive()));
    assert!(cancels(&engine.refresh(&mut customer, happened(&reply, None), now).effects));
}

#[test]
fn who_wakes_late_finds_what_would_have_been() {
    let between = Condition::All {
        of: vec![
            Condition::KnownLonger { than: Span::days(2) },
            Condition::Not { of: Box::new(Condition::KnownLonger { than: Span::days(4) }) },
        ],
    };
    let later = Condition::KnownLonger { than: Span::days(5) };
    let engine = engine_of(vec![rule("between", None, between), rule("later", None, later)], "UTC");
    let mut customer = customer();
    let timer = due(&engine.refresh(&mut customer, TagTrigger::Imported, at(1, 9, 0)).effects).unwrap();
    let decision = engine.on_timer(&mut customer, &timer, at(20, 9, 0));
    assert_eq!(names(&decision.value.set), ["between", "later"]);
    assert_eq!(decision.value.removed[0].tag.as_str(), "between");
    assert_eq!(customer.tags[0].set_at, at(6, 9, 0) + TimeDelta::seconds(1));
    assert!(due(&decision.effects).is_none());
}

#[test]
fn a_record_changed_as_a_whole_is_looked_at_again() {
    let engine = engine();
    let now = at(20, 9, 0);
    let set = |customer: &mut Customer| match engine.reschedule(customer, now) {
        Effect::SetTimer { timer } => Some(timer.due),
        _ => None,
    };
    let mut customer = known_since(now - TimeDelta::days(30));
    let later = Some(now + TimeDelta::days(30) + TimeDelta::seconds(1));
    assert_eq!(set(&mut customer), later);
    assert_eq!(customer.tags_due, later);
    // Known for longer through a merge: the tag is missing already.
    put(&mut customer, FieldName::FirstContact, FieldValue::Instant(now - TimeDelta::days(90)));
    assert_eq!(set(&mut customer), Some(now));
    let _ = engine.refresh(&mut customer, TagTrigger::TimePassed, now);
    assert_eq!(set(&mut customer), Some(now + TimeDelta::days(7)), "the weekly task");
}

#[test]
fn a_record_changed_as_a_whole_carries_the_tags_of_its_fields() {
    let engine = engine();
    let mut customer = customer();
    put(&mut customer, FieldName::HeadCount, FieldValue::HeadCount(HeadCount { low: Some(20), high: None }));
    put(&mut customer, FieldName::ExpectedAnnualPurchase, FieldValue::Money(Money::major(1, twd())));
    let _ = engine.refresh(&mut customer, TagTrigger::Imported, at(1, 9, 0));
    assert_eq!(carried(&customer), ["attribute.head_count_below_50", "value.tier_c"]);
    let before = customer.clone();
    // Known for longer, too: that is for the timer.
    put(&mut customer, FieldName::HeadCount, FieldValue::HeadCount(HeadCount { low: Some(300), high: None }));
    put(&mut customer, FieldName::ExpectedAnnualPurchase, FieldValue::Money(Money::major(600_000, twd())));
    put(
        &mut customer,
        FieldName::FirstContact,
        FieldValue::Instant(at(1, 9, 0) - chrono::TimeDelta::days(90)),
    );
    let decision = engine.refresh_whole(&mut customer, &[&before], at(2, 9, 0));
    assert_eq!(carried(&customer), ["attribute.head_count_above_200", "value.tier_a"]);
    assert_eq!((decision.value.set.len(), decision.value.removed.len()), (2, 2));
    assert_eq!((customer.tags_due, decision.effects.len()), (Some(at(2, 9, 0)), 1));
    // A tag that somebody took away stays away while its field is what it was.
    customer.tags.retain(|tag| tag.tag.as_str() != "value.tier_a");
    let same = customer.clone();
    let decision = engine.refresh_whole(&mut customer, &[&same], at(2, 9, 0));
    assert!(decision.value.is_empty() && carried(&customer) == ["attribute.head_count_above_200"]);
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let spans = ["6h", "30h", "1d", "2d", "5d", "1mo", "1mo2d", "2mo"];
    let known = proptest::sample::select(spans.to_vec())
        .prop_map(|than| Condition::KnownLonger { than: than.parse().unwrap() });
    let leaf = prop_oneof![
        4 => known,
        1 => Just(Condition::NoStage {}),
        1 => Just(Condition::Stage { is: vec![Stage::NewInquiry, Stage::Quoted] }),
    ];
    leaf.prop_recursive(3, 10, 3, |part| {
        let parts = proptest::collection::vec(part.clone(), 1..4);
        prop_oneof![
            parts.clone().prop_map(|of| Condition::All { of }),
            parts.prop_map(|of| Condition::Any { of }),
            part.prop_map(|of| Condition::Not { of: Box::new(of) }),
        ]
    })
}

fn any_tag() -> impl Strategy<Value = (Option<&'static str>, Condition, bool)> {
    let group = proptest::option::of(proptest::sample::select(vec!["g", "h"]));
    (group, any_condition(), proptest::bool::weighted(0.2))
}

/// A fortnight around a change of the clocks or a leap day.
fn any_start() -> impl Strategy<Value = (&'static str, &'static str)> {
    proptest::sample::select(vec![
        ("Europe/Berlin", "2027-03-22 00:00"),
        ("Europe/Berlin", "2026-10-19 00:00"),
        ("Europe/Berlin", "2028-02-22 00:00"),
        ("America/Sao_Paulo", "2018-10-29 00:00"), // midnight is skipped
        ("Asia/Taipei", "2026-02-23 00:00"),
    ])
}

fn sorted(customer: &Customer) -> Vec<&str> {
    let mut tags = carried(customer);
    tags.sort_unstable();
    tags
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    /// Jumping from timer to timer gives at every hour the tags that looking every hour gives, and so does a host
    /// that sleeps through all of it.
    #[test]
    fn from_timer_to_timer_is_every_hour(
        tags in proptest::collection::vec(any_tag(), 1..5),
        (zone, start) in any_start(),
        known_for in 0_i64..70 * 86_400,
        stage in proptest::option::of(proptest::sample::select(vec![Stage::NewInquiry, Stage::Customer])),
        by_person in any::<bool>(),
    ) {
        const HOURS: i64 = 14 * 24;
        let mut definitions: Vec<_> = tags
            .iter()
            .enumerate()
            .map(|(number, (group, condition, _))| rule(&format!("t{number}"), *group, condition.clone()))
            .collect();
        for (definition, (_, _, close_by_hand)) in definitions.iter_mut().zip(&tags) {
            definition.lifecycle.close_by_hand = *close_by_hand;
        }
        let engine = engine_of(definitions, zone);
        let start = local(&Calendar::utc().in_zone(zone).unwrap(), start);
        let mut jumping = known_since(start - TimeDelta::seconds(known_for));
        if let Some(stage) = stage {
            jumping = in_stage(jumping, stage);
        }
        let mut timer = None;
        if by_person {
            let (agent, tag) = (AgentId::new("a"), TagId::new("t0"));
            let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Set };
            timer = due(&engine.refresh(&mut jumping, person, start).effects);
        }
        timer = due(&engine.refresh(&mut jumping, TagTrigger::Imported, start).effects).or(timer);
        prop_assert_eq!(timer.as_ref().map(|timer| timer.due), jumping.tags_due);
        let (mut hourly, mut sleeping, first) = (jumping.clone(), jumping.clone(), timer.clone());
        for hour in 1..=HOURS {
            let now = start + TimeDelta::hours(hour);
            let _ = engine.refresh(&mut hourly, TagTrigger::TimePassed, now);
            while let Some(fires) = timer.clone().filter(|timer| timer.due <= now) {
                timer = due(&engine.on_timer(&mut jumping, &fires, fires.due).effects);
                prop_assert!(timer.as_ref().is_none_or(|next| next.due > fires.due));
            }
            prop_assert_eq!(sorted(&jumping), sorted(&hourly), "hour {}", hour);
        }
        if let Some(timer) = first.filter(|timer| timer.due <= start + TimeDelta::hours(HOURS)) {
            let _ = engine.on_timer(&mut sleeping, &timer, start + TimeDelta::hours(HOURS));
        }
        prop_assert_eq!(sorted(&sleeping), sorted(&hourly));
        for applied in &sleeping.tags {
            let set_at = jumping.tag(&applied.tag).map(|other| other.set_at);
            prop_assert_eq!(set_at, Some(applied.set_at), "since when");
        }
    }
}
