//! Who waits for a person: when the wait begins, what is due by when, and what ends it.

use chrono::{DateTime, Utc};

use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::desk::{Author, Conversation, Holder};
use crate::foundation::CustomerId;
use crate::priority::{Awaited, PriorityInput};
use crate::reply::{COURTESY, Circumstances, HIGH_VALUE, Reply};
use crate::transport::MessageBody;

/// A wait that begins, or goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// Since when, where it begins.
    pub(super) since: DateTime<Utc>,
    pub(super) awaited: Awaited,
    pub(super) new_inquiry: bool,
    pub(super) high_value_words: bool,
}

impl Workspace {
    /// Whether a customer who does not wait yet does so from this message on: the thread was handed over, people are to
    /// answer, or somebody whom an import made known asks for the first time.
    pub(super) fn begins_to_wait(
        &self,
        state: &Conversation,
        asked: &Circumstances<'_>,
        reply: &Reply,
        body: &MessageBody,
        now: DateTime<Utc>,
    ) -> bool {
        if matches!(state.holder, Holder::Queue { .. }) {
            return true;
        }
        let first_inquiry = || {
            asked.first_contact
                && asked.customer.priority.is_none()
                && self.engines().priority.is_new_inquiry(asked.customer, now)
        };
        body.asks_for_an_answer() && (reply.for_people || first_inquiry())
    }

    /// Lets a customer wait on whose wait ended at `at`, which is told late: what they have written since then, and what is for
    /// people to answer, is not answered by it.
    pub(super) fn wait_on(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &CustomerId,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let Some(current) = unit.customer(customer)? else { return Ok(()) };
        let is_answered = current.priority.as_ref().is_some_and(|state| !state.is_waiting());
        let threads = unit.conversations_of(customer)?;
        let wrote_since = threads.iter().any(|thread| thread.last_inbound_at.is_some_and(|wrote| wrote > at));
        if !is_answered || !wrote_since {
            return Ok(());
        }
        let mut left = unit.messages_since(customer, at, now)?;
        left.retain(|message| {
            message.author == Author::Customer
                && message.answered_by.is_none()
                && message.was_decided()
                && message.body.asks_for_an_answer()
                && !message.has_reason(COURTESY)
        });
        let Some(since) = left.iter().map(|message| message.at).min() else { return Ok(()) };
        let high_value_words = left.iter().any(|message| message.has_reason(HIGH_VALUE));
        let new_inquiry = self.engines().priority.is_new_inquiry(&current, now);
        drop(current);
        self.prioritise(
            unit,
            customer,
            Wait { since, awaited: Awaited::Next, new_inquiry, high_value_words },
            now,
        )
    }

    /// Puts a customer into the queue, or moves it there.
    pub(super) fn prioritise(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &CustomerId,
        wait: Wait,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let Some(current) = unit.customer(customer)? else { return Ok(()) };
        let input = PriorityInput {
            customer: &current,
            new_inquiry: wait.new_inquiry,
            high_value_words: wait.high_value_words,
            // Who was answered and asks again waits from now on.
            since: current
                .priority
                .as_ref()
                .filter(|present| present.is_waiting())
                .map_or(wait.since, |present| present.since),
            annual_spend: None,
        };
        let (priority, effects) = self.engines().priority.decide(&input, wait.awaited, now);
        let id = current.id.clone();
        drop(current);
        if let Some(changed) = unit.customer_mut(&id) {
            changed.priority = Some(priority);
            changed.updated_at = now;
        }
        self.settle(unit, effects, now)
    }
}

/// Which answer a customer who writes in a thread waits for: a further one where the person who holds it has written.
pub(super) fn awaited_in(state: &Conversation) -> Awaited {
    match state.holder {
        Holder::Human { since, .. } if state.last_agent_at.is_some_and(|wrote| wrote >= since) => {
            Awaited::Next
        }
        _ => Awaited::First,
    }
}
