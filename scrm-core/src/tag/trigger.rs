//! Why tags are looked at, and what became of them.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::activity::Activity;
use crate::customer::FieldName;
use crate::foundation::{AgentId, Event, TagId};
use crate::segment::FactSet;

/// Why tags are looked at.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum TagTrigger<'a> {
    /// The customer was just imported or made, or completed from another source: every rule about fields and time.
    Imported,
    /// Fields changed: the rules that look at them, and the expressions that read nothing but fields.
    Edited {
        /// Which fields.
        fields: &'a [FieldName],
    },
    /// Something happened: the rules that name it, those about time, and those about a field that it changes: a follow-up the
    /// last follow-up.
    Event {
        /// What.
        event: &'a Event,
        /// The customer's activity in [`TagEngine::activity_window`](super::TagEngine::activity_window), this event
        /// counted in; needed only for the four kinds of event that activity counts.
        activity: Option<&'a Activity>,
        /// Whether nothing and nobody had answered the customer before this event.
        first_reply: bool,
    },
    /// Facts changed: the expressions that read them and more than fields. They are asked where
    /// [`refresh_knowing`](super::TagEngine::refresh_knowing) is told what happened to the customer.
    Changed {
        /// Which facts.
        facts: &'a FactSet,
    },
    /// Time went by: the rules that depend on it. The timer that [`TagEngine`](super::TagEngine) asks for calls for
    /// this at the right instants; a host that keeps no timers sweeps over its customers instead.
    TimePassed,
    /// A person decided.
    Person {
        /// Who.
        agent: &'a AgentId,
        /// About which tag.
        tag: &'a TagId,
        /// What.
        action: TagAction,
    },
}

/// What a person does with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TagAction {
    /// Set it. It then stays until a person or its lifecycle ends it.
    Set,
    /// Take it away.
    Remove,
    /// Close it: its work is done.
    Close,
}

/// What a person decided about a tag, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PersonsChoice<'a> {
    /// Who, where known.
    pub(crate) agent: Option<&'a AgentId>,
    /// About which tag.
    pub(crate) tag: &'a TagId,
    /// What.
    pub(crate) action: TagAction,
    /// When: the life of a tag that is set is counted from then.
    pub(crate) at: DateTime<Utc>,
}

/// What became of a customer's tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagChanges {
    /// Tags that were set.
    pub set: Vec<TagId>,
    /// Tags that went, and why.
    pub removed: Vec<RemovedTag>,
    /// Tags whose period began anew.
    pub restarted: Vec<TagId>,
    /// Tags that became overdue.
    pub overdue: Vec<TagId>,
}

/// A tag that went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RemovedTag {
    /// Which.
    pub tag: TagId,
    /// Why, as a reason code.
    pub cause: Cow<'static, str>,
}

impl RemovedTag {
    /// Why a tag goes that a person took away.
    pub(crate) const BY_PERSON: &'static str = "tag.removed_by_person";

    /// Whether a cause in the log is a person's: hosts name causes of their own, and rules and passing time those of this area.
    pub(crate) fn is_by_person(cause: &str) -> bool {
        cause == Self::BY_PERSON || !cause.starts_with("tag.")
    }
}

impl TagChanges {
    /// Whether nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.set.is_empty() && self.removed.is_empty() && self.restarted.is_empty() && self.overdue.is_empty()
    }
}
