//! Whether two names can be one person's.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use super::compare::{ComparableName, NameKind, Word as ComparableWord, both_have_others};
use crate::customer::check_name;
use crate::foundation::text::fold;

/// What two names say about each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NameComparison {
    /// The same words, in whatever order.
    Same,
    /// One may be another form of the other: a part of it, initials, a pet name, another spelling or script.
    Compatible,
    /// Nothing can be said: a name is missing, or the two are in scripts that cannot be spelled in each other.
    Unknown,
    /// Two people.
    Contradicting,
}

/// Compares two names without regard to order, case, accents, punctuation and forms of address.
///
/// - One name contained in the other is compatible: `Ivan Petrov` and `Ivan Sergeevich Petrov`, `王伟` and
///   `王先生`. An initial stands for a word that begins with it: `I. Petrov`.
/// - Names that share no word contradict each other, and so do names that share some while *both* have others
///   left: `Ivan Petrov` and `Olga Petrov` are a household, not a person. `Anna Petrova` and `Anna Ivanova` may
///   be one person who married; which word is the family name cannot be known, so a person decides.
/// - Words are one name where they sound alike or are forms of one: `Jon` and `John`, `Mohammad` and `Mohamed`, `Bob` and
///   `Robert`, `Маша` and `Мария`. A slip is not enough: `Maria` and `Marina` may be sisters.
/// - Names in different scripts are compared by their sound: `Иван Петров` and `Ivan Petrov` are compatible, `王小明` and
///   `Anna Bell` contradict each other. Where one of the two cannot be spelled in Latin letters (kana, Thai), nothing
///   can be said. A name in two scripts is compared by the script that both have.
/// - A name without letters and a placeholder (`n/a`, `test`) are no names.
///
/// ```
/// use scrm_core::dedupe::{NameComparison, compare_names};
/// assert_eq!(compare_names("Müller, Anna", "anna muller"), NameComparison::Same);
/// assert_eq!(compare_names("A. Müller", "Anna Müller"), NameComparison::Compatible);
/// assert_eq!(compare_names("Ivan Petrov", "Olga Petrov"), NameComparison::Contradicting);
/// assert_eq!(compare_names("Robert Stone", "Bob Stone"), NameComparison::Compatible);
/// assert_eq!(compare_names("Ivan", "Иван"), NameComparison::Compatible);
/// assert_eq!(compare_names("Ivan", "Мария"), NameComparison::Contradicting);
/// assert_eq!(compare_names("Sakura", "さくら"), NameComparison::Unknown);
/// ```
#[must_use]
pub fn compare_names(left: &str, right: &str) -> NameComparison {
    if left == right && check_name(left).is_ok() {
        return NameComparison::Same;
    }
    FoldedName::new(left).compare(&FoldedName::new(right))
}

/// Why names keep two apart who share what people share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// They are two people's.
    Contradicting,
    /// They are in scripts that cannot be compared.
    Incomparable,
}

/// Why names keep two apart, each of whom may go by several; the first is the present one. One name that both may have
/// is enough to make one person of them.
pub(super) fn doubt_of<'n>(
    left: impl Iterator<Item = &'n str>,
    right: impl Iterator<Item = &'n str>,
) -> Option<Doubt> {
    let [left, right] = [left.map(FoldedName::new).collect::<Vec<_>>(), right.map(FoldedName::new).collect()];
    let doubt = left.first()?.doubt(right.first()?)?;
    let may_be_one = |one: &FoldedName, other: &FoldedName| {
        matches!(one.compare(other), NameComparison::Same | NameComparison::Compatible)
    };
    let is_known = left.iter().any(|one| right.iter().any(|other| may_be_one(one, other)));
    (!is_known).then_some(doubt)
}

impl Doubt {
    /// What reasons call it.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Contradicting => "dedupe.names_contradict",
            Self::Incomparable => "dedupe.names_incomparable",
        }
    }
}

/// The script a word is written in, as far as names need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Devanagari,
    /// Han with kana: names are written without spaces.
    Han,
    Hangul,
    Other,
}

impl Script {
    const fn of(letter: char) -> Self {
        match letter as u32 {
            0x41..=0x5a | 0x61..=0x7a | 0xaa..=0x24f | 0x1e00..=0x1eff => Self::Latin,
            0x370..=0x3ff | 0x1f00..=0x1fff => Self::Greek,
            0x400..=0x52f => Self::Cyrillic,
            0x590..=0x5ff => Self::Hebrew,
            0x600..=0x6ff | 0x750..=0x77f | 0x8a0..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => Self::Arabic,
            0x900..=0x97f => Self::Devanagari,
            0x3005 | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff => Self::Han,
            0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7af => Self::Hangul,
            _ => Self::Other,
        }
    }
}

/// A word of a name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    script: Script,
    text: CompactString,
}

/// A name as sorted words, ready to be compared many times. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FoldedName {
    words: Vec<Word>,
    /// The words in the order in which they were written, a space after each.
    written: CompactString,
}

impl std::fmt::Debug for FoldedName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FoldedName({} words)", self.words.len())
    }
}

impl FoldedName {
    pub(crate) fn new(name: &str) -> Self {
        if check_name(name).is_err() {
            return Self { words: Vec::new(), written: CompactString::default() };
        }
        let folded = fold_name(name);
        let mut words = Vec::new();
        let mut written = CompactString::default();
        for text in folded.split(' ') {
            let text = without_address(text);
            let Some(letter) = text.chars().find(|letter| letter.is_alphabetic()) else { continue };
            written.push_str(text);
            written.push(' ');
            words.push(Word { script: Script::of(letter), text: CompactString::new(text) });
        }
        words.sort_unstable();
        Self { words, written }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) fn compare(&self, other: &Self) -> NameComparison {
        if self.is_empty() || other.is_empty() {
            return NameComparison::Unknown;
        }
        if self.words == other.words {
            return NameComparison::Same;
        }
        // `Abd al-Rahman` is `Abdalrahman`.
        let letters = |written: &CompactString| written.replace(' ', "");
        if letters(&self.written) == letters(&other.written) {
            return NameComparison::Compatible;
        }
        let has = |name: &Self, script| name.words.iter().any(|word| word.script == script);
        let mut comparable = false;
        for script in self.scripts().filter(|script| has(other, *script)) {
            comparable = true;
            let contradicting = if script == Script::Han {
                !characters_within(self, other)
            } else {
                both_have_others(&self.in_script(script), &other.in_script(script))
            };
            if contradicting {
                return NameComparison::Contradicting;
            }
        }
        if comparable { NameComparison::Compatible } else { self.compare_across(other) }
    }

    /// Compares names that have no script in common, by their sound.
    fn compare_across(&self, other: &Self) -> NameComparison {
        let [left, right] = [self, other].map(|name| ComparableName::new(&name.written, NameKind::Person));
        match left.may_be_one(&right) {
            None => NameComparison::Unknown,
            Some(true) => NameComparison::Compatible,
            Some(false) => NameComparison::Contradicting,
        }
    }

    /// Why a number that people share does not make one person of two with these names: they contradict each other, or
    /// nobody can say. A missing name is no reason.
    pub(crate) fn doubt(&self, other: &Self) -> Option<Doubt> {
        match self.compare(other) {
            NameComparison::Contradicting => Some(Doubt::Contradicting),
            NameComparison::Unknown if !self.is_empty() && !other.is_empty() => Some(Doubt::Incomparable),
            _ => None,
        }
    }

    /// Each script once: the words are sorted by it.
    fn scripts(&self) -> impl Iterator<Item = Script> {
        let mut last = None;
        self.words.iter().filter_map(move |word| {
            let fresh = last != Some(word.script);
            last = Some(word.script);
            fresh.then_some(word.script)
        })
    }

    fn in_script(&self, script: Script) -> Vec<ComparableWord> {
        let words = self.words.iter().filter(|word| word.script == script);
        words.map(|word| ComparableWord::new(&word.text, NameKind::Person)).collect()
    }
}

/// Whether the Han characters of one name all occur in the other: order-free, as names are written both ways.
fn characters_within(left: &FoldedName, right: &FoldedName) -> bool {
    let characters = |name: &FoldedName| {
        let mut all: Vec<char> = name
            .words
            .iter()
            .filter(|word| word.script == Script::Han)
            .flat_map(|w| w.text.chars())
            .collect();
        all.sort_unstable();
        all
    };
    let (left, right) = (characters(left), characters(right));
    let (shorter, longer) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let mut rest = longer.iter();
    shorter.iter().all(|character| rest.any(|other| other == character))
}

/// Folded, without apostrophes and other punctuation, words separated by single spaces.
fn fold_name(name: &str) -> String {
    let folded = fold(name);
    let mut out = String::with_capacity(folded.len());
    for character in folded.chars().filter(|character| *character != '\'') {
        if character.is_alphanumeric() || is_combining_mark(character) {
            out.push(character);
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out
}

/// As folding leaves them.
pub(super) const FORMS_OF_ADDRESS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "hon",
    "sheikh",
    "shaikh",
    "dr",
    "prof",
    "sir",
    "madam",
    "господин",
    "госпожа",
    "السيد",
    "السيده",
    "श्री",
    "श्रीमती",
    "shri",
    "smt",
    "sri",
    "先生",
    "女士",
    "小姐",
    "太太",
    "老师",
    "经理",
];

/// A word without a form of address: nothing if it is one, the rest if it ends in a Chinese one.
fn without_address(word: &str) -> &str {
    if FORMS_OF_ADDRESS.contains(&word) {
        return "";
    }
    let han = |form: &&&str| form.chars().next().is_some_and(|first| Script::of(first) == Script::Han);
    FORMS_OF_ADDRESS.iter().filter(han).find_map(|form| word.strip_suffix(form)).unwrap_or(word)
}
