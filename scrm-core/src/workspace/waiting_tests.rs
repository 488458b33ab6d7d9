use std::io::Cursor;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::tests::incoming;
use super::*;
use crate::desk::IncomingMessage;
use crate::foundation::{AgentId, Coded, Event, EventKind, NoticeKind};
use crate::import::ImportOptions;
use crate::reply::ReplyKind;
use crate::store::MemoryStore;
use crate::transport::MessageBody;

/// Minutes after 10:00 of a Tuesday in Taipei.
fn at(minutes: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 2, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

fn workspace(rows: &str) -> Workspace {
    let mut playbook = Playbook::standard();
    playbook.calendar.time_zone = "Asia/Taipei".to_owned();
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &playbook).unwrap();
    let file = format!("name,phone,stage,budget\n{rows}\n");
    let report = workspace.import_csv(&mut Cursor::new(file), &ImportOptions::new("test"), at(-600)).unwrap();
    assert_eq!(report.counts.rejected, 0);
    workspace
}

const PHONE: &str = "447400123456";
const KNOWN: &str = "Anna Walker,+447400123456,customer,";

fn message(id: &str, body: MessageBody, sent_at: DateTime<Utc>) -> IncomingMessage {
    incoming(id, PHONE, body, sent_at)
}

fn says(workspace: &Workspace, text: &str, minutes: i64) -> Received {
    let now = at(minutes);
    let message = message(&format!("{minutes} {text}"), MessageBody::text(text), now);
    workspace.receive(&[message], now).unwrap().remove(0)
}

fn event(kind: EventKind, customer: &Received, minutes: i64) -> Event {
    let id = format!("{minutes} {kind:?}");
    let customer = customer.customer.clone();
    Event { v: 1, id: id.as_str().into(), at: at(minutes), customer, conversation: None, kind }
}

fn replied() -> EventKind {
    EventKind::AgentReplied { agent: Some(AgentId::new("lin")), message: None, body: None }
}

fn closed() -> EventKind {
    EventKind::ConversationClosed { resolved: true }
}

/// Level, and minutes from 10:00 to the deadline.
fn queue(workspace: &Workspace, minutes: i64) -> Vec<(u8, i64)> {
    let queue = workspace.queue(10, at(minutes)).unwrap();
    queue.iter().map(|waiting| (waiting.level, (waiting.respond_by - at(0)).num_minutes())).collect()
}

const DAY: i64 = 24 * 60;

/// A known customer whom a person answered ten minutes after ten.
fn held() -> (Workspace, Received) {
    let workspace = workspace(KNOWN);
    let asked = says(&workspace, "operator", 0);
    workspace.record(&[event(replied(), &asked, 10)], at(10)).unwrap();
    assert_eq!(queue(&workspace, 11), []);
    (workspace, asked)
}

#[test]
fn who_asks_the_person_who_holds_the_thread_waits_for_the_next_answer() {
    let (workspace, asked) = held();
    for courtesy in ["thank you", "спасибо", "شكرا", "धन्यवाद", "谢谢", "謝謝", "👍"]
    {
        assert_eq!(says(&workspace, courtesy, 15).reply, Some(ReplyKind::Silent));
        assert_eq!(queue(&workspace, 16), [], "{courtesy}");
    }
    assert_eq!(says(&workspace, "and in green?", 20).reply, Some(ReplyKind::Silent));
    assert_eq!(queue(&workspace, 21), [(3, 20 + DAY)]);
    let notices = workspace.tick(at(20 + DAY)).unwrap().notices;
    assert_eq!(notices.iter().filter(|notice| notice.kind == NoticeKind::Deadline).count(), 1);
    workspace.record(&[event(replied(), &asked, 21 + DAY)], at(21 + DAY)).unwrap();
    assert_eq!(queue(&workspace, 22 + DAY), []);
}

#[test]
fn the_next_answer_has_its_own_deadline() {
    let mut playbook = Playbook::standard();
    playbook.priority.levels[2].next_response_within = crate::foundation::time::Span::hours(1);
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &playbook).unwrap();
    let asked = says(&workspace, "hello", 0);
    workspace.record(&[event(replied(), &asked, 10)], at(10)).unwrap();
    says(&workspace, "and in green?", 20);
    assert_eq!(queue(&workspace, 21), [(3, 80)]);
    let customer = workspace.customer(asked.customer.as_ref().unwrap()).unwrap();
    assert_eq!(workspace.engines().priority.decide_again(&customer, at(21)).unwrap().respond_by, at(80));
}

#[test]
fn a_photo_waits_for_an_answer_and_a_sticker_does_not() {
    let (workspace, _) = held();
    let media = |media: &str| MessageBody::Media { media: media.to_owned(), caption: None };
    workspace.receive(&[message("m_1", media("sticker"), at(20))], at(20)).unwrap();
    assert_eq!(queue(&workspace, 21), []);
    workspace.receive(&[message("m_2", media("image"), at(22))], at(22)).unwrap();
    assert_eq!(queue(&workspace, 23), [(3, 22 + DAY)]);
}

#[test]
fn words_that_mean_business_are_urgent_whoever_holds_the_thread() {
    for words in
        ["we are ready to sign the contract", "готовы подписать договор", "我们要签合同", "我們要簽合約"]
    {
        let (workspace, _) = held();
        says(&workspace, words, 20);
        assert_eq!(queue(&workspace, 21), [(1, 140)], "{words}");
    }
    let workspace = workspace(KNOWN);
    let asked = says(&workspace, "operator please, we are ready to sign the contract", 0);
    assert_eq!(asked.reply, Some(ReplyKind::HumanRequest));
    assert_eq!(queue(&workspace, 1), [(1, 120)]);
}

#[test]
fn closing_the_conversation_ends_the_wait() {
    let (workspace, asked) = held();
    says(&workspace, "I will think about it", 20);
    assert_eq!(queue(&workspace, 21).len(), 1);
    workspace.record(&[event(closed(), &asked, 30)], at(30)).unwrap();
    assert_eq!(queue(&workspace, 31), []);
    assert!(
        workspace.tick(at(3 * DAY)).unwrap().notices.iter().all(|told| told.kind != NoticeKind::Deadline)
    );
}

#[test]
fn an_answer_that_is_told_late_answers_nothing_that_was_asked_later() {
    let (workspace, asked) = held();
    says(&workspace, "and in green?", 20);
    says(&workspace, "and in blue?", 40);
    workspace.record(&[event(replied(), &asked, 30)], at(41)).unwrap();
    assert_eq!(queue(&workspace, 42), [(3, 40 + DAY)]);
    workspace.record(&[event(closed(), &asked, 35)], at(43)).unwrap();
    assert_eq!(queue(&workspace, 44), [(3, 40 + DAY)]);
}

#[test]
fn whom_an_absence_promised_an_answer_waits_for_it() {
    let night = 13 * 60;
    for (words, kind) in [("which sizes there be", ReplyKind::Away), ("how much is it?", ReplyKind::Away)] {
        let (workspace, asked) = held();
        workspace.record(&[event(closed(), &asked, 12)], at(12)).unwrap();
        assert_eq!(says(&workspace, "thanks", night - 1).reply, Some(ReplyKind::Silent));
        assert_eq!(queue(&workspace, night), []);
        assert_eq!(says(&workspace, words, night).reply, Some(kind));
        assert_eq!(queue(&workspace, night + 600), [(3, night + DAY)], "{words}");
    }
}

#[test]
fn a_new_inquiry_that_an_import_knows_is_in_the_queue_at_the_first_question() {
    let fresh = workspace("Anna Walker,+447400123456,,200000");
    says(&fresh, "which sizes are there", 5);
    assert_eq!(queue(&fresh, 6), [(1, 125)]);
    let known = workspace("Anna Walker,+447400123456,customer,200000");
    says(&known, "which sizes are there", 5);
    assert_eq!(queue(&known, 6), [], "the bot goes on with a customer");
}

#[test]
fn a_message_that_comes_too_late_for_an_answer_reaches_a_person() {
    let workspace = workspace(KNOWN);
    says(&workspace, "how much is it?", 0);
    let now = at(3 * DAY);
    let sent_at = now - TimeDelta::hours(25);
    let late = message("late", MessageBody::text("when do you deliver?"), sent_at);
    let received = workspace.receive(&[late], now).unwrap().remove(0);
    assert_eq!(
        (received.reply, received.answered_by, received.outbox),
        (Some(ReplyKind::Silent), None, None)
    );
    let waiting = workspace.queue(10, now).unwrap();
    assert_eq!(waiting.len(), 1);
    assert!(waiting[0].overdue, "it waits since it was sent");
    let in_time = message("in time", MessageBody::text("how much is it?"), now - TimeDelta::hours(23));
    assert_eq!(workspace.receive(&[in_time], now).unwrap()[0].reply, Some(ReplyKind::Keyword));
    let stop = message("stop", MessageBody::text("STOP"), sent_at);
    let stopped = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    let customer = stopped.receive(&[stop], now).unwrap().remove(0).customer.unwrap();
    assert!(!stopped.customer(&customer).unwrap().consents.is_empty(), "it counts all the same");
}

#[test]
fn an_away_message_is_not_sent_once_people_are_back() {
    let night = 13 * 60;
    let (workspace, asked) = held();
    workspace.record(&[event(closed(), &asked, 12)], at(12)).unwrap();
    says(&workspace, "which sizes there be", night);
    // 08:59 and 09:00 of the next morning.
    assert_eq!(workspace.lease("w", 10, at(night + 9 * 60 + 59)).unwrap().len(), 1);
    workspace.tick(at(night + 10 * 60 + 30)).unwrap();
    assert!(workspace.lease("w", 10, at(night + 10 * 60 + 30)).unwrap().is_empty());
    says(&workspace, "how much is it?", night + DAY);
    let leased = workspace.lease("w", 10, at(night + DAY + 11 * 60)).unwrap();
    assert_eq!(leased.len(), 1, "the answer to a keyword in it is still of use");
}

#[test]
fn a_message_taken_back_from_its_worker_holds_up_no_other() {
    let workspace = workspace(KNOWN);
    let asked = says(&workspace, "how much is it?", 0);
    let lease = workspace.lease("w", 10, at(1)).unwrap().remove(0);
    workspace.record(&[event(replied(), &asked, 1)], at(1)).unwrap();
    let attempt = workspace.attempt(&lease.message.id, lease.generation, at(1)).unwrap();
    let Attempt::Refused { reason } = attempt else { panic!("{attempt:?}") };
    assert_eq!(reason.code, "desk.person_answered");
    let stale = workspace.attempt(&lease.message.id, lease.generation + 1, at(1));
    assert!(stale.is_err(), "a lease that was never given");
}

#[test]
fn the_report_lists_the_queue_as_it_is_now() {
    let workspace = workspace(&format!("{KNOWN}\nOmar Haddad,+447400123457,customer,90000"));
    let asks = |phone: &str, minutes| {
        let now = at(minutes);
        let message = incoming(phone, phone, MessageBody::text("operator"), now);
        workspace.receive(&[message], now).unwrap().remove(0)
    };
    asks(PHONE, 0);
    asks("447400123457", 23 * 60);
    let now = at(23 * 60);
    let queue = workspace.queue(10, now).unwrap();
    assert!(queue[0].score > queue[1].score, "who waits for a day goes before the larger budget");
    let listed = workspace.audit(now).unwrap().priorities.queue;
    let listed: Vec<_> = listed.into_iter().map(|row| (row.customer, row.score)).collect();
    let queue: Vec<_> = queue.into_iter().map(|waiting| (waiting.id, waiting.score)).collect();
    assert_eq!(listed, queue);
}

#[test]
fn a_budget_that_a_list_tells_of_makes_who_waits_more_urgent_and_never_less() {
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    says(&workspace, "how much is it?", 0);
    assert_eq!(queue(&workspace, 1), [(3, DAY)]);
    for (minutes, budget) in [(10, 150_000), (20, 500)] {
        let file = format!("name,phone,budget\nAnna Walker,+447400123456,{budget}\n");
        let options = ImportOptions::new(&format!("list-{minutes}"));
        let report = workspace.import_csv(&mut Cursor::new(file), &options, at(minutes)).unwrap();
        assert_eq!(report.counts.merged, 1);
        assert_eq!(queue(&workspace, minutes), [(1, 120)], "{budget}");
    }
    let missed = workspace.tick(at(120)).unwrap().notices;
    assert_eq!(missed.iter().map(|notice| notice.kind).collect::<Vec<_>>(), [NoticeKind::Deadline]);
}

#[test]
fn who_was_answered_while_merged_does_not_wait_once_that_is_undone() {
    let workspace = workspace(KNOWN);
    let asks = |phone: &str, minutes| {
        let message = incoming(phone, phone, MessageBody::text("operator"), at(minutes));
        workspace.receive(&[message], at(minutes)).unwrap().remove(0)
    };
    let [known, asked] = [asks(PHONE, 0), asks("447400123457", 1)];
    workspace.record(&[event(replied(), &known, 2)], at(2)).unwrap();
    let id = |received: &Received| received.customer.clone().unwrap();
    let merge = workspace.merge(&id(&known), &id(&asked), at(3)).unwrap();
    workspace.record(&[event(replied(), &asked, 4)], at(4)).unwrap();
    assert_eq!(queue(&workspace, 5), []);
    workspace.undo_merge(&merge, at(5)).unwrap();
    assert_eq!(queue(&workspace, 6), []);
}

#[test]
fn who_was_not_answered_while_merged_waits_once_that_is_undone() {
    let workspace = workspace(KNOWN);
    let asked = says(&workspace, "operator", 0).customer.unwrap();
    let message = incoming("other", "447400123457", MessageBody::text("hello"), at(1));
    let other = workspace.receive(&[message], at(1)).unwrap().remove(0).customer.unwrap();
    let merge = workspace.merge(&other, &asked, at(2)).unwrap();
    workspace.undo_merge(&merge, at(3)).unwrap();
    let queue = workspace.queue(10, at(4)).unwrap();
    assert!(queue.iter().any(|waiting| waiting.id == asked), "{queue:?}");
}

#[test]
fn a_merge_whose_survivor_is_gone_says_so() {
    let workspace = workspace(&format!("{KNOWN}\nOmar Haddad,+447400123457,,\nLi Na,+447400123458,,"));
    let ids: Vec<_> =
        workspace.customers(None, 10).unwrap().iter().map(|customer| customer.id.clone()).collect();
    let first = workspace.merge(&ids[1], &ids[2], at(1)).unwrap();
    let later = workspace.merge(&ids[0], &ids[1], at(2)).unwrap();
    let refused = workspace.undo_merge(&first, at(3)).unwrap_err();
    assert_eq!(refused.code(), "dedupe.merge.survivor_gone");
    workspace.undo_merge(&later, at(4)).unwrap();
    workspace.undo_merge(&first, at(5)).unwrap();
}
