//! The registry is whole: every test named after a reliability test is in it, and every planted defect.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{parse_registry, read_registry, tests_run};
use crate::command::root;

/// Folders with Rust sources, and the package whose tests they hold.
const SOURCES: [(&str, &str); 4] = [
    ("scrm-core/src", "scrm-core"),
    ("scrm-core/tests", "scrm-core"),
    ("adapters/sqlite", "scrm-sqlite"),
    ("testkit", "scrm-testkit"),
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") {
                rust_files(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every line of the sources with the package it belongs to.
fn lines() -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    for (folder, package) in SOURCES {
        let mut files = Vec::new();
        rust_files(&root().join(folder), &mut files);
        for file in files {
            let text = fs::read_to_string(file).unwrap();
            lines.extend(text.lines().map(|line| (package, line.trim().to_owned())));
        }
    }
    lines
}

/// What stands in quotes after each `marker`.
fn quoted_after<'a>(line: &'a str, marker: &'a str) -> impl Iterator<Item = String> + 'a {
    line.split(marker).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
}

#[test]
fn no_test_is_named_twice() {
    let registry = read_registry().unwrap();
    assert!(registry.len() >= 30, "{}", registry.len());
    let mut seen = BTreeSet::new();
    for test in &registry {
        assert!(seen.insert((&test.package, &test.filter)), "{} {} twice", test.package, test.filter);
    }
}

#[test]
fn a_line_that_is_not_four_words_is_refused() {
    assert_eq!(parse_registry("# nothing\n\nA1 scrm-core trust_a1 a1\n").unwrap().len(), 1);
    assert!(parse_registry("A1 scrm-core trust_a1\n").is_err());
    assert!(parse_registry("A1 scrm-core trust_a1 a1 a2\n").is_err());
}

#[test]
fn every_planted_defect_is_registered_and_planted() {
    let registered: BTreeSet<String> = read_registry().unwrap().into_iter().map(|test| test.plant).collect();
    let planted: BTreeSet<String> = lines()
        .iter()
        .flat_map(|(_, line)| {
            let direct: Vec<String> = quoted_after(line, "is_active(\"").collect();
            direct.into_iter().chain(quoted_after(line, "planted(\"").collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(registered, planted);
}

#[test]
fn every_reliability_test_is_registered() {
    let registry = read_registry().unwrap();
    let mut found = 0;
    for (package, line) in lines() {
        let Some(name) = line.strip_prefix("fn ").filter(|name| name.starts_with("trust_")) else { continue };
        let name = name.split('(').next().unwrap();
        let id = name.split('_').nth(1).unwrap().to_uppercase();
        found += 1;
        let listed = registry.iter().any(|test| test.package == package && test.id == id);
        assert!(listed, "{package}: {name} is not in trust-tests.txt");
    }
    assert!(found >= 40, "{found}");
}

#[test]
fn every_registered_test_exists() {
    let sources = lines();
    for test in read_registry().unwrap() {
        let exists = test.filter.ends_with("::")
            || sources.iter().any(|(package, line)| {
                *package == test.package && line.starts_with("fn ") && line.contains(&test.filter)
            });
        assert!(exists, "{}: there is no test {}", test.package, test.filter);
    }
}

#[test]
fn the_count_of_tests_is_read_from_what_cargo_says() {
    let text = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured\n\
                test result: FAILED. 1 passed; 2 failed; 0 ignored\n";
    assert_eq!(tests_run(text), 6);
}
