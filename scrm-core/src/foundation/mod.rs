//! What every area stands on: ids, time, text, money, events, decisions with reasons, and errors.

mod decision;
mod effect;
mod error;
mod event;
mod hash;
mod id;
mod money;
#[cfg(plant)]
pub mod plant;
pub mod text;
pub mod time;

pub use decision::{Decision, FactValue, Reason};
pub use effect::{Effect, Notice, NoticeKind};
pub use error::{Coded, ErrorEntry, ErrorInfo};
pub use event::{Event, EventKind, MessageStatus, NoteText, Order};
pub use hash::{Fingerprint, fingerprint};
pub use id::{
    AccountId, AgentId, ConversationId, CustomerId, DecisionId, EventId, ExternalId, IdKind, MergeId,
    MessageId, OutboxId, RuleId, TagId, TimerKey, derive_id,
};
pub use money::{Budget, Currency, CurrencyTable, Money};
