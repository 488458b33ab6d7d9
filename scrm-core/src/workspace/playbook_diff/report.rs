//! What two playbooks decide differently, as data.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::foundation::{CustomerId, TagId};
use crate::value::RfmClass;

/// What to compare, and how much of it to list.
#[derive(Clone, PartialEq)]
pub struct PlaybookDiffOptions {
    /// Only customers of this segment are compared: an expression as in docs/segments.md, held against what the first
    /// playbook decides.
    pub segment: Option<String>,
    /// Expressions whose members are compared, by a name of the caller's: who would enter, and who would leave.
    pub segments: BTreeMap<String, String>,
    /// A score counts as changed where it moves by more than this, of 100.
    pub score_change: f64,
    /// At most so many customers are named for each change.
    pub samples: usize,
}

impl Default for PlaybookDiffOptions {
    fn default() -> Self {
        Self { segment: None, segments: BTreeMap::new(), score_change: 5.0, samples: 5 }
    }
}

impl std::fmt::Debug for PlaybookDiffOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A text in an expression may be a customer's name.
        f.debug_struct("PlaybookDiffOptions")
            .field("has_segment", &self.segment.is_some())
            .field("segments", &self.segments.len())
            .field("score_change", &self.score_change)
            .field("samples", &self.samples)
            .finish()
    }
}

/// Who would be decided differently under another playbook. Customers are named by their ids alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaybookDiff {
    /// Format version.
    pub v: u32,
    /// As of when both playbooks decided.
    pub at: DateTime<Utc>,
    /// Customers that were compared: those that are neither archived nor merged into another, and in the segment where one
    /// was given.
    pub customers: u64,
    /// Of these, customers for whom something changes.
    pub changed: u64,
    /// Every kind of change, with how many customers it concerns.
    pub kinds: Vec<ChangedKind>,
    /// Every change, by kind, those of most customers first.
    pub changes: Vec<CountedChange>,
    /// What could not be compared, and why.
    pub not_compared: Vec<NotCompared>,
}

/// How many customers one kind of change concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangedKind {
    /// Which kind.
    pub kind: PlaybookChangeKind,
    /// Customers with at least one change of this kind.
    pub customers: u64,
}

/// One change, and whom it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CountedChange {
    /// From what to what.
    #[serde(flatten)]
    pub change: PlaybookChange,
    /// How many customers.
    pub customers: u64,
    /// Some of them: the same on every run.
    pub samples: Vec<CustomerId>,
}

/// What a second playbook decides otherwise than a first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PlaybookChange {
    /// A tag that only the second sets.
    TagSet {
        /// Which.
        tag: TagId,
    },
    /// A tag that only the first leaves.
    TagRemoved {
        /// Which.
        tag: TagId,
    },
    /// Another tag of an exclusive group: another tier, another industry.
    Group {
        /// The group.
        group: String,
        /// The tag under the first playbook, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<TagId>,
        /// The tag under the second, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<TagId>,
    },
    /// Another level, of a customer who waits for an answer; 1 is most urgent.
    PriorityLevel {
        /// Under the first playbook.
        from: u8,
        /// Under the second.
        to: u8,
    },
    /// The score of a customer who waits rises by more than was asked for.
    ScoreRises {},
    /// The score of a customer who waits falls by more than was asked for.
    ScoreFalls {},
    /// Somebody else has the customer: who is told when a conversation is handed over. That is `owner`, the customer's own,
    /// or the role or person that the playbook names for customers without one.
    Owner {
        /// Under the first playbook.
        from: String,
        /// Under the second.
        to: String,
    },
    /// Another class of value.
    ValueClass {
        /// Under the first playbook; nothing where no purchase is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<RfmClass>,
        /// Under the second.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<RfmClass>,
    },
    /// In a segment under the second playbook alone.
    SegmentEntered {
        /// The name that it was given.
        segment: String,
    },
    /// In a segment under the first playbook alone.
    SegmentLeft {
        /// The name that it was given.
        segment: String,
    },
}

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PlaybookChangeKind {
    /// Tags outside of groups.
    Tag,
    /// Exclusive groups of tags.
    Group,
    /// The level of who waits.
    PriorityLevel,
    /// The score of who waits.
    Score,
    /// Who has the customer.
    Owner,
    /// The class of value.
    ValueClass,
    /// Members of segments.
    Segment,
}

impl PlaybookChangeKind {
    /// In the order of the report.
    pub const ALL: [Self; 7] = [
        Self::Tag,
        Self::Group,
        Self::PriorityLevel,
        Self::Score,
        Self::Owner,
        Self::ValueClass,
        Self::Segment,
    ];
}

impl PlaybookChange {
    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> PlaybookChangeKind {
        match self {
            Self::TagSet { .. } | Self::TagRemoved { .. } => PlaybookChangeKind::Tag,
            Self::Group { .. } => PlaybookChangeKind::Group,
            Self::PriorityLevel { .. } => PlaybookChangeKind::PriorityLevel,
            Self::ScoreRises {} | Self::ScoreFalls {} => PlaybookChangeKind::Score,
            Self::Owner { .. } => PlaybookChangeKind::Owner,
            Self::ValueClass { .. } => PlaybookChangeKind::ValueClass,
            Self::SegmentEntered { .. } | Self::SegmentLeft { .. } => PlaybookChangeKind::Segment,
        }
    }
}

/// What could not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NotCompared {
    /// The class of value: a playbook scores by quantiles, so that one customer's class follows from everybody else's.
    ValueClassByQuantiles {},
    /// Orders in a currency that has no rate, which count nothing towards a class.
    OrdersWithoutRate {
        /// How many, under the playbook that knows fewer rates.
        orders: u64,
    },
}
