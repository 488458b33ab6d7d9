//! From lines and activity to who is at risk.

use serde::{Deserialize, Serialize};

use crate::value::ValueError;
use crate::value::config::ChurnConfig;
use crate::value::rfm::{TransactionLines, UNKNOWN};

/// Finds customers who are about to be lost. Immutable, cheap to clone.
#[derive(Clone, Debug)]
pub struct ChurnEngine {
    config: ChurnConfig,
}

/// What customers did beside buying: columns of one length, with the numbers that customers have in the lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct Activity<'c> {
    /// Who did something; [`UNKNOWN`] where nobody knows.
    pub customers: &'c [u32],
    /// On which day, as days since 1 January 1970.
    pub days: &'c [i32],
}

/// How customers buy on the whole.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UsualGaps {
    /// The usual days between purchases of all customers: their geometric mean.
    pub usual_gap_days: f64,
    /// How many times the usual gap is too long.
    pub factor: f64,
    /// From how many gaps.
    pub gaps: u64,
    /// Whether the two numbers were seen in these gaps; where there were too few, they are the playbook's.
    pub seen: bool,
}

/// How somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChurnStatus {
    /// In time, and as active as before.
    Steady,
    /// In time, but less active than before.
    Fading,
    /// The gap is too long, but activity holds.
    Overdue,
    /// The gap is too long, and activity falls: win the customer back.
    AtRisk,
}

/// How one customer stands, with what was read to say so.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChurnRow {
    /// The number that the caller gave the customer. It is not written: whoever writes a row knows the name.
    #[serde(skip)]
    pub customer: u32,
    /// How the customer stands.
    pub status: ChurnStatus,
    /// Days since the last purchase.
    pub gap_days: u32,
    /// The customer's usual gap, drawn towards that of all.
    pub usual_gap_days: f64,
    /// How many gaps are the customer's own.
    pub own_gaps: u32,
    /// A gap of more days is too long.
    pub alert_after_days: f64,
    /// In how many days the gap will be too long if nothing is bought; 0 where it is.
    pub days_left: u32,
    /// Activity in the later span.
    pub recent_activity: u32,
    /// Activity in the span before.
    pub earlier_activity: u32,
    /// How much recent activity would have to grow for it not to fall.
    pub activity_missing: u32,
}

impl ChurnRow {
    /// Whether the gap of somebody with a rhythm of their own became too long within the last so many days.
    ///
    /// ```
    /// use scrm_core::value::{Activity, ChurnEngine, TransactionLines, UNKNOWN, ValueConfig};
    /// let engine = ChurnEngine::new(&ValueConfig::standard().churn)?;
    /// let days: Vec<i32> = (0..20).map(|order| order * 10).collect();
    /// let (customers, amounts) = ([0; 20], [9.0; 20]);
    /// let lines = TransactionLines { customers: &customers, days: &days, amounts: &amounts, orders: &[] };
    /// // With gaps of ten days, more than 36 days are too long.
    /// let row = engine.table(&lines, &Activity::default(), 190 + 40)?.rows[0];
    /// assert!((36.0..37.0).contains(&row.alert_after_days));
    /// assert!(row.became_late_within(4) && !row.became_late_within(3));
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn became_late_within(&self, days: u32) -> bool {
        let late_for = f64::from(self.gap_days) - self.alert_after_days;
        self.own_gaps > 0 && late_for > 0.0 && late_for <= f64::from(days)
    }
}

/// Customers by their numbers, with how they buy on the whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChurnTable {
    /// What gaps are compared with.
    pub usual: UsualGaps,
    /// One row for each customer who bought something.
    pub rows: Vec<ChurnRow>,
}

/// What is kept of one customer.
struct Buyer {
    customer: u32,
    last: i32,
    gaps: u32,
    ln_gaps: f64,
    recent: u32,
    earlier: u32,
}

/// One customer's days with purchases, ascending.
type Days = Vec<i32>;

impl ChurnEngine {
    /// Checks the rules.
    ///
    /// # Errors
    /// `value.parameter.bad` names the number that is out of bounds.
    pub fn new(config: &ChurnConfig) -> Result<Self, ValueError> {
        let wrong =
            |field: &str, cause| Err(ValueError::Parameter { field: format!("churn.{field}"), cause });
        if !(config.usual_gap_days.is_finite() && config.usual_gap_days > 0.0) {
            return wrong("usual_gap_days", "is no number above 0");
        }
        if !(config.factor.is_finite() && config.factor >= 1.0) {
            return wrong("factor", "is no number from 1 on");
        }
        if !(config.prior_gaps.is_finite() && config.prior_gaps > 0.0) {
            return wrong("prior_gaps", "is no number above 0");
        }
        if !(0.5..1.0).contains(&config.share_in_time) {
            return wrong("share_in_time", "is no share from 0.5 to below 1");
        }
        if !(0.0..1.0).contains(&config.falling_to) {
            return wrong("falling_to", "is no share from 0 to below 1");
        }
        if config.activity_days == 0 {
            return wrong("activity_days", "is 0");
        }
        Ok(Self { config: config.clone() })
    }

    /// Over how many days activity is looked at: the later span and the one before.
    ///
    /// ```
    /// use scrm_core::value::{ChurnEngine, ValueConfig};
    /// let engine = ChurnEngine::new(&ValueConfig::standard().churn)?;
    /// assert_eq!(engine.activity_reach_days(), 180);
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    #[must_use]
    pub const fn activity_reach_days(&self) -> u32 {
        self.config.activity_days.saturating_mul(2)
    }

    /// Says of every customer who bought something how they stand `today`, in days since 1 January 1970. Amounts of 0 and
    /// below are no purchases; lines of nobody and of the future are left out.
    ///
    /// ```
    /// use scrm_core::value::{Activity, ChurnEngine, ChurnStatus, TransactionLines, ValueConfig};
    ///
    /// let engine = ChurnEngine::new(&ValueConfig::standard().churn)?;
    /// // Every week for five weeks; then nothing for a hundred days.
    /// let lines = TransactionLines {
    ///     customers: &[0; 5],
    ///     days: &[20_000, 20_007, 20_014, 20_021, 20_028],
    ///     amounts: &[9.0; 5],
    ///     orders: &[],
    /// };
    /// let found = engine.table(&lines, &Activity::default(), 20_128)?;
    /// assert_eq!(found.rows[0].status, ChurnStatus::AtRisk);
    /// assert!(found.rows[0].usual_gap_days < 30.0);
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// `value.columns.length` where columns differ in length, `value.row.bad` for an amount that is no number.
    pub fn table(
        &self,
        lines: &TransactionLines<'_>,
        activity: &Activity<'_>,
        today: i32,
    ) -> Result<ChurnTable, ValueError> {
        lines.check()?;
        let (expected, rows) = (activity.customers.len(), activity.days.len());
        if expected != rows {
            return Err(ValueError::Length { field: "activity.days", rows, expected });
        }
        let mut buyers = Vec::new();
        // The logarithm of every gap, customer by customer.
        let mut ln_gaps = Vec::new();
        let mut days = Days::new();
        lines.each_customer(today, &mut |customer, lines, _| {
            days.clear();
            days.extend(lines.iter().filter(|line| line.amount > 0.0).map(|line| line.day));
            days.sort_unstable();
            days.dedup();
            buyers.extend(self.buyer(customer, &days, today, &mut ln_gaps));
        });
        self.count(activity, &mut buyers, today);
        let usual = self.usual(&buyers, &ln_gaps);
        let rows = buyers.iter().map(|buyer| self.row(buyer, &usual, today)).collect();
        Ok(ChurnTable { usual, rows })
    }

    fn buyer(&self, customer: u32, days: &[i32], today: i32, ln_gaps: &mut Vec<f64>) -> Option<Buyer> {
        let last = *days.last()?;
        let before = ln_gaps.len();
        let gaps = days.iter().zip(days.iter().skip(1));
        ln_gaps.extend(gaps.map(|(earlier, later)| f64::from(later.abs_diff(*earlier)).ln()));
        let own = ln_gaps.get(before..).unwrap_or_default();
        let (gaps, ln_gaps) = (own.len() as u32, own.iter().sum());
        let mut buyer = Buyer { customer, last, gaps, ln_gaps, recent: 0, earlier: 0 };
        days.iter().for_each(|day| self.add(&mut buyer, *day, today));
        Some(buyer)
    }

    /// Adds one day with activity to the span it falls into.
    fn add(&self, buyer: &mut Buyer, day: i32, today: i32) {
        if day > today {
            return;
        }
        match today.abs_diff(day) / self.config.activity_days {
            0 => buyer.recent = buyer.recent.saturating_add(1),
            1 => buyer.earlier = buyer.earlier.saturating_add(1),
            _ => {}
        }
    }

    fn count(&self, activity: &Activity<'_>, buyers: &mut [Buyer], today: i32) {
        for (customer, day) in activity.customers.iter().zip(activity.days) {
            if *customer != UNKNOWN
                && let Ok(place) = buyers.binary_search_by_key(customer, |buyer| buyer.customer)
                && let Some(buyer) = buyers.get_mut(place)
            {
                self.add(buyer, *day, today);
            }
        }
    }

    /// How customers buy on the whole.
    fn usual(&self, buyers: &[Buyer], ln_gaps: &[f64]) -> UsualGaps {
        let count = ln_gaps.len();
        let gaps = count as u64;
        if count == 0 || gaps < u64::from(self.config.least_gaps) {
            let ChurnConfig { usual_gap_days, factor, .. } = self.config;
            return UsualGaps { usual_gap_days, factor, gaps, seen: false };
        }
        let ln_usual = ln_gaps.iter().sum::<f64>() / count as f64;
        let mut ratios = Vec::with_capacity(count);
        let mut rest = ln_gaps;
        for buyer in buyers {
            let (own, others) = rest.split_at_checked(buyer.gaps as usize).unwrap_or_default();
            rest = others;
            for ln_gap in own {
                let without = self.ln_usual(buyer.ln_gaps - ln_gap, f64::from(buyer.gaps - 1), ln_usual);
                ratios.push(ln_gap - without);
            }
        }
        let rank = ((count as f64 * self.config.share_in_time).ceil() as usize).clamp(1, count) - 1;
        let (_, ln_factor, _) = ratios.select_nth_unstable_by(rank, f64::total_cmp);
        UsualGaps { usual_gap_days: ln_usual.exp(), factor: ln_factor.exp().max(1.0), gaps, seen: true }
    }

    /// The logarithm of a usual gap, drawn towards that of all.
    fn ln_usual(&self, ln_gaps: f64, gaps: f64, ln_usual_of_all: f64) -> f64 {
        let prior = self.config.prior_gaps;
        (ln_gaps + prior * ln_usual_of_all) / (gaps + prior)
    }

    fn row(&self, buyer: &Buyer, usual: &UsualGaps, today: i32) -> ChurnRow {
        let own = self.ln_usual(buyer.ln_gaps, f64::from(buyer.gaps), usual.usual_gap_days.ln());
        let usual_gap_days = own.exp();
        let alert_after_days = usual_gap_days * usual.factor;
        let gap_days = today.abs_diff(buyer.last);
        let late = f64::from(gap_days) > alert_after_days;
        let enough = f64::from(buyer.earlier) * self.config.falling_to;
        let falling = f64::from(buyer.recent) <= enough;
        let status = match (late, falling) {
            (false, false) => ChurnStatus::Steady,
            (false, true) => ChurnStatus::Fading,
            (true, false) => ChurnStatus::Overdue,
            (true, true) => ChurnStatus::AtRisk,
        };
        let days_left = if late { 0 } else { (alert_after_days.floor() + 1.0) as u32 - gap_days };
        let activity_missing =
            if falling { (enough.floor() as u32 + 1).saturating_sub(buyer.recent) } else { 0 };
        ChurnRow {
            customer: buyer.customer,
            status,
            gap_days,
            usual_gap_days,
            own_gaps: buyer.gaps,
            alert_after_days,
            days_left,
            recent_activity: buyer.recent,
            earlier_activity: buyer.earlier,
            activity_missing,
        }
    }
}
