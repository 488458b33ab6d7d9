//! Saved segments: who belongs to them is kept on the record, and only those that a change can touch are asked again.
//!
//! What time does of itself has one timer per customer, set for the first instant at which it may take the customer into a
//! segment or out of one.

mod config;
mod error;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(crate) use config::STANDARD;
pub use config::{SavedSegmentConfig, SegmentConfig};
pub use error::SavedSegmentError;

use super::{CustomerHistory, FactSet, Segment, SegmentSchema};
use crate::customer::{Customer, SegmentMembership};
use crate::foundation::time::{Instant, earlier};
use crate::foundation::{Decision, Effect, Reason, SEGMENT_TIMERS, SegmentId, TimerPurpose};

/// Instants that are gone through when the clock's side comes late; after as many, only the present counts.
const MOST_INSTANTS: usize = 1_000;

/// A saved segment, compiled.
#[derive(Clone, Debug)]
pub struct SavedSegment {
    /// Its id.
    pub id: SegmentId,
    /// What people call it, by language.
    pub names: BTreeMap<String, String>,
    /// Who belongs to it.
    pub segment: Segment,
}

/// The saved segments of a playbook, compiled. Immutable, cheap to clone.
///
/// ```
/// use scrm_core::customer::Customer;
/// use scrm_core::segment::{CustomerHistory, FactSet, SavedSegments, SegmentConfig, SegmentSchema};
/// let config: SegmentConfig = serde_json::from_str(
///     r#"{"saved": [{"id": "silent", "when": "count(\"message_received\", days(30)) == 0"}]}"#,
/// ).unwrap();
/// let saved = SavedSegments::new(&config, &SegmentSchema::standard())?;
/// let now = chrono::DateTime::UNIX_EPOCH;
/// let mut customer = Customer::new("c_1".into(), now);
/// let decision = saved.refresh(&mut customer, &saved.asked(&FactSet::all()), &CustomerHistory::default(), now);
/// assert_eq!(decision.value.entered[0].segment.as_str(), "silent");
/// assert_eq!(customer.in_segment_since(&"silent".into()), Some(now));
/// # Ok::<(), scrm_core::segment::SavedSegmentError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SavedSegments {
    segments: Arc<[SavedSegment]>,
}

/// Saved segments that are to be asked about one customer, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedSegments {
    places: Vec<usize>,
    skipped: usize,
}

/// A customer came to belong to a segment, or belongs to it no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentChange {
    /// Which segment.
    pub segment: SegmentId,
    /// Since when.
    #[serde(with = "Instant")]
    pub at: DateTime<Utc>,
}

/// What became of a customer's segments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentChanges {
    /// Segments that were entered, in order.
    pub entered: Vec<SegmentChange>,
    /// Segments that were left, in order.
    pub left: Vec<SegmentChange>,
    /// How often a segment was asked.
    pub asked: u64,
    /// How often one was not, because what it reads had not changed.
    pub skipped: u64,
}

impl AskedSegments {
    /// Whether there is none to ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

impl SegmentChanges {
    /// Whether nothing was entered or left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entered.is_empty() && self.left.is_empty()
    }

    /// Adds what came of asking others.
    pub(crate) fn add(&mut self, other: Self) {
        self.entered.extend(other.entered);
        self.left.extend(other.left);
        self.asked += other.asked;
        self.skipped += other.skipped;
    }
}

impl SavedSegments {
    /// Compiles saved segments.
    ///
    /// # Errors
    /// [`SavedSegmentError`] with the place: a bad or doubled id, an expression that does not mean anything.
    pub fn new(config: &SegmentConfig, schema: &SegmentSchema) -> Result<Self, SavedSegmentError> {
        let mut segments: Vec<SavedSegment> = Vec::with_capacity(config.saved.len());
        for (index, saved) in config.saved.iter().enumerate() {
            let path = |field: &str| format!("saved[{index}].{field}");
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
            if saved.id.is_empty() || !saved.id.chars().all(allowed) {
                return Err(SavedSegmentError::BadId { path: path("id"), id: saved.id.clone() });
            }
            let id = SegmentId::new(&saved.id);
            if segments.iter().any(|present| present.id == id) {
                return Err(SavedSegmentError::Duplicate { path: path("id"), id: saved.id.clone() });
            }
            let segment = Segment::parse(&saved.when, schema)
                .map_err(|error| SavedSegmentError::Expression { path: path("when"), error })?;
            segments.push(SavedSegment { id, names: saved.names.clone(), segment });
        }
        Ok(Self { segments: segments.into() })
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Every one, in the order of the playbook.
    pub fn iter(&self) -> impl Iterator<Item = &SavedSegment> {
        self.segments.iter()
    }

    /// The one with an id.
    #[must_use]
    pub fn get(&self, id: &SegmentId) -> Option<&SavedSegment> {
        self.segments.iter().find(|saved| saved.id == *id)
    }

    /// Those that read something that changed.
    ///
    /// ```
    /// use scrm_core::foundation::EventKind;
    /// use scrm_core::segment::{FactSet, SavedSegments, SegmentConfig, SegmentSchema};
    /// let config: SegmentConfig = serde_json::from_str(
    ///     r#"{"saved": [{"id": "large", "when": "company_size > 200"}, {"id": "buyers", "when": "order_count > 0"}]}"#,
    /// ).unwrap();
    /// let saved = SavedSegments::new(&config, &SegmentSchema::standard())?;
    /// let mut changed = FactSet::default();
    /// changed.add_event(&EventKind::SampleSent {});
    /// assert!(saved.asked(&changed).is_empty());
    /// assert!(saved.need_history(&saved.asked(&FactSet::all()), false));
    /// # Ok::<(), scrm_core::segment::SavedSegmentError>(())
    /// ```
    #[must_use]
    pub fn asked(&self, changed: &FactSet) -> AskedSegments {
        // Also an expression that reads nothing is asked of everybody once.
        let reads = |saved: &SavedSegment| *changed == FactSet::all() || saved.segment.reads().meets(changed);
        self.asked_where(reads)
    }

    /// Those that are chosen.
    #[must_use]
    pub fn asked_where(&self, chosen: impl Fn(&SavedSegment) -> bool) -> AskedSegments {
        let places =
            self.segments.iter().enumerate().filter(|(_, saved)| chosen(saved)).map(|(place, _)| place);
        let places: Vec<usize> = places.collect();
        AskedSegments { skipped: self.segments.len() - places.len(), places }
    }

    /// Whether what happened to the customer is needed to ask these, or, where time asks, those that depend on it.
    #[must_use]
    pub fn need_history(&self, asked: &AskedSegments, time_asks: bool) -> bool {
        let mut needed = asked
            .places
            .iter()
            .filter_map(|place| self.segments.get(*place))
            .chain(self.beside_time().filter(|_| time_asks));
        needed.any(|saved| saved.segment.reads().has_events())
    }

    fn beside_time(&self) -> impl Iterator<Item = &SavedSegment> {
        self.segments.iter().filter(|saved| saved.segment.depends_on_time())
    }

    /// Asks about a customer as the record and its history are now, notes on the record what was entered and left, and
    /// moves the timer where the first instant moved at which time may change something. The timer may come too early,
    /// where what it waited for was put off; asking then does no harm. What became due before this call comes first: see
    /// [`catch_up`](Self::catch_up).
    pub fn refresh(
        &self,
        customer: &mut Customer,
        asked: &AskedSegments,
        history: &CustomerHistory,
        now: DateTime<Utc>,
    ) -> Decision<SegmentChanges> {
        let mut changes = SegmentChanges { skipped: asked.skipped as u64, ..SegmentChanges::default() };
        let asked_now: Vec<&SavedSegment> =
            asked.places.iter().filter_map(|place| self.segments.get(*place)).collect();
        let mut next = None;
        for saved in asked_now {
            let holds = saved.segment.contains(customer, history, now);
            changes.note(&mut customer.segments, &saved.id, holds, now);
            next = earlier(next, saved.segment.next_wakeup(customer, history, now));
        }
        // What the others wait for is not before the present timer.
        let asks_all = asked.places.len() == self.segments.len();
        let others = customer.segments_due.filter(|due| !asks_all && *due > now);
        let before = customer.segments_due;
        customer.segments_due = earlier(others, next);
        let moved = customer.segments_due != before;
        let effects = if moved { vec![timer_effect(customer)] } else { Vec::new() };
        changes.decided(effects)
    }

    /// Goes through the instants, from the one that the timer is set for to now, at which time may have changed something, in
    /// order: whoever wakes late finds who belongs to what since when as if it had been awake. `before` is the
    /// customer as it was in that time, with its history.
    ///
    /// ```
    /// use chrono::TimeDelta;
    /// use scrm_core::customer::Customer;
    /// use scrm_core::segment::{CustomerHistory, FactSet, SavedSegments, SegmentConfig, SegmentSchema};
    /// let config: SegmentConfig = serde_json::from_str(
    ///     r#"{"saved": [{"id": "known", "when": "days_since(created_at) >= 9"}]}"#,
    /// ).unwrap();
    /// let saved = SavedSegments::new(&config, &SegmentSchema::standard())?;
    /// let (history, now) = (CustomerHistory::default(), chrono::DateTime::UNIX_EPOCH);
    /// let mut customer = Customer::new("c_1".into(), now);
    /// let _ = saved.refresh(&mut customer, &saved.asked(&FactSet::all()), &history, now);
    /// assert_eq!(customer.segments_due, Some(now + TimeDelta::days(9)));
    /// let before = customer.clone();
    /// let decision = saved.catch_up(&mut customer, &before, &history, now + TimeDelta::days(30));
    /// assert_eq!(decision.value.entered[0].at, now + TimeDelta::days(9));
    /// # Ok::<(), scrm_core::segment::SavedSegmentError>(())
    /// ```
    pub fn catch_up(
        &self,
        customer: &mut Customer,
        before: &Customer,
        history: &CustomerHistory,
        now: DateTime<Utc>,
    ) -> Decision<SegmentChanges> {
        let mut changes = SegmentChanges::default();
        let mut next = customer.segments_due.filter(|due| *due <= now);
        if next.is_none() {
            return changes.decided(Vec::new());
        }
        let mut instants = 0;
        while let Some(at) = next.filter(|at| *at <= now) {
            instants += 1;
            let at = if instants > MOST_INSTANTS { now } else { at };
            next = None;
            for saved in self.beside_time() {
                let holds = saved.segment.contains(before, history, at);
                changes.note(&mut customer.segments, &saved.id, holds, at);
                next = earlier(next, saved.segment.next_wakeup(before, history, at));
            }
        }
        customer.segments_due = next;
        changes.decided(vec![timer_effect(customer)])
    }

    /// Takes memberships of segments off that are saved no longer.
    #[must_use]
    pub fn forget_others(&self, customer: &mut Customer, now: DateTime<Utc>) -> SegmentChanges {
        let mut changes = SegmentChanges::default();
        customer.segments.retain(|membership| {
            let is_saved = self.get(&membership.segment).is_some();
            if !is_saved {
                changes.left.push(SegmentChange { segment: membership.segment.clone(), at: now });
            }
            is_saved
        });
        changes
    }
}

impl SegmentChanges {
    fn decided(self, effects: Vec<Effect>) -> Decision<Self> {
        let about = |code, change: &SegmentChange| Reason::new(code).with("segment", change.segment.as_str());
        let left = self.left.iter().map(|change| about("segment.left", change));
        let reasons =
            left.chain(self.entered.iter().map(|change| about("segment.entered", change))).collect();
        Decision { value: self, reasons, effects }
    }

    /// Notes an answer on the record.
    fn note(
        &mut self,
        memberships: &mut Vec<SegmentMembership>,
        segment: &SegmentId,
        holds: bool,
        at: DateTime<Utc>,
    ) {
        self.asked += 1;
        let place = memberships.iter().position(|membership| membership.segment == *segment);
        let change = || SegmentChange { segment: segment.clone(), at };
        match (holds, place) {
            (true, None) => {
                memberships.push(SegmentMembership { segment: segment.clone(), since: at });
                self.entered.push(change());
            }
            (false, Some(place)) => {
                memberships.remove(place);
                self.left.push(change());
            }
            _ => {}
        }
    }
}

/// Sets the customer's timer for when the record says, or cancels it.
pub(crate) fn timer_effect(customer: &Customer) -> Effect {
    Effect::set_due(SEGMENT_TIMERS, &customer.id, customer.segments_due, TimerPurpose::SegmentsDue {})
}
