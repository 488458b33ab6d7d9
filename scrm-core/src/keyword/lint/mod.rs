//! Lint: what is wrong with a set of keywords, and how good each of its rules is.
//!
//! [`lint`] looks at the rules themselves (phrases that are there twice, that contradict each other, that never decide,
//! that silence themselves, characters that are not seen or look like others), and at how they fare on a shop's own
//! messages (phrases that never fire or fire too often, forms that are missing, companions that are never near). Where
//! the messages are labelled, it measures precision and recall.
//!
//! Time is linear in the messages for a given set. The same rules and messages give the same answer, in the same order.

mod characters;
mod config;
mod finding;
mod judge;
mod lookalike;
mod measure;
mod phrase;
mod relation;
mod script;
mod suitability;
mod tally;
mod twin;

use serde::Serialize;

use self::judge::Judge;
use self::measure::Figures;
use self::phrase::phrases;
use self::tally::Pass;
use self::twin::Twin;
use super::config::KeywordConfig;
use super::error::KeywordError;
use super::matcher::KeywordMatcher;

pub use config::KeywordLintConfig;
pub use finding::{KEYWORD_FINDINGS, KeywordFinding, KeywordFindingEntry, KeywordLintPlace, KeywordSeverity};
pub use measure::{KeywordQuality, KeywordShare, KeywordVerdict, LabelMeasure, PhraseMeasure, RuleMeasure};

/// What is wrong with a set of keywords, and how good it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordLint {
    /// What was found, the most serious first, then in the order of the rules.
    pub findings: Vec<KeywordFinding>,
    /// How many more there are than are listed.
    pub left_out: usize,
    /// How many messages were read.
    pub messages: usize,
    /// How each rule fares, in their order.
    pub rules: Vec<RuleMeasure>,
    /// How the rules of each topic fare together, in the order of the topics' names.
    pub labels: Vec<LabelMeasure>,
}

/// Looks for what is wrong with a set of keywords, and measures how it fares on messages.
///
/// `labels` has the topic of each message, nothing for one that no rule should answer. A message counts as right for the
/// rules with that topic, and as wrong for all others that fire in it. Without messages, only what the rules themselves
/// show is found.
///
/// ```
/// use scrm_core::foundation::RuleId;
/// use scrm_core::keyword::{KeywordConfig, KeywordLintConfig, KeywordRule, lint};
/// let rules = vec![
///     KeywordRule { priority: 5, ..KeywordRule::new(RuleId::new("return"), "return", ["return"]) },
///     KeywordRule::new(RuleId::new("visit"), "visit", ["return visit"]),
/// ];
/// let config = KeywordConfig { rules, ..KeywordConfig::standard() };
/// let messages = ["a return visit, please", "I want to return it"];
/// let lint = lint(&config, messages, None, &KeywordLintConfig::default())?;
/// let finding = &lint.findings[0];
/// assert_eq!(finding.code, "keyword.lint.shadowed");
/// assert_eq!(finding.place.field, "rules[1].phrases[0]");
/// assert_eq!((finding.count, finding.samples[0]), (Some(1), 0));
/// assert_eq!(lint.rules[0].fired, 2);
/// # Ok::<(), scrm_core::keyword::KeywordError>(())
/// ```
///
/// # Errors
/// What [`KeywordMatcher::new`] refuses, thresholds that are no shares, and labels that are not as many as the messages.
pub fn lint<'t>(
    config: &KeywordConfig,
    messages: impl IntoIterator<Item = &'t str>,
    labels: Option<&[Option<&str>]>,
    thresholds: &KeywordLintConfig,
) -> Result<KeywordLint, KeywordError> {
    thresholds.check()?;
    let matcher = KeywordMatcher::new(config)?;
    let phrases = phrases(config, &matcher);
    let negatives = Twin::negatives(&phrases, config)?;
    let mut relations = relation::same(&phrases);
    relations.extend(relation::bound(&phrases, config, &matcher, negatives.as_ref()));
    let pass = Pass::new(config, &phrases, labels, thresholds.samples)?;
    let measured = pass.run(&matcher, messages.into_iter());
    if let Some(labels) = labels.filter(|labels| labels.len() != measured.messages) {
        return Err(KeywordError::LabelCount { messages: measured.messages, labels: labels.len() });
    }
    let figures =
        Figures { config, thresholds, phrases: &phrases, measured: &measured, labelled: labels.is_some() };
    let rules = figures.rules();
    let labels = figures.labels();
    let judge = Judge {
        config,
        thresholds,
        phrases: &phrases,
        measured: &measured,
        relations: &relations,
        rules: &rules,
    };
    let mut findings = judge.findings();
    let left_out = findings.len().saturating_sub(thresholds.max_findings);
    findings.truncate(thresholds.max_findings);
    Ok(KeywordLint { findings, left_out, messages: measured.messages, rules, labels })
}

#[cfg(test)]
mod tests;
