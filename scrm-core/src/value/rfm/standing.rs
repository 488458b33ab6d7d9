//! One customer's class from day to day, where scores follow from bounds that are given.

use super::engine::RfmEngine;
use super::score::{RfmBounds, RfmClass, recency_score};
use crate::value::orders::{DatedOrder, OrderLines};

/// What a customer's orders come to, until another one comes: only how recent the last purchase is changes then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RfmStanding {
    /// The day of the last purchase.
    last: i32,
    f: u8,
    m: u8,
}

impl RfmEngine {
    /// What a customer's orders come to as of a day; nothing where none of them is a purchase by then. By quantiles nobody's
    /// orders come to anything without everybody else's.
    pub(crate) fn standing(&self, orders: &[DatedOrder], today: i32) -> Option<RfmStanding> {
        if !self.scores_by_thresholds() {
            return None;
        }
        // Amounts are added up in one order, whoever tells of them: a sum of fractions depends on it.
        let mut sorted: Vec<&DatedOrder> = orders.iter().collect();
        sorted.sort_by(|a, b| {
            let by_day = a.day.cmp(&b.day).then(a.amount.total_cmp(&b.amount));
            by_day.then_with(|| a.number.cmp(&b.number))
        });
        let mut lines = OrderLines::default();
        sorted.into_iter().for_each(|order| lines.push(0, order));
        // Amounts of orders are whole numbers of minor units: no column can be refused.
        let table = self.table(&lines.columns(), today).ok()?;
        let row = table.rows.first()?;
        let last = i64::from(today) - i64::from(row.recency_days);
        Some(RfmStanding { last: i32::try_from(last).ok()?, f: row.f, m: row.m })
    }

    /// The class that a standing makes on a day.
    pub(crate) fn class_on(&self, standing: RfmStanding, today: i32) -> RfmClass {
        let bounds = RfmBounds::from(&self.config.thresholds);
        let r = recency_score(today.abs_diff(standing.last), &bounds.recency_days);
        RfmClass::of(r, standing.f, standing.m, &self.config.classes)
    }

    /// The days on which the last purchase comes to be less recent.
    pub(crate) fn less_recent_on(&self, standing: RfmStanding) -> impl Iterator<Item = i32> {
        let bounds = self.config.thresholds.recency_days.into_iter();
        bounds.filter_map(move |days| i32::try_from(i64::from(standing.last) + i64::from(days) + 1).ok())
    }
}
