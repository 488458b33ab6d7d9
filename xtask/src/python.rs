//! The Python binding: built, tested, packed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Outcome, built, cargo, data, root};
use crate::package::{check_size, keep_small};

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

/// An environment with what a file of requirements names.
fn environment_with(name: &str, requirements: &Path) -> Result<PathBuf, String> {
    let programs = environment(&workshop().join(name))?;
    let mut install = Command::new(programs.join("pip"));
    command::run(install.args(["install", "--quiet", "--requirement"]).arg(requirements))?;
    Ok(programs)
}

/// Python, in an environment with what a file of requirements names.
pub(crate) fn with_requirements(name: &str, requirements: &Path) -> Result<Command, String> {
    Ok(Command::new(environment_with(name, requirements)?.join("python")))
}

/// An environment with everything that the tests need.
fn test_environment() -> Result<PathBuf, String> {
    environment_with("venv", &folder().join("tests/requirements.txt"))
}

/// Builds a wheel, alone in its folder.
fn build_wheel(profile: &str, more: &[&str]) -> Result<PathBuf, String> {
    let programs = test_environment()?;
    let place = workshop().join("wheels").join(profile);
    let _ = fs::remove_dir_all(&place);
    let out = place.display().to_string();
    let arguments = [&["build", "--quiet", "--profile", profile, "--out", &out], more].concat();
    command::run(keep_small(&mut run_in_binding(&programs.join("maturin"), &arguments), profile))?;
    let mut built = fs::read_dir(&place).map_err(|error| error.to_string())?;
    built.find_map(|entry| Some(entry.ok()?.path())).ok_or_else(|| "no wheel was built".to_owned())
}

fn install_wheel(programs: &Path, wheel: &Path) -> Outcome {
    let mut install = Command::new(programs.join("pip"));
    command::run(
        install.args(["install", "--quiet", "--no-index", "--no-deps", "--force-reinstall"]).arg(wheel),
    )
}

/// Builds the binding, and runs its tests, the checks of its types, the shared cases and the example.
pub(crate) fn test() -> Outcome {
    let programs = test_environment()?;
    let python = programs.join("python");
    let conformance = conformance_program()?;
    install_wheel(&programs, &build_wheel("ci", &["--features", "planted-panic"])?)?;
    check_types(&python)?;
    let example = root().join("examples/python");
    let mut tests = run_in_binding(&python, &["-m", "pytest", "-p", "no:cacheprovider", "tests"]);
    let (mut passed, mut failed) = (0, 0);
    let outcome = command::run_watched(tests.arg(example).env("SCRM_CONFORMANCE", conformance), |line| {
        passed += count(line, "passed");
        failed += count(line, "failed") + count(line, "error") + count(line, "errors");
    });
    println!("Python: {passed} passed, {failed} failed");
    outcome.and_then(|()| if passed > 0 { Ok(()) } else { Err("no Python test ran".to_owned()) })
}

/// Runs the recipe for Spark, in an environment of its own: pyspark is large, so nothing else needs it.
pub(crate) fn test_spark() -> Outcome {
    let recipe = root().join("examples/spark");
    let programs = environment_with("spark", &recipe.join("requirements.txt"))?;
    install_wheel(&programs, &build_wheel("ci", &[])?)?;
    let mut tests = Command::new(programs.join("python"));
    command::run(tests.args(["-m", "pytest", "-p", "no:cacheprovider", "-rP"]).arg(recipe))
}

/// The number before a word of pytest's last line: `1 failed, 12 passed in 3.21s`.
fn count(line: &str, what: &str) -> u64 {
    let Some((counts, _)) = line.rsplit_once(" in ") else { return 0 };
    let mut counts = counts.trim_start_matches(['=', ' ']).split(", ");
    counts.find_map(|count| count.strip_suffix(what)?.trim().parse().ok()).unwrap_or(0)
}

/// The program that expands and judges the shared cases.
fn conformance_program() -> Result<PathBuf, String> {
    command::run(&mut cargo(&["build", "--quiet", "--profile", "ci", "--package", "scrm-conformance"]))?;
    Ok(built("ci", "scrm-conformance"))
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
    // It finds the installed package by the interpreter that is first on the path.
    let programs = python.parent().unwrap_or(python).as_os_str().to_owned();
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(
        [programs].into_iter().map(PathBuf::from).chain(std::env::split_paths(&inherited)),
    )
    .map_err(|error| error.to_string())?;
    let verify = [pyright.as_str(), "--ignoreexternal", "--verifytypes", "scrm"];
    command::run(run_in_binding(node, &verify).env("PATH", path))?;
    let check = [&pyright, "--pythonpath", &interpreter, "python/scrm", "tests/typed_use.py"];
    command::run(&mut run_in_binding(node, &check))
}

/// Builds the wheel into `target/dist`, and tries it in an environment of its own.
pub(crate) fn dist() -> Outcome {
    let wheel = build_wheel("dist", &["--strip"])?;
    let dist = root().join("target/dist");
    fs::create_dir_all(&dist).map_err(|error| error.to_string())?;
    let published = dist.join(wheel.file_name().unwrap_or_default());
    fs::copy(&wheel, &published).map_err(|error| error.to_string())?;
    try_wheel(&published)
}

/// Installs the wheel without a registry, and takes a message in.
fn try_wheel(wheel: &Path) -> Outcome {
    let fresh = workshop().join("fresh");
    let _ = fs::remove_dir_all(&fresh);
    let programs = environment(&fresh)?;
    install_wheel(&programs, wheel)?;
    let mut smoke = Command::new(programs.join("python"));
    command::run(smoke.current_dir(&fresh).args(["-I", "-c", include_str!("python_smoke.py")]))?;
    check_size(wheel)
}

/// Measures the binding beside the same calls in Rust, and beside its peers.
pub(crate) fn bench() -> Outcome {
    let mut bench = bench_program("python.py")?;
    let build = ["build", "--quiet", "--profile", "bench", "--package", "scrm-benches", "--bin", "bindings"];
    command::run(&mut cargo(&build))?;
    command::run(bench.arg(built("bench", "bindings")).arg(data()))
}

/// A program of the benches, where the binding as it is handed out and its peers are installed.
pub(crate) fn bench_program(name: &str) -> Result<Command, String> {
    let benches = root().join("benches/bindings");
    let programs = environment_with("bench", &benches.join("requirements.txt"))?;
    install_wheel(&programs, &build_wheel("dist", &["--strip"])?)?;
    let mut program = Command::new(programs.join("python"));
    program.arg(benches.join(name));
    Ok(program)
}
