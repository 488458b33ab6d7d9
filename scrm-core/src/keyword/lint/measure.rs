//! Precision and recall on labelled messages.

use serde::Serialize;

use super::config::KeywordLintConfig;
use super::finding::KeywordLintPlace;
use super::phrase::{Phrase, rule_place};
use super::tally::{GroupTally, Measured};
use crate::foundation::interval::wilson;
use crate::keyword::config::KeywordConfig;

/// A share of messages, and where it probably lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordShare {
    /// What was measured, from 0 to 1; null where there was nothing to count.
    pub value: Option<f64>,
    /// With the confidence that was asked for it is no lower (Wilson's score interval).
    pub low: f64,
    /// And no higher.
    pub high: f64,
}

/// Whether a rule reaches the precision that is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum KeywordVerdict {
    /// All of the interval lies above it.
    Passes,
    /// All of the interval lies below it.
    Fails,
    /// The interval contains it: more labelled messages are needed.
    TooFewToTell,
}

/// How good a rule, or all rules of a topic, are on labelled messages. Right is what fires in a message that has its
/// topic for a label, whether or not another rule goes first there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordQuality {
    /// Messages in which it fires that have its topic for a label.
    pub right: usize,
    /// Messages in which it fires that have another label or none.
    pub wrong: usize,
    /// Messages that have its topic for a label.
    pub labelled: usize,
    /// Of the messages in which it fires, those where it is right.
    pub precision: KeywordShare,
    /// Of the messages that have its topic for a label, those in which it fires.
    pub recall: KeywordShare,
    /// Its precision beside the one that is asked for.
    pub verdict: KeywordVerdict,
}

/// How a rule fares on the messages.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleMeasure {
    /// Which rule.
    pub place: KeywordLintPlace,
    /// Its topic.
    pub label: String,
    /// Messages in which it fires.
    pub fired: usize,
    /// Messages in which it is the one to act on.
    pub decided: usize,
    /// How good it is; null without labels.
    pub quality: Option<KeywordQuality>,
    /// Its phrases that fire, in the order of the rule.
    pub phrases: Vec<PhraseMeasure>,
}

/// How a phrase fares on the messages.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhraseMeasure {
    /// Which phrase.
    pub place: KeywordLintPlace,
    /// Messages in which it fires.
    pub fired: usize,
    /// Messages in which it is the one to act on.
    pub decided: usize,
    /// Of those in which it fires, those that have the topic of its rule for a label; null without labels.
    pub right: Option<usize>,
    /// Of those in which it fires, those that have another label or none; null without labels.
    pub wrong: Option<usize>,
}

/// How the rules of a topic fare together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LabelMeasure {
    /// The topic.
    pub label: String,
    /// Messages in which one of its rules fires.
    pub fired: usize,
    /// Messages in which one of its rules is the one to act on.
    pub decided: usize,
    /// How good its rules are; null without labels.
    pub quality: Option<KeywordQuality>,
}

/// The figures of all rules and topics.
pub(super) struct Figures<'m> {
    pub(super) config: &'m KeywordConfig,
    pub(super) thresholds: &'m KeywordLintConfig,
    pub(super) phrases: &'m [Phrase<'m>],
    pub(super) measured: &'m Measured,
    pub(super) labelled: bool,
}

impl Figures<'_> {
    pub(super) fn rules(&self) -> Vec<RuleMeasure> {
        let rules = self.config.rules.iter().zip(&self.measured.rules).enumerate();
        let mut measures: Vec<RuleMeasure> = rules
            .map(|(number, (rule, tally))| RuleMeasure {
                place: rule_place(number, &self.config.rules),
                label: rule.label.clone(),
                fired: tally.fires,
                decided: tally.decides,
                quality: self.quality(tally, self.measured.topic_of_rule.get(number).copied()),
                phrases: Vec::new(),
            })
            .collect();
        for (phrase, tally) in self.phrases.iter().zip(&self.measured.phrases) {
            let fired = tally.fires.count;
            let Some(of_rule) = measures.get_mut(phrase.rule) else { continue };
            if phrase.keyword().is_some() && fired > 0 {
                of_rule.phrases.push(PhraseMeasure {
                    place: phrase.place(&self.config.rules),
                    fired,
                    decided: tally.decides,
                    right: self.labelled.then_some(tally.right),
                    wrong: self.labelled.then_some(fired.saturating_sub(tally.right)),
                });
            }
        }
        measures
    }

    pub(super) fn labels(&self) -> Vec<LabelMeasure> {
        let of_rules = |topic: &usize| self.measured.topic_of_rule.contains(topic);
        let topics = self.measured.topics.iter().enumerate().filter(|(topic, _)| of_rules(topic));
        let measures = topics.map(|(topic, (label, tally))| LabelMeasure {
            label: label.clone(),
            fired: tally.fires,
            decided: tally.decides,
            quality: self.quality(tally, Some(topic)),
        });
        measures.collect()
    }

    fn quality(&self, tally: &GroupTally, topic: Option<usize>) -> Option<KeywordQuality> {
        if !self.labelled {
            return None;
        }
        let labelled = topic.and_then(|topic| self.measured.labelled.get(topic)).copied().unwrap_or_default();
        let precision = self.share(tally.right, tally.fires);
        let asked = self.thresholds.precision;
        Some(KeywordQuality {
            right: tally.right,
            wrong: tally.wrong.count,
            labelled,
            precision,
            recall: self.share(tally.right, labelled),
            verdict: if precision.low > asked {
                KeywordVerdict::Passes
            } else if precision.high < asked {
                KeywordVerdict::Fails
            } else {
                KeywordVerdict::TooFewToTell
            },
        })
    }

    fn share(&self, part: usize, of: usize) -> KeywordShare {
        let interval = wilson(part as f64, of as f64, self.thresholds.confidence);
        KeywordShare {
            value: (of > 0).then(|| part as f64 / of as f64),
            low: interval.map_or(0.0, |interval| interval.low),
            high: interval.map_or(1.0, |interval| interval.high),
        }
    }
}
