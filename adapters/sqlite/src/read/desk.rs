//! Conversations and messages.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use scrm_core::desk::{Conversation, MessageRecord};
use scrm_core::foundation::{ConversationId, CustomerId, ExternalId, MessageId};
use scrm_core::store::{ConversationRepository, MessageRepository, Page, StoreResult, Stored, Thread};

use super::{all_by_id, all_through, known, listing};
use crate::SqliteStore;
use crate::commit::thread_key;
use crate::fault::OrMedium;
use crate::record::Instant;

const CONVERSATION_BY_ID: &str = "SELECT version, body FROM conversations WHERE id = ?1";

impl ConversationRepository for SqliteStore {
    fn conversations(&self, ids: &[ConversationId]) -> StoreResult<Vec<Option<Stored<Conversation>>>> {
        self.with(|open| {
            all_through(
                &open.connection,
                &mut open.conversations,
                CONVERSATION_BY_ID,
                ids.iter().map(ConversationId::as_str),
            )
        })
    }

    fn conversations_by_thread(&self, threads: &[Thread]) -> StoreResult<Vec<Option<Stored<Conversation>>>> {
        self.with(|open| {
            let mut statement = open
                .connection
                .prepare_cached("SELECT id FROM conversations WHERE thread = ?1 ORDER BY id LIMIT 1")
                .or_medium()?;
            let mut found = Vec::with_capacity(threads.len());
            for (channel, account, address) in threads {
                let thread = thread_key(channel.as_str(), account.as_str(), address.as_str());
                let id: Option<String> =
                    statement.query_row([thread], |row| row.get(0)).optional().or_medium()?;
                let conversation = all_through(
                    &open.connection,
                    &mut open.conversations,
                    CONVERSATION_BY_ID,
                    id.as_slice().iter().map(String::as_str),
                )?;
                found.push(conversation.into_iter().flatten().next());
            }
            Ok(found)
        })
    }

    fn conversations_of(&self, customer: &CustomerId) -> StoreResult<Vec<Stored<Conversation>>> {
        self.with(|open| {
            listing(
                open,
                "SELECT id, version, body FROM conversations WHERE customer = ?1 ORDER BY id",
                [customer.as_str()],
                usize::MAX,
            )
        })
    }

    fn list_conversations(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<Conversation>>> {
        self.with(|open| {
            listing(
                open,
                "SELECT id, version, body FROM conversations WHERE id > ?1 ORDER BY id",
                params![after.map_or("", ConversationId::as_str)],
                limit,
            )
        })
    }
}

impl MessageRepository for SqliteStore {
    fn messages(&self, ids: &[MessageId]) -> StoreResult<Vec<Option<Stored<MessageRecord>>>> {
        self.with(|open| {
            all_by_id(
                &open.connection,
                "SELECT version, body FROM messages WHERE id = ?1",
                ids.iter().map(MessageId::as_str),
            )
        })
    }

    fn known_messages(&self, ids: &[MessageId]) -> StoreResult<Vec<bool>> {
        self.with(|open| {
            known(&open.connection, "SELECT 1 FROM messages WHERE id = ?1", ids.iter().map(MessageId::as_str))
        })
    }

    fn messages_by_external(&self, ids: &[ExternalId]) -> StoreResult<Vec<Option<MessageId>>> {
        self.with(|open| {
            let mut statement = open
                .connection
                .prepare_cached("SELECT id FROM messages WHERE external = ?1 ORDER BY row DESC LIMIT 1")
                .or_medium()?;
            ids.iter()
                .map(|external| {
                    let id = statement.query_row([external.as_str()], |row| row.get::<_, String>(0));
                    Ok(id.optional().or_medium()?.map(MessageId::from))
                })
                .collect()
        })
    }

    fn messages_of(
        &self,
        customer: &CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> StoreResult<Vec<Stored<MessageRecord>>> {
        self.with(|open| {
            listing(
                open,
                "SELECT id, version, body FROM messages
                 WHERE customer = ?1 AND at >= ?2 AND at < ?3 ORDER BY at, id",
                params![customer.as_str(), Instant::of(from), Instant::of(to)],
                usize::MAX,
            )
        })
    }

    fn list_messages(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        page: &Page,
    ) -> StoreResult<Vec<Stored<MessageRecord>>> {
        self.with(|open| {
            let limit = page.limit;
            match &page.after {
                None => listing(
                    open,
                    "SELECT id, version, body FROM messages
                     WHERE at >= ?1 AND at < ?2 ORDER BY at, id",
                    params![Instant::of(from), Instant::of(to)],
                    limit,
                ),
                Some((at, id)) => listing(
                    open,
                    "SELECT id, version, body FROM messages
                     WHERE at >= ?1 AND at < ?2 AND (at > ?3 OR id > ?4) ORDER BY at, id",
                    params![Instant::of(from.max(*at)), Instant::of(to), Instant::of(*at), id],
                    limit,
                ),
            }
        })
    }
}
