//! What is worth knowing of the answers of operations.

use crate::bridge::Shape;
use crate::table::Column;

/// What is worth knowing of one operation's answer.
#[derive(Debug)]
pub(crate) struct AnswerForm {
    /// Where instants and days stand in it.
    pub(crate) shape: Option<&'static Shape>,
    /// The columns of its records, where it lists any.
    pub(crate) columns: &'static [Column],
}

/// What is known of an operation's answer.
pub(crate) fn form_of(_operation: &str) -> AnswerForm {
    AnswerForm { shape: None, columns: &[] }
}
