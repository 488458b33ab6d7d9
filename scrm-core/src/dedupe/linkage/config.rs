//! How sure is sure enough, and what the columns hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ColumnKind;
use super::model::bits_of;
use crate::dedupe::DedupeError;

/// How a [`Deduper`](super::Deduper) decides, and what the caller knows of the columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeduperConfig {
    /// The probability from which on two records are one.
    pub merge: f64,
    /// The probability from which on a person should look at two records: at most that of merging.
    pub review: f64,
    /// What columns hold, by their names. Those that are not named are known by their headers.
    pub columns: BTreeMap<String, ColumnKind>,
}

impl Default for DeduperConfig {
    fn default() -> Self {
        Self { merge: 0.93, review: 0.5, columns: BTreeMap::new() }
    }
}

impl DeduperConfig {
    /// Refuses probabilities that no pair can have, and an order of the two that makes no sense.
    pub(super) fn check(&self) -> Result<(), DedupeError> {
        let wrong = |field: &str, problem| Err(DedupeError::Config { field: field.to_owned(), problem });
        let is_probability = |value: f64| value > 0.0 && value < 1.0;
        if !is_probability(self.merge) {
            return wrong("merge", "a probability between 0 and 1 is wanted");
        }
        if !is_probability(self.review) {
            return wrong("review", "a probability between 0 and 1 is wanted");
        }
        if self.review > self.merge {
            return wrong("review", "it is above `merge`: nothing would be left to review");
        }
        Ok(())
    }

    /// What is decided about a pair.
    pub(super) fn verdict(&self, probability: f64) -> Verdict {
        if probability >= self.merge {
            Verdict::Merge
        } else if probability >= self.review {
            Verdict::Review
        } else {
            Verdict::Apart
        }
    }

    /// The odds of a probability of merging, in bits.
    pub(super) fn merge_bits(&self) -> f64 {
        bits_of(self.merge)
    }
}

/// What is decided about two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Verdict {
    /// They are one.
    Merge,
    /// A person should look.
    Review,
    /// They are two.
    Apart,
}
