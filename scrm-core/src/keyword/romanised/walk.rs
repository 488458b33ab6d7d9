//! Walking the words of a text along the tree of phrases.

use std::ops::Range;

use rustc_hash::FxHashSet;
use unicode_normalization::char::is_combining_mark;

use super::endings::{self, is_form, is_spelled};
use super::evidence::consonants_in;
use super::phrase::Step;
use super::trie::{Node, ROOT, Trie};
use crate::foundation::text::{
    LONGEST_SYLLABLE, StemLanguage, is_devanagari_consonant, is_syllable, is_unspaced_script,
    is_word_character, spellings,
};

/// How far a phrase is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    /// Up to which step.
    node: u32,
    /// Up to which byte of the text.
    at: usize,
    /// What was read after the step that no letter stands for.
    extra: Extra,
    /// How many consonants of the phrase are written, of a script that writes no vowels.
    consonants: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Extra {
    None,
    /// A consonant once more.
    Doubled,
    /// A vowel that is not written in the phrase's script.
    Vowel,
}

/// The states that were looked at: there are several ways to some.
#[derive(Default)]
struct Seen {
    few: Vec<State>,
    many: FxHashSet<State>,
}

/// So many are found faster one by one.
const FEW: usize = 32;

impl Seen {
    fn clear(&mut self) {
        self.few.clear();
        if !self.many.is_empty() {
            self.many.clear();
        }
    }

    fn is_new(&mut self, state: State) -> bool {
        if self.few.contains(&state) {
            return false;
        }
        if self.few.len() == FEW {
            return self.many.insert(state);
        }
        self.few.push(state);
        true
    }
}

pub(super) struct Walk<'w> {
    trie: &'w Trie,
    text: &'w str,
    bytes: &'w [u8],
    open: Vec<State>,
    seen: Seen,
    /// What was found from one place on: patterns, and where they end.
    found: Vec<(usize, usize)>,
    /// What was told of lately: an article before a word is no other place of it.
    told: Vec<(usize, usize)>,
}

impl<'w> Walk<'w> {
    pub(super) fn new(trie: &'w Trie, text: &'w str) -> Self {
        let (open, seen, found, told) = (Vec::new(), Seen::default(), Vec::new(), Vec::new());
        Self { trie, text, bytes: text.as_bytes(), open, seen, found, told }
    }

    pub(super) fn run(mut self, mut found: impl FnMut(usize, Range<usize>)) {
        let mut at = 0;
        while let Some(skipped) =
            self.bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_alphanumeric))
        {
            let start = at + skipped;
            let length = self.bytes.get(start..).and_then(|rest| {
                rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'\'')
            });
            let end = length.map_or(self.bytes.len(), |length| start + length);
            at = end;
            if !self.is_beginning(start) {
                continue;
            }
            self.from(start, false);
            self.tell(start, &mut found);
            self.within(start..end, &mut found);
        }
    }

    /// Follows the tree from the syllables within a word that consists of nothing else.
    fn within(&mut self, word: Range<usize>, mut found: impl FnMut(usize, Range<usize>)) {
        let Some(letters) = self.bytes.get(word.clone()) else { return };
        let mut beginnings = None;
        for at in 1..letters.len().min(LONGEST_WORD) {
            let may_begin = match letters.get(at..at + 2) {
                Some([first, second]) => self.trie.may_begin_with(*first, *second),
                _ => false,
            };
            if may_begin && *beginnings.get_or_insert_with(|| inner_syllables(letters)) & (1 << at) != 0 {
                self.from(word.start + at, true);
                self.tell(word.start + at, &mut found);
            }
        }
    }

    fn tell(&mut self, start: usize, mut found: impl FnMut(usize, Range<usize>)) {
        if self.found.is_empty() {
            return;
        }
        self.found.sort_unstable();
        self.found.dedup();
        self.told.retain(|(_, end)| *end > start);
        self.found.retain(|it| !self.told.contains(it));
        self.told.extend_from_slice(&self.found);
        self.found.drain(..).for_each(|(pattern, end)| found(pattern, start..end));
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Whether a word may begin at a place.
    fn is_beginning(&self, at: usize) -> bool {
        let before = self.text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !is_word_character(before) || is_unspaced_script(before))
    }

    /// Whether a word may end at a place.
    fn is_end(&self, at: usize) -> bool {
        match self.byte(at) {
            None => true,
            Some(byte) if byte.is_ascii() => !byte.is_ascii_alphanumeric(),
            Some(_) => self.text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|next| {
                (!is_word_character(next) || is_unspaced_script(next)) && !is_combining_mark(next)
            }),
        }
    }

    /// Follows the tree from a place in the text, which may be the beginning of a syllable within a word.
    fn from(&mut self, start: usize, within: bool) {
        self.seen.clear();
        self.open.push(State { node: ROOT, at: start, extra: Extra::None, consonants: 0 });
        while let Some(state) = self.open.pop() {
            let trie = self.trie;
            let Some(node) = trie.node(state.node) else { continue };
            if state.extra != Extra::Vowel || self.may_end_with_vowel(node) {
                self.note_ends(node, start..state.at, state.consonants, within);
            }
            let next = self.byte(state.at);
            for (number, child) in trie.children(state.node) {
                if child.may_begin(next) {
                    self.step(state, number, child);
                }
            }
            if state.node != ROOT && state.extra == Extra::None {
                self.read_more(state, node);
            }
        }
    }

    fn note_ends(&mut self, node: &Node, place: Range<usize>, consonants: u8, within: bool) {
        let (trie, at) = (self.trie, place.end);
        for end in trie.ends(node).filter(|end| !within || end.evidence.is_syllables()) {
            let is_end = self.is_end(at)
                || end.evidence.is_syllables() && {
                    let rest = self.bytes.get(at..).unwrap_or_default();
                    let length = rest.iter().position(|byte| !byte.is_ascii_alphanumeric());
                    is_all_syllables(rest.get(..length.unwrap_or(rest.len())).unwrap_or_default())
                };
            if is_end && end.evidence.is_enough(self.text, &place, consonants) {
                self.found.push((end.pattern, at));
            }
        }
    }

    fn go(&mut self, state: State) {
        if self.seen.is_new(state) {
            self.open.push(state);
        }
    }

    /// Reads what a step stands for, in every way.
    fn step(&mut self, from: State, number: u32, node: &Node) {
        let at = from.at;
        let to = |at: usize| State { node: number, at, extra: Extra::None, ..from };
        let is_after_vowel = from.extra == Extra::Vowel;
        match node.step {
            Step::Letter('ü') => ["v", "u", "yu"].iter().for_each(|spelling| self.read(to(at), spelling)),
            Step::Letter(letter) if letter.is_ascii() => self.go(to(at + 1)),
            Step::Letter(letter) if is_after_vowel && is_vowel_sign(letter) => {}
            Step::Letter('ह') if self.is_within_word(node) => {
                ["h", ""].iter().for_each(|spelling| self.read(to(at), spelling));
            }
            Step::Letter(letter @ '\u{620}'..='\u{6ff}') => {
                for spelling in spellings(letter) {
                    let consonants = from.consonants.saturating_add(consonants_in(spelling));
                    self.read(State { consonants, ..to(at) }, spelling);
                }
            }
            Step::Letter(letter) => {
                spellings(letter).iter().for_each(|spelling| self.read(to(at), spelling));
                if letter == 'य' && matches!(self.step_before(node), Some(Step::Letter('ि' | 'ी'))) {
                    self.go(to(at));
                }
            }
            Step::Gap if is_after_vowel => {}
            Step::Gap | Step::Join => {
                self.go(to(at));
                if self.is_gap(at) {
                    self.go(to(at + 1));
                }
            }
            Step::Tone => {
                self.go(to(at));
                if matches!(self.byte(at), Some(b'0'..=b'5')) {
                    self.go(to(at + 1));
                }
            }
            Step::Article => self.read_article(to(at)),
            Step::Prefix => self.read_prefix(to(at)),
            Step::Ending(language) => self.read_ending(to(at), node, language, is_after_vowel),
        }
    }

    fn step_before(&self, node: &Node) -> Option<Step> {
        self.trie.node(node.parent).map(|parent| parent.step)
    }

    fn is_within_word(&self, node: &Node) -> bool {
        matches!(self.step_before(node), Some(Step::Letter(_)))
    }

    fn read_prefix(&mut self, state: State) {
        self.go(state);
        self.read_article(state);
        for prefix in ["w", "wa", "we", "wi", "b", "bi", "be", "f", "fa", "fi", "fe", "k", "ka", "l", "li"] {
            if self.starts_with(state.at, prefix) {
                let after = State { at: state.at + prefix.len(), ..state };
                self.read_article(after);
                if prefix.starts_with('w') {
                    self.go(after);
                }
            }
        }
    }

    /// Byte by byte: pieces have one to four.
    fn starts_with(&self, at: usize, piece: &str) -> bool {
        piece.bytes().zip(at..).all(|(byte, at)| self.byte(at) == Some(byte))
    }

    fn is_gap(&self, at: usize) -> bool {
        matches!(self.byte(at), Some(b' ' | b'-' | b'\''))
    }

    /// Reads a spelling at a state's place.
    fn read(&mut self, state: State, spelling: &str) {
        if self.starts_with(state.at, spelling) {
            self.go(State { at: state.at + spelling.len(), ..state });
        }
    }

    /// `el`, `al-`, `l`, or with the consonant that comes next: `es-se3r`, `essi3r`.
    fn read_article(&mut self, state: State) {
        let vowel = usize::from(matches!(self.byte(state.at), Some(b'a' | b'e' | b'i' | b'u')));
        let consonant = state.at + vowel;
        let to = |at: usize| State { at, ..state };
        if self.byte(consonant) == Some(b'l') {
            self.go(to(consonant + 1));
            if self.is_gap(consonant + 1) {
                self.go(to(consonant + 2));
            }
        }
        if vowel == 0 {
            return;
        }
        for end in [consonant + 1, consonant + 2] {
            let letters = self.bytes.get(consonant..end);
            let Some(letters) = letters.filter(|it| it.iter().all(u8::is_ascii_alphanumeric)) else {
                continue;
            };
            let next = end + usize::from(self.is_gap(end));
            if self.bytes.get(next..).is_some_and(|rest| rest.starts_with(letters)) {
                self.go(to(next));
            }
        }
    }

    fn read_ending(&mut self, state: State, node: &Node, language: StemLanguage, is_after_vowel: bool) {
        let rest = self.bytes.get(state.at..).unwrap_or_default();
        let is_of_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'\'';
        let length = rest.iter().take(endings::LONGEST + 1).take_while(is_of_word).count();
        if length > endings::LONGEST || length == 0 && is_after_vowel {
            return;
        }
        let ending = rest.get(..length).unwrap_or_default();
        let Some(word) = self.trie.word(node).filter(|word| is_form(language, word, ending)) else { return };
        let is_own = language == StemLanguage::Ar && is_spelled(&word.ending, ending);
        let own = word.ending.chars().filter(|_| is_own);
        let written =
            own.filter_map(|letter| spellings(letter).first()).map(|spelling| consonants_in(spelling)).sum();
        self.go(State {
            at: state.at + length,
            consonants: state.consonants.saturating_add(written),
            ..state
        });
    }

    /// Reads what no letter of the phrase stands for: a consonant once more, a vowel that is not written.
    fn read_more(&mut self, state: State, node: &Node) {
        let Step::Letter(letter) = node.step else { return };
        let Some(next) = self.byte(state.at).filter(|_| !letter.is_ascii() && letter != 'ü') else { return };
        let before = state.at.checked_sub(1).and_then(|before| self.byte(before));
        if before == Some(next) && next.is_ascii_alphanumeric() && !is_latin_vowel(next) {
            self.go(State { at: state.at + 1, extra: Extra::Doubled, ..state });
        }
        if is_devanagari_consonant(letter) && matches!(next, b'a' | b'u' | b'e' | b'o') {
            let is_beside_h = letter == 'ह'
                || self.trie.children(state.node).any(|(_, child)| child.step == Step::Letter('ह'));
            if matches!(next, b'a' | b'u') || is_beside_h {
                self.go(State { at: state.at + 1, extra: Extra::Vowel, ..state });
            }
        }
        if matches!(letter, '\u{621}'..='\u{6ff}') && letter != 'ا' {
            for length in 1..=2 {
                let vowels = self.bytes.get(state.at..state.at + length);
                if vowels.is_some_and(|vowels| vowels.iter().all(|byte| is_latin_vowel(*byte))) {
                    self.go(State { at: state.at + length, extra: Extra::Vowel, ..state });
                }
            }
        }
    }

    /// Whether a word may end with a vowel that is not written: after joined consonants, as in धर्म.
    fn may_end_with_vowel(&self, node: &Node) -> bool {
        self.step_before(node) == Some(Step::Letter('्'))
    }
}

const fn is_latin_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Whether a letter takes the place of the vowel that is not written: a sign of Devanagari, an Arabic alef.
const fn is_vowel_sign(letter: char) -> bool {
    matches!(letter, '\u{93e}'..='\u{955}' | 'ا' | 'ٱ')
}

/// Letters of a word that may consist of syllables, at most: as many as places fit into a set, without one.
const LONGEST_WORD: usize = 48;

/// Where syllables begin within a word that consists of nothing else, as a set of places; none in all other words.
fn inner_syllables(word: &[u8]) -> u64 {
    let ends = reached(word);
    if ends & (1 << word.len().min(63)) == 0 {
        return 0;
    }
    let is_beginning =
        |at: &usize| ends & (1 << at) != 0 && is_all_syllables(word.get(*at..).unwrap_or_default());
    (1..word.len()).filter(is_beginning).fold(0, |set, at| set | 1 << at)
}

fn is_all_syllables(word: &[u8]) -> bool {
    reached(word) & (1 << word.len().min(63)) != 0
}

/// The places in a word up to which it consists of syllables, as a set; none of a word that is too long.
fn reached(word: &[u8]) -> u64 {
    if word.len() > LONGEST_WORD {
        return 0;
    }
    let mut reached = 1_u64;
    for at in 0..word.len() {
        if reached & (1 << at) == 0 {
            continue;
        }
        for length in 1..=LONGEST_SYLLABLE {
            let piece = word.get(at..at + length).and_then(|piece| std::str::from_utf8(piece).ok());
            if piece.is_some_and(is_syllable) {
                let end = at + length;
                let tone = usize::from(matches!(word.get(end), Some(b'0'..=b'5')));
                reached |= 1 << end | 1 << (end + tone);
            }
        }
    }
    reached
}
