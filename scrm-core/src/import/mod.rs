//! Import: files as they are, row by row, each row accepted or rejected with its reason.
//!
//! [`CsvImport`] turns bytes into [`ImportRow`]s and [`RejectedRow`]s, [`TableImport`] does so with rows that are
//! split into cells already; [`csv`] is the layer below, usable for any CSV. Nothing here stores anything: who
//! stores the rows counts what was created, merged and unchanged.

pub mod cell;
mod config;
mod country;
pub mod csv;
#[cfg(test)]
mod declared_field_tests;
mod engine;
mod error;
mod header;
#[cfg(test)]
mod header_tests;
#[cfg(test)]
mod name_tests;
mod options;
mod records;
mod rejected;
#[cfg(test)]
mod rejected_tests;
mod report;
mod row;
mod state;
mod table;
#[cfg(test)]
mod table_tests;
mod value;

#[allow(unused_imports, reason = "the playbook overlays the user's document on it")]
pub(crate) use config::STANDARD;
pub use config::{DayHours, DayParts, ImportConfig, OnBadValue};
pub use engine::CsvImport;
pub use error::{ERRORS, ImportError};
pub(crate) use header::{check_custom_fields, column_meaning};
pub(crate) use options::Target;
pub use options::{ImportOptions, Mapping, OnRejected};
pub use rejected::RejectedCsv;
pub(crate) use report::{CONFLICT, NoteTally};
pub use report::{
    ColumnUse, CustomerDraft, ImportCounts, ImportReport, ImportRow, NoteCount, RejectedRow, RowOutcome,
    ValueNote,
};
pub(crate) use row::{is_unread_field, meant_by_unread};
pub(crate) use state::StateColumn;
pub use table::{TableImport, TableRow, TableSource, TextTable};
pub use value::DateOrder;
pub(crate) use value::date;

#[cfg(test)]
mod tests;
