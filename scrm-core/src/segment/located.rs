//! An expression with the places of its parts, for messages.

use super::error::{Place, SegmentError};
use super::syntax::{DEEPEST, Expression, MOST_PARTS, place};

/// A part of an expression, and where it stands.
#[derive(Debug)]
pub(super) struct Part<'e> {
    pub(super) expression: &'e Expression,
    pub(super) place: Place,
    /// The parts that it is made of, in the order in which they are written.
    pub(super) parts: Vec<Self>,
}

/// A text that an expression was read from, with where its parts begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'s> {
    pub(super) text: &'s str,
    pub(super) starts: &'s [usize],
}

/// Finds the place of every part; refuses a tree that is too large.
pub(super) fn locate<'e>(
    expression: &'e Expression,
    source: Option<Source<'_>>,
) -> Result<Part<'e>, SegmentError> {
    Locating { source, count: 0 }.part(expression, String::new(), 0)
}

struct Locating<'s> {
    source: Option<Source<'s>>,
    count: usize,
}

impl Locating<'_> {
    fn part<'e>(
        &mut self,
        expression: &'e Expression,
        path: String,
        depth: usize,
    ) -> Result<Part<'e>, SegmentError> {
        let place = match self.source {
            Some(Source { text, starts }) => place(text, starts.get(self.count).copied().unwrap_or_default()),
            None => Place::Tree { path: path.clone() },
        };
        self.count += 1;
        let (what, limit) = match (depth > 2 * DEEPEST, self.count > MOST_PARTS) {
            (false, false) => ("", 0),
            (true, _) => ("levels", DEEPEST),
            (_, true) => ("parts", MOST_PARTS),
        };
        if limit > 0 {
            return Err(SegmentError::TooLarge { place, what, limit });
        }
        let mut parts = Vec::new();
        for (name, part) in named_parts(expression) {
            let path = if path.is_empty() { name } else { format!("{path}.{name}") };
            parts.push(self.part(part, path, depth + 1)?);
        }
        Ok(Part { expression, place, parts })
    }
}

/// The parts of an expression with their names in the tree.
fn named_parts(expression: &Expression) -> Vec<(String, &Expression)> {
    match expression {
        Expression::All { of } | Expression::Any { of } | Expression::List { of } => {
            listed("of", of).collect()
        }
        Expression::Not { of } => vec![one("of", of)],
        Expression::Compare { left, right, .. } => vec![one("left", left), one("right", right)],
        Expression::In { value, list } => vec![one("value", value), one("list", list)],
        Expression::Later { time, by } | Expression::Earlier { time, by } => {
            vec![one("time", time), one("by", by)]
        }
        Expression::Call { arguments, .. } => listed("arguments", arguments).collect(),
        Expression::Method { of, arguments, .. } => {
            std::iter::once(one("of", of)).chain(listed("arguments", arguments)).collect()
        }
        Expression::Name { .. }
        | Expression::Text { .. }
        | Expression::Number { .. }
        | Expression::Flag { .. } => Vec::new(),
    }
}

fn one<'e>(name: &str, part: &'e Expression) -> (String, &'e Expression) {
    (name.to_owned(), part)
}

fn listed<'e>(name: &str, parts: &'e [Expression]) -> impl Iterator<Item = (String, &'e Expression)> {
    parts.iter().enumerate().map(move |(index, part)| (format!("{name}[{index}]"), part))
}
