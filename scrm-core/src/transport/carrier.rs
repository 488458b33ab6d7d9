//! What a host implements to carry messages: WhatsApp, e-mail, SMS, a file.

use serde::{Deserialize, Serialize};

use super::message::{OutgoingMessage, SendFailure};
use crate::foundation::ExternalId;
use crate::foundation::time::Span;

/// What a transport can do and asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransportCapabilities {
    /// Name, for reports: `whatsapp-cloud`, `file`.
    pub name: String,
    /// Longest text in characters; `None` is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_text: Option<usize>,
    /// For how long after the customer's last message free text may be sent; `None` is always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_window: Option<Span>,
    /// Whether a person confirms each message before it leaves, as in WeCom.
    pub needs_human_confirm: bool,
    /// Whether the provider recognises the outbox id as an idempotency key: a second hand-off of the same id
    /// then has no effect.
    pub recognises_key: bool,
    /// Whether the provider reports later what became of a message.
    pub reports_status: bool,
}

/// What became of one hand-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SendOutcome {
    /// The provider took the message.
    Sent {
        /// The provider's id, where it gives one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        external_id: Option<ExternalId>,
    },
    /// The provider refused it: it was certainly not sent.
    Failed {
        /// Why.
        failure: SendFailure,
    },
    /// No answer, or one that says nothing: it may have been sent.
    Unknown,
}

/// Carries messages to a provider.
///
/// An implementation never retries: it calls the provider once, says what it knows, and says
/// [`SendOutcome::Unknown`] when it does not know. The outbox decides what follows.
///
/// ```
/// use scrm_core::transport::{MessageTransport, OutgoingMessage, SendOutcome, TransportCapabilities};
///
/// struct Counter(u64);
///
/// impl MessageTransport for Counter {
///     fn capabilities(&self) -> TransportCapabilities {
///         TransportCapabilities {
///             name: "counter".to_owned(),
///             max_text: None,
///             reply_window: None,
///             needs_human_confirm: false,
///             recognises_key: false,
///             reports_status: false,
///         }
///     }
///
///     fn send(&mut self, _message: &OutgoingMessage) -> SendOutcome {
///         self.0 += 1;
///         SendOutcome::Sent { external_id: None }
///     }
/// }
/// assert!(!Counter(0).capabilities().recognises_key);
/// ```
pub trait MessageTransport {
    /// What the transport can do.
    fn capabilities(&self) -> TransportCapabilities;

    /// Hands one message over, once.
    fn send(&mut self, message: &OutgoingMessage) -> SendOutcome;
}
