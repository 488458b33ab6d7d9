//! Which number of a date is the day, the month and the year, as the dates of a column prove it.

use serde::{Deserialize, Serialize};

use super::date::three_numbers;

/// Which number of `03/04/2024` is the day, and of `24-12-31` the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DateOrder {
    /// The first is the day: 3 April.
    DayFirst,
    /// The second is the day: 4 March.
    MonthFirst,
    /// A year of two digits stands before month and day: 31 December 2024. The month is before the day elsewhere too.
    YearFirst,
}

/// How the dates of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ColumnOrder {
    pub(crate) order: DateOrder,
    /// The column proves where its years of two digits stand.
    pub(crate) is_year_proved: bool,
}

/// The order that the dates of a column prove, else the standard one.
pub(crate) fn order_of_column<'a>(
    cells: impl IntoIterator<Item = &'a str>,
    standard: DateOrder,
) -> ColumnOrder {
    let mut evidence = Evidence::default();
    for numbers in cells.into_iter().filter_map(three_numbers) {
        evidence.weigh(numbers);
    }
    evidence.order(standard)
}

/// What cells of a column say: how many of each order, and of the others which numbers they begin and end with.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    day_first: usize,
    month_first: usize,
    year_first: usize,
    year_last: usize,
    /// Numbers that are a day or a year, one bit each: those before a month and those behind it.
    firsts: u32,
    lasts: u32,
}

/// The numbers up to twelve, which may be months.
const MONTHS: u32 = 0b1_1111_1111_1111;

impl Evidence {
    fn weigh(&mut self, [first, second, last]: [(u32, usize); 3]) {
        let is_year = |(value, digits): (u32, usize)| digits == 4 || !(1..=31).contains(&value);
        let (year_first, year_last) = (is_year(first), is_year(last));
        match (first.0, second.0) {
            (_, 1..=12) if year_first && !year_last => self.year_first += usize::from(first.1 == 2),
            (13..=31, 1..=12) if year_last => self.day_first += 1,
            (1..=12, 13..=31) => self.month_first += 1,
            (1..=31, 1..=12) if !year_last => {
                self.firsts |= 1 << first.0;
                self.lasts |= 1 << last.0;
            }
            _ => {}
        }
        let is_second_day = matches!((first.0, second.0), (1..=12, 13..=31));
        self.year_last += usize::from(!year_first && (year_last || is_second_day));
    }

    fn order(self, standard: DateOrder) -> ColumnOrder {
        // Of 24-12-31, 24-12-30 and 24-11-05 the number that comes again is the year.
        let is_year = |numbers: u32, others: u32| 2 * numbers.count_ones() < others.count_ones();
        let are_years_last = is_year(self.lasts, self.firsts);
        let are_years_first = is_year(self.firsts, self.lasts) && self.firsts & MONTHS == 0;
        let is_year_proved = self.year_last > 0 || self.year_first > 0 || are_years_last || are_years_first;
        let by_default = standard == DateOrder::YearFirst && !are_years_last;
        let is_year_first = self.year_last == 0 && (self.year_first > 0 || are_years_first || by_default);
        let days_first = self.day_first + usize::from(self.firsts & !MONTHS != 0);
        let order = match days_first.cmp(&self.month_first) {
            _ if is_year_first => DateOrder::YearFirst,
            std::cmp::Ordering::Greater => DateOrder::DayFirst,
            std::cmp::Ordering::Less => DateOrder::MonthFirst,
            std::cmp::Ordering::Equal => standard,
        };
        ColumnOrder { order, is_year_proved }
    }
}
