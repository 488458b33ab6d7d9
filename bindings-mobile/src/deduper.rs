//! Duplicates of any table.

use std::fs::File;
use std::sync::Arc;

use scrm_core::api;

use crate::closable::Closable;
use crate::error::CallError;
use crate::guard::guarded;

/// Finds the records of a table that are one person. Threads may share it.
#[derive(Debug, uniffi::Object)]
pub struct DeduperHandle {
    deduper: Closable<api::DeduperHandle>,
}

#[uniffi::export]
impl DeduperHandle {
    /// A deduper without records, by a configuration of JSON text.
    ///
    /// # Errors
    /// `api.…` and `dedupe.…` name the setting that is wrong.
    #[uniffi::constructor]
    pub fn new(config: String) -> Result<Arc<Self>, CallError> {
        guarded(|| {
            let deduper = api::DeduperHandle::new(&api::given_json(&config)?)?;
            Ok(Arc::new(Self { deduper: Closable::new(deduper) }))
        })
    }

    /// Runs an operation of a deduper on a request of JSON text; its answer is JSON text.
    ///
    /// # Errors
    /// `api.…` where the name is unknown, the request cannot be read or the deduper is closed, and what the operation refuses.
    pub fn call(&self, operation: String, request: String) -> Result<String, CallError> {
        guarded(|| {
            let deduper = self.deduper.get()?;
            let found = api::deduper_operation(&operation);
            found.ok_or_else(api::unknown_operation)?.call_json(&deduper, &request)
        })
    }

    /// Looks at the records of a CSV file, whose first line names the columns. The answer is that of `fit`, as JSON text.
    ///
    /// # Errors
    /// `import.…` where the file cannot be read, and those of `fit`.
    pub fn fit_file(&self, path: String, id: Option<String>) -> Result<String, CallError> {
        guarded(|| {
            let deduper = self.deduper.get()?;
            let mut file = File::open(&path).map_err(|error| api::unreadable_file("file", &error))?;
            let fitted = deduper.fit_csv(&mut file, id.as_deref())?;
            serde_json::to_string(&fitted).map_err(|_| api::defect())
        })
    }

    /// Lets the records go. Closing twice does nothing.
    ///
    /// # Errors
    /// None but a defect's.
    pub fn shut(&self) -> Result<(), CallError> {
        guarded(|| {
            self.deduper.close();
            Ok(())
        })
    }
}
