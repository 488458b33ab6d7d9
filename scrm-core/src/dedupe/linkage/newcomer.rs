//! One record at a time: taken in, taken out, asked for.

use serde::{Deserialize, Serialize};

use super::config::LinkVerdict;
use super::deduper::Deduper;
use super::index::KeyIndex;
use super::model::probability;
use super::record::{Record, Records};
use super::scale::Weighing;
use super::table::RecordTable;
use crate::dedupe::DedupeError;
use crate::dedupe::compare::Vocabulary;

/// A record that may be the one that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Match {
    /// Its id.
    pub id: String,
    /// How probably the two are one person, from 0 to 1.
    pub probability: f64,
    /// What is decided.
    pub verdict: LinkVerdict,
}

/// A record by its id, or by what it says: pairs of a column's name and a cell.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'s> {
    /// A record that is known.
    Known(&'s str),
    /// Any record.
    Said(&'s [(&'s str, &'s str)]),
}

impl Deduper {
    /// Takes a record in, as a table would have held it. What was learned stays as it is; fit anew once the records have
    /// changed by much. Columns that are not known are left out. Time O(keys).
    ///
    /// ```
    /// use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, RecordTable};
    /// let mut table = RecordTable::new(["name", "phone"]);
    /// table.push("a", ["Anna Walker", "+44 7400 123456"]);
    /// let mut deduper = Deduper::fit(&table, DeduperConfig::default())?;
    /// deduper.add("b", &[("name", "Omar Haddad"), ("phone", "+971 50 123 4567")])?;
    /// assert_eq!(deduper.query(&[("name", "haddad, omar"), ("phone", "0501234567")], None)[0].id, "b");
    /// # Ok::<(), scrm_core::dedupe::DedupeError>(())
    /// ```
    ///
    /// # Errors
    /// [`DedupeError::SameId`] where there is a record of this id.
    pub fn add(&mut self, id: &str, said: &[(&str, &str)]) -> Result<(), DedupeError> {
        let place = self.places.len();
        if self.by_id.contains_key(id) {
            return Err(DedupeError::SameId { record: place });
        }
        let table = self.table_of(id, said);
        let (scale, record) = (&mut self.scale, self.records.len() as u32);
        let cell = |column: usize| table.cell(0, column);
        self.records.push(id, &scale.fields, &mut scale.vocabulary, cell);
        scale.rarity.add(self.records.get(record), &scale.vocabulary);
        self.by_id.insert(id.into(), record);
        self.places.push(place);
        if let Some(index) = self.index.get_mut() {
            index.add(&self.scale, record, self.records.get(record), &self.limits);
        }
        if let Some(first) = self.first_with.get_mut() {
            first.entry(self.records.fingerprint(record)).or_insert(record);
        }
        self.scored.take();
        Ok(())
    }

    /// Takes a record out. Whether there was one.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(record) = self.by_id.remove(id) else { return false };
        self.scale.rarity.remove(self.records.get(record), &self.scale.vocabulary);
        self.records.remove(record);
        self.forget_as_first(record);
        self.scored.take();
        true
    }

    /// Of records that say the same another becomes the first, once it is asked for.
    fn forget_as_first(&mut self, record: u32) {
        let fingerprint = self.records.fingerprint(record);
        let Some(first) = self.first_with.get_mut() else { return };
        if first.get(&fingerprint) != Some(&record) {
            return;
        }
        first.remove(&fingerprint);
        if self.scale.rarity.has_met(fingerprint) {
            self.first_with.take();
        }
    }

    /// The records that may be one with a record that is not among them: those of at least a probability, that of review
    /// where none is given, the most probable first. The same as the pairs of a table that held it.
    ///
    /// The first call, and the first after [`fit`](Self::fit), sorts the keys of all records; time O(keys) then, and the
    /// candidates that share one.
    #[must_use]
    pub fn query(&self, said: &[(&str, &str)], threshold: Option<f64>) -> Vec<Match> {
        let least = threshold.unwrap_or(self.config.review);
        self.with_newcomer(said, |weighing, newcomer| {
            let index = self.index.get_or_init(|| KeyIndex::of(&self.scale, &self.records, &self.limits));
            let present = |record: u32| self.records.is_present(record);
            let mut candidates = index.candidates(weighing, newcomer, &self.limits, present);
            // Those who say the same may be too many to share a key that is looked up.
            let first = self.first_with.get_or_init(|| self.records.first_with());
            let same =
                first.get(&newcomer.fingerprint()).filter(|same| candidates.binary_search(same).is_err());
            candidates.extend(same);
            let odds = |record: u32| weighing.odds(self.records.get(record), newcomer);
            let mut found: Vec<(f64, u32)> =
                candidates.into_iter().map(|record| (odds(record), record)).collect();
            found.retain(|(odds, _)| probability(*odds) >= least);
            found.sort_unstable_by(|a, b| {
                b.0.total_cmp(&a.0).then_with(|| self.place(a.1).cmp(&self.place(b.1)))
            });
            let matched = |(odds, record): (f64, u32)| {
                let probability = probability(odds);
                let verdict = self.config.verdict(probability);
                Match { id: self.records.id(record).to_owned(), probability, verdict }
            };
            found.into_iter().map(matched).collect()
        })
    }

    /// How probably two records are one person, whether or not they share a key.
    ///
    /// # Errors
    /// [`DedupeError::UnknownRecord`] where no record has an id that is named.
    pub fn score(&self, first: Subject<'_>, second: Subject<'_>) -> Result<f64, DedupeError> {
        self.with_two(first, second, |weighing, first, second| probability(weighing.odds(first, second)))
    }

    /// Does something with two records.
    pub(super) fn with_two<T>(
        &self,
        first: Subject<'_>,
        second: Subject<'_>,
        then: impl FnOnce(Weighing<'_>, Record<'_>, Record<'_>) -> T,
    ) -> Result<T, DedupeError> {
        let known = |id: &str, field| self.record(id).ok_or(DedupeError::UnknownRecord { field });
        Ok(match (first, second) {
            (Subject::Known(first), Subject::Known(second)) => {
                let (first, second) = (known(first, "first")?, known(second, "second")?);
                then(self.scale.weighing(), self.records.get(first), self.records.get(second))
            }
            (Subject::Known(first), Subject::Said(second)) => {
                let first = known(first, "first")?;
                self.with_newcomer(second, |weighing, second| then(weighing, self.records.get(first), second))
            }
            (Subject::Said(first), Subject::Known(second)) => {
                let second = known(second, "second")?;
                self.with_newcomer(first, |weighing, first| then(weighing, first, self.records.get(second)))
            }
            (Subject::Said(first), Subject::Said(second)) => {
                let mut vocabulary = Vocabulary::on(&self.scale.vocabulary);
                let first = self.read(first, &mut vocabulary);
                let second = self.read(second, &mut vocabulary);
                let weighing = Weighing { scale: &self.scale, vocabulary: &vocabulary, newcomer: None };
                then(weighing, first.get(0), second.get(0))
            }
        })
    }

    /// Does something with a record that is not among the others.
    fn with_newcomer<T>(&self, said: &[(&str, &str)], then: impl FnOnce(Weighing<'_>, Record<'_>) -> T) -> T {
        let mut vocabulary = Vocabulary::on(&self.scale.vocabulary);
        let records = self.read(said, &mut vocabulary);
        let newcomer = records.get(0);
        then(Weighing { scale: &self.scale, vocabulary: &vocabulary, newcomer: Some(newcomer) }, newcomer)
    }

    fn read(&self, said: &[(&str, &str)], vocabulary: &mut Vocabulary<'_>) -> Records {
        Records::read(&self.table_of("", said), &self.scale.fields, vocabulary)
    }

    /// A table of one record.
    fn table_of(&self, id: &str, said: &[(&str, &str)]) -> RecordTable {
        let mut table = RecordTable::new(self.columns.iter().cloned());
        table.push_said(id, said);
        table
    }
}
