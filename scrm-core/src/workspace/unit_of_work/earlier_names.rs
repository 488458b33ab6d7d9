//! The names of those who were merged into customers.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::UnitOfWork;
use crate::customer::FieldName;
use crate::dedupe::EarlierNames;
use crate::foundation::{CustomerId, Event, EventKind, MergeId};
use crate::store::{MergeRecord, StoreResult};

impl UnitOfWork<'_> {
    /// The names that these customers had when somebody was merged into them, directly or through others, and the names of
    /// those who are still. Reads their events.
    pub(in crate::workspace) fn earlier_names(
        &mut self,
        customers: &[CustomerId],
        now: DateTime<Utc>,
    ) -> StoreResult<EarlierNames> {
        let mut names = Vec::new();
        for customer in customers {
            let mut open = vec![customer.clone()];
            while let Some(survivor) = open.pop() {
                let absorbed = self.ever_absorbed(&survivor, now)?;
                self.load_customers(&absorbed)?;
                for id in absorbed {
                    let merge = self.customers.get(&id).and_then(|gone| gone.merged_into.clone());
                    let Some((_, merge)) = merge.filter(|(into, _)| *into == survivor) else { continue };
                    if let Some(merge) = self.merge_record(&merge)? {
                        let sides = [&merge.survivor.customer, &merge.absorbed.customer].into_iter();
                        let of_sides = sides.filter_map(|side| side.text(&FieldName::Name));
                        names.extend(of_sides.map(|name| (customer.clone(), name.into())));
                    }
                    open.push(id);
                }
            }
        }
        Ok(EarlierNames::new(names))
    }

    fn merge_record(&self, id: &MergeId) -> StoreResult<Option<Arc<MergeRecord>>> {
        let here = self.merges.iter().find(|merge| merge.value.id == *id);
        match here {
            Some(merge) => Ok(Some(Arc::clone(&merge.value))),
            None => Ok(self.store.merge(id)?.map(|stored| stored.value)),
        }
    }

    /// Whom a customer absorbed, also those who came back since. Each once.
    fn ever_absorbed(&self, survivor: &CustomerId, now: DateTime<Utc>) -> StoreResult<Vec<CustomerId>> {
        let absorbed = |event: Event| match event.kind {
            EventKind::CustomerMerged { absorbed } => Some(absorbed),
            _ => None,
        };
        let events = self.events_of(survivor, DateTime::<Utc>::MIN_UTC, now)?;
        let mut absorbed: Vec<CustomerId> = events.into_iter().filter_map(absorbed).collect();
        absorbed.sort_unstable();
        absorbed.dedup();
        Ok(absorbed)
    }
}
