//! A transport on a bad day.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use scrm_core::foundation::{ExternalId, OutboxId};
use scrm_core::transport::{
    MessageTransport, OutgoingMessage, SendFailure, SendOutcome, TransportCapabilities,
};

use crate::SeededRandom;

/// How often what goes wrong; each a probability of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weather {
    /// The request is lost: nothing is delivered, and there is no answer.
    pub request_lost: f64,
    /// The answer is lost: the message is delivered, and there is no answer.
    pub answer_lost: f64,
    /// The provider delivers the message twice.
    pub duplicated: f64,
    /// The provider refuses for now.
    pub refused_for_now: f64,
    /// The provider refuses for good.
    pub refused: f64,
}

/// Loses, doubles and refuses messages by chance, the same for the same seed, and keeps what arrived.
///
/// ```
/// use scrm_core::transport::{MessageTransport, SendOutcome};
/// use scrm_testkit::{samples::outgoing, transports::{FlakyTransport, Weather}};
/// let storm = Weather { answer_lost: 1.0, ..Weather::default() };
/// let mut transport = FlakyTransport::new(7, storm);
/// assert_eq!(transport.send(&outgoing("o_1", "c_1", 0)), SendOutcome::Unknown);
/// assert_eq!(transport.delivered().len(), 1, "it arrived, but nobody said so");
/// ```
#[derive(Debug)]
pub struct FlakyTransport {
    chance: SeededRandom,
    weather: Weather,
    recognises_key: bool,
    known: BTreeSet<OutboxId>,
    delivered: Vec<OutboxId>,
    retry_after: Option<DateTime<Utc>>,
}

impl FlakyTransport {
    /// A transport that does not recognise keys: a second hand-off is a second message.
    #[must_use]
    pub const fn new(seed: u64, weather: Weather) -> Self {
        Self {
            chance: SeededRandom::new(seed),
            weather,
            recognises_key: false,
            known: BTreeSet::new(),
            delivered: Vec::new(),
            retry_after: None,
        }
    }

    /// The same transport, recognising keys: a second hand-off has no effect.
    #[must_use]
    pub fn recognising_keys(mut self) -> Self {
        self.recognises_key = true;
        self
    }

    /// What to say when it refuses for now.
    pub fn set_retry_after(&mut self, at: Option<DateTime<Utc>>) {
        self.retry_after = at;
    }

    /// What happens from now on.
    pub fn set_weather(&mut self, weather: Weather) {
        self.weather = weather;
    }

    /// What arrived, in order; a message that arrived twice occurs twice.
    #[must_use]
    pub fn delivered(&self) -> &[OutboxId] {
        &self.delivered
    }

    fn deliver(&mut self, message: &OutgoingMessage) {
        if self.known.insert(message.id.clone()) || !self.recognises_key {
            self.delivered.push(message.id.clone());
        }
    }

    fn refusal(&self, code: &str, retryable: bool) -> SendOutcome {
        let retry_after = self.retry_after.filter(|_| retryable);
        SendOutcome::Failed {
            failure: SendFailure { code: code.to_owned(), retryable, retry_after, opted_out: false },
        }
    }
}

impl MessageTransport for FlakyTransport {
    fn capabilities(&self) -> TransportCapabilities {
        super::unlimited("flaky", self.recognises_key)
    }

    fn send(&mut self, message: &OutgoingMessage) -> SendOutcome {
        let weather = self.weather;
        if self.chance.happens(weather.request_lost) {
            return SendOutcome::Unknown;
        }
        if self.chance.happens(weather.refused_for_now) {
            return self.refusal("transport.busy", true);
        }
        if self.chance.happens(weather.refused) {
            return self.refusal("transport.refused", false);
        }
        self.deliver(message);
        if self.chance.happens(weather.duplicated) {
            self.deliver(message);
        }
        if self.chance.happens(weather.answer_lost) {
            return SendOutcome::Unknown;
        }
        SendOutcome::Sent { external_id: Some(ExternalId::new(format!("flaky.{}", self.delivered.len()))) }
    }
}
