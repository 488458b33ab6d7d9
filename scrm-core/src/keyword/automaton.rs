//! The automata that look for phrases at every place of a text.

use super::byte_automaton::ByteAutomaton;
use super::character_automaton::CharacterAutomaton;
use super::error::KeywordError;
use crate::foundation::text::block::{blocks, within};

/// Finds phrases, each known by a number: those that have characters of three bytes or more step by step of characters, all
/// others byte by byte.
#[derive(Clone, Debug)]
pub(super) struct PhraseAutomaton {
    long: Option<Guarded<CharacterAutomaton>>,
    short: Option<Guarded<ByteAutomaton>>,
}

/// An automaton that is asked about the texts alone that may have one of its phrases.
#[derive(Clone, Debug)]
struct Guarded<A> {
    automaton: A,
    /// Every phrase has this byte or a greater one: texts in other scripts may have lesser ones alone.
    least: u8,
}

impl PhraseAutomaton {
    /// Of phrases none of which is empty; the fastest automaton for bytes may take so many bytes of memory.
    pub(super) fn new<'p>(
        phrases: impl IntoIterator<Item = (u32, &'p str)>,
        fast_bytes: usize,
    ) -> Result<Self, KeywordError> {
        let bridged = phrases.into_iter().map(|(number, phrase)| (number, bridge_all(phrase)));
        let (long, short): (Vec<_>, Vec<_>) = bridged.partition(|(_, phrase)| has_long_characters(phrase));
        Ok(Self {
            long: Guarded::of(&long, CharacterAutomaton::new)?,
            short: Guarded::of(&short, |phrases| ByteAutomaton::new(phrases, fast_bytes))?,
        })
    }

    /// Tells every place of every phrase, overlapping ones included: its number, and where it begins and ends. Those that
    /// one of the automata finds come in the order in which they end.
    #[inline]
    pub(super) fn scan(&self, text: &str, mut found: impl FnMut(u32, usize, usize)) {
        let bytes = text.as_bytes();
        if let Some(long) = self.long.as_ref().filter(|long| may_reach(bytes, long.least)) {
            long.automaton.scan(text, |at| char::from(bridge(bytes, at)), &mut found);
        }
        if let Some(short) = self.short.as_ref().filter(|short| may_reach(bytes, short.least)) {
            short.automaton.scan(bytes, |at| bridge(bytes, at), found);
        }
    }
}

impl<A> Guarded<A> {
    fn of(
        phrases: &[(u32, String)],
        build: impl FnOnce(&[(u32, String)]) -> Result<A, KeywordError>,
    ) -> Result<Option<Self>, KeywordError> {
        let greatest = phrases.iter().filter_map(|(_, phrase)| phrase.bytes().max());
        let Some(least) = greatest.min() else { return Ok(None) };
        build(phrases).map(|automaton| Some(Self { automaton, least }))
    }
}

/// Whether a phrase has characters of three bytes or more.
fn has_long_characters(phrase: &str) -> bool {
    phrase.chars().any(|character| character.len_utf8() >= 3)
}

/// Whether a text may have a byte as great as one or greater: where it is short, it may be said to have one.
#[inline]
fn may_reach(text: &[u8], least: u8) -> bool {
    blocks(text).any(|block| block.any(|bytes| within(bytes, least, u8::MAX)))
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
