//! The logarithm of the gamma function, and its first two derivatives.
//!
//! Stirling's series (Abramowitz & Stegun 6.1.40, 6.3.18, 6.4.12) from 10 on, where the terms that are left out are below
//! 1e-17; smaller arguments are moved up by the recurrence Γ(x + 1) = x Γ(x) (6.1.15).

/// ln Γ(x), its derivative ψ(x) and the derivative of that, ψ′(x).
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::value) struct GammaTerms {
    pub(in crate::value) ln: f64,
    pub(in crate::value) digamma: f64,
    pub(in crate::value) trigamma: f64,
}

const FROM: f64 = 10.0;
const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;
/// Bernoulli numbers B₂, B₄, … B₁₆.
const BERNOULLI: [f64; 8] = [
    1.0 / 6.0,
    -1.0 / 30.0,
    1.0 / 42.0,
    -1.0 / 30.0,
    5.0 / 66.0,
    -691.0 / 2730.0,
    7.0 / 6.0,
    -3617.0 / 510.0,
];

/// ln Γ(x), ψ(x) and ψ′(x) for x > 0.
pub(in crate::value) fn gamma_terms(x: f64) -> GammaTerms {
    let mut product = 1.0;
    let (mut digamma, mut trigamma) = (0.0, 0.0);
    let mut at = x;
    while at < FROM {
        product *= at;
        digamma -= at.recip();
        trigamma += at.powi(-2);
        at += 1.0;
    }
    let inverse = at.recip();
    let square = inverse * inverse;
    let ln_at = at.ln();
    let mut ln = (at - 0.5) * ln_at - at + HALF_LN_TAU;
    digamma += ln_at - 0.5 * inverse;
    trigamma += inverse + 0.5 * square;
    let mut power = inverse;
    let mut order = 2.0;
    for bernoulli in BERNOULLI {
        ln += bernoulli / (order * (order - 1.0)) * power;
        digamma -= bernoulli / order * power * inverse;
        trigamma += bernoulli * power * square;
        power *= square;
        order += 2.0;
    }
    GammaTerms { ln: ln - product.ln(), digamma, trigamma }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x, ln Γ(x), ψ(x), ψ′(x) by mpmath.
    const REFERENCE: &[(f64, f64, f64, f64)] = &[
        (1e-6, 13.815509980749432, -1000000.5772140201, 1000000000001.645),
        (0.01, 4.599479878042022, -100.56088545786868, 10001.621213528313),
        (0.2426, 1.3197854750907922, -4.358361853222514, 18.198210324240314),
        (0.5, 0.5723649429247001, -1.9635100260214235, 4.934802200544679),
        (1.0, 0.0, -0.5772156649015329, 1.6449340668482264),
        (1.5, -0.12078223763524522, 0.03648997397857652, 0.9348022005446793),
        (2.0, 0.0, 0.42278433509846713, 0.6449340668482264),
        (3.7446, 1.4804343309807273, 1.1808872026179522, 0.3058404164141408),
        (9.999, 12.799575780077413, 2.2516474172057355, 0.10517738667672887),
        (10.0, 12.801827480081469, 2.251752589066721, 0.10516633568168575),
        (26.5, 59.62784609588433, 3.2581581591584294, 0.03845679959958215),
        (171.6, 709.6573587630563, 5.1422496041643715, 0.005844518722878825),
        (12345.5, 103958.24296512322, 9.421006402052685, 8.100445520074442e-05),
        (1e6, 12815504.569147611, 13.815510057964191, 1.0000005000001667e-06),
        (1e9, 19723265827.503716, 20.723265836446412, 1.0000000005e-09),
    ];

    #[test]
    fn gamma_and_its_kin_agree_with_reference_values() {
        for &(x, ln, digamma, trigamma) in REFERENCE {
            let ours = gamma_terms(x);
            for (ours, theirs) in [(ours.ln, ln), (ours.digamma, digamma), (ours.trigamma, trigamma)] {
                assert!((ours - theirs).abs() <= 4e-15 * theirs.abs().max(1.0), "{x}: {ours} {theirs}");
            }
        }
    }
}
