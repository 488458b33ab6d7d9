//! What becomes of a firing, and what follows from many.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::{FigureVerdict, ReplyHealth, ReplyMeasure, TextVerdict};
use crate::desk::{Author, MessageRecord, Rating, Reception};
use crate::foundation::{MessageBody, Reason, RuleAnswer, TextVariant};
use crate::playbook::Playbook;
use crate::workspace::Engines;

const RULE: &str = "keyword.price";
const DAY: i64 = 24 * 3_600;

fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap()
}

fn at(seconds: i64) -> DateTime<Utc> {
    start() + TimeDelta::seconds(seconds)
}

fn message(thread: &str, author: Author, seconds: i64, text: &str) -> MessageRecord {
    MessageRecord {
        v: 1,
        id: format!("m_{thread}_{seconds}").into(),
        conversation: thread.into(),
        customer: format!("c_{thread}").into(),
        author,
        body: MessageBody::text(text),
        at: at(seconds),
        external_id: None,
        status: None,
        answered_by: None,
        answerable: false,
        outbox: None,
        reception: None,
        reasons: Vec::new().into(),
    }
}

fn answer_of(rules: &[(&str, TextVariant)], thread: &str, seconds: i64) -> MessageRecord {
    let answers =
        rules.iter().map(|(rule, variant)| RuleAnswer { rule: (*rule).into(), variant: *variant }).collect();
    let rule = rules[0].0.into();
    let reception = Some(Box::new(Reception { answers, ..Reception::default() }));
    MessageRecord {
        reception,
        ..message(thread, Author::Engine { rule }, seconds, "see https://shop.example")
    }
}

fn answer(thread: &str, seconds: i64) -> MessageRecord {
    answer_of(&[(RULE, TextVariant::A)], thread, seconds)
}

fn customer(thread: &str, seconds: i64) -> MessageRecord {
    message(thread, Author::Customer, seconds, "и ещё вопрос")
}

fn customer_with(thread: &str, seconds: i64, reason: Reason) -> MessageRecord {
    MessageRecord { reasons: vec![reason].into(), ..customer(thread, seconds) }
}

fn person(thread: &str, seconds: i64) -> MessageRecord {
    message(thread, Author::Agent { agent: None }, seconds, "здравствуйте")
}

fn step(thread: &str, rule: &str, seconds: i64) -> MessageRecord {
    message(thread, Author::Engine { rule: rule.into() }, seconds, "…")
}

fn clicked(mut message: MessageRecord, seconds: i64) -> MessageRecord {
    if let Some(reception) = &mut message.reception {
        reception.clicked_at = Some(at(seconds));
    }
    message
}

fn rated(mut message: MessageRecord, stars: u8, seconds: i64) -> MessageRecord {
    if let Some(reception) = &mut message.reception {
        reception.rating = Some(Rating { stars, at: at(seconds) });
    }
    message
}

fn playbook(change: impl FnOnce(&mut Playbook)) -> Engines {
    let mut playbook = Playbook::standard();
    playbook.replies.health.least_sample = 5;
    change(&mut playbook);
    Engines::new(&playbook).unwrap()
}

fn tallied(engines: &Engines, mut messages: Vec<MessageRecord>, now: i64) -> Vec<ReplyHealth> {
    messages.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    let mut tally = engines.reply.health(start(), at(now));
    messages.iter().for_each(|message| tally.add(message));
    tally.finish()
}

fn health(messages: Vec<MessageRecord>, now: i64) -> ReplyHealth {
    tallied(&playbook(|_| {}), messages, now).into_iter().find(|health| health.rule.as_str() == RULE).unwrap()
}

/// Answered, handed over, silent, followed up, open.
fn outcome(messages: Vec<MessageRecord>, now: i64) -> [u64; 5] {
    let health = health(messages, now);
    assert_eq!(health.fired, health.open + health.followed_up + health.answered.of);
    [health.answered.hits, health.handed_over.hits, health.silent.hits, health.followed_up, health.open]
}

#[test]
fn a_firing_comes_to_one_thing() {
    let hour = 3_600;
    for (name, then, wanted) in [
        ("nobody wrote", vec![], [0, 0, 1, 0, 0]),
        ("the customer wrote on", vec![customer("v", hour)], [1, 0, 0, 0, 0]),
        ("and then a person", vec![customer("v", hour), person("v", 2 * hour)], [0, 1, 0, 0, 0]),
        ("a person first", vec![person("v", hour), customer("v", 2 * hour)], [0, 0, 0, 1, 0]),
        ("after a day nobody counts", vec![customer("v", DAY), person("v", DAY)], [0, 0, 1, 0, 0]),
        ("a second before the day they do", vec![customer("v", DAY - 1)], [1, 0, 0, 0, 0]),
        (
            "a person was asked for",
            vec![customer_with("v", hour, Reason::new("reply.human_request"))],
            [0, 1, 0, 0, 0],
        ),
        (
            "the offer of one was taken",
            vec![customer_with("v", hour, Reason::new("reply.offer_taken"))],
            [0, 1, 0, 0, 0],
        ),
        ("asked again", vec![customer_with("v", hour, Reason::new("reply.repeated"))], [0, 1, 0, 0, 0]),
        (
            "not understood once",
            vec![customer_with(
                "v",
                hour,
                Reason::new("reply.fallback").with("count", 1_u32).with("hand_over_at", 2_u32),
            )],
            [1, 0, 0, 0, 0],
        ),
        (
            "not understood twice",
            vec![customer_with(
                "v",
                hour,
                Reason::new("reply.fallback").with("count", 2_u32).with("hand_over_at", 2_u32),
            )],
            [0, 1, 0, 0, 0],
        ),
        (
            "an order is no failure of the answer",
            vec![customer_with("v", hour, Reason::new("reply.high_value")), person("v", 2 * hour)],
            [1, 0, 0, 0, 0],
        ),
        ("somebody else's thread", vec![customer("w", hour), person("w", 2 * hour)], [0, 0, 1, 0, 0]),
    ] {
        let mut messages = vec![answer("v", 0)];
        messages.extend(then);
        assert_eq!(outcome(messages, 3 * DAY), wanted, "{name}");
    }
}

#[test]
fn a_watch_that_is_not_over_counts_for_nothing() {
    let asked = |now| outcome(vec![answer("v", 0), customer("v", 60), person("v", 120)], now);
    assert_eq!(asked(DAY - 1), [0, 0, 0, 0, 1]);
    assert_eq!(asked(DAY), [0, 1, 0, 0, 0]);
}

#[test]
fn the_next_answer_ends_the_watch_and_a_step_does_not() {
    let messages = vec![
        answer("v", 0),
        customer("v", 60),
        answer_of(&[("keyword.delivery", TextVariant::A)], "v", 61),
        customer_with("v", 120, Reason::new("reply.human_request")),
    ];
    let found = tallied(&playbook(|_| {}), messages, 3 * DAY);
    let of = |rule: &str| found.iter().find(|health| health.rule.as_str() == rule).unwrap();
    assert_eq!((of(RULE).answered.hits, of(RULE).handed_over.hits), (1, 0));
    assert_eq!((of("keyword.delivery").answered.hits, of("keyword.delivery").handed_over.hits), (0, 1));

    let messages = vec![
        answer("v", 0),
        customer("v", 60),
        step("v", "reply.fallback", 61),
        customer_with("v", 120, Reason::new("reply.human_request")),
        step("v", "reply.human_request", 121),
    ];
    assert_eq!(outcome(messages, 3 * DAY), [0, 1, 0, 0, 0]);
}

/// Answered, handed over, silent, followed up of a rule.
fn shares(found: &[ReplyHealth], rule: &str) -> Option<[u64; 4]> {
    let health = found.iter().find(|health| health.rule.as_str() == rule)?;
    Some([health.answered.hits, health.handed_over.hits, health.silent.hits, health.followed_up])
}

#[test]
fn a_step_that_goes_on_with_the_customer_is_watched_by_itself() {
    let not_understood =
        |count: u32| Reason::new("reply.fallback").with("count", count).with("hand_over_at", 2_u32);
    let messages = vec![
        step("v", "reply.welcome", 0),
        customer("v", 60),
        answer("v", 61),
        customer_with("v", 120, not_understood(1)),
        step("v", "reply.fallback", 121),
        customer_with("v", 180, not_understood(2)),
        step("v", "reply.fallback", 181),
        person("v", 240),
        step("w", "reply.greeting", 0),
        step("x", "reply.away", 0),
        person("x", 60),
    ];
    let found = tallied(&playbook(|_| {}), messages, 3 * DAY);
    assert_eq!(shares(&found, "reply.welcome"), Some([1, 0, 0, 0]), "a rule answered after it");
    assert_eq!(shares(&found, RULE), Some([0, 1, 0, 0]), "the steps after it did not end its watch");
    assert_eq!(shares(&found, "reply.fallback"), Some([0, 1, 0, 1]), "the second one handed over by itself");
    assert_eq!(shares(&found, "reply.greeting"), Some([0, 0, 1, 0]));
    assert_eq!(shares(&found, "reply.away"), Some([0, 0, 0, 1]));
}

#[test]
fn a_person_after_a_welcome_is_no_failure_and_after_a_fallback_is_one() {
    let of = |rule: &str| {
        let threads = (0..5).map(|number| format!("v{number}"));
        let messages =
            threads.flat_map(|thread| [step(&thread, rule, 0), customer(&thread, 60), person(&thread, 120)]);
        tallied(&playbook(|_| {}), messages.collect(), 3 * DAY).remove(0)
    };
    for rule in ["reply.welcome", "reply.away", "reply.greeting"] {
        let health = of(rule);
        assert_eq!((health.handed_over.hits, health.handed_over.verdict), (5, None), "{rule}");
        assert_eq!((health.verdict, health.remedy), (FigureVerdict::NotRecorded, None), "{rule}");
    }
    assert_eq!(of("reply.fallback").verdict, FigureVerdict::Rewrite);
    let rated_badly = (0..5).map(|number| {
        let sent = step(&format!("v{number}"), "reply.welcome", 0);
        rated(MessageRecord { reception: Some(Box::default()), ..sent }, 1, 60)
    });
    let welcome = tallied(&playbook(|_| {}), rated_badly.collect(), 3 * DAY).remove(0);
    assert_eq!(welcome.verdict, FigureVerdict::Rewrite, "ratings judge every text");
}

#[test]
fn a_step_that_confirms_or_hands_over_is_no_firing() {
    for rule in ["reply.opt_out", "reply.opt_in", "reply.human_request", "reply.high_value", "reply.repeated"]
    {
        let messages = vec![step("v", "reply.welcome", 0), step("v", rule, 60), customer("v", 120)];
        let found = tallied(&playbook(|_| {}), messages, 3 * DAY);
        let rules: Vec<_> = found.iter().map(|health| health.rule.as_str()).collect();
        assert_eq!(rules, ["reply.welcome"], "{rule}");
    }
}

#[test]
fn who_asked_on_before_a_late_answer_left_is_not_silent() {
    let messages = vec![
        customer("v", 60),
        answer("v", 600),
        answer_of(&[("keyword.delivery", TextVariant::A)], "v", 601),
    ];
    assert_eq!(outcome(messages, 3 * DAY), [1, 0, 0, 0, 0]);
}

#[test]
fn a_message_with_two_answers_is_a_firing_of_both() {
    let both = answer_of(&[("keyword.delivery", TextVariant::A), (RULE, TextVariant::A)], "v", 0);
    let welcome = MessageRecord { author: Author::Engine { rule: "reply.welcome".into() }, ..both };
    let found = tallied(&playbook(|_| {}), vec![welcome], 3 * DAY);
    let rules: Vec<_> = found.iter().map(|health| (health.rule.as_str(), health.fired)).collect();
    assert_eq!(rules, [("keyword.delivery", 1), (RULE, 1)]);
}

#[test]
fn messages_outside_of_the_window_are_left_out() {
    let early = answer("v", -1);
    let late = answer("w", 3 * DAY + 1);
    assert!(tallied(&playbook(|_| {}), vec![early, late], 3 * DAY).is_empty());
}

/// So many answers of which so many end with a person.
fn handed_over(hits: usize, of: usize) -> ReplyHealth {
    let mut messages = Vec::new();
    for number in 0..of {
        let thread = format!("v{number}");
        messages.push(answer(&thread, 0));
        messages.push(customer(&thread, 60));
        messages.extend((number < hits).then(|| person(&thread, 120)));
    }
    health(messages, 3 * DAY)
}

#[test]
fn more_than_forty_percent_handed_over_is_rewritten() {
    let exactly = handed_over(2, 5);
    assert_eq!(exactly.handed_over.percent, Some(40.0));
    assert_eq!((exactly.handed_over.verdict, exactly.remedy), (Some(FigureVerdict::Keep), None));
    let more = handed_over(3, 7);
    assert_eq!(more.handed_over.percent, Some(42.8571));
    assert_eq!(
        (more.handed_over.verdict, more.verdict),
        (Some(FigureVerdict::Rewrite), FigureVerdict::Rewrite)
    );
    assert!(!more.handed_over.certain, "three of seven leave doubt");
    let remedy = more.remedy.unwrap();
    assert_eq!((remedy.owner.as_str(), remedy.reasons.len()), ("operations", 1));
    assert_eq!(remedy.reasons[0].code, "reply.health.handed_over");
    assert_eq!(remedy.deadline, at(3 * DAY) + TimeDelta::days(7));
    assert!(handed_over(90, 100).handed_over.certain);
    assert!(handed_over(1, 100).handed_over.certain);
    let few = handed_over(4, 4);
    assert_eq!(
        (few.handed_over.verdict, few.verdict),
        (Some(FigureVerdict::NotEnoughYet), FigureVerdict::NotEnoughYet)
    );
    assert_eq!(few.remedy, None);
}

#[test]
fn fewer_than_five_percent_clicked_is_rewritten() {
    let of = |clicks: usize, links: usize| {
        let message = |number: usize| {
            let sent = answer(&format!("v{number}"), 0);
            if number < clicks { clicked(sent, DAY) } else { sent }
        };
        health((0..links).map(message).collect(), 3 * DAY).clicked
    };
    assert_eq!(of(1, 20).verdict, Some(FigureVerdict::Keep), "exactly five percent");
    assert_eq!(of(1, 21).verdict, Some(FigureVerdict::Rewrite));
    assert_eq!(of(1, 4).verdict, Some(FigureVerdict::NotEnoughYet));
    assert_eq!(of(0, 50).verdict, Some(FigureVerdict::NotRecorded), "nobody records clicks here");
}

#[test]
fn clicks_count_within_the_watch_and_where_there_is_a_link() {
    let late = vec![clicked(answer("v", 0), DAY + 1)];
    assert_eq!((health(late.clone(), 3 * DAY).clicked.hits, health(late, 3 * DAY).clicked.of), (0, 1));
    let mut plain = clicked(answer("v", 0), 60);
    plain.body = MessageBody::text("السعر ٥٠");
    let figure = health(vec![plain], 3 * DAY).clicked;
    assert_eq!((figure.hits, figure.of, figure.verdict), (0, 0, Some(FigureVerdict::NotRecorded)));
}

#[test]
fn fewer_than_sixty_percent_content_is_rewritten() {
    let of = |stars: &[u8]| {
        let message = |(number, stars): (usize, &u8)| rated(answer(&format!("v{number}"), 0), *stars, 60);
        let mut messages: Vec<_> = stars.iter().enumerate().map(message).collect();
        messages.push(answer("unrated", 0));
        health(messages, 3 * DAY).satisfied
    };
    let exactly = of(&[5, 4, 4, 3, 1]);
    assert_eq!((exactly.percent, exactly.verdict), (Some(60.0), Some(FigureVerdict::Keep)));
    assert_eq!(of(&[5, 4, 3, 3, 1]).verdict, Some(FigureVerdict::Rewrite));
    assert_eq!(of(&[1, 1, 1, 1]).verdict, Some(FigureVerdict::NotEnoughYet));
    assert_eq!(of(&[]).verdict, Some(FigureVerdict::NotRecorded));
}

/// A rule with two texts, compared by who is handed over: 3 of every 10 of the first, and `second` of every 10.
fn two_texts(firings: usize, second: usize, change: impl FnOnce(&mut Playbook)) -> ReplyHealth {
    let engines = playbook(|playbook| {
        let first = playbook.replies.keyword[&RULE.into()].clone();
        playbook.replies.second_text.insert(RULE.into(), first);
        change(playbook);
    });
    let mut messages = Vec::new();
    for (variant, hits) in [(TextVariant::A, 3), (TextVariant::B, second)] {
        for number in 0..firings {
            let thread = format!("{variant:?}{number:04}");
            let sent = number as i64;
            messages.push(answer_of(&[(RULE, variant)], &thread, sent));
            messages.push(customer(&thread, sent + 3_600));
            messages.extend((number % 10 < hits).then(|| person(&thread, sent + 7_200)));
        }
    }
    tallied(&engines, messages, 3 * DAY).remove(0)
}

#[test]
fn two_texts_are_compared_once_both_have_fired_often_enough() {
    let early = two_texts(173, 9, |_| {}).texts.unwrap();
    assert_eq!((early.needed, early.verdict, early.comparison), (174, TextVerdict::NotEnoughYet, None));
    let worse = two_texts(174, 9, |_| {}).texts.unwrap();
    assert_eq!((worse.measure, worse.verdict), (ReplyMeasure::HandedOver, TextVerdict::A));
    assert!(worse.comparison.unwrap().interval.high < -0.5);
    assert_eq!(two_texts(174, 0, |_| {}).texts.unwrap().verdict, TextVerdict::B);
    assert_eq!(two_texts(174, 3, |_| {}).texts.unwrap().verdict, TextVerdict::NoDifference);
    let answered = |playbook: &mut Playbook| playbook.replies.health.compare_by = ReplyMeasure::Answered;
    assert_eq!(two_texts(174, 0, answered).texts.unwrap().verdict, TextVerdict::B);
    assert_eq!(two_texts(174, 9, answered).texts.unwrap().verdict, TextVerdict::A);
}

#[test]
fn later_firings_do_not_change_what_was_compared() {
    let (first, later) =
        (two_texts(174, 4, |_| {}).texts.unwrap(), two_texts(1_000, 4, |_| {}).texts.unwrap());
    assert_eq!(first, later);
    assert_eq!((later.a.of, later.b.of), (174, 174));
}

#[test]
fn a_rule_with_one_text_is_compared_with_nothing() {
    assert_eq!(handed_over(1, 5).texts, None);
}
