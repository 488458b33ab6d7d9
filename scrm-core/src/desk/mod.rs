//! The desk: conversations and messages, and who holds them.

mod conversation;
mod message;

pub use conversation::{Conversation, Holder, PastQuestion, Turn};
pub use message::{Author, IncomingMessage, MessageRecord, Sender, SenderIdentifier};
