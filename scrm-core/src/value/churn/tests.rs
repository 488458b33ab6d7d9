use super::*;
use crate::foundation::Coded;
use crate::value::config::{ChurnConfig, ValueConfig};
use crate::value::{TransactionLines, UNKNOWN};

fn standard() -> ChurnConfig {
    ValueConfig::standard().churn
}

/// Customers who buy on the days that are named.
fn table(config: &ChurnConfig, days: &[&[i32]], active: &[(u32, i32)], today: i32) -> ChurnTable {
    let bought =
        || days.iter().zip(0..).flat_map(|(days, customer)| days.iter().map(move |day| (customer, *day)));
    let customers: Vec<u32> = bought().map(|(customer, _)| customer).collect();
    let days: Vec<i32> = bought().map(|(_, day)| day).collect();
    let amounts = vec![1.0; days.len()];
    let lines = TransactionLines { customers: &customers, days: &days, amounts: &amounts, orders: &[] };
    let (who, when): (Vec<u32>, Vec<i32>) = active.iter().copied().unzip();
    let activity = Activity { customers: &who, days: &when };
    ChurnEngine::new(config).unwrap().table(&lines, &activity, today).unwrap()
}

/// Purchases every so many days, the last on day 0.
fn every(days: i32, times: i32) -> Vec<i32> {
    (0..times).map(|time| -days * time).collect()
}

#[test]
fn the_same_gap_is_late_for_one_and_not_for_another() {
    let (weekly, quarterly) = (every(7, 40), every(91, 40));
    let found = table(&standard(), &[&weekly, &quarterly], &[], 60);
    let [weekly, quarterly] = [found.rows[0], found.rows[1]];
    assert_eq!((weekly.gap_days, quarterly.gap_days), (60, 60));
    assert_eq!((weekly.status, quarterly.status), (ChurnStatus::AtRisk, ChurnStatus::Steady));
    assert!(weekly.usual_gap_days < 12.0 && quarterly.usual_gap_days > 70.0);
}

#[test]
fn an_alert_begins_the_day_after_its_last_day() {
    let weekly = every(7, 40);
    let first = table(&standard(), &[&weekly], &[], 0).rows[0];
    let alert = first.alert_after_days.floor() as i32;
    assert_eq!(first.days_left as i32, alert + 1);
    let at = |today| table(&standard(), &[&weekly], &[(0, today)], today).rows[0];
    assert_eq!((at(alert).days_left, at(alert + 1).days_left), (1, 0));
    assert!(at(alert).status < ChurnStatus::Overdue);
    assert!(at(alert + 1).status >= ChurnStatus::Overdue);
}

#[test]
fn few_gaps_of_ones_own_count_little() {
    let long = every(10, 200);
    let two = every(40, 2);
    let many = every(40, 60);
    let found = table(&standard(), &[&long, &two, &many], &[], 0);
    assert!(found.usual.seen);
    let [_, two, many] = [found.rows[0], found.rows[1], found.rows[2]];
    assert!(two.usual_gap_days < 25.0 && many.usual_gap_days > 35.0, "{two:?} {many:?}");
    assert_eq!((two.own_gaps, many.own_gaps), (1, 59));
}

#[test]
fn of_the_gaps_that_ended_in_a_purchase_the_share_was_in_time() {
    // Gaps of 1 to 100 days in a fixed jumble, of 40 customers of one kind.
    let mut gap = 1_u32;
    let customers: Vec<Vec<i32>> = (0..40)
        .map(|_| {
            let mut day = 0;
            let days = (0..60).map(|_| {
                gap = gap * 37 % 101;
                day -= gap as i32;
                day
            });
            days.collect()
        })
        .collect();
    let days: Vec<&[i32]> = customers.iter().map(Vec::as_slice).collect();
    let found = table(&standard(), &days, &[], 0);
    let late = |days: &Vec<i32>, row: &ChurnRow| {
        days.iter()
            .zip(&days[1..])
            .filter(|(later, earlier)| f64::from(*later - *earlier) > row.alert_after_days)
            .count()
    };
    let late: usize = customers.iter().zip(&found.rows).map(|(days, row)| late(days, row)).sum();
    let share = late as f64 / found.usual.gaps as f64;
    assert!((share - (1.0 - standard().share_in_time)).abs() < 0.02, "{share}");
}

#[test]
fn activity_tells_the_overdue_from_those_at_risk() {
    let weekly = every(7, 40);
    let days: [&[i32]; 1] = [&weekly];
    let span = standard().activity_days as i32;
    let today = span;
    // Thirteen weeks with a purchase lie in the span before; half of that is not enough, one more is.
    let row = |active: i32| {
        let active: Vec<(u32, i32)> = (0..active).map(|day| (0, today - day)).collect();
        table(&standard(), &days, &active, today).rows[0]
    };
    assert_eq!((row(0).recent_activity, row(0).earlier_activity), (0, 13));
    assert_eq!((row(6).status, row(6).activity_missing), (ChurnStatus::AtRisk, 1));
    assert_eq!((row(7).status, row(7).activity_missing), (ChurnStatus::Overdue, 0));
    // What others and nobody did does not count, nor what is still to come.
    let others = [(UNKNOWN, today), (5, today), (0, today + 1)];
    assert_eq!(table(&standard(), &days, &others, today).rows[0].recent_activity, 0);
}

#[test]
fn the_playbook_stands_until_enough_was_seen() {
    let weekly = every(7, 10);
    let found = table(&standard(), &[&weekly, &[0]], &[], 1);
    assert_eq!((found.usual.seen, found.usual.gaps), (false, 9));
    assert_eq!(
        (found.usual.usual_gap_days, found.usual.factor),
        (standard().usual_gap_days, standard().factor)
    );
    assert!((found.rows[1].usual_gap_days - standard().usual_gap_days).abs() < 1e-9);
    assert_eq!(table(&standard(), &[], &[], 1).rows, []);
}

#[test]
fn rules_out_of_bounds_are_named() {
    let refused = |change: &dyn Fn(&mut ChurnConfig)| {
        let mut config = standard();
        change(&mut config);
        ChurnEngine::new(&config).unwrap_err().field().unwrap()
    };
    assert_eq!(refused(&|config| config.usual_gap_days = 0.0), "churn.usual_gap_days");
    assert_eq!(refused(&|config| config.factor = 0.9), "churn.factor");
    assert_eq!(refused(&|config| config.prior_gaps = f64::NAN), "churn.prior_gaps");
    assert_eq!(refused(&|config| config.share_in_time = 1.0), "churn.share_in_time");
    assert_eq!(refused(&|config| config.falling_to = 1.0), "churn.falling_to");
    assert_eq!(refused(&|config| config.activity_days = 0), "churn.activity_days");
}
