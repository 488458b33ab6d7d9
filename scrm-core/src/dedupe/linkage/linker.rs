//! Finding the records that are one person.

use std::fmt;

use super::blocking::{Pair, candidates};
use super::cluster::cluster;
use super::field::{LinkField, find_fields};
use super::model::{Grades, Model, grades, probability};
use super::rarity::Rarity;
use super::table::RecordTable;
use super::value::{Value, Values};

/// How sure the linker is before two records are one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkConfig {
    /// The probability from which on a pair is merged.
    pub merge: f64,
}

impl Default for LinkConfig {
    fn default() -> Self {
        Self { merge: 0.9 }
    }
}

/// What was found out about the records of a table. `Debug` counts.
///
/// The same records in any order give the same result.
pub struct Linkage {
    fields: Vec<LinkField>,
    model: Model,
    rarity: Rarity,
    /// What the records say, in the order of what they say.
    records: Vec<Vec<Values>>,
    /// The positions of the records in the table.
    places: Vec<usize>,
    /// Candidate pairs with the odds that they are one person, in bits.
    scored: Vec<(Pair, f64)>,
    blocks_left_out: usize,
    config: LinkConfig,
}

impl fmt::Debug for Linkage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Linkage")
            .field("records", &self.records.len())
            .field("fields", &self.fields)
            .field("pairs", &self.scored.len())
            .field("blocks_left_out", &self.blocks_left_out)
            .finish_non_exhaustive()
    }
}

/// Two records, by their positions in the table, and how probably they are one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkedPair {
    /// The earlier record.
    pub first: usize,
    /// The later one.
    pub second: usize,
    /// From 0 to 1.
    pub probability: f64,
}

/// What a field says about two records.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldWeight {
    /// Which.
    pub kind: super::FieldKind,
    /// How alike the two values are, in words; nothing where one is missing or they cannot be compared.
    pub level: Option<&'static str>,
    /// Bits: above 0 for one person, below for two.
    pub weight: f64,
}

impl Linkage {
    /// Looks at a table: finds out what its columns hold, learns what agreement is worth, and weighs every pair of
    /// records that have something in common.
    ///
    /// ```
    /// use scrm_core::dedupe::linkage::{LinkConfig, Linkage, RecordTable};
    /// let mut table = RecordTable::new(["name", "birthday", "email"]);
    /// table.push("1", ["Anna Walker", "1990-03-15", "anna@example.com"]);
    /// table.push("2", ["Ana Walker", "1990-03-15", "anna@example.com"]);
    /// table.push("3", ["Omar Haddad", "1985-11-02", "omar@example.com"]);
    /// let linkage = Linkage::find(&table, LinkConfig::default());
    /// assert_eq!(linkage.clusters(), [vec![0, 1], vec![2]]);
    /// ```
    ///
    /// Time and memory grow with the number of records and with the pairs that share a key; a key that more than 64
    /// records share is left out.
    #[must_use]
    pub fn find(table: &RecordTable, config: LinkConfig) -> Self {
        let fields = find_fields(table);
        let places = table.in_order();
        let read =
            |record: &usize| fields.iter().map(|field| Value::read_all(table, *record, field)).collect();
        let records: Vec<Vec<Values>> = places.iter().map(read).collect();
        let (pairs, blocks_left_out) = candidates(&fields, &records);
        let graded: Vec<Grades> = pairs.iter().map(|pair| grades_of(&fields, &records, *pair)).collect();
        let model = Model::learn(&fields, &records, &graded);
        let rarity = Rarity::of(&fields, &records);
        let weigh = |(pair, grades): (Pair, &Grades)| {
            let rare: f64 = rarity.weights(&model, &records, pair, grades).sum();
            (pair, model.odds(grades, rare))
        };
        let scored = pairs.into_iter().zip(&graded).map(weigh).collect();
        Self { fields, model, rarity, records, places, scored, blocks_left_out, config }
    }

    /// What the columns hold.
    #[must_use]
    pub fn fields(&self) -> &[LinkField] {
        &self.fields
    }

    /// How many keys were left out because too many records share them. Pairs that share nothing else are not found.
    #[must_use]
    pub const fn blocks_left_out(&self) -> usize {
        self.blocks_left_out
    }

    /// The model in words: what every grade of every field is worth, a line each.
    #[must_use]
    pub fn model_text(&self) -> String {
        self.model.text(&self.fields)
    }

    /// Pairs of at least a probability, in the order of the records.
    #[must_use]
    pub fn pairs(&self, least: f64) -> Vec<LinkedPair> {
        let linked = |((first, second), odds): &(Pair, f64)| {
            let (first, second) = (self.place(*first), self.place(*second));
            LinkedPair {
                first: first.min(second),
                second: first.max(second),
                probability: probability(*odds),
            }
        };
        let mut pairs: Vec<LinkedPair> = self.scored.iter().map(linked).collect();
        pairs.retain(|pair| pair.probability >= least);
        pairs.sort_unstable_by_key(|pair| (pair.first, pair.second));
        pairs
    }

    /// What each field says about two records, by their positions in the table: for one person against two strangers.
    /// A pair's probability also weighs that they may be two people of one household, which no field says alone.
    /// Empty where the table has no such records. Time O(records).
    ///
    /// ```
    /// use scrm_core::dedupe::linkage::{LinkConfig, Linkage, RecordTable};
    /// let mut table = RecordTable::new(["name", "email"]);
    /// table.push("1", ["Anna Walker", "anna@example.com"]);
    /// table.push("2", ["Ana Walker", ""]);
    /// let weights = Linkage::find(&table, LinkConfig::default()).explain(0, 1);
    /// let name = weights.iter().find(|weight| weight.kind.as_str() == "name").unwrap();
    /// assert_eq!(name.level, Some("spelled otherwise"));
    /// assert!(weights.iter().any(|weight| weight.level.is_none() && weight.weight == 0.0));
    /// ```
    #[must_use]
    pub fn explain(&self, first: usize, second: usize) -> Vec<FieldWeight> {
        let record = |place: usize| self.places.iter().position(|known| *known == place).map(|at| at as u32);
        let (Some(first), Some(second)) = (record(first), record(second)) else { return Vec::new() };
        let pair = (first.min(second), first.max(second));
        let grades = grades_of(&self.fields, &self.records, pair);
        let rare: Vec<f64> = self.rarity.weights(&self.model, &self.records, pair, &grades).collect();
        let fields = self.fields.iter().zip(&grades).zip(rare).enumerate();
        let explained = fields.map(|(place, ((field, grade), rare))| FieldWeight {
            kind: field.kind,
            level: grade.and_then(|grade| field.kind.levels().get(usize::from(grade)).copied()),
            weight: self.model.field_weight(place, *grade) + rare,
        });
        explained.collect()
    }

    /// The records of each person, by their positions in the table; every record in one cluster.
    #[must_use]
    pub fn clusters(&self) -> Vec<Vec<usize>> {
        let threshold = (self.config.merge / (1.0 - self.config.merge)).log2();
        let clusters = cluster(self.records.len(), &self.scored, threshold);
        let placed = |members: Vec<u32>| {
            let mut members: Vec<usize> = members.into_iter().map(|record| self.place(record)).collect();
            members.sort_unstable();
            members
        };
        let mut clusters: Vec<Vec<usize>> = clusters.into_iter().map(placed).collect();
        clusters.sort_unstable();
        clusters
    }

    fn place(&self, record: u32) -> usize {
        self.places.get(record as usize).copied().unwrap_or_default()
    }
}

fn grades_of(fields: &[LinkField], records: &[Vec<Values>], (first, second): Pair) -> Grades {
    let of = |record: u32| records.get(record as usize).map_or(&[][..], Vec::as_slice);
    grades(fields, of(first), of(second))
}
