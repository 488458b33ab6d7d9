//! What can go wrong with a store.

use thiserror::Error;

use super::records::Collection;
use crate::foundation::{Coded, ErrorEntry};

/// A store's error. Nothing was written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreError {
    /// Somebody else wrote first.
    #[error("{collection:?} {id} changed since it was read")]
    Conflict {
        /// Where.
        collection: Collection,
        /// Which.
        id: String,
    },
    /// A record cannot be decoded.
    #[error("{collection:?} {id} cannot be read: {cause}")]
    Unreadable {
        /// Where.
        collection: Collection,
        /// Which.
        id: String,
        /// Why, as a code.
        cause: String,
    },
    /// The file belongs to another process.
    #[error("the store is open in another process")]
    OwnedElsewhere,
    /// The process was forked after the store was opened.
    #[error("the store was opened before this process was forked")]
    Forked,
    /// The file was written by a newer version.
    #[error("the store has format {found}, this version knows {known}")]
    NewerFormat {
        /// The file's format.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
    /// The medium refused: a full disk, a broken file.
    #[error("the store's medium failed: {cause}")]
    Medium {
        /// Why, as a code of the medium's.
        cause: String,
        /// Whether the same call may succeed later.
        retryable: bool,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "store.conflict",
        message: "A record changed between reading and writing.",
        help: "Load again, decide again, commit again.",
        retryable: true,
    },
    ErrorEntry {
        code: "store.unreadable",
        message: "A stored record cannot be decoded.",
        help: "Open the store with the version that wrote it, or restore a backup.",
        retryable: false,
    },
    ErrorEntry {
        code: "store.owned_elsewhere",
        message: "Another process has the store open for writing.",
        help: "Stop the other process, or let it do the work.",
        retryable: true,
    },
    ErrorEntry {
        code: "store.forked",
        message: "A store must not be used across a fork.",
        help: "Open the store in the child process.",
        retryable: false,
    },
    ErrorEntry {
        code: "store.newer_format",
        message: "The store was written by a newer version.",
        help: "Upgrade scrm, or restore a backup made by this version.",
        retryable: false,
    },
    ErrorEntry {
        code: "store.medium",
        message: "The disk or file behind the store failed.",
        help: "Free space or mend the medium, then try again; nothing was half written.",
        retryable: true,
    },
    ErrorEntry {
        code: "store.unusable",
        message: "The file behind the store is no store, is damaged, or must not be opened so.",
        help: "Check the path and its permissions, or restore a backup; trying again changes nothing.",
        retryable: false,
    },
    ErrorEntry {
        code: "store.closed",
        message: "The store is closed.",
        help: "Open it again.",
        retryable: false,
    },
];

impl Coded for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Conflict { .. } => "store.conflict",
            Self::Unreadable { .. } => "store.unreadable",
            Self::OwnedElsewhere => "store.owned_elsewhere",
            Self::Forked => "store.forked",
            Self::NewerFormat { .. } => "store.newer_format",
            Self::Medium { retryable: true, .. } => "store.medium",
            Self::Medium { retryable: false, .. } => "store.unusable",
            Self::Closed => "store.closed",
        }
    }
}
