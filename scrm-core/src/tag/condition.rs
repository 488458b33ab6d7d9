//! When a tag applies: typed conditions over fields, events, age and activity.

use std::cmp::Ordering;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::activity::{Activity, ActivityKind};
use super::error::TagError;
use crate::customer::{Customer, FieldName, FieldValue, Position, Stage};
use crate::foundation::time::{Calendar, Span};
use crate::foundation::{CurrencyTable, EventKind, Money};

/// Something that happened, as rules name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TagEvent {
    /// The first answer the customer ever got, from the engine or from a person.
    FirstReply,
    /// The customer wrote.
    MessageReceived,
    /// A quote went out.
    QuoteSent,
    /// A sample went out.
    SampleSent,
    /// An order came in.
    OrderPlaced,
    /// Somebody followed up outside the chat.
    FollowedUp,
    /// A page, a price list or a download was looked at.
    PageViewed,
    /// The customer came to an event.
    EventVisited,
    /// The customer asked about service.
    ServiceQuestionAsked,
}

impl TagEvent {
    /// How an event is named in rules; `first_reply` says whether nothing answered the customer before.
    pub(super) const fn of(kind: &EventKind, first_reply: bool) -> Option<Self> {
        Some(match kind {
            EventKind::AutomaticReplySent { .. } | EventKind::AgentReplied { .. } if first_reply => {
                Self::FirstReply
            }
            EventKind::MessageReceived { .. } => Self::MessageReceived,
            EventKind::QuoteSent { .. } => Self::QuoteSent,
            EventKind::SampleSent {} => Self::SampleSent,
            EventKind::OrderPlaced { .. } => Self::OrderPlaced,
            EventKind::FollowedUp { .. } => Self::FollowedUp,
            EventKind::PageViewed { .. } => Self::PageViewed,
            EventKind::EventVisited { .. } => Self::EventVisited,
            EventKind::ServiceQuestionAsked {} => Self::ServiceQuestionAsked,
            _ => return None,
        })
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A range of whole numbers. Absent ends are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Range {
    /// More than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<i64>,
    /// This or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i64>,
    /// This or less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
    /// Less than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<i64>,
}

impl Range {
    /// Whether a number, given in `units` per whole, lies in the range.
    pub(crate) fn contains(&self, number: i128, units: i128) -> bool {
        let end = |end: Option<i64>| end.map(|end| i128::from(end) * units);
        end(self.above).is_none_or(|end| number > end)
            && end(self.at_least).is_none_or(|end| number >= end)
            && end(self.at_most).is_none_or(|end| number <= end)
            && end(self.below).is_none_or(|end| number < end)
    }

    /// What is wrong with the range itself.
    pub(crate) fn defect(&self) -> Option<&'static str> {
        if *self == Self::default() {
            return Some("the range has no ends");
        }
        let low = self.at_least.max(self.above).unwrap_or(i64::MIN);
        let high = self.at_most.into_iter().chain(self.below).min().unwrap_or(i64::MAX);
        let leaves_out_end = self.above == Some(low) || self.below == Some(high);
        if low > high {
            Some("the range ends before it begins")
        } else {
            (low == high && leaves_out_end).then_some("there is nothing in the range")
        }
    }
}

/// When a tag applies. A missing field meets no condition about its value; an amount in a currency without
/// a rate decides nothing, so that the tag stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Condition {
    /// Every one of them.
    All {
        /// The parts.
        of: Vec<Self>,
    },
    /// At least one of them.
    Any {
        /// The parts.
        of: Vec<Self>,
    },
    /// Not this.
    Not {
        /// The part.
        of: Box<Self>,
    },
    /// The field has a value.
    FieldPresent {
        /// Which field.
        field: FieldName,
    },
    /// The field's text, or one entry of its list, is one of these, letter for letter.
    FieldIs {
        /// Which field.
        field: FieldName,
        /// The texts.
        values: Vec<String>,
    },
    /// An amount, converted to whole units of the workspace's currency. A budget counts by its upper end.
    Amount {
        /// Which field.
        field: FieldName,
        /// The range.
        range: Range,
    },
    /// People at the company. A range that spans two bands counts by its upper end: 30–60 people is 60.
    HeadCount {
        /// The range.
        range: Range,
    },
    /// What the contact decides.
    Position {
        /// Which.
        is: Position,
    },
    /// How far the sale has come.
    Stage {
        /// One of these.
        is: Vec<Stage>,
    },
    /// No stage has been set.
    NoStage {},
    /// This just happened.
    Happened {
        /// What.
        event: TagEvent,
    },
    /// The customer has been known for longer than this: since the first contact, where that field is set,
    /// otherwise since the record was made.
    KnownLonger {
        /// Than this.
        than: Span,
    },
    /// Did this at least so often within the activity window.
    Active {
        /// What.
        activity: ActivityKind,
        /// How often.
        at_least: u32,
    },
}

/// What a condition looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dependencies {
    /// One bit per built-in field, one for all others.
    pub(super) fields: u64,
    /// One bit per [`TagEvent`].
    pub(super) events: u32,
    /// Whether its answer may change as time goes by. Activity is not among it: who was active carries the tag
    /// that an event set until its lifecycle ends it.
    pub(super) time: bool,
}

impl Dependencies {
    pub(super) fn merge(&mut self, other: Self) {
        self.fields |= other.fields;
        self.events |= other.events;
        self.time |= other.time;
    }

    pub(super) const fn event_bit(event: TagEvent) -> u32 {
        event.bit()
    }

    pub(super) fn field_bit(field: &FieldName) -> u64 {
        field.bit()
    }

    /// The fields that whoever records an event writes with it.
    pub(super) fn fields_changed_by(kind: &EventKind) -> u64 {
        match kind {
            EventKind::FollowedUp { .. } | EventKind::AgentReplied { .. } => {
                Self::field_bit(&FieldName::LastFollowUp)
            }
            _ => 0,
        }
    }
}

/// What a condition is held against.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) customer: &'a Customer,
    pub(super) event: Option<TagEvent>,
    pub(super) activity: Option<&'a Activity>,
    pub(super) calendar: &'a Calendar,
    pub(super) currencies: &'a CurrencyTable,
    pub(super) now: DateTime<Utc>,
}

impl Condition {
    pub(super) fn check(&self, path: &str) -> Result<(), TagError> {
        let wrong = |cause| Err(TagError::Condition { path: path.to_owned(), cause });
        match self {
            Self::All { of } | Self::Any { of } if of.is_empty() => wrong("the list is empty"),
            Self::All { of } | Self::Any { of } => {
                of.iter().enumerate().try_for_each(|(index, part)| part.check(&format!("{path}.of[{index}]")))
            }
            Self::Not { of } => of.check(&format!("{path}.of")),
            Self::FieldIs { values, .. } if values.is_empty() => wrong("the list is empty"),
            Self::Stage { is } if is.is_empty() => wrong("the list is empty"),
            Self::Amount { range, .. } | Self::HeadCount { range } => match range.defect() {
                Some(cause) => Err(TagError::Condition { path: format!("{path}.range"), cause }),
                None => Ok(()),
            },
            Self::KnownLonger { than } if than.is_zero() => {
                Err(TagError::ZeroSpan { path: format!("{path}.than") })
            }
            Self::Active { at_least: 0, .. } => wrong("at_least is zero"),
            _ => Ok(()),
        }
    }

    /// Where a field stands for which `is_wanted` holds; `path` is this condition's own.
    pub(crate) fn place_of_field(
        &self,
        path: &str,
        is_wanted: &dyn Fn(&FieldName) -> bool,
    ) -> Option<String> {
        match self {
            Self::All { of } | Self::Any { of } => of
                .iter()
                .enumerate()
                .find_map(|(index, part)| part.place_of_field(&format!("{path}.of[{index}]"), is_wanted)),
            Self::Not { of } => of.place_of_field(&format!("{path}.of"), is_wanted),
            Self::FieldPresent { field } | Self::FieldIs { field, .. } | Self::Amount { field, .. } => {
                is_wanted(field).then(|| format!("{path}.field"))
            }
            _ => None,
        }
    }

    pub(super) fn dependencies(&self) -> Dependencies {
        let mut found = Dependencies::default();
        match self {
            Self::All { of } | Self::Any { of } => {
                of.iter().for_each(|part| found.merge(part.dependencies()))
            }
            Self::Not { of } => found = of.dependencies(),
            Self::FieldPresent { field } | Self::FieldIs { field, .. } | Self::Amount { field, .. } => {
                found.fields = Dependencies::field_bit(field);
            }
            Self::HeadCount { .. } => found.fields = Dependencies::field_bit(&FieldName::HeadCount),
            Self::Position { .. } => found.fields = Dependencies::field_bit(&FieldName::Position),
            Self::Stage { .. } | Self::NoStage {} => {
                found.fields = Dependencies::field_bit(&FieldName::Stage)
            }
            Self::Happened { event } => found.events = event.bit(),
            Self::KnownLonger { .. } => {
                found.fields = Dependencies::field_bit(&FieldName::FirstContact);
                found.time = true;
            }
            Self::Active { activity, .. } => found.events = counted_event(*activity).bit(),
        }
        found
    }

    /// Whether the condition holds; `None` where an amount cannot be converted and decides.
    pub(super) fn holds(&self, facts: &Facts<'_>) -> Option<bool> {
        let customer = facts.customer;
        Some(match self {
            Self::All { of } => return combine(of, facts, false),
            Self::Any { of } => return combine(of, facts, true),
            Self::Not { of } => !of.holds(facts)?,
            Self::FieldPresent { field } => customer.value(field).is_some(),
            Self::FieldIs { field, values } => match customer.value(field) {
                Some(FieldValue::Text(text)) => values.iter().any(|value| value == text),
                Some(FieldValue::List(list)) => {
                    list.iter().any(|text| values.iter().any(|value| value == text))
                }
                _ => false,
            },
            Self::Amount { field, range } => match customer.value(field).and_then(amount) {
                None => false,
                Some(Amount::Money(money)) => {
                    let base = facts.currencies.to_base(money)?;
                    range.contains(i128::from(base.minor), 10_i128.pow(base.currency.exponent()))
                }
                Some(Amount::Plain(number)) => range.contains((number * 1_000_000.0) as i128, 1_000_000),
            },
            Self::HeadCount { range } => match customer.value(&FieldName::HeadCount) {
                Some(FieldValue::HeadCount(count)) => {
                    count.high.or(count.low).is_some_and(|people| range.contains(i128::from(people), 1))
                }
                _ => false,
            },
            Self::Position { is } => {
                matches!(customer.value(&FieldName::Position), Some(FieldValue::Position(position)) if position == is)
            }
            Self::Stage { is } => {
                matches!(customer.value(&FieldName::Stage), Some(FieldValue::Stage(stage)) if is.contains(stage))
            }
            Self::NoStage {} => customer.value(&FieldName::Stage).is_none(),
            Self::Happened { event } => facts.event == Some(*event),
            Self::KnownLonger { than } => known_longer(facts, *than),
            Self::Active { activity, at_least } => {
                facts.activity.is_some_and(|counts| counts.of(*activity) >= *at_least)
            }
        })
    }

    /// The first instant after `now` at which passing time alone changes the answer.
    pub(super) fn changes_at(&self, facts: &Facts<'_>) -> Option<DateTime<Utc>> {
        let mut at = self.threshold_after(facts)?;
        let answer = self.holds(facts);
        // A part may change its answer without changing the whole's. Every part has one threshold, so this ends.
        loop {
            let then = Facts { now: at, ..*facts };
            if self.holds(&then) != answer {
                return Some(at);
            }
            at = self.threshold_after(&then)?;
        }
    }

    /// The first instant after `now` at which a part of the condition changes its answer.
    fn threshold_after(&self, facts: &Facts<'_>) -> Option<DateTime<Utc>> {
        match self {
            Self::All { of } | Self::Any { of } => {
                of.iter().filter_map(|part| part.threshold_after(facts)).min()
            }
            Self::Not { of } => of.threshold_after(facts),
            Self::KnownLonger { than } if known_roughly(facts, *than) == Ordering::Greater => None,
            Self::KnownLonger { than } => known_longer_from(facts, *than).filter(|from| *from > facts.now),
            _ => None,
        }
    }
}

/// `All` where `decisive` is false, `Any` where it is true.
fn combine(of: &[Condition], facts: &Facts<'_>, decisive: bool) -> Option<bool> {
    let mut answer = Some(!decisive);
    for part in of {
        match part.holds(facts) {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => answer = None,
        }
    }
    answer
}

enum Amount {
    Money(Money),
    Plain(f64),
}

fn amount(value: &FieldValue) -> Option<Amount> {
    match value {
        FieldValue::Money(money) => Some(Amount::Money(*money)),
        FieldValue::Budget(budget) => budget.upper().map(Amount::Money),
        FieldValue::Number(number) => Some(Amount::Plain(*number)),
        _ => None,
    }
}

/// Since when a customer has been known.
pub(super) fn known_since(customer: &Customer) -> DateTime<Utc> {
    match customer.value(&FieldName::FirstContact) {
        Some(FieldValue::Instant(at)) => *at,
        _ => customer.created_at,
    }
}

fn known_longer(facts: &Facts<'_>, than: Span) -> bool {
    match known_roughly(facts, than) {
        Ordering::Less => false,
        Ordering::Equal => known_longer_from(facts, than).is_some_and(|from| facts.now >= from),
        Ordering::Greater => true,
    }
}

/// The first instant at which a customer has been known for longer than a span: a second more than it.
fn known_longer_from(facts: &Facts<'_>, than: Span) -> Option<DateTime<Utc>> {
    let passed = facts.calendar.add(known_since(facts.customer), than);
    passed.checked_add_signed(TimeDelta::seconds(1))
}

/// How long a customer has been known against a span, by nominal lengths: `Equal` where only the calendar can tell.
fn known_roughly(facts: &Facts<'_>, than: Span) -> Ordering {
    let known = facts.now.signed_duration_since(known_since(facts.customer)).num_seconds();
    let nominal = i64::try_from(than.nominal_seconds()).unwrap_or(i64::MAX);
    // Calendar and nominal lengths differ by a few days a year.
    let slack = (nominal / 20).saturating_add(3 * 86_400);
    if known < nominal.saturating_sub(slack) {
        Ordering::Less
    } else if known > nominal.saturating_add(slack) {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

const fn counted_event(activity: ActivityKind) -> TagEvent {
    match activity {
        ActivityKind::Purchases => TagEvent::OrderPlaced,
        ActivityKind::Views => TagEvent::PageViewed,
        ActivityKind::EventVisits => TagEvent::EventVisited,
        ActivityKind::ServiceQuestions => TagEvent::ServiceQuestionAsked,
    }
}
