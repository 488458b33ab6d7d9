//! What a tag's timers do: early, late, twice, and after the tag is gone.

use chrono::TimeDelta;

use super::*;
use crate::customer::TagPhase;
use crate::foundation::{AgentId, Effect, Notice, NoticeKind};
use crate::store::Timer;

fn quoted(now: DateTime<Utc>) -> (Customer, Vec<Timer>) {
    let mut customer = customer();
    let quote = event(EventKind::QuoteSent { total: None }, now);
    let decision = engine().refresh(&mut customer, happened(&quote, None), now);
    (customer, timers(&decision.effects))
}

fn timers(effects: &[Effect]) -> Vec<Timer> {
    let timer = |effect: &Effect| match effect {
        Effect::SetTimer { timer } => Some(timer.clone()),
        _ => None,
    };
    effects.iter().filter_map(timer).collect()
}

fn notices(effects: &[Effect]) -> Vec<Notice> {
    let notice = |effect: &Effect| match effect {
        Effect::Notify { notice } => Some(notice.clone()),
        _ => None,
    };
    effects.iter().filter_map(notice).collect()
}

fn named(timers: &[Timer], step: &str) -> Timer {
    timers.iter().find(|timer| timer.key.as_str().ends_with(step)).unwrap().clone()
}

#[test]
fn a_timer_before_its_time_is_put_back() {
    let (mut customer, timers_set) = quoted(at(1, 9, 0));
    let reminder = named(&timers_set, "reminder");
    let decision = engine().on_timer(&mut customer, &reminder, at(7, 8, 59));
    assert_eq!(timers(&decision.effects), std::slice::from_ref(&reminder));
    assert!(notices(&decision.effects).is_empty());
    let decision = engine().on_timer(&mut customer, &reminder, at(7, 9, 0));
    let [notice] = notices(&decision.effects).try_into().unwrap();
    assert_eq!(notice.kind, NoticeKind::TagReminder);
    assert_eq!(notice.key, "tag/c1/behaviour.quoted/reminder/2026-01-07T09:00:00Z");
    assert_eq!((notice.deadline, notice.audience.as_str()), (Some(at(8, 9, 0)), "owner"));
}

#[test]
fn a_late_timer_does_its_work_once() {
    let (mut customer, timers_set) = quoted(at(1, 9, 0));
    let late = at(20, 9, 0);
    let reminder = engine().on_timer(&mut customer, &named(&timers_set, "reminder"), late);
    assert_eq!(notices(&reminder.effects).len(), 1);
    let expiry = engine().on_timer(&mut customer, &named(&timers_set, "expiry"), late);
    assert_eq!(expiry.value.removed[0].cause, "tag.expired");
    for step in ["reminder", "expiry"] {
        let again = engine().on_timer(&mut customer, &named(&timers_set, step), late);
        assert!(again.value.is_empty() && again.effects.is_empty());
        assert_eq!(again.reasons[0].code, "tag.gone");
    }
}

#[test]
fn a_second_quote_begins_the_week_anew() {
    let (mut customer, timers_set) = quoted(at(1, 9, 0));
    let second = event(EventKind::QuoteSent { total: None }, at(5, 9, 0));
    let decision = engine().refresh(&mut customer, happened(&second, None), at(5, 9, 0));
    assert_eq!(names(&decision.value.restarted), ["behaviour.quoted"]);
    assert_eq!(customer.tags[0].expires_at, Some(at(12, 9, 0)));
    // Timers of the first period move to the second.
    let moved = engine().on_timer(&mut customer, &named(&timers_set, "expiry"), at(8, 9, 0));
    assert!(moved.value.is_empty());
    assert_eq!(timers(&moved.effects)[0].due, at(12, 9, 0));
    // The earlier quote, reported late, changes nothing.
    let first = event(EventKind::QuoteSent { total: None }, at(1, 9, 0));
    assert!(engine().refresh(&mut customer, happened(&first, None), at(9, 9, 0)).value.is_empty());
}

#[test]
fn a_quote_of_long_ago_sets_nothing() {
    let mut customer = customer();
    let quote = event(EventKind::QuoteSent { total: None }, at(1, 9, 0));
    let decision = engine().refresh(&mut customer, happened(&quote, None), at(8, 9, 0));
    assert!(decision.value.is_empty());
    assert_eq!(decision.reasons[0].code, "tag.period_over");
    let decision = engine().refresh(&mut customer, happened(&quote, None), at(8, 8, 59));
    assert_eq!(decision.value.set.len(), 1);
}

#[test]
fn a_sample_is_overdue_until_closed_by_hand() {
    let engine = engine();
    let mut customer = customer();
    let sample = event(EventKind::SampleSent {}, at(1, 9, 0));
    let set = timers(&engine.refresh(&mut customer, happened(&sample, None), at(1, 9, 0)).effects);
    let prompt = engine.on_timer(&mut customer, &named(&set, "prompt"), at(15, 9, 0));
    assert_eq!(notices(&prompt.effects)[0].kind, NoticeKind::TagPrompt);
    assert_eq!(customer.tags[0].phase, TagPhase::Active);
    let end = engine.on_timer(&mut customer, &named(&set, "expiry"), at(16, 9, 0));
    assert_eq!(notices(&end.effects)[0].kind, NoticeKind::TagOverdue);
    assert_eq!(names(&end.value.overdue), ["behaviour.sample_sent"]);
    let again = engine.on_timer(&mut customer, &named(&set, "expiry"), at(17, 9, 0));
    assert!(again.value.is_empty() && again.effects.is_empty());
    assert_eq!(customer.tags[0].phase, TagPhase::Overdue);
    let (agent, tag) = (AgentId::new("a"), TagId::new("behaviour.sample_sent"));
    let close = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Close };
    let closed = engine.refresh(&mut customer, close, at(31, 9, 0));
    assert_eq!(closed.value.removed[0].cause, "tag.closed_by_person");
    assert!(customer.tags.is_empty());
}

#[test]
fn a_sleeping_host_gets_one_task_and_the_series_goes_on() {
    let engine = engine();
    let mut customer = customer();
    let (agent, tag) = (AgentId::new("a"), TagId::new("behaviour.long_term"));
    let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Set };
    let set = timers(&engine.refresh(&mut customer, person, at(1, 9, 0)).effects);
    assert_eq!(named(&set, "task").due, at(8, 9, 0));
    let late = at(23, 12, 0);
    let decision = engine.on_timer(&mut customer, &named(&set, "task"), late);
    assert_eq!(notices(&decision.effects).len(), 1);
    assert_eq!(timers(&decision.effects)[0].due, at(29, 9, 0), "counted from the beginning, not from now");
}

#[test]
fn timers_can_be_worked_out_again() {
    let (customer, set) = quoted(at(1, 9, 0));
    let long_term = |timer: &Timer| timer.key.as_str() == "tag/c1/due";
    let (due, of_tags): (Vec<_>, Vec<_>) =
        engine().timers(&customer, at(1, 9, 0)).into_iter().partition(long_term);
    assert_eq!((due.len(), of_tags), (1, set.clone()));
    let after_reminder = engine().timers(&customer, at(7, 9, 0));
    assert_eq!(after_reminder, [due, vec![named(&set, "expiry")]].concat());
}

#[test]
fn a_monthly_series_from_the_31st_stays_on_month_ends() {
    let calendar = Calendar::utc();
    let anchor = at(31, 10, 0);
    let mut now = anchor;
    let mut days = Vec::new();
    for _ in 0..5 {
        now = super::super::lifecycle::next_in_series(anchor, "1mo".parse().unwrap(), &calendar, now);
        days.push(now.format("%m-%d").to_string());
    }
    assert_eq!(days, ["02-28", "03-31", "04-30", "05-31", "06-30"]);
    let far = anchor + TimeDelta::days(365 * 400);
    let next = super::super::lifecycle::next_in_series(anchor, "1mo".parse().unwrap(), &calendar, far);
    assert!(next > far && next < far + TimeDelta::days(32));
}
