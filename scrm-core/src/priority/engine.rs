//! Levels, scores, and what follows from them.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::config::{DeadlineMode, LevelConfig, PriorityConfig, RangeEnd, ScoreConfig};
use super::error::PriorityError;
use super::score::Standing;
use crate::customer::{Customer, FieldName, FieldValue, PriorityState, Stage};
use crate::foundation::time::Calendar;
use crate::foundation::{
    Budget, CurrencyTable, CustomerId, Decision, Effect, Money, Notice, NoticeKind, PRIORITY_TIMERS, Reason,
    TimerKey,
};
use crate::store::{Timer, TimerPurpose};
use crate::tag::Range;

/// What a priority is decided from.
#[derive(Clone, Copy, Debug)]
pub struct PriorityInput<'a> {
    /// The customer.
    pub customer: &'a Customer,
    /// Whether this is a new inquiry; [`PriorityEngine::is_new_inquiry`] answers by stage and age.
    pub new_inquiry: bool,
    /// Whether the message had high-value words.
    pub high_value_words: bool,
    /// When the clock started: the first unanswered message.
    pub since: DateTime<Utc>,
    /// What the customer spent in the last year, where known.
    pub annual_spend: Option<Money>,
}

/// Which answer a customer waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// The first one.
    First,
    /// A further one, from the person who has answered before.
    Next,
}

impl Awaited {
    /// Which one was decided about before.
    pub(super) fn of(state: &PriorityState) -> Self {
        let is_next = state.reasons.iter().any(|reason| reason.code == NEXT_RESPONSE);
        if is_next { Self::Next } else { Self::First }
    }
}

/// What a timer of this area found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DeadlineOutcome {
    /// The deadline passed without an answer; somebody is told.
    Missed,
    /// Somebody answered, or nothing is due any more.
    Settled,
    /// The deadline is later now; the timer is set again.
    Later,
    /// The timer belongs to another area.
    NotOurs,
}

#[derive(Debug)]
struct Rules {
    config: PriorityConfig,
    /// The level for everybody else: the last one.
    last: LevelConfig,
    calendar: Calendar,
    currencies: CurrencyTable,
}

/// The priority rules, compiled. Immutable, cheap to clone.
///
/// ```
/// use chrono::{TimeDelta, TimeZone, Utc};
/// use scrm_core::customer::{Customer, Field, FieldName, FieldValue};
/// use scrm_core::foundation::time::Calendar;
/// use scrm_core::foundation::{Budget, Currency, CurrencyTable, CustomerId, Money};
/// use scrm_core::priority::{PriorityConfig, PriorityEngine, PriorityInput};
///
/// let twd = Currency::parse("TWD").unwrap();
/// let currencies = CurrencyTable { base: twd, rates: Default::default() };
/// let engine = PriorityEngine::new(&PriorityConfig::standard(), Calendar::utc(), currencies)?;
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let mut customer = Customer::new(CustomerId::new("c1"), now);
/// let budget = FieldValue::Budget(Budget::exact(Money::major(100_001, twd)));
/// customer.set_field(FieldName::Budget, Field { value: budget, source: "message".into(), at: now });
/// let input = PriorityInput {
///     customer: &customer, new_inquiry: true, high_value_words: false, since: now, annual_spend: None,
/// };
/// let state = engine.evaluate(&input, now).value;
/// assert_eq!((state.level, state.respond_by), (1, now + TimeDelta::hours(2)));
/// # Ok::<(), scrm_core::priority::PriorityError>(())
/// ```
#[derive(Clone, Debug)]
pub struct PriorityEngine {
    rules: Arc<Rules>,
}

impl PriorityEngine {
    /// Compiles the rules.
    ///
    /// # Errors
    /// [`PriorityError`] with the place: levels that leave somebody out, empty ranges, weights out of bounds, deadlines
    /// of zero.
    pub fn new(
        config: &PriorityConfig,
        calendar: Calendar,
        currencies: CurrencyTable,
    ) -> Result<Self, PriorityError> {
        let last = super::check::check(config)?.clone();
        Ok(Self { rules: Arc::new(Rules { config: config.clone(), last, calendar, currencies }) })
    }

    /// Whether a customer's message is a new inquiry: the stage says so, or there is no stage yet and the
    /// record is no older than the setting.
    ///
    /// ```
    /// use chrono::{DateTime, TimeDelta, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable, CustomerId};
    /// use scrm_core::priority::{PriorityConfig, PriorityEngine};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = PriorityEngine::new(&PriorityConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// let customer = Customer::new(CustomerId::new("c1"), now);
    /// assert!(engine.is_new_inquiry(&customer, now + TimeDelta::days(7)));
    /// assert!(!engine.is_new_inquiry(&customer, now + TimeDelta::days(8)));
    /// # Ok::<(), scrm_core::priority::PriorityError>(())
    /// ```
    #[must_use]
    pub fn is_new_inquiry(&self, customer: &Customer, now: DateTime<Utc>) -> bool {
        match customer.value(&FieldName::Stage) {
            Some(FieldValue::Stage(stage)) => *stage == Stage::NewInquiry,
            _ => now <= self.calendar().add(customer.created_at, self.rules.config.new_inquiry_age),
        }
    }

    /// Decides level, deadline and score. While the same clock runs unanswered a customer's level only rises.
    /// Sets the timer of the deadline, tells the supervisor of high-value words, and asks for the greeting of a
    /// customer who spends much. The caller keeps the state as the customer's priority.
    ///
    /// ```
    /// use chrono::{DateTime, TimeDelta, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable, CustomerId};
    /// use scrm_core::priority::{PriorityConfig, PriorityEngine, PriorityInput};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = PriorityEngine::new(&PriorityConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// let customer = Customer::new(CustomerId::new("c1"), now);
    /// let input = PriorityInput {
    ///     customer: &customer, new_inquiry: true, high_value_words: true, since: now, annual_spend: None,
    /// };
    /// let decision = engine.evaluate(&input, now);
    /// assert_eq!(decision.value.respond_by, now + TimeDelta::hours(2)); // high-value words
    /// # Ok::<(), scrm_core::priority::PriorityError>(())
    /// ```
    pub fn evaluate(&self, input: &PriorityInput<'_>, now: DateTime<Utc>) -> Decision<PriorityState> {
        let (state, effects) = self.decide(input, Awaited::First, now);
        Decision { reasons: state.reasons.clone(), value: state, effects }
    }

    /// What [`evaluate`](Self::evaluate) decides, with the reasons in the state alone.
    pub(crate) fn decide(
        &self,
        input: &PriorityInput<'_>,
        awaited: Awaited,
        now: DateTime<Utc>,
    ) -> (PriorityState, Vec<Effect>) {
        // The level, its rule and the parts of the score, at least.
        let mut reasons = Vec::with_capacity(8);
        let mut effects = Vec::new();
        let budget = self.budget(input.customer, &mut reasons);
        let before = input.customer.priority.as_ref().filter(|state| state.since == input.since);
        let mut level = self.matching_level(input.new_inquiry, budget, &mut reasons);
        if input.high_value_words {
            level = level.min(self.rules.config.high_value.level);
            reasons.insert(0, Reason::new(HIGH_VALUE_WORDS));
        }
        if let Some(earlier) = before.filter(|state| state.level < level) {
            level = earlier.level;
            reasons.insert(0, Reason::new(LEVEL_KEPT).with("level", u32::from(level)));
        }
        let awaited = before.map_or(awaited, Awaited::of);
        if awaited == Awaited::Next {
            reasons.push(Reason::new(NEXT_RESPONSE));
        }
        let settings = self.level(level);
        let within = match awaited {
            Awaited::First => settings.respond_within,
            Awaited::Next => settings.next_response_within,
        };
        let respond_by = self.mode().add(self.calendar(), input.since, within);
        let standing = Standing { level, budget, since: input.since, respond_by };
        let score = self.score_of(input.customer, standing, now);
        reasons.insert(0, Reason::new("priority.level").with("level", u32::from(level)));
        reasons.extend(score.parts.iter().map(super::score::ScorePart::reason));
        let responded_at = before.and_then(|state| state.responded_at);
        if responded_at.is_none() {
            effects.push(timer(&input.customer.id, TimerPurpose::ResponseDeadline {}, respond_by));
        }
        if input.high_value_words {
            effects.push(self.tell_supervisor(input, respond_by, now));
        }
        self.greet(input, responded_at.is_some(), &mut reasons, &mut effects, now);
        let state = PriorityState {
            level,
            score: score.total,
            since: input.since,
            respond_by,
            responded_at,
            reasons,
        };
        (state, effects)
    }

    /// A person answered: the clock stops, the timers go. Automatic replies do not count. Changes nothing the
    /// second time, and nothing for an answer from before the clock started.
    ///
    /// ```
    /// use chrono::{DateTime, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable, CustomerId};
    /// use scrm_core::priority::{PriorityConfig, PriorityEngine};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = PriorityEngine::new(&PriorityConfig::standard(), Calendar::utc(), currencies)?;
    /// let at = DateTime::<Utc>::UNIX_EPOCH;
    /// let mut customer = Customer::new(CustomerId::new("c1"), at);
    /// assert!(!engine.responded(&mut customer, at).value); // nobody was waiting
    /// # Ok::<(), scrm_core::priority::PriorityError>(())
    /// ```
    pub fn responded(&self, customer: &mut Customer, at: DateTime<Utc>) -> Decision<bool> {
        let waiting = customer.priority.as_mut().filter(|state| state.is_waiting() && at >= state.since);
        let Some(state) = waiting else {
            return Decision::because(false, Reason::new("priority.nobody_waiting"));
        };
        state.responded_at = Some(at);
        let late = at > state.respond_by;
        let reason = Reason::new("priority.responded").with("late", late);
        let cancel = |name| Effect::CancelTimer { key: key(&customer.id, name) };
        Decision::because(true, reason).and(cancel(RESPONSE)).and(cancel(GREETING))
    }

    /// Carries out a deadline's or a greeting's timer: tells somebody if nobody has answered. Safe to repeat:
    /// the notice's key carries the due time.
    ///
    /// ```
    /// use chrono::{DateTime, TimeDelta, Utc};
    /// use scrm_core::customer::Customer;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable, CustomerId};
    /// use scrm_core::priority::{PriorityConfig, PriorityEngine, DeadlineOutcome, PriorityInput};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = PriorityEngine::new(&PriorityConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = DateTime::<Utc>::UNIX_EPOCH;
    /// let mut customer = Customer::new(CustomerId::new("c1"), now);
    /// let input = PriorityInput {
    ///     customer: &customer, new_inquiry: true, high_value_words: true, since: now, annual_spend: None,
    /// };
    /// let decision = engine.evaluate(&input, now);
    /// let scrm_core::foundation::Effect::SetTimer { timer } = &decision.effects[0] else { unreachable!() };
    /// customer.priority = Some(decision.value);
    /// assert_eq!(engine.on_timer(&customer, timer, timer.due).value, DeadlineOutcome::Missed);
    /// # Ok::<(), scrm_core::priority::PriorityError>(())
    /// ```
    pub fn on_timer(
        &self,
        customer: &Customer,
        timer: &Timer,
        now: DateTime<Utc>,
    ) -> Decision<DeadlineOutcome> {
        let greeting = match timer.purpose {
            TimerPurpose::ResponseDeadline {} => false,
            TimerPurpose::GreetingDue {} => true,
            _ => return Decision::because(DeadlineOutcome::NotOurs, Reason::new("priority.other_timer")),
        };
        let Some(state) = customer.priority.as_ref().filter(|state| state.is_waiting()) else {
            return Decision::because(DeadlineOutcome::Settled, Reason::new("priority.settled"));
        };
        let due = if greeting { timer.due } else { state.respond_by.max(timer.due) };
        if due > now {
            let moved = Effect::SetTimer { timer: Timer { due, ..timer.clone() } };
            let reason = Reason::new("priority.deadline_later").with("due", due);
            return Decision::because(DeadlineOutcome::Later, reason).and(moved);
        }
        let config = &self.rules.config;
        let (kind, name, audience, code) = if greeting {
            (NoticeKind::GreetingDue, GREETING, &config.greeting.audience, "priority.greeting_missed")
        } else {
            (NoticeKind::Deadline, RESPONSE, &config.supervisor, "priority.deadline_missed")
        };
        let reason = Reason::new(code).with("level", u32::from(state.level)).with("due", due);
        let notice = Notice {
            key: notice_key(&customer.id, &format!("{name}_missed"), due),
            kind,
            customer: customer.id.clone(),
            audience: audience.clone(),
            at: now,
            deadline: Some(due),
            reason: reason.clone(),
        };
        Decision::because(DeadlineOutcome::Missed, reason).and(Effect::Notify { notice })
    }

    /// The score of a customer in the queue as it is now: waiting raises it, 0 to 100.
    #[must_use]
    pub fn score(&self, customer: &Customer, state: &PriorityState, now: DateTime<Utc>) -> f64 {
        let budget = self.budget(customer, &mut Vec::new());
        let standing =
            Standing { level: state.level, budget, since: state.since, respond_by: state.respond_by };
        self.score_of(customer, standing, now).total
    }

    /// The budget that counts, in minor units of the workspace's currency.
    fn budget(&self, customer: &Customer, reasons: &mut Vec<Reason>) -> Option<i64> {
        let amount = match customer.value(&FieldName::Budget)? {
            FieldValue::Budget(budget) => counted_end(budget, self.rules.config.range_counts_by)?,
            FieldValue::Money(money) => *money,
            _ => return None,
        };
        let converted = self.currencies().to_base(amount);
        if converted.is_none() {
            reasons.push(Reason::new("priority.rate_missing").with("currency", amount.currency.as_str()));
        }
        converted.map(|money| money.minor)
    }

    fn matching_level(&self, new_inquiry: bool, budget: Option<i64>, reasons: &mut Vec<Reason>) -> u8 {
        let in_range = |range: &Range| budget.is_some_and(|minor| self.in_range(range, minor));
        let fits = |level: &&LevelConfig| {
            (!level.new_inquiry || new_inquiry) && level.budget.as_ref().is_none_or(in_range)
        };
        let level = self.levels().iter().find(fits).unwrap_or(&self.rules.last);
        reasons.push(
            Reason::new(RULE)
                .with("level", u32::from(level.level))
                .with(NEW_INQUIRY, new_inquiry)
                .with("budget_known", budget.is_some()),
        );
        level.level
    }

    fn in_range(&self, range: &Range, minor: i64) -> bool {
        range.contains(i128::from(minor), 10_i128.pow(self.currencies().base.exponent()))
    }

    fn tell_supervisor(
        &self,
        input: &PriorityInput<'_>,
        respond_by: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Effect {
        Effect::Notify {
            notice: Notice {
                key: notice_key(&input.customer.id, "high_value", input.since),
                kind: NoticeKind::HighValue,
                customer: input.customer.id.clone(),
                audience: self.rules.config.supervisor.clone(),
                at: now,
                deadline: Some(respond_by),
                reason: Reason::new(HIGH_VALUE_WORDS),
            },
        }
    }

    fn greet(
        &self,
        input: &PriorityInput<'_>,
        responded: bool,
        reasons: &mut Vec<Reason>,
        effects: &mut Vec<Effect>,
        now: DateTime<Utc>,
    ) {
        let greeting = &self.rules.config.greeting;
        let Some(spend) = input.annual_spend else { return };
        let Some(spend) = self.currencies().to_base(spend) else {
            reasons.push(Reason::new("priority.rate_missing").with("currency", spend.currency.as_str()));
            return;
        };
        if responded || !self.in_range(&greeting.annual_spend, spend.minor) {
            return;
        }
        let due = self.mode().add(self.calendar(), input.since, greeting.within);
        let reason = Reason::new("priority.greeting_due").with("due", due);
        reasons.push(reason.clone());
        effects.push(timer(&input.customer.id, TimerPurpose::GreetingDue {}, due));
        effects.push(Effect::Notify {
            notice: Notice {
                key: notice_key(&input.customer.id, GREETING, input.since),
                kind: NoticeKind::GreetingDue,
                customer: input.customer.id.clone(),
                audience: greeting.audience.clone(),
                at: now,
                deadline: Some(due),
                reason,
            },
        });
    }

    /// A level's settings; an unknown number is the last level.
    pub(super) fn level(&self, level: u8) -> &LevelConfig {
        self.levels().iter().find(|known| known.level == level).unwrap_or(&self.rules.last)
    }

    /// Whether the playbook has a level of this number.
    pub(crate) fn has_level(&self, level: u8) -> bool {
        self.levels().iter().any(|known| known.level == level)
    }

    pub(super) fn levels(&self) -> &[LevelConfig] {
        &self.rules.config.levels
    }

    pub(super) fn mode(&self) -> DeadlineMode {
        self.rules.config.deadline_mode
    }

    pub(super) fn calendar(&self) -> &Calendar {
        &self.rules.calendar
    }

    pub(super) fn currencies(&self) -> &CurrencyTable {
        &self.rules.currencies
    }

    pub(super) fn score_config(&self) -> &ScoreConfig {
        &self.rules.config.score
    }
}

/// Reason codes that say what a level was decided from.
pub(super) const HIGH_VALUE_WORDS: &str = "priority.high_value_words";
pub(super) const LEVEL_KEPT: &str = "priority.level_kept";
/// The deadline is that of a further answer.
const NEXT_RESPONSE: &str = "priority.next_response";
pub(super) const RULE: &str = "priority.rule";
/// The fact of [`RULE`] that says whether it was a new inquiry.
pub(super) const NEW_INQUIRY: &str = "new_inquiry";

const RESPONSE: &str = "response";
const GREETING: &str = "greeting";

fn counted_end(budget: &Budget, end: RangeEnd) -> Option<Money> {
    match end {
        RangeEnd::Upper => budget.upper(),
        RangeEnd::Lower => budget.lower(),
        RangeEnd::Middle => {
            let (low, high) = (budget.lower()?, budget.upper()?);
            let middle = (i128::from(low.minor) + i128::from(high.minor)) / 2;
            i64::try_from(middle).ok().map(|minor| Money { minor, currency: budget.currency })
        }
    }
}

fn key(customer: &CustomerId, name: &str) -> TimerKey {
    TimerKey::of_customer(PRIORITY_TIMERS, customer, name)
}

fn notice_key(customer: &CustomerId, name: &str, at: DateTime<Utc>) -> String {
    format!("priority/{customer}/{name}/{}", at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

fn timer(customer: &CustomerId, purpose: TimerPurpose, due: DateTime<Utc>) -> Effect {
    let name = if purpose == (TimerPurpose::GreetingDue {}) { GREETING } else { RESPONSE };
    let timer =
        Timer { key: key(customer, name), due, customer: customer.clone(), conversation: None, purpose };
    Effect::SetTimer { timer }
}
