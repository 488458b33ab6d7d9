//! Duplicates among all customers: found by everything they say, decided by people, remembered for ever.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::pages::visit_pages;
use super::unit_of_work::UnitOfWork;
use super::{NamedId, Workspace, WorkspaceError};
use crate::customer::Customer;
use crate::dedupe::{DedupeError, DuplicatePair, Duplicates, LinkedCluster, PairStanding};
use crate::foundation::{CustomerId, MergeId, Reason};
use crate::store::{DuplicateReview, ReviewState};

/// Rows read at once.
const PAGE: usize = 1_000;

/// Pairs put up for review in one commit.
const PAIRS_AT_ONCE: usize = 500;

/// What to do about duplicates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DuplicateOptions {
    /// Whether those that are certain are merged. Otherwise they go to review like the others.
    pub merge: bool,
    /// Whether archived customers are compared too.
    pub archived: bool,
}

/// What a search for duplicates found, before anything was merged, and what was done about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DuplicatesFound {
    /// Customers that were compared.
    pub compared: u64,
    /// Pairs from the playbook's threshold of merging on.
    pub certain: u64,
    /// Pairs below it, from the threshold of review on.
    pub possible: u64,
    /// Pairs that different ids in one system keep apart, whatever else the two say.
    pub different_system_ids: u64,
    /// Pairs that a person has told apart.
    pub told_apart: u64,
    /// Keys that were left out because too many customers share them: pairs that share nothing else are not found.
    pub keys_left_out: u64,
    /// Pairs that are new in the review queue.
    pub queued: u64,
    /// The merges that were made, by which they can be undone.
    pub merges: Vec<MergeId>,
}

impl DuplicatesFound {
    fn of(found: &Duplicates) -> Self {
        let count = |standing| found.count(standing) as u64;
        Self {
            compared: found.compared as u64,
            certain: count(PairStanding::Certain),
            possible: count(PairStanding::Possible),
            different_system_ids: count(PairStanding::DifferentSystemIds),
            told_apart: count(PairStanding::ToldApart),
            keys_left_out: found.keys_left_out as u64,
            ..Self::default()
        }
    }
}

impl Workspace {
    /// Compares all customers with each other by everything they say, and puts those who may be one person into the
    /// [review queue](Self::review_queue), from the playbook's threshold of review on. A pair that was queued before, or
    /// decided, stays as it is: a second call adds nothing. One that an import queued gets its probability.
    ///
    /// Nothing is merged unless `merge` asks for it. Then customers who are certainly one become one, one commit for each
    /// of them, and the rest is compared again until nothing is left to merge. Who is known for longest stays. Never merged are
    /// customers with different ids in one system, whom a person has told apart, or whose names have nothing in
    /// common. [`undo_merge`](Self::undo_merge) takes each merge back.
    ///
    /// Reads every customer, page by page; memory grows with what they say and with the pairs that have something in common.
    ///
    /// ```
    /// use scrm_core::import::ImportOptions;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::{DuplicateOptions, Workspace};
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let file = "Name,Email,Birthday\nAnna Walker,anna.walker@example.com,1990-03-15\n\
    ///     Ana Walker,anna.walker@example.org,1990-03-15\nOmar Haddad,omar@example.com,1985-11-02\n";
    /// workspace.import_csv(&mut std::io::Cursor::new(file), &ImportOptions::new("shop"), now)?;
    /// let found = workspace.find_duplicates(DuplicateOptions::default(), now)?;
    /// assert_eq!((found.compared, found.queued), (3, 1));
    /// let pair = workspace.review_queue(10)?.remove(0);
    /// workspace.refuse_duplicate(&pair.first, &pair.second, now)?;
    /// assert_eq!(workspace.find_duplicates(DuplicateOptions::default(), now)?.queued, 0, "two people, for ever");
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails; what was merged and queued until
    /// then stays.
    pub fn find_duplicates(
        &self,
        options: DuplicateOptions,
        now: DateTime<Utc>,
    ) -> Result<DuplicatesFound, WorkspaceError> {
        let mut found = self.compare_customers(options)?;
        let mut report = DuplicatesFound::of(&found);
        let mut has_merged = options.merge;
        while has_merged {
            has_merged = false;
            for cluster in found.clusters() {
                let merges = self.merge_cluster(&cluster, options, now)?;
                has_merged |= !merges.is_empty();
                report.merges.extend(merges);
            }
            if has_merged {
                found = self.compare_customers(options)?;
            }
        }
        report.queued = self.queue_pairs(&found, now)?;
        Ok(report)
    }

    fn compare_customers(&self, options: DuplicateOptions) -> Result<Duplicates, WorkspaceError> {
        let apart = UnitOfWork::new(self.store.as_ref()).told_apart()?;
        let mut search = self.engines().duplicates.begin();
        self.visit_customers(|customer| {
            if options.archived || customer.archived_at.is_none() {
                search.add(customer);
            }
        })?;
        Ok(search.finish(&apart)?)
    }

    /// Merges the members of a cluster in one commit; none where one of them changed its standing since it was compared.
    fn merge_cluster(
        &self,
        cluster: &LinkedCluster,
        options: DuplicateOptions,
        now: DateTime<Utc>,
    ) -> Result<Vec<MergeId>, WorkspaceError> {
        let absorbed = cluster.absorbed.iter().map(|(id, _)| id);
        let members: Vec<CustomerId> = std::iter::once(&cluster.survivor).chain(absorbed).cloned().collect();
        let merged = self.commit_decided(now, |unit| {
            unit.load_customers(&members)?;
            for member in &members {
                let present = unit.customer(member)?.filter(|customer| customer.id == *member);
                let wanted = |customer: &Arc<Customer>| options.archived || customer.archived_at.is_none();
                if !present.as_ref().is_some_and(wanted) {
                    return Ok(Vec::new());
                }
            }
            if !unit.pairs_told_apart(&members)?.is_empty() {
                return Ok(Vec::new());
            }
            let merge = |(other, reasons): &(CustomerId, Vec<Reason>)| {
                self.merge_in(unit, &cluster.survivor, other, reasons.clone(), now)
            };
            cluster.absorbed.iter().map(merge).collect()
        });
        match merged {
            // An id of another system came in between.
            Err(WorkspaceError::Dedupe(_)) => Ok(Vec::new()),
            merged => merged,
        }
    }

    /// Puts up for review what was never up before; gives how many pairs that are. A pair that was up because it shares an
    /// identifier is told how probable it is.
    fn queue_pairs(&self, found: &Duplicates, now: DateTime<Utc>) -> Result<u64, WorkspaceError> {
        let waits =
            |pair: &&DuplicatePair| matches!(pair.standing, PairStanding::Certain | PairStanding::Possible);
        let waiting: Vec<&DuplicatePair> = found.pairs.iter().filter(waits).collect();
        let mut queued = 0;
        for pairs in waiting.chunks(PAIRS_AT_ONCE) {
            queued += self.commit_decided(now, |unit| {
                let keys: Vec<String> =
                    pairs.iter().map(|pair| DuplicateReview::key_of(&pair.first, &pair.second)).collect();
                unit.load_reviews(&keys)?;
                let mut new = 0;
                for (pair, key) in pairs.iter().zip(&keys) {
                    match unit.review(key)? {
                        None => new += u64::from(unit.add_review(found.review(pair, now))?),
                        Some(known) if known.state == ReviewState::Open && known.probability().is_none() => {
                            unit.add_review_reasons(key, found.reasons(pair));
                        }
                        Some(_) => {}
                    }
                }
                Ok(new)
            })?;
        }
        Ok(queued)
    }

    /// Pairs that a person should look at, the most probable first; those without a probability, which share an identifier
    /// and contradict each other, come last. A pair is not listed while one of the two is merged into another customer.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn review_queue(&self, limit: usize) -> Result<Vec<DuplicateReview>, WorkspaceError> {
        let open = self.open_reviews()?;
        Ok(open.iter().take(limit).map(|review| review.as_ref().clone()).collect())
    }

    /// The whole review queue, in its order.
    pub(super) fn open_reviews(&self) -> Result<Vec<Arc<DuplicateReview>>, WorkspaceError> {
        let mut unit = UnitOfWork::new(self.store.as_ref());
        let apart = unit.told_apart()?;
        let mut pages: Vec<Vec<Arc<DuplicateReview>>> = vec![Vec::new()];
        visit_pages(
            PAGE,
            |after: Option<&String>| self.store.list_reviews(after.map(String::as_str), PAGE),
            |stored| stored.value.key(),
            |stored| {
                if stored.value.state == ReviewState::Open {
                    if pages.last().is_some_and(|page| page.len() >= PAGE) {
                        pages.push(Vec::new());
                    }
                    pages.last_mut().into_iter().for_each(|page| page.push(Arc::clone(&stored.value)));
                }
            },
        )?;
        let mut open = Vec::new();
        for page in pages {
            let ids: Vec<CustomerId> =
                page.iter().flat_map(|review| [&review.first, &review.second]).cloned().collect();
            let present: Vec<bool> = self
                .store
                .customers(&ids)?
                .into_iter()
                .map(|stored| stored.is_some_and(|stored| stored.value.merged_into.is_none()))
                .collect();
            let both = present.chunks(2).map(|pair| pair.iter().all(|is_present| *is_present));
            let present = page.into_iter().zip(both).filter(|(_, both)| *both).map(|(review, _)| review);
            open.extend(present.filter(|review| !apart.contains(&review.first, &review.second)));
        }
        open.sort_by(|a, b| {
            let probability = |review: &DuplicateReview| review.probability().unwrap_or_default();
            probability(b)
                .total_cmp(&probability(a))
                .then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second)))
        });
        Ok(open)
    }

    /// Answers a pair of the review queue with "one person": merges the two. `survivor` says who stays; without it, who
    /// is known for longest. [`undo_merge`](Self::undo_merge) takes it back, and remembers the two as two people.
    ///
    /// # Errors
    /// [`WorkspaceError::NotFound`] where the pair was never up for review; [`WorkspaceError::Dedupe`] where it was decided
    /// before, where one of the two was merged away, where `survivor` is none of the two, and where they have different ids in
    /// one system.
    pub fn accept_duplicate(
        &self,
        first: &CustomerId,
        second: &CustomerId,
        survivor: Option<&CustomerId>,
        now: DateTime<Utc>,
    ) -> Result<MergeId, WorkspaceError> {
        self.commit_decided(now, |unit| {
            let key = DuplicateReview::key_of(first, second);
            let review = unit.review(&key)?.ok_or_else(|| WorkspaceError::NotFound {
                what: "pair for review",
                id: NamedId::new(&key),
            })?;
            if review.state != ReviewState::Open {
                let (first, second) = (review.first.clone(), review.second.clone());
                return Err(DedupeError::PairDecided { first, second }.into());
            }
            let (left, right) = (present(unit, first)?, present(unit, second)?);
            let is_older = (left.created_at, &left.id) <= (right.created_at, &right.id);
            let (stays, goes) = match survivor {
                Some(id) if id == first => (first, second),
                Some(id) if id == second => (second, first),
                Some(id) => return Err(DedupeError::NotOfPair { customer: id.clone() }.into()),
                None if is_older => (first, second),
                None => (second, first),
            };
            drop((left, right));
            let reasons = vec![Reason::new("dedupe.accepted_by_a_person")];
            let reasons = reasons.into_iter().chain(review.reasons.iter().cloned()).collect();
            self.merge_in(unit, stays, goes, reasons, now)
        })
    }

    /// Answers a pair with "two people", whether it is up for review or not. It never comes back, neither by a
    /// search nor by an import, also when one of the two absorbs other customers or is absorbed.
    ///
    /// # Errors
    /// [`WorkspaceError::NotFound`] where there is no such customer; [`WorkspaceError::Dedupe`] where one of the two was merged
    /// away, or both are the same.
    pub fn refuse_duplicate(
        &self,
        first: &CustomerId,
        second: &CustomerId,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        self.commit_decided(now, |unit| {
            if first == second {
                return Err(DedupeError::SameCustomer { customer: first.clone() }.into());
            }
            present(unit, first)?;
            present(unit, second)?;
            let known = unit.review(&DuplicateReview::key_of(first, second))?;
            if known.as_ref().is_some_and(|review| review.state == ReviewState::Apart) {
                return Ok(());
            }
            let (smaller, greater) = if first <= second { (first, second) } else { (second, first) };
            let refused = Reason::new("dedupe.refused_by_a_person");
            let reasons = known.iter().flat_map(|review| review.reasons.iter().cloned());
            unit.decide_review(DuplicateReview {
                v: 1,
                first: smaller.clone(),
                second: greater.clone(),
                at: now,
                reasons: std::iter::once(refused).chain(reasons).collect(),
                state: ReviewState::Apart,
            })?;
            // Whoever is about to merge one of them reads again, and meets the refusal.
            unit.touch_customer(first);
            unit.touch_customer(second);
            Ok(())
        })
    }
}

/// A customer that is still one of its own.
fn present(unit: &mut UnitOfWork<'_>, id: &CustomerId) -> Result<Arc<Customer>, WorkspaceError> {
    let found = unit
        .customer(id)?
        .ok_or_else(|| WorkspaceError::NotFound { what: "customer", id: NamedId::new(id.as_str()) })?;
    if found.id == *id { Ok(found) } else { Err(DedupeError::MergedAway { customer: id.clone() }.into()) }
}
