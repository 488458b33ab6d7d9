//! Orders as lines that the models of value count.

use chrono::{DateTime, NaiveDate, Utc};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::rfm::{TransactionLines, UNKNOWN};
use crate::foundation::time::Calendar;
use crate::foundation::{CurrencyTable, Order};

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
        let Some(total) = currencies.to_base(order.total) else {
            self.without_rate += 1;
            return;
        };
        let next = self.numbers.len() as u32;
        let number = match order.number.trim() {
            "" => UNKNOWN,
            number => *self.numbers.entry(CompactString::new(number)).or_insert(next),
        };
        self.customers.push(customer());
        self.days.push(day_number(calendar.local_date(at)));
        self.amounts.push(total.as_major());
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
