//! The segment section of the playbook: segments that are kept up to date.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) const STANDARD: &str = include_str!("../standard.toml");

/// The segments of the playbook.
///
/// ```
/// use scrm_core::segment::SegmentConfig;
/// assert!(SegmentConfig::standard().saved.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentConfig {
    /// Segments that are kept up to date: who belongs to one, and since when.
    pub saved: Vec<SavedSegmentConfig>,
}

/// A segment that is kept up to date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedSegmentConfig {
    /// Its id, such as `lapsing`: kept for ever.
    pub id: String,
    /// What people call it, by language.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Who belongs to it: an expression, as in docs/segments.md.
    pub when: String,
}

impl SegmentConfig {
    /// The built-in segments.
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }
}
