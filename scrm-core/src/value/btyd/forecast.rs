//! How many purchases BG/NBD expects of somebody who is still a customer.
//!
//! Equations (9) and (10) hold the Gaussian hypergeometric function and have a singularity at a = 1 that is none. With
//! z = t / (α + T + t), R = r + x and C = a + b + x − 1, Euler's transformation (Abramowitz & Stegun 15.3.3) makes of them
//!
//! C (1 − (1 − z)^(a−1)) / (a − 1) − (1 − z)^(a−1) Σₙ (a)ₙ₋₁ (C − R)ₙ / ((C + 1)ₙ₋₁ n!) zⁿ,  n from 1,
//!
//! which is regular for all parameters, and whose coefficients depend on the frequency alone. Where the sum is long or its
//! terms cancel — z near 1, r far above a + b, b far above everything — the mean of (1 − (1 + p t / (α + T))^−R) / p over the
//! beta distribution (a, b + x) of p is taken instead, of which it is another form.

use super::bg_nbd::BgNbd;
use crate::value::numeric::beta_expectation;

/// The largest z for which terms are summed.
const LARGEST_Z: f64 = 0.9;
/// Terms below this share of the first are left out.
const NEGLIGIBLE: f64 = 1e-16;
/// How many steps z is rounded up to when the number of terms is looked up.
const STEPS: usize = 32;

/// The expectation for one frequency.
#[derive(Debug)]
pub(super) struct Purchases {
    rate_shape: f64,
    alpha: f64,
    a: f64,
    b: f64,
    /// Of the powers of z from 1 on; empty where terms would cancel.
    terms: Vec<f64>,
    /// How many of them count, by steps of z.
    lengths: [u16; STEPS + 1],
}

impl Purchases {
    /// For customers of one frequency.
    pub(super) fn new(model: &BgNbd, frequency: f64) -> Self {
        let BgNbd { r, alpha, a, b } = *model;
        let mut purchases = Self {
            rate_shape: r + frequency,
            alpha,
            a,
            b: b + frequency,
            terms: Vec::new(),
            lengths: [0; STEPS + 1],
        };
        let excess = a + b - 1.0 - r;
        let cancels = excess < -8.0 || a > 50.0 || a + b + frequency > 1e4 * (r + frequency);
        if !cancels {
            purchases.sum(excess);
        }
        purchases
    }

    fn sum(&mut self, excess: f64) {
        let past = self.a + self.b;
        let mut term = excess;
        let mut n = 1.0;
        // Powers of the upper end of each step of z.
        let ends: Vec<f64> = (0..=STEPS).map(|step| LARGEST_Z * step as f64 / STEPS as f64).collect();
        let mut powers = ends.clone();
        let mut open = [true; STEPS + 1];
        while open.iter().any(|open| *open) && self.terms.len() < 2000 {
            self.terms.push(term);
            let grows = (self.a + n - 1.0) * (excess + n) / ((past + n - 1.0) * (n + 1.0));
            for step in 0..=STEPS {
                let small = (term * powers[step]).abs() <= NEGLIGIBLE * self.rate_shape * ends[step];
                if open[step] && small && (grows * ends[step]).abs() < 1.0 {
                    open[step] = false;
                }
                if open[step] {
                    self.lengths[step] = self.terms.len() as u16;
                }
                powers[step] *= ends[step];
            }
            term *= grows;
            n += 1.0;
        }
    }

    /// Purchases within `t` of somebody whose first purchase was `age` ago.
    pub(super) fn within(&self, t: f64, age: f64) -> f64 {
        let scale = self.alpha + age;
        let z = t / (scale + t);
        if self.terms.is_empty() || z > LARGEST_Z {
            return self.mean(t / scale);
        }
        let step = (z / LARGEST_Z * STEPS as f64).ceil() as usize;
        let length = usize::from(self.lengths[step.min(STEPS)]);
        let terms = self.terms.get(..length).unwrap_or_default();
        // Even and odd powers apart: two chains run side by side.
        let square = z * z;
        let (mut odd, mut even) = (0.0, 0.0);
        let pairs = terms.chunks_exact(2);
        if let [last] = *pairs.remainder() {
            odd = last;
        }
        for pair in pairs.rev() {
            if let [first, second] = *pair {
                odd = odd * square + first;
                even = even * square + second;
            }
        }
        let series = z * (odd + z * even);
        let past = self.a + self.b - 1.0;
        let exponent = self.a - 1.0;
        let change = exponent * (scale / (scale + t)).ln();
        if change.abs() > 0.1 {
            let power = change.exp();
            return past * (1.0 - power) / exponent - power * series;
        }
        // 1 − power would lose digits; at a = 1 the quotient is a logarithm.
        let ln_rest = (-z).ln_1p();
        let change = (exponent * ln_rest).exp_m1();
        let lost = if exponent == 0.0 { ln_rest } else { change / exponent };
        -past * lost - (1.0 + change) * series
    }

    /// The same as a mean over p; `ratio` is t / (α + T).
    fn mean(&self, ratio: f64) -> f64 {
        beta_expectation(self.a, self.b, &|p| {
            if p < 1e-300 {
                return self.rate_shape * ratio;
            }
            -(-self.rate_shape * (p * ratio).ln_1p()).exp_m1() / p
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// r, α, a, b, frequency, T, t and the purchases of somebody who is a customer, by mpmath.
    const REFERENCE: &[[f64; 8]] = &[
        [0.243, 4.414, 0.793, 2.426, 2.0, 38.86, 39.0, 1.687399305805313],
        [0.243, 4.414, 0.793, 2.426, 0.0, 0.0, 52.0, 1.4460505953964038],
        [0.243, 4.414, 0.793, 2.426, 0.0, 0.0, 1000000.0, 53.54047825301457],
        [0.243, 4.414, 1.0, 2.426, 5.0, 20.0, 10.0, 1.8768808953315201],
        [0.243, 4.414, 1.00001, 2.426, 5.0, 20.0, 10.0, 1.8768787008680303],
        [60.0, 4.4, 0.5, 2.4, 3.0, 20.0, 100.0, 63.65195976694533],
        [0.01, 0.02, 0.03, 0.04, 0.0, 0.0, 3.0, 0.7842843375048326],
        [5.0, 1000.0, 20.0, 300.0, 40.0, 100.0, 1.0, 0.04086160959303106],
        [2.0, 3.0, 0.001, 5.0, 1.0, 10.0, 200.0, 46.078633512122416],
        [2.0, 3.0, 80.0, 5.0, 7.0, 10.0, 20.0, 1.1513274034983185],
        [0.5, 3.0, 0.8, 100000.0, 2.0, 10.0, 20.0, 3.8460710116772465],
        [1.3, 3.0, 0.3, 0.2, 5000.0, 10.0, 20.0, 6569.650929398316],
        [0.243, 4.414, 0.793, 2.426, 29.0, 38.86, 1e-06, 6.757637322293417e-07],
    ];

    #[test]
    fn expectations_agree_with_reference_values() {
        for &[r, alpha, a, b, frequency, age, t, expected] in REFERENCE {
            let ours = Purchases::new(&BgNbd { r, alpha, a, b }, frequency).within(t, age);
            assert!((ours / expected - 1.0).abs() < 1e-9, "{a} {b} {frequency} {t}: {ours} {expected}");
        }
    }

    #[test]
    fn both_forms_agree_where_one_hands_over_to_the_other() {
        for a in [0.05, 0.793, 1.0, 1.0001, 3.0, 40.0] {
            for frequency in [0.0, 1.0, 30.0] {
                let purchases = Purchases::new(&BgNbd { r: 0.243, alpha: 4.414, a, b: 2.426 }, frequency);
                let t = LARGEST_Z / (1.0 - LARGEST_Z) * (4.414 + 20.0) * (1.0 - 1e-9);
                let (series, mean) = (purchases.within(t, 20.0), purchases.mean(t / 24.414));
                assert!((series / mean - 1.0).abs() < 1e-9, "{a} {frequency}: {series} {mean}");
            }
        }
    }
}
