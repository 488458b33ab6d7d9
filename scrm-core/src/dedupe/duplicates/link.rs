//! How linkage is asked, and how its answer is read: the only place that knows its names.

use rustc_hash::FxHashMap;

use crate::dedupe::DedupeError;
use crate::dedupe::linkage::{
    ColumnKind, Deduper, DeduperConfig, FieldKind, PairExplanation, RecordTable, Subject, kind_of_header,
};

/// Two records by their places in the table, the earlier first, and how probably they are one person.
pub(super) type Pair = (usize, usize, f64);

/// What linkage found out about a table.
#[derive(Debug)]
pub(super) struct Linked {
    deduper: Deduper,
    /// By place.
    ids: Vec<String>,
    /// Pairs from the threshold of review on.
    pub(super) pairs: Vec<Pair>,
    /// The number of each record's cluster.
    cluster_of: FxHashMap<usize, usize>,
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

/// Links the records of a table, each of which has an id of its own.
///
/// # Errors
/// Where two records have one id.
pub(super) fn link(table: &RecordTable, config: DeduperConfig) -> Result<Linked, DedupeError> {
    let deduper = Deduper::fit(table, config)?;
    let ids: Vec<String> =
        (0..table.len()).filter_map(|record| table.id(record)).map(str::to_owned).collect();
    let places: FxHashMap<&str, usize> = ids.iter().map(String::as_str).zip(0..).collect();
    let place = |id: &str| places.get(id).copied().unwrap_or_default();
    let pairs = deduper.pairs(None).into_iter();
    let pairs = pairs.map(|pair| (place(&pair.first), place(&pair.second), pair.probability)).collect();
    let mut cluster_of = FxHashMap::default();
    for (number, members) in deduper.clusters(None).into_iter().enumerate().filter(|(_, one)| one.len() > 1) {
        cluster_of.extend(members.into_iter().map(|member| (place(member), number)));
    }
    Ok(Linked { pairs, cluster_of, keys_left_out: deduper.blocks_left_out(), ids, deduper })
}

impl Linked {
    /// Whether linkage takes two records for one person when it looks at all of them.
    pub(super) fn is_one_cluster(&self, first: usize, second: usize) -> bool {
        let of = |record| self.cluster_of.get(&record);
        of(first).is_some() && of(first) == of(second)
    }

    /// What speaks for and against, by field.
    pub(super) fn weights(&self, first: usize, second: usize) -> Vec<Weight> {
        let weights = self.explain(first, second).map(|why| why.fields).unwrap_or_default();
        let said = weights.into_iter().filter_map(|weight| {
            Some(Weight { field: weight.kind.as_str(), level: weight.level?, bits: weight.weight })
        });
        said.collect()
    }

    /// Whether the names of two records are another's altogether, whatever else speaks for one person.
    pub(super) fn has_other_name(&self, first: usize, second: usize) -> bool {
        let weights = self.explain(first, second).map(|why| why.fields).unwrap_or_default();
        weights
            .iter()
            .filter(|weight| weight.kind == FieldKind::PersonName)
            .any(|weight| weight.level.is_some_and(|level| weight.kind.levels().last() == Some(&level)))
    }

    fn explain(&self, first: usize, second: usize) -> Option<PairExplanation> {
        let (first, second) = (self.ids.get(first)?, self.ids.get(second)?);
        self.deduper.explain(Subject::Known(first), Subject::Known(second)).ok()
    }
}

/// Whether a field of the workspace's own says who somebody is, by its name: a passport, a tax number, a town. One that
/// names people, companies, phones or addresses may be somebody else's.
pub(super) fn tells_who(header: &str) -> bool {
    let kind = kind_of_header(header);
    matches!(kind, ColumnKind::IdentityNumber | ColumnKind::Place | ColumnKind::PostalCode)
}
