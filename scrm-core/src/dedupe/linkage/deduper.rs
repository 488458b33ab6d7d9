//! Finding the records that are one person.

use std::fmt;
use std::sync::OnceLock;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::blocking::{Candidates, Limits, Pair};
use super::cluster::{cluster, without_ambiguous};
use super::column::{ColumnKind, fields_of, kind_of_header};
use super::config::{DeduperConfig, LinkVerdict};
use super::field::{FieldKind, LinkField};
use super::index::KeyIndex;
use super::keys::Rule;
use super::model::{Model, bits_of, probability};
use super::pattern::Pattern;
use super::rarity::Rarity;
use super::record::Records;
use super::scale::{LEAST_KEPT, Scale};
use super::table::RecordTable;
use crate::dedupe::DedupeError;
use crate::dedupe::compare::Vocabulary;

/// Pairs that are enough to learn from how promising others are.
const LEARNED_FIRST: usize = 200_000;

/// Records of a table, and what was learned about which of them are one person. `Debug` counts.
///
/// The same records in any order give the same result. Records can be added, removed and asked for later: the answers are
/// those of a table that held them from the beginning, weighed by what was learned once.
pub struct Deduper {
    pub(super) scale: Scale,
    pub(super) config: DeduperConfig,
    pub(super) columns: Vec<String>,
    pub(super) records: Records,
    /// When each record came: its place in the table, and after those the ones that were added.
    pub(super) places: Vec<usize>,
    pub(super) by_id: FxHashMap<CompactString, u32>,
    pub(super) limits: Limits,
    pub(super) blocks_left_out: usize,
    cells_cut: usize,
    /// Pairs that somebody knows to be two.
    apart: FxHashSet<Pair>,
    /// Candidates with the odds that they are one person, in bits; found again once the records have changed.
    pub(super) scored: OnceLock<Vec<(Pair, f64)>>,
    /// Made when it is first asked for.
    pub(super) index: OnceLock<KeyIndex>,
    /// The first of the records that say the same, by their fingerprint; made as the index is.
    pub(super) first_with: OnceLock<FxHashMap<u64, u32>>,
}

impl fmt::Debug for Deduper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deduper")
            .field("records", &self.by_id.len())
            .field("fields", &self.scale.fields)
            .field("blocks_left_out", &self.blocks_left_out)
            .finish_non_exhaustive()
    }
}

/// Two records and how probably they are one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkedPair {
    /// The id of the record that came first.
    pub first: String,
    /// That of the other one.
    pub second: String,
    /// From 0 to 1.
    pub probability: f64,
    /// What is decided.
    pub verdict: LinkVerdict,
}

/// What a deduper compares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldUse {
    /// What it holds.
    pub kind: FieldKind,
    /// The columns it is read from.
    pub columns: Vec<String>,
}

impl Deduper {
    /// Looks at a table: finds out what its columns hold, learns what agreement is worth, and weighs every pair of
    /// records that have something in common.
    ///
    /// ```
    /// use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, RecordTable};
    /// let mut table = RecordTable::new(["name", "birthday", "email"]);
    /// table.push("a", ["Anna Walker", "1990-03-15", "anna@example.com"]);
    /// table.push("b", ["Ana Walker", "1990-03-15", "anna@example.com"]);
    /// table.push("c", ["Omar Haddad", "1985-11-02", "omar@example.com"]);
    /// let deduper = Deduper::fit(&table, DeduperConfig::default())?;
    /// assert_eq!(deduper.clusters(None), [vec!["a", "b"], vec!["c"]]);
    /// # Ok::<(), scrm_core::dedupe::DedupeError>(())
    /// ```
    ///
    /// Time and memory grow with the number of records and with the pairs that share a key. A key that more than 64
    /// records share is left out, in a large table also one whose pairs promise too little:
    /// [`blocks_left_out`](Self::blocks_left_out).
    ///
    /// # Errors
    /// [`DedupeError::Config`] where a probability is none, [`DedupeError::UnknownColumn`] where the table has no column
    /// of a name in the configuration, [`DedupeError::SameId`] where two records have one id.
    pub fn fit(table: &RecordTable, config: DeduperConfig) -> Result<Self, DedupeError> {
        config.check()?;
        let kinds = kinds_of(table, &config)?;
        let fields = fields_of(table, &kinds);
        let mut deduper = Self::of_records(table, fields, config, |scale, records| {
            Model::expected(&scale.fields, &scale.vocabulary, records)
        })?;
        let Self { scale, records, .. } = &mut deduper;
        let Candidates { pairs, limits, blocks_left_out } = candidates(scale, records);
        let scored = weighed(scale, records, pairs);
        Ok(Self { limits, blocks_left_out, scored: OnceLock::from(scored), ..deduper })
    }

    /// The records of a table with how common their values are, and a model that looks for nothing yet.
    pub(super) fn of_records(
        table: &RecordTable,
        fields: Vec<LinkField>,
        config: DeduperConfig,
        model: impl FnOnce(&Scale, &Records) -> Model,
    ) -> Result<Self, DedupeError> {
        let mut vocabulary = Vocabulary::default();
        let (records, places) = Records::read(table, &fields, &mut vocabulary).by_likeness(&fields);
        let by_id = ids_of(&records, &places)?;
        let mut rarity = Rarity::of(&fields);
        (0..records.len() as u32).for_each(|record| rarity.add(records.get(record), &vocabulary));
        let mut scale = Scale { fields, model: Model::default(), rarity, vocabulary };
        scale.model = model(&scale, &records);
        Ok(Self {
            scale,
            config,
            columns: table.columns().to_vec(),
            records,
            places,
            by_id,
            limits: Limits::default(),
            blocks_left_out: 0,
            cells_cut: table.cells_cut(),
            apart: FxHashSet::default(),
            scored: OnceLock::new(),
            index: OnceLock::new(),
            first_with: OnceLock::new(),
        })
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// How it decides.
    #[must_use]
    pub const fn config(&self) -> &DeduperConfig {
        &self.config
    }

    /// The names of the columns that a record may have.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether there is a record of this id.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// Refuses a table that holds other records than this, or the same in another order: records do not give back what
    /// they say, so whoever keeps them has to keep the table.
    ///
    /// # Errors
    /// [`DedupeError::OtherRecord`], with the first record that is another.
    pub fn check_records(&self, table: &RecordTable) -> Result<(), DedupeError> {
        let other = |record: usize| Err(DedupeError::OtherRecord { record });
        if table.columns() != self.columns {
            return other(0);
        }
        let mut vocabulary = Vocabulary::on(&self.scale.vocabulary);
        let said = Records::read(table, &self.scale.fields, &mut vocabulary);
        let mut before = None;
        for place in 0..table.len() {
            let known = table.id(place).and_then(|id| self.record(id));
            let known =
                known.filter(|known| self.records.fingerprint(*known) == said.fingerprint(place as u32));
            let Some(known) = known.filter(|known| Some(self.place(*known)) > before) else {
                return other(place);
            };
            before = Some(self.place(known));
        }
        if table.len() == self.len() { Ok(()) } else { other(table.len()) }
    }

    /// What is compared.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldUse> {
        let name = |column: &usize| self.columns.get(*column).cloned();
        let uses = self
            .scale
            .fields
            .iter()
            .map(|field| FieldUse { kind: field.kind, columns: field.columns().filter_map(name).collect() });
        uses.collect()
    }

    /// How many keys were left out because too many records share them, or because pairs that share them promise too
    /// little. Pairs that share nothing else are not found.
    #[must_use]
    pub const fn blocks_left_out(&self) -> usize {
        self.blocks_left_out
    }

    /// How many cells were longer than what is kept of them: 1,000 bytes.
    #[must_use]
    pub const fn cells_cut(&self) -> usize {
        self.cells_cut
    }

    /// The columns that are not compared: their headers say nothing of who somebody is, or there are more than 16 fields.
    #[must_use]
    pub fn columns_left_out(&self) -> Vec<&str> {
        let used: FxHashSet<usize> =
            self.scale.fields.iter().flat_map(|field| field.values.iter().flatten().copied()).collect();
        let left_out = self.columns.iter().enumerate().filter(|(column, _)| !used.contains(column));
        left_out.map(|(_, name)| name.as_str()).collect()
    }

    /// The model in words: what every grade of every field is worth, a line each.
    #[must_use]
    pub fn model_text(&self) -> String {
        self.scale.model.text(&self.scale.fields)
    }

    /// Remembers that two records are two people, whatever they say. Ids that are not known change nothing.
    pub fn tell_apart(&mut self, first: &str, second: &str) {
        if let (Some(first), Some(second)) = (self.record(first), self.record(second)) {
            self.apart.insert((first.min(second), first.max(second)));
        }
    }

    /// The ids of the pairs that were told apart and are still there, each in the order in which the records came.
    #[must_use]
    pub fn told_apart(&self) -> Vec<(&str, &str)> {
        let mut pairs: Vec<(usize, usize, Pair)> = Vec::new();
        for pair in
            self.apart.iter().filter(|pair| [pair.0, pair.1].iter().all(|one| self.records.is_present(*one)))
        {
            let (first, second) = self.in_order(*pair);
            pairs.push((first, second, *pair));
        }
        pairs.sort_unstable();
        let ids = |(first, _, (left, right)): (usize, usize, Pair)| {
            let (left_id, right_id) = (self.records.id(left), self.records.id(right));
            if self.place(left) == first { (left_id, right_id) } else { (right_id, left_id) }
        };
        pairs.into_iter().map(ids).collect()
    }

    /// Pairs of at least a probability, those of review where none is given, in the order in which the records came.
    /// Pairs whose odds are below one to a thousand are not kept.
    #[must_use]
    pub fn pairs(&self, threshold: Option<f64>) -> Vec<LinkedPair> {
        let mut found: Vec<(Pair, f64)> = self.linked(threshold.unwrap_or(self.config.review));
        found.sort_unstable_by_key(|(pair, _)| self.in_order(*pair));
        found.into_iter().map(|(pair, odds)| self.linked_pair(pair, odds)).collect()
    }

    /// The ids of the records of each person, for a probability from which on two are one: that of merging where none is
    /// given. Every record is in one cluster; records and clusters are in the order in which the records came.
    ///
    /// Two groups become one where a pair between them is beyond the threshold and all pairs between them, taken together,
    /// speak for it. A record that could be either of two who are two people is with neither.
    #[must_use]
    pub fn clusters(&self, threshold: Option<f64>) -> Vec<Vec<&str>> {
        let groups = self.groups(threshold.unwrap_or(self.config.merge));
        groups
            .into_iter()
            .map(|group| group.into_iter().map(|record| self.records.id(record)).collect())
            .collect()
    }

    /// The records of each person, for a probability from which on two are one.
    pub(super) fn groups(&self, threshold: f64) -> Vec<Vec<u32>> {
        let mut linked = self.linked(threshold);
        // Who is first must not depend on the order of the records: the better pair is, then what the two say.
        let fingerprints = |(left, right): Pair| {
            let (left, right) = (self.records.fingerprint(left), self.records.fingerprint(right));
            (left.min(right), left.max(right))
        };
        linked.sort_unstable_by(|a, b| {
            let said = || fingerprints(a.0).cmp(&fingerprints(b.0));
            b.1.total_cmp(&a.1).then_with(said).then_with(|| a.0.cmp(&b.0))
        });
        let weighing = self.scale.weighing();
        let sides = |left: u32, right: u32| (self.records.get(left), self.records.get(right));
        let linked = without_ambiguous(linked, |left, right| {
            let (left, right) = sides(left, right);
            weighing.are_two(left, right, bits_of(threshold))
        });
        let linked: Vec<Pair> = linked.into_iter().map(|(pair, _)| pair).collect();
        let odds = |left: u32, right: u32| {
            if !self.apart.is_empty() && self.apart.contains(&(left.min(right), left.max(right))) {
                return f64::NEG_INFINITY;
            }
            let (left, right) = sides(left, right);
            weighing.odds(left, right)
        };
        let mut groups = cluster(self.records.len(), &linked, odds);
        groups.retain(|group| group.iter().all(|record| self.records.is_present(*record)));
        groups.iter_mut().for_each(|group| group.sort_unstable_by_key(|record| self.place(*record)));
        groups.sort_unstable_by_key(|group| group.first().map(|record| self.place(*record)));
        groups
    }

    /// Pairs of at least a probability, with their odds in bits.
    pub(super) fn linked(&self, least: f64) -> Vec<(Pair, f64)> {
        let scored = self.scored.get_or_init(|| self.score_all());
        let is_linked = |(pair, odds): &&(Pair, f64)| {
            probability(*odds) >= least && (self.apart.is_empty() || !self.apart.contains(pair))
        };
        scored.iter().filter(is_linked).copied().collect()
    }

    /// Weighs all candidates once more, by what was learned.
    fn score_all(&self) -> Vec<(Pair, f64)> {
        let pairs = self.scale.blocking(&self.records).pairs_within(&self.limits);
        let weighing = self.scale.weighing();
        let weigh = |pair: Pair| {
            let odds = weighing.odds(self.records.get(pair.0), self.records.get(pair.1));
            (odds >= LEAST_KEPT).then_some((pair, odds))
        };
        pairs.into_iter().filter_map(weigh).collect()
    }

    pub(super) fn record(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    pub(super) fn place(&self, record: u32) -> usize {
        self.places.get(record as usize).copied().unwrap_or_default()
    }

    /// The places of two records, the earlier first.
    fn in_order(&self, (left, right): Pair) -> (usize, usize) {
        let (left, right) = (self.place(left), self.place(right));
        (left.min(right), left.max(right))
    }

    pub(super) fn linked_pair(&self, (left, right): Pair, odds: f64) -> LinkedPair {
        let (first, second) =
            if self.place(left) <= self.place(right) { (left, right) } else { (right, left) };
        let probability = probability(odds);
        LinkedPair {
            first: self.records.id(first).to_owned(),
            second: self.records.id(second).to_owned(),
            probability,
            verdict: self.config.verdict(probability),
        }
    }
}

/// What each column holds: as the configuration says, else as its header does.
fn kinds_of(table: &RecordTable, config: &DeduperConfig) -> Result<Vec<ColumnKind>, DedupeError> {
    if let Some(unknown) = config.columns.keys().find(|column| !table.columns().contains(column)) {
        return Err(DedupeError::UnknownColumn { column: unknown.clone() });
    }
    let kind =
        |header: &String| config.columns.get(header).copied().unwrap_or_else(|| kind_of_header(header));
    Ok(table.columns().iter().map(kind).collect())
}

/// The records by their ids.
fn ids_of(records: &Records, places: &[usize]) -> Result<FxHashMap<CompactString, u32>, DedupeError> {
    let mut by_id: FxHashMap<CompactString, u32> = FxHashMap::default();
    by_id.reserve(records.len());
    let mut twice: Option<usize> = None;
    for record in 0..records.len() as u32 {
        if let Some(other) = by_id.insert(records.id(record).into(), record) {
            let place = |record: u32| places.get(record as usize).copied().unwrap_or_default();
            let later = place(record).max(place(other));
            twice = Some(twice.map_or(later, |twice| twice.min(later)));
        }
    }
    twice.map_or(Ok(by_id), |place| Err(DedupeError::SameId { record: place }))
}

/// The candidates: first by the keys that promise most, then by others as far as they are worth it, judged by what the
/// first ones teach.
fn candidates(scale: &mut Scale, records: &Records) -> Candidates {
    let mut found = Candidates { pairs: scale.blocking(records).repeated(), ..Candidates::default() };
    let (strong, others) = Rule::ALL.split_at(Rule::STRONG);
    scale.blocking(records).add(strong, &mut found, |pair| scale.weighing().probability_of(records, pair));
    let mut judge = scale.model.clone();
    let step = found.pairs.len().div_ceil(LEARNED_FIRST).max(1);
    let some = found.pairs.iter().step_by(step).map(|pair| scale.weighing().pattern_of(records, *pair));
    judge.learn(some, step as f64, records.len());
    let expecting = std::mem::replace(&mut scale.model, judge);
    scale.blocking(records).add(others, &mut found, |pair| scale.weighing().probability_of(records, pair));
    scale.model = expecting;
    found
}

/// Learns from the candidates and weighs them; those that are two people beyond doubt are dropped.
fn weighed(scale: &mut Scale, records: &Records, pairs: Vec<Pair>) -> Vec<(Pair, f64)> {
    let patterns: Vec<Pattern> =
        pairs.iter().map(|pair| scale.weighing().pattern_of(records, *pair)).collect();
    scale.model.learn(patterns.iter().copied(), 1.0, records.len());
    let weighing = scale.weighing();
    let weigh = |(pair, pattern): (Pair, &Pattern)| {
        let odds = weighing.odds_of(records.get(pair.0), records.get(pair.1), *pattern);
        (odds >= LEAST_KEPT).then_some((pair, odds))
    };
    pairs.into_iter().zip(&patterns).filter_map(weigh).collect()
}
