//! Importing on a thread of its own, while calls go on between the batches.

mod pieces;

use std::fmt;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use chrono::{DateTime, Utc};
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use scrm_core::foundation::ErrorInfo;
use scrm_core::import::{ImportOptions, OnRejected};
use scrm_core::workspace::{ImportProgress, ImportWatcher, Workspace};
use serde::Deserialize;

use crate::guard::guarded;
use crate::outlet::{Event, Outlet};
use crate::text::{error, refusal, reply};
use pieces::Pieces;

/// Where the rows come from.
#[derive(Debug)]
pub(crate) enum Source {
    /// A file.
    Path(String),
    /// Whatever JavaScript hands over.
    Pieces,
}

/// What an import is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    options: ImportOptions,
    now: DateTime<Utc>,
}

/// An import that is under way.
#[napi]
pub struct Import {
    pieces: Option<Sender<Vec<u8>>>,
    stopped: Arc<AtomicBool>,
}

impl fmt::Debug for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Import").field("stopped", &self.stopped).finish_non_exhaustive()
    }
}

#[napi]
impl Import {
    /// The next piece of the source, as it was wanted.
    #[napi]
    pub fn push(&self, piece: Uint8Array) -> Option<String> {
        let pushed = guarded("Import.push", || {
            if let Some(pieces) = &self.pieces {
                // Nobody listens where the import is over.
                let _ = pieces.send(piece.to_vec());
            }
            Ok(())
        });
        pushed.err().map(|error| refusal(&error))
    }

    /// The source has no more pieces.
    #[napi]
    pub fn end(&mut self) -> Option<String> {
        let ended = guarded("Import.end", || {
            self.pieces = None;
            Ok(())
        });
        ended.err().map(|error| refusal(&error))
    }

    /// Stops after the batch that is being stored; what was stored stays.
    #[napi]
    pub fn stop(&mut self) -> Option<String> {
        let stopped = guarded("Import.stop", || {
            self.stopped.store(true, Ordering::Release);
            self.pieces = None;
            Ok(())
        });
        stopped.err().map(|error| refusal(&error))
    }
}

impl Import {
    /// Begins an import and settles the ticket with its report. `done` runs just before that.
    pub(crate) fn begin(
        workspace: Arc<Workspace>,
        source: Source,
        request: String,
        ticket: u32,
        outlet: Outlet,
        done: impl FnOnce() + Send + 'static,
    ) -> Result<Self, ErrorInfo> {
        let stopped = Arc::new(AtomicBool::new(false));
        let (sender, receiver) = channel();
        let pieces = matches!(source, Source::Pieces).then_some(sender);
        let watcher = Watcher { ticket, outlet: outlet.clone(), stopped: Arc::clone(&stopped) };
        let work = move || {
            let outcome = guarded("importing", || import(&workspace, source, receiver, &request, watcher));
            drop(workspace);
            done();
            outlet.send(ticket, Event::Settled, reply(outcome));
        };
        let thread = std::thread::Builder::new().name("scrm-import".to_owned());
        thread
            .spawn(work)
            .map_err(|problem| error("binding.thread", format!("no thread could be started: {}", problem.kind())))?;
        Ok(Self { pieces, stopped })
    }
}

fn import(
    workspace: &Workspace,
    source: Source,
    pieces: Receiver<Vec<u8>>,
    request: &str,
    mut watcher: Watcher,
) -> Result<String, ErrorInfo> {
    let Request { options, now } = serde_json::from_str(request)
        .map_err(|problem| error("api.request.unreadable", problem.to_string()))?;
    let report = match source {
        Source::Path(path) => {
            scrm_sqlite::import_file(workspace, &PathBuf::from(path), &options, &mut watcher, now)
        }
        Source::Pieces => {
            let keep = options.on_rejected == OnRejected::Abort;
            let mut pieces = Pieces::new(pieces, watcher.clone(), keep);
            workspace.import_csv_watched(&mut pieces, &options, &mut watcher, now)
        }
    };
    let report = report.map_err(|error| ErrorInfo::from(&error))?;
    serde_json::to_string(&report).map_err(|problem| error("binding.answer", problem.to_string()))
}

/// Tells JavaScript how far the import has come, and the import whether JavaScript stopped it.
#[derive(Clone, Debug)]
struct Watcher {
    ticket: u32,
    outlet: Outlet,
    stopped: Arc<AtomicBool>,
}

impl Watcher {
    fn want(&self) {
        self.outlet.send(self.ticket, Event::Wanted, String::new());
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }
}

impl ImportWatcher for Watcher {
    fn progress(&mut self, progress: &ImportProgress) -> ControlFlow<()> {
        let text = serde_json::to_string(progress).unwrap_or_default();
        self.outlet.send(self.ticket, Event::Progress, text);
        if self.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn rejected(&mut self, csv: &str) {
        self.outlet.send(self.ticket, Event::Rejected, csv.to_owned());
    }
}
