//! The operations table: the surface that every language exposes.
//!
//! A line of a table names a function, its request and its answer, once. Bindings read a request from whatever
//! their language has (a dict, JSON text), run it, and write the answer back; their typed methods are
//! generated from the same lines. Nothing is decided here.
//!
//! ```
//! use scrm_core::api;
//! use scrm_core::playbook::Playbook;
//! use scrm_core::workspace::Engines;
//!
//! let engines = Engines::new(&Playbook::standard())?;
//! let fold = api::engine_operation("text.fold").expect("it is in the table");
//! let answer = fold.call_json(&engines, r#"{"text": "ПРИВЕТ"}"#).expect("the request is complete");
//! assert_eq!(answer, r#"{"text":"привет"}"#);
//! # Ok::<(), scrm_core::playbook::PlaybookError>(())
//! ```

mod error;
mod operation;
mod text;
mod workspace;

pub use error::{ERRORS, closed, internal, read_json, unknown_operation, write_json};
pub use operation::{Answer, Call, Operation};

use crate::workspace::{Engines, Workspace};

/// What engines answer without a workspace, by area.
pub const ENGINE_OPERATIONS: &[&[Operation<Engines>]] = &[text::OPERATIONS];

/// What a workspace does.
pub const WORKSPACE_OPERATIONS: &[&[Operation<Workspace>]] = &[workspace::OPERATIONS];

/// The engine operation of a name, as `area.what`.
#[must_use]
pub fn engine_operation(name: &str) -> Option<&'static Operation<Engines>> {
    ENGINE_OPERATIONS.iter().copied().flatten().find(|operation| operation.name == name)
}

/// The workspace operation of a name.
#[must_use]
pub fn workspace_operation(name: &str) -> Option<&'static Operation<Workspace>> {
    WORKSPACE_OPERATIONS.iter().copied().flatten().find(|operation| operation.name == name)
}
