//! What events, notices and the outbox say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;

use super::report::{Funnel, OutboxFigures};
use crate::foundation::{CustomerId, Event, EventKind, Notice, NoticeKind};
use crate::transport::{NotSent, OutboxMessage, OutboxState};

const INQUIRED: u8 = 1;
const QUOTED: u8 = 2;
const SAMPLED: u8 = 4;
const ORDERED: u8 = 8;

/// Memory grows with the customers who were active in the window: one small entry each.
#[derive(Debug)]
pub(crate) struct ActivityTally {
    from: DateTime<Utc>,
    now: DateTime<Utc>,
    pub(crate) merged: u64,
    pub(crate) merges_undone: u64,
    pub(crate) tags_set: u64,
    pub(crate) tags_removed: u64,
    opted_out: BTreeSet<CustomerId>,
    steps: FxHashMap<CustomerId, u8>,
    pub(crate) notices: BTreeMap<String, u64>,
    pub(crate) outbox: OutboxFigures,
}

impl ActivityTally {
    pub(crate) fn new(from: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self {
            from,
            now,
            merged: 0,
            merges_undone: 0,
            tags_set: 0,
            tags_removed: 0,
            opted_out: BTreeSet::new(),
            steps: FxHashMap::default(),
            notices: BTreeMap::new(),
            outbox: OutboxFigures::default(),
        }
    }

    fn in_window(&self, at: DateTime<Utc>) -> bool {
        at >= self.from && at <= self.now
    }

    pub(crate) fn add_event(&mut self, event: &Event) {
        if !self.in_window(event.at) {
            return;
        }
        match &event.kind {
            EventKind::CustomerMerged { .. } => self.merged += 1,
            EventKind::MergeUndone { .. } => self.merges_undone += 1,
            EventKind::TagSet { .. } => self.tags_set += 1,
            EventKind::TagRemoved { .. } => self.tags_removed += 1,
            EventKind::ConsentWithdrawn { .. } => self.opted_out.extend(event.customer.clone()),
            EventKind::MessageReceived { .. } => self.step(event.customer.as_ref(), INQUIRED),
            EventKind::QuoteSent { .. } => self.step(event.customer.as_ref(), QUOTED),
            EventKind::SampleSent {} => self.step(event.customer.as_ref(), SAMPLED),
            EventKind::OrderPlaced { .. } => self.step(event.customer.as_ref(), ORDERED),
            _ => {}
        }
    }

    /// A message of the customer's within the window.
    pub(crate) fn wrote(&mut self, customer: &CustomerId, at: DateTime<Utc>) {
        if self.in_window(at) {
            self.step(Some(customer), INQUIRED);
        }
    }

    fn step(&mut self, customer: Option<&CustomerId>, step: u8) {
        let Some(customer) = customer else { return };
        match self.steps.get_mut(customer) {
            Some(steps) => *steps |= step,
            None => {
                self.steps.insert(customer.clone(), step);
            }
        }
    }

    pub(crate) fn add_notice(&mut self, notice: &Notice) {
        if self.in_window(notice.at) {
            *self.notices.entry(notice_name(notice.kind).to_owned()).or_default() += 1;
        }
    }

    pub(crate) fn add_outbox(&mut self, message: &OutboxMessage) {
        let state = match &message.state {
            OutboxState::Pending => "pending",
            OutboxState::Claimed { .. } => "claimed",
            OutboxState::Attempting { .. } => "attempting",
            OutboxState::Sent { .. } => "sent",
            OutboxState::Failed { failure, .. } => {
                *self.outbox.failures.entry(failure.code.clone()).or_default() += 1;
                "failed"
            }
            OutboxState::Unknown { .. } => "unknown",
            OutboxState::Cancelled { .. } => "cancelled",
            OutboxState::Parked { .. } => "parked",
        };
        *self.outbox.states.entry(state.to_owned()).or_default() += 1;
        let Some(why) = message.state.not_sent() else { return };
        // What is set aside or unknown waits for a person, however long it has.
        let waits_for_a_person = matches!(why, NotSent::Parked | NotSent::Unknown);
        if waits_for_a_person || message.state.ended_at().is_some_and(|at| self.in_window(at)) {
            *self.outbox.not_sent.entry(why.as_str().to_owned()).or_default() += 1;
        }
    }

    pub(crate) fn opt_outs(&self) -> u64 {
        self.opted_out.len() as u64
    }

    pub(crate) fn funnel(&self) -> Funnel {
        let reached = |step: u8| self.steps.values().filter(|steps| **steps & step != 0).count() as u64;
        Funnel {
            inquired: reached(INQUIRED),
            quoted: reached(QUOTED),
            sampled: reached(SAMPLED),
            ordered: reached(ORDERED),
        }
    }
}

const fn notice_name(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::TagReminder => "tag_reminder",
        NoticeKind::TagPrompt => "tag_prompt",
        NoticeKind::TagReview => "tag_review",
        NoticeKind::TagOverdue => "tag_overdue",
        NoticeKind::HandOver => "hand_over",
        NoticeKind::HighValue => "high_value",
        NoticeKind::GreetingDue => "greeting_due",
        NoticeKind::Deadline => "deadline",
        NoticeKind::FollowUpDue => "follow_up_due",
    }
}
