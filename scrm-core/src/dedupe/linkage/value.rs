//! What a record says in a field, and how alike two such values are.

use super::birthday::Birthday;
use super::field::FieldKind;
use super::record::{FieldValue, Record};
use super::street;
use crate::dedupe::compare::{Vocabulary, WordId};
use crate::foundation::text::edits_within;

/// Words of a record: where they begin in its list, and how many.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) start: u32,
    pub(super) count: u8,
    /// Of a person's name in parts: how many stand before those of the family name. 0 where that is not known.
    pub(super) before_family: u8,
}

impl Words {
    pub(super) fn of(self, record: Record<'_>) -> &[WordId] {
        let start = self.start as usize;
        record.words.get(start..start + usize::from(self.count)).unwrap_or_default()
    }
}

impl Words {
    fn is_in_parts(self) -> bool {
        (1..self.count).contains(&self.before_family)
    }
}

/// A text of a record: where it begins in its texts, and how long it is.
#[derive(Clone, Copy)]
pub(super) struct Text {
    pub(super) start: u32,
    pub(super) length: u16,
}

impl Text {
    pub(super) fn of(self, record: Record<'_>) -> &str {
        let start = self.start as usize;
        record.text.get(start..start + usize::from(self.length)).unwrap_or_default()
    }
}

/// A record's value of a field.
pub(super) enum Value {
    Name(Words),
    /// An address within a town: its words, its house numbers apart.
    Street {
        words: Words,
        numbers: Words,
    },
    /// One of few.
    Choice,
    /// Digits and letters.
    Code {
        text: Text,
        /// Its first four and its last four letters: one slip leaves one of them as it is where they do not meet.
        head: u32,
        tail: u32,
    },
    Birthday(Birthday),
    Email {
        /// Without punctuation.
        local: Text,
        /// Which letters are in it.
        letters: u32,
        /// `info`, `sales`: whoever is on duty.
        is_role: bool,
    },
}

impl Value {
    /// The same value with its words and texts at another place.
    pub(super) fn moved(&self, record: Record<'_>, words: &mut Vec<WordId>, text: &mut String) -> Self {
        let mut move_words = |from: Words| {
            let start = words.len() as u32;
            words.extend_from_slice(from.of(record));
            Words { start, ..from }
        };
        let mut move_text = |from: Text| {
            let start = text.len() as u32;
            text.push_str(from.of(record));
            Text { start, ..from }
        };
        match *self {
            Self::Name(words) => Self::Name(move_words(words)),
            Self::Street { words, numbers } => {
                Self::Street { words: move_words(words), numbers: move_words(numbers) }
            }
            Self::Choice => Self::Choice,
            Self::Code { text, head, tail } => Self::Code { text: move_text(text), head, tail },
            Self::Birthday(birthday) => Self::Birthday(birthday),
            Self::Email { local, letters, is_role } => {
                Self::Email { local: move_text(local), letters, is_role }
            }
        }
    }
}

/// The grade of a comparison: a position in [`FieldKind::levels`].
pub(super) type Level = u8;

/// A value with the record that says it: its words and texts stand there.
#[derive(Clone, Copy)]
pub(super) struct Said<'r> {
    pub(super) said: &'r FieldValue,
    pub(super) record: Record<'r>,
}

impl Said<'_> {
    /// How alike two values of one field are; nothing where that cannot be said.
    pub(super) fn level(
        self,
        other: Said<'_>,
        kind: FieldKind,
        vocabulary: &Vocabulary<'_>,
    ) -> Option<Level> {
        let same = self.said.fingerprint == other.said.fingerprint;
        match (&self.said.value, &other.said.value) {
            (Value::Name(left), Value::Name(right)) => {
                let likeness = vocabulary.likeness(left.of(self.record), right.of(other.record))?;
                Some(match kind {
                    FieldKind::Place => place_level(likeness),
                    FieldKind::CompanyName => name_level(likeness),
                    _ => self.level_of_person(other, (*left, *right), likeness, vocabulary),
                })
            }
            (
                Value::Street { words, numbers },
                Value::Street { words: other_words, numbers: other_numbers },
            ) => {
                let likeness = vocabulary.likeness(words.of(self.record), other_words.of(other.record));
                street::level(likeness, numbers.of(self.record), other_numbers.of(other.record))
            }
            (Value::Email { is_role: true, .. }, _) if same => Some(1),
            _ if same => Some(0),
            (Value::Choice, Value::Choice) => Some(kind.contradiction()),
            (
                Value::Code { text, head, tail },
                Value::Code { text: other_text, head: other_head, tail: other_tail },
            ) => {
                let shorter = text.length.min(other_text.length);
                let may_be_slip = head == other_head || tail == other_tail || (4..9).contains(&shorter);
                let is_slip = || edits_within(text.of(self.record), other_text.of(other.record), 1);
                if may_be_slip && is_slip() {
                    return Some(1);
                }
                let ends = || {
                    [text.of(self.record), other_text.of(other.record)]
                        .map(|code| code_end(code, LAST_DIGITS))
                };
                let same_end = kind == FieldKind::Phone && tail == other_tail && shorter > 6 && {
                    let [left, right] = ends();
                    left == right
                };
                Some(if same_end { 2 } else { kind.contradiction() })
            }
            (Value::Birthday(left), Value::Birthday(right)) => Some(left.level(*right)),
            (
                Value::Email { local, letters, is_role },
                Value::Email { local: other_local, letters: other_letters, .. },
            ) => {
                // Two slips take two letters away and bring two others at most.
                if (letters ^ other_letters).count_ones() > 4 {
                    return Some(kind.contradiction());
                }
                Some(local_level(local.of(self.record), other_local.of(other.record), *is_role))
            }
            _ => None,
        }
    }

    /// The grade of two people's names: who shares a given name may have married, who shares a family name may be a
    /// brother. That can be told where names are written in parts.
    fn level_of_person(
        self,
        other: Said<'_>,
        (left, right): (Words, Words),
        likeness: f64,
        vocabulary: &Vocabulary<'_>,
    ) -> Level {
        const GIVEN: Level = 4;
        let level = name_level(likeness);
        // A father and a son of one name have less in common than any part.
        if level < 3 || likeness < LEAST_IN_COMMON {
            return if level < 3 { level } else { FieldKind::PersonName.contradiction() };
        }
        let parts = |words: Words| words.is_in_parts().then(|| usize::from(words.before_family));
        if let (Some(left_at), Some(right_at)) = (parts(left), parts(right)) {
            let (left_given, left_family) = left.of(self.record).split_at(left_at);
            let (right_given, right_family) = right.of(other.record).split_at(right_at);
            let given = vocabulary.likeness(left_given, right_given);
            let family = vocabulary.likeness(left_family, right_family);
            match (given, family) {
                (Some(given), Some(family)) if given >= ALIKE && family < UNLIKE => return GIVEN,
                (Some(given), Some(family)) if family >= ALIKE && given < UNLIKE => return GIVEN + 1,
                _ => {}
            }
        }
        if level >= GIVEN { level + 1 } else { level }
    }

    /// How common the value is is counted by this: the same for values that are the same however they are written.
    pub(super) const fn fingerprint(self) -> u64 {
        self.said.fingerprint
    }
}

/// Names below this have nothing in common.
const LEAST_IN_COMMON: f64 = 0.2;
/// From here on a part of a name is the same, and below there another.
const ALIKE: f64 = 0.74;
const UNLIKE: f64 = 0.5;

fn name_level(likeness: f64) -> Level {
    [0.985, 0.92, 0.74, 0.5, LEAST_IN_COMMON].iter().position(|least| likeness >= *least).unwrap_or(5)
        as Level
}

/// A town may be written with more words or fewer: `New York`, `New York City`.
fn place_level(likeness: f64) -> Level {
    [0.985, 0.7].iter().position(|least| likeness >= *least).unwrap_or(2) as Level
}

/// So many digits at the end of a number are the same with and without its calling code.
pub(super) const CODE_END: usize = 9;

/// So many digits stay where the beginning of a number changes with its network or its country's rules.
const LAST_DIGITS: usize = 6;

/// The last letters and digits of a code; all of a shorter one.
pub(super) fn code_end(code: &str, count: usize) -> &str {
    let from = code.char_indices().nth_back(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    code.get(from..).unwrap_or(code)
}

/// The grade of two addresses at different hosts or of different names.
fn local_level(left: &str, right: &str, is_role: bool) -> Level {
    if left == right {
        return if is_role { 4 } else { 2 };
    }
    // Other digits are another address: `anna85`, `anna86`.
    let digits = |local: &'_ str| local.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    let long = left.len().min(right.len()) >= 6;
    if long && edits_within(left, right, 2) && digits(left) == digits(right) { 3 } else { 4 }
}
