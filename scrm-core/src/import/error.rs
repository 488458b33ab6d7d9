//! What can be wrong with a file, a mapping or a setting, and what can be wrong with one row.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};

/// The import cannot go on. What is wrong with single rows is in [`RejectedRow`](super::RejectedRow) instead.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportError {
    /// The file is no text.
    #[error("the file is compressed or a workbook ({format}), not CSV text")]
    Compressed {
        /// What it is.
        format: &'static str,
    },
    /// A quote opens and swallows the file.
    #[error("the quote that opens on line {line} is never closed")]
    UnclosedQuote {
        /// Where it opens, counted from 1.
        line: u64,
    },
    /// There is nothing to read.
    #[error("the file holds no header and no rows")]
    Empty,
    /// No column gives the name.
    #[error("none of the {columns} columns on line {line} is known to hold the customer's name")]
    NoNameColumn {
        /// Columns of the header.
        columns: usize,
        /// Line of the header.
        line: u64,
    },
    /// The header line breaks the bounds or cannot be decoded.
    #[error("the header on line {line} cannot be read")]
    UnreadableHeader {
        /// Where.
        line: u64,
    },
    /// The mapping names a column that the file does not have.
    #[error("the mapping names column `{column}`, which the file does not have")]
    UnknownColumn {
        /// The column as the mapping names it.
        column: String,
    },
    /// The mapping names a target that does not exist.
    #[error("`{target}` is nothing that a column can be mapped to")]
    UnknownTarget {
        /// The target as the mapping names it.
        target: String,
    },
    /// The mapping document cannot be read.
    #[error("the mapping cannot be read: {problem}")]
    Mapping {
        /// What the parser says.
        problem: String,
    },
    /// A separator that cannot work.
    #[error("`{field}` must be one ASCII character of its own, no line end and no backslash")]
    Separator {
        /// Which.
        field: &'static str,
    },
    /// A setting out of its range.
    #[error("`{field}`: {problem}")]
    Setting {
        /// Path inside the section or the options.
        field: String,
        /// What it must be.
        problem: &'static str,
    },
    /// A column of a table holds times of day of no known place.
    #[error("column `{column}` holds times without a zone: give the column a zone, or name `time_zone`")]
    NaiveTime {
        /// The column.
        column: String,
    },
    /// A cell of a table holds something that has no text.
    #[error("row {row} holds a `{kind}` in column `{column}`, which is no value of a cell")]
    Cell {
        /// The column.
        column: String,
        /// The row, counted from 1.
        row: u64,
        /// What it is, in the words of the host's language.
        kind: String,
    },
    /// The host's reader failed.
    #[error("reading failed after {bytes} bytes: {kind}")]
    Reading {
        /// Bytes read so far.
        bytes: u64,
        /// The kind of failure.
        kind: String,
    },
}

impl ImportError {
    /// The host's reader failed after so many bytes.
    pub(crate) fn reading(bytes: u64, error: &std::io::Error) -> Self {
        Self::Reading { bytes, kind: error.kind().to_string() }
    }
}

impl Coded for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Compressed { .. } => "import.file.compressed",
            Self::UnclosedQuote { .. } => "import.file.unclosed_quote",
            Self::Empty => "import.file.empty",
            Self::NoNameColumn { .. } => "import.header.no_name",
            Self::UnreadableHeader { .. } => "import.header.unreadable",
            Self::UnknownColumn { .. } => "import.mapping.unknown_column",
            Self::UnknownTarget { .. } => "import.mapping.unknown_target",
            Self::Mapping { .. } => "import.mapping.unreadable",
            Self::Separator { .. } => "import.option.separator",
            Self::Setting { .. } => "import.setting",
            Self::NaiveTime { .. } => "import.table.naive_time",
            Self::Cell { .. } => "import.table.cell",
            Self::Reading { .. } => "import.file.reading",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::NoNameColumn { .. } => Some("name".to_owned()),
            Self::UnknownColumn { column } | Self::NaiveTime { column } | Self::Cell { column, .. } => {
                Some(column.clone())
            }
            Self::UnknownTarget { target } => Some(target.clone()),
            Self::Separator { field } => Some((*field).to_owned()),
            Self::Setting { field, .. } => Some(field.clone()),
            _ => None,
        }
    }

    fn row(&self) -> Option<u64> {
        match self {
            Self::UnclosedQuote { line }
            | Self::NoNameColumn { line, .. }
            | Self::UnreadableHeader { line } => Some(*line),
            Self::Cell { row, .. } => Some(*row),
            _ => None,
        }
    }
}

const fn entry(code: &'static str, message: &'static str, help: &'static str) -> ErrorEntry {
    ErrorEntry { code, message, help, retryable: false }
}

/// The catalogue lines of this area: errors of a file, reasons of rejected rows, notes on values.
pub const ERRORS: &[ErrorEntry] = &[
    entry(
        "import.file.compressed",
        "The file is compressed or a workbook, not CSV text.",
        "Unpack it, or save the sheet as \"CSV UTF-8\", and import the CSV file.",
    ),
    entry(
        "import.file.unclosed_quote",
        "A quoted field is not closed: it swallows the rest of the file or more than the limit.",
        "Close the quote on the line named, write quotes inside a field twice, or name the quote character.",
    ),
    entry(
        "import.file.empty",
        "The file holds no header and no rows.",
        "Check that the right file was given and that it was written completely.",
    ),
    ErrorEntry {
        code: "import.file.reading",
        message: "The host could not read the file to its end.",
        help: "Try again; importing the same file twice changes nothing.",
        retryable: true,
    },
    entry(
        "import.header.no_name",
        "No column is known to hold the customer's name.",
        "Call the column \"name\" (or 姓名, имя, الاسم, नाम), or map one of the columns to `name`, or to `given_name` and `family_name`; a file without a header needs a mapping by column number.",
    ),
    entry(
        "import.header.unreadable",
        "The header line is too wide, too long or in another encoding.",
        "Name the encoding and the delimiter in the options, or shorten the header.",
    ),
    entry(
        "import.mapping.unknown_column",
        "The mapping names a column that the file does not have.",
        "Use a header of the file as it is written, or a column number counted from 1.",
    ),
    entry(
        "import.mapping.unknown_target",
        "The mapping names a target that does not exist.",
        "Use a field name, an identifier (`phone`, `email`, `whatsapp_id`, `system:<name>`), a name part, `consent:<purpose>`, `custom:<name>` or `ignore`.",
    ),
    entry(
        "import.mapping.unreadable",
        "The mapping document cannot be read.",
        "Write TOML or JSON with the keys `columns` and `constants`; unknown keys are refused.",
    ),
    entry(
        "import.option.separator",
        "A delimiter, quote or comment character cannot work.",
        "Use one ASCII character for each, all different, no line end and no backslash.",
    ),
    entry(
        "import.setting",
        "An import setting is out of its range.",
        "The message names the setting and what it must be.",
    ),
    entry(
        "import.table.naive_time",
        "A column of a table holds times of day without a zone.",
        "Give the column a zone, or name the zone of such times in the option `time_zone`.",
    ),
    entry(
        "import.table.cell",
        "A cell of a table holds something that has no text.",
        "Give texts, numbers, days, times, yes or no, or lists of texts.",
    ),
    entry(
        "import.row.undecodable",
        "The row holds bytes that mean nothing in the file's encoding.",
        "Name the right encoding, or write the row anew in the file's encoding.",
    ),
    entry(
        "import.row.field_too_long",
        "A field of the row is longer than the limit.",
        "Shorten the text or raise `limits.field_bytes`.",
    ),
    entry(
        "import.row.too_long",
        "The row is longer than the limit.",
        "Shorten its texts or raise `limits.record_bytes`.",
    ),
    entry(
        "import.row.too_many_columns",
        "The row has more columns than the limit.",
        "Check the delimiter, or raise `limits.columns`.",
    ),
    entry(
        "import.row.extra_cells",
        "The row has more filled cells than the header has columns, so values may sit in wrong columns.",
        "Quote the text that holds the delimiter.",
    ),
    entry(
        "import.row.no_identifier",
        "Identifiers were given, but none of them can be read.",
        "Mend one of them; the notes say what is wrong with each.",
    ),
    entry(
        "import.row.masked",
        "The row is of an export whose names, numbers and addresses are hidden, so nothing of it can be read back.",
        "Export without masking, and import that file.",
    ),
    entry(
        "import.row.bad_value",
        "A value cannot be read, and the setting `on_bad_value` says to reject such rows.",
        "Mend the value in the column named.",
    ),
    entry(
        "import.value.unreadable",
        "A value cannot be read as its column's kind; its text was kept as a custom field.",
        "Write the value as the guide shows, or map the column to a custom field.",
    ),
    entry(
        "import.value.ambiguous_date",
        "A date can be read with the day, the month or the year first; the column's order was taken.",
        "Name `date_order` in the mapping, or write dates as 2024-03-15.",
    ),
    entry(
        "import.value.assumed_currency",
        "An amount names no currency; the default was taken.",
        "Write the currency, or set `default_currency`.",
    ),
    entry(
        "import.value.doubtful_region",
        "A number was written without its calling code, and its region is not known to use such numbers, or is not the place that its row names.",
        "Write the calling code, name a column of countries, or set `default_region`.",
    ),
    entry(
        "import.value.not_told_by_files",
        "A column of an export tells what the workspace decides itself, such as tags or the place in the queue; it was left out.",
        "Nothing is to be done: tags and places follow from the fields. Set tags by hand with the event `tag_set`.",
    ),
    entry(
        "import.value.conflict",
        "A row says something else of its customer than an earlier row or column of the file, and nothing decides between them; the first value was taken.",
        "Look at the rows named, and write in the file what is right, or merge what were two columns.",
    ),
    entry(
        "import.value.too_many_products",
        "More products are named than are kept.",
        "Keep the most important ones, or raise `products_kept`.",
    ),
    entry(
        "import.value.identifier_dropped",
        "An identifier cannot be read; others of the row can.",
        "Mend the identifier in the column named.",
    ),
    entry(
        "import.value.two_ids_of_one_system",
        "Two ids of one other system are given; the first was taken.",
        "A customer has at most one id per system.",
    ),
];
