//! Tags: what is true of a customer now, and until when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::decision::Consequences;
use super::event::RecordedEvent;
use super::operation::operations;
use crate::customer::{Customer, FieldName};
use crate::foundation::time::Instant;
use crate::foundation::{AgentId, Decision, ErrorInfo, Notice, Reason, TagId, Timer, TimerKey};
use crate::tag::{AgendaItem, TagAction, TagChanges, TagTrigger};
use crate::workspace::Engines;

operations! { Engines;
    /// Fires the timer of a customer's tags, and gives the customer with the tags as they then are.
    "tag.on_timer"("customer", "timer") = on_timer: TimerRequest => TagsAfter;
    /// Looks at a customer's tags after something happened, and gives the customer with the tags as they then are.
    "tag.refresh"("customer", "trigger") = refresh: RefreshRequest => TagsAfter;
}

/// A customer, and why the tags are looked at.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RefreshRequest {
    /// The record.
    customer: Customer,
    /// Why.
    trigger: RefreshTrigger,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// Why tags are looked at.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum RefreshTrigger {
    /// The customer was just imported or made, or completed from another source.
    Imported {},
    /// Fields changed.
    Edited {
        /// Which.
        fields: Vec<FieldName>,
    },
    /// Something happened.
    Event {
        /// What.
        event: Box<RecordedEvent>,
        /// Whether nothing and nobody had answered the customer before.
        #[serde(default)]
        first_reply: bool,
        /// What happened before, as far back as the playbook counts activity.
        #[serde(default)]
        past: Vec<RecordedEvent>,
    },
    /// Time went by.
    TimePassed {},
    /// A person decided.
    Person {
        /// Who.
        agent: AgentId,
        /// About which tag.
        tag: TagId,
        /// What.
        action: TagAction,
    },
}

/// A customer's tags after they were looked at.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct TagsAfter {
    /// The record with its tags.
    customer: Customer,
    /// The ids of all its tags, sorted.
    tags: Vec<TagId>,
    /// What changed.
    changes: TagChanges,
    /// Timers to set; one that is set under a key that exists moves it.
    timers: Vec<Timer>,
    /// Timers to cancel.
    cancelled_timers: Vec<TimerKey>,
    /// The steps of the tags that are to come.
    agenda: Vec<AgendaItem>,
    /// What people are to be told.
    notices: Vec<Notice>,
    /// Why.
    reasons: Vec<Reason>,
}

fn refresh(engines: &Engines, request: RefreshRequest) -> Result<TagsAfter, ErrorInfo> {
    let RefreshRequest { mut customer, trigger, now } = request;
    let engine = &engines.tag;
    let decision = match trigger {
        RefreshTrigger::Imported {} => engine.refresh(&mut customer, TagTrigger::Imported, now),
        RefreshTrigger::TimePassed {} => engine.refresh(&mut customer, TagTrigger::TimePassed, now),
        RefreshTrigger::Edited { fields } => {
            engine.refresh(&mut customer, TagTrigger::Edited { fields: &fields }, now)
        }
        RefreshTrigger::Person { agent, tag, action } => {
            engine.refresh(&mut customer, TagTrigger::Person { agent: &agent, tag: &tag, action }, now)
        }
        RefreshTrigger::Event { event, first_reply, past } => {
            let event = event.0;
            let mut events: Vec<_> = past.into_iter().map(|past| past.0).collect();
            events.push(event.clone());
            let activity = engine.activity(&events, now);
            let trigger = TagTrigger::Event { event: &event, activity: Some(&activity), first_reply };
            engine.refresh(&mut customer, trigger, now)
        }
    };
    Ok(tags_after(engines, customer, decision, now))
}

/// A customer and a timer that fired.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TimerRequest {
    /// The record.
    customer: Customer,
    /// The timer.
    timer: Timer,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn on_timer(engines: &Engines, request: TimerRequest) -> Result<TagsAfter, ErrorInfo> {
    let TimerRequest { mut customer, timer, now } = request;
    let decision = engines.tag.on_timer(&mut customer, &timer, now);
    Ok(tags_after(engines, customer, decision, now))
}

fn tags_after(
    engines: &Engines,
    customer: Customer,
    decision: Decision<TagChanges>,
    now: DateTime<Utc>,
) -> TagsAfter {
    let mut tags: Vec<TagId> = customer.tags.iter().map(|applied| applied.tag.clone()).collect();
    tags.sort_unstable();
    let Consequences { timers, cancelled_timers, notices } = Consequences::of(decision.effects);
    TagsAfter {
        agenda: engines.tag.agenda(&customer, now),
        customer,
        tags,
        changes: decision.value,
        timers,
        cancelled_timers,
        notices,
        reasons: decision.reasons,
    }
}
