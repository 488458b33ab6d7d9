//! Records as they are compared: each value taken apart once.

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::field::LinkField;
use super::read::Reader;
use super::table::RecordTable;
use super::value::{Said, Value};
use crate::dedupe::compare::{Vocabulary, WordId};
use crate::dedupe::fingerprint;

/// What a record says in one field; of a field with several values it has several.
pub(super) struct FieldValue {
    /// The value as a number: the same for values that are the same however they are written.
    pub(super) fingerprint: u64,
    pub(super) value: Value,
    pub(super) field: u8,
}

/// A record, ready to be compared.
#[derive(Clone, Copy)]
pub(super) struct Record<'r> {
    /// In the order of the fields.
    pub(super) values: &'r [FieldValue],
    /// Where the words of its names stand, and its other texts.
    pub(super) words: &'r [WordId],
    pub(super) text: &'r str,
}

impl<'r> Record<'r> {
    /// Its values with the positions of their fields.
    pub(super) fn said(self) -> impl Iterator<Item = (usize, Said<'r>)> + Clone {
        self.values.iter().map(move |said| (usize::from(said.field), Said { said, record: self }))
    }

    /// What it says, as a number: the same for records that say the same, however they write it.
    pub(super) fn fingerprint(self) -> u64 {
        self.values.iter().fold(0, |all, said| {
            fingerprint::of_two(all, fingerprint::of_two(u64::from(said.field), said.fingerprint))
        })
    }

    /// Its values of a field.
    pub(super) fn of_field(self, field: usize) -> impl Iterator<Item = Said<'r>> + Clone {
        self.said().filter(move |(place, _)| *place == field).map(|(_, said)| said)
    }
}

/// Values and words of records, one after the other.
#[derive(Default)]
pub(super) struct Records {
    values: Vec<FieldValue>,
    words: Vec<WordId>,
    text: String,
    /// Where the values of each record end.
    ends: Vec<usize>,
    /// What each record says, as a number.
    fingerprints: Vec<u64>,
    ids: Vec<CompactString>,
    /// Records that were taken out: they say nothing any more.
    gone: FxHashSet<u32>,
}

impl Records {
    /// Reads the records of a table.
    pub(super) fn read(table: &RecordTable, fields: &[LinkField], vocabulary: &mut Vocabulary<'_>) -> Self {
        let mut records = Self::default();
        for record in 0..table.len() {
            let id = table.id(record).unwrap_or_default();
            records.push(id, fields, vocabulary, |column| table.cell(record, column));
        }
        records
    }

    /// The records in an order that depends on what they say and their ids alone, not on how they came, with where each
    /// was before. Those with one name stand together: most pairs that are compared are neighbours then, and in a cache.
    pub(super) fn by_likeness(&self, fields: &[LinkField]) -> (Self, Vec<usize>) {
        let name = fields.iter().position(|field| field.kind.is_name());
        let key = |record: u32| {
            let named = name.and_then(|name| self.get(record).of_field(name).next());
            (named.map_or(0, Said::fingerprint), self.fingerprint(record))
        };
        let mut keyed: Vec<((u64, u64), u32)> =
            (0..self.len() as u32).map(|record| (key(record), record)).collect();
        keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.id(a.1).cmp(self.id(b.1))));
        let order: Vec<u32> = keyed.into_iter().map(|(_, record)| record).collect();
        (self.in_order(&order), order.into_iter().map(|record| record as usize).collect())
    }

    /// Reads one more record.
    pub(super) fn push<'c>(
        &mut self,
        id: &str,
        fields: &[LinkField],
        vocabulary: &mut Vocabulary<'_>,
        cell: impl Fn(usize) -> &'c str,
    ) {
        let mut reader = Reader { vocabulary, words: &mut self.words, text: &mut self.text };
        for (place, field) in (0_u8..).zip(fields) {
            reader.read_all(field, &cell, |(value, fingerprint)| {
                self.values.push(FieldValue { fingerprint, value, field: place });
            });
        }
        self.ends.push(self.values.len());
        self.fingerprints.push(self.get(self.ends.len() as u32 - 1).fingerprint());
        self.ids.push(id.into());
    }

    /// The same records in another order.
    pub(super) fn in_order(&self, order: &[u32]) -> Self {
        let mut records = Self::default();
        for from in order {
            let record = self.get(*from);
            for said in record.values {
                let value = said.value.moved(record, &mut records.words, &mut records.text);
                records.values.push(FieldValue { fingerprint: said.fingerprint, value, field: said.field });
            }
            records.ends.push(records.values.len());
            records.fingerprints.push(self.fingerprint(*from));
            records.ids.push(self.id(*from).into());
        }
        records
    }

    /// By fingerprint, the first of the records that say the same. Those that say nothing are left out.
    pub(super) fn first_with(&self) -> FxHashMap<u64, u32> {
        let mut first: FxHashMap<u64, u32> = FxHashMap::default();
        for record in (0..self.len() as u32).filter(|record| !self.get(*record).values.is_empty()) {
            first.entry(self.fingerprint(record)).or_insert(record);
        }
        first
    }

    /// Takes a record out: its place stays, and says nothing.
    pub(super) fn remove(&mut self, record: u32) {
        self.gone.insert(record);
    }

    pub(super) fn is_present(&self, record: u32) -> bool {
        self.gone.is_empty() || !self.gone.contains(&record)
    }

    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, record: u32) -> Record<'_> {
        let end_of = |record: usize| self.ends.get(record).copied().unwrap_or(self.values.len());
        let place = record as usize;
        let start = place.checked_sub(1).map_or(0, end_of);
        let is_gone = !self.gone.is_empty() && self.gone.contains(&record);
        let values = if is_gone { None } else { self.values.get(start..end_of(place)) }.unwrap_or_default();
        Record { values, words: &self.words, text: &self.text }
    }

    pub(super) fn id(&self, record: u32) -> &str {
        self.ids.get(record as usize).map_or("", CompactString::as_str)
    }

    pub(super) fn fingerprint(&self, record: u32) -> u64 {
        self.fingerprints.get(record as usize).copied().unwrap_or_default()
    }
}
