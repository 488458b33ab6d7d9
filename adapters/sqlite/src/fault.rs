//! SQLite's errors in the store's words. SQLite's own texts stay out: they may quote what was stored.

use rusqlite::ErrorCode;
use scrm_core::store::{Collection, StoreError};

/// Turns a failure of SQLite's into the store's error.
pub(crate) fn medium(error: &rusqlite::Error) -> StoreError {
    let (cause, retryable) = match error {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ("sqlite.busy", true),
            ErrorCode::DiskFull => ("sqlite.disk_full", true),
            ErrorCode::SystemIoFailure => ("sqlite.io", true),
            ErrorCode::OutOfMemory => ("sqlite.out_of_memory", true),
            ErrorCode::OperationInterrupted => ("sqlite.interrupted", true),
            ErrorCode::DatabaseCorrupt => ("sqlite.corrupt", false),
            ErrorCode::NotADatabase => ("sqlite.not_a_database", false),
            ErrorCode::CannotOpen => ("sqlite.cannot_open", false),
            ErrorCode::ReadOnly => ("sqlite.read_only", false),
            ErrorCode::PermissionDenied => ("sqlite.permission_denied", false),
            ErrorCode::TooBig => ("sqlite.too_big", false),
            _ => ("sqlite.refused", false),
        },
        _ => ("sqlite.unexpected_answer", false),
    };
    StoreError::Medium { cause: cause.to_owned(), retryable }
}

/// Somebody else wrote first.
pub(crate) fn conflict(collection: Collection, id: &str) -> StoreError {
    StoreError::Conflict { collection, id: id.to_owned() }
}

/// A failure of the file system beside SQLite: the owner file.
pub(crate) fn owner_file(error: &std::io::Error) -> StoreError {
    StoreError::Medium { cause: format!("owner_file.{:?}", error.kind()), retryable: false }
}

/// Lets `?` work on SQLite's results.
pub(crate) trait OrMedium<T> {
    /// The value, or the store's error.
    fn or_medium(self) -> Result<T, StoreError>;
}

impl<T> OrMedium<T> for rusqlite::Result<T> {
    fn or_medium(self) -> Result<T, StoreError> {
        self.map_err(|error| medium(&error))
    }
}
