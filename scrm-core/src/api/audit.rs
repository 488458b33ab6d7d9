//! The audit's own reckoning: verdicts, intervals, dates.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::operation::operations;
use crate::audit::{CheckId, NextAudit, Verdict, median_ranks, tidy, wilson};
use crate::foundation::ErrorInfo;
use crate::foundation::time::Instant;
use crate::workspace::Engines;

operations! { Engines;
    /// Gives the verdict on a value of one check, by the playbook's target and tolerance.
    "audit.judge"("check", "value") = verdict: VerdictRequest => VerdictAnswer;
    /// Gives the ranks of a sorted sample between which its median lies with so much confidence.
    "audit.median_ranks"("count", "confidence") = ranks: RanksRequest => MedianRanks;
    /// Gives the next time of each scheduled audit after an instant.
    "audit.next"("after") = next: NextRequest => NextAudits;
    /// Gives Wilson's score interval of a share, to four decimals.
    "audit.wilson"("successes", "trials", "confidence") = interval: ShareRequest => ShareInterval;
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
    let interval = wilson(request.successes, request.trials, request.confidence);
    Ok(ShareInterval {
        low: interval.map(|interval| tidy(interval.low)),
        high: interval.map(|interval| tidy(interval.high)),
    })
}
