//! Draft answers: the reply that recurs.

use std::collections::BTreeMap;

use super::proposal::DraftAnswer;
use crate::foundation::text::{fold, is_unspaced_script, words};

/// A reply apart from what differs from customer to customer: numbers are one, and so are words that begin with a
/// capital where no sentence begins.
fn masked(reply: &str) -> String {
    let mut out = String::new();
    let mut sentence_begins = true;
    let mut after = 0;
    for word in words(reply) {
        let between = reply.get(after..word.start).unwrap_or_default();
        sentence_begins |= between.contains(['.', '!', '?', '\n', '。', '！', '？', '؟', '।', ':']);
        after = word.start + word.text.len();
        let mut characters = word.text.chars();
        let capital = characters.next().is_some_and(char::is_uppercase)
            && characters.clone().next().is_some_and(char::is_lowercase);
        if word.text.chars().any(char::is_numeric) && !word.text.chars().any(is_unspaced_script) {
            out.push('0');
        } else if capital && !sentence_begins {
            // Two names are as one: some people have one name only.
            if !out.ends_with("@ ") {
                out.push('@');
            } else {
                out.pop();
            }
        } else {
            out.push_str(&fold(word.text));
        }
        out.push(' ');
        sentence_begins = false;
    }
    out
}

/// The reply given most, its most usual wording as it was sent; of equals the first in order of text. Linear.
pub(super) fn draft<'r>(replies: impl Iterator<Item = &'r str>, least: usize) -> Option<DraftAnswer> {
    let mut groups: BTreeMap<String, BTreeMap<&str, u64>> = BTreeMap::new();
    let mut total = 0_u64;
    for reply in replies.map(str::trim).filter(|reply| !reply.is_empty()) {
        total += 1;
        *groups.entry(masked(reply)).or_default().entry(reply).or_default() += 1;
    }
    let (count, wordings) = groups
        .into_values()
        .map(|wordings| (wordings.values().sum::<u64>(), wordings))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    if count < least as u64 {
        return None;
    }
    let (text, _) = wordings.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    Some(DraftAnswer { text: text.to_owned(), count, share: count as f64 / total as f64 })
}

#[cfg(test)]
mod tests {
    use super::draft;

    #[test]
    fn replies_are_one_apart_from_numbers_and_names() {
        let replies = [
            "Hello Anna, your parcel 12 is on its way.",
            "Hello Omar Haddad, your parcel 77 is on its way.",
            "Hello Anna, your parcel 12 is on its way.",
            "We open at 9.",
        ];
        let found = draft(replies.into_iter(), 3).unwrap();
        assert_eq!((found.text.as_str(), found.count), (replies[0], 3));
        assert!((found.share - 0.75).abs() < 1e-9);
        assert!(draft(replies.into_iter(), 4).is_none());
        assert!(draft(std::iter::empty(), 0).is_none());
    }

    #[test]
    fn scripts_without_capitals_are_compared_as_they_stand() {
        let found = draft(["明天送到", "明天送到", "后天"].into_iter(), 2).unwrap();
        assert_eq!((found.text.as_str(), found.count), ("明天送到", 2));
    }
}
