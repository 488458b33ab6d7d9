//! `cargo xtask test` and `cargo xtask ci`.

use crate::command::{self, Outcome, cargo};
use crate::{conformance, demo, docs, generate, plants};

/// Everything that must hold.
pub(crate) fn run() -> Outcome {
    step("Rust: units, properties, examples, stores", || {
        command::run(&mut cargo(&["test", "--profile", "ci", "--workspace", "--exclude", "scrm-benches"]))
    })?;
    step("Conformance", conformance::run)?;
    step("Planted defects", plants::run)?;
    step("Generated documents", || docs::run(true))?;
    step("Generated bindings", || generate::run(true))?;
    step("The demo", || {
        let folder = command::root().join("target/demo");
        demo::run(&["--out".to_owned(), folder.display().to_string(), "--quiet".to_owned()])
    })
}

/// What runs before a change lands.
pub(crate) fn ci() -> Outcome {
    step("Format", || command::run(&mut cargo(&["fmt", "--all", "--check"])))?;
    step("Clippy", || {
        command::run(&mut cargo(&[
            "clippy",
            "--profile",
            "ci",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    step("Documentation", || {
        command::run(
            cargo(&["doc", "--workspace", "--no-deps", "--exclude", "xtask"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    })?;
    run()
}

fn step(name: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    println!("\n== {name}");
    let started = std::time::Instant::now();
    let outcome = work();
    println!(
        "== {name}: {} ({:.0} s)",
        if outcome.is_ok() { "ok" } else { "failed" },
        started.elapsed().as_secs_f64()
    );
    outcome
}
