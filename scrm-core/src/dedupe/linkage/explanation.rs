//! Why two records are one person or two.

use std::fmt;

use serde::Serialize;

use super::blocking::Pair;
use super::config::LinkVerdict;
use super::deduper::{Deduper, LinkedPair};
use super::field::{FieldKind, LinkField};
use super::model::probability;
use super::newcomer::Subject;
use super::record::Record;
use super::scale::Weighing;
use crate::dedupe::DedupeError;

/// What a field says about two records.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldWeight {
    /// What it holds.
    pub kind: FieldKind,
    /// The columns it is read from.
    pub columns: Vec<String>,
    /// How alike the two values are, in words; null where one is missing or they cannot be compared.
    pub level: Option<&'static str>,
    /// Bits: above 0 for one person, below for two, 0 where nothing is said. Of fields that say the same of an address, all
    /// but the strongest count half.
    pub weight: f64,
}

/// What speaks for one person, and what for two: the steps of a waterfall from the odds of any two records to those of
/// these.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairExplanation {
    /// How probably the two are one person, from 0 to 1.
    pub probability: f64,
    /// What is decided.
    pub verdict: LinkVerdict,
    /// The odds that any two records are one person, in bits: where the waterfall begins.
    pub start: f64,
    /// What each field adds.
    pub fields: Vec<FieldWeight>,
    /// What is taken away because two people of one household, or two branches of one company, would say the same: at most
    /// 0.
    pub related: f64,
    /// The odds of these two, in bits: where the waterfall ends, the sum of all steps. Null where two numbers of one system
    /// rule them out.
    pub bits: Option<f64>,
}

impl fmt::Display for PairExplanation {
    /// The waterfall in text, a line for each step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<18}{:+6.1}  any two records", "start", self.start)?;
        for field in &self.fields {
            let level = field.level.unwrap_or("nothing to compare");
            writeln!(f, "{:<18}{:+6.1}  {level}", field.kind.as_str(), field.weight)?;
        }
        writeln!(f, "{:<18}{:+6.1}  may be two who belong together", "household", self.related)?;
        match self.bits {
            Some(bits) => writeln!(f, "{:<18}{bits:+6.1}  probability {:.4}", "odds", self.probability),
            None => writeln!(f, "{:<18}        ruled out: two numbers of one system", "odds"),
        }
    }
}

/// Why some records are one person.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClusterExplanation {
    /// The ids of the records, in the order in which they came.
    pub records: Vec<String>,
    /// The pair on which the cluster hangs: without it, it would fall in two. Null where it is one record.
    pub weakest_link: Option<LinkedPair>,
}

impl Deduper {
    /// What each field says about two records.
    ///
    /// ```
    /// use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, RecordTable, Subject};
    /// let mut table = RecordTable::new(["name", "email"]);
    /// table.push("a", ["Anna Walker", "anna@example.com"]);
    /// table.push("b", ["Ana Walker", ""]);
    /// let deduper = Deduper::fit(&table, DeduperConfig::default())?;
    /// let why = deduper.explain(Subject::Known("a"), Subject::Known("b"))?;
    /// let name = why.fields.iter().find(|field| field.kind.as_str() == "name").unwrap();
    /// assert_eq!(name.level, Some("spelled otherwise"));
    /// assert!(why.fields.iter().any(|field| field.level.is_none() && field.weight == 0.0));
    /// # Ok::<(), scrm_core::dedupe::DedupeError>(())
    /// ```
    ///
    /// # Errors
    /// [`DedupeError::UnknownRecord`] where no record has an id that is named.
    pub fn explain(&self, first: Subject<'_>, second: Subject<'_>) -> Result<PairExplanation, DedupeError> {
        self.with_two(first, second, |weighing, first, second| self.explained(weighing, first, second))
    }

    fn explained(&self, weighing: Weighing<'_>, first: Record<'_>, second: Record<'_>) -> PairExplanation {
        let model = &self.scale.model;
        let pattern = weighing.pattern(first, second);
        let weight = |(place, _): (usize, &LinkField)| {
            let level = pattern.get(place);
            let rare = level.map_or(0.0, |level| weighing.rarity((first, second), place, level));
            model.field_weight(place, level) + rare
        };
        let weights: Vec<f64> = self.scale.fields.iter().enumerate().map(weight).collect();
        let shares = model.shares(&weights);
        let odds = weighing.odds_of(first, second, pattern);
        let start = model.start();
        let fields =
            self.fields().into_iter().zip(&shares).enumerate().map(|(place, (field, weight))| FieldWeight {
                kind: field.kind,
                columns: field.columns,
                level: pattern
                    .get(place)
                    .and_then(|level| field.kind.levels().get(usize::from(level)).copied()),
                weight: *weight,
            });
        let probability = probability(odds);
        PairExplanation {
            probability,
            verdict: self.config.verdict(probability),
            start,
            related: if odds.is_finite() { odds - start - shares.iter().sum::<f64>() } else { 0.0 },
            fields: fields.collect(),
            bits: odds.is_finite().then_some(odds),
        }
    }

    /// The cluster of a record, for a probability from which on two are one: that of merging where none is given.
    ///
    /// # Errors
    /// [`DedupeError::UnknownRecord`] where no record has the id.
    pub fn explain_cluster(
        &self,
        id: &str,
        threshold: Option<f64>,
    ) -> Result<ClusterExplanation, DedupeError> {
        let record = self.record(id).ok_or(DedupeError::UnknownRecord { field: "id" })?;
        let threshold = threshold.unwrap_or(self.config.merge);
        let group =
            self.groups(threshold).into_iter().find(|group| group.contains(&record)).unwrap_or_default();
        let weakest_link = self.weakest_link(&group).map(|(pair, odds)| self.linked_pair(pair, odds));
        let records = group.into_iter().map(|record| self.records.id(record).to_owned()).collect();
        Ok(ClusterExplanation { records, weakest_link })
    }

    /// The weakest pair of the strongest that hold a group together.
    fn weakest_link(&self, group: &[u32]) -> Option<(Pair, f64)> {
        let weighing = self.scale.weighing();
        let odds = |left: u32, right: u32| weighing.odds(self.records.get(left), self.records.get(right));
        let (first, others) = group.split_first()?;
        // The tree of the strongest pairs grows by one record at a time (Prim).
        let mut outside: Vec<(u32, Pair, f64)> =
            others.iter().map(|other| (*other, (*first, *other), odds(*first, *other))).collect();
        let mut weakest: Option<(Pair, f64)> = None;
        while let Some(at) = (0..outside.len()).max_by(|a, b| {
            let odds = |at: &usize| outside.get(*at).map_or(f64::NEG_INFINITY, |(_, _, odds)| *odds);
            odds(a).total_cmp(&odds(b))
        }) {
            let (joined, pair, strength) = outside.swap_remove(at);
            if weakest.is_none_or(|(_, weakest)| strength < weakest) {
                weakest = Some((pair, strength));
            }
            for (other, pair, best) in &mut outside {
                let strength = odds(joined, *other);
                if strength > *best {
                    (*pair, *best) = ((joined, *other), strength);
                }
            }
        }
        weakest
    }
}
