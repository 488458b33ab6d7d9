//! Deciding again what was decided once, from what the reasons say of then.

use chrono::{DateTime, Utc};

use super::engine::{
    Awaited, HIGH_VALUE_WORDS, LEVEL_KEPT, NEW_INQUIRY, PriorityEngine, PriorityInput, RULE,
};
use crate::customer::{Customer, PriorityState};
use crate::foundation::Effect;

impl PriorityEngine {
    /// What these rules make of a customer who waits: level, deadline and score at `now`. The record is read as it stands.
    /// Whether it was a new inquiry, and whether words that mean business were said, is taken from the reasons of the level that
    /// the customer has. A level that was kept from an earlier decision, whose facts nobody knows any more, stays the
    /// least. Nothing where nobody waits: the customer is not in the queue, was answered, or is archived.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable, CustomerId};
    /// use scrm_core::priority::{PriorityConfig, PriorityEngine, PriorityInput};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = PriorityEngine::new(&PriorityConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::UNIX_EPOCH;
    /// let mut customer = Customer::new(CustomerId::new("c1"), now);
    /// assert_eq!(engine.decide_again(&customer, now), None);
    /// let (new_inquiry, high_value_words) = (false, true);
    /// let input = PriorityInput { customer: &customer, new_inquiry, high_value_words, since: now, annual_spend: None };
    /// let decided = engine.evaluate(&input, now).value;
    /// customer.priority = Some(decided.clone());
    /// assert_eq!(engine.decide_again(&customer, now), Some(decided));
    /// # Ok::<(), scrm_core::priority::PriorityError>(())
    /// ```
    #[must_use]
    pub fn decide_again(&self, customer: &Customer, now: DateTime<Utc>) -> Option<PriorityState> {
        let waits = |state: &&PriorityState| state.is_waiting() && customer.archived_at.is_none();
        let state = customer.priority.as_ref().filter(waits)?;
        let has = |code: &str| state.reasons.iter().any(|reason| reason.code == code);
        let mut trial = customer.clone();
        trial.priority.take_if(|_| !has(LEVEL_KEPT));
        let input = PriorityInput {
            customer: &trial,
            new_inquiry: was_new_inquiry(state).unwrap_or_else(|| self.is_new_inquiry(customer, state.since)),
            high_value_words: has(HIGH_VALUE_WORDS),
            since: state.since,
            annual_spend: None,
        };
        Some(self.decide(&input, Awaited::of(state), now).0)
    }

    /// What a record that changed makes of a customer who waits, where that is more urgent: the level with its deadline, and the
    /// timer that moves. A level never falls while somebody waits.
    pub(crate) fn raise(
        &self,
        customer: &Customer,
        now: DateTime<Utc>,
    ) -> Option<(PriorityState, Vec<Effect>)> {
        let waits = |state: &&PriorityState| state.is_waiting() && customer.archived_at.is_none();
        let state = customer.priority.as_ref().filter(waits)?;
        let input = PriorityInput {
            customer,
            new_inquiry: was_new_inquiry(state) != Some(false) && self.is_new_inquiry(customer, state.since),
            // Whom they called has been told.
            high_value_words: false,
            since: state.since,
            annual_spend: None,
        };
        let (raised, effects) = self.decide(&input, Awaited::of(state), now);
        (raised.level < state.level).then_some((raised, effects))
    }
}

/// Whether a new inquiry was decided about.
fn was_new_inquiry(state: &PriorityState) -> Option<bool> {
    let rule = state.reasons.iter().find(|reason| reason.code == RULE)?;
    rule.flag(NEW_INQUIRY)
}
