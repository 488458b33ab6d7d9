//! How sure is sure enough, and what the columns hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ColumnKind;
use crate::dedupe::DedupeError;
use crate::dedupe::config::{DedupeConfig, LinkageConfig};

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
    /// The thresholds of the standard playbook.
    fn default() -> Self {
        let LinkageConfig { merge, review } = DedupeConfig::standard().linkage;
        Self { merge, review, columns: BTreeMap::new() }
    }
}

impl DeduperConfig {
    /// Refuses probabilities that no pair can have, and an order of the two that makes no sense.
    ///
    /// ```
    /// use scrm_core::dedupe::linkage::DeduperConfig;
    /// assert!(DeduperConfig::default().check().is_ok());
    /// assert!(DeduperConfig { merge: 1.5, ..DeduperConfig::default() }.check().is_err());
    /// ```
    ///
    /// # Errors
    /// [`DedupeError::Config`] names the field.
    pub fn check(&self) -> Result<(), DedupeError> {
        let wrong = |field: &str, problem| Err(DedupeError::Config { field: field.to_owned(), problem });
        if !(self.review > 0.0 && self.review < 1.0) {
            return wrong("review", "must be above 0 and below 1");
        }
        if !(self.merge >= self.review && self.merge < 1.0) {
            return wrong("merge", "must be at least `review` and below 1");
        }
        Ok(())
    }

    /// What is decided about a pair.
    pub(super) fn verdict(&self, probability: f64) -> LinkVerdict {
        if probability >= self.merge {
            LinkVerdict::Merge
        } else if probability >= self.review {
            LinkVerdict::Review
        } else {
            LinkVerdict::Apart
        }
    }
}

/// What is decided about two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LinkVerdict {
    /// They are one.
    Merge,
    /// A person should look.
    Review,
    /// They are two.
    Apart,
}
