//! BG/NBD: P. S. Fader, B. G. S. Hardie & K. L. Lee, "Counting your customers" the easy way: an alternative to the
//! Pareto/NBD model, Marketing Science 24 (2005). Equation numbers are this paper's.
//!
//! While somebody is a customer, purchases come at a rate λ (Poisson), and after each of them the customer leaves for ever
//! with probability p. λ differs between customers by a gamma distribution (r, α), p by a beta distribution (a, b).

use serde::{Deserialize, Serialize};

use super::fit::{FitReport, Search, add, log_sum, not_negative, positive};
use super::forecast::Purchases;
use super::history::{Groups, Histories, History};
use crate::value::ValueError;
use crate::value::numeric::{Second, Vector, gamma_terms};

/// Starts in scaled units, in which the mean T is 1.
const STARTS: [Vector; 3] = [[0.5, 0.2, 0.8, 2.0], [2.0, 1.0, 0.1, 1.0], [0.1, 0.05, 2.0, 2.0]];

/// The four parameters of BG/NBD.
///
/// ```
/// use scrm_core::value::{BgNbd, History};
///
/// let cdnow = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// let customer = History { frequency: 2.0, recency: 30.43, age: 38.86 };
/// let alive = cdnow.probability_alive(&customer)?;
/// let purchases = cdnow.expected_purchases(39.0, &customer)?;
/// assert!((alive - 0.7266).abs() < 1e-4 && (purchases - 1.226).abs() < 5e-4);
/// # Ok::<(), scrm_core::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BgNbd {
    /// Shape of the distribution of purchase rates.
    pub r: f64,
    /// Its scale, in the unit of time: the mean rate is r / α.
    pub alpha: f64,
    /// With `b`, the distribution of the probability to leave after a purchase: its mean is a / (a + b).
    pub a: f64,
    /// See `a`.
    pub b: f64,
}

impl BgNbd {
    /// The names of the parameters.
    pub const NAMES: &'static [&'static str] = &["r", "alpha", "a", "b"];

    /// Fits the model to histories by maximum likelihood.
    ///
    /// `start` is where the search begins, in the unit of time of the histories; without it the search begins where most
    /// data sets are, and elsewhere if that fails.
    ///
    /// ```
    /// use scrm_core::value::{BgNbd, Histories};
    /// let never_again = Histories::new(&[0.0, 0.0], &[0.0, 0.0], &[30.0, 20.0])?;
    /// let error = BgNbd::fit(&never_again, None).unwrap_err();
    /// assert_eq!(error.to_string(), "none of the 2 customers bought more than once");
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// `value.fit.…` says why there is no maximum; `value.parameter.bad` where a start is no number above 0.
    pub fn fit(histories: &Histories<'_>, start: Option<Self>) -> Result<(Self, FitReport), ValueError> {
        let groups = Groups::new(histories)?;
        let search = Search {
            function: &|parameters| likelihood(&groups, parameters),
            names: Self::NAMES,
            units: [1.0, groups.unit, 1.0, 1.0],
            ln_units: -groups.purchases * groups.unit.ln(),
            customers: histories.len() as u64,
            histories: groups.groups.len() as u64,
            left_out: 0,
        };
        let (found, report) = search.run(start.map(Self::parameters), &STARTS)?;
        Ok((Self::of(&found), report))
    }

    pub(super) const fn of(parameters: &Vector) -> Self {
        let [r, alpha, a, b] = *parameters;
        Self { r, alpha, a, b }
    }

    pub(super) const fn parameters(self) -> Vector {
        [self.r, self.alpha, self.a, self.b]
    }

    /// Refuses parameters that are not above 0.
    pub(super) fn check(&self) -> Result<(), ValueError> {
        let named = Self::NAMES.iter().zip(self.parameters());
        named.into_iter().try_for_each(|(name, value)| positive(name, value))
    }

    /// The probability that somebody is still a customer, 0 to 1. It is 1 for who bought once: one leaves after a repeated
    /// purchase only.
    ///
    /// From the note "Computing P(alive) using the BG/NBD model" (Fader, Hardie & Lee 2008).
    ///
    /// # Errors
    /// `value.row.bad` for a history that cannot be, `value.parameter.bad` for parameters that are not above 0.
    pub fn probability_alive(&self, history: &History) -> Result<f64, ValueError> {
        self.check()?;
        history.check(0)?;
        Ok(self.alive(history))
    }

    pub(super) fn alive(&self, history: &History) -> f64 {
        let History { frequency, recency, age } = *history;
        if frequency == 0.0 {
            return 1.0;
        }
        let odds = (self.a / (self.b + frequency - 1.0)).ln()
            + (self.r + frequency) * ((age - recency) / (self.alpha + recency)).ln_1p();
        (1.0 + odds.exp()).recip()
    }

    /// How many purchases somebody is expected to make within the time `t` from now: equation (10).
    ///
    /// # Errors
    /// Those of [`probability_alive`](Self::probability_alive); `value.parameter.bad` for a time that is no number or below 0.
    pub fn expected_purchases(&self, t: f64, history: &History) -> Result<f64, ValueError> {
        self.check()?;
        history.check(0)?;
        not_negative("t", t)?;
        Ok(self.alive(history) * Purchases::new(self, history.frequency).within(t, history.age))
    }

    /// How many purchases after the first somebody of whom nothing is known is expected to make within the time `t` of the
    /// first: equation (9).
    ///
    /// ```
    /// let cdnow = scrm_core::value::BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    /// assert!((cdnow.expected_of_new(52.0)? - 1.446).abs() < 5e-4);
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// `value.parameter.bad` where a parameter is not above 0, or the time is no number or below 0.
    pub fn expected_of_new(&self, t: f64) -> Result<f64, ValueError> {
        self.check()?;
        not_negative("t", t)?;
        Ok(Purchases::new(self, 0.0).within(t, 0.0))
    }
}

/// Minus the log-likelihood, equation (6), with its derivatives.
///
/// It is ln A₁ + ln A₂ + ln (A₃ + [x > 0] A₄), as in the authors' note on its computation. A₁ and A₂ hold the gamma functions
/// and depend on the frequency alone.
pub(super) fn likelihood(groups: &Groups, parameters: &Vector) -> Second {
    let [r, alpha, a, b] = *parameters;
    let mut sum = Second::default();
    let (at_r, at_b, at_ab) = (gamma_terms(r), gamma_terms(b), gamma_terms(a + b));
    for &(x, customers) in &groups.counts {
        let (rx, bx, abx) = (gamma_terms(r + x), gamma_terms(b + x), gamma_terms(a + b + x));
        let mut part = Second {
            value: rx.ln - at_r.ln + r * alpha.ln() + at_ab.ln - abx.ln + bx.ln - at_b.ln,
            ..Second::default()
        };
        let leaving = at_ab.digamma - abx.digamma;
        part.gradient =
            [rx.digamma - at_r.digamma + alpha.ln(), r / alpha, leaving, leaving + bx.digamma - at_b.digamma];
        let leaving = at_ab.trigamma - abx.trigamma;
        part.hessian[0][0] = rx.trigamma - at_r.trigamma;
        part.hessian[0][1] = alpha.recip();
        part.hessian[1][0] = alpha.recip();
        part.hessian[1][1] = -r / (alpha * alpha);
        part.hessian[2][2] = leaving;
        part.hessian[2][3] = leaving;
        part.hessian[3][2] = leaving;
        part.hessian[3][3] = leaving + bx.trigamma - at_b.trigamma;
        add(&mut sum, customers, &part);
    }
    for group in &groups.groups {
        let x = groups.counts[group.count as usize].0;
        let stayed = waiting(r + x, alpha + group.age);
        if x == 0.0 {
            add(&mut sum, group.customers, &stayed);
            continue;
        }
        let mut left = waiting(r + x, alpha + group.recency);
        let stays = b + x - 1.0;
        left.value += (a / stays).ln();
        left.gradient[2] = a.recip();
        left.gradient[3] = -stays.recip();
        left.hessian[2][2] = -a.powi(-2);
        left.hessian[3][3] = stays.powi(-2);
        add(&mut sum, group.customers, &log_sum(&stayed, &left));
    }
    sum
}

/// −(r + x) ln (α + time).
fn waiting(shape: f64, scale: f64) -> Second {
    let ln_scale = scale.ln();
    let inverse = scale.recip();
    let mut second = Second { value: -shape * ln_scale, ..Second::default() };
    second.gradient = [-ln_scale, -shape * inverse, 0.0, 0.0];
    second.hessian[0][1] = -inverse;
    second.hessian[1][0] = -inverse;
    second.hessian[1][1] = shape * inverse * inverse;
    second
}
