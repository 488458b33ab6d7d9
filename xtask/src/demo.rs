//! `cargo xtask demo`.

use crate::command::{self, Outcome, cargo};

/// Builds and runs the demo. It shares the compiled dependencies of the tests.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    eprintln!("Building the demo (a few minutes the first time) …");
    let directory = std::env::current_dir().map_err(|error| error.to_string())?;
    let mut demo =
        cargo(&["run", "--quiet", "--profile", "ci", "--package", "scrm-examples", "--bin", "demo", "--"]);
    // Files are named from where the caller stands.
    demo.args(arguments).env("SCRM_DEMO_FROM", directory);
    command::run(&mut demo)
}
