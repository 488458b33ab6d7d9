//! Messages on their way out: the outbox, its leases, and the traits that hosts implement.

mod message;

pub use message::{
    Channel, Lease, MessageBody, OnUnknown, OutboxMessage, OutboxState, OutgoingMessage, SendFailure,
};
