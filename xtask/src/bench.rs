//! `cargo xtask bench`: figures, measured in one run each.

use std::process::Command;

use crate::command::{self, Outcome, built, cargo, data, root};
use crate::{node, python};

/// A measurement and what runs it, in full or what is done in minutes.
type Bench = (&'static str, fn(bool) -> Outcome);

const BENCHES: &[Bench] = &[
    ("import", |_| in_rust("import")),
    ("receive", |_| in_rust("receive")),
    ("dedupe", dedupe),
    ("keywords", |_| keywords()),
    ("value", |_| value()),
    ("segment", |_| segment()),
    ("python", |_| python::bench()),
    ("node", |_| node::bench()),
];

/// Runs the benches that are named, or all.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (options, names): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| argument.starts_with("--"));
    if let Some(unknown) = options.iter().find(|option| **option != "--full") {
        return Err(format!("there is no option `{unknown}`; there is --full"));
    }
    let known = |name: &&String| BENCHES.iter().any(|(known, _)| known == name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        let all: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no bench `{unknown}`; there are {}", all.join(", ")));
    }
    let chosen =
        BENCHES.iter().filter(|(name, _)| names.is_empty() || names.iter().any(|chosen| *chosen == name));
    chosen.into_iter().try_for_each(|(_, bench)| bench(!options.is_empty()))
}

fn in_rust(name: &str) -> Outcome {
    let program = ["run", "--quiet", "--profile", "bench", "--package", "scrm-benches", "--bin", name];
    command::run(&mut cargo(&program))
}

/// Ours and the automata in Rust, then ours in other languages beside what those have, on the same keywords and messages.
fn keywords() -> Outcome {
    in_rust("keywords")?;
    let sets = root().join("target/keywords");
    command::run(Command::new(built("bench", "keywords")).arg(data()).arg("--write").arg(&sets))?;
    command::run(python::bench_program("keywords.py")?.arg(&sets))?;
    command::run(node::bench_program("keywords.mjs")?.arg(&sets))
}

/// Ours on the labelled sets, then ours and the peers on the same records, each in a process of its own.
fn dedupe(full: bool) -> Outcome {
    in_rust("dedupe")?;
    let program = built("bench", "dedupe");
    let sets = root().join("target/dedupe");
    let mut write = Command::new(&program);
    command::run(write.arg(data()).arg("--write").arg(&sets).args(full.then_some("--full")))?;
    let peers = root().join("benches/peers");
    let mut measure = python::with_requirements("peers", &peers.join("requirements.txt"))?;
    measure.arg(peers.join("dedupe.py")).arg(&sets).arg(&program);
    command::run(measure.args(full.then_some("--full")))
}

/// Ours, then lifetimes on the same customers and polars on the same lines.
fn value() -> Outcome {
    in_rust("value")?;
    let lines = root().join("target/value-lines.bin");
    command::run(Command::new(built("bench", "value")).arg("--write").arg(&lines))?;
    let peers = root().join("benches/peers");
    let mut measure = python::with_requirements("value", &peers.join("value-requirements.txt"))?;
    let cdnow = data().join("cdnow/cdnow_customers_summary_with_transactions.csv");
    command::run(measure.arg(peers.join("value.py")).arg(&lines).arg(cdnow))
}

/// Ours on a million customers, then what else selects rows on the same columns.
fn segment() -> Outcome {
    in_rust("segment")?;
    let columns = root().join("target/segment-columns");
    command::run(Command::new(built("bench", "segment")).arg("--write").arg(&columns))?;
    let peers = root().join("benches/peers");
    let mut measure = python::with_requirements("segment", &peers.join("segment-requirements.txt"))?;
    command::run(measure.arg(peers.join("segment.py")).arg(&columns))
}
