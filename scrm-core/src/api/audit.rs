//! The audit's own reckoning: verdicts, intervals, dates.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::wrong_kind;
use super::operation::operations;
use crate::audit::{
    CheckId, NextAudit, Proportion, ProportionComparison, Verdict, compare_proportions, median_ranks, tidy,
    trials_needed, wilson,
};
use crate::foundation::ErrorInfo;
use crate::foundation::time::Instant;
use crate::workspace::Engines;

operations! { Engines;
    /// Compares two shares: the difference with Newcombe's interval, whether there is one by the score test or Fisher's exact test,
    /// and how many trials each side needs to find the least difference that matters. It is for one look at a number of trials
    /// that was settled beforehand.
    "audit.compare_proportions"("first", "second", "confidence") = compare: ComparisonRequest => ComparedProportions;
    /// Gives the verdict on a value of one check, by the playbook's target and tolerance.
    "audit.judge"("check", "value") = verdict: VerdictRequest => VerdictAnswer;
    /// Gives the ranks of a sorted sample between which its median lies with so much confidence.
    "audit.median_ranks"("count", "confidence") = ranks: RanksRequest => MedianRanks;
    /// Gives the next time of each scheduled audit after an instant.
    "audit.next"("after") = next: NextRequest => NextAudits;
    /// Gives Wilson's score interval of a share, to four decimals.
    "audit.wilson"("successes", "trials", "confidence") = interval: ShareRequest => ShareInterval;
}

/// A percentage in place of a share is a slip that nothing else would show.
fn check_confidence(confidence: f64) -> Result<(), ErrorInfo> {
    let is_share = confidence > 0.0 && confidence < 1.0;
    if is_share { Ok(()) } else { Err(wrong_kind("confidence", "a share between 0 and 1, such as 0.95")) }
}

/// A value of a check.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct VerdictRequest {
    /// Which check.
    check: CheckId,
    /// The value, in the unit of the check.
    value: f64,
}

/// What a check says.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct VerdictAnswer {
    /// What it says.
    verdict: Verdict,
}

fn verdict(engines: &Engines, request: VerdictRequest) -> Result<VerdictAnswer, ErrorInfo> {
    let (most, expected) = match request.check {
        CheckId::ResponseTime => (f64::INFINITY, "minutes, 0 or more"),
        _ => (100.0, "a percentage, 0 to 100"),
    };
    if !(0.0..=most).contains(&request.value) {
        return Err(wrong_kind("value", expected));
    }
    Ok(VerdictAnswer { verdict: engines.audit.judge(request.check, request.value) })
}

/// A sample.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RanksRequest {
    /// Its size.
    count: u64,
    /// 0 to 1.
    confidence: f64,
}

/// Between which values a median lies.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MedianRanks {
    /// Ranks counted from 1; null where the sample is too small.
    ranks: Option<(u64, u64)>,
}

fn ranks(_: &Engines, request: RanksRequest) -> Result<MedianRanks, ErrorInfo> {
    check_confidence(request.confidence)?;
    Ok(MedianRanks { ranks: median_ranks(request.count, request.confidence) })
}

/// Where to begin.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct NextRequest {
    /// The audits are strictly later.
    #[serde(with = "Instant")]
    after: DateTime<Utc>,
}

/// The next audits.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct NextAudits {
    /// Soonest first.
    audits: Vec<NextAudit>,
}

fn next(engines: &Engines, request: NextRequest) -> Result<NextAudits, ErrorInfo> {
    let audits = engines.audit.next_audits(request.after);
    Ok(NextAudits { audits: audits.into_iter().map(|(kind, at)| NextAudit { kind, at }).collect() })
}

/// A share that was counted.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ShareRequest {
    /// How many came out well.
    successes: f64,
    /// Of how many.
    trials: f64,
    /// How often such an interval covers the true share, 0 to 1.
    confidence: f64,
}

/// An interval of a share; null without trials.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ShareInterval {
    /// Lower end, 0 to 1.
    low: Option<f64>,
    /// Upper end, 0 to 1.
    high: Option<f64>,
}

fn interval(_: &Engines, request: ShareRequest) -> Result<ShareInterval, ErrorInfo> {
    check_confidence(request.confidence)?;
    if !(0.0..f64::INFINITY).contains(&request.trials) {
        return Err(wrong_kind("trials", "a number, 0 or more"));
    }
    if !(0.0..=request.trials).contains(&request.successes) {
        return Err(wrong_kind("successes", "a number from 0 to `trials`"));
    }
    let interval = wilson(request.successes, request.trials, request.confidence);
    Ok(ShareInterval {
        low: interval.map(|interval| tidy(interval.low)),
        high: interval.map(|interval| tidy(interval.high)),
    })
}

/// Two shares.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ComparisonRequest {
    /// One.
    first: Proportion,
    /// The other.
    second: Proportion,
    /// Of the interval, and of the number of trials that are needed, 0 to 1.
    confidence: f64,
    /// The least difference that matters, 0 to 1: with it and `power`, `needed` is answered.
    #[serde(default)]
    least_difference: Option<f64>,
    /// How probably that difference is to be found, 0 to 1; as the playbook has it for the texts of replies where left out.
    #[serde(default)]
    power: Option<f64>,
}

/// Two shares, beside each other.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ComparedProportions {
    /// Null where one of them has no trials.
    comparison: Option<ProportionComparison>,
    /// How many trials each side needs; null where no least difference between 0 and 1 is given.
    needed: Option<u64>,
}

fn compare(engines: &Engines, request: ComparisonRequest) -> Result<ComparedProportions, ErrorInfo> {
    let ComparisonRequest { first, second, confidence, least_difference, power } = request;
    check_confidence(confidence)?;
    let comparison = compare_proportions(first, second, confidence).map(ProportionComparison::tidy);
    let power = power.unwrap_or(engines.reply.health_config().power);
    let needed = least_difference.and_then(|difference| trials_needed(difference, confidence, power));
    Ok(ComparedProportions { comparison, needed })
}
