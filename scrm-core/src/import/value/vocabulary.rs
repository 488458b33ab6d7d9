//! The words of `words.toml`, ready for reading.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::Weekday;
use compact_str::CompactString;
use serde::Deserialize;

use super::lexicon::Lexicon;
use crate::customer::{Position, Stage};
use crate::foundation::Currency;
use crate::foundation::time::WeekdaySet;

/// A part of the day, as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DayPart {
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
    Day,
}

/// What a word says beside an amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum AmountWord {
    Scale(i64),
    /// A scale that only counts rupees.
    RupeeScale(i64),
    Range,
    /// "About" before any number, else what `Range` is.
    AboutOrRange,
    /// A low end that belongs to the range.
    From,
    /// A low end that does not: "more than".
    Above,
    /// A high end that belongs to the range.
    UpTo,
    /// A high end that does not: "less than".
    Below,
    /// A word that adds nothing: "about", "budget", "people".
    Nothing,
    Currency(Currency),
    LooseCurrency(Currency),
}

/// What a word says beside days and hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum WeekWord {
    Day(Weekday),
    Days(WeekdaySet),
    Part(DayPart),
    /// From midnight to midnight.
    WholeDay,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    working_days: Vec<String>,
    weekend: Vec<String>,
    every_day: Vec<String>,
    whole_day: Vec<String>,
    day_parts: BTreeMap<DayPart, Vec<String>>,
    meridiem: Meridiem,
    numbers: BTreeMap<String, Vec<String>>,
    scales: BTreeMap<String, Vec<String>>,
    rupee_scales: BTreeMap<String, Vec<String>>,
    bounds: Bounds,
    currencies: BTreeMap<String, Vec<String>>,
    loose_currencies: BTreeMap<String, Vec<String>>,
    answers: Answers,
    positions: BTreeMap<Position, Vec<String>>,
    assistants: Vec<String>,
    not_theirs: Vec<String>,
    stages: BTreeMap<Stage, Vec<String>>,
    languages: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meridiem {
    am: Vec<String>,
    pm: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    range: Vec<String>,
    about_or_range: Vec<String>,
    from: Vec<String>,
    above: Vec<String>,
    up_to: Vec<String>,
    below: Vec<String>,
    about: Vec<String>,
    ignored: Vec<String>,
    people: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    yes: Vec<String>,
    no: Vec<String>,
}

/// Every lexicon that value readers use.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) months: Lexicon<u32>,
    pub(crate) week: Lexicon<WeekWord>,
    /// True for the afternoon.
    pub(crate) meridiem: Lexicon<bool>,
    pub(crate) amount: Lexicon<AmountWord>,
    /// Numbers in words, in tenths.
    pub(crate) numbers: Lexicon<i128>,
    pub(crate) answers: Lexicon<bool>,
    pub(crate) positions: Lexicon<Position>,
    /// Words that make of any position that of somebody who works for it.
    pub(crate) assistants: Lexicon<()>,
    /// Words that say that a position is not theirs.
    pub(crate) not_theirs: Lexicon<()>,
    pub(crate) stages: Lexicon<Stage>,
    /// Index into `language_tags`.
    pub(crate) languages: Lexicon<usize>,
    pub(crate) language_tags: Vec<CompactString>,
}

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::new(&crate::playbook::standard_section(include_str!("words.toml"))));

/// The vocabulary of all six languages.
pub(crate) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

fn all<M: Copy>(words: &[String], meaning: M) -> impl Iterator<Item = (&str, M)> {
    words.iter().map(move |word| (word.as_str(), meaning))
}

fn keyed<K: Copy, M: Copy>(
    table: &BTreeMap<K, Vec<String>>,
    meaning: impl Fn(K) -> M,
) -> impl Iterator<Item = (&str, M)> {
    table.iter().flat_map(move |(key, words)| all(words, meaning(*key)))
}

impl Vocabulary {
    fn new(words: &Words) -> Self {
        let days = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let week = days
            .iter()
            .zip(&words.weekdays)
            .flat_map(|(day, names)| all(names, WeekWord::Day(*day)))
            .chain(all(&words.working_days, WeekWord::Days(WeekdaySet::WORKING)))
            .chain(all(&words.weekend, WeekWord::Days(WeekdaySet::WEEKEND)))
            .chain(all(&words.every_day, WeekWord::Days(WeekdaySet::ALL)))
            .chain(all(&words.whole_day, WeekWord::WholeDay))
            .chain(keyed(&words.day_parts, WeekWord::Part));
        Self {
            months: Lexicon::new((1..).zip(&words.months).flat_map(|(month, names)| all(names, month))),
            week: Lexicon::new(week),
            meridiem: Lexicon::new(all(&words.meridiem.am, false).chain(all(&words.meridiem.pm, true))),
            amount: Lexicon::new(amount_words(words)),
            numbers: Lexicon::new(
                words.numbers.iter().flat_map(|(tenths, names)| all(names, tenths.parse().unwrap_or(10))),
            ),
            answers: Lexicon::new(all(&words.answers.yes, true).chain(all(&words.answers.no, false))),
            positions: Lexicon::new(
                keyed(&words.positions, |position| position)
                    .chain(all(&words.assistants, Position::Executor)),
            ),
            assistants: Lexicon::new(all(&words.assistants, ())),
            not_theirs: Lexicon::new(all(&words.not_theirs, ())),
            stages: Lexicon::new(keyed(&words.stages, |stage| stage)),
            languages: Lexicon::new(
                words.languages.values().enumerate().flat_map(|(index, names)| all(names, index)),
            ),
            language_tags: words.languages.keys().map(CompactString::new).collect(),
        }
    }
}

fn amount_words(words: &Words) -> Vec<(&str, AmountWord)> {
    let mut out = Vec::new();
    for (scales, meaning) in [
        (&words.scales, AmountWord::Scale as fn(i64) -> AmountWord),
        (&words.rupee_scales, AmountWord::RupeeScale),
    ] {
        for (scale, names) in scales {
            out.extend(all(names, meaning(scale.parse().unwrap_or(1))));
        }
    }
    let bounds = &words.bounds;
    out.extend(all(&bounds.range, AmountWord::Range));
    out.extend(all(&bounds.about_or_range, AmountWord::AboutOrRange));
    out.extend(all(&bounds.from, AmountWord::From));
    out.extend(all(&bounds.above, AmountWord::Above));
    out.extend(all(&bounds.up_to, AmountWord::UpTo));
    out.extend(all(&bounds.below, AmountWord::Below));
    for names in [&bounds.about, &bounds.ignored, &bounds.people] {
        out.extend(all(names, AmountWord::Nothing));
    }
    for (table, loose) in [(&words.currencies, false), (&words.loose_currencies, true)] {
        for (code, names) in table {
            let Some(currency) = Currency::parse(code) else { continue };
            let meaning =
                if loose { AmountWord::LooseCurrency(currency) } else { AmountWord::Currency(currency) };
            out.extend(all(names, meaning));
        }
    }
    out
}
