//! What phrases select, read from the phrases alone: a check on the counts that mining gives.

use scrm_core::foundation::text::{Folded, StemLanguage, fold, words};
use scrm_core::keyword::mine::{MatchMode, Phrase};

/// A message cut for phrases.
pub struct Message {
    text: String,
    stems: Vec<(String, bool)>,
}

fn stems(text: &str) -> Vec<(String, bool)> {
    let mut end = None;
    words(text)
        .map(|word| {
            let between = end.and_then(|end| text.get(end..word.start)).unwrap_or(".");
            let joined = between.chars().all(|character| matches!(character, ' ' | '-' | '\''));
            end = Some(word.start + word.text.len());
            let stem = StemLanguage::of_word(word.text)
                .map_or(word.text.into(), |language| language.stem(word.text));
            (stem.into_owned(), joined)
        })
        .collect()
}

impl Message {
    /// Of a message as it was written.
    pub fn new(text: &str) -> Self {
        let text = Folded::new(text).into_text();
        Self { stems: stems(&text), text }
    }

    /// Where a piece begins and ends: words, or characters in a script without spaces.
    fn spans(&self, piece: &str, mode: Option<MatchMode>) -> Vec<(usize, usize)> {
        let piece = fold(piece);
        if mode == Some(MatchMode::Substring) {
            let length = piece.chars().count();
            return self
                .text
                .match_indices(&piece)
                .map(|(start, _)| self.text.get(..start).unwrap_or_default().chars().count())
                .map(|start| (start, start + length))
                .collect();
        }
        let wanted = stems(&piece);
        (0..self.stems.len())
            .filter(|start| {
                wanted.iter().enumerate().all(|(offset, (stem, _))| {
                    self.stems
                        .get(start + offset)
                        .is_some_and(|(own, joined)| own == stem && (offset == 0 || *joined))
                })
            })
            .map(|start| (start, start + wanted.len()))
            .collect()
    }

    /// Whether a phrase fires.
    pub fn fires(&self, phrase: &Phrase) -> bool {
        let companions: Vec<_> = phrase.near.iter().map(|near| self.spans(near, phrase.mode)).collect();
        self.spans(&phrase.text, phrase.mode).into_iter().any(|(start, end)| {
            companions.iter().all(|spans| {
                spans.iter().any(|(from, to)| {
                    (*from >= end && from - end <= usize::from(phrase.within))
                        || (start >= *to && start - to <= usize::from(phrase.within))
                })
            })
        })
    }
}
