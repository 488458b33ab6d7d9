//! The main job, end to end: a messy customer file and a month of messages become a clean, tagged,
//! prioritised, answered and audited workspace.

#![allow(clippy::print_stdout)]

mod activity_file;
mod arguments;
mod progress;
mod replay;
mod sample;

use std::error::Error;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use chrono::{DateTime, TimeDelta, Utc};
use scrm_core::foundation::Coded;
use scrm_core::import::{ImportOptions, ImportReport, Mapping};
use scrm_core::playbook::Playbook;
use scrm_core::workspace::{ImportProgress, ImportWatcher, Workspace, WorkspaceError};
use scrm_sqlite::{SqliteOptions, SqliteStore, Synchronous, import_file};

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
        Some(path) => {
            Playbook::read(&read_text(path)?).map_err(|error| format!("{}: {error}", path.display()))?
        }
        None => Playbook::standard(),
    };
    let is_sample = arguments.customers.is_none() && arguments.messages.is_none();
    // The sample ends on a fixed day, so that the demo says the same every time.
    let now = if is_sample { sample::end() } else { present()? };

    fs::create_dir_all(&arguments.out)?;
    let database = arguments.out.join("crm.db");
    remove_database(&database)?;
    // A month in seconds: the demo would rather write the file a few times than after every minute of it, and whoever
    // stops it begins again.
    let options = SqliteOptions {
        synchronous: Synchronous::Grouped { commits: 1_000 },
        log_bytes: 512 * 1024 * 1024,
        ..SqliteOptions::default()
    };
    let workspace = Workspace::new(Box::new(SqliteStore::open(&database, &options)?), &playbook)?;
    let progress = Progress::new(arguments.quiet);

    let imported = import(arguments, &workspace, &progress, now)?;
    let month = replay::run(arguments, &workspace, &progress, now)?;

    progress.step("Auditing");
    let report = workspace.report(now)?;
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
    workspace: &Workspace,
    progress: &Progress,
    now: DateTime<Utc>,
) -> Result<ImportReport, Box<dyn Error>> {
    let Some((path, source)) = customer_file(arguments)? else { return Ok(ImportReport::default()) };
    let mut options = ImportOptions::new(&source);
    if let Some(map) = &arguments.map {
        options.mapping =
            Mapping::read(&read_text(map)?).map_err(|error| format!("{}: {error}", map.display()))?;
    }
    let size = fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?.len();
    progress.begin("Reading customers", size);
    let mut watcher = Watcher { progress, rejected: String::new() };
    let report = import_file(workspace, &path, &options, &mut watcher, now)
        .map_err(|error| refusal(&path, &error, arguments.map.is_some()))?;
    if !watcher.rejected.is_empty() {
        fs::write(arguments.out.join("rejected.csv"), &watcher.rejected)?;
    }
    Ok(report)
}

/// Why a file was not imported, and what to do about it.
fn refusal(path: &Path, error: &WorkspaceError, has_mapping: bool) -> String {
    let known = scrm_core::import::ERRORS.iter().find(|entry| entry.code == error.code());
    let help = known.map_or("", |entry| entry.help);
    let mapping = if error.code().starts_with("import.header.") && !has_mapping {
        "\nA mapping is given by --map FILE; examples/mappings has two to begin from."
    } else {
        ""
    };
    format!("{}: {error}\n{help}{mapping}", path.display())
}

/// The caller's customer file or the sample, with the name of its source; `None` for messages alone.
fn customer_file(arguments: &Arguments) -> Result<Option<(PathBuf, String)>, Box<dyn Error>> {
    if let Some(path) = &arguments.customers {
        let source = path.file_stem().map_or_else(String::new, |name| source_name(&name.to_string_lossy()));
        return Ok(Some((path.clone(), source)));
    }
    if arguments.messages.is_some() {
        return Ok(None);
    }
    let path = arguments.out.join("sample-customers.csv");
    fs::write(&path, sample::customers())?;
    Ok(Some((path, "sample".to_owned())))
}

/// A file's name as the name of a source: letters, digits, `_`, `-` and `.`.
fn source_name(file: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '-' };
    file.chars().map(plain).collect()
}

/// Shows how far the file has been read, and keeps the rows to mend.
struct Watcher<'p> {
    progress: &'p Progress,
    rejected: String,
}

impl ImportWatcher for Watcher<'_> {
    fn progress(&mut self, progress: &ImportProgress) -> ControlFlow<()> {
        self.progress.at(progress.bytes);
        ControlFlow::Continue(())
    }

    fn rejected(&mut self, csv: &str) {
        self.rejected.push_str(csv);
    }
}

/// The demo is a host, and hosts have a clock.
fn present() -> Result<DateTime<Utc>, Box<dyn Error>> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    Ok(DateTime::UNIX_EPOCH + TimeDelta::from_std(since)?)
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
