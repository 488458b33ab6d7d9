//! Reference values: intervals are those of Newcombe's table II; p-values of the exact test were computed in exact whole
//! numbers (Python's `math.comb` and `fractions`), those of the score test with Python's `math.erfc`, numbers of trials with
//! `statistics.NormalDist`.

use super::*;

const fn of(successes: u64, trials: u64) -> Proportion {
    Proportion { successes, trials }
}

#[test]
fn intervals_are_those_of_newcombes_method_10() {
    for (first, second, low, high) in [
        (of(56, 70), of(48, 80), 0.0524, 0.3339),
        (of(9, 10), of(3, 10), 0.1705, 0.8090),
        (of(6, 7), of(2, 7), 0.0582, 0.8062),
        (of(5, 56), of(0, 29), -0.0381, 0.1926),
        (of(0, 10), of(0, 20), -0.1611, 0.2775),
        (of(0, 10), of(0, 10), -0.2775, 0.2775),
        (of(10, 10), of(0, 20), 0.6791, 1.0),
        (of(10, 10), of(0, 10), 0.6075, 1.0),
    ] {
        let interval = compare_proportions(first, second, 0.95).unwrap().interval;
        assert!((interval.low - low).abs() < 5.1e-5, "{first:?} {second:?} {interval:?}");
        assert!((interval.high - high).abs() < 5.1e-5, "{first:?} {second:?} {interval:?}");
    }
}

#[test]
fn few_are_tested_exactly() {
    for (first, second, p_value) in [
        (of(3, 4), of(1, 4), 0.485_714_285_714),
        (of(9, 10), of(3, 10), 0.019_766_611_097_9),
        (of(8, 10), of(1, 6), 0.034_965_034_965),
        (of(6, 7), of(2, 7), 0.102_564_102_564),
        (of(5, 56), of(0, 29), 0.160_621_443_209),
        (of(10, 10), of(0, 9), 1.082_508_822_45e-5),
        (of(0, 10), of(0, 20), 1.0),
    ] {
        for (one, other) in [(first, second), (second, first)] {
            let compared = compare_proportions(one, other, 0.95).unwrap();
            assert_eq!(compared.test, ProportionTest::FisherExact);
            assert!((compared.p_value - p_value).abs() < 1e-10, "{one:?} {other:?} {compared:?}");
        }
    }
}

#[test]
fn many_are_tested_by_their_scores() {
    for (first, second, p_value) in [
        // The least cell expects exactly five in these two, and 5.5 below.
        (of(10, 10), of(0, 10), 7.744_216_431_04e-6),
        (of(1, 24), of(9, 24), 0.004_465_257_872_33),
        (of(2, 10_000), of(9, 10_000), 0.034_758_556_432_4),
        (of(56, 70), of(48, 80), 0.008_045_081_368_2),
        (of(40, 200), of(60, 200), 0.020_921_335_337_8),
        (of(120, 1_000), of(150, 1_000), 0.049_640_386_865_4),
        (of(500, 1_000), of(650, 1_000), 1.161_113_637_79e-11),
    ] {
        let compared = compare_proportions(first, second, 0.95).unwrap();
        assert_eq!(compared.test, ProportionTest::Score);
        assert!((compared.p_value / p_value - 1.0).abs() < 1e-9, "{first:?} {second:?} {compared:?}");
    }
}

#[test]
fn sides_change_the_sign_and_nothing_else() {
    for first in [of(0, 1), of(3, 9), of(31, 90), of(500, 900)] {
        for second in [of(1, 1), of(8, 9), of(40, 80), of(500, 901)] {
            let there = compare_proportions(first, second, 0.9).unwrap();
            let back = compare_proportions(second, first, 0.9).unwrap();
            assert_eq!(there.difference, -back.difference);
            assert!((there.interval.low + back.interval.high).abs() < 1e-12);
            assert!((there.p_value - back.p_value).abs() < 1e-12);
            assert!(there.interval.low <= there.difference && there.difference <= there.interval.high);
        }
    }
}

#[test]
fn the_least_and_the_greatest_numbers_are_harmless() {
    let numbers = [0, 1, 2, 99_999, 100_000, u64::MAX / 2, u64::MAX];
    for first in numbers.iter().flat_map(|s| numbers.iter().map(|t| of(*s, *t))) {
        for second in [of(0, 0), of(0, 1), of(1, 1), of(7, 3), of(u64::MAX, u64::MAX), of(1, u64::MAX)] {
            let compared = compare_proportions(first, second, 0.95);
            assert_eq!(compared.is_some(), first.trials > 0 && second.trials > 0);
            if let Some(compared) = compared {
                assert!((0.0..=1.0).contains(&compared.p_value), "{first:?} {second:?} {compared:?}");
                assert!(compared.interval.low.is_finite() && compared.interval.high.is_finite());
            }
        }
    }
}

#[test]
fn trials_for_a_difference() {
    for (difference, confidence, power, trials) in [
        (0.1, 0.95, 0.8, 392),
        (0.15, 0.95, 0.8, 174),
        (0.2, 0.95, 0.8, 97),
        (0.05, 0.95, 0.9, 2_100),
        (0.2, 0.99, 0.9, 184),
        (0.9, 0.95, 0.8, 4),
    ] {
        assert_eq!(trials_needed(difference, confidence, power), Some(trials), "{difference}");
    }
    for (difference, confidence, power) in
        [(0.0, 0.95, 0.8), (1.0, 0.95, 0.8), (0.1, 1.0, 0.8), (0.1, 0.95, 0.0), (f64::NAN, 0.95, 0.8)]
    {
        assert_eq!(trials_needed(difference, confidence, power), None);
    }
    assert!(trials_needed(1e-12, 0.95, 0.8).is_some());
}

#[test]
fn the_error_function_is_right_where_its_two_forms_meet() {
    // Python's math.erfc.
    for (x, wanted) in [
        (0.0, 1.0),
        (0.5, 0.479_500_122_186_953_5),
        (1.999_999, 0.004_677_755_648_073_953),
        (2.0, 0.004_677_734_981_047_265),
        (5.0, 1.537_459_794_428_035e-12),
    ] {
        assert!((complementary_error(x) / wanted - 1.0).abs() < 1e-10, "{x}: {}", complementary_error(x));
    }
    assert_eq!(complementary_error(f64::INFINITY), 0.0);
}
