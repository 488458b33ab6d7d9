//! Pairs for review in the working set of a call, and what people said of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::UnitOfWork;
use crate::dedupe::Apart;
use crate::foundation::{CustomerId, Reason};
use crate::store::{DuplicateReview, ReviewState, StoreResult};

/// Set once a person has told two customers apart: until then, nobody needs to look for such pairs.
const TOLD_APART: &str = "dedupe.told_apart";

/// Pairs read at once.
const PAIRS: usize = 2_000;

impl UnitOfWork<'_> {
    /// Loads pairs ahead of their use, in one call to the store.
    pub(in crate::workspace) fn load_reviews(&mut self, keys: &[String]) -> StoreResult<()> {
        let missing: Vec<String> = keys.iter().filter(|key| !self.reviews.knows(key)).cloned().collect();
        if missing.is_empty() {
            return Ok(());
        }
        let loaded = self.store.reviews(&missing)?;
        for (key, stored) in missing.into_iter().zip(loaded) {
            self.reviews.put_loaded(key, stored);
        }
        Ok(())
    }

    /// A pair for review, by its key.
    pub(in crate::workspace) fn review(&mut self, key: &String) -> StoreResult<Option<Arc<DuplicateReview>>> {
        self.load_reviews(std::slice::from_ref(key))?;
        Ok(self.reviews.get(key).cloned())
    }

    /// Puts a pair up for review unless it was before; a known pair keeps what was decided. Whether it is new.
    pub(in crate::workspace) fn add_review(&mut self, review: DuplicateReview) -> StoreResult<bool> {
        let key = review.key();
        let is_new = self.review(&key)?.is_none();
        if is_new {
            self.reviews.put(key, review);
        }
        Ok(is_new)
    }

    /// Adds to why a loaded pair is up for review.
    pub(in crate::workspace) fn add_review_reasons(&mut self, key: &String, reasons: Vec<Reason>) {
        if let Some(review) = self.reviews.get_mut(key) {
            review.reasons.extend(reasons);
        }
    }

    /// Which pairs of these customers a person has told apart, also before one of the two absorbed another customer.
    pub(in crate::workspace) fn pairs_told_apart(&mut self, customers: &[CustomerId]) -> StoreResult<Apart> {
        let customers: BTreeSet<&CustomerId> = customers.iter().collect();
        if customers.len() < 2 {
            return Ok(Apart::default());
        }
        let pairs = customers
            .iter()
            .enumerate()
            .flat_map(|(place, first)| customers.iter().skip(place + 1).map(move |second| (first, second)));
        let keys: Vec<String> = pairs.map(|(first, second)| DuplicateReview::key_of(first, second)).collect();
        self.load_reviews(&keys)?;
        let known = keys.iter().filter_map(|key| self.reviews.get(key));
        let now = Apart::from_reviews(known.map(AsRef::as_ref));
        let through_merges = self.told_apart()?;
        let of_these = through_merges
            .pairs()
            .filter(|(first, second)| customers.contains(first) && customers.contains(second));
        Ok(now.with(&Apart::new(of_these.map(|(first, second)| (first.clone(), second.clone())))))
    }

    /// All pairs of present customers that a person has told apart. Whoever was merged away since stands for the
    /// customer it became: two people stay two when one of them turns out to be a third record as well.
    pub(in crate::workspace) fn told_apart(&mut self) -> StoreResult<Apart> {
        let mut pairs = self.stored_pairs_told_apart()?;
        pairs.retain(|(first, second)| {
            let here = self.reviews.get(&DuplicateReview::key_of(first, second));
            here.is_none_or(|review| review.state == ReviewState::Apart)
        });
        let decided_here = self.reviews.changed().filter(|review| review.state == ReviewState::Apart);
        pairs.extend(decided_here.map(|review| (review.first.clone(), review.second.clone())));
        let ids: Vec<CustomerId> =
            pairs.iter().flat_map(|(first, second)| [first, second]).cloned().collect();
        self.load_customers(&ids)?;
        let mut present = Vec::with_capacity(pairs.len());
        for (one, other) in pairs {
            if let (Some(first), Some(second)) = (self.customer(&one)?, self.customer(&other)?)
                && first.id != second.id
                && !(planted_forgetting() && (first.id != one || second.id != other))
            {
                present.push((first.id.clone(), second.id.clone()));
            }
        }
        Ok(Apart::new(present))
    }

    fn stored_pairs_told_apart(&mut self) -> StoreResult<Vec<(CustomerId, CustomerId)>> {
        if let Some(pairs) = &self.told_apart {
            return Ok(pairs.clone());
        }
        let mut pairs = Vec::new();
        if self.store.setting(TOLD_APART)?.is_some() {
            let mut after: Option<String> = None;
            loop {
                let page = self.store.list_reviews(after.as_deref(), PAIRS)?;
                let is_last = page.len() < PAIRS;
                after = page.last().map(|stored| stored.value.key());
                let apart = page.iter().filter(|stored| stored.value.state == ReviewState::Apart);
                pairs.extend(apart.map(|stored| (stored.value.first.clone(), stored.value.second.clone())));
                if is_last {
                    break;
                }
            }
        }
        self.told_apart = Some(pairs.clone());
        Ok(pairs)
    }

    /// Writes what was decided about a pair, over what was there.
    pub(in crate::workspace) fn decide_review(&mut self, review: DuplicateReview) -> StoreResult<()> {
        let key = review.key();
        self.load_reviews(std::slice::from_ref(&key))?;
        if review.state == ReviewState::Apart {
            self.set_setting(TOLD_APART, "yes".to_owned());
        }
        self.reviews.put(key, review);
        Ok(())
    }

    /// A pair that was up for review, or was told apart, has become one customer: whoever merged it has decided.
    pub(in crate::workspace) fn answer_review_with_merge(
        &mut self,
        one: &CustomerId,
        other: &CustomerId,
    ) -> StoreResult<()> {
        let key = DuplicateReview::key_of(one, other);
        self.load_reviews(std::slice::from_ref(&key))?;
        if self.reviews.get(&key).is_some_and(|review| review.state != ReviewState::Merged)
            && let Some(review) = self.reviews.get_mut(&key)
        {
            review.state = ReviewState::Merged;
        }
        Ok(())
    }
}

/// Planted defect d4_apart: who was told apart is forgotten once one of the two is merged into another.
fn planted_forgetting() -> bool {
    #[cfg(plant)]
    if crate::foundation::plant::is_active("d4_apart") {
        return true;
    }
    false
}
