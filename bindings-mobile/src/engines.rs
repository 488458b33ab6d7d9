//! Engines without a workspace.

use std::sync::Arc;

use scrm_core::api;
use scrm_core::foundation::ErrorInfo;
use scrm_core::playbook::Playbook;
use scrm_core::workspace::Engines;
use scrm_sqlite::SegmentSql;

use crate::closable::Closable;
use crate::error::{CallError, info};
use crate::guard::guarded;
use crate::matcher::MatcherHandle;

/// The engines of a playbook, compiled and checked once. Immutable; threads may share it.
#[derive(Debug, uniffi::Object)]
pub struct EnginesHandle {
    engines: Closable<Engines>,
}

#[uniffi::export]
impl EnginesHandle {
    /// Compiles a playbook: a TOML or JSON document laid over the standard one, or the standard one itself.
    ///
    /// # Errors
    /// `playbook.…` names the key, line and column that are wrong.
    #[uniffi::constructor]
    pub fn new(playbook: Option<String>) -> Result<Arc<Self>, CallError> {
        guarded(|| {
            let playbook = read_playbook(playbook.as_deref())?;
            let engines = Engines::new(&playbook).map_err(info)?;
            Ok(Arc::new(Self { engines: Closable::new(engines) }))
        })
    }

    /// Runs an engine operation on a request of JSON text; its answer is JSON text.
    ///
    /// # Errors
    /// `api.…` where the name is unknown, the request cannot be read or the engines are closed, and what the
    /// operation refuses.
    pub fn call(&self, operation: String, request: String) -> Result<String, CallError> {
        guarded(|| {
            let engines = self.engines.get()?;
            let found = api::engine_operation(&operation);
            found.ok_or_else(api::unknown_operation)?.call_json(&engines, &request)
        })
    }

    /// The SQL with which a store in SQLite is asked for a segment's customers at an instant, a time of RFC 3339.
    ///
    /// # Errors
    /// `segment.…` with line and column where the expression is refused; `api.…` where the time cannot be read or the engines
    /// are closed.
    pub fn segment_sql(&self, expression: String, now: String) -> Result<String, CallError> {
        guarded(|| {
            let engines = self.engines.get()?;
            let now = api::read_time("now", &serde_json::Value::from(now).into())?;
            let sql = SegmentSql::of_expression(&expression, &engines, now).map_err(info)?;
            Ok(sql.to_string())
        })
    }

    /// The playbook's keywords.
    ///
    /// # Errors
    /// `api.…` where the engines are closed.
    pub fn matcher(&self) -> Result<Arc<MatcherHandle>, CallError> {
        guarded(|| Ok(Arc::new(MatcherHandle::over(self.engines.get()?.keyword.clone()))))
    }

    /// Lets the engines go. Closing twice does nothing.
    ///
    /// # Errors
    /// None but a defect's.
    pub fn shut(&self) -> Result<(), CallError> {
        guarded(|| {
            self.engines.close();
            Ok(())
        })
    }
}

/// The playbook of a document, or the standard one.
pub(crate) fn read_playbook(document: Option<&str>) -> Result<Playbook, ErrorInfo> {
    document.map_or_else(|| Ok(Playbook::standard()), |text| Playbook::read(text).map_err(info))
}
