//! A workspace and the thread that works for it.

mod open;
mod pace;
mod worker;

use std::fmt;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};

use napi::Either;
use napi_derive::napi;
use scrm_core::api::{Operation, WORKSPACE_OPERATIONS, closed, unknown_operation};
use scrm_core::foundation::ErrorInfo;
use scrm_core::workspace::Workspace;

use crate::guard::guarded;
use crate::import::{Import, Request, Source, Watcher};
use crate::outlet::Outlet;
use crate::text::{refusal, reply};
use open::Opening;
use pace::Pace;
use worker::{Job, Worker};

/// A workspace. Its calls run one after the other, in their order, on a thread of its own, or at once where that
/// takes less time than going there ([`Pace`]).
#[napi(js_name = "Workspace")]
pub struct Handle {
    jobs: Option<Sender<Job>>,
    shared: Arc<Shared>,
    outlet: Outlet,
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("open", &self.jobs.is_some()).finish_non_exhaustive()
    }
}

/// What the threads of a workspace share.
#[derive(Debug)]
struct Shared {
    workspace: Mutex<Option<Arc<Workspace>>>,
    pace: Pace,
}

impl Shared {
    fn workspace(&self) -> Result<Arc<Workspace>, ErrorInfo> {
        let workspace = self.workspace.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        workspace.clone().ok_or_else(closed)
    }
}

/// An operation and its place in the table.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    operation: &'static Operation<Workspace>,
    index: usize,
}

impl Wanted {
    fn named(name: &str) -> Result<Self, ErrorInfo> {
        let mut operations = WORKSPACE_OPERATIONS.iter().copied().flatten().enumerate();
        let found = operations.find(|(_, operation)| operation.name == name);
        found.map(|(index, operation)| Self { operation, index }).ok_or_else(unknown_operation)
    }
}

#[napi]
impl Handle {
    /// Begins to open a workspace; the ticket is settled once that is done.
    #[napi]
    pub fn open(
        outlet: &Outlet,
        ticket: u32,
        path: String,
        playbook: Option<String>,
    ) -> Either<Handle, String> {
        let opening = guarded("Workspace.open", || {
            let shared = Arc::new(Shared { workspace: Mutex::new(None), pace: Pace::new(&path) });
            let opening = Opening { path, playbook };
            let jobs = Worker::begin(opening, ticket, Arc::clone(&shared), outlet.clone());
            Ok(Self { jobs: Some(jobs), shared, outlet: outlet.clone() })
        });
        opening.map_or_else(|error| Either::B(refusal(&error)), Either::A)
    }

    /// Runs an operation: its outcome, or nothing, and then the ticket is settled later.
    #[napi]
    pub fn call(&self, ticket: u32, name: String, request: String) -> Option<String> {
        let answered = guarded("Workspace.call", || {
            let wanted = Wanted::named(&name)?;
            let jobs = self.jobs.as_ref().ok_or_else(closed)?;
            if self.shared.pace.may_run_at_once(wanted.index, &request) {
                let workspace = self.shared.workspace()?;
                return self
                    .shared
                    .pace
                    .timed(wanted.index, || wanted.operation.call_json(&workspace, &request).map(Some));
            }
            self.shared.pace.begin();
            jobs.send(Job::Call { ticket, wanted, request }).map_err(|_| closed())?;
            Ok(None)
        });
        answered.transpose().map(reply)
    }

    /// Closes the workspace once every call before this one is done, and settles the ticket then. Gives an error's
    /// text where it is closed already.
    #[napi]
    pub fn close(&mut self, ticket: u32) -> Option<String> {
        let closing = guarded("Workspace.close", || {
            let jobs = self.jobs.take().ok_or_else(closed)?;
            jobs.send(Job::Close { ticket }).map_err(|_| closed())
        });
        closing.err().map(|error| refusal(&error))
    }

    /// Begins to import a file, or what the import is given piece by piece where there is no path.
    #[napi]
    pub fn import_csv(
        &self,
        ticket: u32,
        path: Option<String>,
        options: String,
        now: String,
    ) -> Either<Import, String> {
        let source = path.map_or(Source::Pieces, Source::Path);
        let begun = guarded("Workspace.importCsv", || self.import(ticket, source, &options, &now));
        begun.map_or_else(|error| Either::B(refusal(&error)), Either::A)
    }

    /// Begins to import rows, a JSON list of objects.
    #[napi]
    pub fn import_rows(
        &self,
        ticket: u32,
        rows: String,
        options: String,
        now: String,
    ) -> Either<Import, String> {
        let source = Source::Rows(rows);
        let begun = guarded("Workspace.importRows", || self.import(ticket, source, &options, &now));
        begun.map_or_else(|error| Either::B(refusal(&error)), Either::A)
    }
}

impl Handle {
    fn import(&self, ticket: u32, source: Source, options: &str, now: &str) -> Result<Import, ErrorInfo> {
        self.jobs.as_ref().ok_or_else(closed)?;
        let workspace = self.shared.workspace()?;
        let request = Request::read(options, now)?;
        let shared = Arc::clone(&self.shared);
        shared.pace.begin();
        let done = move || shared.pace.end();
        Ok(Import::begin(workspace, source, request, Watcher::new(ticket, &self.outlet), done))
    }
}
