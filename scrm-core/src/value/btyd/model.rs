//! Either of the two models of purchases, for many customers at once.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::bg_nbd::BgNbd;
use super::fit::not_negative;
use super::forecast::Purchases;
use super::gamma_gamma::{self, GammaGamma};
use super::history::{Histories, History, same_length};
use super::pareto_nbd::ParetoNbd;
use crate::value::ValueError;
use crate::value::numeric::Vector;

/// A model of when customers buy and when they leave, with its parameters.
///
/// ```
/// use scrm_core::value::{BgNbd, Histories, PurchaseModel};
///
/// let model = PurchaseModel::BgNbd(BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
/// let histories = Histories::new(&[2.0, 0.0], &[30.43, 0.0], &[38.86, 38.86])?;
/// let forecasts = model.predict(39.0, &histories)?;
/// assert_eq!(forecasts.probability_alive[1], 1.0);
/// assert!(forecasts.expected_purchases[0] > forecasts.expected_purchases[1]);
/// # Ok::<(), scrm_core::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "model")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PurchaseModel {
    /// Customers leave after a purchase.
    BgNbd(BgNbd),
    /// Customers leave at any time.
    ParetoNbd(ParetoNbd),
}

/// What is expected of customers, in the order of their histories.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Forecasts {
    /// The probability that each is still a customer, 0 to 1.
    pub probability_alive: Vec<f64>,
    /// How many purchases each is expected to make within the time that was asked for.
    pub expected_purchases: Vec<f64>,
}

/// How far and at what rate the future is counted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Horizon {
    /// How many periods are counted.
    pub periods: u32,
    /// How long each is, in the unit of time of the histories: 30 where that is days.
    pub period: f64,
    /// What a period takes off: what is earned in the n-th counts 1 / (1 + rate)ⁿ.
    pub discount_rate: f64,
}

impl Horizon {
    /// The longest that is counted.
    const MOST_PERIODS: u32 = 1200;

    fn check(&self) -> Result<(), ValueError> {
        not_negative("period", self.period)?;
        not_negative("discount_rate", self.discount_rate)?;
        if self.periods > Self::MOST_PERIODS {
            return Err(ValueError::Parameter { field: "periods".to_owned(), cause: "is above 1,200" });
        }
        Ok(())
    }
}

impl PurchaseModel {
    /// The parameters, in the order of the paper.
    pub(super) const fn parameters(&self) -> Vector {
        match self {
            Self::BgNbd(model) => model.parameters(),
            Self::ParetoNbd(model) => model.parameters(),
        }
    }

    /// The same model with other parameters.
    pub(super) const fn with(&self, parameters: &Vector) -> Self {
        match self {
            Self::BgNbd(_) => Self::BgNbd(BgNbd::of(parameters)),
            Self::ParetoNbd(_) => Self::ParetoNbd(ParetoNbd::of(parameters)),
        }
    }

    fn check(&self) -> Result<(), ValueError> {
        match self {
            Self::BgNbd(model) => model.check(),
            Self::ParetoNbd(model) => model.check(),
        }
    }

    fn alive(&self, history: &History) -> f64 {
        match self {
            Self::BgNbd(model) => model.alive(history),
            Self::ParetoNbd(model) => model.alive(history),
        }
    }

    /// The probability that each is still a customer, 0 to 1.
    ///
    /// ```
    /// use scrm_core::value::{BgNbd, Histories, PurchaseModel};
    /// let model = PurchaseModel::BgNbd(BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
    /// let histories = Histories::new(&[2.0], &[30.43], &[38.86])?;
    /// assert!((model.probability_alive(&histories)?[0] - 0.7266).abs() < 1e-4);
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// `value.parameter.bad` for parameters that are not above 0.
    pub fn probability_alive(&self, histories: &Histories<'_>) -> Result<Vec<f64>, ValueError> {
        self.check()?;
        Ok(histories.iter().map(|history| self.alive(&history)).collect())
    }

    /// Who is still a customer, and how many purchases each is expected to make within the time `t` from now.
    ///
    /// # Errors
    /// `value.parameter.bad` for parameters that are not above 0 and a time that is no number or below 0.
    pub fn predict(&self, t: f64, histories: &Histories<'_>) -> Result<Forecasts, ValueError> {
        not_negative("t", t)?;
        let probability_alive = self.probability_alive(histories)?;
        let mut ahead = Ahead::new(self);
        let rows = histories.iter().zip(&probability_alive);
        let expected_purchases = rows.map(|(history, alive)| alive * ahead.within(t, &history)).collect();
        Ok(Forecasts { probability_alive, expected_purchases })
    }

    /// What each customer is still worth: expected purchases, each worth the customer's expected average, discounted.
    ///
    /// ```
    /// use scrm_core::value::{BgNbd, GammaGamma, Histories, Horizon, PurchaseModel};
    ///
    /// let model = PurchaseModel::BgNbd(BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
    /// let spending = GammaGamma { p: 6.25, q: 3.74, v: 15.44 };
    /// let histories = Histories::new(&[2.0], &[30.43], &[38.86])?;
    /// let year = Horizon { periods: 12, period: 30.0 / 7.0, discount_rate: 0.01 };
    /// let worth = model.lifetime_value(&spending, &histories, &[22.35], &year)?;
    /// assert!(worth[0] > 30.0 && worth[0] < 40.0);
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// `value.columns.length`, `value.row.bad`; `value.parameter.bad` for parameters and horizons that are out of bounds.
    pub fn lifetime_value(
        &self,
        spending: &GammaGamma,
        histories: &Histories<'_>,
        monetary_value: &[f64],
        horizon: &Horizon,
    ) -> Result<Vec<f64>, ValueError> {
        self.check()?;
        spending.check()?;
        horizon.check()?;
        same_length(histories.frequency(), &[("monetary_value", monetary_value)])?;
        let mut ahead = Ahead::new(self);
        let mut worth = Vec::with_capacity(histories.len());
        for (row, (history, &average)) in histories.iter().zip(monetary_value).enumerate() {
            gamma_gamma::check(row, history.frequency, average)?;
            let average = spending.average(history.frequency, average)?;
            let (mut sum, mut before, mut discount) = (0.0, 0.0, 1.0);
            for period in 1..=horizon.periods {
                let purchases = ahead.within(f64::from(period) * horizon.period, &history);
                discount /= 1.0 + horizon.discount_rate;
                sum += (purchases - before) * discount;
                before = purchases;
            }
            worth.push(self.alive(&history) * average * sum);
        }
        Ok(worth)
    }
}

/// Purchases ahead of who is still a customer; what depends on the frequency alone is computed once for each.
struct Ahead<'m> {
    model: &'m PurchaseModel,
    by_frequency: FxHashMap<u64, Purchases>,
}

impl<'m> Ahead<'m> {
    fn new(model: &'m PurchaseModel) -> Self {
        Self { model, by_frequency: FxHashMap::default() }
    }

    fn within(&mut self, t: f64, history: &History) -> f64 {
        match self.model {
            PurchaseModel::BgNbd(model) => {
                let known = self.by_frequency.entry(history.frequency.to_bits());
                known.or_insert_with(|| Purchases::new(model, history.frequency)).within(t, history.age)
            }
            PurchaseModel::ParetoNbd(model) => model.within(t, history.frequency, history.age),
        }
    }
}
