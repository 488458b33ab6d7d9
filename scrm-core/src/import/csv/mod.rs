//! CSV as people really write it: encodings and dialects found or named, records within bounds, and
//! export that no spreadsheet takes for a formula.

mod dialect;
mod encoding;
mod reader;
mod record;
mod spaces;
mod table;
mod writer;

use serde::{Deserialize, Serialize};

pub use dialect::Dialect;
pub use encoding::TextEncoding;
pub use reader::RecordReader;
pub(super) use record::OwnedRecord;
pub use record::{Cells, Record, RecordProblem};
pub use table::CsvTable;
pub use writer::{neutralise, restore, write_record};

/// What the caller knows about a file; everything left out is found from its beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CsvOptions {
    /// Encoding. A byte order mark wins over it.
    #[serde(default)]
    pub encoding: Option<TextEncoding>,
    /// Delimiter: one ASCII character.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// Quote: one ASCII character.
    #[serde(default)]
    pub quote: Option<char>,
    /// Whether a backslash escapes a quote inside quotes. Doubled quotes are always understood.
    #[serde(default)]
    pub backslash_escapes: Option<bool>,
    /// Lines that begin with this ASCII character are no records.
    #[serde(default)]
    pub comment: Option<char>,
}

/// Bounds that keep memory constant whatever a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CsvLimits {
    /// Bytes at the beginning of a file from which encoding and dialect are found.
    pub sample_bytes: usize,
    /// Bytes of the longest field, as UTF-8.
    pub field_bytes: usize,
    /// Bytes of the longest record, as UTF-8.
    pub record_bytes: usize,
    /// Columns of the widest record.
    pub columns: usize,
}
