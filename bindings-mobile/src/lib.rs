//! scrm for Kotlin and Swift.
//!
//! Objects with a lifetime cross the boundary: [`WorkspaceHandle`], [`EnginesHandle`], [`MatcherHandle`],
//! [`DeduperHandle`]. So do typed errors ([`CallError`]), the progress of an import and the bytes of a file. Requests and answers
//! cross as JSON text, by the operations table of `scrm_core::api`; the types that they hold are generated
//! for both languages, and docs/adr/0006-types-of-mobile.md says why.
//!
//! Nothing is decided here. Apps use the Kotlin and Swift layers over these objects (bindings-mobile/kotlin,
//! bindings-mobile/swift), which give every operation a method of its own.

mod closable;
mod deduper;
mod engines;
mod error;
mod guard;
mod import;
mod matcher;
mod workspace;

pub use deduper::DeduperHandle;
pub use engines::EnginesHandle;
pub use error::CallError;
#[cfg(feature = "panic-injection")]
pub use guard::panic_in_next_call;
pub use import::{ImportListener, ListenerError};
pub use matcher::{MatcherHandle, Place, RuleName};
pub use workspace::WorkspaceHandle;

uniffi::setup_scaffolding!("scrm");
