//! Pareto/NBD: D. C. Schmittlein, D. G. Morrison & R. Colombo, Counting your customers: who are they and what will they do
//! next?, Management Science 33 (1987). Equation numbers are those of P. S. Fader & B. G. S. Hardie, "A note on deriving the
//! Pareto/NBD model and related expressions" (2005).
//!
//! While somebody is a customer, purchases come at a rate λ (Poisson); a customer leaves at a rate μ, at any time. λ differs
//! between customers by a gamma distribution (r, α), μ by another (s, β).

use serde::{Deserialize, Serialize};

use super::fit::{FitReport, Search, add, log_sum, not_negative, positive};
use super::history::{Groups, Histories, History};
use crate::value::ValueError;
use crate::value::numeric::{Second, Vector, gamma_terms, panel};

/// Starts in scaled units, in which the mean T is 1.
const STARTS: [Vector; 3] = [[0.5, 0.3, 0.6, 0.4], [2.0, 1.0, 1.0, 2.0], [0.2, 0.1, 0.3, 0.1]];

/// The four parameters of Pareto/NBD.
///
/// ```
/// use scrm_core::value::{History, ParetoNbd};
///
/// let cdnow = ParetoNbd { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
/// let customer = History { frequency: 2.0, recency: 30.43, age: 38.86 };
/// assert!((cdnow.expected_purchases(39.0, &customer)? - 1.455).abs() < 5e-4);
/// # Ok::<(), scrm_core::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ParetoNbd {
    /// Shape of the distribution of purchase rates.
    pub r: f64,
    /// Its scale, in the unit of time: the mean rate is r / α.
    pub alpha: f64,
    /// Shape of the distribution of the rates of leaving.
    pub s: f64,
    /// Its scale, in the unit of time: the mean rate is s / β.
    pub beta: f64,
}

impl ParetoNbd {
    /// The names of the parameters.
    pub const NAMES: &'static [&'static str] = &["r", "alpha", "s", "beta"];

    /// Fits the model to histories by maximum likelihood.
    ///
    /// `start` is where the search begins, in the unit of time of the histories; without it the search begins where most
    /// data sets are, and elsewhere if that fails.
    ///
    /// ```
    /// use scrm_core::value::{Histories, ParetoNbd};
    /// let nobody = Histories::new(&[], &[], &[])?;
    /// assert_eq!(ParetoNbd::fit(&nobody, None).unwrap_err().to_string(), "there are no customers to fit the model to");
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
            units: [1.0, groups.unit, 1.0, groups.unit],
            ln_units: -groups.purchases * groups.unit.ln(),
            customers: histories.len() as u64,
            histories: groups.groups.len() as u64,
            left_out: 0,
        };
        let (found, report) = search.run(start.map(Self::parameters), &STARTS)?;
        Ok((Self::of(&found), report))
    }

    pub(super) const fn of(parameters: &Vector) -> Self {
        let [r, alpha, s, beta] = *parameters;
        Self { r, alpha, s, beta }
    }

    pub(super) const fn parameters(self) -> Vector {
        [self.r, self.alpha, self.s, self.beta]
    }

    /// Refuses parameters that are not above 0.
    pub(super) fn check(&self) -> Result<(), ValueError> {
        let named = Self::NAMES.iter().zip(self.parameters());
        named.into_iter().try_for_each(|(name, value)| positive(name, value))
    }

    /// The probability that somebody is still a customer, 0 to 1: the first term of the likelihood over both.
    ///
    /// # Errors
    /// `value.row.bad` for a history that cannot be, `value.parameter.bad` for parameters that are not above 0.
    pub fn probability_alive(&self, history: &History) -> Result<f64, ValueError> {
        self.check()?;
        history.check(0)?;
        Ok(self.alive(history))
    }

    pub(super) fn alive(&self, history: &History) -> f64 {
        let gone = Gone::new(&self.parameters(), history);
        let mut integral = 0.0;
        let mut top = f64::NEG_INFINITY;
        gone.each(&mut |point| {
            if point.ln_value > top {
                integral *= (top - point.ln_value).exp();
                top = point.ln_value;
            }
            integral += point.weight * (point.ln_value - top).exp();
        });
        let stayed = -(self.r + history.frequency) * (self.alpha + history.age).ln()
            - self.s * (self.beta + history.age).ln();
        if integral > 0.0 { (1.0 + self.s * integral * (top - stayed).exp()).recip() } else { 1.0 }
    }

    /// How many purchases somebody is expected to make within the time `t` from now.
    ///
    /// # Errors
    /// Those of [`probability_alive`](Self::probability_alive); `value.parameter.bad` for a time that is no number or below 0.
    pub fn expected_purchases(&self, t: f64, history: &History) -> Result<f64, ValueError> {
        self.check()?;
        history.check(0)?;
        not_negative("t", t)?;
        Ok(self.alive(history) * self.within(t, history.frequency, history.age))
    }

    /// Purchases within `t` of somebody who is still a customer.
    pub(super) fn within(&self, t: f64, frequency: f64, age: f64) -> f64 {
        let rate = (self.r + frequency) / (self.alpha + age);
        let scale = self.beta + age;
        // (β + T) (1 − ((β + T) / (β + T + t))^(s−1)) / (s − 1), which at s = 1 is a logarithm.
        let ln_grown = (t / scale).ln_1p();
        let exponent = 1.0 - self.s;
        let grown = if exponent == 0.0 { ln_grown } else { (exponent * ln_grown).exp_m1() / exponent };
        rate * scale * grown
    }

    /// How many purchases after the first somebody of whom nothing is known is expected to make within the time `t` of the
    /// first.
    ///
    /// ```
    /// let cdnow = scrm_core::value::ParetoNbd { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
    /// assert!(cdnow.expected_of_new(52.0)? > cdnow.expected_of_new(26.0)?);
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// `value.parameter.bad` where a parameter is not above 0, or the time is no number or below 0.
    pub fn expected_of_new(&self, t: f64) -> Result<f64, ValueError> {
        self.check()?;
        not_negative("t", t)?;
        Ok(self.within(t, 0.0, 0.0))
    }
}

/// Minus the log-likelihood with its derivatives.
///
/// The paper writes what a customer who has gone adds with two Gaussian hypergeometric functions, whose difference loses digits
/// and whose derivatives have no closed form. It is the integral
///
/// s ∫ (α + u)^−(r+x) (β + u)^−(s+1) du,  u from tₓ to T,
///
/// of a positive smooth function (the step before its equation 17), and so are its derivatives: they are taken as they stand.
pub(super) fn likelihood(groups: &Groups, parameters: &Vector) -> Second {
    let [r, alpha, s, beta] = *parameters;
    let mut sum = Second::default();
    let at_r = gamma_terms(r);
    for &(x, customers) in &groups.counts {
        let rx = gamma_terms(r + x);
        let mut part =
            Second { value: rx.ln - at_r.ln + r * alpha.ln() + s * beta.ln(), ..Second::default() };
        part.gradient = [rx.digamma - at_r.digamma + alpha.ln(), r / alpha, beta.ln(), s / beta];
        part.hessian[0][0] = rx.trigamma - at_r.trigamma;
        part.hessian[1][1] = -r / (alpha * alpha);
        part.hessian[3][3] = -s / (beta * beta);
        set_pair(&mut part, 0, 1, alpha.recip());
        set_pair(&mut part, 2, 3, beta.recip());
        add(&mut sum, customers, &part);
    }
    for group in &groups.groups {
        let x = groups.counts[group.count as usize].0;
        let stayed = at_time(r + x, s, alpha + group.age, beta + group.age);
        let history = History { frequency: x, recency: group.recency, age: group.age };
        let gone = Gone::new(parameters, &history).derivatives(s);
        add(&mut sum, group.customers, &gone.map_or(stayed, |gone| log_sum(&stayed, &gone)));
    }
    sum
}

fn set_pair(second: &mut Second, i: usize, j: usize, value: f64) {
    second.hessian[i][j] = value;
    second.hessian[j][i] = value;
}

/// −first ln (α + u) − second ln (β + u), with its derivatives by what the two shapes and the two scales hold.
fn at_time(first: f64, second: f64, alpha_u: f64, beta_u: f64) -> Second {
    let (ln_alpha, ln_beta) = (alpha_u.ln(), beta_u.ln());
    let (by_alpha, by_beta) = (alpha_u.recip(), beta_u.recip());
    let mut at = Second { value: -first * ln_alpha - second * ln_beta, ..Second::default() };
    at.gradient = [-ln_alpha, -first * by_alpha, -ln_beta, -second * by_beta];
    at.hessian[1][1] = first * by_alpha * by_alpha;
    at.hessian[3][3] = second * by_beta * by_beta;
    set_pair(&mut at, 0, 1, -by_alpha);
    set_pair(&mut at, 2, 3, -by_beta);
    at
}

/// A point at which the integrand is taken.
#[derive(Clone, Copy)]
struct Point {
    alpha_u: f64,
    beta_u: f64,
    weight: f64,
    ln_value: f64,
}

/// The integral over the times at which a customer may have gone.
///
/// In v = ln (u + min(α, β)) the integrand is analytic within π of the axis and has one maximum. Panels of the rule with 12
/// points are at most 2 long and so short that the integrand changes by at most e⁸ within one; none follow once it has fallen
/// by e⁴⁵.
struct Gone {
    /// r + x and s + 1.
    shape: f64,
    leaving: f64,
    /// Which of α and β is the larger, and by how much.
    alpha_larger: bool,
    beyond: f64,
    /// Where v begins, and how far it goes.
    from: f64,
    length: f64,
}

impl Gone {
    fn new(parameters: &Vector, history: &History) -> Self {
        let [r, alpha, s, beta] = *parameters;
        let least = alpha.min(beta);
        Self {
            shape: r + history.frequency,
            leaving: s + 1.0,
            alpha_larger: alpha > beta,
            beyond: (alpha - beta).abs(),
            from: (least + history.recency).ln(),
            length: ((history.age - history.recency) / (least + history.recency)).ln_1p(),
        }
    }

    /// How the logarithm of the integrand changes with v: ever less.
    fn slope(&self, v: f64) -> f64 {
        let u = v.exp();
        let (plain, damped) =
            if self.alpha_larger { (self.leaving, self.shape) } else { (self.shape, self.leaving) };
        1.0 - plain - damped * u / (self.beyond + u)
    }

    fn point(&self, (v, weight): (f64, f64)) -> Point {
        let least = v.exp();
        let larger = self.beyond + least;
        let ln_larger = larger.ln();
        if self.alpha_larger {
            let ln_value = v - self.shape * ln_larger - self.leaving * v;
            Point { alpha_u: larger, beta_u: least, weight, ln_value }
        } else {
            let ln_value = v - self.shape * v - self.leaving * ln_larger;
            Point { alpha_u: least, beta_u: larger, weight, ln_value }
        }
    }

    /// Hands out the points one after the other.
    fn each(&self, take: &mut dyn FnMut(&Point)) {
        const LONGEST: f64 = 2.0;
        const CHANGE: f64 = 8.0;
        const DEPTH: f64 = 45.0;
        let mut top = f64::NEG_INFINITY;
        let mut done = 0.0;
        while done < self.length {
            let at = self.from + done;
            let longest = LONGEST.min(self.length - done);
            // The slope falls along the axis: at one of the ends it is steepest.
            let steepest = self.slope(at).abs().max(self.slope(at + longest).abs());
            let step = longest.min(CHANGE / steepest);
            let mut highest = f64::NEG_INFINITY;
            for node in panel(at, at + step) {
                let point = self.point(node);
                highest = highest.max(point.ln_value);
                take(&point);
            }
            top = top.max(highest);
            // A step that rounding swallows would never end.
            if highest < top - DEPTH || done + step <= done {
                break;
            }
            done += step;
        }
    }

    /// ln s and the logarithm of the integral, with their derivatives; nothing where there is no time to have gone in.
    fn derivatives(&self, s: f64) -> Option<Second> {
        let mut points = Vec::new();
        self.each(&mut |point| points.push(*point));
        let top = points.iter().fold(f64::NEG_INFINITY, |top: f64, point| top.max(point.ln_value));
        let mut whole = Second::default();
        for point in &points {
            let share = point.weight * (point.ln_value - top).exp();
            let at = at_time(self.shape, self.leaving, point.alpha_u, point.beta_u);
            whole.value += share;
            for i in 0..4 {
                whole.gradient[i] += share * at.gradient[i];
                for j in 0..4 {
                    whole.hessian[i][j] += share * (at.hessian[i][j] + at.gradient[i] * at.gradient[j]);
                }
            }
        }
        let mass = whole.value;
        if mass.is_nan() || mass <= 0.0 {
            return None;
        }
        let mut gone = Second { value: s.ln() + top + mass.ln(), ..Second::default() };
        for i in 0..4 {
            gone.gradient[i] = whole.gradient[i] / mass;
        }
        for i in 0..4 {
            for j in 0..4 {
                gone.hessian[i][j] = whole.hessian[i][j] / mass - gone.gradient[i] * gone.gradient[j];
            }
        }
        gone.gradient[2] += s.recip();
        gone.hessian[2][2] -= s.powi(-2);
        Some(gone)
    }
}
