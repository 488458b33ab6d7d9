//! Several sets of keywords, looked for in one pass over a message.

use super::automaton::PhraseAutomaton;
use super::collector::{Collector, Hits, Room, Wanted};
use super::matcher::KeywordMatcher;
use crate::foundation::text::Folded;

/// Sets with more bytes of phrases than this together are scanned one after the other: another automaton for
/// all of them would take long to make and much room.
const MOST_PHRASE_BYTES: usize = 65_536;

/// Sets of keywords that are asked about every message; each answers as it would alone.
#[derive(Clone)]
pub(crate) struct JointMatcher<const N: usize> {
    sets: [(KeywordMatcher, Wanted); N],
    /// The phrases of all sets, one set after the other.
    automaton: Option<PhraseAutomaton>,
}

impl<const N: usize> JointMatcher<N> {
    pub(crate) fn new(sets: [(KeywordMatcher, Wanted); N]) -> Self {
        let texts: Vec<&str> = sets.iter().flat_map(|(set, _)| set.texts()).collect();
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        let automaton = if bytes <= MOST_PHRASE_BYTES {
            // Sets that can be made alone can be made together at this size; if not, they are scanned alone.
            PhraseAutomaton::new(&texts, 0).ok().flatten()
        } else {
            None
        };
        Self { sets, automaton }
    }

    /// What each set finds in a message.
    pub(crate) fn scan(&self, message: &Folded<'_>) -> [Hits; N] {
        let Some(automaton) = &self.automaton else {
            return self.sets.each_ref().map(|(set, wanted)| set.scan(message, *wanted));
        };
        let text = message.text();
        let mut collectors =
            self.sets.each_ref().map(|(set, wanted)| Collector::new(set, text, *wanted, Room::default()));
        automaton.scan(text, |mut found| {
            for collector in &mut collectors {
                match found.pattern.checked_sub(collector.text_count()) {
                    Some(later) => found.pattern = later,
                    None => return collector.take(found),
                }
            }
        });
        collectors.map(|mut collector| {
            collector.finish();
            collector.into_hits()
        })
    }
}
