//! Customers to hold expressions against.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};

use crate::customer::{Customer, Field, FieldName, FieldValue, HeadCount, Position, Stage};
use crate::foundation::{
    Budget, Currency, Event, EventId, EventKind, MessageId, MessageStatus, Money, Order, Reason, TagId,
};
use crate::segment::CustomerHistory;

/// A customer with a history.
pub(in crate::segment) struct Person {
    pub(in crate::segment) customer: Customer,
    pub(in crate::segment) history: CustomerHistory,
    pub(in crate::segment) events: Vec<Event>,
}

/// A Monday morning in Taipei.
pub(in crate::segment) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 2, 0, 0).unwrap()
}

pub(in crate::segment) fn person(name: &str) -> Person {
    let customer = Customer::new(name.into(), now() - TimeDelta::days(100));
    let person = Person { customer, history: CustomerHistory::default(), events: Vec::new() };
    person.text(FieldName::Name, name)
}

pub(in crate::segment) fn twd(amount: i64) -> Money {
    Money::major(amount, Currency::parse("TWD").unwrap())
}

impl Person {
    pub(in crate::segment) fn with(mut self, name: FieldName, value: FieldValue) -> Self {
        let at = self.customer.created_at;
        self.customer.set_field(name, Field { value, source: "test".into(), at });
        self
    }

    pub(in crate::segment) fn text(self, name: FieldName, text: &str) -> Self {
        self.with(name, FieldValue::Text(text.into()))
    }

    pub(in crate::segment) fn stage(self, stage: Stage) -> Self {
        self.with(FieldName::Stage, FieldValue::Stage(stage))
    }

    pub(in crate::segment) fn position(self, position: Position) -> Self {
        self.with(FieldName::Position, FieldValue::Position(position))
    }

    pub(in crate::segment) fn products(self, products: &[&str]) -> Self {
        self.with(FieldName::Products, FieldValue::List(products.iter().map(|name| (*name).into()).collect()))
    }

    pub(in crate::segment) fn people(self, low: u32, high: u32) -> Self {
        self.with(FieldName::HeadCount, FieldValue::HeadCount(HeadCount { low: Some(low), high: Some(high) }))
    }

    pub(in crate::segment) fn budget(self, low: i64, high: i64, currency: &str) -> Self {
        let currency = Currency::parse(currency).unwrap();
        let minor = |amount| Some(Money::major(amount, currency).minor);
        self.with(
            FieldName::Budget,
            FieldValue::Budget(Budget { low: minor(low), high: minor(high), currency }),
        )
    }

    pub(in crate::segment) fn day(self, name: FieldName, day: &str) -> Self {
        self.with(name, FieldValue::Date(day.parse::<NaiveDate>().unwrap()))
    }

    pub(in crate::segment) fn tag(mut self, tag: &str) -> Self {
        let set_at = now() - TimeDelta::days(10);
        self.customer.tags.push(crate::customer::AppliedTag {
            tag: TagId::new(tag),
            set_at,
            confirmed_at: set_at,
            rule: None,
            reason: Reason::new("tag.by_hand"),
            phase: crate::customer::TagPhase::Active,
            expires_at: None,
        });
        self
    }

    fn event(mut self, kind: EventKind, before: TimeDelta) -> Self {
        let id = EventId::new(format!("e_{}", self.events.len()));
        let at = now() - before;
        self.events.push(Event {
            v: 1,
            id,
            at,
            customer: Some(self.customer.id.clone()),
            conversation: None,
            kind,
        });
        self.history = CustomerHistory::from_events(&self.events);
        self
    }

    pub(in crate::segment) fn wrote(self, before: TimeDelta) -> Self {
        self.event(EventKind::MessageReceived { message: MessageId::new("m") }, before)
    }

    pub(in crate::segment) fn answered(self, before: TimeDelta) -> Self {
        self.event(EventKind::AgentReplied { agent: None, message: None, body: None }, before)
    }

    pub(in crate::segment) fn read(self, before: TimeDelta) -> Self {
        let status = MessageStatus::Read;
        self.event(EventKind::MessageStatusChanged { message: MessageId::new("m"), status }, before)
    }

    pub(in crate::segment) fn viewed(self, before: TimeDelta) -> Self {
        self.event(EventKind::PageViewed { page: "prices".to_owned() }, before)
    }

    pub(in crate::segment) fn quoted(self, before: TimeDelta) -> Self {
        self.event(EventKind::QuoteSent { total: None }, before)
    }

    pub(in crate::segment) fn ordered(self, amount: i64, before: TimeDelta) -> Self {
        let number = format!("order {}", self.events.len());
        self.ordered_as(&number, amount, before)
    }

    pub(in crate::segment) fn ordered_as(self, number: &str, amount: i64, before: TimeDelta) -> Self {
        let order = Order { number: number.to_owned(), total: twd(amount) };
        self.event(EventKind::OrderPlaced { order }, before)
    }
}
