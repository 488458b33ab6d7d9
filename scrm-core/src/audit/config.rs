//! The audit's settings. The defaults live in `standard.toml`.

use serde::{Deserialize, Serialize};

use super::error::AuditError;
use crate::foundation::TagId;
use crate::foundation::time::{LocalTime, Span, WeekdaySet};

pub(crate) const STANDARD: &str = include_str!("standard.toml");

/// What is checked, how well it should be, when, and what follows.
///
/// ```
/// use scrm_core::audit::AuditConfig;
/// let config = AuditConfig::standard();
/// assert_eq!(config.completeness.target, 95.0);
/// assert_eq!(config.completeness.sample, 100);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditConfig {
    /// Picks the samples: the same seed and the same customers give the same sample everywhere. Change it
    /// to draw others.
    pub seed: String,
    /// Confidence of the intervals, between 0.5 and 0.999.
    pub confidence: f64,
    /// How far back messages and events count.
    pub window: Span,
    /// Messages that follow each other within this time are one question, answered once.
    pub join_within: Span,
    /// Rules whose messages tell something but answer nothing (away, fallback, a hand-over): no hit, no end
    /// of waiting.
    /// A trailing `*` covers every rule whose name begins so.
    #[serde(default)]
    pub not_answers: Vec<String>,
    /// Rules that reply before keywords are looked at (welcome, away): what they reply to says nothing of
    /// the keyword coverage, and where it is no answer either, nothing of the trigger rate. Written like
    /// `not_answers`.
    #[serde(default)]
    pub before_keywords: Vec<String>,
    /// Whether reports may show customers' words, masked.
    pub show_customer_words: bool,
    /// How many rows the report's lists have.
    pub top: usize,
    /// Share of required fields that are filled in.
    pub completeness: CompletenessCheck,
    /// Share of tags that are right.
    pub tag_accuracy: TagAccuracyCheck,
    /// Share of messages that a rule answers.
    pub trigger_rate: Target,
    /// Share of questions that there is a keyword rule for.
    pub keyword_coverage: KeywordCoverageCheck,
    /// How long customers wait for a first answer.
    pub response_time: ResponseTimeCheck,
    /// Share of backups that can be restored.
    pub backup_integrity: Target,
    /// Share of customers that carry the most used tag.
    pub tag_share: Target,
    /// From how many orders on what is said of the customers' value.
    pub value: ValueReport,
    /// When which audit runs.
    #[serde(default)]
    pub schedule: Vec<ScheduledAudit>,
    /// What follows from a check that is not passed.
    pub remedies: RemedyConfig,
}

/// A target with its tolerance: beside the target but within the tolerance is `watch`, beyond is `fail`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Target {
    /// In percent.
    pub target: f64,
    /// In percentage points.
    pub tolerance: f64,
}

/// Settings of the completeness check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompletenessCheck {
    /// In percent.
    pub target: f64,
    /// In percentage points.
    pub tolerance: f64,
    /// How many customers are drawn.
    pub sample: usize,
}

/// Settings of the tag accuracy check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagAccuracyCheck {
    /// In percent.
    pub target: f64,
    /// In percentage points.
    pub tolerance: f64,
    /// The tag whose customers are drawn.
    pub quoted_tag: TagId,
    /// How many of them are drawn.
    pub quoted_sample: usize,
    /// How many of the customers followed up last are looked at besides.
    pub last_follow_ups: usize,
}

/// Settings of the keyword coverage check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordCoverageCheck {
    /// In percent.
    pub target: f64,
    /// In percentage points.
    pub tolerance: f64,
    /// How similar two messages without a rule must be to count as one type of question, 0 to 1.
    pub similarity: f64,
    /// At most so many types without a rule are told apart; further ones count together.
    pub max_groups: usize,
    /// Shorter messages ("ok") are no questions, counted in letters and digits.
    pub minimum_characters: usize,
}

/// What a waiting time is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Clock {
    /// All hours count.
    Clock,
    /// Only business hours count.
    Business,
}

/// Settings of the response time check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResponseTimeCheck {
    /// In minutes.
    pub target: f64,
    /// In minutes.
    pub tolerance: f64,
    /// Whether the nights count.
    pub measured_in: Clock,
}

/// From how many orders on the report says what of the customers' value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueReport {
    /// How far back orders count.
    pub look_back: Span,
    /// Fewest customers with an order for classes of value.
    pub least_buyers: u32,
    /// Fewest customers with an order for telling who still buys and how much will come.
    pub least_model_buyers: u32,
    /// And fewest who ordered on more than one day.
    pub least_repeat_buyers: u32,
    /// The share of the time with orders that an expectation is held against, 0.05 to 0.5.
    pub held_back: f64,
}

/// What kind of audit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AuditKind {
    /// The week's numbers.
    Weekly,
    /// Work on the keywords.
    KeywordWork,
    /// Every check, once a month.
    FullCheck,
    /// Review of keywords and tags, once a month.
    Review,
}

/// When an audit runs, in the workspace's zone. A day that a month does not have is its last day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScheduledAudit {
    /// Which audit.
    pub kind: AuditKind,
    /// On these weekdays.
    #[serde(default)]
    pub weekdays: WeekdaySet,
    /// On these days of the month, 1 to 31.
    #[serde(default)]
    pub days_of_month: Vec<u32>,
    /// At this local time.
    pub at: LocalTime,
}

/// What follows from a check that is not passed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RemedyConfig {
    /// Fill in what the sampled customers lack.
    pub fill_gaps: FillGaps,
    /// Fill in what all customers lack, a share a day.
    pub gap_plan: GapPlan,
    /// Correct tags that are wrong.
    pub mend_tags: Assignment,
    /// Look at the tags of the sampled customers, where nobody has.
    pub review_tags: Assignment,
    /// Add keywords after a while under the trigger rate's target.
    pub add_keywords: AddKeywords,
    /// Add keywords where coverage is under its target.
    pub widen_coverage: WidenCoverage,
    /// Plan people for the hours in which customers wait.
    pub plan_staffing: PlanStaffing,
    /// Split a tag that says too little.
    pub split_tag: Assignment,
    /// Win back customers who are about to be lost.
    pub win_back: Assignment,
    /// Settle messages of the outbox that were not sent.
    pub settle_outbox: Assignment,
    /// Set up or mend backups.
    pub back_up: Assignment,
}

/// Who does something, and within which time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assignment {
    /// Role that does it.
    pub owner: String,
    /// Time from the audit to the deadline.
    pub within: Span,
}

/// Settings of filling gaps at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FillGaps {
    /// Role that does it.
    pub owner: String,
    /// Time from the audit to the deadline.
    pub within: Span,
    /// Whether that time counts business hours only.
    pub business_hours: bool,
}

/// Settings of filling gaps day by day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GapPlan {
    /// Role that does it.
    pub owner: String,
    /// Length of the plan.
    pub within: Span,
    /// Share of today's gaps to fill each day, in percent.
    pub daily_share: f64,
}

/// Settings of adding keywords after a while under target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddKeywords {
    /// Role that does it.
    pub owner: String,
    /// Time from the audit to the deadline.
    pub within: Span,
    /// How long the rate must have been under target.
    pub after: Span,
    /// At least so many keywords.
    pub at_least: u32,
    /// At most so many keywords.
    pub at_most: u32,
}

/// Settings of widening the coverage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WidenCoverage {
    /// Role that does it.
    pub owner: String,
    /// Time from the audit to the deadline.
    pub within: Span,
    /// At least so many keywords.
    pub at_least: u32,
    /// At most so many keywords.
    pub at_most: u32,
}

/// Settings of the staffing plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanStaffing {
    /// Role that does it.
    pub owner: String,
    /// Time from the audit to the deadline.
    pub within: Span,
    /// How many of the hours with most waiting are named.
    pub busiest_hours: usize,
}

impl AuditConfig {
    /// The standard playbook's section.
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }

    /// Checks every number once.
    pub(crate) fn validate(&self) -> Result<(), AuditError> {
        within("confidence", self.confidence, 0.5..=0.999, "between 0.5 and 0.999")?;
        if self.seed.is_empty() {
            return Err(AuditError::Empty { field: "seed".to_owned() });
        }
        if self.window.is_zero() {
            return Err(AuditError::Empty { field: "window".to_owned() });
        }
        for (name, target, tolerance) in [
            ("completeness", self.completeness.target, self.completeness.tolerance),
            ("tag_accuracy", self.tag_accuracy.target, self.tag_accuracy.tolerance),
            ("trigger_rate", self.trigger_rate.target, self.trigger_rate.tolerance),
            ("keyword_coverage", self.keyword_coverage.target, self.keyword_coverage.tolerance),
            ("backup_integrity", self.backup_integrity.target, self.backup_integrity.tolerance),
            ("tag_share", self.tag_share.target, self.tag_share.tolerance),
        ] {
            within(&format!("{name}.target"), target, 0.0..=100.0, "a percentage, 0 to 100")?;
            within(&format!("{name}.tolerance"), tolerance, 0.0..=100.0, "percentage points, 0 to 100")?;
        }
        let minutes = "minutes, 0 to 525600";
        within("response_time.target", self.response_time.target, 0.0..=525_600.0, minutes)?;
        within("response_time.tolerance", self.response_time.tolerance, 0.0..=525_600.0, minutes)?;
        within("keyword_coverage.similarity", self.keyword_coverage.similarity, 0.0..=1.0, "0 to 1")?;
        within("value.held_back", self.value.held_back, 0.05..=0.5, "a share, 0.05 to 0.5")?;
        if self.value.look_back.is_zero() {
            return Err(AuditError::Empty { field: "value.look_back".to_owned() });
        }
        within("remedies.gap_plan.daily_share", self.remedies.gap_plan.daily_share, 0.0..=100.0, "0 to 100")?;
        if self.completeness.sample == 0 {
            return Err(AuditError::Empty { field: "completeness.sample".to_owned() });
        }
        let (add, widen) = (&self.remedies.add_keywords, &self.remedies.widen_coverage);
        for (name, least, most) in
            [("add_keywords", add.at_least, add.at_most), ("widen_coverage", widen.at_least, widen.at_most)]
        {
            let field = format!("remedies.{name}.at_most");
            within(&field, f64::from(most), f64::from(least)..=f64::INFINITY, "`at_least` or more")?;
        }
        self.validate_schedule()
    }

    fn validate_schedule(&self) -> Result<(), AuditError> {
        for (position, entry) in self.schedule.iter().enumerate() {
            if entry.weekdays.is_empty() && entry.days_of_month.is_empty() {
                return Err(AuditError::NeverDue { field: format!("schedule[{position}]") });
            }
            for (index, day) in entry.days_of_month.iter().enumerate() {
                let field = format!("schedule[{position}].days_of_month[{index}]");
                within(&field, f64::from(*day), 1.0..=31.0, "a day of the month, 1 to 31")?;
            }
        }
        Ok(())
    }
}

fn within(
    field: &str,
    found: f64,
    range: std::ops::RangeInclusive<f64>,
    expected: &'static str,
) -> Result<(), AuditError> {
    // Not a number is in no range.
    if range.contains(&found) {
        Ok(())
    } else {
        Err(AuditError::OutOfRange { field: field.to_owned(), found, expected })
    }
}
