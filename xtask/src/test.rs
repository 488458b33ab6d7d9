//! `cargo xtask test` and `cargo xtask ci`.

use std::process::Command;

use crate::command::{self, Outcome, cargo};
use crate::{conformance, demo, docs, generate, mobile, node, plants, python};

/// Crates that are built each by a call of its own: together they would share features, and the Python module would
/// not load.
const BINDINGS: [&str; 3] = ["scrm-python", "scrm-node", "scrm-mobile"];

/// A language, what is done for it, and how.
type Language = (&'static str, &'static str, fn() -> Outcome);

const LANGUAGES: [Language; 4] = [
    ("rust", "Rust: units, properties, examples, stores", rust),
    ("python", "Python", python::test),
    ("node", "Node", node::test),
    ("mobile", "Kotlin and Swift", mobile::test),
];

/// Everything that must hold, or what must hold in the languages that are named.
pub(crate) fn run(named: &[String]) -> Outcome {
    if named == ["spark"] {
        return step("The recipe for Spark", python::test_spark);
    }
    each(&LANGUAGES, named)?;
    if named.is_empty() { beside_the_languages() } else { Ok(()) }
}

/// Leaves the crates of the bindings out of a call for the whole workspace.
fn without_bindings(mut command: Command) -> Command {
    for name in BINDINGS {
        command.args(["--exclude", name]);
    }
    command
}

fn rust() -> Outcome {
    let tests = cargo(&["test", "--profile", "ci", "--workspace", "--exclude", "scrm-benches"]);
    let mut passed = 0;
    let outcome = command::run_watched(&mut without_bindings(tests), |line| {
        let count = line.strip_prefix("test result: ok. ").and_then(|rest| rest.split(' ').next());
        passed += count.and_then(|count| count.parse().ok()).unwrap_or(0_u64);
    });
    println!("Rust: {passed} passed, {} failed", if outcome.is_ok() { "none" } else { "some" });
    outcome.and_then(|()| if passed > 0 { Ok(()) } else { Err("no Rust test ran".to_owned()) })
}

fn beside_the_languages() -> Outcome {
    step("Conformance", conformance::run)?;
    step("Planted defects", plants::run)?;
    step("Generated documents", || docs::run(true))?;
    step("Generated bindings", || generate::run(true))?;
    step("The demo", || {
        let folder = command::root().join("target/demo");
        demo::run(&["--out".to_owned(), folder.display().to_string(), "--quiet".to_owned()])
    })
}

/// The packages of every language, or of those that are named.
pub(crate) fn dist(named: &[String]) -> Outcome {
    const PACKAGES: [Language; 3] = [
        ("python", "Python: the wheel", python::dist),
        ("node", "Node: the npm packages", node::dist),
        ("mobile", "Kotlin and Swift: the jar, the package folder", mobile::dist),
    ];
    each(&PACKAGES, named)
}

/// Does the work of every language, or of those that are named.
fn each(languages: &[Language], named: &[String]) -> Outcome {
    let known = |name: &String| languages.iter().any(|(language, ..)| language == name);
    if let Some(unknown) = named.iter().find(|name| !known(name)) {
        let all: Vec<&str> = languages.iter().map(|(language, ..)| *language).collect();
        return Err(format!("there is no `{unknown}` here; there are {}", all.join(", ")));
    }
    let chosen =
        languages.iter().filter(|(name, ..)| named.is_empty() || named.iter().any(|chosen| chosen == name));
    chosen.into_iter().try_for_each(|(_, title, work)| step(title, work))
}

/// What runs before a change lands.
pub(crate) fn ci() -> Outcome {
    step("Format", || command::run(&mut cargo(&["fmt", "--all", "--check"])))?;
    step("Clippy", clippy)?;
    step("Documentation", || {
        let doc = cargo(&["doc", "--workspace", "--no-deps", "--exclude", "xtask"]);
        command::run(without_bindings(doc).env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    run(&[])
}

fn clippy() -> Outcome {
    let clippy = |packages: &[&str]| {
        let mut command = cargo(&["clippy", "--profile", "ci", "--all-targets"]);
        command.args(packages);
        command
    };
    let strictly = |mut command: Command| command::run(command.args(["--", "-D", "warnings"]));
    strictly(without_bindings(clippy(&["--workspace"])))?;
    BINDINGS.into_iter().try_for_each(|name| strictly(clippy(&["--package", name])))
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
