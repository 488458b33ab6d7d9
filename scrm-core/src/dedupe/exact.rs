//! Matching by strong identifiers: the same one means the same customer, unless something contradicts it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::config::{DedupeConfig, IdentifierClass};
use super::error::DedupeError;
use super::names::{FoldedName, NameComparison, compare_names};
use crate::customer::{Customer, Field, FieldName, FieldValue, Identifier, IdentifierKey, IdentifierKind};
use crate::foundation::{CustomerId, Decision, Reason};
use crate::store::{DuplicateReview, ReviewState};

/// What a row, a message or a form says about somebody who may be known already.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    /// Its fields; only the name is looked at.
    pub fields: &'a [(FieldName, Field)],
    /// Its identifiers.
    pub identifiers: &'a [Identifier],
}

impl<'a> Newcomer<'a> {
    /// A customer that was read but not stored yet.
    #[must_use]
    pub fn of(customer: &'a Customer) -> Self {
        Self { fields: &customer.fields, identifiers: &customer.identifiers }
    }

    fn name(&self) -> &'a str {
        let name = self.fields.iter().find(|(name, _)| *name == FieldName::Name);
        match name.map(|(_, field)| &field.value) {
            Some(FieldValue::Text(text)) => text,
            _ => "",
        }
    }
}

/// Where it belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Resolution {
    /// Nobody known: a new customer.
    Create,
    /// This customer.
    Join {
        /// Who.
        into: CustomerId,
    },
    /// This customer; others share an identifier and contradict it or each other, and go to review.
    JoinForReview {
        /// Who.
        into: CustomerId,
        /// Each is a pair for review with `into`.
        with: Vec<CustomerId>,
    },
    /// This customer, who turns out to be several records: they become one.
    JoinAndMerge {
        /// Who stays.
        into: CustomerId,
        /// Who is merged into it, in this order.
        absorb: Vec<CustomerId>,
        /// Each is a pair for review with `into`.
        review: Vec<CustomerId>,
    },
    /// A new customer; those who share an identifier with it contradict it and go to review.
    CreateForReview {
        /// Each is a pair for review with the new customer.
        with: Vec<CustomerId>,
    },
}

impl Resolution {
    /// The customer to join, or `None` for a new one.
    #[must_use]
    pub const fn joined(&self) -> Option<&CustomerId> {
        match self {
            Self::Create | Self::CreateForReview { .. } => None,
            Self::Join { into } | Self::JoinForReview { into, .. } | Self::JoinAndMerge { into, .. } => {
                Some(into)
            }
        }
    }

    /// The pairs that a person should look at. `customer` is whom the row went to: the new customer's id, or
    /// the one it joined. A pair that was reviewed before keeps its answer: write only those that are new.
    #[must_use]
    pub fn reviews(
        &self,
        customer: &CustomerId,
        reasons: &[Reason],
        now: DateTime<Utc>,
    ) -> Vec<DuplicateReview> {
        let with = match self {
            Self::Create | Self::Join { .. } => return Vec::new(),
            Self::JoinForReview { with, .. } | Self::CreateForReview { with } => with,
            Self::JoinAndMerge { review, .. } => review,
        };
        let others = with.iter().filter(|other| *other != customer);
        others.map(|other| review_of(customer, other, reasons.to_vec(), now)).collect()
    }
}

fn review_of(
    left: &CustomerId,
    right: &CustomerId,
    reasons: Vec<Reason>,
    now: DateTime<Utc>,
) -> DuplicateReview {
    let (first, second) = if left <= right { (left, right) } else { (right, left) };
    let (first, second) = (first.clone(), second.clone());
    DuplicateReview { v: 1, first, second, at: now, reasons, state: ReviewState::Open }
}

/// Pairs that a person has told apart, for ever.
///
/// ```
/// use scrm_core::dedupe::Apart;
/// use scrm_core::foundation::CustomerId;
/// let (ann, bob) = (CustomerId::new("c_1"), CustomerId::new("c_2"));
/// let apart = Apart::new([(bob.clone(), ann.clone())]);
/// assert!(apart.contains(&ann, &bob));
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

/// The records of a batch that are one customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clusters {
    /// Every record in exactly one cluster; members and clusters sorted by id.
    pub clusters: Vec<Vec<CustomerId>>,
    /// Pairs that share a strong identifier and were kept apart, smaller id first, sorted: for review.
    pub contradictions: Vec<(CustomerId, CustomerId)>,
}

#[derive(Debug)]
struct Rules {
    /// Position in the matching order, by class.
    rank: [Option<u8>; IdentifierClass::COUNT],
    /// Whether people share it, by class.
    shareable: [bool; IdentifierClass::COUNT],
    shared_key_limit: usize,
}

impl Rules {
    fn rank(&self, kind: &IdentifierKind) -> Option<u8> {
        self.rank.get(IdentifierClass::of(kind) as usize).copied().flatten()
    }

    fn is_shareable(&self, kind: &IdentifierKind) -> bool {
        self.shareable.get(IdentifierClass::of(kind) as usize).copied().unwrap_or(true)
    }
}

/// Decides by strong identifiers. Immutable, cheap to clone.
#[derive(Clone, Debug)]
pub struct ExactDedupe {
    rules: Arc<Rules>,
}

/// How a customer who shares an identifier stands to what comes in.
struct Link<'a> {
    holder: &'a Customer,
    rank: u8,
    standing: Standing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The same customer.
    Same,
    /// Shares an identifier and contradicts.
    Contradicting,
    /// Shares only an identifier that too many share.
    Unrelated,
}

impl ExactDedupe {
    /// Checks and compiles the section.
    ///
    /// # Errors
    /// [`DedupeError::Config`] with the field's path: a class listed twice, a shareable class that is not
    /// strong, a `shared_key_limit` below 2.
    pub fn new(config: &DedupeConfig) -> Result<Self, DedupeError> {
        let wrong = |field: String, problem| Err(DedupeError::Config { field, problem });
        let exact = &config.exact;
        let mut rank = [None; IdentifierClass::COUNT];
        for (position, class) in exact.strong.iter().enumerate() {
            let slot = rank.get_mut(*class as usize).filter(|slot| slot.is_none());
            let (Some(slot), Ok(position)) = (slot, u8::try_from(position)) else {
                return wrong(format!("exact.strong[{position}]"), "is listed twice");
            };
            *slot = Some(position);
        }
        let mut shareable = [false; IdentifierClass::COUNT];
        for (position, class) in exact.shareable.iter().enumerate() {
            if rank.get(*class as usize).copied().flatten().is_none() {
                return wrong(format!("exact.shareable[{position}]"), "is not listed in `strong`");
            }
            if let Some(slot) = shareable.get_mut(*class as usize) {
                *slot = true;
            }
        }
        if exact.shared_key_limit < 2 {
            return wrong("exact.shared_key_limit".to_owned(), "must be at least 2");
        }
        let sources = &config.survivorship.source_order;
        if let Some(position) = sources.iter().position(|source| source.trim().is_empty()) {
            return wrong(format!("survivorship.source_order[{position}]"), "is empty");
        }
        let shared_key_limit = usize::try_from(exact.shared_key_limit).unwrap_or(usize::MAX);
        Ok(Self { rules: Arc::new(Rules { rank, shareable, shared_key_limit }) })
    }

    /// Where a row, a message or a form belongs, given every known customer that shares a key with it.
    ///
    /// A holder of the same strong identifier is the same customer, unless
    /// - the two have different ids in one system: always a contradiction; or
    /// - they share shareable identifiers only (a number, an address) and their names contradict each other
    ///   ([`compare_names`]): review; or
    /// - so many customers carry the identifier (`shared_key_limit`) that it is nobody's own: then only
    ///   a holder of the very same name is joined, and nobody is sent to review.
    ///
    /// A different scoped id is no contradiction: it changes with the person's number. Of several holders the
    /// one found by the class that stands first in `strong` is joined, then the one known longest; the others
    /// are merged into it, unless they contradict it or each other or were told apart (`apart`).
    ///
    /// Without holders the answer is [`Resolution::Create`] and allocates nothing.
    ///
    /// ```
    /// use scrm_core::dedupe::{Apart, DedupeConfig, ExactDedupe, Newcomer, Resolution};
    /// let dedupe = ExactDedupe::new(&DedupeConfig::standard()).unwrap();
    /// let row = Newcomer { fields: &[], identifiers: &[] };
    /// assert_eq!(dedupe.resolve(&row, &[], &Apart::default()).value, Resolution::Create);
    /// ```
    pub fn resolve(
        &self,
        newcomer: &Newcomer<'_>,
        holders: &[&Customer],
        apart: &Apart,
    ) -> Decision<Resolution> {
        if holders.is_empty() {
            return Decision { value: Resolution::Create, reasons: Vec::new(), effects: Vec::new() };
        }
        let mut reasons = Vec::new();
        let mut links: Vec<Link<'_>> = holders
            .iter()
            .filter(|holder| holder.merged_into.is_none())
            .filter_map(|holder| self.link(newcomer, holder, holders, &mut reasons))
            .collect();
        links.sort_by(|a, b| {
            let order = |link: &Link<'_>| (link.rank, link.holder.created_at);
            order(a).cmp(&order(b)).then_with(|| a.holder.id.cmp(&b.holder.id))
        });
        links.dedup_by(|later, earlier| later.holder.id == earlier.holder.id);
        let mut same = links.iter().filter(|link| link.standing == Standing::Same).map(|link| link.holder);
        let mut review: Vec<CustomerId> = links
            .iter()
            .filter(|link| link.standing == Standing::Contradicting)
            .map(|link| link.holder.id.clone())
            .collect();
        let value = if let Some(into) = same.next() {
            let mut together = vec![into];
            for holder in same {
                match together.iter().find_map(|member| refusal(member, holder, apart)) {
                    None => together.push(holder),
                    Some(reason) => {
                        push_new(&mut reasons, reason);
                        review.push(holder.id.clone());
                    }
                }
            }
            review.retain(|other| !apart.contains(&into.id, other));
            review.sort_unstable();
            let into = into.id.clone();
            let absorb: Vec<_> = together.iter().skip(1).map(|holder| holder.id.clone()).collect();
            match (absorb.is_empty(), review.is_empty()) {
                (true, true) => Resolution::Join { into },
                (true, false) => Resolution::JoinForReview { into, with: review },
                (false, _) => Resolution::JoinAndMerge { into, absorb, review },
            }
        } else if review.is_empty() {
            Resolution::Create
        } else {
            review.sort_unstable();
            Resolution::CreateForReview { with: review }
        };
        Decision { value, reasons, effects: Vec::new() }
    }

    fn link<'a>(
        &self,
        newcomer: &Newcomer<'_>,
        holder: &'a Customer,
        holders: &[&Customer],
        reasons: &mut Vec<Reason>,
    ) -> Option<Link<'a>> {
        let mut best: Option<(u8, &IdentifierKind)> = None;
        let (mut own, mut crowded) = (false, false);
        for identifier in newcomer.identifiers {
            let Some(rank) = self.rules.rank(&identifier.kind) else { continue };
            if !holder.has_identifier(&identifier.key) {
                continue;
            }
            if self.is_crowded(identifier, holders) {
                crowded = true;
                continue;
            }
            own |= !self.rules.is_shareable(&identifier.kind);
            if best.is_none_or(|(present, _)| rank < present) {
                best = Some((rank, &identifier.kind));
            }
        }
        let names = || compare_names(newcomer.name(), holder.text(&FieldName::Name).unwrap_or_default());
        let system = different_system_ids(newcomer.identifiers, &holder.identifiers);
        let (rank, standing, reason) = match best {
            Some((rank, kind)) => {
                let kind = kind.as_str();
                if let Some(system) = system {
                    let reason = Reason::new("dedupe.different_system_ids").with("system", system);
                    (rank, Standing::Contradicting, reason)
                } else if !own && names() == NameComparison::Contradicting && !planted_name_blindness() {
                    let reason = Reason::new("dedupe.names_contradict").with("identifier", kind);
                    (rank, Standing::Contradicting, reason)
                } else {
                    (rank, Standing::Same, Reason::new("dedupe.same_identifier").with("identifier", kind))
                }
            }
            None if crowded && system.is_none() && names() == NameComparison::Same => {
                (u8::MAX, Standing::Same, Reason::new("dedupe.shared_identifier_same_name"))
            }
            None if crowded => (
                u8::MAX,
                Standing::Unrelated,
                Reason::new("dedupe.shared_identifier").with("limit", self.rules.shared_key_limit),
            ),
            None => return None,
        };
        push_new(reasons, reason);
        Some(Link { holder, rank, standing })
    }

    /// Whether an identifier that people share is carried by too many customers to be anybody's own.
    fn is_crowded(&self, identifier: &Identifier, holders: &[&Customer]) -> bool {
        self.rules.is_shareable(&identifier.kind)
            && holders.len() >= self.rules.shared_key_limit
            && holders.iter().filter(|holder| holder.has_identifier(&identifier.key)).count()
                >= self.rules.shared_key_limit
    }

    /// The records of a batch that are one customer. The same records in any order give the same clusters.
    ///
    /// Identifiers are taken in matching order, then by key; the records that carry one, by id. Each record
    /// joins the clusters of those before it, except where the two clusters contradict each other in
    /// any pair of members: ids of one system, names (when the identifier is one that people share), or a pair
    /// told apart. So where A and C are the same as B and contradict each other, B goes with the one whose
    /// identifier stands first in matching order, then by key, then the smaller id.
    ///
    /// Ids are distinct; merged-away records are left out. Time O(n log n) in the number of identifiers while
    /// identifiers are shared by few different names.
    #[must_use]
    pub fn clusters(&self, records: &[&Customer], apart: &Apart) -> Clusters {
        let mut sorted: Vec<&Customer> =
            records.iter().copied().filter(|record| record.merged_into.is_none()).collect();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        let mut forest = Forest::new(&sorted);
        let mut contradictions = BTreeSet::new();
        for carriers in self.keys(&sorted).into_values() {
            let crowded =
                carriers.shareable && forest.names_among(&carriers.members) >= self.rules.shared_key_limit;
            let mut roots: Vec<usize> = Vec::new();
            for member in carriers.members {
                let mut apart_from = Vec::new();
                let mut joined = false;
                for root in &roots {
                    if forest.find(*root) == forest.find(member) {
                        joined = true;
                    } else if (!crowded || forest.same_name(*root, member))
                        && forest.may_unite(*root, member, carriers.shareable, apart)
                    {
                        forest.unite(*root, member);
                        joined = true;
                    } else {
                        apart_from.push(*root);
                    }
                }
                if !crowded {
                    contradictions.extend(apart_from.into_iter().map(|root| (root, member)));
                }
                if !joined {
                    roots.push(member);
                }
            }
        }
        let contradictions = contradictions
            .into_iter()
            .filter(|(left, right)| forest.find(*left) != forest.find(*right))
            .filter_map(|(left, right)| Some((sorted.get(left)?.id.clone(), sorted.get(right)?.id.clone())))
            .map(|(left, right)| if left <= right { (left, right) } else { (right, left) })
            .filter(|(left, right)| !apart.contains(left, right))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        Clusters { clusters: forest.clusters(&sorted), contradictions }
    }

    /// The records that carry each strong key, in matching order and then by key. Records come in the order
    /// of their ids, so each list is in that order too.
    fn keys<'a>(&self, sorted: &[&'a Customer]) -> BTreeMap<(u8, &'a IdentifierKey), Carriers> {
        let mut ranked: FxHashMap<&IdentifierKey, (u8, Carriers)> = FxHashMap::default();
        for (member, record) in sorted.iter().enumerate() {
            for identifier in &record.identifiers {
                let Some(rank) = self.rules.rank(&identifier.kind) else { continue };
                let (best, carriers) = ranked
                    .entry(&identifier.key)
                    .or_insert_with(|| (rank, Carriers { members: Vec::new(), shareable: true }));
                *best = rank.min(*best);
                carriers.shareable &= self.rules.is_shareable(&identifier.kind);
                if carriers.members.last() != Some(&member) {
                    carriers.members.push(member);
                }
            }
        }
        let several = ranked.into_iter().filter(|(_, (_, carriers))| carriers.members.len() > 1);
        several.map(|(key, (rank, carriers))| ((rank, key), carriers)).collect()
    }
}

/// Who carries a key.
struct Carriers {
    members: Vec<usize>,
    shareable: bool,
}

/// Planted defect d3: names that contradict each other are overlooked.
fn planted_name_blindness() -> bool {
    #[cfg(plant)]
    if crate::foundation::plant::is_active("d3") {
        return true;
    }
    false
}

fn push_new(reasons: &mut Vec<Reason>, reason: Reason) {
    if !reasons.contains(&reason) {
        reasons.push(reason);
    }
}

/// Why two known customers must not be merged by themselves.
fn refusal(left: &Customer, right: &Customer, apart: &Apart) -> Option<Reason> {
    if apart.contains(&left.id, &right.id) {
        return Some(Reason::new("dedupe.told_apart"));
    }
    if let Some(system) = different_system_ids(&left.identifiers, &right.identifiers) {
        return Some(Reason::new("dedupe.different_system_ids").with("system", system));
    }
    let name = |customer: &Customer| customer.text(&FieldName::Name).unwrap_or_default().to_owned();
    (compare_names(&name(left), &name(right)) == NameComparison::Contradicting)
        .then(|| Reason::new("dedupe.names_contradict"))
}

/// The first system in which two customers have different ids. One customer has at most one id per system; a
/// record that carries two already contradicts only those who would bring a third.
pub(crate) fn different_system_ids<'a>(left: &'a [Identifier], right: &'a [Identifier]) -> Option<&'a str> {
    left.iter().find_map(|identifier| {
        let IdentifierKind::System(system) = &identifier.kind else { return None };
        let has = |all: &[Identifier], key: &IdentifierKey| all.iter().any(|other| other.key == *key);
        let of_system = |all: &'a [Identifier]| all.iter().filter(|other| other.kind == identifier.kind);
        let right_has_system = of_system(right).next().is_some();
        let within = of_system(left).all(|one| has(right, &one.key))
            || of_system(right).all(|one| has(left, &one.key));
        (right_has_system && !within).then_some(system.as_str())
    })
}

/// Clusters that grow, each with what its members say.
struct Forest<'a> {
    parent: Vec<usize>,
    /// By root: members in order, names without repetition, system ids.
    trees: Vec<Tree<'a>>,
    names: Vec<FoldedName>,
}

#[derive(Default)]
struct Tree<'a> {
    members: Vec<usize>,
    names: BTreeSet<FoldedName>,
    system_ids: Vec<&'a Identifier>,
    ids: Vec<&'a CustomerId>,
}

impl<'a> Forest<'a> {
    fn new(sorted: &[&'a Customer]) -> Self {
        let name = |record: &&Customer| FoldedName::new(record.text(&FieldName::Name).unwrap_or_default());
        let names: Vec<FoldedName> = sorted.iter().map(name).collect();
        let trees = sorted.iter().zip(&names).enumerate().map(|(member, (record, name))| Tree {
            members: vec![member],
            names: (!name.is_empty()).then(|| name.clone()).into_iter().collect(),
            system_ids: record
                .identifiers
                .iter()
                .filter(|identifier| matches!(identifier.kind, IdentifierKind::System(_)))
                .collect(),
            ids: vec![&record.id],
        });
        Self { parent: (0..sorted.len()).collect(), trees: trees.collect(), names }
    }

    fn find(&mut self, member: usize) -> usize {
        let mut root = member;
        while let Some(&above) = self.parent.get(root).filter(|above| **above != root) {
            let grandparent = self.parent.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.parent.get_mut(root) {
                *slot = grandparent;
            }
            root = above;
        }
        root
    }

    /// How many different names the members carry; those without one count once.
    fn names_among(&self, members: &[usize]) -> usize {
        members.iter().filter_map(|member| self.names.get(*member)).collect::<BTreeSet<_>>().len()
    }

    fn same_name(&self, left: usize, right: usize) -> bool {
        match (self.names.get(left), self.names.get(right)) {
            (Some(left), Some(right)) => left.compare(right) == NameComparison::Same,
            _ => false,
        }
    }

    fn may_unite(&mut self, left: usize, right: usize, names_count: bool, apart: &Apart) -> bool {
        let (left, right) = (self.find(left), self.find(right));
        let (Some(left), Some(right)) = (self.trees.get(left), self.trees.get(right)) else { return false };
        let names_contradict = || {
            left.names.iter().any(|one| {
                right.names.iter().any(|other| one.compare(other) == NameComparison::Contradicting)
            })
        };
        let told_apart =
            || left.ids.iter().any(|one| right.ids.iter().any(|other| apart.contains(one, other)));
        let same_system = |one: &Identifier, other: &Identifier| one.kind == other.kind;
        let third_id = |ours: &[&Identifier], theirs: &[&Identifier]| {
            ours.iter().any(|id| {
                theirs.iter().any(|other| same_system(id, other))
                    && !theirs.iter().any(|other| other.key == id.key)
                    // The other side brings one that is unknown here as well.
                    && theirs.iter().any(|other| {
                        same_system(id, other) && !ours.iter().any(|mine| mine.key == other.key)
                    })
            })
        };
        !third_id(&left.system_ids, &right.system_ids)
            && !(names_count && names_contradict() && !planted_name_blindness())
            && (apart.0.is_empty() || !told_apart())
    }

    fn unite(&mut self, left: usize, right: usize) {
        let (left, right) = (self.find(left), self.find(right));
        let size = |root: usize| self.trees.get(root).map_or(0, |tree| tree.members.len());
        let (root, child) = if (size(left), Reverse(left)) >= (size(right), Reverse(right)) {
            (left, right)
        } else {
            (right, left)
        };
        if let Some(slot) = self.parent.get_mut(child) {
            *slot = root;
        }
        let gone = self.trees.get_mut(child).map(std::mem::take).unwrap_or_default();
        if let Some(tree) = self.trees.get_mut(root) {
            tree.members.extend(gone.members);
            tree.names.extend(gone.names);
            tree.ids.extend(gone.ids);
            for id in gone.system_ids {
                if !tree.system_ids.iter().any(|present| present.key == id.key) {
                    tree.system_ids.push(id);
                }
            }
        }
    }

    fn clusters(self, sorted: &[&Customer]) -> Vec<Vec<CustomerId>> {
        let mut clusters: Vec<Vec<CustomerId>> = self
            .trees
            .into_iter()
            .filter(|tree| !tree.members.is_empty())
            .map(|mut tree| {
                tree.members.sort_unstable();
                tree.members.iter().filter_map(|member| Some(sorted.get(*member)?.id.clone())).collect()
            })
            .collect();
        clusters.sort_unstable();
        clusters
    }
}
