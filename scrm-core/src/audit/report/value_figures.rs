//! What the workspace's own orders say of its customers, in numbers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::value::{BgNbd, RfmClass};

/// What orders say: classes of value, who still buys, and how well that can be told. Each part is there where there are enough
/// orders for it; `left_out` says what is missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueFigures {
    /// Customers who ordered something, neither archived nor merged into another.
    pub buyers: u64,
    /// Of these, customers who ordered on more than one day.
    pub repeat_buyers: u64,
    /// Orders in a currency that has no rate: they count nowhere.
    pub orders_without_rate: u64,
    /// The sizes of the classes, in the order of [`RfmClass`]; empty where there are too few buyers.
    pub classes: Vec<ClassFigures>,
    /// Who still buys, by how often and how recently they ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub still_buying: Option<StillBuying>,
    /// What was expected of a time that is over, against what came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectation: Option<Expectation>,
    /// What is not said, and why.
    pub left_out: Vec<ValueLeftOut>,
}

/// One class of value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassFigures {
    /// Which.
    pub class: RfmClass,
    /// How many customers.
    pub customers: u64,
    /// Their share of all buyers, in percent.
    pub percent: f64,
    /// What they spent, in whole units of the workspace's currency.
    pub spent: f64,
    /// Its share of what all spent, in percent; nothing where nothing was spent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent_percent: Option<f64>,
}

/// How probably customers who ordered more than once still buy, by BG/NBD. Customers with one order are left out: they may
/// leave only after a second one, so the model says nothing of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StillBuying {
    /// The model that was fitted, in days.
    pub model: BgNbd,
    /// Customers who probably still buy: seven of ten or more.
    pub likely: u64,
    /// Customers of whom it is open.
    pub open: u64,
    /// Customers who have probably left: fewer than three of ten.
    pub gone: u64,
    /// The ends of the columns, in days since the last order; the last column holds everything longer.
    pub up_to_days: Vec<u32>,
    /// By how often they ordered, from seldom to often.
    pub rows: Vec<FrequencyRow>,
}

/// Customers who ordered on about as many days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FrequencyRow {
    /// On so many days.
    pub days: DayCounts,
    /// One for each column.
    pub cells: Vec<RecencyCell>,
}

/// Customers who ordered about as often and about as long ago.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecencyCell {
    /// How many.
    pub customers: u64,
    /// How probably they still buy, 0 to 1, in the mean; nothing where there is nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

/// From so many to so many days with orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayCounts {
    /// At least.
    pub from: u32,
    /// At most; nothing where there is no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
}

/// What was expected of a time that is over, from the orders before it alone, against what came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Expectation {
    /// The last day that the expectation knew.
    pub told_on: NaiveDate,
    /// How many days it was told for.
    pub days: u32,
    /// Customers who had ordered until then.
    pub customers: u64,
    /// Days with orders of these customers that were expected.
    pub expected: f64,
    /// Days with orders of these customers that came.
    pub actual: u64,
    /// By how often they had ordered until then.
    pub rows: Vec<ExpectationRow>,
}

/// Customers who had ordered on about as many days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExpectationRow {
    /// On so many days.
    pub days: DayCounts,
    /// How many customers.
    pub customers: u64,
    /// Days with orders that were expected of them.
    pub expected: f64,
    /// Days with orders that came.
    pub actual: u64,
}

/// What is not said of the customers' value, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ValueLeftOut {
    /// Too few customers ordered for classes.
    FewBuyers {
        /// So many are wanted.
        wanted: u32,
    },
    /// Too few customers ordered, or ordered again, for a model.
    FewRepeatBuyers {
        /// So many are wanted.
        wanted: u32,
        /// And so many who ordered on more than one day.
        wanted_repeat: u32,
    },
    /// Too few customers had ordered, or ordered again, before the time that an expectation would be held against.
    FewBefore {
        /// The last day that counts.
        until: NaiveDate,
    },
    /// The model does not fit these orders.
    NoFit {
        /// The code of the error, as in docs/errors.md.
        code: String,
    },
}
