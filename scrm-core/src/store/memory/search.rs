//! Search by reading everything: right for a store that fits in memory and is searched by people.

use crate::customer::{Customer, FieldValue};
use crate::desk::MessageRecord;
use crate::foundation::text::{fold, is_unspaced_script, is_word_character};
use crate::store::{searched_last_digits, searched_number};

/// The words of a query, folded, and the number that it is or ends.
pub(super) struct Needle {
    words: Vec<Word>,
    number: Option<Word>,
    last_digits: Option<String>,
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
        let number = searched_number(query).map(|text| Word { text, anywhere: false });
        Self { words, number, last_digits: searched_last_digits(query) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a customer matches; `None` where a word is missing.
    pub(super) fn score_customer(&self, customer: &Customer) -> Option<f64> {
        let mut text = String::new();
        let mut ends_so = false;
        for (_, field) in &customer.fields {
            match &field.value {
                FieldValue::Text(words) => push_line(&mut text, words),
                FieldValue::List(items) => items.iter().for_each(|item| push_line(&mut text, item)),
                _ => {}
            }
        }
        for identifier in &customer.identifiers {
            push_line(&mut text, &identifier.value);
            identifier.raw.iter().for_each(|raw| push_line(&mut text, raw));
            let digits = identifier.searched_digits();
            digits.iter().for_each(|digits| push_line(&mut text, digits));
            let last = self.last_digits.as_deref();
            ends_so |= digits.first().zip(last).is_some_and(|(digits, last)| digits.ends_with(last));
        }
        let covered = self.last_digits.as_ref().filter(|_| ends_so).map(String::len);
        self.score(&text, covered)
    }

    /// How well a message matches; `None` where a word is missing.
    pub(super) fn score_message(&self, message: &MessageRecord) -> Option<f64> {
        self.score(message.body.words()?, None)
    }

    /// The share of the text that the query covers, by its words, as a number or as the end of one, with whole words counted
    /// twice.
    fn score(&self, text: &str, as_last_digits: Option<usize>) -> Option<f64> {
        let text = fold(text);
        let as_words = covered(&self.words, &text);
        let as_number = self.number.as_ref().and_then(|number| covered(std::slice::from_ref(number), &text));
        Some(as_words.max(as_number).max(as_last_digits)? as f64 / text.len().max(1) as f64)
    }
}

/// How much of a folded text the words cover; nothing where one is missing.
fn covered(words: &[Word], text: &str) -> Option<usize> {
    words.iter().try_fold(0_usize, |covered, word| {
        let best = text.match_indices(word.text.as_str()).filter_map(|(at, found)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
            let starts = before.is_none_or(|c| !is_word_character(c));
            let ends = after.is_none_or(|c| !is_word_character(c));
            (starts || word.anywhere).then_some(if starts && ends { 2 } else { 1 } * found.len())
        });
        Some(covered + best.max()?)
    })
}

fn push_line(text: &mut String, line: &str) {
    text.push('\n');
    text.push_str(line);
}
