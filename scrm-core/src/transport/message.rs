//! What waits in the outbox, and how far it has come.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::foundation::time::{Instant, OptionalInstant};

pub use crate::foundation::{Channel, MessageBody, OnUnknown, OutgoingMessage};
use crate::foundation::{ExternalId, MessageId};

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
}
