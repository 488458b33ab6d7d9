//! By what somebody is found, and where a message goes.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// The key by which an identifier is looked up: namespace, colon, canonical value. Phone and WhatsApp
/// numbers share the namespace `tel`, and country variants of one number have one key. `Debug` hides the value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentifierKey(#[cfg_attr(feature = "schema", schemars(with = "String"))] pub(crate) CompactString);

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
