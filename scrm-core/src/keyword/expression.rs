//! Regular expressions over folded messages.

use regex::escape;
use unicode_normalization::UnicodeNormalization;

use crate::foundation::text::{ANUSVARA, fold, is_joined_nasal};

/// An expression with its letters folded as those of messages are, and its syntax, which is ASCII, as it is. A letter that
/// folds to several becomes a group of these, `ß` `(?:ss)`; among the letters of a class, which are one each, it stays. With
/// `short_i_as_i`, `й` is `и` as well.
pub(crate) fn folded_expression(expression: &str, short_i_as_i: bool) -> String {
    let mut out = String::with_capacity(expression.len());
    let mut classes = Classes::default();
    for character in with_anusvara(expression.nfc()) {
        classes.read(character);
        if character.is_ascii() || character.is_whitespace() {
            out.push(if character.is_ascii() { character } else { ' ' });
            continue;
        }
        // A full-width `？` is a question mark in the message, not an operator.
        let folded = fold(character.encode_utf8(&mut [0; 4]));
        let mut letters = folded.chars();
        match (letters.next(), letters.next()) {
            (None, _) => {}
            (Some('й'), None) if short_i_as_i => {
                out.push_str(if classes.is_open() { "йи" } else { "[йи]" })
            }
            (Some(_), None) => out.push_str(&escape(&folded)),
            _ if classes.is_open() => out.push(character),
            _ => out.extend(["(?:", &escape(&folded), ")"]),
        }
    }
    out
}

/// Characters with the Devanagari nasals that are joined to a consonant as folding leaves them.
fn with_anusvara(characters: impl Iterator<Item = char>) -> Vec<char> {
    let mut out = Vec::new();
    for character in characters {
        if let [.., nasal, '\u{94D}'] = out.as_slice()
            && is_joined_nasal(*nasal, character)
        {
            out.truncate(out.len().saturating_sub(2));
            out.push(ANUSVARA);
        }
        out.push(character);
    }
    out
}

/// Whether the characters of an expression stand in a class, `[…]`.
#[derive(Default)]
struct Classes {
    open: usize,
    is_escaped: bool,
    /// Whether nothing but `^` came since the last one opened: a `]` is a letter there.
    is_new: bool,
}

impl Classes {
    const fn is_open(&self) -> bool {
        self.open > 0
    }

    fn read(&mut self, character: char) {
        if std::mem::take(&mut self.is_escaped) {
            self.is_new = false;
            return;
        }
        match character {
            '\\' => self.is_escaped = true,
            '[' => (self.open, self.is_new) = (self.open + 1, true),
            '^' if self.is_new => {}
            ']' if !self.is_new => self.open = self.open.saturating_sub(1),
            _ => self.is_new = false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::folded_expression;

    #[test]
    fn letters_are_folded_and_syntax_stays() {
        for (expression, expected) in [
            (r"straße \d+", r"stra(?:ss)e \d+"),
            (r"№ ?\d+", r"(?:no) ?\d+"),
            ("œuvre?", "(?:oe)uvre?"),
            ("[äß]x", "[aß]x"),
            (r"\[ß]", r"\[(?:ss)]"),
            (r"[\]ß]ß", r"[\]ß](?:ss)"),
            ("[]ß]ß", "[]ß](?:ss)"),
            ("[^]ß]ß", "[^]ß](?:ss)"),
            ("什麼？", r"什么\?"),
            ("и\u{306}од", "йод"),
            ("cafe\u{301}", "cafe"),
            ("عُنوان", "عنوان"),
            ("बन्द+", "बंद+"),
            ("＜价　格＞", "<价 格>"),
        ] {
            assert_eq!(folded_expression(expression, false), expected, "{expression}");
        }
        assert_eq!(folded_expression("чай [а-й]", true), "ча[йи] [а-йи]");
    }
}
