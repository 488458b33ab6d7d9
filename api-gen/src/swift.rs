//! What the Swift binding has of the table: structs and enums, a method per operation, the areas of errors.

mod errors;
mod operations;
mod records;
mod text;

use crate::files::File;

/// The files that are written for Swift: each a path in the repository and its emitter.
pub(crate) const FILES: &[File] = &[
    ("bindings-mobile/swift/Sources/Scrm/Generated/Types.swift", records::emit),
    ("bindings-mobile/swift/Sources/Scrm/Generated/Operations.swift", operations::emit),
    ("bindings-mobile/swift/Sources/Scrm/Generated/ScrmError.swift", errors::emit),
];
