//! `cargo xtask conformance`: the shared cases, and the table of what they cover.

use crate::command::{self, Outcome, cargo};

/// Runs the cases in Rust and prints the table.
pub(crate) fn run() -> Outcome {
    command::run(&mut cargo(&["run", "--quiet", "--profile", "ci", "--package", "scrm-conformance"]))
}
