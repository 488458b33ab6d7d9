//! What waits in the outbox, and how far it has come.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::foundation::time::{Instant, OptionalInstant};

pub use crate::foundation::{Channel, MessageBody, OnUnknown, OutgoingMessage};
use crate::foundation::{ExternalId, MessageId};

/// Why a message whose time ran out while it waited was cancelled.
pub(crate) const EXPIRED: &str = "outbox.expired";

/// Why a message that a worker took up after its time was cancelled.
pub(crate) const TOO_LATE: &str = "outbox.too_late";

/// A worker's right to one outbox message, for a short time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Who holds it.
    pub worker: String,
    /// Grows with every claim: a late acknowledgement carries an old one and is refused.
    pub generation: u64,
    /// When it ends unless renewed.
    #[serde(with = "Instant")]
    pub until: DateTime<Utc>,
}

/// How far an outbox message has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OutboxState {
    /// Waiting for its time and for a worker.
    Pending,
    /// A worker has it but has not begun.
    Claimed {
        /// Its right.
        lease: Lease,
    },
    /// Marked just before the call to the provider: from here on it may have been sent.
    Attempting {
        /// Its right.
        lease: Lease,
    },
    /// The provider took it.
    Sent {
        /// When.
        #[serde(with = "Instant")]
        at: DateTime<Utc>,
        /// The provider's id, by which statuses find it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        external_id: Option<ExternalId>,
    },
    /// It will not be sent.
    Failed {
        /// When.
        #[serde(with = "Instant")]
        at: DateTime<Utc>,
        /// Why.
        failure: SendFailure,
    },
    /// The worker went away while sending; nobody can say.
    Unknown {
        /// Since when.
        #[serde(with = "Instant")]
        since: DateTime<Utc>,
    },
    /// Taken back before it left.
    Cancelled {
        /// When.
        #[serde(with = "Instant")]
        at: DateTime<Utc>,
        /// Why, as a reason code.
        cause: String,
    },
    /// Set aside because it cannot be read or carried out.
    Parked {
        /// When.
        #[serde(with = "Instant")]
        at: DateTime<Utc>,
        /// Why, as a reason code.
        cause: String,
    },
}

impl OutboxState {
    /// Whether nothing more will happen to the message by itself.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Sent { .. }
                | Self::Failed { .. }
                | Self::Cancelled { .. }
                | Self::Parked { .. }
                | Self::Unknown { .. }
        )
    }

    /// Why the message counts as not sent; nothing where it was sent, or still may be.
    ///
    /// ```
    /// use scrm_core::transport::{NotSent, OutboxState};
    /// let at = chrono::DateTime::UNIX_EPOCH;
    /// assert_eq!(OutboxState::Pending.not_sent(), None);
    /// assert_eq!(OutboxState::Sent { at, external_id: None }.not_sent(), None);
    /// assert_eq!(OutboxState::Unknown { since: at }.not_sent(), Some(NotSent::Unknown));
    /// let cause = "outbox.expired".to_owned();
    /// assert_eq!(OutboxState::Cancelled { at, cause }.not_sent(), Some(NotSent::Expired));
    /// ```
    #[must_use]
    pub fn not_sent(&self) -> Option<NotSent> {
        match self {
            Self::Pending | Self::Claimed { .. } | Self::Attempting { .. } | Self::Sent { .. } => None,
            Self::Failed { .. } => Some(NotSent::Failed),
            Self::Unknown { .. } => Some(NotSent::Unknown),
            Self::Cancelled { cause, .. } if cause == EXPIRED || cause == TOO_LATE => Some(NotSent::Expired),
            Self::Cancelled { .. } => Some(NotSent::Cancelled),
            Self::Parked { .. } => Some(NotSent::Parked),
        }
    }

    /// Since when the message is as it is; nothing while it may still leave.
    #[must_use]
    pub const fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Pending | Self::Claimed { .. } | Self::Attempting { .. } => None,
            Self::Sent { at, .. }
            | Self::Failed { at, .. }
            | Self::Unknown { since: at }
            | Self::Cancelled { at, .. }
            | Self::Parked { at, .. } => Some(*at),
        }
    }
}

/// Why a message of the outbox counts as not sent: no customer was answered with it.
///
/// One that waits, is with a worker or is being sent may still leave, and what was decided stands. One that is unknown counts as not
/// sent until somebody says that it was: of what nobody knows no report says that it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NotSent {
    /// The provider refused it for good, or took it and could not deliver it.
    Failed,
    /// Its time ran out before it left.
    Expired,
    /// It was taken back: a person answered, or it must not be sent any more.
    Cancelled,
    /// It was set aside, because it cannot be read or carried out.
    Parked,
    /// The call to the provider broke off, and nobody knows.
    Unknown,
}

impl NotSent {
    /// The name in reports, reasons and stores.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Parked => "parked",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a provider refused a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SendFailure {
    /// A stable code of ours or the provider's number.
    pub code: String,
    /// Whether the same message may be tried again.
    pub retryable: bool,
    /// Not before this instant, where the provider said so.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub retry_after: Option<DateTime<Utc>>,
    /// Whether the provider says that the customer stopped the messages.
    #[serde(default)]
    pub opted_out: bool,
}

/// A message in the outbox with its state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutboxMessage {
    /// Format version of the stored record.
    pub v: u32,
    /// The message.
    pub message: OutgoingMessage,
    /// How far it has come.
    #[serde(flatten)]
    pub state: OutboxState,
    /// When it was put in.
    #[serde(with = "Instant")]
    pub created_at: DateTime<Utc>,
    /// Earliest instant at which something is due: sending, a retry, the end of a lease.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub due: Option<DateTime<Utc>>,
    /// Times it was handed to a provider.
    #[serde(default)]
    pub attempts: u32,
    /// Highest lease generation given out so far.
    #[serde(default)]
    pub generation: u64,
    /// The message record written when it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_record: Option<MessageId>,
    /// Why it is not tried again, should the attempt that runs fail: it was taken back too late to stop that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<String>,
}
