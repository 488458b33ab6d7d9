//! What happened to a customer, as expressions count it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashSet;

use crate::desk::{Author, MessageRecord};
use crate::foundation::{Event, EventKind, MessageStatus, Order};

/// The kinds of event that expressions know: their name, and what they are.
pub const HISTORY_EVENTS: &[(&str, &str)] = &[
    ("message_received", "the customer wrote"),
    ("message_sent", "a person or the engine wrote to the customer"),
    ("agent_replied", "a person wrote to the customer"),
    ("automatic_reply_sent", "the engine wrote to the customer"),
    ("message_read", "the customer opened a message"),
    ("quote_sent", "a quote went out"),
    ("sample_sent", "a sample went out"),
    ("order_placed", "an order came in"),
    ("followed_up", "somebody followed up outside the chat"),
    ("page_viewed", "a page, a price list or a download was looked at"),
    ("event_visited", "the customer came to an event"),
    ("service_question_asked", "the customer asked about service"),
];

/// What happened to one customer: when, by kind of event, and what was ordered. Memory grows with the events it is given.
///
/// ```
/// use scrm_core::foundation::Event;
/// use scrm_core::segment::CustomerHistory;
/// let history = CustomerHistory::from_events(&[] as &[Event]);
/// assert!(history.times("order_placed").is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomerHistory {
    /// By kind of event, when, in order.
    times: BTreeMap<&'static str, Vec<DateTime<Utc>>>,
    /// What was ordered and when, in the order of the events.
    orders: Vec<(DateTime<Utc>, Order)>,
}

/// Of whom nothing is known to have happened: for expressions that do not ask it.
pub(crate) static NO_HISTORY: CustomerHistory =
    CustomerHistory { times: BTreeMap::new(), orders: Vec::new() };

impl CustomerHistory {
    /// Takes events in, in any order.
    #[must_use]
    pub fn from_events<'e>(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut history = Self::default();
        for event in events {
            names_of_event(&event.kind)
                .for_each(|name| history.times.entry(name).or_default().push(event.at));
            if let EventKind::OrderPlaced { order } = &event.kind {
                history.orders.push((event.at, order.clone()));
            }
        }
        history.times.values_mut().for_each(|times| times.sort_unstable());
        history
    }

    /// Adds the messages that stores keep beside the log: those that the customer wrote, and those that the customer
    /// opened, which count as of when they were sent.
    ///
    /// ```
    /// use scrm_core::desk::MessageRecord;
    /// use scrm_core::segment::CustomerHistory;
    /// let history = CustomerHistory::default().with_messages(&[] as &[MessageRecord]);
    /// assert!(history.times("message_received").is_empty());
    /// ```
    #[must_use]
    pub fn with_messages<'m>(mut self, messages: impl IntoIterator<Item = &'m MessageRecord>) -> Self {
        for message in messages {
            if let Some(name) = name_of_message(message) {
                self.times.entry(name).or_default().push(message.at);
            }
        }
        self.times.values_mut().for_each(|times| times.sort_unstable());
        self
    }

    /// When events of a kind happened, in order.
    #[must_use]
    pub fn times(&self, event: &str) -> &[DateTime<Utc>] {
        self.times.get(event).map_or(&[], Vec::as_slice)
    }

    /// How many orders there are: several events may tell of one.
    pub(super) fn order_count(&self) -> usize {
        let mut numbers = FxHashSet::default();
        let orders = self.orders.iter().map(|(_, order)| order);
        orders.filter(|order| order.known_number().is_none_or(|number| numbers.insert(number))).count()
    }

    /// What was ordered, and when: an order of which several events tell stands here with each.
    pub(super) fn orders(&self) -> &[(DateTime<Utc>, Order)] {
        &self.orders
    }
}

/// The name under which a message is counted that is in no log.
pub(super) fn name_of_message(message: &MessageRecord) -> Option<&'static str> {
    match (&message.author, message.status) {
        (Author::Customer, _) => Some("message_received"),
        (_, Some(MessageStatus::Read)) => Some("message_read"),
        _ => None,
    }
}

/// The names under which an event is counted.
pub(super) fn names_of_event(kind: &EventKind) -> impl Iterator<Item = &'static str> {
    let (own, also) = match kind {
        EventKind::MessageReceived { .. } => (Some("message_received"), None),
        EventKind::AgentReplied { .. } => (Some("agent_replied"), Some("message_sent")),
        EventKind::AutomaticReplySent { .. } => (Some("automatic_reply_sent"), Some("message_sent")),
        EventKind::MessageStatusChanged { status: MessageStatus::Read, .. } => (Some("message_read"), None),
        EventKind::QuoteSent { .. } => (Some("quote_sent"), None),
        EventKind::SampleSent {} => (Some("sample_sent"), None),
        EventKind::OrderPlaced { .. } => (Some("order_placed"), None),
        EventKind::FollowedUp { .. } => (Some("followed_up"), None),
        EventKind::PageViewed { .. } => (Some("page_viewed"), None),
        EventKind::EventVisited { .. } => (Some("event_visited"), None),
        EventKind::ServiceQuestionAsked {} => (Some("service_question_asked"), None),
        _ => (None, None),
    };
    own.into_iter().chain(also)
}

/// How an event that is counted under a name says so in its JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventMark {
    /// What its `kind` is.
    pub kind: &'static str,
    /// What its `status` is, where it has to be one.
    pub status: Option<&'static str>,
}

/// How the events that are counted under one of the names of [`HISTORY_EVENTS`] are told from others by their JSON: for stores
/// that count.
///
/// ```
/// use scrm_core::segment::event_marks;
/// let kinds: Vec<&str> = event_marks("message_sent").iter().map(|mark| mark.kind).collect();
/// assert_eq!(kinds, ["agent_replied", "automatic_reply_sent"]);
/// assert!(event_marks("moon_landing").is_empty());
/// ```
#[must_use]
pub fn event_marks(event: &str) -> Vec<EventMark> {
    let plain = |kind| EventMark { kind, status: None };
    match event {
        "message_sent" => vec![plain("agent_replied"), plain("automatic_reply_sent")],
        "message_read" => vec![EventMark { kind: "message_status_changed", status: Some("read") }],
        own => HISTORY_EVENTS.iter().filter(|(name, _)| *name == own).map(|(name, _)| plain(*name)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::{EventId, MessageId, Money, RuleId};

    /// The names that events are counted under and the marks that stores tell them by are two sides of one thing.
    #[test]
    fn an_event_has_the_mark_of_each_name_that_it_is_counted_under_and_of_no_other() {
        let message = || MessageId::new("m");
        let status = |status| EventKind::MessageStatusChanged { message: message(), status };
        let total = Money::major(1, crate::foundation::Currency::parse("TWD").unwrap());
        let kinds = [
            EventKind::MessageReceived { message: message() },
            EventKind::AgentReplied { agent: None, message: None, body: None },
            EventKind::AutomaticReplySent { message: message(), rule: RuleId::new("r") },
            status(MessageStatus::Read),
            status(MessageStatus::Delivered),
            EventKind::LinkClicked { message: message() },
            EventKind::QuoteSent { total: None },
            EventKind::SampleSent {},
            EventKind::OrderPlaced { order: Order { number: "1".to_owned(), total } },
            EventKind::FollowedUp { agent: None },
            EventKind::PageViewed { page: "p".to_owned() },
            EventKind::EventVisited { name: "e".to_owned() },
            EventKind::ServiceQuestionAsked {},
            EventKind::CustomerCreated {},
        ];
        let mut counted = std::collections::BTreeSet::new();
        for kind in kinds {
            let event = Event {
                v: 1,
                id: EventId::new("e"),
                at: DateTime::UNIX_EPOCH,
                customer: None,
                conversation: None,
                kind,
            };
            let json = serde_json::to_value(&event).unwrap();
            let history = CustomerHistory::from_events([&event]);
            for (name, _) in HISTORY_EVENTS {
                let has_mark = event_marks(name).iter().any(|mark| {
                    json["kind"] == mark.kind && mark.status.is_none_or(|status| json["status"] == status)
                });
                assert_eq!(has_mark, !history.times(name).is_empty(), "{name} {json}");
                if has_mark {
                    counted.insert(*name);
                }
            }
        }
        assert_eq!(counted.len(), HISTORY_EVENTS.len());
    }
}
