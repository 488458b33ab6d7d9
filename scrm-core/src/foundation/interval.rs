//! How sure a number is: score intervals for shares, rank intervals for medians, quantiles.
//!
//! A share from a sample is given with Wilson's score interval (E. B. Wilson, "Probable inference, the law
//! of succession, and statistical inference", JASA 22, 1927), which L. Brown, T. Cai and A. DasGupta
//! ("Interval estimation for a binomial proportion", Statistical Science 16, 2001) recommend for small
//! samples: it stays within 0 and 1 and does not collapse where nothing or everything succeeded. A median
//! is given between two order statistics chosen by binomial ranks, which assumes nothing of the waiting
//! times' distribution.

use serde::{Deserialize, Serialize};

/// A range that covers the true value with the stated confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How often ranges made like this one cover the true value, 0 to 1.
    pub confidence: f64,
}

impl Interval {
    /// The same interval in another unit: both ends times `factor`.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor, ..self }
    }
}

/// Wilson's score interval for `successes` of `trials`, as shares 0 to 1. `None` without trials.
///
/// ```
/// use scrm_core::audit::wilson;
/// let interval = wilson(8.0, 10.0, 0.95).unwrap();
/// assert!((interval.low - 0.4902).abs() < 5e-5 && (interval.high - 0.9433).abs() < 5e-5);
/// assert!(wilson(0.0, 0.0, 0.95).is_none());
/// ```
///
/// Counts are real numbers because observations that hang together count for less than one each: see
/// [`effective_size`].
#[must_use]
pub fn wilson(successes: f64, trials: f64, confidence: f64) -> Option<Interval> {
    if !(successes.is_finite() && trials.is_finite() && trials > 0.0) {
        return None;
    }
    let share = (successes / trials).clamp(0.0, 1.0);
    let z = normal_quantile(0.5 + confidence / 2.0);
    let z2 = z * z;
    let denominator = 1.0 + z2 / trials;
    let centre = (share + z2 / (2.0 * trials)) / denominator;
    let half =
        z / denominator * (share * (1.0 - share) / trials + z2 / (4.0 * trials * trials)).max(0.0).sqrt();
    // Rounding must not push the observed share out of its own interval.
    Some(Interval {
        low: (centre - half).clamp(0.0, share),
        high: (centre + half).clamp(share, 1.0),
        confidence,
    })
}

/// To four decimals: what reports show, and what JSON readers of every language give back unchanged.
/// Verdicts are made before.
pub(crate) fn tidy(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// How many independent observations a cluster sample is worth: `clusters` holds successes and trials of
/// each customer (whose fields hang together), drawn from `population` customers.
///
/// The share's variance comes from the spread between the customers, with the finite population
/// correction, and is turned back into a sample size: `p(1 − p) / variance`. Between the number of
/// customers and the number of trials; without any spread it is the number of customers.
#[must_use]
pub fn effective_size(clusters: &[(u32, u32)], population: u64) -> f64 {
    let count = clusters.len() as f64;
    let successes: f64 = clusters.iter().map(|(hits, _)| f64::from(*hits)).sum();
    let trials: f64 = clusters.iter().map(|(_, of)| f64::from(*of)).sum();
    if clusters.len() < 2 || trials <= 0.0 {
        return count.min(trials);
    }
    let share = successes / trials;
    let mean_size = trials / count;
    let squares: f64 =
        clusters.iter().map(|(hits, of)| (f64::from(*hits) - share * f64::from(*of)).powi(2)).sum();
    let unsampled = (1.0 - count / (population as f64).max(count)).max(0.0);
    let variance = unsampled * squares / ((count - 1.0) * count * mean_size * mean_size);
    let spread = share * (1.0 - share);
    if spread <= 0.0 {
        count
    } else if variance <= 0.0 {
        trials
    } else {
        (spread / variance).clamp(count.min(trials), trials.max(count))
    }
}

/// The two ranks, counted from 1, between which the median of `count` values lies with at least
/// `confidence`: the largest `r` with `P(Binomial(count, ½) < r) ≤ (1 − confidence) / 2`, and `count + 1 − r`.
/// `None` where there are too few values (fewer than six for 95 %).
///
/// ```
/// use scrm_core::audit::median_ranks;
/// assert_eq!(median_ranks(10, 0.95), Some((2, 9)));
/// assert_eq!(median_ranks(5, 0.95), None);
/// ```
///
/// Exact up to 1,000 values, a normal approximation with continuity correction beyond.
#[must_use]
pub fn median_ranks(count: u64, confidence: f64) -> Option<(u64, u64)> {
    let tail = (1.0 - confidence) / 2.0;
    let lower = if count <= 1_000 {
        let mut probability = 0.5_f64.powi(i32::try_from(count).ok()?);
        let mut cumulative = probability;
        let mut rank = 0_u64;
        while cumulative <= tail && rank < count {
            rank += 1;
            probability *= (count - rank + 1) as f64 / rank as f64;
            cumulative += probability;
        }
        rank
    } else {
        let size = count as f64;
        (size / 2.0 - normal_quantile(1.0 - tail) * size.sqrt() / 2.0 - 0.5).floor().max(0.0) as u64
    };
    (lower >= 1).then(|| (lower, count + 1 - lower))
}

/// The quantile of the standard normal distribution (P. Acklam's rational approximation, relative error
/// below 1.2e-9). `p` is clamped into the open interval from 0 to 1.
#[must_use]
pub(crate) fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -39.696_830_286_653_76,
        220.946_098_424_520_5,
        -275.928_510_446_968_7,
        138.357_751_867_269,
        -30.664_798_066_147_16,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -54.476_098_798_224_06,
        161.585_836_858_040_9,
        -155.698_979_859_886_6,
        66.801_311_887_719_72,
        -13.280_681_552_885_72,
    ];
    const C: [f64; 6] = [
        -0.007_784_894_002_430_293,
        -0.322_396_458_041_136_5,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [0.007_784_695_709_041_462, 0.322_467_129_070_039_8, 2.445_134_137_142_996, 3.754_408_661_907_416];
    let polynomial = |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
    let p = if p.is_nan() { 0.5 } else { p.clamp(1e-12, 1.0 - 1e-12) };
    let tail = |probability: f64| {
        let q = (-2.0 * probability.ln()).sqrt();
        polynomial(&C, q) / (polynomial(&D, q) * q + 1.0)
    };
    if p < 0.024_25 {
        tail(p)
    } else if p > 0.975_75 {
        -tail(1.0 - p)
    } else {
        let q = p - 0.5;
        let r = q * q;
        polynomial(&A, r) * q / (polynomial(&B, r) * r + 1.0)
    }
}
