//! The desk: conversations and messages, who holds them, and how that changes.
//!
//! A [`Conversation`] is plain state. What happens to it is a function here: [`receive`] takes a customer's
//! message into a [`Turn`], [`agent_wrote`] and [`taken_by`] give the thread to a person, [`hand_over`] puts
//! it in the queue, [`closed`] gives it back to the bot. The functions never fail, and the times of a
//! conversation only move forward, in whatever order a provider reports.

mod conversation;
mod holding;
mod message;
#[cfg(test)]
mod tests;
mod turn;

pub use conversation::{Conversation, Holder, PastQuestion, Turn};
pub use holding::{agent_wrote, closed, hand_over, last_touched, return_to_bot, taken_by};
pub use message::{Author, IncomingMessage, MessageRecord, Rating, Reception, Sender, SenderIdentifier};
pub(crate) use turn::can_join;
pub use turn::{TurnJoin, TurnLimits, receive, record_history, reply_sent};
