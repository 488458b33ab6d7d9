//! Rows read, normalised, deduplicated, tagged, prioritised and committed to SQLite, each size in a process
//! of its own so that memory is its own.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use chrono::{DateTime, TimeDelta, Utc};
use scrm_benches::{peak_memory_mib, processor_seconds, scratch, timed};
use scrm_core::import::ImportOptions;
use scrm_core::playbook::Playbook;
use scrm_core::workspace::Workspace;
use scrm_sqlite::{SqliteOptions, SqliteStore, import_file};
use scrm_testkit::generator::{CUSTOMER_HEADER, CustomerRows};

const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];

fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1) {
        Some(rows) => measure(rows.parse()?),
        None => {
            println!("{:>9} {:>8} {:>8} {:>10} {:>9}", "rows", "wall s", "cpu s", "rows/s", "peak MiB");
            for rows in SIZES {
                let status = Command::new(std::env::current_exe()?).arg(rows.to_string()).status()?;
                if !status.success() {
                    return Err(format!("the run with {rows} rows failed").into());
                }
            }
            Ok(())
        }
    }
}

fn measure(rows: u64) -> Result<(), Box<dyn Error>> {
    let folder = scratch("import")?;
    let file = folder.join("customers.csv");
    write_rows(&file, rows)?;
    let store = SqliteStore::open(folder.join("crm.db"), &SqliteOptions::default())?;
    let workspace = Workspace::new(Box::new(store), &Playbook::standard())?;
    let cpu_before = processor_seconds();
    let options = ImportOptions::new("bench");
    let (seconds, report) = timed(|| import_file(&workspace, &file, &options, &mut (), now()));
    let counts = report?.counts;
    println!(
        "{:>9} {seconds:>8.2} {:>8.2} {:>10.0} {:>9.1}   {} created, {} merged, {} unchanged, {} rejected",
        counts.read,
        processor_seconds() - cpu_before,
        rows as f64 / seconds,
        peak_memory_mib(),
        counts.created,
        counts.merged,
        counts.unchanged,
        counts.rejected,
    );
    drop(workspace);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_780_279_200)
}

fn write_rows(file: &Path, rows: u64) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(out, "{CUSTOMER_HEADER}")?;
    let mut line = String::new();
    for row in CustomerRows::new(2_026, rows, now()) {
        line.clear();
        row.write_csv(&mut line);
        out.write_all(line.as_bytes())?;
    }
    out.flush()
}
