//! The native library, and the sources that uniffi writes to call it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Outcome, built, cargo, root};
use crate::package::{check_size, keep_small};

/// The library's file on Linux.
const FILE: &str = "libscrm_mobile.so";

/// What a library is built for.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// The tests, which make its functions panic.
    Tests,
    /// A package.
    Package,
}

/// A library and the sources that fit it: uniffi compares the two when a program starts.
pub(super) struct Library {
    /// The folder that holds the library and nothing else.
    pub(super) folder: PathBuf,
    /// Kotlin that calls it.
    pub(super) kotlin: PathBuf,
    /// Swift and C headers that call it.
    pub(super) swift: PathBuf,
}

impl Library {
    pub(super) fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }
}

/// Builds the library and writes what calls it into a folder of its own.
pub(super) fn build(purpose: Use) -> Result<Library, String> {
    let (profile, place, features): (_, _, &[&str]) = match purpose {
        Use::Tests => ("ci", "tests", &["--features", "panic-injection"]),
        Use::Package => ("dist", "package", &[]),
    };
    let mut builder = cargo(&["rustc", "--quiet", "--package", "scrm-mobile", "--lib", "--profile", profile]);
    builder.args(["--crate-type", "cdylib"]).args(features);
    // The generator reads the names of what is called from the library's symbols.
    command::run(keep_small(builder.args(["--", "-C", "strip=none"]), profile))?;
    let folder = root().join("target/mobile").join(place);
    let library = Library {
        folder: folder.join("library"),
        kotlin: folder.join("kotlin"),
        swift: folder.join("swift"),
    };
    fresh(&folder)?;
    make(&library.folder)?;
    copy(&built(profile, FILE), &library.file())?;
    generate(&library, "kotlin", &library.kotlin)?;
    generate(&library, "swift", &library.swift)?;
    if matches!(purpose, Use::Package) {
        command::run(Command::new("strip").arg(library.file()))?;
        check_size(&library.file())?;
    }
    Ok(library)
}

// The generator is built in the dev profile: with optimisation it takes ten times as long to build, and it runs
// for a second.
fn generate(library: &Library, language: &str, out: &Path) -> Outcome {
    let mut generator = cargo(&["run", "--quiet", "--package", "scrm-mobile", "--features", "bindgen"]);
    generator.args([
        "--bin",
        "uniffi-bindgen",
        "--",
        "generate",
        "--no-format",
        "--language",
        language,
        "--out-dir",
    ]);
    command::run(generator.arg(out).arg(library.file()))
}

pub(super) fn fresh(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    make(folder)
}

pub(super) fn make(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

pub(super) fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(drop).map_err(|error| format!("{} to {}: {error}", from.display(), to.display()))
}

/// Copies the files of a folder whose names end so, and those of its folders, keeping the folders.
pub(super) fn copy_all(from: &Path, to: &Path, ending: &str) -> Outcome {
    for path in files(from, ending)? {
        let place = to.join(path.strip_prefix(from).unwrap_or(&path));
        make(place.parent().unwrap_or(to))?;
        copy(&path, &place)?;
    }
    Ok(())
}

/// The files of a folder whose names end so, and those of its folders.
pub(super) fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
