//! The automaton that looks for phrases at every place of a text.

use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind, StartKind, dfa::DFA};

use super::character_automaton::CharacterAutomaton;
use super::error::KeywordError;
use crate::foundation::text::block::{blocks, within};

#[derive(Clone, Debug)]
pub(super) struct PhraseAutomaton {
    states: States,
    /// The bytes that phrases begin with, if they are few: all others are passed over quickly.
    begins: Option<Box<[bool; 256]>>,
    /// Every phrase has this byte or a greater one: texts in other scripts may have lesser ones alone.
    least: u8,
}

#[derive(Clone, Debug)]
enum States {
    /// One table look-up per byte.
    Fast(DFA),
    /// Small and a little slower: for sets of thousands.
    Small(NFA),
    /// A step per character: for scripts whose characters take three bytes.
    Characters(CharacterAutomaton),
}

impl PhraseAutomaton {
    pub(super) fn new<P: AsRef<str>>(
        patterns: &[P],
        fast_bytes: usize,
    ) -> Result<Option<Self>, KeywordError> {
        if patterns.is_empty() {
            return Ok(None);
        }
        let bridged: Vec<String> = patterns.iter().map(|pattern| bridge_all(pattern.as_ref())).collect();
        let mut begins = Box::new([false; 256]);
        for first in bridged.iter().filter_map(|pattern| pattern.bytes().next()) {
            let hyphen = (first == b' ').then_some(b'-');
            for byte in std::iter::once(first).chain(hyphen) {
                if let Some(begins) = begins.get_mut(usize::from(byte)) {
                    *begins = true;
                }
            }
        }
        let common = begins.get(usize::from(b'a')..=usize::from(b'z')).unwrap_or_default();
        let greatest = bridged.iter().filter_map(|pattern| pattern.bytes().max());
        let least = greatest.min().unwrap_or_default();
        let are_rare = common.iter().filter(|begins| **begins).count() <= FEW_LETTERS;
        let states = States::of(&bridged, fast_bytes)?;
        Ok(Some(Self { states, least, begins: are_rare.then_some(begins) }))
    }

    /// Tells every place of every phrase, overlapping ones included, by where they end: the number of the phrase, and
    /// where it begins and ends.
    #[inline]
    pub(super) fn scan(&self, text: &str, found: impl FnMut(usize, usize, usize)) {
        if !may_have(text.as_bytes(), self.least) {
            return;
        }
        match &self.states {
            States::Fast(automaton) => scan(automaton, self.begins.as_deref(), text.as_bytes(), found),
            States::Small(automaton) => scan(automaton, self.begins.as_deref(), text.as_bytes(), found),
            States::Characters(automaton) => {
                automaton.scan(text, |at| char::from(bridge(text.as_bytes(), at)), found);
            }
        }
    }
}

impl States {
    fn of(phrases: &[String], fast_bytes: usize) -> Result<Self, KeywordError> {
        if are_mostly_long(phrases) {
            return CharacterAutomaton::new(phrases).map(Self::Characters);
        }
        let built = if most_memory_of_fast(phrases) <= fast_bytes {
            DFA::builder()
                .match_kind(MatchKind::Standard)
                .start_kind(StartKind::Unanchored)
                .prefilter(false)
                .build(phrases)
                .map(Self::Fast)
        } else {
            NFA::builder().match_kind(MatchKind::Standard).prefilter(false).build(phrases).map(Self::Small)
        };
        built.map_err(|_| KeywordError::TooLarge)
    }
}

/// Whether the characters of phrases take nearer to three bytes than to two: then steps per character are worth what it costs
/// to know which character it is.
fn are_mostly_long(phrases: &[String]) -> bool {
    let bytes: usize = phrases.iter().map(String::len).sum();
    let characters: usize = phrases.iter().map(|phrase| phrase.chars().count()).sum();
    2 * bytes >= 5 * characters
}

/// Whether a text may have a byte as great as one or greater: where it is short, it may be said to have one.
#[inline]
fn may_have(text: &[u8], least: u8) -> bool {
    blocks(text).any(|block| block.any(|bytes| within(bytes, least, u8::MAX)))
}

/// Letters that phrases may begin with and still seldom do: with more of them, a text is seldom passed over.
const FEW_LETTERS: usize = 4;

#[inline]
fn scan(
    automaton: &impl Automaton,
    begins: Option<&[bool; 256]>,
    text: &[u8],
    mut found: impl FnMut(usize, usize, usize),
) {
    let Ok(start) = automaton.start_state(Anchored::No) else { return };
    let (mut state, mut at) = (start, 0);
    while let Some(rest) = text.get(at..) {
        if state == start
            && let Some(begins) = begins
        {
            let may_begin = |byte: &u8| begins.get(usize::from(*byte)).copied().unwrap_or_default();
            let Some(passed_over) = rest.iter().position(may_begin) else { return };
            at += passed_over;
        }
        let Some(byte) = text.get(at) else { return };
        let byte = if *byte == b'-' { bridge(text, at) } else { *byte };
        state = automaton.next_state(Anchored::No, state, byte);
        at += 1;
        if automaton.is_special(state) && automaton.is_match(state) {
            for index in 0..automaton.match_len(state) {
                let pattern = automaton.match_pattern(state, index);
                found(pattern.as_usize(), at.saturating_sub(automaton.pattern_len(pattern)), at);
            }
        }
    }
}

/// What the fastest automaton takes at most, in bytes: each byte of a phrase may be a state of its own, and each state
/// has a number of four bytes for every byte that occurs, rounded up to a power of two.
pub(super) fn most_memory_of_fast<P: AsRef<str>>(patterns: &[P]) -> usize {
    let bytes = || patterns.iter().flat_map(|pattern| pattern.as_ref().bytes());
    let mut occurs = [false; 256];
    for byte in bytes() {
        if let Some(occurs) = occurs.get_mut(usize::from(byte)) {
            *occurs = true;
        }
    }
    let columns = (occurs.iter().filter(|occurs| **occurs).count() + 1).next_power_of_two();
    (bytes().count() + 2) * columns * size_of::<u32>()
}

/// A hyphen between two words counts as a space: `price-list` is `price list`.
fn bridge(text: &[u8], at: usize) -> u8 {
    let joins = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    if joins(before) && joins(text.get(at.saturating_add(1))) { b' ' } else { b'-' }
}

fn bridge_all(text: &str) -> String {
    let bridged = |(at, character)| match character {
        '-' => char::from(bridge(text.as_bytes(), at)),
        other => other,
    };
    text.char_indices().map(bridged).collect()
}
