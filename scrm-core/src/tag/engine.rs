//! Sets and takes away tags, and runs their lifecycles.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::activity::Activity;
use super::condition::Dependencies;
use super::config::TagConfig;
use super::due::{due_key, due_timer};
use super::error::TagError;
use super::lifecycle::Step;
use super::rules::Run;
use super::taxonomy::Taxonomy;
use super::trigger::{TagChanges, TagTrigger};
use crate::customer::Customer;
use crate::foundation::time::{Calendar, Span};
use crate::foundation::{CurrencyTable, Decision, Effect, Event, TagId};
use crate::store::Timer;

/// The taxonomy, compiled. Immutable, cheap to clone.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::customer::{Customer, Field, FieldName, FieldValue, HeadCount};
/// use scrm_core::foundation::time::Calendar;
/// use scrm_core::foundation::{Currency, CurrencyTable, CustomerId, TagId};
/// use scrm_core::tag::{TagConfig, TagEngine, TagTrigger};
///
/// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
/// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let mut customer = Customer::new(CustomerId::new("c1"), now);
/// let people = FieldValue::HeadCount(HeadCount { low: Some(50), high: Some(200) });
/// customer.set_field(FieldName::HeadCount, Field { value: people, source: "agent:a".into(), at: now });
/// let decision = engine.refresh(&mut customer, TagTrigger::Imported, now);
/// assert_eq!(decision.value.set, [TagId::new("attribute.head_count_50_200")]);
/// # Ok::<(), scrm_core::tag::TagError>(())
/// ```
#[derive(Clone, Debug)]
pub struct TagEngine {
    taxonomy: Arc<Taxonomy>,
}

impl TagEngine {
    /// Compiles a taxonomy.
    ///
    /// # Errors
    /// [`TagError`] with the place: a bad or doubled id, a lifecycle that contradicts itself, a rule that can
    /// never hold, a span of zero.
    pub fn new(config: &TagConfig, calendar: Calendar, currencies: CurrencyTable) -> Result<Self, TagError> {
        let taxonomy = Taxonomy::new(config, calendar, currencies)?;
        Ok(Self { taxonomy: Arc::new(taxonomy) })
    }

    /// Over how long [`Activity`] is to be counted.
    ///
    /// ```
    /// use chrono::{DateTime, Utc};
    /// use scrm_core::foundation::time::{Calendar, Span};
    /// use scrm_core::foundation::{Currency, CurrencyTable};
    /// use scrm_core::tag::{TagConfig, TagEngine};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// assert_eq!((engine.activity_window(), now), (Span::days(30), DateTime::UNIX_EPOCH));
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    #[must_use]
    pub fn activity_window(&self) -> Span {
        self.taxonomy.activity_window
    }

    /// Counts activity as the rules want it.
    ///
    /// ```
    /// use chrono::{DateTime, Utc};
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable};
    /// use scrm_core::tag::{TagConfig, TagEngine};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// assert_eq!(engine.activity(&[], now).purchases, 0);
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    #[must_use]
    pub fn activity(&self, events: &[Event], now: DateTime<Utc>) -> Activity {
        Activity::from_events(events, self.taxonomy.activity_window, &self.taxonomy.calendar, now)
    }

    /// Looks at the tags that the trigger can change, changes them on the customer, and says which, why, and
    /// which timers follow. The same event twice changes nothing the second time.
    ///
    /// Where time alone will change what a rule says, one timer per customer is set for the first such instant,
    /// moved by a trigger that changes what those rules look at, and cancelled when nothing is to come. Hand it to
    /// [`on_timer`](Self::on_timer) when it is due.
    ///
    /// Touches only rules that look at what changed; allocates nothing where nothing changes.
    ///
    /// ```
    /// use chrono::{DateTime, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable, CustomerId};
    /// use scrm_core::tag::{TagConfig, TagEngine, TagTrigger};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// let mut customer = Customer::new(CustomerId::new("c1"), now);
    /// let decision = engine.refresh(&mut customer, TagTrigger::Imported, now);
    /// assert!(decision.value.is_empty()); // nothing is known of the customer yet
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    pub fn refresh(
        &self,
        customer: &mut Customer,
        trigger: TagTrigger<'_>,
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        let mut run = Run::new(&self.taxonomy, customer, now);
        match trigger {
            TagTrigger::Imported => {
                run.state_rules(|_| true);
                run.set_due();
            }
            TagTrigger::Completed { before } => {
                run.state_rules(|_| true);
                if self.taxonomy.changes_at(before, now) != self.taxonomy.changes_at(run.customer, now) {
                    run.move_due();
                }
            }
            TagTrigger::Edited { fields } => {
                let edited = fields.iter().fold(0, |bits, field| bits | Dependencies::field_bit(field));
                run.confirms = true;
                run.state_rules(|dependencies| dependencies.fields & edited != 0);
                if self.taxonomy.fields_beside_time & edited != 0 {
                    run.move_due();
                }
            }
            TagTrigger::TimePassed => {
                run.state_rules(|dependencies| dependencies.time);
                run.move_due();
            }
            TagTrigger::Event { event, activity, first_reply } => {
                run.confirms = true;
                run.event_rules(event, activity, first_reply);
                if self.taxonomy.event_moves_due(&event.kind) {
                    run.move_due();
                }
            }
            TagTrigger::Person { agent, tag, action } => run.person(agent, tag, action),
        }
        run.decision
    }

    /// Carries out what a tag's timer asks for: reminds, prompts, ends the tag or marks it overdue, and sets
    /// the next run of a recurring one, counted from the tag's beginning; or looks at the rules that time has
    /// changed the answer of. Safe to repeat: notices carry the
    /// due time in their key, a timer before its time is put back, and one of a tag that is gone does nothing.
    ///
    /// ```
    /// use chrono::{TimeDelta, TimeZone, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{AgentId, Currency, CurrencyTable, CustomerId, TagId};
    /// use scrm_core::tag::{TagAction, TagConfig, TagEngine, TagTrigger};
    ///
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
    /// let mut customer = Customer::new(CustomerId::new("c1"), now);
    /// let (agent, tag) = (AgentId::new("a"), TagId::new("behaviour.quoted"));
    /// let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Set };
    /// let _ = engine.refresh(&mut customer, person, now);
    /// let week = now + TimeDelta::days(7);
    /// let expiry = engine.timers(&customer, now).into_iter().find(|timer| timer.due == week).unwrap();
    /// let decision = engine.on_timer(&mut customer, &expiry, week);
    /// assert_eq!(decision.value.removed[0].cause, "tag.expired");
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    pub fn on_timer(
        &self,
        customer: &mut Customer,
        timer: &Timer,
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        let mut run = Run::new(&self.taxonomy, customer, now);
        run.timer(timer);
        run.decision
    }

    /// Every timer that a customer's tags ask for after `now`: after a merge or its undoing, or to mend a store.
    /// A tag's end is listed even if it has passed.
    ///
    /// ```
    /// use chrono::{DateTime, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable, CustomerId};
    /// use scrm_core::tag::{TagConfig, TagEngine};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// let customer = Customer::new(CustomerId::new("c1"), now);
    /// assert_eq!(engine.timers(&customer, now).len(), 1); // the one for long-term work
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    #[must_use]
    pub fn timers(&self, customer: &Customer, now: DateTime<Utc>) -> Vec<Timer> {
        let mut timers: Vec<Timer> = self.due(customer, now).into_iter().collect();
        for applied in &customer.tags {
            let Some(tag) = self.taxonomy.tag(&applied.tag) else { continue };
            for step in Step::OF_A_SET_TAG {
                let due = tag.lifecycle.due(step, applied, &self.taxonomy.calendar, now);
                if let Some(due) = due.filter(|due| *due > now || step == Step::Expiry) {
                    timers.push(step.timer(&customer.id, &tag.id, due));
                }
            }
        }
        timers
    }

    /// What becomes of the timer for time to pass when a record was changed as a whole, by a merge or its undoing: it
    /// is set for the next instant at which a rule changes its answer, for `now` where time has brought a change that
    /// the tags do not show yet, and cancelled where nothing is to come.
    ///
    /// ```
    /// use chrono::{DateTime, TimeDelta, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable, CustomerId, Effect};
    /// use scrm_core::tag::{TagConfig, TagEngine};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// let customer = Customer::new(CustomerId::new("c1"), now);
    /// // Long-term is who has been known for longer than sixty days.
    /// let Effect::SetTimer { timer } = engine.reschedule(&customer, now) else { panic!() };
    /// assert_eq!(timer.due, now + TimeDelta::days(60) + TimeDelta::seconds(1));
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    #[must_use]
    pub fn reschedule(&self, customer: &Customer, now: DateTime<Utc>) -> Effect {
        match self.due(customer, now) {
            Some(timer) => Effect::SetTimer { timer },
            None => Effect::CancelTimer { key: due_key(&customer.id) },
        }
    }

    fn due(&self, customer: &Customer, now: DateTime<Utc>) -> Option<Timer> {
        let changes = self.refresh(&mut customer.clone(), TagTrigger::TimePassed, now).value;
        let due = if changes.is_empty() { self.taxonomy.changes_at(customer, now) } else { Some(now) };
        due.map(|due| due_timer(&customer.id, due))
    }

    /// A tag's place in the taxonomy and its exclusive group; `None` for a tag that the playbook does not know.
    pub(super) fn place(&self, tag: &TagId) -> Option<(usize, Option<&str>)> {
        let position = *self.taxonomy.by_id.get(tag)?;
        Some((position, self.taxonomy.tags.get(position)?.group.as_deref()))
    }
}
