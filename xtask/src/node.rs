//! The Node binding: built, tested, packed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Outcome, built, cargo, data, root};
use crate::package::{check_size, keep_small};

/// The platform's name in npm's packages.
const PLATFORM: &str = "linux-x64-gnu";

fn folder() -> PathBuf {
    root().join("bindings-node")
}

fn run_in(folder: &Path, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments);
    command
}

fn install(folder: &Path) -> Outcome {
    command::run(&mut run_in(folder, "npm", &["install", "--no-progress", "--loglevel=error"]))
}

/// Builds the native library, and puts it where `lib/` finds it under `name`.
fn build(profile: &str, features: &[&str], place: &Path) -> Outcome {
    let features = features.join(",");
    let arguments =
        ["build", "--quiet", "--profile", profile, "--package", "scrm-node", "--features", &features];
    command::run(keep_small(&mut cargo(&arguments), profile))?;
    let library = built(profile, "libscrm_node.so");
    // A library that is loaded somewhere keeps its old file.
    let _ = fs::remove_file(place);
    copy(&library, place)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(drop).map_err(|error| format!("{}: {error}", from.display()))
}

/// Builds it, and runs its tests, the check of its types, and the example.
pub(crate) fn test() -> Outcome {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(format!("the Node binding is laid out for {PLATFORM} only"));
    }
    let node = folder();
    build("ci", &["panics"], &node.join("scrm.panics.node"))?;
    build("ci", &[], &node.join(format!("scrm.{PLATFORM}.node")))?;
    install(&node)?;
    command::run(&mut run_in(&node, "npx", &["--no-install", "tsc", "--project", "test/types"]))?;
    conformance(&node)?;
    let example = root().join("examples/node");
    install(&example)?;
    let counts = [run_tests(&node, "test")?, run_tests(&example, ".")?];
    let passed: u64 = counts.iter().map(|counts| counts.0).sum();
    let failed: u64 = counts.iter().map(|counts| counts.1).sum();
    println!("Node: {passed} passed, {failed} failed");
    if passed > 0 && failed == 0 { Ok(()) } else { Err("the Node binding's tests failed".to_owned()) }
}

/// Runs the shared cases through the public methods, and has their answers judged.
fn conformance(node: &Path) -> Outcome {
    let [cases, answers] =
        ["cases.json", "answers.jsonl"].map(|name| node.join("test").join(name).display().to_string());
    let conformance = |arguments: &[&str]| {
        let mut command =
            cargo(&["run", "--quiet", "--profile", "ci", "--package", "scrm-conformance", "--"]);
        command::run(command.args(arguments))
    };
    conformance(&["expand", &cases])?;
    command::run(&mut run_in(node, "node", &["test/conformance.mjs", &cases, &answers]))?;
    conformance(&["judge", &answers, "--language", "node"])
}

/// Runs the test files of a folder: how many tests passed and how many failed.
fn run_tests(folder: &Path, tests: &str) -> Result<(u64, u64), String> {
    let listing = fs::read_dir(folder.join(tests)).map_err(|error| format!("{tests}: {error}"))?;
    let names = listing.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut files: Vec<String> =
        names.filter(|name| name.ends_with(".test.mjs")).map(|name| format!("{tests}/{name}")).collect();
    files.sort();
    let mut command = run_in(folder, "node", &["--test", "--test-reporter=tap"]);
    let (succeeded, text) = command::output(command.args(&files))?;
    let count = |what: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(what));
        line.and_then(|number| number.trim().parse().ok()).unwrap_or(0_u64)
    };
    let (passed, failed) = (count("# pass "), count("# fail ") + count("# cancelled "));
    if !succeeded {
        println!("{text}");
    }
    if passed == 0 || (failed == 0 && !succeeded) {
        return Err(format!("{}: no test passed, or the run broke off", folder.display()));
    }
    Ok((passed, failed))
}

/// Measures it beside the same calls in Rust, and beside the matchers on npm.
pub(crate) fn bench() -> Outcome {
    let mut bench = bench_program("node.mjs")?;
    let program =
        ["build", "--quiet", "--profile", "bench", "--package", "scrm-benches", "--bin", "bindings"];
    command::run(&mut cargo(&program))?;
    command::run(bench.arg(built("bench", "bindings")).arg(data()))
}

/// A program of the benches, with the library as it is handed out and its peers.
pub(crate) fn bench_program(name: &str) -> Result<Command, String> {
    let folder = root().join("benches/bindings");
    let library = folder.join("scrm.node");
    build("dist", &[], &library)?;
    install(&folder)?;
    let mut program = run_in(&folder, "node", &[name]);
    program.env("SCRM_NATIVE_LIBRARY", &library);
    Ok(program)
}

/// Packs it into `target/dist`, and tries the packages in a folder of their own.
pub(crate) fn dist() -> Outcome {
    let node = folder();
    let dist = root().join("target/dist");
    let [package, native] =
        ["scrm".to_owned(), format!("scrm-{PLATFORM}")].map(|name| dist.join("npm").join(name));
    for folder in [&package, &native] {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let library = format!("scrm.{PLATFORM}.node");
    build("dist", &[], &native.join(&library))?;
    check_size(&native.join(&library))?;
    copy(&node.join("npm").join(PLATFORM).join("package.json"), &native.join("package.json"))?;
    copy(&node.join("package.json"), &package.join("package.json"))?;
    copy(&node.join("README.md"), &package.join("README.md"))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&root().join(licence), &package.join(licence))?;
        copy(&root().join(licence), &native.join(licence))?;
    }
    command::run(Command::new("cp").arg("-r").arg(node.join("lib")).arg(&package))?;
    // What only the tests need stays here; what the package needs is named with its version.
    let needs = format!("optionalDependencies.scrm-{PLATFORM}={}", env!("CARGO_PKG_VERSION"));
    command::run(&mut run_in(&package, "npm", &["pkg", "delete", "devDependencies", "scripts"]))?;
    command::run(&mut run_in(&package, "npm", &["pkg", "set", &needs]))?;
    for folder in [&package, &native] {
        let place = dist.display().to_string();
        command::run(&mut run_in(folder, "npm", &["pack", "--silent", "--pack-destination", &place]))?;
    }
    try_packages(&dist)
}

/// Installs the packages without a registry and takes a message in, from both kinds of module.
fn try_packages(dist: &Path) -> Outcome {
    let version = env!("CARGO_PKG_VERSION");
    let fresh = dist.join("npm/fresh");
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh).map_err(|error| error.to_string())?;
    fs::write(fresh.join("package.json"), "{ \"private\": true }\n").map_err(|error| error.to_string())?;
    let packages = ["scrm".to_owned(), format!("scrm-{PLATFORM}")]
        .map(|name| dist.join(format!("{name}-{version}.tgz")).display().to_string());
    let [package, native] = &packages;
    command::run(&mut run_in(&fresh, "npm", &["install", "--offline", "--silent", package, native]))?;
    let modules = [
        ("--input-type=module", "import { Workspace } from \"scrm\";"),
        ("--input-type=commonjs", "const { Workspace } = require(\"scrm\");"),
    ];
    for (kind, import) in modules {
        let program = format!("{import}\n{}", include_str!("node_smoke.js"));
        command::run(&mut run_in(&fresh, "node", &[kind, "--eval", &program]))?;
    }
    println!("Node: {package} and {native}");
    Ok(())
}
