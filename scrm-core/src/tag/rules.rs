//! One call of the engine: which tags the rules and people set and take away.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::activity::Activity;
use super::condition::{Dependencies, Facts, TagEvent};
use super::due::timer_effect;
use super::taxonomy::{CompiledTag, Taxonomy};
use super::trigger::{PersonsChoice, RemovedTag, TagAction, TagChanges};
use crate::customer::{AppliedTag, Customer, TagPhase};
use crate::foundation::{Decision, Event, Reason, RuleId, TagId};
use crate::segment::{CustomerHistory, FactSet, Segment};

/// Why a tag goes whose rule does not hold any more.
const RULE_ENDED: &str = "tag.rule_ended";

/// A person closed the tag.
const CLOSED_BY_PERSON: &str = "tag.closed_by_person";

/// Why rules are asked, for tags that a person took away while their rule held.
#[derive(Clone, Copy)]
pub(super) enum AskedBy<'a> {
    /// Time passed, or another tag of the group changed: what was taken away stays away.
    Time,
    /// Fields changed, by their bits: what reads none of them stays away.
    Fields(u64),
    /// This changed: what reads none of it stays away.
    Facts(&'a FactSet),
    /// The record was made or completed, and nobody knows of what.
    Record,
}

/// One call of the engine.
pub(super) struct Run<'a> {
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) customer: &'a mut Customer,
    /// What happened to the customer, where it is known: expressions are asked only then.
    pub(super) history: Option<&'a CustomerHistory>,
    pub(super) now: DateTime<Utc>,
    /// The instant that the rules are asked about: before `now` where a timer fires late.
    pub(super) as_of: DateTime<Utc>,
    pub(super) asked_by: AskedBy<'a>,
    /// Whether a rule that still holds refreshes its tag.
    pub(super) confirms: bool,
    /// Whether something changed that the timer's instant depends on.
    pub(super) reschedules: bool,
    /// The earliest step that a tag had behind it when it was set.
    pub(super) overlooked: Option<DateTime<Utc>>,
    /// Whether somebody reads what changed and why; an import only wants the customer and the effects.
    pub(super) is_read: bool,
    pub(super) decision: Decision<TagChanges>,
}

impl<'a> Run<'a> {
    pub(super) fn new(taxonomy: &'a Taxonomy, customer: &'a mut Customer, now: DateTime<Utc>) -> Self {
        let decision = Decision { value: TagChanges::default(), reasons: Vec::new(), effects: Vec::new() };
        Self {
            taxonomy,
            customer,
            history: None,
            now,
            as_of: now,
            asked_by: AskedBy::Time,
            confirms: false,
            reschedules: false,
            overlooked: None,
            is_read: true,
            decision,
        }
    }

    /// The decision, with the timer moved where something changed that its instant depends on.
    pub(super) fn finish(mut self) -> Decision<TagChanges> {
        if self.reschedules {
            let before = self.customer.tags_due;
            self.reschedule();
            if self.customer.tags_due != before {
                self.decision.effects.push(timer_effect(self.customer));
            }
        }
        self.decision
    }

    /// Adds a reason, where somebody reads it.
    fn explain(&mut self, reason: impl FnOnce() -> Reason) {
        if self.is_read {
            self.decision.reasons.push(reason());
        }
    }

    fn facts(&self) -> Facts<'_> {
        self.taxonomy.facts(self.customer, self.as_of)
    }

    /// Rules without events, and expressions about fields alone: the tag is there while they hold.
    pub(super) fn state_rules(&mut self, touched: impl Fn(&Dependencies) -> bool) {
        self.state_rules_of(|tag| touched(&tag.dependencies));
    }

    fn state_rules_of(&mut self, chosen: impl Fn(&CompiledTag) -> bool) {
        let taxonomy = self.taxonomy;
        for tag in taxonomy.tags.iter().filter(|tag| !tag.names_event && chosen(tag)) {
            let Some(rule) = &tag.rule else { continue };
            match rule.holds(&self.facts()) {
                Some(true) => self.apply_rule(tag, self.as_of, Reason::new(AppliedTag::RULE_HOLDS)),
                Some(false) => self.rule_ended(tag),
                None => self.explain(|| about("tag.rate_missing", &tag.id)),
            }
        }
    }

    /// Every rule about fields and time, and every expression, for a customer that was made or completed.
    pub(super) fn imported(&mut self) {
        self.asked_by = AskedBy::Record;
        self.state_rules(|_| true);
        self.expressions(|_, _| true);
        self.reschedules = true;
    }

    /// Asks the expressions that are chosen of those that ask for more than fields; each tag is there while its own holds.
    /// Gives how many were asked.
    fn expressions(&mut self, mut chosen: impl FnMut(&CompiledTag, &Segment) -> bool) -> usize {
        let (taxonomy, Some(history)) = (self.taxonomy, self.history) else { return 0 };
        let mut asked = 0;
        for tag in &taxonomy.tags {
            let Some(expression) = tag.expression.as_ref().filter(|expression| chosen(tag, expression))
            else {
                continue;
            };
            asked += 1;
            if expression.contains(self.customer, history, self.as_of) {
                self.apply_rule(tag, self.as_of, Reason::new(AppliedTag::RULE_HOLDS));
            } else {
                self.rule_ended(tag);
            }
        }
        asked
    }

    /// Asks the expressions that read something that changed, and says how many that were. Those about fields alone were
    /// asked with the change itself.
    pub(super) fn changed(&mut self, facts: &'a FactSet) {
        self.asked_by = AskedBy::Facts(facts);
        let removed = self.decision.value.removed.len();
        let is_told = |tag: &CompiledTag| *facts == FactSet::all() || tag.reads.meets(facts);
        let mut asked = self.expressions(|tag, _| is_told(tag));
        self.reschedules |= asked > 0;
        self.held_back(removed, |tag| asked += usize::from(!is_told(tag)));
        let count = self.taxonomy.expressions.count;
        let reason = Reason::new("tag.expressions_asked").with("asked", asked);
        self.decision.reasons.push(reason.with("skipped", count.saturating_sub(asked)));
    }

    /// Rules that time plays a part in, and expressions whose answer it may change.
    pub(super) fn time_passed(&mut self) {
        let removed = self.decision.value.removed.len();
        self.state_rules(|dependencies| dependencies.time);
        self.expressions(|_, expression| expression.depends_on_time());
        self.held_back(removed, |_| {});
    }

    /// Asks what gave way to tags of its groups whose own rules have ended, or which a person took away: those removed since there
    /// were so many. Tells of each expression that is asked.
    fn held_back(&mut self, removed: usize, mut told: impl FnMut(&CompiledTag)) {
        let taxonomy = self.taxonomy;
        let makes_room = |cause: &str| matches!(cause, RULE_ENDED | RemovedTag::BY_PERSON | CLOSED_BY_PERSON);
        let gone = self.decision.value.removed.iter().skip(removed).filter(|gone| makes_room(&gone.cause));
        let groups: Vec<&str> = gone.filter_map(|gone| taxonomy.tag(&gone.tag)?.group.as_deref()).collect();
        let is_in_them =
            |tag: &CompiledTag| tag.group.as_deref().is_some_and(|group| groups.contains(&group));
        if groups.is_empty() {
            return;
        }
        self.state_rules_of(is_in_them);
        self.expressions(|tag, _| {
            let is_asked = is_in_them(tag);
            if is_asked {
                told(tag);
            }
            is_asked
        });
    }

    /// Rules that name an event: it sets the tag, the lifecycle ends it.
    pub(super) fn event_rules(&mut self, event: &Event, activity: Option<&Activity>, first_reply: bool) {
        let happened = TagEvent::of(&event.kind, first_reply);
        let bit = happened.map_or(0, Dependencies::event_bit);
        let at = event.at.min(self.now);
        let taxonomy = self.taxonomy;
        for tag in taxonomy.tags.iter().filter(|tag| tag.names_event && tag.dependencies.events & bit != 0) {
            let facts = Facts { event: happened, activity, ..self.facts() };
            if tag.rule.as_ref().and_then(|rule| rule.holds(&facts)) == Some(true) {
                let reason = Reason::new("tag.event_happened").with("event_at", at);
                self.apply_rule(tag, at, reason);
            }
        }
        let changed = Dependencies::fields_changed_by(&event.kind);
        self.asked_by = AskedBy::Fields(changed);
        self.state_rules(|dependencies| dependencies.time || dependencies.fields & changed != 0);
    }

    fn apply_rule(&mut self, tag: &CompiledTag, at: DateTime<Utc>, reason: Reason) {
        let calendar = &self.taxonomy.calendar;
        if let Some(applied) = self.customer.tags.iter_mut().find(|applied| applied.tag == tag.id) {
            if self.confirms {
                applied.confirmed_at = applied.confirmed_at.max(self.now);
            }
            if tag.names_event && tag.lifecycle.restarts && at > applied.set_at {
                applied.set_at = at;
                applied.phase = TagPhase::Active;
                applied.expires_at = tag.lifecycle.expires_after.map(|span| calendar.add(at, span));
                let applied = applied.clone();
                self.decision.reasons.push(about("tag.restarted", &tag.id));
                self.decision.value.restarted.push(tag.id.clone());
                self.note_steps_behind(tag, &applied);
                self.reschedules = true;
            }
            return;
        }
        if self.is_over(tag, at) {
            self.explain(|| about("tag.period_over", &tag.id));
            return;
        }
        if self.stays_away(tag) {
            self.explain(|| about("tag.taken_by_person", &tag.id));
            return;
        }
        if self.make_room(tag, false) {
            let reason = reason.with("rule", tag.rule_id.as_str());
            self.set(tag, at, Some(tag.rule_id.clone()), reason);
        }
    }

    /// Whether a person took the tag away, and nothing that its rule reads has changed since.
    fn stays_away(&self, tag: &CompiledTag) -> bool {
        let has_changed = match self.asked_by {
            AskedBy::Time => false,
            AskedBy::Fields(bits) => tag.dependencies.fields & bits != 0,
            AskedBy::Facts(facts) => *facts == FactSet::all() || tag.reads.meets(facts),
            AskedBy::Record => true,
        };
        !tag.names_event && !has_changed && self.customer.tags_taken.contains(&tag.id)
    }

    fn rule_ended(&mut self, tag: &CompiledTag) {
        self.customer.tags_taken.retain(|taken| *taken != tag.id);
        let held = self.customer.tag(&tag.id);
        if held.is_some_and(|applied| applied.rule.is_some() && !tag.lifecycle.close_by_hand) {
            self.remove(&tag.id, RULE_ENDED);
        }
    }

    /// Takes away the other tags of the group; `false` where one of them stays: a person's choice, or, among
    /// rules without events, an earlier tag.
    fn make_room(&mut self, tag: &CompiledTag, by_person: bool) -> bool {
        let Some(group) = &tag.group else { return true };
        let order = |id: &TagId| self.taxonomy.by_id.get(id).copied().unwrap_or(usize::MAX);
        let own = order(&tag.id);
        let mut replaced = Vec::new();
        for applied in self.customer.tags.iter().filter(|applied| applied.tag != tag.id) {
            let Some(other) = self.taxonomy.tag(&applied.tag) else { continue };
            if other.group.as_ref() != Some(group) {
                continue;
            }
            let stays = applied.rule.is_none() || (!tag.names_event && order(&other.id) < own);
            if stays && !by_person {
                self.explain(|| about("tag.group_taken", &tag.id).with("by", other.id.as_str()));
                return false;
            }
            replaced.push(other.id.clone());
        }
        for other in replaced {
            self.remove(&other, "tag.replaced");
        }
        true
    }

    fn set(&mut self, tag: &CompiledTag, at: DateTime<Utc>, rule: Option<RuleId>, reason: Reason) {
        let expires_at = tag.lifecycle.expires_after.map(|span| self.taxonomy.calendar.add(at, span));
        let applied = AppliedTag {
            tag: tag.id.clone(),
            set_at: at,
            confirmed_at: self.now,
            rule,
            reason,
            phase: TagPhase::Active,
            expires_at,
        };
        self.note_steps_behind(tag, &applied);
        self.customer.tags_taken.retain(|taken| *taken != tag.id);
        self.reschedules = true;
        if self.is_read {
            self.decision.value.set.push(tag.id.clone());
            self.decision.reasons.push(about("tag.set", &tag.id));
            self.decision.reasons.push(applied.reason.clone());
        }
        self.customer.tags.push(applied);
    }

    pub(super) fn remove(&mut self, id: &TagId, cause: &'static str) {
        self.customer.tags.retain(|applied| applied.tag != *id);
        self.reschedules = true;
        self.decision.reasons.push(about(cause, id));
        self.decision.value.removed.push(RemovedTag { tag: id.clone(), cause: Cow::Borrowed(cause) });
    }

    pub(super) fn person(&mut self, choice: &PersonsChoice<'_>) {
        let (id, taxonomy) = (choice.tag, self.taxonomy);
        let is_over = taxonomy.tag(id).is_some_and(|tag| self.is_over(tag, choice.at));
        let held = self.customer.tags.iter_mut().find(|applied| applied.tag == *id);
        match (choice.action, held, taxonomy.tag(id)) {
            (TagAction::Set, Some(applied), _) => {
                applied.rule = None;
                applied.confirmed_at = self.now;
                self.decision.reasons.push(about("tag.already_set", id));
            }
            (TagAction::Set, None, Some(_)) if is_over => self.explain(|| about("tag.period_over", id)),
            (TagAction::Set, None, Some(tag)) => {
                let _ = self.make_room(tag, true);
                let mut reason = Reason::new(AppliedTag::SET_BY_PERSON);
                if let Some(agent) = choice.agent {
                    reason = reason.with("agent", agent.as_str());
                }
                self.set(tag, choice.at, None, reason);
            }
            (TagAction::Set, None, None) => self.decision.reasons.push(about("tag.unknown", id)),
            (TagAction::Remove | TagAction::Close, None, _) => {
                self.decision.reasons.push(about("tag.not_set", id));
            }
            (TagAction::Remove, Some(_), _) => self.take_away(id, RemovedTag::BY_PERSON),
            (TagAction::Close, Some(_), _) => self.take_away(id, CLOSED_BY_PERSON),
        }
    }

    /// Removes a tag for a person. One whose rule holds does not come back because it still does; another of its group, which
    /// had given way to it, does.
    fn take_away(&mut self, id: &TagId, cause: &'static str) {
        let removed = self.decision.value.removed.len();
        self.remove(id, cause);
        self.remember_as_taken(id);
        self.held_back(removed, |_| {});
    }

    fn remember_as_taken(&mut self, id: &TagId) {
        let Some(tag) = self.taxonomy.tag(id) else { return };
        let by_rule =
            tag.rule.as_ref().filter(|_| !tag.names_event).and_then(|rule| rule.holds(&self.facts()));
        let by_expression = tag.expression.as_ref().zip(self.history);
        let by_expression = by_expression
            .is_some_and(|(expression, history)| expression.contains(self.customer, history, self.as_of));
        if (by_rule == Some(true) || by_expression) && !self.customer.tags_taken.contains(id) {
            self.customer.tags_taken.push(id.clone());
        }
    }

    /// Whether a tag that was set at an instant would have ended by now.
    fn is_over(&self, tag: &CompiledTag, at: DateTime<Utc>) -> bool {
        tag.lifecycle.expires_after.is_some_and(|span| self.taxonomy.calendar.add(at, span) <= self.now)
    }
}

pub(super) fn about(code: &'static str, tag: &TagId) -> Reason {
    Reason::new(code).with("tag", tag.as_str())
}
