//! Which mode suits a phrase, where it is left to be chosen.

use super::config::{KeywordRule, KeywordTerm, MatchMode};
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

/// The mode of a companion of a term, or of a negative phrase of a rule: by its stems, however short it is, where the rule
/// or the term is matched so; else as `auto`.
pub(super) fn beside(rule: &KeywordRule, term: Option<&KeywordTerm>, text: &str) -> MatchMode {
    let modes = [Some(rule.mode), term.and_then(|term| term.mode)];
    let by_stems = modes.contains(&Some(MatchMode::Stem)) && text.contains(is_word_character);
    if by_stems { MatchMode::Stem } else { MatchMode::Auto }
}
