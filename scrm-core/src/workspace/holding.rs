//! What people did with a conversation: replied, took it, closed it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::history::AverageWait;
use super::record::set_last_follow_up;
use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::customer::Customer;
use crate::desk::{self, Author, Conversation, MessageRecord};
use crate::foundation::{
    AgentId, ConversationId, CustomerId, Event, EventKind, ExternalId, MessageId, OutboxId,
};
use crate::store::StoreResult;
use crate::transport::MessageBody;

impl Workspace {
    /// Keeps an agent's message as a record, so that waits end and the history is whole; its words move there
    /// from the event.
    pub(super) fn keep_agents_message(
        &self,
        unit: &mut UnitOfWork<'_>,
        event: &mut Event,
        customer: &Customer,
    ) -> Result<(), WorkspaceError> {
        let named = event.conversation.clone();
        let Some(thread) = named.map_or_else(|| latest_thread(unit, &customer.id), |id| Ok(Some(id)))? else {
            return Ok(());
        };
        event.conversation = Some(thread.clone());
        let EventKind::AgentReplied { agent, message, body } = &mut event.kind else { return Ok(()) };
        if message.is_some() {
            return Ok(());
        }
        let id = MessageId::from_external("agent", &"".into(), &ExternalId::new(event.id.as_str()));
        *message = Some(id.clone());
        unit.add_message(MessageRecord {
            v: 1,
            id,
            conversation: thread,
            customer: customer.id.clone(),
            author: Author::Agent { agent: agent.clone() },
            body: body.take().unwrap_or_else(|| MessageBody::Other { what: "agent_reply".to_owned() }),
            at: event.at,
            external_id: None,
            status: None,
            answered_by: None,
            answerable: false,
            outbox: None,
            reception: None,
            reasons: Arc::default(),
        });
        Ok(())
    }

    /// A person answered: the bot falls silent, the waiting reply is taken back, the clocks stop.
    pub(super) fn agent_replied(
        &self,
        unit: &mut UnitOfWork<'_>,
        event: &Event,
        customer: &Arc<Customer>,
        agent: Option<&AgentId>,
        wait: &mut AverageWait,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let threads = match &event.conversation {
            Some(id) => vec![id.clone()],
            None => unit.store().conversations_of(&customer.id)?.iter().map(|s| s.value.id.clone()).collect(),
        };
        unit.load_conversations(&threads)?;
        for id in threads {
            let Some(state) = unit.conversation_mut(&id) else { continue };
            if let Some(since) = state.waiting_since.filter(|since| *since <= event.at) {
                *wait = wait.with(since, event.at);
            }
            // An agent's clock that is ahead keeps the bot silent no longer than others.
            if let Some(reply) = desk::agent_wrote(state, agent, event.at.min(now)) {
                self.cancel_send(unit, &reply, "desk.person_answered", now)?;
            }
        }
        let mut followed = customer.as_ref().clone();
        set_last_follow_up(&mut followed, event.at);
        let effects = self.engines().priority.responded(&mut followed, event.at).effects;
        if followed != **customer {
            followed.updated_at = now;
            unit.put_customer(followed);
        }
        self.settle(unit, effects, now)?;
        self.wait_on(unit, &customer.id, event.at.min(now), now)
    }

    /// A person took the conversation without a word: the bot falls silent, and the customer still waits.
    pub(super) fn conversation_taken(
        &self,
        unit: &mut UnitOfWork<'_>,
        event: &Event,
        agent: &AgentId,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let take = |state: &mut Conversation| desk::taken_by(state, agent, at);
        self.change_holder(unit, event, take, "desk.taken_by_person", now)
    }

    /// A person closed the conversation: the bot answers again, and the customer waits for nobody, unless another
    /// conversation does.
    pub(super) fn conversation_closed(
        &self,
        unit: &mut UnitOfWork<'_>,
        event: &Event,
        customer: &CustomerId,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        self.change_holder(unit, event, |state| desk::closed(state, at), "desk.closed", now)?;
        let others = unit.conversations_of(customer)?;
        let waits = |other: &Conversation| {
            event.conversation.as_ref() != Some(&other.id) && other.waiting_since.is_some()
        };
        if others.iter().any(waits) {
            return Ok(());
        }
        let Some(present) = unit.customer(customer)? else { return Ok(()) };
        let mut settled = present.as_ref().clone();
        let decision = self.engines().priority.responded(&mut settled, at);
        if decision.value {
            settled.updated_at = now;
            unit.put_customer(settled);
        }
        self.settle(unit, decision.effects, now)?;
        self.wait_on(unit, customer, at, now)
    }

    fn change_holder(
        &self,
        unit: &mut UnitOfWork<'_>,
        event: &Event,
        change: impl FnOnce(&mut Conversation) -> Option<OutboxId>,
        cause: &str,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let Some(id) = &event.conversation else { return Ok(()) };
        unit.load_conversations(std::slice::from_ref(id))?;
        match unit.conversation_mut(id).and_then(change) {
            Some(reply) => self.cancel_send(unit, &reply, cause, now),
            None => Ok(()),
        }
    }
}

/// The conversation that an event without one is about: the one in which the customer wrote last.
pub(super) fn latest_thread(
    unit: &mut UnitOfWork<'_>,
    customer: &CustomerId,
) -> StoreResult<Option<ConversationId>> {
    let threads = unit.conversations_of(customer)?;
    let latest = threads.into_iter().max_by_key(|thread| (thread.last_inbound_at, thread.opened_at));
    Ok(latest.map(|thread| thread.id))
}
