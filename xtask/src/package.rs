//! What holds for the packages of every language.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command::Outcome;

/// What rustc is told about a library that is handed out: only short functions are copied into their callers, and of
/// functions that come out alike, and whose addresses nobody compares, one is kept. It is an eighth smaller so, and finds
/// keywords up to 5 % more slowly.
const SMALL: &str = "-C llvm-args=-inline-threshold=20 -C llvm-args=-addrsig -C link-arg=-Wl,--icf=safe";

/// Has what a profile builds made small where it is handed out.
pub(crate) fn keep_small<'c>(command: &'c mut Command, profile: &str) -> &'c mut Command {
    match profile {
        "dist" => command.env("RUSTFLAGS", SMALL),
        _ => command,
    }
}

/// Bytes that a wheel or a native library may have: people download it, and phones carry it.
const LARGEST: u64 = 12_000_000;

/// Refuses what is too large to hand out.
pub(crate) fn check_size(file: &Path) -> Outcome {
    let bytes = fs::metadata(file).map_err(|error| format!("{}: {error}", file.display()))?.len();
    println!("{}: {:.1} MB", file.display(), bytes as f64 / 1e6);
    if bytes <= LARGEST {
        return Ok(());
    }
    Err(format!("{} has {bytes} bytes; at most {LARGEST} are handed out", file.display()))
}
