//! The score that orders the queue, part by part.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use super::engine::PriorityEngine;
use crate::customer::{Customer, FieldName, FieldValue};
use crate::foundation::{CustomerId, Reason};

/// A score from 0 to 100 with its parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Score {
    /// 0 to 100, to two decimals.
    pub(super) total: f64,
    /// What it is made of; the points add up to the total but for rounding.
    pub(super) parts: [ScorePart; 5],
}

/// One part of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ScorePart {
    /// Reason code of the part: `priority.score.level` and so on.
    code: &'static str,
    /// How much of the part was earned, 0 to 1.
    share: f64,
    /// What it adds to the score.
    points: f64,
}

impl ScorePart {
    pub(super) fn reason(&self) -> Reason {
        Reason::new(self.code)
            .with("share", two_decimals(self.share))
            .with("points", two_decimals(self.points))
    }
}

/// What the score looks at besides the customer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing {
    pub(super) level: u8,
    /// Budget in minor units of the workspace's currency.
    pub(super) budget: Option<i64>,
    pub(super) since: DateTime<Utc>,
    pub(super) respond_by: DateTime<Utc>,
}

/// A customer's place in the queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueEntry<'a> {
    /// 0 to 100.
    pub score: f64,
    /// Since when the customer has been waiting.
    pub waiting_since: DateTime<Utc>,
    /// Who.
    pub customer: &'a CustomerId,
}

/// The order of the queue: the higher score first, then who has waited longer, then by id. A total order.
///
/// ```
/// use std::cmp::Ordering;
/// use chrono::{TimeDelta, TimeZone, Utc};
/// use scrm_core::foundation::CustomerId;
/// use scrm_core::priority::{QueueEntry, queue_order};
/// let at = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let (first, second) = (CustomerId::new("a"), CustomerId::new("b"));
/// let a = QueueEntry { score: 70.0, waiting_since: at, customer: &first };
/// let b = QueueEntry { score: 70.0, waiting_since: at - TimeDelta::minutes(1), customer: &second };
/// assert_eq!(queue_order(&a, &b), Ordering::Greater); // b has waited longer
/// ```
#[must_use]
pub fn queue_order(a: &QueueEntry<'_>, b: &QueueEntry<'_>) -> Ordering {
    b.score
        .total_cmp(&a.score)
        .then_with(|| a.waiting_since.cmp(&b.waiting_since))
        .then_with(|| a.customer.cmp(b.customer))
}

impl PriorityEngine {
    pub(super) fn score_of(&self, customer: &Customer, standing: Standing, now: DateTime<Utc>) -> Score {
        let config = self.score_config();
        let weights = &config.weights;
        let sum = weights.level + weights.budget + weights.waiting + weights.value + weights.probability;
        let part = |code, weight: f64, share: f64| {
            let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
            ScorePart { code, share, points: 100.0 * weight / sum * share }
        };
        let parts = [
            part("priority.score.level", weights.level, self.level_share(standing.level)),
            part("priority.score.budget", weights.budget, self.budget_share(standing.budget)),
            part("priority.score.waiting", weights.waiting, self.waiting_share(standing, now)),
            part("priority.score.value", weights.value, self.value_share(customer)),
            part("priority.score.probability", weights.probability, self.probability(customer)),
        ];
        let total: f64 = parts.iter().map(|part| part.points).sum();
        Score { total: two_decimals(total.clamp(0.0, 100.0)), parts }
    }

    fn level_share(&self, level: u8) -> f64 {
        let levels = self.levels();
        let position = levels.iter().position(|known| known.level >= level).unwrap_or(0);
        let below = levels.len().saturating_sub(1);
        if below == 0 { 1.0 } else { (below - position) as f64 / below as f64 }
    }

    fn budget_share(&self, budget: Option<i64>) -> f64 {
        let whole = 10_f64.powi(self.currencies().base.exponent().cast_signed());
        budget.map_or(0.0, |minor| minor as f64 / whole / self.score_config().budget_for_full_marks as f64)
    }

    fn waiting_share(&self, standing: Standing, now: DateTime<Utc>) -> f64 {
        let seconds = |to| self.mode().seconds(self.calendar(), standing.since, to) as f64;
        let allowed = seconds(standing.respond_by);
        if allowed <= 0.0 { 1.0 } else { seconds(now) / allowed }
    }

    fn value_share(&self, customer: &Customer) -> f64 {
        let values = &self.score_config().tag_values;
        customer
            .tags
            .iter()
            .filter_map(|applied| values.get(applied.tag.as_str()))
            .fold(0.0, |a, b| a.max(*b))
    }

    fn probability(&self, customer: &Customer) -> f64 {
        match customer.value(&FieldName::DealProbability) {
            Some(FieldValue::Number(probability)) => *probability,
            _ => self.score_config().probability_when_unknown,
        }
    }
}

fn two_decimals(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
