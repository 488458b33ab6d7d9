//! When time alone changes what the rules say of a customer: one timer per customer, and none where nothing is to come.

use chrono::{DateTime, Utc};

use super::condition::Dependencies;
use super::rules::Run;
use super::taxonomy::{Taxonomy, planted};
use crate::customer::{Customer, FieldName};
use crate::foundation::{CustomerId, Effect, EventKind, Reason, TimerKey};
use crate::store::{Timer, TimerPurpose};

pub(super) fn due_key(customer: &CustomerId) -> TimerKey {
    TimerKey::from(format!("tag/{customer}/due"))
}

pub(super) fn due_timer(customer: &CustomerId, due: DateTime<Utc>) -> Timer {
    Timer {
        key: due_key(customer),
        due,
        customer: customer.clone(),
        conversation: None,
        purpose: TimerPurpose::TagsDue {},
    }
}

impl Taxonomy {
    /// The first instant after `now` at which a rule changes its answer for this customer, everything else
    /// staying as it is. Which tags the customer carries plays no part.
    pub(super) fn changes_at(&self, customer: &Customer, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let facts = self.facts(customer, now);
        let rules = self.tags.iter().filter(|tag| tag.depends_on_time).filter_map(|tag| tag.rule.as_ref());
        rules.filter_map(|rule| rule.changes_at(&facts)).min()
    }

    /// Whether an event begins a customer or changes a field that rules about time look at.
    pub(super) fn event_moves_due(&self, kind: &EventKind) -> bool {
        match kind {
            EventKind::CustomerCreated {} => true,
            EventKind::FollowedUp { .. } | EventKind::AgentReplied { .. } => {
                self.fields_beside_time & Dependencies::field_bit(&FieldName::LastFollowUp) != 0
            }
            _ => false,
        }
    }
}

impl Run<'_> {
    /// Sets the timer for the next change; a customer without one has no timer that could be in the way.
    pub(super) fn set_due(&mut self) {
        if let Some(due) = self.taxonomy.changes_at(self.customer, self.as_of) {
            let timer = due_timer(&self.customer.id, due);
            self.decision.effects.push(Effect::SetTimer { timer });
        }
    }

    /// Moves the timer to the next change, or cancels it where there is none.
    pub(super) fn move_due(&mut self) {
        let before = self.decision.effects.len();
        self.set_due();
        if self.decision.effects.len() == before {
            self.decision.effects.push(Effect::CancelTimer { key: due_key(&self.customer.id) });
        }
    }

    /// Looks at the rules about time at the instant that the timer names and at every later one up to now at which
    /// one of them changed: a host that wakes late finds the tags, and since when, as if it had been awake.
    pub(super) fn tags_due(&mut self, timer: &Timer) {
        if timer.due > self.now && !planted("b2") {
            self.decision.reasons.push(Reason::new("tag.timer_early").with("due", timer.due));
            self.decision.effects.push(Effect::SetTimer { timer: timer.clone() });
            return;
        }
        let mut next = Some(timer.due);
        while let Some(due) = next.filter(|due| *due <= self.now) {
            self.as_of = due;
            self.state_rules(|dependencies| dependencies.time);
            next = self.taxonomy.changes_at(self.customer, due);
        }
        if let Some(due) = next {
            let timer = due_timer(&self.customer.id, due);
            self.decision.effects.push(Effect::SetTimer { timer });
        }
    }
}
