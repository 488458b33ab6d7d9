//! The index that a workspace keeps: what commits touched is read again before the next question.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::history::stored_history;
use crate::foundation::CustomerId;
use crate::segment::SegmentIndex;
use crate::store::{ChangeSet, Store, StoreResult};

/// Customers read at once.
const PAGE: usize = 500;

/// Whom commits touched since the index was last brought up to date; nothing where none is kept.
#[derive(Debug, Default)]
pub(in crate::workspace) struct TouchedCustomers {
    ids: Mutex<Option<BTreeSet<CustomerId>>>,
}

impl TouchedCustomers {
    fn with<T>(&self, work: impl FnOnce(&mut Option<BTreeSet<CustomerId>>) -> T) -> T {
        work(&mut self.ids.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on, remembers whom commits touch.
    pub(super) fn begin(&self) {
        self.with(|ids| *ids = Some(BTreeSet::new()));
    }

    /// Remembers whom a change set touches.
    pub(in crate::workspace) fn note(&self, changes: &ChangeSet) {
        self.with(|ids| {
            if let Some(ids) = ids {
                ids.extend(changes.customers.iter().map(|customer| customer.value.id.clone()));
                ids.extend(changes.events.iter().filter_map(|event| event.customer.clone()));
                ids.extend(changes.messages.iter().map(|message| message.value.customer.clone()));
            }
        });
    }

    fn take(&self) -> BTreeSet<CustomerId> {
        self.with(|ids| ids.as_mut().map(std::mem::take).unwrap_or_default())
    }

    fn put_back(&self, taken: BTreeSet<CustomerId>) {
        self.with(|ids| {
            if let Some(ids) = ids {
                ids.extend(taken);
            }
        });
    }
}

/// Brings an index up to date with what commits touched.
pub(super) fn bring_up_to_date(
    index: &mut SegmentIndex,
    touched: &TouchedCustomers,
    store: &dyn Store,
) -> StoreResult<()> {
    let taken = touched.take();
    let ids: Vec<CustomerId> = taken.iter().cloned().collect();
    let read = ids.chunks(PAGE).try_for_each(|page| read_again(index, page, store));
    if read.is_err() {
        touched.put_back(taken);
    }
    read
}

/// Reads customers anew; for those who were merged away, also those who took them in.
fn read_again(index: &mut SegmentIndex, ids: &[CustomerId], store: &dyn Store) -> StoreResult<()> {
    let mut survivors = Vec::new();
    for (id, stored) in ids.iter().zip(store.customers(ids)?) {
        let Some(stored) = stored else {
            index.remove(id);
            continue;
        };
        match &stored.value.merged_into {
            Some((survivor, _)) => {
                index.remove(id);
                survivors.push(survivor.clone());
            }
            None => index.put(&stored.value, &stored_history(store, id)?),
        }
    }
    if survivors.is_empty() { Ok(()) } else { read_again(index, &survivors, store) }
}

/// Takes everybody into an index. Memory is that of the index and of what happened to one page of customers.
pub(super) fn take_in_everybody(index: &mut SegmentIndex, store: &dyn Store) -> StoreResult<()> {
    let mut after: Option<CustomerId> = None;
    loop {
        let page = store.list_customers(after.as_ref(), PAGE)?;
        for stored in page.iter().filter(|stored| stored.value.merged_into.is_none()) {
            index.put(&stored.value, &stored_history(store, &stored.value.id)?);
        }
        after = page.last().map(|stored| stored.value.id.clone());
        if page.len() < PAGE {
            return Ok(());
        }
    }
}
