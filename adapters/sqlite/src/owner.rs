//! One owner per file.
//!
//! SQLite's own locks are POSIX record locks: a second SQLite library in the same process (Python brings
//! one) drops them by merely closing the file, and a forked child does not inherit them. So ownership is a
//! lock of another kind (`flock`) on a file of its own, `<database>.owner`, which no SQLite ever opens.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use scrm_core::store::StoreError;

use crate::fault::owner_file;

/// Holds `<database>.owner` until it is released or the process ends.
#[derive(Debug)]
pub(crate) struct OwnerLock {
    file: File,
}

impl OwnerLock {
    /// Takes ownership at once or not at all.
    pub(crate) fn take(database: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(owner_path(database))
            .map_err(|error| owner_file(&error))?;
        #[cfg(plant)]
        if scrm_core::foundation::plant::is_active("c4") {
            return Ok(Self { file });
        }
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::OwnedElsewhere),
            Err(TryLockError::Error(error)) => Err(owner_file(&error)),
        }
    }

    /// Gives ownership back, even where a forked child still holds the file open.
    pub(crate) fn release(self) {
        // Closing the file would do, were there no forked child; a failure here has no other remedy.
        drop(self.file.unlock());
    }
}

/// The same for every path that leads to the file, whatever links it goes through. The owner file stays when the store is closed: removing a lock file would let two owners lock two files.
fn owner_path(database: &Path) -> PathBuf {
    // A file that is not there yet has no other path.
    let database = std::fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    let mut path = database.into_os_string();
    path.push(".owner");
    PathBuf::from(path)
}
