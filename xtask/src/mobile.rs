//! Kotlin and Swift: the library, the sources that call it, their tests and their packages.

mod cases;
mod kotlin;
mod library;
mod swift;

use crate::command::{self, Outcome, cargo};

/// Builds the library with what the tests ask of it, and runs the tests of both languages.
///
/// # Errors
/// A test fails, or none runs in Kotlin. Swift is skipped where there is no toolchain.
pub(crate) fn test() -> Outcome {
    let from_rust =
        ["test", "--quiet", "--profile", "ci", "--package", "scrm-mobile", "--features", "panic-injection"];
    command::run(&mut cargo(&from_rust))?;
    let library = library::build(library::Use::Tests)?;
    kotlin::test(&library)?;
    swift::test(&library)
}

/// Writes the jar with the library inside, and the folder of the Swift package, into target/dist.
///
/// # Errors
/// A build fails.
pub(crate) fn dist() -> Outcome {
    let library = library::build(library::Use::Package)?;
    kotlin::dist(&library)?;
    swift::dist(&library)
}
