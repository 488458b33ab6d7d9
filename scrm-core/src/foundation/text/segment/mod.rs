//! Words of scripts that write no spaces, by dictionaries.
//!
//! Of all ways to cut a stretch, the one is taken whose words are together the most usual (the sum of the logarithms of
//! their shares of a text, by dynamic programming). What no dictionary has is a word by its characters in Chinese, and a
//! stretch of its own in Thai and kana.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::{Folded, SpanCursor};
use super::table::traits;
use super::words::{Word, words};

#[cfg(test)]
mod tests;

/// The words of a text as they were written, those of Chinese, Japanese and Thai by dictionaries; linear. It need not be
/// folded: what folding drops is no end of a word, and stays in the word.
///
/// Words that are written in kanji are not cut in Japanese. Lao, Khmer and Burmese are left in stretches.
///
/// ```
/// use scrm_core::foundation::text::segmented_words;
/// let found: Vec<_> = segmented_words("請問iPhone價格多少?").into_iter().map(|word| word.text).collect();
/// assert_eq!(found, ["請問", "iPhone", "價格", "多少"]);
/// ```
#[must_use]
pub fn segmented_words(text: &str) -> Vec<Word<'_>> {
    let folded = Folded::new(text);
    let mut cursor = SpanCursor::new(&folded);
    let mut end = 0;
    let as_written = |word: Word<'_>| {
        let place = cursor.span(word.start..word.start + word.text.len()).bytes;
        // A character that folds to several words is one.
        let begins = place.start >= end && !place.is_empty();
        end = end.max(place.end);
        let text = text.get(place.clone()).filter(|_| begins)?;
        Some(Word { text, start: place.start, unspaced: word.unspaced })
    };
    cut_stretches(folded.text()).filter_map(as_written).collect()
}

/// The words of a folded text.
fn cut_stretches(folded: &str) -> impl Iterator<Item = Word<'_>> {
    words(folded).flat_map(|word| match word.unspaced {
        true => cut(word),
        false => vec![word],
    })
}

/// The places of a folded text at which words of stretches end or begin, in order.
pub(crate) fn cuts(folded: &str) -> Vec<usize> {
    cut_stretches(folded).filter(|word| word.unspaced).map(|word| word.start + word.text.len()).collect()
}

/// What a run of a stretch is written in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    Han,
    Hiragana,
    Katakana,
    Thai,
    Other,
}

impl Writing {
    const fn of(character: char) -> Self {
        match character {
            '\u{2E80}'..='\u{2FDF}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3021}'..='\u{3029}'
            | '\u{3400}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{323AF}' => Self::Han,
            '\u{3041}'..='\u{309F}' => Self::Hiragana,
            '\u{30A0}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' => Self::Katakana,
            '\u{E01}'..='\u{E4E}' => Self::Thai,
            _ => Self::Other,
        }
    }
}

/// The words of a stretch.
fn cut(stretch: Word<'_>) -> Vec<Word<'_>> {
    let is_japanese = stretch.text.contains(|character| Writing::of(character) == Writing::Hiragana);
    let mut found = Vec::new();
    for (start, run, writing) in runs(stretch.text) {
        let dictionary = match writing {
            Writing::Han if !is_japanese => Some(&*CHINESE),
            Writing::Hiragana => Some(&*JAPANESE),
            Writing::Thai => Some(&*THAI),
            Writing::Han | Writing::Katakana | Writing::Other => None,
        };
        let run = Word { text: run, start: stretch.start + start, unspaced: true };
        match dictionary {
            Some(dictionary) => dictionary.cut(run, &mut found),
            None => found.push(run),
        }
    }
    found
}

/// The runs of a stretch, each in one kind of writing, with where it begins. A mark goes with what stands before it.
fn runs(stretch: &str) -> impl Iterator<Item = (usize, &str, Writing)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = stretch.get(start..)?;
        let writing = Writing::of(rest.chars().next()?);
        let other = |(_, character): &(usize, char)| {
            Writing::of(*character) != writing && !traits(*character).is_mark()
        };
        let length = rest.char_indices().find(other).map_or(rest.len(), |(at, _)| at);
        let run = (start, rest.get(..length)?, writing);
        start += length;
        Some(run)
    })
}

static CHINESE: LazyLock<Dictionary> = LazyLock::new(|| Dictionary {
    unknown: 11,
    joins_unknown: false,
    ..Dictionary::read(include_str!("chinese.txt"))
});
static JAPANESE: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::read(include_str!("japanese.txt")));
static THAI: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::read(include_str!("thai.txt")));

/// Words with how unusual they are.
struct Dictionary {
    costs: FxHashMap<&'static str, u8>,
    /// Characters of the longest word.
    longest: usize,
    /// What a character costs that is no word.
    unknown: u8,
    /// Whether such characters are one word where they stand together.
    joins_unknown: bool,
}

/// The cheapest way to a place of a run.
#[derive(Clone, Copy)]
struct Way {
    cost: u64,
    /// Where its last word begins, in characters.
    from: usize,
    is_known: bool,
}

impl Dictionary {
    fn read(lines: &'static str) -> Self {
        let (mut costs, mut longest) = (FxHashMap::default(), 1);
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split(' ');
            let cost = parts.next().and_then(|cost| cost.parse().ok()).unwrap_or(u8::MAX);
            for word in parts {
                longest = longest.max(word.chars().count());
                costs.insert(word, cost);
            }
        }
        Self { costs, longest, unknown: 12, joins_unknown: true }
    }

    /// Adds the words of a run.
    fn cut<'t>(&self, run: Word<'t>, found: &mut Vec<Word<'t>>) {
        let characters: Vec<char> = run.text.chars().collect();
        let mut places: Vec<usize> = run.text.char_indices().map(|(at, _)| at).collect();
        places.push(run.text.len());
        let ways = self.ways(run.text, &characters, &places);
        let mut ends: Vec<(usize, usize, bool)> = Vec::new();
        let mut end = characters.len();
        while let Some(Some(way)) = ways.get(end).filter(|_| end > 0) {
            match ends.last_mut() {
                Some((start, _, is_known)) if self.joins_unknown && !*is_known && !way.is_known => {
                    *start = way.from;
                }
                _ => ends.push((way.from, end, way.is_known)),
            }
            end = way.from;
        }
        let word = |(from, to, _): (usize, usize, bool)| {
            let (start, end) = (*places.get(from)?, *places.get(to)?);
            Some(Word { text: run.text.get(start..end)?, start: run.start + start, unspaced: true })
        };
        found.extend(ends.into_iter().rev().filter_map(word));
    }

    /// The cheapest way to each place of a run that a word may end at.
    fn ways(&self, run: &str, characters: &[char], places: &[usize]) -> Vec<Option<Way>> {
        let count = characters.len();
        let mut ways: Vec<Option<Way>> = vec![None; count + 1];
        let start = Way { cost: 0, from: 0, is_known: true };
        if let Some(first) = ways.first_mut() {
            *first = Some(start);
        }
        for from in 0..count {
            let Some(Some(Way { cost, .. })) = ways.get(from).copied() else { continue };
            let next = (from + 1..=count).find(|to| may_end(characters, *to)).unwrap_or(count);
            let unknown = cost + u64::from(self.unknown) * (next - from) as u64;
            offer(&mut ways, next, Way { cost: unknown, from, is_known: false });
            let ends = (from + 1..=count.min(from + self.longest)).filter(|to| may_end(characters, *to));
            for to in ends {
                let word =
                    places.get(from).zip(places.get(to)).and_then(|(start, end)| run.get(*start..*end));
                if let Some(own) = word.and_then(|word| self.costs.get(word)) {
                    offer(&mut ways, to, Way { cost: cost + u64::from(*own), from, is_known: true });
                }
            }
        }
        ways
    }
}

/// Takes a way to a place where it is cheaper than the one that is known.
fn offer(ways: &mut [Option<Way>], to: usize, way: Way) {
    if let Some(known) = ways.get_mut(to)
        && known.is_none_or(|known| way.cost < known.cost)
    {
        *known = Some(way);
    }
}

/// Whether a word may end before a character: not between a consonant of Thai and its vowels.
fn may_end(characters: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| characters.get(before));
    let (Some(before), Some(after)) = (before, characters.get(at)) else { return true };
    let is_leading_vowel = matches!(before, '\u{E40}'..='\u{E44}');
    let is_following =
        matches!(after, '\u{E30}'..='\u{E3A}' | '\u{E45}'..='\u{E4E}' | 'ー' | 'っ' | 'ゃ' | 'ゅ' | 'ょ');
    !is_leading_vowel && !is_following && !traits(*after).is_mark()
}
