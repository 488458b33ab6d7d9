//! The phrases of a set as one tree of the steps in which they are spelled.

use super::evidence::Evidence;
use super::phrase::{InflectedWord, Spelled, Step};
use crate::foundation::text::spellings;

/// No node, no word.
const NONE: u32 = u32::MAX;

/// Where phrases are that begin alike.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) step: Step,
    /// The bytes that what is read on this step may begin with.
    begins: u64,
    pub(super) parent: u32,
    first_child: u32,
    next_sibling: u32,
    /// Which of the words an ending belongs to.
    word: u32,
    /// Which of the phrases ends here.
    first_end: u32,
}

/// A phrase that ends at a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) pattern: usize,
    pub(super) evidence: Evidence,
    next: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    ends: Vec<End>,
    words: Vec<InflectedWord>,
    /// For each letter that a phrase of syllables begins with, those that may come second.
    second_letters: [u32; 26],
}

/// The number of the node that all phrases begin at.
pub(super) const ROOT: u32 = 0;

impl Trie {
    pub(super) const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(super) fn add(&mut self, spelled: &Spelled, pattern: usize) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::new(Step::Gap, NONE));
        }
        for way in &spelled.ways {
            if spelled.evidence.is_syllables() {
                self.note_beginning(way);
            }
            let mut node = ROOT;
            let mut words = spelled.inflected.iter();
            for step in way {
                let word = if matches!(step, Step::Ending(_)) { words.next() } else { None };
                node = self.child_for(node, *step, word);
            }
            self.end_at(node, pattern, spelled.evidence);
        }
    }

    fn note_beginning(&mut self, way: &[Step]) {
        let (first, second) = match way {
            [Step::Letter(first @ 'a'..='z'), Step::Letter(second @ 'a'..='z'), ..] => {
                (first, letter_bit(*second as u8))
            }
            [Step::Letter(first @ 'a'..='z'), ..] => (first, u32::MAX),
            _ => return,
        };
        if let Some(letters) = self.second_letters.get_mut(usize::from(*first as u8 - b'a')) {
            *letters |= second;
        }
    }

    /// Whether a phrase of syllables may begin with two letters.
    pub(super) fn may_begin_with(&self, first: u8, second: u8) -> bool {
        let letters = self.second_letters.get(usize::from(first.wrapping_sub(b'a'))).copied().unwrap_or(0);
        letters & letter_bit(second) != 0
    }

    fn child_for(&mut self, parent: u32, step: Step, word: Option<&InflectedWord>) -> u32 {
        let known = self.children(parent).find(|(_, node)| {
            node.step == step && word.is_none_or(|word| self.words.get(node.word as usize) == Some(word))
        });
        if let Some((number, _)) = known {
            return number;
        }
        let number = self.nodes.len() as u32;
        let mut node = Node::new(step, parent);
        if let Some(word) = word {
            node.word = self.words.len() as u32;
            self.words.push(word.clone());
        }
        if let Some(parent) = self.nodes.get_mut(parent as usize) {
            node.next_sibling = std::mem::replace(&mut parent.first_child, number);
        }
        self.nodes.push(node);
        number
    }

    fn end_at(&mut self, node: u32, pattern: usize, evidence: Evidence) {
        let number = self.ends.len() as u32;
        if let Some(node) = self.nodes.get_mut(node as usize) {
            let next = std::mem::replace(&mut node.first_end, number);
            self.ends.push(End { pattern, evidence, next });
        }
    }

    pub(super) fn node(&self, number: u32) -> Option<&Node> {
        self.nodes.get(number as usize)
    }

    pub(super) fn children(&self, parent: u32) -> impl Iterator<Item = (u32, &Node)> {
        let with_number = move |number: u32| Some((number, self.nodes.get(number as usize)?));
        let first = self.nodes.get(parent as usize).and_then(|parent| with_number(parent.first_child));
        std::iter::successors(first, move |(_, node)| with_number(node.next_sibling))
    }

    /// The phrases that end at a node.
    pub(super) fn ends(&self, node: &Node) -> impl Iterator<Item = &End> {
        let first = self.ends.get(node.first_end as usize);
        std::iter::successors(first, |end| self.ends.get(end.next as usize))
    }

    /// The word whose ending a node stands for.
    pub(super) fn word(&self, node: &Node) -> Option<&InflectedWord> {
        self.words.get(node.word as usize)
    }
}

impl Node {
    fn new(step: Step, parent: u32) -> Self {
        let begins = match step {
            Step::Letter('ü') => bit(b'u') | bit(b'v') | bit(b'y'),
            Step::Letter(letter @ '\0'..='\x7f') => bit(letter as u8),
            Step::Letter(letter) => spellings(letter)
                .iter()
                .fold(0, |set, spelling| set | spelling.bytes().next().map_or(u64::MAX, bit)),
            _ => u64::MAX,
        };
        Self { step, begins, parent, first_child: NONE, next_sibling: NONE, word: NONE, first_end: NONE }
    }

    /// Whether what is read on this step may begin with a byte, or may be nothing.
    pub(super) fn may_begin(&self, byte: Option<u8>) -> bool {
        byte.map_or(self.begins == u64::MAX, |byte| self.begins & bit(byte) != 0)
    }
}

const fn letter_bit(letter: u8) -> u32 {
    1 << (letter.wrapping_sub(b'a') % 32)
}

/// Letters and digits have bits of their own, nearly.
const fn bit(byte: u8) -> u64 {
    1 << (byte % 64)
}
