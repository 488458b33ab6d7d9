//! The probability of a deal.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::customer::{Customer, FieldName, FieldValue, Stage};
use crate::value::ValueError;
use crate::value::config::{CleaningConfig, DealConfig};
use crate::value::numeric::{Newton, Outcome, Second, Vector, minimise};

/// Estimates deals. Immutable, cheap to clone.
#[derive(Clone, Debug)]
pub struct DealEngine {
    config: DealConfig,
    pub(super) cleaning: CleaningConfig,
}

/// What an estimate is made from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DealFacts {
    /// How far the sale has come; none where nobody said.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// Days since it has been there.
    pub age_days: f64,
    /// Days since anything happened.
    pub idle_days: f64,
    /// On how many of the last days something happened.
    #[serde(default)]
    pub active_days: u32,
}

/// How a deal ended of which this was known before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DealOutcome {
    /// What was known.
    pub facts: DealFacts,
    /// Whether the customer bought.
    pub won: bool,
}

/// What the workspace's own outcomes make of the odds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DealCalibration {
    /// Whether there were outcomes enough; without, nothing is changed.
    pub enough: bool,
    /// What is added to the logarithm of the odds.
    pub intercept: f64,
    /// What the logarithm of the odds is multiplied by before.
    pub slope: f64,
    /// How many outcomes there were.
    pub outcomes: u64,
    /// How many of them were won.
    pub won: u64,
    /// How many more outcomes are needed, of the rarer kind or of both.
    pub missing: u64,
}

impl Default for DealCalibration {
    /// Nothing is changed.
    fn default() -> Self {
        Self { enough: false, intercept: 0.0, slope: 1.0, outcomes: 0, won: 0, missing: 0 }
    }
}

/// The probability of a deal, and what it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DealEstimate {
    /// From 0 to 1.
    pub probability: f64,
    /// Whether somebody gave it: the rest is then what would have been estimated.
    pub given: bool,
    /// What was read.
    pub facts: DealFacts,
    /// The odds of the stage.
    pub stage_odds: f64,
    /// What the age of the deal makes of them: a factor up to 1.
    pub age_factor: f64,
    /// What silence makes of them: a factor up to 1.
    pub idle_factor: f64,
    /// What activity makes of them: a factor from 1 on.
    pub activity_factor: f64,
    /// Whether the workspace's own outcomes corrected them.
    pub calibrated: bool,
}

impl DealEngine {
    /// Checks the rules.
    ///
    /// # Errors
    /// `value.parameter.bad` names the number that is out of bounds.
    pub fn new(config: &DealConfig, cleaning: &CleaningConfig) -> Result<Self, ValueError> {
        let wrong = |field: &str, cause| Err(ValueError::Parameter { field: field.to_owned(), cause });
        let stages = config.stages.values().copied().chain([config.without_stage]);
        if !stages.into_iter().all(|share| share > 0.0 && share < 1.0) {
            return wrong("deal.stages", "holds what is no share between 0 and 1");
        }
        let spans = [
            ("deal.age_halving_days", config.age_halving_days),
            ("deal.idle_halving_days", config.idle_halving_days),
        ];
        for (field, days) in spans {
            if !(days.is_finite() && days > 0.0) {
                return wrong(field, "is no number above 0");
            }
        }
        if !(config.activity_power.is_finite() && config.activity_power >= 0.0) {
            return wrong("deal.activity_power", "is no number from 0 on");
        }
        if !(0.0..=1.0).contains(&cleaning.probability_below) {
            return wrong("cleaning.probability_below", "is no share from 0 to 1");
        }
        Ok(Self { config: config.clone(), cleaning: *cleaning })
    }

    /// The probability of a deal of which these facts are known.
    ///
    /// ```
    /// use scrm_core::customer::Stage;
    /// use scrm_core::value::{DealCalibration, DealEngine, DealFacts, ValueConfig};
    ///
    /// let ValueConfig { deal, cleaning, .. } = ValueConfig::standard();
    /// let engine = DealEngine::new(&deal, &cleaning)?;
    /// let facts = DealFacts { stage: Some(Stage::Quoted), age_days: 0.0, idle_days: 0.0, active_days: 0 };
    /// let fresh = engine.estimate(&facts, &DealCalibration::default())?;
    /// let silent = engine.estimate(&DealFacts { idle_days: 90.0, ..facts }, &DealCalibration::default())?;
    /// assert!((fresh.probability - 0.25).abs() < 1e-12);
    /// assert!((silent.probability - 1.0 / 7.0).abs() < 1e-12); // odds of one to three, halved
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// `value.parameter.bad` for days that are no number or below 0.
    pub fn estimate(
        &self,
        facts: &DealFacts,
        calibration: &DealCalibration,
    ) -> Result<DealEstimate, ValueError> {
        for (field, days) in [("age_days", facts.age_days), ("idle_days", facts.idle_days)] {
            if !(days.is_finite() && days >= 0.0) {
                return Err(ValueError::Parameter {
                    field: field.to_owned(),
                    cause: "is no number from 0 on",
                });
            }
        }
        Ok(self.estimated(facts, calibration))
    }

    /// The same of facts that can be.
    fn estimated(&self, facts: &DealFacts, calibration: &DealCalibration) -> DealEstimate {
        let of_stage = facts.stage.and_then(|stage| self.config.stages.get(&stage).copied());
        let share = of_stage.unwrap_or(self.config.without_stage);
        let stage_odds = share / (1.0 - share);
        let age_factor = (-facts.age_days / self.config.age_halving_days).exp2();
        let idle_factor = (-facts.idle_days / self.config.idle_halving_days).exp2();
        let activity_factor = (1.0 + f64::from(facts.active_days)).powf(self.config.activity_power);
        let ln_odds = stage_odds.ln() + age_factor.ln() + idle_factor.ln() + activity_factor.ln();
        let ln_odds = calibration.intercept + calibration.slope * ln_odds.max(LEAST_LN_ODDS);
        DealEstimate {
            probability: (1.0 + (-ln_odds).exp()).recip(),
            given: false,
            facts: *facts,
            stage_odds,
            age_factor,
            idle_factor,
            activity_factor,
            calibrated: calibration.enough,
        }
    }

    /// The probability of a customer's deal: what somebody gave, or else an estimate.
    ///
    /// The stage is as old as the value of its field, or without one as the record. `last_activity` is the latest message,
    /// order or visit that the caller knows of; without it the record's last change counts. `active_days` are the days with
    /// activity of late.
    ///
    /// ```
    /// use chrono::{Duration, TimeZone, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::CustomerId;
    /// use scrm_core::value::{DealCalibration, DealEngine, ValueConfig};
    ///
    /// let ValueConfig { deal, cleaning, .. } = ValueConfig::standard();
    /// let engine = DealEngine::new(&deal, &cleaning)?;
    /// let made = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
    /// let customer = Customer::new(CustomerId::new("c_1"), made);
    /// let now = made + Duration::days(200);
    /// let estimate = engine.of_customer(&customer, None, 0, &DealCalibration::default(), now);
    /// assert!(estimate.probability < 0.05 && estimate.facts.idle_days == 200.0);
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn of_customer(
        &self,
        customer: &Customer,
        last_activity: Option<DateTime<Utc>>,
        active_days: u32,
        calibration: &DealCalibration,
        now: DateTime<Utc>,
    ) -> DealEstimate {
        let days = |since: DateTime<Utc>| (now - since).num_seconds().max(0) as f64 / SECONDS_OF_A_DAY;
        let stage = match customer.value(&FieldName::Stage) {
            Some(FieldValue::Stage(stage)) => Some(*stage),
            _ => None,
        };
        let since = customer
            .field(&FieldName::Stage)
            .filter(|_| stage.is_some())
            .map_or(customer.created_at, |field| field.at);
        let idle_days = days(last_activity_of(customer, last_activity));
        let facts = DealFacts { stage, age_days: days(since), idle_days, active_days };
        // Days since an instant are numbers from 0 on.
        let estimate = self.estimated(&facts, calibration);
        match customer.value(&FieldName::DealProbability) {
            Some(FieldValue::Number(given)) if (0.0..=1.0).contains(given) => {
                DealEstimate { probability: *given, given: true, ..estimate }
            }
            _ => estimate,
        }
    }

    /// What the workspace's own outcomes make of the odds. Where there are fewer than `least_outcomes`, or fewer of either
    /// kind than `least_of_each`, nothing is changed, and the answer says how many are missing.
    ///
    /// ```
    /// use scrm_core::value::{DealEngine, ValueConfig};
    /// let ValueConfig { deal, cleaning, .. } = ValueConfig::standard();
    /// let calibration = DealEngine::new(&deal, &cleaning)?.calibrate(&[])?;
    /// assert!(!calibration.enough && calibration.missing == 50);
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    ///
    /// # Errors
    /// `value.row.bad` for days that are no number or below 0.
    pub fn calibrate(&self, outcomes: &[DealOutcome]) -> Result<DealCalibration, ValueError> {
        let mut known = Vec::with_capacity(outcomes.len());
        for (outcome, row) in outcomes.iter().zip(1..) {
            let estimate = self.estimate(&outcome.facts, &DealCalibration::default());
            let estimate = estimate.map_err(|_| {
                let wrong = |days: f64| !(days.is_finite() && days >= 0.0);
                let field = if wrong(outcome.facts.age_days) { "age_days" } else { "idle_days" };
                ValueError::Row { row, field, cause: "is no number from 0 on" }
            })?;
            let p = estimate.probability;
            known.push(((p / (1.0 - p)).ln().max(LEAST_LN_ODDS), outcome.won));
        }
        let won = known.iter().filter(|(_, won)| *won).count() as u64;
        let count = known.len() as u64;
        let missing = |least: u32, present: u64| u64::from(least).saturating_sub(present);
        let of_each =
            missing(self.config.least_of_each, won) + missing(self.config.least_of_each, count - won);
        let missing = missing(self.config.least_outcomes, count).max(of_each);
        let mut calibration = DealCalibration { outcomes: count, won, missing, ..DealCalibration::default() };
        if missing > 0 {
            return Ok(calibration);
        }
        let function = |parameters: &Vector| recalibration(&known, parameters);
        let newton = Newton { function: &function, dimensions: 2, bound: 100.0 };
        if let Outcome::Converged(minimum) = minimise(&newton, [0.0, 1.0, 0.0, 0.0]) {
            let [intercept, slope, ..] = minimum.at;
            calibration = DealCalibration { enough: true, intercept, slope, ..calibration };
        }
        Ok(calibration)
    }
}

const SECONDS_OF_A_DAY: f64 = 86_400.0;
/// Odds below this are all the same.
const LEAST_LN_ODDS: f64 = -40.0;
/// How far the prior believes that intercept and slope may be off: their standard deviations.
const PRIOR: [f64; 2] = [2.0, 0.5];

/// The latest of what is known to have happened.
pub(super) fn last_activity_of(customer: &Customer, last_activity: Option<DateTime<Utc>>) -> DateTime<Utc> {
    last_activity.unwrap_or(customer.updated_at)
}

/// Minus the logarithm of the posterior of intercept and slope, with its derivatives.
fn recalibration(known: &[(f64, bool)], parameters: &Vector) -> Second {
    let [intercept, slope, ..] = *parameters;
    let mut sum = Second::default();
    for (i, (off, deviation)) in [intercept, slope - 1.0].into_iter().zip(PRIOR).enumerate() {
        let precision = deviation.powi(-2);
        sum.value += 0.5 * precision * off * off;
        sum.gradient[i] = precision * off;
        sum.hessian[i][i] = precision;
    }
    for (ln_odds, won) in known {
        let z = intercept + slope * ln_odds;
        let p = (1.0 + (-z).exp()).recip();
        // ln (1 + eᶻ) − [won] z.
        sum.value += z.max(0.0) + (-z.abs()).exp().ln_1p() - if *won { z } else { 0.0 };
        let (residual, weight) = (p - f64::from(u8::from(*won)), p * (1.0 - p));
        let by = [1.0, *ln_odds];
        for i in 0..2 {
            sum.gradient[i] += residual * by[i];
            for j in 0..2 {
                sum.hessian[i][j] += weight * by[i] * by[j];
            }
        }
    }
    sum
}
