//! Deadlines: business or clock hours, pauses, and whether one will be missed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::config::DeadlineMode;
use super::engine::PriorityEngine;
use crate::customer::PriorityState;
use crate::foundation::time::{Calendar, Instant, OptionalInstant, Span};

/// A time in which a deadline does not run: the customer was asked something back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pause {
    /// When it began.
    #[serde(with = "Instant")]
    pub from: DateTime<Utc>,
    /// When it ended; `None` while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "OptionalInstant")]
    pub to: Option<DateTime<Utc>>,
}

/// What is due by when. `None` while a pause lasts that began before the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deadlines {
    /// The first answer.
    pub respond_by: Option<DateTime<Utc>>,
    /// The answer to a message that came at the same time, after the first answer.
    pub next_response_by: Option<DateTime<Utc>>,
    /// The end of the matter.
    pub resolve_by: Option<DateTime<Utc>>,
}

/// What the queue looks like from one customer's place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueOutlook {
    /// How many customers come first.
    pub ahead: u32,
    /// How many people answer.
    pub agents: u32,
    /// How long one customer takes.
    pub average_handling: Span,
}

/// Whether the first answer will be in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// When the answer is expected; `None` where nobody answers.
    pub expected_at: Option<DateTime<Utc>>,
    /// When it is due.
    pub respond_by: DateTime<Utc>,
    /// Whether it will be late.
    pub late: bool,
    /// Seconds to spare as the deadline counts them; negative where late.
    pub spare_seconds: i64,
}

impl DeadlineMode {
    pub(super) fn add(self, calendar: &Calendar, at: DateTime<Utc>, span: Span) -> DateTime<Utc> {
        match self {
            Self::Business => calendar.add_business(at, span),
            Self::Clock => calendar.add(at, span),
        }
    }

    pub(super) fn seconds(self, calendar: &Calendar, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        match self {
            Self::Business => calendar.business_seconds(from, to),
            Self::Clock => to.signed_duration_since(from).num_seconds(),
        }
    }
}

impl PriorityEngine {
    /// The deadlines of a level for a clock that started at `since`. A pause moves each deadline that it began
    /// before by its length, counted as the deadline counts.
    ///
    /// ```
    /// use chrono::{TimeDelta, TimeZone, Utc};
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::foundation::{Currency, CurrencyTable};
    /// use scrm_core::priority::{Pause, PriorityConfig, PriorityEngine};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = PriorityEngine::new(&PriorityConfig::standard(), Calendar::utc(), currencies)?;
    /// let since = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
    /// let hour = TimeDelta::hours(1);
    /// let pause = Pause { from: since + hour, to: Some(since + hour * 4) };
    /// assert_eq!(engine.deadlines(1, since, &[pause]).respond_by, Some(since + hour * 5));
    /// # Ok::<(), scrm_core::priority::PriorityError>(())
    /// ```
    #[must_use]
    pub fn deadlines(&self, level: u8, since: DateTime<Utc>, pauses: &[Pause]) -> Deadlines {
        let level = self.level(level);
        let due = |within| self.deadline(since, within, pauses);
        Deadlines {
            respond_by: due(level.respond_within),
            next_response_by: due(level.next_response_within),
            resolve_by: due(level.resolve_within),
        }
    }

    fn deadline(&self, since: DateTime<Utc>, within: Span, pauses: &[Pause]) -> Option<DateTime<Utc>> {
        let (mode, calendar) = (self.mode(), self.calendar());
        let mut sorted = pauses.to_vec();
        sorted.sort_unstable_by_key(|pause| pause.from);
        let mut due = mode.add(calendar, since, within);
        let mut counted_to = since;
        for pause in sorted {
            if pause.from >= due {
                break;
            }
            let to = pause.to?;
            let from = pause.from.max(counted_to);
            let length = mode.seconds(calendar, from, to.max(from)).unsigned_abs();
            due = mode.add(calendar, due, Span::seconds(length));
            counted_to = counted_to.max(to);
        }
        Some(due)
    }

    /// Whether the first answer will be in time: everybody ahead is answered first, by all agents side by
    /// side, each customer taking the average time, in hours as the deadline counts them.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::customer::PriorityState;
    /// use scrm_core::foundation::time::{Calendar, Span};
    /// use scrm_core::foundation::{Currency, CurrencyTable};
    /// use scrm_core::priority::{PriorityConfig, PriorityEngine, QueueOutlook};
    /// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
    /// let engine = PriorityEngine::new(&PriorityConfig::standard(), Calendar::utc(), currencies)?;
    /// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
    /// let respond_by = engine.deadlines(1, now, &[]).respond_by.unwrap();
    /// let state = PriorityState { level: 1, score: 50.0, since: now, respond_by, responded_at: None, reasons: vec![] };
    /// let queue = QueueOutlook { ahead: 30, agents: 2, average_handling: Span::minutes(10) };
    /// assert!(engine.forecast(&state, queue, now).late); // 15 rounds of 10 minutes are more than 2 hours
    /// # Ok::<(), scrm_core::priority::PriorityError>(())
    /// ```
    #[must_use]
    pub fn forecast(&self, state: &PriorityState, queue: QueueOutlook, now: DateTime<Utc>) -> Forecast {
        let (mode, calendar) = (self.mode(), self.calendar());
        let expected_at = queue.ahead.checked_div(queue.agents).map(|rounds| {
            let seconds = queue.average_handling.nominal_seconds().saturating_mul(u64::from(rounds));
            let start = if mode == DeadlineMode::Business { calendar.next_open(now) } else { now };
            mode.add(calendar, start, Span::seconds(seconds))
        });
        let respond_by = state.respond_by;
        let seen_at = expected_at.unwrap_or(now);
        let spare_seconds = mode.seconds(calendar, seen_at, respond_by);
        Forecast {
            expected_at,
            respond_by,
            late: expected_at.is_none_or(|at| at > respond_by),
            spare_seconds,
        }
    }
}
