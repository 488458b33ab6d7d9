//! Words: stretches of letters, marks and digits.

use unicode_normalization::char::is_combining_mark;

use super::table::traits;

/// Whether a character belongs to a word: a letter, a digit, or a mark on one.
///
/// ```
/// use scrm_core::foundation::text::is_word_character;
/// assert!(is_word_character('ж') && is_word_character('7') && is_word_character('\u{94d}'));
/// assert!(!is_word_character('-') && !is_word_character('🙂'));
/// ```
#[must_use]
#[inline]
pub fn is_word_character(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_alphanumeric() } else { traits(character).is_in_word() }
}

/// The same by the tables of the Unicode standard, which take longer.
pub(super) fn is_word_character_by_the_standard(character: char) -> bool {
    character.is_alphanumeric() || is_combining_mark(character)
}

/// Whether a character belongs to a script that is written without spaces between words: Han, kana, Thai,
/// Lao, Khmer, Myanmar.
///
/// ```
/// use scrm_core::foundation::text::is_unspaced_script;
/// assert!(is_unspaced_script('价') && is_unspaced_script('カ') && is_unspaced_script('ร'));
/// assert!(!is_unspaced_script('ц') && !is_unspaced_script('한'));
/// ```
#[must_use]
#[inline]
pub const fn is_unspaced_script(character: char) -> bool {
    if (character as u32) < 0x0E00 {
        return false;
    }
    matches!(character,
        '\u{0E01}'..='\u{0E3A}' | '\u{0E40}'..='\u{0EFF}'
        | '\u{1000}'..='\u{109F}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}'
        | '\u{1780}'..='\u{17DD}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{1B000}'..='\u{1B16F}'
        | '\u{20000}'..='\u{323AF}')
}

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word.
    pub text: &'t str,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Whether it is a stretch of a script without spaces, and so may be several words.
    pub unspaced: bool,
}

/// The words of a text, in order. See [`words`].
#[derive(Clone, Debug)]
pub struct Words<'t> {
    text: &'t str,
    position: usize,
}

/// The characters of a folded text, each with the marks on it, and where it begins: what is no letter by itself is no piece
/// of a word either.
pub(crate) fn marked_characters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let marks = rest.get(first.len_utf8()..)?.chars().take_while(|mark| traits(*mark).is_mark());
        let length = first.len_utf8() + marks.map(char::len_utf8).sum::<usize>();
        let start = at;
        at += length;
        Some((start, rest.get(..length)?))
    })
}

/// The words of a text: stretches of letters, marks and digits, cut where a script without spaces begins
/// or ends. Meant for folded text; linear. [`segmented_words`](super::segmented_words) cuts the stretches too.
///
/// ```
/// use scrm_core::foundation::text::words;
/// let found: Vec<_> = words("iphone价格? ok").map(|word| (word.text, word.unspaced)).collect();
/// assert_eq!(found, [("iphone", false), ("价格", true), ("ok", false)]);
/// ```
#[must_use]
pub const fn words(text: &str) -> Words<'_> {
    Words { text, position: 0 }
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let rest = self.text.get(self.position..)?;
        let skipped = rest.find(is_word_character)?;
        let start = self.position + skipped;
        let rest = self.text.get(start..)?;
        let unspaced = rest.chars().next().is_some_and(is_unspaced_script);
        // A mark stays with the letter before it, whatever script it is filed under.
        let length = rest
            .char_indices()
            .skip(1)
            .find(|(_, character)| {
                !is_word_character(*character)
                    || (is_unspaced_script(*character) != unspaced && !is_combining_mark(*character))
            })
            .map_or(rest.len(), |(offset, _)| offset);
        self.position = start + length;
        Some(Word { text: rest.get(..length)?, start, unspaced })
    }
}
