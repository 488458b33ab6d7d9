//! Stems that were asked for lately.

use std::hash::{BuildHasher, Hasher};

use compact_str::CompactString;
use rustc_hash::FxBuildHasher;

use crate::foundation::text::StemLanguage;

/// Words that are remembered over many messages: people use few.
const MANY: usize = 512;

/// Words with their stems, each at the one place that its letters give it: a new one takes the place of an old one.
#[derive(Debug)]
pub(super) struct StemMemo {
    slots: Vec<Slot>,
    size: usize,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    language: Option<StemLanguage>,
    word: CompactString,
    stem: CompactString,
}

impl Default for StemMemo {
    fn default() -> Self {
        Self::for_one_message()
    }
}

impl StemMemo {
    /// Remembers one word, which several phrases begin like.
    pub(super) const fn for_one_message() -> Self {
        Self { slots: Vec::new(), size: 1 }
    }

    pub(super) const fn for_many_messages() -> Self {
        Self { slots: Vec::new(), size: MANY }
    }

    /// The stem of a folded word.
    pub(super) fn stem(&mut self, word: &str, language: StemLanguage) -> &str {
        if self.slots.is_empty() {
            self.slots = vec![Slot::default(); self.size];
        }
        let place = if self.size == 1 { 0 } else { place_of(word) % self.size };
        let Some(slot) = self.slots.get_mut(place) else { return "" };
        if slot.language != Some(language) || slot.word != word {
            slot.word = word.into();
            slot.stem = CompactString::from(language.stem(word));
            slot.language = Some(language);
        }
        &slot.stem
    }
}

fn place_of(word: &str) -> usize {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(word.as_bytes());
    (hasher.finish() >> 32) as usize
}
