//! Conversations and messages.

use rusqlite::params;
use scrm_core::desk::{Author, Conversation, MessageRecord};
use scrm_core::store::{Collection, StoreResult, Versioned};

use super::Writer;
use crate::fault::{OrMedium, conflict};
use crate::record::{Encoder, Instant, version_key};

/// Writes conversations. Nearly every update leaves customer and thread as they were; naming those columns
/// in the update would rewrite their indexes, so the common case is tried first.
pub(super) fn write_conversations(
    writer: Writer<'_>,
    encoder: &mut Encoder,
    conversations: &[Versioned<Conversation>],
) -> StoreResult<()> {
    if conversations.is_empty() {
        return Ok(());
    }
    let mut insert = writer.prepare(
        "INSERT INTO conversations (id, version, customer, thread, body) VALUES (?1, 1, ?2, ?3, ?4)
         ON CONFLICT (id) DO NOTHING",
    )?;
    let mut update_body = writer.prepare(
        "UPDATE conversations SET version = ?2 + 1, body = ?3
         WHERE id = ?1 AND version = ?2 AND customer = ?4 AND thread = ?5",
    )?;
    let mut update_all = writer.prepare(
        "UPDATE conversations SET version = ?2 + 1, body = ?3, customer = ?4, thread = ?5
         WHERE id = ?1 AND version = ?2",
    )?;
    let mut new_threads = Vec::new();
    for change in conversations {
        let conversation = &*change.value;
        let id = conversation.id.as_str();
        let customer = conversation.customer.as_str();
        let thread = thread_key(
            conversation.channel.as_str(),
            conversation.account.as_str(),
            conversation.address.as_str(),
        );
        let body = encoder.encode(id, conversation)?;
        let written = if change.expected == 0 {
            let written = writer.run(&mut insert, params![id, customer, thread, body])?;
            new_threads.push((id, thread));
            written
        } else {
            let version = version_key(change.expected);
            let values = params![id, version, body, customer, thread];
            match writer.run(&mut update_body, values)? {
                0 => {
                    let written = writer.run(&mut update_all, values)?;
                    new_threads.push((id, thread));
                    written
                }
                written => written,
            }
        };
        if written == 0 {
            return Err(conflict(Collection::Conversations, id));
        }
    }
    check_threads(writer, &new_threads)
}

/// A thread has one conversation. Checked at the end: within one change set a conversation may leave a
/// thread that another one takes.
fn check_threads(writer: Writer<'_>, threads: &[(&str, String)]) -> StoreResult<()> {
    let mut other = writer.prepare("SELECT 1 FROM conversations WHERE thread = ?1 AND id <> ?2")?;
    for (id, thread) in threads {
        if other.exists(params![thread, id]).or_medium()? {
            return Err(conflict(Collection::Conversations, id));
        }
    }
    Ok(())
}

/// What a thread is found by. The account carries its length, so that no two threads share a key.
pub(crate) fn thread_key(channel: &str, account: &str, address: &str) -> String {
    format!("{channel}:{}:{account}:{address}", account.len())
}

/// Writes messages. Updates are mostly statuses, which touch no key; see [`write_conversations`].
pub(super) fn write_messages(
    writer: Writer<'_>,
    encoder: &mut Encoder,
    messages: &[Versioned<MessageRecord>],
) -> StoreResult<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let mut insert = writer.prepare(
        "INSERT INTO messages (id, version, customer, at, external, body) VALUES (?1, 1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO NOTHING",
    )?;
    let mut update_body = writer.prepare(
        "UPDATE messages SET version = ?2 + 1, body = ?3
         WHERE id = ?1 AND version = ?2 AND customer = ?4 AND at = ?5 AND external IS ?6",
    )?;
    let mut update_all = writer.prepare(
        "UPDATE messages SET version = ?2 + 1, body = ?3, customer = ?4, at = ?5, external = ?6
         WHERE id = ?1 AND version = ?2",
    )?;
    for change in messages {
        let message = &*change.value;
        let id = message.id.as_str();
        let customer = message.customer.as_str();
        let at = Instant::of(message.at);
        let external = outgoing_external(message);
        let body = encoder.encode(id, message)?;
        let written = if change.expected == 0 {
            writer.run(&mut insert, params![id, customer, at, external, body])?
        } else {
            let version = version_key(change.expected);
            let values = params![id, version, body, customer, at, external];
            match writer.run(&mut update_body, values)? {
                0 => writer.run(&mut update_all, values)?,
                written => written,
            }
        };
        if written == 0 {
            return Err(conflict(Collection::Messages, id));
        }
    }
    mark_stale(writer, messages)
}

/// The provider's id, for messages that statuses are reported on.
fn outgoing_external(message: &MessageRecord) -> Option<&str> {
    if message.author == Author::Customer {
        return None;
    }
    message.external_id.as_ref().map(|external| external.as_str())
}

/// Notes messages whose words the search index has to read again.
fn mark_stale(writer: Writer<'_>, messages: &[Versioned<MessageRecord>]) -> StoreResult<()> {
    if writer.indexed.messages == 0 {
        return Ok(());
    }
    let mut mark = writer.prepare(
        "INSERT OR IGNORE INTO search_stale
            SELECT 'messages', row FROM messages WHERE id = ?1 AND row <= ?2",
    )?;
    for change in messages.iter().filter(|change| change.expected > 0) {
        writer.run(&mut mark, params![change.value.id.as_str(), writer.indexed.messages])?;
    }
    Ok(())
}
