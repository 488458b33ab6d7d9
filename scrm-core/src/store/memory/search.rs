//! Search by reading everything: right for a store that fits in memory and is searched by people.

use crate::customer::{Customer, FieldValue};
use crate::desk::MessageRecord;
use crate::foundation::text::{fold, is_unspaced_script, is_word_character};

/// The words of a query, folded.
pub(super) struct Needle {
    words: Vec<Word>,
}

struct Word {
    text: String,
    /// In scripts without spaces a word may begin anywhere.
    anywhere: bool,
}

impl Needle {
    pub(super) fn new(query: &str) -> Self {
        let words = fold(query)
            .split(|c: char| !is_word_character(c))
            .filter(|word| !word.is_empty())
            .map(|word| Word { text: word.to_owned(), anywhere: word.chars().any(is_unspaced_script) })
            .collect();
        Self { words }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a customer matches; `None` where a word is missing.
    pub(super) fn score_customer(&self, customer: &Customer) -> Option<f64> {
        let mut text = String::new();
        for (_, field) in &customer.fields {
            match &field.value {
                FieldValue::Text(words) => push_line(&mut text, words),
                FieldValue::List(items) => items.iter().for_each(|item| push_line(&mut text, item)),
                _ => {}
            }
        }
        customer.identifiers.iter().for_each(|identifier| push_line(&mut text, &identifier.value));
        self.score(&text)
    }

    /// How well a message matches; `None` where a word is missing.
    pub(super) fn score_message(&self, message: &MessageRecord) -> Option<f64> {
        self.score(message.body.words()?)
    }

    /// The share of the text that the query covers, with whole words counted twice.
    fn score(&self, text: &str) -> Option<f64> {
        let text = fold(text);
        let covered = self.words.iter().try_fold(0_usize, |covered, word| {
            let best = text.match_indices(word.text.as_str()).filter_map(|(at, found)| {
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
                let starts = before.is_none_or(|c| !is_word_character(c));
                let ends = after.is_none_or(|c| !is_word_character(c));
                (starts || word.anywhere).then_some(if starts && ends { 2 } else { 1 } * found.len())
            });
            Some(covered + best.max()?)
        })?;
        Some(covered as f64 / text.len().max(1) as f64)
    }
}

fn push_line(text: &mut String, line: &str) {
    text.push('\n');
    text.push_str(line);
}
