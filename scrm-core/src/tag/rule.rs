//! A rule that a record answers by itself: a typed condition, or an expression about its fields.

use chrono::{DateTime, Utc};

use super::condition::{Condition, Dependencies, Facts};
use crate::segment::{NO_HISTORY, Segment};

/// When the engine sets a tag, as far as a record, and what just happened, say.
#[derive(Debug)]
pub(super) enum Rule {
    Condition(Condition),
    /// An expression that reads nothing but fields.
    Expression(Segment),
}

impl Rule {
    pub(super) fn dependencies(&self) -> Dependencies {
        match self {
            Self::Condition(condition) => condition.dependencies(),
            Self::Expression(expression) => {
                Dependencies { fields: expression.reads().fields(), ..Dependencies::default() }
            }
        }
    }

    /// Whether it holds; `None` where an amount of a condition cannot be converted and decides. An expression is answered
    /// always: where nobody knows, it does not hold.
    pub(super) fn holds(&self, facts: &Facts<'_>) -> Option<bool> {
        match self {
            Self::Condition(condition) => condition.holds(facts),
            Self::Expression(expression) => Some(expression.contains(facts.customer, &NO_HISTORY, facts.now)),
        }
    }

    /// The first instant after now at which passing time alone changes the answer.
    pub(super) fn changes_at(&self, facts: &Facts<'_>) -> Option<DateTime<Utc>> {
        match self {
            Self::Condition(condition) => condition.changes_at(facts),
            Self::Expression(_) => None,
        }
    }
}
