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

mod argument;
mod audit;
mod calendar;
mod customer;
mod decision;
mod dedupe;
mod deduper;
mod error;
mod event;
mod fault;
mod fields;
mod import;
mod keyword;
mod message;
mod operation;
mod playbook;
mod priority;
mod reply;
mod segment;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod trust;
mod value;
mod wording;
mod workspace;

pub use crate::foundation::Given;
pub use argument::{read_argument, read_time};
#[cfg(feature = "schema")]
pub use deduper::deduper_config_schema;
pub use deduper::{DeduperHandle, Fitted, read_id_column};
pub use error::{ERRORS, given_json, read_json};
pub use fault::{closed, defect, forked, unknown_operation, unreadable_file};
pub use import::read_import_options;
#[cfg(feature = "schema")]
pub use import::{import_answer_schemas, import_options_schema};
pub use keyword::{ExplainedKeyword, explain_keywords};
pub use operation::{Answer, Call, Operation};

use crate::workspace::{Engines, Workspace};

// The tables are statics: each crate that names a constant compiles all of it again, with the reading and the writing of
// every type in it.

/// What engines answer without a workspace, by area.
pub static ENGINE_OPERATIONS: &[&[Operation<Engines>]] = &[
    audit::OPERATIONS,
    calendar::OPERATIONS,
    customer::OPERATIONS,
    dedupe::OPERATIONS,
    import::OPERATIONS,
    keyword::OPERATIONS,
    message::OPERATIONS,
    playbook::OPERATIONS,
    priority::OPERATIONS,
    reply::OPERATIONS,
    segment::OPERATIONS,
    tag::OPERATIONS,
    text::OPERATIONS,
    trust::OPERATIONS,
    value::OPERATIONS,
];

/// What a workspace does, by area.
pub static WORKSPACE_OPERATIONS: &[&[Operation<Workspace>]] = &[
    workspace::audit::OPERATIONS,
    workspace::customers::OPERATIONS,
    workspace::duplicates::OPERATIONS,
    workspace::facts::OPERATIONS,
    workspace::keywords::OPERATIONS,
    workspace::outbox::OPERATIONS,
    workspace::segments::OPERATIONS,
    workspace::playbooks::OPERATIONS,
];

/// What a deduper does.
pub static DEDUPER_OPERATIONS: &[Operation<DeduperHandle>] = deduper::OPERATIONS;

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

/// The operation of a name on a deduper.
#[must_use]
pub fn deduper_operation(name: &str) -> Option<&'static Operation<DeduperHandle>> {
    DEDUPER_OPERATIONS.iter().find(|operation| operation.name == name)
}
