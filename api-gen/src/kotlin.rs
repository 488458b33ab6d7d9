//! What the Kotlin binding has of the table.

use crate::files::File;

/// The files that are written for Kotlin: each a path in the repository and its emitter.
pub(crate) const FILES: &[File] = &[];
