//! What the workspace's own orders say of its customers.
//!
//! Purchases are counted by days, as BG/NBD wants them: everything that somebody ordered on one day is one. The expectation is
//! told from the earlier part of the time alone and held against the rest, which the model has not seen.

use chrono::{NaiveDate, TimeDelta};

use super::config::ValueReport;
use super::report::{
    ClassFigures, DayCounts, Expectation, ExpectationRow, FrequencyRow, RecencyCell, StillBuying,
    ValueFigures, ValueLeftOut,
};
use crate::foundation::Coded;
use crate::foundation::interval::tidy;
use crate::value::{BgNbd, Histories, OrderLines, PurchaseModel, RfmClass, RfmEngine, RfmRow, ValueError};

/// Ends of the columns, in days since the last order.
const UP_TO_DAYS: [u32; 5] = [30, 60, 90, 180, 365];

/// From how many days with orders on a row begins.
const ROWS: [u32; 5] = [2, 3, 4, 6, 11];

/// The same for an expectation, which is told of those with one order too.
const EXPECTATION_ROWS: [u32; 5] = [1, 2, 3, 4, 6];

/// From this probability on somebody probably still buys; below the other, somebody has probably left.
const LIKELY: f64 = 0.7;
const GONE: f64 = 0.3;

/// Histories of customers in days, as the models want them.
#[derive(Default)]
struct Columns {
    frequency: Vec<f64>,
    recency: Vec<f64>,
    age: Vec<f64>,
}

impl Columns {
    fn of(rows: &[RfmRow]) -> Self {
        let column = |value: &dyn Fn(&RfmRow) -> u32| rows.iter().map(|row| f64::from(value(row))).collect();
        Self {
            frequency: column(&|row| row.days.saturating_sub(1)),
            recency: column(&|row| row.age_days.saturating_sub(row.recency_days)),
            age: column(&|row| row.age_days),
        }
    }

    fn histories(&self) -> Result<Histories<'_>, ValueError> {
        Histories::new(&self.frequency, &self.recency, &self.age)
    }
}

/// What is told from: the lines of the orders, and how they are read.
pub(crate) struct ValueFacts<'a> {
    pub(crate) orders: &'a OrderLines,
    pub(crate) rfm: &'a RfmEngine,
    pub(crate) rules: &'a ValueReport,
    /// As days since 1 January 1970.
    pub(crate) today: i32,
}

impl ValueFacts<'_> {
    /// Everything that there are enough orders for.
    pub(crate) fn figures(&self) -> ValueFigures {
        match self.rfm.table(&self.orders.columns(), self.today) {
            Ok(table) => self.figures_of(&table.rows),
            Err(error) => ValueFigures { left_out: vec![no_fit(&error)], ..ValueFigures::default() },
        }
    }

    fn figures_of(&self, rows: &[RfmRow]) -> ValueFigures {
        let (buyers, repeat_buyers) = counts(rows);
        let mut figures = ValueFigures {
            buyers,
            repeat_buyers,
            orders_without_rate: self.orders.without_rate(),
            ..ValueFigures::default()
        };
        if buyers == 0 {
            return figures;
        }
        if buyers >= u64::from(self.rules.least_buyers) {
            figures.classes = classes(rows);
        } else {
            figures.left_out.push(ValueLeftOut::FewBuyers { wanted: self.rules.least_buyers });
        }
        if !self.suffice(rows) {
            figures.left_out.push(ValueLeftOut::FewRepeatBuyers {
                wanted: self.rules.least_model_buyers,
                wanted_repeat: self.rules.least_repeat_buyers,
            });
            return figures;
        }
        match still_buying(rows) {
            Ok(found) => figures.still_buying = Some(found),
            Err(error) => figures.left_out.push(no_fit(&error)),
        }
        match self.expectation(rows) {
            Ok(found) => figures.expectation = Some(found),
            Err(left_out) if figures.left_out.contains(&left_out) => {}
            Err(left_out) => figures.left_out.push(left_out),
        }
        figures
    }

    fn suffice(&self, rows: &[RfmRow]) -> bool {
        let (buyers, repeat_buyers) = counts(rows);
        buyers >= u64::from(self.rules.least_model_buyers)
            && repeat_buyers >= u64::from(self.rules.least_repeat_buyers)
    }

    fn expectation(&self, now: &[RfmRow]) -> Result<Expectation, ValueLeftOut> {
        let oldest = now.iter().map(|row| row.age_days).max().unwrap_or_default();
        let days = (f64::from(oldest) * self.rules.held_back).floor() as u32;
        let cut = self.today.saturating_sub_unsigned(days);
        let told_on = day(cut);
        let before = self.rfm.table(&self.orders.columns(), cut).map_err(|error| no_fit(&error))?.rows;
        if days == 0 || !self.suffice(&before) {
            return Err(ValueLeftOut::FewBefore { until: told_on });
        }
        let columns = Columns::of(&before);
        let expected = || -> Result<Vec<f64>, ValueError> {
            let histories = columns.histories()?;
            let (model, _) = BgNbd::fit(&histories, None)?;
            let forecasts = PurchaseModel::BgNbd(model).predict(f64::from(days), &histories)?;
            Ok(forecasts.expected_purchases)
        };
        let expected = expected().map_err(|error| no_fit(&error))?;
        let mut rows: Vec<ExpectationRow> = bands(&EXPECTATION_ROWS)
            .map(|days| ExpectationRow { days, customers: 0, expected: 0.0, actual: 0 })
            .collect();
        for (row, expected) in before.iter().zip(&expected) {
            let later = now.binary_search_by_key(&row.customer, |row| row.customer).ok();
            let since = later.and_then(|place| now.get(place)).map_or(0, |later| later.days - row.days);
            if let Some(band) = rows.iter_mut().rev().find(|band| row.days >= band.days.from) {
                band.customers += 1;
                band.expected += expected;
                band.actual += u64::from(since);
            }
        }
        rows.retain(|band| band.customers > 0);
        rows.iter_mut().for_each(|band| band.expected = tidy(band.expected));
        Ok(Expectation {
            told_on,
            days,
            customers: before.len() as u64,
            expected: tidy(expected.iter().sum()),
            actual: rows.iter().map(|band| band.actual).sum(),
            rows,
        })
    }
}

/// Who bought something, and who bought on more than one day.
fn counts(rows: &[RfmRow]) -> (u64, u64) {
    (rows.len() as u64, rows.iter().filter(|row| row.days > 1).count() as u64)
}

fn classes(rows: &[RfmRow]) -> Vec<ClassFigures> {
    let all: f64 = rows.iter().map(|row| row.monetary).sum();
    let classes = [RfmClass::HighValue, RfmClass::Potential, RfmClass::Ordinary, RfmClass::ChurnRisk];
    let figures = classes.into_iter().map(|class| {
        let own = || rows.iter().filter(|row| row.class == class);
        let spent: f64 = own().map(|row| row.monetary).sum();
        ClassFigures {
            class,
            customers: own().count() as u64,
            percent: tidy(own().count() as f64 * 100.0 / rows.len().max(1) as f64),
            spent: tidy(spent),
            spent_percent: (all > 0.0).then(|| tidy(spent * 100.0 / all)),
        }
    });
    figures.collect()
}

fn still_buying(rows: &[RfmRow]) -> Result<StillBuying, ValueError> {
    let columns = Columns::of(rows);
    let histories = columns.histories()?;
    let (model, _) = BgNbd::fit(&histories, None)?;
    let probabilities = PurchaseModel::BgNbd(model).probability_alive(&histories)?;
    let mut found = StillBuying {
        model,
        likely: 0,
        open: 0,
        gone: 0,
        up_to_days: UP_TO_DAYS.to_vec(),
        rows: bands(&ROWS)
            .map(|days| FrequencyRow { days, cells: vec![RecencyCell::default(); UP_TO_DAYS.len() + 1] })
            .collect(),
    };
    for (row, probability) in rows.iter().zip(probabilities).filter(|(row, _)| row.days > 1) {
        let class = match probability {
            likely if likely >= LIKELY => &mut found.likely,
            gone if gone < GONE => &mut found.gone,
            _ => &mut found.open,
        };
        *class += 1;
        let column = UP_TO_DAYS.partition_point(|end| *end < row.recency_days);
        let band = found.rows.iter_mut().rev().find(|band| row.days >= band.days.from);
        if let Some(cell) = band.and_then(|band| band.cells.get_mut(column)) {
            cell.customers += 1;
            *cell.probability.get_or_insert_default() += probability;
        }
    }
    for cell in found.rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.probability = cell.probability.map(|sum| tidy(sum / cell.customers as f64));
    }
    Ok(found)
}

/// Bands that begin at these numbers.
fn bands(from: &[u32]) -> impl Iterator<Item = DayCounts> {
    let ends = from.iter().skip(1).map(|next| Some(next - 1)).chain([None]);
    from.iter().zip(ends).map(|(from, to)| DayCounts { from: *from, to })
}

fn no_fit(error: &ValueError) -> ValueLeftOut {
    ValueLeftOut::NoFit { code: error.code().to_owned() }
}

fn day(number: i32) -> NaiveDate {
    let start = NaiveDate::default();
    start.checked_add_signed(TimeDelta::days(number.into())).unwrap_or(start)
}
