//! Opening.

use scrm_core::foundation::ErrorInfo;
use scrm_core::store::{MemoryStore, Store};
use scrm_core::workspace::Workspace;
use scrm_sqlite::{SqliteOptions, SqliteStore};

use crate::engines::read_playbook;

/// The path of a workspace that is kept in memory.
pub(super) const IN_MEMORY: &str = ":memory:";

/// What to open.
#[derive(Debug)]
pub(super) struct Opening {
    /// A file's path, or [`IN_MEMORY`].
    pub(super) path: String,
    /// A document laid over the standard playbook.
    pub(super) playbook: Option<String>,
}

impl Opening {
    pub(super) fn open(&self) -> Result<Workspace, ErrorInfo> {
        let playbook = read_playbook(self.playbook.as_deref())?;
        let store: Box<dyn Store> = if self.path == IN_MEMORY {
            Box::new(MemoryStore::default())
        } else {
            let opened = SqliteStore::open(&self.path, &SqliteOptions::default());
            Box::new(opened.map_err(|error| ErrorInfo::from(&error))?)
        };
        Workspace::new(store, &playbook).map_err(|error| ErrorInfo::from(&error))
    }
}
