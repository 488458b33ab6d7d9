//! Messages to look in, and keywords to look for: words and pairs of words that the messages have, the most usual first.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use scrm_benches::csv_rows;
use scrm_core::foundation::text::{fold, words};

/// Messages of one kind.
pub(crate) struct Messages {
    pub(crate) name: &'static str,
    pub(crate) messages: Vec<String>,
}

/// The sets that are there.
pub(crate) fn all(data: &Path) -> Result<Vec<Messages>, Box<dyn Error>> {
    let banking = column(&data.join("banking77/train.csv"), 0)?;
    let arabic = column(&data.join("arbanking77/Banking77_Arabized_MSA_test.csv"), 1)?;
    let home = sentences(&data.join("ha_intents/sentences.csv"))?;
    let of = |languages: &[&str]| -> Vec<String> {
        home.iter()
            .filter(|(language, _)| languages.contains(&language.as_str()))
            .map(|(_, text)| text.clone())
            .collect()
    };
    let sets = [
        ("English (banking77)", banking),
        ("Arabic (arbanking77)", arabic),
        ("Russian, Ukrainian", of(&["ru", "uk", "bg", "sr"])),
        ("Chinese", of(&["zh-cn", "zh-tw", "zh-hk", "ja"])),
        ("Hindi, Nepali", of(&["hi", "ne", "mr"])),
        ("58 languages", home.iter().map(|(_, text)| text.clone()).collect()),
    ];
    let present = sets.into_iter().filter(|(_, messages)| !messages.is_empty());
    Ok(present.map(|(name, messages)| Messages { name, messages }).collect())
}

impl Messages {
    /// So many keywords.
    pub(crate) fn keywords(&self, count: usize) -> Vec<String> {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for message in &self.messages {
            let folded = fold(message);
            let found: Vec<&str> = words(&folded).flat_map(|word| pieces(word.text, word.unspaced)).collect();
            let single = found.iter().filter(|word| word.chars().count() >= 2).map(|word| (*word).to_owned());
            let pairs = found.windows(2).map(|pair| pair.join(" "));
            let pairs = pairs.filter(|pair| folded.contains(pair.as_str()));
            let distinct: BTreeSet<String> = single.chain(pairs).collect();
            distinct.into_iter().for_each(|keyword| *counts.entry(keyword).or_default() += 1);
        }
        let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
        // What one message in a hundred or more has is no keyword.
        counts.retain(|(_, count)| *count as usize * 100 <= self.messages.len());
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
            .into_iter()
            .map(|(word, _)| word)
            .filter(|word| word.chars().count() > 3 || !word.is_ascii())
            .take(count)
            .collect()
    }

    /// What the raw automata are given.
    pub(crate) fn lowered(&self) -> Vec<String> {
        self.messages.iter().map(|message| message.to_lowercase()).collect()
    }
}

/// A word, or the pairs of characters of a stretch without spaces.
fn pieces(word: &str, unspaced: bool) -> Vec<&str> {
    if !unspaced {
        return vec![word];
    }
    let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
    word.char_indices().zip(ends.skip(1)).filter_map(|((start, _), end)| word.get(start..end)).collect()
}

/// A column of a file without its header.
fn column(file: &Path, place: usize) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(csv_rows(file)?
        .unwrap_or_default()
        .into_iter()
        .skip(1)
        .filter_map(|row| row.into_iter().nth(place))
        .collect())
}

/// Languages and sentences.
fn sentences(file: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let of_row = |row: Vec<String>| {
        let mut cells = row.into_iter();
        Some((cells.next()?, cells.nth(1)?))
    };
    Ok(csv_rows(file)?.unwrap_or_default().into_iter().skip(1).filter_map(of_row).collect())
}
