//! Values that are one word of a list: stage, position, language, yes or no.

use compact_str::CompactString;

use super::fold::fold;
use super::vocabulary::vocabulary;
use crate::customer::{Position, Stage};

/// A stage by its name in data or in any of the six languages.
pub(crate) fn stage(raw: &str) -> Option<Stage> {
    let text = fold(&raw.replace('_', " "));
    vocabulary().stages.exact(text.trim_matches(|c: char| !c.is_alphanumeric() && c.is_ascii()))
}

/// A position: the whole text, or its first known word (`Директор по закупкам`). Whose assistant somebody is does not
/// make them one (`总经理助理`).
pub(crate) fn position(raw: &str) -> Option<Position> {
    let text = fold(&raw.replace('_', " "));
    let positions = &vocabulary().positions;
    if let Some(position) = positions.exact(&text) {
        return Some(position);
    }
    let read = positions.longest(&text).map(|(_, position)| position).or_else(|| {
        let last = text.rsplit(' ').next()?;
        positions.exact(last)
    })?;
    let assists = vocabulary().assistants.iter().any(|word| text.contains(word.as_str()));
    Some(if assists { Position::Executor } else { read })
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
    for part in raw.split(['，', ',', ';', '；', '|', '、', '،', '؛', '\n', '/', '／']) {
        let entry = crate::customer::tidy(part);
        if !entry.is_empty() && !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}
