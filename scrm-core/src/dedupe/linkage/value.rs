//! What a record says in a field, made ready to be compared many times.

use compact_str::CompactString;

use super::field::{FieldKind, LinkField};
use super::street::Street;
use super::table::RecordTable;
use crate::dedupe::compare::{ComparableName, edits_within};
use crate::foundation::text::fold;

/// A record's value of a field.
pub(super) enum Value {
    Name(ComparableName),
    Street(Street),
    /// Folded text.
    Text(CompactString),
    /// Digits and letters.
    Code(Vec<char>),
    Birthday {
        year: u16,
        month: u8,
        day: u8,
    },
    Email {
        local: Vec<char>,
        host: CompactString,
    },
}

/// A record's values of a field: none where it says nothing, several where it says several.
pub(super) type Values = Vec<Value>;

/// The grade of a comparison: a position in [`FieldKind::levels`].
pub(super) type Level = u8;

impl Value {
    /// A record's values of a field.
    pub(super) fn read_all(table: &RecordTable, record: usize, field: &LinkField) -> Values {
        let read = |columns: &Vec<usize>| {
            let cells =
                columns.iter().map(|column| table.cell(record, *column)).filter(|cell| !cell.is_empty());
            Self::read(&cells.collect::<Vec<_>>().join(" "), field.kind)
        };
        field.values.iter().filter_map(read).collect()
    }

    /// A value; nothing where the text says nothing.
    fn read(text: &str, kind: FieldKind) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        match kind {
            FieldKind::PersonName | FieldKind::CompanyName | FieldKind::Place => {
                let name = ComparableName::new(text, kind.name_kind());
                (!name.is_empty()).then_some(Self::Name(name))
            }
            FieldKind::Street => Street::read(text).map(Self::Street),
            FieldKind::Birthday => birthday(text),
            FieldKind::Email => email(text),
            FieldKind::Phone => {
                let digits: Vec<char> = fold(text).chars().filter(char::is_ascii_digit).collect();
                (digits.len() >= 5).then_some(Self::Code(digits))
            }
            FieldKind::IdentityNumber | FieldKind::PostalCode => {
                let code: Vec<char> = fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect();
                (!code.is_empty()).then_some(Self::Code(code))
            }
            FieldKind::Category => {
                let folded = fold(text);
                (!folded.is_empty()).then(|| Self::Text(folded.into()))
            }
        }
    }

    /// How alike two records are in a field: as the two values are that are most alike.
    pub(super) fn best_level(left: &[Self], right: &[Self], kind: FieldKind) -> Option<Level> {
        left.iter().flat_map(|left| right.iter().filter_map(|right| left.level(right, kind))).min()
    }

    /// How alike two values of one field are; nothing where that cannot be said.
    pub(super) fn level(&self, other: &Self, kind: FieldKind) -> Option<Level> {
        let last = (kind.levels().len() - 1) as Level;
        match (self, other) {
            (Self::Name(left), Self::Name(right)) => {
                let likeness = left.likeness(right)?;
                Some(if kind == FieldKind::Place { place_level(likeness) } else { name_level(likeness) })
            }
            (Self::Street(left), Self::Street(right)) => left.level(right),
            (Self::Text(left), Self::Text(right)) => Some(if left == right { 0 } else { last }),
            (Self::Code(left), Self::Code(right)) => Some(code_level(left, right, kind)),
            (
                Self::Birthday { year, month, day },
                Self::Birthday { year: other_year, month: other_month, day: other_day },
            ) => Some(birthday_level((*year, *month, *day), (*other_year, *other_month, *other_day))),
            (Self::Email { local, host }, Self::Email { local: other_local, host: other_host }) => {
                Some(email_level((local, host), (other_local, other_host)))
            }
            _ => None,
        }
    }
}

fn name_level(likeness: f64) -> Level {
    [0.985, 0.92, 0.74, 0.5].iter().position(|least| likeness >= *least).unwrap_or(4) as Level
}

/// A town may be written with more words or fewer: `New York`, `New York City`.
fn place_level(likeness: f64) -> Level {
    [0.985, 0.7].iter().position(|least| likeness >= *least).unwrap_or(2) as Level
}

fn code_level(left: &[char], right: &[char], kind: FieldKind) -> Level {
    if left == right {
        return 0;
    }
    // A number with and without its calling code.
    let tail =
        |code: &[char]| code.len().checked_sub(9).and_then(|from| code.get(from..).map(<[char]>::to_vec));
    if kind == FieldKind::Phone && tail(left).is_some_and(|left| Some(left) == tail(right)) {
        return 0;
    }
    let enough = left.len().min(right.len()) >= 4;
    if enough && edits_within(left, right, 1) { 1 } else { 2 }
}

/// Years of two digits up to this one are of this century: nobody was born tomorrow.
const LATEST_TWO_DIGITS: u16 = 26;

fn birthday(text: &str) -> Option<Value> {
    let digits: Vec<&str> =
        text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<u16>().ok();
    let (year, month, day) = match digits.as_slice() {
        [whole] if whole.len() == 8 => {
            (number(whole.get(..4)?)?, number(whole.get(4..6)?)?, number(whole.get(6..)?)?)
        }
        [year, month, day] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        [first, second, year] => {
            let year = number(year)?;
            let year =
                if year < 100 { year + if year > LATEST_TWO_DIGITS { 1_900 } else { 2_000 } } else { year };
            (year, number(first)?, number(second)?)
        }
        _ => return None,
    };
    Some(Value::Birthday { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
}

fn birthday_level(left: (u16, u8, u8), right: (u16, u8, u8)) -> Level {
    if left == right {
        return 0;
    }
    let swapped = left.0 == right.0 && left.1 == right.2 && left.2 == right.1;
    let digits = |(year, month, day): (u16, u8, u8)| {
        format!("{year:04}{month:02}{day:02}").chars().collect::<Vec<_>>()
    };
    if swapped || edits_within(&digits(left), &digits(right), 1) {
        return 1;
    }
    if is_near(left, right) {
        return 2;
    }
    if left.0 == right.0 || (left.1, left.2) == (right.1, right.2) { 3 } else { 4 }
}

/// Whether two days are about the same but for a month, a year or a decade.
fn is_near(left: (u16, u8, u8), right: (u16, u8, u8)) -> bool {
    const MONTH: i32 = 35;
    // Months of 31 days are long enough to tell days apart.
    let day =
        |(year, month, day): (u16, u8, u8)| i32::from(year) * 372 + i32::from(month) * 31 + i32::from(day);
    let apart = (day(left) - day(right)).abs();
    [0, 1, 10].iter().any(|years| (apart - years * 372).abs() <= MONTH)
}

fn email(text: &str) -> Option<Value> {
    let folded = fold(text);
    let (local, host) = folded.split_once('@').unwrap_or((&folded, ""));
    let local: Vec<char> =
        local.split('+').next()?.chars().filter(|letter| letter.is_alphanumeric()).collect();
    (local.len() >= 2).then(|| Value::Email { local, host: host.trim().into() })
}

fn email_level(left: (&[char], &str), right: (&[char], &str)) -> Level {
    if left.0 == right.0 {
        return Level::from(left.1 != right.1);
    }
    let long = left.0.len().min(right.0.len()) >= 6;
    if long && edits_within(left.0, right.0, 2) { 2 } else { 3 }
}
