//! Who changes, exactly; and that nobody does because they were looked at.

use std::collections::BTreeMap;
use std::io::Cursor;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::*;
use crate::customer::FieldName;
use crate::foundation::{AgentId, Coded, EventId, EventKind, Money, Order, TagId};
use crate::import::ImportOptions;
use crate::store::{MemoryStore, Page};
use crate::tag::{Condition, TagAction, TagTrigger};
use crate::value::{RfmClass, ScoreBy};

fn noon() -> DateTime<Utc> {
    // A Tuesday, 12:00 in Taipei.
    Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap()
}

/// Six customers in five scripts, on both sides of the tiers' bounds.
const FILE: &str = "Name,Phone,Annual purchase,Budget,Stage\n\
    Anna Walker,+447400123401,100000,90000,new inquiry\n\
    Ёлкина,+447400123402,400000,,new inquiry\n\
    عمر حداد,+447400123403,400001,100000,new inquiry\n\
    आशा शर्मा,+447400123404,500000,250000,new inquiry\n\
    王小明,+447400123405,500001,,customer\n\
    李 👩‍🔬\u{200d},+447400123406,,,customer\n";

struct Shop {
    workspace: Workspace,
}

impl Shop {
    fn new() -> Self {
        Self::with(&Playbook::standard())
    }

    fn with(playbook: &Playbook) -> Self {
        let workspace = Workspace::new(Box::new(MemoryStore::default()), playbook).unwrap();
        let options = ImportOptions::new("test");
        let report = workspace.import_csv(&mut Cursor::new(FILE), &options, noon()).unwrap();
        assert_eq!(report.counts.created, 6);
        Self { workspace }
    }

    /// The customer whose number ends so.
    fn customer(&self, number: u32) -> CustomerId {
        let end = format!("40012340{number}");
        let has = |customer: &Customer| customer.identifiers.iter().any(|id| id.key.as_str().ends_with(&end));
        let mut found = None;
        self.workspace
            .visit_customers(|customer| {
                if has(customer) {
                    found = Some(customer.id.clone());
                }
            })
            .unwrap();
        found.unwrap()
    }

    fn record(&self, number: u32, day: i64, kind: EventKind) {
        let at = noon() - TimeDelta::days(day);
        let id = EventId::new(format!("e_{number}_{day}_{}", self.events()));
        let event = Event { v: 1, id, at, customer: Some(self.customer(number)), conversation: None, kind };
        self.workspace.record(&[event], noon()).unwrap();
    }

    fn order(&self, number: u32, day: i64, amount: i64) {
        let currency = self.workspace.engines().currency().base;
        let order = Order { number: format!("{number}/{day}"), total: Money::major(amount, currency) };
        self.record(number, day, EventKind::OrderPlaced { order });
    }

    fn events(&self) -> usize {
        let page = Page { after: None, limit: usize::MAX };
        self.workspace.store().list_events(DateTime::<Utc>::MIN_UTC, noon() + INSTANT, &page).unwrap().len()
    }

    /// Everything that a call could have written.
    fn state(&self) -> String {
        let store = self.workspace.store();
        let (from, to) = (DateTime::<Utc>::MIN_UTC, noon() + TimeDelta::days(4_000));
        let customers = store.list_customers(None, usize::MAX).unwrap();
        let customers: Vec<_> =
            customers.iter().map(|one| (one.version, one.value.as_ref().clone())).collect();
        let events = store.list_events(from, to, &Page { after: None, limit: usize::MAX }).unwrap();
        let timers = store.due_timers(to, usize::MAX).unwrap().rows;
        let notices = store.list_notices(from, to, usize::MAX).unwrap();
        let outbox = store.list_outbox(None, usize::MAX).unwrap().len();
        format!("{}", serde_json::json!([customers, events, timers, notices, outbox]))
    }

    fn diff(&self, b: &Playbook) -> PlaybookDiff {
        self.diff_with(b, &PlaybookDiffOptions::default())
    }

    fn diff_with(&self, b: &Playbook, options: &PlaybookDiffOptions) -> PlaybookDiff {
        let before = self.state();
        let diff = self.workspace.diff_playbook(b, options, noon()).unwrap();
        assert_eq!(self.state(), before, "nothing is written");
        assert_eq!(self.workspace.diff_playbook(b, options, noon()).unwrap(), diff, "the same again");
        diff
    }
}

/// The standard playbook with a part of a section in another form.
fn standard_with(change: impl FnOnce(&mut Playbook)) -> Playbook {
    let mut playbook = Playbook::standard();
    change(&mut playbook);
    playbook
}

fn tag_of<'p>(playbook: &'p mut Playbook, id: &str) -> &'p mut crate::tag::TagDefinition {
    let tags = playbook.tags.dimensions.iter_mut().flat_map(|dimension| &mut dimension.tags);
    tags.into_iter().find(|tag| tag.id == id).unwrap()
}

/// Tier A from more than `bound` on.
fn tier_a_above(playbook: &mut Playbook, bound: i64) {
    for (tag, above, at_most) in [("value.tier_a", Some(bound), None), ("value.tier_b", None, Some(bound))] {
        let Some(Condition::Amount { range, .. }) = &mut tag_of(playbook, tag).rule else { panic!() };
        range.above = above;
        range.at_most = at_most;
    }
}

fn tier(from: Option<&str>, to: Option<&str>) -> PlaybookChange {
    let (from, to) = (from.map(TagId::new), to.map(TagId::new));
    PlaybookChange::Group { group: "tier".to_owned(), from, to }
}

fn counts(diff: &PlaybookDiff) -> Vec<(PlaybookChange, u64)> {
    diff.changes.iter().map(|counted| (counted.change.clone(), counted.customers)).collect()
}

fn of_kind(diff: &PlaybookDiff, kind: PlaybookChangeKind) -> u64 {
    diff.kinds.iter().find(|counted| counted.kind == kind).unwrap().customers
}

#[test]
fn a_moved_bound_moves_who_lies_between_and_nobody_else() {
    let shop = Shop::new();
    let diff = shop.diff(&standard_with(|playbook| tier_a_above(playbook, 400_000)));
    assert_eq!((diff.customers, diff.changed), (6, 2));
    assert_eq!(counts(&diff), [(tier(Some("value.tier_b"), Some("value.tier_a")), 2)]);
    let mut expected = vec![shop.customer(3), shop.customer(4)];
    let mut samples = diff.changes[0].samples.clone();
    expected.sort();
    samples.sort();
    assert_eq!(samples, expected);
    assert_eq!(of_kind(&diff, PlaybookChangeKind::Tag), 0, "a group tells it, once");
    let text = diff.to_text();
    assert!(text.starts_with("Of 6 customers, 2 would be decided otherwise."), "{text}");
    assert!(!text.contains(expected[0].as_str()), "ids are masked in words");
    let back = shop.workspace.diff_playbooks(
        &standard_with(|playbook| tier_a_above(playbook, 400_000)),
        &Playbook::standard(),
        &PlaybookDiffOptions::default(),
        noon(),
    );
    assert_eq!(counts(&back.unwrap()), [(tier(Some("value.tier_a"), Some("value.tier_b")), 2)]);
}

#[test]
fn the_same_playbook_changes_nothing() {
    let shop = Shop::new();
    shop.order(1, 40, 5_000);
    shop.record(2, 3, EventKind::QuoteSent { total: None });
    let options = PlaybookDiffOptions {
        segments: BTreeMap::from([("a".to_owned(), "tier == \"a\"".to_owned())]),
        score_change: 0.0,
        ..PlaybookDiffOptions::default()
    };
    let diff = shop.diff_with(&Playbook::standard(), &options);
    assert_eq!((diff.customers, diff.changed, diff.changes.len()), (6, 0, 0));
    assert!(diff.kinds.iter().all(|kind| kind.customers == 0));
    assert!(diff.to_text().starts_with("Nothing changes for 6 customers."));
}

#[test]
fn what_a_person_set_stays_and_keeps_its_group() {
    let shop = Shop::new();
    let (agent, tag) = (AgentId::new("wei"), TagId::new("value.tier_c"));
    let id = shop.customer(4);
    let mut customer = shop.workspace.customer(&id).unwrap();
    let by_hand = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Set };
    let _ = shop.workspace.engines().tag.refresh(&mut customer, by_hand, noon());
    let mut unit = crate::workspace::UnitOfWork::new(shop.workspace.store());
    let _ = unit.customer(&id).unwrap();
    unit.put_customer(customer);
    unit.commit().unwrap();
    let diff = shop.diff(&standard_with(|playbook| tier_a_above(playbook, 400_000)));
    assert_eq!(counts(&diff), [(tier(Some("value.tier_b"), Some("value.tier_a")), 1)]);
    assert_eq!(diff.changes[0].samples, [shop.customer(3)]);
}

#[test]
fn lives_count_from_when_a_tag_was_set_and_past_events_set_nothing() {
    let shop = Shop::new();
    shop.record(1, 3, EventKind::QuoteSent { total: None });
    shop.record(2, 1, EventKind::QuoteSent { total: None });
    let lives = |days| {
        standard_with(|playbook| {
            let lifecycle = &mut tag_of(playbook, "behaviour.quoted").lifecycle;
            lifecycle.expires_after = Some(crate::foundation::time::Span::days(days));
            lifecycle.remind_after = None;
        })
    };
    let removed = PlaybookChange::TagRemoved { tag: TagId::new("behaviour.quoted") };
    // It was set three days ago: it would have ended at this very instant.
    assert_eq!(counts(&shop.diff(&lives(3))), [(removed.clone(), 1)]);
    assert_eq!(counts(&shop.diff(&lives(4))), []);
    assert_eq!(counts(&shop.diff(&lives(1))), [(removed, 2)]);
    let on_samples = standard_with(|playbook| {
        tag_of(playbook, "behaviour.sample_sent").rule =
            Some(Condition::Happened { event: crate::tag::TagEvent::QuoteSent });
    });
    assert_eq!(counts(&shop.diff(&on_samples)), []);
}

#[test]
fn a_tag_that_a_playbook_does_not_have_is_not_there() {
    let shop = Shop::new();
    let without = |id: &'static str| {
        standard_with(|playbook| {
            for dimension in &mut playbook.tags.dimensions {
                dimension.tags.retain(|tag| tag.id != id);
            }
        })
    };
    assert_eq!(counts(&shop.diff(&without("value.tier_a"))), [(tier(Some("value.tier_a"), None), 1)]);
    let another = standard_with(|playbook| {
        let mut tag = tag_of(playbook, "value.strategic").clone();
        tag.id = "value.has_budget".to_owned();
        tag.rule = Some(Condition::FieldPresent { field: FieldName::Budget });
        playbook.tags.dimensions[0].tags.push(tag);
    });
    let set = PlaybookChange::TagSet { tag: TagId::new("value.has_budget") };
    assert_eq!(counts(&shop.diff(&another)), [(set, 3)]);
}

#[test]
fn levels_are_decided_again_from_what_was_known_then() {
    let shop = Shop::new();
    let everybody_first = standard_with(|playbook| {
        for level in &mut playbook.priority.levels {
            (level.budget, level.new_inquiry) = (None, false);
        }
    });
    let diff = shop.diff(&everybody_first);
    let moved = |from, customers| (PlaybookChange::PriorityLevel { from, to: 1 }, customers);
    // Anna and Omar have budgets for the second level, Yelkina has none; who is no inquiry does not wait.
    assert_eq!(counts(&diff)[..2], [moved(2, 2), moved(3, 1)]);
    assert_eq!(of_kind(&diff, PlaybookChangeKind::PriorityLevel), 3);
    assert_eq!(of_kind(&diff, PlaybookChangeKind::Score), 3, "the level is part of the score");
    let answer = EventKind::AgentReplied { agent: Some(AgentId::new("wei")), message: None, body: None };
    shop.record(1, 0, answer);
    assert_eq!(counts(&shop.diff(&everybody_first))[..2], [moved(2, 1), moved(3, 1)], "Anna waits no more");
}

#[test]
fn a_score_counts_beyond_the_amount_that_was_asked_for() {
    let shop = Shop::new();
    let heavier = standard_with(|playbook| playbook.priority.score.weights.budget *= 4.0);
    let with = |score_change| {
        let options = PlaybookDiffOptions { score_change, ..PlaybookDiffOptions::default() };
        of_kind(&shop.diff_with(&heavier, &options), PlaybookChangeKind::Score)
    };
    assert!(with(0.0) > 0);
    assert_eq!((with(100.0), with(f64::NAN)), (0, 0));
}

#[test]
fn customers_without_an_owner_go_to_whom_the_playbook_names() {
    let shop = Shop::new();
    let to_omar = standard_with(|playbook| playbook.replies.human_request.audience = "agent:omar".to_owned());
    let from = Playbook::standard().replies.human_request.audience;
    let change = PlaybookChange::Owner { from, to: "agent:omar".to_owned() };
    assert_eq!(counts(&shop.diff(&to_omar)), [(change, 6)]);
}

#[test]
fn classes_by_thresholds_are_compared_and_by_quantiles_are_not() {
    let by_thresholds = standard_with(|playbook| playbook.value.rfm.score_by = ScoreBy::Thresholds);
    let shop = Shop::with(&by_thresholds);
    shop.order(1, 40, 30_000);
    shop.order(2, 40, 900);
    let stricter = standard_with(|playbook| {
        playbook.value.rfm.score_by = ScoreBy::Thresholds;
        playbook.value.rfm.thresholds.recency_days = [10, 20, 30, 35];
    });
    let diff = shop.diff(&stricter);
    let class = |from, to| PlaybookChange::ValueClass { from: Some(from), to: Some(to) };
    assert_eq!(
        counts(&diff),
        [(class(RfmClass::Potential, RfmClass::Ordinary), 2)],
        "one order of 30,000: M 4, F 1, not worthwhile"
    );
    assert_eq!(diff.not_compared, []);
    let diff = shop.diff(&Playbook::standard());
    assert_eq!((diff.changed, diff.not_compared), (0, vec![NotCompared::ValueClassByQuantiles {}]));
}

#[test]
fn orders_from_before_a_merge_count() {
    let by_thresholds = standard_with(|playbook| playbook.value.rfm.score_by = ScoreBy::Thresholds);
    let shop = Shop::with(&by_thresholds);
    shop.order(2, 40, 900);
    shop.workspace.merge(&shop.customer(1), &shop.customer(2), noon()).unwrap();
    let stricter = standard_with(|playbook| {
        playbook.value.rfm.score_by = ScoreBy::Thresholds;
        playbook.value.rfm.thresholds.recency_days = [10, 20, 30, 35];
    });
    let diff = shop.diff(&stricter);
    assert_eq!(diff.customers, 5);
    assert_eq!(of_kind(&diff, PlaybookChangeKind::ValueClass), 1);
}

#[test]
fn segments_say_who_enters_and_who_leaves() {
    let shop = Shop::new();
    let options = PlaybookDiffOptions {
        segment: Some("has(budget)".to_owned()),
        segments: BTreeMap::from([
            ("best".to_owned(), "tier == \"a\"".to_owned()),
            ("middle".to_owned(), "tier == \"b\"".to_owned()),
        ]),
        ..PlaybookDiffOptions::default()
    };
    let generous = standard_with(|playbook| tier_a_above(playbook, 400_000));
    let diff = shop.diff_with(&generous, &options);
    assert_eq!((diff.customers, diff.changed), (3, 2), "those with a budget");
    assert_eq!(
        counts(&diff)[1..],
        [
            (PlaybookChange::SegmentEntered { segment: "best".to_owned() }, 2),
            (PlaybookChange::SegmentLeft { segment: "middle".to_owned() }, 2),
        ]
    );
    assert_eq!(of_kind(&diff, PlaybookChangeKind::Segment), 2, "each customer once");
}

#[test]
fn a_segment_that_means_nothing_is_refused_by_its_name() {
    let shop = Shop::new();
    let wrong = PlaybookDiffOptions {
        segments: BTreeMap::from([("x".to_owned(), "company_syze > 3".to_owned())]),
        ..PlaybookDiffOptions::default()
    };
    let playbook = Playbook::standard();
    let error = shop.workspace.diff_playbook(&playbook, &wrong, noon()).unwrap_err();
    assert_eq!((error.code(), error.field().as_deref()), ("segment.unknown", Some("segments.x")));
    let wrong = PlaybookDiffOptions { segment: Some("1 +".to_owned()), ..PlaybookDiffOptions::default() };
    let error = shop.workspace.diff_playbook(&playbook, &wrong, noon()).unwrap_err();
    assert_eq!((error.code(), error.field().as_deref()), ("segment.syntax", Some("segment")));
}

#[test]
fn samples_are_as_many_as_asked_for() {
    let shop = Shop::new();
    let to_omar = standard_with(|playbook| playbook.replies.human_request.audience = "agent:omar".to_owned());
    for (samples, listed) in [(0, 0), (4, 4), (50, 6)] {
        let options = PlaybookDiffOptions { samples, ..PlaybookDiffOptions::default() };
        assert_eq!(shop.diff_with(&to_omar, &options).changes[0].samples.len(), listed);
    }
}

#[test]
fn archived_customers_are_left_out() {
    let shop = Shop::new();
    let id = shop.customer(3);
    let mut customer = shop.workspace.customer(&id).unwrap();
    customer.archived_at = Some(noon());
    let mut unit = crate::workspace::UnitOfWork::new(shop.workspace.store());
    let _ = unit.customer(&id).unwrap();
    unit.put_customer(customer);
    unit.commit().unwrap();
    let diff = shop.diff(&standard_with(|playbook| tier_a_above(playbook, 400_000)));
    assert_eq!((diff.customers, diff.changed), (5, 1));
}
