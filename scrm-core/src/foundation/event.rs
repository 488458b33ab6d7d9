//! Facts: something happened, at a time, to somebody.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::id::{AgentId, ConversationId, CustomerId, EventId, MessageId, RuleId, SegmentId, TagId};
use super::message::{Channel, MessageBody, Purpose};
use super::money::Money;
use super::time::Instant;

/// One fact. The same fact reported twice carries the same id and changes nothing the second time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// Format version of the stored record.
    pub v: u32,
    /// Identity of the fact.
    pub id: EventId,
    /// When it happened, not when it was reported.
    #[serde(with = "Instant")]
    pub at: DateTime<Utc>,
    /// Whom it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The thread it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// An order, in full or as much as is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Order {
    /// The shop's order number.
    pub number: String,
    /// What it is worth.
    pub total: Money,
}

impl Order {
    /// The number by which events tell of one order; nothing where it is blank, and the order is one of its own.
    ///
    /// ```
    /// use scrm_core::foundation::{Currency, Money, Order};
    /// let total = Money::major(1, Currency::parse("TWD").unwrap());
    /// assert_eq!(Order { number: " A-7 ".to_owned(), total }.known_number(), Some("A-7"));
    /// assert_eq!(Order { number: " ".to_owned(), total }.known_number(), None);
    /// ```
    #[must_use]
    pub fn known_number(&self) -> Option<&str> {
        Some(self.number.trim()).filter(|number| !number.is_empty())
    }
}

/// How far a message that was sent has come. Status only moves forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MessageStatus {
    /// Accepted by the provider.
    Sent,
    /// Reached the phone.
    Delivered,
    /// Opened by the customer.
    Read,
    /// Will not arrive. A later `Delivered` still wins: providers report both.
    Failed,
}

impl MessageStatus {
    /// The status after a report, in whatever order reports come: it only moves forward, and a message that
    /// arrived after all is not failed.
    ///
    /// ```
    /// use scrm_core::foundation::MessageStatus::{Delivered, Failed, Read, Sent};
    /// assert_eq!(Read.forward_to(Delivered), Read);
    /// assert_eq!(Failed.forward_to(Delivered), Delivered);
    /// assert_eq!(Sent.forward_to(Failed), Failed);
    /// assert_eq!(Delivered.forward_to(Failed), Delivered);
    /// ```
    #[must_use]
    pub const fn forward_to(self, reported: Self) -> Self {
        if reported.rank() > self.rank() { reported } else { self }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Sent => 0,
            Self::Failed => 1,
            Self::Delivered => 2,
            Self::Read => 3,
        }
    }
}

/// What happened. Text lives in message records, not here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EventKind {
    /// A customer wrote; the text is in the message record.
    MessageReceived {
        /// The message record.
        message: MessageId,
    },
    /// A person in the workspace wrote, here or from the phone app.
    AgentReplied {
        /// Who, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
        /// The message record, where there is one already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<MessageId>,
        /// What was said; it is kept in the message record, not in the log.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<MessageBody>,
    },
    /// The engine's own message was accepted by the provider.
    AutomaticReplySent {
        /// The message record.
        message: MessageId,
        /// The rule that wrote it.
        rule: RuleId,
    },
    /// A provider reported on a message of ours.
    MessageStatusChanged {
        /// The message record.
        message: MessageId,
        /// Its new status.
        status: MessageStatus,
    },
    /// The customer followed a link, or pressed a button, in a message of ours.
    LinkClicked {
        /// The message record.
        message: MessageId,
    },
    /// The customer said how content they are with a message of ours.
    ReplyRated {
        /// The message record.
        message: MessageId,
        /// From 1, not at all, to 5, very. A thumb up is 5, a thumb down 1.
        stars: u8,
    },
    /// A quote went out.
    QuoteSent {
        /// What was quoted, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<Money>,
    },
    /// A sample went out.
    SampleSent {},
    /// An order came in.
    OrderPlaced {
        /// The order.
        order: Order,
    },
    /// Somebody followed the customer up outside the chat: a call, a visit.
    FollowedUp {
        /// Who, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// The customer looked at a page, a price list or a download.
    PageViewed {
        /// Which, by the host's name for it.
        page: String,
    },
    /// The customer came to an event of the workspace's.
    EventVisited {
        /// Which, by the host's name for it.
        name: String,
    },
    /// The customer asked a question about service.
    ServiceQuestionAsked {},
    /// A person added a note; its text is in the note itself.
    NoteAdded {
        /// Who, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
        /// The note.
        text: NoteText,
    },
    /// A person took the conversation over.
    ConversationTaken {
        /// Who.
        agent: AgentId,
    },
    /// The conversation was closed or given back to the bot.
    ConversationClosed {
        /// Whether the customer's question was resolved.
        resolved: bool,
    },
    /// A tag was set: by a rule, or by a person where a host records it.
    TagSet {
        /// Which.
        tag: TagId,
        /// Who, where a person did and it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// A tag went: expired or replaced, or closed or removed by a person where a host records it.
    TagRemoved {
        /// Which.
        tag: TagId,
        /// Why, as a reason code.
        cause: String,
        /// Who, where a person did and it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// The customer came to belong to a saved segment.
    SegmentEntered {
        /// Which.
        segment: SegmentId,
    },
    /// The customer belongs to a saved segment no longer.
    SegmentLeft {
        /// Which.
        segment: SegmentId,
    },
    /// Consent was given.
    ConsentGiven {
        /// For what.
        purpose: Purpose,
        /// Through which channel; `None` is every channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<Channel>,
    },
    /// Consent was withdrawn.
    ConsentWithdrawn {
        /// For what; `None` is everything but service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purpose: Option<Purpose>,
        /// Through which channel; `None` is every channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<Channel>,
    },
    /// Customer created by an import or a first message.
    CustomerCreated {},
    /// Another customer was merged into this one.
    CustomerMerged {
        /// The one that went.
        absorbed: CustomerId,
    },
    /// A merge was undone.
    MergeUndone {
        /// The one that came back.
        restored: CustomerId,
    },
    /// A prompt, a reminder or an overdue notice was raised by the engine.
    NoticeRaised {
        /// What for, as a reason code.
        cause: String,
        /// The tag or rule concerned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
    },
}

/// A note's words: kept, and shown to those who may read. `Debug` hides them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoteText(pub String);

impl std::fmt::Debug for NoteText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NoteText(…)")
    }
}
