//! What the outbox refuses.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry, OutboxId};

/// Why a step of an outbox message was refused. The message stays as it was.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutboxError {
    /// A number of the configuration makes no sense.
    #[error("{field} {problem}")]
    OutOfRange {
        /// Which, inside the section.
        field: &'static str,
        /// What it must be.
        problem: &'static str,
    },
    /// Another worker took the message over in the meantime.
    #[error("outbox message {id} was taken over: generation {present}, not {given}")]
    StaleLease {
        /// Which message.
        id: OutboxId,
        /// The generation the caller has.
        given: u64,
        /// The generation the message has.
        present: u64,
    },
    /// The lease ended before this step.
    #[error("the lease on outbox message {id} is over")]
    LeaseOver {
        /// Which message.
        id: OutboxId,
    },
    /// Another worker holds the message.
    #[error("outbox message {id} is held by a worker")]
    Leased {
        /// Which message.
        id: OutboxId,
    },
    /// The message's time has not come.
    #[error("outbox message {id} is not due yet")]
    NotDue {
        /// Which message.
        id: OutboxId,
    },
    /// The step needs a claim first.
    #[error("outbox message {id} is not claimed")]
    NotClaimed {
        /// Which message.
        id: OutboxId,
    },
    /// The outcome of an attempt was reported that was never begun.
    #[error("no attempt to send outbox message {id} was begun")]
    NotAttempting {
        /// Which message.
        id: OutboxId,
    },
    /// The message may be on its way already.
    #[error("outbox message {id} is being sent")]
    Attempting {
        /// Which message.
        id: OutboxId,
    },
    /// The message is pointless by now.
    #[error("outbox message {id} has expired")]
    Expired {
        /// Which message.
        id: OutboxId,
    },
    /// The message has come to its end.
    #[error("outbox message {id} has come to its end")]
    Final {
        /// Which message.
        id: OutboxId,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "outbox.config.out_of_range",
        message: "A number of the outbox section makes no sense.",
        help: "Give the field a value in the range that the message names.",
        retryable: false,
    },
    ErrorEntry {
        code: "outbox.stale_lease",
        message: "Another worker took the message over before this one reported.",
        help: "Drop the report: the later worker's counts. Renew leases more often, or make them longer.",
        retryable: false,
    },
    ErrorEntry {
        code: "outbox.lease_over",
        message: "The worker's lease ended before it began to send, or renewed it.",
        help: "Do not send. Claim the message again.",
        retryable: true,
    },
    ErrorEntry {
        code: "outbox.leased",
        message: "Another worker holds the message.",
        help: "Leave it to that worker, or come back when its lease is over.",
        retryable: true,
    },
    ErrorEntry {
        code: "outbox.not_due",
        message: "The message's time has not come.",
        help: "Come back at its due time.",
        retryable: true,
    },
    ErrorEntry {
        code: "outbox.not_claimed",
        message: "The message is not claimed by a worker.",
        help: "Claim it, and commit the claim, before beginning to send.",
        retryable: false,
    },
    ErrorEntry {
        code: "outbox.not_attempting",
        message: "An outcome was reported for an attempt that was not begun.",
        help: "Begin the attempt, and commit it, just before calling the provider.",
        retryable: false,
    },
    ErrorEntry {
        code: "outbox.attempting",
        message: "The message is being sent and can no longer be taken back.",
        help: "Wait for the outcome.",
        retryable: true,
    },
    ErrorEntry {
        code: "outbox.expired",
        message: "The message is pointless by now.",
        help: "Let it go: the next round cancels it.",
        retryable: false,
    },
    ErrorEntry {
        code: "outbox.final",
        message: "The message was sent, failed, cancelled or set aside before.",
        help: "Nothing is left to do; to send again, make a new message with an id of its own.",
        retryable: false,
    },
];

impl Coded for OutboxError {
    fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange { .. } => "outbox.config.out_of_range",
            Self::StaleLease { .. } => "outbox.stale_lease",
            Self::LeaseOver { .. } => "outbox.lease_over",
            Self::Leased { .. } => "outbox.leased",
            Self::NotDue { .. } => "outbox.not_due",
            Self::NotClaimed { .. } => "outbox.not_claimed",
            Self::NotAttempting { .. } => "outbox.not_attempting",
            Self::Attempting { .. } => "outbox.attempting",
            Self::Expired { .. } => "outbox.expired",
            Self::Final { .. } => "outbox.final",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::OutOfRange { field, .. } => Some((*field).to_owned()),
            _ => None,
        }
    }
}
