//! How alike two records are, field by field.

use super::field::LinkField;
use super::record::Record;
use super::value::Level;
use crate::dedupe::compare::Vocabulary;

/// Fields that are compared; columns that would make more are left out.
pub(super) const MOST_FIELDS: usize = 16;

const BITS: usize = 4;
const NOTHING: u64 = (1 << BITS) - 1;

/// The grades of a pair, by field; nothing where one of the two says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Pattern(u64);

impl Pattern {
    /// Of records that say nothing.
    pub(super) const NOTHING: Self = Self(u64::MAX);

    /// Compares two records: a field is as alike as the two values are that are most alike.
    pub(super) fn of(
        fields: &[LinkField],
        vocabulary: &Vocabulary<'_>,
        left: Record<'_>,
        right: Record<'_>,
    ) -> Self {
        let mut pattern = Self::NOTHING;
        // Both are in the order of the fields.
        let mut rest = right.values;
        for (place, said) in left.said() {
            let skipped = rest.iter().take_while(|other| usize::from(other.field) < place).count();
            rest = rest.get(skipped..).unwrap_or_default();
            let Some(field) = fields.get(place) else { continue };
            let others = Record { values: rest, ..right }.said().take_while(|(other, _)| *other == place);
            for (_, other) in others {
                if let Some(level) = said.level(other, field.kind, vocabulary) {
                    pattern.add(place, level);
                }
            }
        }
        pattern
    }

    /// The grade of a field.
    pub(super) const fn get(self, field: usize) -> Option<Level> {
        let level = (self.0 >> (field * BITS)) & NOTHING;
        if level == NOTHING { None } else { Some(level as Level) }
    }

    /// Sets a grade unless it has a better one.
    fn add(&mut self, field: usize, level: Level) {
        let shift = field * BITS;
        let present = (self.0 >> shift) & NOTHING;
        let level = present.min(u64::from(level));
        self.0 = self.0 & !(NOTHING << shift) | level << shift;
    }
}
