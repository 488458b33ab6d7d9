//! What is known of every customer, by row.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::classes::Classes;
use super::column::{BETWEEN, Column, Kind, nanoseconds};
use super::rows::RowSet;
use super::timeline::Timeline;
use crate::customer::IdentifierKind;
use crate::foundation::{Event, EventKind, Order, TagId};
use crate::segment::evaluate::{Facts, Value, group_name};
use crate::segment::history::{HISTORY_EVENTS, names_of_event};
use crate::segment::record::{Record, folded};
use crate::segment::schema::SegmentSchema;
use crate::segment::term::Attribute;
use crate::transport::Channel;
use crate::trust::consent::Purpose;
use crate::value::RfmClass;

/// The values of one attribute.
#[derive(Clone, Debug, Default)]
pub(in crate::segment) struct Values {
    /// One column for each kind of value that there is: mostly one.
    pub(super) columns: Vec<Column>,
    /// Whose value is known, but is none that could be compared: an amount in a currency without a rate.
    pub(super) beyond: RowSet,
}

impl Values {
    pub(super) fn column(&self, kind: Kind) -> Option<&Column> {
        self.columns.iter().find(|column| column.kind() == kind)
    }

    fn get(&self, row: usize) -> Option<Value<'_>> {
        self.columns.iter().filter(|column| column.kind() != Kind::Texts).find_map(|column| column.get(row))
    }

    fn has(&self, row: usize) -> bool {
        self.columns.iter().any(|column| column.codes().get(row) != 0) || self.beyond.has(row)
    }

    /// Writes a row's value, over what it had.
    pub(in crate::segment) fn set(&mut self, row: usize, value: Option<&Value<'_>>, is_known: bool) {
        self.set_as(row, value.map(Kind::of), value);
        self.beyond.set(row, is_known && value.is_none());
    }

    /// Writes a row's list of texts, over what it had.
    pub(in crate::segment) fn set_list<T: AsRef<str>>(&mut self, row: usize, texts: &[T]) {
        let list: String = texts.iter().map(|text| format!("{}{BETWEEN}", folded(text.as_ref()))).collect();
        self.set_as(row, Some(Kind::Texts), Some(&Value::Text(list.into())));
        self.beyond.set(row, false);
    }

    fn set_as(&mut self, row: usize, kind: Option<Kind>, value: Option<&Value<'_>>) {
        if let Some(kind) = kind
            && self.column(kind).is_none()
        {
            self.columns.push(Column::new(kind));
        }
        for column in &mut self.columns {
            column.set(row, value.filter(|_| kind == Some(column.kind())));
        }
    }
}

/// A tag: who has it, and since when.
#[derive(Clone, Debug, Default)]
pub(super) struct TagRows {
    pub(super) members: RowSet,
    pub(super) since: Values,
}

/// What is known of every customer.
#[derive(Clone, Debug)]
pub(super) struct KnownFacts {
    /// What records say.
    recorded: Vec<(Attribute, Values)>,
    /// What comes of events.
    happened: Vec<(Attribute, Values)>,
    pub(super) tags: BTreeMap<TagId, TagRows>,
    pub(super) identifiers: Vec<(IdentifierKind, RowSet)>,
    consents: Vec<RowSet>,
    pub(super) classes: Classes,
    /// The numbers of each row's orders, by which several events tell of one.
    order_numbers: FxHashSet<(u32, CompactString)>,
    events: Vec<(&'static str, Timeline)>,
}

impl KnownFacts {
    pub(super) fn new(schema: &SegmentSchema) -> Self {
        let ends =
            HISTORY_EVENTS.iter().flat_map(|(event, _)| [Attribute::First(event), Attribute::Last(event)]);
        let (mut recorded, mut happened) = (Vec::new(), Vec::new());
        for attribute in schema.attributes().cloned().chain(ends) {
            let among = if comes_of_events(&attribute) { &mut happened } else { &mut recorded };
            let is_new = among.iter().all(|(present, _)| *present != attribute);
            if is_new && !matches!(attribute, Attribute::Group(_) | Attribute::RfmClass) {
                among.push((attribute, Values::default()));
            }
        }
        Self {
            recorded,
            happened,
            tags: BTreeMap::new(),
            identifiers: Vec::new(),
            consents: vec![RowSet::default(); Purpose::ALL.len() * Channel::ALL.len()],
            classes: Classes::new(schema.rfm()),
            order_numbers: FxHashSet::default(),
            events: HISTORY_EVENTS.iter().map(|(event, _)| (*event, Timeline::default())).collect(),
        }
    }

    pub(super) fn values(&self, attribute: &Attribute) -> Option<&Values> {
        let among = if comes_of_events(attribute) { &self.happened } else { &self.recorded };
        among.iter().find(|(present, _)| present == attribute).map(|(_, values)| values)
    }

    pub(super) fn consent(&self, purpose: Purpose, channel: Channel) -> Option<&RowSet> {
        self.consents.get(purpose as usize * Channel::ALL.len() + channel as usize)
    }

    pub(super) fn timeline(&self, event: &str) -> Option<&Timeline> {
        self.events.iter().find(|(name, _)| *name == event).map(|(_, timeline)| timeline)
    }

    /// Takes over what a record says. What comes of events stays.
    pub(super) fn take_record(&mut self, row: usize, record: &Record<'_>) {
        for (attribute, values) in &mut self.recorded {
            if !record.has_field_of(attribute) {
                values.set(row, None, false);
            } else if let Some(texts) = record.list(attribute) {
                values.set_list(row, texts);
            } else {
                let value = record.value(attribute);
                values.set(row, value.as_ref(), value.is_some() || record.is_known(attribute));
            }
        }
        self.take_tags(row, record);
        for (kind, rows) in &mut self.identifiers {
            rows.set(row, record.has_identifier(kind));
        }
        for identifier in &record.customer.identifiers {
            if !self.identifiers.iter().any(|(kind, _)| *kind == identifier.kind) {
                let mut rows = RowSet::default();
                rows.set(row, true);
                self.identifiers.push((identifier.kind.clone(), rows));
            }
        }
        let each =
            Purpose::ALL.into_iter().flat_map(|purpose| Channel::ALL.map(|channel| (purpose, channel)));
        for ((purpose, channel), rows) in each.zip(&mut self.consents) {
            rows.set(row, record.consents(purpose, channel));
        }
    }

    fn take_tags(&mut self, row: usize, record: &Record<'_>) {
        for (tag, rows) in &mut self.tags {
            if rows.members.has(row) && record.tagged_at(tag).is_none() {
                rows.members.set(row, false);
                rows.since.set(row, None, false);
            }
        }
        for applied in &record.customer.tags {
            // The first of them counts, as in the record.
            let Some(since) = record.tagged_at(&applied.tag) else { continue };
            if !self.tags.contains_key(&applied.tag) {
                self.tags.insert(applied.tag.clone(), TagRows::default());
            }
            if let Some(rows) = self.tags.get_mut(&applied.tag) {
                rows.members.set(row, true);
                rows.since.set(row, Some(&Value::Instant(since)), true);
            }
        }
    }

    /// Gives a row a tag, nobody knows since when.
    pub(super) fn set_tag(&mut self, row: usize, tag: &TagId) {
        if !self.tags.contains_key(tag) {
            self.tags.insert(tag.clone(), TagRows::default());
        }
        if let Some(rows) = self.tags.get_mut(tag) {
            rows.members.set(row, true);
        }
    }

    pub(super) fn values_mut(&mut self, attribute: &Attribute) -> Option<&mut Values> {
        let among = if comes_of_events(attribute) { &mut self.happened } else { &mut self.recorded };
        among.iter_mut().find(|(present, _)| present == attribute).map(|(_, values)| values)
    }

    /// Takes over a whole history, for a row that has none.
    pub(super) fn take_history(&mut self, row: usize, record: &Record<'_>) {
        for (attribute, values) in &mut self.happened {
            let value = record.value(attribute);
            values.set(row, value.as_ref(), record.is_known(attribute));
        }
        self.classes.take(row, record.dated_orders());
        for (_, order) in record.history.orders() {
            self.is_another_order(row, order);
        }
        for (event, timeline) in &mut self.events {
            record.history.times(event).iter().for_each(|at| timeline.push(nanoseconds(*at), row as u32));
        }
    }

    /// Takes in an event that happened to a row.
    pub(super) fn take_event(&mut self, row: usize, event: &Event, schema: &SegmentSchema) {
        for name in names_of_event(&event.kind) {
            if let Some((_, timeline)) = self.events.iter_mut().find(|(present, _)| *present == name) {
                timeline.push(nanoseconds(event.at), row as u32);
            }
        }
        let order = match &event.kind {
            EventKind::OrderPlaced { order } => Some(order),
            _ => None,
        };
        let is_another_order = order.is_some_and(|order| self.is_another_order(row, order));
        self.classes.add(row, order.and_then(|order| schema.dated(event.at, order)));
        for (attribute, values) in &mut self.happened {
            let present = values.get(row);
            let value = match (&*attribute, present, order) {
                (Attribute::First(name) | Attribute::Last(name), present, _)
                    if names_of_event(&event.kind).any(|counted| counted == *name) =>
                {
                    Some(Value::Instant(match (present, attribute) {
                        (Some(Value::Instant(present)), Attribute::First(_)) => present.min(event.at),
                        (Some(Value::Instant(present)), _) => present.max(event.at),
                        _ => event.at,
                    }))
                }
                (Attribute::OrderCount, Some(Value::Number(count)), Some(_)) if is_another_order => {
                    Some(Value::Number(count + 1.0))
                }
                (Attribute::TotalSpent, Some(Value::Money(total)), Some(order)) => {
                    schema.in_base(order.total).map(|amount| Value::Money(total + amount))
                }
                _ => continue,
            };
            values.set(row, value.as_ref(), true);
        }
    }

    /// Whether an order is none that an event of the row told of before. Its number is known from here on.
    fn is_another_order(&mut self, row: usize, order: &Order) -> bool {
        order.known_number().is_none_or(|number| self.order_numbers.insert((row as u32, number.into())))
    }

    /// Whether anything happened to a row.
    pub(super) fn has_history(&self, row: usize) -> bool {
        let mut lasts = self.happened.iter().filter(|(attribute, _)| matches!(attribute, Attribute::Last(_)));
        lasts.any(|(_, values)| values.has(row))
    }

    /// Leaves out the events of rows that are not kept.
    pub(super) fn forget_events(&mut self, keeps: impl Fn(u32) -> bool) {
        self.classes.forget(&keeps);
        self.order_numbers.retain(|(row, _)| keeps(*row));
        self.events.iter_mut().for_each(|(_, timeline)| timeline.put_in_order(&keeps));
    }

    pub(super) fn shrink(&mut self) {
        let tags = self.tags.values_mut().map(|rows| &mut rows.since);
        for values in self.recorded.iter_mut().chain(&mut self.happened).map(|(_, values)| values).chain(tags)
        {
            values.columns.iter_mut().for_each(Column::shrink);
        }
        self.classes.shrink();
        self.order_numbers.shrink_to_fit();
        self.events.iter_mut().for_each(|(_, timeline)| timeline.shrink());
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        let values =
            |values: &Values| values.columns.iter().map(Column::bytes).sum::<usize>() + values.beyond.bytes();
        let attributes: usize = self.recorded.iter().chain(&self.happened).map(|(_, of)| values(of)).sum();
        let tags: usize = self.tags.values().map(|rows| rows.members.bytes() + values(&rows.since)).sum();
        let sets = self.identifiers.iter().map(|(_, rows)| rows).chain(&self.consents);
        let events = self.events.iter().map(|(_, timeline)| timeline.bytes());
        attributes
            + tags
            + sets.map(RowSet::bytes).sum::<usize>()
            + events.sum::<usize>()
            + self.classes.bytes()
            + self.order_numbers.capacity() * size_of::<(u32, CompactString)>()
    }
}

const fn comes_of_events(attribute: &Attribute) -> bool {
    matches!(
        attribute,
        Attribute::First(_) | Attribute::Last(_) | Attribute::OrderCount | Attribute::TotalSpent
    )
}

/// How often something happened to each row, within a window.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) event: &'static str,
    pub(super) after: Option<DateTime<Utc>>,
    pub(super) counts: Vec<u32>,
}

/// What is known of one row.
pub(super) struct RowFacts<'i> {
    pub(super) known: &'i KnownFacts,
    pub(super) counted: &'i [Counted],
    pub(super) row: usize,
}

impl Facts for RowFacts<'_> {
    fn value<'f>(&'f self, attribute: &'f Attribute) -> Option<Value<'f>> {
        match attribute {
            Attribute::Group(tags) => {
                let name = group_name(tags, |tag| self.has_tag(tag))?;
                Some(Value::Text(name.into()))
            }
            _ => self.known.values(attribute)?.get(self.row),
        }
    }

    fn is_known(&self, attribute: &Attribute) -> bool {
        match attribute {
            Attribute::Group(_) => self.value(attribute).is_some(),
            _ => self.known.values(attribute).is_some_and(|values| values.has(self.row)),
        }
    }

    fn rfm_class(&self, today: i32) -> Option<RfmClass> {
        self.known.classes.of(self.row, today)
    }

    fn lists(&self, attribute: &Attribute, text: &str) -> Option<bool> {
        let values = self.known.values(attribute)?;
        if let Some(Value::Text(list)) = values.column(Kind::Texts).and_then(|column| column.get(self.row)) {
            return Some(lists(&list, text));
        }
        match values.column(Kind::Text)?.get(self.row)? {
            Value::Text(one) => Some(one == text),
            _ => None,
        }
    }

    fn has_tag(&self, tag: &TagId) -> bool {
        self.known.tags.get(tag).is_some_and(|rows| rows.members.has(self.row))
    }

    fn tagged_at(&self, tag: &TagId) -> Option<DateTime<Utc>> {
        match self.known.tags.get(tag)?.since.get(self.row)? {
            Value::Instant(since) => Some(since),
            _ => None,
        }
    }

    fn has_identifier(&self, kind: &IdentifierKind) -> bool {
        self.known.identifiers.iter().any(|(present, rows)| present == kind && rows.has(self.row))
    }

    fn consents(&self, purpose: Purpose, channel: Channel) -> bool {
        self.known.consent(purpose, channel).is_some_and(|rows| rows.has(self.row))
    }

    fn count(&self, event: &str, after: Option<DateTime<Utc>>, _until: DateTime<Utc>) -> usize {
        let counted = self.counted.iter().find(|counted| counted.event == event && counted.after == after);
        counted.and_then(|counted| counted.counts.get(self.row)).map_or(0, |count| *count as usize)
    }
}

/// Whether a list of texts, each with what stands behind it, has one.
pub(super) fn lists(list: &str, text: &str) -> bool {
    list.split_terminator(BETWEEN).any(|entry| entry == text)
}
