//! English words that people write without their apostrophe.

use std::borrow::Cow;

/// With their apostrophe. Those that are other words without one, as `its` and `were` are, are not among them.
const CONTRACTIONS: [&str; 44] = [
    "ain't",
    "aren't",
    "can't",
    "couldn't",
    "didn't",
    "doesn't",
    "don't",
    "hadn't",
    "hasn't",
    "haven't",
    "isn't",
    "mustn't",
    "needn't",
    "shouldn't",
    "wasn't",
    "weren't",
    "won't",
    "wouldn't",
    "i'm",
    "i've",
    "you're",
    "you've",
    "you'll",
    "you'd",
    "we've",
    "they're",
    "they've",
    "they'll",
    "they'd",
    "he's",
    "she's",
    "it'll",
    "that's",
    "there's",
    "here's",
    "what's",
    "what're",
    "when's",
    "where's",
    "who's",
    "how's",
    "let's",
    "y'all",
    "o'clock",
];

/// A folded phrase with the apostrophes that it lacks; as it is where it lacks none.
pub(super) fn with_apostrophes(phrase: &str) -> Cow<'_, str> {
    let contraction = |word: &str| CONTRACTIONS.into_iter().find(|with| is_without_apostrophe(word, with));
    if !phrase.split(' ').any(|word| contraction(word).is_some()) {
        return Cow::Borrowed(phrase);
    }
    let words: Vec<&str> = phrase.split(' ').map(|word| contraction(word).unwrap_or(word)).collect();
    Cow::Owned(words.join(" "))
}

fn is_without_apostrophe(word: &str, contraction: &str) -> bool {
    contraction.split_once('\'').is_some_and(|(before, after)| word.strip_prefix(before) == Some(after))
}

#[cfg(test)]
mod tests {
    use super::with_apostrophes;

    #[test]
    fn a_word_gets_the_apostrophe_that_it_lacks() {
        for (phrase, expected) in [
            ("dont", "don't"),
            ("it doesnt work", "it doesn't work"),
            ("whats included", "what's included"),
            ("its", "its"),
            ("don't", "don't"),
            ("", ""),
        ] {
            assert_eq!(with_apostrophes(phrase), expected);
        }
    }
}
