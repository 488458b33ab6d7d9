//! Timers and the outbox.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use scrm_core::foundation::{CUSTOMER_TIMER_AREAS, CustomerId, OutboxId};
use scrm_core::store::{Due, Outbox, StoreResult, Stored, Timer, TimerQueue};
use scrm_core::transport::OutboxMessage;

use super::{all_by_id, listing, plain_listing, tolerant_listing};
use crate::SqliteStore;
use crate::fault::OrMedium;
use crate::record::{Instant, instant};

fn earliest(connection: &Connection, sql: &'static str) -> StoreResult<Option<DateTime<Utc>>> {
    let mut statement = connection.prepare_cached(sql).or_medium()?;
    let due: Option<i64> = statement.query_row([], |row| row.get(0)).or_medium()?;
    Ok(due.map(instant))
}

impl TimerQueue for SqliteStore {
    fn due_timers(&self, now: DateTime<Utc>, limit: usize) -> StoreResult<Due<Timer>> {
        self.with(|open| {
            let due: Due<Stored<Timer>> = tolerant_listing(
                open,
                "SELECT key, 1, body, key, customer, due FROM timers WHERE NOT parked AND due <= ?1 ORDER BY due, key",
                params![Instant::of(now)],
                limit,
            )?;
            let rows = due.rows.into_iter().filter_map(|stored| Arc::into_inner(stored.value)).collect();
            Ok(Due { rows, unreadable: due.unreadable })
        })
    }

    fn next_timer(&self) -> StoreResult<Option<DateTime<Utc>>> {
        self.with(|open| earliest(&open.connection, "SELECT min(due) FROM timers WHERE NOT parked"))
    }

    fn timers_of(&self, customer: &CustomerId) -> StoreResult<Vec<Timer>> {
        self.with(|open| {
            let mut timers: Vec<Timer> = plain_listing(
                open,
                "SELECT key, 1, body, key, customer, due FROM timers
                 WHERE NOT parked AND typeof(customer) = 'text' AND customer = ?1",
                [customer.as_str()],
                usize::MAX,
            )?;
            for area in CUSTOMER_TIMER_AREAS {
                // All keys that begin with the area and the customer: '0' comes after '/'.
                let (from, to) = (format!("{area}/{customer}/"), format!("{area}/{customer}0"));
                timers.extend(plain_listing(
                    open,
                    "SELECT key, 1, body, key, customer, due FROM timers
                     WHERE NOT parked AND typeof(customer) = 'blob' AND key >= ?1 AND key < ?2",
                    [from, to],
                    usize::MAX,
                )?);
            }
            timers.sort_unstable_by(|a, b| a.key.cmp(&b.key));
            Ok(timers)
        })
    }
}

impl Outbox for SqliteStore {
    fn outbox(&self, ids: &[OutboxId]) -> StoreResult<Vec<Option<Stored<OutboxMessage>>>> {
        self.with(|open| {
            all_by_id(
                &open.connection,
                "SELECT version, body FROM outbox WHERE id = ?1",
                ids.iter().map(OutboxId::as_str),
            )
        })
    }

    fn due_outbox(&self, now: DateTime<Utc>, limit: usize) -> StoreResult<Due<Stored<OutboxMessage>>> {
        self.with(|open| {
            tolerant_listing(
                open,
                "SELECT id, version, body FROM outbox
                 WHERE due IS NOT NULL AND standing <> 2 AND due <= ?1 ORDER BY due, id",
                params![Instant::of(now)],
                limit,
            )
        })
    }

    fn next_outbox(&self) -> StoreResult<Option<DateTime<Utc>>> {
        self.with(|open| {
            earliest(&open.connection, "SELECT min(due) FROM outbox WHERE due IS NOT NULL AND standing <> 2")
        })
    }

    fn open_outbox_of(&self, customer: &CustomerId) -> StoreResult<Vec<Stored<OutboxMessage>>> {
        self.with(|open| {
            listing(
                open,
                "SELECT id, version, body FROM outbox
                 WHERE customer = ?1 AND standing = 1 ORDER BY id",
                [customer.as_str()],
                usize::MAX,
            )
        })
    }

    fn list_outbox(&self, after: Option<&OutboxId>, limit: usize) -> StoreResult<Vec<Stored<OutboxMessage>>> {
        self.with(|open| {
            listing(
                open,
                "SELECT id, version, body FROM outbox
                 WHERE id > ?1 ORDER BY id",
                params![after.map_or("", OutboxId::as_str)],
                limit,
            )
        })
    }
}
