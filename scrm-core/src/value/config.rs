//! The value section of the playbook.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::customer::Stage;
use crate::foundation::time::Span;

pub(crate) const STANDARD: &str = include_str!("standard.toml");

/// What customers are worth, and when one is about to be lost.
///
/// ```
/// use scrm_core::value::ValueConfig;
/// assert_eq!(ValueConfig::standard().rfm.thresholds.recency_days, [30, 90, 180, 365]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueConfig {
    /// Recency, frequency, monetary value.
    pub rfm: RfmConfig,
    /// When a customer is about to be lost.
    pub churn: ChurnConfig,
    /// How likely a deal is.
    pub deal: DealConfig,
    /// Who can be cleaned away.
    pub cleaning: CleaningConfig,
}

impl ValueConfig {
    /// The built-in rules.
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }
}

/// How customers are scored by recency, frequency and monetary value, and what the scores mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RfmConfig {
    /// Where the bounds between the scores 1 to 5 come from.
    pub score_by: ScoreBy,
    /// What counts as one purchase.
    pub purchase: PurchaseUnit,
    /// What becomes of amounts below 0.
    pub returns: Returns,
    /// The bounds, where they are given.
    pub thresholds: RfmThresholds,
    /// What the scores mean.
    pub classes: RfmClasses,
    /// How the rhythm of purchases is named.
    pub rhythm: RhythmConfig,
}

/// Where the bounds between scores come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ScoreBy {
    /// From the customers themselves: bounds that a fifth, two, three and four fifths of them do not exceed. Customers with
    /// equal values have equal scores, in whatever order they stand.
    Quantiles,
    /// From the thresholds.
    Thresholds,
}

/// What counts as one purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PurchaseUnit {
    /// All lines of one order; a line without an order is a purchase of its own.
    Order,
    /// Everything that was bought on one day.
    Day,
}

/// What becomes of amounts below 0: cancellations and returns. They are counted either way, and are never a purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Returns {
    /// They change nothing.
    LeaveOut,
    /// They are taken off what the customer spent.
    Subtract,
}

/// Bounds between the scores, ascending.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RfmThresholds {
    /// Days since the last purchase: up to the first scores 5, up to the last 2, beyond it 1.
    pub recency_days: [u32; 4],
    /// Purchases: more than the last scores 5.
    pub frequency: [u32; 4],
    /// What was spent, in whole units of currency: more than the last scores 5.
    pub monetary: [f64; 4],
}

/// What the scores mean. Somebody is recent from one score of recency on, and worthwhile from one mean of the other two on:
/// high value is both, potential only recent, churn risk only worthwhile, ordinary neither.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RfmClasses {
    /// Least score of recency of who is recent, 1 to 5.
    pub recent_from: f64,
    /// Least mean of the scores of frequency and monetary value of who is worthwhile, 1 to 5.
    pub worthwhile_from: f64,
}

/// Up to how many days between purchases, in the median, a rhythm has its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RhythmConfig {
    /// Least gaps between days with purchases for a rhythm to be named.
    pub least_gaps: u32,
    /// Weekly.
    pub weekly: u32,
    /// Monthly.
    pub monthly: u32,
    /// Quarterly.
    pub quarterly: u32,
    /// Twice a year.
    pub half_yearly: u32,
    /// Yearly.
    pub yearly: u32,
}

/// When a customer is about to be lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChurnConfig {
    /// The share of gaps that ended in a purchase, 0.5 to 1, that are not too long.
    pub share_in_time: f64,
    /// How many gaps of one's own the usual gap of all is worth.
    pub prior_gaps: f64,
    /// Least gaps of all customers together for their usual gap to be taken from them.
    pub least_gaps: u32,
    /// The usual gap until then, in days.
    pub usual_gap_days: f64,
    /// How many times the usual gap is too long until then.
    pub factor: f64,
    /// How many days activity is added up over, and compared with as many days before.
    pub activity_days: u32,
    /// Activity falls where it is at most this share of what it was, 0 to 1.
    pub falling_to: f64,
}

/// How likely a deal is where nobody gave a probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DealConfig {
    /// The probability of a fresh deal by its stage, between 0 and 1.
    pub stages: BTreeMap<Stage, f64>,
    /// The probability where there is no stage, or one that is not named.
    pub without_stage: f64,
    /// In how many days at one stage the odds halve.
    pub age_halving_days: f64,
    /// In how many days of silence the odds halve.
    pub idle_halving_days: f64,
    /// How much days with activity count: the odds grow with (1 + days) to the power of this.
    pub activity_power: f64,
    /// Least outcomes for the odds to be corrected by them.
    pub least_outcomes: u32,
    /// Least deals among them that were won, and least that were lost.
    pub least_of_each: u32,
}

/// Who can be cleaned away.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CleaningConfig {
    /// Nothing happened for longer than this.
    pub inactive_for: Span,
    /// And the probability of a deal, 0 to 1, is below this.
    pub probability_below: f64,
}
