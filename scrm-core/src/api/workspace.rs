//! The workspace's operations: each is one call of its method.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::error::info;
use super::operation::operations;
use crate::desk::IncomingMessage;
use crate::foundation::ErrorInfo;
use crate::workspace::{Received, Ticked, Workspace};

operations! { Workspace;
    /// Takes messages in, in the order given, and decides each one. One call is one commit.
    "receive"("messages") = receive: ReceiveRequest => Vec<Received>;
    /// Fires what is due, in the order of the due times.
    "tick"("now") = tick: TickRequest => Ticked;
}

/// Messages that arrived together.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct ReceiveRequest {
    /// In the order in which they came.
    pub(super) messages: Vec<IncomingMessage>,
    /// The time of the call.
    pub(super) now: DateTime<Utc>,
}

fn receive(workspace: &Workspace, request: ReceiveRequest) -> Result<Vec<Received>, ErrorInfo> {
    workspace.receive(&request.messages, request.now).map_err(info)
}

/// The time of the call.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct TickRequest {
    /// The time of the call.
    pub(super) now: DateTime<Utc>,
}

fn tick(workspace: &Workspace, request: TickRequest) -> Result<Ticked, ErrorInfo> {
    workspace.tick(request.now).map_err(info)
}
