//! Which mode suits a phrase, where it is left to be chosen.

use super::config::MatchMode;
use super::word_phrase::is_inflectable;
use crate::foundation::text::{StemLanguage, is_word_character};

/// The mode of a folded phrase: the one that is asked for, or what its script and length ask.
pub(super) fn chosen(mode: MatchMode, folded: &str, language: Option<StemLanguage>) -> MatchMode {
    match mode {
        MatchMode::Auto if !folded.contains(is_word_character) => MatchMode::Substring,
        MatchMode::Auto if is_inflectable(folded, language) => MatchMode::Stem,
        MatchMode::Auto => MatchMode::AsWritten,
        asked => asked,
    }
}
