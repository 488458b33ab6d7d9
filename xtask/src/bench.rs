//! `cargo xtask bench`: figures, measured in one run each.

use crate::command::{self, Outcome, cargo};
use crate::{node, python};

/// A measurement and what runs it.
type Bench = (&'static str, fn() -> Outcome);

const BENCHES: &[Bench] = &[
    ("import", || in_rust("import")),
    ("receive", || in_rust("receive")),
    ("dedupe", || in_rust("dedupe")),
    ("python", python::bench),
    ("node", node::bench),
];

/// Runs the benches that are named, or all.
pub(crate) fn run(names: &[String]) -> Outcome {
    let known = |name: &String| BENCHES.iter().any(|(known, _)| known == name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        let all: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no bench `{unknown}`; there are {}", all.join(", ")));
    }
    let chosen =
        BENCHES.iter().filter(|(name, _)| names.is_empty() || names.iter().any(|chosen| chosen == name));
    chosen.into_iter().try_for_each(|(_, bench)| bench())
}

fn in_rust(name: &str) -> Outcome {
    let program = ["run", "--quiet", "--profile", "bench", "--package", "scrm-benches", "--bin", name];
    command::run(&mut cargo(&program))
}
