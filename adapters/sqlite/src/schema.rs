//! The tables, and how a file of an older format becomes one of the present.
//!
//! Each record is one JSON body beside the columns by which it is found. Bodies live in tables with integer
//! row ids, so that new rows go to the end of the file whatever their ids are; small rows that are only
//! found by key live in tables without row ids. Each index below serves a method of the store's traits.

use rusqlite::{Connection, TransactionBehavior};
use scrm_core::store::StoreError;

use crate::fault::OrMedium;

/// Steps from an empty file to the present format; step `n` makes format `n + 1`. Never edited once
/// released, only added to.
const MIGRATIONS: &[&str] = &[FORMAT_1, FORMAT_2, FORMAT_3, FORMAT_4];

/// The newest format this version knows.
pub(crate) const KNOWN: u32 = MIGRATIONS.len() as u32;

const FORMAT_1: &str = "
    -- `keys` holds the customer's identifier keys as a JSON array: empty for one that was merged away.
    -- `made_by` is the fingerprint of the import row that made the customer.
    CREATE TABLE customers (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
        inactive INTEGER NOT NULL, keys TEXT NOT NULL, made_by BLOB, body TEXT NOT NULL
    );
    CREATE INDEX customers_inactive ON customers (id) WHERE inactive;

    -- Keys arrive in no order. They move to the large tables in one sorted sweep, so that a large import does not
    -- write the same pages again and again. Until then those of customers whose row is beyond `upto` are only listed
    -- there; those that other customers have got since stand in the young tables.
    CREATE TABLE settled (kind TEXT PRIMARY KEY, upto INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO settled VALUES ('identifiers', 0), ('imported_rows', 0);
    CREATE TABLE identifiers_young (
        place INTEGER PRIMARY KEY, key TEXT NOT NULL, customer INTEGER NOT NULL
    );
    CREATE TABLE identifiers (
        key TEXT NOT NULL, customer INTEGER NOT NULL, PRIMARY KEY (key, customer)
    ) WITHOUT ROWID;
    CREATE TABLE imported_rows_young (
        place INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL, customer INTEGER NOT NULL
    );
    CREATE TABLE imported_rows (
        fingerprint BLOB PRIMARY KEY, customer INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE conversations (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
        customer TEXT NOT NULL, thread TEXT NOT NULL, body TEXT NOT NULL
    );
    CREATE INDEX conversations_thread ON conversations (thread);
    CREATE INDEX conversations_customer ON conversations (customer);

    -- `external` is set for outgoing messages only: statuses are reported on those.
    CREATE TABLE messages (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
        customer TEXT NOT NULL, at INTEGER NOT NULL, external TEXT, body TEXT NOT NULL
    );
    CREATE INDEX messages_customer ON messages (customer, at);
    CREATE INDEX messages_at ON messages (at);
    CREATE INDEX messages_external ON messages (external) WHERE external IS NOT NULL;

    -- `standing`: 0 final, 1 open, 2 parked.
    CREATE TABLE outbox (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
        customer TEXT NOT NULL, due INTEGER, standing INTEGER NOT NULL, body TEXT NOT NULL
    );
    CREATE INDEX outbox_due ON outbox (due, id) WHERE due IS NOT NULL AND standing <> 2;
    CREATE INDEX outbox_open ON outbox (customer) WHERE standing = 1;

    CREATE TABLE timers (
        key TEXT PRIMARY KEY, due INTEGER NOT NULL, customer TEXT NOT NULL, parked INTEGER NOT NULL,
        body TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX timers_due ON timers (due) WHERE NOT parked;
    CREATE INDEX timers_customer ON timers (customer);

    CREATE TABLE events (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, customer TEXT, at INTEGER NOT NULL,
        body TEXT NOT NULL
    );
    CREATE INDEX events_customer ON events (customer, at) WHERE customer IS NOT NULL;
    CREATE INDEX events_at ON events (at);

    CREATE TABLE notices (
        row INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, body TEXT NOT NULL
    );
    CREATE INDEX notices_at ON notices (at);

    CREATE TABLE merges (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, body TEXT NOT NULL
    );
    CREATE TABLE reviews (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, body TEXT NOT NULL
    );
    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    -- Parked rows stay where they are, untouched.
    CREATE TABLE parked (
        place INTEGER PRIMARY KEY, collection TEXT NOT NULL, id TEXT NOT NULL, cause TEXT NOT NULL,
        UNIQUE (collection, id)
    );

    -- Rows up to `upto` are in the search index; of those, the stale ones changed since.
    CREATE TABLE search_progress (kind TEXT PRIMARY KEY, upto INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO search_progress VALUES ('customers', 0), ('messages', 0);
    CREATE TABLE search_stale (
        kind TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (kind, row)
    ) WITHOUT ROWID;
    CREATE VIRTUAL TABLE search_customers USING fts5 (words, tokenize = 'ascii');
    CREATE VIRTUAL TABLE search_messages USING fts5 (words, tokenize = 'ascii');
    INSERT INTO search_customers (search_customers, rank) VALUES ('secure-delete', 1);
    INSERT INTO search_messages (search_messages, rank) VALUES ('secure-delete', 1);
";

/// Keyword groups that mining proposed.
const FORMAT_2: &str = "
    CREATE TABLE proposals (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, body TEXT NOT NULL
    );
";

/// Timers whose key names their customer leave the column empty: a blob, because a name is a text. They are found by
/// their keys, and only the others need an index. An import sets millions.
const FORMAT_3: &str = "
    DROP INDEX timers_customer;
    CREATE INDEX timers_customer ON timers (customer) WHERE typeof(customer) = 'text';
";

/// Customers are found by the last digits of their numbers, and under names that gave way in a merge: each goes into the search
/// index anew.
const FORMAT_4: &str = "
    INSERT OR IGNORE INTO search_stale SELECT 'customers', row FROM customers
    WHERE row <= (SELECT upto FROM search_progress WHERE kind = 'customers');
";

/// Brings the file to the present format, one transaction per step.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).or_medium()?;
    if found > KNOWN {
        return Err(StoreError::NewerFormat { found, known: KNOWN });
    }
    for (step, sql) in (0_u32..).zip(MIGRATIONS).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).or_medium()?;
        transaction.execute_batch(sql).or_medium()?;
        transaction.pragma_update(None, "user_version", step.saturating_add(1)).or_medium()?;
        transaction.commit().or_medium()?;
    }
    Ok(())
}
