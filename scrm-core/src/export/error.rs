//! What can be wrong with an export.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};

/// An export cannot be written as it was asked for.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportError {
    /// No column has this name.
    #[error("there is no column {name}")]
    UnknownColumn {
        /// The name as it was given.
        name: String,
    },
    /// A column is named twice.
    #[error("the column {name} is named twice")]
    DuplicateColumn {
        /// Its name.
        name: String,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "export.column.unknown",
        message: "An export names a column that does not exist.",
        help: "Use a customer's field, an identifier (`phone`, `email`, `whatsapp_id`, `system:<name>`), `consent:<purpose>`, `custom:<name>`, `id`, `created_at`, `updated_at`, `tags`, `segments`, `priority_level`, `priority_score`, `respond_by` or `archived_at`.",
        retryable: false,
    },
    ErrorEntry {
        code: "export.column.duplicate",
        message: "An export names a column twice.",
        help: "Name each column once.",
        retryable: false,
    },
];

impl Coded for ExportError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownColumn { .. } => "export.column.unknown",
            Self::DuplicateColumn { .. } => "export.column.duplicate",
        }
    }

    fn field(&self) -> Option<String> {
        Some("columns".to_owned())
    }
}
