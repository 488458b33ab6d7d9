//! What can be wrong with a taxonomy.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};
use crate::segment::SegmentError;

/// Why a taxonomy cannot be compiled. `path` is the place inside the section.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TagError {
    /// An id is empty or has characters that ids do not have.
    #[error("{path}: {id:?} is not a tag id")]
    BadId {
        /// Where.
        path: String,
        /// What was written.
        id: String,
    },
    /// Two tags have one id.
    #[error("{path}: the tag {id} is defined twice")]
    Duplicate {
        /// Where the second one is.
        path: String,
        /// The id.
        id: String,
    },
    /// Two settings of a lifecycle exclude each other, or one is missing.
    #[error("{path}: {cause}")]
    Lifecycle {
        /// Where.
        path: String,
        /// What does not fit.
        cause: &'static str,
    },
    /// A condition can never hold or has nothing in it.
    #[error("{path}: {cause}")]
    Condition {
        /// Where.
        path: String,
        /// What does not fit.
        cause: &'static str,
    },
    /// An expression cannot be read, or does not mean anything.
    #[error("{error}")]
    Expression {
        /// Where.
        path: String,
        /// What is wrong with it, with the place in it.
        error: SegmentError,
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
        code: "tag.id.bad",
        message: "A tag's id is empty or not made of lower-case letters, digits, '.', '_' and '-'.",
        help: "Write an id such as \"behaviour.quoted\".",
        retryable: false,
    },
    ErrorEntry {
        code: "tag.id.duplicate",
        message: "Two tags have the same id.",
        help: "Rename or remove one of them.",
        retryable: false,
    },
    ErrorEntry {
        code: "tag.lifecycle.contradiction",
        message: "The settings of a tag's lifecycle do not fit together.",
        help: "A tag either expires or becomes overdue; one that is closed by hand does not expire; a reminder \"before\" needs an end; what comes once comes before the end.",
        retryable: false,
    },
    ErrorEntry {
        code: "tag.rule.impossible",
        message: "A tag's rule can never hold.",
        help: "Give every list at least one entry and every range a lower end below its upper end: `above = 5, below = 5` holds nothing.",
        retryable: false,
    },
    ErrorEntry {
        code: "tag.span.zero",
        message: "A span of a tag is zero.",
        help: "Write a length such as \"24h\" or \"7d\", or remove the setting.",
        retryable: false,
    },
];

impl Coded for TagError {
    fn code(&self) -> &'static str {
        match self {
            Self::BadId { .. } => "tag.id.bad",
            Self::Duplicate { .. } => "tag.id.duplicate",
            Self::Lifecycle { .. } => "tag.lifecycle.contradiction",
            Self::Condition { .. } => "tag.rule.impossible",
            Self::Expression { error, .. } => error.code(),
            Self::ZeroSpan { .. } => "tag.span.zero",
        }
    }

    fn field(&self) -> Option<String> {
        Some(match self {
            Self::BadId { path, .. }
            | Self::Duplicate { path, .. }
            | Self::Lifecycle { path, .. }
            | Self::Condition { path, .. }
            | Self::Expression { path, .. }
            | Self::ZeroSpan { path } => path.clone(),
        })
    }
}
