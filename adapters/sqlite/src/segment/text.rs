//! A query with its values, to be run or read.

use std::fmt;

use chrono::{DateTime, Utc};
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use scrm_core::segment::{Segment, SegmentError, StoreCondition};
use scrm_core::workspace::Engines;

use super::write::Writer;

/// A value that stands in a query as `?1`, `?2` and so on.
#[derive(Clone, Debug, PartialEq)]
pub enum SqlParameter {
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
}

impl ToSql for SqlParameter {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl fmt::Display for SqlParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => write!(f, "{number}"),
            Self::Real(number) => write!(f, "{number:?}"),
            Self::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
        }
    }
}

/// The SQL with which a store in SQLite looks for a segment's customers: an expression about the row `c` of the table
/// `customers` that is 1 where the segment has the customer, 0 where it does not, and NULL where the record has to say.
///
/// `Display` writes the query with its values in their places, as SQLite's shell takes it.
///
/// ```
/// use scrm_core::segment::{Segment, SegmentSchema};
/// use scrm_sqlite::SegmentSql;
/// let segment = Segment::parse(r#"!archived && company_size > 200"#, &SegmentSchema::standard())?;
/// let sql = SegmentSql::of(&segment.store_condition(chrono::DateTime::UNIX_EPOCH));
/// assert!(sql.is_exact());
/// assert!(sql.condition().contains("> ?1"));
/// assert!(sql.to_string().contains("> 200.0"));
/// # Ok::<(), scrm_core::segment::SegmentError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct SegmentSql {
    condition: String,
    parameters: Vec<SqlParameter>,
    is_exact: bool,
}

impl fmt::Debug for SegmentSql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A value may be a customer's name.
        f.debug_struct("SegmentSql").field("is_exact", &self.is_exact).finish_non_exhaustive()
    }
}

impl SegmentSql {
    /// Writes a condition as SQL.
    #[must_use]
    pub fn of(condition: &StoreCondition) -> Self {
        let mut writer = Writer::default();
        writer.condition(condition);
        Self { condition: writer.text, parameters: writer.parameters, is_exact: writer.is_exact }
    }

    /// Reads an expression with what a playbook knows, and writes it as SQL.
    ///
    /// ```
    /// use scrm_core::{playbook::Playbook, workspace::Engines};
    /// use scrm_sqlite::SegmentSql;
    /// let engines = Engines::new(&Playbook::standard())?;
    /// let sql = SegmentSql::of_expression("!archived", &engines, chrono::DateTime::UNIX_EPOCH)?;
    /// assert!(sql.query().starts_with("SELECT c.id FROM customers AS c"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SegmentError`] with line and column where the text is no expression or names what the playbook does not know.
    pub fn of_expression(text: &str, engines: &Engines, now: DateTime<Utc>) -> Result<Self, SegmentError> {
        let segment = Segment::parse(text, &engines.segments)?;
        Ok(Self::of(&segment.store_condition(now)))
    }

    /// The expression, with `?1`, `?2` and so on for the parameters.
    #[must_use]
    pub fn condition(&self) -> &str {
        &self.condition
    }

    /// The parameters, in order.
    #[must_use]
    pub fn parameters(&self) -> &[SqlParameter] {
        &self.parameters
    }

    /// Whether SQL says all of the segment. Texts are an exception that only a row can tell: those that are plain ASCII are
    /// compared in SQL, others are left to the record.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.is_exact
    }

    /// A query for the ids of the customers in the segment or, where SQL does not say all of it, of those who may be.
    #[must_use]
    pub fn query(&self) -> String {
        format!(
            "SELECT c.id FROM customers AS c\nWHERE {PRESENT}\n  AND ({}) IS NOT 0\nORDER BY c.id",
            self.condition
        )
    }

    /// The rows of those customers after an id, which is the last parameter, with what the condition says of them.
    pub(crate) fn listing(&self) -> String {
        let after = self.parameters.len() + 1;
        format!(
            "SELECT c.id, c.version, c.body, {} AS holds FROM customers AS c
             WHERE c.id > ?{after} AND {PRESENT} AND holds IS NOT 0 ORDER BY c.id",
            self.condition
        )
    }
}

/// Customers that were not merged away.
const PRESENT: &str = "(NOT c.inactive OR c.body ->> '$.merged_into' IS NULL)";

impl fmt::Display for SegmentSql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = self.query();
        let mut rest = query.as_str();
        while let Some(at) = next_parameter(rest) {
            let (before, from) = rest.split_at(at);
            let digits = from.bytes().skip(1).take_while(u8::is_ascii_digit).count();
            let (mark, after) = from.split_at(digits + 1);
            let number: usize = mark.trim_start_matches('?').parse().unwrap_or(0);
            f.write_str(before)?;
            match number.checked_sub(1).and_then(|index| self.parameters.get(index)) {
                Some(parameter) => write!(f, "{parameter}")?,
                None => f.write_str(mark)?,
            }
            rest = after;
        }
        f.write_str(rest)
    }
}

/// Where the next parameter stands; a question mark between quotes is none.
fn next_parameter(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.bytes().position(|byte| {
        quoted ^= byte == b'\'';
        byte == b'?' && !quoted
    })
}
