//! Whether a condition holds for one customer.
//!
//! Three answers: it holds, it does not, or nobody knows, because something that it compares is not known of the customer
//! (Kleene's logic of three values). What is counted, tags and consents are always known.

use std::borrow::Cow;
use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, Utc};

use super::schema::SegmentSchema;
use super::syntax::Comparison;
use super::term::{Attribute, Look, Term, Test};
use crate::customer::IdentifierKind;
use crate::foundation::TagId;
use crate::foundation::time::Span;
use crate::transport::Channel;
use crate::trust::consent::Purpose;
use crate::value::RfmClass;

/// What is known of one customer, wherever it is kept.
pub(super) trait Facts {
    /// The value of something; nothing where it is not known, or is nothing that could be compared.
    fn value<'f>(&'f self, attribute: &'f Attribute) -> Option<Value<'f>>;

    /// Whether something is known, comparable or not.
    fn is_known(&self, attribute: &Attribute) -> bool;

    /// The class of value on a day; nothing where no purchase is known.
    fn rfm_class(&self, today: i32) -> Option<RfmClass>;

    /// Whether a list of texts has a folded one.
    fn lists(&self, attribute: &Attribute, text: &str) -> Option<bool>;

    /// Whether the customer has a tag.
    fn has_tag(&self, tag: &TagId) -> bool;

    /// Since when the customer has a tag.
    fn tagged_at(&self, tag: &TagId) -> Option<DateTime<Utc>>;

    /// Whether there is an identifier of a kind.
    fn has_identifier(&self, kind: &IdentifierKind) -> bool;

    /// Whether a message may be sent on a channel.
    fn consents(&self, purpose: Purpose, channel: Channel) -> bool;

    /// How many events of a kind happened after `after`, if that is given, and not after `until`.
    fn count(&self, event: &str, after: Option<DateTime<Utc>>, until: DateTime<Utc>) -> usize;
}

/// Conditions held against facts at an instant.
pub(super) struct Evaluation<'e, F> {
    pub(super) schema: &'e SegmentSchema,
    pub(super) facts: &'e F,
    pub(super) now: DateTime<Utc>,
}

/// A value that is known.
#[derive(Clone, Debug)]
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
    pub(super) fn holds<F: Facts>(&self, evaluation: &Evaluation<'_, F>) -> Option<bool> {
        match self {
            Self::All(of) => decided(of, evaluation, false),
            Self::Any(of) => decided(of, evaluation, true),
            Self::Not(of) => of.holds(evaluation).map(|holds| !holds),
            Self::Holds(term) => match evaluation.value(term)? {
                Value::Flag(flag) => Some(flag),
                _ => None,
            },
            Self::Compare(left, operator, right) => {
                let order = evaluation.compare(&evaluation.value(left)?, &evaluation.value(right)?)?;
                Some(operator.accepts(order))
            }
            Self::OneOf(value, choices) => {
                let value = evaluation.value(value)?;
                let mut order =
                    choices.iter().map(|choice| evaluation.compare(&value, &evaluation.value(choice)?));
                Some(order.any(|order| order == Some(Ordering::Equal)))
            }
            Self::Has(list, text) => evaluation.lists(list, text),
            Self::Look(term, look) => match evaluation.value(term)? {
                Value::Text(text) => Some(look.finds(&text)),
                _ => None,
            },
        }
    }
}

/// `All` where `decisive` is false, `Any` where it is true: one such part decides, whatever is not known of the others.
fn decided<F: Facts>(of: &[Test], evaluation: &Evaluation<'_, F>, decisive: bool) -> Option<bool> {
    let mut answer = Some(!decisive);
    for test in of {
        match test.holds(evaluation) {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => answer = None,
        }
    }
    answer
}

impl Comparison {
    pub(super) const fn accepts(self, order: Ordering) -> bool {
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
    pub(super) fn finds(&self, text: &str) -> bool {
        match self {
            Self::Contains(part) => text.contains(part.as_str()),
            Self::StartsWith(part) => text.starts_with(part.as_str()),
            Self::EndsWith(part) => text.ends_with(part.as_str()),
            Self::Matches(regex) => regex.is_match(text),
        }
    }
}

impl<F: Facts> Evaluation<'_, F> {
    pub(super) fn value<'t>(&'t self, term: &'t Term) -> Option<Value<'t>> {
        Some(match term {
            Term::Attribute(Attribute::RfmClass) => Value::Text(self.rfm_class()?.as_str().into()),
            Term::Known(Attribute::RfmClass) => Value::Flag(self.rfm_class().is_some()),
            Term::Attribute(attribute) => return self.facts.value(attribute),
            Term::Known(attribute) => Value::Flag(self.facts.is_known(attribute)),
            Term::HasTag(tag) => Value::Flag(self.facts.has_tag(tag)),
            Term::TaggedAt(tag) => Value::Instant(self.facts.tagged_at(tag)?),
            Term::HasIdentifier(kind) => Value::Flag(self.facts.has_identifier(kind)),
            Term::Consent(purpose, Some(channel)) => Value::Flag(self.facts.consents(*purpose, *channel)),
            Term::Consent(purpose, None) => {
                let mut channels = Channel::ALL.into_iter();
                Value::Flag(channels.any(|channel| self.facts.consents(*purpose, channel)))
            }
            Term::Count(event, window) => Value::Number(self.count(event, *window) as f64),
            Term::Since(time, unit) => Value::Number(self.schema.since(&self.value(time)?, *unit, self.now)),
            constant => return self.schema.constant(constant, self.now),
        })
    }

    fn rfm_class(&self) -> Option<RfmClass> {
        self.facts.rfm_class(self.schema.day_of(self.now))
    }

    /// Events in the window that ends now: after its beginning, up to and with its end.
    pub(super) fn count(&self, event: &str, window: Option<Span>) -> usize {
        let after = window.map(|window| self.schema.calendar.subtract(self.now, window));
        self.facts.count(event, after, self.now)
    }

    fn lists(&self, list: &Term, text: &str) -> Option<bool> {
        match list {
            Term::Attribute(attribute) => self.facts.lists(attribute, text),
            _ => None,
        }
    }

    fn compare(&self, left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
        self.schema.compare(left, right)
    }
}

impl SegmentSchema {
    /// The value of a term that is the same for every customer.
    pub(super) fn constant<'t>(&self, term: &'t Term, now: DateTime<Utc>) -> Option<Value<'t>> {
        Some(match term {
            Term::Flag(flag) => Value::Flag(*flag),
            Term::Number(number) => Value::Number(*number),
            Term::Text(text) => Value::Text(Cow::Borrowed(text)),
            Term::Money(minor) => Value::Money(*minor),
            Term::Instant(instant) => Value::Instant(*instant),
            Term::Date(day) => Value::Date(*day),
            Term::Now(moves) => Value::Instant(self.moved(moves, now)),
            _ => return None,
        })
    }

    fn moved(&self, moves: &[(bool, Span)], now: DateTime<Utc>) -> DateTime<Utc> {
        moves.iter().fold(now, |at, (later, by)| match later {
            true => self.calendar.add(at, *by),
            false => self.calendar.subtract(at, *by),
        })
    }

    /// How long ago a time is, in a unit of so many seconds; of a day, whole days.
    pub(super) fn since(&self, time: &Value<'_>, unit: f64, now: DateTime<Utc>) -> f64 {
        match time {
            Value::Instant(instant) => in_units((now - *instant).num_milliseconds(), unit),
            Value::Date(day) => (self.calendar.local_date(now) - *day).num_days() as f64 * 86_400.0 / unit,
            _ => f64::NAN,
        }
    }

    /// The order of two values. A day and an instant are compared by the day of the instant on the workspace's calendar.
    pub(super) fn compare(&self, left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
        let day = |instant: &DateTime<Utc>| self.calendar.local_date(*instant);
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
pub(super) fn group_name(tags: &[(TagId, String)], has: impl Fn(&TagId) -> bool) -> Option<&str> {
    tags.iter().find(|(tag, _)| has(tag)).map(|(_, name)| name.as_str())
}
