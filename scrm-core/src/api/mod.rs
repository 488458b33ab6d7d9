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
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod trust;
mod wording;
mod workspace;

pub use argument::{read_argument, read_time};
pub use error::{ERRORS, read_json};
pub use fault::{closed, defect, forked, unknown_operation, unreadable_file};
pub use import::read_import_options;
#[cfg(feature = "schema")]
pub use import::{import_answer_schemas, import_options_schema};
pub use operation::{Answer, Call, Operation};

use crate::foundation::ErrorInfo;
use crate::workspace::{Engines, Workspace};

/// Gathers the areas of a table: its lines, and the reading of their requests.
macro_rules! table {
    (
        $(#[doc = $doc:literal])+ $operations:ident,
        $(#[doc = $of_read:literal])+ $read:ident,
        $subject:ty: $($($area:ident)::+),+
    ) => {
        $(#[doc = $doc])+
        pub const $operations: &[&[Operation<$subject>]] = &[$($($area)::+::OPERATIONS),+];

        $(#[doc = $of_read])+
        pub fn $read<'de, D: serde::Deserializer<'de>>(
            name: &str,
            source: impl Fn() -> D,
        ) -> Result<Call<$subject>, ErrorInfo> {
            None$(.or_else(|| $($area)::+::read_request(name, &source)))+
                .unwrap_or_else(|| Err(unknown_operation()))
        }
    };
}

table! {
    /// What engines answer without a workspace, by area.
    ENGINE_OPERATIONS,
    /// Reads a request of the engine operation of a name, from a format that can be read twice: `source` gives it
    /// from its beginning, and is asked again only where something is wrong.
    ///
    /// The same as [`Operation::read`], and faster: it is compiled for the format, once for each operation.
    ///
    /// # Errors
    /// `api.operation.unknown`; `api.request.…` names the field that is unknown, missing or of a wrong kind.
    read_engine_request,
    Engines: audit, calendar, customer, dedupe, import, keyword, message, playbook, priority, reply, tag, text, trust
}

table! {
    /// What a workspace does, by area.
    WORKSPACE_OPERATIONS,
    /// Reads a request of the workspace operation of a name; see [`read_engine_request`].
    ///
    /// # Errors
    /// `api.operation.unknown`; `api.request.…` names the field that is unknown, missing or of a wrong kind.
    read_workspace_request,
    Workspace: workspace::audit, workspace::customers, workspace::facts, workspace::outbox
}

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
