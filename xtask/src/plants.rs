//! `cargo xtask plants`: a reliability test that cannot fail is worth nothing.
//!
//! Each line of `trust-tests.txt` names a test of TRUST and the defect planted for it. The plants are
//! compiled in by one build with `--cfg plant`; every test must then be green without a defect and red with
//! its own.

use std::fs;
use std::process::Stdio;

use crate::command::{Outcome, cargo, output, root};

#[cfg(test)]
mod tests;

/// One reliability test and its planted defect.
struct TrustTest {
    id: String,
    package: String,
    filter: String,
    plant: String,
}

fn read_registry() -> Result<Vec<TrustTest>, String> {
    let path = root().join("trust-tests.txt");
    parse_registry(&fs::read_to_string(&path).map_err(|error| format!("trust-tests.txt: {error}"))?)
}

fn parse_registry(text: &str) -> Result<Vec<TrustTest>, String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            match columns.as_slice() {
                [id, package, filter, plant] => Ok(TrustTest {
                    id: (*id).to_owned(),
                    package: (*package).to_owned(),
                    filter: (*filter).to_owned(),
                    plant: (*plant).to_owned(),
                }),
                _ => Err(format!("trust-tests.txt: `{line}` is not: id package test plant")),
            }
        })
        .collect()
}

/// How many tests ran and whether all of them were green.
fn run_test(test: &TrustTest, plant: Option<&str>) -> Result<(u64, bool), String> {
    let mut command = cargo(&["test", "--quiet", "--no-fail-fast", "--lib", "--tests", "--profile", "ci"]);
    command.args(["--package", &test.package, "--", &test.filter]);
    command.env("RUSTFLAGS", "--cfg plant").env("CARGO_TARGET_DIR", root().join("target/plant"));
    command.stderr(Stdio::null());
    match plant {
        Some(plant) => command.env("SCRM_PLANT", plant),
        None => command.env_remove("SCRM_PLANT"),
    };
    let (succeeded, text) = output(&mut command)?;
    Ok((tests_run(&text), succeeded))
}

fn tests_run(text: &str) -> u64 {
    text.lines()
        .filter_map(|line| line.strip_prefix("test result: "))
        .flat_map(|line| line.split(';'))
        .filter_map(|part| {
            let part = part.trim().trim_start_matches("ok. ").trim_start_matches("FAILED. ");
            let (number, what) = part.split_once(' ')?;
            matches!(what, "passed" | "failed").then(|| number.parse::<u64>().ok()).flatten()
        })
        .sum()
}

/// Runs every registered test without and with its defect.
pub(crate) fn run() -> Outcome {
    let mut failures = Vec::new();
    let registry = read_registry()?;
    for test in &registry {
        let (count, green) = run_test(test, None)?;
        let (_, green_with_defect) = run_test(test, Some(&test.plant))?;
        let verdict = match (count, green, green_with_defect) {
            (0, _, _) => "no test ran",
            (_, false, _) => "red without a defect",
            (_, true, true) => "green in spite of the defect",
            (_, true, false) => "",
        };
        println!(
            "{:<4} {:<40} {}",
            test.id,
            test.filter,
            if verdict.is_empty() { "caught its defect" } else { verdict }
        );
        if !verdict.is_empty() {
            failures.push(format!("{}: {verdict}", test.id));
        }
    }
    println!("plants: {} passed, {} failed", registry.len() - failures.len(), failures.len());
    if failures.is_empty() { Ok(()) } else { Err(failures.join("; ")) }
}
