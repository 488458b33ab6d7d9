//! Two shares beside each other: whether they differ, by how much, and how many trials it takes to tell.
//!
//! - The difference is given with the interval of R. G. Newcombe, "Interval estimation for the difference between
//!   independent proportions: comparison of eleven methods", Statistics in Medicine 17, 1998, method 10: the square-and-add
//!   of two Wilson intervals, without continuity correction.
//! - Whether they differ is asked of the score test (Pearson's chi-squared test of a two-by-two table, without continuity
//!   correction), or of Fisher's exact test where a cell of the table is expected to hold fewer than five (W. G. Cochran,
//!   "Some methods for strengthening the common χ² tests", Biometrics 10, 1954).
//! - How many trials each side needs is the usual formula of two independent proportions (J. L. Fleiss, B. Levin, M. C. Paik,
//!   "Statistical Methods for Rates and Proportions", 3rd edition, 2003, section 4.2, without continuity correction).

use serde::{Deserialize, Serialize};

use super::interval::{Interval, normal_quantile, tidy, wilson};

/// So many of so many came out as counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proportion {
    /// How many.
    pub successes: u64,
    /// Of how many.
    pub trials: u64,
}

impl Proportion {
    /// The share, 0 to 1; nothing without trials.
    ///
    /// ```
    /// use scrm_core::audit::Proportion;
    /// assert_eq!(Proportion { successes: 1, trials: 4 }.share(), Some(0.25));
    /// assert_eq!(Proportion { successes: 0, trials: 0 }.share(), None);
    /// ```
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.trials > 0).then(|| self.within_trials().successes as f64 / self.trials as f64)
    }

    /// No more successes than trials.
    const fn within_trials(self) -> Self {
        if self.successes > self.trials { Self { successes: self.trials, ..self } } else { self }
    }
}

/// Which test a comparison went by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ProportionTest {
    /// Fisher's exact test, two-sided: every table as improbable as the one found counts.
    FisherExact,
    /// The score test of two proportions, two-sided.
    Score,
}

/// Two shares, beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProportionComparison {
    /// The first share less the second, −1 to 1.
    pub difference: f64,
    /// Where the true difference probably lies.
    pub interval: Interval,
    /// How probable a difference at least as unusual is where there is none, 0 to 1.
    pub p_value: f64,
    /// The test that says so.
    pub test: ProportionTest,
}

impl ProportionComparison {
    /// To so many decimals as readers of every language give back unchanged: four, and six of the p-value.
    pub(crate) fn tidy(self) -> Self {
        let Interval { low, high, .. } = self.interval;
        Self {
            difference: tidy(self.difference),
            interval: Interval { low: tidy(low), high: tidy(high), ..self.interval },
            p_value: (self.p_value * 1e6).round() / 1e6,
            ..self
        }
    }
}

/// Compares two shares. Nothing where one of them has no trials.
///
/// The p-value is that of one look at counts whose number was settled beforehand. Who looks again and again until it is
/// small finds a difference where there is none: settle the number first, with [`trials_needed`].
///
/// ```
/// use scrm_core::audit::{Proportion, ProportionTest, compare_proportions};
/// let (first, second) = (Proportion { successes: 56, trials: 70 }, Proportion { successes: 48, trials: 80 });
/// let compared = compare_proportions(first, second, 0.95).unwrap();
/// assert_eq!(compared.test, ProportionTest::Score);
/// assert!((compared.difference - 0.2).abs() < 1e-12);
/// assert!((compared.interval.low - 0.0524).abs() < 5e-5 && (compared.interval.high - 0.3339).abs() < 5e-5);
/// assert!((compared.p_value - 0.0080).abs() < 5e-5);
/// ```
#[must_use]
pub fn compare_proportions(
    first: Proportion,
    second: Proportion,
    confidence: f64,
) -> Option<ProportionComparison> {
    let (first, second) = (first.within_trials(), second.within_trials());
    let difference = first.share()? - second.share()?;
    let interval = newcombe(first, second, confidence)?;
    let test = test_for(first, second);
    let p_value = match test {
        ProportionTest::FisherExact => fisher_exact(first, second),
        ProportionTest::Score => score(first, second),
    };
    Some(ProportionComparison { difference, interval, p_value: p_value.clamp(0.0, 1.0), test })
}

/// How many trials each of two sides needs, so that a test at this confidence finds a difference of `least_difference`
/// (above 0, below 1) with the probability `power`. The shares are taken to lie around one half, where differences are
/// hardest to tell: it is enough wherever they lie. Nothing where a number is outside of its range.
///
/// ```
/// use scrm_core::audit::trials_needed;
/// assert_eq!(trials_needed(0.1, 0.95, 0.8), Some(392));
/// assert_eq!(trials_needed(0.0, 0.95, 0.8), None);
/// ```
#[must_use]
pub fn trials_needed(least_difference: f64, confidence: f64, power: f64) -> Option<u64> {
    let inside = |value: f64| value > 0.0 && value < 1.0;
    if ![least_difference, confidence, power].into_iter().all(inside) {
        return None;
    }
    let (low, high) = (0.5 - least_difference / 2.0, 0.5 + least_difference / 2.0);
    let variance = |share: f64| share * (1.0 - share);
    let unusual = normal_quantile(0.5 + confidence / 2.0) * (2.0 * variance(0.5)).sqrt();
    let powerful = normal_quantile(power) * (variance(low) + variance(high)).sqrt();
    let root = (unusual + powerful).max(0.0) / least_difference;
    Some((root * root).ceil().clamp(1.0, 1e18) as u64)
}

/// A cell that is expected to hold less asks for the exact test.
const LEAST_EXPECTED: f64 = 5.0;

/// The exact test looks at no more tables than this.
const MOST_TABLES: u128 = 100_000;

fn test_for(first: Proportion, second: Proportion) -> ProportionTest {
    let rows = u128::from(first.trials.min(second.trials));
    let successes = u128::from(first.successes) + u128::from(second.successes);
    let total = u128::from(first.trials) + u128::from(second.trials);
    let columns = successes.min(total.saturating_sub(successes));
    let least_expected = rows as f64 * columns as f64 / total as f64;
    if least_expected < LEAST_EXPECTED && rows.min(columns) < MOST_TABLES {
        ProportionTest::FisherExact
    } else {
        ProportionTest::Score
    }
}

/// Newcombe's method 10.
fn newcombe(first: Proportion, second: Proportion, confidence: f64) -> Option<Interval> {
    let (one, other) = (first.share()?, second.share()?);
    let of =
        |proportion: Proportion| wilson(proportion.successes as f64, proportion.trials as f64, confidence);
    let (around_one, around_other) = (of(first)?, of(second)?);
    let difference = one - other;
    let below = (one - around_one.low).hypot(around_other.high - other);
    let above = (around_one.high - one).hypot(other - around_other.low);
    Some(Interval {
        low: (difference - below).clamp(-1.0, difference),
        high: (difference + above).clamp(difference, 1.0),
        confidence,
    })
}

/// The two-sided p-value of the score test; 1 where nothing or everything came out.
fn score(first: Proportion, second: Proportion) -> f64 {
    let (n1, n2) = (first.trials as f64, second.trials as f64);
    let (x1, x2) = (first.successes as f64, second.successes as f64);
    let pooled = (x1 + x2) / (n1 + n2);
    let variance = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2);
    if variance <= 0.0 {
        return 1.0;
    }
    let z = (x1 / n1 - x2 / n2).abs() / variance.sqrt();
    complementary_error(z / std::f64::consts::SQRT_2)
}

/// The two-sided p-value of Fisher's exact test: the tables with these margins that are no more probable than this one.
fn fisher_exact(first: Proportion, second: Proportion) -> f64 {
    // Tables that are equally probable must count alike, whatever their rounding.
    const ROUNDING: f64 = 1e-7;
    let [n1, n2] = [first.trials, second.trials].map(u128::from);
    let successes = u128::from(first.successes) + u128::from(second.successes);
    let (lowest, highest) = (successes.saturating_sub(n2), successes.min(n1));
    // Probabilities beside that of the lowest table: each follows from the one before.
    let mut logarithm = 0.0_f64;
    let mut logarithms = Vec::new();
    for hits in lowest..=highest {
        logarithms.push(logarithm);
        let up = successes.saturating_sub(hits) as f64 * n1.saturating_sub(hits) as f64;
        let down = (hits + 1) as f64 * (n2 + hits + 1).saturating_sub(successes) as f64;
        logarithm += (up / down).ln();
    }
    let found = usize::try_from(u128::from(first.successes).saturating_sub(lowest)).unwrap_or(usize::MAX);
    let Some(observed) = logarithms.get(found).copied() else { return 1.0 };
    let most = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weight = |logarithm: f64| (logarithm - most).exp();
    let all: f64 = logarithms.iter().copied().map(weight).sum();
    let unusual = logarithms.iter().copied().filter(|logarithm| *logarithm <= observed + ROUNDING);
    unusual.map(weight).sum::<f64>() / all
}

/// The complementary error function of a number that is not negative: its power series up to 2, the continued fraction
/// beyond (M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 1964, 7.1.6 and 7.1.14). Right to twelve digits.
fn complementary_error(x: f64) -> f64 {
    const SERIES_UP_TO: f64 = 2.0;
    const DEPTH: u32 = 120;
    if !x.is_finite() {
        return 0.0;
    }
    if x < SERIES_UP_TO {
        let (mut term, mut sum, mut n) = (x, x, 0.0_f64);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= 2.0 * x * x / (2.0 * n + 1.0);
            sum += term;
        }
        return 1.0 - std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp() * sum;
    }
    let fraction = (1..=DEPTH).rev().fold(x, |below, k| x + f64::from(k) / 2.0 / below);
    std::f64::consts::FRAC_2_SQRT_PI / 2.0 * (-x * x).exp() / fraction
}

#[cfg(test)]
mod tests;
