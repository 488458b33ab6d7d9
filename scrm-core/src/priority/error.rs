//! What can be wrong with priority rules.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};

/// Why priority rules cannot be compiled. `path` is the place inside the section.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum PriorityError {
    /// The list of levels is empty, out of order, or leaves somebody out.
    #[error("{path}: {cause}")]
    Levels {
        /// Where.
        path: String,
        /// What does not fit.
        cause: &'static str,
    },
    /// A range has no ends or ends before it begins.
    #[error("{path}: {cause}")]
    Range {
        /// Where.
        path: String,
        /// What does not fit.
        cause: &'static str,
    },
    /// A weight or share is out of bounds.
    #[error("{path}: {cause}")]
    Weight {
        /// Where.
        path: String,
        /// What does not fit.
        cause: &'static str,
    },
    /// A span that must have a length has none.
    #[error("{path}: the span is zero")]
    ZeroSpan {
        /// Where.
        path: String,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "priority.levels.bad",
        message: "The levels are empty, out of order, or do not cover everybody.",
        help: "Number the levels upwards from 1 and leave the last one without conditions.",
        retryable: false,
    },
    ErrorEntry {
        code: "priority.range.bad",
        message: "A range has no ends, or ends before it begins.",
        help: "Give at least one of above, at_least, at_most and below.",
        retryable: false,
    },
    ErrorEntry {
        code: "priority.score.bad",
        message: "A weight or share of the score is out of bounds.",
        help: "Weights are 0 or more and not all 0; shares lie between 0 and 1.",
        retryable: false,
    },
    ErrorEntry {
        code: "priority.span.zero",
        message: "A deadline is zero.",
        help: "Write a length such as \"2h\".",
        retryable: false,
    },
];

impl Coded for PriorityError {
    fn code(&self) -> &'static str {
        match self {
            Self::Levels { .. } => "priority.levels.bad",
            Self::Range { .. } => "priority.range.bad",
            Self::Weight { .. } => "priority.score.bad",
            Self::ZeroSpan { .. } => "priority.span.zero",
        }
    }

    fn field(&self) -> Option<String> {
        Some(match self {
            Self::Levels { path, .. }
            | Self::Range { path, .. }
            | Self::Weight { path, .. }
            | Self::ZeroSpan { path } => path.clone(),
        })
    }
}
