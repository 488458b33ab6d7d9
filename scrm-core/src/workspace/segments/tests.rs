//! Who belongs to saved segments after messages, events, imports, merges and the passing of time.

mod histories;

use std::io::Cursor;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::customer::IdentifierKind;
use crate::desk::{IncomingMessage, Sender, SenderIdentifier};
use crate::foundation::{Event, ExternalId, MessageStatus, Reason, SegmentId};
use crate::import::ImportOptions;
use crate::playbook::Playbook;
use crate::store::{MemoryStore, Page};
use crate::transport::{Channel, MessageBody};
use crate::workspace::Engines;

const SEGMENTS: &str = r#"
[calendar]
time_zone = "Europe/Berlin"

[[segments.saved]]
id = "talking"
names = {en = "Wrote within two days"}
when = 'last_inbound >= now - days(2)'

[[segments.saved]]
id = "curious"
when = 'count("page_viewed", days(2)) >= 2'

[[segments.saved]]
id = "large"
when = 'company_size > 200'

[[segments.saved]]
id = "quoted"
when = 'has_tag("behaviour.quoted")'

[[segments.saved]]
id = "silent"
when = 'days_since(created_at) >= 1 && !has(last_inbound)'
"#;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A Saturday noon in Berlin; clocks go forward in the night to come.
fn noon() -> DateTime<Utc> {
    at("2026-03-28T11:00:00Z")
}

fn workspace() -> Workspace {
    over(SEGMENTS)
}

fn over(playbook: &str) -> Workspace {
    Workspace::new(Box::new(MemoryStore::default()), &Playbook::read(playbook).unwrap()).unwrap()
}

fn message(number: u64, phone: &str, sent_at: DateTime<Utc>) -> IncomingMessage {
    IncomingMessage {
        external_id: ExternalId::new(format!("wamid.{number}")),
        channel: Channel::Whatsapp,
        account: "shop".into(),
        sender: Sender {
            identifiers: vec![SenderIdentifier { kind: IdentifierKind::WhatsappId, value: phone.into() }],
            display_name: None,
        },
        body: MessageBody::text("привет"),
        sent_at,
        history: false,
    }
}

fn wrote(workspace: &Workspace, number: u64, phone: &str, now: DateTime<Utc>) -> CustomerId {
    let received = workspace.receive(&[message(number, phone, now)], now).unwrap();
    received[0].customer.clone().unwrap()
}

fn happened(workspace: &Workspace, id: &str, customer: &CustomerId, kind: EventKind, at: DateTime<Utc>) {
    reported(workspace, id, customer, kind, at, at);
}

/// Something that happened at one time and is reported at another.
fn reported(
    workspace: &Workspace,
    id: &str,
    customer: &CustomerId,
    kind: EventKind,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) {
    let customer = Some(customer.clone());
    workspace.record(&[Event { v: 1, id: id.into(), at, customer, conversation: None, kind }], now).unwrap();
}

fn viewed() -> EventKind {
    EventKind::PageViewed { page: "prices".to_owned() }
}

fn segments(workspace: &Workspace, customer: &CustomerId) -> Vec<String> {
    let customer = workspace.customer(customer).unwrap();
    customer.segments.iter().map(|membership| membership.segment.to_string()).collect()
}

fn since(workspace: &Workspace, customer: &CustomerId, segment: &str) -> Option<DateTime<Utc>> {
    workspace.customer(customer).unwrap().in_segment_since(&SegmentId::new(segment))
}

/// What the log says of segments, oldest first.
fn log(workspace: &Workspace) -> Vec<String> {
    let page = Page { after: None, limit: 10_000 };
    let events = workspace.store().list_events(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, &page);
    let entries = events.unwrap().into_iter().filter_map(|event| {
        let at = event.at.format("%m-%dT%H:%M:%S");
        match event.kind {
            EventKind::SegmentEntered { segment } => Some(format!("{at} +{segment}")),
            EventKind::SegmentLeft { segment } => Some(format!("{at} -{segment}")),
            _ => None,
        }
    });
    entries.collect()
}

fn import(workspace: &Workspace, file: &str, now: DateTime<Utc>) {
    let options = ImportOptions { default_region: Some("GB".into()), ..ImportOptions::new("fair") };
    let report = workspace.import_csv(&mut Cursor::new(file.to_owned()), &options, now).unwrap();
    assert_eq!(report.counts.rejected, 0);
}

#[test]
fn a_message_lets_a_customer_in_and_the_calendar_alone_lets_it_out_across_a_change_of_clocks() {
    let workspace = workspace();
    let anna = wrote(&workspace, 1, "447400123456", noon());
    assert_eq!(segments(&workspace, &anna), ["talking"]);
    // Two days by the clocks are 47 hours here; the silence itself begins a moment later.
    let ends = at("2026-03-30T10:00:00.001Z");
    assert_eq!(workspace.customer(&anna).unwrap().segments_due, Some(ends));
    workspace.tick(ends - TimeDelta::milliseconds(1)).unwrap();
    assert_eq!(segments(&workspace, &anna), ["talking"]);
    let ticked = workspace.tick(ends).unwrap();
    assert!(
        ticked.fired.iter().any(|fired| fired.effective && fired.timer.key.as_str().starts_with("segment/"))
    );
    assert!(segments(&workspace, &anna).is_empty());
    let before = log(&workspace);
    assert_eq!(before, ["03-28T11:00:00 +talking", "03-30T10:00:00 -talking"]);
    // Once more changes nothing.
    let again = workspace.tick(ends).unwrap();
    assert!(again.fired.is_empty());
    assert_eq!(log(&workspace), before);
    assert_eq!(workspace.customer(&anna).unwrap().segments_due, None);
}

#[test]
fn who_wakes_late_finds_what_it_would_have_found_awake() {
    let awake = workspace();
    let asleep = workspace();
    let anna = wrote(&awake, 1, "447400123456", noon());
    assert_eq!(wrote(&asleep, 1, "447400123456", noon()), anna);
    for (hour, id) in [(1, "e_1"), (3, "e_2")] {
        happened(&awake, id, &anna, viewed(), noon() + TimeDelta::hours(hour));
        happened(&asleep, id, &anna, viewed(), noon() + TimeDelta::hours(hour));
    }
    let end = noon() + TimeDelta::days(9);
    let mut now = noon();
    while now < end {
        now += TimeDelta::minutes(7);
        awake.tick(now.min(end)).unwrap();
    }
    asleep.tick(end).unwrap();
    // The timer is a millisecond's, the tick comes a few minutes later: both know the instant itself.
    assert_eq!(log(&awake), log(&asleep));
    assert_eq!(
        log(&awake),
        [
            "03-28T11:00:00 +talking",
            "03-28T14:00:00 +curious",
            "03-30T10:00:00 -talking",
            "03-30T11:00:00 -curious"
        ]
    );
    assert_eq!(awake.customer(&anna).unwrap().segments, asleep.customer(&anna).unwrap().segments);
}

#[test]
fn what_became_due_before_a_call_comes_first() {
    let workspace = workspace();
    let anna = wrote(&workspace, 1, "447400123456", noon());
    // Nobody ticks, and a week later she writes again.
    wrote(&workspace, 2, "447400123456", noon() + TimeDelta::days(7));
    assert_eq!(
        log(&workspace),
        ["03-28T11:00:00 +talking", "03-30T10:00:00 -talking", "04-04T11:00:00 +talking"]
    );
    assert_eq!(since(&workspace, &anna, "talking"), Some(noon() + TimeDelta::days(7)));
}

#[test]
fn only_segments_that_read_what_changed_are_asked() {
    let workspace = workspace();
    let anna = wrote(&workspace, 1, "447400123456", noon());
    // Of a new customer every one is asked.
    assert_eq!(workspace.segment_work(), SegmentWork { asked: 5, skipped: 0 });
    happened(&workspace, "e_1", &anna, viewed(), noon());
    assert_eq!(workspace.segment_work(), SegmentWork { asked: 6, skipped: 4 });
    let order = EventKind::SampleSent {};
    happened(&workspace, "e_2", &anna, order, noon());
    assert_eq!(workspace.segment_work(), SegmentWork { asked: 6, skipped: 9 });
    happened(&workspace, "e_3", &anna, EventKind::QuoteSent { total: None }, noon());
    assert_eq!(segments(&workspace, &anna), ["talking", "quoted"]);
    let SegmentWork { asked, .. } = workspace.segment_work();
    assert_eq!(asked, 7);
    // The quote's tag ends by the tags' timer, and the segment with it.
    workspace.tick(noon() + TimeDelta::days(8)).unwrap();
    assert!(segments(&workspace, &anna).is_empty());
}

#[test]
fn imported_customers_are_asked_about() {
    let workspace = workspace();
    import(&workspace, "Name,Phone,Company size\nЁлкина,+447400123456,250\nOmar,+447400123457,20\n", noon());
    assert_eq!(log(&workspace), ["03-28T11:00:00 +large"]);
    // A day of silence, and it is told once for each.
    workspace.tick(noon() + TimeDelta::days(1)).unwrap();
    workspace.tick(noon() + TimeDelta::days(1)).unwrap();
    assert_eq!(log(&workspace).len(), 3);
    let listing = workspace.saved_segments().unwrap();
    let counts: Vec<(&str, u64)> = listing.iter().map(|one| (one.id.as_str(), one.members)).collect();
    assert_eq!(counts, [("talking", 0), ("curious", 0), ("large", 1), ("quoted", 0), ("silent", 2)]);
    assert_eq!(listing[0].names["en"], "Wrote within two days");
    let silent = SegmentId::new("silent");
    let first = workspace.segment_members(&silent, None, 1).unwrap();
    let second = workspace.segment_members(&silent, Some(&first[0].customer), 5).unwrap();
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_ne!(first[0].customer, second[0].customer);
    assert_eq!(first[0].since, noon() + TimeDelta::days(1));
    let unknown = workspace.segment_members(&"gone".into(), None, 5);
    assert!(matches!(unknown, Err(WorkspaceError::NotFound { .. })));
}

#[test]
fn a_merge_joins_memberships_and_its_undoing_parts_them() {
    let workspace = workspace();
    let anna = wrote(&workspace, 1, "447400123456", noon());
    happened(&workspace, "e_1", &anna, viewed(), noon());
    let later = noon() + TimeDelta::hours(1);
    let also = wrote(&workspace, 2, "447400123457", later);
    happened(&workspace, "e_2", &also, viewed(), later);
    assert!(segments(&workspace, &anna) == ["talking"] && segments(&workspace, &also) == ["talking"]);
    let merge = workspace.merge(&anna, &also, later).unwrap();
    // Two views between them.
    assert_eq!(segments(&workspace, &also), ["talking", "curious"]);
    assert_eq!(since(&workspace, &anna, "talking"), Some(noon()));
    let timers = workspace.store().timers_of(&also).unwrap();
    assert!(timers.iter().all(|timer| !timer.key.as_str().starts_with("segment/")), "{timers:?}");
    assert_eq!(log(&workspace).iter().filter(|line| line.ends_with("+curious")).count(), 1);
    workspace.undo_merge(&merge, later).unwrap();
    assert_eq!(
        (segments(&workspace, &anna), segments(&workspace, &also)),
        (vec!["talking".to_owned()], vec!["talking".to_owned()])
    );
    assert!(log(&workspace).contains(&"03-28T12:00:00 -curious".to_owned()));
    workspace.tick(noon() + TimeDelta::days(3)).unwrap();
    let left = log(&workspace).into_iter().filter(|line| line.ends_with("-talking")).collect::<Vec<_>>();
    assert_eq!(left, ["03-30T10:00:00 -talking", "03-30T11:00:00 -talking"]);
}

#[test]
fn a_message_that_is_opened_counts() {
    let workspace = over("[[segments.saved]]\nid = \"reads\"\nwhen = 'count(\"message_read\") > 0'\n");
    let anna = wrote(&workspace, 1, "447400123456", noon());
    let now = noon() + TimeDelta::seconds(10);
    let lease = workspace.lease("worker", 1, now).unwrap().remove(0);
    workspace.attempt(&lease.message.id, lease.generation, now).unwrap();
    let sent = workspace.acknowledge(&lease.message.id, lease.generation, None, now).unwrap();
    assert!(segments(&workspace, &anna).is_empty());
    let kind = EventKind::MessageStatusChanged { message: sent, status: MessageStatus::Read };
    happened(&workspace, "e_1", &anna, kind, now);
    assert_eq!(segments(&workspace, &anna), ["reads"]);
}

#[test]
fn when_the_playbook_changes_everybody_is_asked_once() {
    let reopened = |workspace: Workspace, playbook: &str| {
        Workspace::new(workspace.store, &Playbook::read(playbook).unwrap()).unwrap()
    };
    let workspace = over("");
    import(&workspace, "Name,Phone,Company size\nЁлкина,+447400123456,250\nOmar,+447400123457,20\n", noon());
    assert!(log(&workspace).is_empty());
    let workspace = reopened(workspace, SEGMENTS);
    let report = workspace.refresh_segments(noon()).unwrap();
    assert_eq!(report, RefreshedSegments { customers: 2, segments: 5, entered: 1, left: 0 });
    assert_eq!(workspace.refresh_segments(noon()).unwrap(), RefreshedSegments::default());
    assert_eq!(workspace.segment_work().asked, 10);
    // The timers are there as well.
    workspace.tick(noon() + TimeDelta::days(1)).unwrap();
    assert_eq!(workspace.saved_segments().unwrap()[4].members, 2);
    // One segment means something else, and the others are gone.
    let other = "[[segments.saved]]\nid = \"large\"\nwhen = 'company_size > 10'\n";
    let workspace = reopened(workspace, other);
    let report = workspace.refresh_segments(noon() + TimeDelta::days(2)).unwrap();
    assert_eq!(report, RefreshedSegments { customers: 2, segments: 1, entered: 1, left: 2 });
    let workspace = reopened(workspace, "");
    assert_eq!(workspace.refresh_segments(noon() + TimeDelta::days(2)).unwrap().left, 2);
    workspace
        .visit_customers(|customer| assert!(customer.segments.is_empty() && customer.segments_due.is_none()))
        .unwrap();
}

#[test]
fn a_segment_that_was_out_of_force_for_a_while_is_asked_of_everybody_again() {
    let reopened = |workspace: Workspace, playbook: &str| {
        Workspace::new(workspace.store, &Playbook::read(playbook).unwrap()).unwrap()
    };
    let quoted = "[[segments.saved]]\nid = \"quoted\"\nwhen = 'has_tag(\"behaviour.quoted\")'\n";
    let workspace = over(quoted);
    let anna = wrote(&workspace, 1, "447400123456", noon());
    assert_eq!(workspace.refresh_segments(noon()).unwrap().segments, 1);
    // In between nobody asks, and nobody cleans up.
    let workspace = reopened(workspace, "");
    happened(&workspace, "e_1", &anna, EventKind::QuoteSent { total: None }, noon());
    let workspace = reopened(workspace, quoted);
    assert!(segments(&workspace, &anna).is_empty());
    let report = workspace.refresh_segments(noon()).unwrap();
    assert_eq!(report, RefreshedSegments { customers: 1, segments: 1, entered: 1, left: 0 });
    // Members of a segment that is gone leave it, also where no other one changed.
    let workspace = reopened(workspace, "");
    assert_eq!(workspace.refresh_segments(noon()).unwrap().left, 1);
}

#[test]
fn a_playbook_without_saved_segments_leaves_no_trace() {
    let workspace = over("");
    let anna = wrote(&workspace, 1, "447400123456", noon());
    happened(&workspace, "e_1", &anna, viewed(), noon());
    workspace.tick(noon() + TimeDelta::days(90)).unwrap();
    assert_eq!(workspace.segment_work(), SegmentWork::default());
    let kept = serde_json::to_string(&workspace.customer(&anna).unwrap()).unwrap();
    assert!(!kept.contains("segment"), "{kept}");
}

#[test]
fn a_mistake_in_a_segment_is_found_with_its_place() {
    let playbook =
        "[workspace]\nname = \"Tea\"\n\n[[segments.saved]]\nid = \"large\"\nwhen = 'company_syze > 200'\n";
    let error = Playbook::read(playbook).unwrap_err();
    assert_eq!(
        error.to_string(),
        "segments.saved[0].when (line 6, column 1): line 1, column 1: there is no value company_syze; did you mean company_size?"
    );
    let doubled = format!("{SEGMENTS}\n[[segments.saved]]\nid = \"large\"\nwhen = 'true'\n");
    let error = Playbook::read(&doubled).unwrap_err();
    assert!(error.to_string().contains("the segment large is defined twice"), "{error}");
    let error = Playbook::read("[[segments.saved]]\nid = \"Große\"\nwhen = 'true'\n").unwrap_err();
    assert!(error.to_string().starts_with("segments.saved[0].id"), "{error}");
}

const TAGS: &str = r#"
[calendar]
time_zone = "Europe/Berlin"

[[tags.dimensions]]
id = "behaviour"
names = {en = "Behaviour"}

[[tags.dimensions.tags]]
id = "behaviour.silent"
names = {en = "Silent"}
when = 'last_inbound <= now - days(2)'

[[tags.dimensions.tags]]
id = "behaviour.curious"
names = {en = "Curious"}
when = 'count("page_viewed") >= 2'

[[tags.dimensions.tags]]
id = "behaviour.welcome"
names = {en = "Wants to hear of us"}
when = 'consent("marketing", "whatsapp")'
"#;

fn tags(workspace: &Workspace, customer: &CustomerId) -> Vec<String> {
    let customer = workspace.customer(customer).unwrap();
    customer.tags.iter().map(|applied| applied.tag.to_string()).collect()
}

#[test]
fn a_tag_whose_rule_is_an_expression_follows_events_consents_and_the_calendar() {
    let workspace = over(TAGS);
    let anna = wrote(&workspace, 1, "447400123456", noon());
    assert!(tags(&workspace, &anna).is_empty());
    happened(&workspace, "e_1", &anna, viewed(), noon());
    happened(&workspace, "e_2", &anna, viewed(), noon());
    assert_eq!(tags(&workspace, &anna), ["behaviour.curious"]);
    let purpose = crate::trust::consent::Purpose::Marketing;
    happened(&workspace, "e_3", &anna, EventKind::ConsentGiven { purpose, channel: None }, noon());
    assert_eq!(tags(&workspace, &anna), ["behaviour.curious", "behaviour.welcome"]);
    let kind = EventKind::ConsentWithdrawn { purpose: None, channel: None };
    happened(&workspace, "e_4", &anna, kind, noon() + TimeDelta::hours(1));
    assert_eq!(tags(&workspace, &anna), ["behaviour.curious"]);
    // Two days by the clocks are 47 hours here.
    let due = noon() + TimeDelta::hours(47);
    assert_eq!(workspace.customer(&anna).unwrap().tags_due, Some(due));
    workspace.tick(due - TimeDelta::milliseconds(1)).unwrap();
    assert_eq!(tags(&workspace, &anna), ["behaviour.curious"]);
    workspace.tick(due + TimeDelta::hours(5)).unwrap();
    assert_eq!(tags(&workspace, &anna), ["behaviour.curious", "behaviour.silent"]);
    let customer = workspace.customer(&anna).unwrap();
    assert_eq!(customer.tags[1].set_at, due);
    assert!(workspace.tick(due + TimeDelta::hours(5)).unwrap().fired.is_empty());
    wrote(&workspace, 2, "447400123456", due + TimeDelta::hours(6));
    assert_eq!(tags(&workspace, &anna), ["behaviour.curious"]);
}

#[test]
fn the_expression_of_a_tag_is_checked_with_the_playbook() {
    let with = |tag: &str| {
        let document = format!(
            "[[tags.dimensions]]\nid = \"value\"\nnames = {{en = \"Value\"}}\n\n[[tags.dimensions.tags]]\nid = \"value.a\"\nnames = {{en = \"A\"}}\n{tag}\n"
        );
        Playbook::read(&document).unwrap_err().to_string()
    };
    assert_eq!(
        with("when = 'order_cuont > 1'"),
        "tags.dimensions[0].tags[0].when (line 8, column 1): line 1, column 1: there is no value order_cuont; did you mean order_count?"
    );
    for (tag, cause) in [
        ("when = 'has_tag(\"value.a\")'", "the expression of a tag cannot read tags or updated_at"),
        ("when = 'days_since(updated_at) > 3'", "the expression of a tag cannot read tags or updated_at"),
        ("when = 'archived'\nrule = {kind = \"no_stage\"}", "a tag has a rule or an expression, not both"),
    ] {
        assert!(with(tag).contains(cause), "{}", with(tag));
    }
}

#[test]
fn a_tag_whose_expression_reads_fields_follows_imports_events_and_merges_though_nobody_keeps_what_was() {
    let playbook = r#"
[[tags.dimensions]]
id = "attribute"
names = {en = "Attribute"}
tags = [
    {id = "attribute.large", names = {en = "Large"}, when = "company_size > 200"},
    {id = "attribute.followed", names = {en = "Followed up"}, when = "has(last_follow_up)"},
    {id = "attribute.named", names = {en = "Company known"}, rule = {kind = "field_present", field = "company"}},
]
"#;
    let workspace = over(playbook);
    assert!(!workspace.engines().tag.has_expressions());
    import(&workspace, "Name,Phone,Company,Company size\nЁлкина,+447400123456,,250\n", noon());
    import(
        &workspace,
        "Name,Phone,Company,Company size\nOmar,+447400123457,Teekontor,20\n",
        noon() + TimeDelta::hours(1),
    );
    let ids: Vec<CustomerId> =
        workspace.customers(None, 9).unwrap().into_iter().map(|one| one.id.clone()).collect();
    let both = || [0, 1].map(|place| tags(&workspace, &ids[place]));
    let large = workspace.customer(&ids[0]).unwrap().tag(&"attribute.large".into()).is_some();
    let (elder, younger) = if large { (&ids[0], &ids[1]) } else { (&ids[1], &ids[0]) };
    happened(&workspace, "e_1", elder, EventKind::FollowedUp { agent: None }, noon() + TimeDelta::hours(2));
    let before = both();
    assert_eq!(tags(&workspace, elder), ["attribute.large", "attribute.followed"]);
    assert_eq!(tags(&workspace, younger), ["attribute.named"]);
    let merge = workspace.merge(elder, younger, noon() + TimeDelta::hours(3)).unwrap();
    // The later import says how many they are, so the tag that was joined goes.
    assert_eq!(tags(&workspace, elder), ["attribute.named", "attribute.followed"]);
    workspace.undo_merge(&merge, noon() + TimeDelta::hours(4)).unwrap();
    assert_eq!(both(), before);
}

#[test]
fn only_tags_whose_expressions_read_what_changed_are_asked() {
    use crate::customer::Customer;
    let engines = Engines::new(&Playbook::read(TAGS).unwrap()).unwrap();
    let mut customer = Customer::new("c_1".into(), noon());
    let mut facts = FactSet::default();
    facts.add_event(&viewed());
    let trigger = TagTrigger::Changed { facts: &facts };
    let decision = engines.tag.refresh_knowing(&mut customer, trigger, &CustomerHistory::default(), noon());
    let counted = Reason::new("tag.expressions_asked").with("asked", 1_usize).with("skipped", 2_usize);
    assert_eq!(decision.reasons, [counted]);
}
