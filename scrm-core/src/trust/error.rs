//! What can be wrong with the trust settings.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};

/// The trust settings cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrustError {
    /// A mask would show too much.
    #[error("{field}: {found} breaks the limit of {limit}")]
    MaskShowsTooMuch {
        /// Which setting.
        field: &'static str,
        /// What it is.
        found: usize,
        /// What it may be.
        limit: usize,
    },
    /// An opt-out word is blank or holds only punctuation.
    #[error("{field} has no words")]
    BlankWord {
        /// Which entry.
        field: String,
    },
    /// A word both stops and resumes.
    #[error("{field} stops and resumes at once")]
    Contradiction {
        /// The later entry.
        field: String,
    },
    /// The words cannot be compiled: too many, or one too long.
    #[error("the opt-out words cannot be compiled: {cause}")]
    Words {
        /// The keyword area's code.
        cause: &'static str,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "trust.masking.shows_too_much",
        message: "A masking setting would show too much of a value.",
        help: "Show at most seven digits of a phone number, three fewer than it has, and at most half of a short value.",
        retryable: false,
    },
    ErrorEntry {
        code: "trust.opt_out.blank",
        message: "An opt-out word is blank or holds only punctuation.",
        help: "Write the word, or remove the entry.",
        retryable: false,
    },
    ErrorEntry {
        code: "trust.opt_out.contradiction",
        message: "The same word stops and resumes messages.",
        help: "Keep it in one of the two lists.",
        retryable: false,
    },
    ErrorEntry {
        code: "trust.opt_out.words",
        message: "The opt-out words cannot be compiled.",
        help: "Shorten the longest entries or remove some.",
        retryable: false,
    },
];

impl Coded for TrustError {
    fn code(&self) -> &'static str {
        match self {
            Self::MaskShowsTooMuch { .. } => "trust.masking.shows_too_much",
            Self::BlankWord { .. } => "trust.opt_out.blank",
            Self::Contradiction { .. } => "trust.opt_out.contradiction",
            Self::Words { .. } => "trust.opt_out.words",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::MaskShowsTooMuch { field, .. } => Some(format!("masking.{field}")),
            Self::BlankWord { field } | Self::Contradiction { field } => Some(field.clone()),
            Self::Words { .. } => Some("opt_out.words".to_owned()),
        }
    }
}
