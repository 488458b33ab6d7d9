//! The outbox's numbers.

use serde::{Deserialize, Serialize};

use crate::foundation::time::Span;

/// The embedded defaults.
pub(crate) const STANDARD: &str = include_str!("standard.toml");

/// How the outbox hands messages over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutboxConfig {
    /// How long a worker keeps a message without a sign of life. Clock time, at least a second.
    pub lease: Span,
    /// How often a working worker renews its lease: a tenth of the lease leaves room for nine lost renewals.
    /// Shorter than the lease.
    pub heartbeat: Span,
    /// Times one message is handed to a provider before it counts as failed. At least 1.
    pub max_attempts: u32,
    /// How long to wait between attempts.
    pub backoff: BackoffConfig,
    /// Messages that one round takes from the outbox at most. At least 1.
    pub batch: usize,
}

/// Waiting times between attempts: `first`, then each `factor` times the one before, at most `max`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BackoffConfig {
    /// After the first failure. Clock time.
    pub first: Span,
    /// Growth from one failure to the next. At least 1.
    pub factor: u32,
    /// The longest wait. Clock time, not shorter than `first`.
    pub max: Span,
}

impl OutboxConfig {
    /// The numbers that come with the engine.
    ///
    /// ```
    /// use scrm_core::foundation::time::Span;
    /// use scrm_core::transport::OutboxConfig;
    /// assert_eq!(OutboxConfig::standard().lease, Span::seconds(30));
    /// ```
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }
}
