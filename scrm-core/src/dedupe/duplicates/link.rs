//! How linkage is asked, and how its answer is read: the only place that knows its names.

use std::collections::BTreeMap;

use crate::dedupe::linkage::{FieldKind, LinkConfig, Linkage, RecordTable};

/// Two records by their places in the table, the earlier first, and how probably they are one person.
pub(super) type Pair = (usize, usize, f64);

/// What linkage found out about a table.
#[derive(Debug)]
pub(super) struct Linked {
    linkage: Linkage,
    /// Pairs from the threshold of review on.
    pub(super) pairs: Vec<Pair>,
    /// The number of each record's cluster.
    cluster_of: BTreeMap<usize, usize>,
    pub(super) keys_left_out: usize,
}

/// What one field says about two records.
pub(super) struct Weight {
    pub(super) field: &'static str,
    /// How alike the two values are, in words.
    pub(super) level: &'static str,
    /// Above 0 for one person, below for two.
    pub(super) bits: f64,
}

/// Links the records of a table.
pub(super) fn link(table: &RecordTable, merge: f64, review: f64) -> Linked {
    let linkage = Linkage::find(table, LinkConfig { merge });
    let pairs = linkage.pairs(review).into_iter().map(|pair| (pair.first, pair.second, pair.probability));
    let mut cluster_of = BTreeMap::new();
    for (number, members) in linkage.clusters().into_iter().enumerate().filter(|(_, one)| one.len() > 1) {
        cluster_of.extend(members.into_iter().map(|member| (member, number)));
    }
    Linked { pairs: pairs.collect(), cluster_of, keys_left_out: linkage.blocks_left_out(), linkage }
}

impl Linked {
    /// Whether linkage takes two records for one person when it looks at all of them.
    pub(super) fn is_one_cluster(&self, first: usize, second: usize) -> bool {
        let of = |record| self.cluster_of.get(&record);
        of(first).is_some() && of(first) == of(second)
    }

    /// What speaks for and against, by field.
    pub(super) fn weights(&self, first: usize, second: usize) -> Vec<Weight> {
        let weights = self.linkage.explain(first, second).into_iter();
        let said = weights.filter_map(|weight| {
            Some(Weight { field: weight.kind.as_str(), level: weight.level?, bits: weight.weight })
        });
        said.collect()
    }

    /// Whether the names of two records are another's altogether, whatever else speaks for one person.
    pub(super) fn has_other_name(&self, first: usize, second: usize) -> bool {
        let is_name = |kind| kind == FieldKind::PersonName;
        let weights = self.linkage.explain(first, second).into_iter();
        weights.filter(|weight| is_name(weight.kind)).any(|weight| {
            weight.level.is_some_and(|level| weight.kind.levels().last().is_some_and(|last| *last == level))
        })
    }
}

/// Whether a field of the workspace's own says who somebody is, by its name: a passport, a tax number, a town. One that
/// names people, companies, phones or addresses may be somebody else's.
pub(super) fn tells_who(header: &str) -> bool {
    let fields = Linkage::find(&RecordTable::new([header]), LinkConfig::default()).fields().to_vec();
    let tells = |kind| matches!(kind, FieldKind::IdentityNumber | FieldKind::Place | FieldKind::PostalCode);
    fields.iter().any(|field| tells(field.kind))
}
