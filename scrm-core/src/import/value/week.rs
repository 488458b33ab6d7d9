//! Weekly windows: when a customer likes to be reached.

use chrono::Weekday;

use super::amount::chinese_count;
use super::fold::{fold, is_unspaced};
use super::vocabulary::{DayPart, WeekWord, vocabulary};
use crate::foundation::time::{LocalTime, WeekdaySet, WeeklyWindow};
use crate::import::config::DayParts;

/// Reads windows such as `週三/週五下午`, `Mon-Fri 9:00-12:00`, `weekday mornings`.
pub(crate) fn windows(raw: &str, parts: &DayParts) -> Option<Vec<WeeklyWindow>> {
    let text = fold(raw);
    if text.is_empty() || text.len() > 400 {
        return None;
    }
    let mut reading = Reading::new(*parts);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        rest = reading.take(rest)?;
    }
    reading.finish()
}

struct Reading {
    parts: DayParts,
    done: Vec<WeeklyWindow>,
    days: WeekdaySet,
    last_day: Option<Weekday>,
    hours: Vec<(LocalTime, LocalTime)>,
    /// A dash or "to" stood after the last day.
    joins_days: bool,
    /// "After", "from" or "before" stood before an hour.
    open_end: Option<OpenEnd>,
    /// The half of the day named just before.
    part: Option<DayPart>,
}

#[derive(Clone, Copy, PartialEq)]
enum OpenEnd {
    After,
    Before,
}

impl Reading {
    fn new(parts: DayParts) -> Self {
        Self {
            parts,
            done: Vec::new(),
            days: WeekdaySet::default(),
            last_day: None,
            hours: Vec::new(),
            joins_days: false,
            open_end: None,
            part: None,
        }
    }

    fn take<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let first = text.chars().next()?;
        if let Some((length, word)) = vocabulary().week.longest(text) {
            let rest = text.get(length..)?;
            // "с утра" and "утра" after an hour are read with the hour; a part before an hour is its half.
            return match word {
                WeekWord::Part(part) => self.part(part, rest),
                WeekWord::WholeDay => {
                    self.hours.push(whole_day()?);
                    Some(rest)
                }
                WeekWord::Day(day) => {
                    self.day(day);
                    Some(self.more_chinese_days(rest))
                }
                WeekWord::Days(days) => {
                    self.begin_days();
                    self.days =
                        all_days().filter(|day| days.contains(*day)).fold(self.days, WeekdaySet::with);
                    Some(rest)
                }
            };
        }
        let is_hour = first.is_ascii_digit()
            || chinese_hour(text).is_some_and(|(_, _, is_marked)| is_marked || self.part.is_some());
        if is_hour {
            return self.hours(text);
        }
        // "Mon/Wed AM".
        if let Some((length, is_afternoon)) = vocabulary().meridiem.longest(text) {
            let part = if is_afternoon { DayPart::Afternoon } else { DayPart::Morning };
            return self.part(part, text.get(length..)?);
        }
        if let Some((length, open_end)) = bound(text) {
            if self.hours.is_empty()
                && self.last_day.is_some()
                && self.part.is_none()
                && open_end == OpenEnd::Before
            {
                // "с понедельника до пятницы" joins days; before an hour it bounds the hour.
                self.joins_days = true;
            }
            self.open_end = Some(open_end);
            return text.get(length..);
        }
        // "सोमवार से शुक्रवार तक": behind days it only ends them.
        if let Some((_, rest)) = bound_behind(text) {
            return Some(rest);
        }
        if let Some(length) = join(text) {
            self.joins_days = self.last_day.is_some() && self.part.is_none();
            return text.get(length..);
        }
        filler(text).and_then(|length| text.get(length..))
    }

    fn day(&mut self, day: Weekday) {
        self.begin_days();
        match self.last_day.filter(|_| self.joins_days) {
            Some(from) => self.days = through(self.days, from, day),
            None => self.days = self.days.with(day),
        }
        self.last_day = Some(day);
        self.joins_days = false;
        self.open_end = None;
    }

    /// A part of the day: its hours, or those that end or begin with it.
    fn part<'a>(&mut self, part: DayPart, text: &'a str) -> Option<&'a str> {
        if let Some(rest) = self.part_until_hour(part, text) {
            return Some(rest);
        }
        let (stands_behind, rest) = bound_behind(text).map_or((None, text), |(end, rest)| (Some(end), rest));
        let stands_before = self.open_end.take();
        let (from, to) = self.parts.hours(part);
        match stands_behind.or(stands_before) {
            Some(OpenEnd::Before) => {
                // "с утра до вечера" is one window; "evening, before noon" are two.
                let joined =
                    self.hours.last().copied().filter(|(begin, _)| self.part.is_some() && *begin < from);
                if joined.is_some() {
                    self.hours.pop();
                }
                let begin = joined.map_or(self.parts.morning.from, |(begin, _)| begin);
                self.part = None;
                self.hours.push((begin < from).then_some((begin, from))?);
            }
            Some(OpenEnd::After) if matches!(part, DayPart::Noon | DayPart::Afternoon) => {
                self.part = Some(part);
                self.hours.push((from, to.max(self.parts.evening.to)));
            }
            _ => {
                self.part = Some(part);
                self.hours.push((from, to));
            }
        }
        Some(rest)
    }

    /// A part of the day with which hours begin, and the hour at which they end: "noon to 3pm", 中午到3点.
    fn part_until_hour<'a>(&mut self, part: DayPart, text: &'a str) -> Option<&'a str> {
        let (from, _) = self.parts.hours(part);
        let (minutes, half, rest) = joined(text).and_then(second_clock)?;
        // "morning - 9-12": what stands behind the dash are hours of their own.
        if self.open_end == Some(OpenEnd::Before) || joined(rest).is_some() {
            return None;
        }
        let to = match half {
            Some(half) => on_half(minutes, Some(half)),
            None => behind(from.minutes(), minutes, Some(from.minutes() >= NOON)),
        };
        // "Evening - 6" is a part and its hour.
        let to = LocalTime::from_minutes(to).filter(|_| to > from.minutes() || to < DAWN)?;
        self.hours.push((from, to));
        self.open_end = None;
        Some(rest)
    }

    /// Days after hours begin a new group.
    fn begin_days(&mut self) {
        if !self.hours.is_empty() && !self.days.is_empty() {
            self.close();
        }
    }

    fn close(&mut self) {
        let days = if self.days.is_empty() { WeekdaySet::ALL } else { self.days };
        if self.hours.is_empty() {
            self.hours.push(self.parts.hours(DayPart::Day));
        }
        for (from, to) in self.hours.drain(..) {
            let window = WeeklyWindow { days, from, to };
            if !self.done.contains(&window) {
                self.done.push(window);
            }
        }
        self.days = WeekdaySet::default();
        self.last_day = None;
        self.part = None;
    }

    /// `9:00-12:00`, `9-12`, `9am to 5pm`, `14点`, `18:00`.
    fn hours<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (mut from, from_half, rest) = clock(text)?;
        let after_join = joined(rest);
        // A half of the day before the hour belongs to the hour: 下午2:30.
        let leading_half = self.part.take();
        if leading_half.is_some() {
            self.hours.pop();
        }
        let first_half = from_half.or(leading_half.map(|part| is_afternoon(part, from)));
        let says_no_half = first_half.is_none() && !text.starts_with('0');
        let adjacent = || leading_half.and_then(|_| adjacent_clock(rest));
        if let Some((mut to, to_half, rest)) = after_join.and_then(second_clock).or_else(adjacent) {
            if says_no_half && to_half.is_none() && (from..NOON).contains(&to) {
                (from, to) = (by_day(from), if is_by_night(from) { to + NOON } else { to });
            }
            from = on_half(from, first_half);
            to = match to_half {
                Some(half) => on_half(to, Some(half)),
                None => behind(from, to, first_half),
            };
            if to_half.is_some() && first_half.is_none() {
                from = within_half_a_day(from, to);
            }
            // No minute is in an empty window.
            let to = LocalTime::from_minutes(to).filter(|_| to != from)?;
            self.hours.push((LocalTime::from_minutes(from)?, to));
            self.open_end = None;
            return Some(rest);
        }
        let from = on_half(from, first_half);
        let at = LocalTime::from_minutes(from)?;
        // "9 until noon".
        let until_part = after_join.and_then(|after| match vocabulary().week.longest(after)? {
            (length, WeekWord::Part(part)) => Some((self.parts.hours(part).0, after.get(length..)?)),
            _ => None,
        });
        if let Some((to, rest)) = until_part.filter(|(to, _)| *to > at) {
            self.hours.push((at, to));
            self.open_end = None;
            return Some(rest);
        }
        let from = if says_no_half { by_day(from) } else { from };
        let at = LocalTime::from_minutes(from)?;
        let (day_from, day_to) = (self.parts.morning.from, self.parts.evening.to);
        let (stands_behind, rest) = bound_behind(rest).map_or((None, rest), |(end, rest)| (Some(end), rest));
        let stands_before = self.open_end.take();
        match stands_behind.or(stands_before) {
            // "Before 8am" is earlier than the usual day, and "after 10pm" later.
            Some(OpenEnd::Before) => {
                let begin = if at > day_from { day_from } else { LocalTime::from_minutes(DAWN)? };
                self.hours.push((begin < at).then_some((begin, at))?);
            }
            Some(OpenEnd::After) => {
                let end = if at < day_to { day_to } else { LocalTime::from_minutes(DAY)? };
                self.hours.push((at < end).then_some((at, end))?);
            }
            // An hour alone: that hour.
            None => {
                let to = LocalTime::from_minutes((from + 60).min(DAY)).filter(|to| *to != at)?;
                self.hours.push((at, to));
            }
        }
        Some(rest)
    }

    /// `週一三五`, `週一、三、五`, `周一至五`: further day signs behind a Chinese week day.
    fn more_chinese_days<'a>(&mut self, text: &'a str) -> &'a str {
        let mut rest = text;
        loop {
            let behind_join = ["至", "到", "-", "~"].iter().find_map(|join| rest.strip_prefix(join));
            let behind_comma = || rest.strip_prefix([',', '/', '和', '及', '与', '與']).unwrap_or(rest);
            let Some((day, behind)) = chinese_day(behind_join.unwrap_or_else(behind_comma)) else {
                return rest;
            };
            self.days = match self.last_day.filter(|_| behind_join.is_some()) {
                Some(from) => through(self.days, from, day),
                None => self.days.with(day),
            };
            self.last_day = Some(day);
            rest = behind;
        }
    }

    fn finish(mut self) -> Option<Vec<WeeklyWindow>> {
        if !self.hours.is_empty() || !self.days.is_empty() {
            self.close();
        }
        (!self.done.is_empty()).then_some(self.done)
    }
}

fn all_days() -> impl Iterator<Item = Weekday> {
    (0..7).filter_map(|number| Weekday::try_from(number).ok())
}

/// A day by its sign alone, and the rest. The number of an hour is none: 周三五点.
fn chinese_day(text: &str) -> Option<(Weekday, &str)> {
    if chinese_hour(text).is_some_and(|(_, _, is_marked)| is_marked) {
        return None;
    }
    let sign = text.chars().next()?;
    let number = "一二三四五六日天".chars().position(|other| other == sign)?;
    Some((all_days().nth(number.min(6))?, text.get(sign.len_utf8()..)?))
}

fn through(mut days: WeekdaySet, from: Weekday, to: Weekday) -> WeekdaySet {
    let mut day = from;
    for _ in 0..7 {
        days = days.with(day);
        if day == to {
            break;
        }
        day = day.succ();
    }
    days
}

const NOON: u16 = 12 * 60;
/// Nobody asks to be reached before it without saying so: 2-5 is an afternoon.
const DAWN: u16 = 6 * 60;
const DAY: u16 = 24 * 60;

fn whole_day() -> Option<(LocalTime, LocalTime)> {
    Some((LocalTime::from_minutes(0)?, LocalTime::from_minutes(DAY)?))
}

/// Whether an hour that a part of the day is named with is one of the second half: 中午11点 is before noon, 夜里2点 too,
/// and 晚上12点 is midnight.
const fn is_afternoon(part: DayPart, minutes: u16) -> bool {
    match part {
        DayPart::Afternoon => true,
        DayPart::Noon => minutes < 10 * 60 || minutes >= NOON,
        DayPart::Evening => minutes < NOON,
        DayPart::Night => minutes >= DAWN && minutes < NOON,
        DayPart::Morning | DayPart::Day => minutes >= NOON,
    }
}

/// Whether an hour is one of the night where it is of the first half of the day.
const fn is_by_night(minutes: u16) -> bool {
    minutes >= 60 && minutes < DAWN
}

/// An hour that says no half: the one by day.
const fn by_day(minutes: u16) -> u16 {
    if is_by_night(minutes) { minutes + NOON } else { minutes }
}

const fn on_half(minutes: u16, afternoon: Option<bool>) -> u16 {
    match afternoon {
        Some(true) if minutes < NOON => minutes + NOON,
        Some(false) if minutes >= NOON && minutes < NOON + 60 => minutes - NOON,
        _ => minutes,
    }
}

/// The second hour of a range that names no half of its own: the next such hour behind the first, where the first has said
/// its half or both may be of either.
const fn behind(from: u16, to: u16, first_half: Option<bool>) -> u16 {
    let is_later = to > from || (to == from && first_half.is_none());
    // 12-3 begins at noon.
    let may_be_of_either = to < NOON && (first_half.is_some() || from < NOON + 60);
    // 晚上8点到12点 ends at midnight.
    let is_midnight = to == NOON && matches!(first_half, Some(true));
    if !is_later && (is_midnight || (may_be_of_either && to + NOON > from)) { to + NOON } else { to }
}

/// The first hour of a range where only the second names its half: of two such hours the one that is no more than half a day
/// before. "2-5pm" and 2点到下午5点 are hours of one afternoon, "9-5pm" is a working day, "10-2am" a night.
const fn within_half_a_day(from: u16, to: u16) -> u16 {
    if from < NOON && (to + DAY - from) % DAY > NOON { from + NOON } else { from }
}

/// What stands behind a dash or "to".
fn joined(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let length = join(text)
        .or_else(|| bound(text).filter(|(_, end)| *end == OpenEnd::Before).map(|(length, _)| length))?;
    text.get(length..).map(str::trim_start)
}

/// The second hour of 早9晚6: nothing but its half parts it from the first. One that begins hours of its own is none.
fn adjacent_clock(text: &str) -> Option<(u16, Option<bool>, &str)> {
    text.chars().next().filter(|sign| is_unspaced(*sign))?;
    half(text, 0)?;
    second_clock(text).filter(|(_, _, rest)| joined(rest).is_none())
}

/// An hour in Chinese numerals, with the bytes it takes and whether a word says that it is one.
fn chinese_hour(text: &str) -> Option<(u16, usize, bool)> {
    let (hour, length) = chinese_count(text)?;
    let is_marked = text.get(length..)?.starts_with(['点', '點', '时', '時']);
    Some((hour, length, is_marked))
}

/// Words before an hour that say that it is one.
const THE_HOUR: [&str; 1] = ["الساعه"];

/// The hour behind a dash or "to": minutes, half of the day, rest.
fn second_clock(text: &str) -> Option<(u16, Option<bool>, &str)> {
    let text =
        starts_with_word(text, &THE_HOUR).map_or(Some(text), |length| text.get(length..))?.trim_start();
    let Some((length, _)) = half(text, 0) else { return clock(text) };
    let (minutes, own, rest) = clock(text.get(length..)?.trim_start())?;
    let led = half(text, minutes).map(|(_, half)| half);
    Some((minutes, own.or(led), rest))
}

/// An hour with its minutes and half of the day: minutes after midnight, half, rest.
fn clock(text: &str) -> Option<(u16, Option<bool>, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (hour, minute, rest) = match digits {
        1 | 2 => {
            let hour: u16 = text.get(..digits)?.parse().ok()?;
            let rest = text.get(digits..)?;
            let (minute, rest) = minutes(rest);
            (hour, minute, rest)
        }
        0 => {
            let (hour, length, _) = chinese_hour(text)?;
            let (minute, rest) = minutes(text.get(length..)?);
            (hour, minute, rest)
        }
        // 0930
        4 => (text.get(..2)?.parse().ok()?, text.get(2..4)?.parse().ok()?, text.get(4..)?),
        _ => return None,
    };
    if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
        return None;
    }
    let minutes = hour * 60 + minute;
    let (half, rest) = half_behind(rest, minutes).map_or((None, rest), |(half, rest)| (Some(half), rest));
    Some((minutes, half, rest))
}

/// The half of the day that is named behind an hour, and the rest: "5pm", "5 in the afternoon". What stands before another hour
/// is the half of that one, where the language writes it so: 10点到12点 下午2点到5点.
fn half_behind(text: &str, minutes: u16) -> Option<(bool, &str)> {
    let text = text.trim_start().trim_start_matches('(');
    let text = starts_with_word(text, &["in the"]).map_or(Some(text), |length| text.get(length..))?;
    let text = text.trim_start();
    let (length, half) = half(text, minutes)?;
    let rest = text.get(length..)?;
    let is_alphabetic = text.starts_with(|c| !is_unspaced(c) && !matches!(c, '\u{900}'..='\u{97f}'));
    let next = rest.trim_start();
    let is_of_next = (next.starts_with(|c: char| c.is_ascii_digit()) || chinese_hour(next).is_some())
        && !(is_alphabetic && vocabulary().meridiem.longest(text).is_some());
    (!is_of_next).then_some((half, rest))
}

/// A word for a half of the day beside an hour, with the bytes it takes. A part of the day says more: 11 ночи, रात 2 बजे.
fn half(text: &str, minutes: u16) -> Option<(usize, bool)> {
    let meridiem = vocabulary().meridiem.longest(text);
    let part = vocabulary().week.longest(text).and_then(|(length, word)| match word {
        WeekWord::Part(part) if part != DayPart::Day => Some((length, is_afternoon(part, minutes))),
        _ => None,
    });
    match (part, meridiem) {
        (Some(part), Some(meridiem)) if meridiem.0 > part.0 => Some(meridiem),
        (part, meridiem) => part.or(meridiem),
    }
}

fn minutes(text: &str) -> (u16, &str) {
    if let Some(found) = minutes_behind_a_dash(text) {
        return found;
    }
    let separators = [
        ":",
        ".",
        "点",
        "點",
        "时",
        "時",
        "h",
        " часов",
        " часа",
        " час.",
        " час",
        " ч.",
        " ч",
        "ч",
        " बजे",
        "बजे",
    ];
    for separator in separators {
        let Some(after) = text.strip_prefix(separator) else { continue };
        if after.starts_with("半") {
            return (30, after.get("半".len()..).unwrap_or_default());
        }
        let in_chinese = chinese_count(after)
            .and_then(|(count, length)| Some((count, after.get(length..)?.strip_prefix('分')?)));
        if let Some(found) = in_chinese {
            return found;
        }
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let number = after.get(..digits).filter(|_| digits == 2).and_then(|part| part.parse().ok());
        let rest = after.get(digits..).unwrap_or_default();
        if let Some(number) = number {
            return (number, rest.strip_prefix('分').unwrap_or(rest));
        }
        if separator != "." && separator != ":" {
            return (0, after);
        }
    }
    (0, text)
}

/// `14-00`, `9-30`: minutes that cannot be the hour at which a range ends, nor a slip for one as in `9-25`. Where nothing stands behind `22-00`, it is an hour.
fn minutes_behind_a_dash(text: &str) -> Option<(u16, &str)> {
    let after = text.strip_prefix('-')?;
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let minutes: u16 = after.get(..digits).filter(|_| digits == 2)?.parse().ok()?;
    let rest = after.get(digits..)?;
    (matches!(minutes, 0 | 30..=59) && !rest.starts_with(':')).then_some((minutes, rest))
}

fn starts_with_word(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| {
        let rest = text.strip_prefix(word)?;
        let last = word.chars().next_back()?;
        let whole = super::fold::is_unspaced(last)
            || !super::fold::continues_word(last)
            || !rest.starts_with(super::fold::continues_word);
        whole.then_some(word.len())
    })
}

/// A bound that stands before its hour.
fn bound(text: &str) -> Option<(usize, OpenEnd)> {
    const AFTER: [&str; 11] = ["after", "from", "since", "после", "с", "от", "بعد", "من", "从", "從", "自"];
    const BEFORE: [&str; 6] = ["before", "until", "till", "до", "قبل", "حتي"];
    starts_with_word(text, &AFTER)
        .map(|length| (length, OpenEnd::After))
        .or_else(|| starts_with_word(text, &BEFORE).map(|length| (length, OpenEnd::Before)))
}

/// A bound that stands behind its hour, as in Chinese and Hindi, and the rest.
fn bound_behind(text: &str) -> Option<(OpenEnd, &str)> {
    const AFTER: [&str; 12] =
        ["以后", "以後", "之后", "之後", "后", "後", "起", "के बाद", "बाद", "onwards", "onward", "or later"];
    const BEFORE: [&str; 6] = ["以前", "之前", "前", "से पहले", "तक", "or earlier"];
    let text = text.trim_start();
    let (length, end) = starts_with_word(text, &AFTER)
        .map(|length| (length, OpenEnd::After))
        .or_else(|| starts_with_word(text, &BEFORE).map(|length| (length, OpenEnd::Before)))?;
    Some((end, text.get(length..)?))
}

fn join(text: &str) -> Option<usize> {
    const JOINS: [&str; 11] = ["-", "~", "to", "through", "thru", "по", "الي", "से", "至", "到", ".."];
    starts_with_word(text, &JOINS)
}

fn filler(text: &str) -> Option<usize> {
    const FILLERS: [&str; 33] = [
        " ",
        ",",
        ";",
        "/",
        "|",
        "+",
        "&",
        "(",
        ")",
        ":",
        ".",
        "and",
        "or",
        "on",
        "in",
        "the",
        "at",
        "only",
        "и",
        "или",
        "в",
        "во",
        "только",
        "و",
        "او",
        "في",
        "और",
        "या",
        "को",
        "में",
        "和",
        "及",
        "每",
    ];
    starts_with_word(text, &FILLERS)
        .or_else(|| starts_with_word(text, &THE_HOUR))
        // The Arabic "and" is written onto the next word.
        .or_else(|| text.strip_prefix('و').map(|_| 'و'.len_utf8()))
        .or_else(|| text.starts_with(['或', '的', '都']).then_some('或'.len_utf8()))
}
