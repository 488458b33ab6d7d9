//! One kind of value of every row, as codes in the order of the values.
//!
//! Numbers and times are counted in steps as long as all of them allow, so that instants to the second take four bytes and
//! amounts in whole hundreds two. A code names its value exactly: what it is decoded to is what was put in.

use std::borrow::Cow;
use std::cmp::Ordering;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::codes::{CodeTest, RowCodes, Width};
use super::texts::Texts;
use crate::segment::evaluate::Value;

/// What kind of values a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Flag,
    Number,
    Money,
    Instant,
    Date,
    Text,
    /// Several texts, each with [`BETWEEN`] behind it.
    Texts,
}

/// What stands behind each text of a list. No folded text has it.
pub(super) const BETWEEN: char = '\0';

impl Kind {
    pub(super) const fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Flag(_) => Self::Flag,
            Value::Number(_) => Self::Number,
            Value::Money(_) => Self::Money,
            Value::Instant(_) => Self::Instant,
            Value::Date(_) => Self::Date,
            Value::Text(_) => Self::Text,
        }
    }

    /// The lengths in which values may be counted, each a multiple of the next.
    const fn steps(self) -> &'static [i64] {
        const SECOND: i64 = 1_000_000_000;
        match self {
            Self::Instant => &[86_400 * SECOND, 60 * SECOND, SECOND, 1_000_000, 1_000, 1],
            Self::Number | Self::Money => &[100 * PARTS as i64, PARTS as i64, PARTS as i64 / 100, 1],
            Self::Flag | Self::Date | Self::Text | Self::Texts => &[1],
        }
    }
}

/// Parts of a whole number that decimal numbers are counted in.
const PARTS: f64 = 10_000.0;

/// How values are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Numbers in ten-thousandths, instants in nanoseconds.
    Fine,
    /// Numbers by their bits, in the order of the numbers; instants, of which one is centuries away, in microseconds.
    Wide,
}

/// A kind of value of every row that has one.
#[derive(Clone, Debug)]
pub(super) struct Column {
    kind: Kind,
    form: Form,
    /// What the codes count in.
    step: i64,
    /// What the code 1 stands for, in steps.
    first: i128,
    /// The lowest and the highest value that there ever was.
    range: Option<(i64, i64)>,
    texts: Texts,
    codes: RowCodes,
    /// Texts that a row gave up: some may be nobody's any more.
    given_up: usize,
}

impl Column {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            form: Form::Fine,
            step: kind.steps().first().copied().unwrap_or(1),
            first: 0,
            range: None,
            texts: Texts::default(),
            codes: RowCodes::new(),
            given_up: 0,
        }
    }

    pub(super) const fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) const fn codes(&self) -> &RowCodes {
        &self.codes
    }

    pub(super) const fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The value of a row.
    pub(super) fn get(&self, row: usize) -> Option<Value<'_>> {
        match self.codes.get(row) {
            0 => None,
            code => self.decode(code),
        }
    }

    /// Gives a row a value of the column's kind, or none.
    pub(super) fn set(&mut self, row: usize, value: Option<&Value<'_>>) {
        match value {
            Some(Value::Text(text)) => self.set_text(row, text),
            Some(value) => self.set_number(row, value),
            None if self.codes.get(row) != 0 => {
                self.given_up += 1;
                self.codes.set(row, 0);
            }
            None => {}
        }
    }

    fn set_text(&mut self, row: usize, text: &str) {
        let code = self.texts.take_in(text);
        if code > self.codes.width().largest() {
            self.codes.rename(Width::of(code), |code| code);
        }
        let before = self.codes.get(row);
        if before != code {
            self.codes.set(row, code);
            self.given_up += usize::from(before != 0);
            self.forget_texts_of_nobody();
        }
    }

    /// Leaves texts out that no row has, once there may be many.
    fn forget_texts_of_nobody(&mut self) {
        const FEW: usize = 4_096;
        if self.given_up <= FEW + self.texts.len() / 2 {
            return;
        }
        let mut renamed = vec![0_u64; self.texts.len() + 1];
        let mut kept = Texts::default();
        self.codes.visit(|code| {
            if let (Some(name), Some(text)) = (renamed.get_mut(code as usize), self.texts.get(code)) {
                *name = kept.take_in(text);
            }
        });
        let width = Width::of(kept.len() as u64);
        self.codes.rename(width, |code| renamed.get(code as usize).copied().unwrap_or_default());
        self.texts = kept;
        self.given_up = 0;
    }

    fn set_number(&mut self, row: usize, value: &Value<'_>) {
        let count = self.count(value).or_else(|| {
            self.widen();
            self.count(value)
        });
        let Some(count) = count else { return self.codes.set(row, 0) };
        let before = self.range;
        let (low, high) = before.map_or((count, count), |(low, high)| (low.min(count), high.max(count)));
        if before != Some((low, high)) || count % self.step != 0 {
            self.range = Some((low, high));
            self.make_room(count, before.is_none());
        }
        self.codes.set(row, self.code(count));
    }

    /// A value as a whole number; nothing where the present form has none for it.
    fn count(&self, value: &Value<'_>) -> Option<i64> {
        match (value, self.form) {
            (Value::Flag(flag), _) => Some(i64::from(*flag)),
            (Value::Date(day), _) => Some(i64::from(day.num_days_from_ce())),
            (Value::Instant(instant), Form::Fine) => {
                instant.timestamp_nanos_opt().filter(|at| at.unsigned_abs() < i64::MAX.unsigned_abs())
            }
            (Value::Instant(instant), Form::Wide) => Some(instant.timestamp_micros()),
            (Value::Number(number) | Value::Money(number), Form::Fine) => {
                const LARGEST: f64 = 9.0e15;
                let parts = (number * PARTS).round();
                (parts.abs() < LARGEST && parts / PARTS == *number).then_some(parts as i64)
            }
            (Value::Number(number) | Value::Money(number), Form::Wide) => {
                (!number.is_nan()).then(|| ordered_bits(*number))
            }
            (Value::Text(_), _) => None,
        }
    }

    /// Counts in the wide form from now on: a value has no place in the fine one.
    fn widen(&mut self) {
        if self.form == Form::Wide || !matches!(self.kind, Kind::Number | Kind::Money | Kind::Instant) {
            return;
        }
        let before = std::mem::replace(self, Self { form: Form::Wide, step: 1, ..Self::new(self.kind) });
        let widened = |count: i64| match before.kind {
            Kind::Instant => count.div_euclid(1_000),
            _ => ordered_bits(count as f64 / PARTS),
        };
        self.range = before.range.map(|(low, high)| (widened(low), widened(high)));
        let (width, first) = self.room();
        self.first = first;
        let mut codes = before.codes.clone();
        codes.rename(width, |code| self.code(widened(before.counted(code))));
        self.codes = codes;
    }

    /// Makes codes for the whole range, in steps that a new number allows.
    fn make_room(&mut self, count: i64, is_first: bool) {
        let fits = |step: &&i64| **step <= self.step && count % **step == 0;
        let step = self.kind.steps().iter().find(fits).copied().unwrap_or(1);
        let (low, high) = self.range.unwrap_or_default();
        let last = i128::from(high.div_euclid(step)) - self.first + 1;
        let is_roomy = step == self.step
            && i128::from(low.div_euclid(step)) >= self.first
            && last <= i128::from(self.codes.width().largest());
        if is_roomy && !is_first {
            return;
        }
        let before = (self.first, self.step);
        self.step = step;
        let (width, first) = self.room();
        self.first = first;
        let mut codes = std::mem::replace(&mut self.codes, RowCodes::new());
        let this = &*self;
        codes.rename(width, |code| {
            let count = (before.0 + i128::from(code) - 1) * i128::from(before.1);
            this.code(i64::try_from(count).unwrap_or_default())
        });
        self.codes = codes;
    }

    /// The narrowest width for the whole range, and what its code 1 stands for: what is left over is shared by both ends, so
    /// that later values find room.
    fn room(&self) -> (Width, i128) {
        let (low, high) = self.range.unwrap_or_default();
        let (low, high) = (i128::from(low.div_euclid(self.step)), i128::from(high.div_euclid(self.step)));
        let needed = u64::try_from(high - low + 1).unwrap_or(u64::MAX);
        let width = Width::of(needed);
        (width, low - i128::from(width.largest() - needed) / 2)
    }

    fn code(&self, count: i64) -> u64 {
        u64::try_from(i128::from(count.div_euclid(self.step)) - self.first + 1).unwrap_or_default()
    }

    /// What a code counts.
    fn counted(&self, code: u64) -> i64 {
        i64::try_from((self.first + i128::from(code) - 1) * i128::from(self.step)).unwrap_or_default()
    }

    /// The value that a code stands for.
    fn decode(&self, code: u64) -> Option<Value<'_>> {
        let count = || self.counted(code);
        let number = || match self.form {
            Form::Fine => count() as f64 / PARTS,
            Form::Wide => from_ordered_bits(count()),
        };
        Some(match self.kind {
            Kind::Text | Kind::Texts => Value::Text(Cow::Borrowed(self.texts.get(code)?)),
            Kind::Flag => Value::Flag(count() != 0),
            Kind::Number => Value::Number(number()),
            Kind::Money => Value::Money(number()),
            Kind::Instant => Value::Instant(match self.form {
                Form::Fine => DateTime::from_timestamp_nanos(count()),
                Form::Wide => DateTime::from_timestamp_micros(count())?,
            }),
            Kind::Date => Value::Date(NaiveDate::from_num_days_from_ce_opt(i32::try_from(count()).ok()?)?),
        })
    }

    /// The codes of the lowest and the highest value.
    fn ends(&self) -> Option<(u64, u64)> {
        self.range.map(|(low, high)| (self.code(low), self.code(high)))
    }

    /// The codes whose values are accepted, where the order of a value rises or falls with the value.
    pub(super) fn ordered(
        &self,
        order: impl Fn(&Value<'_>) -> Option<Ordering>,
        accepts: impl Fn(Ordering) -> bool,
    ) -> CodeTest {
        self.stretches(|_| Vec::new(), order, accepts)
    }

    /// The codes of instants whose days are accepted. The day of an instant may go back where clocks do, so the days about
    /// the one that it is compared with are looked at minute by minute.
    pub(super) fn by_day(
        &self,
        day: NaiveDate,
        order: impl Fn(&Value<'_>) -> Option<Ordering>,
        accepts: impl Fn(Ordering) -> bool,
    ) -> CodeTest {
        const MINUTE: i64 = 60_000_000_000;
        // Zones are less than sixteen hours away from UTC.
        const BEFORE: i64 = 16 * 60;
        const AFTER: i64 = (24 + 16) * 60;
        let day_start = day.and_time(chrono::NaiveTime::MIN).and_utc();
        let midnight = nanoseconds(day_start);
        let minutes = (-BEFORE..=AFTER).map(|minute| match self.form {
            Form::Fine => midnight.saturating_add(minute * MINUTE),
            Form::Wide => (day_start.timestamp() + minute * 60) * 1_000_000,
        });
        self.stretches(
            |(low, high)| minutes.map(|at| self.code_at(at).clamp(low, high)).collect(),
            order,
            accepts,
        )
    }

    /// The code of the first value at or after one.
    fn code_at(&self, count: i64) -> u64 {
        let whole = i128::from(count.div_euclid(self.step)) + i128::from(count.rem_euclid(self.step) != 0);
        u64::try_from(whole - self.first + 1).unwrap_or_default()
    }

    /// The codes whose values are accepted, where each order is one stretch of the codes between two marks.
    fn stretches(
        &self,
        marks: impl FnOnce((u64, u64)) -> Vec<u64>,
        order: impl Fn(&Value<'_>) -> Option<Ordering>,
        accepts: impl Fn(Ordering) -> bool,
    ) -> CodeTest {
        let Some((low, high)) = self.ends() else { return CodeTest::AnyOf(Vec::new()) };
        let order = |code: u64| self.decode(code).and_then(|value| order(&value));
        let mut accepted: Vec<(u64, u64)> = Vec::new();
        let mut from = low;
        for mark in marks((low, high)).into_iter().chain([high]) {
            while from <= mark {
                let present = order(from);
                let to = last_with(from, mark, |code| order(code) == present);
                if present.is_some_and(&accepts) {
                    accepted.push((from, to));
                }
                from = to + 1;
            }
        }
        CodeTest::of_stretches(accepted, (low, high))
    }

    /// The codes of texts that are accepted.
    pub(super) fn spelled(&self, accepts: impl Fn(&str) -> bool) -> CodeTest {
        let mut bits = vec![0_u64; self.texts.len() / 64 + 1];
        for (code, _) in self.texts.iter().filter(|(_, text)| accepts(text)) {
            if let Some(word) = bits.get_mut(code as usize / 64) {
                *word |= 1 << (code % 64);
            }
        }
        CodeTest::Among(bits)
    }

    pub(super) fn shrink(&mut self) {
        self.codes.shrink();
        self.texts.shrink();
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.codes.bytes() + self.texts.bytes()
    }
}

impl CodeTest {
    /// The codes of stretches in their order, out of those from the first to the last.
    fn of_stretches(stretches: Vec<(u64, u64)>, (low, high): (u64, u64)) -> Self {
        let mut joined: Vec<(u64, u64)> = Vec::new();
        for (from, to) in stretches {
            match joined.last_mut() {
                Some(last) if last.1 + 1 == from => last.1 = to,
                _ => joined.push((from, to)),
            }
        }
        match joined.as_slice() {
            [] => Self::AnyOf(Vec::new()),
            [(from, to)] => Self::Within(*from, *to),
            [(first, before), (after, last)] if *first == low && *last == high => {
                Self::Outside(before + 1, after - 1)
            }
            _ => Self::AnyOf(joined),
        }
    }
}

/// The last of the codes from `from` to `to` up to which something holds, which holds for `from` and, once it ends, does
/// not begin again.
fn last_with(from: u64, to: u64, holds: impl Fn(u64) -> bool) -> u64 {
    if holds(to) {
        return to;
    }
    let (mut known, mut beyond) = (from, to);
    while known < beyond {
        let middle = beyond - (beyond - known) / 2;
        if holds(middle) { known = middle } else { beyond = middle - 1 }
    }
    known
}

/// An instant in nanoseconds since 1970; the years before 1678 and after 2261 are taken for those.
pub(super) fn nanoseconds(at: DateTime<Utc>) -> i64 {
    at.timestamp_nanos_opt().unwrap_or(if at.timestamp() < 0 { i64::MIN } else { i64::MAX })
}

/// A whole number that is in the order of a floating-point number.
fn ordered_bits(number: f64) -> i64 {
    // Both zeros are equal.
    let bits = (number + 0.0).to_bits().cast_signed();
    bits ^ (i64::MAX * i64::from(bits < 0))
}

fn from_ordered_bits(bits: i64) -> f64 {
    f64::from_bits((bits ^ (i64::MAX * i64::from(bits < 0))).cast_unsigned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(left: &Value<'_>, right: &Value<'_>) -> bool {
        format!("{left:?}") == format!("{right:?}")
    }

    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![
            (-1_000_i32..1_000).prop_map(f64::from),
            (0_i32..10_000).prop_map(|hundredths| f64::from(hundredths) / 100.0),
            any::<f64>().prop_filter("a number", |number| !number.is_nan()).prop_map(|number| number + 0.0),
        ]
    }

    fn instant() -> impl Strategy<Value = DateTime<Utc>> {
        prop_oneof![
            (0_i64..20_000).prop_map(|days| DateTime::from_timestamp(days * 86_400, 0).unwrap()),
            (0_i64..2_000_000_000).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap()),
            any::<i64>().prop_map(|at| DateTime::from_timestamp_nanos(at / 1_000 * 1_000)),
            (-900_000_000_000_i64..900_000_000_000)
                .prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap()),
        ]
    }

    proptest! {
        #[test]
        fn the_codes_of_an_order_are_those_of_the_values(
            numbers in prop::collection::vec(number(), 1..60),
            instants in prop::collection::vec(instant(), 1..60),
            which in 0_usize..60,
        ) {
            let numbers = numbers.into_iter().map(Value::Number).collect::<Vec<_>>();
            let instants = instants.into_iter().map(Value::Instant).collect::<Vec<_>>();
            for (kind, values) in [(Kind::Number, numbers), (Kind::Instant, instants)] {
                let mut column = Column::new(kind);
                values.iter().enumerate().for_each(|(row, value)| column.set(row, Some(value)));
                let order = |left: &Value<'_>, right: &Value<'_>| match (left, right) {
                    (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
                    (Value::Instant(left), Value::Instant(right)) => Some(left.cmp(right)),
                    _ => None,
                };
                let constant = &values[which % values.len()];
                for accepted in [Ordering::Less, Ordering::Equal, Ordering::Greater] {
                    let test = column.ordered(|value| order(value, constant), |order| order == accepted);
                    let everyone = [u64::MAX; super::super::rows::BLOCK_WORDS];
                    let found = column.codes().select(0, &test, &everyone);
                    for (row, value) in values.iter().enumerate() {
                        let expected = order(value, constant) == Some(accepted);
                        prop_assert_eq!(found[row / 64] >> (row % 64) & 1 == 1, expected, "{:?} {:?} {:?}", value, constant, &test);
                    }
                }
            }
        }
        #[test]
        fn a_column_gives_back_what_was_put_in(
            numbers in prop::collection::vec((0_usize..9_000, prop::option::of(number())), 0..200),
            instants in prop::collection::vec((0_usize..9_000, prop::option::of(instant())), 0..200),
            texts in prop::collection::vec((0_usize..40, prop::option::of("[a-cя-ё]{0,3}")), 0..200),
        ) {
            let mut given = std::collections::BTreeMap::new();
            let columns = [Kind::Number, Kind::Instant, Kind::Text];
            let mut columns = columns.map(Column::new);
            let values = numbers.into_iter().map(|(row, number)| (0, row, number.map(Value::Number)))
                .chain(instants.into_iter().map(|(row, instant)| (1, row, instant.map(Value::Instant))))
                .chain(texts.into_iter().map(|(row, text)| (2, row, text.map(|text| Value::Text(text.into())))));
            for (column, row, value) in values {
                columns[column].set(row, value.as_ref());
                given.insert((column, row), value);
            }
            columns[2].given_up = 1_000_000;
            columns[2].forget_texts_of_nobody();
            for ((column, row), value) in given {
                match (columns[column].get(row), value) {
                    (None, None) => {}
                    (Some(found), Some(value)) => prop_assert!(same(&found, &value), "{found:?} {value:?}"),
                    (found, value) => prop_assert!(false, "{found:?} {value:?}"),
                }
            }
        }
    }
}
