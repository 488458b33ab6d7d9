//! The playbook's section on customers.

use serde::{Deserialize, Serialize};

use super::custom_field::CustomFields;
use super::field::{FieldName, Stage};
use crate::foundation::time::Span;

/// The section's defaults.
pub(crate) const STANDARD: &str = include_str!("standard.toml");

/// What a complete customer record is, and when somebody should get in touch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerConfig {
    /// How many products of interest a customer may have. At least 1.
    pub max_products: u32,
    /// Completeness of records.
    pub completeness: CompletenessConfig,
    /// The follow-up flag.
    pub follow_up: FollowUpConfig,
    /// Industries a customer may have. Empty: any text will do.
    #[serde(default)]
    pub industries: Vec<IndustryConfig>,
    /// Fields of the workspace's own, by name, each with the type of its values: imports read them so, and expressions name them.
    /// A name has letters of any script, digits and `_`, with no digit first.
    #[serde(default)]
    pub custom_fields: CustomFields,
}

impl CustomerConfig {
    /// The standard section.
    ///
    /// ```
    /// use scrm_core::customer::CustomerConfig;
    /// assert_eq!(CustomerConfig::standard().max_products, 2);
    /// ```
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }
}

/// Completeness of records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompletenessConfig {
    /// Fields that every record should have, by name. At least one, none twice.
    pub required: Vec<FieldName>,
    /// How many of the least complete customers a summary lists.
    pub most_gaps: u32,
}

/// The follow-up flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUpConfig {
    /// How long a customer may go without follow-up: the flag is raised after more than this.
    pub after: Span,
    /// Count days as working days of the workspace's calendar.
    pub working_days: bool,
    /// Stages in which nobody needs to follow up.
    #[serde(default)]
    pub except_stages: Vec<Stage>,
}

/// An industry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndustryConfig {
    /// The name that records carry.
    pub id: String,
    /// How people write it, in any language; upper and lower case are one.
    #[serde(default)]
    pub names: Vec<String>,
}
