//! Messages out: leased, attempted, reported.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::usual_limit;
use crate::api::error::info;
use crate::api::operation::operations;
use crate::foundation::time::Instant;
use crate::foundation::{ErrorInfo, ExternalId, MessageId, OutboxId, Reason};
use crate::store::Unreadable;
use crate::transport::SendFailure;
use crate::workspace::{Attempt, LeasedMessage, UnsettledMessage, Workspace};

operations! { Workspace;
    /// Reports that the provider took a leased message.
    "acknowledge"("id", "generation") = acknowledge: SentRequest => Acknowledged;
    /// Marks a leased message just before the call to the provider. Consent and the rest are checked again; where the
    /// answer says so, the message is not to be sent after all.
    "attempt"("id", "generation") = attempt: HeldRequest => Attempted;
    /// Reports that the provider refused a leased message, or that the call failed for certain.
    "fail"("id", "generation", "failure") = fail: FailedRequest => ();
    /// Leases messages that are due to a worker, oldest first.
    "lease"("worker", "limit") = lease: LeaseRequest => Vec<LeasedMessage>;
    /// Reports that the call to the provider broke off: the message may have left or not.
    "lose"("id", "generation") = lose: HeldRequest => ();
    /// Lists rows of the store that cannot be read and were set aside, in the order of their ids, page by page: a page shorter than `limit` is the last
    /// one. They are read again by the version that wrote them, or mended in the store, from a backup.
    "parked_rows"() = parked_rows: ParkedRowsRequest => Vec<Unreadable>;
    /// Extends a lease.
    "renew"("id", "generation") = renew: HeldRequest => Renewed;
    /// Lists messages of the outbox that wait for a person, in the order of their ids, page by page: a page shorter than `limit` is the last one.
    /// An `unknown` one may have been sent: look it up at the provider, then `acknowledge` or `fail` it with its generation. A `parked` one was
    /// not: `fail` it as retryable to have it sent once its customer can be read, or for good.
    "unsettled"() = unsettled: UnsettledRequest => Vec<UnsettledMessage>;
}

/// A worker that asks for messages.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct LeaseRequest {
    /// Its name.
    worker: String,
    /// At most so many messages.
    #[serde(default = "usual_limit")]
    limit: usize,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn lease(workspace: &Workspace, request: LeaseRequest) -> Result<Vec<LeasedMessage>, ErrorInfo> {
    workspace.lease(&request.worker, request.limit, request.now).map_err(info)
}

/// A leased message.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct HeldRequest {
    /// The message.
    id: OutboxId,
    /// The generation of the lease.
    generation: u64,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// Whether a leased message may be sent now.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Attempted {
    /// True: call the provider, then report. False: the message was taken back, do not send it.
    send: bool,
    /// Why it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
}

fn attempt(workspace: &Workspace, request: HeldRequest) -> Result<Attempted, ErrorInfo> {
    Ok(match workspace.attempt(&request.id, request.generation, request.now).map_err(info)? {
        Attempt::Send {} => Attempted { send: true, reason: None },
        Attempt::Refused { reason } => Attempted { send: false, reason: Some(reason) },
    })
}

/// How long a lease holds.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Renewed {
    /// When it ends unless renewed.
    until: DateTime<Utc>,
}

fn renew(workspace: &Workspace, request: HeldRequest) -> Result<Renewed, ErrorInfo> {
    let until = workspace.renew(&request.id, request.generation, request.now).map_err(info)?;
    Ok(Renewed { until })
}

/// A message that was sent.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SentRequest {
    /// The message.
    id: OutboxId,
    /// The generation of the lease.
    generation: u64,
    /// The provider's id, where it gave one.
    #[serde(default)]
    external_id: Option<ExternalId>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// A message that joined its conversation.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Acknowledged {
    /// The id of its record.
    message: MessageId,
}

fn acknowledge(workspace: &Workspace, request: SentRequest) -> Result<Acknowledged, ErrorInfo> {
    let SentRequest { id, generation, external_id, now } = request;
    let message = workspace.acknowledge(&id, generation, external_id.as_ref(), now).map_err(info)?;
    Ok(Acknowledged { message })
}

/// A message that was not sent.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FailedRequest {
    /// The message.
    id: OutboxId,
    /// The generation of the lease.
    generation: u64,
    /// What the provider said.
    failure: SendFailure,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn fail(workspace: &Workspace, request: FailedRequest) -> Result<(), ErrorInfo> {
    let FailedRequest { id, generation, failure, now } = request;
    workspace.fail(&id, generation, &failure, now).map_err(info)
}

fn lose(workspace: &Workspace, request: HeldRequest) -> Result<(), ErrorInfo> {
    workspace.lose(&request.id, request.generation, request.now).map_err(info)
}

/// A page of the rows set aside.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ParkedRowsRequest {
    /// The id of the last row of the page before; from the beginning where left out.
    #[serde(default)]
    after: Option<String>,
    /// At most so many.
    #[serde(default = "usual_limit")]
    limit: usize,
}

fn parked_rows(workspace: &Workspace, request: ParkedRowsRequest) -> Result<Vec<Unreadable>, ErrorInfo> {
    workspace.parked_rows(request.after.as_deref(), request.limit).map_err(info)
}

/// A page of the messages that wait for a person.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct UnsettledRequest {
    /// The last message of the page before; from the beginning where left out.
    #[serde(default)]
    after: Option<OutboxId>,
    /// At most so many.
    #[serde(default = "usual_limit")]
    limit: usize,
}

fn unsettled(workspace: &Workspace, request: UnsettledRequest) -> Result<Vec<UnsettledMessage>, ErrorInfo> {
    workspace.unsettled(request.after.as_ref(), request.limit).map_err(info)
}
