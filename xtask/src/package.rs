//! What holds for the packages of every language.

use std::fs;
use std::path::Path;

use crate::command::Outcome;

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
