//! Importing with two threads: one reads and normalises rows, the other decides and commits them.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use chrono::{DateTime, Utc};
use scrm_core::import::{CsvImport, ImportError, ImportOptions, ImportReport, OnRejected, RowOutcome};
use scrm_core::workspace::{ImportSession, ImportWatcher, Workspace, WorkspaceError};

/// Batches that may wait for the store: enough to keep both threads busy, few enough to keep memory flat.
const WAITING_BATCHES: usize = 4;

/// What the reading thread hands over.
struct Read {
    rows: Vec<RowOutcome>,
    header: Vec<String>,
    bytes: u64,
}

/// Imports a file like [`Workspace::import_csv_watched`], reading on a thread of its own: on two cores it
/// takes little more than the longer of reading and storing.
///
/// An import that aborts on a rejected row reads the file twice on one thread.
///
/// # Errors
/// As [`Workspace::import_csv_watched`].
pub fn import_file(
    workspace: &Workspace,
    path: &Path,
    options: &ImportOptions,
    watcher: &mut dyn ImportWatcher,
    now: DateTime<Utc>,
) -> Result<ImportReport, WorkspaceError> {
    let mut file = File::open(path)
        .map_err(|error| ImportError::Reading { bytes: 0, kind: error.kind().to_string() })?;
    if options.on_rejected == OnRejected::Abort {
        return workspace.import_csv_watched(&mut file, options, watcher, now);
    }
    let reader = workspace.csv_import(options, now)?;
    let mut session = workspace.begin_import(options, now);
    let (sender, receiver) = sync_channel(WAITING_BATCHES);
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || read(reader, &mut file, &sender));
        let stored = store(&mut session, &receiver, watcher);
        // Without a receiver the reader stops at its next batch.
        drop(receiver);
        let (reader, fault) = reading
            .join()
            .map_err(|_| ImportError::Reading { bytes: 0, kind: "the reading thread stopped".to_owned() })?;
        let stopped = stored?;
        let mut report = session.finish(reader.report())?;
        if let Some(error) = fault {
            return Err(error.into());
        }
        report.aborted = stopped;
        Ok(report)
    })
}

/// Reads batch after batch until the end, a fault, or until nobody listens.
fn read(
    mut reader: CsvImport,
    file: &mut File,
    sender: &SyncSender<Read>,
) -> (CsvImport, Option<ImportError>) {
    loop {
        match reader.next_batch(file) {
            Ok(Some(rows)) => {
                let read = Read { rows, header: reader.header().to_vec(), bytes: reader.bytes_read() };
                if sender.send(read).is_err() {
                    return (reader, None);
                }
            }
            Ok(None) => return (reader, None),
            Err(error) => return (reader, Some(error)),
        }
    }
}

/// Stores what arrives; whether the watcher stopped the import.
fn store(
    session: &mut ImportSession<'_>,
    receiver: &Receiver<Read>,
    watcher: &mut dyn ImportWatcher,
) -> Result<bool, WorkspaceError> {
    for read in receiver {
        session.apply(&read.rows)?;
        if let ControlFlow::Break(()) = session.tell(watcher, &read.rows, &read.header, read.bytes) {
            return Ok(true);
        }
    }
    Ok(false)
}
