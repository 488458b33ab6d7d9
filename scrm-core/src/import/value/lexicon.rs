//! Words with a meaning, found at the front of a text, longest first.

use rustc_hash::FxHashMap;

use super::fold::{continues_word, fold, is_unspaced};

/// Words and what they mean.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon<M> {
    by_first: FxHashMap<char, Vec<Word<M>>>,
}

#[derive(Clone, Debug)]
struct Word<M> {
    text: String,
    /// Any ending may follow.
    stem: bool,
    meaning: M,
}

impl<M: Copy> Lexicon<M> {
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, M)>) -> Self {
        let mut by_first: FxHashMap<char, Vec<Word<M>>> = FxHashMap::default();
        for (word, meaning) in words {
            let (text, stem) = word.strip_suffix('*').map_or((word, false), |text| (text, true));
            let text = fold(text);
            if let Some(first) = text.chars().next() {
                by_first.entry(first).or_default().push(Word { text, stem, meaning });
            }
        }
        for words in by_first.values_mut() {
            words.sort_by_key(|word| std::cmp::Reverse(word.text.len()));
        }
        Self { by_first }
    }

    /// The longest word at the front of `text`, with the bytes it takes.
    pub(crate) fn longest(&self, text: &str) -> Option<(usize, M)> {
        let first = text.chars().next()?;
        self.by_first.get(&first)?.iter().find_map(|word| Some((word.ends_at(text)?, word.meaning)))
    }

    /// Whether a word stands anywhere in a folded text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let mut before = None;
        text.char_indices().any(|(place, first)| {
            let is_within =
                before.replace(first).is_some_and(|before| continues_word(before) && continues_word(first));
            !is_within && text.get(place..).is_some_and(|rest| self.longest(rest).is_some())
        })
    }

    /// The meaning of the whole of a folded text.
    pub(crate) fn exact(&self, text: &str) -> Option<M> {
        let (length, meaning) = self.longest(text)?;
        (length == text.len()).then_some(meaning)
    }
}

impl<M> Word<M> {
    fn ends_at(&self, text: &str) -> Option<usize> {
        let rest = text.strip_prefix(self.text.as_str())?;
        let last = self.text.chars().next_back()?;
        if is_unspaced(last) || !continues_word(last) {
            return Some(self.text.len());
        }
        let ending: usize = rest.chars().take_while(|c| continues_word(*c)).map(char::len_utf8).sum();
        match (ending, self.stem) {
            (0, _) => Some(self.text.len()),
            (_, true) => Some(self.text.len() + ending),
            (_, false) => None,
        }
    }
}
