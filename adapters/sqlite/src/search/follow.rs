//! Keeping the search index behind the tables, but not far.

use rusqlite::{Connection, OptionalExtension, Row, params};
use scrm_core::customer::{Customer, FieldValue};
use scrm_core::desk::MessageRecord;
use scrm_core::store::{StoreResult, searched_number};

use super::{ROWS_AT_ONCE, words};
use crate::fault::OrMedium;
use crate::record::Record;
use crate::store::Open;

/// The last row of each table that the index has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Indexed {
    pub(crate) customers: i64,
    pub(crate) messages: i64,
}

impl Indexed {
    /// What an earlier process reached.
    pub(crate) fn read(connection: &Connection) -> StoreResult<Self> {
        connection
            .query_row(
                "SELECT (SELECT upto FROM search_progress WHERE kind = 'customers'),
                        (SELECT upto FROM search_progress WHERE kind = 'messages')",
                [],
                |row| Ok(Self { customers: row.get(0)?, messages: row.get(1)? }),
            )
            .or_medium()
    }
}

/// How one table gets into the index.
struct Source {
    kind: &'static str,
    new_rows: &'static str,
    one_row: &'static str,
    indexed_words: &'static str,
    insert: &'static str,
    delete: &'static str,
    /// Reads the searchable words of a row that selects row id and body. A row that cannot be decoded has
    /// none.
    words: fn(&Row<'_>) -> String,
}

const CUSTOMERS: Source = Source {
    kind: "customers",
    new_rows: "SELECT row, body FROM customers WHERE row > ?1 ORDER BY row LIMIT ?2",
    one_row: "SELECT row, body FROM customers WHERE row = ?1",
    indexed_words: "SELECT words FROM search_customers WHERE rowid = ?1",
    insert: "INSERT INTO search_customers (rowid, words) VALUES (?1, ?2)",
    delete: "DELETE FROM search_customers WHERE rowid = ?1",
    words: |row| Customer::of_row(row, 1).map_or_else(|_| String::new(), |customer| of_customer(&customer)),
};

const MESSAGES: Source = Source {
    kind: "messages",
    new_rows: "SELECT row, body FROM messages WHERE row > ?1 ORDER BY row LIMIT ?2",
    one_row: "SELECT row, body FROM messages WHERE row = ?1",
    indexed_words: "SELECT words FROM search_messages WHERE rowid = ?1",
    insert: "INSERT INTO search_messages (rowid, words) VALUES (?1, ?2)",
    delete: "DELETE FROM search_messages WHERE rowid = ?1",
    words: |row| MessageRecord::of_row(row, 1).map_or_else(|_| String::new(), |message| of_message(&message)),
};

/// Takes at most `limit` rows in, changed ones first; tells how many.
pub(super) fn follow(open: &mut Open, limit: usize) -> StoreResult<usize> {
    let Open { connection, indexed, group, .. } = open;
    let mut after = *indexed;
    let done = group.write(connection, |connection| {
        let mut done = 0_usize;
        let left = |done: usize| limit.saturating_sub(done);
        for source in [&CUSTOMERS, &MESSAGES] {
            done = done.saturating_add(follow_stale(connection, source, left(done))?);
        }
        for (source, mark) in [(&CUSTOMERS, &mut after.customers), (&MESSAGES, &mut after.messages)] {
            done = done.saturating_add(follow_new(connection, source, mark, left(done))?);
        }
        Ok(done)
    })?;
    *indexed = after;
    Ok(done)
}

/// Takes all changed rows in, so that nothing the tables have dropped is left in the index.
pub(crate) fn refresh_stale(open: &mut Open) -> StoreResult<()> {
    for source in [&CUSTOMERS, &MESSAGES] {
        loop {
            let work = |connection: &Connection| follow_stale(connection, source, ROWS_AT_ONCE);
            let done = open.group.write(&mut open.connection, work)?;
            if done < ROWS_AT_ONCE {
                break;
            }
        }
    }
    Ok(())
}

fn follow_stale(connection: &Connection, source: &Source, limit: usize) -> StoreResult<usize> {
    let prepare = |sql| connection.prepare_cached(sql).or_medium();
    let stale: Vec<i64> = {
        let mut list = prepare("SELECT row FROM search_stale WHERE kind = ?1 LIMIT ?2")?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = list.query_map(params![source.kind, limit], |row| row.get(0)).or_medium()?;
        rows.collect::<rusqlite::Result<_>>().or_medium()?
    };
    if stale.is_empty() {
        return Ok(0);
    }
    let mut one_row = prepare(source.one_row)?;
    let mut indexed_words = prepare(source.indexed_words)?;
    let mut insert = prepare(source.insert)?;
    let mut delete = prepare(source.delete)?;
    let mut settle = prepare("DELETE FROM search_stale WHERE kind = ?1 AND row = ?2")?;
    for row in &stale {
        let present = one_row.query_row([row], |row| Ok((source.words)(row))).optional().or_medium()?;
        let present = present.unwrap_or_default();
        let indexed: Option<String> =
            indexed_words.query_row([row], |row| row.get(0)).optional().or_medium()?;
        // Most changes touch no words at all: a status, a tag, a priority.
        if indexed.as_deref().unwrap_or("") != present {
            delete.execute([row]).or_medium()?;
            if !present.is_empty() {
                insert.execute(params![row, present]).or_medium()?;
            }
        }
        settle.execute(params![source.kind, row]).or_medium()?;
    }
    Ok(stale.len())
}

fn follow_new(connection: &Connection, source: &Source, mark: &mut i64, limit: usize) -> StoreResult<usize> {
    if limit == 0 {
        return Ok(0);
    }
    let prepare = |sql| connection.prepare_cached(sql).or_medium();
    let mut list = prepare(source.new_rows)?;
    let mut insert = prepare(source.insert)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = list.query(params![*mark, limit]).or_medium()?;
    let mut done = 0_usize;
    while let Some(row) = rows.next().or_medium()? {
        let id: i64 = row.get(0).or_medium()?;
        let words = (source.words)(row);
        if !words.is_empty() {
            insert.execute(params![id, words]).or_medium()?;
        }
        *mark = id;
        done = done.saturating_add(1);
    }
    if done > 0 {
        let mut progress = prepare("UPDATE search_progress SET upto = ?2 WHERE kind = ?1")?;
        progress.execute(params![source.kind, *mark]).or_medium()?;
    }
    Ok(done)
}

/// Every text and identifier of a customer.
fn of_customer(customer: &Customer) -> String {
    let mut out = String::new();
    for (_, field) in &customer.fields {
        match &field.value {
            FieldValue::Text(text) => words::append(text, &mut out),
            FieldValue::List(list) => list.iter().for_each(|text| words::append(text, &mut out)),
            _ => {}
        }
    }
    for identifier in &customer.identifiers {
        words::append(&identifier.value, &mut out);
        if let Some(raw) = &identifier.raw {
            words::append(raw, &mut out);
            if let Some(digits) = searched_number(raw) {
                words::append_number(&digits, &mut out);
            }
        }
        let digits = identifier.searched_digits();
        digits.iter().for_each(|digits| words::append_number(digits, &mut out));
        digits.first().iter().for_each(|digits| words::append_from_the_end(digits, &mut out));
    }
    out
}

fn of_message(message: &MessageRecord) -> String {
    let mut out = String::new();
    if let Some(text) = message.body.words() {
        words::append(text, &mut out);
    }
    out
}
