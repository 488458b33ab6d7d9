//! What can be wrong with a segment expression.

use std::fmt;

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry, TextPlace};

/// Where in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In its text.
    Text(TextPlace),
    /// In its tree: the path of the part, empty for the whole.
    Tree {
        /// Such as `of[1].left`.
        path: String,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(TextPlace { line, column }) => write!(f, "line {line}, column {column}"),
            Self::Tree { path } if path.is_empty() => f.write_str("the whole expression"),
            Self::Tree { path } => f.write_str(path),
        }
    }
}

/// An expression cannot be read, or does not mean anything. Messages name what the author wrote as names, never a value.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SegmentError {
    /// The text is no expression.
    #[error("{place}: {cause}")]
    Syntax {
        /// Where.
        place: Place,
        /// What is wrong.
        cause: &'static str,
    },
    /// The expression is longer, or nested more deeply, than is allowed.
    #[error("{place}: the expression has too many {what}; {limit} are allowed")]
    TooLarge {
        /// Where.
        place: Place,
        /// Of what there is too much.
        what: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// Nothing has this name.
    #[error("{place}: there is no {what} {name}{}", did_you_mean(nearest.as_deref()))]
    Unknown {
        /// Where.
        place: Place,
        /// What kind of thing was looked for.
        what: &'static str,
        /// The name as it was written.
        name: String,
        /// The known name that is most like it.
        nearest: Option<String>,
    },
    /// Something of another type is wanted there.
    #[error("{place}: {expected} is wanted here, and this is {found}")]
    WrongType {
        /// Where.
        place: Place,
        /// What is wanted.
        expected: String,
        /// What is there.
        found: &'static str,
    },
    /// A function was given too few or too many arguments.
    #[error("{place}: {function} takes {expected}, not {found}")]
    Arguments {
        /// Where.
        place: Place,
        /// The function.
        function: String,
        /// What it takes, in words.
        expected: &'static str,
        /// How many there are.
        found: usize,
    },
    /// The class of value is named, and the schema does not know it: by quantiles it depends on all customers.
    #[error(
        "{place}: rfm_class depends on everybody else by quantiles; set value.rfm.score_by to \"thresholds\""
    )]
    ByQuantiles {
        /// Where.
        place: Place,
    },
    /// An argument has the right type and cannot be used.
    #[error("{place}: {cause}")]
    BadValue {
        /// Where.
        place: Place,
        /// What is wrong with it.
        cause: String,
    },
}

pub(super) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; did you mean {nearest}?"))
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "segment.syntax",
        message: "The text is no segment expression.",
        help: "Compare the named place with the examples in docs/segments.md.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.too_large",
        message: "The expression is too long or nested too deeply.",
        help: "Save a part of it as a segment or a tag of its own.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.unknown",
        message: "The expression names something that does not exist.",
        help: "Use a name of docs/segments.md, a tag of the taxonomy, or a field that the playbook declares.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.type",
        message: "Something of another type is wanted there.",
        help: "Compare numbers with numbers, amounts with money(…) or plain numbers, times with times, texts with texts.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.arguments",
        message: "A function was given too few or too many arguments.",
        help: "Call it as docs/segments.md shows.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.quantiles",
        message: "The expression names the class of value, which depends on all customers where scores come from quantiles.",
        help: "Set value.rfm.score_by to \"thresholds\", with bounds of your own, or leave rfm_class out.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.value",
        message: "An argument cannot be used.",
        help: "The message says what is wrong with it.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.cell",
        message: "A value of a column has another type than its name.",
        help: "Give numbers, texts, lists of texts, days and instants as docs/segments.md names their types; null where nothing is known.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.length",
        message: "A column has more or fewer values than there are customers.",
        help: "Give each column one value for each customer, null where nothing is known.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.missing",
        message: "The expression asks for what no column has.",
        help: "Add the column, or ask a workspace, which knows what happened to its customers.",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.id.bad",
        message: "The id of a saved segment is empty or not made of lower-case letters, digits, '.', '_' and '-'.",
        help: "Write an id such as \"lapsing\".",
        retryable: false,
    },
    ErrorEntry {
        code: "segment.id.duplicate",
        message: "Two saved segments have the same id.",
        help: "Rename or remove one of them.",
        retryable: false,
    },
];

impl SegmentError {
    /// Where in the expression.
    #[must_use]
    pub const fn place(&self) -> &Place {
        match self {
            Self::Syntax { place, .. }
            | Self::TooLarge { place, .. }
            | Self::Unknown { place, .. }
            | Self::WrongType { place, .. }
            | Self::Arguments { place, .. }
            | Self::ByQuantiles { place }
            | Self::BadValue { place, .. } => place,
        }
    }
}

impl Coded for SegmentError {
    fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "segment.syntax",
            Self::TooLarge { .. } => "segment.too_large",
            Self::Unknown { .. } => "segment.unknown",
            Self::WrongType { .. } => "segment.type",
            Self::Arguments { .. } => "segment.arguments",
            Self::ByQuantiles { .. } => "segment.quantiles",
            Self::BadValue { .. } => "segment.value",
        }
    }

    fn field(&self) -> Option<String> {
        Some(match self.place() {
            Place::Text(_) => "expression".to_owned(),
            Place::Tree { path } if path.is_empty() => "expression".to_owned(),
            Place::Tree { path } => format!("expression.{path}"),
        })
    }

    fn row(&self) -> Option<u64> {
        match self.place() {
            Place::Text(place) => Some(place.line),
            Place::Tree { .. } => None,
        }
    }
}
