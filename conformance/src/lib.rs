//! The shared conformance cases and their Rust runner.
//!
//! A case is JSON: an operation, an input, and what must come of it. The same files are run from every
//! language against its own public API; `README.md` beside this crate says what the files may hold.

mod brief;
mod case;
mod context;
mod expectation;
pub mod operations;
mod runner;
mod steps;

pub use case::{Case, CaseFile, Expected, Match, Step};
pub use context::Context;
pub use expectation::{Aliases, mismatch};
pub use runner::{AREAS, OperationCount, Summary, run};
