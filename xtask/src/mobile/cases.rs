//! The shared cases: written ready to call, and judged once they are answered.

use std::path::Path;
use std::process::Command;

use crate::command::{self, Outcome, cargo};

pub(super) fn expand(file: &Path) -> Outcome {
    command::run(conformance().arg("expand").arg(file))
}

pub(super) fn judge(answers: &Path, language: &str) -> Outcome {
    command::run(conformance().arg("judge").arg(answers).args(["--language", language]))
}

fn conformance() -> Command {
    cargo(&["run", "--quiet", "--profile", "ci", "--package", "scrm-conformance", "--"])
}
