//! What is to happen later.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::id::{ConversationId, CustomerId, TimerKey};
use super::time::Instant;

/// What a timer is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TimerPurpose {
    /// Time asks something of a customer's tags: a rule changes its answer, or a step of a tag's life is due.
    TagsDue {},
    /// Time may take a customer into a saved segment, or out of one.
    SegmentsDue {},
    /// A reply of ours is still unread or unanswered.
    ReplyUnread {
        /// The turn that was answered.
        turn: u64,
    },
    /// A first response is due.
    ResponseDeadline {},
    /// A person's greeting is due.
    GreetingDue {},
    /// A customer should have been followed up.
    FollowUp {},
}

/// A timer: what should happen when, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Timer {
    /// Identity: setting it again moves it.
    pub key: TimerKey,
    /// When it fires.
    #[serde(with = "Instant")]
    pub due: DateTime<Utc>,
    /// For whom.
    pub customer: CustomerId,
    /// In which thread, where it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
    /// What for.
    #[serde(flatten)]
    pub purpose: TimerPurpose,
}
