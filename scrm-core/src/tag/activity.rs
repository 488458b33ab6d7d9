//! What a customer did lately, counted.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::foundation::time::{Calendar, Span};
use crate::foundation::{Event, EventKind};

/// How often a customer did what in a window of time.
///
/// ```
/// use chrono::Utc;
/// use scrm_core::foundation::time::{Calendar, Span};
/// use scrm_core::tag::Activity;
/// let now = chrono::DateTime::<Utc>::UNIX_EPOCH;
/// assert_eq!(Activity::from_events(&[], Span::days(30), &Calendar::utc(), now), Activity::default());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Orders.
    pub purchases: u32,
    /// Pages, price lists and downloads looked at.
    pub views: u32,
    /// Events of the workspace's attended.
    pub event_visits: u32,
    /// Questions about service.
    pub service_questions: u32,
}

/// One of the counts of [`Activity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ActivityKind {
    /// Orders.
    Purchases,
    /// Pages, price lists and downloads looked at.
    Views,
    /// Events of the workspace's attended.
    EventVisits,
    /// Questions about service.
    ServiceQuestions,
}

impl ActivityKind {
    /// The count that an event of this kind raises, if any.
    #[must_use]
    pub const fn counted(kind: &EventKind) -> Option<Self> {
        match kind {
            EventKind::OrderPlaced { .. } => Some(Self::Purchases),
            EventKind::PageViewed { .. } => Some(Self::Views),
            EventKind::EventVisited { .. } => Some(Self::EventVisits),
            EventKind::ServiceQuestionAsked {} => Some(Self::ServiceQuestions),
            _ => None,
        }
    }
}

impl Activity {
    /// Counts the events in the window that ends at `now`: after its beginning, up to and with its end.
    /// Linear in the number of events.
    #[must_use]
    pub fn from_events(events: &[Event], window: Span, calendar: &Calendar, now: DateTime<Utc>) -> Self {
        let begin = calendar.subtract(now, window);
        let mut activity = Self::default();
        for event in events.iter().filter(|event| event.at > begin && event.at <= now) {
            activity.count(&event.kind);
        }
        activity
    }

    /// Counts one more event; others than the four kinds count nothing.
    ///
    /// ```
    /// use scrm_core::foundation::EventKind;
    /// use scrm_core::tag::{Activity, ActivityKind};
    /// let mut activity = Activity::default();
    /// activity.count(&EventKind::PageViewed { page: "prices".to_owned() });
    /// assert_eq!(activity.of(ActivityKind::Views), 1);
    /// ```
    pub const fn count(&mut self, kind: &EventKind) {
        let counter = match ActivityKind::counted(kind) {
            Some(ActivityKind::Purchases) => &mut self.purchases,
            Some(ActivityKind::Views) => &mut self.views,
            Some(ActivityKind::EventVisits) => &mut self.event_visits,
            Some(ActivityKind::ServiceQuestions) => &mut self.service_questions,
            None => return,
        };
        *counter = counter.saturating_add(1);
    }

    /// One of the counts.
    #[must_use]
    pub const fn of(&self, kind: ActivityKind) -> u32 {
        match kind {
            ActivityKind::Purchases => self.purchases,
            ActivityKind::Views => self.views,
            ActivityKind::EventVisits => self.event_visits,
            ActivityKind::ServiceQuestions => self.service_questions,
        }
    }
}
