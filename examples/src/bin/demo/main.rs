//! The main job, end to end: a messy customer file and a month of messages become a clean, tagged,
//! prioritised, answered and audited workspace.

#![allow(clippy::print_stdout)]

mod activity_file;
mod arguments;
mod progress;
mod replay;
mod sample;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufReader, Cursor};
use std::path::Path;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use scrm_core::import::{ImportOptions, ImportReport, Mapping};
use scrm_core::playbook::Playbook;
use scrm_core::workspace::{ImportSource, Workspace};
use scrm_sqlite::{SqliteOptions, SqliteStore, Synchronous};

use arguments::Arguments;
use progress::Progress;

fn main() -> ExitCode {
    let from = std::env::var_os("SCRM_DEMO_FROM").map_or_else(|| ".".into(), std::path::PathBuf::from);
    let outcome = Arguments::read(std::env::args().skip(1), &from)
        .map_err(Into::into)
        .and_then(|arguments| run(&arguments));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let playbook = match &arguments.playbook {
        Some(path) => Playbook::read(&read_text(path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?,
        None => Playbook::standard(),
    };
    let is_sample = arguments.customers.is_none() && arguments.messages.is_none();
    // The sample ends on a fixed day, so that the demo says the same every time.
    let now = if is_sample { sample::end() } else { Utc::now() };

    fs::create_dir_all(&arguments.out)?;
    let database = arguments.out.join("crm.db");
    remove_database(&database)?;
    let options = SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() };
    let workspace = Workspace::new(Box::new(SqliteStore::open(&database, &options)?), &playbook)?;
    let progress = Progress::new(arguments.quiet);

    let imported = import(arguments, &playbook, &workspace, &progress, now)?;
    let month = replay::run(arguments, &workspace, &progress, now)?;

    progress.step("Auditing");
    let mut report = workspace.report(now)?;
    report.add_import(&imported);
    fs::write(arguments.out.join("report.html"), report.to_html())?;
    fs::write(arguments.out.join("report.json"), serde_json::to_string_pretty(&report)?)?;
    fs::write(arguments.out.join("report.md"), report.to_markdown())?;
    progress.finish();

    let counts = imported.counts;
    println!(
        "\nCustomers   {} rows read: {} new, {} merged into known ones, {} unchanged, {} rejected",
        counts.read, counts.created, counts.merged, counts.unchanged, counts.rejected
    );
    println!(
        "Messages    {} received, {} answered by a rule; {} replies sent, {} timers fired, {} notices for people",
        month.received, month.answered, month.sent, month.fired, month.notices
    );
    println!("\n{}", report.to_terminal());
    println!("\nLook at    {}", arguments.out.join("report.html").display());
    println!("Data       {}", arguments.out.join("report.json").display());
    println!("Database   {}", database.display());
    Ok(())
}

/// Imports the caller's file or the sample, and writes the rejected rows for mending.
fn import(
    arguments: &Arguments,
    playbook: &Playbook,
    workspace: &Workspace,
    progress: &Progress,
    now: DateTime<Utc>,
) -> Result<ImportReport, Box<dyn Error>> {
    let mapping = match &arguments.map {
        Some(path) => Some(
            Mapping::read(&read_text(path)?).map_err(|error| format!("{}: {error}", path.display()))?,
        ),
        None => None,
    };
    let mut options = ImportOptions { mapping, ..ImportOptions::default() };
    options.region.get_or_insert_with(|| playbook.workspace.region.as_str().into());
    let (mut input, size): (Box<dyn ImportSource>, u64) = match &arguments.customers {
        Some(path) => {
            options.source = path.file_stem().map(|name| name.to_string_lossy().as_ref().into());
            let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
            let size = file.metadata()?.len();
            (Box::new(BufReader::new(file)), size)
        }
        None if arguments.messages.is_some() => (Box::new(Cursor::new("Name\n")), 5),
        None => {
            options.source = Some("sample".into());
            let file = sample::customers();
            let size = file.len() as u64;
            (Box::new(Cursor::new(file)), size)
        }
    };
    progress.begin("Reading customers", size);
    let report = workspace.import_csv_with_progress(&mut *input, &options, &mut |done| {
        progress.at(done.bytes);
        std::ops::ControlFlow::Continue(())
    }, now)?;
    if let Some(rejected) = &report.rejected_csv {
        fs::write(arguments.out.join("rejected.csv"), rejected)?;
    }
    Ok(report)
}

fn read_text(path: &Path) -> Result<String, Box<dyn Error>> {
    Ok(fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn remove_database(database: &Path) -> std::io::Result<()> {
    for ending in ["", "-wal", "-shm", ".owner"] {
        let mut name = database.as_os_str().to_owned();
        name.push(ending);
        match fs::remove_file(&name) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
