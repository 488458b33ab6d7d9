use proptest::prelude::*;

use crate::audit::{StableSample, WaitingTimes, effective_size, median_ranks, wilson};
use crate::foundation::interval::normal_quantile;

#[test]
fn wilson_gives_published_intervals() {
    // Newcombe (1998), table I, method 3: without continuity correction.
    for (hits, of, low, high) in [
        (81.0, 263.0, 0.2553, 0.3662),
        (15.0, 148.0, 0.0624, 0.1605),
        (0.0, 20.0, 0.0, 0.1611),
        (1.0, 29.0, 0.0061, 0.1718),
    ] {
        let interval = wilson(hits, of, 0.95).unwrap();
        assert!((interval.low - low).abs() < 5e-5, "{hits}/{of}: {interval:?}");
        assert!((interval.high - high).abs() < 5e-5, "{hits}/{of}: {interval:?}");
    }
    assert!(wilson(1.0, 0.0, 0.95).is_none());
    assert!(wilson(f64::NAN, 3.0, 0.95).is_none());
}

#[test]
fn the_normal_quantile_is_that_of_the_tables() {
    for (p, z) in [(0.5, 0.0), (0.975, 1.959_963_985), (0.995, 2.575_829_304), (0.001, -3.090_232_306)] {
        assert!((normal_quantile(p) - z).abs() < 1e-8, "{p}: {}", normal_quantile(p));
    }
    assert!(normal_quantile(0.0).is_finite() && normal_quantile(1.0).is_finite());
    assert_eq!(normal_quantile(f64::NAN), 0.0);
}

#[test]
fn median_ranks_are_those_of_the_sign_test() {
    // Conover, Practical Nonparametric Statistics: P(Binomial(n, ½) < r) ≤ 0.025.
    for (count, ranks) in [
        (5, None),
        (6, Some((1, 6))),
        (8, Some((1, 8))),
        (9, Some((2, 8))),
        (20, Some((6, 15))),
        (50, Some((18, 33))),
        (100, Some((40, 61))),
    ] {
        assert_eq!(median_ranks(count, 0.95), ranks, "{count}");
    }
    assert_eq!(median_ranks(0, 0.95), None);
    let (low, high) = median_ranks(1_000_000, 0.95).unwrap();
    assert!(low + high == 1_000_001 && low > 498_900 && low < 499_100, "{low}");
}

#[test]
fn quantiles_are_of_type_seven() {
    let mut times = WaitingTimes::default();
    assert_eq!(times.quantile(0.5), None);
    (1..=10).for_each(|seconds| times.add(seconds));
    assert_eq!(times.quantile(0.0), Some(1.0));
    assert_eq!(times.quantile(0.5), Some(5.5));
    assert_eq!(times.quantile(0.9), Some(9.1));
    assert_eq!(times.quantile(1.0), Some(10.0));
    assert_eq!(times.quantile(f64::NAN), None);
    assert_eq!(times.median_between(0.95), Some((2, 9)));
}

#[test]
fn waiting_times_stay_bounded() {
    let mut times = WaitingTimes::default();
    for seconds in [-5, 0, 3_600, 3_661, 700_000, i64::MAX, i64::MIN] {
        times.add(seconds);
    }
    assert_eq!(times.count(), 7);
    assert_eq!(times.by_rank(3), Some(0));
    assert_eq!(times.by_rank(5), Some(3_660));
    assert_eq!(times.by_rank(6), Some(698_400));
    assert_eq!(times.by_rank(7), Some(31_536_000));
    assert_eq!(times.by_rank(8), None);
    assert_eq!(times.by_rank(0), None);
    assert_eq!(times.at_most(3_600), 4);
}

#[test]
fn customers_whose_fields_hang_together_count_for_less() {
    let alike: Vec<(u32, u32)> = (0..100).map(|n| if n % 10 == 0 { (0, 7) } else { (7, 7) }).collect();
    let apart: Vec<(u32, u32)> = (0..100).map(|n| if n % 10 < 7 { (6, 7) } else { (7, 7) }).collect();
    let population = 1_000_000;
    assert!((effective_size(&alike, population) - 100.0).abs() < 2.0, "one customer is one observation");
    assert!((effective_size(&apart, population) - 700.0).abs() < 1.0, "never more than the fields");
    assert_eq!(effective_size(&[], 10), 0.0);
    assert_eq!(effective_size(&[(3, 7)], 10), 1.0);
    assert_eq!(effective_size(&[(7, 7), (7, 7)], 10), 2.0);
}

#[test]
fn a_sample_is_the_smallest_hashes() {
    let mut sample = StableSample::new("seed", 3);
    for number in 0..50 {
        sample.offer(&format!("c{number}"), || number);
    }
    let kept: Vec<String> = sample.ids().map(str::to_owned).collect();
    let mut all: Vec<(u64, String)> = (0..50)
        .map(|number| {
            let id = format!("c{number}");
            (crate::foundation::fingerprint(&[b"seed", id.as_bytes()]).as_u64(), id)
        })
        .collect();
    all.sort();
    assert_eq!(kept, all.iter().take(3).map(|(_, id)| id.clone()).collect::<Vec<_>>());
    sample.offer(&kept[0], || 99);
    assert_eq!(sample.len(), 3);
    assert_eq!(sample.values().next(), Some(&99));
    let mut nothing = StableSample::new("seed", 0);
    nothing.offer("c", || ());
    assert!(nothing.is_empty());
}

proptest! {
    #[test]
    fn wilson_contains_the_share_and_stays_a_share(of in 1_u32..5_000, part in 0.0..=1.0_f64) {
        let hits = (f64::from(of) * part).floor();
        let interval = wilson(hits, f64::from(of), 0.95).unwrap();
        let share = hits / f64::from(of);
        prop_assert!(0.0 <= interval.low && interval.low <= share);
        prop_assert!(share <= interval.high && interval.high <= 1.0);
    }

    #[test]
    fn wilson_is_symmetric(of in 1_u32..5_000, part in 0.0..=1.0_f64) {
        let hits = (f64::from(of) * part).floor();
        let one = wilson(hits, f64::from(of), 0.95).unwrap();
        let other = wilson(f64::from(of) - hits, f64::from(of), 0.95).unwrap();
        prop_assert!((one.low - (1.0 - other.high)).abs() < 1e-12);
        prop_assert!((one.high - (1.0 - other.low)).abs() < 1e-12);
    }

    #[test]
    fn wilson_narrows_with_the_sample_and_widens_with_confidence(of in 2_u32..2_000, part in 0.0..=1.0_f64) {
        let hits = (f64::from(of) * part).floor();
        let width = |factor: f64, confidence: f64| {
            let interval = wilson(hits * factor, f64::from(of) * factor, confidence).unwrap();
            interval.high - interval.low
        };
        prop_assert!(width(2.0, 0.95) < width(1.0, 0.95));
        prop_assert!(width(1.0, 0.9) < width(1.0, 0.99));
    }

    #[test]
    fn median_ranks_hold_their_confidence(count in 6_u64..200) {
        let (low, high) = median_ranks(count, 0.95).unwrap();
        prop_assert_eq!(low + high, count + 1);
        let mut probability = 0.5_f64.powi(count as i32);
        let mut below = 0.0;
        for hits in 0..=low {
            if hits < low { below += probability } else { prop_assert!(below + probability > 0.025) }
            probability *= (count - hits) as f64 / (hits + 1) as f64;
        }
        prop_assert!(below <= 0.025);
    }

    #[test]
    fn a_sample_does_not_depend_on_the_order(
        mut ids in prop::collection::hash_set("[a-z]{1,6}", 0..60).prop_map(|ids| ids.into_iter().collect::<Vec<_>>()),
        size in 0_usize..20,
    ) {
        let draw = |ids: &[String]| {
            let mut sample = StableSample::new("s", size);
            ids.iter().for_each(|id| sample.offer(id, || ()));
            sample.ids().map(str::to_owned).collect::<Vec<_>>()
        };
        let forwards = draw(&ids);
        ids.reverse();
        prop_assert_eq!(&forwards, &draw(&ids));
        prop_assert_eq!(forwards.len(), size.min(ids.len()));
    }
}
