//! The names that somebody went by before merges.

use std::collections::BTreeMap;

use compact_str::CompactString;

use crate::foundation::CustomerId;

/// The names that a customer and those who were merged into it had then. Whoever decided that two are one person has decided it of both
/// names: the next row under the other one is not somebody new.
///
/// ```
/// use scrm_core::dedupe::EarlierNames;
/// use scrm_core::foundation::CustomerId;
/// let ann = CustomerId::new("c_1");
/// let names = EarlierNames::new([(ann.clone(), "Ann Stone".into())]);
/// assert_eq!(names.of(&ann).collect::<Vec<_>>(), ["Ann Stone"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EarlierNames(BTreeMap<CustomerId, Vec<CompactString>>);

impl EarlierNames {
    /// From customers as they are now, each with a name that it went by.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = (CustomerId, CompactString)>) -> Self {
        let mut by_customer: BTreeMap<CustomerId, Vec<CompactString>> = BTreeMap::new();
        for (customer, name) in names {
            by_customer.entry(customer).or_default().push(name);
        }
        Self(by_customer)
    }

    /// A customer's earlier names, in the order in which they were given.
    pub fn of(&self, customer: &CustomerId) -> impl Iterator<Item = &str> {
        self.0.get(customer).into_iter().flatten().map(CompactString::as_str)
    }

    /// Whether nobody has any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
