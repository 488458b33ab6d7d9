//! Events, merges, pairs for review, proposals, notices and settings.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use scrm_core::foundation::{CustomerId, Event, EventId, MergeId, Notice, ProposalId};
use scrm_core::store::{
    DuplicateReview, EventLog, MergeLedger, MergeRecord, Office, Page, ProposalLedger, ProposalRecord,
    StoreResult, Stored, Unreadable,
};

use super::{by_id, known, listing, plain_listing};
use crate::SqliteStore;
use crate::fault::OrMedium;
use crate::record::Instant;

impl EventLog for SqliteStore {
    fn known_events(&self, ids: &[EventId]) -> StoreResult<Vec<bool>> {
        self.with(|open| {
            known(&open.connection, "SELECT 1 FROM events WHERE id = ?1", ids.iter().map(EventId::as_str))
        })
    }

    fn events_of(
        &self,
        customer: &CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> StoreResult<Vec<Event>> {
        self.with(|open| {
            plain_listing(
                open,
                "SELECT id, 1, body FROM events
                 WHERE customer = ?1 AND at >= ?2 AND at < ?3 ORDER BY at, id",
                params![customer.as_str(), Instant::of(from), Instant::of(to)],
                usize::MAX,
            )
        })
    }

    fn list_events(&self, from: DateTime<Utc>, to: DateTime<Utc>, page: &Page) -> StoreResult<Vec<Event>> {
        self.with(|open| {
            let limit = page.limit;
            match &page.after {
                None => plain_listing(
                    open,
                    "SELECT id, 1, body FROM events
                     WHERE at >= ?1 AND at < ?2 ORDER BY at, id",
                    params![Instant::of(from), Instant::of(to)],
                    limit,
                ),
                Some((at, id)) => plain_listing(
                    open,
                    "SELECT id, 1, body FROM events
                     WHERE at >= ?1 AND at < ?2 AND (at > ?3 OR id > ?4) ORDER BY at, id",
                    params![Instant::of(from.max(*at)), Instant::of(to), Instant::of(*at), id],
                    limit,
                ),
            }
        })
    }
}

impl MergeLedger for SqliteStore {
    fn merge(&self, id: &MergeId) -> StoreResult<Option<Stored<MergeRecord>>> {
        self.with(|open| {
            let mut statement = open
                .connection
                .prepare_cached("SELECT version, body FROM merges WHERE id = ?1")
                .or_medium()?;
            by_id(&mut statement, id.as_str())
        })
    }

    fn list_merges(&self, after: Option<&MergeId>, limit: usize) -> StoreResult<Vec<Stored<MergeRecord>>> {
        self.with(|open| {
            listing(
                open,
                "SELECT id, version, body FROM merges WHERE id > ?1 ORDER BY id",
                params![after.map_or("", MergeId::as_str)],
                limit,
            )
        })
    }

    fn reviews(&self, keys: &[String]) -> StoreResult<Vec<Option<Stored<DuplicateReview>>>> {
        self.with(|open| {
            let mut statement = open
                .connection
                .prepare_cached("SELECT version, body FROM reviews WHERE id = ?1")
                .or_medium()?;
            keys.iter().map(|key| by_id(&mut statement, key)).collect()
        })
    }

    fn list_reviews(&self, after: Option<&str>, limit: usize) -> StoreResult<Vec<Stored<DuplicateReview>>> {
        self.with(|open| {
            listing(
                open,
                "SELECT id, version, body FROM reviews WHERE id > ?1 ORDER BY id",
                params![after.unwrap_or("")],
                limit,
            )
        })
    }
}

impl ProposalLedger for SqliteStore {
    fn proposals(&self, ids: &[ProposalId]) -> StoreResult<Vec<Option<Stored<ProposalRecord>>>> {
        self.with(|open| {
            let mut statement = open
                .connection
                .prepare_cached("SELECT version, body FROM proposals WHERE id = ?1")
                .or_medium()?;
            ids.iter().map(|id| by_id(&mut statement, id.as_str())).collect()
        })
    }

    fn list_proposals(
        &self,
        after: Option<&ProposalId>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<ProposalRecord>>> {
        self.with(|open| {
            listing(
                open,
                "SELECT id, version, body FROM proposals WHERE id > ?1 ORDER BY id",
                params![after.map_or("", ProposalId::as_str)],
                limit,
            )
        })
    }
}

impl Office for SqliteStore {
    fn list_notices(&self, from: DateTime<Utc>, to: DateTime<Utc>, limit: usize) -> StoreResult<Vec<Notice>> {
        self.with(|open| {
            plain_listing(
                open,
                "SELECT key, 1, body FROM notices WHERE at >= ?1 AND at < ?2 ORDER BY at, key",
                params![Instant::of(from), Instant::of(to)],
                limit,
            )
        })
    }

    fn parked_rows(&self) -> StoreResult<Vec<Unreadable>> {
        self.with(|open| crate::parked::list(&open.connection))
    }

    fn setting(&self, key: &str) -> StoreResult<Option<String>> {
        self.with(|open| {
            let mut statement =
                open.connection.prepare_cached("SELECT value FROM settings WHERE key = ?1").or_medium()?;
            statement.query_row([key], |row| row.get(0)).optional().or_medium()
        })
    }
}
