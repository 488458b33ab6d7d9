//! What is sent and received: through which channel, with what in it, and what for.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::address::IdentifierKey;
use super::id::{AccountId, ConversationId, CustomerId, OutboxId, RuleId};
use super::time::{Instant, OptionalInstant};

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
    /// Every channel.
    pub const ALL: [Self; 5] = [Self::Whatsapp, Self::Email, Self::Sms, Self::Wecom, Self::Other];

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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

    /// Whether anybody waits for an answer to it: a sticker, a reaction or a lone thumbs-up waits for nothing.
    pub(crate) fn asks_for_an_answer(&self) -> bool {
        match self {
            Self::Text { text } => text.chars().any(|c| c.is_alphanumeric() || c == '?' || c == '？'),
            Self::Media { media, .. } => media != "sticker",
            Self::Other { what } => what != "reaction",
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

/// What a message is for. Service messages answer the customer; the others need consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Purpose {
    /// Answers what the customer asked.
    Service,
    /// About something the customer ordered or booked.
    Transactional,
    /// Offers and campaigns.
    Marketing,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::Service, Self::Transactional, Self::Marketing];

    /// The name used in data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Transactional => "transactional",
            Self::Marketing => "marketing",
        }
    }
}

/// Which of the two texts that a rule may have for its answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TextVariant {
    /// The first text: the only one of most rules.
    #[default]
    A,
    /// The second.
    B,
}

/// A rule's answer as it stands in a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleAnswer {
    /// The rule.
    pub rule: RuleId,
    /// Which of its texts.
    #[serde(default)]
    pub variant: TextVariant,
}

/// A message that an engine wants sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    #[serde(with = "Instant")]
    pub not_before: DateTime<Utc>,
    /// Pointless after this instant.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub expires_at: Option<DateTime<Utc>>,
    /// What to do where nobody can say whether it was sent.
    pub on_unknown: OnUnknown,
    /// The keyword rules whose answers it carries, in their order. `rule` may be another: a welcome carries answers too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<RuleAnswer>,
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
