//! Phrases of other scripts as people type them in Latin letters: `skolko stoit`, `kitne ka hai`, `kam el se3r`,
//! `duo shao qian`.
//!
//! There is no one spelling to look for. So the phrases of a set are kept as one tree of native letters, each of which has
//! several spellings, and every word of a message that is written in Latin letters is walked along it.

mod endings;
mod evidence;
mod phrase;
mod trie;
mod walk;

use std::ops::Range;

use self::phrase::{Spelled, spelled};
use self::trie::Trie;
use self::walk::Walk;
use crate::foundation::text::StemLanguage;

/// Whether a folded phrase could be spelled in Latin letters, but is too short to be looked for so.
pub(super) fn is_too_short(folded: &str, inflected: bool, language: Option<StemLanguage>) -> bool {
    spelled(folded, inflected, language).is_some_and(|spelled| !spelled.is_enough())
}

/// The phrases of a set that are looked for in Latin letters.
#[derive(Clone, Debug, Default)]
pub(super) struct RomanisedPhrases {
    trie: Trie,
}

impl RomanisedPhrases {
    /// Adds a folded phrase of a pattern, in the forms of its words where it is inflected. One that cannot be spelled, or
    /// that other words would be taken for, is left out.
    pub(super) fn add(
        &mut self,
        pattern: usize,
        folded: &str,
        inflected: bool,
        language: Option<StemLanguage>,
    ) {
        if let Some(spelled) = spelled(folded, inflected, language).filter(Spelled::is_enough) {
            self.trie.add(&spelled, pattern);
        }
    }

    /// Reports every phrase that is spelled in a folded text, and where. Linear in the text, for a given set.
    pub(super) fn scan(&self, text: &str, found: impl FnMut(usize, Range<usize>)) {
        if !self.trie.is_empty() && text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            Walk::new(&self.trie, text).run(found);
        }
    }
}
