//! Events in: what people did, what providers reported, what shops' own systems know.

use chrono::{DateTime, TimeDelta, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::holding::latest_thread;
use super::unit_of_work::UnitOfWork;
use super::{NamedId, Workspace, WorkspaceError};
use crate::customer::{Customer, Field, FieldName, FieldValue};
use crate::desk::{Author, MessageRecord, Rating};
use crate::foundation::{CustomerId, Event, EventId, EventKind, MessageId, MessageStatus, Money};
use crate::priority::{Awaited, PriorityInput};
use crate::tag::{Activity, ActivityKind, PersonsChoice, TagAction, TagTrigger};
use crate::transport::OutboxState;
use crate::trust;
use crate::trust::consent::{ConsentAction, ConsentEntry};

/// Listings end before their upper bound; what happened at `now` itself counts.
pub(super) const INSTANT: TimeDelta = TimeDelta::microseconds(1);

/// Spend counts over this long: a year.
const SPEND_WINDOW: TimeDelta = TimeDelta::days(365);

/// What became of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recorded {
    /// The event.
    pub event: EventId,
    /// False where the event was known already: nothing was changed.
    pub new: bool,
}

impl Workspace {
    /// Records what happened, in the order of its times (of two at one time, in the order given) and in one commit: agents'
    /// replies, quotes, samples, orders, provider statuses, clicks and ratings, consents, notes, visits, tags that people set and
    /// take away. An event known already changes nothing. The answers are in the order given.
    ///
    /// # Errors
    /// [`WorkspaceError::WrongDoor`] for a customer's message (that is [`receive`](Workspace::receive)) and for what the engine
    /// alone writes, such as merges; [`WorkspaceError::EventWithout`] and [`WorkspaceError::EventAboutNothing`] where the
    /// customer, conversation or message is missing; [`WorkspaceError::NoSuchRating`] for stars outside of 1 to 5;
    /// [`WorkspaceError::NoSuchTag`] for a tag that the taxonomy does not have; nothing of the batch is recorded then.
    pub fn record(&self, events: &[Event], now: DateTime<Utc>) -> Result<Vec<Recorded>, WorkspaceError> {
        let (recorded, wait) = self.commit_decided(now, |unit| {
            let mut wait = self.average_wait();
            let before = wait;
            let mut recorded = Vec::with_capacity(events.len());
            let mut by_time: Vec<(u64, &Event)> = (1_u64..).zip(events).collect();
            by_time.sort_by_key(|(_, event)| event.at.min(now));
            for (position, event) in by_time {
                let new = match &event.kind {
                    EventKind::MessageStatusChanged { message, status } => {
                        self.change_status(unit, message, *status, position, now)?
                    }
                    _ if unit.is_known_event(&event.id)? => false,
                    _ => {
                        self.record_one(unit, event, position, &mut wait, now)?;
                        true
                    }
                };
                recorded.push((position, Recorded { event: event.id.clone(), new }));
            }
            if wait != before {
                wait.save(unit);
            }
            recorded.sort_unstable_by_key(|(position, _)| *position);
            Ok((recorded.into_iter().map(|(_, recorded)| recorded).collect(), wait))
        })?;
        self.remember_average_wait(wait);
        Ok(recorded)
    }

    fn record_one(
        &self,
        unit: &mut UnitOfWork<'_>,
        event: &Event,
        position: u64,
        wait: &mut super::history::AverageWait,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        if event.id.as_str().trim().is_empty() {
            return Err(WorkspaceError::EventWithout { position, field: "id" });
        }
        if let Some((kind, instead)) = own_door(&event.kind) {
            return Err(WorkspaceError::WrongDoor { position, kind, instead });
        }
        if let EventKind::ReplyRated { stars, .. } = event.kind
            && !(1..=5).contains(&stars)
        {
            return Err(WorkspaceError::NoSuchRating { position, stars });
        }
        let mut event = event.clone();
        if let EventKind::LinkClicked { message } | EventKind::ReplyRated { message, .. } = &event.kind {
            let sent = note_reception(unit, message, &event, position)?;
            if event.conversation.is_none() {
                event.conversation = Some(sent.conversation.clone());
                // A message stays with the survivor of a merge that was undone, and its conversation is somebody else's again, who
                // is the one that read it.
                event.customer.take_if(|named| *named == sent.customer);
            }
        }
        let customer = self.customer_of(unit, &event, position)?;
        // A note is about whom the host names: undone, a merge takes it back to where it was meant for.
        let is_note = matches!(event.kind, EventKind::NoteAdded { .. });
        let named = event.customer.take().filter(|_| is_note);
        event.customer = Some(named.unwrap_or_else(|| customer.id.clone()));
        if let Some(choice) = persons_choice(&event, now) {
            if !self.is_tag_to_change(&customer, &choice) {
                return Err(WorkspaceError::NoSuchTag { position, tag: choice.tag.clone() });
            }
            unit.add_event(event.clone());
            if self.is_overtaken(unit, &customer, &choice, now)? {
                return Ok(());
            }
            return self.change_tag_by_person(unit, &customer.id, &choice, now);
        }
        match event.kind {
            EventKind::AgentReplied { .. } => self.keep_agents_message(unit, &mut event, &customer)?,
            EventKind::ConversationTaken { .. } | EventKind::ConversationClosed { .. } => {
                if event.conversation.is_none() {
                    event.conversation = latest_thread(unit, &customer.id)?;
                }
                if event.conversation.is_none() {
                    return Err(WorkspaceError::EventWithout { position, field: "conversation" });
                }
            }
            _ => {}
        }
        unit.add_event(event.clone());
        let mut first_reply = false;
        // A clock that is ahead holds nothing up: what comes from the future happened now.
        let at = event.at.min(now);
        match &event.kind {
            EventKind::AgentReplied { agent, .. } => {
                first_reply = self.is_first_reply(unit, &customer.id)?;
                self.agent_replied(unit, &event, &customer, agent.as_ref(), wait, now)?;
            }
            EventKind::ConversationTaken { agent } => {
                self.conversation_taken(unit, &event, agent, at, now)?;
            }
            EventKind::ConversationClosed { .. } => {
                self.conversation_closed(unit, &event, &customer.id, at, now)?;
            }
            EventKind::FollowedUp { .. } => note_follow_up(unit, &customer, event.at, now),
            EventKind::ConsentGiven { purpose, channel } => {
                add_consent(unit, &customer, &event, ConsentAction::Given, Some(*purpose), *channel, now);
            }
            EventKind::ConsentWithdrawn { purpose, channel } => {
                add_consent(unit, &customer, &event, ConsentAction::Withdrawn, *purpose, *channel, now);
            }
            EventKind::OrderPlaced { .. } => self.weigh_spending(unit, &customer, now)?,
            _ => {}
        }
        let activity = match ActivityKind::counted(&event.kind) {
            Some(_) => Some(self.recent_activity(unit, &customer.id, now)?),
            None => None,
        };
        let trigger = TagTrigger::Event { event: &event, activity: activity.as_ref(), first_reply };
        self.refresh_tags(unit, &customer.id, trigger, now)?;
        self.take_away_again(unit, &customer, at, now)
    }

    /// Moves a message's status forward; whether it moved. The status is kept with the message, not in the log:
    /// reports come several times and in any order, and only the furthest counts. The outbox follows, so that a message which never
    /// arrived is nowhere an answer.
    fn change_status(
        &self,
        unit: &mut UnitOfWork<'_>,
        message: &MessageId,
        status: MessageStatus,
        position: u64,
        now: DateTime<Utc>,
    ) -> Result<bool, WorkspaceError> {
        let Some(record) = unit.message(message)? else {
            let id = NamedId::new(message.as_str());
            return Err(WorkspaceError::EventAboutNothing {
                position,
                field: "message",
                what: "message",
                id,
            });
        };
        let after = record.status.map_or(status, |present| present.forward_to(status));
        if record.status == Some(after) {
            return Ok(false);
        }
        let is_ours = matches!(record.author, Author::Engine { .. });
        if let Some(id) = record.outbox.as_ref().filter(|_| is_ours)
            && let Some(entry) = unit.readable_outbox(id)?
        {
            let sent = OutboxState::Sent { at: record.at, external_id: record.external_id.clone() };
            if let Some(changed) = self.engines().outbox.report_status(&entry, after, sent, now) {
                unit.put_outbox(changed);
            }
        }
        if let Some(changed) = unit.message_mut(message) {
            changed.status = Some(after);
        }
        Ok(true)
    }

    /// Whether the taxonomy has a tag that a person sets or takes away. What a customer carries may go in any case: the tag may
    /// come from a playbook of before.
    fn is_tag_to_change(&self, customer: &Customer, choice: &PersonsChoice<'_>) -> bool {
        let is_carried = choice.action != TagAction::Set && customer.tag(choice.tag).is_some();
        is_carried || self.engines().tag.place(choice.tag).is_some()
    }

    /// Whom an event concerns: its customer, or its conversation's, after merges.
    fn customer_of(
        &self,
        unit: &mut UnitOfWork<'_>,
        event: &Event,
        position: u64,
    ) -> Result<Arc<Customer>, WorkspaceError> {
        let about_nothing = |field, what, id: &str| {
            let id = NamedId::new(id);
            WorkspaceError::EventAboutNothing { position, field, what, id }
        };
        let no_customer = |id: &CustomerId| about_nothing("customer", "customer", id.as_str());
        let named = match &event.customer {
            Some(id) => Some(unit.customer(id)?.ok_or_else(|| no_customer(id))?),
            None => None,
        };
        let Some(conversation) = &event.conversation else {
            return named.ok_or(WorkspaceError::EventWithout { position, field: "customer" });
        };
        let no_conversation = |what| about_nothing("conversation", what, conversation.as_str());
        let thread = unit.conversation(conversation)?.map(|state| state.customer.clone());
        let owner = thread.ok_or_else(|| no_conversation("conversation"))?;
        let owner = unit.customer(&owner)?.ok_or_else(|| no_customer(&owner))?;
        // What one customer was written must not stand in another's history.
        match named.filter(|named| named.id != owner.id) {
            Some(_) => Err(no_conversation("conversation of this customer")),
            None => Ok(owner),
        }
    }

    /// Whether nothing and nobody has answered this customer so far.
    pub(super) fn is_first_reply(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &CustomerId,
    ) -> Result<bool, WorkspaceError> {
        let threads = unit.conversations_of(customer)?;
        Ok(threads.iter().all(|thread| thread.last_reply_at.is_none() && thread.last_agent_at.is_none()))
    }

    /// An order came in: is this a customer whom a person should greet?
    fn weigh_spending(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &Arc<Customer>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let events = unit.events_of(&customer.id, now - SPEND_WINDOW, now)?;
        let engines = self.engines();
        let table = engines.currency();
        let minor = events.iter().fold(0_i64, |sum, event| match &event.kind {
            EventKind::OrderPlaced { order } => {
                sum.saturating_add(table.to_base(order.total).map_or(0, |money| money.minor))
            }
            _ => sum,
        });
        let Some(current) = unit.customer(&customer.id)? else { return Ok(()) };
        let input = PriorityInput {
            customer: &current,
            new_inquiry: false,
            high_value_words: false,
            since: current.priority.as_ref().map_or(now, |present| present.since),
            annual_spend: Some(Money { minor, currency: table.base }),
        };
        let (priority, effects) = engines.priority.decide(&input, Awaited::First, now);
        // Only a customer who is in the queue keeps a place in it; an order alone asks nothing of anybody.
        if current.priority.is_some()
            && let Some(changed) = unit.customer_mut(&current.id)
        {
            changed.priority = Some(priority);
            changed.updated_at = now;
        }
        self.settle(unit, effects, now)
    }

    /// What a customer did lately, where a tag's rule asks for it.
    fn recent_activity(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &CustomerId,
        now: DateTime<Utc>,
    ) -> Result<Activity, WorkspaceError> {
        let engines = self.engines();
        let from = engines.calendar.subtract(now, engines.tag.activity_window());
        let events = unit.events_of(customer, from, now)?;
        Ok(engines.tag.activity(&events, now))
    }
}

/// The name of a kind of event that no host records, and which call does what it tells of: the log would say that something
/// happened which did not, and reports would count it.
const fn own_door(kind: &EventKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        EventKind::MessageReceived { .. } => ("message_received", "call `receive` with the message"),
        EventKind::AutomaticReplySent { .. } => {
            ("automatic_reply_sent", "call `acknowledge` with the message of the outbox")
        }
        EventKind::CustomerCreated {} => {
            ("customer_created", "import the customer, or call `receive` with the first message")
        }
        EventKind::CustomerMerged { .. } => ("customer_merged", "call `merge` with the two customers"),
        EventKind::MergeUndone { .. } => ("merge_undone", "call `undo_merge` with the merge"),
        EventKind::SegmentEntered { .. } => ("segment_entered", "call `refresh_segments`"),
        EventKind::SegmentLeft { .. } => ("segment_left", "call `refresh_segments`"),
        EventKind::NoticeRaised { .. } => ("notice_raised", "call `tick`, which raises what is due"),
        _ => return None,
    })
}

/// What a person decided about a tag, where an event tells of that.
fn persons_choice(event: &Event, now: DateTime<Utc>) -> Option<PersonsChoice<'_>> {
    let (tag, agent, action) = match &event.kind {
        EventKind::TagSet { tag, agent } => (tag, agent, TagAction::Set),
        EventKind::TagRemoved { tag, agent, .. } => (tag, agent, TagAction::Remove),
        _ => return None,
    };
    Some(PersonsChoice { agent: agent.as_ref(), tag, action, at: event.at.min(now) })
}

/// Marks a message of ours with how the customer took it, and gives the message. Clicks are reported several times, and a
/// customer may change a rating: the first click and the last rating count.
fn note_reception(
    unit: &mut UnitOfWork<'_>,
    message: &MessageId,
    event: &Event,
    position: u64,
) -> Result<Arc<MessageRecord>, WorkspaceError> {
    let found = unit.message(message)?.filter(|record| record.author != Author::Customer);
    let Some(record) = found else {
        let id = NamedId::new(message.as_str());
        return Err(WorkspaceError::EventAboutNothing {
            position,
            field: "message",
            what: "message of ours",
            id,
        });
    };
    let mut taken = record.reception.as_deref().cloned().unwrap_or_default();
    match event.kind {
        EventKind::LinkClicked { .. } => {
            taken.clicked_at = Some(taken.clicked_at.map_or(event.at, |first| first.min(event.at)));
        }
        EventKind::ReplyRated { stars, .. } if taken.rating.is_none_or(|last| last.at <= event.at) => {
            taken.rating = Some(Rating { stars, at: event.at });
        }
        _ => {}
    }
    if record.reception.as_deref() != Some(&taken)
        && let Some(changed) = unit.message_mut(message)
    {
        changed.reception = Some(Box::new(taken));
    }
    Ok(record)
}

pub(super) fn set_last_follow_up(customer: &mut Customer, at: DateTime<Utc>) {
    let day = at.date_naive();
    let is_later = match customer.value(&FieldName::LastFollowUp) {
        Some(FieldValue::Date(present)) => *present < day,
        _ => true,
    };
    if is_later {
        let field = Field { value: FieldValue::Date(day), source: CompactString::const_new("event"), at };
        customer.set_field(FieldName::LastFollowUp, field);
    }
}

fn note_follow_up(unit: &mut UnitOfWork<'_>, customer: &Customer, at: DateTime<Utc>, now: DateTime<Utc>) {
    if let Some(changed) = unit.customer_mut(&customer.id) {
        set_last_follow_up(changed, at);
        changed.updated_at = now;
    }
}

fn add_consent(
    unit: &mut UnitOfWork<'_>,
    customer: &Customer,
    event: &Event,
    action: ConsentAction,
    purpose: Option<crate::trust::consent::Purpose>,
    channel: Option<crate::trust::consent::ConsentChannel>,
    now: DateTime<Utc>,
) {
    if let Some(changed) = unit.customer_mut(&customer.id) {
        let source = format!("event:{}", event.id);
        // What comes from the future was said now, and outlasts nothing that is said after it.
        let at = event.at.min(now);
        let entry = ConsentEntry { at, action, purpose, channel, source, text_version: None };
        trust::add_entry(&mut changed.consents, entry);
        changed.updated_at = now;
    }
}
