//! Windows of the week in local time.

use std::fmt;

use chrono::{NaiveTime, Weekday};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// A local time of day to the minute, written `"22:00"`. `"24:00"` is the end of the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct LocalTime(u16);

impl LocalTime {
    /// Minutes after midnight, 0 to 1,440.
    #[must_use]
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes <= 1_440 { Some(Self(minutes)) } else { None }
    }

    /// Minutes after midnight, 0 to 1,440.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    fn read(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let two_digits = |part: &str| {
            let digits = (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then_some(part);
            digits?.parse::<u16>().ok()
        };
        let minutes = two_digits(minutes).filter(|minutes| *minutes <= 59)?;
        Self::from_minutes(two_digits(hours)? * 60 + minutes)
    }

    /// Appends the time as it is written.
    fn write(self, text: &mut CompactString) {
        let digit = |number: u16| char::from_digit(u32::from(number), 10).unwrap_or('0');
        let (hours, minutes) = (self.0 / 60, self.0 % 60);
        text.extend([digit(hours / 10), digit(hours % 10), ':', digit(minutes / 10), digit(minutes % 10)]);
    }

    /// As chrono's type; the end of the day becomes 00:00.
    #[must_use]
    pub fn to_naive(self) -> NaiveTime {
        NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.0 % 1_440) * 60, 0).unwrap_or_default()
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Debug for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl From<LocalTime> for String {
    fn from(value: LocalTime) -> Self {
        value.to_string()
    }
}

impl TryFrom<String> for LocalTime {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text).ok_or("a local time is written \"HH:MM\", from \"00:00\" to \"24:00\"")
    }
}

/// A set of weekdays, written `["mon", "wed"]`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "Vec<String>"))]
pub struct WeekdaySet(u8);

const DAY_NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl WeekdaySet {
    /// All seven days.
    pub const ALL: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);

    /// The set with `day` added.
    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | 1 << day.num_days_from_monday())
    }

    /// Whether `day` is in the set.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Whether no day is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Weekday> for WeekdaySet {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter().fold(Self::default(), Self::with)
    }
}

impl fmt::Debug for WeekdaySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(Vec::<String>::from(*self)).finish()
    }
}

impl From<WeekdaySet> for Vec<String> {
    fn from(set: WeekdaySet) -> Self {
        DAY_NAMES
            .iter()
            .enumerate()
            .filter(|(index, _)| set.0 & (1 << index) != 0)
            .map(|(_, name)| (*name).to_owned())
            .collect()
    }
}

impl TryFrom<Vec<String>> for WeekdaySet {
    type Error = &'static str;

    fn try_from(names: Vec<String>) -> Result<Self, Self::Error> {
        names.iter().try_fold(Self::default(), |set, name| {
            let index = DAY_NAMES
                .iter()
                .position(|day| day == name)
                .ok_or("a weekday is one of mon, tue, wed, thu, fri, sat, sun")?;
            Ok(Self(set.0 | 1 << index))
        })
    }
}

/// A window of the week in local time. Where `to` is not after `from` it ends on the next day: `22:00` to
/// `08:00` on Friday ends on Saturday morning, and `09:00` to `09:00` lasts a whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeeklyWindow {
    /// The days on which the window begins.
    pub days: WeekdaySet,
    /// First minute inside.
    pub from: LocalTime,
    /// First minute outside.
    pub to: LocalTime,
}

impl WeeklyWindow {
    /// The short form in which stores keep it, `12345 09:00-12:00`: the days by their numbers, Monday being 1.
    pub(crate) fn short(&self) -> CompactString {
        let mut text = CompactString::const_new("");
        for (number, day) in ('1'..='7').zip(0..) {
            if self.days.0 & (1 << day) != 0 {
                text.push(number);
            }
        }
        text.push(' ');
        self.from.write(&mut text);
        text.push('-');
        self.to.write(&mut text);
        text
    }

    /// Reads the [`short`](Self::short) form.
    pub(crate) fn from_short(text: &str) -> Option<Self> {
        let (days, times) = text.split_once(' ')?;
        let (from, to) = times.split_once('-')?;
        let days = days.chars().try_fold(0_u8, |days, number| {
            let day = number.to_digit(8).filter(|number| *number > 0)?.saturating_sub(1);
            Some(days | 1 << day)
        })?;
        Some(Self { days: WeekdaySet(days), from: LocalTime::read(from)?, to: LocalTime::read(to)? })
    }

    /// Whether the window ends on the day after it began.
    #[must_use]
    pub fn crosses_midnight(&self) -> bool {
        self.to <= self.from
    }
}
