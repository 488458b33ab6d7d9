//! What waits for a person: messages of which nobody knows whether they left, and rows that cannot be read.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Workspace, WorkspaceError};
use crate::foundation::OutboxId;
use crate::foundation::time::Instant;
use crate::store::Unreadable;
use crate::transport::{OutboxMessage, OutboxState, OutgoingMessage};

/// Rows read at once.
const PAGE: usize = 2_000;

/// Why a message waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum UnsettledState {
    /// The call to the provider broke off: it may have been sent. Look it up at the provider, by the id of the message where the
    /// provider knows it, and [`acknowledge`](Workspace::acknowledge) or [`fail`](Workspace::fail) it.
    Unknown,
    /// It was set aside before it was sent, because the record of its customer cannot be read. Once that is mended,
    /// [`fail`](Workspace::fail) it as retryable, and it is due again; or fail it for good.
    Parked,
}

/// A message of the outbox that waits for a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnsettledMessage {
    /// The message, as the worker leased it.
    pub message: OutgoingMessage,
    /// What `acknowledge` and `fail` ask for.
    pub generation: u64,
    /// Why it waits, and how it is settled.
    pub state: UnsettledState,
    /// Since when.
    #[serde(with = "Instant")]
    pub since: DateTime<Utc>,
    /// Why it was set aside, as a reason code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Times it was handed to a provider.
    pub attempts: u32,
}

impl UnsettledMessage {
    fn of(entry: &OutboxMessage) -> Option<Self> {
        let (state, since, cause) = match &entry.state {
            OutboxState::Unknown { since } => (UnsettledState::Unknown, *since, None),
            OutboxState::Parked { at, cause } => (UnsettledState::Parked, *at, Some(cause.clone())),
            _ => return None,
        };
        let (message, generation, attempts) = (entry.message.clone(), entry.generation, entry.attempts);
        Some(Self { message, generation, state, since, cause, attempts })
    }
}

impl Workspace {
    /// Messages of the outbox that wait for a person, in the order of ids: at most `limit` of those after `after`. A list shorter than
    /// `limit` is the last one. [`UnsettledState`] says how each is settled; a settled one is listed no more.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// assert!(workspace.unsettled(None, 100)?.is_empty());
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn unsettled(
        &self,
        after: Option<&OutboxId>,
        limit: usize,
    ) -> Result<Vec<UnsettledMessage>, WorkspaceError> {
        let mut found = Vec::new();
        let mut after = after.cloned();
        while found.len() < limit {
            let page = self.store.list_outbox(after.as_ref(), PAGE)?;
            let Some(last) = page.last() else { break };
            after = Some(last.value.message.id.clone());
            found.extend(page.iter().filter_map(|stored| UnsettledMessage::of(&stored.value)));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// Rows of the store that cannot be read and were set aside so that they stop nobody, in the order of ids: at most `limit` of those
    /// after `after`. A list shorter than `limit` is the last one.
    ///
    /// Their bytes are as they were. A row of a later version is read again once that version opens the store; a damaged one is
    /// mended or replaced in the store itself, from a backup. It is listed until it is written again.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// assert!(workspace.parked_rows(None, 100)?.is_empty());
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn parked_rows(&self, after: Option<&str>, limit: usize) -> Result<Vec<Unreadable>, WorkspaceError> {
        let mut rows = self.store.parked_rows()?;
        rows.retain(|row| after.is_none_or(|after| row.id.as_str() > after));
        rows.sort_by(|one, other| one.id.cmp(&other.id));
        rows.truncate(limit);
        Ok(rows)
    }
}
