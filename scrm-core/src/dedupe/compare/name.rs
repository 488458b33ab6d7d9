//! How alike two names are, in any two scripts.

use std::cmp::Reverse;
use std::fmt;
use std::sync::LazyLock;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::edits::edits;
use super::romanise::romanise;
use super::sound::{consonants_of, sound_of};
use crate::dedupe::names::FORMS_OF_ADDRESS;
use crate::foundation::text::fold;

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
/// assert!(person("Ivan Petrov").likeness(&person("Olga Petrov")) < Some(0.5));
/// assert_eq!(person("王伟").likeness(&person("Wang Wei")), None);
/// ```
#[derive(Clone)]
pub struct ComparableName {
    words: Vec<Word>,
    /// All words without the spaces between them.
    joined: Vec<char>,
}

impl fmt::Debug for ComparableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ComparableName({} words)", self.words.len())
    }
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    /// As it is written, folded.
    letters: Vec<char>,
    /// As it is spelled in Latin letters; the same where it is written so.
    latin: Option<Vec<char>>,
    sound: CompactString,
    /// The sound without vowels.
    consonants: CompactString,
    without_vowels: bool,
    /// The groups of names of which it is a form.
    forms: Vec<u16>,
    /// What it says beside a full name, in hundredths.
    weight: u32,
}

/// Hundredths that words say.
mod weight {
    pub(super) const FULL: u32 = 100;
    /// One letter.
    pub(super) const INITIAL: u32 = 40;
    /// Between the parts of names: `de`, `bin`, `van`.
    pub(super) const PARTICLE: u32 = 30;
}

/// How alike two words are: the grades that names are weighed by. Chosen by looking at pairs of names that people have labelled.
mod grade {
    pub(super) const SAME: f64 = 1.0;
    /// Another spelling of one sound.
    pub(super) const SOUND: f64 = 0.95;
    /// A pet name or another form.
    pub(super) const FORM: f64 = 0.9;
    /// The consonants of a script that writes no vowels.
    pub(super) const CONSONANTS: f64 = 0.88;
    pub(super) const INITIAL: f64 = 0.8;
    /// Two slips in a long word.
    pub(super) const TWO_SLIPS: f64 = 0.8;
    /// One slip between two sounds.
    pub(super) const SOUND_SLIP: f64 = 0.78;
    /// Less is another word.
    pub(super) const LEAST: f64 = 0.75;

    /// One slip weighs more in a short word.
    pub(super) fn one_slip(length: usize) -> f64 {
        0.9 - 0.02 * (8_usize.saturating_sub(length)) as f64
    }
}

/// The part that a word left over on both sides takes away, beside what a word that agrees gives: two people of one
/// family share all names but one.
const CONTRADICTION: f64 = 2.0;
/// The part that a word more on one side takes away: second names and clans are often left out.
const OMISSION: f64 = 0.22;

/// Between the parts of names.
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "bin", "ben", "ibn", "bint", "abu", "abd", "de", "da", "do", "dos", "das", "di", "du",
    "del", "della", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu", "of", "the", "and", "und",
    "et", "y", "e",
];

/// Particles that stand between somebody and a parent: names on their two sides do not change places.
const OF_A_PARENT: &[&str] = &["bin", "ben", "ibn", "bint"];

/// Forms of companies, words of one form together, the longer before the shorter.
const LEGAL_FORMS: &[&str] = &[
    "limited liability company",
    "public limited company",
    "gesellschaft mit beschrankter haftung",
    "joint stock company",
    "общество с ограниченной ответственностью",
    "sp z o o",
    "co ltd",
    "pte ltd",
    "pvt ltd",
    "s r l",
    "aktiengesellschaft",
    "incorporated",
    "corporation",
    "limited",
    "company",
    "corp",
    "gmbh",
    "llc",
    "llp",
    "ltd",
    "plc",
    "inc",
    "jsc",
    "ооо",
    "оао",
    "зао",
    "пао",
    "srl",
    "spa",
    "lp",
    "co",
    "ag",
    "sa",
    "bv",
    "nv",
    "ab",
    "oy",
    "as",
    "kg",
    "se",
    "ип",
    "有限公司",
    "شركه",
];

/// Names and their other forms, a group a line: one name may be a form of several.
static FORMS: LazyLock<FxHashMap<&'static str, Vec<u16>>> = LazyLock::new(|| {
    let mut forms: FxHashMap<&str, Vec<u16>> = FxHashMap::default();
    for (group, line) in (0_u16..).zip(include_str!("nicknames.txt").lines()) {
        for name in line.split(' ') {
            forms.entry(name).or_default().push(group);
        }
    }
    forms
});

impl ComparableName {
    /// Takes a name apart. A name without letters is alike to nothing.
    #[must_use]
    pub fn new(name: &str, kind: NameKind) -> Self {
        let mut texts = words_of(name);
        match kind {
            NameKind::Person => strip(&mut texts, |words| {
                words.iter().position(|word| FORMS_OF_ADDRESS.contains(&word.as_str())).map(|at| at..at + 1)
            }),
            NameKind::Place => {}
            NameKind::Company => {
                strip(&mut texts, |words| LEGAL_FORMS.iter().find_map(|form| find(words, form)))
            }
        }
        texts.truncate(MOST_WORDS);
        let mut words: Vec<Word> = texts.iter().map(|text| Word::new(text)).collect();
        let joined = words.iter().flat_map(|word| &word.letters).copied().collect();
        if kind != NameKind::Person {
            words.iter_mut().for_each(|word| word.forms.clear());
        }
        Self { words, joined }
    }

    /// The full words that both names write the same.
    pub(in crate::dedupe) fn shared<'n>(
        &'n self,
        other: &'n Self,
    ) -> impl Iterator<Item = CompactString> + 'n {
        let full = self.words.iter().filter(|word| word.weight == weight::FULL);
        full.filter(|word| other.words.iter().any(|other| other.letters == word.letters)).map(Word::heard)
    }

    /// How its words sound, initials left out; what has no sound here stands as it is written.
    pub(in crate::dedupe) fn sounds(&self) -> impl Iterator<Item = CompactString> {
        self.words.iter().filter(|word| word.weight == weight::FULL).map(Word::heard)
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
        if self.is_empty() || other.is_empty() {
            return None;
        }
        // Pairs of equal rank are taken in the order of the words, which must not depend on who asks whom.
        let (left, right) = if self.words <= other.words { (self, other) } else { (other, self) };
        if left.joined == right.joined {
            return Some(1.0);
        }
        if !left.words.iter().any(|word| right.words.iter().any(|other| word.is_comparable(other))) {
            return None;
        }
        let paired = Pairing::new(&left.words, &right.words).likeness();
        Some(paired.max(joined_likeness(left, right)).max(block_likeness(left, right)))
    }
}

/// Characters of a name that are looked at, and its words: no name has more, and a text in its place takes no longer.
const LONGEST: usize = 300;
const MOST_WORDS: usize = 16;

/// Folded words: without apostrophes, initials with points together, long parts of `CamelCase` apart.
fn words_of(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().take(LONGEST).collect();
    let mut apart = String::with_capacity(name.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        if is_camel(&letters, at) {
            apart.push(' ');
        }
        apart.push(*letter);
    }
    let folded = fold(&apart);
    let mut words: Vec<String> = Vec::new();
    let mut at_start = true;
    let mut after_point = false;
    let mut letters = folded.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_alphanumeric() || is_mark(letter) {
            // `S.C.` is one word, `J.Smith` is two.
            let alone = letters.peek().is_none_or(|next| !next.is_alphanumeric() && !is_mark(*next));
            let continues_initials =
                after_point && alone && words.last().is_some_and(|word| is_initials(word));
            if at_start && !continues_initials {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(letter);
            }
            (at_start, after_point) = (false, false);
        } else if !matches!(letter, '\'' | '`' | 'ʻ' | 'ʼ') {
            after_point = letter == '.' && !at_start;
            at_start = true;
        }
    }
    words
}

/// Whether a word begins within a word: a capital after four small letters, before three more or another capital.
/// `McDonald` and a slip of the shift key are one word.
fn is_camel(letters: &[char], at: usize) -> bool {
    let small = |range: std::ops::Range<usize>| {
        letters.get(range).is_some_and(|part| part.iter().all(|letter| letter.is_lowercase()))
    };
    letters.get(at).is_some_and(|letter| letter.is_uppercase())
        && at.checked_sub(4).is_some_and(|from| small(from..at))
        && (small(at + 1..at + 4) || letters.get(at + 1).is_some_and(|letter| letter.is_uppercase()))
}

/// `s` and then `sc` of `S.C.`: what a point may be followed by more of.
fn is_initials(word: &str) -> bool {
    word.chars().count() <= 3 && word.is_ascii()
}

fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && unicode_normalization::char::is_combining_mark(letter)
}

/// Takes out what `find` finds, unless nothing else is left.
fn strip(words: &mut Vec<String>, find: impl Fn(&[String]) -> Option<std::ops::Range<usize>>) {
    while let Some(found) = find(words) {
        if found.len() >= words.len() {
            return;
        }
        words.drain(found);
    }
}

/// Where a form of several words stands.
fn find(words: &[String], form: &str) -> Option<std::ops::Range<usize>> {
    let length = form.split(' ').count();
    let at = words.windows(length).position(|window| window.iter().eq(form.split(' ')))?;
    Some(at..at + length)
}

impl Word {
    fn new(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let romanised = romanise(text);
        let without_vowels = romanised.as_ref().is_some_and(|word| word.without_vowels);
        let latin = romanised.map(|word| word.text);
        let sound = latin.as_deref().map(sound_of).unwrap_or_default();
        let consonants = consonants_of(&sound);
        let forms = latin.as_deref().and_then(|word| FORMS.get(word)).cloned().unwrap_or_default();
        let weight = match letters.len() {
            1 if latin.is_some() => weight::INITIAL,
            _ if latin.as_deref().is_some_and(|word| PARTICLES.contains(&word)) => weight::PARTICLE,
            _ => weight::FULL,
        };
        let latin = latin.map(|word| word.chars().collect());
        Self { letters, latin, sound, consonants, without_vowels, forms, weight }
    }

    fn heard(&self) -> CompactString {
        if self.sound.is_empty() { self.letters.iter().collect() } else { self.sound.clone() }
    }

    fn is_number(&self) -> bool {
        self.letters.iter().any(char::is_ascii_digit)
    }

    fn is_comparable(&self, other: &Self) -> bool {
        self.latin.is_some() == other.latin.is_some()
    }

    /// How alike two words are; nothing where they are two.
    fn likeness(&self, other: &Self) -> Option<f64> {
        if self.letters == other.letters {
            return Some(grade::SAME);
        }
        let (Some(left), Some(right)) = (&self.latin, &other.latin) else { return None };
        if self.is_number() || other.is_number() {
            return None;
        }
        if left.len() == 1 || right.len() == 1 {
            return (left.first() == right.first()).then_some(grade::INITIAL);
        }
        if self.without_vowels != other.without_vowels {
            let enough = self.consonants.len().min(other.consonants.len()) >= 2;
            return (enough && self.consonants == other.consonants).then_some(grade::CONSONANTS);
        }
        if self.sound == other.sound {
            return Some(grade::SOUND);
        }
        if self.forms.iter().any(|form| other.forms.contains(form)) {
            return Some(grade::FORM);
        }
        let longer = left.len().max(right.len());
        match edits(left, right, if longer >= 8 { 2 } else { 1 }) {
            Some(0 | 1) if longer >= 4 => return Some(grade::one_slip(longer)),
            Some(2) => return Some(grade::TWO_SLIPS),
            _ => {}
        }
        if left.len() >= 5 && has_same_letters(left, right) {
            return Some(grade::TWO_SLIPS);
        }
        let sounds = [&self.sound, &other.sound].map(|sound| sound.chars().collect::<Vec<_>>());
        let [left, right] = &sounds;
        let least = if left.first() == right.first() { 4 } else { 5 };
        let slipped = left.len().min(right.len()) >= least && edits(left, right, 1).is_some();
        slipped.then_some(grade::SOUND_SLIP)
    }
}

/// Whether two words are one with its letters in disorder.
fn has_same_letters(left: &[char], right: &[char]) -> bool {
    let sorted = |word: &[char]| {
        let mut letters = word.to_vec();
        letters.sort_unstable();
        letters
    };
    left.len() == right.len() && sorted(left) == sorted(right)
}

/// The words of two names, paired.
struct Pairing<'n> {
    left: &'n [Word],
    right: &'n [Word],
    /// Positions on both sides with the likeness, in the order of the left.
    pairs: Vec<(usize, usize, f64)>,
}

impl<'n> Pairing<'n> {
    fn new(left: &'n [Word], right: &'n [Word]) -> Self {
        let mut candidates: Vec<(usize, usize, f64)> = Vec::new();
        for (at, word) in left.iter().enumerate() {
            for (other_at, other) in right.iter().enumerate() {
                let likeness = word.likeness(other).filter(|likeness| *likeness >= grade::LEAST);
                candidates.extend(likeness.map(|likeness| (at, other_at, likeness)));
            }
        }
        // The most alike first; of those that are equally alike, the ones that stand at like places.
        candidates.sort_by(|a, b| {
            let rank = |(at, other, likeness): &(usize, usize, f64)| {
                (Reverse((likeness * 1e6) as i64), at.abs_diff(*other), *at, *other)
            };
            rank(a).cmp(&rank(b))
        });
        let (mut taken, mut other_taken) = (vec![false; left.len()], vec![false; right.len()]);
        let mut pairs = Vec::new();
        for (at, other, likeness) in candidates {
            let (Some(first), Some(second)) = (taken.get_mut(at), other_taken.get_mut(other)) else {
                continue;
            };
            if !*first && !*second {
                (*first, *second) = (true, true);
                pairs.push((at, other, likeness));
            }
        }
        pairs.sort_by_key(|(at, ..)| *at);
        Self { left, right, pairs }
    }

    fn likeness(&self) -> f64 {
        let weight_of = |words: &[Word]| words.iter().map(|word| f64::from(word.weight)).sum::<f64>();
        let (mut agreed, mut alike) = (0.0, 0.0);
        let (mut left_paired, mut right_paired) = (0.0, 0.0);
        for (at, other, likeness) in &self.pairs {
            let (Some(word), Some(other)) = (self.left.get(*at), self.right.get(*other)) else { continue };
            let weight = f64::from(word.weight.max(other.weight));
            agreed += weight;
            alike += weight * likeness;
            left_paired += f64::from(word.weight);
            right_paired += f64::from(other.weight);
        }
        if agreed == 0.0 {
            return 0.0;
        }
        let (left, right) = (weight_of(self.left) - left_paired, weight_of(self.right) - right_paired);
        let contradiction = left.min(right);
        let omission = (left - right).abs();
        let mut likeness = alike / (agreed + CONTRADICTION * contradiction + OMISSION * omission);
        // One word says little about who is meant, where the other name has more.
        if agreed < f64::from(weight::FULL) {
            likeness *= 0.6;
        }
        if agreed <= f64::from(weight::FULL) && left + right >= f64::from(weight::FULL) {
            likeness *= 0.8;
        }
        if self.swaps_generations() {
            likeness *= 0.7;
        }
        likeness
    }

    /// Whether a parent of one name is the child of the other: `Salman bin Muhammad`, `Muhammad bin Salman`.
    fn swaps_generations(&self) -> bool {
        let of_a_parent = |word: &Word| {
            OF_A_PARENT.iter().any(|particle| word.letters.iter().copied().eq(particle.chars()))
        };
        let others: Vec<usize> = self.pairs.iter().map(|(_, other, _)| *other).collect();
        self.left.iter().any(of_a_parent)
            && self.right.iter().any(of_a_parent)
            && others.len() >= 3
            && !others.is_sorted()
    }
}

/// Names that differ in where their words are parted: `Sergei Lavrov`, `SergeiLavrov`, `Price waterhouse`.
fn joined_likeness(left: &ComparableName, right: &ComparableName) -> f64 {
    let longer = left.joined.len().max(right.joined.len());
    if left.words.len() == right.words.len() || longer < 6 {
        return 0.0;
    }
    match edits(&left.joined, &right.joined, 1) {
        Some(0) => 0.98,
        Some(1) => 0.85,
        _ => 0.0,
    }
}

/// Names one of which writes two initials as a word: `JC Juncker`, `Jean-Claude Juncker`.
fn block_likeness(left: &ComparableName, right: &ComparableName) -> f64 {
    let (shorter, longer) = if left.words.len() < right.words.len() { (left, right) } else { (right, left) };
    if shorter.words.len() < 2 || longer.words.len() != shorter.words.len() + 1 {
        return 0.0;
    }
    let blocks = shorter.words.iter().enumerate().filter(|(_, word)| word.letters.len() == 2);
    for (block_at, block) in blocks {
        let rest: Vec<&Vec<char>> = others(&shorter.words, block_at, 1);
        let fits = (0..longer.words.len() - 1).any(|at| {
            let initials = longer.words.iter().skip(at).take(2).filter_map(|word| word.letters.first());
            initials.eq(&block.letters) && others(&longer.words, at, 2) == rest
        });
        if fits {
            return 0.85;
        }
    }
    0.0
}

/// The words but for some, in the order of the alphabet.
fn others(words: &[Word], from: usize, count: usize) -> Vec<&Vec<char>> {
    let rest = words.iter().enumerate().filter(|(at, _)| !(from..from + count).contains(at));
    let mut rest: Vec<&Vec<char>> = rest.map(|(_, word)| &word.letters).collect();
    rest.sort_unstable();
    rest
}
