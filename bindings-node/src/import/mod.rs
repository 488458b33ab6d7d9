//! Importing on a thread of its own, while calls go on between the batches.

mod pieces;
mod rows;

use std::fmt;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use chrono::{DateTime, Utc};
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use scrm_core::api::{defect, given_json, read_import_options, read_time, unreadable_file};
use scrm_core::foundation::ErrorInfo;
use scrm_core::import::{ImportOptions, OnRejected};
use scrm_core::workspace::{ImportProgress, ImportWatcher, Workspace};

use crate::guard::guarded;
use crate::outlet::{Event, Outlet};
use crate::text::{refusal, reply};
use pieces::Pieces;
pub(crate) use rows::Rows;

/// Where the rows come from.
#[derive(Debug)]
pub(crate) enum Source {
    /// A file.
    Path(String),
    /// Whatever JavaScript hands over, piece by piece.
    Pieces,
    /// A JSON list of objects.
    Rows(String),
}

/// What an import is asked for.
#[derive(Debug)]
pub(crate) struct Request {
    options: ImportOptions,
    now: DateTime<Utc>,
}

impl Request {
    /// Reads the options, and the time of the call.
    pub(crate) fn read(options: &str, now: &str) -> Result<Self, ErrorInfo> {
        Ok(Self {
            options: read_import_options(&given_json(options)?)?,
            now: read_time("now", &given_json(now)?)?,
        })
    }
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
    /// Begins an import and settles the watcher's ticket with its report. `done` runs just before that.
    pub(crate) fn begin(
        workspace: Arc<Workspace>,
        source: Source,
        request: Request,
        watcher: Watcher,
        done: impl FnOnce() + Send + 'static,
    ) -> Self {
        let (sender, receiver) = channel();
        let pieces = matches!(source, Source::Pieces).then_some(sender);
        let stopped = Arc::clone(&watcher.stopped);
        std::thread::spawn(move || {
            let outcome = guarded("importing", || request.run(&workspace, source, receiver, watcher.clone()));
            drop(workspace);
            done();
            watcher.outlet.send(watcher.ticket, Event::Settled, reply(outcome));
        });
        Self { pieces, stopped }
    }
}

impl Request {
    fn run(
        self,
        workspace: &Workspace,
        source: Source,
        pieces: Receiver<Vec<u8>>,
        mut watcher: Watcher,
    ) -> Result<String, ErrorInfo> {
        let Self { options, now } = self;
        let report = match source {
            Source::Path(path) => {
                let path = PathBuf::from(path);
                // Said of the argument, before the import says anything of the file.
                File::open(&path).map_err(|error| unreadable_file("source", &error))?;
                scrm_sqlite::import_file(workspace, &path, &options, &mut watcher, now)
            }
            Source::Rows(json) => {
                let mut rows = Rows::read("rows", &json)?;
                workspace.import_table(&mut rows, &options, &mut watcher, now)
            }
            Source::Pieces => {
                let keep = options.on_rejected == OnRejected::Abort;
                let mut pieces = Pieces::new(pieces, watcher.clone(), keep);
                workspace.import_csv_watched(&mut pieces, &options, &mut watcher, now)
            }
        };
        let report = report.map_err(|error| ErrorInfo::from(&error))?;
        serde_json::to_string(&report).map_err(|_| defect())
    }
}

/// Tells JavaScript how far the import has come, and the import whether JavaScript stopped it.
#[derive(Clone, Debug)]
pub(crate) struct Watcher {
    ticket: u32,
    outlet: Outlet,
    stopped: Arc<AtomicBool>,
}

impl Watcher {
    pub(crate) fn new(ticket: u32, outlet: &Outlet) -> Self {
        Self { ticket, outlet: outlet.clone(), stopped: Arc::new(AtomicBool::new(false)) }
    }

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
