//! What waits for its time: the outbox and timers, and rows that nobody can read.

use chrono::{DateTime, Utc};
use rusqlite::params;
use scrm_core::foundation::TimerKey;
use scrm_core::store::{Collection, StoreResult, Timer, Unreadable, Versioned};
use scrm_core::transport::OutboxMessage;

use super::Writer;
use crate::fault::conflict;
use crate::parked::collection_name;
use crate::record::{Encoder, Instant, TimerOwner, version_key};

/// Writes outbox messages.
pub(super) fn write_outbox(
    writer: Writer<'_>,
    encoder: &mut Encoder,
    messages: &[Versioned<OutboxMessage>],
) -> StoreResult<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let mut insert = writer.prepare(
        "INSERT INTO outbox (id, version, customer, due, standing, body) VALUES (?1, 1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO NOTHING",
    )?;
    let mut update = writer.prepare(
        "UPDATE outbox SET version = ?2 + 1, customer = ?3, due = ?4, standing = ?5, body = ?6
         WHERE id = ?1 AND version = ?2",
    )?;
    for change in messages {
        let message = &*change.value;
        let id = message.message.id.as_str();
        let customer = message.message.customer.as_str();
        let due = message.due.map(Instant::due);
        let open = !message.state.is_final();
        let body = encoder.encode(id, message)?;
        let written = if change.expected == 0 {
            writer.run(&mut insert, params![id, customer, due, open, body])?
        } else {
            let version = version_key(change.expected);
            writer.run(&mut update, params![id, version, customer, due, open, body])?
        };
        if written == 0 {
            return Err(conflict(Collection::Outbox, id));
        }
    }
    Ok(())
}

/// Takes timers that fired away; each must still be due when it was.
pub(super) fn fire_timers(writer: Writer<'_>, fired: &[(TimerKey, DateTime<Utc>)]) -> StoreResult<()> {
    if fired.is_empty() {
        return Ok(());
    }
    let mut delete = writer.prepare("DELETE FROM timers WHERE key = ?1 AND due = ?2")?;
    for (key, due) in fired {
        if writer.run(&mut delete, params![key.as_str(), Instant::due(*due)])? == 0 {
            #[cfg(plant)]
            if scrm_core::foundation::plant::is_active("c2") {
                continue;
            }
            return Err(conflict(Collection::Timers, key.as_str()));
        }
    }
    Ok(())
}

/// Takes timers away, present or not.
pub(super) fn cancel_timers(writer: Writer<'_>, keys: &[TimerKey]) -> StoreResult<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let mut delete = writer.prepare("DELETE FROM timers WHERE key = ?1")?;
    for key in keys {
        writer.run(&mut delete, [key.as_str()])?;
    }
    Ok(())
}

/// Sets or moves timers.
pub(super) fn set_timers(writer: Writer<'_>, encoder: &mut Encoder, timers: &[Timer]) -> StoreResult<()> {
    if timers.is_empty() {
        return Ok(());
    }
    let mut set = writer.prepare(
        "INSERT INTO timers (key, due, customer, parked, body) VALUES (?1, ?2, ?3, 0, ?4)
         ON CONFLICT (key) DO UPDATE SET
            due = excluded.due, customer = excluded.customer, parked = 0, body = excluded.body",
    )?;
    for timer in timers {
        let key = timer.key.as_str();
        let body = encoder.encode(key, timer)?;
        writer.run(&mut set, params![key, Instant::due(timer.due), TimerOwner::of(timer), body])?;
    }
    Ok(())
}

/// Sets unreadable rows aside: noted with the cause, no longer due or open, and otherwise left as they are.
pub(super) fn park(writer: Writer<'_>, rows: &[Unreadable]) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut note = writer.prepare(
        "INSERT INTO parked (collection, id, cause) VALUES (?1, ?2, ?3)
         ON CONFLICT (collection, id) DO NOTHING",
    )?;
    let mut outbox = writer.prepare("UPDATE outbox SET standing = 2 WHERE id = ?1")?;
    let mut timer = writer.prepare("UPDATE timers SET parked = 1 WHERE key = ?1")?;
    for row in rows {
        writer.run(&mut note, params![collection_name(row.collection), row.id, row.cause])?;
        match row.collection {
            Collection::Outbox => writer.run(&mut outbox, [&row.id])?,
            Collection::Timers => writer.run(&mut timer, [&row.id])?,
            _ => 0,
        };
    }
    Ok(())
}

/// Rows that were parked and are now written anew.
pub(super) fn unpark(writer: Writer<'_>, rows: &[(Collection, String)]) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut delete = writer.prepare("DELETE FROM parked WHERE collection = ?1 AND id = ?2")?;
    for (collection, id) in rows {
        writer.run(&mut delete, params![collection_name(*collection), id])?;
    }
    Ok(())
}
