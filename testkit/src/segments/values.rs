//! The values that expressions compare with and people have: the same few, so that they are often equal.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, TimeZone, Utc};
use scrm_core::customer::{Position, Stage};
use scrm_core::foundation::time::{Calendar, Span};
use scrm_core::foundation::{Currency, CurrencyTable, Money};
use scrm_core::value::RfmClass;

use crate::SeededRandom;

/// Lengths of time, as an expression calls them.
pub(super) const LENGTHS: [(&str, u32); 18] = [
    ("minutes", 0),
    ("minutes", 1),
    ("minutes", 90),
    ("hours", 1),
    ("hours", 24),
    ("hours", 48),
    ("days", 0),
    ("days", 1),
    ("days", 2),
    ("days", 7),
    ("days", 30),
    ("days", 90),
    ("weeks", 1),
    ("weeks", 4),
    ("months", 1),
    ("months", 6),
    ("years", 1),
    ("years", 2),
];

/// Texts in many scripts; several are the same once they are folded.
const TEXTS: [&str; 34] = [
    "Anna Walker",
    "ANNA  WALKER",
    "anna walker ",
    "Ёлкина",
    "елкина",
    "王小明",
    "請問價錢",
    "请问价钱",
    "كَمِ السِّعْرُ",
    "كم السعر",
    "प्रिया",
    "क़ीमत",
    "🍵 tea",
    "👩‍👩‍👧",
    "Ｔｅａ",
    "tea",
    "TEA",
    "t\u{200b}ea",
    "green tea",
    "cafe\u{301}",
    "café",
    "CAFE",
    "auto_parts",
    "TW",
    "tw",
    "ru",
    "zh-Hant",
    "o'neil \"the\\best\"",
    "100%_sure",
    "line\nbreak",
    "\u{202e}dlrow",
    "Straße",
    "İstanbul",
    "",
];

const PATTERNS: [&str; 9] =
    ["^anna", "tea$", "^(tea|ru)$", "[а-я]+", ".*", "", "\\bwalker\\b", "钱", "^.{2}$"];

const AMOUNTS: [i64; 10] = [0, 1, 100, 1_000, 5_000, 32_000, 100_000, 1_000_000, -5, 123_457];

pub(super) const NUMBERS: [f64; 18] = [
    0.0,
    1.0,
    2.0,
    3.0,
    5.0,
    7.0,
    10.0,
    30.0,
    49.0,
    50.0,
    200.0,
    0.1,
    0.3,
    0.300_000_000_000_000_04,
    0.5,
    -1.0,
    1e21,
    99.95,
];

/// Where many instants come from.
#[derive(Debug)]
pub(super) struct Values {
    calendar: Calendar,
    now: DateTime<Utc>,
    currencies: CurrencyTable,
    /// Nanoseconds of which each instant is a multiple.
    grain: u64,
    /// Edges of windows, beginnings of days, hours in which clocks change.
    edges: Vec<DateTime<Utc>>,
}

/// A present near which something happens to the calendar.
pub(super) fn present(random: &mut SeededRandom) -> DateTime<Utc> {
    let presents = [
        "2026-01-05T09:00:00Z",
        "2026-03-29T01:30:00Z",
        "2026-03-31T10:00:00.250Z",
        "2026-11-01T06:30:00Z",
        "2026-10-26T00:15:30Z",
        "2024-02-29T12:00:00.999Z",
        "2026-06-01T02:00:00.000001Z",
    ];
    random.word(&presents).parse().unwrap_or_default()
}

pub(super) fn span((unit, count): (&str, u32)) -> Span {
    match unit {
        "minutes" => Span::minutes(count.into()),
        "hours" => Span::hours(count.into()),
        "weeks" => Span::days(count * 7),
        "months" => Span::months(count),
        "years" => Span::months(count * 12),
        _ => Span::days(count),
    }
}

impl Values {
    pub(super) fn new(
        calendar: &Calendar,
        now: DateTime<Utc>,
        currencies: &CurrencyTable,
        grain: u64,
    ) -> Self {
        let mut edges = vec![now];
        for length in LENGTHS {
            edges.push(calendar.subtract(now, span(length)));
            edges.push(calendar.add(now, span(length)));
        }
        // Midnights around the present, and the nights in which clocks change in Europe and America.
        let today = calendar.local_date(now);
        for days in [-31, -30, -7, -1, 0, 1] {
            let day = today.checked_add_signed(TimeDelta::days(days)).unwrap_or(today);
            edges.push(calendar.to_utc(day.and_time(chrono::NaiveTime::MIN)));
        }
        for (month, day) in [(3, 8), (3, 29), (10, 25), (11, 1)] {
            for hour in 0..4 {
                let local =
                    NaiveDate::from_ymd_opt(2026, month, day).and_then(|day| day.and_hms_opt(hour, 30, 0));
                edges.extend(local.map(|local| calendar.to_utc(local)));
            }
            edges.extend(Utc.with_ymd_and_hms(2026, month, day, 1, 0, 0).single());
        }
        Self { calendar: calendar.clone(), now, currencies: currencies.clone(), grain, edges }
    }

    /// On an edge, a moment beside one, or anywhere in two years and a month.
    pub(super) fn instant(&self, random: &mut SeededRandom) -> DateTime<Utc> {
        let edge = random.pick(&self.edges).copied().unwrap_or(self.now);
        let beside = match random.below(12) {
            0..6 => TimeDelta::zero(),
            6 => TimeDelta::milliseconds(1),
            7 => TimeDelta::milliseconds(-1),
            8 => TimeDelta::seconds(1),
            9 => TimeDelta::seconds(-1),
            10 => {
                let most = random.pick(&[1, 999, 999_999]).copied().unwrap_or(1);
                let beside = random.between(0, 2 * most) / self.grain * self.grain;
                TimeDelta::nanoseconds(beside.cast_signed() - (most / self.grain * self.grain).cast_signed())
            }
            _ => TimeDelta::seconds(random.between(0, 63_000_000).cast_signed() - 61_000_000),
        };
        edge.checked_add_signed(beside).unwrap_or(edge)
    }

    pub(super) fn day(&self, random: &mut SeededRandom) -> NaiveDate {
        let day = self.calendar.local_date(self.instant(random));
        let beside = random.pick(&[0, 0, 0, 1, -1]).copied().unwrap_or(0);
        day.checked_add_signed(TimeDelta::days(beside)).unwrap_or(day)
    }

    pub(super) fn number(&self, random: &mut SeededRandom) -> f64 {
        match random.below(12) {
            0 => random.fraction(),
            1 => random.between(0, 400) as f64,
            _ => random.pick(&NUMBERS).copied().unwrap_or(0.0),
        }
    }

    /// How long ago an instant is in a unit of so many seconds: the very number that an evaluation finds.
    pub(super) fn since(&self, random: &mut SeededRandom, unit: f64) -> f64 {
        let length = random.pick(&LENGTHS).copied().unwrap_or(("days", 1));
        let at = match random.below(3) {
            0 => self.instant(random),
            1 => self.calendar.subtract(self.now, span(length)),
            _ => return self.number(random),
        };
        (self.now - at).num_milliseconds() as f64 / 1_000.0 / unit
    }

    pub(super) fn amount(&self, random: &mut SeededRandom) -> f64 {
        let amount = random.pick(&AMOUNTS).copied().unwrap_or(0) as f64;
        if random.happens(0.2) { amount + 0.5 } else { amount }
    }

    /// An amount in any currency, in minor units; often equal to another once it is converted.
    pub(super) fn money(&self, random: &mut SeededRandom) -> Money {
        let code = random.word(&["TWD", "TWD", "JPY", "USD", "EUR", "KWD", "TND", "RUB", "ISK"]);
        let currency = Currency::parse(code).unwrap_or(self.currencies.base);
        let amount = random.pick(&AMOUNTS).copied().unwrap_or(0);
        let mut money = Money::major(amount, currency);
        if random.happens(0.2) {
            money.minor += random.between(0, 200).cast_signed() - 100;
        }
        money
    }

    /// A currency that is converted.
    pub(super) fn rated_currency(&self, random: &mut SeededRandom) -> String {
        let rated = |code: &&str| {
            let currency = Currency::parse(code);
            currency.is_some_and(|currency| self.currencies.to_base(Money { minor: 100, currency }).is_some())
        };
        let codes: Vec<&str> =
            ["TWD", "JPY", "USD", "EUR", "KWD", "TND", "RUB", "ISK"].into_iter().filter(rated).collect();
        random.word(&codes).to_owned()
    }
}

pub(super) fn text(random: &mut SeededRandom) -> &'static str {
    random.word(&TEXTS)
}

pub(super) fn pattern(random: &mut SeededRandom) -> &'static str {
    random.word(&PATTERNS)
}

/// As an expression writes an instant, in one zone or another.
pub(super) fn written(random: &mut SeededRandom, at: DateTime<Utc>) -> String {
    let offset = chrono::FixedOffset::east_opt(28_800).filter(|_| random.happens(0.2));
    match offset {
        Some(offset) => at.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::AutoSi, false),
        None => at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
    }
}

/// A few tags, so that people have the same ones, and all of the exclusive groups.
pub(super) fn some_tags(
    random: &mut SeededRandom,
    mut tags: Vec<(String, Option<String>)>,
) -> Vec<(String, Option<String>)> {
    random.shuffle(&mut tags);
    let mut others = 8;
    tags.retain(|(_, group)| {
        others -= usize::from(group.is_none() && others > 0);
        group.is_some() || others > 0
    });
    tags
}

/// What the names can be that are one of a few: stages, positions, and the tags of exclusive groups.
pub(super) fn choices(tags: &[(String, Option<String>)]) -> BTreeMap<String, Vec<String>> {
    let mut choices: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (tag, group) in tags {
        let Some(group) = group else { continue };
        let own = tag.rsplit('.').next().unwrap_or_default();
        let own = own.strip_prefix(group.as_str()).map_or(own, |rest| rest.trim_start_matches('_'));
        choices.entry(group.clone()).or_default().push(own.to_owned());
    }
    choices.insert("rfm_class".to_owned(), RfmClass::ALL.map(|class| class.as_str().to_owned()).into());
    choices.insert("stage".to_owned(), Stage::ALL.map(|stage| stage.as_str().to_owned()).into());
    choices.insert("position".to_owned(), Position::ALL.map(|position| position.as_str().to_owned()).into());
    choices
}
