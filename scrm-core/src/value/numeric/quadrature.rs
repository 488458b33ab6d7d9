//! Integrals: Gauss and Legendre's rule on a panel, and the mean of a function under a beta distribution.

/// Nodes and weights of the rule with 12 points on (−1, 1): the positive half (Abramowitz & Stegun, table 25.4).
const NODES: [(f64, f64); 6] = [
    (0.1252334085114689, 0.24914704581340277),
    (0.3678314989981802, 0.2334925365383548),
    (0.5873179542866175, 0.20316742672306592),
    (0.7699026741943047, 0.16007832854334622),
    (0.9041172563704749, 0.10693932599531843),
    (0.9815606342467192, 0.04717533638651183),
];

/// The 12 points of a panel from `low` to `high`, each with its weight.
pub(in crate::value) fn panel(low: f64, high: f64) -> [(f64, f64); 12] {
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    let mut points = [(0.0, 0.0); 12];
    for (i, (node, weight)) in NODES.into_iter().enumerate() {
        points[2 * i] = (middle - half * node, half * weight);
        points[2 * i + 1] = (middle + half * node, half * weight);
    }
    points
}

/// The mean of `of(p)` over a beta distribution of p with parameters `a` and `b`.
///
/// In the logit of p the density is smooth and falls exponentially on both sides; sinh makes that doubly exponential, where
/// the trapezoidal rule is as good as any (Takahasi & Mori 1974). The density is normalised by the same sum, so errors of
/// the two cancel. `of` is asked for 0 too.
pub(in crate::value) fn beta_expectation(a: f64, b: f64, of: &dyn Fn(f64) -> f64) -> f64 {
    const POINTS: i32 = 120;
    /// The density is followed down to e to the power of minus this.
    const DEPTH: f64 = 45.0;
    let centre = (a / b).ln();
    let width = (a.recip() + b.recip()).sqrt().min(3.0);
    let reach = (DEPTH / (a.min(b) * width)).asinh().max(3.0);
    let ln_density = |logit: f64| {
        // ln p and ln (1 − p) without cancellation at either end.
        let (ln_p, ln_rest) = (-(-logit).exp().ln_1p(), -logit.exp().ln_1p());
        let ln_p = if ln_p.is_finite() { ln_p } else { logit };
        let ln_rest = if ln_rest.is_finite() { ln_rest } else { -logit };
        a * ln_p + b * ln_rest
    };
    let top = ln_density(centre);
    let (mut sum, mut mass) = (0.0, 0.0);
    for point in -POINTS..=POINTS {
        let u = f64::from(point) * reach / f64::from(POINTS);
        let logit = centre + width * u.sinh();
        let weight = (ln_density(logit) - top).exp() * u.cosh();
        if weight > 0.0 {
            mass += weight;
            sum += weight * of((1.0 + (-logit).exp()).recip());
        }
    }
    sum / mass
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_is_exact_for_polynomials_of_degree_23() {
        let integral: f64 = panel(1.0, 3.0).iter().map(|(x, weight)| weight * x.powi(23)).sum();
        let exact = (3.0_f64.powi(24) - 1.0) / 24.0;
        assert!((integral / exact - 1.0).abs() < 1e-14, "{integral} {exact}");
    }

    #[test]
    fn means_under_a_beta_distribution() {
        for (a, b) in [(0.05, 0.05), (0.79, 2.43), (3.0, 0.1), (1.0, 1.0), (40.0, 900.0), (0.5, 1e6)] {
            let mean = beta_expectation(a, b, &|p| p);
            assert!((mean / (a / (a + b)) - 1.0).abs() < 1e-10, "{a} {b}: {mean}");
            let square = beta_expectation(a, b, &|p| p * p);
            let exact = a / (a + b) * (a + 1.0) / (a + b + 1.0);
            assert!((square / exact - 1.0).abs() < 1e-10, "{a} {b}: {square}");
        }
    }
}
