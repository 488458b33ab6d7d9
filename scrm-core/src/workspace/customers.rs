//! Customers for people: one with its timeline, the queue, search, merges by hand.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::pages::visit_pages;
use super::settle::note_tag_changes;
use super::unit_of_work::UnitOfWork;
use super::{NamedId, Workspace, WorkspaceError};
use crate::customer::{Customer, PriorityState, TimelineEntry, timeline};
use crate::dedupe::{DedupeError, history_ids, plan_merge, plan_undo};
use crate::desk::Conversation;
use crate::foundation::{CustomerId, MergeId, Reason};
use crate::priority::{QueueEntry, queue_order};
use crate::store::{MergeRecord, PriorImage, Timer, Versioned};
use crate::tag::merge_tags;

/// Customers read at once when all of them are listed.
const PAGE: usize = 1_000;

/// A customer as people see one: the record and everything that happened, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerView {
    /// The record.
    pub customer: Customer,
    /// Everything that happened, oldest first, across channels and merges.
    pub timeline: Vec<TimelineEntry>,
}

/// A customer who waits, in the order of urgency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueuedCustomer {
    /// Who.
    pub id: CustomerId,
    /// 1 (most urgent) to 3.
    pub level: u8,
    /// 0 to 100.
    pub score: f64,
    /// When a person's answer is due.
    pub respond_by: DateTime<Utc>,
    /// Whether that has passed.
    pub overdue: bool,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Workspace {
    /// One customer, following merges to the survivor.
    ///
    /// # Errors
    /// [`WorkspaceError::NotFound`] where there is none.
    pub fn customer(&self, id: &CustomerId) -> Result<Customer, WorkspaceError> {
        let mut unit = UnitOfWork::new(self.store.as_ref());
        let found = unit.customer(id)?;
        found
            .map(|customer| customer.as_ref().clone())
            .ok_or_else(|| WorkspaceError::NotFound { what: "customer", id: NamedId::new(id.as_str()) })
    }

    /// One customer with the timeline of everything that happened between `from` and `to`, also to those who
    /// were merged into it.
    ///
    /// # Errors
    /// [`WorkspaceError::NotFound`] where there is none.
    pub fn customer_view(
        &self,
        id: &CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<CustomerView, WorkspaceError> {
        let customer = self.customer(id)?;
        let merges = self.all_merges()?;
        let references: Vec<&MergeRecord> = merges.iter().map(AsRef::as_ref).collect();
        let ids = history_ids(&customer.id, &references);
        let mut messages = Vec::new();
        let mut events = Vec::new();
        for id in &ids {
            messages.extend(self.store.messages_of(id, from, to)?.into_iter().map(|stored| stored.value));
            events.extend(self.store.events_of(id, from, to)?);
        }
        let mut notices = self.store.list_notices(from, to, usize::MAX)?;
        notices.retain(|notice| ids.contains(&notice.customer));
        let merges: Vec<MergeRecord> = merges
            .into_iter()
            .filter(|merge| ids.contains(&merge.result.id))
            .map(Arc::unwrap_or_clone)
            .collect();
        Ok(CustomerView { customer, timeline: timeline(messages, events, notices, &merges) })
    }

    /// Calls `visit` with every customer that was not merged away, in the order of ids.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn visit_customers(&self, mut visit: impl FnMut(&Customer)) -> Result<(), WorkspaceError> {
        visit_pages(
            PAGE,
            |after| self.store.list_customers(after, PAGE),
            |stored| stored.value.id.clone(),
            |stored| {
                if stored.value.merged_into.is_none() {
                    visit(&stored.value);
                }
            },
        )
    }

    /// Customers that were not merged away, in the order of ids: at most `limit` of those after `after`. A list
    /// shorter than `limit` is the last one.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// assert!(workspace.customers(None, 100)?.is_empty());
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn customers(
        &self,
        after: Option<&CustomerId>,
        limit: usize,
    ) -> Result<Vec<Arc<Customer>>, WorkspaceError> {
        let mut found: Vec<Arc<Customer>> = Vec::new();
        let mut after = after.cloned();
        while found.len() < limit {
            let wanted = limit - found.len();
            let page = self.store.list_customers(after.as_ref(), wanted.min(PAGE))?;
            let Some(last) = page.last() else { break };
            after = Some(last.value.id.clone());
            found.extend(
                page.into_iter().map(|stored| stored.value).filter(|customer| customer.merged_into.is_none()),
            );
        }
        Ok(found)
    }

    /// Customers who wait for a person, most urgent first.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn queue(&self, limit: usize, now: DateTime<Utc>) -> Result<Vec<QueuedCustomer>, WorkspaceError> {
        let mut waiting = Vec::new();
        self.visit_customers(|customer| {
            let due = customer.priority.as_ref().filter(|priority| priority.is_waiting());
            if let Some(priority) = due.filter(|_| customer.archived_at.is_none()) {
                let score = self.engines().priority.score(customer, priority, now);
                waiting.push((customer.id.clone(), priority.clone(), score));
            }
        })?;
        waiting.sort_by(|a, b| queue_order(&entry(a), &entry(b)));
        waiting.truncate(limit);
        Ok(waiting
            .into_iter()
            .map(|(id, priority, score)| QueuedCustomer {
                id,
                level: priority.level,
                score,
                respond_by: priority.respond_by,
                overdue: priority.respond_by < now,
                reasons: priority.reasons,
            })
            .collect())
    }

    /// Merges two customers into `survivor`, by the playbook's survivorship. [`undo_merge`](Self::undo_merge)
    /// takes it back exactly.
    ///
    /// # Errors
    /// [`WorkspaceError::Dedupe`] where the two contradict each other or are one already.
    pub fn merge(
        &self,
        survivor: &CustomerId,
        absorbed: &CustomerId,
        now: DateTime<Utc>,
    ) -> Result<MergeId, WorkspaceError> {
        self.commit_decided(now, |unit| {
            let reasons = vec![Reason::new("dedupe.merged_by_hand")];
            self.merge_in(unit, survivor, absorbed, reasons, now)
        })
    }

    pub(super) fn merge_in(
        &self,
        unit: &mut UnitOfWork<'_>,
        survivor: &CustomerId,
        absorbed: &CustomerId,
        reasons: Vec<Reason>,
        now: DateTime<Utc>,
    ) -> Result<MergeId, WorkspaceError> {
        let stays = self.belongings(unit, survivor)?;
        let goes = self.belongings(unit, absorbed)?;
        let engines = self.engines();
        let tags = merge_tags(&stays.customer.tags, &goes.customer.tags, &engines.tag);
        let policy = engines.survivorship();
        let mut plan = plan_merge(stays.image(), goes.image(), tags, &[], policy, reasons, now)?;
        for id in &plan.moved_conversations {
            if let Some(state) = unit.conversation_mut(id) {
                state.customer = plan.record.result.id.clone();
            }
        }
        plan.cancelled_timers.into_iter().for_each(|key| unit.cancel_timer(key));
        plan.set_timers.into_iter().for_each(|timer| unit.set_timer(timer));
        unit.add_event(plan.event);
        let MergeRecord { survivor: stayed, absorbed: went, result, .. } = &mut plan.record;
        self.settle_tags_anew(unit, result, &[&stayed.customer, &went.customer], now)?;
        self.settle_expressions_anew(unit, &mut plan.record.result, now)?;
        let id = plan.record.id.clone();
        unit.answer_review_with_merge(&plan.record.result.id, &plan.absorbed.id)?;
        unit.unlink_keys(&plan.absorbed.id);
        unit.put_customer_without_keys(plan.absorbed);
        unit.put_customer(plan.record.result.clone());
        unit.settled_customer(&plan.record.result.id);
        unit.add_merge(Versioned::new(plan.record));
        Ok(id)
    }

    /// Holds the rules of tags against the fields in which a customer differs from those that it was made of, and moves the
    /// timer: whoever is known for longer through a merge may be due earlier than either was.
    fn settle_tags_anew(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &mut Customer,
        made_of: &[&Customer],
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let decision = self.engines().tag.refresh_whole(customer, made_of, now);
        note_tag_changes(unit, &customer.id, &decision.value, now)?;
        self.settle(unit, decision.effects, now)
    }

    /// A customer with what hangs on it, as a merge or its undoing needs it.
    fn belongings(&self, unit: &mut UnitOfWork<'_>, id: &CustomerId) -> Result<Belongings, WorkspaceError> {
        let customer = unit
            .customer(id)?
            .ok_or_else(|| WorkspaceError::NotFound { what: "customer", id: NamedId::new(id.as_str()) })?;
        let conversations = unit.conversations_of(&customer.id)?;
        let timers = unit.timers_of(&customer.id)?;
        Ok(Belongings { customer, conversations, timers })
    }

    /// Takes a merge back: the absorbed customer returns exactly as it was, and what was changed on the
    /// survivor since the merge stays. The two are remembered as two people.
    ///
    /// # Errors
    /// [`WorkspaceError::NotFound`] where there is no such merge; [`WorkspaceError::Dedupe`] where it was undone
    /// before or a later merge has to be undone first.
    pub fn undo_merge(&self, id: &MergeId, now: DateTime<Utc>) -> Result<CustomerId, WorkspaceError> {
        self.commit_decided(now, |unit| {
            let stored = self
                .store
                .merge(id)?
                .ok_or_else(|| WorkspaceError::NotFound { what: "merge", id: NamedId::new(id.as_str()) })?;
            let merges = self.all_merges()?;
            let others: Vec<&MergeRecord> = merges.iter().map(AsRef::as_ref).collect();
            let survivor = self.belongings(unit, &stored.value.result.id)?;
            if stored.value.undone_at.is_none() && survivor.customer.id != stored.value.result.id {
                let into = survivor.customer.id.clone();
                return Err(DedupeError::SurvivorGone { merge: id.clone(), into }.into());
            }
            let plan = plan_undo(
                &stored.value,
                &others,
                &survivor.customer,
                &survivor.conversations,
                &survivor.timers,
                now,
            )?;
            let mut answered_at = None;
            for id in &plan.returned_conversations {
                if let Some(state) = unit.conversation_mut(id) {
                    state.customer = plan.restored.id.clone();
                    answered_at = answered_at.max(state.last_agent_at);
                }
            }
            plan.cancelled_timers.into_iter().for_each(|key| unit.cancel_timer(key));
            plan.set_timers.into_iter().for_each(|timer| unit.set_timer(timer));
            let restored = plan.restored.id.clone();
            unit.load_customers(std::slice::from_ref(&restored))?;
            unit.add_event(plan.event);
            let images = [&stored.value.survivor, &stored.value.absorbed];
            for (mut customer, image) in [plan.survivor, plan.restored].into_iter().zip(images) {
                let id = customer.id.clone();
                self.settle_tags_anew(unit, &mut customer, &[&image.customer], now)?;
                self.settle_expressions_anew(unit, &mut customer, now)?;
                // Whoever was answered in between waits no more, though the record of before says so.
                if let Some(at) = answered_at.filter(|_| id == restored) {
                    let effects = self.engines().priority.responded(&mut customer, at).effects;
                    self.settle(unit, effects, now)?;
                }
                unit.put_customer(customer);
                unit.settled_customer(&id);
            }
            unit.add_merge(Versioned::at(stored.version, plan.record));
            unit.decide_review(plan.review)?;
            Ok(restored)
        })
    }

    /// Every merge, oldest id first.
    fn all_merges(&self) -> Result<Vec<Arc<MergeRecord>>, WorkspaceError> {
        let mut all = Vec::new();
        visit_pages(
            PAGE,
            |after| self.store.list_merges(after, PAGE),
            |stored| stored.value.id.clone(),
            |stored| all.push(stored.value),
        )?;
        Ok(all)
    }
}

/// A waiting customer as the queue's order sees it.
fn entry((id, priority, score): &(CustomerId, PriorityState, f64)) -> QueueEntry<'_> {
    QueueEntry { score: *score, waiting_since: priority.since, customer: id }
}

/// A customer with what moves with it.
struct Belongings {
    customer: Arc<Customer>,
    conversations: Vec<Conversation>,
    timers: Vec<Timer>,
}

impl Belongings {
    fn image(self) -> PriorImage {
        PriorImage {
            customer: Arc::unwrap_or_clone(self.customer),
            conversations: self.conversations.into_iter().map(|conversation| conversation.id).collect(),
            timers: self.timers,
        }
    }
}
