//! Looking for all phrases of a set at once: those that consist of words where words begin, all others everywhere.

use super::automaton::PhraseAutomaton;
use super::byte_automaton::most_memory_of_fast;
use super::error::KeywordError;
use super::word_phrase::{as_written, has_forms, inflected};
use super::word_trie::{WordRoom, WordTrie, WordTrieBuilder};
use crate::foundation::text::{MayHave, StemLanguage};

/// A text to look for.
#[derive(Clone, Debug)]
pub(super) struct Sought {
    pub(super) text: String,
    pub(super) kind: SoughtKind,
}

/// What a text to look for consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SoughtKind {
    /// It is not looked for here.
    Nothing,
    /// Any characters, anywhere.
    Characters,
    /// Words with nothing of a word before them and after them.
    Words,
    /// Words, each in any of its forms; Latin ones are of this language.
    Forms(Option<StemLanguage>),
}

impl Sought {
    /// A text that stands as a word or phrase where its script has spaces.
    pub(super) fn as_written(text: &str) -> Self {
        let kind = if as_written(text).is_some() { SoughtKind::Words } else { SoughtKind::Characters };
        Self { text: text.to_owned(), kind }
    }

    /// A text whose words may be inflected, if it has any that are.
    pub(super) fn inflected(text: &str, language: Option<StemLanguage>) -> Self {
        if has_forms(text) {
            Self { text: text.to_owned(), kind: SoughtKind::Forms(language) }
        } else {
            Self::as_written(text)
        }
    }

    /// What is looked for elsewhere and has its place in the list.
    pub(super) const fn elsewhere() -> Self {
        Self { text: String::new(), kind: SoughtKind::Nothing }
    }

    /// A text that stands anywhere, inside words too.
    pub(super) fn anywhere(text: &str) -> Self {
        Self { text: text.to_owned(), kind: SoughtKind::Characters }
    }
}

/// Which text was found, and where in the folded message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) sought: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Finds texts, each known by its place in the list that it was made from.
#[derive(Clone, Debug)]
pub(super) struct PhraseFinder {
    words: Option<WordTrie>,
    automaton: PhraseAutomaton,
}

impl PhraseFinder {
    pub(super) fn new<'s>(
        sought: impl IntoIterator<Item = &'s Sought>,
        fast_bytes: usize,
    ) -> Result<Self, KeywordError> {
        let sought: Vec<&Sought> = sought.into_iter().collect();
        let are_few = are_few(&sought, fast_bytes);
        let mut words = WordTrieBuilder::default();
        let mut anywhere = Vec::new();
        for (number, sought) in (0_u32..).zip(sought) {
            match sought.kind {
                SoughtKind::Nothing => {}
                SoughtKind::Words if !are_few => {
                    words.add(number, &as_written(&sought.text).unwrap_or_default(), false);
                }
                SoughtKind::Words | SoughtKind::Characters => anywhere.push((number, sought.text.as_str())),
                SoughtKind::Forms(language) => words.add(number, &inflected(&sought.text, language), true),
            }
        }
        let automaton = PhraseAutomaton::new(anywhere, fast_bytes)?;
        Ok(Self { words: (!words.is_empty()).then(|| words.finish()), automaton })
    }

    /// Tells every place of every text, overlapping ones included.
    #[inline]
    pub(super) fn scan(
        &self,
        text: &str,
        may_have: MayHave,
        room: &mut WordRoom,
        mut found: impl FnMut(Found),
    ) {
        if let Some(words) = self.words.as_ref().filter(|_| may_have.spaced_words()) {
            words.scan(text, room, |sought, start, end| found(Found { sought: sought as usize, start, end }));
        }
        self.automaton.scan(text, |sought, start, end| found(Found { sought: sought as usize, start, end }));
    }
}

/// The table of an automaton that is faster than looking at words, in bytes: it stays in the processor's nearest caches.
const FEW: usize = 262_144;

/// Whether an automaton finds words faster than looking at them does: a small one for phrases in ASCII, where words are not
/// looked at anyway. In other scripts it takes two steps or three for each letter.
fn are_few(sought: &[&Sought], fast_bytes: usize) -> bool {
    let texts = sought.iter().map(|sought| sought.text.as_str());
    let is_short = |sought: &&Sought| sought.text.is_ascii() && !matches!(sought.kind, SoughtKind::Forms(_));
    sought.iter().all(is_short) && most_memory_of_fast(texts) <= FEW.min(fast_bytes)
}
