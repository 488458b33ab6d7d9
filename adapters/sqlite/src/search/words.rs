//! Cutting text of any script into words, with the core's own folding.

use std::borrow::Cow;

use scrm_core::foundation::text::{Word, fold, words};
use scrm_core::store::{searched_last_digits, searched_number};

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

/// Appends a number as one word.
pub(super) fn append_number(digits: &str, out: &mut String) {
    out.push_str(digits);
    out.push(' ');
}

/// Before numbers that are written from their end: no query has it, so that no other word begins so.
const FROM_THE_END: char = '←';

/// Appends a number as one word from its last digit to its first, so that its end is found as a beginning.
pub(super) fn append_from_the_end(digits: &str, out: &mut String) {
    out.push(FROM_THE_END);
    out.extend(digits.chars().rev());
    out.push(' ');
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
    let every_word = format!("({})", terms.join(" AND "));
    let number = searched_number(text).map(|digits| format!("\"{digits}\"*"));
    let end = searched_last_digits(text).map(|digits| {
        let from_the_end: String = digits.chars().rev().collect();
        format!("\"{FROM_THE_END}{from_the_end}\"*")
    });
    Some([Some(every_word), number, end].into_iter().flatten().collect::<Vec<_>>().join(" OR "))
}
