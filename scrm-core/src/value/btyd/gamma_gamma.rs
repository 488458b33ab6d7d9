//! Gamma–Gamma: P. S. Fader & B. G. S. Hardie, "The Gamma-Gamma model of monetary value" (2013). Equation numbers are this
//! note's.
//!
//! What a customer spends on a purchase follows a gamma distribution (p, ν), and ν differs between customers by another
//! (q, γ), here `v`. How much somebody spends has nothing to do with how often.

use serde::{Deserialize, Serialize};

use super::fit::{FitReport, Search, add, positive};
use super::history::same_length;
use crate::value::ValueError;
use crate::value::numeric::{Second, Vector, gamma_terms};

/// Starts in scaled units, in which the mean purchase is 1.
const STARTS: [Vector; 3] = [[4.0, 4.0, 1.0, 1.0], [1.0, 3.0, 2.0, 1.0], [20.0, 10.0, 0.5, 1.0]];

/// The three parameters of Gamma–Gamma.
///
/// ```
/// use scrm_core::value::GammaGamma;
///
/// let cdnow = GammaGamma { p: 6.25, q: 3.74, v: 15.44 };
/// let average = cdnow.expected_average_profit(2.0, 22.35)?;
/// assert!((average - 24.65).abs() < 0.05);
/// # Ok::<(), scrm_core::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GammaGamma {
    /// Shape of what one customer's purchases are worth.
    pub p: f64,
    /// Shape of how customers differ.
    pub q: f64,
    /// Its scale, in the unit of money.
    pub v: f64,
}

impl GammaGamma {
    /// The names of the parameters.
    pub const NAMES: &'static [&'static str] = &["p", "q", "v"];

    /// Fits the model by maximum likelihood: for each customer the purchases after the first, and what they were worth on
    /// average. Rows without a repeated purchase say nothing and are left out; the report counts them.
    ///
    /// ```
    /// use scrm_core::value::GammaGamma;
    /// let error = GammaGamma::fit(&[2.0, 1.0], &[20.0, -3.0], None).unwrap_err();
    /// assert_eq!(error.to_string(), "row 2: monetary_value is not above 0");
    /// ```
    ///
    /// # Errors
    /// `value.columns.length`, `value.row.bad`; `value.fit.…` says why there is no maximum; `value.parameter.bad` where a start
    /// is no number above 0.
    pub fn fit(
        frequency: &[f64],
        monetary_value: &[f64],
        start: Option<Self>,
    ) -> Result<(Self, FitReport), ValueError> {
        let spending = Spending::new(frequency, monetary_value)?;
        let known = spending.buyers.len();
        let search = Search {
            function: &|parameters| likelihood(&spending, parameters),
            names: Self::NAMES,
            units: [1.0, 1.0, spending.unit, 1.0],
            ln_units: -(known as f64) * spending.unit.ln(),
            customers: known as u64,
            histories: known as u64,
            left_out: (frequency.len() - known) as u64,
        };
        let start = start.map(|start| [start.p, start.q, start.v, 1.0]);
        let ([p, q, v, _], report) = search.run(start, &STARTS)?;
        Ok((Self { p, q, v }, report))
    }

    /// Refuses parameters that are not above 0.
    pub(super) fn check(&self) -> Result<(), ValueError> {
        [("p", self.p), ("q", self.q), ("v", self.v)]
            .into_iter()
            .try_for_each(|(name, value)| positive(name, value))
    }

    /// What somebody's purchases are expected to be worth on average: equation (5), between what is seen of the customer and
    /// the mean of all. Of somebody without repeated purchases it is the mean of all, p v / (q − 1).
    ///
    /// # Errors
    /// `value.row.bad` for numbers that cannot be; `value.parameter.bad` where parameters are not above 0, or where the mean
    /// of all does not exist (q is not above 1) and nothing is seen of the customer.
    pub fn expected_average_profit(&self, frequency: f64, monetary_value: f64) -> Result<f64, ValueError> {
        self.check()?;
        check(0, frequency, monetary_value)?;
        self.average(frequency, monetary_value)
    }

    /// The same for many customers, in the order of their rows.
    ///
    /// ```
    /// use scrm_core::value::GammaGamma;
    /// let cdnow = GammaGamma { p: 6.25, q: 3.74, v: 15.44 };
    /// let averages = cdnow.expected_averages(&[2.0, 0.0], &[22.35, 0.0])?;
    /// assert!((averages[1] - 6.25 * 15.44 / 2.74).abs() < 1e-9);
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`expected_average_profit`](Self::expected_average_profit), and `value.columns.length`.
    pub fn expected_averages(
        &self,
        frequency: &[f64],
        monetary_value: &[f64],
    ) -> Result<Vec<f64>, ValueError> {
        self.check()?;
        same_length(frequency, &[("monetary_value", monetary_value)])?;
        let rows = frequency.iter().zip(monetary_value).enumerate();
        let averages = rows.map(|(row, (frequency, monetary_value))| {
            check(row, *frequency, *monetary_value)?;
            self.average(*frequency, *monetary_value)
        });
        averages.collect()
    }

    pub(super) fn average(&self, frequency: f64, monetary_value: f64) -> Result<f64, ValueError> {
        let Self { p, q, v } = *self;
        let seen = p * frequency;
        if seen + q <= 1.0 {
            return Err(ValueError::Parameter {
                field: "q".to_owned(),
                cause: "is not above 1: what customers spend on average has no mean",
            });
        }
        let spent = if frequency > 0.0 { frequency * monetary_value } else { 0.0 };
        Ok(p * (v + spent) / (seen + q - 1.0))
    }
}

/// Refuses what cannot be; `row` counts from 0.
pub(super) fn check(row: usize, frequency: f64, monetary_value: f64) -> Result<(), ValueError> {
    let wrong = |field, cause| Err(ValueError::Row { row: row as u64 + 1, field, cause });
    if !frequency.is_finite() {
        return wrong("frequency", "is no number");
    }
    if frequency < 0.0 {
        return wrong("frequency", "is below 0");
    }
    if frequency.fract() != 0.0 {
        return wrong("frequency", "is no whole number");
    }
    // Of who bought once there is no average: whatever stands there is not read.
    if frequency == 0.0 {
        return Ok(());
    }
    if !monetary_value.is_finite() {
        return wrong("monetary_value", "is no number");
    }
    if monetary_value <= 0.0 {
        return wrong("monetary_value", "is not above 0");
    }
    Ok(())
}

/// Who bought repeatedly: the place of the frequency among the different ones, and the average over the mean of all.
pub(super) struct Spending {
    counts: Vec<(f64, f64)>,
    buyers: Vec<(usize, f64)>,
    unit: f64,
}

impl Spending {
    pub(super) fn new(frequency: &[f64], monetary_value: &[f64]) -> Result<Self, ValueError> {
        same_length(frequency, &[("monetary_value", monetary_value)])?;
        let rows = || frequency.iter().copied().zip(monetary_value.iter().copied());
        rows().enumerate().try_for_each(|(row, (x, average))| check(row, x, average))?;
        let known = rows().filter(|(x, _)| *x > 0.0);
        let customers = known.clone().count() as f64;
        if frequency.is_empty() {
            return Err(ValueError::NoCustomers);
        }
        if customers == 0.0 {
            return Err(ValueError::NoRepeats { customers: frequency.len() as u64 });
        }
        let unit: f64 = known.clone().map(|(_, average)| average / customers).sum();
        let mut different: Vec<f64> = known.clone().map(|(x, _)| x).collect();
        different.sort_by(f64::total_cmp);
        different.dedup();
        let mut counts: Vec<(f64, f64)> = different.iter().map(|x| (*x, 0.0)).collect();
        let buyers = known.map(|(x, average)| {
            let place = different.partition_point(|other| *other < x);
            counts[place].1 += 1.0;
            (place, average / unit)
        });
        let buyers = buyers.collect();
        Ok(Self { counts, buyers, unit })
    }
}

/// Minus the log-likelihood, equation (1a), with its derivatives.
pub(super) fn likelihood(spending: &Spending, parameters: &Vector) -> Second {
    let [p, q, v, _] = *parameters;
    let mut sum = Second::default();
    let at_q = gamma_terms(q);
    for &(x, customers) in &spending.counts {
        let (px, pxq) = (gamma_terms(p * x), gamma_terms(p * x + q));
        let mut part =
            Second { value: pxq.ln - px.ln - at_q.ln + q * v.ln() + p * x * x.ln(), ..Second::default() };
        part.gradient =
            [x * (pxq.digamma - px.digamma + x.ln()), pxq.digamma - at_q.digamma + v.ln(), q / v, 0.0];
        part.hessian[0][0] = x * x * (pxq.trigamma - px.trigamma);
        part.hessian[0][1] = x * pxq.trigamma;
        part.hessian[1][0] = x * pxq.trigamma;
        part.hessian[1][1] = pxq.trigamma - at_q.trigamma;
        part.hessian[1][2] = v.recip();
        part.hessian[2][1] = v.recip();
        part.hessian[2][2] = -q / (v * v);
        add(&mut sum, customers, &part);
    }
    for &(place, average) in &spending.buyers {
        let x = spending.counts[place].0;
        let shape = p * x + q;
        let ln_total = (v + x * average).ln();
        let inverse = (v + x * average).recip();
        let ln_average = average.ln();
        let mut part = Second { value: (p * x - 1.0) * ln_average - shape * ln_total, ..Second::default() };
        part.gradient = [x * (ln_average - ln_total), -ln_total, -shape * inverse, 0.0];
        part.hessian[0][2] = -x * inverse;
        part.hessian[2][0] = -x * inverse;
        part.hessian[1][2] = -inverse;
        part.hessian[2][1] = -inverse;
        part.hessian[2][2] = shape * inverse * inverse;
        add(&mut sum, 1.0, &part);
    }
    sum
}
