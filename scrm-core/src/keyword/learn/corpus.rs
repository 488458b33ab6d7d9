//! Messages as the sequences of words that stand in them.

use std::cmp::Reverse;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::parts;
use super::units::{Line, Token, UNKNOWN};
use crate::foundation::text::{StemLanguage, is_function_word};

/// Longest phrase, in words; in a script without spaces, in characters.
pub(super) const LONGEST: usize = 4;
/// Longest phrase with a companion, in words.
const LONGEST_WITH_COMPANION: usize = 3;
/// Shortest word that is known again in two pieces, in characters.
const SHORTEST_WHOLE: usize = 6;

/// A sequence of one to four units, filled up with [`UNKNOWN`].
pub(super) type Units = [u32; LONGEST];

/// A sequence that stands in at least two messages, a word that is all that one says, or one in two pieces.
#[derive(Clone, Debug)]
pub(super) struct Gram {
    units: Units,
    pub(super) length: usize,
    /// How it is written most often.
    pub(super) surface: String,
    /// Whether it is of a script without spaces.
    pub(super) unspaced: bool,
    /// Whether it is a word that says nothing of what a message is about.
    pub(super) is_function_word: bool,
    /// Whether it is a part of words, and stands in every word that contains it.
    pub(super) part: bool,
    /// The messages that it stands in, in order.
    pub(super) lines: Vec<u32>,
    /// Those of them in which no other word says what they are about.
    pub(super) all_of: Vec<u32>,
    /// The word that it is in two pieces, where some message has it in one: `pincode` for `pin code`.
    pub(super) whole: Option<u32>,
}

impl Gram {
    /// The units, without what fills them up.
    pub(super) fn units(&self) -> &[u32] {
        self.units.get(..self.length).unwrap_or_default()
    }

    /// The words that say what it means: the one that it is in two pieces, or its own.
    pub(super) fn meaning(&self) -> &[u32] {
        self.whole.as_ref().map_or_else(|| self.units(), std::slice::from_ref)
    }

    /// The messages of which each alone says what it means. Somebody who writes one word, and is understood, says what the
    /// word means; and of a word in two pieces it is known already.
    pub(super) fn says_enough(&self) -> impl Iterator<Item = &u32> {
        if self.whole.is_some() { &self.lines } else { &self.all_of }.iter()
    }

    /// Whether it may have a companion. A longer phrase says enough alone, and a short part stands in so many words that its
    /// pairs would outnumber all others.
    pub(super) fn takes_companion(&self) -> bool {
        self.length <= LONGEST_WITH_COMPANION && !(self.part && parts::is_short(&self.surface))
    }

    /// Whether it may be a companion: one word, or two characters of a script without spaces.
    pub(super) const fn is_companion(&self) -> bool {
        !self.part && self.length == if self.unspaced { 2 } else { 1 }
    }

    /// Whether it stands wherever the other one stands, by how they are made.
    pub(super) fn stands_in(&self, other: &Self) -> bool {
        if self.part {
            return other.surface.contains(&self.surface);
        }
        !other.part && other.units().windows(self.length).any(|units| units == self.units())
    }
}

/// Where a sequence stands in a message, in tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) gram: u32,
    pub(super) start: u16,
    pub(super) end: u16,
}

/// Words of spaced scripts that a person may write in two pieces, by their texts.
#[derive(Debug)]
struct WholeWords<'l> {
    units: FxHashMap<&'l str, u32>,
}

impl<'l> WholeWords<'l> {
    fn new(lines: &'l [Line]) -> Self {
        let words = lines.iter().flat_map(|line| {
            let spaced = line.tokens.iter().filter(|token| !token.unspaced);
            spaced.filter_map(|token| Some((line.folded.get(token.start..token.end)?, token.unit)))
        });
        // Two short words make a third by chance: `a way`, `to day`.
        let may_be_cut =
            |word: &str| word.chars().all(char::is_alphabetic) && word.chars().count() >= SHORTEST_WHOLE;
        Self { units: words.filter(|(word, _)| may_be_cut(word)).collect() }
    }

    /// The word that two tokens make without what stands between them.
    fn of_pieces(&self, line: &Line, start: usize) -> Option<u32> {
        let [one, other] = line.tokens.get(start..start + 2)? else { return None };
        if one.unspaced || !other.joined {
            return None;
        }
        let mut whole = CompactString::new(line.folded.get(one.start..one.end)?);
        whole.push_str(line.folded.get(other.start..other.end)?);
        self.units.get(whole.as_str()).copied()
    }
}

/// All messages with the sequences in them.
#[derive(Debug)]
pub(super) struct Corpus {
    /// The label of each message.
    pub(super) labels: Vec<Option<u32>>,
    /// How many labels there are.
    pub(super) label_count: usize,
    pub(super) grams: Vec<Gram>,
    /// For each message, the distinct sequences in it.
    pub(super) line_grams: Vec<Vec<u32>>,
    /// For each message, the distinct words and parts of words in it.
    pub(super) line_units: Vec<Vec<u32>>,
    /// For each message, where its sequences stand, in order.
    pub(super) places: Vec<Vec<Place>>,
}

/// The sequences that begin at a place: of words one to four, of characters of scripts without spaces two to four.
pub(super) fn sequences(tokens: &[Token], start: usize) -> impl Iterator<Item = (Units, usize)> {
    let unspaced = tokens.get(start).is_some_and(|first| first.unspaced);
    let mut units = [UNKNOWN; LONGEST];
    let each = (1..=LONGEST).zip(tokens.iter().skip(start)).map_while(move |(length, token)| {
        let joined = length == 1 || (token.joined && token.unspaced == unspaced);
        if !joined || token.unit == UNKNOWN {
            return None;
        }
        *units.get_mut(length - 1)? = token.unit;
        Some((units, length))
    });
    each.filter(move |(_, length)| *length > 1 || !unspaced)
}

impl Corpus {
    /// Looks through messages for what stands in at least two of them, is all that one says, or is a word in two pieces.
    pub(super) fn new(
        lines: &[Line],
        labels: Vec<Option<u32>>,
        label_count: usize,
        language: Option<StemLanguage>,
    ) -> Self {
        let mut builder = Builder {
            counts: count(lines),
            language,
            first_part: lines
                .iter()
                .flat_map(|line| &line.tokens)
                .map(|token| token.unit + 1)
                .max()
                .unwrap_or(0),
            parts: parts::shared(lines),
            whole_words: WholeWords::new(lines),
            numbers: FxHashMap::default(),
            grams: Vec::new(),
            surfaces: Vec::new(),
        };
        let places: Vec<Vec<Place>> =
            lines.iter().enumerate().map(|(index, line)| builder.places(index as u32, line)).collect();
        let line_units = lines
            .iter()
            .zip(&places)
            .map(|(line, places)| {
                let grams = places.iter().filter_map(|place| builder.grams.get(place.gram as usize));
                let parts = grams.filter(|gram| gram.part).flat_map(|gram| gram.units().iter().copied());
                distinct(line.tokens.iter().map(|token| token.unit).chain(parts))
            })
            .collect();
        let line_grams =
            places.iter().map(|places| distinct(places.iter().map(|place| place.gram))).collect();
        Self { labels, label_count, grams: builder.finish(), line_grams, line_units, places }
    }

    /// A sequence by its number.
    pub(super) fn gram(&self, gram: u32) -> Option<&Gram> {
        self.grams.get(gram as usize)
    }

    /// The label of a message.
    pub(super) fn label(&self, line: u32) -> Option<u32> {
        self.labels.get(line as usize).copied().flatten()
    }
}

fn distinct(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// In how many messages each sequence stands.
fn count(lines: &[Line]) -> FxHashMap<Units, u32> {
    let mut counts: FxHashMap<Units, u32> = FxHashMap::default();
    let mut here: FxHashSet<Units> = FxHashSet::default();
    for line in lines {
        here.clear();
        here.extend(
            (0..line.tokens.len()).flat_map(|start| sequences(&line.tokens, start)).map(|(units, _)| units),
        );
        for units in &here {
            *counts.entry(*units).or_default() += 1;
        }
    }
    counts
}

/// Where the one word of a message stands that says what it is about; nothing where there are several, or a number.
fn only_word(line: &Line, language: Option<StemLanguage>) -> Option<usize> {
    let word = |place: usize| line.slice(place, 1).unwrap_or_default();
    let mut places = (0..line.tokens.len()).filter(|place| !is_function_word(word(*place), language));
    let only = places.next().filter(|place| !word(*place).contains(char::is_numeric));
    only.filter(|_| places.next().is_none())
}

/// Sequences as they are numbered.
struct Builder<'l> {
    counts: FxHashMap<Units, u32>,
    language: Option<StemLanguage>,
    /// Parts of words are units after all others.
    first_part: u32,
    parts: FxHashMap<String, u32>,
    whole_words: WholeWords<'l>,
    numbers: FxHashMap<Units, u32>,
    grams: Vec<Gram>,
    /// How often each sequence is written in which way.
    surfaces: Vec<FxHashMap<&'l str, u32>>,
}

impl<'l> Builder<'l> {
    fn places(&mut self, index: u32, line: &'l Line) -> Vec<Place> {
        let mut places = Vec::new();
        let only_word = only_word(line, self.language);
        for (start, token) in line.tokens.iter().enumerate() {
            let whole = self.whole_words.of_pieces(line, start);
            for (units, length) in sequences(&line.tokens, start) {
                let is_all = length == 1 && only_word == Some(start);
                let cut = whole.filter(|_| length == 2);
                let is_rare = self.counts.get(&units).is_none_or(|count| *count < 2);
                if is_rare && !is_all && cut.is_none() {
                    if length == 1 && whole.is_some() {
                        continue;
                    }
                    // A longer sequence stands in no more messages than its beginning; single characters of scripts without
                    // spaces were not counted.
                    break;
                }
                let gram = self.number(index, units, length, token.unspaced, false);
                if let Some(gram) = self.grams.get_mut(gram as usize) {
                    gram.whole = gram.whole.or(cut);
                    gram.all_of.extend(is_all.then_some(index));
                }
                if let (Some(text), Some(surfaces)) =
                    (line.slice(start, length), self.surfaces.get_mut(gram as usize))
                {
                    *surfaces.entry(text).or_default() += 1;
                }
                places.push(Place { gram, start: start as u16, end: (start + length) as u16 });
            }
            if token.unspaced {
                continue;
            }
            let mut parts = Vec::new();
            parts::each_kept(line.slice(start, 1).unwrap_or_default(), &self.parts, |part| parts.push(part));
            for part in parts {
                let units = [self.first_part + part, UNKNOWN, UNKNOWN, UNKNOWN];
                let gram = self.number(index, units, 1, false, true);
                places.push(Place { gram, start: start as u16, end: start as u16 + 1 });
            }
        }
        places
    }

    fn number(&mut self, line: u32, units: Units, length: usize, unspaced: bool, part: bool) -> u32 {
        let grams = &mut self.grams;
        let surfaces = &mut self.surfaces;
        let number = *self.numbers.entry(units).or_insert_with(|| {
            grams.push(Gram {
                units,
                length,
                surface: String::new(),
                unspaced,
                is_function_word: false,
                part,
                lines: Vec::new(),
                all_of: Vec::new(),
                whole: None,
            });
            surfaces.push(FxHashMap::default());
            grams.len() as u32 - 1
        });
        if let Some(gram) = self.grams.get_mut(number as usize)
            && gram.lines.last() != Some(&line)
        {
            gram.lines.push(line);
        }
        number
    }

    fn finish(self) -> Vec<Gram> {
        let mut grams = self.grams;
        for (gram, surfaces) in grams.iter_mut().zip(&self.surfaces) {
            let written = surfaces.iter().map(|(text, count)| (*count, Reverse((text.len(), *text)))).max();
            gram.surface = written.map(|(_, Reverse((_, text)))| text.to_owned()).unwrap_or_default();
            gram.is_function_word =
                gram.length == 1 && !gram.part && is_function_word(&gram.surface, self.language);
        }
        let mut parts: Vec<(String, u32)> = self.parts.into_iter().collect();
        parts.sort_unstable_by_key(|(_, number)| *number);
        for gram in grams.iter_mut().filter(|gram| gram.part) {
            let number = gram.units().first().map_or(0, |unit| unit.saturating_sub(self.first_part));
            gram.surface = parts.get(number as usize).map(|(part, _)| part.clone()).unwrap_or_default();
        }
        grams
    }
}
