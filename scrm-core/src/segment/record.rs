//! What a customer's record and history say.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use compact_str::CompactString;

use super::evaluate::{Facts, Value, group_name};
use super::history::CustomerHistory;
use super::schema::SegmentSchema;
use super::term::{Attribute, Part};
use crate::customer::{Customer, FieldName, FieldValue, IdentifierKind};
use crate::foundation::text::fold;
use crate::foundation::{Money, TagId};
use crate::transport::Channel;
use crate::trust::consent::Purpose;
use crate::trust::is_allowed;
use crate::value::{DatedOrder, RfmClass};

/// A customer's record and history, as conditions are held against them.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) schema: &'a SegmentSchema,
    pub(super) customer: &'a Customer,
    pub(super) history: &'a CustomerHistory,
}

impl Facts for Record<'_> {
    fn value<'f>(&'f self, attribute: &'f Attribute) -> Option<Value<'f>> {
        let customer = self.customer;
        let priority = || customer.priority.as_ref();
        Some(match attribute {
            Attribute::Field(name) => return self.field(name),
            Attribute::Range(name, part) => return self.range(name, *part),
            Attribute::Group(tags) => {
                Value::Text(Cow::Borrowed(group_name(tags, |tag| customer.tag(tag).is_some())?))
            }
            Attribute::CreatedAt => Value::Instant(customer.created_at),
            Attribute::UpdatedAt => Value::Instant(customer.updated_at),
            Attribute::Archived => Value::Flag(customer.archived_at.is_some()),
            Attribute::PriorityLevel => Value::Number(priority()?.level.into()),
            Attribute::PriorityScore => Value::Number(priority()?.score),
            Attribute::RespondBy => Value::Instant(priority()?.respond_by),
            Attribute::OrderCount => Value::Number(self.history.order_count() as f64),
            Attribute::TotalSpent => {
                let amounts = self.history.orders().iter().map(|(_, order)| self.in_base(order.total));
                Value::Money(amounts.sum::<Option<f64>>()?)
            }
            Attribute::Last(event) => Value::Instant(*self.history.times(event).last()?),
            Attribute::First(event) => Value::Instant(*self.history.times(event).first()?),
            // Of a day: `rfm_class`.
            Attribute::RfmClass => return None,
        })
    }

    fn is_known(&self, attribute: &Attribute) -> bool {
        match attribute {
            Attribute::Field(name) | Attribute::Range(name, _) => self.customer.value(name).is_some(),
            Attribute::Group(tags) => group_name(tags, |tag| self.customer.tag(tag).is_some()).is_some(),
            Attribute::PriorityLevel | Attribute::PriorityScore | Attribute::RespondBy => {
                self.customer.priority.is_some()
            }
            Attribute::Last(event) | Attribute::First(event) => !self.history.times(event).is_empty(),
            Attribute::RfmClass => false,
            Attribute::CreatedAt
            | Attribute::UpdatedAt
            | Attribute::Archived
            | Attribute::OrderCount
            | Attribute::TotalSpent => true,
        }
    }

    fn rfm_class(&self, today: i32) -> Option<RfmClass> {
        let rfm = self.schema.rfm()?;
        Some(rfm.class_on(rfm.standing(&self.dated_orders(), today)?, today))
    }

    fn lists(&self, attribute: &Attribute, text: &str) -> Option<bool> {
        match (self.list(attribute), self.value(attribute)) {
            (Some(entries), _) => Some(entries.iter().any(|entry| folded(entry) == text)),
            (None, Some(Value::Text(entry))) => Some(entry == text),
            _ => None,
        }
    }

    fn has_tag(&self, tag: &TagId) -> bool {
        self.customer.tag(tag).is_some()
    }

    fn tagged_at(&self, tag: &TagId) -> Option<DateTime<Utc>> {
        self.customer.tag(tag).map(|applied| applied.set_at)
    }

    fn has_identifier(&self, kind: &IdentifierKind) -> bool {
        self.customer.identifiers.iter().any(|identifier| identifier.kind == *kind)
    }

    fn consents(&self, purpose: Purpose, channel: Channel) -> bool {
        is_allowed(&self.customer.consents, purpose, channel)
    }

    fn count(&self, event: &str, after: Option<DateTime<Utc>>, until: DateTime<Utc>) -> usize {
        let times = self.history.times(event);
        let before = after.map_or(0, |after| times.partition_point(|at| *at <= after));
        times.partition_point(|at| *at <= until).saturating_sub(before)
    }
}

impl<'a> Record<'a> {
    /// Whether there is what an attribute is read from, where that is a field.
    pub(super) fn has_field_of(&self, attribute: &Attribute) -> bool {
        match attribute {
            Attribute::Field(name) | Attribute::Range(name, _) => self.customer.value(name).is_some(),
            _ => true,
        }
    }

    /// The customer's orders as classes of value count them, without those in currencies that have no rate.
    pub(super) fn dated_orders(&self) -> Vec<DatedOrder> {
        let orders = self.history.orders().iter();
        orders.filter_map(|(at, order)| self.schema.dated(*at, order)).collect()
    }

    /// The texts of a field that lists some, as they are in the record.
    pub(super) fn list(&self, attribute: &Attribute) -> Option<&'a [CompactString]> {
        let Attribute::Field(name) = attribute else { return None };
        match self.customer.value(name)? {
            FieldValue::List(list) => Some(list),
            _ => None,
        }
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
            FieldValue::Flag(flag) => Value::Flag(*flag),
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

    fn in_base(&self, money: Money) -> Option<f64> {
        self.schema.in_base(money)
    }
}

/// A text as it is compared.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    let is_folded = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.'));
    if is_folded { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
}
