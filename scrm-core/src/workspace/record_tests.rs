use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::*;
use crate::customer::{
    AppliedTag, Customer, Field, FieldName, FieldValue, HeadCount, IdentifierKind, TagPhase,
};
use crate::desk::{IncomingMessage, Sender, SenderIdentifier};
use crate::foundation::{
    AgentId, Coded, CustomerId, Event, EventId, EventKind, ExternalId, MessageBody, MessageId, MessageStatus,
    NoticeKind, Reason, TagId,
};
use crate::store::{ChangeSet, MemoryStore, Page, Versioned};
use crate::transport::Channel;

fn noon() -> DateTime<Utc> {
    // A Tuesday, 12:00 in Taipei.
    Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap()
}

/// A workspace with one customer, `c_1`.
fn workspace() -> Workspace {
    of(Customer::new(CustomerId::new("c_1"), noon()), "")
}

/// A workspace of a customer, with what the playbook has beside the standard.
fn of(customer: Customer, playbook: &str) -> Workspace {
    let workspace =
        Workspace::new(Box::new(MemoryStore::default()), &Playbook::read(playbook).unwrap()).unwrap();
    let changes = ChangeSet { customers: vec![Versioned::new(customer)], ..ChangeSet::default() };
    workspace.store().commit(&changes).unwrap();
    workspace
}

fn event(id: &str, kind: EventKind, at: DateTime<Utc>) -> Event {
    Event { v: 1, id: EventId::new(id), at, customer: Some("c_1".into()), conversation: None, kind }
}

fn set(tag: &str) -> EventKind {
    EventKind::TagSet { tag: TagId::new(tag), agent: Some(AgentId::new("lin")) }
}

fn removed(tag: &str) -> EventKind {
    EventKind::TagRemoved { tag: TagId::new(tag), cause: "closed".to_owned(), agent: None }
}

fn record(workspace: &Workspace, id: &str, kind: EventKind, at: DateTime<Utc>) -> bool {
    workspace.record(&[event(id, kind, at)], at).unwrap()[0].new
}

fn carried(workspace: &Workspace) -> Vec<AppliedTag> {
    workspace.customer(&"c_1".into()).unwrap().tags
}

fn names(workspace: &Workspace) -> Vec<String> {
    carried(workspace).iter().map(|applied| applied.tag.to_string()).collect()
}

/// What the log says of tags, oldest first.
fn log(workspace: &Workspace) -> Vec<String> {
    let page = Page { after: None, limit: 10_000 };
    let events = workspace.store().list_events(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, &page);
    let entries = events.unwrap().into_iter().filter_map(|event| match event.kind {
        EventKind::TagSet { tag, .. } => Some(format!("+{tag}")),
        EventKind::TagRemoved { tag, cause, .. } => Some(format!("-{tag} {cause}")),
        _ => None,
    });
    entries.collect()
}

#[test]
fn a_tag_that_a_host_records_is_a_persons_and_lives_its_life() {
    let workspace = workspace();
    let at = noon() - TimeDelta::hours(1);
    workspace.record(&[event("e_1", set("behaviour.quoted"), at)], noon()).unwrap();
    let applied = carried(&workspace).remove(0);
    assert_eq!((applied.tag.as_str(), applied.rule, applied.set_at), ("behaviour.quoted", None, at));
    assert_eq!(applied.reason, Reason::new("tag.set_by_person").with("agent", "lin"));
    assert_eq!(applied.expires_at, Some(at + TimeDelta::days(7)));
    assert_eq!(log(&workspace), ["+behaviour.quoted"], "the host's own event, and no other");
    let reminded = workspace.tick(at + TimeDelta::days(6)).unwrap();
    assert_eq!(reminded.notices[0].kind, NoticeKind::TagReminder);
    workspace.tick(at + TimeDelta::days(7)).unwrap();
    assert!(carried(&workspace).is_empty());
    assert_eq!(log(&workspace), ["+behaviour.quoted", "-behaviour.quoted tag.expired"]);
}

#[test]
fn a_tag_set_long_ago_has_ended_by_now() {
    let workspace = workspace();
    let at = noon() - TimeDelta::days(8);
    workspace.record(&[event("e_1", set("behaviour.quoted"), at)], noon()).unwrap();
    assert!(carried(&workspace).is_empty());
    assert_eq!(workspace.next_wakeup().unwrap(), None);
}

#[test]
fn the_same_event_twice_and_what_is_so_already_change_nothing() {
    let workspace = workspace();
    let quoted = "behaviour.quoted";
    assert!(record(&workspace, "e_1", removed(quoted), noon()), "there was none to take away");
    assert!(record(&workspace, "e_2", set(quoted), noon()));
    let once = carried(&workspace);
    assert!(record(&workspace, "e_3", set(quoted), noon() + TimeDelta::hours(1)));
    let confirmed = carried(&workspace);
    assert_eq!((confirmed[0].set_at, confirmed.len()), (once[0].set_at, 1));
    assert!(record(&workspace, "e_4", removed(quoted), noon()));
    for known in ["e_2", "e_3"] {
        assert!(!record(&workspace, known, set(quoted), noon()));
    }
    assert!(carried(&workspace).is_empty());
    assert!(
        workspace.tick(noon() + TimeDelta::days(9)).unwrap().fired.is_empty(),
        "nothing is left to remind of"
    );
}

#[test]
fn a_sample_is_overdue_until_a_host_records_that_it_was_closed() {
    let workspace = workspace();
    record(&workspace, "e_1", EventKind::SampleSent {}, noon());
    workspace.tick(noon() + TimeDelta::days(15)).unwrap();
    assert_eq!(carried(&workspace)[0].phase, TagPhase::Overdue);
    let later = noon() + TimeDelta::days(16);
    record(&workspace, "e_2", removed("behaviour.sample_sent"), later);
    assert!(carried(&workspace).is_empty());
    assert_eq!(log(&workspace), ["+behaviour.sample_sent", "-behaviour.sample_sent closed"]);
    assert!(workspace.tick(later + TimeDelta::days(30)).unwrap().notices.is_empty());
    assert!(carried(&workspace).is_empty());
}

#[test]
fn a_persons_tag_takes_the_place_of_the_others_of_its_group() {
    let mut customer = Customer::new(CustomerId::new("c_1"), noon());
    let people = FieldValue::HeadCount(HeadCount { low: Some(60), high: Some(90) });
    customer.set_field(FieldName::HeadCount, Field { value: people, source: "agent:lin".into(), at: noon() });
    let workspace = of(customer, "");
    for (id, tag) in [("e_1", "attribute.head_count_50_200"), ("e_2", "attribute.head_count_above_200")] {
        record(&workspace, id, set(tag), noon());
    }
    assert_eq!(names(&workspace), ["attribute.head_count_above_200"]);
    // All at one instant.
    let mut log = log(&workspace);
    log.sort();
    let replaced = "-attribute.head_count_50_200 tag.replaced";
    assert_eq!(log, ["+attribute.head_count_50_200", "+attribute.head_count_above_200", replaced]);
}

#[test]
fn what_a_person_took_away_is_not_set_again_because_its_rule_still_holds() {
    let known = noon() - TimeDelta::days(90);
    let workspace = of(Customer::new(CustomerId::new("c_1"), known), "");
    record(&workspace, "e_1", EventKind::NoteAdded { agent: None, text: note() }, noon());
    assert_eq!(names(&workspace), ["behaviour.long_term"]);
    record(&workspace, "e_2", removed("behaviour.long_term"), noon());
    assert!(names(&workspace).is_empty());
    workspace.tick(noon() + TimeDelta::days(1)).unwrap();
    assert!(names(&workspace).is_empty());
    assert_eq!(log(&workspace), ["+behaviour.long_term", "-behaviour.long_term closed"]);
}

#[test]
fn what_a_person_took_away_waits_for_its_expression_to_be_asked_again() {
    let playbook = r#"
        [[tags.dimensions]]
        id = "value"
        names = {en = "Value"}
        tags = [
          {id = "value.looked", names = {en = "Looked"}, when = 'count("page_viewed", days(9)) > 0'},
          {id = "value.old", names = {en = "Old"}, when = 'days_since(created_at) >= 3'},
        ]
    "#;
    let workspace = of(Customer::new(CustomerId::new("c_1"), noon() - TimeDelta::days(4)), playbook);
    let looked = || EventKind::PageViewed { page: "prices".to_owned() };
    record(&workspace, "e_1", looked(), noon());
    assert_eq!(names(&workspace), ["value.looked"]);
    record(&workspace, "e_2", removed("value.looked"), noon());
    assert!(names(&workspace).is_empty());
    record(&workspace, "e_3", looked(), noon() + TimeDelta::days(1));
    assert_eq!(names(&workspace), ["value.looked"], "something new happened that it asks for");
}

fn note() -> crate::foundation::NoteText {
    crate::foundation::NoteText("called back".to_owned())
}

#[test]
fn a_tag_that_no_playbook_has_is_refused_with_its_place() {
    let workspace = workspace();
    for unknown in [set("behaviour.qouted"), removed("behaviour.qouted")] {
        let batch = [event("e_1", set("behaviour.quoted"), noon()), event("e_2", unknown, noon())];
        let error = workspace.record(&batch, noon()).unwrap_err();
        assert_eq!((error.code(), error.row()), ("workspace.no_such_tag", Some(2)));
        assert_eq!(error.field().as_deref(), Some("events[1].tag"));
        assert!(carried(&workspace).is_empty(), "nothing of the batch is recorded");
    }
}

#[test]
fn a_tag_of_a_playbook_of_before_can_still_be_taken_away() {
    let mut customer = Customer::new(CustomerId::new("c_1"), noon());
    customer.tags.push(AppliedTag {
        tag: TagId::new("behaviour.dropped"),
        set_at: noon(),
        confirmed_at: noon(),
        rule: None,
        reason: Reason::new("tag.set_by_person"),
        phase: TagPhase::Active,
        expires_at: None,
    });
    let workspace = of(customer, "");
    record(&workspace, "e_1", removed("behaviour.dropped"), noon());
    assert!(carried(&workspace).is_empty());
}

#[test]
fn what_the_engine_alone_writes_is_refused_with_the_call_that_does_it() {
    let workspace = workspace();
    let (absorbed, message) = (CustomerId::new("c_2"), MessageId::new("m_1"));
    let kinds = [
        (EventKind::MessageReceived { message: message.clone() }, "`receive`"),
        (EventKind::AutomaticReplySent { message, rule: "reply.welcome".into() }, "`acknowledge`"),
        (EventKind::CustomerCreated {}, "`receive`"),
        (EventKind::CustomerMerged { absorbed: absorbed.clone() }, "`merge`"),
        (EventKind::MergeUndone { restored: absorbed }, "`undo_merge`"),
        (EventKind::SegmentEntered { segment: "s".into() }, "`refresh_segments`"),
        (EventKind::SegmentLeft { segment: "s".into() }, "`refresh_segments`"),
        (EventKind::NoticeRaised { cause: "tag.overdue".to_owned(), subject: None }, "`tick`"),
    ];
    for (kind, instead) in kinds {
        let batch = [event("e_1", EventKind::SampleSent {}, noon()), event("e_2", kind, noon())];
        let error = workspace.record(&batch, noon()).unwrap_err();
        assert_eq!((error.code(), error.row()), ("workspace.wrong_door", Some(2)));
        assert_eq!(error.field().as_deref(), Some("events[1].kind"));
        assert!(error.to_string().contains(instead), "{error}");
    }
    let report = workspace.report(noon()).unwrap();
    assert_eq!((report.customers.merged, report.funnel.sampled), (0, 0));
}

#[test]
fn an_event_about_nothing_says_where_it_stands() {
    let workspace = workspace();
    let read = || EventKind::MessageStatusChanged { message: "m_none".into(), status: MessageStatus::Read };
    let clicked = EventKind::LinkClicked { message: "m_none".into() };
    let sample = |id: &str| event(id, EventKind::SampleSent {}, noon());
    let nobody = Event { customer: Some("c_nobody".into()), ..sample("e_2") };
    let nowhere = Event { customer: None, conversation: Some("k_none".into()), ..sample("e_2") };
    let cases = [
        (nobody, "events[1].customer"),
        (nowhere, "events[1].conversation"),
        (event("e_2", read(), noon()), "events[1].message"),
        (event("e_2", clicked, noon()), "events[1].message"),
    ];
    for (wrong, place) in cases {
        let error = workspace.record(&[sample("e_1"), wrong], noon()).unwrap_err();
        assert_eq!((error.code(), error.row()), ("workspace.not_found", Some(2)));
        assert_eq!(error.field().as_deref(), Some(place));
    }
    let neither = Event { customer: None, ..sample("e_1") };
    let error = workspace.record(&[neither], noon()).unwrap_err();
    assert_eq!(
        (error.code(), error.field().as_deref()),
        ("workspace.event_without", Some("events[0].customer"))
    );
    let stars = EventKind::ReplyRated { message: "m_none".into(), stars: 6 };
    let error = workspace.record(&[event("e_1", stars, noon())], noon()).unwrap_err();
    assert_eq!(error.field().as_deref(), Some("events[0].stars"));
}

fn message(number: u64, phone: &str) -> IncomingMessage {
    let sender = SenderIdentifier { kind: IdentifierKind::WhatsappId, value: phone.into() };
    IncomingMessage {
        external_id: ExternalId::new(format!("wamid.{number}")),
        channel: Channel::Whatsapp,
        account: "shop".into(),
        sender: Sender { identifiers: vec![sender], display_name: None },
        body: MessageBody::text("hello"),
        sent_at: noon(),
        history: false,
    }
}

#[test]
fn an_event_belongs_to_one_customer() {
    let workspace = workspace();
    let received =
        workspace.receive(&[message(1, "447400123456"), message(2, "447400123457")], noon()).unwrap();
    let [anna, omar] = [0, 1].map(|place: usize| received[place].clone());
    let answer = |id: &str, conversation: &str, customer: Option<CustomerId>| Event {
        customer,
        conversation: Some(conversation.into()),
        ..event(id, EventKind::AgentReplied { agent: None, message: None, body: None }, noon())
    };
    let refused = |event: Event| {
        let error = workspace.record(&[event], noon()).unwrap_err();
        (error.code(), error.field())
    };
    let conversation = ("workspace.not_found", Some("events[0].conversation".to_owned()));
    let omars = omar.conversation.unwrap();
    assert_eq!(refused(answer("e_1", omars.as_str(), anna.customer.clone())), conversation);
    assert_eq!(refused(answer("e_1", "v_none", anna.customer)), conversation);
    assert!(workspace.record(&[answer("e_1", omars.as_str(), omar.customer)], noon()).unwrap()[0].new);
    assert!(workspace.record(&[answer("e_2", omars.as_str(), None)], noon()).unwrap()[0].new);
}

#[test]
fn what_has_no_id_is_refused() {
    let workspace = workspace();
    let events = ["e_1", " "].map(|id| event(id, EventKind::SampleSent {}, noon()));
    let error = workspace.record(&events, noon()).unwrap_err();
    assert_eq!((error.code(), error.field().as_deref()), ("workspace.event_without", Some("events[1].id")));
    let blank = IncomingMessage { external_id: "".into(), ..message(2, "447400123457") };
    let error = workspace.receive(&[message(1, "447400123456"), blank], noon()).unwrap_err();
    assert_eq!(
        (error.code(), error.field().as_deref()),
        ("workspace.message_without", Some("messages[1].external_id"))
    );
}

#[test]
fn an_error_repeats_no_id_that_may_be_somebodys_number() {
    let workspace = workspace();
    let number = "+44 7400 123456";
    let mut of_nobody = event("e_1", EventKind::SampleSent {}, noon());
    of_nobody.customer = Some(number.into());
    let errors = [
        workspace.customer(&number.into()).unwrap_err(),
        workspace.explain(number).unwrap_err(),
        workspace.record(&[of_nobody], noon()).unwrap_err(),
        workspace.refuse_duplicate(&number.into(), &"c_1".into(), noon()).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.code(), "workspace.not_found");
        assert!(!format!("{error} {error:?}").contains("7400"), "{error:?}");
    }
    let minted = CustomerId::derive(noon(), 7, &[b"somebody"]);
    assert!(workspace.customer(&minted).unwrap_err().to_string().contains(minted.as_str()));
}

#[test]
fn a_click_is_taken_after_the_merge_that_its_message_was_sent_in_is_undone() {
    let workspace = workspace();
    let asks = |number| workspace.receive(&[message(number, "447400123456")], noon()).unwrap().remove(0);
    let mine = asks(1).customer.unwrap();
    let merge = workspace.merge(&"c_1".into(), &mine, noon()).unwrap();
    assert_eq!(asks(2).customer, Some("c_1".into()));
    let now = noon() + TimeDelta::seconds(3);
    let lease = workspace.lease("worker", 1, now).unwrap().remove(0);
    workspace.attempt(&lease.message.id, lease.generation, now).unwrap();
    let sent = workspace.acknowledge(&lease.message.id, lease.generation, None, now).unwrap();
    workspace.undo_merge(&merge, now).unwrap();
    for (id, customer) in [("e_1", None), ("e_2", Some(CustomerId::new("c_1"))), ("e_3", Some(mine.clone()))]
    {
        let clicked = EventKind::LinkClicked { message: sent.clone() };
        let click = Event { customer, ..event(id, clicked, now) };
        assert!(workspace.record(&[click], now).unwrap()[0].new, "{id}");
    }
    let page = Page { after: None, limit: 100 };
    let log = workspace.store().list_events(noon(), DateTime::<Utc>::MAX_UTC, &page).unwrap();
    let clicks = log.iter().filter(|event| matches!(event.kind, EventKind::LinkClicked { .. }));
    let owners: Vec<_> = clicks.map(|event| event.customer.clone()).collect();
    assert_eq!(owners, [Some(mine.clone()), Some(mine.clone()), Some(mine)], "whose conversation it is");
}
