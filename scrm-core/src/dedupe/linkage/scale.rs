//! What two records are weighed on.

use super::blocking::{Blocking, Pair};
use super::field::{FieldKind, LinkField};
use super::model::{Model, probability};
use super::pattern::Pattern;
use super::rarity::{Counted, Rarity};
use super::record::{Record, Records};
use crate::dedupe::compare::Vocabulary;

/// Pairs of lower odds, in bits, are two people beyond doubt.
pub(super) const LEAST_KEPT: f64 = -10.0;

/// What was learned of a table: enough to weigh any two records.
pub(super) struct Scale {
    pub(super) fields: Vec<LinkField>,
    pub(super) model: Model,
    pub(super) rarity: Rarity,
    pub(super) vocabulary: Vocabulary<'static>,
}

impl Scale {
    /// For records that are counted.
    pub(super) const fn weighing(&self) -> Weighing<'_> {
        Weighing { scale: self, vocabulary: &self.vocabulary, newcomer: None }
    }

    pub(super) fn blocking<'s>(&'s self, records: &'s Records) -> Blocking<'s> {
        Blocking { fields: &self.fields, vocabulary: &self.vocabulary, records }
    }
}

/// Weighs records.
#[derive(Clone, Copy)]
pub(super) struct Weighing<'s> {
    pub(super) scale: &'s Scale,
    /// Where the words of the records stand.
    pub(super) vocabulary: &'s Vocabulary<'s>,
    /// A record that is not counted yet and is to be weighed as if it were.
    pub(super) newcomer: Option<Record<'s>>,
}

impl Weighing<'_> {
    pub(super) fn pattern(&self, left: Record<'_>, right: Record<'_>) -> Pattern {
        Pattern::of(&self.scale.fields, self.vocabulary, left, right)
    }

    /// The odds that two records are one person, in bits; minus infinity where that is ruled out.
    pub(super) fn odds(&self, left: Record<'_>, right: Record<'_>) -> f64 {
        self.odds_of(left, right, self.pattern(left, right))
    }

    /// The same of records whose pattern is known.
    pub(super) fn odds_of(&self, left: Record<'_>, right: Record<'_>, pattern: Pattern) -> f64 {
        if self.rules_out(pattern) {
            return f64::NEG_INFINITY;
        }
        let usual = self.scale.model.odds(pattern, |_, _| 0.0);
        if usual + self.scale.rarity.most() < LEAST_KEPT {
            return usual;
        }
        self.scale.model.odds(pattern, |field, level| self.rarity((left, right), field, level))
    }

    /// What the rarity of what two records share in a field adds to its weight, in bits.
    pub(super) fn rarity(&self, pair: (Record<'_>, Record<'_>), field: usize, level: u8) -> f64 {
        let counted =
            Counted { rarity: &self.scale.rarity, newcomer: self.newcomer, vocabulary: self.vocabulary };
        counted.weight(&self.scale.model, pair, field, level)
    }

    /// Whether two customer numbers of one system differ.
    fn rules_out(&self, pattern: Pattern) -> bool {
        self.scale.fields.iter().enumerate().any(|(place, field)| {
            field.kind == FieldKind::SystemId && pattern.get(place) == Some(field.kind.contradiction())
        })
    }

    /// Whether two records are known to be two people, though not beyond doubt: what one person has one of is another,
    /// and the rest does not outweigh it.
    pub(super) fn are_two(&self, left: Record<'_>, right: Record<'_>, threshold: f64) -> bool {
        let pattern = self.pattern(left, right);
        let contradicts = |(place, field): (usize, &LinkField)| {
            field.kind.is_one_for_each() && pattern.get(place) == Some(field.kind.contradiction())
        };
        let odds = self.odds_of(left, right, pattern);
        odds < LEAST_KEPT || odds < threshold && self.scale.fields.iter().enumerate().any(contradicts)
    }

    /// How probably a pair is one person.
    pub(super) fn probability_of(&self, records: &Records, (left, right): Pair) -> f64 {
        probability(self.odds(records.get(left), records.get(right)))
    }

    pub(super) fn pattern_of(&self, records: &Records, (left, right): Pair) -> Pattern {
        self.pattern(records.get(left), records.get(right))
    }
}
