//! What waits in the outbox, and how far it has come.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::customer::IdentifierKey;
use crate::foundation::{AccountId, ConversationId, CustomerId, ExternalId, MessageId, OutboxId, RuleId};
use crate::trust::consent::Purpose;

/// A way to reach a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Channel {
    /// WhatsApp.
    Whatsapp,
    /// E-mail.
    Email,
    /// Text message.
    Sms,
    /// WeCom customer contact.
    Wecom,
    /// Web chat, a file, a test: anything of the host's own.
    Other,
}

impl Channel {
    /// The name used in data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whatsapp => "whatsapp",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Wecom => "wecom",
            Self::Other => "other",
        }
    }
}

/// What is said. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum MessageBody {
    /// Plain text.
    Text {
        /// The words.
        text: String,
    },
    /// A picture, a voice message, a document; the bytes stay with the host.
    Media {
        /// The provider's kind: `image`, `audio`, `video`, `document`, `sticker`.
        media: String,
        /// The words beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
    },
    /// Anything else the provider sent, by its kind.
    Other {
        /// The provider's kind: `location`, `contacts`, `reaction`, …
        what: String,
    },
}

impl MessageBody {
    /// A text body.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// The words, where there are any.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Text { text } => Some(text),
            Self::Media { caption, .. } => caption.as_deref(),
            Self::Other { .. } => None,
        }
    }
}

impl fmt::Debug for MessageBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { text } => write!(f, "Text({} characters)", text.chars().count()),
            Self::Media { media, .. } => write!(f, "Media({media})"),
            Self::Other { what } => write!(f, "Other({what})"),
        }
    }
}

/// A message that an engine wants sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutgoingMessage {
    /// Identity and idempotency key: the same decision makes the same id.
    pub id: OutboxId,
    /// To whom.
    pub customer: CustomerId,
    /// In which thread.
    pub conversation: ConversationId,
    /// Through which channel.
    pub channel: Channel,
    /// From which of the workspace's numbers.
    pub account: AccountId,
    /// The address: an identifier of the customer's.
    pub to: IdentifierKey,
    /// What is said.
    pub body: MessageBody,
    /// What it is for.
    pub purpose: Purpose,
    /// The rule that wants it.
    pub rule: RuleId,
    /// Not before this instant.
    pub not_before: DateTime<Utc>,
    /// Pointless after this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// What to do where nobody can say whether it was sent.
    pub on_unknown: OnUnknown,
}

/// What to do with a message whose sending was interrupted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum OnUnknown {
    /// Try again: right where the provider recognises the idempotency key, or twice is better than never.
    Resend,
    /// Set aside and list it for a person.
    #[default]
    Park,
}

/// A worker's right to one outbox message, for a short time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Who holds it.
    pub worker: String,
    /// Grows with every claim: a late acknowledgement carries an old one and is refused.
    pub generation: u64,
    /// When it ends unless renewed.
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
        at: DateTime<Utc>,
        /// The provider's id, by which statuses find it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        external_id: Option<ExternalId>,
    },
    /// It will not be sent.
    Failed {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        failure: SendFailure,
    },
    /// The worker went away while sending; nobody can say.
    Unknown {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Taken back before it left.
    Cancelled {
        /// When.
        at: DateTime<Utc>,
        /// Why, as a reason code.
        cause: String,
    },
    /// Set aside because it cannot be read or carried out.
    Parked {
        /// When.
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
pub struct SendFailure {
    /// A stable code of ours or the provider's number.
    pub code: String,
    /// Whether the same message may be tried again.
    pub retryable: bool,
    /// Not before this instant, where the provider said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    pub created_at: DateTime<Utc>,
    /// Earliest instant at which something is due: sending, a retry, the end of a lease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
