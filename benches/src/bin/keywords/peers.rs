//! The raw automata that matching is measured beside.

use std::error::Error;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use daachorse::DoubleArrayAhoCorasick;
use scrm_core::foundation::text::fold;

/// An automaton over the bytes of folded keywords.
pub(crate) enum Raw {
    AhoCorasick(AhoCorasick),
    Daachorse(DoubleArrayAhoCorasick<u32>),
}

impl Raw {
    /// The crate aho-corasick as a DFA and as an NFA, and daachorse.
    pub(crate) fn all(keywords: &[String]) -> Result<Vec<Self>, Box<dyn Error>> {
        let mut folded: Vec<String> = keywords.iter().map(|keyword| fold(keyword)).collect();
        folded.sort_unstable();
        folded.dedup();
        let of_kind = |kind| AhoCorasick::builder().kind(Some(kind)).build(&folded).map(Self::AhoCorasick);
        let daachorse = DoubleArrayAhoCorasick::new(&folded).map_err(|error| error.to_string())?;
        Ok(vec![
            of_kind(AhoCorasickKind::DFA)?,
            of_kind(AhoCorasickKind::ContiguousNFA)?,
            Self::Daachorse(daachorse),
        ])
    }

    /// Letters of all places of all keywords in messages, overlapping ones included.
    pub(crate) fn places(&self, messages: &[String]) -> usize {
        let of_one = |message: &String| -> usize {
            match self {
                Self::AhoCorasick(automaton) => {
                    automaton.find_overlapping_iter(message).map(|hit| hit.len()).sum()
                }
                Self::Daachorse(automaton) => {
                    automaton.find_overlapping_iter(message).map(|hit| hit.end() - hit.start()).sum()
                }
            }
        };
        messages.iter().map(of_one).sum()
    }
}
