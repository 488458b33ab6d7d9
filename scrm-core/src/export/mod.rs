//! Export: customers as text that leaves the workspace, one line each.
//!
//! An [`Exporter`] writes CSV that no spreadsheet takes for a program, or JSON lines. What it writes is masked unless the caller
//! says otherwise, and what it writes unmasked, an [import](crate::import) reads back: the columns have the names by which
//! an import's mapping knows them.

mod cell;
mod column;
mod error;
mod exporter;
#[cfg(test)]
mod tests;

pub use column::ExportColumn;
pub use error::{ERRORS, ExportError};
pub use exporter::{ExportFormat, Exporter};
