//! What somebody else holds of customers, as an index asks it.

use chrono::{DateTime, Utc};

use super::facts::{KnownFacts, Values};
use super::plan::{Asked, Planner};
use super::rows::RowSet;
use crate::foundation::TagId;
use crate::segment::schema::SegmentSchema;
use crate::segment::term::{Attribute, Test};
use crate::value::RfmClass;

/// Facts of so many customers, without ids.
#[derive(Clone, Debug)]
pub(in crate::segment) struct Holding {
    schema: SegmentSchema,
    known: KnownFacts,
    present: RowSet,
    rows: usize,
}

impl Holding {
    pub(in crate::segment) fn new(schema: &SegmentSchema, rows: usize) -> Self {
        let mut present = RowSet::default();
        (0..rows).for_each(|row| present.set(row, true));
        Self { schema: schema.clone(), known: KnownFacts::new(schema), present, rows }
    }

    /// The values of something, to be written.
    pub(in crate::segment) fn values(&mut self, attribute: &Attribute) -> Option<&mut Values> {
        self.known.values_mut(attribute)
    }

    pub(in crate::segment) fn set_tag(&mut self, row: usize, tag: &TagId) {
        self.known.set_tag(row, tag);
    }

    pub(in crate::segment) fn set_class(&mut self, row: usize, class: RfmClass) {
        self.known.classes.give(row, class);
    }

    /// For each row whether a condition holds.
    pub(in crate::segment) fn answers(&self, test: &Test, now: DateTime<Utc>) -> Vec<Option<bool>> {
        let planner = Planner { schema: &self.schema, known: &self.known, rows: self.rows, now };
        let asked = Asked { schema: &self.schema, now };
        let mut answers = vec![None; self.rows];
        for wanted in [true, false] {
            let mut step = planner.plan(test, wanted);
            step.put_in_order(&asked, &self.present);
            for row in step.selected(&asked, &self.present).rows() {
                if let Some(answer) = answers.get_mut(row) {
                    *answer = Some(wanted);
                }
            }
        }
        answers
    }
}
