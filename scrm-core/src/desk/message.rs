//! Messages as they come in and as they are kept.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::customer::IdentifierKind;
use crate::foundation::time::{Instant, OptionalInstant};
use crate::foundation::{
    AccountId, AgentId, ConversationId, CustomerId, ExternalId, MessageId, MessageStatus, OutboxId, Reason,
    RuleAnswer, RuleId,
};
use crate::transport::{Channel, MessageBody};

/// An identifier of the sender's as the channel gave it; it is normalised on entry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SenderIdentifier {
    /// What it is.
    pub kind: IdentifierKind,
    /// As the channel gave it.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub value: CompactString,
}

impl std::fmt::Debug for SenderIdentifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SenderIdentifier({}:…)", self.kind.as_str())
    }
}

/// Who wrote. `Debug` hides the name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sender {
    /// At least one; the first is the address to answer to.
    pub identifiers: Vec<SenderIdentifier>,
    /// The name the channel shows; never used to find a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender").field("identifiers", &self.identifiers).finish_non_exhaustive()
    }
}

/// A message from a customer, as a channel delivers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IncomingMessage {
    /// The provider's id: a second delivery of it changes nothing.
    pub external_id: ExternalId,
    /// Through which channel.
    pub channel: Channel,
    /// To which of the workspace's numbers.
    pub account: AccountId,
    /// From whom.
    pub sender: Sender,
    /// What it says.
    pub body: MessageBody,
    /// When it was sent, by the provider's clock.
    #[serde(with = "Instant")]
    pub sent_at: DateTime<Utc>,
    /// Imported history: it is kept and counted, and fires nothing. An opt-out in it holds like any other.
    #[serde(default)]
    pub history: bool,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "author", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Author {
    /// The customer.
    Customer,
    /// A person in the workspace.
    Agent {
        /// Who, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// The engine.
    Engine {
        /// The rule that wrote it.
        rule: RuleId,
    },
}

/// What a message of ours carries, and how the customer took it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reception {
    /// The keyword rules whose answers it carries, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<RuleAnswer>,
    /// When a link in it was first followed, or a button first pressed.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub clicked_at: Option<DateTime<Utc>>,
    /// How content the customer was with it, by the latest word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
}

/// How content a customer was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rating {
    /// From 1, not at all, to 5, very.
    pub stars: u8,
    /// When it was given.
    #[serde(with = "Instant")]
    pub at: DateTime<Utc>,
}

/// A message as it is kept, with what was decided about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageRecord {
    /// Format version of the stored record.
    pub v: u32,
    /// Identity.
    pub id: MessageId,
    /// Whose thread.
    pub conversation: ConversationId,
    /// Whose message, or to whom.
    pub customer: CustomerId,
    /// Who wrote it.
    #[serde(flatten)]
    pub author: Author,
    /// What it says.
    pub body: MessageBody,
    /// When it was sent.
    #[serde(with = "Instant")]
    pub at: DateTime<Utc>,
    /// The provider's id, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// How far an outgoing message has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<MessageStatus>,
    /// The rule whose answer was decided for an incoming message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<RuleId>,
    /// Whether a rule was allowed to answer an incoming message (not while a person held the thread).
    #[serde(default)]
    pub answerable: bool,
    /// The message of the outbox: for a customer's message the one that replies to it, for one of the engine's the one that it was.
    /// Whether the reply was sent, the outbox says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outbox: Option<OutboxId>,
    /// What a message of ours carries, and how the customer took it; nothing where nothing is known of either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reception: Option<Box<Reception>>,
    /// What the engine decided and why, for `explain`.
    #[serde(default, skip_serializing_if = "<[Reason]>::is_empty")]
    pub reasons: Arc<[Reason]>,
}

impl MessageRecord {
    /// Whether it was decided about when it came: imported history was not, and waits for nobody.
    pub(crate) fn was_decided(&self) -> bool {
        !self.reasons.is_empty()
    }

    /// Whether a reason is among those of its decision.
    pub(crate) fn has_reason(&self, code: &str) -> bool {
        self.reasons.iter().any(|reason| reason.code == code)
    }
}
