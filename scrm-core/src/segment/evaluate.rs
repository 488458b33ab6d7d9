//! Whether a condition holds for one customer.
//!
//! Three answers: it holds, it does not, or nobody knows, because something that it compares is not known of the customer
//! (Kleene's logic of three values). What is counted, tags and consents are always known.

use std::borrow::Cow;
use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, Utc};

use super::history::CustomerHistory;
use super::schema::SegmentSchema;
use super::syntax::Comparison;
use super::term::{Attribute, Look, Part, Term, Test};
use crate::customer::{Customer, FieldName, FieldValue};
use crate::foundation::text::fold;
use crate::foundation::time::Span;
use crate::foundation::{Money, TagId};
use crate::transport::Channel;
use crate::trust::consent::Purpose;
use crate::trust::standing;

/// What a condition is held against.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) schema: &'a SegmentSchema,
    pub(super) customer: &'a Customer,
    pub(super) history: &'a CustomerHistory,
    pub(super) now: DateTime<Utc>,
}

/// A value that is known.
pub(super) enum Value<'a> {
    Flag(bool),
    Number(f64),
    /// Folded.
    Text(Cow<'a, str>),
    Money(f64),
    Instant(DateTime<Utc>),
    Date(NaiveDate),
}

impl Test {
    /// Whether it holds; nothing where nobody knows.
    pub(super) fn holds(&self, facts: &Facts<'_>) -> Option<bool> {
        match self {
            Self::All(of) => decided(of, facts, false),
            Self::Any(of) => decided(of, facts, true),
            Self::Not(of) => of.holds(facts).map(|holds| !holds),
            Self::Holds(term) => match facts.value(term)? {
                Value::Flag(flag) => Some(flag),
                _ => None,
            },
            Self::Compare(left, operator, right) => {
                let order = facts.compare(&facts.value(left)?, &facts.value(right)?)?;
                Some(operator.accepts(order))
            }
            Self::OneOf(value, choices) => {
                let value = facts.value(value)?;
                let mut order = choices.iter().map(|choice| facts.compare(&value, &facts.value(choice)?));
                Some(order.any(|order| order == Some(Ordering::Equal)))
            }
            Self::Has(list, text) => facts.has(list, text),
            Self::Look(term, look) => match facts.value(term)? {
                Value::Text(text) => Some(look.finds(&text)),
                _ => None,
            },
        }
    }
}

/// `All` where `decisive` is false, `Any` where it is true: one such part decides, whatever is not known of the others.
fn decided(of: &[Test], facts: &Facts<'_>, decisive: bool) -> Option<bool> {
    let mut answer = Some(!decisive);
    for test in of {
        match test.holds(facts) {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => answer = None,
        }
    }
    answer
}

impl Comparison {
    const fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

impl Look {
    fn finds(&self, text: &str) -> bool {
        match self {
            Self::Contains(part) => text.contains(part.as_str()),
            Self::StartsWith(part) => text.starts_with(part.as_str()),
            Self::EndsWith(part) => text.ends_with(part.as_str()),
            Self::Matches(regex) => regex.is_match(text),
        }
    }
}

impl<'a> Facts<'a> {
    pub(super) fn value<'t>(&self, term: &'t Term) -> Option<Value<'t>>
    where
        'a: 't,
    {
        Some(match term {
            Term::Flag(flag) => Value::Flag(*flag),
            Term::Number(number) => Value::Number(*number),
            Term::Text(text) => Value::Text(Cow::Borrowed(text)),
            Term::Money(minor) => Value::Money(*minor),
            Term::Instant(instant) => Value::Instant(*instant),
            Term::Date(day) => Value::Date(*day),
            Term::Now(moves) => Value::Instant(self.moved(moves)),
            Term::Attribute(attribute) => return self.attribute(attribute),
            Term::Known(attribute) => Value::Flag(self.is_known(attribute)),
            Term::HasTag(tag) => Value::Flag(self.customer.tag(tag).is_some()),
            Term::TaggedAt(tag) => Value::Instant(self.customer.tag(tag)?.set_at),
            Term::HasIdentifier(kind) => {
                Value::Flag(self.customer.identifiers.iter().any(|identifier| identifier.kind == *kind))
            }
            Term::Consent(purpose, channel) => Value::Flag(self.consents(*purpose, *channel)),
            Term::Count(event, window) => Value::Number(self.count(event, *window) as f64),
            Term::Since(time, unit) => Value::Number(self.seconds_since(&self.value(time)?) / unit),
        })
    }

    fn moved(&self, moves: &[(bool, Span)]) -> DateTime<Utc> {
        let calendar = &self.schema.calendar;
        moves.iter().fold(self.now, |at, (later, by)| match later {
            true => calendar.add(at, *by),
            false => calendar.subtract(at, *by),
        })
    }

    fn attribute(&self, attribute: &'a Attribute) -> Option<Value<'a>> {
        let customer = self.customer;
        let priority = || customer.priority.as_ref();
        Some(match attribute {
            Attribute::Field(name) => return self.field(name),
            Attribute::Range(name, part) => return self.range(name, *part),
            Attribute::Group(tags) => Value::Text(Cow::Borrowed(group_name(customer, tags)?)),
            Attribute::CreatedAt => Value::Instant(customer.created_at),
            Attribute::UpdatedAt => Value::Instant(customer.updated_at),
            Attribute::Archived => Value::Flag(customer.archived_at.is_some()),
            Attribute::PriorityLevel => Value::Number(priority()?.level.into()),
            Attribute::PriorityScore => Value::Number(priority()?.score),
            Attribute::RespondBy => Value::Instant(priority()?.respond_by),
            Attribute::OrderCount => Value::Number(self.history.orders().len() as f64),
            Attribute::TotalSpent => {
                let amounts = self.history.orders().iter().map(|order| self.in_base(*order));
                Value::Money(amounts.sum::<Option<f64>>()?)
            }
            Attribute::Last(event) => Value::Instant(*self.history.times(event).last()?),
            Attribute::First(event) => Value::Instant(*self.history.times(event).first()?),
        })
    }

    fn field(&self, name: &FieldName) -> Option<Value<'a>> {
        Some(match self.customer.value(name)? {
            FieldValue::Text(text) => Value::Text(folded(text)),
            FieldValue::Date(day) => Value::Date(*day),
            FieldValue::Instant(instant) => Value::Instant(*instant),
            FieldValue::Position(position) => Value::Text(Cow::Borrowed(position.as_str())),
            FieldValue::Stage(stage) => Value::Text(Cow::Borrowed(stage.as_str())),
            FieldValue::Number(number) => Value::Number(*number),
            FieldValue::Money(money) => Value::Money(self.in_base(*money)?),
            _ => return None,
        })
    }

    fn range(&self, name: &FieldName, part: Part) -> Option<Value<'a>> {
        match self.customer.value(name)? {
            FieldValue::Budget(budget) => {
                let end = match part {
                    Part::Low => budget.lower(),
                    Part::High => budget.upper(),
                };
                self.in_base(end?).map(Value::Money)
            }
            FieldValue::HeadCount(count) => {
                let end = match part {
                    Part::Low => count.low.or(count.high),
                    Part::High => count.high.or(count.low),
                };
                end.map(|people| Value::Number(people.into()))
            }
            _ => None,
        }
    }

    fn is_known(&self, attribute: &Attribute) -> bool {
        match attribute {
            Attribute::Field(name) | Attribute::Range(name, _) => self.customer.value(name).is_some(),
            Attribute::Group(tags) => group_name(self.customer, tags).is_some(),
            Attribute::PriorityLevel | Attribute::PriorityScore | Attribute::RespondBy => {
                self.customer.priority.is_some()
            }
            Attribute::Last(event) | Attribute::First(event) => !self.history.times(event).is_empty(),
            Attribute::CreatedAt
            | Attribute::UpdatedAt
            | Attribute::Archived
            | Attribute::OrderCount
            | Attribute::TotalSpent => true,
        }
    }

    /// Whether a list of texts has one.
    fn has(&self, list: &Term, text: &str) -> Option<bool> {
        let Term::Attribute(Attribute::Field(name)) = list else { return None };
        match self.customer.value(name)? {
            FieldValue::List(list) => Some(list.iter().any(|entry| folded(entry) == text)),
            FieldValue::Text(entry) => Some(folded(entry) == text),
            _ => None,
        }
    }

    fn in_base(&self, money: Money) -> Option<f64> {
        self.schema.currencies.to_base(money).map(|base| base.minor as f64)
    }

    fn consents(&self, purpose: Purpose, channel: Option<Channel>) -> bool {
        let allowed = |channel| standing(&self.customer.consents, purpose, channel).allowed;
        channel.map_or_else(|| Channel::ALL.into_iter().any(allowed), allowed)
    }

    /// Events in the window that ends now: after its beginning, up to and with its end.
    pub(super) fn count(&self, event: &str, window: Option<Span>) -> usize {
        let times = self.history.times(event);
        let until = times.partition_point(|at| *at <= self.now);
        let before = window.map_or(0, |window| {
            let begin = self.schema.calendar.subtract(self.now, window);
            times.partition_point(|at| *at <= begin)
        });
        until.saturating_sub(before)
    }

    pub(super) fn seconds_since(&self, time: &Value<'_>) -> f64 {
        match time {
            Value::Instant(instant) => in_units((self.now - *instant).num_milliseconds(), 1.0),
            Value::Date(day) => {
                let today = self.schema.calendar.local_date(self.now);
                (today - *day).num_days() as f64 * 86_400.0
            }
            _ => f64::NAN,
        }
    }

    /// A day and an instant are compared by the day of the instant on the workspace's calendar.
    fn compare(&self, left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
        let day = |instant: &DateTime<Utc>| self.schema.calendar.local_date(*instant);
        match (left, right) {
            (Value::Flag(left), Value::Flag(right)) => Some(left.cmp(right)),
            (Value::Number(left), Value::Number(right)) | (Value::Money(left), Value::Money(right)) => {
                left.partial_cmp(right)
            }
            (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
            (Value::Instant(left), Value::Instant(right)) => Some(left.cmp(right)),
            (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
            (Value::Date(left), Value::Instant(right)) => Some(left.cmp(&day(right))),
            (Value::Instant(left), Value::Date(right)) => Some(day(left).cmp(right)),
            _ => None,
        }
    }
}

/// Milliseconds in units of so many seconds.
pub(super) fn in_units(milliseconds: i64, unit: f64) -> f64 {
    milliseconds as f64 / 1_000.0 / unit
}

/// The name of the tag of a group that a customer has.
fn group_name<'a>(customer: &Customer, tags: &'a [(TagId, String)]) -> Option<&'a str> {
    tags.iter().find(|(tag, _)| customer.tag(tag).is_some()).map(|(_, name)| name.as_str())
}

/// A text as it is compared.
fn folded(text: &str) -> Cow<'_, str> {
    let is_folded = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.'));
    if is_folded { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
}
