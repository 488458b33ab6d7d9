//! What can be wrong with saved segments.

use thiserror::Error;

use crate::foundation::Coded;
use crate::segment::SegmentError;

/// Why saved segments cannot be compiled. `path` is the place inside the section.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SavedSegmentError {
    /// An id is empty or has characters that ids do not have.
    #[error("{path}: {id:?} is not the id of a segment")]
    BadId {
        /// Where.
        path: String,
        /// What was written.
        id: String,
    },
    /// Two segments have one id.
    #[error("{path}: the segment {id} is defined twice")]
    Duplicate {
        /// Where the second one is.
        path: String,
        /// The id.
        id: String,
    },
    /// An expression cannot be read, or does not mean anything.
    #[error("{error}")]
    Expression {
        /// Where.
        path: String,
        /// What is wrong with it, with the place in it.
        error: SegmentError,
    },
}

impl Coded for SavedSegmentError {
    fn code(&self) -> &'static str {
        match self {
            Self::BadId { .. } => "segment.id.bad",
            Self::Duplicate { .. } => "segment.id.duplicate",
            Self::Expression { error, .. } => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        let (Self::BadId { path, .. } | Self::Duplicate { path, .. } | Self::Expression { path, .. }) = self;
        Some(path.clone())
    }
}
