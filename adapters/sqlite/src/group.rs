//! Commits that share a transaction.

use rusqlite::{Connection, TransactionBehavior};
use scrm_core::store::StoreResult;

use crate::commit::Faults;
use crate::fault::OrMedium;
use crate::options::Synchronous;

/// The commits that the file does not have yet. Each stands or falls by itself while they wait; the file takes all
/// of them or none.
#[derive(Debug)]
pub(crate) struct Group {
    at_most: u32,
    waiting: u32,
    is_lost: bool,
}

impl Group {
    pub(crate) const fn new(synchronous: Synchronous) -> Self {
        let at_most = match synchronous {
            Synchronous::Full | Synchronous::Normal => 1,
            Synchronous::Grouped { commits } => commits,
        };
        Self { at_most, waiting: 0, is_lost: false }
    }

    /// Whether a commit may return before the file has it.
    pub(crate) const fn may_wait(&self) -> bool {
        self.at_most > 1
    }

    /// Runs `work` in a transaction of its own, or in a part of the group's that is undone alone.
    pub(crate) fn write<T>(
        &mut self,
        connection: &mut Connection,
        work: impl FnOnce(&Connection) -> StoreResult<T>,
    ) -> StoreResult<T> {
        if !self.may_wait() {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate).or_medium()?;
            let done = work(&transaction)?;
            transaction.commit().or_medium()?;
            return Ok(done);
        }
        if connection.is_autocommit() {
            connection.execute_batch("BEGIN IMMEDIATE").or_medium()?;
        }
        let outcome = write_part(connection, work);
        match &outcome {
            Ok(_) => self.waiting = self.waiting.saturating_add(1),
            // For some errors of the medium SQLite undoes the whole transaction.
            Err(_) => self.is_lost = self.waiting > 0 && connection.is_autocommit(),
        }
        outcome
    }

    /// Gives the file what waits, where that is as much as may wait.
    pub(crate) fn end_when_full(&mut self, connection: &Connection, faults: &Faults) -> StoreResult<()> {
        if self.may_wait() && self.waiting >= self.at_most { self.end(connection, faults) } else { Ok(()) }
    }

    /// Gives the file what waits.
    pub(crate) fn end(&mut self, connection: &Connection, faults: &Faults) -> StoreResult<()> {
        // A commit that was refused leaves a transaction behind with nothing waiting in it.
        if connection.is_autocommit() {
            return Ok(());
        }
        let written = faults.before_statement().and_then(|()| connection.execute_batch("COMMIT").or_medium());
        self.is_lost = written.is_err();
        self.waiting = 0;
        written
    }

    /// Whether commits that succeeded will never be in the file: what is known of it in memory is wrong.
    pub(crate) const fn is_lost(&self) -> bool {
        self.is_lost
    }
}

fn write_part<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Connection) -> StoreResult<T>,
) -> StoreResult<T> {
    let part = connection.savepoint().or_medium()?;
    let done = work(&part)?;
    part.commit().or_medium()?;
    Ok(done)
}
