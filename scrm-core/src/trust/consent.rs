//! The consent ledger's own types. What the ledger says is in [`ledger`](super::ledger).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::foundation::time::Instant;

pub use crate::foundation::Purpose;

/// A channel that consent is given for.
pub type ConsentChannel = crate::foundation::Channel;

/// What an entry of the ledger says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ConsentAction {
    /// The customer agreed.
    Given,
    /// The customer took it back.
    Withdrawn,
}

/// One entry of a customer's consent ledger. Entries are added, never changed; the latest that covers a
/// purpose and channel counts, and of two at one instant the withdrawal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsentEntry {
    /// When.
    #[serde(with = "Instant")]
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
