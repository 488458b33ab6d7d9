//! The customer's turn: messages sent one after the other are one turn and are answered once.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Author, Conversation, Holder, Turn};
use crate::foundation::MessageId;

/// When messages belong to one turn, and how much of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnLimits {
    /// A message less than this after the one before joins its turn.
    pub debounce: TimeDelta,
    /// A turn takes no message this long after it began, so that nobody types for ever without an answer.
    pub longest: TimeDelta,
    /// Words of a turn beyond so many bytes are not kept in the state (the message records keep them).
    pub text_bytes: usize,
}

/// Whether a message began a turn or joined one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnJoin {
    /// It began a turn.
    NewTurn,
    /// It belongs to the turn before it: what was decided of that turn is decided again.
    Joined,
}

/// Takes a message of the customer's in.
///
/// `at` is when it was sent. Providers deliver late and out of order: a message older than the latest one
/// counts as sent together with it, so that the times of a conversation only move forward.
/// `reply_left` says whether the reply to the current turn is on its way or gone: then nothing joins it.
///
/// A message exactly `debounce` after the one before begins a turn: by then the reply may leave.
///
/// ```
/// use chrono::{TimeDelta, TimeZone, Utc};
/// use scrm_core::customer::IdentifierKey;
/// use scrm_core::desk::{Conversation, TurnJoin, TurnLimits, receive};
/// use scrm_core::transport::Channel;
///
/// let at = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let limits =
///     TurnLimits { debounce: TimeDelta::seconds(3), longest: TimeDelta::seconds(30), text_bytes: 8_192 };
/// let address = IdentifierKey::from_stored("tel:+886912000456");
/// let mut thread =
///     Conversation::new("v_1".into(), "c_1".into(), Channel::Whatsapp, "main".into(), address, at);
/// assert_eq!(receive(&mut thread, &"m_1".into(), Some("hello"), at, limits, false), TurnJoin::NewTurn);
/// let soon = at + TimeDelta::seconds(2);
/// assert_eq!(receive(&mut thread, &"m_2".into(), Some("price?"), soon, limits, false), TurnJoin::Joined);
/// assert_eq!(&*thread.turn.text, "hello\nprice?");
/// ```
pub fn receive(
    conversation: &mut Conversation,
    message: &MessageId,
    words: Option<&str>,
    at: DateTime<Utc>,
    limits: TurnLimits,
    reply_left: bool,
) -> TurnJoin {
    let at = conversation.last_inbound_at.map_or(at, |latest| at.max(latest));
    conversation.last_inbound_at = Some(at);
    conversation.waiting_since.get_or_insert(at);

    let joins = !reply_left && can_join(conversation, at, limits);
    let turn = &mut conversation.turn;
    if !joins {
        *turn = Turn { number: turn.number.saturating_add(1), started_at: Some(at), ..Turn::default() };
    }
    turn.last_at = Some(at);
    turn.last_message = Some(message.clone());
    if let Some(words) = words {
        turn.text = with_words(&turn.text, words, limits.text_bytes);
    }
    if joins { TurnJoin::Joined } else { TurnJoin::NewTurn }
}

/// Whether a message sent at `at` joins the current turn, as long as the reply to it has not left.
pub(crate) fn can_join(conversation: &Conversation, at: DateTime<Utc>, limits: TurnLimits) -> bool {
    let at = conversation.last_inbound_at.map_or(at, |latest| at.max(latest));
    let turn = &conversation.turn;
    turn.last_at.is_some_and(|last| at - last < limits.debounce)
        && turn.started_at.is_some_and(|start| at - start < limits.longest)
}

/// A text with another line, which is cut at a character's boundary where the bound is reached.
fn with_words(text: &Arc<str>, words: &str, bound: usize) -> Arc<str> {
    let words = words.trim();
    let separator = usize::from(!text.is_empty());
    let Some(room) = bound.checked_sub(text.len() + separator) else { return Arc::clone(text) };
    let end = (0..=room.min(words.len())).rev().find(|end| words.is_char_boundary(*end));
    let kept = words.get(..end.unwrap_or(0)).unwrap_or_default();
    if kept.is_empty() {
        Arc::clone(text)
    } else if text.is_empty() {
        kept.into()
    } else {
        [text, "\n", kept].concat().into()
    }
}

/// Takes a message of imported history in: it moves the times it can and fires nothing. No turn begins,
/// nobody waits, and no holder changes.
pub fn record_history(conversation: &mut Conversation, author: &Author, at: DateTime<Utc>) {
    let latest = match author {
        Author::Customer => &mut conversation.last_inbound_at,
        Author::Agent { .. } => &mut conversation.last_agent_at,
        Author::Engine { .. } => &mut conversation.last_reply_at,
    };
    *latest = Some(latest.map_or(at, |present| present.max(at)));
    conversation.opened_at = conversation.opened_at.min(at);
}

/// The provider took a reply of the engine's. `answers` says whether it answers the customer (a notice of
/// absence does not): then nobody waits any more, unless a person was promised.
pub fn reply_sent(conversation: &mut Conversation, answers: bool, at: DateTime<Utc>) {
    conversation.last_reply_at = Some(conversation.last_reply_at.map_or(at, |latest| latest.max(at)));
    let answered = answers && !matches!(conversation.holder, Holder::Queue { .. });
    if answered && conversation.waiting_since.is_some_and(|since| since <= at) {
        conversation.waiting_since = None;
    }
}
