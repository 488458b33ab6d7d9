//! What can be wrong with a playbook, and where.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry, Misfit, Step, TextPlace, spell};
use crate::keyword::KeywordError;

/// Why a playbook was refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlaybookError {
    /// The document is neither TOML nor JSON.
    #[error("line {}, column {}: {message}", place.line, place.column)]
    Syntax {
        /// Where.
        place: TextPlace,
        /// What the parser expected.
        message: String,
    },
    /// A key is unknown, missing or of the wrong type.
    #[error("{path}{}: {message}", at(*place))]
    Invalid {
        /// Path inside the document, such as `replies.away.windows[0].from`.
        path: String,
        /// Where the user's document says it; `None` where only the standard does.
        place: Option<TextPlace>,
        /// What was expected.
        message: String,
    },
    /// A key stands twice in one object of a JSON document.
    #[error("{path}{}: this key stands twice", at(*place))]
    Repeated {
        /// Path inside the document.
        path: String,
        /// Where the later one is.
        place: Option<TextPlace>,
    },
    /// An engine refused its section.
    #[error("{path}{}: {message}", at(*place))]
    Refused {
        /// Path inside the document.
        path: String,
        /// Where the user's document says it.
        place: Option<TextPlace>,
        /// The engine's code.
        code: &'static str,
        /// The engine's message.
        message: String,
    },
    /// The document is larger than any playbook needs to be.
    #[error("the playbook has {bytes} bytes, at most {limit} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
}

fn at(place: Option<TextPlace>) -> String {
    place.map_or_else(String::new, |place| format!(" (line {}, column {})", place.line, place.column))
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "playbook.syntax",
        message: "The playbook is not a TOML or JSON document.",
        help: "Mend the line that the error names.",
        retryable: false,
    },
    ErrorEntry {
        code: "playbook.invalid",
        message: "A key of the playbook is unknown, missing or of the wrong type.",
        help: "Compare the named path with docs/playbook.md.",
        retryable: false,
    },
    ErrorEntry {
        code: "playbook.repeated_key",
        message: "A key of the playbook stands twice in one object.",
        help: "Leave one of the two out: only one of them can hold.",
        retryable: false,
    },
    ErrorEntry {
        code: "playbook.version",
        message: "The playbook is of a format that this version does not read.",
        help: "Write `v = 1`, and the rest as docs/playbook.md says.",
        retryable: false,
    },
    ErrorEntry {
        code: "playbook.region",
        message: "The region of the workspace is no country or region with telephone numbers.",
        help: "Use the two letters of ISO 3166, such as \"TW\" or \"GB\", or nothing where all numbers are international.",
        retryable: false,
    },
    ErrorEntry {
        code: "playbook.rate",
        message: "A rate of the currency table is no rate.",
        help: "Name a currency by its three letters, such as \"USD\", and say how many units of `base` one of it is worth: more than 0.",
        retryable: false,
    },
    ErrorEntry {
        code: "playbook.blank",
        message: "The playbook names nobody where somebody has to be named.",
        help: "Write the workspace's name, or a role or an agent's id, or leave the setting out to get the standard one.",
        retryable: false,
    },
    ErrorEntry {
        code: "playbook.unknown_field",
        message: "The playbook names a field that customers do not have.",
        help: "Correct the name, or declare the field under customer.custom_fields.",
        retryable: false,
    },
    ErrorEntry {
        code: "playbook.unknown_tag",
        message: "The playbook names a tag that the taxonomy does not have.",
        help: "Write the tag's id as it stands in the section of tags, such as \"behaviour.quoted\".",
        retryable: false,
    },
    ErrorEntry {
        code: "playbook.too_large",
        message: "The playbook is too large.",
        help: "A playbook holds rules and texts, not data: leave data out of it.",
        retryable: false,
    },
];

impl From<Misfit> for PlaybookError {
    /// What is wrong with a value, whose place in a text is not known.
    fn from(misfit: Misfit) -> Self {
        Self::invalid(misfit, |_| None)
    }
}

impl PlaybookError {
    /// What is wrong with the keywords in force, whose place in a text is not known.
    pub(crate) fn of_keywords(error: &KeywordError) -> Self {
        let path = error.field().map_or_else(|| "keywords".to_owned(), |field| format!("keywords.{field}"));
        Self::Refused { path, place: None, code: error.code(), message: error.to_string() }
    }

    /// What is wrong with a value, with its place in the text.
    pub(super) fn invalid(misfit: Misfit, place: impl FnOnce(&[Step]) -> Option<TextPlace>) -> Self {
        let Misfit { mut path, message } = misfit;
        let message = message.unwrap_or_else(|| "nobody reads this".to_owned());
        path.extend(unknown_key(&message).map(|key| Step::Field(key.to_owned())));
        Self::Invalid { path: spell(&path), place: place(&path), message }
    }
}

/// The key that serde's message calls unknown: the path ends before it.
fn unknown_key(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}

impl Coded for PlaybookError {
    fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "playbook.syntax",
            Self::Invalid { .. } => "playbook.invalid",
            Self::Repeated { .. } => "playbook.repeated_key",
            Self::Refused { code, .. } => code,
            Self::TooLarge { .. } => "playbook.too_large",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Invalid { path, .. } | Self::Repeated { path, .. } | Self::Refused { path, .. } => {
                Some(path.clone())
            }
            Self::Syntax { .. } | Self::TooLarge { .. } => None,
        }
    }

    fn row(&self) -> Option<u64> {
        match self {
            Self::Syntax { place, .. } => Some(place.line),
            Self::Invalid { place, .. } | Self::Repeated { place, .. } | Self::Refused { place, .. } => {
                place.map(|place| place.line)
            }
            Self::TooLarge { .. } => None,
        }
    }
}
