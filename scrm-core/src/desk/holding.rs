//! Who holds a conversation: the bot, the queue of those who wait for a person, or a person.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Conversation, Holder};
use crate::foundation::{AgentId, OutboxId};

/// A person in the workspace wrote, here or from the phone app: the conversation is theirs from now on.
///
/// Gives back the engine's reply that may still wait in the outbox and must not leave any more.
/// A late report of an older message than the latest known one, or of one from before the conversation was closed,
/// changes no holder.
#[must_use = "a waiting reply has to be cancelled"]
pub fn agent_wrote(
    conversation: &mut Conversation,
    agent: Option<&AgentId>,
    at: DateTime<Utc>,
) -> Option<OutboxId> {
    let is_late = conversation.last_agent_at.is_some_and(|latest| at < latest);
    conversation.last_agent_at = conversation.last_agent_at.max(Some(at));
    if conversation.waiting_since.is_some_and(|since| since <= at) {
        conversation.waiting_since = None;
    }
    if is_late { None } else { hold(conversation, agent, at) }
}

/// A person took the conversation over without having written yet: the customer still waits. What is told late of before
/// the conversation was closed, or somebody else took it, changes nothing.
///
/// Gives back the engine's reply that may still wait in the outbox and must not leave any more.
#[must_use = "a waiting reply has to be cancelled"]
pub fn taken_by(conversation: &mut Conversation, agent: &AgentId, at: DateTime<Utc>) -> Option<OutboxId> {
    hold(conversation, Some(agent), at)
}

fn hold(conversation: &mut Conversation, agent: Option<&AgentId>, at: DateTime<Utc>) -> Option<OutboxId> {
    let is_held_since = matches!(conversation.holder, Holder::Human { since, .. } if since > at);
    if is_held_since || conversation.closed_at.is_some_and(|closed| closed > at) {
        return None;
    }
    conversation.holder = match std::mem::take(&mut conversation.holder) {
        // The phone app does not say who wrote: whoever had it keeps it.
        Holder::Human { agent: present, since } if agent.is_none() || present.as_ref() == agent => {
            Holder::Human { agent: present, since }
        }
        _ => Holder::Human { agent: agent.cloned(), since: at },
    };
    conversation.handed_over_turn = None;
    conversation.person_offered_turn = None;
    conversation.unmatched = None;
    conversation.turn.reply.take()
}

/// The conversation waits for a person. One that a person holds stays with them; one that waits already
/// keeps its place and takes the higher level. Says whether anything changed.
pub fn hand_over(conversation: &mut Conversation, level: u8, at: DateTime<Utc>) -> bool {
    let before = match &conversation.holder {
        Holder::Human { .. } => return false,
        Holder::Queue { since, level: present } if *present >= level && *since <= at => return false,
        Holder::Queue { since, level: present } => Some((*since, *present)),
        Holder::Bot => None,
    };
    let (since, present) = before.unwrap_or((at, level));
    conversation.holder = Holder::Queue { since: since.min(at), level: present.max(level) };
    conversation.person_offered_turn = None;
    true
}

/// The conversation was closed or given back: the bot answers again, and nothing is left of what was asked. Where it is
/// told late, whoever took it or began to wait since then keeps it.
///
/// Gives back the engine's reply that may still wait in the outbox and must not leave any more.
#[must_use = "a waiting reply has to be cancelled"]
pub fn closed(conversation: &mut Conversation, at: DateTime<Utc>) -> Option<OutboxId> {
    conversation.closed_at = conversation.closed_at.max(Some(at));
    if conversation.waiting_since.is_some_and(|since| since <= at) {
        conversation.waiting_since = None;
    }
    let is_over = conversation.turn.started_at.is_none_or(|started| started <= at);
    if last_touched(conversation).is_none_or(|touched| touched <= at) && is_over {
        return_to_bot(conversation);
    }
    if is_over { conversation.turn.reply.take() } else { None }
}

/// Gives the conversation back to the bot; whoever waits goes on waiting.
pub fn return_to_bot(conversation: &mut Conversation) {
    conversation.holder = Holder::Bot;
    conversation.handed_over_turn = None;
    conversation.person_offered_turn = None;
    conversation.unmatched = None;
    conversation.questions = Arc::default();
}

/// When a person last touched the conversation, or when it began to wait for one; `None` while the bot has it.
#[must_use]
pub fn last_touched(conversation: &Conversation) -> Option<DateTime<Utc>> {
    match conversation.holder {
        Holder::Bot => None,
        Holder::Queue { since, .. } => Some(since),
        Holder::Human { since, .. } => {
            Some(conversation.last_agent_at.map_or(since, |latest| latest.max(since)))
        }
    }
}
