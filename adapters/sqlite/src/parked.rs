//! Rows that nobody can read and that were set aside.

use std::collections::HashSet;

use rusqlite::Connection;
use scrm_core::store::{ChangeSet, Collection, DuplicateReview, StoreResult, Unreadable};

use crate::fault::OrMedium;

const ALL: [Collection; 9] = [
    Collection::Customers,
    Collection::Conversations,
    Collection::Messages,
    Collection::Outbox,
    Collection::Timers,
    Collection::Events,
    Collection::Merges,
    Collection::Reviews,
    Collection::Proposals,
];

/// The name of a collection in the table of parked rows.
pub(crate) const fn collection_name(collection: Collection) -> &'static str {
    match collection {
        Collection::Customers => "customers",
        Collection::Conversations => "conversations",
        Collection::Messages => "messages",
        Collection::Outbox => "outbox",
        Collection::Timers => "timers",
        Collection::Events => "events",
        Collection::Merges => "merges",
        Collection::Reviews => "reviews",
        Collection::Proposals => "proposals",
    }
}

/// Which rows are set aside: few or none, so they are kept in memory too.
#[derive(Debug, Default)]
pub(crate) struct Parked {
    rows: HashSet<(Collection, String)>,
}

impl Parked {
    /// What an earlier process set aside.
    pub(crate) fn read(connection: &Connection) -> StoreResult<Self> {
        let rows = list(connection)?.into_iter().map(|row| (row.collection, row.id)).collect();
        Ok(Self { rows })
    }

    /// Whether a row is set aside.
    pub(crate) fn contains(&self, collection: Collection, id: &str) -> bool {
        !self.rows.is_empty() && self.rows.contains(&(collection, id.to_owned()))
    }

    /// Whether any row of a collection is set aside.
    pub(crate) fn has_any(&self, collection: Collection) -> bool {
        self.rows.iter().any(|(of, _)| *of == collection)
    }

    /// The parked rows that `changes` write anew: those can be read again.
    pub(crate) fn mended_by(&self, changes: &ChangeSet) -> Vec<(Collection, String)> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let mut written = Vec::new();
        let mut note = |collection, id: &str| written.push((collection, id.to_owned()));
        changes.customers.iter().for_each(|c| note(Collection::Customers, c.value.id.as_str()));
        changes.conversations.iter().for_each(|c| note(Collection::Conversations, c.value.id.as_str()));
        changes.messages.iter().for_each(|c| note(Collection::Messages, c.value.id.as_str()));
        changes.outbox.iter().for_each(|c| note(Collection::Outbox, c.value.message.id.as_str()));
        changes.fired_timers.iter().for_each(|(key, _)| note(Collection::Timers, key.as_str()));
        changes.cancelled_timers.iter().for_each(|key| note(Collection::Timers, key.as_str()));
        changes.timers.iter().for_each(|timer| note(Collection::Timers, timer.key.as_str()));
        changes.merges.iter().for_each(|c| note(Collection::Merges, c.value.id.as_str()));
        changes.reviews.iter().for_each(|c| note(Collection::Reviews, &DuplicateReview::key(&c.value)));
        changes.proposals.iter().for_each(|c| note(Collection::Proposals, c.value.id.as_str()));
        written.retain(|row| self.rows.contains(row));
        written
    }

    /// Takes note of a commit.
    pub(crate) fn follow(&mut self, mended: &[(Collection, String)], parked: &[Unreadable]) {
        mended.iter().for_each(|row| {
            self.rows.remove(row);
        });
        self.rows.extend(parked.iter().map(|row| (row.collection, row.id.clone())));
    }
}

/// All parked rows, in the order in which they were parked.
pub(crate) fn list(connection: &Connection) -> StoreResult<Vec<Unreadable>> {
    let mut statement =
        connection.prepare_cached("SELECT collection, id, cause FROM parked ORDER BY place").or_medium()?;
    let mut rows = statement.query([]).or_medium()?;
    let mut parked = Vec::new();
    while let Some(row) = rows.next().or_medium()? {
        let name: String = row.get(0).or_medium()?;
        let known = ALL.into_iter().find(|collection| collection_name(*collection) == name);
        if let Some(collection) = known {
            let (id, cause) = (row.get(1).or_medium()?, row.get(2).or_medium()?);
            parked.push(Unreadable { collection, id, cause });
        }
    }
    Ok(parked)
}
