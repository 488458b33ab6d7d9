//! `cargo xtask conformance`: the shared cases, and the table of operations and languages.

use crate::command::{self, Outcome, cargo};

/// Runs the cases in Rust and prints the table of all languages whose runners have been judged.
pub(crate) fn run() -> Outcome {
    let runner = ["run", "--quiet", "--profile", "ci", "--package", "scrm-conformance", "--"];
    let outcome = command::run(&mut cargo(&runner));
    command::run(cargo(&runner).arg("table"))?;
    outcome
}
