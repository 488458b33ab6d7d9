//! The steps of a tag's life, and when they are due.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::config::Lifecycle;
use super::error::TagError;
use crate::customer::{AppliedTag, TagPhase};
use crate::foundation::time::{Calendar, Span};
use crate::foundation::{CustomerId, TagId};

/// A step of a tag's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TagStep {
    /// A reminder before the tag ends.
    Reminder,
    /// An action that the tag asks for.
    Prompt,
    /// The tag ends by itself or becomes overdue.
    Expiry,
    /// A recurring task (contact once a week).
    Task,
    /// A recurring review (once a month, a quarter).
    Review,
}

impl TagStep {
    /// In the order in which they are carried out where several are due at one instant.
    pub(super) const ALL: [Self; 5] = [Self::Reminder, Self::Prompt, Self::Expiry, Self::Task, Self::Review];

    const fn name(self) -> &'static str {
        match self {
            Self::Reminder => "reminder",
            Self::Prompt => "prompt",
            Self::Expiry => "expiry",
            Self::Task => "task",
            Self::Review => "review",
        }
    }

    /// Whether it comes again and again; a host that wakes late carries such a step out once.
    pub(super) const fn recurs(self) -> bool {
        matches!(self, Self::Task | Self::Review)
    }

    /// The key of the notice that this step raises at a due time: told once.
    pub(super) fn notice_key(self, customer: &CustomerId, tag: &TagId, due: DateTime<Utc>) -> String {
        format!("tag/{customer}/{tag}/{}/{}", self.name(), due.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Lifecycle {
    pub(super) fn check(&self, path: &str) -> Result<(), TagError> {
        let wrong = |field: &str, cause| Err(TagError::Lifecycle { path: format!("{path}.{field}"), cause });
        let spans = [
            ("expires_after", self.expires_after),
            ("remind_after", self.remind_after),
            ("remind_before", self.remind_before),
            ("prompt_after", self.prompt_after),
            ("overdue_after", self.overdue_after),
            ("task_every", self.task_every),
            ("review_every", self.review_every),
        ];
        if let Some((field, _)) = spans.iter().find(|(_, span)| span.is_some_and(|span| span.is_zero())) {
            return Err(TagError::ZeroSpan { path: format!("{path}.{field}") });
        }
        if self.expires_after.is_some() && self.overdue_after.is_some() {
            return wrong("overdue_after", "a tag either expires or becomes overdue");
        }
        if self.expires_after.is_some() && self.close_by_hand {
            return wrong("close_by_hand", "a tag that is closed by hand does not expire");
        }
        if self.remind_after.is_some() && self.remind_before.is_some() {
            return wrong("remind_before", "a reminder is either after the beginning or before the end");
        }
        if self.remind_before.is_some() && self.expires_after.or(self.overdue_after).is_none() {
            return wrong("remind_before", "a reminder before the end needs an end");
        }
        let longer = |one: Option<Span>, other: Option<Span>| {
            one.zip(other).is_some_and(|(one, other)| one.nominal_seconds() > other.nominal_seconds())
        };
        let end = self.expires_after.or(self.overdue_after);
        if longer(self.remind_before, end) {
            return wrong("remind_before", "the reminder would come before the beginning");
        }
        if longer(self.remind_after, end) {
            return wrong("remind_after", "the reminder would come after the end");
        }
        // What is overdue stays, and may ask for something then.
        if longer(self.prompt_after, self.expires_after) {
            return wrong("prompt_after", "the tag has expired by then");
        }
        Ok(())
    }

    /// When a tag set at `set_at` ends by itself or becomes overdue.
    pub(super) fn end(&self, set_at: DateTime<Utc>, calendar: &Calendar) -> Option<DateTime<Utc>> {
        self.expires_after.or(self.overdue_after).map(|span| calendar.add(set_at, span))
    }

    /// When a step is due that comes once; `None` where the tag has no such step, or is past it.
    pub(super) fn once(
        &self,
        step: TagStep,
        applied: &AppliedTag,
        calendar: &Calendar,
    ) -> Option<DateTime<Utc>> {
        let set_at = applied.set_at;
        match step {
            TagStep::Reminder => match (self.remind_after, self.remind_before) {
                (Some(after), _) => Some(calendar.add(set_at, after)),
                (None, Some(before)) => Some(calendar.subtract(self.end(set_at, calendar)?, before)),
                (None, None) => None,
            },
            TagStep::Prompt => self.prompt_after.map(|span| calendar.add(set_at, span)),
            TagStep::Expiry if applied.phase == TagPhase::Overdue => None,
            TagStep::Expiry => self.end(set_at, calendar),
            TagStep::Task | TagStep::Review => None,
        }
    }

    /// When a step is due for the first time after an instant.
    pub(super) fn due_after(
        &self,
        step: TagStep,
        applied: &AppliedTag,
        calendar: &Calendar,
        after: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let every = match step {
            TagStep::Task => self.task_every,
            TagStep::Review => self.review_every,
            _ => return self.once(step, applied, calendar).filter(|due| *due > after),
        };
        every.map(|every| next_in_series(applied.set_at, every, calendar, after))
    }
}

/// The first of `anchor + every`, `anchor + 2 × every`, … after `now`. Counted from the anchor, so that a
/// monthly series from the 31st stays on the 31st wherever there is one.
pub(super) fn next_in_series(
    anchor: DateTime<Utc>,
    every: Span,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    // No run of spans is longer than its longest months plus one change of offset (26 hours at the most), so
    // the first guess is never too late.
    let longest = (u64::from(every.months) * 31 + u64::from(every.days))
        .saturating_mul(86_400)
        .saturating_add(every.seconds)
        .max(1);
    let elapsed = u64::try_from(now.signed_duration_since(anchor).num_seconds()).unwrap_or(0);
    let mut count = u32::try_from(elapsed.saturating_sub(93_600) / longest).unwrap_or(u32::MAX).max(1);
    let mut previous = anchor;
    loop {
        let due = calendar.add(anchor, times(every, count));
        // The end of all dates repeats itself.
        if due > now || due <= previous || count == u32::MAX {
            return due;
        }
        previous = due;
        count += 1;
    }
}

const fn times(span: Span, count: u32) -> Span {
    Span {
        months: span.months.saturating_mul(count),
        days: span.days.saturating_mul(count),
        seconds: span.seconds.saturating_mul(count as u64),
    }
}
