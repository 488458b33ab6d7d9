//! Buy till you die: who is still a customer, how much more they will buy, and what that is worth.
//!
//! A shop does not see customers leave; they just do not come back. [`BgNbd`] and [`ParetoNbd`] tell the two apart from how
//! often somebody bought, how recently and for how long, [`GammaGamma`] says what a purchase is worth, and
//! [`PurchaseModel::lifetime_value`] puts them together. The names of the numbers are those of the papers and of the Python library
//! `lifetimes`: frequency, recency, T, monetary value.

mod bg_nbd;
mod estimate;
mod fit;
mod forecast;
mod gamma_gamma;
mod history;
mod model;
mod pareto_nbd;
#[cfg(test)]
mod tests;

pub use bg_nbd::BgNbd;
pub use estimate::{Estimate, FittedPurchases, Forecast};
pub use fit::{FitReport, ParameterEstimate};
pub use gamma_gamma::GammaGamma;
pub use history::{Histories, History};
pub use model::{Forecasts, Horizon, PurchaseModel};
pub use pareto_nbd::ParetoNbd;
