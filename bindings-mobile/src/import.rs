//! Who watches an import from the other side of the boundary.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use scrm_core::api;
use scrm_core::foundation::ErrorInfo;
use scrm_core::import::{ImportOptions, ImportReport};
use scrm_core::workspace::{ImportProgress, ImportWatcher, WorkspaceError};
use serde::{Deserialize, Serialize};

use crate::error::info;

/// Told how an import goes on, on the thread that runs it. What it throws stops the import as `false` does; it
/// carries nothing across, since a stack trace may hold a customer's data.
#[uniffi::export(with_foreign)]
pub trait ImportListener: Send + Sync + fmt::Debug {
    /// Called after each batch with the progress as JSON text; `false` stops the import, and what was
    /// committed stays.
    ///
    /// # Errors
    /// The listener threw.
    fn progress(&self, progress: String) -> Result<bool, ListenerError>;

    /// Called with the next piece of the CSV of rejected rows, header first: to be mended and fed again.
    ///
    /// # Errors
    /// The listener threw.
    fn rejected(&self, csv: String) -> Result<(), ListenerError>;
}

/// A listener threw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Error)]
pub enum ListenerError {
    /// Whatever it was.
    Thrown,
}

impl fmt::Display for ListenerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the listener threw")
    }
}

impl std::error::Error for ListenerError {}

impl From<uniffi::UnexpectedUniFFICallbackError> for ListenerError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Thrown
    }
}

/// What an import is told beside the bytes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportRequest {
    options: ImportOptions,
    now: DateTime<Utc>,
}

/// An import with its listener.
pub(crate) struct Watching<'w> {
    listener: Option<Arc<dyn ImportListener>>,
    /// Whether the workspace was closed meanwhile.
    closed: &'w dyn Fn() -> bool,
    threw: bool,
}

impl<'w> Watching<'w> {
    pub(crate) fn new(listener: Option<Arc<dyn ImportListener>>, closed: &'w dyn Fn() -> bool) -> Self {
        Self { listener, closed, threw: false }
    }

    /// Reads the request, imports, and writes the report.
    pub(crate) fn run(
        mut self,
        request: &str,
        import: impl FnOnce(
            &ImportOptions,
            &mut dyn ImportWatcher,
            DateTime<Utc>,
        ) -> Result<ImportReport, WorkspaceError>,
    ) -> Result<String, ErrorInfo> {
        let request: ImportRequest = api::read_json(request)?;
        let report = import(&request.options, &mut self, request.now).map_err(info)?;
        if report.aborted && (self.closed)() {
            return Err(api::closed());
        }
        json(&report)
    }
}

impl ImportWatcher for Watching<'_> {
    fn progress(&mut self, progress: &ImportProgress) -> ControlFlow<()> {
        let Some(listener) = &self.listener else { return stop_if((self.closed)()) };
        let goes_on =
            !self.threw && json(progress).is_ok_and(|progress| listener.progress(progress).unwrap_or(false));
        stop_if(!goes_on || (self.closed)())
    }

    fn rejected(&mut self, csv: &str) {
        if let Some(listener) = &self.listener {
            self.threw |= listener.rejected(csv.to_owned()).is_err();
        }
    }
}

const fn stop_if(stop: bool) -> ControlFlow<()> {
    if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Reports and progress are plain records, for which writing JSON cannot fail.
fn json<T: Serialize>(value: &T) -> Result<String, ErrorInfo> {
    serde_json::to_string(value).map_err(|_| api::defect())
}
