//! Conditions out of conditions, and the pieces of a tree.

use scrm_core::segment::{Comparison, Expression};

use super::RandomSegments;
use crate::SeededRandom;

/// Writes one expression.
pub(super) struct Writer<'s> {
    pub(super) of: &'s RandomSegments,
    pub(super) random: SeededRandom,
}

impl Writer<'_> {
    /// A condition, at most so many levels deep.
    pub(super) fn condition(&mut self, depth: usize) -> Expression {
        if depth == 0 {
            return self.clause();
        }
        match self.random.below(8) {
            0..3 => {
                let of = self.parts(depth, |part| !matches!(part, Expression::All { .. }));
                Expression::All { of }
            }
            3..6 => {
                let of = self.parts(depth, |part| !matches!(part, Expression::Any { .. }));
                Expression::Any { of }
            }
            6 => Expression::Not { of: Box::new(self.condition(depth - 1)) },
            _ => self.clause(),
        }
    }

    /// Two or more parts; a chain within a chain of its own kind would be written as one.
    fn parts(&mut self, depth: usize, may_stand: impl Fn(&Expression) -> bool) -> Vec<Expression> {
        let count = 2 + self.random.below(2);
        (0..count)
            .map(|_| {
                let part = self.condition(depth - 1);
                if may_stand(&part) { part } else { self.clause() }
            })
            .collect()
    }

    pub(super) fn comparison(&mut self) -> Comparison {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
        self.random.pick(&[Equal, NotEqual, Less, AtMost, Greater, AtLeast]).copied().unwrap_or(Equal)
    }

    pub(super) fn is_or_is_not(&mut self) -> Comparison {
        if self.random.happens(0.6) { Comparison::Equal } else { Comparison::NotEqual }
    }
}

pub(super) fn name(name: &str) -> Expression {
    Expression::Name { name: name.to_owned() }
}

pub(super) fn text(value: &str) -> Expression {
    Expression::Text { value: value.to_owned() }
}

pub(super) const fn number(value: f64) -> Expression {
    Expression::Number { value }
}

pub(super) fn call(function: &str, arguments: Vec<Expression>) -> Expression {
    Expression::Call { function: function.to_owned(), arguments }
}

pub(super) fn compare(left: Expression, operator: Comparison, right: Expression) -> Expression {
    Expression::Compare { operator, left: Box::new(left), right: Box::new(right) }
}
