//! One thing to do. Engines name effects, the workspace and hosts carry them out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::decision::Reason;
use super::id::{ConversationId, CustomerId, TagId, TimerKey};
use super::message::OutgoingMessage;
use super::time::{Instant, OptionalInstant};
use super::timer::{Timer, TimerPurpose};

/// One thing to do. Each carries what makes it idempotent: a message its outbox id, a timer its key, a tag
/// its name, a notice its key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// Put a message into the outbox, replacing one of the same id that has not left yet.
    Send {
        /// The message.
        message: Box<OutgoingMessage>,
    },
    /// Take a message that has not left yet out of the outbox.
    CancelSend {
        /// Its outbox id.
        id: super::id::OutboxId,
    },
    /// Set a tag.
    SetTag {
        /// On whom.
        customer: CustomerId,
        /// Which.
        tag: TagId,
        /// Why.
        reason: Reason,
    },
    /// Take a tag away.
    RemoveTag {
        /// From whom.
        customer: CustomerId,
        /// Which.
        tag: TagId,
        /// Why.
        reason: Reason,
    },
    /// Set or move a timer.
    SetTimer {
        /// The timer.
        timer: Timer,
    },
    /// Cancel a timer.
    CancelTimer {
        /// Its key.
        key: TimerKey,
    },
    /// Tell a person in the workspace.
    Notify {
        /// What to tell whom.
        notice: Notice,
    },
    /// Give the conversation to a person.
    HandOver {
        /// Which conversation.
        conversation: ConversationId,
        /// Escalation level 1 to 3.
        level: u8,
        /// Why.
        reason: Reason,
    },
    /// Stop marketing to this customer, now.
    OptOut {
        /// Whom.
        customer: CustomerId,
        /// When the customer said so.
        at: DateTime<Utc>,
        /// Why.
        reason: Reason,
    },
    /// The customer who had stopped it wants marketing again.
    OptIn {
        /// Who.
        customer: CustomerId,
        /// When the customer said so.
        at: DateTime<Utc>,
        /// Why.
        reason: Reason,
    },
}

impl Effect {
    /// Sets the one timer of an area that a customer has for what is due next, or cancels it where nothing is.
    pub(crate) fn set_due(
        area: &str,
        customer: &CustomerId,
        due: Option<DateTime<Utc>>,
        purpose: TimerPurpose,
    ) -> Self {
        let key = TimerKey::of_customer(area, customer, "due");
        match due {
            Some(due) => {
                let timer = Timer { key, due, customer: customer.clone(), conversation: None, purpose };
                Self::SetTimer { timer }
            }
            None => Self::CancelTimer { key },
        }
    }
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NoticeKind {
    /// A tag is about to expire.
    TagReminder,
    /// A tag asks for an action today (send, call, ask for feedback).
    TagPrompt,
    /// A tag asks to be looked at again.
    TagReview,
    /// A tag's period ended without being closed.
    TagOverdue,
    /// A customer asked for a person, or the bot could not help.
    HandOver,
    /// High-value words: the sales supervisor is told.
    HighValue,
    /// A human greeting is due.
    GreetingDue,
    /// A response deadline passed or is about to.
    Deadline,
    /// A customer has not been followed up.
    FollowUpDue,
}

/// Something a person in the workspace should know or do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// Makes it idempotent: the same key is told once.
    pub key: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// Whom it concerns.
    pub customer: CustomerId,
    /// Role or agent who is told: `owner`, `sales_supervisor`, `support`, or an agent's id.
    pub audience: String,
    /// When it was raised.
    #[serde(with = "Instant")]
    pub at: DateTime<Utc>,
    /// By when something should have happened.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub deadline: Option<DateTime<Utc>>,
    /// Why.
    pub reason: Reason,
}
