//! How sure a forecast is: what the uncertainty of the fitted parameters leaves of it.

use serde::{Deserialize, Serialize};

use super::fit::{CONFIDENCE, FitReport, not_negative};
use super::history::{Histories, History};
use super::model::PurchaseModel;
use crate::foundation::interval::{Interval, normal_quantile};
use crate::value::ValueError;
use crate::value::numeric::Vector;

/// How far each logarithm of a parameter is moved to see what a forecast makes of it.
const NUDGE: f64 = 1e-4;

/// A fitted model of purchases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FittedPurchases {
    /// The model with its parameters.
    pub purchases: PurchaseModel,
    /// How well they are known.
    pub report: FitReport,
}

/// A number, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// What the fitted parameters, being estimates, leave open. It is not how far a single customer may be from the
    /// expectation.
    pub interval: Interval,
}

/// What is expected of one customer, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Forecast {
    /// The probability of still being a customer, 0 to 1.
    pub probability_alive: Estimate,
    /// Purchases within the time that was asked for.
    pub expected_purchases: Estimate,
}

impl FittedPurchases {
    /// What is expected of one customer within the time `t` from now, with intervals by the delta method: normal in the
    /// logit of the probability and in the logarithm of the purchases.
    ///
    /// ```no_run
    /// # fn ask(fitted: &scrm_core::value::FittedPurchases) -> Result<(), scrm_core::value::ValueError> {
    /// use scrm_core::value::History;
    /// let customer = History { frequency: 2.0, recency: 30.43, age: 38.86 };
    /// let forecast = fitted.forecast(39.0, &customer)?;
    /// assert!(forecast.probability_alive.interval.low < forecast.probability_alive.value);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `value.row.bad` for a history that cannot be, `value.parameter.bad` for a time that is no number or below 0.
    pub fn forecast(&self, t: f64, history: &History) -> Result<Forecast, ValueError> {
        not_negative("t", t)?;
        let (frequency, recency, age) = ([history.frequency], [history.recency], [history.age]);
        let histories = Histories::new(&frequency, &recency, &age)?;
        let both = |parameters: &Vector| {
            let forecasts = self.purchases.with(parameters).predict(t, &histories)?;
            let first = |values: &[f64]| values.first().copied().unwrap_or_default();
            Ok([first(&forecasts.probability_alive), first(&forecasts.expected_purchases)])
        };
        let at = self.purchases.parameters();
        let [alive, purchases] = both(&at)?;
        let mut slopes = [Vector::default(); 2];
        for i in 0..4 {
            let (mut more, mut less) = (at, at);
            more[i] *= NUDGE.exp();
            less[i] *= (-NUDGE).exp();
            let (more, less) = (both(&more)?, both(&less)?);
            for (of, slope) in slopes.iter_mut().enumerate() {
                slope[i] = (more[of] - less[of]) / (2.0 * NUDGE);
            }
        }
        let z = normal_quantile(0.5 + CONFIDENCE / 2.0);
        let [alive_error, purchases_error] = slopes.map(|slope| z * self.report.standard_error(&slope));
        let logit = |moved: f64| (1.0 + (1.0 - alive) / alive * (-moved).exp()).recip();
        let spread = alive_error / (alive * (1.0 - alive));
        let spread = if spread.is_finite() { spread } else { 0.0 };
        let factor = if purchases > 0.0 { (purchases_error / purchases).exp() } else { 1.0 };
        let estimate =
            |value, low, high| Estimate { value, interval: Interval { low, high, confidence: CONFIDENCE } };
        Ok(Forecast {
            probability_alive: estimate(alive, logit(-spread), logit(spread)),
            expected_purchases: estimate(purchases, purchases / factor, purchases * factor),
        })
    }
}
