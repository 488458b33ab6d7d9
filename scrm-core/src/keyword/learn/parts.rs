//! Parts that several words share: what `deliver`, `delivered` and `delivery` have in common, or `vitamin` and
//! `multivitamin`, where stems do not say so.

use rustc_hash::{FxHashMap, FxHashSet};

use super::units::Line;

/// Longest part, in characters.
const LONGEST: usize = 8;
/// Words are looked into so far, in characters.
const LONGEST_WORD: usize = 40;

/// Fewer characters make a short part, in Latin letters.
const SHORT: usize = 5;

/// Shortest part of a word, in characters: letters of scripts that leave vowels out, or write a syllable in one, say more.
const fn shortest(word: &str) -> usize {
    if word.is_ascii() { 4 } else { 3 }
}

/// Whether a part is so short, for its script, that it stands in many words.
pub(super) const fn is_short(part: &str) -> bool {
    part.is_ascii() && part.len() < SHORT
}

/// Calls with every part of a word,
/// or only with those that it begins with.
fn each<'w>(word: &'w str, beginnings: bool, mut call: impl FnMut(&'w str)) {
    let ends: Vec<usize> =
        word.char_indices().map(|(at, _)| at).chain([word.len()]).take(LONGEST_WORD + 1).collect();
    let last = if beginnings { 1 } else { ends.len() };
    for (start, from) in ends.iter().enumerate().take(last) {
        for to in ends.iter().skip(start + shortest(word)).take(LONGEST + 1 - shortest(word)) {
            if let Some(part) = word.get(*from..*to) {
                call(part);
            }
        }
    }
}

/// Calls with every part of a word that is among those kept.
pub(super) fn each_kept(word: &str, kept: &FxHashMap<String, u32>, mut call: impl FnMut(u32)) {
    each(word, false, |part| {
        if let Some(number) = kept.get(part) {
            call(*number);
        }
    });
}

/// Beginnings of words that stand in words of at least two stems, numbered. Of those that stand in the same words only
/// the longest is kept: it reads best.
pub(super) fn shared(lines: &[Line]) -> FxHashMap<String, u32> {
    let mut words: FxHashMap<&str, u32> = FxHashMap::default();
    for line in lines {
        for token in line.tokens.iter().filter(|token| !token.unspaced) {
            if let Some(word) = line.folded.get(token.start..token.end) {
                words.insert(word, token.unit);
            }
        }
    }
    let mut ordered: Vec<(&str, u32)> = words.into_iter().collect();
    ordered.sort_unstable();
    let mut found: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    for (word, _) in &ordered {
        each(word, true, |part| {
            if part.chars().all(|character| !character.is_numeric()) {
                found.entry(part).or_default();
            }
        });
    }
    for (index, (word, _)) in ordered.iter().enumerate() {
        each(word, false, |part| {
            if let Some(words) = found.get_mut(part)
                && words.last() != Some(&(index as u32))
            {
                words.push(index as u32);
            }
        });
    }
    let stems = |words: &[u32]| {
        let stems = words.iter().filter_map(|word| ordered.get(*word as usize)).map(|(_, stem)| *stem);
        stems.collect::<FxHashSet<u32>>().len()
    };
    let mut longest: FxHashMap<&[u32], &str> = FxHashMap::default();
    for (part, words) in found.iter().filter(|(_, words)| stems(words) > 1) {
        let best = longest.entry(words).or_insert(part);
        if (part.len(), *part) > (best.len(), *best) {
            *best = part;
        }
    }
    let mut kept: Vec<&str> = longest.into_values().collect();
    kept.sort_unstable();
    kept.into_iter().enumerate().map(|(number, part)| (part.to_owned(), number as u32)).collect()
}
