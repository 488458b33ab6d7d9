//! Random segments, and random people to hold them against: what every way of answering a segment is tested with.
//!
//! Both are made of the same few values, so that "before", "at" and "after" all occur: instants that lie exactly on the edge
//! of a window or a millisecond beside it, days on which clocks change, amounts that are equal after conversion. Expression
//! `n` and person `n` are functions of the seed and `n` alone.
//!
//! ```
//! use scrm_core::segment::{CustomerHistory, Segment};
//! use scrm_testkit::segments::RandomSegments;
//!
//! let random = RandomSegments::new(7, "Europe/Berlin")?;
//! let segment = Segment::new(random.expression(0), random.schema()).unwrap();
//! let person = random.person(0);
//! let history = CustomerHistory::from_events(&person.events);
//! let holds = segment.holds(&person.customer, &history, random.now());
//! assert_eq!(holds, segment.holds(&person.customer, &history, random.now()));
//! # Ok::<(), scrm_core::foundation::time::TimeError>(())
//! ```

mod clauses;
mod expressions;
mod people;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Utc};
use scrm_core::customer::{CustomFieldType, CustomFields, Customer};
use scrm_core::foundation::time::{Calendar, TimeError};
use scrm_core::foundation::{Currency, CurrencyTable, Event};
use scrm_core::playbook::Playbook;
use scrm_core::segment::{Expression, SegmentSchema, SegmentType};
use scrm_core::value::{RfmEngine, ScoreBy};

use crate::SeededRandom;
use values::Values;

/// Somebody to hold a segment against.
#[derive(Clone, Debug)]
pub struct SegmentPerson {
    /// The record.
    pub customer: Customer,
    /// What happened, in no order.
    pub events: Vec<Event>,
}

/// Random expressions over everything that the language knows, and random people.
pub struct RandomSegments {
    seed: u64,
    schema: SegmentSchema,
    calendar: Calendar,
    now: DateTime<Utc>,
    /// Whether some instants are centuries away.
    reaches_far: bool,
    values: Values,
    /// The names of each type, in order.
    names: Vec<(SegmentType, Vec<String>)>,
    /// The tags that people have, each with its exclusive group.
    tags: Vec<(String, Option<String>)>,
    /// The choices of the names that have some.
    choices: BTreeMap<String, Vec<String>>,
}

impl fmt::Debug for RandomSegments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RandomSegments")
            .field("seed", &self.seed)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

impl RandomSegments {
    /// Expressions and people for a seed, in a time zone. The present, the workspace's currency and its rates follow from the
    /// seed: the present lies near a change of clocks, at the end of a month or on an ordinary Monday. Even seeds have instants
    /// that are centuries away, odd ones have instants finer than a microsecond.
    ///
    /// # Errors
    /// [`TimeError::UnknownZone`].
    pub fn new(seed: u64, zone: &str) -> Result<Self, TimeError> {
        let calendar = Calendar::utc().in_zone(zone)?;
        let mut random = SeededRandom::for_item(seed, u64::MAX);
        let now = values::present(&mut random);
        let currencies = currencies(&mut random);
        // An index that has to reach over millennia counts in microseconds.
        let reaches_far = seed.is_multiple_of(2);
        let taxonomy = Playbook::standard().tags;
        let schema = SegmentSchema::new(&taxonomy, &own_fields(), &calendar, &currencies).with_rfm(&rfm());
        let tags: Vec<(String, Option<String>)> =
            taxonomy.tags().map(|tag| (tag.id.clone(), tag.exclusive_group.clone())).collect();
        Ok(Self {
            seed,
            values: Values::new(&calendar, now, &currencies, if reaches_far { 1_000 } else { 1 }),
            reaches_far,
            names: names_by_type(&schema),
            choices: values::choices(&tags),
            tags: values::some_tags(&mut random, tags),
            schema,
            calendar,
            now,
        })
    }

    /// What the expressions may name: the standard playbook's tags, and some fields of the workspace's own.
    #[must_use]
    pub const fn schema(&self) -> &SegmentSchema {
        &self.schema
    }

    /// The calendar of the schema.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The present: what the edges of windows are counted from.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// An expression that passes the check.
    #[must_use]
    pub fn expression(&self, number: u64) -> Expression {
        let mut random = SeededRandom::for_item(self.seed ^ 0x5E65, number);
        let depth = random.below(7);
        expressions::Writer { of: self, random }.condition(depth)
    }

    /// Somebody with many gaps. Some are archived, some merged away, and some have a value of a kind that its field does not
    /// have.
    #[must_use]
    pub fn person(&self, number: u64) -> SegmentPerson {
        people::person(self, number)
    }

    /// The first so many people.
    pub fn people(&self, count: u64) -> impl Iterator<Item = SegmentPerson> + '_ {
        (0..count).map(|number| self.person(number))
    }

    fn names_of(&self, kind: SegmentType) -> &[String] {
        self.names.iter().find(|(known, _)| *known == kind).map_or(&[], |(_, names)| names.as_slice())
    }
}

/// Fields of the workspace's own, one of each type.
fn own_fields() -> CustomFields {
    CustomFields::from_iter([
        ("shoe_size", CustomFieldType::Number),
        ("visits.total", CustomFieldType::Number),
        ("размер", CustomFieldType::Number),
        ("loyalty_credit", CustomFieldType::Money),
        ("contract_end", CustomFieldType::Date),
        ("last_visit", CustomFieldType::Instant),
        ("nickname", CustomFieldType::Text),
        ("interests", CustomFieldType::List),
        ("is_vip", CustomFieldType::Flag),
        ("स्थायी", CustomFieldType::Flag),
    ])
}

/// Classes of value by bounds that few orders exceed within a few days.
fn rfm() -> RfmEngine {
    let mut config = Playbook::standard().value.rfm;
    config.score_by = ScoreBy::Thresholds;
    config.thresholds.recency_days = [0, 1, 30, 89];
    config.thresholds.frequency = [0, 0, 1, 2];
    config.thresholds.monetary = [10.0, 100.0, 1_000.0, 32_000.0];
    RfmEngine::new(&config).unwrap_or_else(|error| unreachable!("the bounds ascend: {error}"))
}

/// Rates for some currencies, a senseless one, and none for others; bases with two, no and three digits.
fn currencies(random: &mut SeededRandom) -> CurrencyTable {
    let base = random.word(&["TWD", "JPY", "KWD"]);
    let rates: BTreeMap<String, f64> =
        [("USD", 32.0), ("EUR", 35.3), ("JPY", 0.21), ("TND", 10.4), ("TWD", 1.7), ("RUB", 0.0)]
            .into_iter()
            .map(|(code, rate)| (code.to_owned(), rate))
            .collect();
    let standard = Playbook::standard().currency;
    CurrencyTable { base: Currency::parse(base).unwrap_or(standard.base), rates }
}

fn names_by_type(schema: &SegmentSchema) -> Vec<(SegmentType, Vec<String>)> {
    let mut types = Vec::new();
    let mut seen = BTreeSet::new();
    for (_, kind) in schema.names() {
        if seen.insert(format!("{kind:?}")) {
            let of = schema.names().filter(|(_, other)| *other == kind);
            types.push((kind, of.map(|(name, _)| name.to_owned()).collect()));
        }
    }
    types
}
