//! Handing messages to hosts: lease, attempt, acknowledge, fail, lose.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::unit_of_work::UnitOfWork;
use super::{NamedId, Workspace, WorkspaceError};
use crate::customer::Customer;
use crate::desk::{Author, MessageRecord, Reception};
use crate::foundation::{EventKind, ExternalId, MessageId, MessageStatus, OutboxId, Reason};
use crate::store::{StoreError, Stored};
use crate::tag::TagTrigger;
use crate::transport::{OutboxMessage, OutboxState, OutgoingMessage, SendFailure, TOO_LATE};
use crate::trust;

/// A message that a worker may send, for as long as the lease lasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeasedMessage {
    /// The message; its id is the idempotency key for the provider.
    pub message: OutgoingMessage,
    /// The worker's right: every report names it, and a late one is refused.
    pub generation: u64,
    /// When the lease ends unless renewed.
    pub until: DateTime<Utc>,
}

/// Whether a leased message may be sent now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Attempt {
    /// Marked: call the provider, then report.
    Send {},
    /// Taken back in the same commit or before; do not send.
    Refused {
        /// Why.
        reason: Reason,
    },
}

impl Workspace {
    /// Leases up to `limit` due messages to `worker`, oldest first, and rescues those whose worker went away.
    ///
    /// Rows that cannot be read are set aside and never hold the others up.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails.
    pub fn lease(
        &self,
        worker: &str,
        limit: usize,
        now: DateTime<Utc>,
    ) -> Result<Vec<LeasedMessage>, WorkspaceError> {
        loop {
            let (leased, progressed) = self.commit_decided(now, |unit| {
                let due = unit.store().due_outbox(now, limit)?;
                #[cfg(plant)]
                if !due.unreadable.is_empty() && crate::foundation::plant::is_active("a9_workspace") {
                    return Ok((Vec::new(), false));
                }
                let mut progressed = !due.unreadable.is_empty();
                unit.park(due.unreadable);
                let mut leased = Vec::with_capacity(due.rows.len());
                for stored in due.rows {
                    let (claimed, changed) = self.lease_one(unit, &stored, worker, now);
                    leased.extend(claimed);
                    progressed |= changed;
                }
                Ok((leased, progressed))
            })?;
            // What was due may all have been set aside or have ended; others may be due behind it.
            if !leased.is_empty() || !progressed {
                return Ok(leased);
            }
        }
    }

    /// The message as leased, and whether anything about it changed.
    fn lease_one(
        &self,
        unit: &mut UnitOfWork<'_>,
        stored: &Stored<OutboxMessage>,
        worker: &str,
        now: DateTime<Utc>,
    ) -> (Option<LeasedMessage>, bool) {
        let engines = self.engines();
        let engine = &engines.outbox;
        // A lease that ran out first: what then waits is claimed at once.
        let current = engine.expire(&stored.value, now).unwrap_or_else(|| stored.value.as_ref().clone());
        let claimed = engine.claim(&current, worker, now);
        unit.put_loaded_outbox(stored.clone());
        match claimed {
            Ok(claimed) => {
                let (generation, until) = match &claimed.state {
                    OutboxState::Claimed { lease } => (lease.generation, lease.until),
                    _ => return (None, false),
                };
                let message = claimed.message.clone();
                unit.put_outbox(claimed);
                (Some(LeasedMessage { message, generation, until }), true)
            }
            Err(_) => {
                let changed = current != *stored.value;
                if changed {
                    unit.put_outbox(current);
                }
                (None, changed)
            }
        }
    }

    /// Rescues messages whose worker went away and takes back those that came too late.
    pub(super) fn rescue_outbox(
        &self,
        unit: &mut UnitOfWork<'_>,
        limit: usize,
        now: DateTime<Utc>,
    ) -> Result<u64, WorkspaceError> {
        let due = unit.store().due_outbox(now, limit)?;
        unit.park(due.unreadable);
        let mut rescued = 0;
        for stored in due.rows {
            if let Some(changed) = self.engines().outbox.expire(&stored.value, now) {
                unit.put_loaded_outbox(stored);
                unit.put_outbox(changed);
                rescued += 1;
            }
        }
        Ok(rescued)
    }

    /// Marks a leased message just before the call to the provider. In the same commit the reasons to send
    /// are checked again: consent, the customer still being there, the message not being too late. The mark
    /// is only written while the customer's record is what the check read. A message that was taken back since it was
    /// leased, because a person answered or the customer opted out, is refused likewise.
    ///
    /// # Errors
    /// [`WorkspaceError::Outbox`] where the lease is not the worker's any more; [`WorkspaceError::Store`]
    /// where the store fails.
    pub fn attempt(
        &self,
        id: &OutboxId,
        generation: u64,
        now: DateTime<Utc>,
    ) -> Result<Attempt, WorkspaceError> {
        self.commit_decided(now, |unit| {
            let present = self.leased(unit, id)?;
            if let Some(reason) = taken_back(&present, generation) {
                return Ok(Attempt::Refused { reason });
            }
            let customer = match unit.customer(&present.message.customer) {
                Err(error @ StoreError::Unreadable { .. }) => {
                    unit.set_aside(error)?;
                    return Ok(Attempt::Refused { reason: park_message(unit, &present, now) });
                }
                found => found?,
            };
            if let Some(reason) = refusal(&present.message, customer.as_deref(), now) {
                unit.put_outbox(self.engines().outbox.cancel(&present, reason.code.as_ref(), now)?);
                return Ok(Attempt::Refused { reason });
            }
            unit.put_outbox(self.engines().outbox.begin(&present, generation, now)?);
            #[cfg(plant)]
            if crate::foundation::plant::is_active("a5") {
                return Ok(Attempt::Send {});
            }
            if let Some(customer) = customer {
                unit.guard_customer(&customer.id);
            }
            Ok(Attempt::Send {})
        })
    }

    /// Extends a lease.
    ///
    /// # Errors
    /// [`WorkspaceError::Outbox`] where the lease is not the worker's any more.
    pub fn renew(
        &self,
        id: &OutboxId,
        generation: u64,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, WorkspaceError> {
        self.commit_decided(now, |unit| {
            let present = self.leased(unit, id)?;
            let renewed = self.engines().outbox.renew(&present, generation, now)?;
            let until = match &renewed.state {
                OutboxState::Claimed { lease } | OutboxState::Attempting { lease } => lease.until,
                _ => now,
            };
            unit.put_outbox(renewed);
            Ok(until)
        })
    }

    /// The provider took the message; gives the id of its record. The message joins the conversation's history, and what waits for a
    /// first reply — tags, the check whether the reply is read — begins.
    ///
    /// # Errors
    /// [`WorkspaceError::Outbox`] where the report comes too late or the message was not being sent.
    pub fn acknowledge(
        &self,
        id: &OutboxId,
        generation: u64,
        external_id: Option<&ExternalId>,
        now: DateTime<Utc>,
    ) -> Result<MessageId, WorkspaceError> {
        self.commit_decided(now, |unit| {
            let present = self.leased(unit, id)?;
            let mut sent =
                self.engines().outbox.acknowledge(&present, generation, external_id.cloned(), now)?;
            let message = sent.message.clone();
            let record = sent_record(&message, external_id, now);
            let record_id = record.id.clone();
            sent.message_record = Some(record_id.clone());
            unit.put_outbox(sent);
            self.note_sent(unit, &message, record, now)?;
            Ok(record_id)
        })
    }

    fn note_sent(
        &self,
        unit: &mut UnitOfWork<'_>,
        message: &OutgoingMessage,
        record: MessageRecord,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let kind = EventKind::AutomaticReplySent { message: record.id.clone(), rule: message.rule.clone() };
        unit.add_message(record);
        let first_reply = self.is_first_reply(unit, &message.customer)?;
        if unit.conversation(&message.conversation)?.is_some() {
            let Some(state) = unit.conversation_mut(&message.conversation) else { return Ok(()) };
            let decision = self.engines().reply.on_reply_sent(state, message, now);
            *state = decision.value;
            self.settle(unit, decision.effects, now)?;
        }
        let Some(customer) = unit.customer(&message.customer)? else { return Ok(()) };
        unit.note(now, &customer.id, Some(&message.conversation), kind)?;
        if let Some(event) = unit.added_events().last().cloned() {
            self.refresh_tags(
                unit,
                &customer.id,
                TagTrigger::Event { event: &event, activity: None, first_reply },
                now,
            )?;
        }
        Ok(())
    }

    /// The provider refused the message, or the call failed for certain. It is tried again later where the
    /// failure says so; a customer who stopped the messages is opted out. This also settles a message that is unknown or
    /// was set aside ([`unsettled`](Self::unsettled)).
    ///
    /// # Errors
    /// [`WorkspaceError::Outbox`] where the report comes too late or the message was not being sent.
    pub fn fail(
        &self,
        id: &OutboxId,
        generation: u64,
        failure: &SendFailure,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        self.commit_decided(now, |unit| {
            let present = self.leased(unit, id)?;
            unit.put_outbox(self.engines().outbox.fail(&present, generation, failure.clone(), now)?);
            if failure.opted_out {
                let reason = Reason::new("consent.provider_stop").with("code", failure.code.as_str());
                self.opt_out(unit, &present.message.customer, &reason, now, now)?;
            }
            Ok(())
        })
    }

    /// The call to the provider broke off: the message may have left or not. It is sent again after the usual wait, or
    /// set aside as unknown for a person, as its [`OnUnknown`](crate::transport::OnUnknown) says, without waiting
    /// for the lease to run out. Whoever learns later what happened may still
    /// [`acknowledge`](Self::acknowledge) or [`fail`](Self::fail) one set aside.
    ///
    /// ```
    /// use chrono::{TimeDelta, TimeZone, Utc};
    /// use scrm_core::customer::IdentifierKind;
    /// use scrm_core::desk::{IncomingMessage, Sender, SenderIdentifier};
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::transport::{Channel, MessageBody};
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// let now = Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap();
    /// let from = SenderIdentifier { kind: IdentifierKind::WhatsappId, value: "447400123456".into() };
    /// let message = IncomingMessage {
    ///     external_id: "wamid.1".into(),
    ///     channel: Channel::Whatsapp,
    ///     account: "shop".into(),
    ///     sender: Sender { identifiers: vec![from], display_name: None },
    ///     body: MessageBody::text("hello"),
    ///     sent_at: now,
    ///     history: false,
    /// };
    /// workspace.receive(&[message], now)?;
    /// let now = now + TimeDelta::seconds(3);
    /// let lease = workspace.lease("worker 1", 1, now)?.remove(0);
    /// workspace.attempt(&lease.message.id, lease.generation, now)?;
    /// // … the provider's connection breaks …
    /// workspace.lose(&lease.message.id, lease.generation, now)?;
    /// let explained = workspace.explain(lease.message.id.as_str())?;
    /// assert!(explained.to_text().contains("interrupted while sending"));
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Outbox`] where the report comes too late or the message was not being sent.
    pub fn lose(&self, id: &OutboxId, generation: u64, now: DateTime<Utc>) -> Result<(), WorkspaceError> {
        self.commit_decided(now, |unit| {
            let present = self.leased(unit, id)?;
            unit.put_outbox(self.engines().outbox.lose(&present, generation, now)?);
            Ok(())
        })
    }

    fn leased(&self, unit: &mut UnitOfWork<'_>, id: &OutboxId) -> Result<Arc<OutboxMessage>, WorkspaceError> {
        unit.outbox(id)?
            .ok_or_else(|| WorkspaceError::NotFound { what: "outbox message", id: NamedId::new(id.as_str()) })
    }
}

/// Parks a message whose customer cannot be read: without the record nobody knows whether it may be sent.
fn park_message(unit: &mut UnitOfWork<'_>, present: &OutboxMessage, now: DateTime<Utc>) -> Reason {
    let reason = Reason::new("outbox.customer_unreadable");
    let state = OutboxState::Parked { at: now, cause: reason.code.to_string() };
    unit.put_outbox(OutboxMessage { state, due: None, ..present.clone() });
    reason
}

/// Why a message was taken back while its worker had it.
fn taken_back(present: &OutboxMessage, generation: u64) -> Option<Reason> {
    match &present.state {
        OutboxState::Cancelled { cause, .. } if present.generation == generation => {
            Some(Reason { code: cause.clone().into(), facts: Vec::new() })
        }
        _ => None,
    }
}

/// Why a message must not be sent after all.
fn refusal(message: &OutgoingMessage, customer: Option<&Customer>, now: DateTime<Utc>) -> Option<Reason> {
    let Some(customer) = customer else { return Some(Reason::new("outbox.customer_gone")) };
    if let Some(expires_at) = message.expires_at.filter(|expires_at| *expires_at <= now) {
        return Some(Reason::new(TOO_LATE).with("expired", expires_at));
    }
    let standing = trust::standing(&customer.consents, message.purpose, message.channel);
    (!standing.allowed).then_some(standing.reason)
}

/// The record of a message that left.
fn sent_record(
    message: &OutgoingMessage,
    external_id: Option<&ExternalId>,
    now: DateTime<Utc>,
) -> MessageRecord {
    // The outbox id is unique, so it stands for the provider's id where there is none.
    let basis = ExternalId::new(message.id.as_str());
    MessageRecord {
        v: 1,
        id: MessageId::from_external(message.channel.as_str(), &message.account, &basis),
        conversation: message.conversation.clone(),
        customer: message.customer.clone(),
        author: Author::Engine { rule: message.rule.clone() },
        body: message.body.clone(),
        at: now,
        external_id: external_id.cloned(),
        status: Some(MessageStatus::Sent),
        answered_by: None,
        answerable: false,
        outbox: Some(message.id.clone()),
        reception: (!message.answers.is_empty())
            .then(|| Box::new(Reception { answers: message.answers.clone(), ..Reception::default() })),
        reasons: Arc::default(),
    }
}
