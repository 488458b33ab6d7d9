//! Reading: the repository traits.

mod candidates;
mod customers;
mod desk;
mod ledger;
mod queues;

use std::sync::Arc;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, ToSql};
use scrm_core::store::{Due, StoreResult, Stored, Unreadable};

use crate::fault::OrMedium;
use crate::recent::Recent;
use crate::record::{Record, unreadable};
use crate::store::Open;

/// One record by its id, through a statement that selects version and body.
fn by_id<T: Record>(statement: &mut CachedStatement<'_>, id: &str) -> StoreResult<Option<Stored<T>>> {
    let found = statement
        .query_row([id], |row| Ok((row.get::<_, i64>(0)?, T::of_row(row, 1))))
        .optional()
        .or_medium()?;
    let Some((version, decoded)) = found else { return Ok(None) };
    let value = decoded.map_err(|cause| unreadable::<T>(id, cause))?;
    Ok(Some(Stored { version: version.unsigned_abs(), value: Arc::new(value) }))
}

/// Records in the order of `ids`, through a statement that selects version and body by id.
fn all_by_id<'i, T: Record>(
    connection: &Connection,
    sql: &'static str,
    ids: impl Iterator<Item = &'i str>,
) -> StoreResult<Vec<Option<Stored<T>>>> {
    let mut statement = connection.prepare_cached(sql).or_medium()?;
    ids.map(|id| by_id(&mut statement, id)).collect()
}

/// Records in the order of `ids`, the lately used ones without asking the database.
fn all_through<'i, T: Record>(
    connection: &Connection,
    recent: &mut Recent<T>,
    sql: &'static str,
    ids: impl ExactSizeIterator<Item = &'i str>,
) -> StoreResult<Vec<Option<Stored<T>>>> {
    // A long list is a report or an import, which would only push out what is in use.
    let keep = ids.len() <= recent.capacity() / 8;
    let mut statement = connection.prepare_cached(sql).or_medium()?;
    ids.map(|id| {
        if let Some(found) = recent.get(id) {
            return Ok(Some(found));
        }
        let found = by_id(&mut statement, id)?;
        if let (true, Some(stored)) = (keep, &found) {
            recent.put(id, Stored::clone(stored));
        }
        Ok(found)
    })
    .collect()
}

/// At most `limit` records through a statement that selects id, version and body. Parked rows are left out;
/// another one that cannot be decoded is an error.
///
/// The statements carry no limit of their own: they all walk an index, so what is not asked for is not read.
fn listing<T: Record>(
    open: &Open,
    sql: &'static str,
    values: impl Params,
    limit: usize,
) -> StoreResult<Vec<Stored<T>>> {
    let due: Due<Stored<T>> = tolerant_listing(open, sql, values, limit)?;
    match due.unreadable.into_iter().next() {
        None => Ok(due.rows),
        Some(row) => Err(unreadable::<T>(&row.id, &row.cause)),
    }
}

/// Like [`listing`], with the rows that cannot be decoded beside the others.
fn tolerant_listing<T: Record>(
    open: &Open,
    sql: &'static str,
    values: impl Params,
    limit: usize,
) -> StoreResult<Due<Stored<T>>> {
    let mut statement = open.connection.prepare_cached(sql).or_medium()?;
    let mut rows = statement.query(values).or_medium()?;
    let mut due = Due::default();
    while due.rows.len().saturating_add(due.unreadable.len()) < limit {
        let Some(row) = rows.next().or_medium()? else { break };
        let id: &str = row.get_ref(0).or_medium()?.as_str().unwrap_or_default();
        if open.parked.contains(T::COLLECTION, id) {
            continue;
        }
        match T::of_row(row, 2) {
            Ok(value) => {
                let version: i64 = row.get(1).or_medium()?;
                due.rows.push(Stored { version: version.unsigned_abs(), value: Arc::new(value) });
            }
            #[cfg(plant)]
            Err(cause) if scrm_core::foundation::plant::is_active("a9") => {
                return Err(unreadable::<T>(id, cause));
            }
            Err(cause) => due.unreadable.push(Unreadable {
                collection: T::COLLECTION,
                id: id.to_owned(),
                cause: cause.to_owned(),
            }),
        }
    }
    Ok(due)
}

/// Records that have no version of their own.
fn plain_listing<T: Record>(
    open: &Open,
    sql: &'static str,
    values: impl Params,
    limit: usize,
) -> StoreResult<Vec<T>> {
    let rows = listing::<T>(open, sql, values, limit)?;
    Ok(rows.into_iter().filter_map(|stored| Arc::into_inner(stored.value)).collect())
}

/// Which ids there are, through a statement that selects something by id.
fn known<'i>(
    connection: &Connection,
    sql: &'static str,
    ids: impl Iterator<Item = &'i str>,
) -> StoreResult<Vec<bool>> {
    let mut statement = connection.prepare_cached(sql).or_medium()?;
    ids.map(|id| statement.exists([id]).or_medium()).collect()
}

/// Everything a statement's first column gives for one key.
fn texts(statement: &mut CachedStatement<'_>, key: &dyn ToSql) -> StoreResult<Vec<String>> {
    let rows = statement.query_map([key], |row| row.get(0)).or_medium()?;
    rows.collect::<rusqlite::Result<_>>().or_medium()
}
