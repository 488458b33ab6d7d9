//! Runs the shared conformance cases: `scrm-conformance [FOLDER]`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/cases"));
    let folder = std::env::args_os().nth(1).map_or_else(beside, PathBuf::from);
    let mut out = std::io::stdout().lock();
    match scrm_conformance::run(&folder) {
        Ok(summary) => {
            let written = writeln!(out, "{summary}");
            if summary.holds() && written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            let _ = writeln!(out, "the cases cannot be read: {error}");
            ExitCode::FAILURE
        }
    }
}
