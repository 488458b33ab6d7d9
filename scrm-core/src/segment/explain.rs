//! Why a customer is in a segment or out of it.

use serde::{Deserialize, Serialize};

use super::evaluate::{Evaluation, Facts};
use super::syntax::Expression;
use super::term::Test;

/// A clause of an expression, and what came of it for one customer. It holds what the author wrote, and nothing of the
/// customer's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedClause {
    /// The clause.
    pub text: String,
    /// Whether it holds; nothing where something that it asks is not known of the customer.
    pub holds: Option<bool>,
    /// How the parts are joined; nothing where the clause has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_by: Option<Joint>,
    /// Its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Self>,
}

/// How the parts of a clause are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Joint {
    /// All of them have to hold.
    All,
    /// One of them has to hold.
    Any,
    /// It must not hold.
    Not,
}

impl ExplainedClause {
    /// The smallest clauses that decide: those by which the customer is in, or those that would have to change for it to be.
    pub fn deciding(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        if self.parts.is_empty() {
            return Box::new(std::iter::once(self));
        }
        let counts = |part: &&Self| match self.joined_by {
            Some(Joint::All) => self.holds == Some(true) || part.holds != Some(true),
            Some(Joint::Any) => self.holds != Some(true) || part.holds == Some(true),
            Some(Joint::Not) | None => true,
        };
        Box::new(self.parts.iter().filter(counts).flat_map(Self::deciding))
    }
}

pub(super) fn explain<F: Facts>(
    expression: &Expression,
    test: &Test,
    evaluation: &Evaluation<'_, F>,
) -> ExplainedClause {
    let (joined_by, parts) = match (expression, test) {
        (Expression::All { of }, Test::All(tests)) => (Some(Joint::All), each(of, tests, evaluation)),
        (Expression::Any { of }, Test::Any(tests)) => (Some(Joint::Any), each(of, tests, evaluation)),
        (Expression::Not { of }, Test::Not(test)) => (Some(Joint::Not), vec![explain(of, test, evaluation)]),
        _ => (None, Vec::new()),
    };
    ExplainedClause { text: expression.to_string(), holds: test.holds(evaluation), joined_by, parts }
}

fn each<F: Facts>(of: &[Expression], tests: &[Test], evaluation: &Evaluation<'_, F>) -> Vec<ExplainedClause> {
    of.iter().zip(tests).map(|(part, test)| explain(part, test, evaluation)).collect()
}
