use super::score::{exceeded, quintiles};
use super::*;
use crate::foundation::Coded;
use crate::value::config::{PurchaseUnit, Returns, RfmConfig, ScoreBy, ValueConfig};

fn standard() -> RfmConfig {
    ValueConfig::standard().rfm
}

fn table(config: &RfmConfig, lines: &[(u32, i32, f64, u32)], today: i32) -> RfmTable {
    let customers: Vec<u32> = lines.iter().map(|line| line.0).collect();
    let days: Vec<i32> = lines.iter().map(|line| line.1).collect();
    let amounts: Vec<f64> = lines.iter().map(|line| line.2).collect();
    let orders: Vec<u32> = lines.iter().map(|line| line.3).collect();
    let columns = TransactionLines { customers: &customers, days: &days, amounts: &amounts, orders: &orders };
    RfmEngine::new(config).unwrap().table(&columns, today).unwrap()
}

#[test]
fn every_line_is_counted_once() {
    let lines = [
        (UNKNOWN, 10, -5.0, UNKNOWN),
        (0, 99, -5.0, UNKNOWN),
        (0, 10, -5.0, UNKNOWN),
        (0, 10, 0.0, UNKNOWN),
        (0, 10, 7.0, UNKNOWN),
        (1, 10, -2.5, UNKNOWN),
        (3, 10, 0.0, UNKNOWN),
    ];
    let found = table(&standard(), &lines, 20);
    let expected = LineCounts {
        lines: 7,
        without_customer: 1,
        future: 1,
        returned: 2,
        returned_amount: 7.5,
        free: 2,
        bought: 1,
        only_returned: 1,
    };
    assert_eq!(found.counts, expected);
    assert_eq!(found.rows.iter().map(|row| row.customer).collect::<Vec<_>>(), [0]);
}

#[test]
fn lines_of_one_order_are_one_purchase() {
    // Order 7 spans two days; two lines stand alone; order 9 was only returned.
    let lines = [
        (0, 10, 1.0, 7),
        (0, 12, 2.0, 8),
        (0, 11, 4.0, 7),
        (0, 12, 8.0, UNKNOWN),
        (0, 12, 16.0, UNKNOWN),
        (0, 13, -3.0, 9),
    ];
    let row = table(&standard(), &lines, 20).rows[0];
    assert_eq!((row.frequency, row.days, row.monetary), (4, 3, 31.0));
    assert_eq!((row.recency_days, row.age_days, row.repeat_average), (8, 10, 15.0));
    let by_day = RfmConfig { purchase: PurchaseUnit::Day, returns: Returns::Subtract, ..standard() };
    let row = table(&by_day, &lines, 20).rows[0];
    assert_eq!((row.frequency, row.monetary), (3, 28.0));
}

#[test]
fn equal_values_have_equal_scores_in_whatever_order_they_stand() {
    let mut lines: Vec<(u32, i32, f64, u32)> = (0..50)
        .map(|customer| (customer, 100 - (customer % 7) as i32, f64::from(customer % 3), UNKNOWN))
        .collect();
    for line in &mut lines {
        line.2 += 1.0;
    }
    let scores = |lines: &[(u32, i32, f64, u32)]| {
        let rows = table(&standard(), lines, 100).rows;
        rows.iter().map(|row| (row.customer, row.r, row.f, row.m, row.class)).collect::<Vec<_>>()
    };
    let forward = scores(&lines);
    lines.reverse();
    assert_eq!(scores(&lines), forward);
    for (customer, r, f, m, _) in &forward {
        let (_, same_r, same_f, same_m, _) = forward[(*customer as usize + 21) % 50];
        if (customer + 21) < 50 {
            assert_eq!((*r, *f, *m), (same_r, same_f, same_m));
        }
    }
}

#[test]
fn quintiles_are_values_that_a_fifth_and_more_do_not_exceed() {
    let mut hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
    assert_eq!(quintiles(&mut hundred), [20.0, 40.0, 60.0, 80.0]);
    assert_eq!(quintiles(&mut [3.0]), [3.0; 4]);
    assert_eq!(quintiles(&mut [2.0, 1.0]), [1.0, 1.0, 2.0, 2.0]);
    assert_eq!(quintiles(&mut [1.0, 1.0, 1.0, 1.0, 2.0, 9.0]), [1.0, 1.0, 1.0, 2.0]);
    assert_eq!(quintiles(&mut []), [0.0; 4]);
    assert_eq!([0.0, 1.0, 1.5, 9.0].map(|value| exceeded(value, &[1.0, 1.0, 1.5, 2.0])), [0, 0, 2, 4]);
}

#[test]
fn thresholds_hold_on_both_sides_of_each_bound() {
    let config = RfmConfig { score_by: ScoreBy::Thresholds, ..standard() };
    for (days, score) in [(0, 5), (30, 5), (31, 4), (90, 4), (91, 3), (180, 3), (181, 2), (365, 2), (366, 1)]
    {
        assert_eq!(table(&config, &[(0, 1000 - days, 1.0, UNKNOWN)], 1000).rows[0].r, score, "{days}");
    }
    for (spent, score) in
        [(1000.0, 1), (1000.01, 2), (5000.01, 3), (20_000.01, 4), (100_000.0, 4), (100_001.0, 5)]
    {
        assert_eq!(table(&config, &[(0, 1000, spent, UNKNOWN)], 1000).rows[0].m, score, "{spent}");
    }
    for (purchases, score) in [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (9, 4), (10, 5)] {
        let lines = vec![(0, 1000, 1.0, UNKNOWN); 10];
        let lines: Vec<_> = lines.into_iter().take(purchases).chain([(1, 1, 1.0, UNKNOWN)]).collect();
        // More lines than customers, whatever the number of purchases.
        assert_eq!(table(&config, &lines, 1000).rows[0].f, score, "{purchases}");
    }
}

#[test]
fn the_four_classes_are_recent_or_not_and_worthwhile_or_not() {
    let classes = standard().classes;
    let class = |r, f, m| RfmClass::of(r, f, m, &classes);
    assert_eq!(class(3, 3, 4), RfmClass::HighValue);
    assert_eq!(class(2, 3, 4), RfmClass::ChurnRisk);
    assert_eq!(class(3, 3, 3), RfmClass::Potential);
    assert_eq!(class(2, 3, 3), RfmClass::Ordinary);
    assert_eq!((class(5, 5, 5), class(1, 1, 1)), (RfmClass::HighValue, RfmClass::Ordinary));
}

#[test]
fn a_rhythm_is_named_by_the_median_of_the_gaps() {
    let rhythm = |gaps: &[i32]| {
        let mut day = 0;
        let mut lines = vec![(0, day, 1.0, UNKNOWN)];
        for gap in gaps {
            day += gap;
            lines.push((0, day, 1.0, UNKNOWN));
        }
        table(&standard(), &lines, day).rows[0].rhythm
    };
    assert_eq!(rhythm(&[7, 7, 8]), Rhythm::Weekly);
    assert_eq!((rhythm(&[14, 14]), rhythm(&[15, 15])), (Rhythm::Weekly, Rhythm::Monthly));
    assert_eq!((rhythm(&[52, 52]), rhythm(&[53, 53])), (Rhythm::Monthly, Rhythm::Quarterly));
    assert_eq!((rhythm(&[129, 129]), rhythm(&[130, 130])), (Rhythm::Quarterly, Rhythm::HalfYearly));
    assert_eq!((rhythm(&[258, 258]), rhythm(&[259, 259])), (Rhythm::HalfYearly, Rhythm::Yearly));
    assert_eq!((rhythm(&[516, 516]), rhythm(&[517, 517])), (Rhythm::Yearly, Rhythm::Rarer));
    // One long pause is no rhythm, two purchases are none either.
    assert_eq!(rhythm(&[30, 31, 400, 30, 29]), Rhythm::Monthly);
    assert_eq!((rhythm(&[30]), rhythm(&[])), (Rhythm::Unknown, Rhythm::Unknown));
    // Twice on one day is one day.
    assert_eq!(rhythm(&[0, 90, 0, 92]), Rhythm::Quarterly);
}

#[test]
fn customers_of_all_blocks_are_found_again() {
    let count = 10_000_u32;
    let lines: Vec<_> = (0..3 * count)
        .map(|line| {
            (line.wrapping_mul(7_919) % count, (line % 50) as i32, f64::from(line % count) + 1.0, UNKNOWN)
        })
        .collect();
    let found = table(&standard(), &lines, 60);
    assert_eq!(found.rows.len(), count as usize);
    assert!(found.rows.iter().zip(0..).all(|(row, customer)| row.customer == customer));
    for customer in [0, 2_047, 2_048, 9_999] {
        let own = lines.iter().filter(|line| line.0 == customer);
        let row = found.rows[customer as usize];
        assert_eq!(row.frequency as usize, own.clone().count());
        assert!((row.monetary - own.map(|line| line.2).sum::<f64>()).abs() < 1e-6);
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let engine = RfmEngine::new(&standard()).unwrap();
    let refused = |customers: &[u32], days: &[i32], amounts: &[f64], orders: &[u32]| {
        let lines = TransactionLines { customers, days, amounts, orders };
        engine.table(&lines, 0).unwrap_err().to_string()
    };
    assert_eq!(refused(&[0, 0], &[0, 0], &[1.0, f64::NAN], &[]), "row 2: amount is no number");
    assert_eq!(refused(&[0], &[], &[1.0], &[]), "days has 0 rows, the first column has 1");
    assert_eq!(refused(&[0], &[0], &[1.0], &[1, 2]), "orders has 2 rows, the first column has 1");
    assert_eq!(
        refused(&[8], &[0], &[1.0], &[]),
        "row 1: customer is a number beyond eight times the number of lines"
    );
    let none = TransactionLines { customers: &[], days: &[], amounts: &[], orders: &[] };
    assert_eq!(engine.table(&none, 0).unwrap().rows, []);
    let far = TransactionLines { customers: &[0], days: &[i32::MIN], amounts: &[1.0], orders: &[] };
    assert_eq!(engine.table(&far, i32::MAX).unwrap().rows[0].recency_days, u32::MAX);

    let mut config = standard();
    config.thresholds.recency_days = [30, 20, 180, 365];
    let error = RfmEngine::new(&config).unwrap_err();
    assert_eq!(error.field().as_deref(), Some("rfm.thresholds.recency_days"));
    let mut config = standard();
    config.classes.recent_from = 6.0;
    assert_eq!(RfmEngine::new(&config).unwrap_err().field().as_deref(), Some("rfm.classes.recent_from"));
}
