//! Search: customers and messages that match, each as the one whose it is now.

use rustc_hash::FxHashSet;

use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::foundation::CustomerId;
use crate::store::{SearchHit, SearchQuery, StoreError, StoreResult};

impl Workspace {
    /// Customers and messages that match, best first. Every word must occur, folded, at the start of a word, or anywhere in
    /// scripts without spaces; a number is found by how it begins and by its last four digits or more.
    ///
    /// Whoever was merged into another is found by the names and numbers of before too, and given as the survivor, once.
    /// Messages are given as the survivor's as well.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::import::ImportOptions;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// let file = "Name,Phone\nЮлия Соколовская,+7 916 123-45-67\n";
    /// workspace.import_csv(&mut std::io::Cursor::new(file), &ImportOptions::new("shop"), DateTime::UNIX_EPOCH)?;
    /// assert_eq!(workspace.search("соколов", 10)?.len(), 1);
    /// assert_eq!(workspace.search("4567", 10)?.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<SearchHit>, WorkspaceError> {
        let mut asked = limit;
        loop {
            let found = self.store.search(&SearchQuery { text: text.to_owned(), limit: asked })?;
            let is_all = found.len() < asked;
            let mut hits = self.led_to_survivors(found)?;
            if is_all || hits.len() >= limit {
                hits.truncate(limit);
                return Ok(hits);
            }
            // Several hits were of one customer, and there may be more behind them.
            asked = asked.saturating_mul(2);
        }
    }

    /// The hits with the customers that they are of now, each customer at its best.
    fn led_to_survivors(&self, found: Vec<SearchHit>) -> StoreResult<Vec<SearchHit>> {
        let mut unit = UnitOfWork::new(self.store.as_ref());
        let mut given = FxHashSet::default();
        let mut hits = Vec::with_capacity(found.len());
        for hit in found {
            match hit {
                SearchHit::Customer { id, score } => {
                    let id = survivor(&mut unit, id)?;
                    if given.insert(id.clone()) {
                        hits.push(SearchHit::Customer { id, score });
                    }
                }
                SearchHit::Message { id, customer, score } => {
                    let customer = survivor(&mut unit, customer)?;
                    hits.push(SearchHit::Message { id, customer, score });
                }
            }
        }
        Ok(hits)
    }
}

/// Who a customer is now. Nobody is kept from a search by a record that cannot be read.
fn survivor(unit: &mut UnitOfWork<'_>, id: CustomerId) -> StoreResult<CustomerId> {
    match unit.customer(&id) {
        Ok(customer) => Ok(customer.map_or(id, |customer| customer.id.clone())),
        Err(StoreError::Unreadable { .. }) => Ok(id),
        Err(error) => Err(error),
    }
}
