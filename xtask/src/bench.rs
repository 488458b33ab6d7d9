//! `cargo xtask bench`: figures, measured in one run each.

use crate::command::{self, Outcome, cargo};
use crate::python;

const BENCHES: &[&str] = &["import", "receive", "python"];

/// Runs one bench, or all.
pub(crate) fn run(names: &[String]) -> Outcome {
    let chosen: Vec<&str> =
        if names.is_empty() { BENCHES.to_vec() } else { names.iter().map(String::as_str).collect() };
    for name in chosen {
        if !BENCHES.contains(&name) {
            return Err(format!("there is no bench `{name}`; there are {}", BENCHES.join(", ")));
        }
        if name == "python" {
            python::bench()?;
            continue;
        }
        command::run(&mut cargo(&[
            "run",
            "--quiet",
            "--profile",
            "bench",
            "--package",
            "scrm-benches",
            "--bin",
            name,
        ]))?;
    }
    Ok(())
}
