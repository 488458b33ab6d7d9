//! What a customer is known by. A customer may have no phone at all.

use std::fmt;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// What kind of identifier it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// A phone number in E.164.
    Phone,
    /// A WhatsApp number id: the number without `+`, as WhatsApp spells it.
    WhatsappId,
    /// A WhatsApp business-scoped user id; changes when the person changes number.
    ScopedUserId,
    /// The parent form of a scoped user id, shared by linked portfolios.
    ParentScopedUserId,
    /// An e-mail address.
    Email,
    /// A WeCom external user id.
    WecomUserId,
    /// An id in another system, by the system's name. One customer has at most one per system.
    System(CompactString),
}

impl IdentifierKind {
    /// The name used in data and keys.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone => "phone",
            Self::WhatsappId => "whatsapp_id",
            Self::ScopedUserId => "scoped_user_id",
            Self::ParentScopedUserId => "parent_scoped_user_id",
            Self::Email => "email",
            Self::WecomUserId => "wecom_user_id",
            Self::System(system) => system,
        }
    }
}

/// The key by which an identifier is looked up: namespace, colon, canonical value. Phone and WhatsApp
/// numbers share the namespace `tel`, and country variants of one number have one key. `Debug` hides the value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdentifierKey(pub(crate) CompactString);

impl IdentifierKey {
    /// A key read back from a store.
    #[must_use]
    pub fn from_stored(key: impl AsRef<str>) -> Self {
        Self(CompactString::new(key))
    }

    /// The key as text: `tel:+886912000456`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the colon.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.0.split_once(':').map_or("", |(namespace, _)| namespace)
    }

    /// The part after the colon.
    #[must_use]
    pub fn value(&self) -> &str {
        self.0.split_once(':').map_or(self.0.as_str(), |(_, value)| value)
    }
}

impl fmt::Debug for IdentifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:…", self.namespace())
    }
}

/// One identifier of a customer. `Debug` hides the value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// What it is.
    pub kind: IdentifierKind,
    /// Normalised: E.164, lower-case e-mail domain, as the system spells it.
    pub value: CompactString,
    /// What was written, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<CompactString>,
    /// The key it is matched by.
    pub key: IdentifierKey,
    /// Where it came from.
    pub source: CompactString,
    /// When.
    pub at: DateTime<Utc>,
    /// Messages to it failed for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undeliverable: bool,
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identifier")
            .field("key", &self.key)
            .field("source", &self.source)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
