//! Time: spans and the workspace's calendar.

use chrono::{DateTime, NaiveDateTime, Utc};
use scrm_core::foundation::ErrorInfo;
use scrm_core::foundation::time::Span;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Operation, operation};
use crate::context::{Context, input};

pub(super) const OPERATIONS: &[Operation] = &[
    operation("span.parse", parse_span),
    operation("calendar.add", add),
    operation("calendar.subtract", subtract),
    operation("calendar.to_local", to_local),
    operation("calendar.to_utc", to_utc),
    operation("calendar.add_business", add_business),
    operation("calendar.is_open", is_open),
    operation("calendar.next_open", next_open),
    operation("calendar.business_seconds", business_seconds),
];

/// `null` where the text is no span.
fn parse_span(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Text {
        text: String,
    }
    let Text { text } = input(value)?;
    let span = text.parse::<Span>().ok().map(|span| {
        json!({
            "months": span.months,
            "days": span.days,
            "seconds": span.seconds,
            "text": span.to_string(),
        })
    });
    Ok(json!({"span": span}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sum {
    at: DateTime<Utc>,
    span: Span,
}

fn add(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Sum { at, span } = input(value)?;
    Ok(json!({"at": context.compiled.engines.calendar.add(at, span)}))
}

fn subtract(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Sum { at, span } = input(value)?;
    Ok(json!({"at": context.compiled.engines.calendar.subtract(at, span)}))
}

fn add_business(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Sum { at, span } = input(value)?;
    Ok(json!({"at": context.compiled.engines.calendar.add_business(at, span)}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instant {
    at: DateTime<Utc>,
}

fn to_local(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Instant { at } = input(value)?;
    Ok(json!({"local": context.compiled.engines.calendar.to_local(at)}))
}

fn is_open(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Instant { at } = input(value)?;
    Ok(json!({"open": context.compiled.engines.calendar.is_open(at)}))
}

fn next_open(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let Instant { at } = input(value)?;
    Ok(json!({"at": context.compiled.engines.calendar.next_open(at)}))
}

fn to_utc(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Local {
        local: NaiveDateTime,
    }
    let Local { local } = input(value)?;
    Ok(json!({"at": context.compiled.engines.calendar.to_utc(local)}))
}

fn business_seconds(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Between {
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    }
    let Between { from, to } = input(value)?;
    Ok(json!({"seconds": context.compiled.engines.calendar.business_seconds(from, to)}))
}
