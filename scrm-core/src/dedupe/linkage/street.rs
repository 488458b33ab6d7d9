//! Streets and houses.

use std::sync::LazyLock;

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::value::Level;
use crate::dedupe::compare::WordId;
use crate::foundation::text::fold;

/// What a street is, which says nothing of which: left out where another word stands beside it.
const KINDS: &[&str] = &[
    "st",
    "str",
    "street",
    "sts",
    "ave",
    "av",
    "avenue",
    "rd",
    "road",
    "blvd",
    "blv",
    "boulevard",
    "dr",
    "drive",
    "ln",
    "lane",
    "pl",
    "place",
    "ct",
    "court",
    "sq",
    "square",
    "pkwy",
    "parkway",
    "hwy",
    "highway",
    "ter",
    "terrace",
    "cres",
    "crescent",
    "cl",
    "close",
    "cct",
    "circuit",
    "way",
    "wy",
    "the",
    "ul",
    "ulitsa",
    "улица",
    "ул",
    "проспект",
    "пр",
    "rue",
    "via",
    "calle",
    "strasse",
    "platz",
    "e",
    "w",
    "n",
    "s",
    "ne",
    "nw",
    "se",
    "sw",
    "east",
    "west",
    "north",
    "south",
    "apt",
    "unit",
    "flat",
    "no",
    "дом",
    "д",
    "кв",
];

static KIND_WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| KINDS.iter().copied().collect());

/// Words after which a crossing or a neighbour is named.
const NEAR: &[&str] = &["between", "at", "off", "near", "opposite", "corner"];

/// Ordinals in words.
const ORDINALS: &[(&str, &str)] = &[
    ("first", "1st"),
    ("second", "2nd"),
    ("third", "3rd"),
    ("fourth", "4th"),
    ("fifth", "5th"),
    ("sixth", "6th"),
    ("seventh", "7th"),
    ("eighth", "8th"),
    ("ninth", "9th"),
    ("tenth", "10th"),
];

/// An address within a town, taken apart.
pub(super) struct Street {
    /// What it is called, words with spaces between them.
    pub(super) words: String,
    /// Its house numbers in the order of the alphabet.
    pub(super) numbers: Vec<CompactString>,
}

impl Street {
    pub(super) fn read(text: &str) -> Option<Self> {
        let folded = fold(text);
        let all: Vec<&str> =
            folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let near = all.iter().position(|word| NEAR.contains(word)).filter(|at| *at > 0).unwrap_or(all.len());
        let (mut words, mut kinds, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        for word in all.into_iter().take(near) {
            if is_house_number(word) {
                numbers.push(CompactString::new(word));
            } else if KIND_WORDS.contains(word) {
                kinds.push(word);
            } else {
                words.push(
                    ORDINALS.iter().find(|(spelled, _)| *spelled == word).map_or(word, |(_, short)| short),
                );
            }
        }
        numbers.sort_unstable();
        let words = if words.is_empty() { kinds } else { words }.join(" ");
        (!words.is_empty() || !numbers.is_empty()).then_some(Self { words, numbers })
    }
}

/// Digits that a postal code has, and few house numbers.
const POSTAL_CODE: std::ops::RangeInclusive<usize> = 5..=7;

/// The postal code in a whole address: the last number that is as long as one, and not the house before a street, as in
/// `12396 Austin Rd`.
pub(super) fn postal_code_in(address: &str) -> Option<&str> {
    let is_code =
        |word: &&str| POSTAL_CODE.contains(&word.chars().count()) && word.chars().all(char::is_numeric);
    let code = address.split(|letter: char| !letter.is_alphanumeric()).rfind(is_code)?;
    let is_house = address.trim_start().strip_prefix(code).is_some_and(|rest| rest.starts_with(' '));
    (!is_house).then_some(code)
}

/// The grade of two addresses, the levels of [`FieldKind::Street`](super::FieldKind::Street): how alike their words are,
/// and their house numbers.
pub(super) fn level(likeness: Option<f64>, numbers: &[WordId], other_numbers: &[WordId]) -> Option<Level> {
    let unknown = numbers.is_empty() || other_numbers.is_empty();
    let one_house = numbers.iter().any(|number| other_numbers.contains(number));
    Some(match likeness {
        Some(likeness) if likeness >= 0.985 && one_house => 0,
        Some(likeness) if likeness >= 0.7 && one_house => 1,
        Some(likeness) if likeness >= 0.3 && one_house => 2,
        Some(likeness) if likeness >= 0.7 && unknown => 2,
        Some(likeness) if likeness >= 0.7 => 3,
        Some(_) => 4,
        None if one_house => 3,
        None => return None,
    })
}

/// `12` and `12a`; not `3rd`, which is a street.
fn is_house_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|letter: char| letter.is_alphabetic());
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && word.len() - digits.len() <= 1
}
