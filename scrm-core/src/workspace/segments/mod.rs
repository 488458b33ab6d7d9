//! Expressions that are kept up to date in every commit, and by the clock: saved segments, and tags whose rule is one that asks
//! for more than fields.
//!
//! A unit of work that changes customers, or adds to what happened to them, settles both before it is committed, the tags first:
//! only expressions that read what changed are asked, and histories are read only where one of these reads events.

mod export;
mod history;
mod kept_index;
mod listing;
mod questions;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use super::settle::note_tag_changes;
use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::customer::Customer;
use crate::foundation::{CustomerId, EventKind};
use crate::segment::{
    AskedSegments, CustomerHistory, FactSet, SavedSegments, SegmentChange, SegmentChanges, timer_effect,
};
use crate::store::{StoreError, StoreResult};
use crate::tag::TagTrigger;
pub use export::{ExportOptions, ExportedPage};
use history::Histories;
pub(super) use history::stored_history;
pub(super) use kept_index::TouchedCustomers;
pub use listing::{RefreshedSegments, SavedSegmentListing, SegmentMember, SegmentWork};
pub use questions::IndexedSegments;

impl Workspace {
    /// A unit of work that knows what its customers were before.
    pub(super) fn begin(&self) -> UnitOfWork<'_> {
        let mut unit = UnitOfWork::new(self.store.as_ref());
        unit.tell(&self.touched_customers);
        let engines = self.engines();
        if !engines.saved_segments.is_empty() || engines.tag.has_expressions() {
            unit.keep_what_was_before();
        }
        unit
    }

    /// Asks the expressions of tags, and the saved segments, about the customers that the unit has touched since they were last
    /// asked.
    pub(super) fn settle_expressions(
        &self,
        unit: &mut UnitOfWork<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let engines = self.engines();
        let saved = &engines.saved_segments;
        if saved.is_empty() && !engines.tag.has_expressions() {
            return Ok(());
        }
        for (id, happened) in unit.take_touched() {
            match self.settle_expressions_of(unit, saved, &id, happened, now) {
                // What cannot be read must not keep anything else from being written: it waits for a person.
                Err(WorkspaceError::Store(error @ StoreError::Unreadable { .. })) => unit.set_aside(error)?,
                settled => settled?,
            }
        }
        Ok(())
    }

    /// Asks about a customer whom the unit has touched; `happened` is what it adds to the history.
    fn settle_expressions_of(
        &self,
        unit: &mut UnitOfWork<'_>,
        saved: &SavedSegments,
        id: &CustomerId,
        happened: FactSet,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let Some(mut present) = unit.customer(id)? else { return Ok(()) };
        let before = unit.customer_before(&present.id);
        let changed = |present: &Customer| match &before {
            Some(before) => happened.clone().and(FactSet::between(before, present)),
            None => FactSet::all(),
        };
        if self.settle_tag_expressions(unit, &present, before.is_none(), &changed(&present), now)? {
            let Some(tagged) = unit.customer(&present.id)? else { return Ok(()) };
            present = tagged;
        }
        let changed = changed(&present);
        self.ask_segments(unit, saved, &present, before.as_deref(), &saved.asked(&changed), now)?;
        unit.settled_customer(&present.id);
        Ok(())
    }

    /// Asks the expressions of tags that read what changed of a customer; whether anything became of it.
    fn settle_tag_expressions(
        &self,
        unit: &mut UnitOfWork<'_>,
        present: &Customer,
        is_new: bool,
        changed: &FactSet,
        now: DateTime<Utc>,
    ) -> Result<bool, WorkspaceError> {
        let engines = self.engines();
        if !engines.tag.has_expressions() || !engines.tag.asks_expressions(present, changed, now) {
            return Ok(false);
        }
        let history = self.history_for_tags(unit, &present.id, is_new)?;
        let mut tagged = present.clone();
        let trigger = TagTrigger::Changed { facts: changed };
        let decision = engines.tag.refresh_knowing(&mut tagged, trigger, &history, now);
        if tagged == *present {
            return Ok(false);
        }
        if !decision.value.is_empty() {
            tagged.updated_at = now;
        }
        unit.put_customer(tagged);
        note_tag_changes(unit, &present.id, &decision.value, now)?;
        self.settle(unit, decision.effects, now)?;
        Ok(true)
    }

    /// What happened to a customer, where an expression of a tag asks it.
    pub(super) fn history_for_tags(
        &self,
        unit: &UnitOfWork<'_>,
        customer: &CustomerId,
        is_new: bool,
    ) -> StoreResult<CustomerHistory> {
        if self.engines().tag.expressions_read_events() {
            return Ok(Histories::load(unit, customer, is_new)?.after);
        }
        Ok(CustomerHistory::default())
    }

    /// Asks about a customer whose timer fired; whether anything was entered or left.
    pub(super) fn fire_segments_due(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &Customer,
        now: DateTime<Utc>,
    ) -> Result<bool, WorkspaceError> {
        let engines = self.engines();
        let saved = &engines.saved_segments;
        if saved.is_empty() {
            return Ok(false);
        }
        let asked = AskedSegments::default();
        let changes = self.ask_segments(unit, saved, customer, Some(customer), &asked, now)?;
        if let Some(present) = unit.customer(&customer.id)? {
            // A timer that came before its time is put back.
            self.settle(unit, vec![timer_effect(&present)], now)?;
        }
        unit.settled_customer(&customer.id);
        Ok(!changes.is_empty())
    }

    /// Asks every expression of tags, and every saved segment, about a customer who is somebody else than before: after a merge,
    /// or its undoing. The event of it is in the unit already, the customer is not.
    pub(super) fn settle_expressions_anew(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &mut Customer,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let engines = self.engines();
        let saved = &engines.saved_segments;
        if saved.is_empty() && !engines.tag.has_expressions() {
            return Ok(());
        }
        let facts = FactSet::all();
        let asked = saved.asked(&facts);
        let mut history = Histories::default();
        if saved.need_history(&asked, true) || engines.tag.expressions_read_events() {
            history = match Histories::load(unit, &customer.id, false) {
                Err(error @ StoreError::Unreadable { .. }) => {
                    unit.set_aside(error)?;
                    return self.settle(unit, vec![timer_effect(customer)], now);
                }
                loaded => loaded?,
            };
        }
        if engines.tag.has_expressions() {
            let trigger = TagTrigger::Changed { facts: &facts };
            let decision = engines.tag.refresh_knowing(customer, trigger, &history.after, now);
            note_tag_changes(unit, &customer.id, &decision.value, now)?;
            self.settle(unit, decision.effects, now)?;
        }
        let changes = saved.refresh(customer, &asked, &history.after, now).value;
        note_segment_changes(unit, &customer.id, &changes)?;
        self.settle(unit, vec![timer_effect(customer)], now)
    }

    /// Asks some of the saved segments, and first all about time where it has come to that.
    fn ask_segments(
        &self,
        unit: &mut UnitOfWork<'_>,
        saved: &SavedSegments,
        present: &Customer,
        before: Option<&Customer>,
        asked: &AskedSegments,
        now: DateTime<Utc>,
    ) -> Result<SegmentChanges, WorkspaceError> {
        let is_due = present.segments_due.is_some_and(|due| due <= now);
        let mut history = Histories::default();
        if saved.need_history(asked, is_due) {
            history = Histories::load(unit, &present.id, before.is_none())?;
        }
        let mut changed = present.clone();
        let mut decisions = Vec::with_capacity(2);
        if let Some(before) = before.filter(|_| is_due) {
            decisions.push(saved.catch_up(&mut changed, before, &history.before, now));
        }
        decisions.push(saved.refresh(&mut changed, asked, &history.after, now));
        let is_new = changed.segments != present.segments || changed.segments_due != present.segments_due;
        if is_new && let Some(written) = unit.customer_mut(&present.id) {
            written.segments = changed.segments;
            written.segments_due = changed.segments_due;
        }
        let mut changes = SegmentChanges::default();
        for decision in decisions {
            changes.add(decision.value);
            self.settle(unit, decision.effects, now)?;
        }
        note_segment_changes(unit, &present.id, &changes)?;
        Ok(changes)
    }
}

/// Writes into the event log what a customer entered and left, in the order in which it happened, and counts what was asked.
fn note_segment_changes(
    unit: &mut UnitOfWork<'_>,
    customer: &CustomerId,
    changes: &SegmentChanges,
) -> StoreResult<()> {
    let entered = |change: &SegmentChange| EventKind::SegmentEntered { segment: change.segment.clone() };
    let left = |change: &SegmentChange| EventKind::SegmentLeft { segment: change.segment.clone() };
    let mut noted: Vec<(DateTime<Utc>, EventKind)> =
        changes.left.iter().map(|change| (change.at, left(change))).collect();
    noted.extend(changes.entered.iter().map(|change| (change.at, entered(change))));
    noted.sort_by_key(|(at, _)| *at);
    unit.count_segments(changes);
    noted.into_iter().try_for_each(|(at, kind)| unit.note(at, customer, None, kind))
}
