//! Words that say nothing of what a message is about.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::StemLanguage;
use super::fold::fold;

const LISTS: &str = include_str!("function_words.txt");
/// Hindi is typed in Latin letters among English words.
const HINDI_IN_LATIN: &str = "hi-Latn";

/// Whether a folded word is one that only binds others together: `the`, `как`, `في`. Of Latin letters in the language that is
/// asked for, or English.
pub(crate) fn is_function_word(word: &str, language: Option<StemLanguage>) -> bool {
    let Some(language) = StemLanguage::for_word(word, language) else { return false };
    let has = |code: &str| lists().get(code).is_some_and(|words| words.contains(word));
    has(language.as_str()) || language == StemLanguage::En && has(HINDI_IN_LATIN)
}

/// The words of each language, by its code.
fn lists() -> &'static FxHashMap<&'static str, FxHashSet<String>> {
    static WORDS: OnceLock<FxHashMap<&'static str, FxHashSet<String>>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = LISTS.lines().filter(|line| !line.starts_with('#'));
        let list = |line: &'static str| {
            let (code, words) = line.split_once(": ")?;
            Some((code, words.split(' ').map(fold).collect()))
        };
        lines.filter_map(list).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{HINDI_IN_LATIN, StemLanguage, is_function_word, lists};

    #[test]
    fn a_word_is_judged_by_its_language() {
        for (word, language, expected) in [
            ("the", None, true),
            ("hai", None, true),
            ("refund", None, false),
            ("hat", None, false),
            ("hat", Some(StemLanguage::De), true),
            ("как", None, true),
            ("как", Some(StemLanguage::De), true),
            ("цена", None, false),
            ("في", None, true),
            ("کم", None, false),
            ("कैसे", None, true),
            ("nao", Some(StemLanguage::Pt), true),
            ("价格", None, false),
        ] {
            assert_eq!(is_function_word(word, language), expected, "{word}");
        }
    }

    #[test]
    fn every_list_has_a_language() {
        for code in lists().keys() {
            let known = StemLanguage::ALL.iter().any(|language| language.as_str() == *code);
            assert!(known || *code == HINDI_IN_LATIN, "{code}");
        }
        assert_eq!(lists().len(), StemLanguage::ALL.len(), "all but Tamil, and Hindi twice");
    }
}
