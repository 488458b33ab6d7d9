//! Who was merged into whom: what happened to them stays under the ids that they had then.

use std::collections::BTreeMap;

use super::pages::visit_pages;
use super::{Workspace, WorkspaceError};
use crate::foundation::CustomerId;

/// Merges read at once.
const PAGE: usize = 500;

/// The merges that stand. Memory grows with their number.
#[derive(Debug, Default)]
pub(super) struct Absorbed {
    into: BTreeMap<CustomerId, CustomerId>,
    of: BTreeMap<CustomerId, Vec<CustomerId>>,
}

impl Absorbed {
    /// Who somebody is now.
    pub(super) fn survivor<'i>(&'i self, id: &'i CustomerId) -> &'i CustomerId {
        let mut present = id;
        // Every step leads to another customer; the bound protects against a damaged store.
        for _ in 0..=self.into.len() {
            let Some(next) = self.into.get(present) else { break };
            present = next;
        }
        present
    }

    /// The ids that somebody was known by before, in order.
    pub(super) fn earlier_ids(&self, id: &CustomerId) -> &[CustomerId] {
        self.of.get(id).map_or(&[], Vec::as_slice)
    }
}

impl Workspace {
    pub(super) fn absorbed(&self) -> Result<Absorbed, WorkspaceError> {
        let mut absorbed = Absorbed::default();
        visit_pages(
            PAGE,
            |after| self.store.list_merges(after, PAGE),
            |stored| stored.value.id.clone(),
            |stored| {
                let merge = &stored.value;
                if merge.undone_at.is_none() {
                    absorbed.into.insert(merge.absorbed.customer.id.clone(), merge.result.id.clone());
                }
            },
        )?;
        let mut of: BTreeMap<CustomerId, Vec<CustomerId>> = BTreeMap::default();
        for id in absorbed.into.keys() {
            of.entry(absorbed.survivor(id).clone()).or_default().push(id.clone());
        }
        of.values_mut().for_each(|ids| ids.sort());
        absorbed.of = of;
        Ok(absorbed)
    }
}
