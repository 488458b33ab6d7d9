//! What a set of keywords is held to.

use serde::{Deserialize, Serialize};

use crate::keyword::error::{KeywordError, check_share};

/// What a set of keywords is held to, and from how many messages on they tell anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordLintConfig {
    /// The precision asked of a rule, from 0 to 1.
    pub precision: f64,
    /// How often the intervals of precision and recall cover the true value, from 0 to 1.
    pub confidence: f64,
    /// So many messages are enough to say of a phrase that it never fires, or that it fires too often. A phrase is said
    /// never to fire only where so many messages are in its script.
    pub enough_messages: usize,
    /// In so many messages a phrase has to stand before anything is said of how it fares in them.
    pub least_evidence: usize,
    /// A phrase that fires in a larger share of the messages is too broad, from 0 to 1.
    pub broad_share: f64,
    /// Where the most frequent topic has a smaller share of the messages in which a phrase fires, the phrase does not
    /// tell topics apart, from 0 to 1.
    pub topic_share: f64,
    /// Most messages named as samples of a finding.
    pub samples: usize,
    /// Most findings listed; the others are counted.
    pub max_findings: usize,
}

impl Default for KeywordLintConfig {
    /// The standard thresholds.
    ///
    /// ```
    /// let config = scrm_core::keyword::KeywordLintConfig::default();
    /// assert_eq!((config.precision, config.enough_messages), (0.9, 200));
    /// ```
    fn default() -> Self {
        Self {
            precision: 0.9,
            confidence: 0.95,
            enough_messages: 200,
            least_evidence: 5,
            broad_share: 0.2,
            topic_share: 0.5,
            samples: 3,
            max_findings: 1000,
        }
    }
}

impl KeywordLintConfig {
    /// Whether rules can be held to it.
    pub(super) fn check(&self) -> Result<(), KeywordError> {
        check_share("precision", self.precision)?;
        check_share("broad_share", self.broad_share)?;
        check_share("topic_share", self.topic_share)?;
        if self.confidence > 0.0 && self.confidence < 1.0 {
            return Ok(());
        }
        Err(KeywordError::Option { field: "confidence", problem: "must be above 0 and below 1" })
    }
}
