//! What the measurements share: a clock, the peak of memory, scratch folders, data sets as files hold them.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use scrm_core::import::ImportConfig;
use scrm_core::import::csv::{CsvOptions, RecordReader};

/// The rows of a CSV file, its header among them; nothing where it is absent.
///
/// # Errors
/// Where it is no CSV file.
pub fn csv_rows(file: &Path) -> Result<Option<Vec<Vec<String>>>, Box<dyn Error>> {
    let Ok(bytes) = std::fs::read(file) else { return Ok(None) };
    let mut reader = RecordReader::new(&CsvOptions::default(), &ImportConfig::standard().limits)?;
    let mut rows = Vec::new();
    let mut drain = |reader: &mut RecordReader| -> Result<(), Box<dyn Error>> {
        while let Some(record) = reader.next_record()? {
            rows.push(record.cells().map(str::to_owned).collect());
        }
        Ok(())
    };
    for piece in bytes.chunks(1 << 20) {
        reader.feed(piece)?;
        drain(&mut reader)?;
    }
    reader.finish()?;
    drain(&mut reader)?;
    Ok(Some(rows))
}

/// FNV-1a with 64 bits: what divides sets into parts, the same everywhere.
#[must_use]
pub fn hash(text: &str) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    text.bytes().fold(0xCBF2_9CE4_8422_2325, add)
}

/// Seconds that `work` takes, with its result.
pub fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = work();
    (started.elapsed().as_secs_f64(), result)
}

/// The middle of several measurements.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The most memory this process ever held, in MiB; 0 where the system does not say.
#[must_use]
pub fn peak_memory_mib() -> f64 {
    memory_mib("VmHWM:")
}

/// The memory that this process holds now, in MiB; 0 where the system does not say.
#[must_use]
pub fn resident_memory_mib() -> f64 {
    memory_mib("VmRSS:")
}

fn memory_mib(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let rest = status.lines().find_map(|found| found.strip_prefix(line));
    let kib: f64 = rest.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default();
    kib / 1_024.0
}

/// Processor seconds that this process has used, in all its threads.
#[must_use]
pub fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: f64 = [11, 12].iter().filter_map(|index| fields.get(*index)?.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// A fresh folder for this process, on the same disk as the build.
///
/// # Errors
/// Where the folder cannot be made.
pub fn scratch(name: &str) -> std::io::Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("scrm-bench-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
