//! Whatever happens, in whatever order: who belongs to what is what the expressions say, and the log says the same.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::foundation::{Currency, MergeId, Money, Order, TagId};
use crate::segment::Segment;

const SEGMENTS: &str = r#"
[calendar]
time_zone = "Europe/Berlin"

[value.rfm]
score_by = "thresholds"

[value.rfm.thresholds]
recency_days = [0, 1, 1, 2]
frequency = [0, 1, 1, 2]
monetary = [1, 10, 100, 1000]

[[tags.dimensions]]
id = "behaviour"
names = {en = "Behaviour"}

[[tags.dimensions.tags]]
id = "behaviour.quoted"
names = {en = "Quoted"}
rule = {kind = "happened", event = "quote_sent"}
lifecycle = {expires_after = "7d"}

[[tags.dimensions.tags]]
id = "behaviour.buyer"
names = {en = "Bought lately"}
when = 'count("order_placed", days(2)) >= 1'

[[tags.dimensions.tags]]
id = "behaviour.cold"
names = {en = "Silent"}
when = 'last_inbound < now - days(1)'
exclusive_group = "warmth"

[[tags.dimensions.tags]]
id = "behaviour.warm"
names = {en = "Writes"}
when = 'has(last_inbound) || consent("marketing")'
exclusive_group = "warmth"

[[tags.dimensions.tags]]
id = "behaviour.followed"
names = {en = "Was followed up"}
when = 'has(last_follow_up)'

[[segments.saved]]
id = "talking"
when = 'last_inbound >= now - days(2)'

[[segments.saved]]
id = "curious"
when = 'count("page_viewed", hours(36)) >= 2 && !has_tag("behaviour.quoted")'

[[segments.saved]]
id = "lapsing"
when = 'days_since(last_order) > 3 || last_follow_up < now - days(1)'

[[segments.saved]]
id = "quoted"
when = 'has_tag("behaviour.quoted") || count("order_placed") > 2'

[[segments.saved]]
id = "fresh"
when = 'hours_since(created_at) < 30 && consent("marketing")'

[[segments.saved]]
id = "buyers"
when = 'has_tag("behaviour.buyer") || warmth == "cold"'

[[segments.saved]]
id = "valued"
when = 'rfm_class in ["high_value", "potential"]'

[[segments.saved]]
id = "waiting"
when = 'respond_by < now && priority.level <= 2'
"#;

struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

struct Run {
    workspace: Workspace,
    chance: Chance,
    now: DateTime<Utc>,
    merges: Vec<MergeId>,
    steps: u64,
}

impl Run {
    fn somebody(&mut self) -> Option<CustomerId> {
        let all = self.workspace.customers(None, 100).unwrap();
        let place = self.chance.below(all.len().max(1));
        all.get(place).map(|customer| customer.id.clone())
    }

    fn kind(&mut self) -> EventKind {
        match self.chance.below(7) {
            0 => EventKind::QuoteSent { total: None },
            1 => EventKind::FollowedUp { agent: None },
            2 => EventKind::AgentReplied { agent: None, message: None, body: None },
            3 => {
                EventKind::ConsentGiven { purpose: crate::trust::consent::Purpose::Marketing, channel: None }
            }
            4 => {
                let total = Money::major(100, Currency::parse("TWD").unwrap());
                EventKind::OrderPlaced { order: Order { number: "1".to_owned(), total } }
            }
            _ => viewed(),
        }
    }

    fn step(&mut self) {
        self.steps += 1;
        // What happens at one instant in two commits has no order in the log.
        self.now += TimeDelta::seconds(1);
        let (now, steps) = (self.now, self.steps);
        match self.chance.below(10) {
            0..=2 => {
                let phone = format!("44740012345{}", self.chance.below(5));
                wrote(&self.workspace, steps, &phone, now);
            }
            3..=5 => {
                let kind = self.kind();
                if let Some(customer) = self.somebody() {
                    let at = now + TimeDelta::minutes(self.chance.below(3_000) as i64 - 2_500);
                    reported(&self.workspace, &format!("e_{steps}"), &customer, kind, at, now);
                }
            }
            6 => {
                if let (Some(one), Some(other)) = (self.somebody(), self.somebody()) {
                    self.merges.extend(self.workspace.merge(&one, &other, now).ok());
                }
            }
            7 => {
                let place = self.chance.below(self.merges.len().max(1));
                if let Some(merge) = self.merges.get(place) {
                    let _ = self.workspace.undo_merge(merge, now);
                }
            }
            _ => self.now += TimeDelta::minutes(self.chance.below(2_000) as i64),
        }
        if self.chance.below(3) == 0 {
            self.workspace.tick(self.now).unwrap();
        }
    }

    /// Ticks, and holds every record against the expressions, the timers and the log.
    fn check(&self, run: u64) {
        let now = self.now;
        self.workspace.tick(now).unwrap();
        let engines = self.workspace.engines();
        self.check_questions(run);
        for customer in self.workspace.customers(None, 100).unwrap() {
            let unit = UnitOfWork::new(self.workspace.store());
            let history = Histories::load(&unit, &customer.id, false).unwrap().before;
            for saved in engines.saved_segments.iter() {
                let belongs = customer.in_segment_since(&saved.id).is_some();
                let holds = saved.segment.contains(&customer, &history, now);
                assert_eq!(belongs, holds, "run {run}, step {}: {} {}", self.steps, customer.id, saved.id);
                let next = saved.segment.next_change(&customer, &history, now);
                let due = customer.segments_due;
                assert!(
                    next.is_none()
                        || due.is_some_and(|due| due <= next.unwrap() + TimeDelta::milliseconds(1)),
                    "run {run}, step {}: {} waits for {next:?}, due {due:?}",
                    self.steps,
                    saved.id
                );
            }
            let holds = |text: &str| {
                let expression = Segment::parse(text, &engines.segments).unwrap();
                expression.contains(&customer, &history, now)
            };
            let cold = holds("last_inbound < now - days(1)");
            let warm = !cold && holds("has(last_inbound) || consent(\"marketing\")");
            let buyer = holds("count(\"order_placed\", days(2)) >= 1");
            let followed = holds("has(last_follow_up)");
            for (tag, applies) in [("cold", cold), ("warm", warm), ("buyer", buyer), ("followed", followed)] {
                let tag = TagId::from(format!("behaviour.{tag}"));
                let is_set = customer.tag(&tag).is_some();
                assert_eq!(is_set, applies, "run {run}, step {}: {} {tag}", self.steps, customer.id);
            }
            let timers = self.workspace.store().timers_of(&customer.id).unwrap();
            let timer = timers.iter().find(|timer| timer.key.as_str().starts_with("segment/"));
            assert_eq!(timer.map(|timer| timer.due), customer.segments_due, "run {run}, step {}", self.steps);
        }
        self.check_log(run);
    }

    /// Asked as expressions, of the store or of the index, the segments have the same members.
    fn check_questions(&self, run: u64) {
        let workspace = &self.workspace;
        for saved in workspace.engines().saved_segments.iter() {
            let expression = saved.segment.to_string();
            let members = workspace.segment_members(&saved.id, None, 100).unwrap();
            let members: Vec<CustomerId> = members.into_iter().map(|member| member.customer).collect();
            let place = format!("run {run}, step {}: {}", self.steps, saved.id);
            assert_eq!(workspace.segment(&expression, None, 100, self.now).unwrap(), members, "{place}");
            assert_eq!(
                workspace.count_segment(&expression, self.now).unwrap(),
                members.len() as u64,
                "{place}"
            );
            let counts = workspace.explain_segment(&expression, self.now).unwrap();
            assert_eq!(counts.holds, members.len(), "{place}");
            if let [first, rest @ ..] = members.as_slice() {
                let page = workspace.segment(&expression, Some(first), 1, self.now).unwrap();
                assert_eq!(page, rest.iter().take(1).cloned().collect::<Vec<_>>(), "{place}");
                let why = workspace.explain_membership(&expression, first, self.now).unwrap();
                assert_eq!(why.holds, Some(true), "{place}");
            }
        }
    }

    /// What a customer entered and did not leave is what it belongs to, for whoever was never merged.
    fn check_log(&self, run: u64) {
        let page = Page { after: None, limit: 100_000 };
        let events =
            self.workspace.store().list_events(DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, &page);
        let mut belong: BTreeMap<CustomerId, BTreeSet<SegmentId>> = BTreeMap::new();
        let mut merged: BTreeSet<CustomerId> = BTreeSet::new();
        for event in events.unwrap() {
            let Some(customer) = event.customer else { continue };
            let segments = belong.entry(customer.clone()).or_default();
            match event.kind {
                EventKind::SegmentEntered { segment } if !merged.contains(&customer) => {
                    assert!(segments.insert(segment), "run {run}: entered twice");
                }
                EventKind::SegmentLeft { segment } if !merged.contains(&customer) => {
                    assert!(segments.remove(&segment), "run {run}: left what was never entered");
                }
                EventKind::CustomerMerged { absorbed } => merged.extend([customer, absorbed]),
                _ => {}
            }
        }
        for customer in self.workspace.customers(None, 100).unwrap() {
            if !merged.contains(&customer.id) {
                let present: BTreeSet<SegmentId> =
                    customer.segments.iter().map(|membership| membership.segment.clone()).collect();
                assert_eq!(belong.remove(&customer.id).unwrap_or_default(), present, "run {run}");
            }
        }
    }
}

#[test]
fn membership_is_what_the_expressions_say_after_any_history() {
    for seed in 0..30 {
        let mut run = Run {
            workspace: over(SEGMENTS),
            chance: Chance(seed),
            now: noon(),
            merges: Vec::new(),
            steps: 0,
        };
        // Half of the runs ask an index that follows, the others the store.
        if seed % 2 == 0 {
            run.workspace.index_segments().unwrap();
        }
        for _ in 0..40 {
            run.step();
            if run.chance.below(4) == 0 {
                run.check(seed);
            }
        }
        run.check(seed);
    }
}
