//! Cutting text of any script into words, with the core's own folding.

use std::borrow::Cow;

use scrm_core::foundation::text::{Word, fold, words};

/// A query with fewer digits than this is not taken for a phone number.
const DIGITS_OF_A_NUMBER: usize = 5;

/// The word as the index keeps it: each character of an unspaced script is a word of its own.
fn indexed<'t>(word: &Word<'t>) -> Cow<'t, str> {
    if !word.unspaced {
        return Cow::Borrowed(word.text);
    }
    let mut spaced = String::with_capacity(word.text.len().saturating_mul(2));
    for character in word.text.chars() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push(character);
    }
    Cow::Owned(spaced)
}

/// Appends the words of `text`, each followed by a space.
pub(super) fn append(text: &str, out: &mut String) {
    for word in words(&fold(text)) {
        out.push_str(&indexed(&word));
        out.push(' ');
    }
}

/// Appends the digits of a number that was written with spaces or dashes, as one word.
pub(super) fn append_digits(text: &str, out: &mut String) {
    if let Some(digits) = digits_of(&fold(text)) {
        out.push_str(&digits);
        out.push(' ');
    }
}

/// The digits of a text that is nothing but a number in several parts.
fn digits_of(folded: &str) -> Option<String> {
    let mut digits = String::new();
    let mut parts = 0_usize;
    for word in words(folded) {
        if !word.text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(word.text);
        parts = parts.saturating_add(1);
    }
    (parts > 1 && digits.len() >= DIGITS_OF_A_NUMBER).then_some(digits)
}

/// The query in FTS5's language; `None` where it has no words.
///
/// Words consist of letters, marks and digits, so that quoting them is enough.
pub(super) fn expression(text: &str) -> Option<String> {
    let folded = fold(text);
    let terms: Vec<String> = words(&folded)
        .map(|word| {
            let prefix = if word.unspaced { "" } else { "*" };
            format!("\"{}\"{prefix}", indexed(&word))
        })
        .collect();
    if terms.is_empty() {
        return None;
    }
    let every_word = terms.join(" AND ");
    Some(match digits_of(&folded) {
        Some(digits) => format!("({every_word}) OR \"{digits}\"*"),
        None => every_word,
    })
}
