//! Value: what a customer is worth, and who is about to be lost.

mod btyd;
mod error;
mod numeric;

pub use btyd::{
    BgNbd, Estimate, FitReport, FittedPurchases, Forecast, Forecasts, GammaGamma, Histories, History, Horizon,
    ParameterEstimate, ParetoNbd, PurchaseModel,
};
pub use error::{ERRORS, ValueError};
