mod due;
mod expressions;
mod lifecycle;
mod merge;
mod month;
mod rules;
mod taken;

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};

use super::*;
use crate::customer::{Customer, Field, FieldName, FieldValue};
use crate::foundation::time::Calendar;
use crate::foundation::{
    Currency, CurrencyTable, CustomerId, Event, EventId, EventKind, MessageId, RuleId, TagId,
};

fn at(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, day, hour, minute, 0).unwrap()
}

fn local(calendar: &Calendar, text: &str) -> DateTime<Utc> {
    calendar.to_utc(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn twd() -> Currency {
    Currency::parse("TWD").unwrap()
}

fn engine_in(zone: &str) -> TagEngine {
    let currencies = CurrencyTable { base: twd(), rates: [("USD".to_owned(), 32.0)].into() };
    let calendar = Calendar::utc().in_zone(zone).unwrap();
    TagEngine::new(&TagConfig::standard(), calendar, currencies).unwrap()
}

fn engine() -> TagEngine {
    engine_in("UTC")
}

fn customer() -> Customer {
    Customer::new(CustomerId::new("c1"), at(1, 9, 0))
}

fn put(customer: &mut Customer, name: FieldName, value: FieldValue) {
    customer.set_field(name, Field { value, source: "agent:a".into(), at: at(1, 9, 0) });
}

fn event(kind: EventKind, at: DateTime<Utc>) -> Event {
    Event { v: 1, id: EventId::derive(at, 0, &[]), at, customer: None, conversation: None, kind }
}

fn reply() -> EventKind {
    EventKind::AutomaticReplySent { message: MessageId::new("m"), rule: RuleId::new("welcome") }
}

fn happened<'a>(event: &'a Event, activity: Option<&'a Activity>) -> TagTrigger<'a> {
    TagTrigger::Event { event, activity, first_reply: true }
}

fn names(tags: &[TagId]) -> Vec<&str> {
    tags.iter().map(TagId::as_str).collect()
}

fn carried(customer: &Customer) -> Vec<&str> {
    customer.tags.iter().map(|applied| applied.tag.as_str()).collect()
}

fn rule(id: &str, group: Option<&str>, rule: Condition) -> TagDefinition {
    TagDefinition {
        when: None,
        id: id.to_owned(),
        names: Default::default(),
        rule: Some(rule),
        exclusive_group: group.map(str::to_owned),
        lifecycle: Lifecycle::default(),
    }
}

fn when(id: &str, group: Option<&str>, expression: &str) -> TagDefinition {
    TagDefinition { rule: None, when: Some(expression.to_owned()), ..rule(id, group, Condition::NoStage {}) }
}

fn engine_of(tags: Vec<TagDefinition>, zone: &str) -> TagEngine {
    let mut config = TagConfig::standard();
    config.dimensions.truncate(1);
    config.dimensions[0].tags = tags;
    let currencies = CurrencyTable { base: twd(), rates: [].into() };
    TagEngine::new(&config, Calendar::utc().in_zone(zone).unwrap(), currencies).unwrap()
}
