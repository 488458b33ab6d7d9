//! The one automaton that looks for every phrase at once.

use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind, StartKind, dfa::DFA};

use super::error::KeywordError;

/// Where a phrase ends in the folded text, and which.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) pattern: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Debug)]
pub(super) enum PhraseAutomaton {
    /// One table look-up per byte.
    Fast(DFA),
    /// Small and a little slower: for sets of thousands.
    Small(NFA),
}

impl PhraseAutomaton {
    pub(super) fn new<P: AsRef<str>>(
        patterns: &[P],
        fast_bytes: usize,
    ) -> Result<Option<Self>, KeywordError> {
        if patterns.is_empty() {
            return Ok(None);
        }
        let bridged = patterns.iter().map(|pattern| bridge_all(pattern.as_ref().as_bytes()));
        let built = if most_memory_of_fast(patterns) <= fast_bytes {
            DFA::builder()
                .match_kind(MatchKind::Standard)
                .start_kind(StartKind::Unanchored)
                .prefilter(false)
                .build(bridged)
                .map(Self::Fast)
        } else {
            NFA::builder().match_kind(MatchKind::Standard).prefilter(false).build(bridged).map(Self::Small)
        };
        built.map(Some).map_err(|_| KeywordError::TooLarge)
    }

    /// Reports every occurrence of every phrase, overlapping ones included, by where they end.
    #[inline]
    pub(super) fn scan(&self, text: &str, found: impl FnMut(Found)) {
        match self {
            Self::Fast(automaton) => scan(automaton, text.as_bytes(), found),
            Self::Small(automaton) => scan(automaton, text.as_bytes(), found),
        }
    }
}

#[inline]
fn scan(automaton: &impl Automaton, text: &[u8], mut found: impl FnMut(Found)) {
    let Ok(mut state) = automaton.start_state(Anchored::No) else { return };
    for (at, byte) in text.iter().enumerate() {
        let byte = if *byte == b'-' { bridge(text, at) } else { *byte };
        state = automaton.next_state(Anchored::No, state, byte);
        if automaton.is_special(state) && automaton.is_match(state) {
            let end = at + 1;
            for index in 0..automaton.match_len(state) {
                let pattern = automaton.match_pattern(state, index);
                let start = end.saturating_sub(automaton.pattern_len(pattern));
                found(Found { pattern: pattern.as_usize(), start, end });
            }
        }
    }
}

/// What the fastest automaton takes at most, in bytes: each byte of a phrase may be a state of its own, and each state
/// has a number of four bytes for every byte that occurs, rounded up to a power of two.
fn most_memory_of_fast<P: AsRef<str>>(patterns: &[P]) -> usize {
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

fn bridge_all(text: &[u8]) -> Vec<u8> {
    text.iter().enumerate().map(|(at, byte)| if *byte == b'-' { bridge(text, at) } else { *byte }).collect()
}
