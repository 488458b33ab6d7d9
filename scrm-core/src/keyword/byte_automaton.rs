//! An automaton that takes a step for each byte of a text.

use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind, StartKind, dfa::DFA};

use super::error::KeywordError;

/// Finds phrases by their bytes.
#[derive(Clone, Debug)]
pub(super) struct ByteAutomaton {
    states: States,
    /// The bytes that phrases begin with, if they are few: all others are passed over quickly.
    begins: Option<Box<[bool; 256]>>,
    /// The numbers of the phrases.
    numbers: Vec<u32>,
}

#[derive(Clone, Debug)]
enum States {
    /// One table look-up per byte.
    Fast(DFA),
    /// Small and a little slower: for sets of thousands.
    Small(NFA),
}

impl ByteAutomaton {
    /// The fastest one may take so many bytes of memory.
    pub(super) fn new(phrases: &[(u32, String)], fast_bytes: usize) -> Result<Self, KeywordError> {
        let mut begins = Box::new([false; 256]);
        for first in phrases.iter().filter_map(|(_, phrase)| phrase.bytes().next()) {
            let hyphen = (first == b' ').then_some(b'-');
            for byte in std::iter::once(first).chain(hyphen) {
                begins[usize::from(byte)] = true;
            }
        }
        let common = begins.get(usize::from(b'a')..=usize::from(b'z')).unwrap_or_default();
        let are_rare = common.iter().filter(|begins| **begins).count() <= FEW_LETTERS;
        let texts = phrases.iter().map(|(_, phrase)| phrase.as_str());
        let states = if most_memory_of_fast(texts.clone()) <= fast_bytes {
            DFA::builder()
                .match_kind(MatchKind::Standard)
                .start_kind(StartKind::Unanchored)
                .prefilter(false)
                .build(texts)
                .map(States::Fast)
        } else {
            NFA::builder().match_kind(MatchKind::Standard).prefilter(false).build(texts).map(States::Small)
        };
        Ok(Self {
            states: states.map_err(|_| KeywordError::TooLarge)?,
            begins: are_rare.then_some(begins),
            numbers: phrases.iter().map(|(number, _)| *number).collect(),
        })
    }

    /// Tells every place of every phrase, overlapping ones included, by where they end: the number of the phrase, and where
    /// it begins and ends. `hyphen` tells what a hyphen at a place stands for.
    #[inline]
    pub(super) fn scan(
        &self,
        text: &[u8],
        hyphen: impl Fn(usize) -> u8,
        mut found: impl FnMut(u32, usize, usize),
    ) {
        let found = |phrase: usize, start, end| {
            if let Some(number) = self.numbers.get(phrase) {
                found(*number, start, end);
            }
        };
        match &self.states {
            States::Fast(automaton) => scan(automaton, self.begins.as_deref(), text, hyphen, found),
            States::Small(automaton) => scan(automaton, self.begins.as_deref(), text, hyphen, found),
        }
    }
}

/// Letters that phrases may begin with and still seldom do: with more of them, a text is seldom passed over.
const FEW_LETTERS: usize = 4;

#[inline]
fn scan(
    automaton: &impl Automaton,
    begins: Option<&[bool; 256]>,
    text: &[u8],
    hyphen: impl Fn(usize) -> u8,
    mut found: impl FnMut(usize, usize, usize),
) {
    let Ok(start) = automaton.start_state(Anchored::No) else { return };
    let (mut state, mut at) = (start, 0);
    while let Some(rest) = text.get(at..) {
        if state == start
            && let Some(begins) = begins
        {
            let may_begin = |byte: &u8| begins[usize::from(*byte)];
            let Some(passed_over) = rest.iter().position(may_begin) else { return };
            at += passed_over;
        }
        let Some(byte) = text.get(at) else { return };
        let byte = if *byte == b'-' { hyphen(at) } else { *byte };
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
pub(super) fn most_memory_of_fast<'p>(phrases: impl Iterator<Item = &'p str>) -> usize {
    let (mut occurs, mut count) = ([false; 256], 0_usize);
    for byte in phrases.flat_map(str::bytes) {
        occurs[usize::from(byte)] = true;
        count += 1;
    }
    let columns = (occurs.iter().filter(|occurs| **occurs).count() + 1).next_power_of_two();
    (count + 2) * columns * size_of::<u32>()
}
