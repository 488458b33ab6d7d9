//! The consent ledger's own types. What the ledger says is in [`ledger`](super::ledger).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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

/// A channel that consent is given for.
pub type ConsentChannel = crate::transport::Channel;

/// What an entry of the ledger says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentAction {
    /// The customer agreed.
    Given,
    /// The customer took it back.
    Withdrawn,
}

/// One entry of a customer's consent ledger. Entries are added, never changed; the latest that covers a
/// purpose and channel counts, and of two at one instant the withdrawal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsentEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Given or withdrawn.
    pub action: ConsentAction,
    /// For what; `None` is marketing and transactional alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// Through which channel; `None` is every channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ConsentChannel>,
    /// Where the proof came from: `import:…`, `message:<id>`, `agent:<id>`, `platform`.
    pub source: String,
    /// Version of the text the customer agreed to, where one was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_version: Option<String>,
}
