//! Time: spans and the workspace's calendar.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::operation::operations;
use crate::foundation::ErrorInfo;
use crate::foundation::time::{Instant, Span};
use crate::workspace::Engines;

operations! { Engines;
    /// Adds a span: months and days by the workspace's calendar, hours by the clock.
    "calendar.add"("at", "span") = add: SpanRequest => CalendarInstant;
    /// Adds a span that runs in business hours only.
    "calendar.add_business"("at", "span") = add_business: SpanRequest => CalendarInstant;
    /// Counts the seconds of business hours between two instants.
    "calendar.business_seconds"("from", "to") = business_seconds: BetweenRequest => BusinessSeconds;
    /// Says whether an instant is within business hours.
    "calendar.is_open"("at") = is_open: InstantRequest => OpenNow;
    /// Finds the next instant within business hours.
    "calendar.next_open"("at") = next_open: InstantRequest => CalendarInstant;
    /// Subtracts a span: months and days by the workspace's calendar, hours by the clock.
    "calendar.subtract"("at", "span") = subtract: SpanRequest => CalendarInstant;
    /// Shows an instant on the workspace's clocks.
    "calendar.to_local"("at") = to_local: InstantRequest => CalendarTime;
    /// Finds the instant of a time on the workspace's clocks. One that does not exist moves later, and of two the
    /// earlier is meant.
    "calendar.to_utc"("local") = to_utc: LocalRequest => CalendarInstant;
    /// Reads a span such as `1h30m` or `7d`.
    "span.parse"("text") = parse_span: SpanText => ParsedSpan;
}

/// An instant and a span.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SpanRequest {
    /// The instant.
    #[serde(with = "Instant")]
    at: DateTime<Utc>,
    /// The span.
    span: Span,
}

/// An instant.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CalendarInstant {
    /// The instant.
    at: DateTime<Utc>,
}

fn add(engines: &Engines, request: SpanRequest) -> Result<CalendarInstant, ErrorInfo> {
    Ok(CalendarInstant { at: engines.calendar.add(request.at, request.span) })
}

fn subtract(engines: &Engines, request: SpanRequest) -> Result<CalendarInstant, ErrorInfo> {
    Ok(CalendarInstant { at: engines.calendar.subtract(request.at, request.span) })
}

fn add_business(engines: &Engines, request: SpanRequest) -> Result<CalendarInstant, ErrorInfo> {
    Ok(CalendarInstant { at: engines.calendar.add_business(request.at, request.span) })
}

/// An instant.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct InstantRequest {
    /// The instant.
    #[serde(with = "Instant")]
    at: DateTime<Utc>,
}

/// A time on the workspace's clocks.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CalendarTime {
    /// Without an offset: the zone is the workspace's.
    local: NaiveDateTime,
}

fn to_local(engines: &Engines, request: InstantRequest) -> Result<CalendarTime, ErrorInfo> {
    Ok(CalendarTime { local: engines.calendar.to_local(request.at) })
}

/// Whether somebody is there.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OpenNow {
    /// Whether it is within business hours.
    open: bool,
}

fn is_open(engines: &Engines, request: InstantRequest) -> Result<OpenNow, ErrorInfo> {
    Ok(OpenNow { open: engines.calendar.is_open(request.at) })
}

fn next_open(engines: &Engines, request: InstantRequest) -> Result<CalendarInstant, ErrorInfo> {
    Ok(CalendarInstant { at: engines.calendar.next_open(request.at) })
}

/// A time on the workspace's clocks.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct LocalRequest {
    /// Such as `2026-01-05T09:00:00`, without an offset.
    local: NaiveDateTime,
}

fn to_utc(engines: &Engines, request: LocalRequest) -> Result<CalendarInstant, ErrorInfo> {
    Ok(CalendarInstant { at: engines.calendar.to_utc(request.local) })
}

/// Two instants.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct BetweenRequest {
    /// The earlier.
    #[serde(with = "Instant")]
    from: DateTime<Utc>,
    /// The later.
    #[serde(with = "Instant")]
    to: DateTime<Utc>,
}

/// A number of seconds.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct BusinessSeconds {
    /// Whole seconds.
    seconds: i64,
}

fn business_seconds(engines: &Engines, request: BetweenRequest) -> Result<BusinessSeconds, ErrorInfo> {
    Ok(BusinessSeconds { seconds: engines.calendar.business_seconds(request.from, request.to) })
}

/// A span as text.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SpanText {
    /// Numbers with units `mo`, `w`, `d`, `h`, `m`, `s`.
    text: String,
}

/// A span that was read.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ParsedSpan {
    /// Null where the text is none.
    span: Option<SpanParts>,
}

/// The parts of a span.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct SpanParts {
    /// Calendar months.
    months: u32,
    /// Calendar days.
    days: u32,
    /// Clock seconds.
    seconds: u64,
    /// In its shortest form.
    text: String,
}

fn parse_span(_: &Engines, request: SpanText) -> Result<ParsedSpan, ErrorInfo> {
    let span = request.text.parse::<Span>().ok();
    Ok(ParsedSpan {
        span: span.map(|span| SpanParts {
            months: span.months,
            days: span.days,
            seconds: span.seconds,
            text: span.to_string(),
        }),
    })
}
