//! Who can be cleaned away: long inactive, and a deal is unlikely.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::engine::{DealCalibration, DealEngine, DealEstimate, last_activity_of};
use crate::customer::Customer;
use crate::foundation::Reason;
use crate::foundation::time::Calendar;

/// Whether a customer can be cleaned away, and why. Nothing is archived or deleted by saying so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CleaningCandidate {
    /// Whether the customer can be.
    pub candidate: bool,
    /// Why, or why not: what was read, and its bound.
    pub reason: Reason,
    /// The probability of a deal.
    pub deal: DealEstimate,
}

impl DealEngine {
    /// Whether a customer can be cleaned away: nothing happened for more than `inactive_for`, and the probability of a deal is
    /// below `probability_below`. At exactly that age, or with exactly that probability, not yet. Who is archived or merged
    /// away already is no candidate.
    ///
    /// ```
    /// use chrono::{Duration, TimeZone, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::{CustomerId, time::Calendar};
    /// use scrm_core::value::{DealCalibration, DealEngine, ValueConfig};
    ///
    /// let ValueConfig { deal, cleaning, .. } = ValueConfig::standard();
    /// let engine = DealEngine::new(&deal, &cleaning)?;
    /// let made = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
    /// let customer = Customer::new(CustomerId::new("c_1"), made);
    /// let on = |now| engine.cleaning(&customer, None, 0, &DealCalibration::default(), &Calendar::utc(), now).candidate;
    /// assert!(!on(made + Duration::days(180)) && on(made + Duration::days(181)));
    /// # Ok::<(), scrm_core::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn cleaning(
        &self,
        customer: &Customer,
        last_activity: Option<DateTime<Utc>>,
        active_days: u32,
        calibration: &DealCalibration,
        calendar: &Calendar,
        now: DateTime<Utc>,
    ) -> CleaningCandidate {
        let deal = self.of_customer(customer, last_activity, active_days, calibration, now);
        let since = last_activity_of(customer, last_activity);
        let inactive_at = calendar.add(since, self.cleaning.inactive_for);
        let below = self.cleaning.probability_below;
        let code = if customer.merged_into.is_some() {
            "value.cleaning.merged_away"
        } else if customer.archived_at.is_some() {
            "value.cleaning.archived"
        } else if now <= inactive_at {
            "value.cleaning.active"
        } else if deal.probability >= below {
            "value.cleaning.deal_likely"
        } else {
            "value.cleaning.candidate"
        };
        let reason = Reason::new(code)
            .with("since", since)
            .with("inactive_at", inactive_at)
            .with("probability", deal.probability)
            .with("below", below);
        CleaningCandidate { candidate: code == "value.cleaning.candidate", reason, deal }
    }
}
