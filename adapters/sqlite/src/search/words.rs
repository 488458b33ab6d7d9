//! Cutting text of any script into words, with the core's own folding.

use std::borrow::Cow;

use scrm_core::foundation::text::{Word, fold, words};
use scrm_core::store::searched_number;

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
    Some(match searched_number(text) {
        Some(digits) => format!("({every_word}) OR \"{digits}\"*"),
        None => every_word,
    })
}
