//! What is asked of every character of every message, read from a table.
//!
//! Characters are worked out 256 at a time, when the first of them turns up: a workspace meets few scripts.

use std::sync::OnceLock;

use unicode_normalization::char::is_combining_mark;

use super::character::{begins_am, fold_character, fold_quickly, is_invisible, may_join};
use super::language::Evidence;
use super::words::{is_unspaced_script, is_word_character_by_the_standard};

/// Characters that differ in the last eight bits of their numbers.
struct Page {
    folded: [u16; 256],
    traits: [Traits; 256],
    evidence: [Evidence; 256],
}

/// What kind of character one is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits(u8);

impl Traits {
    const WORD: u8 = 1;
    const UNSPACED: u8 = 2;
    const MARK: u8 = 4;

    fn of(character: char) -> Self {
        let bit = |is: bool, bit: u8| if is { bit } else { 0 };
        Self(
            bit(is_word_character_by_the_standard(character), Self::WORD)
                | bit(is_unspaced_script(character), Self::UNSPACED)
                | bit(is_combining_mark(character), Self::MARK),
        )
    }

    /// Whether it belongs to a word.
    pub(crate) const fn is_in_word(self) -> bool {
        self.0 & Self::WORD != 0
    }

    /// Whether it belongs to a word that has spaces around it.
    pub(crate) const fn is_in_spaced_word(self) -> bool {
        self.0 & (Self::WORD | Self::UNSPACED) == Self::WORD
    }

    /// Whether it is a mark on the character before it.
    pub(crate) const fn is_mark(self) -> bool {
        self.0 & Self::MARK != 0
    }
}

static PAGES: [OnceLock<Box<Page>>; 256] = [const { OnceLock::new() }; 256];

/// The page of a character and its place there. Characters beyond the first 65,536 are on none.
#[inline]
fn page(character: char) -> Option<(&'static Page, usize)> {
    let code = character as usize;
    let page = PAGES.get(code >> 8)?.get_or_init(|| Box::new(Page::new(code & !0xFF)));
    Some((page, code & 0xFF))
}

impl Page {
    fn new(first: usize) -> Self {
        let mut page =
            Self { folded: [0; 256], traits: [Traits::default(); 256], evidence: [Evidence::default(); 256] };
        let rows = page.folded.iter_mut().zip(&mut page.traits).zip(&mut page.evidence);
        for (code, ((folded, traits), evidence)) in (first..).zip(rows) {
            let Some(character) = u32::try_from(code).ok().and_then(char::from_u32) else { continue };
            *folded = folds_alone(character).and_then(|to| u16::try_from(u32::from(to)).ok()).unwrap_or(0);
            *traits = Traits::of(character);
            *evidence = Evidence::of(character);
        }
        page
    }
}

/// What kind of character one is.
#[inline]
pub(crate) fn traits(character: char) -> Traits {
    match page(character) {
        Some((page, place)) => page.traits.get(place).copied().unwrap_or_default(),
        None if matches!(character, '\u{1F300}'..='\u{1F6FF}') => Traits::default(),
        None => Traits::of(character),
    }
}

/// What a character tells about the language of its text.
#[inline]
pub(super) fn evidence(character: char) -> Evidence {
    match page(character) {
        Some((page, place)) => page.evidence.get(place).copied().unwrap_or_default(),
        None => Evidence::of(character),
    }
}

/// The one character that a character folds to, whatever stands before and after it; nothing where that has to be looked
/// at, or where it folds to none or several.
#[inline]
pub(super) fn fold_alone(character: char) -> Option<char> {
    match page(character) {
        Some((page, place)) => {
            let folded = page.folded.get(place).copied().filter(|folded| *folded != 0)?;
            char::from_u32(u32::from(folded))
        }
        None => fold_quickly(character),
    }
}

fn folds_alone(character: char) -> Option<char> {
    if let Some(folded) = fold_quickly(character) {
        return Some(folded);
    }
    if character.is_whitespace() || is_invisible(character) || begins_am(character) {
        return None;
    }
    let (mut only, mut count) = (None, 0_usize);
    fold_character(character, &mut |part| {
        only = Some(part);
        count += 1;
    });
    only.filter(|part| count == 1 && !part.is_whitespace() && !may_join(*part))
}
