//! How common values are: to share a rare one says more than to share a common one.

use rustc_hash::FxHashMap;

use super::field::{FieldKind, LinkField, RarityRule};
use super::model::Model;
use super::record::Record;
use super::value::{Level, Said, Value};
use crate::dedupe::compare::Vocabulary;

/// Bits by which rarity moves a field's weight at most.
const MOST_BITS: f64 = 6.0;
/// The grades of names that have words in common and others that they have not.
const SOME_WORDS: [Level; 3] = [3, 4, 5];
/// That a value is as common as usual counts like so many records at least, and like all that there are.
const EXPECTATION: f64 = 300.0;

/// By field: how many records have a value, or a word.
#[derive(Default)]
pub(super) struct Rarity {
    fields: Vec<Counts>,
    /// How often records that say the same were counted, by their fingerprint: what is written down twice is no second
    /// person who shares a number.
    met: FxHashMap<u64, u32>,
}

#[derive(Default)]
struct Counts {
    kind: Option<FieldKind>,
    /// Records that say something here.
    present: u32,
    /// By the number of the value.
    values: FxHashMap<u64, u32>,
    /// By the sound of a word.
    words: FxHashMap<u64, u32>,
}

impl Rarity {
    pub(super) fn of(fields: &[LinkField]) -> Self {
        let counts = |field: &LinkField| Counts { kind: Some(field.kind), ..Counts::default() };
        Self { fields: fields.iter().map(counts).collect(), met: FxHashMap::default() }
    }

    /// Counts what a record says.
    pub(super) fn add(&mut self, record: Record<'_>, vocabulary: &Vocabulary<'_>) {
        let times = self.met.entry(record.fingerprint()).or_default();
        *times += 1;
        let is_repeated = *times > 1;
        self.count(record, vocabulary, is_repeated, |count| *count += 1);
    }

    /// Forgets what a record says.
    pub(super) fn remove(&mut self, record: Record<'_>, vocabulary: &Vocabulary<'_>) {
        let times = self.met.entry(record.fingerprint()).or_default();
        *times = times.saturating_sub(1);
        let is_repeated = *times > 0;
        self.count(record, vocabulary, is_repeated, |count| *count = count.saturating_sub(1));
    }

    /// Whether a record that says so is counted.
    pub(super) fn has_met(&self, fingerprint: u64) -> bool {
        self.met.get(&fingerprint).is_some_and(|times| *times > 0)
    }

    fn count(
        &mut self,
        record: Record<'_>,
        vocabulary: &Vocabulary<'_>,
        is_repeated: bool,
        change: impl Fn(&mut u32),
    ) {
        for (place, said) in record.said() {
            let Some(counts) = self.fields.get_mut(place) else { continue };
            if is_repeated && counts.is_own() {
                continue;
            }
            change(&mut counts.present);
            change(counts.values.entry(said.fingerprint()).or_default());
            if let Value::Name(words) = &said.said.value {
                for word in words.of(record) {
                    change(counts.words.entry(vocabulary.word(*word).heard()).or_default());
                }
            }
        }
    }

    /// The most that rarity adds to a pair, in bits.
    pub(super) fn most(&self) -> f64 {
        MOST_BITS * self.fields.len() as f64
    }
}

impl Counts {
    fn is_own(&self) -> bool {
        self.kind.map(FieldKind::rarity) == Some(RarityRule::Own)
    }
}

/// Counts, and a record that is not counted in them and is to be.
#[derive(Clone, Copy)]
pub(super) struct Counted<'c> {
    pub(super) rarity: &'c Rarity,
    pub(super) newcomer: Option<Record<'c>>,
    pub(super) vocabulary: &'c Vocabulary<'c>,
}

impl Counted<'_> {
    /// What the rarity of the values that agree adds to a field's weight, in bits: the model's weight is that of a usual
    /// value.
    pub(super) fn weight(
        &self,
        model: &Model,
        (left, right): (Record<'_>, Record<'_>),
        field: usize,
        level: Level,
    ) -> f64 {
        let Some(counts) = self.rarity.fields.get(field) else { return 0.0 };
        let usual = model.at_random(field, level);
        let field = FieldCounts { counts, counted: self, field };
        let share = match (level, counts.kind.map(FieldKind::rarity)) {
            (0, Some(RarityRule::Shared)) => field.of_value(left, right),
            (0, Some(RarityRule::Own)) => field.of_others(left, right, usual),
            (level, Some(RarityRule::Shared)) if SOME_WORDS.contains(&level) => field.of_words(left, right),
            _ => None,
        };
        share.map_or(0.0, |share| (usual / share).log2().clamp(-MOST_BITS, MOST_BITS))
    }
}

/// The counts of one field.
struct FieldCounts<'c> {
    counts: &'c Counts,
    counted: &'c Counted<'c>,
    field: usize,
}

impl FieldCounts<'_> {
    /// The share of records that have the value, the more common of two.
    fn of_value(&self, left: Record<'_>, right: Record<'_>) -> Option<f64> {
        let said = left.of_field(self.field).chain(right.of_field(self.field));
        let most = said.map(|said| self.count_of(said)).max()?;
        Some(f64::from(most.max(1)) / f64::from(self.present().max(1)))
    }

    /// The share of other records that have the rarest value that the two share, as far as can be said: none is not
    /// never, but as usual.
    fn of_others(&self, left: Record<'_>, right: Record<'_>, usual: f64) -> Option<f64> {
        let is_shared = |said: &Said<'_>| {
            right.of_field(self.field).any(|other| other.fingerprint() == said.fingerprint())
        };
        let shared = left.of_field(self.field).filter(is_shared);
        let rarest = shared.map(|said| self.count_of(said)).min()?;
        let (others, present) = (f64::from(rarest.saturating_sub(2)), f64::from(self.present()));
        let weight = present.max(EXPECTATION);
        Some((others + usual * weight) / (present + weight))
    }

    /// The share of records that have the rarest word that both have.
    fn of_words(&self, left: Record<'_>, right: Record<'_>) -> Option<f64> {
        let (left_said, right_said) = (left.of_field(self.field).next()?, right.of_field(self.field).next()?);
        let (Value::Name(words), Value::Name(other_words)) = (&left_said.said.value, &right_said.said.value)
        else {
            return None;
        };
        let others = other_words.of(right);
        let shared = words.of(left).iter().filter(|word| others.contains(word));
        let full = shared.map(|word| self.counted.vocabulary.word(*word)).filter(|word| word.is_full());
        let rarest = full.map(|word| self.count_of_word(word.heard())).filter(|count| *count > 0).min()?;
        Some(f64::from(rarest) / f64::from(self.present().max(1)))
    }

    fn of_newcomer(&self) -> impl Iterator<Item = Said<'_>> + '_ {
        let is_repeated =
            |record: &Record<'_>| self.counts.is_own() && self.counted.rarity.has_met(record.fingerprint());
        let newcomer = self.counted.newcomer.filter(|record| !is_repeated(record));
        newcomer.into_iter().flat_map(|record| record.of_field(self.field))
    }

    fn present(&self) -> u32 {
        self.counts.present + self.of_newcomer().count() as u32
    }

    fn count_of(&self, said: Said<'_>) -> u32 {
        let known = self.counts.values.get(&said.fingerprint()).copied().unwrap_or(0);
        let new = self.of_newcomer().filter(|other| other.fingerprint() == said.fingerprint()).count();
        (known + new as u32).max(1)
    }

    fn count_of_word(&self, heard: u64) -> u32 {
        let known = self.counts.words.get(&heard).copied().unwrap_or(0);
        let Some(record) = self.counted.newcomer else { return known };
        let words = self.of_newcomer().filter_map(|said| match &said.said.value {
            Value::Name(words) => Some(words.of(record)),
            _ => None,
        });
        let new =
            words.flatten().filter(|word| self.counted.vocabulary.word(**word).heard() == heard).count();
        known + new as u32
    }
}
