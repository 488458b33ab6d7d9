//! How alike two names are, in any two scripts.

use std::cmp::Reverse;
use std::fmt;

use super::read::{leave_out_forms, pieces, words_of_piece};
use super::word::{Word, weight};
use crate::foundation::text::edits;

/// Whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person's: forms of address say nothing, parts may be initials or pet names.
    Person,
    /// A company's: its legal form says little.
    Company,
    /// A town's or a street's: nothing is left out.
    Place,
}

/// A name, taken apart once so that it can be compared many times. `Debug` hides it.
///
/// ```
/// use scrm_core::dedupe::{ComparableName, NameKind};
/// let person = |name| ComparableName::new(name, NameKind::Person);
/// assert_eq!(person("Müller, Anna").likeness(&person("anna muller")), Some(1.0));
/// assert!(person("Наталья Иванова").likeness(&person("Natalia Ivanova")) > Some(0.9));
/// assert!(person("王伟").likeness(&person("Wang Wei")) > Some(0.9));
/// assert!(person("Ivan Petrov").likeness(&person("Olga Petrov")) < Some(0.5));
/// assert_eq!(person("さくら").likeness(&person("Sakura")), None);
/// ```
#[derive(Clone)]
pub struct ComparableName {
    words: Vec<Word>,
}

impl fmt::Debug for ComparableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ComparableName({} words)", self.words.len())
    }
}

/// The part that a word left over on both sides takes away, beside what a word that agrees gives: two people of one
/// family share all names but one.
const CONTRADICTION: f64 = 2.0;
/// The part that a word more on one side takes away: second names and clans are often left out.
const OMISSION: f64 = 0.22;
/// A father and a son of one name.
const TWO_GENERATIONS: f64 = 0.1;
/// From here on two names are mostly one person's.
const MOSTLY_ONE: f64 = 0.85;
/// Less, in hundredths, is another word.
const LEAST: u32 = 75;

impl ComparableName {
    /// Takes a name apart. A name without letters is alike to nothing.
    #[must_use]
    pub fn new(name: &str, kind: NameKind) -> Self {
        let words: Vec<Word> = pieces(name).flat_map(|piece| words_of_piece(piece, kind)).collect();
        let mut kept: Vec<&Word> = words.iter().collect();
        leave_out_forms(&mut kept, kind, |word| *word);
        Self { words: kept.into_iter().cloned().collect() }
    }

    /// Whether there is nothing to compare.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How alike two names are, from 0 to 1; nothing where that cannot be said, because one is empty or the two are
    /// written in scripts that cannot be spelled in each other. Symmetric.
    ///
    /// Words are paired, the most alike first: the same, spelled otherwise, misspelt, a pet name, an initial. Words
    /// that have no partner count little on one side and much on both, because members of a family share all words
    /// but one. From about 0.85 on it is mostly one person, below 0.5 hardly ever.
    ///
    /// Time O(words² × letters).
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Option<f64> {
        let words = [self, other].map(|name| name.words.iter().collect::<Vec<_>>());
        let [left, right] = &words;
        let same = left.iter().map(|word| word.text()).eq(right.iter().map(|word| word.text()));
        if same && !left.is_empty() { Some(1.0) } else { likeness(left, right) }
    }

    /// Whether two names in different scripts can be one person's; nothing where they cannot be spelled in each other.
    pub(in crate::dedupe) fn may_be_one(&self, other: &Self) -> Option<bool> {
        let names = [self, other]
            .map(|name| name.words.iter().filter(|word| !word.is_particle()).collect::<Vec<_>>());
        let [left, right] = &names;
        if !left.iter().any(|word| right.iter().any(|other| word.is_comparable(other))) {
            return None;
        }
        let is_parted_otherwise = left.len() != right.len() && joined_likeness(left, right) >= MOSTLY_ONE;
        Some(is_parted_otherwise || !both_have_others(left.iter().copied(), right.iter().copied()))
    }
}

/// How alike two names are that are given by their words and are not the same: see [`ComparableName::likeness`].
pub(in crate::dedupe) fn likeness(left: &[&Word], right: &[&Word]) -> Option<f64> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    if !left.iter().any(|word| right.iter().any(|other| word.is_comparable(other))) {
        return None;
    }
    if are_of_two_generations(left, right) {
        return Some(TWO_GENERATIONS);
    }
    let paired = Pairing::new(left, right).likeness();
    if left.len() == right.len() {
        return Some(paired);
    }
    Some(paired.max(joined_likeness(left, right)).max(block_likeness(left, right)))
}

/// Whether both names keep words that the other has no match for. Words written out on both sides are matched before
/// initials, which cannot take their place.
pub(in crate::dedupe) fn both_have_others<'w>(
    left: impl IntoIterator<Item = &'w Word>,
    right: impl IntoIterator<Item = &'w Word>,
) -> bool {
    let mut free: Vec<Option<&Word>> = right.into_iter().map(Some).collect();
    let mut rest: Vec<&Word> = left.into_iter().collect();
    let matches: [fn(&Word, &Word) -> bool; 3] =
        [|one, other| one.text() == other.text(), Word::is_same_name, Word::abbreviates];
    for is_match in matches {
        rest.retain(|word| {
            let slot = free.iter_mut().find(|slot| slot.is_some_and(|other| is_match(word, other)));
            slot.is_none_or(|slot| slot.take().is_none())
        });
    }
    !rest.is_empty() && free.iter().any(Option::is_some)
}

/// Whether both say which of several of one name is meant, and not the same. `I` says so beside a `II`.
fn are_of_two_generations(left: &[&Word], right: &[&Word]) -> bool {
    let said = |words: &[&Word]| words.iter().find_map(|word| word.generation());
    let is_first = |words: &[&Word]| words.len() > 2 && words.iter().any(|word| word.text() == "i");
    match (said(left), said(right)) {
        (Some(left), Some(right)) => left != right,
        (Some(later), None) => later > 1 && is_first(right),
        (None, Some(later)) => later > 1 && is_first(left),
        (None, None) => false,
    }
}

/// Two words by their positions, and how alike they are in hundredths.
type Paired = (usize, usize, u32);

/// The words of two names, paired.
struct Pairing<'n> {
    left: &'n [&'n Word],
    right: &'n [&'n Word],
    pairs: Vec<Paired>,
}

impl<'n> Pairing<'n> {
    fn new(left: &'n [&'n Word], right: &'n [&'n Word]) -> Self {
        let mut candidates: Vec<Paired> = Vec::new();
        for (at, word) in left.iter().enumerate() {
            for (other_at, other) in right.iter().enumerate() {
                let likeness = word.likeness(other).filter(|likeness| *likeness >= LEAST);
                candidates.extend(likeness.map(|likeness| (at, other_at, likeness)));
            }
        }
        if candidates.len() < 2 {
            return Self { left, right, pairs: candidates };
        }
        // The most alike first; of those that are equally alike, the ones that stand at like places, from the beginning.
        // Who asks whom makes no difference: pairs that are equal in all this share no word.
        candidates.sort_unstable_by_key(|(at, other, likeness)| {
            (Reverse(*likeness), at.abs_diff(*other), at + other, *at)
        });
        let (mut taken, mut other_taken) = (0_u32, 0_u32);
        candidates.retain(|(at, other, _)| {
            let (bit, other_bit) = (1 << at, 1 << other);
            let free = taken & bit == 0 && other_taken & other_bit == 0;
            if free {
                taken |= bit;
                other_taken |= other_bit;
            }
            free
        });
        Self { left, right, pairs: candidates }
    }

    /// In whole numbers up to the last step, so that the order of the pairs does not matter.
    fn likeness(&self) -> f64 {
        let weight_of = |words: &[&Word]| words.iter().map(|word| u32::from(word.weight)).sum::<u32>();
        let (mut agreed, mut alike) = (0, 0);
        let (mut left_paired, mut right_paired) = (0, 0);
        for (at, other, likeness) in &self.pairs {
            let (Some(word), Some(other)) = (self.left.get(*at), self.right.get(*other)) else { continue };
            let weight = u32::from(word.weight.max(other.weight));
            agreed += weight;
            alike += weight * likeness;
            left_paired += u32::from(word.weight);
            right_paired += u32::from(other.weight);
        }
        if agreed == 0 {
            return 0.0;
        }
        let (left, right) = (weight_of(self.left) - left_paired, weight_of(self.right) - right_paired);
        let (contradiction, omission) = (f64::from(left.min(right)), f64::from(left.abs_diff(right)));
        let (agreed, alike) = (f64::from(agreed), f64::from(alike) / 100.0);
        let mut likeness = alike / (agreed + CONTRADICTION * contradiction + OMISSION * omission);
        let full = f64::from(weight::FULL);
        // One word says little about who is meant, where the other name has more.
        if agreed < full {
            likeness *= 0.6;
        }
        if agreed <= full && left + right >= u32::from(weight::FULL) {
            likeness *= 0.8;
        }
        if self.swaps_generations() {
            likeness *= 0.7;
        }
        likeness
    }

    /// Whether a parent of one name is the child of the other: `Salman bin Muhammad`, `Muhammad bin Salman`.
    fn swaps_generations(&self) -> bool {
        let of_a_parent = |words: &[&Word]| words.iter().any(|word| word.is_of_a_parent());
        let swapped = || {
            let mut places: Vec<(usize, usize)> =
                self.pairs.iter().map(|(at, other, _)| (*at, *other)).collect();
            places.sort_unstable();
            !places.iter().map(|(_, other)| *other).is_sorted()
        };
        self.pairs.len() >= 3 && of_a_parent(self.left) && of_a_parent(self.right) && swapped()
    }
}

/// All words without the spaces between them, in Latin letters where all can be spelled so.
fn joined(words: &[&Word]) -> String {
    let latin: Option<String> = words.iter().map(|word| word.latin()).collect();
    latin.unwrap_or_else(|| words.iter().map(|word| word.text()).collect())
}

/// Names that differ in where their words are parted: `Sergei Lavrov`, `SergeiLavrov`, `Price waterhouse`; and of
/// Chinese names also in what stands first: `王小明`, `Xiao Ming Wang`.
fn joined_likeness(left: &[&Word], right: &[&Word]) -> f64 {
    let length =
        |words: &[&Word]| words.iter().map(|word| word.latin().unwrap_or(word.text()).len()).sum::<usize>();
    let (left_length, right_length) = (length(left), length(right));
    let in_characters = left.iter().chain(right).any(|word| word.is_characters());
    // A letter has four bytes at most.
    if left_length.max(right_length) < 6 || left_length.abs_diff(right_length) > 4 && !in_characters {
        return 0.0;
    }
    let (left_joined, right_joined) = (joined(left), joined(right));
    let letters = |text: &str| text.chars().collect::<Vec<_>>();
    match edits(&letters(&left_joined), &letters(&right_joined), 1) {
        Some(0) => return 0.98,
        Some(1) => return 0.85,
        _ => {}
    }
    let (characters, spelled) =
        if left.iter().any(|word| word.is_characters()) { (left, right) } else { (right, left) };
    if !in_characters {
        return 0.0;
    }
    let whole = joined(characters);
    let turned = (1..spelled.len()).any(|at| {
        let (head, tail) = spelled.split_at(at);
        joined(tail) + &joined(head) == whole
    });
    if turned { 0.93 } else { 0.0 }
}

/// Names one of which writes two initials as a word: `JC Juncker`, `Jean-Claude Juncker`.
fn block_likeness(left: &[&Word], right: &[&Word]) -> f64 {
    let (shorter, longer) = if left.len() < right.len() { (left, right) } else { (right, left) };
    if shorter.len() < 2 || longer.len() != shorter.len() + 1 {
        return 0.0;
    }
    let blocks = shorter.iter().enumerate().filter(|(_, word)| word.text().chars().count() == 2);
    for (block_at, block) in blocks {
        let rest = others(shorter, block_at, 1);
        let fits = (0..longer.len() - 1).any(|at| {
            let initials = longer.iter().skip(at).take(2).filter_map(|word| word.text().chars().next());
            initials.eq(block.text().chars()) && others(longer, at, 2) == rest
        });
        if fits {
            return 0.85;
        }
    }
    0.0
}

/// The words but for some, in the order of the alphabet.
fn others<'w>(words: &[&'w Word], from: usize, count: usize) -> Vec<&'w str> {
    let rest = words.iter().enumerate().filter(|(at, _)| !(from..from + count).contains(at));
    let mut rest: Vec<&str> = rest.map(|(_, word)| word.text()).collect();
    rest.sort_unstable();
    rest
}
