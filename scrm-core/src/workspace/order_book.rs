//! The workspace's orders as the models of value count them, and who is about to be lost by them.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use rustc_hash::{FxHashMap, FxHashSet};

use super::absorbed::Absorbed;
use super::record::INSTANT;
use super::{Engines, Workspace, WorkspaceError};
use crate::audit::{ValueFacts, ValueFigures};
use crate::customer::Customer;
use crate::desk::Author;
use crate::foundation::time::Span;
use crate::foundation::{CustomerId, Event, EventKind};
use crate::tag::ActivityKind;
use crate::value::{Activity, ChurnRow, ChurnStatus, OrderLines, day_number};

/// Orders of customers who are neither archived nor merged into another. Memory grows with the orders, and with the archived
/// customers.
pub(super) struct OrderBook<'e> {
    engines: &'e Engines,
    absorbed: Absorbed,
    archived: FxHashSet<CustomerId>,
    lines: OrderLines,
    numbers: FxHashMap<CustomerId, u32>,
    /// By their numbers.
    customers: Vec<CustomerId>,
}

impl<'e> OrderBook<'e> {
    pub(super) fn new(engines: &'e Engines, absorbed: Absorbed) -> Self {
        Self {
            engines,
            absorbed,
            archived: FxHashSet::default(),
            lines: OrderLines::default(),
            numbers: FxHashMap::default(),
            customers: Vec::new(),
        }
    }

    /// Leaves an archived customer's orders out. Comes before the orders.
    pub(super) fn add_customer(&mut self, customer: &Customer) {
        if customer.archived_at.is_some() {
            self.archived.insert(customer.id.clone());
        }
    }

    /// Adds an order; any other event says nothing here.
    pub(super) fn add_event(&mut self, event: &Event) {
        let (EventKind::OrderPlaced { order }, Some(customer)) = (&event.kind, &event.customer) else {
            return;
        };
        let customer = self.absorbed.survivor(customer);
        if self.archived.contains(customer) {
            return;
        }
        let (numbers, customers) = (&mut self.numbers, &mut self.customers);
        let number = || {
            *numbers.entry(customer.clone()).or_insert_with(|| {
                customers.push(customer.clone());
                customers.len() as u32 - 1
            })
        };
        self.lines.add(number, event.at, order, &self.engines.calendar, self.engines.currency());
    }

    /// What the orders say.
    pub(super) fn figures(&self, now: DateTime<Utc>) -> ValueFigures {
        let rules = self.engines.audit.value_rules();
        let (rfm, today) = (&self.engines.rfm, self.day(now));
        ValueFacts { orders: &self.lines, rfm, rules, today }.figures()
    }

    /// Customers with a rhythm of their own who came to be at risk since `since`: their gap became too long, and their activity
    /// falls. Those with the most purchases first.
    pub(super) fn newly_at_risk(
        &self,
        workspace: &Workspace,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Vec<CustomerId>, WorkspaceError> {
        let today = self.day(now);
        let days = today.abs_diff(self.day(since));
        let rows = self.churn(&Activity::default(), today);
        // What they did beside buying is read of the few alone whose gap became too long.
        let late = rows.iter().filter(|row| row.became_late_within(days));
        let (mut customers, mut active_days) = (Vec::new(), Vec::new());
        for row in late {
            for day in self.active_days(workspace, row, now)? {
                customers.push(row.customer);
                active_days.push(day);
            }
        }
        let activity = Activity { customers: &customers, days: &active_days };
        let mut at_risk = self.churn(&activity, today);
        at_risk.retain(|row| row.became_late_within(days) && row.status == ChurnStatus::AtRisk);
        let id = |row: &ChurnRow| self.customers.get(row.customer as usize).cloned();
        let mut found: Vec<(Reverse<u32>, CustomerId)> =
            at_risk.iter().filter_map(|row| Some((Reverse(row.own_gaps), id(row)?))).collect();
        found.sort();
        Ok(found.into_iter().map(|(_, id)| id).collect())
    }

    fn churn(&self, activity: &Activity<'_>, today: i32) -> Vec<ChurnRow> {
        // Columns of orders are never refused; see [`OrderLines`].
        let table = self.engines.churn.table(&self.lines.columns(), activity, today);
        table.map(|table| table.rows).unwrap_or_default()
    }

    /// The days on which a customer wrote, looked at something, came to an event or asked about service: one for each time.
    fn active_days(
        &self,
        workspace: &Workspace,
        row: &ChurnRow,
        now: DateTime<Utc>,
    ) -> Result<Vec<i32>, WorkspaceError> {
        let Some(customer) = self.customers.get(row.customer as usize) else { return Ok(Vec::new()) };
        let reach = Span::days(self.engines.churn.activity_reach_days());
        let (from, to) = (self.engines.calendar.subtract(now, reach), now + INSTANT);
        let mut days = Vec::new();
        for id in std::iter::once(customer).chain(self.absorbed.earlier_ids(customer)) {
            let messages = workspace.store().messages_of(id, from, to)?;
            let wrote = messages.iter().filter(|message| message.value.author == Author::Customer);
            days.extend(wrote.map(|message| self.day(message.value.at)));
            let events = workspace.store().events_of(id, from, to)?;
            let counts = |event: &&Event| {
                ActivityKind::counted(&event.kind).is_some_and(|kind| kind != ActivityKind::Purchases)
            };
            days.extend(events.iter().filter(counts).map(|event| self.day(event.at)));
        }
        Ok(days)
    }

    fn day(&self, at: DateTime<Utc>) -> i32 {
        day_number(self.engines.calendar.local_date(at))
    }
}
