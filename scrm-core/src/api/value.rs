//! Value: what customers are worth, who is about to be lost, how likely a deal is.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::error::info;
use super::operation::operations;
use crate::customer::Customer;
use crate::foundation::ErrorInfo;
use crate::foundation::time::{Instant, OptionalInstant};
use crate::value::{
    Activity, BgNbd, ChurnRow, CleaningCandidate, DealCalibration, DealEstimate, DealOutcome, FitReport,
    FittedPurchases, Forecast, Forecasts, GammaGamma, Histories, History, Horizon, LineCounts, ParetoNbd,
    PurchaseModel, RfmBounds, RfmRow, TransactionLines, UNKNOWN, UsualGaps, ValueError,
};
use crate::workspace::Engines;

operations! { Engines;
    /// Gives what each customer's purchases are expected to be worth on average.
    "value.average_profit"("spending", "frequency", "monetary_value") = average_profit: AverageProfitRequest => AverageProfits;
    /// Corrects the odds of deals by how the workspace's own ended; where there are too few outcomes, it says how many are
    /// missing and changes nothing.
    "value.calibrate_deals"("outcomes") = calibrate_deals: CalibrateDealsRequest => DealCalibration;
    /// Says of every customer who bought something whether they should have bought again by now, by their own rhythm, and do
    /// less than before.
    "value.churn"("transactions") = churn: ChurnRequest => ChurnAlerts;
    /// Says whether a customer can be cleaned away: long inactive, and a deal is unlikely. Nothing is changed.
    "value.cleaning"("customer") = cleaning: DealRequest => CleaningCandidate;
    /// Gives the probability of a customer's deal: what somebody gave, or an estimate with its parts.
    "value.deal"("customer") = deal: DealRequest => DealEstimate;
    /// Fits a model of when customers buy and when they leave, by maximum likelihood.
    "value.fit"("model", "frequency", "recency", "T") = fit: FitRequest => FittedPurchases;
    /// Fits a model of what a purchase is worth, by maximum likelihood.
    "value.fit_spending"("frequency", "monetary_value") = fit_spending: FitSpendingRequest => FittedSpending;
    /// Says of one customer what a fitted model expects, and how sure that is.
    "value.forecast"("fitted", "ahead") = forecast: ForecastRequest => Forecast;
    /// Gives what each customer is still worth: expected purchases at their expected average, discounted.
    "value.lifetime"("purchases", "spending") = lifetime: LifetimeRequest => LifetimeValues;
    /// Says who is still a customer, and how many purchases each is expected to make.
    "value.predict"("purchases", "ahead") = predict: PredictRequest => Forecasts;
    /// Scores customers by how recently, how often and for how much they bought; names their class and their rhythm.
    "value.rfm"("transactions") = rfm: RfmRequest => Rfm;
}

/// A line of what was bought.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Transaction {
    /// Who bought; null where nobody knows.
    #[serde(default)]
    customer: Option<String>,
    /// When.
    #[serde(with = "Instant")]
    at: DateTime<Utc>,
    /// For how much, in one currency; below 0 for what was returned or cancelled.
    amount: f64,
    /// The order that the line belongs to; null for one that stands alone.
    #[serde(default)]
    order: Option<String>,
}

/// Something that a customer did beside buying.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CustomerActivity {
    /// Who.
    customer: String,
    /// When.
    #[serde(with = "Instant")]
    at: DateTime<Utc>,
}

/// Names, and the numbers given out for them in the order in which they came.
#[derive(Default)]
struct Numbered {
    numbers: FxHashMap<String, u32>,
    names: Vec<String>,
}

impl Numbered {
    fn number(&mut self, name: String) -> u32 {
        let next = self.names.len() as u32;
        *self.numbers.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            next
        })
    }

    /// The name of a number that was given out.
    fn name(&self, number: u32) -> String {
        self.names.get(number as usize).cloned().unwrap_or_default()
    }
}

/// Lines as columns, with the names behind their numbers.
#[derive(Default)]
struct Columns {
    names: Numbered,
    customers: Vec<u32>,
    days: Vec<i32>,
    amounts: Vec<f64>,
    orders: Vec<u32>,
}

impl Columns {
    fn new(engines: &Engines, transactions: Vec<Transaction>) -> Self {
        let mut columns = Self::default();
        let mut orders = Numbered::default();
        for Transaction { customer, at, amount, order } in transactions {
            let number = customer.map_or(UNKNOWN, |customer| columns.names.number(customer));
            columns.customers.push(number);
            columns.days.push(day(engines, at));
            columns.amounts.push(amount);
            columns.orders.push(order.map_or(UNKNOWN, |order| orders.number(order)));
        }
        columns
    }

    fn lines(&self) -> TransactionLines<'_> {
        TransactionLines {
            customers: &self.customers,
            days: &self.days,
            amounts: &self.amounts,
            orders: &self.orders,
        }
    }
}

/// The day of an instant on the workspace's calendar, since 1 January 1970.
fn day(engines: &Engines, at: DateTime<Utc>) -> i32 {
    engines.calendar.local_date(at).num_days_from_ce() - NaiveDate::default().num_days_from_ce()
}

/// What customers bought.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RfmRequest {
    /// The lines, in any order.
    transactions: Vec<Transaction>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// A customer's scores.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CustomerValue {
    /// Who.
    customer: String,
    /// What the purchases come to.
    rfm: RfmRow,
}

/// Customers by how recently, how often and for how much they bought.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Rfm {
    /// Those who bought something, in the order in which they first stand in the lines.
    customers: Vec<CustomerValue>,
    /// Where the scores change.
    bounds: RfmBounds,
    /// What became of the lines.
    counts: LineCounts,
}

fn rfm(engines: &Engines, request: RfmRequest) -> Result<Rfm, ErrorInfo> {
    let columns = Columns::new(engines, request.transactions);
    let table = engines.rfm.table(&columns.lines(), day(engines, request.now)).map_err(info)?;
    let named = table.rows.into_iter();
    let customers =
        named.map(|rfm| CustomerValue { customer: columns.names.name(rfm.customer), rfm }).collect();
    Ok(Rfm { customers, bounds: table.bounds, counts: table.counts })
}

/// What customers bought, and what else they did.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ChurnRequest {
    /// The lines, in any order.
    transactions: Vec<Transaction>,
    /// Messages, visits, opened campaigns: whatever counts as activity beside purchases.
    #[serde(default)]
    activity: Vec<CustomerActivity>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// How a customer stands.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CustomerChurn {
    /// Who.
    customer: String,
    /// How they stand, with what was read to say so.
    churn: ChurnRow,
}

/// Who is about to be lost.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ChurnAlerts {
    /// Those who bought something, in the order in which they first stand in the lines.
    customers: Vec<CustomerChurn>,
    /// What gaps are compared with.
    usual: UsualGaps,
}

fn churn(engines: &Engines, request: ChurnRequest) -> Result<ChurnAlerts, ErrorInfo> {
    let columns = Columns::new(engines, request.transactions);
    let number = |name: &str| columns.names.numbers.get(name).copied().unwrap_or(UNKNOWN);
    let customers: Vec<u32> = request.activity.iter().map(|active| number(&active.customer)).collect();
    let days: Vec<i32> = request.activity.iter().map(|active| day(engines, active.at)).collect();
    let activity = Activity { customers: &customers, days: &days };
    let table = engines.churn.table(&columns.lines(), &activity, day(engines, request.now)).map_err(info)?;
    let named = table.rows.into_iter();
    let customers =
        named.map(|churn| CustomerChurn { customer: columns.names.name(churn.customer), churn }).collect();
    Ok(ChurnAlerts { customers, usual: table.usual })
}

/// Which model of purchases.
#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum PurchaseModelName {
    /// Customers leave after a purchase.
    BgNbd,
    /// Customers leave at any time.
    ParetoNbd,
}

/// Histories to fit a model to: a number for each customer in each column.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FitRequest {
    /// Which model.
    model: PurchaseModelName,
    /// Purchases after the first.
    frequency: Vec<f64>,
    /// When the last purchase was, counted from the first.
    recency: Vec<f64>,
    /// How long ago the first purchase was.
    #[serde(rename = "T")]
    age: Vec<f64>,
}

fn fit(_: &Engines, request: FitRequest) -> Result<FittedPurchases, ErrorInfo> {
    let histories = Histories::new(&request.frequency, &request.recency, &request.age).map_err(info)?;
    let fitted = match request.model {
        PurchaseModelName::BgNbd => BgNbd::fit(&histories, None)
            .map(|(model, report)| FittedPurchases { purchases: PurchaseModel::BgNbd(model), report }),
        PurchaseModelName::ParetoNbd => ParetoNbd::fit(&histories, None)
            .map(|(model, report)| FittedPurchases { purchases: PurchaseModel::ParetoNbd(model), report }),
    };
    fitted.map_err(info)
}

/// What purchases were worth: a number for each customer in each column.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FitSpendingRequest {
    /// Purchases after the first; customers without any are left out.
    frequency: Vec<f64>,
    /// What these were worth on average.
    monetary_value: Vec<f64>,
}

/// A fitted model of what purchases are worth.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FittedSpending {
    /// The model with its parameters.
    spending: GammaGamma,
    /// How well they are known.
    report: FitReport,
}

fn fit_spending(_: &Engines, request: FitSpendingRequest) -> Result<FittedSpending, ErrorInfo> {
    let fitted = GammaGamma::fit(&request.frequency, &request.monetary_value, None);
    fitted.map(|(spending, report)| FittedSpending { spending, report }).map_err(info)
}

/// Whose purchases are in question: a number for each customer in each column.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct AverageProfitRequest {
    /// The model, as it was fitted.
    spending: GammaGamma,
    /// Purchases after the first.
    frequency: Vec<f64>,
    /// What these were worth on average; not read where there were none.
    monetary_value: Vec<f64>,
}

/// What purchases are expected to be worth.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct AverageProfits {
    /// In the order of the rows.
    expected_average_profit: Vec<f64>,
}

fn average_profit(_: &Engines, request: AverageProfitRequest) -> Result<AverageProfits, ErrorInfo> {
    let averages = request.spending.expected_averages(&request.frequency, &request.monetary_value);
    averages.map(|expected_average_profit| AverageProfits { expected_average_profit }).map_err(info)
}

/// One customer's history, and the model that was fitted.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ForecastRequest {
    /// What `value.fit` answered.
    fitted: FittedPurchases,
    /// How far ahead, in the unit of time of the history.
    ahead: f64,
    /// Purchases after the first.
    frequency: f64,
    /// When the last purchase was, counted from the first.
    recency: f64,
    /// How long ago the first purchase was.
    #[serde(rename = "T")]
    age: f64,
}

fn forecast(_: &Engines, request: ForecastRequest) -> Result<Forecast, ErrorInfo> {
    let ForecastRequest { fitted, ahead, frequency, recency, age } = request;
    fitted.forecast(ahead, &History { frequency, recency, age }).map_err(in_ahead)
}

/// Whose future is asked for.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct PredictRequest {
    /// The model, as it was fitted.
    purchases: PurchaseModel,
    /// How far ahead, in the unit of time of the histories.
    ahead: f64,
    /// Purchases after the first.
    frequency: Vec<f64>,
    /// When the last purchase was, counted from the first.
    recency: Vec<f64>,
    /// How long ago the first purchase was.
    #[serde(rename = "T")]
    age: Vec<f64>,
}

fn predict(_: &Engines, request: PredictRequest) -> Result<Forecasts, ErrorInfo> {
    let PredictRequest { purchases, ahead, frequency, recency, age } = request;
    let histories = Histories::new(&frequency, &recency, &age).map_err(info)?;
    purchases.predict(ahead, &histories).map_err(in_ahead)
}

/// Whose worth is asked for.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct LifetimeRequest {
    /// The model of purchases, as it was fitted.
    purchases: PurchaseModel,
    /// The model of what they are worth, as it was fitted.
    spending: GammaGamma,
    /// How far and at what rate the future is counted.
    horizon: Horizon,
    /// Purchases after the first.
    frequency: Vec<f64>,
    /// When the last purchase was, counted from the first.
    recency: Vec<f64>,
    /// How long ago the first purchase was.
    #[serde(rename = "T")]
    age: Vec<f64>,
    /// What the purchases after the first were worth on average; not read where there were none.
    monetary_value: Vec<f64>,
}

/// What customers are still worth.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct LifetimeValues {
    /// In the order of the histories.
    lifetime_value: Vec<f64>,
}

fn lifetime(_: &Engines, request: LifetimeRequest) -> Result<LifetimeValues, ErrorInfo> {
    let LifetimeRequest { purchases, spending, horizon, frequency, recency, age, monetary_value } = request;
    let histories = Histories::new(&frequency, &recency, &age).map_err(info)?;
    let worth = purchases.lifetime_value(&spending, &histories, &monetary_value, &horizon);
    worth.map(|lifetime_value| LifetimeValues { lifetime_value }).map_err(info)
}

/// A customer whose deal is in question.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct DealRequest {
    /// The record.
    customer: Customer,
    /// The latest message, order or visit, where one is known; without it the record's last change counts.
    #[serde(default, with = "OptionalInstant")]
    last_activity: Option<DateTime<Utc>>,
    /// On how many of the last days something happened.
    #[serde(default)]
    active_days: u32,
    /// What the workspace's own outcomes make of the odds.
    #[serde(default)]
    calibration: DealCalibration,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn deal(engines: &Engines, request: DealRequest) -> Result<DealEstimate, ErrorInfo> {
    let DealRequest { customer, last_activity, active_days, calibration, now } = request;
    Ok(engines.deal.of_customer(&customer, last_activity, active_days, &calibration, now))
}

fn cleaning(engines: &Engines, request: DealRequest) -> Result<CleaningCandidate, ErrorInfo> {
    let DealRequest { customer, last_activity, active_days, calibration, now } = request;
    let calendar = &engines.calendar;
    Ok(engines.deal.cleaning(&customer, last_activity, active_days, &calibration, calendar, now))
}

/// How deals ended.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CalibrateDealsRequest {
    /// Each with what was known before it ended.
    outcomes: Vec<DealOutcome>,
}

fn calibrate_deals(engines: &Engines, request: CalibrateDealsRequest) -> Result<DealCalibration, ErrorInfo> {
    engines.deal.calibrate(&request.outcomes).map_err(info)
}

/// An error whose field is the request's: papers write `t` for how far ahead is looked, beside `T`.
fn in_ahead(error: ValueError) -> ErrorInfo {
    let error = info(error);
    match error.field.as_deref() {
        Some("t") => ErrorInfo { field: Some("ahead".to_owned()), ..error },
        _ => error,
    }
}
