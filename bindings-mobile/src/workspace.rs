//! A workspace with its store.

use std::sync::Arc;

use scrm_core::api;
use scrm_core::workspace::Workspace;
use scrm_sqlite::{SqliteOptions, SqliteStore};

use crate::closable::Closable;
use crate::engines::read_playbook;
use crate::error::{CallError, info};
use crate::guard::guarded;
use crate::import::{ImportListener, Watching};
use crate::matcher::MatcherHandle;

/// The path that stands for a store that lives as long as the object.
const IN_MEMORY: &str = ":memory:";

/// One business: a store in a file, and the engines of its playbook. Threads may share it.
///
/// A call that runs while another thread closes the workspace ends in order; the file is given up after it.
#[derive(Debug, uniffi::Object)]
pub struct WorkspaceHandle {
    workspace: Closable<Workspace>,
}

#[uniffi::export]
impl WorkspaceHandle {
    /// Opens a workspace at a path, or `:memory:`, with a playbook as `EnginesHandle` takes it.
    ///
    /// # Errors
    /// `playbook.…` where the playbook is refused; `store.…` where the file cannot be opened or another
    /// process has it.
    #[uniffi::constructor]
    pub fn open(path: String, playbook: Option<String>) -> Result<Arc<Self>, CallError> {
        guarded(|| {
            let playbook = read_playbook(playbook.as_deref())?;
            let store = if path == IN_MEMORY {
                SqliteStore::in_memory()
            } else {
                SqliteStore::open(&path, &SqliteOptions::default())
            };
            let workspace = Workspace::new(Box::new(store.map_err(info)?), &playbook).map_err(info)?;
            Ok(Arc::new(Self { workspace: Closable::new(workspace) }))
        })
    }

    /// Runs a workspace operation, or an engine operation with the workspace's playbook, on a request of JSON
    /// text; its answer is JSON text.
    ///
    /// # Errors
    /// `api.…` where the name is unknown, the request cannot be read or the workspace is closed, and what the operation refuses.
    pub fn call(&self, operation: String, request: String) -> Result<String, CallError> {
        guarded(|| {
            let workspace = self.workspace.get()?;
            if let Some(found) = api::workspace_operation(&operation) {
                return found.call_json(&workspace, &request);
            }
            let found = api::engine_operation(&operation);
            found.ok_or_else(api::unknown_operation)?.call_json(&workspace.engines(), &request)
        })
    }

    /// Imports a CSV file from a path, reading on a thread of its own. The request holds the options and the
    /// time of the call; the answer is the report. Both are JSON text.
    ///
    /// # Errors
    /// `import.…` where the file as a whole cannot be read; `store.…` where the store fails; `api.…` where the workspace is
    /// closed, also while the import runs.
    pub fn import_file(
        &self,
        path: String,
        request: String,
        listener: Option<Arc<dyn ImportListener>>,
    ) -> Result<String, CallError> {
        guarded(|| {
            let workspace = self.workspace.get()?;
            // Said of the argument, before the import says anything of the file.
            std::fs::File::open(&path).map_err(|error| api::unreadable_file("file", &error))?;
            Watching::new(listener, &|| !self.workspace.is_open()).run(&request, |options, watcher, now| {
                scrm_sqlite::import_file(&workspace, path.as_ref(), options, watcher, now)
            })
        })
    }

    /// Imports a CSV file from its bytes. See [`import_file`](Self::import_file).
    ///
    /// # Errors
    /// As [`import_file`](Self::import_file).
    pub fn import_bytes(
        &self,
        bytes: Vec<u8>,
        request: String,
        listener: Option<Arc<dyn ImportListener>>,
    ) -> Result<String, CallError> {
        guarded(|| {
            let workspace = self.workspace.get()?;
            Watching::new(listener, &|| !self.workspace.is_open()).run(&request, |options, watcher, now| {
                workspace.import_csv_watched(&mut std::io::Cursor::new(&bytes), options, watcher, now)
            })
        })
    }

    /// The playbook's keywords.
    ///
    /// # Errors
    /// `api.…` after [`shut`](Self::shut).
    pub fn matcher(&self) -> Result<Arc<MatcherHandle>, CallError> {
        guarded(|| Ok(Arc::new(MatcherHandle::over(self.workspace.get()?.engines().keyword.clone()))))
    }

    /// Closes the store and gives its file up. Closing twice does nothing; a running import stops after its
    /// present batch.
    ///
    /// # Errors
    /// None but a defect's.
    pub fn shut(&self) -> Result<(), CallError> {
        guarded(|| {
            self.workspace.close();
            Ok(())
        })
    }
}
