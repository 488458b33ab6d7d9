//! What every area stands on: ids, time, text, money, events, decisions with reasons and effects, and errors; with
//! them the messages, addresses and timers that events and effects name.

mod address;
mod decision;
mod effect;
mod error;
mod event;
mod given;
mod hash;
mod id;
pub(crate) mod interval;
mod message;
mod money;
mod place;
#[cfg(plant)]
pub mod plant;
pub(crate) mod proportions;
pub mod text;
pub mod time;
mod timer;

pub use address::IdentifierKey;
pub use decision::{Decision, FactValue, Reason};
pub use effect::{Effect, Notice, NoticeKind};
pub use error::{Coded, ErrorEntry, ErrorInfo};
pub use event::{Event, EventKind, MessageStatus, NoteText, Order};
pub(crate) use given::{EXACT_WHOLE, spell};
pub use given::{Given, Misfit, Step};
pub use hash::{Fingerprint, fingerprint};
pub(crate) use id::is_own_id;
pub use id::{
    AccountId, AgentId, ConversationId, CustomerId, DecisionId, EventId, ExternalId, IdKind, MergeId,
    MessageId, OutboxId, ProposalId, RuleId, SegmentId, TagId, TimerKey, derive_id,
};
pub use message::{Channel, MessageBody, OnUnknown, OutgoingMessage, Purpose, RuleAnswer, TextVariant};
pub use money::{Budget, Currency, CurrencyTable, Money};
pub use place::TextPlace;
pub use timer::{CUSTOMER_TIMER_AREAS, Timer, TimerPurpose};
pub(crate) use timer::{PRIORITY_TIMERS, SEGMENT_TIMERS, TAG_TIMERS};
