use chrono::{DateTime, Duration, TimeZone, Utc};

use super::*;
use crate::customer::{Customer, Field, FieldName, FieldValue, Stage};
use crate::foundation::time::Calendar;
use crate::foundation::{Coded, CustomerId};
use crate::value::config::ValueConfig;

fn engine() -> DealEngine {
    let ValueConfig { deal, cleaning, .. } = ValueConfig::standard();
    DealEngine::new(&deal, &cleaning).unwrap()
}

fn made() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap()
}

fn customer(values: &[(FieldName, FieldValue)]) -> Customer {
    let mut customer = Customer::new(CustomerId::new("c_1"), made());
    for (name, value) in values {
        customer.set_field(name.clone(), Field { value: value.clone(), source: "case".into(), at: made() });
    }
    customer
}

const QUOTED: DealFacts =
    DealFacts { stage: Some(Stage::Quoted), age_days: 0.0, idle_days: 0.0, active_days: 0 };

#[test]
fn odds_halve_with_age_and_silence_and_grow_with_activity() {
    let config = ValueConfig::standard().deal;
    let odds = |facts: DealFacts| {
        let p = engine().estimate(&facts, &DealCalibration::default()).unwrap().probability;
        p / (1.0 - p)
    };
    let fresh = odds(QUOTED);
    assert!((odds(DealFacts { age_days: config.age_halving_days, ..QUOTED }) / fresh - 0.5).abs() < 1e-12);
    assert!((odds(DealFacts { idle_days: config.idle_halving_days, ..QUOTED }) / fresh - 0.5).abs() < 1e-12);
    let active = 3.0_f64.powf(config.activity_power);
    assert!((odds(DealFacts { active_days: 2, ..QUOTED }) / fresh - active).abs() < 1e-12);
    let order = [Stage::Lost, Stage::LongTermFollowUp, Stage::NewInquiry, Stage::Quoted, Stage::SampleSent];
    let odds: Vec<f64> = order.map(|stage| odds(DealFacts { stage: Some(stage), ..QUOTED })).to_vec();
    assert!(odds.is_sorted(), "{odds:?}");
    let old = engine().estimate(&DealFacts { age_days: 1e9, ..QUOTED }, &DealCalibration::default()).unwrap();
    assert!(old.probability > 0.0 && old.probability < 1e-15);
}

#[test]
fn what_somebody_gave_stands() {
    let given = customer(&[(FieldName::DealProbability, FieldValue::Number(0.9))]);
    let estimate =
        engine().of_customer(&given, None, 0, &DealCalibration::default(), made() + Duration::days(400));
    assert_eq!((estimate.probability, estimate.given), (0.9, true));
    // What is no probability was not given.
    let wrong = customer(&[(FieldName::DealProbability, FieldValue::Number(90.0))]);
    let estimate = engine().of_customer(&wrong, None, 0, &DealCalibration::default(), made());
    assert!(!estimate.given && estimate.probability < 0.5);
}

#[test]
fn outcomes_correct_the_odds_once_there_are_enough() {
    // Quoted deals are won half of the time here, not a quarter; each fourth of the others too.
    let outcomes = |count: u32| -> Vec<DealOutcome> {
        let sample = DealFacts { stage: Some(Stage::SampleSent), ..QUOTED };
        (0..count)
            .map(|place| {
                let facts = if place % 2 == 0 { QUOTED } else { sample };
                DealOutcome { facts, won: if place % 2 == 0 { place % 4 == 0 } else { place % 3 > 0 } }
            })
            .collect()
    };
    let few = engine().calibrate(&outcomes(49)).unwrap();
    assert_eq!((few.enough, few.missing, few.intercept, few.slope), (false, 1, 0.0, 1.0));
    let many = engine().calibrate(&outcomes(6_000)).unwrap();
    let estimate = engine().estimate(&QUOTED, &many).unwrap();
    assert!(many.enough && estimate.calibrated);
    assert!((estimate.probability - 0.5).abs() < 0.02, "{estimate:?} {many:?}");
    let never: Vec<DealOutcome> = (0..100).map(|_| DealOutcome { facts: QUOTED, won: false }).collect();
    let never = engine().calibrate(&never).unwrap();
    assert_eq!((never.enough, never.missing), (false, 10));
    let wrong = DealOutcome { facts: DealFacts { idle_days: -1.0, ..QUOTED }, won: true };
    let error = engine().calibrate(&[wrong]).unwrap_err();
    assert_eq!((error.row(), error.field().as_deref()), (Some(1), Some("idle_days")));
}

#[test]
fn who_is_long_inactive_and_unlikely_to_buy_can_be_cleaned_away() {
    let code = |customer: &Customer, last: Option<DateTime<Utc>>, now| {
        engine().cleaning(customer, last, 0, &DealCalibration::default(), &Calendar::utc(), now).reason.code
    };
    let given = |share| customer(&[(FieldName::DealProbability, FieldValue::Number(share))]);
    let later = |days| made() + Duration::days(days);
    assert_eq!(code(&given(0.01), None, later(180)), "value.cleaning.active");
    assert_eq!(code(&given(0.01), None, later(180) + Duration::seconds(1)), "value.cleaning.candidate");
    assert_eq!(code(&given(0.01), Some(later(1)), later(181)), "value.cleaning.active");
    assert_eq!(code(&given(0.05), None, later(181)), "value.cleaning.deal_likely");
    assert_eq!(code(&given(0.049_999), None, later(181)), "value.cleaning.candidate");
    let quoted = customer(&[(FieldName::Stage, FieldValue::Stage(Stage::SampleSent))]);
    assert_eq!(code(&quoted, None, later(181)), "value.cleaning.deal_likely");
    assert_eq!(code(&quoted, None, later(400)), "value.cleaning.candidate");
    let archived = Customer { archived_at: Some(later(1)), ..given(0.01) };
    assert_eq!(code(&archived, None, later(400)), "value.cleaning.archived");
}
