//! What happened: messages, events, the passing of time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::api::error::info;
use crate::api::event::RecordedEvent;
use crate::api::operation::operations;
use crate::desk::IncomingMessage;
use crate::foundation::time::Instant;
use crate::foundation::{ErrorInfo, Event};
use crate::workspace::{Draft, Received, Recorded, Ticked, Workspace};

operations! { Workspace;
    /// Drafts the answer to a message as `receive` would decide it now, for a person to read, change and send. Nothing is
    /// taken in, sent or stored.
    "draft"("message") = draft: DraftRequest => Draft;
    /// Says when `tick` or `lease` next has something to do; null where nothing is waiting.
    "next_wakeup"() = next_wakeup: NextWakeupRequest => Wakeup;
    /// Takes messages in, in the order in which they were sent, and decides each one. One call is one commit; a message delivered before
    /// changes nothing.
    "receive"("messages") = receive: ReceiveRequest => Vec<Received>;
    /// Records what happened, in the order of its times and in one commit: agents' replies, quotes, orders, provider statuses,
    /// consents, notes, visits. An event known already changes nothing.
    "record"("events") = record: RecordRequest => Vec<Recorded>;
    /// Fires what is due, in the order of the due times. Calling it twice does nothing twice; calling it late fires
    /// what was missed.
    "tick"() = tick: TickRequest => Ticked;
}

/// A call without anything to say.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct NextWakeupRequest {}

/// When something is due.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Wakeup {
    /// Null where nothing is waiting.
    at: Option<DateTime<Utc>>,
}

fn next_wakeup(workspace: &Workspace, _: NextWakeupRequest) -> Result<Wakeup, ErrorInfo> {
    Ok(Wakeup { at: workspace.next_wakeup().map_err(info)? })
}

/// A message that a person wants to answer.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct DraftRequest {
    /// The message.
    message: IncomingMessage,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn draft(workspace: &Workspace, request: DraftRequest) -> Result<Draft, ErrorInfo> {
    workspace.draft(&request.message, request.now).map_err(info)
}

/// Messages that arrived together.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ReceiveRequest {
    /// In the order in which they came.
    messages: Vec<IncomingMessage>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn receive(workspace: &Workspace, request: ReceiveRequest) -> Result<Vec<Received>, ErrorInfo> {
    workspace.receive(&request.messages, request.now).map_err(info)
}

/// Events that are reported together.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RecordRequest {
    /// In the order in which they happened.
    events: Vec<RecordedEvent>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn record(workspace: &Workspace, request: RecordRequest) -> Result<Vec<Recorded>, ErrorInfo> {
    let events: Vec<Event> = request.events.into_iter().map(|event| event.0).collect();
    workspace.record(&events, request.now).map_err(info)
}

/// The clock of the host.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TickRequest {
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn tick(workspace: &Workspace, request: TickRequest) -> Result<Ticked, ErrorInfo> {
    workspace.tick(request.now).map_err(info)
}
