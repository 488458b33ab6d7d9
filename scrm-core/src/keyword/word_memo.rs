//! Forms of words that were met lately.

use compact_str::CompactString;

use super::vocabulary::Symbol;
use super::word_hash::WordKey;

/// Words that are remembered over many messages: people use few.
const MANY: usize = 1024;

/// Words with what they may stand for, each at the one place that its letters give it: a new one takes the place of an old
/// one.
#[derive(Debug)]
pub(super) struct WordMemo {
    slots: Vec<Slot>,
    size: usize,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    word: CompactString,
    symbols: Vec<Symbol>,
}

impl Default for WordMemo {
    /// Remembers one word.
    fn default() -> Self {
        Self { slots: Vec::new(), size: 1 }
    }
}

impl WordMemo {
    pub(super) const fn for_many_messages() -> Self {
        Self { slots: Vec::new(), size: MANY }
    }

    /// What a word may stand for; it is worked out where that is not remembered.
    pub(super) fn symbols(
        &mut self,
        key: WordKey,
        word: &str,
        work_out: impl FnOnce(&mut Vec<Symbol>),
    ) -> &[Symbol] {
        if self.slots.is_empty() {
            self.slots = vec![Slot::default(); self.size];
        }
        let place = (key.hash >> 32) as usize % self.size;
        let Some(slot) = self.slots.get_mut(place) else { return &[] };
        if slot.word != word {
            slot.word = word.into();
            slot.symbols.clear();
            work_out(&mut slot.symbols);
        }
        &slot.symbols
    }
}
