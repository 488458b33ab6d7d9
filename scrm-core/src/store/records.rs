//! What a store keeps besides customers, conversations and messages, and how it answers.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::customer::Customer;
use crate::foundation::time::{Instant, OptionalInstant};
use crate::foundation::{ConversationId, CustomerId, MergeId, MessageId, ProposalId, Reason};
pub use crate::foundation::{Timer, TimerPurpose};
use crate::keyword::KeywordTerm;

/// A record with its version. Cheap to clone.
#[derive(Debug)]
pub struct Stored<T> {
    /// Grows by one with every write, from 1.
    pub version: u64,
    /// The record.
    pub value: Arc<T>,
}

impl<T> Clone for Stored<T> {
    fn clone(&self) -> Self {
        Self { version: self.version, value: Arc::clone(&self.value) }
    }
}

/// A customer of whom a [condition](crate::segment::StoreCondition) holds or may hold.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The customer.
    pub customer: Stored<Customer>,
    /// Whether the condition holds; otherwise the record and what happened have to say.
    pub is_certain: bool,
}

/// What is due, and what could not be read. Neither hides the other.
#[derive(Clone, Debug)]
pub struct Due<T> {
    /// Readable rows, in order.
    pub rows: Vec<T>,
    /// Rows that cannot be decoded.
    pub unreadable: Vec<Unreadable>,
}

impl<T> Default for Due<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), unreadable: Vec::new() }
    }
}

/// A row whose bytes this version cannot read: bad JSON, an unknown kind, a future format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unreadable {
    /// Where it is.
    pub collection: Collection,
    /// Its id.
    pub id: String,
    /// Why, as a code: never its content.
    pub cause: String,
}

/// A collection of records, for errors and parked rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Collection {
    /// Customers.
    Customers,
    /// Conversations.
    Conversations,
    /// Messages.
    Messages,
    /// The outbox.
    Outbox,
    /// Timers.
    Timers,
    /// The event log.
    Events,
    /// Merges.
    Merges,
    /// Pairs for review.
    Reviews,
    /// Keyword groups that mining proposed.
    Proposals,
}

/// What a store can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Name, for reports: `memory`, `sqlite`.
    pub name: &'static str,
    /// Whether a committed change survives the process.
    pub durable: bool,
    /// Whether several processes may write at once.
    pub shared: bool,
}

/// Where a listing goes on: after this time and id, at most so many.
#[derive(Clone, Debug)]
pub struct Page {
    /// Time and id of the last row seen.
    pub after: Option<(DateTime<Utc>, String)>,
    /// At most so many rows.
    pub limit: usize,
}

impl Page {
    /// The first page.
    #[must_use]
    pub const fn first(limit: usize) -> Self {
        Self { after: None, limit }
    }
}

/// A customer as it was before a merge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PriorImage {
    /// The record.
    pub customer: Customer,
    /// Its conversations at the time.
    pub conversations: Vec<ConversationId>,
    /// Its timers at the time.
    pub timers: Vec<Timer>,
}

/// One merge, with everything needed to undo it exactly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergeRecord {
    /// Format version of the stored record.
    pub v: u32,
    /// Identity.
    pub id: MergeId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who stayed.
    pub survivor: PriorImage,
    /// Who went.
    pub absorbed: PriorImage,
    /// The survivor right after the merge: what differs later was changed later.
    pub result: Customer,
    /// Why.
    pub reasons: Vec<Reason>,
    /// When it was undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<DateTime<Utc>>,
}

/// What a person said of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ReviewState {
    /// Nobody looked yet.
    Open,
    /// One person.
    Merged,
    /// Two people, for ever.
    Apart,
}

/// Two customers that may be one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DuplicateReview {
    /// Format version of the stored record.
    pub v: u32,
    /// The smaller id.
    pub first: CustomerId,
    /// The greater id.
    pub second: CustomerId,
    /// When the pair was found.
    pub at: DateTime<Utc>,
    /// What speaks for and against.
    pub reasons: Vec<Reason>,
    /// What was decided.
    pub state: ReviewState,
}

impl DuplicateReview {
    /// The code of the reason that two customers are probably one person by what they say, with the `probability`.
    pub(crate) const LINKED: &'static str = "dedupe.linked";
    /// The code of the reasons that say what each field is worth: `field`, `level` in words, `bits`.
    pub(crate) const WEIGHT: &'static str = "dedupe.weight";

    /// How probably the two are one person, where that was worked out: a pair that shares an identifier and contradicts
    /// itself has no probability.
    ///
    /// ```
    /// use scrm_core::foundation::Reason;
    /// use scrm_core::store::{DuplicateReview, ReviewState};
    /// let mut review = DuplicateReview {
    ///     v: 1,
    ///     first: "c_1".into(),
    ///     second: "c_2".into(),
    ///     at: chrono::DateTime::UNIX_EPOCH,
    ///     reasons: vec![Reason::new("dedupe.names_contradict")],
    ///     state: ReviewState::Open,
    /// };
    /// assert_eq!(review.probability(), None);
    /// review.reasons = vec![Reason::new("dedupe.linked").with("probability", 0.75)];
    /// assert_eq!(review.probability(), Some(0.75));
    /// ```
    #[must_use]
    pub fn probability(&self) -> Option<f64> {
        let linked = self.reasons.iter().find(|reason| reason.code == Self::LINKED)?;
        linked.number("probability")
    }

    /// The pair's identity: both ids, the smaller first.
    #[must_use]
    pub fn key(&self) -> String {
        Self::key_of(&self.first, &self.second)
    }

    /// The identity of the pair of two customers, in whichever order they are given.
    pub(crate) fn key_of(one: &CustomerId, other: &CustomerId) -> String {
        if one <= other { format!("{one}|{other}") } else { format!("{other}|{one}") }
    }
}

/// What a person said of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ProposalState {
    /// Nobody has decided yet.
    Open,
    /// Its terms are a rule of the workspace's.
    Accepted,
    /// It is not wanted: messages that its terms select are not proposed again.
    Declined,
}

/// A keyword group that mining proposed, and what was decided of it. It holds no customer's message. `Debug` counts its terms.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposalRecord {
    /// Format version of the stored record.
    pub v: u32,
    /// Identity.
    pub id: ProposalId,
    /// When it was first proposed.
    #[serde(with = "Instant")]
    pub at: DateTime<Utc>,
    /// Its most telling words.
    pub name: String,
    /// The terms of its rule.
    pub terms: Vec<KeywordTerm>,
    /// What was decided.
    pub state: ProposalState,
    /// When, last.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub decided_at: Option<DateTime<Utc>>,
    /// What its rule answers, where it was accepted with an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

impl fmt::Debug for ProposalRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProposalRecord")
            .field("id", &self.id)
            .field("at", &self.at)
            .field("terms", &self.terms.len())
            .field("state", &self.state)
            .field("decided_at", &self.decided_at)
            .finish_non_exhaustive()
    }
}

/// A search.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchQuery {
    /// What to look for.
    pub text: String,
    /// At most so many hits.
    pub limit: usize,
}

impl fmt::Debug for SearchQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchQuery").field("limit", &self.limit).finish_non_exhaustive()
    }
}

/// One match of a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SearchHit {
    /// A customer's fields or identifiers match.
    Customer {
        /// Who.
        id: CustomerId,
        /// Higher is better; comparable within one answer only.
        score: f64,
    },
    /// A message's words match.
    Message {
        /// Which.
        id: MessageId,
        /// Whose.
        customer: CustomerId,
        /// Higher is better; comparable within one answer only.
        score: f64,
    },
}
