//! How common values are: to share a rare one says more than to share a common one.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::blocking::Pair;
use super::field::{FieldKind, LinkField};
use super::model::{Grades, Model};
use super::value::{Level, Value, Values};

/// Bits by which rarity moves a field's weight at most.
const MOST_BITS: f64 = 6.0;
/// The grade of names that have words in common and others that they have not.
const SOME_WORDS: Level = 3;

/// By field: the shares of records that have a value, or a word.
pub(super) struct Rarity {
    fields: Vec<Shares>,
}

#[derive(Default)]
struct Shares {
    /// By record: of its whole value.
    whole: Vec<f64>,
    words: FxHashMap<CompactString, f64>,
}

impl Rarity {
    pub(super) fn of(fields: &[LinkField], records: &[Vec<Values>]) -> Self {
        let fields = fields.iter().enumerate().map(|(place, field)| match field.kind {
            FieldKind::PersonName | FieldKind::CompanyName | FieldKind::Place | FieldKind::Category => {
                Shares::of(place, records)
            }
            _ => Shares::default(),
        });
        Self { fields: fields.collect() }
    }

    /// What the rarity of the values that agree adds, by field, in bits: the model's weight is that of a usual value.
    pub(super) fn weights<'r>(
        &'r self,
        model: &'r Model,
        records: &'r [Vec<Values>],
        (first, second): Pair,
        grades: &'r Grades,
    ) -> impl Iterator<Item = f64> + 'r {
        self.fields.iter().zip(grades).enumerate().map(move |(field, (shares, grade))| {
            let share = match *grade {
                Some(0) => shares.of_whole(first, second),
                Some(SOME_WORDS) => shares.of_words(field, records, first, second),
                _ => None,
            };
            let (Some(share), Some(grade)) = (share, *grade) else { return 0.0 };
            (model.at_random(field, grade) / share).log2().clamp(-MOST_BITS, MOST_BITS)
        })
    }
}

impl Shares {
    fn of(place: usize, records: &[Vec<Values>]) -> Self {
        let sounds = |record: &Vec<Values>| -> Option<Vec<CompactString>> {
            match record.get(place)?.first()? {
                Value::Text(text) => Some(vec![text.clone()]),
                Value::Name(name) => {
                    let mut sounds: Vec<_> = name.sounds().collect();
                    sounds.sort_unstable();
                    Some(sounds)
                }
                _ => None,
            }
        };
        let values: Vec<Option<Vec<CompactString>>> = records.iter().map(sounds).collect();
        let mut whole: FxHashMap<&[CompactString], f64> = FxHashMap::default();
        let mut words: FxHashMap<CompactString, f64> = FxHashMap::default();
        for value in values.iter().flatten() {
            *whole.entry(value).or_default() += 1.0;
            value.iter().for_each(|word| *words.entry(word.clone()).or_default() += 1.0);
        }
        let present = values.iter().flatten().count().max(1) as f64;
        words.values_mut().for_each(|count| *count /= present);
        let share = |value: &Option<Vec<CompactString>>| {
            value.as_deref().and_then(|value| whole.get(value)).map_or(1.0, |count| count / present)
        };
        let whole = values.iter().map(share).collect();
        Self { whole, words }
    }

    fn of_whole(&self, first: u32, second: u32) -> Option<f64> {
        Some(self.whole.get(first as usize)?.max(*self.whole.get(second as usize)?))
    }

    /// The share of records that have the rarest word that both have.
    fn of_words(&self, field: usize, records: &[Vec<Values>], first: u32, second: u32) -> Option<f64> {
        let value = |record: u32| records.get(record as usize)?.get(field)?.first();
        let (Some(Value::Name(left)), Some(Value::Name(right))) = (value(first), value(second)) else {
            return None;
        };
        let shares = left.shared(right).filter_map(|word| self.words.get(&word).copied());
        shares.min_by(f64::total_cmp)
    }
}
