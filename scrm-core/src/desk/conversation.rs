//! A conversation's state: whose turn it is, who holds it, and what the reply engine must remember.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::customer::IdentifierKey;
use crate::foundation::time::instant;
use crate::foundation::{AccountId, AgentId, ConversationId, CustomerId, MessageId, OutboxId};
use crate::transport::Channel;

/// Who holds a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "holder", rename_all = "snake_case")]
pub enum Holder {
    /// The engine answers.
    #[default]
    Bot,
    /// It waits for a person.
    Queue {
        /// Since when.
        #[serde(with = "instant")]
        since: DateTime<Utc>,
        /// Escalation level that brought it here, 1 to 3.
        level: u8,
    },
    /// A person has it; the engine is silent.
    Human {
        /// Who, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
        /// Since when.
        #[serde(with = "instant")]
        since: DateTime<Utc>,
    },
}

/// One turn of the customer's: messages sent one after the other, answered once.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Counts turns from 1.
    pub number: u64,
    /// First message of the turn.
    #[serde(default, with = "instant::optional")]
    pub started_at: Option<DateTime<Utc>>,
    /// Latest message of the turn.
    #[serde(default, with = "instant::optional")]
    pub last_at: Option<DateTime<Utc>>,
    /// The words of the turn, one message a line.
    pub text: Arc<str>,
    /// The latest message of the turn.
    pub last_message: Option<MessageId>,
    /// The reply that waits in the outbox for this turn, if any.
    pub reply: Option<OutboxId>,
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Turn")
            .field("number", &self.number)
            .field("started_at", &self.started_at)
            .field("last_at", &self.last_at)
            .field("reply", &self.reply)
            .finish_non_exhaustive()
    }
}

/// What is remembered of an earlier question, to notice when it is asked again in other words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastQuestion {
    /// The turn it was asked in.
    pub turn: u64,
    /// When.
    #[serde(with = "instant")]
    pub at: DateTime<Utc>,
    /// Sorted 32-bit hashes of its folded words or character pairs: enough to compare, not to read.
    pub sketch: Arc<[u32]>,
}

/// The state of one thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Format version of the stored record.
    pub v: u32,
    /// Identity.
    pub id: ConversationId,
    /// With whom.
    pub customer: CustomerId,
    /// Through which channel.
    pub channel: Channel,
    /// With which of the workspace's numbers.
    pub account: AccountId,
    /// The customer's address in it.
    pub address: IdentifierKey,
    /// When it began.
    #[serde(with = "instant")]
    pub opened_at: DateTime<Utc>,
    /// Who holds it.
    #[serde(flatten)]
    pub holder: Holder,
    /// The customer's current turn.
    pub turn: Turn,
    /// Latest message from the customer.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    pub last_inbound_at: Option<DateTime<Utc>>,
    /// Latest message from the engine.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    pub last_reply_at: Option<DateTime<Utc>>,
    /// Latest message from a person in the workspace.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    pub last_agent_at: Option<DateTime<Utc>>,
    /// When a person last closed it or gave it back: what is told later of earlier does not undo that.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    pub closed_at: Option<DateTime<Utc>>,
    /// First message of the customer's that nobody and nothing has answered.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "instant::optional")]
    pub waiting_since: Option<DateTime<Utc>>,
    /// The turn that was welcomed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcomed_turn: Option<u64>,
    /// The absence that was announced (its end) and the turn it was announced in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_announced: Option<(DateTime<Utc>, u64)>,
    /// The turn in which "reply 1 for a person" was offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_offered_turn: Option<u64>,
    /// The turn in which the engine handed the thread over to the people who wait for it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over_turn: Option<u64>,
    /// How many turns in a row nothing matched, and the latest of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmatched: Option<(u32, u64)>,
    /// Recent questions, oldest first.
    #[serde(default, skip_serializing_if = "<[PastQuestion]>::is_empty")]
    pub questions: Arc<[PastQuestion]>,
}

impl Conversation {
    /// A thread that begins now, held by the bot.
    #[must_use]
    pub fn new(
        id: ConversationId,
        customer: CustomerId,
        channel: Channel,
        account: AccountId,
        address: IdentifierKey,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            v: 1,
            id,
            customer,
            channel,
            account,
            address,
            opened_at: now,
            holder: Holder::Bot,
            turn: Turn::default(),
            last_inbound_at: None,
            last_reply_at: None,
            last_agent_at: None,
            closed_at: None,
            waiting_since: None,
            welcomed_turn: None,
            away_announced: None,
            person_offered_turn: None,
            handed_over_turn: None,
            unmatched: None,
            questions: Arc::default(),
        }
    }
}
