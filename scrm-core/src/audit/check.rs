//! One check: what was measured, what was wanted, and the verdict.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::config::AuditConfig;
use super::sample::WaitingTimes;
pub(crate) use crate::foundation::interval::tidy;
use crate::foundation::interval::{Interval, effective_size, wilson};

/// The checks, in the order in which reports show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CheckId {
    /// Share of required fields that are present and valid.
    Completeness,
    /// Share of sampled tags that are right.
    TagAccuracy,
    /// Share of messages that a rule answered, of those that one was allowed to answer.
    TriggerRate,
    /// Share of questions whose type has a keyword rule.
    KeywordCoverage,
    /// How long a customer waits for the first answer, in the median.
    ResponseTime,
    /// Share of backups that passed their verification.
    BackupIntegrity,
    /// Share of customers that carry the most used tag.
    TagShare,
}

impl CheckId {
    /// Every check, in the order of the report.
    pub const ALL: [Self; 7] = [
        Self::Completeness,
        Self::TagAccuracy,
        Self::TriggerRate,
        Self::KeywordCoverage,
        Self::ResponseTime,
        Self::BackupIntegrity,
        Self::TagShare,
    ];

    /// Key of the definition's text. It changes with the definition, so that figures are comparable exactly
    /// where their keys are equal.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Completeness => "audit.completeness.v1",
            Self::TagAccuracy => "audit.tag_accuracy.v1",
            Self::TriggerRate => "audit.trigger_rate.v1",
            Self::KeywordCoverage => "audit.keyword_coverage.v1",
            Self::ResponseTime => "audit.response_time.v1",
            Self::BackupIntegrity => "audit.backup_integrity.v1",
            Self::TagShare => "audit.tag_share.v1",
        }
    }

    /// What the value is measured in.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::ResponseTime => Unit::Minutes,
            _ => Unit::Percent,
        }
    }

    /// Which side of the target is good.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::ResponseTime | Self::TagShare => Direction::AtMost,
            _ => Direction::AtLeast,
        }
    }
}

/// What a value is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CheckUnit"))]
pub enum Unit {
    /// 0 to 100.
    Percent,
    /// Minutes.
    Minutes,
}

/// Which side of the target is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CheckDirection"))]
pub enum Direction {
    /// The value should be the target or more.
    AtLeast,
    /// The value should be the target or less.
    AtMost,
}

/// What a check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Verdict {
    /// On target.
    Pass,
    /// Beside the target, within the tolerance.
    Watch,
    /// Beyond the tolerance.
    Fail,
    /// Nothing to measure.
    NoData,
}

/// Judges a value: on target is `pass`, up to the tolerance beside it `watch`, beyond `fail`. Exactly the
/// target passes, exactly target and tolerance is still `watch`.
///
/// ```
/// use scrm_core::audit::{Direction, Verdict, judge};
/// assert_eq!(judge(95.0, 95.0, 3.0, Direction::AtLeast), Verdict::Pass);
/// assert_eq!(judge(92.0, 95.0, 3.0, Direction::AtLeast), Verdict::Watch);
/// assert_eq!(judge(91.9, 95.0, 3.0, Direction::AtLeast), Verdict::Fail);
/// assert_eq!(judge(18.1, 15.0, 3.0, Direction::AtMost), Verdict::Fail);
/// ```
#[must_use]
pub fn judge(value: f64, target: f64, tolerance: f64, direction: Direction) -> Verdict {
    // 92 of 100 must be 95 − 3 whatever the rounding of the division.
    const ROUNDING: f64 = 1e-9;
    if !value.is_finite() {
        return Verdict::NoData;
    }
    let short = match direction {
        Direction::AtLeast => target - value,
        Direction::AtMost => value - target,
    };
    if short <= ROUNDING {
        Verdict::Pass
    } else if short <= tolerance + ROUNDING {
        Verdict::Watch
    } else {
        Verdict::Fail
    }
}

/// The time that a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CheckWindow"))]
pub struct Window {
    /// First instant inside.
    pub from: DateTime<Utc>,
    /// First instant outside.
    pub to: DateTime<Utc>,
}

/// What a check's sample consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Counted {
    /// Customers.
    Customers,
    /// Tags on customers.
    Tags,
    /// Messages of customers.
    Messages,
    /// Times that a customer waited for an answer.
    Waits,
    /// Backups.
    Backups,
}

/// The least change that would make the check pass: so many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NeededChange {
    /// How many would have to come out differently.
    pub count: u64,
    /// Of how many that came out badly.
    pub of: u64,
    /// What is counted: fields for completeness, otherwise what the check counts.
    pub what: ChangeUnit,
}

/// What a needed change is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChangeUnit {
    /// Missing fields of the sampled customers.
    MissingFields,
    /// Tags that do not agree with their rule.
    WrongTags,
    /// Messages without an answer by a rule.
    UnansweredMessages,
    /// Questions without a keyword rule.
    UncoveredQuestions,
    /// Waits longer than the target.
    LongWaits,
    /// Backups that failed.
    BrokenBackups,
    /// Customers with the tag.
    TaggedCustomers,
}

/// An earlier value of the same check.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PastValue {
    /// When it was measured.
    pub at: DateTime<Utc>,
    /// In the check's unit.
    pub value: f64,
    /// What was said of it.
    pub verdict: Verdict,
}

/// The outcome of one check, with everything needed to judge it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckResult {
    /// Which check.
    pub check: CheckId,
    /// What it says.
    pub verdict: Verdict,
    /// The value; `None` without data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The value wanted.
    pub target: f64,
    /// How far beside the target is still `watch`.
    pub tolerance: f64,
    /// Which side of the target is good.
    pub direction: Direction,
    /// What value, target, tolerance and interval are measured in.
    pub unit: Unit,
    /// How sure the value is; `None` where everything was counted, or where there is too little to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// How many were looked at.
    pub sample: u64,
    /// Of how many.
    pub population: u64,
    /// What was looked at.
    pub counted: Counted,
    /// Over which time; `None` where the state of today was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// Key of the definition.
    pub definition: String,
    /// What would make it pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_pass: Option<NeededChange>,
    /// Earlier values, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub past: Vec<PastValue>,
}

impl CheckResult {
    /// A check without data.
    pub(crate) fn empty(check: CheckId, config: &AuditConfig, counted: Counted) -> Self {
        let (target, tolerance) = target_of(check, config);
        Self {
            check,
            verdict: Verdict::NoData,
            value: None,
            target,
            tolerance,
            direction: check.direction(),
            unit: check.unit(),
            interval: None,
            sample: 0,
            population: 0,
            counted,
            window: None,
            definition: check.definition().to_owned(),
            to_pass: None,
            past: Vec::new(),
        }
    }

    fn judged(mut self, value: f64) -> Self {
        self.verdict = judge(value, self.target, self.tolerance, self.direction);
        self.value = Some(tidy(value));
        self.interval = self.interval.map(|interval| Interval {
            low: tidy(interval.low),
            high: tidy(interval.high),
            ..interval
        });
        self
    }

    /// Whether the interval leaves no doubt on which side of the target the true value is.
    ///
    /// ```
    /// # use scrm_core::audit::{Audit, AuditConfig};
    /// # use scrm_core::customer::CustomerConfig;
    /// # use scrm_core::foundation::time::Calendar;
    /// # let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
    /// # let report = audit.begin(chrono::DateTime::UNIX_EPOCH).finish();
    /// assert!(report.checks.iter().all(|check| !check.is_certain()), "an empty workspace is sure of nothing");
    /// # Ok::<(), scrm_core::audit::AuditError>(())
    /// ```
    #[must_use]
    pub fn is_certain(&self) -> bool {
        match (self.value, self.interval) {
            (Some(_), Some(interval)) => interval.low > self.target || interval.high < self.target,
            (Some(_), None) => self.sample == self.population,
            (None, _) => false,
        }
    }
}

pub(crate) fn target_of(check: CheckId, config: &AuditConfig) -> (f64, f64) {
    match check {
        CheckId::Completeness => (config.completeness.target, config.completeness.tolerance),
        CheckId::TagAccuracy => (config.tag_accuracy.target, config.tag_accuracy.tolerance),
        CheckId::TriggerRate => (config.trigger_rate.target, config.trigger_rate.tolerance),
        CheckId::KeywordCoverage => (config.keyword_coverage.target, config.keyword_coverage.tolerance),
        CheckId::ResponseTime => (config.response_time.target, config.response_time.tolerance),
        CheckId::BackupIntegrity => (config.backup_integrity.target, config.backup_integrity.tolerance),
        CheckId::TagShare => (config.tag_share.target, config.tag_share.tolerance),
    }
}

/// A share: how many of how many came out well.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub(crate) hits: u64,
    pub(crate) of: u64,
}

impl Share {
    pub(crate) fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 * 100.0 / self.of as f64)
    }
}

/// A check of a share in which every observation stands for itself.
pub(crate) fn share_check(
    check: CheckId,
    config: &AuditConfig,
    counted: Counted,
    share: Share,
    what: ChangeUnit,
) -> CheckResult {
    let empty = CheckResult::empty(check, config, counted);
    let Some(value) = share.percent() else { return empty };
    let interval =
        wilson(share.hits as f64, share.of as f64, config.confidence).map(|interval| interval.scaled(100.0));
    let mut result = CheckResult { interval, sample: share.of, population: share.of, ..empty }.judged(value);
    result.to_pass = change_of_share(&result, share, what);
    result
}

/// A check of a share whose observations come in clusters: the fields of a customer.
pub(crate) fn clustered_check(
    check: CheckId,
    config: &AuditConfig,
    clusters: &[(u32, u32)],
    population: u64,
    what: ChangeUnit,
) -> CheckResult {
    let counted = Counted::Customers;
    let share = Share {
        hits: clusters.iter().map(|(hits, _)| u64::from(*hits)).sum(),
        of: clusters.iter().map(|(_, of)| u64::from(*of)).sum(),
    };
    let sample = clusters.len() as u64;
    let empty = CheckResult { population, ..CheckResult::empty(check, config, counted) };
    let Some(value) = share.percent() else { return empty };
    let interval = if sample < population {
        let size = effective_size(clusters, population);
        wilson(value / 100.0 * size, size, config.confidence).map(|interval| interval.scaled(100.0))
    } else {
        None
    };
    let mut result = CheckResult { interval, sample, ..empty }.judged(value);
    result.to_pass = change_of_share(&result, share, what);
    result
}

/// The check of the median waiting time.
pub(crate) fn waiting_check(config: &AuditConfig, times: &WaitingTimes) -> CheckResult {
    let empty = CheckResult::empty(CheckId::ResponseTime, config, Counted::Waits);
    let Some(median) = times.quantile(0.5) else { return empty };
    let interval = times.median_between(config.confidence).map(|(low, high)| Interval {
        low: f64::from(low) / 60.0,
        high: f64::from(high) / 60.0,
        confidence: config.confidence,
    });
    let (sample, population) = (times.count(), times.count());
    let mut result = CheckResult { interval, sample, population, ..empty }.judged(median / 60.0);
    if result.verdict != Verdict::Pass {
        // The type 7 median of an even count lies halfway between two waits; both must be short.
        let needed = sample / 2 + 1;
        let short = times.at_most((result.target * 60.0) as u32);
        result.to_pass = Some(NeededChange {
            count: needed.saturating_sub(short).max(1),
            of: sample.saturating_sub(short),
            what: ChangeUnit::LongWaits,
        });
    }
    result
}

fn change_of_share(result: &CheckResult, share: Share, what: ChangeUnit) -> Option<NeededChange> {
    if result.verdict == Verdict::Pass || result.verdict == Verdict::NoData {
        return None;
    }
    let wanted = result.target / 100.0 * share.of as f64;
    let (count, of) = match result.direction {
        Direction::AtLeast => {
            (((wanted - 1e-9).ceil() as u64).saturating_sub(share.hits), share.of.saturating_sub(share.hits))
        }
        Direction::AtMost => (share.hits.saturating_sub((wanted + 1e-9).floor() as u64), share.hits),
    };
    Some(NeededChange { count, of, what })
}
