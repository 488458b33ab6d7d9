//! Priorities: who is first, and by when.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::decision::Consequences;
use super::error::wrong_kind;
use super::operation::operations;
use crate::customer::{Customer, PriorityState};
use crate::foundation::time::{Instant, OptionalInstant};
use crate::foundation::{CustomerId, ErrorInfo, Money, Notice, Reason, Timer, TimerKey};
use crate::priority::{Deadlines, Pause, PriorityInput, QueueEntry, queue_order};
use crate::workspace::Engines;

operations! { Engines;
    /// Gives the deadlines of a level, with the times left out in which the clock stood still.
    "priority.deadlines"("level", "since") = deadlines: DeadlinesRequest => Deadlines;
    /// Decides a customer's level, score and deadline.
    "priority.evaluate"("customer") = evaluate: PriorityRequest => DecidedPriority;
    /// Sorts customers who wait: the higher score first, then who has waited longer, then by id.
    "priority.order"("waiting") = order: OrderRequest => QueueOrder;
}

/// A level and its clock.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct DeadlinesRequest {
    /// One of the playbook's, such as 1 (most urgent) to 3.
    level: u8,
    /// When the clock started.
    #[serde(with = "Instant")]
    since: DateTime<Utc>,
    /// When it stood still.
    #[serde(default)]
    pauses: Vec<Pause>,
}

fn deadlines(engines: &Engines, request: DeadlinesRequest) -> Result<Deadlines, ErrorInfo> {
    if !engines.priority.has_level(request.level) {
        return Err(wrong_kind("level", "a level of the playbook"));
    }
    if let Some(place) = request.pauses.iter().position(|pause| pause.to.is_some_and(|to| to < pause.from)) {
        return Err(wrong_kind(&format!("pauses[{place}].to"), "a time that is not before `from`"));
    }
    Ok(engines.priority.deadlines(request.level, request.since, &request.pauses))
}

/// What a priority is decided from.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct PriorityRequest {
    /// The record.
    customer: Customer,
    /// Whether this is a new inquiry.
    #[serde(default)]
    new_inquiry: bool,
    /// Whether the message has high-value words.
    #[serde(default)]
    high_value_words: bool,
    /// When the clock started: the first unanswered message; `now` where left out.
    #[serde(default, with = "OptionalInstant")]
    since: Option<DateTime<Utc>>,
    /// What the customer spent in the last year, where known.
    #[serde(default)]
    annual_spend: Option<Money>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// A customer's place in the queue.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct DecidedPriority {
    /// 1 (most urgent) to 3.
    level: u8,
    /// 0 to 100.
    score: f64,
    /// When a first response is due.
    respond_by: DateTime<Utc>,
    /// The same as the customer's record keeps it, in its field `priority`.
    state: PriorityState,
    /// Timers to set; one that is set under a key that exists moves it.
    timers: Vec<Timer>,
    /// Timers to cancel.
    cancelled_timers: Vec<TimerKey>,
    /// What people are to be told.
    notices: Vec<Notice>,
    /// Why.
    reasons: Vec<Reason>,
}

fn evaluate(engines: &Engines, request: PriorityRequest) -> Result<DecidedPriority, ErrorInfo> {
    let asked = PriorityInput {
        customer: &request.customer,
        new_inquiry: request.new_inquiry,
        high_value_words: request.high_value_words,
        since: request.since.unwrap_or(request.now),
        annual_spend: request.annual_spend,
    };
    let decision = engines.priority.evaluate(&asked, request.now);
    let Consequences { timers, cancelled_timers, notices } = Consequences::of(decision.effects);
    let state = decision.value;
    Ok(DecidedPriority {
        level: state.level,
        score: state.score,
        respond_by: state.respond_by,
        state,
        timers,
        cancelled_timers,
        notices,
        reasons: decision.reasons,
    })
}

/// Customers who wait.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct OrderRequest {
    /// In any order.
    waiting: Vec<WaitingCustomer>,
}

/// A customer who waits.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct WaitingCustomer {
    /// Who.
    id: CustomerId,
    /// 0 to 100.
    score: f64,
    /// Since when.
    #[serde(with = "Instant")]
    since: DateTime<Utc>,
}

/// The order of the queue.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct QueueOrder {
    /// The ids, the most urgent first.
    order: Vec<CustomerId>,
}

fn order(_: &Engines, request: OrderRequest) -> Result<QueueOrder, ErrorInfo> {
    let mut waiting = request.waiting;
    waiting.sort_by(by_urgency);
    Ok(QueueOrder { order: waiting.into_iter().map(|one| one.id).collect() })
}

fn by_urgency(a: &WaitingCustomer, b: &WaitingCustomer) -> Ordering {
    queue_order(
        &QueueEntry { score: a.score, waiting_since: a.since, customer: &a.id },
        &QueueEntry { score: b.score, waiting_since: b.since, customer: &b.id },
    )
}
