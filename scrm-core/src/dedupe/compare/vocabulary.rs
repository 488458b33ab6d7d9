//! The words of many names, each once.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::name::{NameKind, likeness};
use super::read::{self, leave_out_forms, pieces, words_of_piece};
use super::word::{NO_WORD, Word};

/// A word's position in a [`Vocabulary`].
pub(in crate::dedupe) type WordId = u32;

const MOST_WORDS: usize = read::MOST_WORDS as usize;

/// Pieces whose words are remembered; those of a table that has more are read again.
const MOST_PIECES: usize = 1 << 18;

/// Words, each kept once, however many names have it; on top of those of another, if there is one.
#[derive(Default)]
pub(in crate::dedupe) struct Vocabulary<'below> {
    below: Option<&'below Vocabulary<'below>>,
    words: Vec<Word>,
    known: ByKind,
    /// The words of the name that is being read.
    present: Vec<WordId>,
}

/// What was read already: one text is another word in another kind of name.
#[derive(Default)]
struct ByKind {
    person: Known,
    company: Known,
    place: Known,
}

impl ByKind {
    const fn of(&self, kind: NameKind) -> &Known {
        match kind {
            NameKind::Person => &self.person,
            NameKind::Company => &self.company,
            NameKind::Place => &self.place,
        }
    }

    const fn of_mut(&mut self, kind: NameKind) -> &mut Known {
        match kind {
            NameKind::Person => &mut self.person,
            NameKind::Company => &mut self.company,
            NameKind::Place => &mut self.place,
        }
    }
}

/// What was read already, as names of one kind.
#[derive(Default)]
struct Known {
    /// By folded text.
    words: FxHashMap<CompactString, WordId>,
    /// By what stands between spaces.
    pieces: FxHashMap<CompactString, Box<[WordId]>>,
}

impl<'below> Vocabulary<'below> {
    /// New words on top of known ones, which stay as they are.
    pub(in crate::dedupe) fn on(below: &'below Vocabulary<'below>) -> Self {
        Self { below: Some(below), ..Self::default() }
    }

    fn first_own(&self) -> usize {
        self.below.map_or(0, |below| below.first_own() + below.words.len())
    }

    /// A word.
    pub(in crate::dedupe) fn word(&self, id: WordId) -> &Word {
        match (self.below, (id as usize).checked_sub(self.first_own())) {
            (_, Some(own)) => self.words.get(own).unwrap_or(&NO_WORD),
            (Some(below), None) => below.word(id),
            (None, None) => &NO_WORD,
        }
    }

    /// How alike two names are that are given by their words: see [`ComparableName`](super::ComparableName::likeness).
    pub(in crate::dedupe) fn likeness(&self, left: &[WordId], right: &[WordId]) -> Option<f64> {
        if left == right {
            return (!left.is_empty()).then_some(1.0);
        }
        let (mut left_words, mut right_words) = ([&NO_WORD; MOST_WORDS], [&NO_WORD; MOST_WORDS]);
        likeness(self.fill(left, &mut left_words), self.fill(right, &mut right_words))
    }

    fn fill<'f>(&'f self, ids: &[WordId], words: &'f mut [&'f Word; MOST_WORDS]) -> &'f [&'f Word] {
        words.iter_mut().zip(ids).for_each(|(slot, id)| *slot = self.word(*id));
        words.get(..ids.len().min(MOST_WORDS)).unwrap_or_default()
    }

    /// Reads a name: its words go to the end of `into`. How many they are.
    pub(in crate::dedupe) fn read(&mut self, name: &str, kind: NameKind, into: &mut Vec<WordId>) -> usize {
        let mut present = std::mem::take(&mut self.present);
        pieces(name).for_each(|piece| self.read_piece(piece, kind, &mut present));
        leave_out_forms(&mut present, kind, |word| self.word(*word));
        into.extend_from_slice(&present);
        let count = present.len();
        present.clear();
        self.present = present;
        count
    }

    fn read_piece(&mut self, piece: &str, kind: NameKind, into: &mut Vec<WordId>) {
        if let Some(words) = self.known_piece(piece, kind) {
            into.extend_from_slice(words);
            return;
        }
        let start = into.len();
        for word in words_of_piece(piece, kind) {
            let id = self.keep(word, kind);
            into.push(id);
        }
        let known = self.known.of_mut(kind);
        if known.pieces.len() < MOST_PIECES {
            known.pieces.insert(piece.into(), into.get(start..).unwrap_or_default().into());
        }
    }

    fn known_piece(&self, piece: &str, kind: NameKind) -> Option<&[WordId]> {
        let own = self.known.of(kind).pieces.get(piece).map(AsRef::as_ref);
        own.or_else(|| self.below?.known_piece(piece, kind))
    }

    fn known_word(&self, text: &str, kind: NameKind) -> Option<WordId> {
        let own = self.known.of(kind).words.get(text).copied();
        own.or_else(|| self.below?.known_word(text, kind))
    }

    fn keep(&mut self, word: Word, kind: NameKind) -> WordId {
        if let Some(known) = self.known_word(word.text(), kind) {
            return known;
        }
        let id = (self.first_own() + self.words.len()) as WordId;
        self.known.of_mut(kind).words.insert(word.text().into(), id);
        self.words.push(word);
        id
    }
}
