//! What an answer is held to.

use serde::{Deserialize, Serialize};

use crate::foundation::time::Span;

/// One way in which an answer does well or badly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ReplyMeasure {
    /// The customer wrote on, and no person was needed. More is better.
    Answered,
    /// The customer wrote on, and a person was needed. Less is better.
    HandedOver,
    /// Nobody wrote. Less is better.
    Silent,
    /// The customer followed a link. More is better.
    Clicked,
    /// The customer was content. More is better.
    Satisfied,
}

impl ReplyMeasure {
    pub(super) const fn more_is_better(self) -> bool {
        matches!(self, Self::Answered | Self::Clicked | Self::Satisfied)
    }
}

/// What an answer is held to, and from how many firings on anything is said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReplyHealthConfig {
    /// How long after an answer what follows has to do with it.
    pub watch: Span,
    /// Of fewer than this a share says nothing yet.
    pub least_sample: u32,
    /// Confidence of the intervals and of the comparison of two texts, between 0.5 and 0.999.
    pub confidence: f64,
    /// Where more of the answers than this, in percent, end with a person, the text has to be written anew.
    pub handed_over_at_most: f64,
    /// Where fewer of the links than this, in percent, are followed, the text has to be written anew.
    pub clicked_at_least: f64,
    /// Where fewer of the ratings than this, in percent, are content, the text has to be written anew.
    pub satisfied_at_least: f64,
    /// Who gives so many stars of five, or more, is content.
    pub satisfied_from: u8,
    /// Role that writes the text anew.
    pub owner: String,
    /// Time from the look at the figures to the deadline.
    pub within: Span,
    /// What two texts of one rule are compared by.
    pub compare_by: ReplyMeasure,
    /// The least difference between two texts that matters, in percentage points: with `confidence` and `power` it says how
    /// many firings of each are compared.
    pub least_difference: f64,
    /// How probably such a difference is found where there is one, above 0.5 and below 1.
    pub power: f64,
}

impl ReplyHealthConfig {
    /// What has to hold, the field, and what would be right.
    pub(in crate::reply) fn checks(&self) -> [(bool, &'static str, &'static str); 10] {
        let percent = |value: f64| (0.0..=100.0).contains(&value);
        [
            (!self.watch.is_zero(), "health.watch", "longer than nothing"),
            (self.least_sample >= 1, "health.least_sample", "1 or more"),
            ((0.5..=0.999).contains(&self.confidence), "health.confidence", "between 0.5 and 0.999"),
            (percent(self.handed_over_at_most), "health.handed_over_at_most", "a percentage, 0 to 100"),
            (percent(self.clicked_at_least), "health.clicked_at_least", "a percentage, 0 to 100"),
            (percent(self.satisfied_at_least), "health.satisfied_at_least", "a percentage, 0 to 100"),
            ((1..=5).contains(&self.satisfied_from), "health.satisfied_from", "from 1 to 5 stars"),
            (!self.within.is_zero(), "health.within", "longer than nothing"),
            (
                (1.0..=99.0).contains(&self.least_difference),
                "health.least_difference",
                "from 1 to 99 percentage points",
            ),
            (self.power > 0.5 && self.power < 1.0, "health.power", "above 0.5 and below 1"),
        ]
    }
}
