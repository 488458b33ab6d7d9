//! Days and times of day as people write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::date_order::DateOrder;
use super::fold::{continues_word, fold};
use super::vocabulary::{WeekWord, vocabulary};

/// A date as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadDate {
    pub(crate) date: NaiveDate,
    pub(crate) time: Option<NaiveTime>,
    /// Seconds east of Greenwich, where the text says so.
    pub(crate) offset: Option<i32>,
    /// Day and month could change places.
    pub(crate) ambiguous: bool,
    /// The first number could be the year and the last the day, or the other way round.
    pub(crate) year_may_be_elsewhere: bool,
    /// The year was written with two digits.
    pub(crate) short_year: bool,
}

/// What a reader needs beside the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DateSettings {
    pub(crate) order: DateOrder,
    /// Two-digit years up to this one belong to this century, later ones to the last.
    pub(crate) century_pivot: i32,
}

/// Bytes of the longest text that is looked at.
const LONGEST_TEXT: usize = 80;

/// The year before the first of the Republic of China.
const REPUBLIC: u32 = 1_911;

/// Reads a date with or without a time of day.
pub(crate) fn read(raw: &str, settings: DateSettings) -> Option<ReadDate> {
    let trimmed = raw.trim();
    iso(trimmed).or_else(|| {
        let text = fold(trimmed);
        let is_short = text.len() <= LONGEST_TEXT;
        let read = || bare_digits(&text).or_else(|| compact(&text)).or_else(|| written(&text, settings));
        is_short.then(read).flatten()
    })
}

/// The three numbers, with their digits, of a date that is written with numbers alone.
pub(super) fn three_numbers(raw: &str) -> Option<[(u32, usize); 3]> {
    let text = fold(raw.trim());
    let pieces = pieces(&text).filter(|_| text.len() <= LONGEST_TEXT)?;
    let says_more = pieces.year.is_some() || pieces.month.is_some() || pieces.day.is_some();
    pieces.numbers.try_into().ok().filter(|_| !says_more && !pieces.republic_era)
}

impl ReadDate {
    const fn day(date: NaiveDate) -> Self {
        Self {
            date,
            time: None,
            offset: None,
            ambiguous: false,
            year_may_be_elsewhere: false,
            short_year: false,
        }
    }

    /// The local date and time; midnight where no time was written.
    pub(crate) fn local(&self) -> NaiveDateTime {
        self.date.and_time(self.time.unwrap_or_default())
    }

    /// The instant, where the text holds its offset.
    pub(crate) fn instant(&self) -> Option<DateTime<Utc>> {
        let offset = chrono::TimeDelta::seconds(i64::from(self.offset?));
        Some(self.local().checked_sub_signed(offset)?.and_utc())
    }
}

/// The common case without any allocation: `2024-03-15`, with `/` or `.`, and a time behind a space or `T`.
fn iso(text: &str) -> Option<ReadDate> {
    let bytes = text.as_bytes();
    let separator = *bytes.get(4)?;
    if !matches!(separator, b'-' | b'/' | b'.') || bytes.get(7) != Some(&separator) {
        return None;
    }
    let number = |from: usize, to: usize| {
        let part = bytes.get(from..to)?;
        part.iter()
            .all(u8::is_ascii_digit)
            .then(|| part.iter().fold(0_u32, |n, b| n * 10 + u32::from(b - b'0')))
    };
    let year = i32::try_from(number(0, 4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?;
    let mut read = ReadDate::day(date);
    match bytes.len() {
        10 => Some(read),
        16 | 19 if matches!(bytes.get(10), Some(b' ' | b'T')) && bytes.get(13) == Some(&b':') => {
            let seconds = match bytes.get(16) {
                Some(b':') => number(17, 19)?,
                None => 0,
                Some(_) => return None,
            };
            read.time = Some(NaiveTime::from_hms_opt(number(11, 13)?, number(14, 16)?, seconds)?);
            Some(read)
        }
        _ => None,
    }
}

/// Digits alone: `19560409`, `20240315143000`, a spreadsheet's serial number, seconds or milliseconds.
fn bare_digits(text: &str) -> Option<ReadDate> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || fraction.len() > 12 {
        return None;
    }
    let value: i64 = whole.parse().ok()?;
    let part = |from: usize, to: usize| whole.get(from..to)?.parse::<u32>().ok();
    match whole.len() {
        8 if fraction.is_empty() => calendar(part(0, 4)?, part(4, 6)?, part(6, 8)?),
        // 0750315, 1130520: years of the Republic of China.
        7 if fraction.is_empty() && (1..200).contains(&part(0, 3)?) => {
            calendar(part(0, 3)? + REPUBLIC, part(3, 5)?, part(5, 7)?)
        }
        12 | 14 if fraction.is_empty() => {
            let mut read = calendar(part(0, 4)?, part(4, 6)?, part(6, 8)?)?;
            read.time = NaiveTime::from_hms_opt(part(8, 10)?, part(10, 12)?, part(12, 14).unwrap_or(0));
            read.time.is_some().then_some(read)
        }
        10 | 13 if fraction.is_empty() => {
            let seconds = if whole.len() == 13 { value / 1_000 } else { value };
            let at = DateTime::from_timestamp(seconds, 0)?;
            Some(ReadDate { time: Some(at.time()), offset: Some(0), ..ReadDate::day(at.date_naive()) })
        }
        // Days since 30 December 1899, as spreadsheets count; 1927 to 2119.
        5 if (10_000..80_000).contains(&value) => {
            let date = NaiveDate::from_ymd_opt(1899, 12, 30)?
                .checked_add_days(chrono::Days::new(value.unsigned_abs()))?;
            let mut read = ReadDate::day(date);
            if !fraction.is_empty() {
                let share: f64 = format!("0.{fraction}").parse().ok()?;
                let seconds = (share * 86_400.0).round().clamp(0.0, 86_399.0) as u32;
                read.time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0);
            }
            Some(read)
        }
        _ => None,
    }
}

/// An instant without separators: `20240315T143000Z`.
fn compact(text: &str) -> Option<ReadDate> {
    let (day, rest) = text.split_once('t').filter(|(day, _)| day.len() == 8)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (time, zone) = rest.split_at_checked(digits).filter(|_| matches!(digits, 4 | 6))?;
    let read = bare_digits(&format!("{day}{time}"))?;
    let offset = match zone {
        "" => None,
        "z" => Some(0),
        _ if zone.starts_with(['+', '-']) => {
            Some(offset(zone).filter(|(_, length)| *length == zone.len())?.0)
        }
        _ => return None,
    };
    Some(ReadDate { offset, ..read })
}

fn calendar(year: u32, month: u32, day: u32) -> Option<ReadDate> {
    let year = i32::try_from(year).ok().filter(|year| (1_000..=9_999).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day).map(ReadDate::day)
}

/// The pieces of a date written out.
#[derive(Default)]
struct Pieces {
    /// Numbers that are neither hours nor minutes: value and digits.
    numbers: Vec<(u32, usize)>,
    year: Option<i32>,
    month: Option<u32>,
    month_is_word: bool,
    day: Option<u32>,
    republic_era: bool,
    time: Option<(u32, u32, u32)>,
    afternoon: Option<bool>,
    offset: Option<i32>,
}

fn written(text: &str, settings: DateSettings) -> Option<ReadDate> {
    let pieces = pieces(text)?;
    let mut read = assemble(&pieces, settings)?;
    if let Some((hour, minute, second)) = pieces.time {
        let hour = match (pieces.afternoon, hour) {
            (Some(true), 1..=11) => hour + 12,
            (Some(false), 12) => 0,
            _ => hour,
        };
        read.time = Some(NaiveTime::from_hms_opt(hour, minute, second)?);
    }
    read.offset = pieces.offset.filter(|_| read.time.is_some());
    Some(read)
}

fn pieces(text: &str) -> Option<Pieces> {
    let mut pieces = Pieces::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            rest = take_number(rest, &mut pieces)?;
        } else if matches!(c, '+' | '-') && pieces.time.is_some() && pieces.offset.is_none() {
            let (offset, length) = offset(rest)?;
            pieces.offset = Some(offset);
            rest = rest.get(length..)?;
        } else if matches!(c, ' ' | ',' | '.' | '/' | '-' | '(' | ')' | '\'' | '"' | '\\' | '|' | ';' | '_') {
            rest = rest.get(c.len_utf8()..)?;
        } else {
            rest = take_word(rest, &mut pieces)?;
        }
    }
    Some(pieces)
}

/// A number and what follows it directly: a time, or a Chinese unit.
fn take_number<'a>(text: &'a str, pieces: &mut Pieces) -> Option<&'a str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 = text.get(..digits).filter(|_| digits <= 4)?.parse().ok()?;
    let rest = text.get(digits..)?;
    let unit = rest.trim_start().chars().next();
    let after_unit = |c: char| rest.trim_start().get(c.len_utf8()..);
    match unit {
        Some('年' | '년') => {
            pieces.year = Some(i32::try_from(value).ok()?);
            pieces.republic_era |= digits == DIGITS_OF_REPUBLIC;
            after_unit('年')
        }
        Some('月') => {
            pieces.month = Some(value);
            after_unit('月')
        }
        Some('日' | '号' | '號') => {
            pieces.day = Some(value);
            after_unit('日')
        }
        Some(c @ (':' | '时' | '時' | '点' | '點')) if pieces.time.is_none() => {
            let rest = after_unit(c)?;
            let half_past = rest.strip_prefix('半').filter(|_| c != ':').map(|rest| (30, rest));
            let (minute, rest) = half_past.or_else(|| number_if_any(rest, c != ':'))?;
            let rest = rest.strip_prefix(['分']).unwrap_or(rest);
            let (second, rest) = match rest.strip_prefix(':') {
                Some(rest) => number_if_any(rest, false)?,
                None => number_with_unit(rest, '秒'),
            };
            // Fractions of a second are of no use here.
            let rest = match rest.strip_prefix('.') {
                Some(fraction) if fraction.starts_with(|c: char| c.is_ascii_digit()) => {
                    fraction.trim_start_matches(|c: char| c.is_ascii_digit())
                }
                _ => rest,
            };
            pieces.time = Some((value, minute, second));
            Some(rest)
        }
        // 2pm, 6 вечера, शाम 6 बजे.
        _ if pieces.time.is_none() && digits <= 2 && is_hour_by_word(value, rest.trim_start()) => {
            pieces.time = Some((value, 0, 0));
            Some(rest)
        }
        _ if pieces.numbers.len() < 3 => {
            pieces.numbers.push((value, digits));
            Some(rest)
        }
        _ => None,
    }
}

/// Whether the word behind a number makes an hour of it.
fn is_hour_by_word(value: u32, behind: &str) -> bool {
    let has_half = (1..=12).contains(&value) && vocabulary().meridiem.longest(behind).is_some();
    has_half || behind.strip_prefix("बजे").is_some_and(|rest| !rest.starts_with(continues_word))
}

fn number_if_any(text: &str, optional: bool) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 if optional => Some((0, text)),
        1 | 2 => Some((text.get(..digits)?.parse().ok()?, text.get(digits..)?)),
        _ => None,
    }
}

fn number_with_unit(text: &str, unit: char) -> (u32, &str) {
    match number_if_any(text, true) {
        Some((value, rest)) => rest.strip_prefix(unit).map_or((0, text), |rest| (value, rest)),
        None => (0, text),
    }
}

fn offset(text: &str) -> Option<(i32, usize)> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let body = text.get(1..)?;
    let length = body.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':').count();
    let digits: String = body.get(..length)?.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some((sign * (hours * 3_600 + minutes * 60), length + 1))
}

/// Month names, halves of the day, week days, and the small words around a date.
fn take_word<'a>(text: &'a str, pieces: &mut Pieces) -> Option<&'a str> {
    let vocabulary = vocabulary();
    for era in ["民國", "民国"] {
        if let Some(rest) = text.strip_prefix(era) {
            pieces.republic_era = true;
            return Some(rest);
        }
    }
    // `2024-03-15t14:30z`.
    for (sign, is_zone) in [("t", false), ("z", true), ("utc", true), ("gmt", true)] {
        if let Some(rest) = text.strip_prefix(sign).filter(|rest| !rest.starts_with(continues_word)) {
            // "GMT+8": the figure says it.
            let has_figure = rest.starts_with(['+', '-']);
            if is_zone && pieces.time.is_some() && !has_figure {
                pieces.offset = Some(0);
            }
            return Some(rest);
        }
    }
    if let Some((length, afternoon)) = vocabulary.meridiem.longest(text) {
        pieces.afternoon = Some(afternoon);
        return text.get(length..);
    }
    if let Some((length, month)) = vocabulary.months.longest(text) {
        if pieces.month.replace(month).is_some() {
            return None;
        }
        pieces.month_is_word = true;
        return text.get(length..);
    }
    if let Some((length, WeekWord::Day(_))) = vocabulary.week.longest(text) {
        return text.get(length..);
    }
    // No هـ: it says that the year is one of the Hijra, which no part of this is.
    const SMALL: [&str; 16] =
        ["года", "год", "г", "в", "at", "of", "the", "st", "nd", "rd", "th", "de", "को", "في", "عام", "बजे"];
    SMALL.iter().find_map(|word| text.strip_prefix(word).filter(|rest| !rest.starts_with(continues_word)))
}

/// No other year is written with so many digits: 113/05/20, 113年5月20日.
const DIGITS_OF_REPUBLIC: usize = 3;

/// Decides which number is what.
fn assemble(pieces: &Pieces, settings: DateSettings) -> Option<ReadDate> {
    let is_republic = |numbers: &[(u32, usize)]| matches!(numbers, [(1..=199, DIGITS_OF_REPUBLIC), _, _]);
    let era = if pieces.republic_era || is_republic(&pieces.numbers) { REPUBLIC.cast_signed() } else { 0 };
    let mut short_year = false;
    let mut full_year = |(value, digits): (u32, usize)| {
        short_year = era == 0 && digits == 2;
        let value = i32::try_from(value).ok()?;
        Some(match (era, digits) {
            (0, 4) => value,
            (0, 2) if value <= settings.century_pivot => 2_000 + value,
            (0, 2) => 1_900 + value,
            (0, _) => return None,
            _ => value + era,
        })
    };
    let mut year_may_be_elsewhere = false;
    let (year, month, day, ambiguous) =
        match (pieces.year, pieces.month, pieces.day, pieces.numbers.as_slice()) {
            (Some(year), Some(month), Some(day), []) => (year + era, month, day, false),
            (None, Some(month), None, [a, b]) if pieces.month_is_word => {
                // A year has four digits or cannot be a day.
                if a.1 == 4 || a.0 > 31 {
                    (full_year(*a)?, month, b.0, false)
                } else {
                    (full_year(*b)?, month, a.0, false)
                }
            }
            (None, None, None, [year, month, day]) if year.1 == 4 || (era > 0 && year.1 >= 2) => {
                (full_year(*year)?, month.0, day.0, false)
            }
            (None, None, None, [a, b, c]) => {
                let is_day = |number: u32| (1..=31).contains(&number);
                // 24-12-31: both ends may be the year, or only one may.
                let may_be_first = era == 0 && a.1 == 2 && c.1 <= 2 && b.0 <= 12 && is_day(c.0);
                let may_be_last = is_day(a.0) && c.1 == 2;
                year_may_be_elsewhere = may_be_first && may_be_last;
                if may_be_first && (settings.order == DateOrder::YearFirst || !is_day(a.0)) {
                    (full_year(*a)?, b.0, c.0, false)
                } else {
                    let year = full_year(*c)?;
                    let swappable = a.0 <= 12 && b.0 <= 12 && a.0 != b.0;
                    let day_first = match (a.0, b.0) {
                        (13.., _) => true,
                        (_, 13..) => false,
                        _ => settings.order == DateOrder::DayFirst,
                    };
                    if day_first { (year, b.0, a.0, swappable) } else { (year, a.0, b.0, swappable) }
                }
            }
            _ => return None,
        };
    let date = NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1_000..=9_999).contains(&year))?;
    Some(ReadDate { ambiguous, year_may_be_elsewhere, short_year, ..ReadDate::day(date) })
}
