//! The records of a batch that are one customer, whatever order they come in.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::apart::Apart;
use super::exact::{ExactDedupe, planted_name_blindness};
use super::names::{FoldedName, NameComparison};
use crate::customer::{Customer, FieldName, Identifier, IdentifierKey, IdentifierKind};
use crate::foundation::CustomerId;

/// The records of a batch that are one customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clusters {
    /// Every record in exactly one cluster; members and clusters sorted by id.
    pub clusters: Vec<Vec<CustomerId>>,
    /// Pairs that share a strong identifier and were kept apart, smaller id first, sorted: for review.
    pub contradictions: Vec<(CustomerId, CustomerId)>,
}

impl ExactDedupe {
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

/// Clusters that grow, each with what its members say.
pub(super) struct Forest<'a> {
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

    /// Records of which only their ids are known, here and in other systems.
    pub(super) fn of_ids(records: impl IntoIterator<Item = (&'a CustomerId, &'a [Identifier])>) -> Self {
        let tree = |(member, (id, system_ids)): (usize, (&'a CustomerId, &'a [Identifier]))| Tree {
            members: vec![member],
            names: BTreeSet::new(),
            system_ids: system_ids.iter().collect(),
            ids: vec![id],
        };
        let trees: Vec<Tree<'a>> = records.into_iter().enumerate().map(tree).collect();
        Self { parent: (0..trees.len()).collect(), names: Vec::new(), trees }
    }

    /// The members of a record's cluster.
    pub(super) fn members(&mut self, member: usize) -> &[usize] {
        let root = self.find(member);
        self.trees.get(root).map_or(&[], |tree| &tree.members)
    }

    pub(super) fn find(&mut self, member: usize) -> usize {
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

    pub(super) fn may_unite(&mut self, left: usize, right: usize, names_count: bool, apart: &Apart) -> bool {
        let (left, right) = (self.find(left), self.find(right));
        let (Some(left), Some(right)) = (self.trees.get(left), self.trees.get(right)) else { return false };
        let names_contradict =
            || left.names.iter().any(|one| right.names.iter().any(|other| one.doubt(other).is_some()));
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
        let refused = third_id(&left.system_ids, &right.system_ids)
            || (names_count && names_contradict() && !planted_name_blindness())
            || (!apart.is_empty() && told_apart());
        !refused
    }

    pub(super) fn unite(&mut self, left: usize, right: usize) {
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
