//! `cargo xtask gen`: what the bindings have of the operations table, generated from it.

use crate::command::{self, Outcome, cargo};

/// Writes the generated files, or with `check` fails where one is stale.
pub(crate) fn run(check: bool) -> Outcome {
    // Without optimisation: building the schemas takes minutes with it, and they are written in a second.
    let mut generator = cargo(&["run", "--quiet", "--package", "scrm-api-gen", "--"]);
    command::run(generator.arg(if check { "check" } else { "write" }))
}
