//! Values that are one word of a list: stage, position, language, yes or no.

use compact_str::CompactString;

use super::fold::{fold, is_unspaced};
use super::vocabulary::vocabulary;
use crate::customer::{Position, Stage};

/// A stage by its name in data or in any of the six languages.
pub(crate) fn stage(raw: &str) -> Option<Stage> {
    let text = fold(&raw.replace('_', " "));
    vocabulary().stages.exact(text.trim_matches(|c: char| !c.is_alphanumeric() && c.is_ascii()))
}

/// A position: the whole text, or its first known word (`Директор по закупкам`). Whose assistant somebody is does not
/// make them one (`总经理助理`), nor does whom they married, or what they were or are not: such a text is none.
pub(crate) fn position(raw: &str) -> Option<Position> {
    let text = fold(&raw.replace('_', " "));
    let vocabulary = vocabulary();
    let positions = &vocabulary.positions;
    if let Some(position) = positions.exact(&text) {
        return Some(position);
    }
    if vocabulary.not_theirs.is_in(&text) {
        return None;
    }
    let read = positions.longest(&text).map(|(_, position)| position).or_else(|| {
        let last = text.rsplit(' ').next()?;
        positions.exact(last)
    })?;
    Some(if vocabulary.assistants.is_in(&text) { Position::Executor } else { read })
}

/// A language as a BCP 47 tag: a name in any of the six languages, or a tag.
pub(crate) fn language(raw: &str) -> Option<CompactString> {
    let text = fold(raw);
    let vocabulary = vocabulary();
    if let Some(index) = vocabulary.languages.exact(&text) {
        return vocabulary.language_tags.get(index).cloned();
    }
    let primary = text.split(['-', '_']).next()?;
    let is_tag = primary.len() == 2
        && text.len() <= 11
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    is_tag.then(|| {
        // zh-Hant-TW is zh-Hant before it is zh: a script counts before a region.
        let whole = text.replace('_', "-");
        let index = std::iter::successors(Some(whole.as_str()), |tag| Some(tag.rsplit_once('-')?.0))
            .find_map(|tag| vocabulary.languages.exact(tag));
        index
            .and_then(|index| vocabulary.language_tags.get(index).cloned())
            .unwrap_or_else(|| CompactString::new(primary))
    })
}

/// Yes or no.
pub(crate) fn answer(raw: &str) -> Option<bool> {
    vocabulary().answers.exact(&fold(raw))
}

/// The entries of a list: split at commas, semicolons, bars, slashes, line ends and their relatives.
pub(crate) fn list(raw: &str) -> Vec<CompactString> {
    let mut entries: Vec<CompactString> = Vec::new();
    let mut begin = 0;
    for (place, c) in raw.char_indices() {
        let is_separator = matches!(c, '，' | ',' | ';' | '；' | '|' | '、' | '،' | '؛' | '\n' | '/' | '／');
        if is_separator && !joins(raw, place, c) {
            entries.extend(raw.get(begin..place).map(crate::customer::tidy));
            begin = place + c.len_utf8();
        }
    }
    entries.extend(raw.get(begin..).map(crate::customer::tidy));
    without_repeated(entries)
}

/// Entries without blank ones, and each once, however its letters are written: the first spelling stays.
pub(crate) fn without_repeated(mut entries: Vec<CompactString>) -> Vec<CompactString> {
    let mut seen = Vec::with_capacity(entries.len());
    entries.retain(|entry| {
        let folded = fold(entry);
        let is_new = !entry.is_empty() && !seen.contains(&folded);
        seen.push(folded);
        is_new
    });
    entries
}

/// Whether a comma or slash is of one entry: `1,5 мм`, `1/2"`, `A/C`, `б/у`. Several in a row part a list, `A/B/C`, and so do
/// those of a text that is nothing but numbers.
fn joins(raw: &str, place: usize, sign: char) -> bool {
    if !matches!(sign, ',' | '/') {
        return false;
    }
    let (Some(before), Some(behind)) = (raw.get(..place), raw.get(place + 1..)) else { return false };
    let is_word = |c: &char| c.is_alphanumeric();
    let count = |word: &mut dyn Iterator<Item = char>| word.take_while(is_word).count();
    let (left, right) = (count(&mut before.chars().rev()), count(&mut behind.chars()));
    let after = behind.chars().skip(right).zip(behind.chars().skip(right + 1)).next();
    let is_in_row = before.chars().nth_back(left) == Some(sign)
        || after.is_some_and(|(next, behind)| next == sign && is_word(&behind));
    let (Some(last), Some(first)) = (before.chars().next_back(), behind.chars().next()) else { return false };
    if is_in_row {
        return false;
    }
    let is_letter = |c: char| c.is_alphabetic() && !is_unspaced(c);
    let are_digits = last.is_numeric() && first.is_numeric() && raw.chars().any(char::is_alphabetic);
    let are_letters = sign == '/' && (left, right) == (1, 1) && is_letter(last) && is_letter(first);
    are_digits || are_letters
}
