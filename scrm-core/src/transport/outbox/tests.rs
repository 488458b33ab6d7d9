use chrono::TimeZone;

use super::*;
use crate::customer::IdentifierKey;
use crate::foundation::{Coded, RuleId};
use crate::transport::{Channel, ERRORS, MessageBody};
use crate::trust::consent::Purpose;

fn nine() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap()
}

fn after(seconds: i64) -> DateTime<Utc> {
    nine() + TimeDelta::seconds(seconds)
}

fn engine() -> OutboxEngine {
    OutboxEngine::new(&OutboxConfig::standard()).unwrap()
}

fn message(on_unknown: OnUnknown) -> OutgoingMessage {
    OutgoingMessage {
        id: "o_1".into(),
        customer: "c_1".into(),
        conversation: "v_1".into(),
        channel: Channel::Whatsapp,
        account: "main".into(),
        to: IdentifierKey::from_stored("tel:+886912000456"),
        body: MessageBody::text("مرحبا 您好 👋"),
        purpose: Purpose::Service,
        rule: RuleId::new("welcome"),
        not_before: nine(),
        expires_at: None,
        on_unknown,
        answers: Vec::new(),
    }
}

fn claimed(on_unknown: OnUnknown) -> OutboxMessage {
    let outbox = engine();
    outbox.claim(&outbox.enqueue(message(on_unknown), nine()), "w1", nine()).unwrap()
}

fn sending(on_unknown: OnUnknown) -> OutboxMessage {
    engine().begin(&claimed(on_unknown), 1, nine()).unwrap()
}

fn refusal(retryable: bool, retry_after: Option<DateTime<Utc>>) -> SendFailure {
    SendFailure { code: "131026".to_owned(), retryable, retry_after, opted_out: false }
}

fn code<T: std::fmt::Debug>(result: Result<T, OutboxError>) -> &'static str {
    result.unwrap_err().code()
}

#[test]
fn a_message_waits_for_its_own_time() {
    let outbox = engine();
    let late = outbox.enqueue(OutgoingMessage { not_before: after(60), ..message(OnUnknown::Park) }, nine());
    assert_eq!(late.due, Some(after(60)));
    assert_eq!(code(outbox.claim(&late, "w1", after(59))), "outbox.not_due");
    assert_eq!(outbox.claim(&late, "w1", after(60)).unwrap().generation, 1);
    let overdue = outbox.enqueue(message(OnUnknown::Park), after(5));
    assert_eq!(overdue.due, Some(after(5)));
}

#[test]
fn a_claim_lasts_thirty_seconds_and_is_exclusive() {
    let outbox = engine();
    let held = claimed(OnUnknown::Park);
    assert_eq!(held.due, Some(after(30)));
    assert_eq!(code(outbox.claim(&held, "w2", after(29))), "outbox.leased");
    assert_eq!(outbox.expire(&held, after(29)), None);
    let free = outbox.expire(&held, after(30)).unwrap();
    assert_eq!((free.state.clone(), free.due, free.attempts), (OutboxState::Pending, Some(after(30)), 0));
    assert_eq!(outbox.claim(&free, "w2", after(30)).unwrap().generation, 2);
}

#[test]
fn beginning_needs_the_present_lease() {
    let outbox = engine();
    let held = claimed(OnUnknown::Park);
    assert_eq!(code(outbox.begin(&held, 0, nine())), "outbox.stale_lease");
    assert_eq!(code(outbox.begin(&held, 1, after(30))), "outbox.lease_over");
    let begun = outbox.begin(&held, 1, after(29)).unwrap();
    assert_eq!((begun.attempts, begun.due), (1, Some(after(59))));
    assert_eq!(code(outbox.begin(&begun, 1, after(29))), "outbox.attempting");
    let waiting = outbox.enqueue(message(OnUnknown::Park), nine());
    assert_eq!(code(outbox.begin(&waiting, 0, nine())), "outbox.not_claimed");
}

#[test]
fn renewing_is_a_sign_of_life() {
    let outbox = engine();
    for held in [claimed(OnUnknown::Park), sending(OnUnknown::Park)] {
        let renewed = outbox.renew(&held, 1, after(3)).unwrap();
        assert_eq!(renewed.due, Some(after(33)));
        assert_eq!(outbox.expire(&renewed, after(32)), None);
        assert_eq!(code(outbox.renew(&held, 1, after(30))), "outbox.lease_over");
        assert_eq!(code(outbox.renew(&held, 2, after(3))), "outbox.stale_lease");
    }
}

#[test]
fn a_clock_that_steps_back_never_shortens_a_lease() {
    let renewed = engine().renew(&claimed(OnUnknown::Park), 1, after(-600)).unwrap();
    assert_eq!(renewed.due, Some(after(30)));
}

#[test]
fn acknowledging_needs_an_attempt_under_the_same_generation() {
    let outbox = engine();
    assert_eq!(code(outbox.acknowledge(&claimed(OnUnknown::Park), 1, None, nine())), "outbox.not_attempting");
    let begun = sending(OnUnknown::Park);
    let wamid = Some(ExternalId::new("wamid.A"));
    let sent = outbox.acknowledge(&begun, 1, wamid.clone(), after(2)).unwrap();
    assert_eq!(sent.state, OutboxState::Sent { at: after(2), external_id: wamid });
    assert_eq!(sent.due, None);
    assert_eq!(code(outbox.acknowledge(&sent, 1, None, after(3))), "outbox.final");
    assert_eq!(code(outbox.acknowledge(&begun, 0, None, after(2))), "outbox.stale_lease");
}

#[test]
fn a_late_acknowledgement_counts_until_somebody_took_over() {
    let outbox = engine();
    let begun = sending(OnUnknown::Resend);
    assert!(outbox.acknowledge(&begun, 1, None, after(300)).is_ok(), "nobody looked yet");
    let free = outbox.expire(&begun, after(30)).unwrap();
    assert_eq!(free.state, OutboxState::Pending);
    let again = outbox.claim(&free, "w2", after(30)).unwrap();
    assert_eq!(code(outbox.acknowledge(&again, 1, None, after(31))), "outbox.stale_lease");
    let again = outbox.begin(&again, 2, after(31)).unwrap();
    assert_eq!(code(outbox.acknowledge(&again, 1, None, after(31))), "outbox.stale_lease");
    assert_eq!(again.attempts, 2);
}

#[test]
fn an_interrupted_attempt_is_set_aside_and_can_still_be_told() {
    let outbox = engine();
    let unknown = outbox.expire(&sending(OnUnknown::Park), after(30)).unwrap();
    assert_eq!(unknown.state, OutboxState::Unknown { since: after(30) });
    assert_eq!(unknown.due, None);
    assert!(unknown.state.is_final());
    let told = outbox.acknowledge(&unknown, 1, None, after(90)).unwrap();
    assert!(matches!(told.state, OutboxState::Sent { .. }));
    let status = SendOutcome::Sent { external_id: Some(ExternalId::new("wamid.B")) };
    assert!(matches!(outbox.resolve(&unknown, status, after(90)).unwrap().state, OutboxState::Sent { .. }));
    let refused = SendOutcome::Failed { failure: refusal(false, None) };
    let failed = outbox.resolve(&unknown, refused, after(90)).unwrap();
    assert!(matches!(failed.state, OutboxState::Failed { .. }));
    assert_eq!(outbox.resolve(&unknown, SendOutcome::Unknown, after(90)).unwrap(), unknown);
}

#[test]
fn failures_wait_longer_each_time_and_then_end() {
    let outbox = engine();
    let mut entry = outbox.enqueue(message(OnUnknown::Park), nine());
    let mut now = nine();
    let mut waits = Vec::new();
    while !entry.state.is_final() {
        entry = outbox.claim(&entry, "w1", now).unwrap();
        entry = outbox.begin(&entry, entry.generation, now).unwrap();
        entry = outbox.fail(&entry, entry.generation, refusal(true, None), now).unwrap();
        if let Some(due) = entry.due {
            waits.push((due - now).num_seconds());
            now = due;
        }
    }
    assert_eq!(waits, [5, 15, 45, 135, 405]);
    assert_eq!(entry.attempts, 6);
    assert!(matches!(entry.state, OutboxState::Failed { .. }));
}

#[test]
fn the_provider_says_when_to_come_back() {
    let outbox = engine();
    let begun = sending(OnUnknown::Park);
    let later = outbox.fail(&begun, 1, refusal(true, Some(after(900))), nine()).unwrap();
    assert_eq!(later.due, Some(after(900)));
    let sooner = outbox.fail(&begun, 1, refusal(true, Some(after(1))), nine()).unwrap();
    assert_eq!(sooner.due, Some(after(5)));
    let never = outbox.fail(&begun, 1, refusal(false, Some(after(900))), nine()).unwrap();
    assert!(matches!(never.state, OutboxState::Failed { .. }));
}

#[test]
fn waits_never_exceed_the_longest() {
    let mut config = OutboxConfig::standard();
    config.max_attempts = u32::MAX;
    config.backoff.factor = u32::MAX;
    let outbox = OutboxEngine::new(&config).unwrap();
    assert_eq!(outbox.wait(1), TimeDelta::seconds(5));
    assert_eq!(outbox.wait(2), TimeDelta::hours(1));
    assert_eq!(outbox.wait(u32::MAX), TimeDelta::hours(1));
    config.backoff.factor = 1;
    assert_eq!(OutboxEngine::new(&config).unwrap().wait(u32::MAX), TimeDelta::seconds(5));
}

#[test]
fn an_expired_message_is_cancelled_and_never_sent() {
    let outbox = engine();
    let short = OutgoingMessage { expires_at: Some(after(20)), ..message(OnUnknown::Resend) };
    let waiting = outbox.enqueue(short, nine());
    assert_eq!(outbox.expire(&waiting, after(19)), None);
    assert_eq!(code(outbox.claim(&waiting, "w1", after(20))), "outbox.expired");
    let cancelled = OutboxState::Cancelled { at: after(20), cause: "outbox.expired".to_owned() };
    assert_eq!(outbox.expire(&waiting, after(20)).unwrap().state, cancelled);
    let held = outbox.claim(&waiting, "w1", nine()).unwrap();
    assert_eq!(code(outbox.begin(&held, 1, after(20))), "outbox.expired");
    assert!(matches!(outbox.expire(&held, after(30)).unwrap().state, OutboxState::Cancelled { .. }));
    let begun = outbox.begin(&held, 1, after(19)).unwrap();
    let refused = outbox.fail(&begun, 1, refusal(true, None), after(19)).unwrap();
    assert!(matches!(refused.state, OutboxState::Failed { .. }), "no time for another attempt");
    let silent = outbox.expire(&begun, after(49)).unwrap();
    assert!(matches!(silent.state, OutboxState::Unknown { .. }), "that it failed is not known");
}

#[test]
fn taking_back_works_until_the_attempt() {
    let outbox = engine();
    let waiting = outbox.enqueue(message(OnUnknown::Park), nine());
    for entry in [waiting, claimed(OnUnknown::Park)] {
        let gone = outbox.cancel(&entry, "reply.answered_by_person", after(1)).unwrap();
        assert!(matches!(gone.state, OutboxState::Cancelled { .. }));
        assert_eq!(gone.due, None);
        assert_eq!(code(outbox.cancel(&gone, "again", after(2))), "outbox.final");
    }
    assert_eq!(code(outbox.cancel(&sending(OnUnknown::Park), "late", after(1))), "outbox.attempting");
}

#[test]
fn a_replaced_message_keeps_its_generation() {
    let outbox = engine();
    let held = claimed(OnUnknown::Park);
    let other = OutgoingMessage { body: MessageBody::text("नमस्ते"), ..message(OnUnknown::Park) };
    let replaced = outbox.replace(&held, other.clone(), after(1)).unwrap();
    assert_eq!((replaced.generation, replaced.created_at), (1, nine()));
    assert_eq!(code(outbox.begin(&replaced, 1, after(1))), "outbox.not_claimed");
    assert_eq!(outbox.claim(&replaced, "w2", after(1)).unwrap().generation, 2);
    assert_eq!(code(outbox.replace(&sending(OnUnknown::Park), other, after(1))), "outbox.attempting");
}

#[test]
fn releasing_gives_the_message_back_for_later() {
    let outbox = engine();
    let back = outbox.release(&claimed(OnUnknown::Park), 1, after(3_600), after(1)).unwrap();
    assert_eq!((back.state.clone(), back.due, back.attempts), (OutboxState::Pending, Some(after(3_600)), 0));
    assert_eq!(code(outbox.release(&sending(OnUnknown::Park), 1, nine(), nine())), "outbox.attempting");
}

#[test]
fn silence_is_retried_only_where_that_is_right() {
    let outbox = engine();
    let again = outbox.lose(&sending(OnUnknown::Resend), 1, nine()).unwrap();
    assert_eq!((again.state.clone(), again.due), (OutboxState::Pending, Some(after(5))));
    let aside = outbox.settle(&sending(OnUnknown::Park), 1, SendOutcome::Unknown, nine()).unwrap();
    assert_eq!(aside.state, OutboxState::Unknown { since: nine() });
    let mut config = OutboxConfig::standard();
    config.max_attempts = 1;
    let once = OutboxEngine::new(&config).unwrap();
    let spent = once.expire(&sending(OnUnknown::Resend), after(30)).unwrap();
    assert!(matches!(spent.state, OutboxState::Unknown { .. }));
}

#[test]
fn the_end_of_time_is_no_panic() {
    let outbox = engine();
    let last = DateTime::<Utc>::MAX_UTC;
    let held = outbox.claim(&outbox.enqueue(message(OnUnknown::Park), last), "w1", last).unwrap();
    assert_eq!(held.due, Some(last));
    assert!(outbox.expire(&held, last).is_some());
}

#[test]
fn every_number_of_the_configuration_is_checked() {
    type Change = fn(&mut OutboxConfig);
    let wrong: &[(&str, Change)] = &[
        ("lease", |c| c.lease = Span::default()),
        ("heartbeat", |c| c.heartbeat = Span::seconds(30)),
        ("heartbeat", |c| c.heartbeat = Span::default()),
        ("max_attempts", |c| c.max_attempts = 0),
        ("backoff.factor", |c| c.backoff.factor = 0),
        ("backoff.max", |c| c.backoff.max = Span::seconds(4)),
        ("batch", |c| c.batch = 0),
    ];
    for (field, change) in wrong {
        let mut config = OutboxConfig::standard();
        change(&mut config);
        let error = OutboxEngine::new(&config).unwrap_err();
        assert_eq!(error.field().as_deref(), Some(*field));
        assert_eq!(error.code(), "outbox.config.out_of_range");
    }
    let mut config = OutboxConfig::standard();
    config.heartbeat = Span::seconds(29);
    assert!(OutboxEngine::new(&config).is_ok());
}

#[test]
fn every_code_is_in_the_catalogue_once() {
    let mut codes: Vec<_> = ERRORS.iter().map(|entry| entry.code).collect();
    codes.dedup();
    assert_eq!(codes.len(), ERRORS.len());
    for refused in [
        code(engine().begin(&claimed(OnUnknown::Park), 9, nine())),
        code(engine().cancel(&sending(OnUnknown::Park), "late", nine())),
    ] {
        assert!(codes.contains(&refused), "{refused}");
    }
}

#[test]
fn what_is_taken_back_while_it_is_sent_is_not_tried_again() {
    let outbox = engine();
    let overtaken = outbox.attempt_no_more(&sending(OnUnknown::Resend), "desk.person_answered").unwrap();
    let failed = outbox.fail(&overtaken, 1, refusal(true, None), after(1)).unwrap();
    let cause = "desk.person_answered".to_owned();
    assert_eq!((failed.state, failed.due), (OutboxState::Cancelled { at: after(1), cause }, None));
    let refused = outbox.fail(&overtaken, 1, refusal(false, None), after(1)).unwrap();
    assert!(matches!(refused.state, OutboxState::Failed { .. }), "{:?}", refused.state);
    for unknown in
        [outbox.lose(&overtaken, 1, after(1)).unwrap(), outbox.expire(&overtaken, after(30)).unwrap()]
    {
        assert!(matches!(unknown.state, OutboxState::Unknown { .. }), "{:?}", unknown.state);
    }
    let sent = outbox.acknowledge(&overtaken, 1, None, after(1)).unwrap();
    assert!(matches!(sent.state, OutboxState::Sent { .. }), "{:?}", sent.state);
    assert_eq!(outbox.attempt_no_more(&claimed(OnUnknown::Park), "desk.person_answered"), None);
}
