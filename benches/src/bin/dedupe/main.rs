//! How good dedupe is on labelled data: `cargo xtask bench dedupe`.
//!
//! - `dedupe [FOLDER] [--wrong] [--model]`: the folder of the data sets; `--wrong` lists what was merged wrongly and what
//!   was missed, `--model` says what each grade of each field is worth.
//! - `dedupe [FOLDER] --write OUT [--full]`: writes the sets, and contacts, as CSV for the peers; `--full` a million too.
//! - `dedupe --linked FILE`, `dedupe --generated ROWS`: links one set that was written, or so many contacts, and prints
//!   figures as JSON. Time and memory are those of the process, so each set gets one of its own.
//! - `dedupe --queries ROWS`: fits so many contacts and asks for ten thousand others, one at a time.

#![allow(clippy::print_stdout)]

mod labelled;
mod linkage;
mod names;
mod queries;
mod sets;

use std::error::Error;
use std::path::{Path, PathBuf};

/// Sizes of the tables of contacts; the last only where everything is asked for.
const CONTACTS: [u64; 3] = [10_000, 100_000, 1_000_000];

fn main() -> Result<(), Box<dyn Error>> {
    let (mut data, mut full) = (None, false);
    let (mut out, mut linked, mut rows, mut asked) = (None, None, None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--write" => out = arguments.next().map(PathBuf::from),
            "--linked" => linked = arguments.next().map(PathBuf::from),
            "--generated" => rows = arguments.next().map(|rows| rows.parse()).transpose()?,
            "--queries" => asked = arguments.next().map(|rows| rows.parse()).transpose()?,
            "--full" => full = true,
            "--wrong" | "--model" => {}
            unknown if unknown.starts_with("--") => return Err(format!("there is no {unknown}").into()),
            _ => data = Some(PathBuf::from(argument)),
        }
    }
    let data = data.or_else(|| std::env::var_os("SCRM_DATA").map(PathBuf::from));
    let data = data.unwrap_or_else(|| PathBuf::from("../shared/data"));
    if let Some(file) = linked {
        linkage::measure_one(&sets::read(&file)?)?;
    } else if let Some(rows) = rows {
        linkage::measure_one(&sets::generated(rows))?;
    } else if let Some(rows) = asked {
        queries::measure(rows)?;
    } else if let Some(out) = out {
        write(&data, &out, full)?;
    } else {
        names::measure(&data)?;
        linkage::measure(&data)?;
    }
    Ok(())
}

/// Writes every set into a folder.
fn write(data: &Path, out: &Path, full: bool) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(out)?;
    for set in sets::all(data)? {
        set.write(out)?;
    }
    for rows in CONTACTS.into_iter().take(if full { 3 } else { 2 }) {
        sets::generated(rows).write(out)?;
    }
    Ok(())
}
