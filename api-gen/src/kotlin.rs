//! What the Kotlin binding has of the table: data classes, a method per operation, a class of exception per area.

mod errors;
mod operations;
mod records;
mod text;

use crate::files::File;

/// The files that are written for Kotlin: each a path in the repository and its emitter.
pub(crate) const FILES: &[File] = &[
    ("bindings-mobile/kotlin/src/main/kotlin/scrm/generated/Types.kt", records::emit),
    ("bindings-mobile/kotlin/src/main/kotlin/scrm/generated/Operations.kt", operations::emit),
    ("bindings-mobile/kotlin/src/main/kotlin/scrm/generated/ScrmException.kt", errors::emit),
];
