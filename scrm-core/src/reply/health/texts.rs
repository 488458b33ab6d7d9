//! Two texts of one rule, beside each other.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::config::{ReplyHealthConfig, ReplyMeasure};
use super::figure::ReplyFigure;
use crate::foundation::MessageId;
use crate::foundation::proportions::{Proportion, ProportionComparison, compare_proportions, trials_needed};

/// Which of two texts does better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TextVerdict {
    /// The first.
    A,
    /// The second.
    B,
    /// Neither, as far as so many firings can tell.
    NoDifference,
    /// One of them has not fired often enough.
    NotEnoughYet,
}

/// Two texts of one rule, beside each other.
///
/// It is a comparison of a fixed number: the first `needed` firings of each, and no look before both have them, so looking
/// often finds no difference that is not there. Begin the window at the day on which the second text was put in and leave it
/// there: then the first firings stay the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TextComparison {
    /// What they are compared by.
    pub measure: ReplyMeasure,
    /// How many firings of each are compared.
    pub needed: u64,
    /// The first text, in its first firings.
    pub a: ReplyFigure,
    /// The second text, in its first firings.
    pub b: ReplyFigure,
    /// The difference, A less B, once both have fired often enough.
    pub comparison: Option<ProportionComparison>,
    /// Which does better.
    pub verdict: TextVerdict,
}

/// The first firings of a text.
#[derive(Debug)]
pub(super) struct FirstFirings {
    most: usize,
    /// Whether each did well, by when it was sent.
    kept: BTreeMap<(DateTime<Utc>, MessageId), bool>,
}

impl FirstFirings {
    pub(super) fn new(config: &ReplyHealthConfig) -> Self {
        Self { most: usize::try_from(needed(config)).unwrap_or(usize::MAX), kept: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, at: DateTime<Utc>, message: &MessageId, hit: bool) {
        self.kept.insert((at, message.clone()), hit);
        if self.kept.len() > self.most {
            self.kept.pop_last();
        }
    }

    fn proportion(&self) -> Proportion {
        let successes = self.kept.values().filter(|hit| **hit).count() as u64;
        Proportion { successes, trials: self.kept.len() as u64 }
    }
}

fn needed(config: &ReplyHealthConfig) -> u64 {
    // The section's checks keep the numbers in the formula's ranges.
    trials_needed(config.least_difference / 100.0, config.confidence, config.power).unwrap_or(u64::MAX)
}

pub(super) fn compare_texts(
    first: &FirstFirings,
    second: &FirstFirings,
    config: &ReplyHealthConfig,
) -> TextComparison {
    let needed = needed(config);
    let (a, b) = (first.proportion(), second.proportion());
    let enough = a.trials >= needed && b.trials >= needed;
    let comparison = if enough { compare_proportions(a, b, config.confidence) } else { None };
    let verdict = match comparison {
        None => TextVerdict::NotEnoughYet,
        Some(found) if found.p_value >= 1.0 - config.confidence => TextVerdict::NoDifference,
        Some(found) if (found.difference > 0.0) == config.compare_by.more_is_better() => TextVerdict::A,
        Some(_) => TextVerdict::B,
    };
    let figure = |share: Proportion| ReplyFigure::unjudged(share.successes, share.trials, config.confidence);
    TextComparison {
        measure: config.compare_by,
        needed,
        a: figure(a),
        b: figure(b),
        comparison: comparison.map(ProportionComparison::tidy),
        verdict,
    }
}
