//! Where a row keeps what could not be read.

use crate::customer::FieldName;

/// Ends the name of a field that keeps what could not be read.
const UNREAD: &str = "_raw";

/// The field that keeps what could not be read as `meant`.
pub(super) fn unread_field(meant: &str) -> FieldName {
    FieldName::Custom(compact_str::format_compact!("{meant}{UNREAD}"))
}

/// Whether a field keeps what could not be read.
pub(crate) fn is_unread_field(name: &FieldName) -> bool {
    matches!(name, FieldName::Custom(name) if meant_by_unread(name).is_some())
}

/// What was meant by the text that a field of this name keeps unread.
pub(crate) fn meant_by_unread(field: &str) -> Option<&str> {
    field.strip_suffix(UNREAD)
}
