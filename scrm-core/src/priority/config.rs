//! The priority section of the playbook: levels, deadlines and the weights of the score.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::foundation::time::Span;
use crate::tag::Range;

pub(crate) const STANDARD: &str = include_str!("standard.toml");

/// Who is answered first, and by when.
///
/// ```
/// use scrm_core::priority::PriorityConfig;
/// assert_eq!(PriorityConfig::standard().levels.len(), 3);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PriorityConfig {
    /// Which end of a budget range counts.
    pub range_counts_by: RangeEnd,
    /// Whether deadlines count business hours or the clock.
    pub deadline_mode: DeadlineMode,
    /// How long a customer without a stage counts as a new inquiry.
    pub new_inquiry_age: Span,
    /// Who is told of high-value words and of missed deadlines: a role or an agent's id.
    pub supervisor: String,
    /// What words that mean business lead to.
    pub high_value: HighValueConfig,
    /// Whom a person greets.
    pub greeting: GreetingConfig,
    /// The levels, most urgent first. The first that fits applies; the last fits everybody.
    pub levels: Vec<LevelConfig>,
    /// How the score is made up.
    pub score: ScoreConfig,
}

/// Which end of a range counts. An open range counts by the end it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RangeEnd {
    /// The upper end.
    Upper,
    /// The lower end.
    Lower,
    /// Half-way between the two.
    Middle,
}

/// What a deadline counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DeadlineMode {
    /// Hours in which the workspace is open.
    Business,
    /// Every hour.
    Clock,
}

/// What words that mean business lead to: an order confirmed, a contract signed. The words themselves
/// stand in the section of the replies, as `high_value`; the reply engine recognises them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HighValueConfig {
    /// The level they lead to.
    pub level: u8,
}

/// Whom a person greets, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GreetingConfig {
    /// What the customer spent in the last year, in whole units of the workspace's currency.
    pub annual_spend: Range,
    /// Within which time.
    pub within: Span,
    /// Who greets: `owner`, a role, or an agent's id.
    pub audience: String,
}

/// One level of urgency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LevelConfig {
    /// Its number, from 1, the most urgent.
    pub level: u8,
    /// Only for new inquiries.
    #[serde(default)]
    pub new_inquiry: bool,
    /// Only for budgets in this range, in whole units of the workspace's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Range>,
    /// When the first answer is due.
    pub respond_within: Span,
    /// When every later answer is due, counted from the customer's message.
    pub next_response_within: Span,
    /// When the matter is to be settled. It is told with the other deadlines of a level; no notice is raised when it passes.
    pub resolve_within: Span,
}

/// How the score from 0 to 100 is made up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScoreConfig {
    /// The weight of each part; only their proportions matter.
    pub weights: ScoreWeights,
    /// The budget, in whole units of the workspace's currency, that earns the whole part.
    pub budget_for_full_marks: i64,
    /// The deal probability that counts where none is known, 0 to 1.
    pub probability_when_unknown: f64,
    /// What a tag is worth, 0 to 1; the customer's best tag counts.
    pub tag_values: BTreeMap<String, f64>,
}

/// The weight of each part of the score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScoreWeights {
    /// The level: whole for the most urgent, nothing for the least.
    pub level: f64,
    /// The budget, in proportion to the one for full marks.
    pub budget: f64,
    /// How much of the time to the deadline has passed.
    pub waiting: f64,
    /// The customer's best tag.
    pub value: f64,
    /// The probability of a deal.
    pub probability: f64,
}

impl PriorityConfig {
    /// The built-in rules.
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }
}
