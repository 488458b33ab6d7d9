use std::io::Cursor;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::*;
use crate::customer::{FieldName, FieldValue, IdentifierKind};
use crate::desk::{Holder, IncomingMessage, Sender, SenderIdentifier};
use crate::foundation::{AgentId, Coded, CustomerId, Event, EventId, EventKind, ExternalId, OutboxId};
use crate::import::{ImportOptions, OnRejected};
use crate::reply::ReplyKind;
use crate::store::{ChangeSet, MemoryStore, Versioned};
use crate::transport::{Channel, MessageBody, OnUnknown, OutboxState, OutgoingMessage};
use crate::trust::consent::Purpose;

fn noon() -> DateTime<Utc> {
    // A Tuesday, 12:00 in Taipei.
    Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap()
}

fn workspace() -> Workspace {
    Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap()
}

/// What somebody without a name wrote on WhatsApp.
pub(super) fn incoming(id: &str, phone: &str, body: MessageBody, sent_at: DateTime<Utc>) -> IncomingMessage {
    IncomingMessage {
        external_id: id.into(),
        channel: Channel::Whatsapp,
        account: "shop".into(),
        sender: Sender {
            identifiers: vec![SenderIdentifier { kind: IdentifierKind::WhatsappId, value: phone.into() }],
            display_name: None,
        },
        body,
        sent_at,
        history: false,
    }
}

pub(super) fn message(number: u64, phone: &str, text: &str, at: DateTime<Utc>) -> IncomingMessage {
    let mut message = incoming(&format!("wamid.{number}"), phone, MessageBody::text(text), at);
    message.sender.display_name = Some("Anna Walker".to_owned());
    message
}

pub(super) fn import(workspace: &Workspace, file: &str) -> crate::import::ImportReport {
    let report =
        workspace.import_csv(&mut Cursor::new(file.to_owned()), &ImportOptions::new("test"), noon()).unwrap();
    assert!(report.counts.adds_up(), "{:?}", report.counts);
    report
}

/// Sends everything that is due at `now`; gives the texts.
fn deliver(workspace: &Workspace, now: DateTime<Utc>) -> Vec<String> {
    let mut texts = Vec::new();
    for lease in workspace.lease("test", 100, now).unwrap() {
        let id = lease.message.id.clone();
        if let Attempt::Send {} = workspace.attempt(&id, lease.generation, now).unwrap() {
            texts.push(lease.message.body.words().unwrap_or_default().to_owned());
            workspace.acknowledge(&id, lease.generation, Some(&ExternalId::new(id.as_str())), now).unwrap();
        }
    }
    texts
}

fn tags(workspace: &Workspace, customer: &CustomerId) -> Vec<String> {
    workspace.customer(customer).unwrap().tags.iter().map(|tag| tag.tag.to_string()).collect()
}

const FILE: &str = "Name,Phone,Company,Stage,Budget\n\
    Anna Walker,+44 7400 123456,Walker Ltd,new inquiry,120000\n\
    WALKER ANNA,0044 7400-123456,,,\n\
    Omar Haddad,+971 50 123 4567,,new inquiry,60000\n\
    ,+971 50 765 4321,,,\n";

#[test]
fn every_row_ends_as_one_thing_and_a_second_import_changes_nothing() {
    let workspace = workspace();
    let first = import(&workspace, FILE).counts;
    assert_eq!((first.read, first.created, first.rejected), (4, 2, 1), "{first:?}");
    let before = workspace.queue(10, noon()).unwrap();
    assert_eq!(before.iter().map(|queued| queued.level).collect::<Vec<_>>(), [1, 2]);
    let second = import(&workspace, FILE).counts;
    assert_eq!((second.created, second.merged, second.unchanged, second.rejected), (0, 0, 3, 1));
    assert_eq!(workspace.queue(10, noon()).unwrap(), before);
}

#[test]
fn a_dry_run_counts_alike_and_writes_nothing() {
    let workspace = workspace();
    let options = ImportOptions { dry_run: true, ..ImportOptions::new("test") };
    let trial = workspace.import_csv(&mut Cursor::new(FILE), &options, noon()).unwrap();
    assert_eq!(workspace.store().count_customers().unwrap(), 0);
    assert_eq!(trial.counts, import(&workspace, FILE).counts);
}

#[test]
fn an_aborting_import_commits_nothing_when_one_row_is_bad() {
    let workspace = workspace();
    let options = ImportOptions { on_rejected: OnRejected::Abort, ..ImportOptions::new("test") };
    let report = workspace.import_csv(&mut Cursor::new(FILE), &options, noon()).unwrap();
    assert!(report.aborted && report.counts.rejected == 1);
    assert_eq!(workspace.store().count_customers().unwrap(), 0);
    let good = FILE.rsplit_once("\n,").unwrap().0;
    let report = workspace.import_csv(&mut Cursor::new(good), &options, noon()).unwrap();
    assert!(!report.aborted);
    assert_eq!(workspace.store().count_customers().unwrap(), 2);
}

#[test]
fn rejected_rows_come_back_as_a_file_that_can_be_mended() {
    struct Collect(String);
    impl ImportWatcher for Collect {
        fn rejected(&mut self, csv: &str) {
            self.0.push_str(csv);
        }
    }
    let workspace = workspace();
    let mut rejected = Collect(String::new());
    let options = ImportOptions::new("test");
    workspace.import_csv_watched(&mut Cursor::new(FILE), &options, &mut rejected, noon()).unwrap();
    let mended = rejected.0.replacen("\r\n,", "\r\nLayla Haddad,", 1);
    assert_eq!(import(&workspace, &mended).counts.created, 1, "{mended}");
}

#[test]
fn a_row_that_contradicts_an_earlier_row_of_its_file_is_noted() {
    let file = "Name,Phone,Budget range,City,Last contact\n\
        Anna Walker,+447400123456,50000 TWD,Leeds,2025-03-01\n\
        Omar Haddad,+971501234567,50000 TWD,Dubai,2025-03-01\n\
        Anna Walker,+447400123456,80000 TWD,York,2025-04-01\n\
        Anna Walker,+447400123456,50000 TWD,,2025-02-01\n\
        Anna Walker,+447400123456,lots,York,\n\
        Omar Haddad,+971501234567,,,\n\
        Anna Walker,+447400123456,a few,York,\n";
    let workspace = workspace();
    let options = ImportOptions { dry_run: true, ..ImportOptions::new("test") };
    let trial = workspace.import_csv(&mut Cursor::new(file.to_owned()), &options, noon()).unwrap();
    let report = import(&workspace, file);
    assert_eq!(trial.notes, report.notes);
    let conflicts = report.notes.iter().filter(|note| note.code == "import.value.conflict");
    let noted: Vec<_> =
        conflicts.map(|note| (note.column.as_str(), note.rows, note.first_rows.clone())).collect();
    // Of follow-ups the later counts, so two of them are no conflict.
    assert_eq!(noted, [("Budget range", 2, vec![3, 7]), ("City", 3, vec![3, 5, 7])]);
    let again = import(&workspace, file);
    assert!(
        again.notes.iter().all(|note| note.code != "import.value.conflict"),
        "rows that are known say nothing"
    );
}

#[test]
fn people_who_share_a_number_go_to_review() {
    let workspace = workspace();
    let counts =
        import(&workspace, "Name,Phone\nAnna Walker,+447400123456\nOmar Haddad,+447400123456\n").counts;
    assert_eq!(counts.created, 2);
    assert_eq!(workspace.review_queue(10).unwrap().len(), 1);
}

#[test]
fn a_first_message_is_welcomed_once_and_starts_the_tag_of_the_new() {
    let workspace = workspace();
    let received = workspace.receive(&[message(1, "447400123456", "hello", noon())], noon()).unwrap();
    let customer = received[0].customer.clone().unwrap();
    assert_eq!(received[0].reply, Some(ReplyKind::Welcome));
    assert!(deliver(&workspace, noon()).is_empty(), "the reply waits for the turn to end");
    let sent_at = noon() + TimeDelta::seconds(3);
    assert_eq!(workspace.next_wakeup().unwrap(), Some(sent_at));
    assert_eq!(deliver(&workspace, sent_at).len(), 1);
    assert!(deliver(&workspace, sent_at).is_empty());
    assert!(
        tags(&workspace, &customer).contains(&"behaviour.new_customer_24h".to_owned()),
        "{:?}",
        tags(&workspace, &customer)
    );
    // The reminder at 23 hours, the end at 24; a second tick does nothing.
    let almost = sent_at + TimeDelta::hours(23) - TimeDelta::seconds(1);
    let before = workspace.tick(almost).unwrap();
    assert!(before.notices.iter().all(|notice| notice.kind != crate::foundation::NoticeKind::TagReminder));
    let reminded = workspace.tick(sent_at + TimeDelta::hours(23)).unwrap();
    assert_eq!(reminded.notices.len(), 1, "{reminded:?}");
    workspace.tick(sent_at + TimeDelta::hours(24)).unwrap();
    assert!(!tags(&workspace, &customer).contains(&"behaviour.new_customer_24h".to_owned()));
    assert!(workspace.tick(sent_at + TimeDelta::hours(24)).unwrap().fired.is_empty());
}

#[test]
fn a_second_delivery_changes_nothing() {
    let workspace = workspace();
    let one = message(1, "447400123456", "hello", noon());
    workspace.receive(std::slice::from_ref(&one), noon()).unwrap();
    let again = workspace.receive(&[one.clone(), one], noon() + TimeDelta::hours(1)).unwrap();
    assert!(again.iter().all(|received| received.kind == ReceivedKind::Duplicate));
    assert_eq!(deliver(&workspace, noon() + TimeDelta::hours(2)).len(), 1);
}

#[test]
fn messages_of_one_turn_are_answered_once() {
    let workspace = workspace();
    let later = noon() + TimeDelta::seconds(2);
    workspace.receive(&[message(1, "447400123456", "hello", noon())], noon()).unwrap();
    let second = workspace.receive(&[message(2, "447400123456", "how much is it?", later)], later).unwrap();
    let texts = deliver(&workspace, later + TimeDelta::seconds(3));
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert!(second[0].outbox.is_some());
    let rows = workspace.store().list_outbox(None, 10).unwrap();
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_persons_answer_takes_the_waiting_reply_back_and_silences_the_bot() {
    let workspace = workspace();
    let received = workspace.receive(&[message(1, "447400123456", "hello", noon())], noon()).unwrap();
    let at = noon() + TimeDelta::seconds(1);
    let event = Event {
        v: 1,
        id: EventId::new("e_agent"),
        at,
        customer: received[0].customer.clone(),
        conversation: received[0].conversation.clone(),
        kind: EventKind::AgentReplied { agent: Some(AgentId::new("anna")), message: None, body: None },
    };
    assert!(workspace.record(std::slice::from_ref(&event), at).unwrap()[0].new);
    assert!(!workspace.record(&[event], at).unwrap()[0].new);
    assert!(deliver(&workspace, noon() + TimeDelta::hours(1)).is_empty());
    let next = noon() + TimeDelta::minutes(5);
    let silent = workspace.receive(&[message(2, "447400123456", "what does it cost?", next)], next).unwrap();
    assert_eq!(silent[0].reply, Some(ReplyKind::Silent));
    let id = received[0].conversation.clone().unwrap();
    let state = workspace.store().conversations(&[id]).unwrap()[0].clone().unwrap();
    assert!(matches!(state.value.holder, Holder::Human { .. }));
}

/// An offer to whom a message came in from.
fn offer(received: &Received) -> OutgoingMessage {
    OutgoingMessage {
        id: OutboxId::new("o_offer"),
        customer: received.customer.clone().unwrap(),
        conversation: received.conversation.clone().unwrap(),
        channel: Channel::Whatsapp,
        account: "shop".into(),
        to: crate::customer::IdentifierKey::whatsapp_id("447400123456"),
        body: MessageBody::text("an offer"),
        purpose: Purpose::Marketing,
        rule: "campaign.test".into(),
        not_before: noon(),
        expires_at: None,
        on_unknown: OnUnknown::Park,
        answers: Vec::new(),
    }
}

fn enqueue(workspace: &Workspace, message: OutgoingMessage) {
    let row = workspace.engines().outbox.enqueue(message, noon());
    let changes = ChangeSet { outbox: vec![Versioned::new(row)], ..ChangeSet::default() };
    workspace.store().commit(&changes).unwrap();
}

/// Leases a message, however many others are due.
fn lease_one(workspace: &Workspace, id: &OutboxId, now: DateTime<Utc>) -> Option<LeasedMessage> {
    workspace.lease("test", 10, now).unwrap().into_iter().find(|lease| lease.message.id == *id)
}

#[test]
fn a_send_that_broke_off_goes_the_way_its_message_asks() {
    for (on_unknown, again) in [(OnUnknown::Park, false), (OnUnknown::Resend, true)] {
        let workspace = workspace();
        let received = workspace.receive(&[message(1, "447400123456", "hello", noon())], noon()).unwrap();
        let service = OutgoingMessage { purpose: Purpose::Service, on_unknown, ..offer(&received[0]) };
        let id = service.id.clone();
        enqueue(&workspace, service);
        let lease = lease_one(&workspace, &id, noon()).unwrap();
        let refused = workspace.lose(&id, lease.generation, noon()).unwrap_err();
        assert_eq!(refused.code(), "outbox.not_attempting");
        workspace.attempt(&id, lease.generation, noon()).unwrap();
        assert_eq!(
            workspace.lose(&id, lease.generation + 1, noon()).unwrap_err().code(),
            "outbox.stale_lease"
        );
        workspace.lose(&id, lease.generation, noon()).unwrap();
        let row = workspace.store().outbox(std::slice::from_ref(&id)).unwrap()[0].clone().unwrap();
        assert_eq!(matches!(row.value.state, OutboxState::Unknown { .. }), !again, "{:?}", row.value.state);
        let before = noon() + TimeDelta::seconds(4);
        assert!(lease_one(&workspace, &id, before).is_none());
        let taken = lease_one(&workspace, &id, before + TimeDelta::seconds(1));
        assert_eq!(
            taken.is_some(),
            again,
            "{on_unknown:?}: after the usual wait, long before the lease ends"
        );
        let told = workspace.acknowledge(&id, lease.generation, None, before + TimeDelta::seconds(2));
        assert_eq!(
            told.is_ok(),
            !again,
            "{on_unknown:?}: who learns it later may say so, unless it was taken over"
        );
    }
}

#[test]
fn consent_is_checked_again_at_the_hand_off() {
    let workspace = workspace();
    let received = workspace.receive(&[message(1, "447400123456", "hello", noon())], noon()).unwrap();
    let customer = received[0].customer.clone();
    let given = Event {
        v: 1,
        id: EventId::new("e_consent"),
        at: noon(),
        customer,
        conversation: None,
        kind: EventKind::ConsentGiven { purpose: Purpose::Marketing, channel: None },
    };
    workspace.record(&[given], noon()).unwrap();
    let offer = offer(&received[0]);
    enqueue(&workspace, offer.clone());
    let offer = offer.id;
    let lease = lease_one(&workspace, &offer, noon()).unwrap();
    // The customer writes STOP between the lease and the call to the provider.
    let at = noon() + TimeDelta::seconds(1);
    let stop = workspace.receive(&[message(2, "447400123456", "STOP", at)], at).unwrap();
    assert_eq!(stop[0].reply, Some(ReplyKind::OptOut));
    match workspace.attempt(&offer, lease.generation, at) {
        Ok(Attempt::Refused { .. }) | Err(WorkspaceError::Outbox(_)) => {}
        other => panic!("{other:?}"),
    }
    let row = workspace.store().outbox(&[offer]).unwrap()[0].clone().unwrap();
    assert!(matches!(row.value.state, OutboxState::Cancelled { .. }), "{:?}", row.value.state);
}

#[test]
fn an_import_gives_no_consent_back_that_was_withdrawn() {
    let workspace = workspace();
    let agree = |at| workspace.count_segment("consent(\"marketing\", \"whatsapp\")", at).unwrap();
    let list = |rows: &str, minutes| {
        let file = format!("name,phone,marketing consent,company\n{rows}\n");
        let at = noon() + TimeDelta::minutes(minutes);
        workspace.import_csv(&mut Cursor::new(file), &ImportOptions::new("list"), at).unwrap().counts
    };
    list("Anna Walker,+447400123456,yes,", 0);
    let at = |minutes| noon() + TimeDelta::minutes(minutes);
    assert_eq!(agree(at(1)), 1);
    workspace.receive(&[message(1, "447400123456", "STOP", at(2))], at(2)).unwrap();
    assert_eq!(agree(at(3)), 0);
    let counts = list("Anna Walker,+447400123456,yes,Tea Ltd", 4);
    assert_eq!((counts.merged, agree(at(5))), (1, 0), "the company is new, the consent is not");
    list("Boris,+447400123457,no,", 6);
    list("Boris,+447400123457,yes,", 7);
    assert_eq!(agree(at(8)), 1, "a list corrects a list");
}

#[test]
fn whoever_begins_to_wait_for_a_person_is_in_the_queue() {
    let workspace = workspace();
    let at = |minutes| noon() + TimeDelta::minutes(minutes);
    let waiting = |minutes| -> Vec<(u8, DateTime<Utc>)> {
        let queue = workspace.queue(10, at(minutes)).unwrap();
        queue.into_iter().map(|waiting| (waiting.level, waiting.respond_by)).collect()
    };
    import(&workspace, "name,phone,budget\nAnna Walker,+447400123456,200000\n");
    workspace.receive(&[message(1, "447400123456", "hello", at(1))], at(1)).unwrap();
    let due = at(1) + TimeDelta::hours(2);
    assert_eq!(waiting(2), [(1, due)], "a new inquiry with a budget of a size");
    let received = workspace.receive(&[message(2, "447400123456", "operator", at(3))], at(3)).unwrap();
    assert_eq!(waiting(4), [(1, due)], "who waits already waits no longer");
    let event = |kind, id: &str| Event {
        v: 1,
        id: EventId::new(id),
        at: at(5),
        customer: None,
        conversation: received[0].conversation.clone(),
        kind,
    };
    let answered = EventKind::AgentReplied { agent: None, message: None, body: None };
    let closed = EventKind::ConversationClosed { resolved: true };
    workspace.record(&[event(answered, "e_1"), event(closed, "e_2")], at(5)).unwrap();
    assert_eq!(waiting(6), []);
    workspace.receive(&[message(3, "447400123456", "operator", at(60))], at(60)).unwrap();
    assert_eq!(waiting(61).len(), 1, "who was answered asks again");
}

#[test]
fn a_message_from_the_future_holds_up_no_answer() {
    let workspace = workspace();
    let ahead = noon() + TimeDelta::hours(8);
    workspace.receive(&[message(1, "447400123456", "how much is it", ahead)], noon()).unwrap();
    let later = noon() + TimeDelta::minutes(1);
    assert_eq!(deliver(&workspace, later).len(), 1);
    let asked = message(2, "447400123456", "I want to talk to a human", later);
    let received = workspace.receive(&[asked], later).unwrap();
    assert_eq!(received[0].reply, Some(ReplyKind::HumanRequest));
}

#[test]
fn a_merge_by_hand_can_be_taken_back() {
    let workspace = workspace();
    import(&workspace, "Name,Phone\nAnna Walker,+447400123456\nAnna Walker,+447400654321\n");
    let ids: Vec<CustomerId> = workspace
        .store()
        .list_customers(None, 10)
        .unwrap()
        .iter()
        .map(|stored| stored.value.id.clone())
        .collect();
    let before = workspace.customer(&ids[1]).unwrap();
    let merge = workspace.merge(&ids[0], &ids[1], noon()).unwrap();
    assert_eq!(workspace.customer(&ids[1]).unwrap().id, ids[0], "the old id leads to the survivor");
    assert_eq!(workspace.store().count_customers().unwrap(), 1);
    workspace.undo_merge(&merge, noon()).unwrap();
    let after = workspace.customer(&ids[1]).unwrap();
    assert_eq!((after.fields, after.identifiers), (before.fields, before.identifiers));
    assert!(workspace.undo_merge(&merge, noon()).is_err());
}

#[test]
fn a_draft_is_what_receiving_answers_and_leaves_no_trace() {
    let workspace = workspace();
    let draft =
        |number, text: &str| workspace.draft(&message(number, "447400123456", text, noon()), noon()).unwrap();
    let welcome = draft(1, "hello");
    assert_eq!(draft(1, "hello"), welcome);
    assert_eq!(workspace.next_wakeup().unwrap(), None);
    assert_eq!(workspace.store().count_customers().unwrap(), 0);
    workspace.receive(&[message(1, "447400123456", "hello", noon())], noon()).unwrap();
    assert_eq!(deliver(&workspace, noon() + TimeDelta::seconds(3)), [welcome.text.unwrap()]);
    let known = draft(1, "hello");
    assert_eq!((known.reply, known.text), (None, None), "it was taken in before");
    let opted_out = draft(2, "stop");
    assert_eq!(opted_out.reply, Some(ReplyKind::OptOut));
    let customer = workspace.queue(1, noon()).unwrap().remove(0).id;
    assert!(workspace.customer(&customer).unwrap().consents.is_empty());
    assert!(workspace.draft(&message(3, "", "hello", noon()), noon()).is_err());
}

fn due_timer(workspace: &Workspace, customer: &CustomerId) -> Option<DateTime<Utc>> {
    let timers = workspace.store().timers_of(customer).unwrap();
    let due: Vec<_> = timers.iter().filter(|timer| timer.key.as_str().ends_with("/due")).collect();
    assert!(due.len() <= 1, "{due:?}");
    due.first().map(|timer| timer.due)
}

/// Imports customers of the names given, each with a day of first contact and a stage; ids in the file's order.
fn known_since(workspace: &Workspace, rows: &[(&str, &str, &str)]) -> Vec<CustomerId> {
    let mut file = "Name,Phone,First contact,Stage\n".to_owned();
    for (number, (name, day, stage)) in rows.iter().enumerate() {
        file.push_str(&format!("{name},+44 7400 12345{number},{day} 12:00,{stage}\n"));
    }
    import(workspace, &file);
    let mut ids = Vec::new();
    for (name, ..) in rows {
        let found = workspace.search(name, 1).unwrap();
        let crate::store::SearchHit::Customer { id, .. } = &found[0] else { panic!("{found:?}") };
        ids.push(id.clone());
    }
    ids
}

#[test]
fn an_imported_customer_is_long_term_at_its_minute() {
    let workspace = workspace();
    let rows =
        [("Anna", "2025-12-07", "quoted"), ("Omar", "2025-10-01", ""), ("Layla", "2025-12-07", "customer")];
    let ids = known_since(&workspace, &rows);
    let passed = noon() + TimeDelta::days(30);
    let due = passed + TimeDelta::seconds(1);
    let timers: Vec<_> = ids.iter().map(|id| due_timer(&workspace, id)).collect();
    let contact_weekly = noon() + TimeDelta::days(7);
    assert_eq!(timers, [Some(due), Some(contact_weekly), None], "one timer, where time will ask something");
    assert_eq!(tags(&workspace, &ids[1]), ["behaviour.long_term"]);
    for early in [passed - TimeDelta::minutes(1), passed] {
        workspace.tick(early).unwrap();
        assert!(tags(&workspace, &ids[0]).is_empty(), "{early}");
    }
    workspace.tick(passed + TimeDelta::minutes(1)).unwrap();
    assert_eq!(tags(&workspace, &ids[0]), ["behaviour.long_term"]);
    assert_eq!(workspace.customer(&ids[0]).unwrap().tags[0].set_at, due);
    assert_eq!(due_timer(&workspace, &ids[0]), Some(due + TimeDelta::days(7)));
}

#[test]
fn a_further_row_cancels_the_timer_for_time_to_pass() {
    let workspace = workspace();
    let ids = known_since(&workspace, &[("Anna Walker", "2026-01-01", "quoted")]);
    assert!(due_timer(&workspace, &ids[0]).is_some());
    let bought = "Name,Phone,Stage\nAnna Walker,+44 7400 123450,customer\n";
    let later = noon() + TimeDelta::days(1);
    workspace.import_csv(&mut Cursor::new(bought), &ImportOptions::new("test"), later).unwrap();
    assert_eq!(due_timer(&workspace, &ids[0]), None);
}

#[test]
fn a_merge_and_its_undoing_keep_the_timer_for_time_to_pass_right() {
    let workspace = workspace();
    let ids = known_since(&workspace, &[("Anna", "2026-01-05", "quoted"), ("Omar", "2025-12-27", "quoted")]);
    let timers = |workspace: &Workspace| [0, 1].map(|place| due_timer(workspace, &ids[place]));
    let before = timers(&workspace);
    assert!(before[1].unwrap() < before[0].unwrap());
    let merge = workspace.merge(&ids[0], &ids[1], noon()).unwrap();
    let merged = workspace.customer(&ids[0]).unwrap();
    let Some(FieldValue::Instant(since)) = merged.value(&FieldName::FirstContact) else { panic!() };
    let due = *since + TimeDelta::days(60) + TimeDelta::seconds(1);
    assert_eq!(timers(&workspace), [Some(due), None]);
    // Undone between the two instants: whose passed is due at once, the other as before.
    let between = before[1].unwrap() + TimeDelta::days(1);
    workspace.undo_merge(&merge, between).unwrap();
    assert_eq!(timers(&workspace), before);
    workspace.tick(between).unwrap();
    assert_eq!(tags(&workspace, &ids[1]), ["behaviour.long_term"]);
    assert!(tags(&workspace, &ids[0]).is_empty());
    assert_eq!(workspace.customer(&ids[1]).unwrap().tags[0].set_at, before[1].unwrap());
    assert_eq!(timers(&workspace), [before[0], before[1].map(|since| since + TimeDelta::days(7))]);
}

#[test]
fn every_decision_can_be_explained() {
    let workspace = workspace();
    let received = workspace.receive(&[message(1, "447400123456", "how much?", noon())], noon()).unwrap();
    let text = workspace.explain(received[0].message.as_str()).unwrap().to_text();
    assert!(text.contains("answered by"), "{text}");
    let outbox = received[0].outbox.clone().unwrap();
    assert!(workspace.explain(outbox.as_str()).unwrap().to_text().contains("waiting"));
    let customer = received[0].customer.clone().unwrap();
    let about = workspace.explain(customer.as_str()).unwrap().to_text();
    assert!(about.contains("priority"), "{about}");
    assert!(!about.contains("Anna") && !about.contains("447400"), "{about}");
    assert!(matches!(workspace.explain("m_nobody"), Err(WorkspaceError::NotFound { .. })));
}

#[test]
fn an_empty_workspace_has_a_report() {
    let report = workspace().report(noon()).unwrap();
    assert!(!report.to_html().is_empty());
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<crate::audit::Report>(&json).unwrap(), report);
}

#[test]
fn search_finds_customers_and_messages() {
    let workspace = workspace();
    import(&workspace, "Name,Phone\nЮлия Соколовская,+79161234567\n王小明,+8613800012345\n");
    workspace.receive(&[message(1, "447400123456", "где мой заказ", noon())], noon()).unwrap();
    for text in ["соколов", "小明", "заказ"] {
        assert_eq!(workspace.search(text, 10).unwrap().len(), 1, "{text}");
    }
}

#[test]
fn an_order_of_a_size_asks_for_a_greeting() {
    let workspace = workspace();
    import(&workspace, "Name,Phone\nAnna Walker,+447400123456\n");
    let customer = workspace.store().list_customers(None, 1).unwrap()[0].value.id.clone();
    let currency = workspace.engines().currency().base;
    let order = |number: u64, amount| Event {
        v: 1,
        id: EventId::new(format!("e_order{number}")),
        at: noon(),
        customer: Some(customer.clone()),
        conversation: None,
        kind: EventKind::OrderPlaced {
            order: crate::foundation::Order {
                number: number.to_string(),
                total: crate::foundation::Money::major(amount, currency),
            },
        },
    };
    let greetings = |workspace: &Workspace| {
        let later = noon() + TimeDelta::days(1);
        let notices = workspace.store().list_notices(noon(), later, 100).unwrap();
        notices.iter().filter(|notice| notice.kind == crate::foundation::NoticeKind::GreetingDue).count()
            + workspace
                .store()
                .timers_of(&customer)
                .unwrap()
                .iter()
                .filter(|timer| timer.key.as_str().contains("greeting"))
                .count()
    };
    workspace.record(&[order(1, 100_000)], noon()).unwrap();
    assert_eq!(greetings(&workspace), 0, "100,000 is not above 100,000");
    workspace.record(&[order(2, 1)], noon()).unwrap();
    assert!(greetings(&workspace) > 0);
}
