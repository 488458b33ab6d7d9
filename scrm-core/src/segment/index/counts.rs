//! How many customers each clause of a segment has.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::SegmentIndex;
use super::plan::Asked;
use crate::segment::Joint;
use crate::segment::syntax::Expression;
use crate::segment::term::Test;

/// A clause of an expression, and how many customers it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CountedClause {
    /// The clause.
    pub text: String,
    /// Customers for whom it holds.
    pub holds: usize,
    /// Customers for whom it does not.
    pub fails: usize,
    /// Customers of whom something that it asks is not known.
    pub unknown: usize,
    /// As a part of a clause all of whose parts have to hold: in which place it is asked, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<usize>,
    /// As such a part: how many it takes away from those whom the parts before it left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removes: Option<usize>,
    /// How the parts are joined; nothing where the clause has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_by: Option<Joint>,
    /// Its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Self>,
}

pub(super) fn explain(
    index: &SegmentIndex,
    expression: &Expression,
    test: &Test,
    now: DateTime<Utc>,
) -> CountedClause {
    let (joined_by, mut parts) = match (expression, test) {
        (Expression::All { of }, Test::All(tests)) => (Some(Joint::All), each(index, of, tests, now)),
        (Expression::Any { of }, Test::Any(tests)) => (Some(Joint::Any), each(index, of, tests, now)),
        (Expression::Not { of }, Test::Not(test)) => (Some(Joint::Not), vec![explain(index, of, test, now)]),
        _ => (None, Vec::new()),
    };
    if let Test::All(tests) = test {
        follow(index, tests, &mut parts, now);
    }
    let count = |wanted| index.count_where(&index.planner(now).plan(test, wanted), now);
    let (holds, fails) = (count(true), count(false));
    let unknown = index.len().saturating_sub(holds + fails);
    CountedClause {
        text: expression.to_string(),
        holds,
        fails,
        unknown,
        asked: None,
        removes: None,
        joined_by,
        parts,
    }
}

fn each(index: &SegmentIndex, of: &[Expression], tests: &[Test], now: DateTime<Utc>) -> Vec<CountedClause> {
    of.iter().zip(tests).map(|(part, test)| explain(index, part, test, now)).collect()
}

/// Says in which order parts are asked, and whom each takes away.
fn follow(index: &SegmentIndex, tests: &[Test], parts: &mut [CountedClause], now: DateTime<Utc>) {
    let asked = Asked { schema: &index.schema, now };
    let steps = tests.iter().map(|test| index.planner(now).plan(test, true));
    let mut steps: Vec<_> = steps.enumerate().collect();
    super::plan::put_in_order(&mut steps, |(_, step)| step, true, &asked, &index.present);
    let mut left = index.present.clone();
    for (place, (part, step)) in steps.into_iter().enumerate() {
        let before = left.count();
        left = step.selected(&asked, &left);
        if let Some(part) = parts.get_mut(part) {
            part.asked = Some(place);
            part.removes = Some(before.saturating_sub(left.count()));
        }
    }
}
