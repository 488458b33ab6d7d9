//! Full-text search over customers and messages.
//!
//! Words are cut here, not by SQLite: its tokenizers know nothing of scripts without spaces and split Indic
//! words at their vowel signs. What the index gets is folded words separated by spaces, where each character
//! of an unspaced script is a word of its own; a query asks for each spaced word as a prefix and for each
//! unspaced run as a phrase.
//!
//! The index follows the tables late, so that writing costs nothing: new rows lie above a mark, changed ones
//! are noted in `search_stale`. [`SqliteStore::search`] catches up first; a host that imports much calls
//! [`SqliteStore::index_pending`] in quiet moments.

mod follow;
mod words;

use rusqlite::params;
use scrm_core::foundation::{CustomerId, MessageId};
use scrm_core::store::{SearchHit, SearchIndex, SearchQuery, StoreResult};

pub(crate) use follow::{Indexed, refresh_stale};

use crate::SqliteStore;
use crate::fault::OrMedium;
use crate::store::Open;

/// Rows that one transaction of catching up takes.
const ROWS_AT_ONCE: usize = 2_000;

impl SqliteStore {
    /// Brings at most `limit` new or changed customers and messages into the search index; gives back how
    /// many there were. Fewer than `limit` means that nothing is left.
    ///
    /// # Errors
    /// [`StoreError::Medium`](scrm_core::store::StoreError::Medium) where the medium fails.
    ///
    /// ```
    /// let store = scrm_sqlite::SqliteStore::in_memory()?;
    /// assert_eq!(store.index_pending(1_000)?, 0);
    /// # Ok::<(), scrm_core::store::StoreError>(())
    /// ```
    pub fn index_pending(&self, limit: usize) -> StoreResult<usize> {
        let mut done = 0_usize;
        while done < limit {
            // Other threads get their turn between two transactions.
            let step = ROWS_AT_ONCE.min(limit.saturating_sub(done));
            let taken = self.with(|open| follow::follow(open, step))?;
            done = done.saturating_add(taken);
            if taken < step {
                break;
            }
        }
        Ok(done)
    }
}

impl SearchIndex for SqliteStore {
    fn search(&self, query: &SearchQuery) -> StoreResult<Vec<SearchHit>> {
        let Some(expression) = words::expression(&query.text) else { return Ok(Vec::new()) };
        if query.limit == 0 {
            return Ok(Vec::new());
        }
        self.index_pending(usize::MAX)?;
        self.with(|open| {
            let mut hits = customers(open, &expression, query.limit)?;
            hits.extend(messages(open, &expression, query.limit)?);
            hits.sort_by(|a, b| score(b).total_cmp(&score(a)));
            hits.truncate(query.limit);
            Ok(hits)
        })
    }
}

const fn score(hit: &SearchHit) -> f64 {
    match hit {
        SearchHit::Customer { score, .. } | SearchHit::Message { score, .. } => *score,
    }
}

fn customers(open: &Open, expression: &str, limit: usize) -> StoreResult<Vec<SearchHit>> {
    let mut statement = open
        .connection
        .prepare_cached(
            "SELECT c.id, -s.rank FROM search_customers s JOIN customers c ON c.row = s.rowid
             WHERE s.search_customers MATCH ?1 ORDER BY s.rank, c.id LIMIT ?2",
        )
        .or_medium()?;
    let rows = statement
        .query_map(params![expression, i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            Ok(SearchHit::Customer { id: CustomerId::from(row.get::<_, String>(0)?), score: row.get(1)? })
        })
        .or_medium()?;
    rows.collect::<rusqlite::Result<_>>().or_medium()
}

fn messages(open: &Open, expression: &str, limit: usize) -> StoreResult<Vec<SearchHit>> {
    let mut statement = open
        .connection
        .prepare_cached(
            "SELECT m.id, m.customer, -s.rank FROM search_messages s JOIN messages m ON m.row = s.rowid
             WHERE s.search_messages MATCH ?1 ORDER BY s.rank, m.id LIMIT ?2",
        )
        .or_medium()?;
    let rows = statement
        .query_map(params![expression, i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            Ok(SearchHit::Message {
                id: MessageId::from(row.get::<_, String>(0)?),
                customer: CustomerId::from(row.get::<_, String>(1)?),
                score: row.get(2)?,
            })
        })
        .or_medium()?;
    rows.collect::<rusqlite::Result<_>>().or_medium()
}
