//! How a rule's answers are taken, and when they have to be written anew.
//!
//! A **firing** is a message that was sent and carries the rule's answer; one with the answers of two rules is a firing of
//! both. It is watched for [`watch`](ReplyHealthConfig::watch) from its sending, or until the next answer of a rule in the same
//! conversation, and comes to one of these:
//!
//! - **answered**: the customer wrote on, and no person was needed. High-value words count as this.
//! - **handed over**: the customer wrote on, and then a person wrote, or the engine handed the conversation over.
//! - **silent**: nobody wrote.
//! - **followed up**: a person wrote before the customer did. That says nothing of the answer, and counts for none of the three
//!   shares.
//!
//! A firing whose watch is not over is open and counts for no share, however it stands: what comes early would count for more.
//! Clicks count where the message carries a link and the workspace records clicks at all; ratings count where one was given; both
//! within the watch.

mod config;
mod figure;
mod tally;
#[cfg(test)]
mod tests;
mod texts;

pub use config::{ReplyHealthConfig, ReplyMeasure};
pub use figure::{FigureVerdict, ReplyFigure, ReplyHealth, RewriteRemedy};
pub use tally::ReplyHealthTally;
pub use texts::{TextComparison, TextVerdict};
