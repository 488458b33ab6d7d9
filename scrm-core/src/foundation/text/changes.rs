//! Where folding a text has anything to do: most characters stay as they are.

use std::sync::LazyLock;

use super::block::{
    BLOCK, Block, Lane, begins_two, beyond_ascii, equal_to, is_control, is_upper_case, within,
};
use super::character_set::CharacterSet;
use super::table::fold_alone;

/// The places of the characters of a text that may not stay as they are, in order. ASCII letters that only have to become
/// lower case are not among them, nor is a space that does not follow another.
///
/// Places are found 64 bytes at a time without a branch that depends on the letters of a script.
#[derive(Debug)]
pub(super) struct Changes<'t> {
    bytes: &'t [u8],
    /// Where the bytes begin that are looked at, and which of them are left to tell.
    block: usize,
    left: u64,
    next_block: usize,
    changing: &'static CharacterSet,
    /// Whether the last byte before the next block is a space.
    after_space: bool,
    /// Whether there are capital letters of ASCII before the next block.
    pub(super) has_upper_case: bool,
}

impl<'t> Changes<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            block: 0,
            left: 0,
            next_block: 0,
            changing: &CHANGING,
            after_space: false,
            has_upper_case: false,
        }
    }

    /// Leaves out what stands before a place. Where it has not been looked at yet, it has no capital letter of ASCII, and no
    /// space at its end.
    #[inline]
    pub(super) fn pass_over(&mut self, to: usize) {
        if to < self.next_block {
            self.left &= u64::MAX << (to - self.block);
        } else {
            (self.left, self.next_block, self.after_space) = (0, to, false);
        }
    }

    /// Looks at the next bytes.
    #[inline]
    fn look(&mut self) -> Option<()> {
        let from = self.next_block;
        let rest = self.bytes.get(from..).filter(|rest| !rest.is_empty())?;
        let block = Block::of(self.bytes, from);
        let changes = if !block.any(beyond_ascii) {
            block.bits(is_control)
        } else if block.any(begins_no_latin) {
            self.changing.among(rest)
        } else {
            // Letters with marks are few among those without.
            block.bits(is_control) | self.changing.among_few(rest, block.bits(begins_two))
        };
        let spaces = block.bits(|bytes| equal_to(bytes, b' '));
        let after_space = spaces & (spaces << 1 | u64::from(self.after_space));
        self.after_space = spaces >> (BLOCK - 1) != 0;
        self.has_upper_case |= block.bits(is_upper_case) != 0;
        (self.block, self.left) = (from, changes | after_space);
        self.next_block = from + BLOCK;
        Some(())
    }
}

impl Iterator for Changes<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.look()?;
        }
        let at = self.block + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(at)
    }
}

/// The first bytes of characters that are neither of ASCII nor Latin letters of two bytes.
#[inline]
fn begins_no_latin(bytes: Lane) -> Lane {
    within(bytes, 0xCA, 0xFF)
}

/// The characters that may change, all of three bytes and four among them: those are to be looked at.
static CHANGING: LazyLock<Box<CharacterSet>> = LazyLock::new(|| {
    let changes = |character: char| match character {
        ..='\u{7F}' => character.is_ascii_control(),
        _ => fold_alone(character) != Some(character),
    };
    Box::new(CharacterSet::new(changes, true))
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::foundation::text::fold;

    #[test]
    fn spaces_that_follow_spaces_are_told_over_the_ends_of_blocks() {
        let text = format!("{}  a", "x".repeat(BLOCK - 1));
        assert_eq!(Changes::of(&text).collect::<Vec<_>>(), [BLOCK]);
    }

    #[test]
    fn letters_that_stay_are_passed_over() {
        assert_eq!(Changes::of("цена price سعر é").collect::<Vec<_>>(), ["цена price سعر ".len()]);
        let mut changes = Changes::of("Цена");
        assert_eq!(changes.by_ref().collect::<Vec<_>>(), [0]);
        assert!(!changes.has_upper_case);
    }

    proptest! {
        #[test]
        fn a_text_without_changes_is_folded(text in "([a-z жё我é\u{640}سأ🙂]|\\PC){0,100}") {
            let text = text.trim();
            let mut changes = Changes::of(text);
            let only_three_bytes = changes.by_ref().all(|at| text.as_bytes()[at] >= 0xE0);
            if only_three_bytes && !changes.has_upper_case && text.chars().all(|letter| letter < '\u{800}') {
                prop_assert_eq!(fold(text), text);
            }
        }
    }
}
