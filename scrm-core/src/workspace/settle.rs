//! Carrying effects out inside the unit of work.

use chrono::{DateTime, Utc};

use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::customer::{AppliedTag, Customer};
use crate::foundation::{CustomerId, Effect, EventKind, FactValue, OutboxId, Reason, TagId};
use crate::store::StoreResult;
use crate::tag::{PersonsChoice, RemovedTag, TagChanges, TagTrigger};
use crate::transport::{Channel, OutboxState, OutgoingMessage};
use crate::trust::consent::Purpose;
use crate::trust::{record_opt_in, record_opt_out};

impl Workspace {
    /// Turns effects into changes of the unit. Effects that follow from effects are settled as well.
    pub(super) fn settle(
        &self,
        unit: &mut UnitOfWork<'_>,
        effects: Vec<Effect>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        for effect in effects {
            match effect {
                Effect::Send { message } => self.put_into_outbox(unit, *message, now)?,
                Effect::CancelSend { id } => self.cancel_send(unit, &id, "replaced", now)?,
                Effect::SetTimer { timer } => unit.set_timer(timer),
                Effect::CancelTimer { key } => unit.cancel_timer(key),
                Effect::Notify { notice } => unit.add_notice(notice),
                Effect::HandOver { conversation, level, .. } => {
                    if let Some(state) = unit.conversation_mut(&conversation) {
                        crate::desk::hand_over(state, level, now);
                    }
                }
                // The tag engine has changed the customer's tags itself; the effects tell hosts.
                Effect::SetTag { .. } | Effect::RemoveTag { .. } => {}
                Effect::OptIn { customer, at, reason } => self.opt_in(unit, &customer, &reason, at, now)?,
                Effect::OptOut { customer, at, reason } => self.opt_out(unit, &customer, &reason, at, now)?,
            }
        }
        Ok(())
    }

    /// Asks the tag engine after something happened to a customer, and settles what follows.
    pub(super) fn refresh_tags(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &CustomerId,
        trigger: TagTrigger<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let Some(present) = unit.customer(customer)? else { return Ok(()) };
        let mut changed = present.as_ref().clone();
        let decision = self.engines().tag.refresh(&mut changed, trigger, now);
        if changed != *present {
            changed.updated_at = now;
            unit.put_customer(changed);
        }
        note_tag_changes(unit, &present.id, &decision.value, now)?;
        self.settle(unit, decision.effects, now)
    }

    /// Does what a person decided about a customer's tag, and settles what follows. That the person did is in the log already;
    /// rules are not asked, so what somebody took away is not set again because it still holds.
    pub(super) fn change_tag_by_person(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &CustomerId,
        choice: &PersonsChoice<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let Some(present) = unit.customer(customer)? else { return Ok(()) };
        let engines = self.engines();
        let history = match engines.tag.has_expressions() {
            true => Some(self.history_for_tags(unit, &present.id, false)?),
            false => None,
        };
        let mut changed = present.as_ref().clone();
        let mut decision = engines.tag.person_decided(&mut changed, choice, history.as_ref(), now);
        leave_out_persons_change(&mut decision.value, &changed, choice.tag);
        if changed != *present {
            changed.updated_at = now;
            unit.put_customer(changed);
        }
        note_tag_changes(unit, &present.id, &decision.value, now)?;
        self.settle(unit, decision.effects, now)
    }
}

/// Leaves what a person did out of what is to be written into the log: the event that told of it says so.
fn leave_out_persons_change(changes: &mut TagChanges, customer: &Customer, tag: &TagId) {
    changes.removed.retain(|gone| gone.tag != *tag || gone.cause != RemovedTag::BY_PERSON);
    let is_persons = |applied: &AppliedTag| applied.reason.code == AppliedTag::SET_BY_PERSON;
    if customer.tag(tag).is_some_and(is_persons)
        && let Some(place) = changes.set.iter().rposition(|set| set == tag)
    {
        changes.set.remove(place);
    }
}

/// Writes what happened to a customer's tags into the event log.
pub(super) fn note_tag_changes(
    unit: &mut UnitOfWork<'_>,
    customer: &CustomerId,
    changes: &TagChanges,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let set = changes.set.iter().map(|tag| EventKind::TagSet { tag: tag.clone(), agent: None });
    let removed = changes.removed.iter().map(|gone| EventKind::TagRemoved {
        tag: gone.tag.clone(),
        cause: gone.cause.to_string(),
        agent: None,
    });
    set.chain(removed).try_for_each(|kind| unit.note(now, customer, None, kind))
}

impl Workspace {
    /// Puts a message into the outbox, in the place of one with the same id that has not left.
    fn put_into_outbox(
        &self,
        unit: &mut UnitOfWork<'_>,
        message: OutgoingMessage,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let engines = self.engines();
        let engine = &engines.outbox;
        let present = match unit.outbox(&message.id) {
            Err(error) => return Ok(unit.set_aside(error)?),
            Ok(present) => present,
        };
        match present {
            None => unit.put_outbox(engine.enqueue(message, now)),
            Some(present) if matches!(present.state, OutboxState::Cancelled { .. }) => {
                let mut again = engine.enqueue(message, now);
                again.generation = present.generation;
                unit.put_outbox(again);
            }
            Some(present) => {
                // Refused where it is on its way or gone: the same decision made twice sends once.
                if let Ok(replaced) = engine.replace(&present, message, now) {
                    unit.put_outbox(replaced);
                }
            }
        }
        Ok(())
    }

    /// Takes a message back. One that is being sent cannot be: it is not tried again, should that fail.
    pub(super) fn cancel_send(
        &self,
        unit: &mut UnitOfWork<'_>,
        id: &OutboxId,
        cause: &str,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let Some(present) = unit.readable_outbox(id)? else { return Ok(()) };
        let engine = &self.engines().outbox;
        let stopped = engine.cancel(&present, cause, now).ok();
        if let Some(stopped) = stopped.or_else(|| engine.attempt_no_more(&present, cause)) {
            unit.put_outbox(stopped);
        }
        Ok(())
    }

    /// Takes a withdrawal back because the customer asked for it.
    fn opt_in(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &CustomerId,
        reason: &Reason,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let kind = EventKind::ConsentGiven { purpose: Purpose::Marketing, channel: None };
        record_consent(unit, customer, record_opt_in, kind, reason, at, now).map(drop)
    }

    /// Withdraws consent and takes back what waits for the customer and needs consent.
    pub(super) fn opt_out(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &CustomerId,
        reason: &Reason,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let kind = EventKind::ConsentWithdrawn { purpose: None, channel: None };
        let Some(id) = record_consent(unit, customer, record_opt_out, kind, reason, at, now)? else {
            return Ok(());
        };
        for stored in unit.store().open_outbox_of(&id)? {
            let id = stored.value.message.id.clone();
            let needs_consent = stored.value.message.purpose != Purpose::Service;
            unit.put_loaded_outbox(stored);
            if needs_consent {
                self.cancel_send(unit, &id, "consent.withdrawn", now)?;
            }
        }
        Ok(())
    }
}

/// [`record_opt_in`] or [`record_opt_out`].
type Record = fn(&mut Customer, &str, Option<Channel>, DateTime<Utc>) -> bool;

/// Writes what a customer said, and when, into the ledger and into the log; gives the id after merges.
fn record_consent(
    unit: &mut UnitOfWork<'_>,
    customer: &CustomerId,
    record: Record,
    kind: EventKind,
    reason: &Reason,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<CustomerId>, WorkspaceError> {
    let Some(present) = unit.customer(customer)? else { return Ok(None) };
    if let Some(changed) = unit.customer_mut(&present.id) {
        record(changed, &proof(reason), None, at);
        changed.updated_at = now;
    }
    unit.note(at, &present.id, None, kind)?;
    Ok(Some(present.id.clone()))
}

/// What shows that a customer said so: the message, by its id.
fn proof(reason: &Reason) -> String {
    match reason.fact("message") {
        Some(FactValue::Text(message)) => format!("message:{message}"),
        _ => reason.code.to_string(),
    }
}
