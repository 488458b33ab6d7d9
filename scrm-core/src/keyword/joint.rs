//! Several sets of keywords, looked for in one pass over a message.

use super::collector::{Collector, Hits, Wanted};
use super::elongation::has_runs;
use super::finder::{PhraseFinder, Sought};
use super::matcher::KeywordMatcher;
use super::word_trie::WordRoom;
use crate::foundation::text::Folded;

/// Sets with more bytes of phrases than this together are scanned one after the other: another finder for
/// all of them would take long to make and much room.
const MOST_PHRASE_BYTES: usize = 131_072;

/// Sets of keywords that are asked about every message; each answers as it would alone.
#[derive(Clone)]
pub(crate) struct JointMatcher<const N: usize> {
    sets: [(KeywordMatcher, Wanted); N],
    /// The phrases of all sets, one set after the other.
    finder: Option<PhraseFinder>,
}

impl<const N: usize> JointMatcher<N> {
    pub(crate) fn new(sets: [(KeywordMatcher, Wanted); N]) -> Self {
        let sought: Vec<&Sought> = sets.iter().flat_map(|(set, _)| set.sought()).collect();
        let bytes: usize = sought.iter().map(|sought| sought.text.len()).sum();
        let finder = if bytes <= MOST_PHRASE_BYTES {
            // Sets that can be made alone can be made together at this size; if not, they are scanned alone.
            PhraseFinder::new(sought, 0).ok()
        } else {
            None
        };
        Self { sets, finder }
    }

    /// What each set finds in a message; `room` is what the message before has left.
    pub(crate) fn scan(&self, message: &Folded<'_>, room: &mut WordRoom) -> [Hits; N] {
        let Some(finder) = &self.finder else {
            return self.sets.each_ref().map(|(set, wanted)| set.scan(message, *wanted));
        };
        let mut collectors =
            self.sets.each_ref().map(|(set, wanted)| Collector::new(set, message, *wanted, Vec::new()));
        finder.scan(message.text(), message.may_have(), room, |mut found| {
            for collector in &mut collectors {
                match found.sought.checked_sub(collector.text_count()) {
                    Some(later) => found.sought = later,
                    None => return collector.take(found),
                }
            }
        });
        let has_runs = has_runs(message.text(), message.may_have());
        collectors.map(|mut collector| {
            collector.finish_text(has_runs);
            collector.into_hits()
        })
    }
}
