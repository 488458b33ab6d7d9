//! The Python binding: built, tested, packed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Outcome, cargo, root};

/// The version of the type checker that judges the package's types.
const PYRIGHT: &str = "pyright@1.1";

fn folder() -> PathBuf {
    root().join("bindings-python")
}

/// Where the tools of the tests are installed.
fn workshop() -> PathBuf {
    root().join("target/python")
}

/// A program in the folder of the binding.
fn run_in_binding(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder()).args(arguments);
    command
}

/// An environment of Python's in `place`, made where it is not there; gives the folder of its programs.
fn environment(place: &Path) -> Result<PathBuf, String> {
    let programs = place.join("bin");
    if !programs.join("python").exists() {
        let mut make = Command::new("python3");
        command::run(make.args(["-m", "venv"]).arg(place))?;
    }
    Ok(programs)
}

/// An environment with everything that the tests need.
fn test_environment() -> Result<PathBuf, String> {
    let place = workshop().join("venv");
    let programs = environment(&place)?;
    let install = ["install", "--quiet", "--requirement", "tests/requirements.txt"];
    command::run(&mut run_in_binding(&programs.join("pip"), &install))?;
    Ok(programs)
}

/// Builds the binding, and runs its tests, the checks of its types, the shared cases and the example.
pub(crate) fn test() -> Outcome {
    let programs = test_environment()?;
    let python = programs.join("python");
    let conformance = conformance_program()?;
    let mut build = run_in_binding(
        &programs.join("maturin"),
        &["develop", "--quiet", "--profile", "ci", "--features", "planted-panic"],
    );
    command::run(build.env("VIRTUAL_ENV", workshop().join("venv")))?;
    check_types(&python)?;
    let example = root().join("examples/python/test_deduplicate.py");
    let mut tests = run_in_binding(&python, &["-m", "pytest", "tests"]);
    let (mut passed, mut failed) = (0, 0);
    let outcome = command::run_watched(tests.arg(example).env("SCRM_CONFORMANCE", conformance), |line| {
        passed += count(line, "passed");
        failed += count(line, "failed") + count(line, "error") + count(line, "errors");
    });
    println!("Python: {passed} passed, {failed} failed");
    outcome.and_then(|()| if passed > 0 { Ok(()) } else { Err("no Python test ran".to_owned()) })
}

/// The number before a word of pytest's last line: `12 passed, 1 failed in 3.21s`.
fn count(line: &str, what: &str) -> u64 {
    let words: Vec<&str> = line.trim_matches('=').split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_summary = words.contains(&"in") && line.trim_end_matches('=').trim().ends_with(['s', ')']);
    let place = words.iter().position(|word| *word == what).filter(|_| is_summary);
    place.and_then(|place| words.get(place.checked_sub(1)?)?.parse().ok()).unwrap_or(0)
}

/// The program that expands and judges the shared cases.
fn conformance_program() -> Result<PathBuf, String> {
    command::run(&mut cargo(&["build", "--quiet", "--profile", "ci", "--package", "scrm-conformance"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(root().join(target).join("ci/scrm-conformance"))
}

/// The types that are published: complete, true to the native module, and of use.
fn check_types(python: &Path) -> Outcome {
    let stubs = [
        "-m",
        "mypy.stubtest",
        "scrm._scrm",
        "--mypy-config-file",
        "pyproject.toml",
        "--allowlist",
        "tests/stubtest-allowed.txt",
        "--ignore-unused-allowlist",
    ];
    command::run(&mut run_in_binding(python, &stubs))?;
    command::run(&mut run_in_binding(python, &["-m", "mypy", "python/scrm"]))?;
    let place = workshop().join("pyright");
    fs::create_dir_all(&place).map_err(|error| error.to_string())?;
    fs::write(place.join("package.json"), "{ \"private\": true }\n").map_err(|error| error.to_string())?;
    let mut install = Command::new("npm");
    install.current_dir(&place).args(["install", "--no-progress", "--loglevel=error", PYRIGHT]);
    command::run(&mut install)?;
    let interpreter = python.display().to_string();
    let pyright = place.join("node_modules/pyright/index.js").display().to_string();
    let node = Path::new("node");
    let verify = [&pyright, "--pythonpath", &interpreter, "--ignoreexternal", "--verifytypes", "scrm"];
    command::run(&mut run_in_binding(node, &verify))?;
    let check = [&pyright, "--pythonpath", &interpreter, "python/scrm", "tests/typed_use.py"];
    command::run(&mut run_in_binding(node, &check))
}

/// Builds the wheel into `target/dist`, and tries it in an environment of its own.
pub(crate) fn dist() -> Outcome {
    let programs = test_environment()?;
    let dist = root().join("target/dist");
    let wheels = dist.join("python");
    let _ = fs::remove_dir_all(&wheels);
    let place = wheels.display().to_string();
    let build = ["build", "--quiet", "--profile", "dist", "--strip", "--out", &place];
    command::run(
        run_in_binding(&programs.join("maturin"), &build).env("VIRTUAL_ENV", workshop().join("venv")),
    )?;
    let built =
        fs::read_dir(&wheels).map_err(|error| error.to_string())?.find_map(|entry| Some(entry.ok()?.path()));
    let wheel = built.ok_or_else(|| "no wheel was built".to_owned())?;
    let name = wheel.file_name().unwrap_or_default().to_owned();
    let published = dist.join(name);
    fs::rename(&wheel, &published).map_err(|error| error.to_string())?;
    try_wheel(&published, &wheels)
}

/// Installs the wheel without a registry, and takes a message in.
fn try_wheel(wheel: &Path, place: &Path) -> Outcome {
    let fresh = place.join("fresh");
    let programs = environment(&fresh)?;
    let mut install = Command::new(programs.join("pip"));
    command::run(install.args(["install", "--quiet", "--no-index"]).arg(wheel))?;
    let mut smoke = Command::new(programs.join("python"));
    command::run(smoke.current_dir(&fresh).args(["-I", "-c", include_str!("python_smoke.py")]))?;
    let bytes = fs::metadata(wheel).map_err(|error| error.to_string())?.len();
    println!("Python: {} ({:.1} MB)", wheel.display(), bytes as f64 / 1_000_000.0);
    Ok(())
}
