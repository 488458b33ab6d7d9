//! What a deserializer complains about, in words that hold no value.
//!
//! A request is read through layers that pass errors on as text, in serde's fixed forms. Those forms repeat the
//! value, which may be a customer's; here they are taken apart, and the value is left out.

use super::error::{MISSING_FIELD, NAIVE_TIME, UNKNOWN_FIELD, WRONG_KIND};
use crate::foundation::time::NAIVE;

/// A complaint: its code, its words, and the field that it names.
pub(super) struct Complaint {
    pub(super) code: &'static str,
    pub(super) text: String,
    pub(super) field: Option<String>,
}

impl Complaint {
    fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), field: None }
    }

    fn of_field(self, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..self }
    }
}

/// Takes a deserializer's message apart.
pub(super) fn complaint(message: &str) -> Complaint {
    let message = without_place(message);
    if message == NAIVE {
        return Complaint::new(NAIVE_TIME, NAIVE);
    }
    if let Some(name) = message.strip_prefix("missing field `") {
        return Complaint::new(MISSING_FIELD, "the field is missing").of_field(name.trim_end_matches('`'));
    }
    if let Some(rest) = message.strip_prefix("unknown field `") {
        let (name, known) = rest.split_once("`, ").unwrap_or((rest.trim_end_matches('`'), ""));
        return Complaint::new(UNKNOWN_FIELD, format!("nobody reads this field; {known}")).of_field(name);
    }
    if let Some(rest) = message.strip_prefix("unknown variant `") {
        let known = rest.rsplit_once("`, expected ").map_or("another value", |(_, known)| known);
        return Complaint::new(WRONG_KIND, format!("expected {known}"));
    }
    let of_number =
        message.strip_prefix("invalid value: integer ").and_then(|rest| rest.rsplit_once(", expected "));
    if let Some(bounds) = of_number.and_then(|(_, width)| bounds(width)) {
        return Complaint::new(WRONG_KIND, format!("expected a whole number {bounds}, found another one"));
    }
    let invalid = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match invalid.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((found, expected)) => {
            Complaint::new(WRONG_KIND, format!("expected {}, found {}", plain(expected), kind_of(found)))
        }
        None => Complaint::new(WRONG_KIND, message),
    }
}

/// Between which whole numbers those of a width lie.
fn bounds(width: &str) -> Option<String> {
    let (from, to) = match width {
        "i8" => (i64::from(i8::MIN), i64::from(i8::MAX)),
        "i16" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "i32" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        "u8" => (0, i64::from(u8::MAX)),
        "u16" => (0, i64::from(u16::MAX)),
        "u32" => (0, i64::from(u32::MAX)),
        // Nobody comes to their upper ends.
        "u64" | "usize" => return Some("from 0".to_owned()),
        _ => return None,
    };
    Some(format!("from {from} to {to}"))
}

/// Without the place in the JSON text: the path of the field says it better.
fn without_place(message: &str) -> &str {
    match message.rsplit_once(" at line ") {
        Some((before, place)) if place.contains(" column ") => before,
        _ => message,
    }
}

/// The kind of a value that serde describes, such as ``integer `5` `` or `string "…"`.
fn kind_of(found: &str) -> &str {
    match found.split(['`', '"']).next().unwrap_or_default().trim() {
        "string" | "character" => "text",
        "integer" => "a whole number",
        "floating point" => "a number",
        "boolean" => "true or false",
        "sequence" => "a list",
        "map" => "an object",
        "null" | "unit value" | "Option value" => "nothing",
        "byte array" => "bytes",
        _ => "another kind of value",
    }
}

/// What is expected, without the names of types.
fn plain(expected: &str) -> &str {
    match expected {
        "a string" | "a borrowed string" => "text",
        "a character" => "one character",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0",
        "f64" | "f32" => "a number",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "an object",
        _ if expected.starts_with("struct ") || expected.contains("enum ") => "an object",
        _ if expected.starts_with("tuple ") || expected.starts_with("a tuple ") => "a list",
        _ => expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_is_repeated() {
        for message in [
            "invalid type: string \"Anna, expected Walker\", expected u32 at line 1 column 20",
            "invalid value: integer `447400123456`, expected u8",
            "unknown variant `Anna`, expected `whatsapp` or `email`",
            "invalid type: floating point `4.5`, expected a string",
        ] {
            let text = complaint(message).text;
            assert!(!text.contains("Anna") && !text.contains('4'), "{text}");
        }
    }

    #[test]
    fn the_words_name_kinds_people_know() {
        let text = |message| complaint(message).text;
        assert_eq!(
            text("invalid type: integer `5`, expected a string"),
            "expected text, found a whole number"
        );
        assert_eq!(
            text("invalid value: string \";;\", expected a character"),
            "expected one character, found text"
        );
        assert_eq!(text("invalid type: map, expected a sequence"), "expected a list, found an object");
        assert_eq!(
            text("unknown variant `x`, expected one of `whatsapp`, `email`"),
            "expected one of `whatsapp`, `email`"
        );
    }

    #[test]
    fn a_whole_number_out_of_bounds_is_told_the_bounds() {
        for (width, expected) in [
            ("u8", "expected a whole number from 0 to 255, found another one"),
            ("usize", "expected a whole number from 0, found another one"),
            ("i32", "expected a whole number from -2147483648 to 2147483647, found another one"),
        ] {
            let message = format!("invalid value: integer `-99999999999`, expected {width}");
            assert_eq!(complaint(&message).text, expected);
        }
    }

    #[test]
    fn fields_are_named() {
        let of = |message| {
            let Complaint { code, field, .. } = complaint(message);
            (code, field)
        };
        assert_eq!(of("missing field `now` at line 1 column 2"), (MISSING_FIELD, Some("now".to_owned())));
        assert_eq!(of("unknown field `nwo`, expected `now`"), (UNKNOWN_FIELD, Some("nwo".to_owned())));
        assert_eq!(of("unknown field `x`, expected `a` or `b`"), (UNKNOWN_FIELD, Some("x".to_owned())));
        assert_eq!(
            of("unknown field `x`, expected one of `a`, `b`, `c`"),
            (UNKNOWN_FIELD, Some("x".to_owned()))
        );
        assert_eq!(of("unknown field `x`, there are no fields"), (UNKNOWN_FIELD, Some("x".to_owned())));
        assert_eq!(of(NAIVE), (NAIVE_TIME, None));
    }
}
