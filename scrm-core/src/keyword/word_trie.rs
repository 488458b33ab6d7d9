//! Phrases of words, found by looking at where words begin and at nothing else.

use rustc_hash::FxHashMap;

use super::roles::{Pairs, Roles, RolesInTurn};
use super::vocabulary::{Symbol, Vocabulary, VocabularyBuilder};
use super::word_hash::{Letters, WordKey};
use super::word_memo::WordMemo;
use super::word_pairs::{FirstTwo, KeyedWord, WordPairs};
use super::word_phrase::PhraseWord;
use super::word_runs::{Gap, MOST_WORDS, Words};

/// Phrases by their first words, then by the words that follow.
#[derive(Clone, Debug)]
pub(super) struct WordTrie {
    vocabulary: Vocabulary,
    nodes: Vec<Node>,
    /// The phrases that end at each node.
    ending: Vec<u32>,
    /// Where phrases go on to that begin with a word: those as they are written, and those whose words have forms.
    roots: Vec<[u32; 2]>,
    steps: FxHashMap<(u32, Step), u32>,
    pairs: Pairs,
    first_two: WordPairs,
    /// Whether all phrases are sought as they are written.
    is_as_written: bool,
}

/// A word that follows, and whether after an apostrophe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Step(u32);

impl Step {
    const fn new(symbol: Symbol, gap: Gap) -> Self {
        Self(symbol << 1 | gap.bit())
    }
}

/// No node.
const NOWHERE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Node {
    ending: (u32, u32),
    goes_on: bool,
    /// Whether a space and an apostrophe are the same to its phrases.
    any_gap: bool,
}

/// A phrase that has begun.
#[derive(Clone, Copy, Debug)]
struct Begun {
    node: u32,
    start: usize,
}

/// What a search leaves for the next.
#[derive(Debug, Default)]
pub(crate) struct WordRoom {
    memo: WordMemo,
    words: Words,
    keys: Keys,
    roles: RolesInTurn,
    begun: Vec<Begun>,
    going_on: Vec<Begun>,
}

/// The keys of words that follow one another.
#[derive(Debug)]
struct Keys([WordKey; MOST_WORDS]);

impl Default for Keys {
    fn default() -> Self {
        Self([WordKey::default(); MOST_WORDS])
    }
}

impl Keys {
    /// Takes the keys of words of a text.
    fn take(&mut self, letters: &Letters<'_>, words: &Words) -> &[WordKey] {
        for (key, (start, end)) in self.0.iter_mut().zip(words.places()) {
            *key = letters.key(start, end);
        }
        self.0.get(..words.count).unwrap_or_default()
    }
}

impl WordRoom {
    pub(super) fn for_many_messages() -> Self {
        Self { memo: WordMemo::for_many_messages(), ..Self::default() }
    }
}

impl WordTrie {
    /// Tells every place of every phrase: its number, and where it begins and ends.
    #[inline]
    pub(super) fn scan(&self, text: &str, room: &mut WordRoom, mut found: impl FnMut(u32, usize, usize)) {
        let WordRoom { memo, words, keys, roles, begun, going_on } = room;
        begun.clear();
        let (mut is_first, mut last_end) = (true, 0);
        words.read(text, |words, is_last| {
            if words.count == 0 && is_first && is_last {
                return;
            }
            let letters = Letters::of(text.as_bytes());
            if is_first && is_last && self.is_as_written {
                self.scan_as_written(text.as_bytes(), &letters, words, keys, &mut found);
                return;
            }
            // Which words matter is found out without a branch that depends on them: most do not.
            let keys = keys.take(&letters, words);
            roles.clear(keys.len());
            self.pairs.add_to(roles, keys);
            self.vocabulary.add_to(roles, &letters, words, keys);
            let mut wanted = roles.wanted(words.count, is_first, is_last);
            is_first = false;
            while wanted != 0 {
                let number = wanted.trailing_zeros() as usize;
                wanted &= wanted - 1;
                let (start, end) = words.place(number);
                let key = keys.get(number).copied().unwrap_or_default();
                let symbols = self.vocabulary.symbols(key, text.get(start..end).unwrap_or_default(), memo);
                if !begun.is_empty() {
                    if (number == 0 || roles.may_follow(number))
                        && let Some(gap) = Gap::between(text.as_bytes(), last_end, start)
                    {
                        self.go_on(begun, symbols, gap, going_on, |node, start| {
                            self.tell(node, |phrase| found(phrase, start, end))
                        });
                    }
                    begun.clear();
                    std::mem::swap(begun, going_on);
                }
                let next_follows = number + 1 >= words.count || roles.may_follow(number + 1);
                for symbol in symbols {
                    let Some(roots) = self.roots.get(*symbol as usize) else { continue };
                    for root in roots {
                        if *root != NOWHERE
                            && self.tell(*root, |phrase| found(phrase, start, end))
                            && next_follows
                        {
                            begun.push(Begun { node: *root, start });
                        }
                    }
                }
                last_end = end;
            }
        });
    }

    /// Tells every place of every phrase where all of them stand as they are written and all words of a text are known.
    #[inline]
    fn scan_as_written(
        &self,
        text: &[u8],
        letters: &Letters<'_>,
        words: &Words,
        keys: &mut Keys,
        found: &mut impl FnMut(u32, usize, usize),
    ) {
        let (alone, second) = self.beginning(letters, words, keys);
        let word = |number: usize| {
            let (start, end) = words.place(number);
            let letters = text.get(start..end).unwrap_or_default();
            KeyedWord { key: keys.0.get(number).copied().unwrap_or_default(), letters }
        };
        let gap_after = |number: usize| Gap::between(text, words.place(number).1, words.place(number + 1).0);
        let mut beginning = alone | second >> 1;
        while beginning != 0 {
            let number = beginning.trailing_zeros() as usize;
            beginning &= beginning - 1;
            let [is_alone, is_first_of_two] = [alone, second >> 1].map(|words| words >> number & 1 != 0);
            let (start, end) = words.place(number);
            if is_first_of_two
                && let Some(gap) = gap_after(number)
                && let Some(mut node) = self.first_two.node(word(number), word(number + 1), gap)
            {
                let mut last = number + 1;
                while self.tell(node, |phrase| found(phrase, start, words.place(last).1))
                    && last + 1 < words.count
                    && let Some(gap) = gap_after(last)
                    && let Some(symbol) = self.symbol(word(last + 1))
                    && let Some(next) = self.steps.get(&(node, Step::new(symbol, gap)))
                {
                    (node, last) = (*next, last + 1);
                }
            }
            if is_alone {
                let KeyedWord { key, letters } = word(number);
                let (from, to) = self.vocabulary.alone(key, letters);
                let phrases = self.ending.get(from as usize..to as usize);
                phrases.unwrap_or_default().iter().for_each(|phrase| found(*phrase, start, end));
            }
        }
    }

    /// The words that may be a phrase, and those that may be the second of two, a bit for each, while their keys are taken.
    #[inline]
    fn beginning(&self, letters: &Letters<'_>, words: &Words, keys: &mut Keys) -> (u64, u64) {
        let (mut alone, mut second) = (0, 0);
        let mut before = WordKey::default();
        for (number, (place, (start, end))) in keys.0.iter_mut().zip(words.places()).enumerate() {
            let key = letters.key(start, end);
            alone |= u64::from(self.vocabulary.roles(key).is_alone()) << number;
            second |= u64::from(self.pairs.roles(before, key).is_in_turn()) << number;
            (before, *place) = (key, key);
        }
        (alone, second)
    }

    /// What a word stands for that stands for itself alone.
    #[inline]
    fn symbol(&self, word: KeyedWord<'_>) -> Option<Symbol> {
        self.vocabulary.itself(word.key, word.letters)
    }

    fn go_on(
        &self,
        begun: &[Begun],
        symbols: &[Symbol],
        gap: Gap,
        going_on: &mut Vec<Begun>,
        mut tell: impl FnMut(u32, usize) -> bool,
    ) {
        for Begun { node, start } in begun {
            let any_gap = self.nodes.get(*node as usize).is_some_and(|node| node.any_gap);
            let gap = if any_gap { Gap::Space } else { gap };
            for symbol in symbols {
                if let Some(next) = self.steps.get(&(*node, Step::new(*symbol, gap)))
                    && tell(*next, *start)
                {
                    going_on.push(Begun { node: *next, start: *start });
                }
            }
        }
    }

    /// Tells the phrases that end at a node; whether others go on.
    #[inline]
    fn tell(&self, node: u32, phrase: impl FnMut(u32)) -> bool {
        let Some(node) = self.nodes.get(node as usize) else { return false };
        let ending = self.ending.get(node.ending.0 as usize..node.ending.1 as usize);
        ending.unwrap_or_default().iter().copied().for_each(phrase);
        node.goes_on
    }
}

/// A trie while phrases are added.
#[derive(Debug, Default)]
pub(super) struct WordTrieBuilder {
    vocabulary: VocabularyBuilder,
    nodes: Vec<Growing>,
    roots: FxHashMap<(Symbol, bool), u32>,
    steps: FxHashMap<(u32, Step), u32>,
    /// By symbol.
    roles: Vec<Roles>,
    pairs: Vec<(WordKey, WordKey)>,
    first_two: Vec<FirstTwo>,
}

#[derive(Debug)]
struct Growing {
    ending: Vec<u32>,
    goes_on: bool,
    any_gap: bool,
}

impl WordTrieBuilder {
    pub(super) const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Adds a phrase: its number, its words, and whether these have forms.
    pub(super) fn add(&mut self, phrase: u32, words: &[PhraseWord], has_forms: bool) {
        let mut at: Option<u32> = None;
        for (number, word) in words.iter().enumerate() {
            let symbol = self.vocabulary.symbol(word);
            self.add_role(symbol, number, words.len(), has_forms);
            let next = u32::try_from(self.nodes.len()).unwrap_or(NOWHERE);
            let node = match at {
                None => *self.roots.entry((symbol, has_forms)).or_insert(next),
                Some(at) => {
                    let gap = word.gap.filter(|_| !has_forms).unwrap_or(Gap::Space);
                    *self.steps.entry((at, Step::new(symbol, gap))).or_insert(next)
                }
            };
            if node == next {
                self.nodes.push(Growing { ending: Vec::new(), goes_on: false, any_gap: has_forms });
                if let Some(before) = at.and_then(|at| self.nodes.get_mut(at as usize)) {
                    before.goes_on = true;
                }
                if let (1, [first, second, ..], false) = (number, words, has_forms) {
                    let words = [first.written.clone(), second.written.clone()];
                    self.first_two.push(FirstTwo { words, gap: second.gap.unwrap_or(Gap::Space), node });
                }
            }
            at = Some(node);
        }
        if !has_forms {
            let keys = words.iter().map(|word| WordKey::of(&word.written));
            self.pairs.extend(keys.clone().zip(keys.skip(1)));
        }
        if let Some(last) = at.and_then(|at| self.nodes.get_mut(at as usize)) {
            last.ending.push(phrase);
        }
    }

    fn add_role(&mut self, symbol: Symbol, number: usize, words: usize, has_forms: bool) {
        self.roles.resize(self.vocabulary.count(), Roles::default());
        let Some(roles) = self.roles.get_mut(symbol as usize) else { return };
        if words == 1 {
            *roles = roles.and(Roles::ALONE);
        }
        if has_forms && number > 0 {
            *roles = roles.and(Roles::FOLLOWS);
        }
        if has_forms && number + 1 < words {
            *roles = roles.and(Roles::GOES_ON);
        }
    }

    pub(super) fn finish(self) -> WordTrie {
        let is_as_written = self.roots.keys().all(|(_, has_forms)| !has_forms);
        let mut roots = vec![[NOWHERE; 2]; self.vocabulary.count()];
        for ((symbol, has_forms), node) in self.roots {
            if let Some(root) =
                roots.get_mut(symbol as usize).and_then(|both| both.get_mut(usize::from(has_forms)))
            {
                *root = node;
            }
        }
        let mut ending = Vec::new();
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let flat = |growing: Growing| {
            let from = number(ending.len());
            ending.extend(growing.ending);
            let Growing { goes_on, any_gap, .. } = growing;
            Node { ending: (from, number(ending.len())), goes_on, any_gap }
        };
        let nodes: Vec<Node> = self.nodes.into_iter().map(flat).collect();
        let mut vocabulary = self.vocabulary.finish(&self.roles);
        vocabulary.set_alone(|symbol| {
            let [root, _] = roots.get(symbol as usize)?;
            nodes.get(*root as usize).map(|node| node.ending)
        });
        WordTrie {
            vocabulary,
            nodes,
            ending,
            roots,
            steps: self.steps,
            pairs: Pairs::of(&self.pairs),
            first_two: WordPairs::of(&self.first_two),
            is_as_written,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::word_phrase::as_written;
    use super::*;

    #[test]
    fn phrases_are_found_alike_in_few_words_and_in_many() {
        let mut builder = WordTrieBuilder::default();
        for (number, phrase) in
            (0..).zip(["top up", "top up my card", "card", "up my", "my card's", "ка рта"])
        {
            builder.add(number, &as_written(phrase).unwrap(), false);
        }
        let trie = builder.finish();
        let found = |text: &str| {
            let mut found = Vec::new();
            trie.scan(text, &mut WordRoom::default(), |phrase, start, end| found.push((phrase, start, end)));
            found.sort_unstable();
            found
        };
        let text = "top-up my card's top  up, ка рта";
        let expected = [(0, 0, 6), (1, 0, 14), (2, 10, 14), (3, 4, 9), (4, 7, 16), (5, 26, text.len())];
        assert_eq!(found(text), expected);
        for words in [30, 31, 32, 33, 62, 63, 64, 65, 200] {
            let before = "a ".repeat(words);
            let shifted =
                expected.map(|(phrase, start, end)| (phrase, start + before.len(), end + before.len()));
            assert_eq!(found(&format!("{before}{text}")), shifted, "{words}");
        }
    }
}
