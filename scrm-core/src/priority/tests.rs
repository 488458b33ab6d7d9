use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::customer::{AppliedTag, Customer, Field, FieldName, FieldValue, PriorityState, Stage, TagPhase};
use crate::foundation::time::{Calendar, CalendarConfig, Span};
use crate::foundation::{
    Budget, Coded, Currency, CurrencyTable, CustomerId, Effect, Money, Notice, NoticeKind, Reason, TagId,
};
use crate::store::{Timer, TimerPurpose};

fn at(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, day, hour, minute, 0).unwrap()
}

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn engine_with(change: impl Fn(&mut PriorityConfig)) -> PriorityEngine {
    let mut config = PriorityConfig::standard();
    change(&mut config);
    let currencies = CurrencyTable { base: currency("TWD"), rates: [("USD".to_owned(), 32.0)].into() };
    let calendar = Calendar::new(&CalendarConfig::standard()).unwrap();
    PriorityEngine::new(&config, calendar, currencies).unwrap()
}

fn engine() -> PriorityEngine {
    engine_with(|_| {})
}

fn customer() -> Customer {
    Customer::new(CustomerId::new("c1"), at(5, 1, 0))
}

fn with_budget(low: Option<i64>, high: Option<i64>, code: &str) -> Customer {
    let mut customer = customer();
    let budget = Budget { low, high, currency: currency(code) };
    let field = Field { value: FieldValue::Budget(budget), source: "message".into(), at: at(5, 1, 0) };
    customer.set_field(FieldName::Budget, field);
    customer
}

fn input(customer: &Customer) -> PriorityInput<'_> {
    PriorityInput {
        customer,
        new_inquiry: true,
        high_value_words: false,
        since: at(5, 1, 0),
        annual_spend: None,
    }
}

fn level(engine: &PriorityEngine, customer: &Customer) -> u8 {
    engine.evaluate(&input(customer), at(5, 1, 0)).value.level
}

fn notices(effects: &[Effect]) -> Vec<&Notice> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Notify { notice } => Some(notice),
            _ => None,
        })
        .collect()
}

fn timers(effects: &[Effect]) -> Vec<&Timer> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::SetTimer { timer } => Some(timer),
            _ => None,
        })
        .collect()
}

#[test]
fn levels_on_both_sides_of_each_boundary() {
    let engine = engine();
    for (minor, wanted) in [
        (10_000_001, 1),
        (10_000_000, 2),
        (5_000_000, 2),
        (4_999_999, 3),
        (0, 3),
        (i64::MAX, 1),
        (i64::MIN, 3),
    ] {
        assert_eq!(level(&engine, &with_budget(Some(minor), Some(minor), "TWD")), wanted, "{minor}");
    }
    assert_eq!(level(&engine, &customer()), 3, "no budget");
    let known = with_budget(Some(20_000_000), None, "TWD");
    let renewal = PriorityInput { new_inquiry: false, ..input(&known) };
    assert_eq!(engine.evaluate(&renewal, at(5, 1, 0)).value.level, 3, "renewals");
}

#[test]
fn a_range_counts_by_the_end_that_is_set() {
    let range = with_budget(Some(4_000_000), Some(12_000_000), "TWD");
    for (end, wanted) in [(RangeEnd::Upper, 1), (RangeEnd::Middle, 2), (RangeEnd::Lower, 3)] {
        assert_eq!(level(&engine_with(|config| config.range_counts_by = end), &range), wanted, "{end:?}");
    }
    // An open range counts by the end it has.
    assert_eq!(level(&engine(), &with_budget(Some(6_000_000), None, "TWD")), 2);
    assert_eq!(
        level(
            &engine_with(|config| config.range_counts_by = RangeEnd::Lower),
            &with_budget(None, Some(6_000_000), "TWD")
        ),
        2
    );
}

#[test]
fn budgets_are_converted_and_a_missing_rate_is_said() {
    let engine = engine();
    assert_eq!(level(&engine, &with_budget(Some(312_500), None, "USD")), 2); // 3,125 × 32 = 100,000
    assert_eq!(level(&engine, &with_budget(Some(312_501), None, "USD")), 1);
    let euros = with_budget(Some(100_000_000), None, "EUR");
    let decision = engine.evaluate(&input(&euros), at(5, 1, 0));
    assert_eq!(decision.value.level, 3);
    assert!(decision.reasons.iter().any(|reason| reason.code == "priority.rate_missing"));
}

#[test]
fn deadlines_of_the_levels() {
    let engine = engine();
    for (number, hours) in [(1, 2), (2, 6), (3, 24), (9, 24)] {
        assert_eq!(
            engine.deadlines(number, at(5, 1, 0), &[]).respond_by,
            Some(at(5, 1, 0) + TimeDelta::hours(hours))
        );
    }
    let business = engine_with(|config| config.deadline_mode = DeadlineMode::Business);
    // Monday 17:30 in Taipei: half an hour today, the rest tomorrow from 09:00.
    assert_eq!(business.deadlines(1, at(5, 9, 30), &[]).respond_by, Some(at(6, 2, 30)));
}

#[test]
fn pauses_move_a_deadline_that_they_began_before() {
    let engine = engine();
    let due = |pauses: &[Pause]| engine.deadlines(1, at(5, 1, 0), pauses).respond_by;
    let pause = |from: (u32, u32), to: Option<(u32, u32)>| Pause {
        from: at(5, from.0, from.1),
        to: to.map(|(hour, minute)| at(5, hour, minute)),
    };
    assert_eq!(due(&[pause((1, 30), Some((2, 30)))]), Some(at(5, 4, 0)));
    assert_eq!(due(&[pause((3, 0), Some((5, 0)))]), Some(at(5, 3, 0)), "a pause at the deadline is too late");
    assert_eq!(due(&[pause((2, 59), Some((5, 0)))]), Some(at(5, 5, 1)));
    assert_eq!(due(&[pause((0, 0), Some((1, 10)))]), Some(at(5, 3, 10)), "counted from the start");
    assert_eq!(
        due(&[pause((1, 40), Some((2, 0))), pause((1, 30), Some((1, 50)))]),
        Some(at(5, 3, 30)),
        "overlaps count once"
    );
    assert_eq!(due(&[pause((1, 30), None)]), None);
    assert_eq!(due(&[pause((3, 30), None)]), Some(at(5, 3, 0)));
}

#[test]
fn high_value_words_lead_to_the_first_level_and_the_supervisor() {
    let customer = customer();
    let words = PriorityInput { new_inquiry: false, high_value_words: true, ..input(&customer) };
    let decision = engine().evaluate(&words, at(5, 1, 1));
    assert_eq!((decision.value.level, decision.value.respond_by), (1, at(5, 3, 0)));
    let [notice] = notices(&decision.effects).try_into().unwrap();
    assert_eq!((notice.kind, notice.audience.as_str()), (NoticeKind::HighValue, "sales_supervisor"));
    let again = engine().evaluate(&words, at(5, 1, 2));
    assert_eq!(notices(&again.effects)[0].key, notice.key, "told once");
    // The next plain message of the same turn does not lower the level; a new turn starts afresh.
    let mut escalated = customer.clone();
    escalated.priority = Some(decision.value);
    assert_eq!(level(&engine(), &escalated), 1);
    let next = PriorityInput { since: at(6, 1, 0), ..input(&escalated) };
    assert_eq!(engine().evaluate(&next, at(6, 1, 0)).value.level, 3);
}

#[test]
fn who_spends_much_is_greeted_by_a_person() {
    let customer = customer();
    for (minor, greeted) in [(10_000_000, false), (10_000_001, true)] {
        let spend = Some(Money { minor, currency: currency("TWD") });
        let decision =
            engine().evaluate(&PriorityInput { annual_spend: spend, ..input(&customer) }, at(5, 1, 0));
        let timer =
            timers(&decision.effects).into_iter().find(|timer| timer.purpose == TimerPurpose::GreetingDue {});
        assert_eq!(timer.map(|timer| timer.due), greeted.then_some(at(6, 1, 0)), "{minor}");
        let notice = notices(&decision.effects).first().map(|notice| notice.deadline);
        assert_eq!(notice, greeted.then_some(Some(at(6, 1, 0))));
    }
}

#[test]
fn new_inquiries_by_stage_and_age() {
    let engine = engine();
    let staged = |stage| {
        let mut customer = customer();
        let field = Field { value: FieldValue::Stage(stage), source: "agent:a".into(), at: at(5, 1, 0) };
        customer.set_field(FieldName::Stage, field);
        customer
    };
    assert!(engine.is_new_inquiry(&staged(Stage::NewInquiry), at(31, 1, 0)));
    assert!(!engine.is_new_inquiry(&staged(Stage::Customer), at(5, 1, 0)));
    assert!(engine.is_new_inquiry(&customer(), at(12, 1, 0)));
    assert!(!engine.is_new_inquiry(&customer(), at(12, 1, 1)));
}

#[test]
fn an_answer_stops_the_clock() {
    let engine = engine();
    let mut customer = customer();
    let decision = engine.evaluate(&input(&customer), at(5, 1, 0));
    let timer = timers(&decision.effects)[0].clone();
    assert_eq!(timer.key.as_str(), "priority/c1/response");
    customer.priority = Some(decision.value);
    let early = engine.on_timer(&customer, &timer, at(6, 0, 59));
    assert_eq!(early.value, DeadlineOutcome::Later);
    assert_eq!(timers(&early.effects), [&timer]);
    let missed = engine.on_timer(&customer, &timer, at(6, 1, 0));
    assert_eq!(missed.value, DeadlineOutcome::Missed);
    let twice = engine.on_timer(&customer, &timer, at(6, 1, 0));
    assert_eq!(notices(&missed.effects)[0].key, notices(&twice.effects)[0].key);
    assert!(!engine.responded(&mut customer, at(5, 0, 59)).value, "an answer from before");
    let answered = engine.responded(&mut customer, at(6, 1, 0));
    assert!(answered.value && answered.effects.len() == 2);
    assert!(!engine.responded(&mut customer, at(6, 1, 5)).value);
    assert_eq!(customer.priority.as_ref().unwrap().responded_at, Some(at(6, 1, 0)));
    assert_eq!(engine.on_timer(&customer, &timer, at(6, 2, 0)).value, DeadlineOutcome::Settled);
    // Nothing is due once somebody has answered.
    assert!(engine.evaluate(&input(&customer), at(6, 2, 0)).effects.is_empty());
    let other = Timer { purpose: TimerPurpose::FollowUp {}, ..timer };
    assert_eq!(engine.on_timer(&customer, &other, at(6, 2, 0)).value, DeadlineOutcome::NotOurs);
}

#[test]
fn a_moved_deadline_moves_its_timer() {
    let engine = engine();
    let mut customer = customer();
    let decision = engine.evaluate(&input(&customer), at(5, 1, 0));
    let mut timer = timers(&decision.effects)[0].clone();
    timer.due = at(5, 3, 0);
    customer.priority = Some(decision.value);
    let decision = engine.on_timer(&customer, &timer, at(5, 3, 0));
    assert_eq!(decision.value, DeadlineOutcome::Later);
    assert_eq!(timers(&decision.effects)[0].due, at(6, 1, 0));
}

#[test]
fn the_score_names_its_parts() {
    let mut customer = with_budget(Some(20_000_000), None, "TWD");
    let field = Field { value: FieldValue::Number(0.5), source: "agent:a".into(), at: at(5, 1, 0) };
    customer.set_field(FieldName::DealProbability, field);
    customer.tags.push(AppliedTag {
        tag: TagId::new("value.tier_b"),
        set_at: at(5, 1, 0),
        confirmed_at: at(5, 1, 0),
        rule: None,
        reason: Reason::new("tag.set_by_person"),
        phase: TagPhase::Active,
        expires_at: None,
    });
    // Level 40, budget 20, an hour of two waited 10 of 20, tier 6 of 10, probability 5 of 10.
    let decision = engine().evaluate(&input(&customer), at(5, 2, 0));
    assert_eq!(decision.value.score, 81.0);
    let parts: Vec<_> = decision
        .reasons
        .iter()
        .map(|reason| reason.code.as_ref())
        .filter(|code| code.starts_with("priority.score."))
        .collect();
    assert_eq!(
        parts,
        [
            "priority.score.level",
            "priority.score.budget",
            "priority.score.waiting",
            "priority.score.value",
            "priority.score.probability"
        ]
    );
}

#[test]
fn a_forecast_counts_rounds_of_the_people_ahead() {
    let engine = engine();
    let state = PriorityState {
        level: 1,
        score: 0.0,
        since: at(5, 1, 0),
        respond_by: at(5, 3, 0),
        responded_at: None,
        reasons: vec![],
    };
    let forecast = |ahead, agents| {
        let queue = QueueOutlook { ahead, agents, average_handling: Span::minutes(30) };
        engine.forecast(&state, queue, at(5, 1, 0))
    };
    assert_eq!((forecast(9, 2).late, forecast(9, 2).expected_at), (false, Some(at(5, 3, 0))));
    assert_eq!((forecast(10, 2).late, forecast(10, 2).spare_seconds), (true, -1_800));
    assert_eq!((forecast(0, 1).late, forecast(0, 1).spare_seconds), (false, 7_200));
    assert_eq!((forecast(1, 0).late, forecast(1, 0).expected_at), (true, None));
}

#[test]
fn broken_rules_are_refused_with_their_place() {
    let refused = |change: fn(&mut PriorityConfig)| {
        let mut config = PriorityConfig::standard();
        change(&mut config);
        let currencies = CurrencyTable { base: currency("TWD"), rates: [].into() };
        let error = PriorityEngine::new(&config, Calendar::utc(), currencies).unwrap_err();
        (error.code(), error.field().unwrap())
    };
    let place = |code, field: &str| (code, field.to_owned());
    assert_eq!(refused(|config| config.levels.clear()), place("priority.levels.bad", "levels"));
    assert_eq!(refused(|config| config.levels[1].level = 1), place("priority.levels.bad", "levels[1].level"));
    assert_eq!(refused(|config| config.levels.truncate(2)), place("priority.levels.bad", "levels[1]"));
    assert_eq!(
        refused(|config| config.high_value.level = 7),
        place("priority.levels.bad", "high_value.level")
    );
    assert_eq!(
        refused(|config| config.levels[0].budget = Some(crate::tag::Range::default())),
        place("priority.range.bad", "levels[0].budget")
    );
    assert_eq!(
        refused(|config| config.levels[2].resolve_within = Span::default()),
        place("priority.span.zero", "levels[2].resolve_within")
    );
    assert_eq!(
        refused(|config| config.score.weights.waiting = f64::NAN),
        place("priority.score.bad", "score.weights.waiting")
    );
    assert_eq!(
        refused(|config| config.score.probability_when_unknown = 1.1),
        place("priority.score.bad", "score.probability_when_unknown")
    );
    let codes: Vec<_> = ERRORS.iter().map(|entry| entry.code).collect();
    assert_eq!(
        codes,
        ["priority.levels.bad", "priority.range.bad", "priority.score.bad", "priority.span.zero"]
    );
}

proptest! {
    #[test]
    fn the_queue_has_one_order(entries in proptest::collection::vec((0_u32..3, 0_i64..3, 0_u32..4), 2..20)) {
        let ids: Vec<_> = (0..4).map(|id| CustomerId::new(format!("c{id}"))).collect();
        let mut queue: Vec<_> = entries
            .iter()
            .map(|(score, minutes, id)| QueueEntry {
                score: f64::from(*score),
                waiting_since: at(5, 1, 0) + TimeDelta::minutes(*minutes),
                customer: &ids[*id as usize],
            })
            .collect();
        let mut reversed: Vec<_> = queue.iter().rev().copied().collect();
        queue.sort_by(queue_order);
        reversed.sort_by(queue_order);
        prop_assert_eq!(&queue, &reversed);
        for pair in queue.windows(2) {
            let key = |entry: &QueueEntry<'_>| (-entry.score as i64, entry.waiting_since, entry.customer.clone());
            prop_assert!(key(&pair[0]) <= key(&pair[1]));
        }
    }

    #[test]
    fn scores_stay_in_bounds_and_grow_with_waiting(minor in any::<i64>(), probability in any::<f64>(), minutes in 0_i64..100_000) {
        let mut customer = with_budget(Some(minor), None, "TWD");
        let field = Field { value: FieldValue::Number(probability), source: "x".into(), at: at(5, 1, 0) };
        customer.set_field(FieldName::DealProbability, field);
        let engine = engine();
        let score = |now| engine.evaluate(&input(&customer), now).value.score;
        let (first, later) = (score(at(5, 1, 0)), score(at(5, 1, 0) + TimeDelta::minutes(minutes)));
        prop_assert!((0.0..=100.0).contains(&first) && first <= later && later <= 100.0);
    }
}

#[test]
fn a_level_is_decided_again_from_the_facts_of_then() {
    let engine = engine();
    let now = at(5, 9, 0);
    let mut customer = customer();
    let mut decide = |new_inquiry, high_value_words| {
        let input = PriorityInput {
            customer: &customer,
            new_inquiry,
            high_value_words,
            since: now,
            annual_spend: None,
        };
        let decided = engine.evaluate(&input, now).value;
        customer.priority = Some(decided);
        engine.decide_again(&customer, now).map(|state| state.level)
    };
    assert_eq!(decide(true, false), Some(3));
    assert_eq!(decide(false, true), Some(1), "the words were said");
    assert_eq!(decide(false, false), Some(1), "a level that was kept is the least");
}
