//! Whose history a customer's history is, after merges.

use std::collections::BTreeSet;

use crate::foundation::CustomerId;
use crate::store::MergeRecord;

/// All ids under which a customer's messages, events and notices were written: its own first, then those of
/// everyone merged into it, directly or through others, in order. Undone merges do not count.
///
/// ```
/// use scrm_core::dedupe::history_ids;
/// use scrm_core::foundation::CustomerId;
/// let ann = CustomerId::new("c_1");
/// assert_eq!(history_ids(&ann, &[]), [ann]);
/// ```
#[must_use]
pub fn history_ids(customer: &CustomerId, merges: &[&MergeRecord]) -> Vec<CustomerId> {
    let mut found: BTreeSet<&CustomerId> = BTreeSet::new();
    let mut open = vec![customer];
    while let Some(id) = open.pop() {
        let standing = merges.iter().filter(|merge| merge.undone_at.is_none() && merge.result.id == *id);
        for absorbed in standing.map(|merge| &merge.absorbed.customer.id) {
            if absorbed != customer && found.insert(absorbed) {
                open.push(absorbed);
            }
        }
    }
    std::iter::once(customer).chain(found).cloned().collect()
}

/// The merges that make a customer what it is and can be undone, the latest first: the order to undo them in.
#[must_use]
pub fn open_merges<'a>(customer: &CustomerId, merges: &[&'a MergeRecord]) -> Vec<&'a MergeRecord> {
    let mut open: Vec<&MergeRecord> = merges
        .iter()
        .copied()
        .filter(|merge| merge.undone_at.is_none() && merge.result.id == *customer)
        .collect();
    open.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    open
}
