//! What is to happen later.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::id::{ConversationId, CustomerId, TimerKey};
use super::time::Instant;

/// The areas whose timers are each customer's own: their keys are the area, the customer and a name, with `/` between.
/// A store can find a customer's timers of these areas by their keys.
pub const CUSTOMER_TIMER_AREAS: [&str; 3] = [PRIORITY_TIMERS, TAG_TIMERS, SEGMENT_TIMERS];

pub(crate) const PRIORITY_TIMERS: &str = "priority";
pub(crate) const TAG_TIMERS: &str = "tag";
pub(crate) const SEGMENT_TIMERS: &str = "segment";

impl TimerKey {
    /// The key of a customer's own timer.
    pub(crate) fn of_customer(area: &str, customer: &CustomerId, name: &str) -> Self {
        Self::from(format!("{area}/{customer}/{name}"))
    }

    /// Whose timer it is, where the key is of the form that timers of the [`CUSTOMER_TIMER_AREAS`] have.
    ///
    /// ```
    /// use scrm_core::foundation::TimerKey;
    /// assert_eq!(TimerKey::new("tag/c_1/due").customer(), Some("c_1"));
    /// assert_eq!(TimerKey::new("reply_unread:v_1").customer(), None);
    /// ```
    #[must_use]
    pub fn customer(&self) -> Option<&str> {
        let own = |area: &&str| self.as_str().strip_prefix(*area)?.strip_prefix('/');
        let (customer, _name) = CUSTOMER_TIMER_AREAS.iter().find_map(own)?.split_once('/')?;
        Some(customer)
    }
}

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
