//! Messages on their way out: the outbox, its leases, and the traits that hosts implement.
//!
//! A message is handed over at least once, under a key that stays the same. Each hand-off leaves two marks:
//! [`claimed`](OutboxState::Claimed), which gives one worker the right to it for the time of a
//! [lease](Lease), and [`attempting`](OutboxState::Attempting), committed just before the provider is
//! called. A worker that dies after the first mark costs nothing; one that dies after the second leaves a
//! message of which nobody can say whether it was sent, and [`OnUnknown`] says what to do then.

mod carrier;
pub(crate) mod config;
mod error;
mod message;
mod outbox;

pub use carrier::{MessageTransport, SendOutcome, TransportCapabilities};
pub use config::{BackoffConfig, OutboxConfig};
pub use error::{ERRORS, OutboxError};
pub(crate) use message::TOO_LATE;
pub use message::{
    Channel, Lease, MessageBody, NotSent, OnUnknown, OutboxMessage, OutboxState, OutgoingMessage, SendFailure,
};
pub use outbox::OutboxEngine;
