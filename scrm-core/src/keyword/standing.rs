//! How a phrase has to stand in a message, once its mode is chosen.

use std::cell::OnceCell;
use std::ops::Range;

use super::finder::Found;
use crate::foundation::text::{
    FIRST_OF_HAN, HAN_BYTES, JOINER, LAST_OF_HAN, MayHave, cuts, is_regional_indicator, is_unspaced_script,
    is_word_character, traits,
};

/// How what the automaton found has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// As a word or phrase in scripts with spaces, anywhere in others.
    AsWritten,
    /// Between spaces, where a script begins and ends, or, in scripts without spaces, where words of a dictionary do.
    Word,
    /// As words that may be inflected, which is known where they are found.
    Inflected,
    /// Anywhere.
    Substring,
    /// As the whole message.
    WholeMessage,
}

/// What is known of the text that phrases stand in; worked out when it is first asked for.
pub(super) struct Ground<'t> {
    pub(super) text: &'t str,
    pub(super) may_have: MayHave,
    core: OnceCell<Range<usize>>,
    cuts: OnceCell<Vec<usize>>,
    flags: OnceCell<Vec<usize>>,
}

impl<'t> Ground<'t> {
    pub(super) const fn new(text: &'t str, may_have: MayHave) -> Self {
        Self { text, may_have, core: OnceCell::new(), cuts: OnceCell::new(), flags: OnceCell::new() }
    }

    /// Where a phrase stands in the text, as it has to; nothing where it does not.
    pub(super) fn place(&self, found: Found, standing: Standing) -> Option<Range<usize>> {
        let whole = found.start..found.end;
        match standing {
            Standing::Inflected => return Some(whole),
            Standing::AsWritten | Standing::Word if self.is_set_off(&whole) => return Some(whole),
            Standing::AsWritten | Standing::Substring if self.is_of_han(&whole) => return Some(whole),
            _ => {}
        }
        let (before, phrase, after) =
            (self.text.get(..found.start)?, self.text.get(whole.clone())?, self.text.get(found.end..)?);
        let (previous, next) = (before.chars().next_back(), after.chars().next());
        let (first, last) = (phrase.chars().next()?, phrase.chars().next_back()?);
        // A letter with a mark is another letter than the one without.
        let is_mark = |character: char| traits(character).is_mark();
        if next.is_some_and(is_mark) || (is_mark(first) && previous.is_some_and(is_word_character)) {
            return None;
        }
        // Part of an emoji is another emoji: 👩 is no 👩‍⚕️.
        if previous == Some(JOINER) || next == Some(JOINER) {
            return None;
        }
        if is_regional_indicator(first) && !self.is_flag_at(found.start) {
            return None;
        }
        let stands = match standing {
            Standing::Substring | Standing::Inflected => true,
            Standing::AsWritten => is_free(first, previous) && is_free(last, next),
            Standing::Word => {
                self.is_word_end(first, previous, found.start) && self.is_word_end(last, next, found.end)
            }
            Standing::WholeMessage => {
                let core = self.core.get_or_init(|| core_of(self.text));
                found.start <= core.start && core.end <= found.end
            }
        };
        stands.then_some(whole)
    }

    /// Whether a flag begins at a place. Flags are two letters each, and two flags in a row hold others: 🇺🇸🇦🇪 no 🇸🇦.
    fn is_flag_at(&self, place: usize) -> bool {
        self.flags.get_or_init(|| flags(self.text)).binary_search(&place).is_ok()
    }

    /// Whether a word begins or ends at a place, between a character of the phrase and one outside.
    fn is_word_end(&self, inside: char, outside: Option<char>, place: usize) -> bool {
        outside.is_none_or(|outside| {
            !is_word_character(outside)
                || !is_word_character(inside)
                || match (is_unspaced_script(inside), is_unspaced_script(outside)) {
                    (true, true) => self.cuts.get_or_init(|| cuts(self.text)).binary_search(&place).is_ok(),
                    (inside, outside) => inside != outside,
                }
        })
    }
}

impl Ground<'_> {
    /// Whether spaces or punctuation stand around a place that may be a word, as far as that is seen at once.
    fn is_set_off(&self, place: &Range<usize>) -> bool {
        let bytes = self.text.as_bytes();
        let divides =
            |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
        // Two flags in a row hold others.
        let is_emoji = bytes.get(place.start).is_some_and(|byte| *byte >= FIRST_OF_FOUR_BYTES);
        !is_emoji
            && divides(place.start.checked_sub(1).and_then(|before| bytes.get(before)))
            && divides(bytes.get(place.end))
    }

    /// Whether a place begins and ends with Han, which need no spaces, and nothing around it belongs to it, as far as that is
    /// seen at once.
    fn is_of_han(&self, place: &Range<usize>) -> bool {
        let byte = |at: usize| self.text.as_bytes().get(at).copied();
        let is_han = |at: usize| byte(at).is_some_and(|first| (FIRST_OF_HAN..=LAST_OF_HAN).contains(&first));
        let before = place.start.checked_sub(1).and_then(byte);
        is_han(place.start)
            && place.end.checked_sub(HAN_BYTES).is_some_and(is_han)
            && before != Some(LAST_OF_JOINER)
            && (byte(place.end).is_none_or(|after| after.is_ascii()) || is_han(place.end))
    }
}

/// The byte that a joiner of emoji ends with, as some other characters do.
const LAST_OF_JOINER: u8 = 0x8D;

/// The least byte that a character of four bytes begins with.
const FIRST_OF_FOUR_BYTES: u8 = 0xF0;

/// Whether a word may begin or end between two characters.
pub(super) fn is_free(inside: char, outside: Option<char>) -> bool {
    outside.is_none_or(|outside| !traits(outside).is_in_spaced_word() || !traits(inside).is_in_spaced_word())
}

/// Where the flags of a text begin.
fn flags(text: &str) -> Vec<usize> {
    let mut flags = Vec::new();
    let mut is_first = false;
    for (at, character) in text.char_indices() {
        is_first = is_regional_indicator(character) && !is_first;
        if is_first {
            flags.push(at);
        }
    }
    flags
}

/// A message without the punctuation, emoji and spaces around it; all of it where there is nothing else.
fn core_of(text: &str) -> Range<usize> {
    let Some(start) = text.find(is_word_character) else { return 0..text.len() };
    let end = text
        .char_indices()
        .rfind(|(_, character)| is_word_character(*character))
        .map_or(start, |(at, character)| at + character.len_utf8());
    start..end
}
