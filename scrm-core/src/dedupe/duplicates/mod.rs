//! Duplicates among all customers, by everything they say: which are one, and which a person should look at.

mod link;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::apart::Apart;
use super::clusters::Forest;
use super::config::{DedupeConfig, LinkageConfig};
use super::error::DedupeError;
use super::exact::different_system_ids;
use super::linkage::DeduperConfig;
use crate::customer::Customer;
use crate::foundation::{CustomerId, Reason};
use crate::store::{DuplicateReview, ReviewState};
use link::{Linked, link};
use rows::{Rows, Who};

/// Finds duplicates by [linkage](super::linkage), where no identifier decides. Immutable, cheap to clone.
#[derive(Clone, Debug)]
pub struct DuplicateFinder {
    config: DeduperConfig,
}

impl DuplicateFinder {
    /// Checks the thresholds.
    ///
    /// # Errors
    /// [`DedupeError::Config`] with the field's path: `review` is not above 0, `merge` is below `review` or not below 1.
    pub fn new(config: &DedupeConfig) -> Result<Self, DedupeError> {
        let LinkageConfig { merge, review } = config.linkage;
        let config = DeduperConfig { merge, review, ..DeduperConfig::default() };
        config.check().map_err(|error| match error {
            DedupeError::Config { field, problem } => {
                DedupeError::Config { field: format!("linkage.{field}"), problem }
            }
            other => other,
        })?;
        Ok(Self { config })
    }

    /// Begins a search. Feed it with customers and [`finish`](DuplicateSearch::finish) it.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::customer::{Customer, Identifier};
    /// use scrm_core::dedupe::{Apart, DedupeConfig, DuplicateFinder};
    /// use scrm_core::foundation::CustomerId;
    ///
    /// let finder = DuplicateFinder::new(&DedupeConfig::standard())?;
    /// let mut search = finder.begin();
    /// for id in ["c_1", "c_2"] {
    ///     search.add(&Customer::new(CustomerId::new(id), DateTime::UNIX_EPOCH));
    /// }
    /// let found = search.finish(&Apart::default())?;
    /// assert_eq!((found.compared, found.pairs.len()), (2, 0), "nothing is known of the two");
    /// # Ok::<(), scrm_core::dedupe::DedupeError>(())
    /// ```
    #[must_use]
    pub fn begin(&self) -> DuplicateSearch {
        DuplicateSearch { finder: self.clone(), rows: Rows::default() }
    }
}

/// A search that is being fed. The same customers in any order give the same result.
#[derive(Debug)]
pub struct DuplicateSearch {
    finder: DuplicateFinder,
    rows: Rows,
}

impl DuplicateSearch {
    /// Feeds a customer, once each: name, company, birthday, address, region, phones and e-mails, and of the workspace's
    /// own fields those that hold a number of a person's own, a town or a postal code, by their names.
    pub fn add(&mut self, customer: &Customer) {
        self.rows.add(customer);
    }

    /// Compares the customers. `apart` are the pairs that a person has told apart.
    ///
    /// Time and memory grow with the number of customers and with the pairs that have something in common.
    ///
    /// # Errors
    /// [`DedupeError::SameId`] where a customer was fed twice.
    pub fn finish(self, apart: &Apart) -> Result<Duplicates, DedupeError> {
        let merge = self.finder.config.merge;
        let (table, who) = self.rows.into_table();
        let linked = link(&table, self.finder.config)?;
        let pair = |&(left, right, probability): &link::Pair| {
            let (one, other) = (who.get(left)?, who.get(right)?);
            let standing = if apart.contains(&one.id, &other.id) {
                PairStanding::ToldApart
            } else if different_system_ids(&one.system_ids, &other.system_ids).is_some() {
                PairStanding::DifferentSystemIds
            } else if probability >= merge {
                PairStanding::Certain
            } else {
                PairStanding::Possible
            };
            let (first, second) = if one.id <= other.id { (left, right) } else { (right, left) };
            let id = |place: usize| who.get(place).map(|who| who.id.clone());
            Some(DuplicatePair {
                first: id(first)?,
                second: id(second)?,
                probability,
                standing,
                places: (first, second),
            })
        };
        let mut pairs: Vec<DuplicatePair> = linked.pairs.iter().filter_map(pair).collect();
        pairs.sort_by(|a, b| {
            b.probability
                .total_cmp(&a.probability)
                .then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second)))
        });
        let keys_left_out = linked.keys_left_out;
        Ok(Duplicates { compared: who.len(), keys_left_out, pairs, apart: apart.clone(), who, linked })
    }
}

/// What is to be done about two customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PairStanding {
    /// From the threshold of merging on.
    Certain,
    /// Below it, from the threshold of review on: a person should look.
    Possible,
    /// They have different ids in one system, which keeps them apart whatever else they say.
    DifferentSystemIds,
    /// A person has told them apart.
    ToldApart,
}

/// Two customers who may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct DuplicatePair {
    /// The smaller id.
    pub first: CustomerId,
    /// The greater id.
    pub second: CustomerId,
    /// From 0 to 1.
    pub probability: f64,
    /// What is to be done about them.
    pub standing: PairStanding,
    places: (usize, usize),
}

/// Customers who are one.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkedCluster {
    /// Who stays: known for longest, then the smallest id.
    pub survivor: CustomerId,
    /// Who is merged into it, in the order of when they became known, each with why.
    pub absorbed: Vec<(CustomerId, Vec<Reason>)>,
}

/// What a search found. `Debug` counts.
#[derive(Debug)]
pub struct Duplicates {
    /// Customers that were compared.
    pub compared: usize,
    /// Keys that were left out because too many customers share them. Pairs that share nothing else are not found.
    pub keys_left_out: usize,
    /// Pairs from the threshold of review on, the most probable first, then in the order of their ids.
    pub pairs: Vec<DuplicatePair>,
    apart: Apart,
    who: Vec<Who>,
    linked: Linked,
}

impl Duplicates {
    /// How many pairs are of a standing.
    #[must_use]
    pub fn count(&self, standing: PairStanding) -> usize {
        self.pairs.iter().filter(|pair| pair.standing == standing).count()
    }

    /// Why a pair may be one person: its probability to four places and at most 0.9999, for nobody is sure, then what each
    /// field says in words and in bits. Never what the customers say themselves.
    #[must_use]
    pub fn reasons(&self, pair: &DuplicatePair) -> Vec<Reason> {
        let probability = Reason::new(DuplicateReview::LINKED)
            .with("probability", round(pair.probability, 4).min(MOST_SAID));
        let weights = self.linked.weights(pair.places.0, pair.places.1).into_iter().map(|weight| {
            Reason::new(DuplicateReview::WEIGHT)
                .with("field", weight.field)
                .with("level", weight.level)
                .with("bits", round(weight.bits, 2))
        });
        std::iter::once(probability).chain(weights).collect()
    }

    /// A pair as it is put up for review.
    #[must_use]
    pub fn review(&self, pair: &DuplicatePair, now: DateTime<Utc>) -> DuplicateReview {
        DuplicateReview {
            v: 1,
            first: pair.first.clone(),
            second: pair.second.clone(),
            at: now,
            reasons: self.reasons(pair),
            state: ReviewState::Open,
        }
    }

    /// The customers who are one, by the pairs that are certain.
    ///
    /// Two clusters stay two where any member of the one contradicts any of the other: by ids of one system, because a
    /// person told them apart, or by names that have nothing in common, whatever else they share. Neither does one good
    /// pair chain strangers together: linkage must take them for one when it looks at all pairs.
    #[must_use]
    pub fn clusters(&self) -> Vec<LinkedCluster> {
        let certain: Vec<&DuplicatePair> =
            self.pairs.iter().filter(|pair| pair.standing == PairStanding::Certain).collect();
        let places: BTreeSet<usize> =
            certain.iter().flat_map(|pair| [pair.places.0, pair.places.1]).collect();
        let places: Vec<usize> = places.into_iter().collect();
        let known = places.iter().filter_map(|place| self.who.get(*place));
        let mut forest = Forest::of_ids(known.map(|who| (&who.id, who.system_ids.as_slice())));
        let mut united: BTreeMap<usize, &DuplicatePair> = BTreeMap::new();
        for pair in &certain {
            let member = |place: usize| places.binary_search(&place).ok();
            let (Some(left), Some(right)) = (member(pair.places.0), member(pair.places.1)) else { continue };
            if forest.find(left) == forest.find(right)
                || !self.linked.is_one_cluster(pair.places.0, pair.places.1)
                || !forest.may_unite(left, right, false, &self.apart)
                || self.names_contradict(&mut forest, &places, (left, right))
            {
                continue;
            }
            forest.unite(left, right);
            for member in [left, right] {
                united.entry(member).or_insert(pair);
            }
        }
        self.united(&mut forest, &places, &united)
    }

    fn names_contradict(
        &self,
        forest: &mut Forest<'_>,
        places: &[usize],
        (left, right): (usize, usize),
    ) -> bool {
        let of = |members: &[usize]| -> Vec<usize> {
            members.iter().filter_map(|member| places.get(*member).copied()).collect()
        };
        let (ours, theirs) = (of(forest.members(left)), of(forest.members(right)));
        ours.iter().any(|one| theirs.iter().any(|other| self.linked.has_other_name(*one, *other)))
    }

    fn united(
        &self,
        forest: &mut Forest<'_>,
        places: &[usize],
        united: &BTreeMap<usize, &DuplicatePair>,
    ) -> Vec<LinkedCluster> {
        let mut clusters: BTreeMap<usize, Vec<(&Who, &DuplicatePair)>> = BTreeMap::new();
        for (member, pair) in united {
            if let Some(who) = places.get(*member).and_then(|place| self.who.get(*place)) {
                clusters.entry(forest.find(*member)).or_default().push((who, pair));
            }
        }
        let cluster = |mut members: Vec<(&Who, &DuplicatePair)>| {
            members.sort_by_key(|(who, _)| (who.created_at, &who.id));
            let mut members = members.into_iter();
            let (survivor, _) = members.next()?;
            let absorbed = members.map(|(who, pair)| (who.id.clone(), self.reasons(pair))).collect();
            Some(LinkedCluster { survivor: survivor.id.clone(), absorbed })
        };
        let mut clusters: Vec<LinkedCluster> = clusters.into_values().filter_map(cluster).collect();
        clusters.sort_by(|a, b| a.survivor.cmp(&b.survivor));
        clusters
    }
}

/// The highest probability that is said.
const MOST_SAID: f64 = 0.9999;

fn round(number: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    (number * scale).round() / scale
}
