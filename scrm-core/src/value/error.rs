//! What can be wrong with purchases, and why a model cannot be fitted to them.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};

/// Why a value cannot be computed. Rows are counted from 1.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueError {
    /// A number of a row cannot be what it is said to be.
    #[error("row {row}: {field} {cause}")]
    Row {
        /// The row.
        row: u64,
        /// The column.
        field: &'static str,
        /// What is wrong with it.
        cause: &'static str,
    },
    /// The columns are not of one length.
    #[error("{field} has {rows} rows, the first column has {expected}")]
    Length {
        /// The column.
        field: &'static str,
        /// How many rows it has.
        rows: usize,
        /// How many rows the first column has.
        expected: usize,
    },
    /// There is nobody to fit a model to.
    #[error("there are no customers to fit the model to")]
    NoCustomers,
    /// Nobody bought a second time.
    #[error("none of the {customers} customers bought more than once")]
    NoRepeats {
        /// How many customers there are.
        customers: u64,
    },
    /// The likelihood grows as a parameter runs away: the data do not say what it is.
    #[error("{parameter} {} without end: the data do not determine it", if *.above { "grows" } else { "shrinks" })]
    AtBound {
        /// The parameter.
        parameter: &'static str,
        /// Whether it grows; it shrinks to 0 otherwise.
        above: bool,
    },
    /// The search ended without a maximum.
    #[error("no maximum of the likelihood was found in {steps} steps")]
    NotConverged {
        /// How many steps were made.
        steps: u32,
    },
    /// A parameter, an option or a setting is out of bounds.
    #[error("{field} {cause}")]
    Parameter {
        /// Which.
        field: String,
        /// What is wrong with it.
        cause: &'static str,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "value.row.bad",
        message: "A number of a customer's purchases is impossible.",
        help: "Mend or leave out the row that is named; recency and T are counted from the first purchase, in one unit.",
        retryable: false,
    },
    ErrorEntry {
        code: "value.columns.length",
        message: "The columns do not have the same number of rows.",
        help: "Give every column one number for each customer, in one order.",
        retryable: false,
    },
    ErrorEntry {
        code: "value.fit.no_customers",
        message: "There is nobody to fit a model to.",
        help: "Give at least some customers with repeated purchases; some hundred make a useful model.",
        retryable: false,
    },
    ErrorEntry {
        code: "value.fit.no_repeats",
        message: "Nobody bought a second time, so nothing says how often customers return.",
        help: "Count frequency as purchases after the first, over a longer time.",
        retryable: false,
    },
    ErrorEntry {
        code: "value.fit.at_bound",
        message: "The likelihood grows as a parameter runs away: the data do not determine it.",
        help: "Give more customers or a longer time, or use another model: customers may not differ in what the parameter describes, or never leave.",
        retryable: false,
    },
    ErrorEntry {
        code: "value.fit.not_converged",
        message: "The search for the best parameters ended without a maximum.",
        help: "Give more customers, or a start of your own near what you expect.",
        retryable: false,
    },
    ErrorEntry {
        code: "value.parameter.bad",
        message: "A parameter, an option or a setting of a value model is out of bounds.",
        help: "Compare the named field with docs/value.md.",
        retryable: false,
    },
];

impl Coded for ValueError {
    fn code(&self) -> &'static str {
        match self {
            Self::Row { .. } => "value.row.bad",
            Self::Length { .. } => "value.columns.length",
            Self::NoCustomers => "value.fit.no_customers",
            Self::NoRepeats { .. } => "value.fit.no_repeats",
            Self::AtBound { .. } => "value.fit.at_bound",
            Self::NotConverged { .. } => "value.fit.not_converged",
            Self::Parameter { .. } => "value.parameter.bad",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Row { field, .. } | Self::Length { field, .. } => Some((*field).to_owned()),
            Self::NoCustomers | Self::NoRepeats { .. } => Some("frequency".to_owned()),
            Self::AtBound { parameter, .. } => Some((*parameter).to_owned()),
            Self::NotConverged { .. } => None,
            Self::Parameter { field, .. } => Some(field.clone()),
        }
    }

    fn row(&self) -> Option<u64> {
        match self {
            Self::Row { row, .. } => Some(*row),
            _ => None,
        }
    }
}
