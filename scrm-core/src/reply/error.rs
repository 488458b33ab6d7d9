//! What can be wrong with the reply section, or with a quick reply.

use thiserror::Error;

use super::template::TemplateError;
use crate::foundation::text::Language;
use crate::foundation::{Coded, ErrorEntry};

/// An error of the reply engine. Names fields and codes, never a customer's data.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ReplyError {
    /// A text is no template.
    #[error("{field}: {cause}")]
    Template {
        /// Path inside the section.
        field: String,
        /// What is wrong with it.
        cause: TemplateError,
    },
    /// A text has nothing that can be seen, at least where its variables have no value.
    #[error("{field} is blank: there is nothing to send")]
    BlankText {
        /// Path inside the section.
        field: String,
    },
    /// A text uses a variable that it cannot have.
    #[error("{field}: there is no variable {variable} in this text")]
    UnknownVariable {
        /// Path inside the section.
        field: String,
        /// The variable.
        variable: String,
    },
    /// A text is not there in the default language.
    #[error("{field} has no text in the default language {language}")]
    MissingLanguage {
        /// Path inside the section.
        field: String,
        /// The default language.
        language: Language,
    },
    /// The second text of an answer is not there in a language of the first.
    #[error("{field} has no text in {language}, in which the first text is there")]
    SecondTextLanguage {
        /// Path inside the section.
        field: String,
        /// The language.
        language: Language,
    },
    /// A number or a span is out of its range.
    #[error("{field} must be {wanted}")]
    OutOfRange {
        /// Path inside the section.
        field: String,
        /// What would be right.
        wanted: &'static str,
    },
    /// A phrase cannot be looked for.
    #[error("{field}: {cause}")]
    Phrase {
        /// Path inside the section.
        field: String,
        /// Why, as the keyword area's code.
        cause: String,
    },
    /// A keyword answer belongs to no keyword rule.
    #[error("{field} answers a keyword rule that does not exist")]
    UnknownKeyword {
        /// Path inside the section.
        field: String,
    },
    /// A quick reply's code cannot be typed.
    #[error("{field}: a code has letters, digits, - and _ only")]
    BadCode {
        /// Path inside the section.
        field: String,
    },
    /// There is no quick reply of this code.
    #[error("there is no quick reply /{code}")]
    UnknownCode {
        /// The code.
        code: String,
    },
    /// A quick reply's variable has no value.
    #[error("the quick reply /{code} needs a value for {variable}")]
    MissingVariable {
        /// The code.
        code: String,
        /// The variable.
        variable: String,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "reply.text.template",
        message: "A text's braces are wrong.",
        help: "Write variables as {name} or {name|words}, and {{ for a brace itself.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.text.blank",
        message: "A text has nothing that can be seen.",
        help: "Write what is to be said; a variable alone needs words for when it has no value: {name|there}.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.text.unknown_variable",
        message: "A text uses a variable that is never given to it.",
        help: "Use name, company, workspace, hotline, average_wait or back_at; in wording, what its field lists.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.text.missing_language",
        message: "A text is missing in the default language.",
        help: "Add the text in the language that `language` names, or change `language`.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.second_text.missing_language",
        message: "The second text of an answer is missing in a language of the first.",
        help: "Write both texts in the same languages: which one a customer gets must not decide the language.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.setting.out_of_range",
        message: "A number or a length of time is out of its range.",
        help: "Choose a value in the range that the message names.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.phrase.bad",
        message: "A phrase cannot be looked for.",
        help: "Write the phrase in plain words, with at least one letter or digit.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.keyword.unknown",
        message: "An answer belongs to no keyword rule.",
        help: "Use the id of a rule of the keyword section, or add such a rule.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.quick.bad_code",
        message: "A quick reply's code cannot be typed.",
        help: "Use letters, digits, - and _ only, without the slash.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.quick.unknown_code",
        message: "There is no quick reply of this code.",
        help: "Ask for the codes with `complete`.",
        retryable: false,
    },
    ErrorEntry {
        code: "reply.quick.missing_variable",
        message: "A quick reply's variable has no value.",
        help: "Give the value, or write words for that case into the text: {name|there}.",
        retryable: false,
    },
];

impl Coded for ReplyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Template { .. } => "reply.text.template",
            Self::BlankText { .. } => "reply.text.blank",
            Self::UnknownVariable { .. } => "reply.text.unknown_variable",
            Self::MissingLanguage { .. } => "reply.text.missing_language",
            Self::SecondTextLanguage { .. } => "reply.second_text.missing_language",
            Self::OutOfRange { .. } => "reply.setting.out_of_range",
            Self::Phrase { .. } => "reply.phrase.bad",
            Self::UnknownKeyword { .. } => "reply.keyword.unknown",
            Self::BadCode { .. } => "reply.quick.bad_code",
            Self::UnknownCode { .. } => "reply.quick.unknown_code",
            Self::MissingVariable { .. } => "reply.quick.missing_variable",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Template { field, .. }
            | Self::BlankText { field }
            | Self::UnknownVariable { field, .. }
            | Self::MissingLanguage { field, .. }
            | Self::SecondTextLanguage { field, .. }
            | Self::OutOfRange { field, .. }
            | Self::Phrase { field, .. }
            | Self::UnknownKeyword { field }
            | Self::BadCode { field } => Some(field.clone()),
            Self::UnknownCode { .. } => Some("code".to_owned()),
            Self::MissingVariable { variable, .. } => Some(format!("variables.{variable}")),
        }
    }
}
