//! What time asks of a customer's tags: one timer per customer, and none where nothing is to come.
//!
//! The record says for when the timer is set ([`Customer::tags_due`]), so every call knows what was carried out and
//! what was not: a call that comes after that instant, before the timer was handed over, catches up first.

use chrono::{DateTime, TimeDelta, Utc};

use super::condition::Dependencies;
use super::lifecycle::TagStep;
use super::rules::Run;
use super::taxonomy::{CompiledTag, Taxonomy, planted};
use crate::customer::{AppliedTag, Customer};
use crate::foundation::time::earlier;
use crate::foundation::{Effect, EventKind, Reason, TAG_TIMERS};
use crate::segment::CustomerHistory;
use crate::store::{Timer, TimerPurpose};

/// Sets the customer's timer for when the record says, or cancels it.
pub(super) fn timer_effect(customer: &Customer) -> Effect {
    Effect::set_due(TAG_TIMERS, &customer.id, customer.tags_due, TimerPurpose::TagsDue {})
}

impl Taxonomy {
    /// The first instant after `after` at which a rule changes its answer for this customer, everything else
    /// staying as it is. Which tags the customer carries plays no part.
    fn changes_at(
        &self,
        customer: &Customer,
        history: Option<&CustomerHistory>,
        after: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let facts = self.facts(customer, after);
        let rules = self.tags.iter().filter(|tag| tag.depends_on_time).filter_map(|tag| tag.rule.as_ref());
        let by_rules = rules.filter_map(|rule| rule.changes_at(&facts)).min();
        let by_expressions = history.and_then(|history| {
            let expressions = self.tags.iter().filter_map(|tag| tag.expression.as_ref());
            expressions.filter_map(|expression| expression.next_wakeup(customer, history, after)).min()
        });
        earlier(by_rules, by_expressions)
    }

    /// The steps of the tags that a customer carries.
    pub(super) fn steps<'t, 'c>(
        &'t self,
        customer: &'c Customer,
    ) -> impl Iterator<Item = (&'t CompiledTag, &'c AppliedTag, TagStep)> {
        let known = customer.tags.iter().filter_map(|applied| Some((self.tag(&applied.tag)?, applied)));
        known.flat_map(|(tag, applied)| TagStep::ALL.into_iter().map(move |step| (tag, applied, step)))
    }

    /// When time next asks something after `after`.
    pub(super) fn next_due(
        &self,
        customer: &Customer,
        history: Option<&CustomerHistory>,
        after: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let steps = self
            .steps(customer)
            .filter_map(|(tag, applied, step)| tag.lifecycle.due_after(step, applied, &self.calendar, after));
        earlier(steps.min(), self.changes_at(customer, history, after))
    }

    /// What expressions wait for where they cannot be asked, because nobody says what happened: not before the present timer.
    pub(super) fn kept_due(
        &self,
        customer: &Customer,
        history: Option<&CustomerHistory>,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let unknown = history.is_none() && self.expressions.depend_on_time;
        customer.tags_due.filter(|_| unknown).map(|due| due.max(now))
    }

    /// Whether an event begins a customer or changes a field that rules about time look at.
    pub(super) fn event_moves_due(&self, kind: &EventKind) -> bool {
        matches!(kind, EventKind::CustomerCreated {})
            || self.fields_beside_time & Dependencies::fields_changed_by(kind) != 0
    }
}

impl Run<'_> {
    /// Carries out what time asked and nobody was told yet, where the timer's instant has passed.
    pub(super) fn catch_up(&mut self) {
        if let Some(since) = self.customer.tags_due.filter(|due| *due <= self.now) {
            self.carry_out(since);
        }
    }

    /// What the customer's timer asks for. Safe to repeat: one that was carried out before is behind what the
    /// record says, and one before its time is put back.
    pub(super) fn timer_fired(&mut self, timer: &Timer) {
        let early = planted("b2") && timer.due > self.now;
        if early {
            self.now = timer.due;
        }
        let since = self.customer.tags_due.map_or(timer.due, |due| due.min(timer.due));
        let moved = self.customer.tags_due.filter(|due| *due > timer.due);
        if let Some(due) = moved {
            self.decision.reasons.push(Reason::new("tag.timer_moved").with("due", due));
        } else if timer.due > self.now {
            self.decision.reasons.push(Reason::new("tag.timer_early").with("due", timer.due));
            self.customer.tags_due = Some(timer.due);
        } else {
            self.carry_out(since);
            self.reschedule();
        }
        if self.customer.tags_due.is_some() {
            self.decision.effects.push(timer_effect(self.customer));
        }
    }

    /// Goes through the instants from `since` to now at which time asked something, in order: steps that were due, and
    /// rules that changed their answer. A host that wakes late finds the tags, and since when, as if it had been
    /// awake; a recurring step that it missed several times is carried out once.
    fn carry_out(&mut self, since: DateTime<Utc>) {
        let mut next = Some(since);
        while let Some(due) = next.filter(|due| *due <= self.now) {
            self.as_of = due;
            self.steps_due(due, since);
            self.time_passed();
            next = self.due_between(due, since);
        }
        self.as_of = self.now;
        self.reschedules = true;
    }

    /// Carries out the steps that are due at one instant.
    fn steps_due(&mut self, due: DateTime<Utc>, since: DateTime<Utc>) {
        let taxonomy = self.taxonomy;
        let steps: Vec<(&CompiledTag, TagStep)> = taxonomy
            .steps(self.customer)
            .filter(|(tag, applied, step)| taxonomy.first_due(tag, applied, *step, since) == Some(due))
            .map(|(tag, _, step)| (tag, step))
            .collect();
        for (tag, step) in steps {
            self.carry_out_step(step, tag, due);
        }
    }

    /// The next instant after `after` at which time asks something; a recurring step that was due since `since` comes
    /// again only after now.
    fn due_between(&self, after: DateTime<Utc>, since: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let taxonomy = self.taxonomy;
        let steps = taxonomy.steps(self.customer).filter_map(|(tag, applied, step)| {
            let first = taxonomy.first_due(tag, applied, step, since);
            if step.recurs() && first.is_some_and(|first| first <= after) {
                return tag.lifecycle.due_after(step, applied, &taxonomy.calendar, self.now);
            }
            first.filter(|first| *first > after)
        });
        earlier(steps.min(), taxonomy.changes_at(self.customer, self.history, after))
    }

    /// Notes for when the timer is to be set: a step that a newly set tag has behind it already is due at once.
    pub(super) fn reschedule(&mut self) {
        let kept = self.taxonomy.kept_due(self.customer, self.history, self.now);
        let next = self.taxonomy.next_due(self.customer, self.history, self.now);
        self.customer.tags_due = earlier(self.overlooked, earlier(kept, next));
    }

    /// Notes the steps that a newly set tag has behind it.
    pub(super) fn note_steps_behind(&mut self, tag: &CompiledTag, applied: &AppliedTag) {
        let calendar = &self.taxonomy.calendar;
        let steps = TagStep::ALL.into_iter().filter_map(|step| tag.lifecycle.once(step, applied, calendar));
        let behind = steps.filter(|due| *due <= self.as_of).min();
        self.overlooked = earlier(self.overlooked, behind);
    }
}

impl Taxonomy {
    /// When a step is due for the first time from `since` on.
    fn first_due(
        &self,
        tag: &CompiledTag,
        applied: &AppliedTag,
        step: TagStep,
        since: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        tag.lifecycle.due_after(step, applied, &self.calendar, since - TimeDelta::nanoseconds(1))
    }
}
