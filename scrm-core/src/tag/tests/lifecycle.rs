//! What a tag's timers do: early, late, twice, and after the tag is gone.

use chrono::TimeDelta;

use super::*;
use crate::customer::TagPhase;
use crate::foundation::{AgentId, Effect, Notice, NoticeKind};
use crate::store::Timer;

/// A customer with a quote, and the timer that follows.
fn quoted(now: DateTime<Utc>) -> (Customer, Timer) {
    let mut customer = customer();
    let quote = event(EventKind::QuoteSent { total: None }, now);
    let decision = engine().refresh(&mut customer, happened(&quote, None), now);
    (customer, only_timer(&decision.effects))
}

fn only_timer(effects: &[Effect]) -> Timer {
    let mut set = effects.iter().filter_map(|effect| match effect {
        Effect::SetTimer { timer } => Some(timer.clone()),
        _ => None,
    });
    let timer = set.next().unwrap();
    assert!(set.next().is_none(), "one timer for each customer");
    timer
}

fn notices(effects: &[Effect]) -> Vec<Notice> {
    let notice = |effect: &Effect| match effect {
        Effect::Notify { notice } => Some(notice.clone()),
        _ => None,
    };
    effects.iter().filter_map(notice).collect()
}

#[test]
fn a_timer_before_its_time_is_put_back() {
    let (mut customer, reminder) = quoted(at(1, 9, 0));
    assert_eq!((reminder.key.as_str(), reminder.due), ("tag/c1/due", at(7, 9, 0)));
    let decision = engine().on_timer(&mut customer, &reminder, at(7, 8, 59));
    assert_eq!(decision.effects, [Effect::SetTimer { timer: reminder.clone() }]);
    let decision = engine().on_timer(&mut customer, &reminder, at(7, 9, 0));
    let [notice] = notices(&decision.effects).try_into().unwrap();
    assert_eq!(notice.kind, NoticeKind::TagReminder);
    assert_eq!(notice.key, "tag/c1/behaviour.quoted/reminder/2026-01-07T09:00:00Z");
    assert_eq!((notice.deadline, notice.audience.as_str()), (Some(at(8, 9, 0)), "owner"));
}

#[test]
fn a_late_timer_does_all_its_work_once_and_in_order() {
    let (mut customer, timer) = quoted(at(1, 9, 0));
    let late = at(20, 9, 0);
    let decision = engine().on_timer(&mut customer, &timer, late);
    assert_eq!(notices(&decision.effects).len(), 1);
    assert_eq!(decision.value.removed[0].cause, "tag.expired");
    let codes: Vec<_> = decision.reasons.iter().map(|reason| reason.code.as_ref()).collect();
    assert_eq!(codes, ["tag.ends_soon", "tag.expired"]);
    let next = only_timer(&decision.effects);
    let again = engine().on_timer(&mut customer, &timer, late);
    assert!(again.value.is_empty());
    assert_eq!(again.effects, [Effect::SetTimer { timer: next }], "the one that stands");
    assert_eq!(again.reasons[0].code, "tag.timer_moved");
}

#[test]
fn a_second_quote_begins_the_week_anew() {
    let (mut customer, first_timer) = quoted(at(1, 9, 0));
    let second = event(EventKind::QuoteSent { total: None }, at(5, 9, 0));
    let decision = engine().refresh(&mut customer, happened(&second, None), at(5, 9, 0));
    assert_eq!(names(&decision.value.restarted), ["behaviour.quoted"]);
    assert_eq!(customer.tags[0].expires_at, Some(at(12, 9, 0)));
    assert_eq!(only_timer(&decision.effects).due, at(11, 9, 0));
    // The timer of the first period, handed over by a host that had it already.
    let moved = engine().on_timer(&mut customer, &first_timer, at(8, 9, 0));
    assert!(moved.value.is_empty() && notices(&moved.effects).is_empty());
    assert_eq!(only_timer(&moved.effects).due, at(11, 9, 0));
    // The earlier quote, reported late, changes nothing.
    let first = event(EventKind::QuoteSent { total: None }, at(1, 9, 0));
    assert!(engine().refresh(&mut customer, happened(&first, None), at(9, 9, 0)).value.is_empty());
}

#[test]
fn what_was_due_before_an_event_comes_before_it() {
    let (mut customer, _) = quoted(at(1, 9, 0));
    let sample = event(EventKind::SampleSent {}, at(9, 9, 0));
    let decision = engine().refresh(&mut customer, happened(&sample, None), at(9, 9, 0));
    assert_eq!(notices(&decision.effects).len(), 1);
    assert_eq!(decision.value.removed[0].cause, "tag.expired");
    assert_eq!(carried(&customer), ["behaviour.sample_sent"]);
    assert_eq!(only_timer(&decision.effects).due, at(23, 9, 0));
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
    assert_eq!(
        only_timer(&decision.effects).due,
        at(7, 9, 0),
        "the reminder is behind it already, and due at once"
    );
}

#[test]
fn a_sample_is_overdue_until_closed_by_hand() {
    let engine = engine();
    let mut customer = customer();
    let sample = event(EventKind::SampleSent {}, at(1, 9, 0));
    let timer = only_timer(&engine.refresh(&mut customer, happened(&sample, None), at(1, 9, 0)).effects);
    let prompt = engine.on_timer(&mut customer, &timer, at(15, 9, 0));
    assert_eq!(notices(&prompt.effects)[0].kind, NoticeKind::TagPrompt);
    assert_eq!(customer.tags[0].phase, TagPhase::Active);
    let timer = only_timer(&prompt.effects);
    let end = engine.on_timer(&mut customer, &timer, at(16, 9, 0));
    assert_eq!(notices(&end.effects)[0].kind, NoticeKind::TagOverdue);
    assert_eq!(names(&end.value.overdue), ["behaviour.sample_sent"]);
    let again = engine.on_timer(&mut customer, &timer, at(17, 9, 0));
    assert!(again.value.is_empty() && notices(&again.effects).is_empty());
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
    let task = only_timer(&engine.refresh(&mut customer, person, at(1, 9, 0)).effects);
    assert_eq!(task.due, at(8, 9, 0));
    let late = at(23, 12, 0);
    let decision = engine.on_timer(&mut customer, &task, late);
    assert_eq!(notices(&decision.effects).len(), 1);
    let next = only_timer(&decision.effects);
    assert_eq!(next.due, at(29, 9, 0), "counted from the beginning, not from now");
}

#[test]
fn the_agenda_lists_what_is_to_come() {
    let (customer, _) = quoted(at(1, 9, 0));
    let agenda = |now| -> Vec<_> {
        engine().agenda(&customer, now).into_iter().map(|item| (item.step, item.due)).collect()
    };
    let (reminder, expiry) = ((TagStep::Reminder, at(7, 9, 0)), (TagStep::Expiry, at(8, 9, 0)));
    assert_eq!(agenda(at(1, 9, 0)), [reminder, expiry]);
    assert_eq!(agenda(at(7, 9, 0)), [expiry]);
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
