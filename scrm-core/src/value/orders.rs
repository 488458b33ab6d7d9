//! Orders as lines that the models of value count.

use chrono::{DateTime, NaiveDate, Utc};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::rfm::{TransactionLines, UNKNOWN};
use crate::foundation::time::Calendar;
use crate::foundation::{CurrencyTable, Order};

/// An order as the models of value count it: on a day of the workspace's calendar, in whole units of its currency.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DatedOrder {
    pub(super) day: i32,
    pub(super) amount: f64,
    pub(super) number: CompactString,
}

impl DatedOrder {
    /// Nothing where the order's currency has no rate.
    pub(crate) fn of(
        at: DateTime<Utc>,
        order: &Order,
        calendar: &Calendar,
        currencies: &CurrencyTable,
    ) -> Option<Self> {
        Some(Self {
            amount: currencies.to_base(order.total)?.as_major(),
            day: day_number(calendar.local_date(at)),
            number: CompactString::new(order.known_number().unwrap_or_default()),
        })
    }

    /// The day, from 1 January 1970 on.
    pub(crate) const fn day(&self) -> i32 {
        self.day
    }
}

/// Lines of orders, in whole units of the workspace's currency and on days of its calendar. Orders of one number are lines of
/// one purchase. Memory grows with the orders.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrderLines {
    customers: Vec<u32>,
    days: Vec<i32>,
    amounts: Vec<f64>,
    orders: Vec<u32>,
    numbers: FxHashMap<CompactString, u32>,
    without_rate: u64,
}

impl OrderLines {
    /// Adds an order. One in a currency without a rate is counted and left out, and nobody is asked for a customer's number.
    pub(crate) fn add(
        &mut self,
        customer: impl FnOnce() -> u32,
        at: DateTime<Utc>,
        order: &Order,
        calendar: &Calendar,
        currencies: &CurrencyTable,
    ) {
        match DatedOrder::of(at, order, calendar, currencies) {
            Some(order) => self.push(customer(), &order),
            None => self.without_rate += 1,
        }
    }

    /// Adds an order that is dated.
    pub(super) fn push(&mut self, customer: u32, order: &DatedOrder) {
        let next = self.numbers.len() as u32;
        let number = match order.number.as_str() {
            "" => UNKNOWN,
            _ => *self.numbers.entry(order.number.clone()).or_insert(next),
        };
        self.customers.push(customer);
        self.days.push(order.day);
        self.amounts.push(order.amount);
        self.orders.push(number);
    }

    /// Forgets all lines, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.customers.clear();
        self.days.clear();
        self.amounts.clear();
        self.orders.clear();
        self.numbers.clear();
        self.without_rate = 0;
    }

    /// The lines as columns.
    pub(crate) fn columns(&self) -> TransactionLines<'_> {
        TransactionLines {
            customers: &self.customers,
            days: &self.days,
            amounts: &self.amounts,
            orders: &self.orders,
        }
    }

    /// Orders that were left out because their currency has no rate.
    pub(crate) const fn without_rate(&self) -> u64 {
        self.without_rate
    }
}

/// A day as the columns of lines have it: from 1 January 1970 on.
pub(crate) fn day_number(day: NaiveDate) -> i32 {
    i32::try_from((day - NaiveDate::default()).num_days()).unwrap_or_default()
}
