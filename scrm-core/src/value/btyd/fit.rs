//! What a fit by maximum likelihood gives beside the parameters, and how it is searched for.

#![allow(clippy::needless_range_loop, reason = "matrices are read by rows and columns")]

use serde::{Deserialize, Serialize};

use crate::foundation::interval::{Interval, normal_quantile};
use crate::value::ValueError;
use crate::value::numeric::{Minimum, Newton, Outcome, Second, Vector, minimise};

/// How sure the intervals of parameters are.
pub(super) const CONFIDENCE: f64 = 0.95;
/// How far a parameter may go from 1, in logarithms of scaled units, before the data are said not to determine it: a
/// factor of a million.
const BOUND: f64 = 13.815_510_557_964_274;

/// A parameter, and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ParameterEstimate {
    /// Its name in the papers.
    pub name: String,
    /// The most likely value.
    pub value: f64,
    /// Its standard error, from the observed information.
    pub standard_error: f64,
    /// Between which values it lies: normal in the logarithm, so that it stays above 0.
    pub interval: Interval,
}

/// What is known of a fit beside its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FitReport {
    /// The parameters, in the order of the paper.
    pub parameters: Vec<ParameterEstimate>,
    /// The logarithm of the likelihood at its maximum.
    pub log_likelihood: f64,
    /// How many customers the model was fitted to.
    pub customers: u64,
    /// How many of them have a history of their own; the others share one.
    pub histories: u64,
    /// Rows that say nothing to the model and were left out.
    pub left_out: u64,
    /// Newton steps until nothing changed any more.
    pub steps: u32,
    /// Covariances of the logarithms of the parameters.
    pub ln_covariance: Vec<Vec<f64>>,
}

impl FitReport {
    /// The standard error of what changes by `slope` with the logarithms of the parameters.
    pub(super) fn standard_error(&self, slope: &Vector) -> f64 {
        let rows = self.ln_covariance.iter().zip(slope);
        let variance: f64 = rows
            .map(|(row, slope_i)| {
                row.iter().zip(slope).map(|(entry, slope_j)| slope_i * entry * slope_j).sum::<f64>()
            })
            .sum();
        variance.max(0.0).sqrt()
    }
}

/// A likelihood to be fitted, in units that make its parameters comparable.
pub(super) struct Search<'f> {
    /// Minus the log-likelihood, of scaled parameters.
    pub(super) function: &'f dyn Fn(&Vector) -> Second,
    pub(super) names: &'static [&'static str],
    /// What each parameter is multiplied by to be in the caller's units.
    pub(super) units: Vector,
    /// What the units add to the log-likelihood.
    pub(super) ln_units: f64,
    pub(super) customers: u64,
    pub(super) histories: u64,
    pub(super) left_out: u64,
}

impl Search<'_> {
    /// The best of the maxima that are reached from `start`, given in the caller's units; or where there is none, from the
    /// `usual` starts in scaled units one after the other, until one reaches a maximum.
    pub(super) fn run(
        &self,
        start: Option<Vector>,
        usual: &[Vector],
    ) -> Result<(Vector, FitReport), ValueError> {
        let size = self.names.len();
        let own;
        let starts = match start {
            Some(mut start) => {
                for (i, name) in self.names.iter().enumerate() {
                    positive(name, start[i])?;
                    start[i] /= self.units[i];
                }
                own = [start];
                &own[..]
            }
            None => usual,
        };
        let function = |logarithms: &Vector| {
            let parameters = logarithms.map(f64::exp);
            (self.function)(&parameters).of_logarithms(&parameters)
        };
        let newton = Newton { function: &function, dimensions: size, bound: BOUND };
        let mut refused = ValueError::NotConverged { steps: 0 };
        for (attempt, start) in starts.iter().enumerate() {
            let failed = match minimise(&newton, start.map(f64::ln)) {
                Outcome::Converged(minimum) => return Ok(self.report(&minimum)),
                Outcome::Bound { dimension, above } => {
                    ValueError::AtBound { parameter: self.names.get(dimension).copied().unwrap_or(""), above }
                }
                Outcome::Stalled { steps } => ValueError::NotConverged { steps },
            };
            // What the first start met says most.
            if attempt == 0 {
                refused = failed;
            }
        }
        Err(refused)
    }

    fn report(&self, minimum: &Minimum) -> (Vector, FitReport) {
        let Minimum { at, found, inverse, steps } = minimum;
        let z = normal_quantile(0.5 + CONFIDENCE / 2.0);
        let mut values = Vector::default();
        let mut parameters = Vec::new();
        for (i, name) in self.names.iter().enumerate() {
            let (value, ln_error) = (at[i].exp() * self.units[i], inverse[i][i].sqrt());
            values[i] = value;
            parameters.push(ParameterEstimate {
                name: (*name).to_owned(),
                value,
                standard_error: value * ln_error,
                interval: Interval {
                    low: value * (-z * ln_error).exp(),
                    high: value * (z * ln_error).exp(),
                    confidence: CONFIDENCE,
                },
            });
        }
        let size = self.names.len();
        let report = FitReport {
            parameters,
            log_likelihood: self.ln_units - found.value,
            customers: self.customers,
            histories: self.histories,
            left_out: self.left_out,
            steps: *steps,
            ln_covariance: inverse
                .iter()
                .take(size)
                .map(|row| row.iter().take(size).copied().collect())
                .collect(),
        };
        (values, report)
    }
}

/// Refuses what is no number above 0.
pub(super) fn positive(field: &str, value: f64) -> Result<(), ValueError> {
    if value.is_finite() && value > 0.0 {
        return Ok(());
    }
    Err(ValueError::Parameter { field: field.to_owned(), cause: "is no number above 0" })
}

/// Refuses a time that is no number or below 0.
pub(super) fn not_negative(field: &str, value: f64) -> Result<(), ValueError> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    Err(ValueError::Parameter { field: field.to_owned(), cause: "is no number from 0 on" })
}

/// Adds `part`, the derivatives of one customer's log-likelihood, `customers` times.
pub(super) fn add(sum: &mut Second, customers: f64, part: &Second) {
    sum.value -= customers * part.value;
    for i in 0..4 {
        sum.gradient[i] -= customers * part.gradient[i];
        for j in 0..4 {
            sum.hessian[i][j] -= customers * part.hessian[i][j];
        }
    }
}

/// ln (eᵘ + eᵛ) with its derivatives, of two terms that have theirs.
pub(super) fn log_sum(u: &Second, v: &Second) -> Second {
    let gap = u.value - v.value;
    // The share of v in the sum.
    let share = (1.0 + gap.exp()).recip();
    let value = if gap > 0.0 { u.value + (-gap).exp().ln_1p() } else { v.value + gap.exp().ln_1p() };
    let mut sum = Second { value, ..Second::default() };
    let mut apart = Vector::default();
    for i in 0..4 {
        apart[i] = v.gradient[i] - u.gradient[i];
        sum.gradient[i] = u.gradient[i] + share * apart[i];
    }
    let spread = share * (1.0 - share);
    for i in 0..4 {
        for j in 0..4 {
            sum.hessian[i][j] =
                (1.0 - share) * u.hessian[i][j] + share * v.hessian[i][j] + spread * apart[i] * apart[j];
        }
    }
    sum
}
