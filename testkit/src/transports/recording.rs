//! A transport that keeps what it is given.

use std::collections::VecDeque;

use scrm_core::foundation::ExternalId;
use scrm_core::transport::{MessageTransport, OutgoingMessage, SendOutcome, TransportCapabilities};

/// Keeps every message and answers as it was told, or that all went well.
///
/// ```
/// use scrm_core::transport::{MessageTransport, SendOutcome};
/// use scrm_testkit::{samples::outgoing, transports::RecordingTransport};
/// let mut transport = RecordingTransport::new();
/// transport.answer_next(SendOutcome::Unknown);
/// assert_eq!(transport.send(&outgoing("o_1", "c_1", 0)), SendOutcome::Unknown);
/// assert!(matches!(transport.send(&outgoing("o_2", "c_1", 0)), SendOutcome::Sent { .. }));
/// assert_eq!(transport.calls().len(), 2);
/// ```
#[derive(Debug, Default)]
pub struct RecordingTransport {
    calls: Vec<OutgoingMessage>,
    answers: VecDeque<SendOutcome>,
}

impl RecordingTransport {
    /// A transport that was not called yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What to answer to the next call that has no answer yet.
    pub fn answer_next(&mut self, outcome: SendOutcome) {
        self.answers.push_back(outcome);
    }

    /// Every message it was given, in order.
    #[must_use]
    pub fn calls(&self) -> &[OutgoingMessage] {
        &self.calls
    }
}

impl MessageTransport for RecordingTransport {
    fn capabilities(&self) -> TransportCapabilities {
        super::unlimited("recording", false)
    }

    fn send(&mut self, message: &OutgoingMessage) -> SendOutcome {
        self.calls.push(message.clone());
        self.answers.pop_front().unwrap_or_else(|| {
            let external_id = Some(ExternalId::new(format!("recorded.{}", self.calls.len())));
            SendOutcome::Sent { external_id }
        })
    }
}
