//! Everything that happened to a customer, in order, across channels.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::MessageRecord;
use crate::foundation::{
    AgentId, CustomerId, Event, EventId, EventKind, MergeId, MessageId, NoteText, Notice,
};
use crate::store::MergeRecord;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TimelineEntry {
    /// A message, in or out.
    Message {
        /// The message.
        message: Arc<MessageRecord>,
    },
    /// A fact that is no message.
    Event {
        /// The fact.
        event: Event,
    },
    /// A note that a person wrote.
    Note {
        /// Its event.
        id: EventId,
        /// When.
        at: DateTime<Utc>,
        /// Who, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
        /// The words.
        text: NoteText,
    },
    /// Something a person was told or asked to do.
    Notice {
        /// The notice.
        notice: Notice,
    },
    /// Another record of the same customer was merged in.
    Merge {
        /// Which merge.
        id: MergeId,
        /// When.
        at: DateTime<Utc>,
        /// Who stayed.
        survivor: CustomerId,
        /// Who went.
        absorbed: CustomerId,
        /// When it was undone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undone_at: Option<DateTime<Utc>>,
    },
}

impl TimelineEntry {
    /// When it happened.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Message { message } => message.at,
            Self::Event { event } => event.at,
            Self::Note { at, .. } | Self::Merge { at, .. } => *at,
            Self::Notice { notice } => notice.at,
        }
    }

    /// The id of what happened.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Message { message } => message.id.as_str(),
            Self::Event { event } => event.id.as_str(),
            Self::Note { id, .. } => id.as_str(),
            Self::Notice { notice } => &notice.key,
            Self::Merge { id, .. } => id.as_str(),
        }
    }

    /// Place among entries of one instant: what was said, what happened, what was noted, what was asked.
    const fn kind_order(&self) -> u8 {
        match self {
            Self::Message { .. } => 0,
            Self::Event { .. } => 1,
            Self::Note { .. } => 2,
            Self::Notice { .. } => 3,
            Self::Merge { .. } => 4,
        }
    }
}

/// Puts what is known of a customer into one order: by time, then kind, then id.
///
/// After merges the caller passes what is stored under every id of
/// [`history_ids`](crate::dedupe::history_ids). Events that only report a message or a merge that is listed
/// itself are left out, and so is whatever is given twice.
///
/// ```
/// use scrm_core::customer::timeline;
/// assert!(timeline(Vec::new(), Vec::new(), Vec::new(), &[]).is_empty());
/// ```
#[must_use]
pub fn timeline(
    messages: Vec<Arc<MessageRecord>>,
    events: Vec<Event>,
    notices: Vec<Notice>,
    merges: &[MergeRecord],
) -> Vec<TimelineEntry> {
    let known_messages: BTreeSet<MessageId> = messages.iter().map(|message| message.id.clone()).collect();
    let shown = |event: &Event| match &event.kind {
        EventKind::MessageReceived { message }
        | EventKind::AutomaticReplySent { message, .. }
        | EventKind::AgentReplied { message: Some(message), .. } => !known_messages.contains(message),
        EventKind::CustomerMerged { absorbed } => {
            !merges.iter().any(|merge| merge.absorbed.customer.id == *absorbed)
        }
        _ => true,
    };
    let mut entries: Vec<TimelineEntry> = Vec::with_capacity(messages.len() + events.len() + notices.len());
    entries.extend(messages.iter().cloned().map(|message| TimelineEntry::Message { message }));
    entries.extend(events.into_iter().filter(shown).map(of_event));
    entries.extend(notices.into_iter().map(|notice| TimelineEntry::Notice { notice }));
    entries.extend(merges.iter().map(|merge| TimelineEntry::Merge {
        id: merge.id.clone(),
        at: merge.at,
        survivor: merge.survivor.customer.id.clone(),
        absorbed: merge.absorbed.customer.id.clone(),
        undone_at: merge.undone_at,
    }));
    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    entries.dedup_by(|later, earlier| order(later) == order(earlier));
    entries
}

fn order(entry: &TimelineEntry) -> (DateTime<Utc>, u8, &str) {
    (entry.at(), entry.kind_order(), entry.id())
}

fn of_event(event: Event) -> TimelineEntry {
    match event.kind {
        EventKind::NoteAdded { agent, text } => {
            TimelineEntry::Note { id: event.id, at: event.at, agent, text }
        }
        _ => TimelineEntry::Event { event },
    }
}
