//! What a deduper learned, as data: to be kept, and to weigh other records with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::blocking::BANDS;
use super::config::DeduperConfig;
use super::deduper::Deduper;
use super::expectation::Relation;
use super::field::{FieldKind, LinkField};
use super::keys::Rule;
use super::model::{Learned, Model};
use super::pattern::MOST_FIELDS;
use super::table::RecordTable;
use crate::dedupe::DedupeError;
use crate::import::DateOrder;

/// The newest format of the document.
const KNOWN: u32 = 1;
/// Shares of one whole may miss it by so much: they were written in decimals.
const SHARE_ERROR: f64 = 1e-6;

/// What a [`Deduper`] learned of a table: what its columns hold, what agreement is worth, and which keys are worth a look.
/// It holds no record. As JSON it is stable (`"v": 1`), and keys that are not known are left out.
///
/// ```
/// use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, LearnedModel, RecordTable};
/// let mut table = RecordTable::new(["name", "email"]);
/// table.push("a", ["Anna Walker", "anna@example.com"]);
/// table.push("b", ["Ana Walker", "anna@example.com"]);
/// let deduper = Deduper::fit(&table, DeduperConfig::default())?;
/// let kept: String = deduper.learned().to_json();
///
/// let learned = LearnedModel::from_json(&kept)?;
/// let again = Deduper::with_learned(&learned, &table, DeduperConfig::default())?;
/// assert_eq!(again.pairs(None), deduper.pairs(None));
/// # Ok::<(), scrm_core::dedupe::DedupeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LearnedModel {
    v: u32,
    /// The columns of the table, in order.
    columns: Vec<String>,
    fields: Vec<LearnedField>,
    /// The share of all pairs that are one person.
    lambda: f64,
    /// Pairs of two who belong together, for each pair of one person.
    related: BTreeMap<Relation, f64>,
    /// The most records that a block may have, by the rule of its key; keys of other rules are not looked at.
    limits: BTreeMap<Rule, usize>,
    /// How many keys of the table were left out.
    blocks_left_out: usize,
}

/// What was learned of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct LearnedField {
    kind: FieldKind,
    /// Positions of columns; those of a group are one value.
    values: Vec<Vec<usize>>,
    /// Of a name in parts, how many of its first columns stand before those of the family name.
    #[serde(default)]
    before_family: usize,
    /// Columns of whole addresses, in which a postal code may stand.
    #[serde(default)]
    within: Vec<usize>,
    date_order: DateOrder,
    /// The shares of its grades among pairs of one person.
    m: Vec<f64>,
    /// The same among all pairs.
    at_random: Vec<f64>,
}

impl LearnedField {
    /// All columns that it is read from.
    fn columns(&self) -> impl Iterator<Item = &usize> {
        self.values.iter().flatten().chain(&self.within)
    }
}

impl LearnedModel {
    /// The document.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts, numbers, lists, and maps by texts: nothing that JSON has not.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`DedupeError::NewerModel`] where a newer version wrote it, [`DedupeError::NoModel`] where it is none.
    pub fn from_json(document: &str) -> Result<Self, DedupeError> {
        #[derive(Deserialize)]
        struct Format {
            v: u32,
        }
        // The parser's own words may quote what stands there.
        let no_model = |_| DedupeError::NoModel { field: "learned".to_owned(), problem: "not of its shape" };
        let Format { v: found } = serde_json::from_str(document).map_err(no_model)?;
        if found > KNOWN {
            return Err(DedupeError::NewerModel { found, known: KNOWN });
        }
        let learned: Self = serde_json::from_str(document).map_err(no_model)?;
        learned.check()?;
        Ok(learned)
    }

    /// The columns that records to be weighed have to have: those of the table that are compared.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let is_used = |(place, _): &(usize, &String)| {
            self.fields.iter().any(|field| field.columns().any(|column| column == place))
        };
        self.columns.iter().enumerate().filter(is_used).map(|(_, column)| column.as_str()).collect()
    }

    /// All columns of the table, in order.
    #[must_use]
    pub fn all_columns(&self) -> &[String] {
        &self.columns
    }

    /// Refuses what no table teaches.
    fn check(&self) -> Result<(), DedupeError> {
        let wrong = |field: String, problem| Err(DedupeError::NoModel { field, problem });
        if self.v != KNOWN {
            return wrong("v".to_owned(), "no format that was ever written");
        }
        if self.fields.len() > MOST_FIELDS {
            return wrong("fields".to_owned(), "more than are compared");
        }
        for (place, field) in self.fields.iter().enumerate() {
            let named = |name: &str| format!("fields[{place}].{name}");
            let mut columns = field.columns();
            if field.values.iter().any(Vec::is_empty) || columns.any(|column| *column >= self.columns.len()) {
                return wrong(named("values"), "no columns of the table");
            }
            for (name, shares) in [("m", &field.m), ("at_random", &field.at_random)] {
                let sum: f64 = shares.iter().sum();
                if shares.len() != field.kind.levels().len()
                    || shares.iter().any(|share| !(*share > 0.0 && *share <= 1.0))
                    || (sum - 1.0).abs() > SHARE_ERROR
                {
                    return wrong(named(name), "must be a share for each grade, one together");
                }
            }
        }
        if !(self.lambda > 0.0 && self.lambda < 1.0) {
            return wrong("lambda".to_owned(), "must be above 0 and below 1");
        }
        if self.related.values().any(|pairs| !(*pairs > 0.0 && pairs.is_finite())) {
            return wrong("related".to_owned(), "must be above 0");
        }
        let largest = BANDS.into_iter().max().unwrap_or_default();
        if self.limits.values().any(|limit| !(2..=largest).contains(limit)) {
            return wrong("limits".to_owned(), "blocks of no such size are looked at");
        }
        Ok(())
    }

    /// The fields of a table that has the columns at other places.
    fn fields_in(&self, table: &RecordTable) -> Result<Vec<LinkField>, DedupeError> {
        let place_in = |column: usize| {
            let name = self.columns.get(column).map_or("", String::as_str);
            // Of several columns of one name the second is the second.
            let before = self.columns.iter().take(column).filter(|other| *other == name).count();
            let mut named = table.columns().iter().enumerate().filter(|(_, other)| *other == name);
            let unknown = || DedupeError::UnknownColumn { column: name.to_owned() };
            named.nth(before).map(|(place, _)| place).ok_or_else(unknown)
        };
        let in_table = |field: &LearnedField| {
            let group = |columns: &Vec<usize>| -> Result<Vec<usize>, DedupeError> {
                columns.iter().map(|column| place_in(*column)).collect()
            };
            let values = field.values.iter().map(group).collect::<Result<_, _>>()?;
            let within = group(&field.within)?;
            Ok(LinkField {
                before_family: field.before_family,
                date_order: field.date_order,
                within,
                ..LinkField::new(field.kind, values)
            })
        };
        self.fields.iter().map(in_table).collect()
    }
}

impl Deduper {
    /// What was learned: to be kept, or to weigh other records with. Not the records, nor how sure is sure enough.
    #[must_use]
    pub fn learned(&self) -> LearnedModel {
        let Learned { m, at_random, lambda, related } = self.scale.model.learned();
        let grades = m.into_iter().zip(at_random);
        let fields = self.scale.fields.iter().zip(grades).map(|(field, (m, at_random))| LearnedField {
            kind: field.kind,
            values: field.values.clone(),
            before_family: field.before_family,
            within: field.within.clone(),
            date_order: field.date_order,
            m,
            at_random,
        });
        LearnedModel {
            v: KNOWN,
            columns: self.columns.clone(),
            fields: fields.collect(),
            lambda,
            related,
            limits: self.limits.above_one().collect(),
            blocks_left_out: self.blocks_left_out,
        }
    }

    /// A table whose records are weighed by what was learned before, of them or of others: nothing is learned, only how
    /// common values are is counted in these records. The same records give the same result.
    ///
    /// Columns are found by their names and hold what they did where it was learned, whatever `config.columns` says.
    ///
    /// # Errors
    /// [`DedupeError::UnknownColumn`] where the table has not all columns that are compared, [`DedupeError::NoModel`] where
    /// no table teaches that; [`DedupeError::Config`] and [`DedupeError::SameId`] as for [`fit`](Self::fit).
    pub fn with_learned(
        learned: &LearnedModel,
        table: &RecordTable,
        config: DeduperConfig,
    ) -> Result<Self, DedupeError> {
        config.check()?;
        learned.check()?;
        let fields = learned.fields_in(table)?;
        let numbers = Learned {
            m: learned.fields.iter().map(|field| field.m.clone()).collect(),
            at_random: learned.fields.iter().map(|field| field.at_random.clone()).collect(),
            lambda: learned.lambda,
            related: learned.related.clone(),
        };
        let model = Model::of_learned(&fields, numbers);
        let mut deduper = Self::of_records(table, fields, config, |_, _| model)?;
        deduper.blocks_left_out = learned.blocks_left_out;
        learned.limits.iter().for_each(|(rule, limit)| deduper.limits.set(*rule, *limit));
        Ok(deduper)
    }
}
