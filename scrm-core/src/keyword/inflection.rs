//! Phrases whose words may be inflected.
//!
//! Stemming every word of every message would take longer than all else. So the automaton looks for the beginning
//! that all forms of a word have in common, the longest word of a phrase, and only a word that has it is brought to
//! its stem.

use std::ops::Range;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::standing::is_free;
use super::stem_memo::StemMemo;
use crate::foundation::text::{StemLanguage, is_unspaced_script, is_word_character, words};

/// Words of a phrase, each by its stem.
#[derive(Clone, Debug)]
pub(super) struct InflectedPhrase {
    words: Box<[InflectedWord]>,
    /// Which of them the automaton looks for.
    anchor: usize,
}

#[derive(Clone, Debug)]
struct InflectedWord {
    /// The stem; the word itself where it has none.
    stem: CompactString,
    language: Option<StemLanguage>,
    /// How many bytes of the stem every form has.
    common: usize,
}

/// Whether a folded phrase is one of words in scripts with spaces, and one of them is long enough to take endings.
pub(super) fn is_inflectable(folded: &str, language: Option<StemLanguage>) -> bool {
    let long = |word: &str| {
        let least = match StemLanguage::for_word(word, language) {
            Some(StemLanguage::Ar | StemLanguage::Hi) => 3,
            Some(_) => 4,
            None => return false,
        };
        word.chars().filter(|letter| letter.is_alphabetic()).count() >= least && !has_digit(word)
    };
    consists_of_words(folded) && !has_overlong_word(folded) && words(folded).any(|word| long(word.text))
}

/// Whether nothing but a space, a hyphen or an apostrophe stands between the words.
fn consists_of_words(folded: &str) -> bool {
    folded.chars().all(|letter| is_within(letter) || is_gap(letter))
        && folded.starts_with(is_within)
        && folded.ends_with(is_within)
}

/// What may stand between two words of a phrase.
const fn is_gap(letter: char) -> bool {
    matches!(letter, ' ' | '-' | '\'')
}

/// Whether a letter belongs to a word with spaces around it.
fn is_within(letter: char) -> bool {
    is_word_character(letter) && !is_unspaced_script(letter)
}

fn has_overlong_word(folded: &str) -> bool {
    words(folded).any(|word| word.text.chars().nth(LONGEST).is_some())
}

fn has_digit(word: &str) -> bool {
    word.contains(|letter: char| letter.is_ascii_digit())
}

impl InflectedPhrase {
    /// The words of a folded phrase; nothing where it has other characters than words.
    pub(super) fn new(folded: &str, language: Option<StemLanguage>) -> Option<Self> {
        if !consists_of_words(folded) || has_overlong_word(folded) {
            return None;
        }
        let words: Box<[InflectedWord]> = words(folded)
            .map(|word| InflectedWord::new(word.text, StemLanguage::for_word(word.text, language)))
            .collect();
        let (anchor, _) =
            words.iter().enumerate().max_by_key(|(at, word)| (word.common, words.len() - at))?;
        Some(Self { words, anchor })
    }

    fn anchor(&self) -> Option<&InflectedWord> {
        self.words.get(self.anchor)
    }

    /// Where the phrase stands if its anchor is the word at a place.
    fn place(&self, text: &str, anchor: Range<usize>, stems: &mut StemMemo) -> Option<Range<usize>> {
        let mut start = anchor.start;
        for _ in 0..self.anchor {
            start = word_before(text, start)?;
        }
        let mut end = start;
        for (number, word) in self.words.iter().enumerate() {
            let begins = if number == 0 { end } else { after_gap(text, end)? };
            end = word_end(text, begins)?;
            if number != self.anchor && !word.is_form(text.get(begins..end)?, stems) {
                return None;
            }
        }
        Some(start..end)
    }
}

impl InflectedWord {
    fn new(word: &str, language: Option<StemLanguage>) -> Self {
        // Digits are no endings, and a name with a number has no forms.
        let language = language.filter(|_| !has_digit(word));
        let stem = language.map_or_else(|| word.into(), |language| CompactString::from(language.stem(word)));
        let common = language.map_or(stem.len(), |language| common_length(&stem, language));
        Self { stem, language, common }
    }

    fn beginning(&self) -> &str {
        self.stem.get(..self.common).unwrap_or_default()
    }

    fn is_form(&self, word: &str, stems: &mut StemMemo) -> bool {
        let Some(language) = self.language else { return word == self.stem };
        let begins = match language {
            StemLanguage::Ar => word.contains(self.beginning()),
            _ => word.starts_with(self.beginning()),
        };
        begins && stems.stem(word, language) == self.stem
    }
}

/// How many bytes at the beginning of a stem all forms have: endings change the last letters before them, as in
/// `happy` and `happier`, by no more than this. Two letters are left at least, if there are as many.
fn common_length(stem: &str, language: StemLanguage) -> usize {
    let changed = match language {
        StemLanguage::Ar | StemLanguage::Hi | StemLanguage::Ru => 0,
        StemLanguage::En => 1,
        _ => 2,
    };
    let letters = stem.chars().count();
    let kept = letters.saturating_sub(changed).max(2);
    stem.char_indices().nth(kept).map_or(stem.len(), |(at, _)| at)
}

/// The phrases of a set, together where their anchors begin alike.
#[derive(Clone, Debug, Default)]
pub(super) struct InflectedPhrases {
    groups: Vec<Group>,
    by_beginning: FxHashMap<(CompactString, Option<StemLanguage>), usize>,
}

/// Phrases whose anchors have one beginning and one language.
#[derive(Clone, Debug)]
struct Group {
    language: Option<StemLanguage>,
    /// By the stem of their anchor, with the numbers of their patterns; in order once all are there.
    phrases: Vec<(CompactString, usize, InflectedPhrase)>,
}

impl InflectedPhrases {
    /// Adds the phrase of a pattern: the number of its group, and what the automaton is to look for if the group is new.
    pub(super) fn add(&mut self, pattern: usize, phrase: InflectedPhrase) -> Option<(usize, String)> {
        let anchor = phrase.anchor()?;
        let (stem, language, beginning) =
            (anchor.stem.clone(), anchor.language, anchor.beginning().to_owned());
        let next = self.groups.len();
        let group = *self.by_beginning.entry((CompactString::from(&beginning), language)).or_insert(next);
        if group == next {
            self.groups.push(Group { language, phrases: Vec::new() });
        }
        self.groups.get_mut(group)?.phrases.push((stem, pattern, phrase));
        (group == next).then_some((group, beginning))
    }

    /// Once all are added.
    pub(super) fn finish(&mut self) {
        self.by_beginning = FxHashMap::default();
        for group in &mut self.groups {
            group.phrases.sort_by(|a, b| a.0.cmp(&b.0));
            group.phrases.shrink_to_fit();
        }
    }

    /// Reports the phrases of a group, and where they stand, if the beginning of their anchors stands at a place.
    pub(super) fn find(
        &self,
        group: usize,
        text: &str,
        place: usize,
        stems: &mut StemMemo,
        mut found: impl FnMut(usize, Range<usize>),
    ) {
        let Some(group) = self.groups.get(group) else { return };
        let Some(anchor) = group.word_at(text, place) else { return };
        let word = text.get(anchor.clone()).unwrap_or_default();
        // The memo is asked for other words while the phrases are looked at.
        let stem = match group.language {
            Some(language) => CompactString::from(stems.stem(word, language)),
            None => word.into(),
        };
        let from = group.phrases.partition_point(|(of, _, _)| *of < stem);
        let of_stem = group.phrases.iter().skip(from).take_while(|(of, _, _)| *of == stem);
        for (_, pattern, phrase) in of_stem {
            if let Some(place) = phrase.place(text, anchor.clone(), stems) {
                found(*pattern, place);
            }
        }
    }
}

impl Group {
    /// The word whose beginning stands at a place; of Arabic words, that which has it somewhere.
    fn word_at(&self, text: &str, place: usize) -> Option<Range<usize>> {
        let start = match self.language {
            Some(StemLanguage::Ar) => word_start(text, place)?,
            _ => {
                let inside = text.get(place..)?.chars().next()?;
                let outside = text.get(..place)?.chars().next_back();
                is_free(inside, outside).then_some(place)?
            }
        };
        Some(start..word_end(text, place)?)
    }
}

/// Letters of a word before a place and after it, at most: longer ones have no forms, and a message that is one word of a
/// million letters must not be read again for each place in it.
const LONGEST: usize = 64;

/// Where the word begins that a place lies in.
fn word_start(text: &str, place: usize) -> Option<usize> {
    let mut start = place;
    for (letters, (at, _)) in
        text.get(..place)?.char_indices().rev().take_while(|(_, letter)| is_within(*letter)).enumerate()
    {
        if letters == LONGEST {
            return None;
        }
        start = at;
    }
    Some(start)
}

/// Where the word ends that begins at a place or goes on there.
fn word_end(text: &str, place: usize) -> Option<usize> {
    let rest = text.get(place..)?;
    let mut letters = rest.char_indices().take(LONGEST + 1);
    match letters.find(|(_, letter)| !is_within(*letter)) {
        Some((end, _)) => Some(place + end),
        None => rest.char_indices().nth(LONGEST).is_none().then_some(text.len()),
    }
}

/// Where the word begins that stands before a place, with a gap between.
fn word_before(text: &str, place: usize) -> Option<usize> {
    let before = text.get(..place)?;
    let gap = before.chars().next_back().filter(|gap| is_gap(*gap))?;
    let end = place - gap.len_utf8();
    let start = word_start(text, end)?;
    (start < end).then_some(start)
}

/// The place after the gap that stands at a place.
fn after_gap(text: &str, place: usize) -> Option<usize> {
    let gap = text.get(place..)?.chars().next().filter(|gap| is_gap(*gap))?;
    Some(place + gap.len_utf8())
}
