//! Importing with two threads: one reads rows and makes of each what can be made of it alone, the other finds
//! out whose they are and commits them.

use std::fs::File;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use chrono::{DateTime, Utc};
use scrm_core::import::{ImportError, ImportOptions, ImportReport, OnRejected};
use scrm_core::workspace::{
    ImportBatch, ImportReader, ImportSession, ImportWatcher, Workspace, WorkspaceError,
};

/// Batches that may wait for the store: enough to keep both threads busy, few enough to keep memory flat.
const WAITING_BATCHES: usize = 3;

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
    let reader = workspace.import_reader(options, now)?;
    let mut session = workspace.begin_import(options, now);
    let (sender, receiver) = sync_channel(WAITING_BATCHES);
    let (spent_sender, spent) = channel();
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || read(reader, &mut file, &sender, &spent));
        let stored = store(&mut session, &receiver, &spent_sender, watcher);
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
fn read<'w>(
    mut reader: ImportReader<'w>,
    file: &mut File,
    sender: &SyncSender<ImportBatch>,
    spent: &Receiver<ImportBatch>,
) -> (ImportReader<'w>, Option<ImportError>) {
    loop {
        // Memory goes back fastest on the thread that took it.
        spent.try_iter().for_each(drop);
        match reader.next_batch(file) {
            Ok(Some(batch)) => {
                if sender.send(batch).is_err() {
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
    receiver: &Receiver<ImportBatch>,
    spent: &Sender<ImportBatch>,
    watcher: &mut dyn ImportWatcher,
) -> Result<bool, WorkspaceError> {
    for batch in receiver {
        if session.take(&batch, watcher)?.is_break() {
            return Ok(true);
        }
        // Nobody listens once the file is read.
        let _ = spent.send(batch);
    }
    Ok(false)
}
