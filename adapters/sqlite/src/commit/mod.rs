//! The one write door: a [`ChangeSet`] in one transaction.

mod customers;
mod desk;
mod ledger;
mod queues;
mod waiting;
mod young;

use std::cell::Cell;
use std::sync::Arc;

use rusqlite::{CachedStatement, Connection, Params};
use scrm_core::store::{ChangeSet, Collection, StoreError, StoreResult, Stored, Versioned};

pub(crate) use desk::thread_key;
pub(crate) use young::{Growth, Young};

use crate::fault::OrMedium;
use crate::recent::Recent;
use crate::record::Encoder;
use crate::search::Indexed;
use crate::store::Open;

/// Lets a test break the medium at a chosen statement.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    remaining: Cell<Option<u32>>,
}

impl Faults {
    /// Fails the statement after `statements` more, and all that follow.
    #[cfg(test)]
    pub(crate) fn fail_after(&self, statements: Option<u32>) {
        self.remaining.set(statements);
    }

    /// To be called before each statement of a commit.
    pub(crate) fn before_statement(&self) -> StoreResult<()> {
        match self.remaining.get() {
            None => Ok(()),
            Some(0) => Err(StoreError::Medium { cause: "sqlite.io".to_owned(), retryable: true }),
            Some(left) => {
                self.remaining.set(Some(left.saturating_sub(1)));
                Ok(())
            }
        }
    }
}

/// A transaction in progress.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'a> {
    connection: &'a Connection,
    faults: &'a Faults,
    indexed: Indexed,
}

impl<'a> Writer<'a> {
    fn prepare(&self, sql: &'static str) -> StoreResult<CachedStatement<'a>> {
        self.connection.prepare_cached(sql).or_medium()
    }

    /// Runs a statement and tells how many rows it changed.
    fn run(&self, statement: &mut CachedStatement<'_>, values: impl Params) -> StoreResult<usize> {
        self.faults.before_statement()?;
        statement.execute(values).or_medium()
    }
}

/// Writes `changes` inside the transaction that `connection` is in; gives what the young keys follow after
/// the commit.
pub(crate) fn write<'c>(
    connection: &Connection,
    faults: &Faults,
    encoder: &mut Encoder,
    young: &Young,
    indexed: Indexed,
    changes: &'c ChangeSet,
    mended: &[(Collection, String)],
) -> StoreResult<Growth<'c>> {
    let writer = Writer { connection, faults, indexed };
    let mut growth = Growth::default();
    young.settle(writer, &mut growth)?;
    customers::check_unchanged(writer, &changes.unchanged_customers)?;
    let made_by = customers::first_rows(&changes.imported_rows);
    customers::write_customers(writer, encoder, young, &mut growth, &changes.customers, &made_by)?;
    customers::write_imported_rows(writer, young, &mut growth, &changes.imported_rows, &made_by)?;
    desk::write_conversations(writer, encoder, &changes.conversations)?;
    desk::write_messages(writer, encoder, &changes.messages)?;
    queues::write_outbox(writer, encoder, &changes.outbox)?;
    #[cfg(plant)]
    if scrm_core::foundation::plant::is_active("a2") {
        writer.connection.execute_batch("COMMIT; BEGIN IMMEDIATE").or_medium()?;
    }
    queues::fire_timers(writer, &changes.fired_timers)?;
    queues::cancel_timers(writer, &changes.cancelled_timers)?;
    queues::set_timers(writer, encoder, &changes.timers)?;
    ledger::append_events(writer, encoder, &changes.events)?;
    ledger::add_notices(writer, encoder, &changes.notices)?;
    ledger::write_merges(writer, encoder, &changes.merges)?;
    ledger::write_reviews(writer, encoder, &changes.reviews)?;
    ledger::write_proposals(writer, encoder, &changes.proposals)?;
    ledger::write_settings(writer, &changes.settings)?;
    queues::unpark(writer, mended)?;
    queues::park(writer, &changes.park)?;
    Ok(growth)
}

/// Keeps what was written for the next read. A long list is an import, whose customers nobody asks for soon.
pub(crate) fn remember(open: &mut Open, changes: &ChangeSet) {
    remember_list(&mut open.customers, &changes.customers, |customer| customer.id.as_str());
    remember_list(&mut open.conversations, &changes.conversations, |conversation| conversation.id.as_str());
}

fn remember_list<T>(recent: &mut Recent<T>, written: &[Versioned<T>], id: impl Fn(&T) -> &str) {
    let few = written.len() <= recent.capacity() / 8;
    if !few && recent.is_empty() {
        return;
    }
    for record in written {
        let id = id(&record.value);
        if few {
            let version = record.expected.saturating_add(1);
            recent.put(id, Stored { version, value: Arc::clone(&record.value) });
        } else {
            recent.forget(id);
        }
    }
}
