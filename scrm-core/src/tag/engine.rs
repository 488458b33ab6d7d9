//! Sets and takes away tags, and runs their lifecycles.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::condition::{Condition, Dependencies, Facts, TagEvent};
use super::config::{Lifecycle, TagConfig, TagDefinition};
use super::error::TagError;
use super::lifecycle::Step;
use crate::customer::{AppliedTag, Customer, FieldName, TagPhase};
use crate::foundation::time::{Calendar, Span};
use crate::foundation::{
    AgentId, CurrencyTable, Decision, Effect, Event, EventKind, Notice, NoticeKind, Reason, RuleId, TagId,
};
use crate::store::Timer;

/// Why tags are looked at.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum TagTrigger<'a> {
    /// The customer was just imported or made: every rule about fields and time.
    Imported,
    /// Fields changed: the rules that look at them.
    Edited {
        /// Which fields.
        fields: &'a [FieldName],
    },
    /// Something happened: the rules that name it, and those about time.
    Event {
        /// What.
        event: &'a Event,
        /// The customer's activity in [`TagEngine::activity_window`], this event counted in; needed only for
        /// the four kinds of event that activity counts.
        activity: Option<&'a Activity>,
        /// Whether nothing and nobody had answered the customer before this event.
        first_reply: bool,
    },
    /// Time went by: a sweep over customers that have no timer for it, such as those imported.
    TimePassed,
    /// A person decided.
    Person {
        /// Who.
        agent: &'a AgentId,
        /// About which tag.
        tag: &'a TagId,
        /// What.
        action: TagAction,
    },
}

/// What a person does with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagAction {
    /// Set it. It then stays until a person or its lifecycle ends it.
    Set,
    /// Take it away.
    Remove,
    /// Close it: its work is done.
    Close,
}

/// What became of a customer's tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagChanges {
    /// Tags that were set.
    pub set: Vec<TagId>,
    /// Tags that went, and why.
    pub removed: Vec<RemovedTag>,
    /// Tags whose period began anew.
    pub restarted: Vec<TagId>,
    /// Tags that became overdue.
    pub overdue: Vec<TagId>,
}

/// A tag that went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedTag {
    /// Which.
    pub tag: TagId,
    /// Why, as a reason code.
    pub cause: Cow<'static, str>,
}

impl TagChanges {
    /// Whether nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.set.is_empty() && self.removed.is_empty() && self.restarted.is_empty() && self.overdue.is_empty()
    }
}

#[derive(Debug)]
pub(super) struct CompiledTag {
    pub(super) id: TagId,
    rule_id: RuleId,
    rule: Option<Condition>,
    /// What the rule, or the rule of another tag of its group, looks at.
    dependencies: Dependencies,
    names_event: bool,
    pub(super) group: Option<String>,
    lifecycle: Lifecycle,
}

#[derive(Debug)]
struct Taxonomy {
    tags: Vec<CompiledTag>,
    by_id: FxHashMap<TagId, usize>,
    audience: String,
    activity_window: Span,
    calendar: Calendar,
    currencies: CurrencyTable,
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
    /// Compiles a taxonomy.
    ///
    /// # Errors
    /// [`TagError`] with the place: a bad or doubled id, a lifecycle that contradicts itself, a rule that can
    /// never hold, a span of zero.
    pub fn new(config: &TagConfig, calendar: Calendar, currencies: CurrencyTable) -> Result<Self, TagError> {
        // The defect: periods counted in UTC instead of on the workspace's clocks.
        let calendar = if planted("t2") { Calendar::utc() } else { calendar };
        if config.activity_window.is_zero() {
            return Err(TagError::ZeroSpan { path: "activity_window".to_owned() });
        }
        let mut tags: Vec<CompiledTag> = Vec::new();
        let mut by_id = FxHashMap::default();
        for (dimension_index, dimension) in config.dimensions.iter().enumerate() {
            for (index, definition) in dimension.tags.iter().enumerate() {
                let path = format!("dimensions[{dimension_index}].tags[{index}]");
                let compiled = compile(definition, &path)?;
                if by_id.insert(compiled.id.clone(), tags.len()).is_some() {
                    return Err(TagError::Duplicate {
                        path: format!("{path}.id"),
                        id: definition.id.clone(),
                    });
                }
                tags.push(compiled);
            }
        }
        share_dependencies_in_groups(&mut tags);
        let taxonomy = Taxonomy {
            tags,
            by_id,
            audience: config.audience.clone(),
            activity_window: config.activity_window,
            calendar,
            currencies,
        };
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
            TagTrigger::Imported => run.state_rules(|_| true),
            TagTrigger::Edited { fields } => {
                let edited = fields.iter().fold(0, |bits, field| bits | Dependencies::field_bit(field));
                run.confirms = true;
                run.arms_time = true;
                run.state_rules(|dependencies| dependencies.fields & edited != 0);
            }
            TagTrigger::TimePassed => {
                run.arms_time = true;
                run.state_rules(|dependencies| dependencies.time);
            }
            TagTrigger::Event { event, activity, first_reply } => {
                run.confirms = true;
                run.arms_time = matches!(event.kind, EventKind::CustomerCreated {});
                run.event_rules(event, activity, first_reply);
            }
            TagTrigger::Person { agent, tag, action } => run.person(agent, tag, action),
        }
        run.decision
    }

    /// Carries out what a tag's timer asks for: reminds, prompts, ends the tag or marks it overdue, and sets
    /// the next run of a recurring one, counted from the tag's beginning. Safe to repeat: notices carry the
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
    /// assert!(engine.timers(&customer, now).is_empty());
    /// # Ok::<(), scrm_core::tag::TagError>(())
    /// ```
    #[must_use]
    pub fn timers(&self, customer: &Customer, now: DateTime<Utc>) -> Vec<Timer> {
        let mut timers = Vec::new();
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

    /// A tag's place in the taxonomy and its exclusive group; `None` for a tag that the playbook does not know.
    pub(super) fn place(&self, tag: &TagId) -> Option<(usize, Option<&str>)> {
        let position = *self.taxonomy.by_id.get(tag)?;
        Some((position, self.taxonomy.tags.get(position)?.group.as_deref()))
    }
}

impl Taxonomy {
    fn tag(&self, id: &TagId) -> Option<&CompiledTag> {
        self.tags.get(*self.by_id.get(id)?)
    }
}

fn compile(definition: &TagDefinition, path: &str) -> Result<CompiledTag, TagError> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    if definition.id.is_empty() || !definition.id.chars().all(allowed) {
        return Err(TagError::BadId { path: format!("{path}.id"), id: definition.id.clone() });
    }
    definition.lifecycle.check(&format!("{path}.lifecycle"))?;
    if let Some(rule) = &definition.rule {
        rule.check(&format!("{path}.rule"))?;
    }
    let dependencies = definition.rule.as_ref().map(Condition::dependencies).unwrap_or_default();
    Ok(CompiledTag {
        id: TagId::new(&definition.id),
        rule_id: RuleId::new(&definition.id),
        rule: definition.rule.clone(),
        dependencies,
        names_event: dependencies.events != 0,
        group: definition.exclusive_group.clone(),
        lifecycle: definition.lifecycle.clone(),
    })
}

/// When one tag of a group goes, another that was held back may come: the group is looked at as one.
fn share_dependencies_in_groups(tags: &mut [CompiledTag]) {
    let mut groups: FxHashMap<String, Dependencies> = FxHashMap::default();
    for tag in tags.iter() {
        if let Some(group) = &tag.group {
            groups.entry(group.clone()).or_default().merge(tag.dependencies);
        }
    }
    for tag in tags.iter_mut() {
        if let Some(shared) = tag.group.as_ref().and_then(|group| groups.get(group)) {
            tag.dependencies = *shared;
        }
    }
}

/// One call of the engine.
struct Run<'a> {
    taxonomy: &'a Taxonomy,
    customer: &'a mut Customer,
    now: DateTime<Utc>,
    /// Whether a rule that still holds refreshes its tag.
    confirms: bool,
    /// Whether rules that will begin to hold get a timer.
    arms_time: bool,
    decision: Decision<TagChanges>,
}

impl<'a> Run<'a> {
    fn new(taxonomy: &'a Taxonomy, customer: &'a mut Customer, now: DateTime<Utc>) -> Self {
        let decision = Decision { value: TagChanges::default(), reasons: Vec::new(), effects: Vec::new() };
        Self { taxonomy, customer, now, confirms: false, arms_time: false, decision }
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            customer: self.customer,
            event: None,
            activity: None,
            calendar: &self.taxonomy.calendar,
            currencies: &self.taxonomy.currencies,
            now: self.now,
        }
    }

    /// Rules without events: the tag is there while they hold.
    fn state_rules(&mut self, touched: impl Fn(&Dependencies) -> bool) {
        let taxonomy = self.taxonomy;
        for tag in &taxonomy.tags {
            let Some(rule) = tag.rule.as_ref().filter(|_| !tag.names_event && touched(&tag.dependencies))
            else {
                continue;
            };
            match rule.holds(&self.facts()) {
                Some(true) => self.apply_rule(tag, self.now, Reason::new("tag.rule_holds")),
                Some(false) => self.rule_ended(tag, rule),
                None => self.decision.reasons.push(about("tag.rate_missing", &tag.id)),
            }
        }
    }

    /// Rules that name an event: it sets the tag, the lifecycle ends it.
    fn event_rules(&mut self, event: &Event, activity: Option<&Activity>, first_reply: bool) {
        let happened = TagEvent::of(&event.kind, first_reply);
        let bit = happened.map_or(0, Dependencies::event_bit);
        let at = event.at.min(self.now);
        let taxonomy = self.taxonomy;
        for tag in taxonomy.tags.iter().filter(|tag| tag.names_event && tag.dependencies.events & bit != 0) {
            let facts = Facts { event: happened, activity, ..self.facts() };
            if tag.rule.as_ref().and_then(|rule| rule.holds(&facts)) == Some(true) {
                let reason = Reason::new("tag.event_happened").with("event_at", at);
                self.apply_rule(tag, at, reason);
            }
        }
        self.state_rules(|dependencies| dependencies.time);
    }

    fn apply_rule(&mut self, tag: &CompiledTag, at: DateTime<Utc>, reason: Reason) {
        let calendar = &self.taxonomy.calendar;
        if let Some(applied) = self.customer.tags.iter_mut().find(|applied| applied.tag == tag.id) {
            if self.confirms {
                applied.confirmed_at = applied.confirmed_at.max(self.now);
            }
            if tag.names_event && tag.lifecycle.restarts && at > applied.set_at {
                applied.set_at = at;
                applied.phase = TagPhase::Active;
                applied.expires_at = tag.lifecycle.expires_after.map(|span| calendar.add(at, span));
                let applied = applied.clone();
                self.decision.reasons.push(about("tag.restarted", &tag.id));
                self.decision.value.restarted.push(tag.id.clone());
                self.set_timers(tag, &applied);
            }
            return;
        }
        if tag.lifecycle.expires_after.is_some_and(|span| calendar.add(at, span) <= self.now) {
            self.decision.reasons.push(about("tag.period_over", &tag.id));
            return;
        }
        if self.make_room(tag, false) {
            let reason = reason.with("rule", tag.rule_id.as_str());
            self.set(tag, at, Some(tag.rule_id.clone()), reason);
        }
    }

    fn rule_ended(&mut self, tag: &CompiledTag, rule: &Condition) {
        let held = self.customer.tag(&tag.id);
        if held.is_some_and(|applied| applied.rule.is_some() && !tag.lifecycle.close_by_hand) {
            self.remove(&tag.id, "tag.rule_ended");
        } else if held.is_none() && self.arms_time && tag.dependencies.time {
            let facts = self.facts();
            let begins =
                rule.changes_at(&facts).filter(|at| rule.holds(&Facts { now: *at, ..facts }) == Some(true));
            if let Some(at) = begins {
                let timer = Step::Begin.timer(&self.customer.id, &tag.id, at);
                self.decision.effects.push(Effect::SetTimer { timer });
            }
        }
    }

    /// Takes away the other tags of the group; `false` where one of them stays: a person's choice, or, among
    /// rules without events, an earlier tag.
    fn make_room(&mut self, tag: &CompiledTag, by_person: bool) -> bool {
        let Some(group) = &tag.group else { return true };
        let order = |id: &TagId| self.taxonomy.by_id.get(id).copied().unwrap_or(usize::MAX);
        let own = order(&tag.id);
        let mut replaced = Vec::new();
        for applied in self.customer.tags.iter().filter(|applied| applied.tag != tag.id) {
            let Some(other) = self.taxonomy.tag(&applied.tag) else { continue };
            if other.group.as_ref() != Some(group) {
                continue;
            }
            let stays = applied.rule.is_none() || (!tag.names_event && order(&other.id) < own);
            if stays && !by_person {
                self.decision.reasons.push(about("tag.group_taken", &tag.id).with("by", other.id.as_str()));
                return false;
            }
            replaced.push(other.id.clone());
        }
        for other in replaced {
            self.remove(&other, "tag.replaced");
        }
        true
    }

    fn set(&mut self, tag: &CompiledTag, at: DateTime<Utc>, rule: Option<RuleId>, reason: Reason) {
        let expires_at = tag.lifecycle.expires_after.map(|span| self.taxonomy.calendar.add(at, span));
        let applied = AppliedTag {
            tag: tag.id.clone(),
            set_at: at,
            confirmed_at: self.now,
            rule,
            reason: reason.clone(),
            phase: TagPhase::Active,
            expires_at,
        };
        self.set_timers(tag, &applied);
        self.customer.tags.push(applied);
        self.decision.value.set.push(tag.id.clone());
        self.decision.reasons.push(about("tag.set", &tag.id));
        self.decision.reasons.push(reason);
    }

    fn set_timers(&mut self, tag: &CompiledTag, applied: &AppliedTag) {
        for step in Step::OF_A_SET_TAG {
            if let Some(due) = tag.lifecycle.due(step, applied, &self.taxonomy.calendar, self.now) {
                let timer = step.timer(&self.customer.id, &tag.id, due);
                self.decision.effects.push(Effect::SetTimer { timer });
            }
        }
    }

    fn remove(&mut self, id: &TagId, cause: &'static str) {
        self.customer.tags.retain(|applied| applied.tag != *id);
        if let Some(tag) = self.taxonomy.tag(id) {
            for step in Step::OF_A_SET_TAG.into_iter().filter(|step| tag.lifecycle.has(*step)) {
                let key = step.key(&self.customer.id, id);
                self.decision.effects.push(Effect::CancelTimer { key });
            }
        }
        self.decision.reasons.push(about(cause, id));
        self.decision.value.removed.push(RemovedTag { tag: id.clone(), cause: Cow::Borrowed(cause) });
    }

    fn person(&mut self, agent: &AgentId, id: &TagId, action: TagAction) {
        let taxonomy = self.taxonomy;
        let held = self.customer.tags.iter_mut().find(|applied| applied.tag == *id);
        match (action, held, taxonomy.tag(id)) {
            (TagAction::Set, Some(applied), _) => {
                applied.rule = None;
                applied.confirmed_at = self.now;
                self.decision.reasons.push(about("tag.already_set", id));
            }
            (TagAction::Set, None, Some(tag)) => {
                let _ = self.make_room(tag, true);
                let reason = Reason::new("tag.set_by_person").with("agent", agent.as_str());
                self.set(tag, self.now, None, reason);
            }
            (TagAction::Set, None, None) => self.decision.reasons.push(about("tag.unknown", id)),
            (TagAction::Remove | TagAction::Close, None, _) => {
                self.decision.reasons.push(about("tag.not_set", id));
            }
            (TagAction::Remove, Some(_), _) => self.remove(id, "tag.removed_by_person"),
            (TagAction::Close, Some(_), _) => self.remove(id, "tag.closed_by_person"),
        }
    }

    fn timer(&mut self, timer: &Timer) {
        let Some((step, id)) = Step::of(timer) else {
            self.decision.reasons.push(Reason::new("tag.other_timer"));
            return;
        };
        let taxonomy = self.taxonomy;
        let Some(tag) = taxonomy.tag(id) else {
            self.decision.reasons.push(about("tag.unknown", id));
            return;
        };
        if timer.due > self.now && !planted("b2") {
            self.decision.reasons.push(about("tag.timer_early", id).with("due", timer.due));
            self.decision.effects.push(Effect::SetTimer { timer: timer.clone() });
            return;
        }
        if step == Step::Begin {
            self.begin(tag, timer.due);
            return;
        }
        let Some(applied) = self.customer.tag(id).cloned() else {
            self.decision.reasons.push(about("tag.gone", id));
            return;
        };
        match step {
            Step::Task | Step::Review => self.recur(step, tag, &applied, timer.due),
            _ => self.once(step, tag, &applied, timer.due),
        }
    }

    /// The moment at which a rule about time may begin to hold.
    fn begin(&mut self, tag: &CompiledTag, due: DateTime<Utc>) {
        let Some(rule) = tag.rule.as_ref().filter(|_| !tag.names_event) else { return };
        match rule.holds(&self.facts()) {
            Some(true) => self.apply_rule(tag, due, Reason::new("tag.rule_holds")),
            Some(false) => {
                self.arms_time = true;
                self.rule_ended(tag, rule);
            }
            None => self.decision.reasons.push(about("tag.rate_missing", &tag.id)),
        }
    }

    fn recur(&mut self, step: Step, tag: &CompiledTag, applied: &AppliedTag, due: DateTime<Utc>) {
        let calendar = &self.taxonomy.calendar;
        let Some(next) = tag.lifecycle.due(step, applied, calendar, self.now) else {
            self.decision.reasons.push(about("tag.timer_retired", &tag.id));
            return;
        };
        // A period that began anew counts from its new beginning.
        if due > applied.set_at {
            let (kind, code) = match step {
                Step::Task => (NoticeKind::TagPrompt, "tag.task_due"),
                _ => (NoticeKind::TagReview, "tag.review_due"),
            };
            self.notify(step, tag, kind, code, due, None);
        }
        let timer = step.timer(&self.customer.id, &tag.id, next);
        self.decision.effects.push(Effect::SetTimer { timer });
    }

    fn once(&mut self, step: Step, tag: &CompiledTag, applied: &AppliedTag, due: DateTime<Utc>) {
        let calendar = &self.taxonomy.calendar;
        let Some(expected) = tag.lifecycle.due(step, applied, calendar, self.now) else {
            self.decision.reasons.push(about("tag.timer_retired", &tag.id));
            return;
        };
        if expected > self.now {
            // The period began anew after this timer was set.
            let timer = step.timer(&self.customer.id, &tag.id, expected);
            self.decision.reasons.push(about("tag.timer_moved", &tag.id).with("due", expected));
            self.decision.effects.push(Effect::SetTimer { timer });
            return;
        }
        let end = tag.lifecycle.end(applied.set_at, calendar);
        match step {
            Step::Reminder => self.notify(step, tag, NoticeKind::TagReminder, "tag.ends_soon", due, end),
            Step::Prompt => self.notify(step, tag, NoticeKind::TagPrompt, "tag.action_due", due, end),
            _ if tag.lifecycle.expires_after.is_some() => self.remove(&tag.id, "tag.expired"),
            _ => {
                if let Some(applied) = self.customer.tags.iter_mut().find(|applied| applied.tag == tag.id) {
                    applied.phase = TagPhase::Overdue;
                }
                self.decision.value.overdue.push(tag.id.clone());
                self.notify(step, tag, NoticeKind::TagOverdue, "tag.overdue", due, None);
            }
        }
    }

    fn notify(
        &mut self,
        step: Step,
        tag: &CompiledTag,
        kind: NoticeKind,
        code: &'static str,
        due: DateTime<Utc>,
        deadline: Option<DateTime<Utc>>,
    ) {
        let reason = about(code, &tag.id).with("due", due);
        let notice = Notice {
            key: step.notice_key(&self.customer.id, &tag.id, due),
            kind,
            customer: self.customer.id.clone(),
            audience: self.taxonomy.audience.clone(),
            at: self.now,
            deadline,
            reason: reason.clone(),
        };
        self.decision.reasons.push(reason);
        self.decision.effects.push(Effect::Notify { notice });
    }
}

fn about(code: &'static str, tag: &TagId) -> Reason {
    Reason::new(code).with("tag", tag.as_str())
}

#[cfg(plant)]
fn planted(id: &str) -> bool {
    crate::foundation::plant::is_active(id)
}

#[cfg(not(plant))]
const fn planted(_: &str) -> bool {
    false
}
