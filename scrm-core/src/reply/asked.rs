//! What is asked: the words by which one question is told from another, so that one asked again is known.

use rustc_hash::{FxHashMap, FxHashSet};

use super::config::Phrases;
use super::error::ReplyError;
use super::phrases::{by_language, whole_messages};
use crate::foundation::text::{Sketch, StemLanguage, Word, is_unspaced_script};

/// The words by which one question is told from another.
#[derive(Clone, Debug)]
pub(super) struct AskedWords {
    /// Courtesies that are words of their own.
    words: FxHashSet<Box<str>>,
    /// Those of scripts without spaces by their first and their last character, the longest first, so that nothing is left
    /// of one.
    beginning_with: FxHashMap<char, Vec<Box<str>>>,
    ending_with: FxHashMap<char, Vec<Box<str>>>,
}

impl AskedWords {
    pub(super) fn compile(courtesies: &Phrases) -> Result<Self, ReplyError> {
        let distinct = whole_messages(by_language(courtesies), "repeat.courtesies")?;
        let (mut stretches, words): (Vec<Box<str>>, Vec<Box<str>>) =
            distinct.into_iter().partition(|courtesy| courtesy.contains(is_unspaced_script));
        stretches.sort_by(|left, right| right.len().cmp(&left.len()).then_with(|| left.cmp(right)));
        let by = |end: fn(&str) -> Option<char>| {
            let mut by_end: FxHashMap<char, Vec<Box<str>>> = FxHashMap::default();
            for courtesy in &stretches {
                by_end.entry(end(courtesy).unwrap_or_default()).or_default().push(courtesy.clone());
            }
            by_end
        };
        let beginning_with = by(|courtesy| courtesy.chars().next());
        let ending_with = by(|courtesy| courtesy.chars().next_back());
        Ok(Self { words: words.into_iter().collect(), beginning_with, ending_with })
    }

    /// The sketch of a folded question by its words without endings and courtesies.
    pub(super) fn sketch(&self, question: &str, words: &[Word<'_>]) -> Vec<u32> {
        let mut sketch = Sketch::for_text(question);
        for word in words {
            let asked = self.without_courtesies(word);
            if asked.is_empty() {
                continue;
            }
            if word.unspaced {
                sketch.add_stretch(asked);
                continue;
            }
            // Whose words those in Latin letters are is not known.
            match StemLanguage::for_word(asked, None).filter(|language| *language != StemLanguage::En) {
                Some(language) => sketch.add_word(&language.stem(asked)),
                None => sketch.add_word(asked),
            }
        }
        sketch.finish()
    }

    /// A word, or what is left of a stretch without spaces.
    fn without_courtesies<'t>(&self, word: &Word<'t>) -> &'t str {
        let mut rest = word.text;
        if word.unspaced {
            let cut = |rest: &'t str| {
                let (first, last) = (rest.chars().next()?, rest.chars().next_back()?);
                let mut beginnings = self.beginning_with.get(&first).into_iter().flatten();
                let mut endings = self.ending_with.get(&last).into_iter().flatten();
                let begun = beginnings.find_map(|courtesy| rest.strip_prefix(&**courtesy));
                begun.or_else(|| endings.find_map(|courtesy| rest.strip_suffix(&**courtesy)))
            };
            while let Some(shorter) = cut(rest) {
                rest = shorter;
            }
        } else if self.words.contains(rest) {
            rest = "";
        }
        rest
    }
}
