//! Characters that are not seen.

use unicode_normalization::char::is_combining_mark;

use crate::foundation::text::fold;

/// Whether a character turns the direction of writing without being seen.
pub(super) const fn turns_direction(character: char) -> bool {
    matches!(character,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is not seen, wherever it stands. Spaces are seen.
pub(super) fn is_hidden(character: char) -> bool {
    let folds_to_nothing = || fold(character.encode_utf8(&mut [0; 4])).is_empty();
    !character.is_ascii_graphic()
        && !character.is_whitespace()
        && !is_seen_though_folded(character)
        // Marks are seen on their letters; those that choose a letter's form are not.
        && (!is_combining_mark(character) || is_selector(character))
        && folds_to_nothing()
}

/// What folding leaves out and people see: the skin of an emoji, and the line that lengthens an Arabic word.
const fn is_seen_though_folded(character: char) -> bool {
    matches!(character, '\u{1F3FB}'..='\u{1F3FF}' | '\u{640}')
}

const fn is_selector(character: char) -> bool {
    matches!(character, '\u{34F}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The hidden characters of a text that have no work where they stand, each once.
pub(super) fn hidden(text: &str) -> Vec<char> {
    let mut found: Vec<char> = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    for (at, character) in characters.iter().enumerate() {
        if is_hidden(*character) && !found.contains(character) {
            let before = at.checked_sub(1).and_then(|before| characters.get(before)).copied();
            let after = characters.get(at + 1).copied();
            if !is_at_work(*character, before, after) {
                found.push(*character);
            }
        }
    }
    found
}

/// Whether a hidden character does between its neighbours what it is made for: joiners within emoji and within Arabic
/// and Indic words, the choice of an emoji's or a Han character's form, and the letters of a flag.
fn is_at_work(character: char, before: Option<char>, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let is_joining = |letter: char| matches!(letter, '\u{620}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{900}'..='\u{DFF}' | '\u{1780}'..='\u{17FF}');
    match character {
        '\u{200D}' if is_pictured(before) || before == '\u{FE0F}' || is_seen_though_folded(before) => {
            after.is_some_and(is_pictured)
        }
        '\u{200C}' | '\u{200D}' => is_joining(before) && after.is_none_or(is_joining),
        '\u{FE0E}' | '\u{FE0F}' => is_pictured(before) || matches!(before, '#' | '*' | '0'..='9'),
        '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}' => {
            matches!(before, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
        }
        '\u{180B}'..='\u{180F}' => matches!(before, '\u{1800}'..='\u{18AF}'),
        '\u{E0020}'..='\u{E007F}' => before == '\u{1F3F4}' || matches!(before, '\u{E0020}'..='\u{E007E}'),
        _ => false,
    }
}

/// Whether a character is a picture: an emoji or a symbol that may become one.
const fn is_pictured(character: char) -> bool {
    matches!(character, '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2100}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

/// A character by its number, as `U+202E`.
pub(super) fn number_of(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
