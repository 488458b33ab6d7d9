//! The playbook's section on duplicates.

use serde::{Deserialize, Serialize};

use crate::customer::{IdentifierKind, SurvivorshipConfig};

/// The section's defaults.
pub(crate) const STANDARD: &str = include_str!("standard.toml");

/// Who is one customer, and what survives when two records become one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DedupeConfig {
    /// Matching by identifiers.
    pub exact: ExactConfig,
    /// Matching by everything else.
    pub linkage: LinkageConfig,
    /// Which value of a field survives a merge or an import.
    pub survivorship: SurvivorshipConfig,
}

impl DedupeConfig {
    /// The standard section.
    ///
    /// ```
    /// use scrm_core::dedupe::DedupeConfig;
    /// assert_eq!(DedupeConfig::standard().exact.shared_key_limit, 3);
    /// ```
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }
}

/// A class of identifiers, for rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum IdentifierClass {
    /// A phone number.
    Phone,
    /// A WhatsApp number id.
    WhatsappId,
    /// A WhatsApp business-scoped user id.
    ScopedUserId,
    /// The parent form of a scoped user id.
    ParentScopedUserId,
    /// An e-mail address.
    Email,
    /// A WeCom external user id.
    WecomUserId,
    /// An id in any other system.
    System,
}

impl IdentifierClass {
    pub(crate) const COUNT: usize = 7;

    /// The class of a kind of identifier.
    #[must_use]
    pub const fn of(kind: &IdentifierKind) -> Self {
        match kind {
            IdentifierKind::Phone => Self::Phone,
            IdentifierKind::WhatsappId => Self::WhatsappId,
            IdentifierKind::ScopedUserId => Self::ScopedUserId,
            IdentifierKind::ParentScopedUserId => Self::ParentScopedUserId,
            IdentifierKind::Email => Self::Email,
            IdentifierKind::WecomUserId => Self::WecomUserId,
            IdentifierKind::System(_) => Self::System,
        }
    }
}

/// Matching by identifiers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExactConfig {
    /// Identifiers that make two records one customer, in matching order: the customer found by an earlier
    /// class is the one a row joins. A class that is not listed never matches.
    pub strong: Vec<IdentifierClass>,
    /// Strong identifiers that people share. A match by one of these alone goes to review when the names
    /// contradict each other; a match by any other class is the same account, whatever the name.
    pub shareable: Vec<IdentifierClass>,
    /// An identifier carried by this many customers already (in a batch: by records of this many different
    /// names) is no longer strong: it joins only records of the same name. At least 2.
    pub shared_key_limit: u32,
}

/// Matching by everything that customers say, where no identifier decides: how probably two are one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkageConfig {
    /// The probability from which on a pair is one person, and is merged where the call asks for it. At least
    /// `review` and below 1.
    pub merge: f64,
    /// The probability from which on a person should look at a pair. Above 0.
    pub review: f64,
}
