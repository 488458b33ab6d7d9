//! The clock's side: timers that are due, and messages that lost their worker.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::settle::note_tag_changes;
use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::foundation::{Effect, MessageStatus, Notice};
use crate::store::{Collection, StoreError, Timer, TimerPurpose, Unreadable};

/// Timers handled in one commit.
const TIMERS_AT_ONCE: usize = 500;

/// Outbox rows looked at for rescue in one commit.
const OUTBOX_AT_ONCE: usize = 1_000;

/// A timer that fired.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FiredTimer {
    /// The timer, with the time it was due.
    #[serde(flatten)]
    pub timer: Timer,
    /// Whether it still meant something when it fired.
    pub effective: bool,
}

/// What one tick did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ticked {
    /// Timers that fired, in the order of their due times.
    pub fired: Vec<FiredTimer>,
    /// Notices raised for people.
    pub notices: Vec<Notice>,
    /// Messages taken from workers that went away, or taken back because they came too late.
    pub rescued: u64,
    /// When to tick next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_wakeup: Option<DateTime<Utc>>,
}

impl Workspace {
    /// Fires what is due at `now`, in the order of due times. Calling it twice does nothing twice; calling
    /// it late fires everything that was missed, once.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails. What was committed
    /// before the failure stays; the rest fires at the next tick.
    pub fn tick(&self, now: DateTime<Utc>) -> Result<Ticked, WorkspaceError> {
        let mut ticked = Ticked::default();
        loop {
            let (fired, notices, parked) = self.commit_decided(now, |unit| self.fire_due(unit, now))?;
            let was_last = fired.len() + parked < TIMERS_AT_ONCE;
            ticked.fired.extend(fired);
            ticked.notices.extend(notices);
            if was_last {
                break;
            }
        }
        ticked.rescued = self.commit_decided(now, |unit| self.rescue_outbox(unit, OUTBOX_AT_ONCE, now))?;
        ticked.next_wakeup = self.next_wakeup()?;
        Ok(ticked)
    }

    fn fire_due(
        &self,
        unit: &mut UnitOfWork<'_>,
        now: DateTime<Utc>,
    ) -> Result<(Vec<FiredTimer>, Vec<Notice>, usize), WorkspaceError> {
        let due = unit.store().due_timers(now, TIMERS_AT_ONCE)?;
        #[cfg(plant)]
        if !due.unreadable.is_empty() && crate::foundation::plant::is_active("a9_workspace") {
            return Ok((Vec::new(), Vec::new(), 0));
        }
        let mut parked = due.unreadable.len();
        unit.park(due.unreadable);
        let mut fired = Vec::with_capacity(due.rows.len());
        for timer in due.rows {
            // An earlier timer of this tick may have moved or cancelled this one.
            if unit.has_changed_timer(&timer.key) {
                continue;
            }
            let effective = match self.fire(unit, &timer, now) {
                Err(WorkspaceError::Store(error @ StoreError::Unreadable { .. })) => {
                    #[cfg(plant)]
                    if crate::foundation::plant::is_active("a9_workspace") {
                        return Err(error.into());
                    }
                    // Whom or what it concerns cannot be read: both wait for a person, and nobody waits for them.
                    unit.park(vec![Unreadable {
                        collection: Collection::Timers,
                        id: timer.key.to_string(),
                        cause: "timer.subject_unreadable".to_owned(),
                    }]);
                    unit.set_aside(error)?;
                    parked += 1;
                    continue;
                }
                effective => effective?,
            };
            self.settle_expressions(unit, now)?;
            unit.fire_timer(timer.key.clone(), timer.due);
            fired.push(FiredTimer { timer, effective });
        }
        Ok((fired, unit.added_notices().to_vec(), parked))
    }

    /// Asks the engine that set the timer; false where the timer has lost its meaning.
    fn fire(
        &self,
        unit: &mut UnitOfWork<'_>,
        timer: &Timer,
        now: DateTime<Utc>,
    ) -> Result<bool, WorkspaceError> {
        let Some(customer) = unit.customer(&timer.customer)? else { return Ok(false) };
        match &timer.purpose {
            TimerPurpose::TagsDue {} => {
                let mut changed = customer.as_ref().clone();
                let engines = self.engines();
                let decision = if engines.tag.has_expressions() {
                    let history = self.history_for_tags(unit, &customer.id, false)?;
                    engines.tag.on_timer_knowing(&mut changed, timer, &history, now)
                } else {
                    engines.tag.on_timer(&mut changed, timer, now)
                };
                let told = decision.effects.iter().any(|effect| matches!(effect, Effect::Notify { .. }));
                let effective = told || !decision.value.is_empty();
                if changed != *customer {
                    if !decision.value.is_empty() {
                        changed.updated_at = now;
                    }
                    unit.put_customer(changed);
                }
                note_tag_changes(unit, &customer.id, &decision.value, now)?;
                self.settle(unit, decision.effects, now)?;
                Ok(effective)
            }
            TimerPurpose::SegmentsDue {} => self.fire_segments_due(unit, &customer, now),
            TimerPurpose::ReplyUnread { .. } => self.fire_reply_unread(unit, timer, now),
            TimerPurpose::ResponseDeadline {} | TimerPurpose::GreetingDue {} => {
                let decision = self.engines().priority.on_timer(&customer, timer, now);
                let effective = !decision.effects.is_empty();
                self.settle(unit, decision.effects, now)?;
                Ok(effective)
            }
            TimerPurpose::FollowUp {} => Ok(false),
        }
    }

    fn fire_reply_unread(
        &self,
        unit: &mut UnitOfWork<'_>,
        timer: &Timer,
        now: DateTime<Utc>,
    ) -> Result<bool, WorkspaceError> {
        let Some(id) = &timer.conversation else { return Ok(false) };
        let Some(state) = unit.conversation(id)? else { return Ok(false) };
        let Some(customer) = unit.customer(&state.customer)? else { return Ok(false) };
        let read = self.is_latest_reply_read(unit, &state)?;
        let decision = self.engines().reply.on_timer(&state, &customer, timer, read, now);
        let effective = !decision.effects.is_empty();
        if decision.value.conversation != *state {
            unit.put_conversation(decision.value.conversation);
        }
        self.settle(unit, decision.effects, now)?;
        Ok(effective)
    }

    /// Whether the customer opened the reply to the current turn; `None` where the provider never says.
    fn is_latest_reply_read(
        &self,
        unit: &mut UnitOfWork<'_>,
        state: &crate::desk::Conversation,
    ) -> Result<Option<bool>, WorkspaceError> {
        let Some(outbox) = state.turn.reply.as_ref() else { return Ok(None) };
        let Some(message) = unit.readable_outbox(outbox)?.and_then(|sent| sent.message_record.clone()) else {
            return Ok(None);
        };
        let record = unit.store().messages(std::slice::from_ref(&message))?.pop().flatten();
        Ok(record.and_then(|stored| stored.value.status).and_then(|status| match status {
            MessageStatus::Read => Some(true),
            // Delivered and not read: it may be unread, or the customer hides read receipts.
            MessageStatus::Delivered => Some(false),
            MessageStatus::Sent | MessageStatus::Failed => None,
        }))
    }
}
