//! What can be wrong with columns.

use thiserror::Error;

use crate::foundation::Coded;
use crate::segment::error::did_you_mean;

/// Columns do not fit each other, or the expression. Messages name columns, rows and kinds, never a value.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SegmentTableError {
    /// Expressions name nothing so.
    #[error("column {column}: expressions have no such name{}", did_you_mean(nearest.as_deref()))]
    Unknown {
        /// The column.
        column: String,
        /// The known name that is most like it.
        nearest: Option<String>,
    },
    /// A value is of another type.
    #[error("column {column}, row {row}: {expected} is wanted here, and this is {found}")]
    Cell {
        /// The column.
        column: String,
        /// Which customer, from 1.
        row: u64,
        /// What is wanted.
        expected: String,
        /// What is there.
        found: &'static str,
    },
    /// There are more or fewer values than customers.
    #[error("column {column} has {found} values for {expected} customers")]
    Length {
        /// The column.
        column: String,
        /// Its values.
        found: usize,
        /// The customers.
        expected: usize,
    },
    /// The expression asks for what no column has.
    #[error("the expression asks for {what}, which no column has")]
    Missing {
        /// What.
        what: String,
    },
}

impl Coded for SegmentTableError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "segment.unknown",
            Self::Cell { .. } => "segment.cell",
            Self::Length { .. } => "segment.length",
            Self::Missing { .. } => "segment.missing",
        }
    }

    fn field(&self) -> Option<String> {
        Some(match self {
            Self::Unknown { column, .. } | Self::Cell { column, .. } | Self::Length { column, .. } => {
                format!("columns.{column}")
            }
            Self::Missing { .. } => "expression".to_owned(),
        })
    }

    fn row(&self) -> Option<u64> {
        match self {
            Self::Cell { row, .. } => Some(*row),
            _ => None,
        }
    }
}
