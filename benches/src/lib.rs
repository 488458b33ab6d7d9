//! What the measurements share: a clock, the peak of memory, scratch folders.

use std::path::PathBuf;
use std::time::Instant;

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
