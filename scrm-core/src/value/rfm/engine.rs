//! From lines to a table of customers.

use serde::{Deserialize, Serialize};

use super::lines::{Line, LineCounts, TransactionLines, UNKNOWN};
use super::score::{RfmBounds, RfmClass, Rhythm, exceeded, quintiles, recency_score};
use crate::value::ValueError;
use crate::value::config::{PurchaseUnit, Returns, RfmConfig, ScoreBy};

/// Scores customers. Immutable, cheap to clone.
#[derive(Clone, Debug)]
pub struct RfmEngine {
    pub(super) config: RfmConfig,
}

/// What one customer's purchases come to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RfmRow {
    /// The number that the caller gave the customer. It is not written: whoever writes a row knows the name.
    #[serde(skip)]
    pub customer: u32,
    /// Days since the last purchase.
    pub recency_days: u32,
    /// Purchases.
    pub frequency: u32,
    /// What was spent.
    pub monetary: f64,
    /// Days since the first purchase.
    pub age_days: u32,
    /// Days on which something was bought.
    pub days: u32,
    /// What was spent on a day after the first, on average; 0 where there was only one.
    pub repeat_average: f64,
    /// Score of recency, 1 to 5, the most recent 5.
    pub r: u8,
    /// Score of frequency, 1 to 5.
    pub f: u8,
    /// Score of monetary value, 1 to 5.
    pub m: u8,
    /// What that makes of the customer.
    pub class: RfmClass,
    /// The rhythm of purchases.
    pub rhythm: Rhythm,
    /// The median of the days between days with purchases; none where there was one day.
    pub median_gap_days: Option<f64>,
}

/// Customers by their numbers, with what became of the lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RfmTable {
    /// One row for each customer who bought something.
    pub rows: Vec<RfmRow>,
    /// Where the scores change.
    pub bounds: RfmBounds,
    /// What became of the lines.
    pub counts: LineCounts,
}

impl RfmEngine {
    /// Checks the rules.
    ///
    /// # Errors
    /// `value.parameter.bad` names the bound that is out of order, or the score that is none.
    pub fn new(config: &RfmConfig) -> Result<Self, ValueError> {
        let wrong = |field: &str, cause| Err(ValueError::Parameter { field: format!("rfm.{field}"), cause });
        let bounds = RfmBounds::from(&config.thresholds);
        let named = [
            ("thresholds.recency_days", &bounds.recency_days),
            ("thresholds.frequency", &bounds.frequency),
            ("thresholds.monetary", &bounds.monetary),
        ];
        for (field, bounds) in named {
            if !bounds.iter().all(|bound| bound.is_finite()) || !bounds.is_sorted() {
                return wrong(field, "does not ascend");
            }
        }
        let classes = &config.classes;
        for (field, from) in [
            ("classes.recent_from", classes.recent_from),
            ("classes.worthwhile_from", classes.worthwhile_from),
        ] {
            if !(1.0..=5.0).contains(&from) {
                return wrong(field, "is no score from 1 to 5");
            }
        }
        let rhythm = &config.rhythm;
        let days = [rhythm.weekly, rhythm.monthly, rhythm.quarterly, rhythm.half_yearly, rhythm.yearly];
        if !days.is_sorted() {
            return wrong("rhythm", "does not ascend from weekly to yearly");
        }
        Ok(Self { config: config.clone() })
    }

    /// Whether scores follow from bounds that are given, so that nobody's depend on others'.
    ///
    /// ```
    /// use scrm_core::value::{RfmEngine, ScoreBy, ValueConfig};
    /// let mut config = ValueConfig::standard().rfm;
    /// assert!(!RfmEngine::new(&config)?.scores_by_thresholds());
    /// config.score_by = ScoreBy::Thresholds;
    /// assert!(RfmEngine::new(&config)?.scores_by_thresholds());
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    #[must_use]
    pub const fn scores_by_thresholds(&self) -> bool {
        matches!(self.config.score_by, ScoreBy::Thresholds)
    }

    /// Makes a table of lines, as of `today`, in days since 1 January 1970.
    ///
    /// ```
    /// use scrm_core::value::{RfmClass, RfmEngine, TransactionLines, UNKNOWN, ValueConfig};
    ///
    /// let engine = RfmEngine::new(&ValueConfig::standard().rfm)?;
    /// let lines = TransactionLines {
    ///     customers: &[0, 0, 1, UNKNOWN, 0],
    ///     days: &[20_000, 20_030, 19_000, 20_000, 20_031],
    ///     amounts: &[50.0, 70.0, 5.0, 9.0, -70.0],
    ///     orders: &[],
    /// };
    /// let table = engine.table(&lines, 20_040)?;
    /// assert_eq!((table.rows[0].recency_days, table.rows[0].frequency, table.rows[0].monetary), (10, 2, 120.0));
    /// assert_eq!((table.counts.without_customer, table.counts.returned), (1, 1));
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// `value.columns.length` where columns differ in length, `value.row.bad` for an amount that is no number.
    pub fn table(&self, lines: &TransactionLines<'_>, today: i32) -> Result<RfmTable, ValueError> {
        lines.check()?;
        let mut rows = Vec::new();
        let mut gaps = Vec::new();
        let mut only_returned = 0;
        let counts = lines.each_customer(today, &mut |customer, lines, orders| match self
            .row(lines, orders, today, &mut gaps)
        {
            Some(row) => rows.push(RfmRow { customer, ..row }),
            None => only_returned += 1,
        });
        let counts = LineCounts { only_returned, ..counts };
        let bounds = self.score(&mut rows);
        Ok(RfmTable { rows, bounds, counts })
    }

    /// What one customer's lines come to, without scores; nothing where none is a purchase.
    fn row(&self, lines: &mut [Line], orders: &mut [u32], today: i32, gaps: &mut Vec<u32>) -> Option<RfmRow> {
        let returned: f64 = lines.iter().map(|line| line.amount.min(0.0)).sum();
        let purchases = purchases(lines, orders);
        lines.sort_unstable_by_key(|line| line.day);
        let mut bought = lines.iter().filter(|line| line.amount > 0.0).peekable();
        let first = bought.peek()?.day;
        gaps.clear();
        let (mut last, mut days, mut spent, mut spent_on_first) = (first, 1_u32, 0.0, 0.0);
        for line in bought {
            if line.day > last {
                days += 1;
                gaps.push(line.day.abs_diff(last));
                last = line.day;
            }
            spent += line.amount;
            if line.day == first {
                spent_on_first += line.amount;
            }
        }
        let frequency = match self.config.purchase {
            PurchaseUnit::Day => days,
            PurchaseUnit::Order => purchases,
        };
        let repeat_average = if days > 1 { (spent - spent_on_first) / f64::from(days - 1) } else { 0.0 };
        let net = match self.config.returns {
            Returns::LeaveOut => spent,
            Returns::Subtract => spent + returned,
        };
        let (rhythm, median_gap_days) = Rhythm::of(gaps, &self.config.rhythm);
        Some(RfmRow {
            customer: UNKNOWN,
            recency_days: today.abs_diff(last),
            frequency,
            monetary: net,
            age_days: today.abs_diff(first),
            days,
            repeat_average,
            r: 0,
            f: 0,
            m: 0,
            class: RfmClass::Ordinary,
            rhythm,
            median_gap_days,
        })
    }

    /// Gives every row its scores and its class.
    fn score(&self, rows: &mut [RfmRow]) -> RfmBounds {
        let bounds = match self.config.score_by {
            ScoreBy::Thresholds => RfmBounds::from(&self.config.thresholds),
            ScoreBy::Quantiles => {
                let mut values = Vec::with_capacity(rows.len());
                let mut column = |value: &dyn Fn(&RfmRow) -> f64| {
                    values.clear();
                    values.extend(rows.iter().map(value));
                    quintiles(&mut values)
                };
                RfmBounds {
                    recency_days: column(&|row| f64::from(row.recency_days)),
                    frequency: column(&|row| f64::from(row.frequency)),
                    monetary: column(&|row| row.monetary),
                }
            }
        };
        for row in rows {
            row.r = recency_score(row.recency_days, &bounds.recency_days);
            row.f = 1 + exceeded(f64::from(row.frequency), &bounds.frequency);
            row.m = 1 + exceeded(row.monetary, &bounds.monetary);
            row.class = RfmClass::of(row.r, row.f, row.m, &self.config.classes);
        }
        bounds
    }
}

/// How many orders the lines that were bought belong to; a line that stands alone is one.
fn purchases(lines: &[Line], orders: &mut [u32]) -> u32 {
    if orders.is_empty() {
        return lines.iter().map(|line| u32::from(line.amount > 0.0)).sum();
    }
    let mut alone = 0;
    for (line, order) in lines.iter().zip(orders.iter_mut()) {
        // What was returned makes no purchase of its order.
        if line.amount < 0.0 {
            *order = UNKNOWN;
        } else if *order == UNKNOWN {
            alone += 1;
        }
    }
    orders.sort_unstable();
    let mut last = UNKNOWN;
    for order in orders.iter().take_while(|order| **order != UNKNOWN) {
        alone += u32::from(*order != last);
        last = *order;
    }
    alone
}
