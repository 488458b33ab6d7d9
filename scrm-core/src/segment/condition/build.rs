//! From a checked expression to what a store is asked.

use chrono::{DateTime, Utc};

use super::amounts::amounts;
use super::{RangeEnd, StoreCondition, StoredAmount, StoredNumber, StoredTime, TextLook, bounds};
use crate::foundation::TagId;
use crate::segment::evaluate::Value;
use crate::segment::schema::SegmentSchema;
use crate::segment::syntax::Comparison;
use crate::segment::term::{Attribute, Look, Part, Term, Test};

/// Asks at an instant.
#[derive(Clone, Copy)]
pub(super) struct Builder<'a> {
    pub(super) schema: &'a SegmentSchema,
    pub(super) now: DateTime<Utc>,
}

impl Builder<'_> {
    /// The customers of whom it is known that a test holds, or that it does not.
    pub(super) fn condition(&self, test: &Test, holds: bool) -> StoreCondition {
        let each = |of: &[Test]| of.iter().map(|test| self.condition(test, holds)).collect();
        match test {
            Test::All(of) if holds => all(each(of)),
            Test::Any(of) if !holds => all(each(of)),
            Test::All(of) | Test::Any(of) => any(each(of)),
            Test::Not(of) => self.condition(of, !holds),
            Test::Holds(term) => self.flag(term, holds),
            Test::Compare(left, operator, right) if holds => self.compare(left, *operator, right),
            Test::Compare(left, operator, right) => self.compare(left, operator.opposite(), right),
            Test::OneOf(Term::Attribute(Attribute::Field(field)), choices) if are_texts(choices) => {
                let texts = StoreCondition::Text {
                    field: field.clone(),
                    look: TextLook::OneOf(choices.iter().filter_map(text_of).collect()),
                    holds,
                    others_open: !holds,
                };
                if holds { texts } else { all(vec![is_known(&Attribute::Field(field.clone()), true), texts]) }
            }
            Test::OneOf(value @ Term::Attribute(Attribute::RfmClass), _) => {
                all(vec![known(value), StoreCondition::Open])
            }
            Test::OneOf(value, choices) if holds => {
                any(choices.iter().map(|choice| self.compare(value, Comparison::Equal, choice)).collect())
            }
            Test::OneOf(value, choices) => self.none_of(value, choices),
            Test::Has(Term::Attribute(Attribute::Field(field)), text) => {
                StoreCondition::Listed { field: field.clone(), text: text.clone(), is_listed: holds }
            }
            Test::Has(..) => StoreCondition::nobody(),
            Test::Look(Term::Attribute(Attribute::Group(tags)), look) => {
                group(tags, |name| look.finds(name) == holds)
            }
            Test::Look(Term::Attribute(Attribute::Field(field)), look) if store_look(look).is_some() => {
                store_look(look).map_or(StoreCondition::Open, |look| StoreCondition::Text {
                    field: field.clone(),
                    look,
                    holds,
                    others_open: false,
                })
            }
            Test::Look(term, look) => match self.fixed(term) {
                Some(Value::Text(text)) => decided(look.finds(&text) == holds),
                _ => all(vec![known(term), StoreCondition::Open]),
            },
        }
    }

    /// A value that is the same for every customer.
    fn fixed<'t>(&self, term: &'t Term) -> Option<Value<'t>> {
        match term {
            Term::Since(time, unit) => {
                Some(Value::Number(self.schema.since(&self.fixed(time)?, *unit, self.now)))
            }
            other => self.schema.constant(other, self.now),
        }
    }

    fn flag(&self, term: &Term, holds: bool) -> StoreCondition {
        match term {
            Term::Flag(flag) => decided(*flag == holds),
            Term::HasTag(tag) => StoreCondition::Tag { tag: tag.clone(), has: holds },
            Term::HasIdentifier(kind) => StoreCondition::Identifier { kind: kind.clone(), has: holds },
            Term::Known(attribute) => is_known(attribute, holds),
            Term::Attribute(Attribute::Archived) => StoreCondition::Archived(holds),
            Term::Consent(..) => StoreCondition::Open,
            Term::Attribute(Attribute::Field(field)) => {
                StoreCondition::Flag { field: field.clone(), says: holds }
            }
            // Nothing else is true or false.
            _ => StoreCondition::nobody(),
        }
    }

    fn compare(&self, left: &Term, operator: Comparison, right: &Term) -> StoreCondition {
        match (self.fixed(left), self.fixed(right)) {
            (Some(left), Some(right)) => {
                decided(self.schema.compare(&left, &right).is_some_and(|order| operator.accepts(order)))
            }
            (None, Some(fixed)) => self.compare_with(left, operator, &fixed),
            (Some(fixed), None) => self.compare_with(right, operator.turned(), &fixed),
            (None, None) if is_flag(left) && is_flag(right) => {
                let same = operator == Comparison::Equal;
                let both = |flag| all(vec![self.flag(left, flag), self.flag(right, flag == same)]);
                any(vec![both(true), both(false)])
            }
            (None, None) => all(vec![known(left), known(right), StoreCondition::Open]),
        }
    }

    /// Compares what differs from customer to customer with what does not.
    fn compare_with(&self, term: &Term, operator: Comparison, fixed: &Value<'_>) -> StoreCondition {
        match (term, fixed) {
            (Term::Since(time, unit), Value::Number(number)) => {
                let Some(of) = time_of(time) else { return StoreCondition::Open };
                let now = self.now;
                let today = self.schema.calendar.local_date(now);
                StoreCondition::Time {
                    of,
                    instants: bounds::instants_since(operator, *number, *unit, now),
                    days: bounds::days_since(operator, *number, *unit, today),
                }
            }
            (Term::Attribute(Attribute::RfmClass), _) => all(vec![known(term), StoreCondition::Open]),
            (_, Value::Number(number)) => match self.number_of(term) {
                Some(of) => StoreCondition::Number { of, operator, number: *number },
                None => StoreCondition::Open,
            },
            (Term::Attribute(Attribute::Group(tags)), Value::Text(text)) => {
                group(tags, |name| operator.accepts(name.cmp(text)))
            }
            (Term::Attribute(Attribute::Field(field)), Value::Text(text)) => StoreCondition::Text {
                field: field.clone(),
                look: TextLook::OneOf(vec![text.clone().into_owned()]),
                holds: operator == Comparison::Equal,
                others_open: false,
            },
            (_, Value::Money(base_minor)) => match amount_of(term) {
                Some(of) => {
                    let ranges = amounts(&self.schema.currencies, operator, *base_minor);
                    StoreCondition::Amount { of, ranges }
                }
                None => StoreCondition::Open,
            },
            (_, Value::Instant(_) | Value::Date(_)) => self.time(term, operator, fixed),
            (_, Value::Flag(flag)) => self.flag(term, *flag == (operator == Comparison::Equal)),
            _ => StoreCondition::Open,
        }
    }

    fn time(&self, term: &Term, operator: Comparison, value: &Value<'_>) -> StoreCondition {
        let calendar = &self.schema.calendar;
        let (instants, day) = match value {
            Value::Instant(at) => (Some(bounds::compared_with(operator, *at)), calendar.local_date(*at)),
            Value::Date(day) => (bounds::of_day(calendar, operator, *day), *day),
            _ => return StoreCondition::Open,
        };
        match (time_of(term), instants) {
            (Some(of), Some(instants)) => {
                StoreCondition::Time { of, instants, days: bounds::compared_with(operator, day) }
            }
            _ => all(vec![known(term), StoreCondition::Open]),
        }
    }

    /// Whoever has a value that is none of some. A value of a field may be of another kind than they, and is then none of
    /// them, which is for the record to say.
    fn none_of(&self, value: &Term, choices: &[Term]) -> StoreCondition {
        let may_be_of_another_kind = match value {
            Term::Attribute(Attribute::Field(_) | Attribute::Range(..) | Attribute::TotalSpent) => true,
            Term::Since(time, _) => matches!(**time, Term::Attribute(Attribute::Field(_))),
            _ => false,
        };
        let mut parts = vec![known(value)];
        if may_be_of_another_kind || choices.iter().any(|choice| self.fixed(choice).is_none()) {
            parts.push(StoreCondition::Open);
        } else {
            let differs = choices.iter().map(|choice| self.compare(value, Comparison::NotEqual, choice));
            parts.extend(differs);
        }
        all(parts)
    }

    fn number_of(&self, term: &Term) -> Option<StoredNumber> {
        Some(match term {
            Term::Attribute(attribute) => match attribute {
                Attribute::Field(field) => StoredNumber::Field(field.clone()),
                Attribute::Range(field, part) => StoredNumber::People(field.clone(), end(*part)),
                Attribute::PriorityLevel => StoredNumber::PriorityLevel,
                Attribute::PriorityScore => StoredNumber::PriorityScore,
                Attribute::OrderCount => StoredNumber::Orders,
                _ => return None,
            },
            Term::Count(event, window) => {
                let now = self.now;
                let after = window.map(|window| self.schema.calendar.subtract(now, window));
                StoredNumber::Events { event, after, until: Some(now) }
            }
            _ => return None,
        })
    }
}

/// All of them; one of whom nothing holds leaves nobody.
fn all(of: Vec<StoreCondition>) -> StoreCondition {
    joined(of, &StoreCondition::nobody(), StoreCondition::All, |part| match part {
        StoreCondition::All(parts) => Ok(parts),
        other => Err(other),
    })
}

/// At least one of them; one that holds of everybody is enough.
fn any(of: Vec<StoreCondition>) -> StoreCondition {
    joined(of, &StoreCondition::everybody(), StoreCondition::Any, |part| match part {
        StoreCondition::Any(parts) => Ok(parts),
        other => Err(other),
    })
}

fn joined(
    of: Vec<StoreCondition>,
    decisive: &StoreCondition,
    whole: fn(Vec<StoreCondition>) -> StoreCondition,
    unchain: fn(StoreCondition) -> Result<Vec<StoreCondition>, StoreCondition>,
) -> StoreCondition {
    let mut parts = Vec::with_capacity(of.len());
    for part in of {
        if part == *decisive {
            return part;
        }
        match unchain(part) {
            Ok(of) => parts.extend(of),
            Err(one) => parts.push(one),
        }
    }
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            whole(parts)
        }
        None => whole(parts),
    }
}

const fn decided(holds: bool) -> StoreCondition {
    if holds { StoreCondition::everybody() } else { StoreCondition::nobody() }
}

fn are_texts(terms: &[Term]) -> bool {
    !terms.is_empty() && terms.iter().all(|term| text_of(term).is_some())
}

fn text_of(term: &Term) -> Option<String> {
    match term {
        Term::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// A look that stores take; expressions are for the record.
fn store_look(look: &Look) -> Option<TextLook> {
    Some(match look {
        Look::Contains(text) => TextLook::Contains(text.clone()),
        Look::StartsWith(text) => TextLook::StartsWith(text.clone()),
        Look::EndsWith(text) => TextLook::EndsWith(text.clone()),
        Look::Matches(_) => return None,
    })
}

const fn is_flag(term: &Term) -> bool {
    matches!(
        term,
        Term::HasTag(_)
            | Term::HasIdentifier(_)
            | Term::Consent(..)
            | Term::Known(_)
            | Term::Attribute(Attribute::Archived)
    )
}

/// Customers of whom a value may be known, and all of whom it is.
fn known(term: &Term) -> StoreCondition {
    match term {
        Term::Attribute(attribute) => is_known(attribute, true),
        Term::TaggedAt(tag) => StoreCondition::Tag { tag: tag.clone(), has: true },
        Term::Since(time, _) => known(time),
        _ => StoreCondition::everybody(),
    }
}

/// Customers of whom `has` says so of an attribute.
fn is_known(attribute: &Attribute, is_known: bool) -> StoreCondition {
    match attribute {
        Attribute::Field(field) | Attribute::Range(field, _) => {
            StoreCondition::Known { field: field.clone(), is_known }
        }
        Attribute::Group(tags) => {
            let each = |tag: &TagId| StoreCondition::Tag { tag: tag.clone(), has: is_known };
            let each = tags.iter().map(|(tag, _)| each(tag)).collect();
            if is_known { any(each) } else { all(each) }
        }
        Attribute::PriorityLevel | Attribute::PriorityScore | Attribute::RespondBy => {
            StoreCondition::Queued(is_known)
        }
        Attribute::Last(event) | Attribute::First(event) => StoreCondition::Number {
            of: StoredNumber::Events { event, after: None, until: None },
            operator: if is_known { Comparison::AtLeast } else { Comparison::Less },
            number: 1.0,
        },
        // Whoever has a class ordered something; whether that was a purchase, and by which day, is for the record to say.
        Attribute::RfmClass if is_known => {
            all(vec![self::is_known(&Attribute::Last("order_placed"), true), StoreCondition::Open])
        }
        Attribute::RfmClass => StoreCondition::Open,
        Attribute::CreatedAt
        | Attribute::UpdatedAt
        | Attribute::Archived
        | Attribute::OrderCount
        | Attribute::TotalSpent => decided(is_known),
    }
}

/// Customers whose tag of a group has a name that is accepted. Where somebody has several, the first in the group counts.
fn group(tags: &[(TagId, String)], accepts: impl Fn(&str) -> bool) -> StoreCondition {
    let tag = |at: usize, has| {
        let tag = tags.get(at).map(|(tag, _)| tag.clone());
        tag.map(|tag| StoreCondition::Tag { tag, has })
    };
    let own = |at: usize| (0..=at).rev().filter_map(|other| tag(other, other == at)).collect();
    any(tags.iter().enumerate().filter(|(_, (_, name))| accepts(name)).map(|(at, _)| all(own(at))).collect())
}

fn amount_of(term: &Term) -> Option<StoredAmount> {
    match term {
        Term::Attribute(Attribute::Field(field)) => Some(StoredAmount::Field(field.clone())),
        Term::Attribute(Attribute::Range(field, part)) => {
            Some(StoredAmount::Budget(field.clone(), end(*part)))
        }
        _ => None,
    }
}

fn time_of(term: &Term) -> Option<StoredTime> {
    Some(match term {
        Term::TaggedAt(tag) => StoredTime::Tagged(tag.clone()),
        Term::Attribute(attribute) => match attribute {
            Attribute::Field(field) => StoredTime::Field(field.clone()),
            Attribute::CreatedAt => StoredTime::CreatedAt,
            Attribute::UpdatedAt => StoredTime::UpdatedAt,
            Attribute::RespondBy => StoredTime::RespondBy,
            Attribute::First(event) => StoredTime::First(event),
            Attribute::Last(event) => StoredTime::Last(event),
            _ => return None,
        },
        _ => return None,
    })
}

const fn end(part: Part) -> RangeEnd {
    match part {
        Part::Low => RangeEnd::Low,
        Part::High => RangeEnd::High,
    }
}
