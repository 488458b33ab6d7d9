//! Sets and takes away tags, and runs their lifecycles.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::condition::Dependencies;
use super::config::TagConfig;
use super::due::timer_effect;
use super::error::TagError;
use super::lifecycle::TagStep;
use super::rules::{AskedBy, Run};
use super::taxonomy::{CompiledTag, Taxonomy};
use super::trigger::{PersonsChoice, TagChanges, TagTrigger};
use crate::customer::{AppliedTag, CustomFields, Customer};
use crate::foundation::time::{Calendar, Instant, Span, earlier};
use crate::foundation::{CurrencyTable, Decision, Effect, Event, Reason, TagId};
use crate::segment::{CustomerHistory, FactSet, SegmentSchema};
use crate::store::{Timer, TimerPurpose};

/// A step that a tag has before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgendaItem {
    /// When it is due.
    #[serde(with = "Instant")]
    pub due: DateTime<Utc>,
    /// Of which tag.
    pub tag: TagId,
    /// What happens.
    pub step: TagStep,
}

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
    /// Compiles a taxonomy. Its expressions may name what every customer has.
    ///
    /// # Errors
    /// [`TagError`] with the place: a bad or doubled id, a lifecycle that contradicts itself, a rule that can
    /// never hold, a span of zero.
    pub fn new(config: &TagConfig, calendar: Calendar, currencies: CurrencyTable) -> Result<Self, TagError> {
        let no_fields = CustomFields::default();
        Self::with_schema(config, &SegmentSchema::new(config, &no_fields, &calendar, &currencies))
    }

    /// Compiles a taxonomy whose expressions may name whatever a schema knows: the fields of the workspace's own too. The schema
    /// is one of the same taxonomy.
    ///
    /// ```
    /// use scrm_core::customer::{CustomFieldType, CustomFields};
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::segment::SegmentSchema;
    /// use scrm_core::tag::TagEngine;
    /// let Playbook { mut tags, currency, .. } = Playbook::standard();
    /// let strategic = &mut tags.dimensions[0].tags[0];
    /// (strategic.rule, strategic.when) = (None, Some("shoe_size > 40".to_owned()));
    /// let own = CustomFields::from_iter([("shoe_size", CustomFieldType::Number)]);
    /// let schema = SegmentSchema::new(&tags, &own, &Calendar::utc(), &currency);
    /// assert!(TagEngine::with_schema(&tags, &schema).is_ok());
    /// assert!(TagEngine::new(&tags, Calendar::utc(), currency).is_err());
    /// ```
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_schema(config: &TagConfig, schema: &SegmentSchema) -> Result<Self, TagError> {
        Ok(Self { taxonomy: Arc::new(Taxonomy::new(config, schema)?) })
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
    /// Where time alone will ask something of the tags — a rule changes its answer, a tag ends or wants a reminder —
    /// one timer per customer is set for the first such instant, which the record notes as
    /// [`tags_due`](Customer::tags_due); it is moved when that instant moves, and cancelled when nothing is to come.
    /// Hand it to [`on_timer`](Self::on_timer) when it is due. What became due before this call is carried out first.
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
        self.refreshed(customer, trigger, None, now)
    }

    /// As [`refresh`](Self::refresh), with what happened to the customer: tags whose rule is an expression that asks for more than
    /// fields are looked at as well. Without it they stay as they are, and the timer is not put off that waits for them.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::segment::{CustomerHistory, FactSet};
    /// use scrm_core::tag::TagTrigger;
    /// use scrm_core::workspace::Engines;
    /// let playbook = Playbook::read(r#"
    ///     [[tags.dimensions]]
    ///     id = "value"
    ///     names = {en = "Value"}
    ///     tags = [{id = "value.buyer", names = {en = "Buyer"}, when = "order_count > 0"}]
    /// "#)?;
    /// let engine = Engines::new(&playbook)?.tag;
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let mut customer = Customer::new("c_1".into(), now);
    /// let (facts, history) = (FactSet::all(), CustomerHistory::default());
    /// let decision = engine.refresh_knowing(&mut customer, TagTrigger::Changed { facts: &facts }, &history, now);
    /// assert!(decision.value.is_empty()); // nothing was ordered
    /// # Ok::<(), scrm_core::playbook::PlaybookError>(())
    /// ```
    pub fn refresh_knowing(
        &self,
        customer: &mut Customer,
        trigger: TagTrigger<'_>,
        history: &CustomerHistory,
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        self.refreshed(customer, trigger, Some(history), now)
    }

    fn refreshed(
        &self,
        customer: &mut Customer,
        trigger: TagTrigger<'_>,
        history: Option<&CustomerHistory>,
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        let mut run = Run::new(&self.taxonomy, customer, now);
        run.history = history;
        run.catch_up();
        match trigger {
            TagTrigger::Imported => run.imported(),
            TagTrigger::Edited { fields } => {
                let edited = fields.iter().fold(0, |bits, field| bits | Dependencies::field_bit(field));
                run.confirms = true;
                run.asked_by = AskedBy::Fields(edited);
                run.state_rules(|dependencies| dependencies.fields & edited != 0);
                run.reschedules |= self.taxonomy.fields_beside_time & edited != 0;
            }
            TagTrigger::Changed { facts } => run.changed(facts),
            TagTrigger::TimePassed => {
                run.time_passed();
                run.reschedules = true;
            }
            TagTrigger::Event { event, activity, first_reply } => {
                run.confirms = true;
                run.event_rules(event, activity, first_reply);
                run.reschedules |= self.taxonomy.event_moves_due(&event.kind);
            }
            TagTrigger::Person { agent, tag, action } => {
                run.person(&PersonsChoice { agent: Some(agent), tag, action, at: now });
            }
        }
        run.finish()
    }

    /// Does what a person decided about a tag, whenever that was, as [`refresh`](Self::refresh) does it for one who decides now.
    /// With what happened to the customer, what time asked before is caught up with for tags whose rule asks that too.
    pub(crate) fn person_decided(
        &self,
        customer: &mut Customer,
        choice: &PersonsChoice<'_>,
        history: Option<&CustomerHistory>,
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        let mut run = Run::new(&self.taxonomy, customer, now);
        run.history = history;
        run.catch_up();
        run.person(choice);
        run.finish()
    }

    /// Tags a customer that an import made or completed, as [`refresh`](Self::refresh) does, and gives the effects alone:
    /// nobody reads the reasons, and they would cost an import more than the tags.
    pub(crate) fn tag_imported(&self, customer: &mut Customer, now: DateTime<Utc>) -> Vec<Effect> {
        let mut run = Run::new(&self.taxonomy, customer, now);
        run.is_read = false;
        run.catch_up();
        run.imported();
        run.finish().effects
    }

    /// Carries out what a customer's timer asks for, in the order of its instants: reminds, prompts, ends tags or marks
    /// them overdue, asks for what recurs, counted from the tag's beginning, and looks at the rules that time has
    /// changed the answer of; then sets the timer for the next instant. Safe to repeat: notices carry the
    /// due time in their key, a timer before its time is put back, and one that was carried out does nothing.
    ///
    /// ```
    /// use chrono::{TimeDelta, TimeZone, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{AgentId, Currency, CurrencyTable, CustomerId, Effect, TagId};
    /// use scrm_core::tag::{TagAction, TagConfig, TagEngine, TagTrigger};
    ///
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
    /// let mut customer = Customer::new(CustomerId::new("c1"), now);
    /// let (agent, tag) = (AgentId::new("a"), TagId::new("behaviour.quoted"));
    /// let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Set };
    /// let decision = engine.refresh(&mut customer, person, now);
    /// let [Effect::SetTimer { timer }] = decision.effects.as_slice() else { panic!() };
    /// assert_eq!(timer.due, now + TimeDelta::days(6)); // a reminder before the quote ends
    /// let decision = engine.on_timer(&mut customer, timer, now + TimeDelta::days(7));
    /// assert_eq!(decision.value.removed[0].cause, "tag.expired");
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    pub fn on_timer(
        &self,
        customer: &mut Customer,
        timer: &Timer,
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        self.timer_fired(customer, timer, None, now)
    }

    /// As [`on_timer`](Self::on_timer), with what happened to the customer: tags whose rule is an expression that asks for more
    /// than fields are looked at as well.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::Effect;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::segment::{CustomerHistory, FactSet};
    /// use scrm_core::tag::TagTrigger;
    /// use scrm_core::workspace::Engines;
    /// let playbook = Playbook::read(r#"
    ///     [[tags.dimensions]]
    ///     id = "value"
    ///     names = {en = "Value"}
    ///     tags = [{id = "value.known", names = {en = "Known"}, when = "days_since(created_at) >= 9"}]
    /// "#)?;
    /// let engine = Engines::new(&playbook)?.tag;
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let mut customer = Customer::new("c_1".into(), now);
    /// let (facts, history) = (FactSet::all(), CustomerHistory::default());
    /// let decision = engine.refresh_knowing(&mut customer, TagTrigger::Changed { facts: &facts }, &history, now);
    /// let [Effect::SetTimer { timer }] = decision.effects.as_slice() else { panic!() };
    /// let decision = engine.on_timer_knowing(&mut customer, timer, &history, timer.due);
    /// assert_eq!(decision.value.set, ["value.known".into()]);
    /// # Ok::<(), scrm_core::playbook::PlaybookError>(())
    /// ```
    pub fn on_timer_knowing(
        &self,
        customer: &mut Customer,
        timer: &Timer,
        history: &CustomerHistory,
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        self.timer_fired(customer, timer, Some(history), now)
    }

    fn timer_fired(
        &self,
        customer: &mut Customer,
        timer: &Timer,
        history: Option<&CustomerHistory>,
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        let mut run = Run::new(&self.taxonomy, customer, now);
        run.history = history;
        if timer.purpose == (TimerPurpose::TagsDue {}) {
            run.timer_fired(timer);
        } else {
            run.decision.reasons.push(Reason::new("tag.other_timer"));
        }
        run.decision
    }

    /// The steps that a customer's tags have before them after `now`, in the order of their instants; of a recurring
    /// one the next.
    ///
    /// ```
    /// use chrono::{DateTime, TimeDelta, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{AgentId, Currency, CurrencyTable, CustomerId, TagId};
    /// use scrm_core::tag::{TagAction, TagConfig, TagEngine, TagStep, TagTrigger};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// let mut customer = Customer::new(CustomerId::new("c1"), now);
    /// let (agent, tag) = (AgentId::new("a"), TagId::new("behaviour.quoted"));
    /// let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Set };
    /// let _ = engine.refresh(&mut customer, person, now);
    /// let steps: Vec<_> = engine.agenda(&customer, now).into_iter().map(|item| (item.step, item.due)).collect();
    /// let days = |count| now + TimeDelta::days(count);
    /// assert_eq!(steps, [(TagStep::Reminder, days(6)), (TagStep::Expiry, days(7))]);
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    #[must_use]
    pub fn agenda(&self, customer: &Customer, now: DateTime<Utc>) -> Vec<AgendaItem> {
        let item = |(tag, applied, step): (&CompiledTag, &AppliedTag, TagStep)| {
            let due = tag.lifecycle.due_after(step, applied, &self.taxonomy.calendar, now)?;
            Some(AgendaItem { due, tag: tag.id.clone(), step })
        };
        let mut items: Vec<AgendaItem> = self.taxonomy.steps(customer).filter_map(item).collect();
        items.sort_by(|a, b| (a.due, &a.tag, a.step).cmp(&(b.due, &b.tag, b.step)));
        items
    }

    /// Looks at the tags of a record that was made of others, by a merge or its undoing: rules about fields in which it differs
    /// from one of them set and take away their tags, and the timer is moved as [`reschedule`](Self::reschedule) does it. What
    /// is as it was, people decided about. Rules that time plays a part in wait for that timer, and expressions that ask for
    /// more than fields for [`refresh_knowing`](Self::refresh_knowing).
    ///
    /// ```
    /// use chrono::{DateTime, Utc};
    /// use scrm_core::customer::{Customer, Field, FieldName, FieldValue, HeadCount};
    /// use scrm_core::foundation::CustomerId;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::workspace::Engines;
    /// let engine = Engines::new(&Playbook::standard())?.tag;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// let before = Customer::new(CustomerId::new("c1"), now);
    /// let mut customer = before.clone();
    /// let people = FieldValue::HeadCount(HeadCount { low: Some(300), high: None });
    /// customer.set_field(FieldName::HeadCount, Field { value: people, source: "merge".into(), at: now });
    /// let decision = engine.refresh_whole(&mut customer, &[&before], now);
    /// assert_eq!(decision.value.set, ["attribute.head_count_above_200".into()]);
    /// # Ok::<(), scrm_core::playbook::PlaybookError>(())
    /// ```
    pub fn refresh_whole(
        &self,
        customer: &mut Customer,
        made_of: &[&Customer],
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        let changed = made_of.iter().fold(0, |all, part| all | FactSet::between(part, customer).fields());
        let mut run = Run::new(&self.taxonomy, customer, now);
        run.asked_by = AskedBy::Fields(changed);
        run.state_rules(|dependencies| !dependencies.time && dependencies.fields & changed != 0);
        let mut decision = run.decision;
        decision.effects.push(self.reschedule(customer, now));
        decision
    }

    /// What becomes of the timer when a record was changed as a whole, by a merge or its undoing: it is set, and noted,
    /// for the next instant at which time asks something, for `now` where time has brought a change that the tags do
    /// not show yet, for an earlier instant whose work is not done, and cancelled where nothing is to come.
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
    /// let mut customer = Customer::new(CustomerId::new("c1"), now);
    /// // Long-term is who has been known for longer than sixty days.
    /// let Effect::SetTimer { timer } = engine.reschedule(&mut customer, now) else { panic!() };
    /// assert_eq!(timer.due, now + TimeDelta::days(60) + TimeDelta::seconds(1));
    /// assert_eq!(customer.tags_due, Some(timer.due));
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    #[must_use]
    pub fn reschedule(&self, customer: &mut Customer, now: DateTime<Utc>) -> Effect {
        let undone = customer.tags_due.filter(|due| *due <= now);
        let mut trial = Customer { tags_due: None, ..customer.clone() };
        let changed = !self.refresh(&mut trial, TagTrigger::TimePassed, now).value.is_empty();
        let next = if changed { Some(now) } else { self.taxonomy.next_due(customer, None, now) };
        let kept = self.taxonomy.kept_due(customer, None, now);
        customer.tags_due = earlier(undone, earlier(kept, next));
        timer_effect(customer)
    }

    /// Whether a tag's rule is an expression that asks for more than fields: for time, what happened, consents. One about fields
    /// alone is asked like any other rule about them.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::workspace::Engines;
    /// let has_expressions = |when: &str| {
    ///     let playbook = Playbook::read(&format!(r#"
    ///         [[tags.dimensions]]
    ///         id = "value"
    ///         names = {{en = "Value"}}
    ///         tags = [{{id = "value.a", names = {{en = "A"}}, when = "{when}"}}]
    ///     "#))?;
    ///     Ok::<_, scrm_core::playbook::PlaybookError>(Engines::new(&playbook)?.tag.has_expressions())
    /// };
    /// assert!(has_expressions("order_count > 0")?);
    /// assert!(!has_expressions("company_size > 200")?);
    /// # Ok::<(), scrm_core::playbook::PlaybookError>(())
    /// ```
    #[must_use]
    pub fn has_expressions(&self) -> bool {
        self.taxonomy.expressions.count > 0
    }

    /// Whether what changed, or the passing of time until now, can change the answer of a tag's expression, as
    /// [`has_expressions`](Self::has_expressions) counts them.
    #[must_use]
    pub fn asks_expressions(&self, customer: &Customer, changed: &FactSet, now: DateTime<Utc>) -> bool {
        let is_due =
            self.taxonomy.expressions.depend_on_time && customer.tags_due.is_some_and(|due| due <= now);
        is_due
            || self.taxonomy.tags.iter().any(|tag| {
                tag.expression.is_some() && (*changed == FactSet::all() || tag.reads.meets(changed))
            })
    }

    /// Whether expressions of tags ask what happened to the customer.
    #[must_use]
    pub fn expressions_read_events(&self) -> bool {
        self.taxonomy.expressions.read_events
    }

    /// Brings a record to where this taxonomy would take it if it came into force at `now`. Rules about the record set and take
    /// away their tags; lives are counted from when a tag was set, so what would have ended by now ends. What happened before
    /// sets nothing: a rule that names an event waits for the next one, and a tag that it set stays until its life ends. What
    /// a person set stays too. It answers "what if": the effects are not meant to be carried out.
    ///
    /// ```
    /// use chrono::{TimeDelta, TimeZone, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::{Calendar, Span};
    /// use scrm_core::foundation::{AgentId, Currency, CurrencyTable, CustomerId, TagId};
    /// use scrm_core::segment::CustomerHistory;
    /// use scrm_core::tag::{TagAction, TagConfig, TagEngine, TagTrigger};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let mut config = TagConfig::standard();
    /// let long = TagEngine::new(&config, Calendar::utc(), currencies.clone())?;
    /// let quoted = config.dimensions.iter_mut().flat_map(|dimension| &mut dimension.tags);
    /// for tag in quoted.filter(|tag| tag.id == "behaviour.quoted") {
    ///     tag.lifecycle.expires_after = Some(Span::days(2));
    ///     tag.lifecycle.remind_after = Some(Span::days(1));
    /// }
    /// let short = TagEngine::new(&config, Calendar::utc(), currencies)?;
    /// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
    /// let mut customer = Customer::new(CustomerId::new("c1"), now);
    /// let (agent, tag) = (AgentId::new("a"), TagId::new("behaviour.quoted"));
    /// let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Set };
    /// let _ = long.refresh(&mut customer, person, now);
    /// let later = now + TimeDelta::days(3);
    /// let history = CustomerHistory::default();
    /// assert!(long.come_into_force(&mut customer.clone(), &history, later).value.is_empty());
    /// assert_eq!(short.come_into_force(&mut customer, &history, later).value.removed[0].tag, tag);
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    pub fn come_into_force(
        &self,
        customer: &mut Customer,
        history: &CustomerHistory,
        now: DateTime<Utc>,
    ) -> Decision<TagChanges> {
        let first_set = customer.tags.iter().map(|applied| applied.set_at).min();
        customer.tags_due = earlier(customer.tags_due, first_set);
        self.refresh_knowing(customer, TagTrigger::Imported, history, now)
    }

    /// A tag's place in the taxonomy and its exclusive group; `None` for a tag that the playbook does not know.
    pub(crate) fn place(&self, tag: &TagId) -> Option<(usize, Option<&str>)> {
        let position = *self.taxonomy.by_id.get(tag)?;
        Some((position, self.taxonomy.tags.get(position)?.group.as_deref()))
    }
}
