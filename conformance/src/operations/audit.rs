//! The audit: verdicts, intervals, dates.

use chrono::{DateTime, Utc};
use scrm_core::audit::{AuditConfig, CheckId, judge, median_ranks, wilson};
use scrm_core::foundation::ErrorInfo;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Operation, operation};
use crate::context::{Context, input};

pub(super) const OPERATIONS: &[Operation] = &[
    operation("audit.judge", verdict),
    operation("audit.wilson", interval),
    operation("audit.median_ranks", ranks),
    operation("audit.next", next),
];

const fn target(config: &AuditConfig, check: CheckId) -> (f64, f64) {
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

fn verdict(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Measured {
        check: CheckId,
        value: f64,
    }
    let Measured { check, value } = input(value)?;
    let (target, tolerance) = target(&context.compiled.playbook.audit, check);
    Ok(json!({"verdict": judge(value, target, tolerance, check.direction())}))
}

/// Ends rounded to four decimals, so that no case holds seventeen digits.
fn interval(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Share {
        successes: f64,
        trials: f64,
        confidence: f64,
    }
    let Share { successes, trials, confidence } = input(value)?;
    let round = |number: f64| (number * 10_000.0).round() / 10_000.0;
    let interval = wilson(successes, trials, confidence);
    Ok(json!({
        "low": interval.map(|interval| round(interval.low)),
        "high": interval.map(|interval| round(interval.high)),
    }))
}

fn ranks(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        count: u64,
        confidence: f64,
    }
    let Sample { count, confidence } = input(value)?;
    Ok(json!({"ranks": median_ranks(count, confidence)}))
}

fn next(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct After {
        after: DateTime<Utc>,
    }
    let After { after } = input(value)?;
    let next = context.compiled.engines.audit.next_audits(after);
    Ok(json!({"audits": next.iter().map(|(kind, at)| json!({"kind": kind, "at": at})).collect::<Vec<_>>()}))
}
