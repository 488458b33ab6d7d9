//! Running other programs.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a step of the work answers: nothing, or what went wrong.
pub(crate) type Outcome = Result<(), String>;

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map_or_else(|| manifest.clone(), PathBuf::from)
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from))
}

/// What cargo built in a profile, by its file's name.
pub(crate) fn built(profile: &str, name: &str) -> PathBuf {
    // Cargo keeps these two under names of their own.
    let folder = match profile {
        "bench" => "release",
        "dev" => "debug",
        other => other,
    };
    target().join(folder).join(name)
}

/// The folder of real data sets.
pub(crate) fn data() -> PathBuf {
    std::env::var_os("SCRM_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from)
}

/// Cargo, in the workspace.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(arguments);
    command
}

/// Runs a program to its end, its output shown.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let shown = format!("{command:?}");
    let status = command.status().map_err(|error| format!("{shown}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{shown} ended with {status}")) }
}

/// Runs a program to its end, its output shown and also handed over line by line.
pub(crate) fn run_watched(command: &mut Command, mut line_written: impl FnMut(&str)) -> Outcome {
    let shown = format!("{command:?}");
    let broken = |error: std::io::Error| format!("{shown}: {error}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(broken)?;
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines()) {
        let line = line.map_err(broken)?;
        println!("{line}");
        line_written(&line);
    }
    let status = child.wait().map_err(broken)?;
    if status.success() { Ok(()) } else { Err(format!("{shown} ended with {status}")) }
}

/// Runs a program to its end and gives what it wrote to its standard output, and whether it succeeded.
pub(crate) fn output(command: &mut Command) -> Result<(bool, String), String> {
    let shown = format!("{command:?}");
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{shown}: {error}"))?;
    Ok((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned()))
}
