//! Days of birth.

use super::value::Level;
use crate::dedupe::fingerprint;
use crate::import::DateOrder;
use crate::import::date::{self, DateSettings};

/// A day as it is written: it may be one that no calendar has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Birthday {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

/// Years of two digits up to this one are of this century: nobody was born tomorrow.
const LATEST_TWO_DIGITS: u16 = 26;

impl Birthday {
    /// Reads a day; `order` says which number of `03/04/1990` is the day.
    pub(super) fn read(text: &str, order: DateOrder) -> Option<Self> {
        Self::of_digits(text, order).or_else(|| Self::in_words(text, order))
    }

    /// Whether a text proves an order.
    pub(super) fn evidence(text: &str) -> Option<DateOrder> {
        let Digits { parts: [first, second, _], first_length, .. } = Digits::of(text)?;
        match (first, second) {
            (13..=31, 1..=12) if first_length <= 2 => Some(DateOrder::DayFirst),
            (1..=12, 13..=31) if first_length <= 2 => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    fn of_digits(text: &str, order: DateOrder) -> Option<Self> {
        let Digits { parts: [first, second, third], first_length } = Digits::of(text)?;
        let (year, month, day) = if first_length == 4 {
            (first, second, third)
        } else {
            let century = if third > LATEST_TWO_DIGITS { 1_900 } else { 2_000 };
            let year = if third < 100 { third + century } else { third };
            let day_first = first > 12 || order == DateOrder::DayFirst && second <= 12;
            if day_first { (year, second, first) } else { (year, first, second) }
        };
        Some(Self { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
    }

    /// `15 March 1990`, `1990年3月15日`, `१५ मार्च १९९०`.
    fn in_words(text: &str, order: DateOrder) -> Option<Self> {
        use chrono::Datelike;
        let settings = DateSettings { order, century_pivot: i32::from(LATEST_TWO_DIGITS) };
        let date = date::read(text, settings)?.date;
        Some(Self {
            year: u16::try_from(date.year()).ok()?,
            month: u8::try_from(date.month()).ok()?,
            day: u8::try_from(date.day()).ok()?,
        })
    }

    pub(super) fn fingerprint(self) -> u64 {
        fingerprint::of_two(u64::from(self.year), u64::from(self.month) << 8 | u64::from(self.day))
    }

    /// The grade of two days: the levels of [`FieldKind::Birthday`](super::FieldKind::Birthday).
    pub(super) fn level(self, other: Self) -> Level {
        if self == other {
            return 0;
        }
        if self.is_swapped(other) || self.slips(other) == 1 {
            return 1;
        }
        if self.is_near(other) {
            return 2;
        }
        if self.year == other.year || (self.month, self.day) == (other.month, other.day) { 3 } else { 4 }
    }

    fn is_swapped(self, other: Self) -> bool {
        self.year == other.year && self.month == other.day && self.day == other.month
    }

    /// How many digits differ; neighbours that changed places count once.
    fn slips(self, other: Self) -> usize {
        let (left, right) = (self.digits(), other.digits());
        let differ: Vec<usize> = (0..left.len()).filter(|at| left.get(*at) != right.get(*at)).collect();
        let swapped = |first: usize, second: usize| {
            second == first + 1
                && left.get(first) == right.get(second)
                && left.get(second) == right.get(first)
        };
        match *differ.as_slice() {
            [first, second] if swapped(first, second) => 1,
            _ => differ.len(),
        }
    }

    fn digits(self) -> [u8; 8] {
        let (year, month, day) = (self.year, u16::from(self.month), u16::from(self.day));
        let digit = |number: u16| (number % 10) as u8;
        [
            digit(year / 1_000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            digit(month / 10),
            digit(month),
            digit(day / 10),
            digit(day),
        ]
    }

    /// Whether two days are about the same but for a month, a year or a decade.
    fn is_near(self, other: Self) -> bool {
        const MONTH: i32 = 35;
        // Months of 31 days are long enough to tell days apart.
        let count = |day: Self| i32::from(day.year) * 372 + i32::from(day.month) * 31 + i32::from(day.day);
        let apart = (count(self) - count(other)).abs();
        [0, 1, 10].iter().any(|years| (apart - years * 372).abs() <= MONTH)
    }
}

/// The three numbers of a day that is written in digits.
struct Digits {
    parts: [u16; 3],
    first_length: usize,
}

impl Digits {
    fn of(text: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<u16>().ok();
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let parts = [number(text.get(..4)?)?, number(text.get(4..6)?)?, number(text.get(6..)?)?];
            return Some(Self { parts, first_length: 4 });
        }
        // A time of day may follow.
        let date = text.split(['T', ' ']).next().filter(|date| date.len() >= 6).unwrap_or(text);
        if date.bytes().any(|byte| !byte.is_ascii_digit() && !matches!(byte, b'-' | b'/' | b'.' | b' ')) {
            return None;
        }
        let mut numbers = date.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
        let (first, second, third) = (numbers.next()?, numbers.next()?, numbers.next()?);
        if numbers.next().is_some() {
            return None;
        }
        Some(Self { parts: [number(first)?, number(second)?, number(third)?], first_length: first.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Birthday, DateOrder};

    fn read(text: &str) -> Option<(u16, u8, u8)> {
        Birthday::read(text, DateOrder::DayFirst).map(|day| (day.year, day.month, day.day))
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "1990-03-15",
            "19900315",
            "15.03.1990",
            "15/3/90",
            "3/15/1990",
            "1990-03-15T00:00:00Z",
            "15 March 1990",
            "15 марта 1990",
            "1990年3月15日",
        ] {
            assert_eq!(read(text), Some((1990, 3, 15)), "{text}");
        }
        assert_eq!(read("19901399"), Some((1990, 13, 99)), "a slip is kept");
        assert_eq!(read("04/03/1990"), Some((1990, 3, 4)));
        assert_eq!(read("unknown"), None);
        assert_eq!(Birthday::evidence("3/31/1954"), Some(DateOrder::MonthFirst));
        assert_eq!(Birthday::evidence("31.12.1954"), Some(DateOrder::DayFirst));
        assert_eq!(Birthday::evidence("1954-12-31"), None);
    }

    #[test]
    fn days_are_alike_in_grades() {
        let level = |left: &str, right: &str| {
            let read = |text| Birthday::read(text, DateOrder::DayFirst).unwrap();
            assert_eq!(read(left).level(read(right)), read(right).level(read(left)));
            read(left).level(read(right))
        };
        assert_eq!(level("1990-03-05", "1990-03-05"), 0);
        assert_eq!(level("1990-03-05", "1990-05-03"), 1);
        assert_eq!(level("1990-03-15", "1990-03-16"), 1);
        assert_eq!(level("1990-03-15", "1909-03-15"), 1);
        assert_eq!(level("1990-03-15", "1980-03-18"), 2);
        assert_eq!(level("1990-03-15", "1990-11-02"), 3);
        assert_eq!(level("1990-03-15", "1961-12-24"), 4);
    }
}
