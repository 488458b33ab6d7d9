//! The columns of a table that an expression asks for.

use std::collections::BTreeSet;

use super::TAGS;
use crate::segment::schema::NOW;
use crate::segment::{Expression, Segment};

impl Segment {
    /// The names of the columns of a [`SegmentTable`](super::SegmentTable) that the expression asks for, in the order of the names.
    ///
    /// ```
    /// use scrm_core::segment::{Segment, SegmentSchema};
    /// let segment = Segment::parse(
    ///     r#"company_size > 200 && (has_tag("value.strategic") || created_at < now - days(30))"#,
    ///     &SegmentSchema::standard(),
    /// )?;
    /// assert!(segment.columns().into_iter().eq(["company_size", "created_at", "tags"]));
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn columns(&self) -> BTreeSet<&str> {
        let mut columns = BTreeSet::new();
        add_columns(self.expression(), &mut columns);
        columns
    }
}

fn add_columns<'e>(expression: &'e Expression, columns: &mut BTreeSet<&'e str>) {
    let mut add = |part| add_columns(part, columns);
    match expression {
        Expression::All { of } | Expression::Any { of } | Expression::List { of } => of.iter().for_each(add),
        Expression::Not { of } => add(of),
        Expression::Compare { left: one, right: other, .. }
        | Expression::In { value: one, list: other }
        | Expression::Later { time: one, by: other }
        | Expression::Earlier { time: one, by: other } => [one, other].into_iter().for_each(|part| add(part)),
        Expression::Method { of, arguments, .. } => {
            add(of);
            arguments.iter().for_each(add);
        }
        Expression::Call { function, arguments } => {
            arguments.iter().for_each(add);
            if function == "has_tag" {
                columns.insert(TAGS);
            }
        }
        Expression::Name { name } if name != NOW => {
            columns.insert(name);
        }
        Expression::Name { .. }
        | Expression::Text { .. }
        | Expression::Number { .. }
        | Expression::Flag { .. } => {}
    }
}
