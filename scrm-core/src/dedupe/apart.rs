//! What people have decided about pairs.

use std::collections::BTreeSet;

use crate::foundation::CustomerId;
use crate::store::{DuplicateReview, ReviewState};

/// Pairs that a person has told apart, for ever.
///
/// ```
/// use scrm_core::dedupe::Apart;
/// use scrm_core::foundation::CustomerId;
/// let (ann, bob) = (CustomerId::new("c_1"), CustomerId::new("c_2"));
/// let apart = Apart::new([(bob.clone(), ann.clone())]);
/// assert!(apart.contains(&ann, &bob));
/// assert_eq!(apart.pairs().collect::<Vec<_>>(), [(&ann, &bob)]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart(BTreeSet<(CustomerId, CustomerId)>);

impl Apart {
    /// From pairs in any order.
    #[must_use]
    pub fn new(pairs: impl IntoIterator<Item = (CustomerId, CustomerId)>) -> Self {
        let ordered = |(a, b): (CustomerId, CustomerId)| if a <= b { (a, b) } else { (b, a) };
        Self(pairs.into_iter().map(ordered).collect())
    }

    /// From reviews: those that were answered with "two people".
    #[must_use]
    pub fn from_reviews<'a>(reviews: impl IntoIterator<Item = &'a DuplicateReview>) -> Self {
        let apart = reviews.into_iter().filter(|review| review.state == ReviewState::Apart);
        Self::new(apart.map(|review| (review.first.clone(), review.second.clone())))
    }

    /// These pairs and others.
    #[must_use]
    pub fn with(mut self, others: &Self) -> Self {
        self.0.extend(others.0.iter().cloned());
        self
    }

    /// The pairs, the smaller id first, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&CustomerId, &CustomerId)> {
        self.0.iter().map(|(first, second)| (first, second))
    }

    /// Whether nobody was told apart.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the two were told apart.
    #[must_use]
    pub fn contains(&self, left: &CustomerId, right: &CustomerId) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let (first, second) = if left <= right { (left, right) } else { (right, left) };
        self.0.contains(&(first.clone(), second.clone()))
    }
}
