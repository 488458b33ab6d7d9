//! The steps of an outbox message, as pure functions: each takes the message as it was read and gives the
//! message to commit at that version.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::carrier::SendOutcome;
use super::config::OutboxConfig;
use super::error::OutboxError;
use super::message::{EXPIRED, Lease, OnUnknown, OutboxMessage, OutboxState, OutgoingMessage, SendFailure};
use crate::foundation::time::Span;
use crate::foundation::{ExternalId, MessageStatus};

/// The code of the failure of a message that the provider took and could not deliver.
const UNDELIVERED: &str = "provider.undelivered";

/// Moves outbox messages from state to state. Cheap to clone.
///
/// ```
/// use chrono::{TimeDelta, TimeZone, Utc};
/// use scrm_core::customer::IdentifierKey;
/// use scrm_core::foundation::{ExternalId, RuleId};
/// use scrm_core::transport::*;
/// use scrm_core::trust::consent::Purpose;
///
/// let outbox = OutboxEngine::new(&OutboxConfig::standard()).unwrap();
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let message = OutgoingMessage {
///     id: "o_1".into(),
///     customer: "c_1".into(),
///     conversation: "v_1".into(),
///     channel: Channel::Whatsapp,
///     account: "main".into(),
///     to: IdentifierKey::from_stored("tel:+886912000456"),
///     body: MessageBody::text("您好"),
///     purpose: Purpose::Service,
///     rule: RuleId::new("welcome"),
///     not_before: now,
///     expires_at: None,
///     on_unknown: OnUnknown::Park,
///     answers: Vec::new(),
/// };
/// let waiting = outbox.enqueue(message, now);
/// let claimed = outbox.claim(&waiting, "worker 1", now).unwrap();
/// let sending = outbox.begin(&claimed, claimed.generation, now).unwrap();
/// // … the transport is called here …
/// let sent = outbox.acknowledge(&sending, sending.generation, Some(ExternalId::new("wamid.A")), now).unwrap();
/// assert!(matches!(sent.state, OutboxState::Sent { .. }));
///
/// // A worker that was away for too long is refused.
/// let later = now + TimeDelta::seconds(30);
/// let free = outbox.expire(&claimed, later).unwrap();
/// let taken_over = outbox.claim(&free, "worker 2", later).unwrap();
/// assert!(outbox.begin(&taken_over, claimed.generation, later).is_err());
/// ```
#[derive(Clone, Debug)]
pub struct OutboxEngine {
    numbers: Arc<Numbers>,
}

#[derive(Debug)]
struct Numbers {
    lease: TimeDelta,
    heartbeat: TimeDelta,
    max_attempts: u32,
    first: TimeDelta,
    factor: i32,
    longest: TimeDelta,
    batch: usize,
}

impl OutboxEngine {
    /// Checks the configuration.
    ///
    /// # Errors
    /// [`OutboxError::OutOfRange`] with the field.
    pub fn new(config: &OutboxConfig) -> Result<Self, OutboxError> {
        let refuse = |field, problem| Err(OutboxError::OutOfRange { field, problem });
        let (lease, heartbeat) = (delta(config.lease), delta(config.heartbeat));
        let (first, longest) = (delta(config.backoff.first), delta(config.backoff.max));
        if lease < TimeDelta::seconds(1) {
            return refuse("lease", "must be at least 1s");
        }
        if heartbeat <= TimeDelta::zero() || heartbeat >= lease {
            return refuse("heartbeat", "must be longer than 0s and shorter than the lease");
        }
        if config.max_attempts == 0 {
            return refuse("max_attempts", "must be at least 1");
        }
        if config.backoff.factor == 0 {
            return refuse("backoff.factor", "must be at least 1");
        }
        if longest < first {
            return refuse("backoff.max", "must not be shorter than backoff.first");
        }
        if config.batch == 0 {
            return refuse("batch", "must be at least 1");
        }
        let factor = i32::try_from(config.backoff.factor).unwrap_or(i32::MAX);
        let (max_attempts, batch) = (config.max_attempts, config.batch);
        Ok(Self {
            numbers: Arc::new(Numbers { lease, heartbeat, max_attempts, first, factor, longest, batch }),
        })
    }

    /// How often a working worker should call [`renew`](Self::renew).
    #[must_use]
    pub fn heartbeat(&self) -> TimeDelta {
        self.numbers.heartbeat
    }

    /// How long a claim lasts without a sign of life.
    #[must_use]
    pub fn lease(&self) -> TimeDelta {
        self.numbers.lease
    }

    /// How many messages one round should ask of the store.
    #[must_use]
    pub fn batch(&self) -> usize {
        self.numbers.batch
    }

    /// A message as it is put into the outbox, due at its `not_before` or now, whichever is later.
    #[must_use]
    pub fn enqueue(&self, message: OutgoingMessage, now: DateTime<Utc>) -> OutboxMessage {
        let due = message.not_before.max(now);
        OutboxMessage {
            v: 1,
            message,
            state: OutboxState::Pending,
            created_at: now,
            due: Some(due),
            attempts: 0,
            generation: 0,
            message_record: None,
            taken_back: None,
        }
    }

    /// Puts another message in the place of one that has not left yet. A worker that had claimed the old one
    /// is refused at its next step.
    ///
    /// # Errors
    /// [`OutboxError::Attempting`] when it may have left, [`OutboxError::Final`] when it has come to its end.
    pub fn replace(
        &self,
        entry: &OutboxMessage,
        message: OutgoingMessage,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        not_yet_left(entry)?;
        let mut next = self.enqueue(message, now);
        next.created_at = entry.created_at;
        next.attempts = entry.attempts;
        next.generation = entry.generation;
        next.message_record.clone_from(&entry.message_record);
        Ok(next)
    }

    /// Gives a waiting message to a worker, under the next generation. Call [`expire`](Self::expire) first:
    /// a message whose lease is over must be set free before it can be claimed.
    ///
    /// # Errors
    /// [`OutboxError::Leased`], [`OutboxError::NotDue`], [`OutboxError::Expired`] or [`OutboxError::Final`].
    pub fn claim(
        &self,
        entry: &OutboxMessage,
        worker: &str,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        let id = || entry.message.id.clone();
        match &entry.state {
            OutboxState::Pending => {}
            OutboxState::Claimed { .. } | OutboxState::Attempting { .. } => {
                return Err(OutboxError::Leased { id: id() });
            }
            _ => return Err(OutboxError::Final { id: id() }),
        }
        if has_expired(entry, now) {
            return Err(OutboxError::Expired { id: id() });
        }
        if entry.due.is_some_and(|due| due > now) || entry.message.not_before > now {
            return Err(OutboxError::NotDue { id: id() });
        }
        let generation = entry.generation.saturating_add(1);
        let until = later(now, self.numbers.lease);
        let lease = Lease { worker: worker.to_owned(), generation, until };
        Ok(OutboxMessage {
            state: OutboxState::Claimed { lease },
            due: Some(until),
            generation,
            ..entry.clone()
        })
    }

    /// Marks a claimed message just before the provider is called: from here on it may have been sent. The
    /// lease starts anew.
    ///
    /// # Errors
    /// [`OutboxError::StaleLease`], [`OutboxError::LeaseOver`], [`OutboxError::NotClaimed`],
    /// [`OutboxError::Expired`] or [`OutboxError::Final`]: in every case, do not send.
    pub fn begin(
        &self,
        entry: &OutboxMessage,
        generation: u64,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        let id = || entry.message.id.clone();
        same_generation(entry, generation)?;
        let lease = match &entry.state {
            OutboxState::Claimed { lease } => lease,
            OutboxState::Attempting { .. } => return Err(OutboxError::Attempting { id: id() }),
            OutboxState::Pending => return Err(OutboxError::NotClaimed { id: id() }),
            _ => return Err(OutboxError::Final { id: id() }),
        };
        if lease.until <= now {
            return Err(OutboxError::LeaseOver { id: id() });
        }
        if has_expired(entry, now) {
            return Err(OutboxError::Expired { id: id() });
        }
        let until = later(now, self.numbers.lease);
        Ok(OutboxMessage {
            state: OutboxState::Attempting { lease: Lease { until, ..lease.clone() } },
            due: Some(until),
            attempts: entry.attempts.saturating_add(1),
            ..entry.clone()
        })
    }

    /// Makes a lease last longer: a sign of life.
    ///
    /// # Errors
    /// [`OutboxError::StaleLease`], [`OutboxError::LeaseOver`], [`OutboxError::NotClaimed`] or
    /// [`OutboxError::Final`].
    pub fn renew(
        &self,
        entry: &OutboxMessage,
        generation: u64,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        let id = || entry.message.id.clone();
        same_generation(entry, generation)?;
        let mut next = entry.clone();
        match &mut next.state {
            OutboxState::Claimed { lease } | OutboxState::Attempting { lease } => {
                if lease.until <= now {
                    return Err(OutboxError::LeaseOver { id: id() });
                }
                lease.until = lease.until.max(later(now, self.numbers.lease));
                next.due = Some(lease.until);
                Ok(next)
            }
            OutboxState::Pending => Err(OutboxError::NotClaimed { id: id() }),
            _ => Err(OutboxError::Final { id: id() }),
        }
    }

    /// Gives a claimed message back without having tried, to be taken up again at `again`: the gate said
    /// "not now", or the worker stops.
    ///
    /// # Errors
    /// [`OutboxError::StaleLease`], [`OutboxError::NotClaimed`], [`OutboxError::Attempting`] or
    /// [`OutboxError::Final`].
    pub fn release(
        &self,
        entry: &OutboxMessage,
        generation: u64,
        again: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        let id = || entry.message.id.clone();
        same_generation(entry, generation)?;
        match &entry.state {
            OutboxState::Claimed { .. } => Ok(waiting(entry, again.max(now))),
            OutboxState::Pending => Err(OutboxError::NotClaimed { id: id() }),
            OutboxState::Attempting { .. } => Err(OutboxError::Attempting { id: id() }),
            _ => Err(OutboxError::Final { id: id() }),
        }
    }

    /// The provider took the message.
    ///
    /// Accepted while the attempt runs, also after its lease, as long as nobody took the message over; and
    /// after it became [`Unknown`](OutboxState::Unknown), because the worker now tells what happened.
    ///
    /// # Errors
    /// [`OutboxError::StaleLease`] after a take-over, [`OutboxError::NotAttempting`] or
    /// [`OutboxError::Final`].
    pub fn acknowledge(
        &self,
        entry: &OutboxMessage,
        generation: u64,
        external_id: Option<ExternalId>,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        attempted(entry, generation)?;
        Ok(ended(entry, OutboxState::Sent { at: now, external_id }))
    }

    /// The provider refused the message. It waits for another attempt where the failure allows one, attempts
    /// are left and it does not expire before; otherwise it has failed. Accepted when
    /// [`acknowledge`](Self::acknowledge) would be, and for one set aside: that is how it is given up, or sent once what kept
    /// it from leaving is mended.
    ///
    /// # Errors
    /// As for [`acknowledge`](Self::acknowledge).
    pub fn fail(
        &self,
        entry: &OutboxMessage,
        generation: u64,
        failure: SendFailure,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        match &entry.state {
            OutboxState::Parked { .. } => same_generation(entry, generation)?,
            _ => attempted(entry, generation)?,
        }
        Ok(self.after_failure(entry, failure, now))
    }

    /// The provider gave no answer: the message is sent again or set aside, as it asks.
    ///
    /// # Errors
    /// As for [`acknowledge`](Self::acknowledge).
    pub fn lose(
        &self,
        entry: &OutboxMessage,
        generation: u64,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        attempted(entry, generation)?;
        match &entry.state {
            OutboxState::Unknown { .. } => Ok(entry.clone()),
            _ => Ok(self.after_silence(entry, later(now, self.wait(entry.attempts)), now)),
        }
    }

    /// Carries a transport's answer over: [`acknowledge`](Self::acknowledge), [`fail`](Self::fail) or
    /// [`lose`](Self::lose).
    ///
    /// # Errors
    /// As for [`acknowledge`](Self::acknowledge).
    pub fn settle(
        &self,
        entry: &OutboxMessage,
        generation: u64,
        outcome: SendOutcome,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        match outcome {
            SendOutcome::Sent { external_id } => self.acknowledge(entry, generation, external_id, now),
            SendOutcome::Failed { failure } => self.fail(entry, generation, failure, now),
            SendOutcome::Unknown => self.lose(entry, generation, now),
        }
    }

    /// Somebody other than the worker knows what happened: a status from the provider, or a person who looked.
    /// Accepted while an attempt runs and after it became [`Unknown`](OutboxState::Unknown).
    ///
    /// # Errors
    /// [`OutboxError::NotAttempting`] or [`OutboxError::Final`].
    pub fn resolve(
        &self,
        entry: &OutboxMessage,
        outcome: SendOutcome,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        self.settle(entry, entry.generation, outcome, now)
    }

    /// The provider tells later how far a message came that it took: one that it could not deliver has failed after all, and one
    /// that arrived in spite of that was sent, as `sent` says. `None` where that changes nothing.
    #[must_use]
    pub fn report_status(
        &self,
        entry: &OutboxMessage,
        status: MessageStatus,
        sent: OutboxState,
        now: DateTime<Utc>,
    ) -> Option<OutboxMessage> {
        let state = match (&entry.state, status) {
            (OutboxState::Sent { .. }, MessageStatus::Failed) => OutboxState::Failed {
                at: now,
                failure: SendFailure {
                    code: UNDELIVERED.to_owned(),
                    retryable: false,
                    retry_after: None,
                    opted_out: false,
                },
            },
            (OutboxState::Failed { failure, .. }, MessageStatus::Delivered | MessageStatus::Read)
                if failure.code == UNDELIVERED =>
            {
                sent
            }
            _ => return None,
        };
        Some(ended(entry, state))
    }

    /// Takes back a message that has not left yet, for `cause`, a reason code.
    ///
    /// # Errors
    /// [`OutboxError::Attempting`] when it may have left, [`OutboxError::Final`] when it has come to its end.
    pub fn cancel(
        &self,
        entry: &OutboxMessage,
        cause: &str,
        now: DateTime<Utc>,
    ) -> Result<OutboxMessage, OutboxError> {
        not_yet_left(entry)?;
        Ok(ended(entry, OutboxState::Cancelled { at: now, cause: cause.to_owned() }))
    }

    /// Takes back a message that is being sent, for `cause`, a reason code: it may leave all the same, but should this attempt
    /// fail, or get no answer, none follows. `None` where it is not being sent.
    #[must_use]
    pub fn attempt_no_more(&self, entry: &OutboxMessage, cause: &str) -> Option<OutboxMessage> {
        let is_sending = matches!(entry.state, OutboxState::Attempting { .. });
        is_sending.then(|| OutboxMessage { taken_back: Some(cause.to_owned()), ..entry.clone() })
    }

    /// What time alone does to a message; `None` when nothing.
    ///
    /// A waiting message past its `expires_at` is cancelled. A claim past its lease is set free. An attempt
    /// past its lease goes the way of [`OnUnknown`]; to send again it needs attempts left and time.
    #[must_use]
    pub fn expire(&self, entry: &OutboxMessage, now: DateTime<Utc>) -> Option<OutboxMessage> {
        #[cfg(plant)]
        if crate::foundation::plant::is_active("a8") && !matches!(entry.state, OutboxState::Pending) {
            return None;
        }
        match &entry.state {
            OutboxState::Pending if has_expired(entry, now) => Some(lapsed(entry, now)),
            OutboxState::Claimed { lease } if lease.until <= now && has_expired(entry, now) => {
                Some(lapsed(entry, now))
            }
            OutboxState::Claimed { lease } if lease.until <= now => Some(waiting(entry, now)),
            OutboxState::Attempting { lease } if lease.until <= now => {
                Some(self.after_silence(entry, now, now))
            }
            _ => None,
        }
    }

    /// The wait after `attempts` attempts.
    fn wait(&self, attempts: u32) -> TimeDelta {
        let mut wait = self.numbers.first;
        for _ in 1..attempts {
            match wait.checked_mul(self.numbers.factor).filter(|longer| *longer < self.numbers.longest) {
                Some(longer) if longer > wait => wait = longer,
                Some(_) => break,
                None => return self.numbers.longest,
            }
        }
        wait.min(self.numbers.longest)
    }

    fn after_failure(
        &self,
        entry: &OutboxMessage,
        failure: SendFailure,
        now: DateTime<Utc>,
    ) -> OutboxMessage {
        let backoff = later(now, self.wait(entry.attempts));
        let again = failure.retry_after.map_or(backoff, |after| after.max(backoff));
        let in_time = entry.message.expires_at.is_none_or(|expires| again < expires);
        let may_follow = failure.retryable && entry.attempts < self.numbers.max_attempts && in_time;
        match &entry.taken_back {
            Some(cause) if may_follow => {
                ended(entry, OutboxState::Cancelled { at: now, cause: cause.clone() })
            }
            None if may_follow => waiting(entry, again),
            _ => ended(entry, OutboxState::Failed { at: now, failure }),
        }
    }

    /// An attempt of which nobody can say how it ended. Without attempts or time left it stays unknown even
    /// where sending again would be right: that it failed is not known.
    fn after_silence(
        &self,
        entry: &OutboxMessage,
        again: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> OutboxMessage {
        let in_time = entry.message.expires_at.is_none_or(|expires| again < expires);
        match entry.message.on_unknown {
            OnUnknown::Resend
                if entry.attempts < self.numbers.max_attempts && in_time && entry.taken_back.is_none() =>
            {
                waiting(entry, again)
            }
            OnUnknown::Resend | OnUnknown::Park => ended(entry, OutboxState::Unknown { since: now }),
        }
    }
}

fn delta(span: Span) -> TimeDelta {
    let seconds = i64::try_from(span.nominal_seconds()).unwrap_or(i64::MAX);
    TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX)
}

fn later(now: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    now.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn has_expired(entry: &OutboxMessage, now: DateTime<Utc>) -> bool {
    entry.message.expires_at.is_some_and(|expires| expires <= now)
}

/// Back among the waiting, never before the message's own time.
fn waiting(entry: &OutboxMessage, again: DateTime<Utc>) -> OutboxMessage {
    OutboxMessage {
        state: OutboxState::Pending,
        due: Some(again.max(entry.message.not_before)),
        ..entry.clone()
    }
}

fn ended(entry: &OutboxMessage, state: OutboxState) -> OutboxMessage {
    OutboxMessage { state, due: None, ..entry.clone() }
}

fn lapsed(entry: &OutboxMessage, now: DateTime<Utc>) -> OutboxMessage {
    ended(entry, OutboxState::Cancelled { at: now, cause: EXPIRED.to_owned() })
}

fn same_generation(entry: &OutboxMessage, given: u64) -> Result<(), OutboxError> {
    #[cfg(plant)]
    if crate::foundation::plant::is_active("a3") {
        return Ok(());
    }
    let present = entry.generation;
    if given == present {
        Ok(())
    } else {
        Err(OutboxError::StaleLease { id: entry.message.id.clone(), given, present })
    }
}

/// Whether the outcome of an attempt under `generation` may still be told.
fn attempted(entry: &OutboxMessage, generation: u64) -> Result<(), OutboxError> {
    same_generation(entry, generation)?;
    match &entry.state {
        OutboxState::Attempting { .. } | OutboxState::Unknown { .. } => Ok(()),
        OutboxState::Pending | OutboxState::Claimed { .. } => {
            Err(OutboxError::NotAttempting { id: entry.message.id.clone() })
        }
        _ => Err(OutboxError::Final { id: entry.message.id.clone() }),
    }
}

fn not_yet_left(entry: &OutboxMessage) -> Result<(), OutboxError> {
    match &entry.state {
        OutboxState::Pending | OutboxState::Claimed { .. } => Ok(()),
        OutboxState::Attempting { .. } => Err(OutboxError::Attempting { id: entry.message.id.clone() }),
        _ => Err(OutboxError::Final { id: entry.message.id.clone() }),
    }
}
